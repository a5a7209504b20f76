//! `close`: when a silent conversation ends, and what if somebody writes then.

use super::decode::{Item, Problem, Read, truth};
use super::duration::{duration, positive_duration};
use super::tree::{Node, Value};
use crate::policy::{Close, close};

/// The rule of closing: a table, or the word for an empty one. `silence_frees` says whether anything goes inactive.
pub(super) fn close_rule(item: &Item<'_>, silence_frees: bool) -> Read<Close> {
    let Value::Text(written) = &item.node.value else {
        return in_table(item, silence_frees);
    };
    if written != "never" {
        let help = "write \"never\" or { after = \"12h\" }";
        return Err(item.unknown_name("closing rule", written, std::iter::once("never"), help));
    }
    let empty = Node::literal("{}", &item.node.span);
    let inner = Item::new(item.context, &empty, item.key.clone());
    let close = in_table(&inner, silence_frees);
    item.normal(inner.take_normal());
    close
}

/// Without a clock written, the clock starts with inactivity, or with the agent's last reply where nothing ever goes
/// inactive.
fn in_table(item: &Item<'_>, silence_frees: bool) -> Read<Close> {
    let clock = |item: &Item<'_>| item.choice("clock", close::CLOCKS);
    let default_clock = if silence_frees { "\"inactive\"" } else { "\"last-agent\"" };
    let mut table = item.table()?;
    let after = table.optional("after", positive_duration);
    let clock = match table.has("after") {
        true => table.default("clock", default_clock, clock).map(Some),
        false => table.optional("clock", clock),
    };
    let thread_window = table.optional("thread_window", duration);
    let on_confirmation = table.default("on_confirmation", "true", truth);
    let contentless = table.default("contentless", "\"handle\"", |item| {
        item.choice("treatment of messages without content", close::CONTENTLESS)
    });
    if table.has("clock") && !table.has("after") && table.knows_all() {
        let help = "add for instance after = \"12h\", or remove the clock";
        let problem = Problem::new("the clock does not say after how long silence closes", help);
        item.context.report(table.place_of("clock"), &item.key, problem);
    }
    if table.has("thread_window") && !table.has("after") && table.knows_all() {
        let help = "add for instance after = \"12h\", or remove it";
        let problem = Problem::new("this has no effect: without `after` nobody writes in a closed conversation", help);
        item.context.warn(table.place_of("thread_window"), &format!("{}.thread_window", item.key), problem);
    }
    table.finish();
    Ok(Close {
        after: after?.zip(clock?),
        thread_window: thread_window?,
        on_confirmation: on_confirmation?,
        contentless: contentless?,
        ..Close::default()
    })
}
