//! How a visit ends, and who comes again.

use super::decode::{Item, Problem, Read, Reported, TableReader, at, share, shown, truth};
use super::law::law_of_times;
use crate::model::{ComesBack, Ending, Return};
use crate::units::Span;

/// How near to 1 probabilities must add up.
pub(super) const EXACTNESS: f64 = 1e-9;

/// Who would come again more often than this in one run never comes to an end.
const MOST_RETURNS: f64 = 5000.0;

/// The shares of the endings. Of those that are recognised and those that are silent one may be left out.
pub(super) fn ending(item: &Item<'_>) -> Read<Ending> {
    let mut table = item.table()?;
    let recognised = table.optional("recognised", share);
    let confirms = table.default("confirms", "0", share);
    let thanks = table.default("thanks", "0", share);
    let silent = table.optional("silent", share);
    let ending = complete(item, &table, (recognised, confirms, thanks, silent));
    if let Ok(ending) = &ending {
        table.set_normal("recognised", ending.recognised);
        table.set_normal("silent", ending.silent);
    }
    table.finish();
    ending
}

/// Shares as they are written: recognised, confirms, thanks, silent.
type Shares = (Read<Option<f64>>, Read<f64>, Read<f64>, Read<Option<f64>>);

fn complete(item: &Item<'_>, table: &TableReader<'_, '_>, shares: Shares) -> Read<Ending> {
    let (recognised, confirms, thanks, silent) = (shares.0?, shares.1?, shares.2?, shares.3?);
    let named = confirms + thanks;
    let sum = named + recognised.unwrap_or(0.0) + silent.unwrap_or(0.0);
    let rest = rounded(1.0 - sum);
    let (recognised, silent) = match (recognised, silent) {
        (Some(recognised), Some(silent)) if rest == 0.0 => (recognised, silent),
        (Some(recognised), None) if rest >= 0.0 => (recognised, rest),
        (None, Some(silent)) if rest >= 0.0 => (rest, silent),
        // Nothing said: the agent sees every ending. Everything said: nothing is left for the two.
        (None, None) if named == 0.0 || rest == 0.0 => (rest, 0.0),
        // A share under a misspelt key is one mistake, not two.
        _ if rest > 0.0 && !table.knows_all() => return Err(Reported::promised()),
        (None, None) if rest > 0.0 => {
            let message = format!("how the other {} of the visits end is not said", shown(rest));
            let help = "add `recognised`, the share that the agent sees, or `silent`, the share that is left open";
            return Err(item.refuse(message, help));
        }
        _ => {
            let message = format!("the shares of the endings add up to {}, not to 1", shown(rounded(sum)));
            return Err(item.refuse(message, "write shares that add up to 1"));
        }
    };
    Ok(Ending { recognised, confirms, thanks, silent })
}

/// A sum without the noise of its last digits.
pub(super) fn rounded(number: f64) -> f64 {
    (number * 1e9).round() / 1e9
}

/// Who comes again; the length of the run says how often somebody could.
pub(super) fn comes_back(item: &Item<'_>, run: Option<Span>) -> Read<ComesBack> {
    let again = |item: &Item<'_>| again(item, run);
    let mut table = item.table()?;
    let solved = table.optional("solved", again);
    let gave_up = table.optional("gave_up", again);
    let refused = table.optional("refused", again);
    table.finish();
    Ok(ComesBack { solved: solved?, gave_up: gave_up?, refused: refused? })
}

fn again(item: &Item<'_>, run: Option<Span>) -> Read<Return> {
    let mut table = item.table()?;
    let probability = table.required("probability", at(share));
    let after = table.required("after", law_of_times);
    let keep = table.default("keep", "false", truth);
    table.finish();
    let (probability, after, keep) = (probability?, after?, keep?);
    let place = (probability.place, probability.key);
    let rule = Return { probability: probability.value, after, keep };
    let returns = run.map_or(0.0, |run| returns(&rule, run));
    if returns > MOST_RETURNS {
        let message = format!("a customer could come again {} times in this run", shown(returns.round()));
        let help = format!("write a lower probability or a longer `after`: at most {MOST_RETURNS} times are possible");
        return Err(item.context.report(place.0, &place.1, Problem::new(message, help)));
    }
    Ok(rule)
}

/// How often a customer comes again on average if every visit ends so, at most.
pub(super) fn returns(rule: &Return, run: Span) -> f64 {
    let run = run.as_seconds();
    // What is longer than the run is as good as the run: a few such delays must not hide that most are short.
    let after = rule.after.clone().clamp(None, Some(run)).map_or(run, |law| law.mean());
    let in_time = run / after.max(Span::SECOND.as_seconds());
    (rule.probability / (1.0 - rule.probability)).min(in_time)
}
