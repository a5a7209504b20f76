//! `backlog`: who waits already when the run begins.

use super::decode::{Item, Problem, Read};
use super::law::law_of_times;
use super::tree::Node;
use super::whole::elements;
use crate::model::Backlog;
use crate::units::Span;

/// No more than this many customers of a demand wait already.
const MOST: u64 = 10_000_000;

/// Nobody has waited longer: so long is the past of a run with a backlog.
const LONGEST: Span = Span(365 * Span::DAY.0);

/// How much past a run needs: that of the longest wait, or none.
pub(super) fn past(root: &Node) -> Span {
    let waits = elements(root, "demand").iter().any(|demand| demand.get("backlog").is_some());
    if waits { LONGEST } else { Span::ZERO }
}

/// How many wait, and for how long.
pub(super) fn backlog(item: &Item<'_>) -> Read<Backlog> {
    let mut table = item.table()?;
    let count = table.required("count", |item| item.whole(0, MOST));
    let age = table.required("age", |item| {
        let law = law_of_times(item)?;
        if law.quantile(0.99) > LONGEST.as_seconds() {
            let message = format!("more than one in a hundred would have waited for more than {LONGEST}");
            let problem = Problem::new(message, "a longer wait is cut: write shorter times");
            item.context.warn(item.place(), &item.key, problem);
        }
        Ok(law)
    });
    table.finish();
    Ok(Backlog { count: count? as u32, age: age? })
}
