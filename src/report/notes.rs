//! What the table in the terminal leaves open: what its shares are of, and what its means are made of.

use super::Report;
use super::words::duration;
use crate::metrics::Scope;
use crate::units::ChannelId;

/// Numbers of conversations that differ by more than this share make shares of them hard to compare.
const NOTABLE: f64 = 0.05;

/// That shares are of different numbers of conversations, where they are.
pub(super) fn offered(report: &Report<'_>) -> Option<String> {
    let number = |policy| Some((report.row(policy, "offered", "count")?.estimate.as_ref()?.value, policy));
    let numbers: Vec<(f64, usize)> = (0..report.results.policies.len()).filter_map(number).collect();
    let least = numbers.iter().min_by(|one, other| one.0.total_cmp(&other.0))?;
    let most = numbers.iter().max_by(|one, other| one.0.total_cmp(&other.0))?;
    let model = &report.experiment().model;
    let who = match (model.has_returns(), model.passes_on()) {
        (true, true) => "who comes again, or is passed on,",
        (true, false) => "who comes again",
        (false, true) => "who is passed on",
        (false, false) => "who goes on in a new conversation",
    };
    (most.0 > least.0 * (1.0 + NOTABLE)).then(|| {
        format!(
            "Shares are of all conversations, {:.0} under {} and {:.0} under {}: {who} counts anew.",
            least.0,
            report.policy(least.1),
            most.0,
            report.policy(most.1)
        )
    })
}

/// The mean waits on each channel, as rows of a table with a heading, where there are several: calls and e-mails in one
/// mean say nothing about either.
pub(super) fn by_channel(report: &Report<'_>) -> Option<Vec<Vec<String>>> {
    let channels = &report.experiment().model.channels;
    let scopes: Vec<(Scope, &str)> =
        (0..).zip(channels).map(|(place, it)| (Scope::Channel(ChannelId(place)), it.name.as_str())).collect();
    let wait = |policy: usize, scope| {
        let row = report.results.policies[policy].row(scope, report.wait(), "mean")?;
        row.estimate.as_ref().map(|estimate| estimate.value)
    };
    let policies = 0..report.results.policies.len();
    let written: Vec<&(Scope, &str)> =
        scopes.iter().filter(|it| policies.clone().any(|policy| wait(policy, it.0).is_some())).collect();
    if written.len() < 2 {
        return None;
    }
    let told = |policy, scope| wait(policy, scope).map_or_else(|| "–".to_owned(), duration);
    let title = if report.in_hours() { "mean wait in hours" } else { "mean wait" };
    let heading = std::iter::once(title.to_owned()).chain(written.iter().map(|it| it.1.to_owned())).collect();
    let row = |policy: usize| -> Vec<String> {
        let cells = written.iter().map(|it| told(policy, it.0));
        std::iter::once(report.policy(policy).to_owned()).chain(cells).collect()
    };
    Some(std::iter::once(heading).chain(policies.map(row)).collect())
}
