//! What becomes of a matter besides being solved: a bot, urgency, a transfer, an escalation.

use super::decode::{Item, Problem, Read, share};
use super::demand::{Known, known_class};
use super::duration::positive_duration;
use super::fit::Section;
use super::law::{law_of_times, refuse_here};
use super::suggest::all_of;
use crate::maths::{exp, ln_1p};
use crate::model::{Bot, Demand, Transfer, Urgent};
use crate::random::Law;
use crate::units::DemandId;

/// More conversations than this about one matter never come to an end.
const MOST_CONVERSATIONS: f64 = 1000.0;

/// A bot at the door.
pub(super) fn bot(item: &Item<'_>) -> Read<Bot> {
    let mut table = item.table()?;
    let takes = table.required("takes", law_of_times);
    let contains = table.required("contains", share);
    let falsely = table.default("falsely", "0", share);
    let back_after = match falsely {
        Ok(0.0) => table.optional("back_after", law_of_times),
        _ => table.required("back_after", law_of_times).map(Some),
    };
    if let (Ok(0.0), true) = (&falsely, table.has("back_after") && table.knows_all()) {
        let help = "write the share of those whom it only seemed to help, for instance falsely = 0.2, or remove it";
        let problem = Problem::new("this has no effect: whom the bot contains is helped", help);
        item.context.warn(table.place_of("back_after"), &item.key, problem);
    }
    table.finish();
    let nobody = Law::constant(1.0).map_err(|error| refuse_here(item, error));
    Ok(Bot { takes: takes?, contains: contains?, falsely: falsely?, back_after: back_after?.map_or(nobody, Ok)? })
}

/// Who needs help more urgently; unless said otherwise in the most urgent class.
pub(super) fn urgent(item: &Item<'_>, classes: &[String]) -> Read<Urgent> {
    let mut table = item.table()?;
    let share = table.required("share", share);
    let class = table.optional("class", |item| known_class(item, classes));
    if let (Ok(None), Some(first)) = (&class, classes.first()) {
        table.set_normal("class", first.as_str());
    }
    table.finish();
    Ok(Urgent { share: share?, class: class?.unwrap_or(0) as u8 })
}

/// What goes on to somebody else.
pub(super) fn transfer(item: &Item<'_>, own: &str, known: &Known<'_>) -> Read<Transfer> {
    let mut table = item.table()?;
    let probability = table.required("probability", share);
    let to = table.required("to", |item| other_demand(item, own, known));
    let warm = table.optional("warm", positive_duration);
    table.finish();
    Ok(Transfer { probability: probability?, to: to?, warm: warm? })
}

/// Another demand, by its name.
pub(super) fn other_demand(item: &Item<'_>, own: &str, known: &Known<'_>) -> Read<DemandId> {
    let written = item.text()?;
    let others = || known.demands.iter().map(String::as_str).filter(|name| *name != own);
    let help = match others().next() {
        Some(_) => format!("the other demands are {}", all_of(others())),
        None => "there is no other demand: write one, with arrivals = \"none\" if nobody else comes".to_owned(),
    };
    if written == own {
        return Err(item.refuse("nothing is passed on to where it is", help));
    }
    let place = known.demands.iter().position(|demand| *demand == written);
    place.map(|place| DemandId(place as u32)).ok_or_else(|| item.unknown_name("demand", &written, others(), &help))
}

/// How many conversations there are at most about a matter of each demand, on average, the first one included.
fn conversations(demands: &[Demand]) -> Vec<f64> {
    let ways: Vec<_> = demands.iter().map(ways).collect();
    let mut all = vec![1.0; demands.len()];
    // Each step looks one conversation further ahead. The sums settle, or grow beyond all bounds.
    for _ in 0..10 * MOST_CONVERSATIONS as usize {
        let ahead = |ways: &Vec<(DemandId, f64)>| ways.iter().map(|(to, share)| share * all[to.index()]).sum::<f64>();
        let next: Vec<f64> = ways.iter().map(|ways| 1.0 + ahead(ways)).collect();
        let settled = next.iter().zip(&all).all(|(next, all)| *next <= all + 1e-6);
        all = next;
        if settled || all.iter().any(|number| *number > MOST_CONVERSATIONS) {
            break;
        }
    }
    all
}

/// As what the matters of a demand go on, and at most which share of them.
fn ways(demand: &Demand) -> Vec<(DemandId, f64)> {
    // Of a visit with n exchanges, 1 - (1 - p)^(n - 1) are passed on. It is concave: the mean of n gives the most.
    let open = demand.exchanges.mean() - 1.0;
    let passed_on = |probability: f64| if open > 0.0 { 1.0 - exp(ln_1p(-probability) * open) } else { 0.0 };
    let transfer = demand.transfer.map(|transfer| (transfer.to, passed_on(transfer.probability)));
    let may_escalate = open > 0.0 || demand.urgent.is_some();
    let escalation = demand.escalates.map(|to| (to, if may_escalate { 1.0 } else { 0.0 }));
    transfer.into_iter().chain(escalation).collect()
}

/// A matter must not be passed on in a circle for ever. Gives how many conversations there are about one of each demand.
pub(super) fn refuse_endless(demands: &[Demand], sections: &[Section<'_>]) -> Read<Vec<f64>> {
    let conversations = conversations(demands);
    // The first one in the circle, where the numbers are largest.
    let worst = conversations.iter().zip(sections).reduce(|one, other| if other.0 > one.0 { other } else { one });
    let Some((_, section)) = worst.filter(|(number, _)| **number > MOST_CONVERSATIONS) else {
        return Ok(conversations);
    };
    let key = if section.place_of(&["transfer"]).is_some() { "transfer" } else { "escalates" };
    let message = format!(
        "this goes on in a circle: there could be more than {MOST_CONVERSATIONS} conversations about one matter"
    );
    let help = "let what is passed on end somewhere, or write a lower probability or fewer exchanges";
    Err(section.refuse_always(&[key], Problem::new(message, help)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Arrivals;
    use crate::random::Count;

    fn demand(exchanges: f64, transfer: Option<(u32, f64)>, escalates: Option<u32>) -> Demand {
        let law = Law::constant(1.0).unwrap();
        let exchanges = Count::geometric(exchanges).unwrap();
        let transfer = transfer.map(|(to, probability)| Transfer { probability, to: DemandId(to), warm: None });
        let escalates = escalates.map(DemandId);
        Demand { transfer, escalates, ..Demand::new("it", Arrivals::Trace(Vec::new()), exchanges, law.clone(), law) }
    }

    #[test]
    fn matters_that_are_passed_on_are_several_conversations() {
        assert_eq!(conversations(&[demand(3.0, None, None)]), [1.0]);
        let once = conversations(&[demand(2.0, Some((1, 0.25)), None), demand(1.0, Some((0, 1.0)), None)]);
        assert!((once[0] - 1.25).abs() < 1e-9 && once[1] == 1.0, "{once:?}: who writes once is never passed on");
        let both = conversations(&[demand(2.0, Some((1, 0.5)), None), demand(2.0, Some((0, 0.5)), None)]);
        assert!(both.iter().all(|number| (number - 2.0).abs() < 1e-3), "{both:?}");
        let ever = conversations(&[demand(2.0, None, Some(1)), demand(2.0, None, Some(0))]);
        assert!(ever[0] > MOST_CONVERSATIONS);
        let last = conversations(&[demand(9.0, Some((1, 1.0)), None), demand(1.0, None, None)]);
        assert!((last[0] - 2.0).abs() < 1e-9);
    }
}
