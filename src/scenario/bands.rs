//! `[bands]`: where lengths of time are cut into classes for the results.

use super::decode::{Item, Problem, Read, at};
use super::duration::{duration, positive_duration};
use crate::model::Bands;
use crate::units::Span;

/// More bounds than this nobody reads.
const MOST_BOUNDS: usize = 50;

/// The bands of the results.
pub(super) fn bands(item: &Item<'_>) -> Read<Bands> {
    let mut table = item.table()?;
    let live = table.default("live", "\"1m\"", at(positive_duration));
    let quasi_live = table.default("quasi_live", "\"15m\"", at(positive_duration));
    let short = table.default("short_abandoned", "\"10s\"", duration);
    let within = table.optional("within", within);
    if !table.has("within") {
        table.set_normal("within", Vec::<String>::new());
    }
    if let (Ok(live), Ok(quasi_live)) = (&live, &quasi_live)
        && quasi_live.value < live.value
    {
        let message = format!("quasi_live {} is shorter than live {}", quasi_live.value, live.value);
        let help = format!("write quasi_live = \"{}\" or more, or a shorter `live`", live.value);
        let problem = Problem::new(message, help);
        let (here, problem) = match (table.has("live"), table.has("quasi_live")) {
            (true, true) => (quasi_live, problem.related(live.place.clone(), "live goes up to here")),
            (true, false) => (live, problem.label("without `quasi_live` it is 15m")),
            _ => (quasi_live, problem.label("without `live` it is 1m")),
        };
        item.context.report(here.place.clone(), &here.key, problem);
    }
    table.finish();
    Ok(Bands { live: live?.value, quasi_live: quasi_live?.value, short: short?, within: within?.unwrap_or_default() })
}

/// Spans that ascend.
fn within(item: &Item<'_>) -> Read<Vec<Span>> {
    let list = item.list("spans of time", |item| at(positive_duration)(item))?;
    if list.is_empty() {
        return Err(item.refuse("the list is empty", "write at least one span, or leave `within` out"));
    }
    if list.len() > MOST_BOUNDS {
        return Err(item.refuse(format!("there are {} spans", list.len()), format!("write at most {MOST_BOUNDS}")));
    }
    let mut failed = None;
    for pair in list.windows(2) {
        let [before, here] = pair else { continue };
        let (message, help) = match here.value.cmp(&before.value) {
            std::cmp::Ordering::Greater => continue,
            std::cmp::Ordering::Equal => (format!("{} is there twice", here.value), "write it once"),
            std::cmp::Ordering::Less => {
                (format!("{} comes after {}", here.value, before.value), "write the spans from short to long")
            }
        };
        let problem = Problem::new(message, help).related(before.place.clone(), "the one before");
        failed = Some(item.context.report(here.place.clone(), &here.key, problem));
    }
    failed.map_or_else(|| Ok(list.iter().map(|span| span.value).collect()), Err)
}
