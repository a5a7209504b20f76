//! What intervals keep adds up.

use super::{both, full, reframed, rich, scopes};
use crate::twin::scenario::{self, Scenario};
use quasisync::metrics::View;
use quasisync::metrics::measures::Cell;
use rayon::prelude::*;

/// What intervals keep adds up to the whole, whatever the definitions are.
fn adds_up(label: &str, it: &Scenario) {
    let (measures, _) = both(it);
    for scope in scopes(&it.model) {
        let whole = View::new(&measures, scope);
        let parts: Vec<_> = measures
            .intervals
            .iter()
            .map(|interval| View::of_interval(interval, &measures.layout, scope, 0.0))
            .collect();
        let counts = (0..whole.cell.counts.len()).map(|count| parts.iter().map(|it| it.0.cell.counts[count]).sum());
        assert!(whole.cell.counts.into_iter().eq(counts.collect::<Vec<u64>>()), "{label}, {scope:?}: counts");
        let integrals =
            (0..whole.cell.integrals.len()).map(|level| parts.iter().map(|it| it.0.cell.integrals[level]).sum());
        assert!(whole.cell.integrals.into_iter().eq(integrals.collect::<Vec<u128>>()), "{label}, {scope:?}: integrals");
        for (timing, tally) in whole.cell.timings.as_flattened().iter().enumerate() {
            let part = |it: &(View, Cell<3>)| *it.1.timings.as_flattened()[timing].moments();
            let sum: u128 = parts.iter().map(|it| part(it).sum).sum();
            let count: u64 = parts.iter().map(|it| part(it).count).sum();
            assert_eq!((tally.moments().sum, tally.count()), (sum, count), "{label}, {scope:?}: timing {timing}");
        }
        let Some(work) = whole.work else { continue };
        let all = || parts.iter().filter_map(|it| it.0.work.as_ref());
        let short: [(u64, u64); 16] = [
            (work.breaks, all().map(|it| it.breaks).sum()),
            (work.meetings, all().map(|it| it.meetings).sum()),
            (work.absent, all().map(|it| it.absent).sum()),
            (work.agents.overtime.handling, all().map(|it| it.agents.overtime.handling).sum()),
            (work.agents.overtime.wrap_up, all().map(|it| it.agents.overtime.wrap_up).sum()),
            (work.agents.overtime.signed_in, all().map(|it| it.agents.overtime.signed_in).sum()),
            (work.agents.handling, all().map(|it| it.agents.handling).sum()),
            (work.scheduled, all().map(|it| it.scheduled).sum()),
            (work.over_preferred, all().map(|it| it.over_preferred).sum()),
            (work.over_maximum, all().map(|it| it.over_maximum).sum()),
            (work.replies_later, all().map(|it| it.replies_later).sum()),
            (work.replies_same, all().map(|it| it.replies_same).sum()),
            (work.switches, all().map(|it| it.switches).sum()),
            (work.agents.wrap_up, all().map(|it| it.agents.wrap_up).sum()),
            (work.agents.signed_in, all().map(|it| it.agents.signed_in).sum()),
            (work.agents.replies, all().map(|it| it.agents.replies).sum()),
        ];
        let long: [(u128, u128); 5] = [
            (work.wasted, all().map(|it| it.wasted).sum()),
            (work.cost, all().map(|it| it.cost).sum()),
            (work.load, all().map(|it| it.load).sum()),
            (work.preferred, all().map(|it| it.preferred).sum()),
            (work.active, all().map(|it| it.active).sum()),
        ];
        let same = short.iter().all(|it| it.0 == it.1) && long.iter().all(|it| it.0 == it.1);
        assert!(same, "{label}, {scope:?}: {short:?} {long:?}");
        assert_eq!(work.at_level.total(), work.agents.signed_in, "{label}, {scope:?}: all signed-in time has a level");
    }
}

#[test]
fn the_intervals_add_up_to_the_whole() {
    (0..11_000_u64)
        .into_par_iter()
        .for_each(|seed| adds_up(&format!("drawn, seed {seed}"), &reframed(scenario::drawn(seed), seed)));
    (0..1000_u64)
        .into_par_iter()
        .for_each(|seed| adds_up(&format!("rich, seed {seed}"), &reframed(rich::drawn(seed), seed)));
    (0..1000_u64).into_par_iter().for_each(|seed| adds_up(&format!("full, seed {seed}"), &reframed(full(seed), seed)));
}
