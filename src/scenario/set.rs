//! Changes of a scenario from outside of its file, by the paths that messages use: `demand.loans.channel=voice`,
//! `demand.loans.handling.first.mixture[2].weight=3`.

use std::ops::Range;

use super::decode::{Context, Problem, Read, Reported};
use super::suggest::{all_of, nearest};
use super::tree::{Entry, Node, Value};
use super::what_if;

const HELP: &str = "write KEY=VALUE, for instance demand.loans.channel=voice";

/// One step of a path.
struct Step<'c> {
    to: To<'c>,
    /// The bytes of the step.
    span: Range<usize>,
    /// The path up to here, without this step.
    above: &'c str,
}

enum To<'c> {
    /// A key of a table, or a name in a list of sections.
    Name(&'c str),
    /// An element of a list, counted from 1.
    Place(usize),
}

/// Sets keys in a tree, one change after the other. What is wrong with a change as such is reported where it is written;
/// its value is read with all the rest.
pub(super) fn apply(context: &Context<'_>, root: &mut Node, changes: &[String]) {
    for (number, change) in changes.iter().enumerate() {
        // What is wrong has been reported.
        let _ = one(context, root, change, context.source.change(number));
    }
}

fn refuse(context: &Context<'_>, span: Range<usize>, problem: Problem) -> Reported {
    context.report(context.source.place(span), "", problem)
}

/// `base` is where the bytes of the change begin.
fn one(context: &Context<'_>, root: &mut Node, change: &str, base: usize) -> Read<()> {
    let whole = base..base + change.len();
    let unusable = |message: &str| refuse(context, whole.clone(), Problem::new(message, HELP));
    let (path, value) = change.split_once('=').ok_or_else(|| unusable("this sets nothing"))?;
    let begin = change.len() - value.trim_start().len();
    let value = value.trim();
    let read = Node::written(value, base + begin).map_err(|(span, message)| {
        let help = "write the value as a scenario does; a text needs no quotes";
        refuse(context, span, Problem::new(format!("this value is not TOML: {message}"), help))
    })?;
    put(context, root, (path, base), read, value)
}

/// Sets what `set` of a what-if says. Each of its keys is a path; `section` is the what-if.
pub(super) fn what_if(context: &Context<'_>, root: &mut Node, section: &Node) {
    for entry in what_if::of(section) {
        let quote = context.source.written(entry.key_span.clone()).starts_with(['"', '\'']);
        let path = (&*entry.key, entry.key_span.start + usize::from(quote));
        // What is wrong has been reported.
        let _ = put(context, root, path, entry.node.clone(), context.source.written(entry.node.span.clone()));
    }
}

/// Puts a value where a path leads, the bytes of which begin at `base`; `value` is how it is written.
fn put(context: &Context<'_>, root: &mut Node, (path, base): (&str, usize), read: Node, value: &str) -> Read<()> {
    let whole = base..base + path.len();
    let steps =
        steps(path, base).ok_or_else(|| refuse(context, whole.clone(), Problem::new("this names no key", HELP)))?;
    let mut node = root;
    let mut by_name = false;
    for step in &steps {
        if !matches!(node.value, Value::Table(_) | Value::List(_)) {
            let rest = &path[step.span.start - base..];
            return Err(refuse(context, step.span.clone(), no_keys(node, step, rest, value)));
        }
        by_name = matches!((&node.value, &step.to), (Value::List(_), To::Name(_)));
        node = below(context, node, step)?;
    }
    if by_name {
        let path = path.trim();
        let message = format!("`{path}` is a section, not a key");
        return Err(refuse(context, whole, Problem::new(message, format!("name a key of it: {path}.KEY=VALUE"))));
    }
    *node = read;
    Ok(())
}

/// The steps of a path, unless one of them is empty.
fn steps(path: &str, base: usize) -> Option<Vec<Step<'_>>> {
    let mut steps = Vec::new();
    let mut begin = 0;
    for part in path.split('.') {
        let above = path[..begin.max(1) - 1].trim();
        let from = begin + part.len() - part.trim_start().len();
        let part_end = begin + part.len();
        begin = part_end + 1;
        let (key, places) = split_places(part.trim());
        if key.is_empty() {
            return None;
        }
        steps.push(Step { to: To::Name(key), span: base + from..base + from + key.len(), above });
        let mut at = from + key.len();
        for place in places.split_inclusive(']') {
            let number = place.trim_matches(['[', ']']).parse().ok()?;
            steps.push(Step {
                to: To::Place(number),
                span: base + at..base + at + place.len(),
                above: path[..at].trim(),
            });
            at += place.len();
        }
    }
    Some(steps)
}

/// `mixture` and `[2]` of `mixture[2]`; brackets that are no such thing belong to the name.
fn split_places(part: &str) -> (&str, &str) {
    let key = part.split('[').next().unwrap_or_default();
    let places = &part[key.len()..];
    let is_place = |place: &str| {
        let digits = place.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        digits.is_some_and(|digits| {
            !digits.is_empty() && digits.len() < 10 && digits.bytes().all(|it| it.is_ascii_digit())
        })
    };
    if places.split_inclusive(']').all(is_place) { (key, places) } else { (part, "") }
}

/// The keys of a team of which one says when its agents are there: what is set takes the place of what is written.
const STAFFING: [&str; 3] = ["agents", "shift", "schedule"];

/// Whether a step leads to another kind of staffing than the team has.
fn is_other_staffing(step: &Step<'_>, key: &str) -> bool {
    let sections = step.above.split(['.', '[']).count();
    step.above.starts_with("team") && sections == 2 && STAFFING.contains(&key)
}

/// What is one step further: in a table it may be new, in a list it goes by its name or its place.
fn below<'n>(context: &Context<'_>, node: &'n mut Node, step: &Step<'_>) -> Read<&'n mut Node> {
    let refuse = |problem| refuse(context, step.span.clone(), problem);
    match (&mut node.value, &step.to) {
        (Value::Table(entries), To::Name(key)) => {
            let place = entries.iter().position(|entry| entry.key == *key).unwrap_or_else(|| {
                if is_other_staffing(step, key) {
                    entries.retain(|entry| !STAFFING.contains(&entry.key.as_str()));
                }
                let node = Node { span: step.span.clone(), value: Value::Table(Vec::new()) };
                entries.push(Entry { key: (*key).to_owned(), key_span: step.span.clone(), node });
                entries.len() - 1
            });
            Ok(&mut entries[place].node)
        }
        (Value::List(list), To::Name(name)) => {
            let names: Vec<String> = list.iter().map(name_of).collect();
            let found = names.iter().position(|known| known == name);
            found.map(|place| &mut list[place]).ok_or_else(|| refuse(nobody(step, name, &names)))
        }
        (Value::List(list), To::Place(number)) => {
            let length = list.len();
            let message = || format!("`{}` has no element {number}", step.above);
            let help = || format!("the list has {length}, and the first one is [1]");
            number
                .checked_sub(1)
                .and_then(|place| list.get_mut(place))
                .ok_or_else(|| refuse(Problem::new(message(), help())))
        }
        _ => Err(refuse(Problem::new(format!("`{}` is not a list", step.above), "name a key of it"))),
    }
}

fn name_of(node: &Node) -> String {
    node.get("name").and_then(|entry| entry.node.as_text()).unwrap_or_default().to_owned()
}

/// A name that no section of a list has.
fn nobody(step: &Step<'_>, name: &str, names: &[String]) -> Problem {
    let message = format!("`{}` has no `{name}`", step.above);
    let known = || names.iter().map(String::as_str).filter(|name| !name.is_empty());
    let all = match known().count() {
        0 => format!("its elements go by their places, such as {}[1]", step.above),
        1 => format!("there is only {}", all_of(known())),
        _ => format!("there are {}", all_of(known())),
    };
    match nearest(name, known()) {
        Some(meant) => {
            Problem::new(message, format!("did you mean `{meant}`? {all}")).replace(step.span.clone(), meant)
        }
        None => Problem::new(message, all),
    }
}

/// A step beyond a value that is neither a table nor a list; `rest` is the path from the step on.
fn no_keys(node: &Node, step: &Step<'_>, rest: &str, value: &str) -> Problem {
    if matches!(step.to, To::Place(_)) {
        return Problem::new(format!("`{}` is {} here, not a list", step.above, node.kind()), "name the key alone");
    }
    let message = format!("`{}` is {} here, and has no keys", step.above, node.kind());
    let quoted = if Node::is_toml(value) { value.to_owned() } else { format!("{value:?}") };
    Problem::new(message, format!("to replace it, write {}={{ {} = {quoted} }}", step.above, rest.trim()))
}
