//! Makes a failing scenario small: tries one simplification after the other and keeps what still fails.

use super::scenario::{Row, Scenario, demand, rows};
use quasisync::civil::Weekly;
use quasisync::model::{CatchUp, ComesBack, Demand, Holds, Signals, Until};
use quasisync::policy::{Close, Contentless, Door, Entry, Gives, Inactivity, Ownership, Reactivation, To};
use quasisync::units::{DemandId, Span};
use quasisync::workload::{End, Exchange, Workload};
use std::time::{Duration, Instant};

/// So long it is worth searching.
const LONGEST: Duration = Duration::from_secs(20);

/// The smallest scenario found that still fails.
pub(super) fn smallest(scenario: &Scenario, fails: impl Fn(&Scenario) -> bool) -> Scenario {
    let (mut best, begun) = (scenario.clone(), Instant::now());
    let still = |it: &Scenario| begun.elapsed() < LONGEST && fails(it);
    while let Some(smaller) = simpler(&best).into_iter().find(still) {
        best = smaller;
    }
    best
}

/// All that is simpler by one step, the boldest steps first.
fn simpler(scenario: &Scenario) -> Vec<Scenario> {
    let mut found = Vec::new();
    let rows = rows(&scenario.workload);
    let mut with_rows = |rows: Vec<Row>| found.push(Scenario { workload: Workload::of(rows), ..scenario.clone() });
    let mut length = rows.len() / 2;
    while length > 0 {
        for from in (0..rows.len()).step_by(length) {
            let (mut fewer, to) = (rows.clone(), (from + length).min(rows.len()));
            fewer.drain(from..to);
            with_rows(fewer);
        }
        length /= 2;
    }
    for (number, row) in rows.iter().enumerate() {
        let mut with = |row: Row| {
            let mut changed = rows.clone();
            changed[number] = row;
            with_rows(changed);
        };
        if row.2.len() > 1 {
            with((row.0, row.1, row.2[..row.2.len() - 1].to_vec(), row.3));
            with((row.0, row.1, row.2[1..].to_vec(), row.3));
        }
        if row.3 != End::Silent {
            with((row.0, row.1, row.2.clone(), End::Silent));
        }
        for (place, it) in row.2.iter().enumerate() {
            let (handling, latency, patience, mode) = (it.handling(), it.latency(), it.patience(), it.mode());
            for other in [
                Exchange::new(handling, latency, None, mode),
                Exchange::new(handling, None, patience, mode),
                Exchange::new(Span::ZERO, latency, patience, mode),
                Exchange::new(handling, latency.map(|_| Span::ZERO), patience, mode),
                Exchange::new(handling, latency, patience.map(|_| Span::ZERO), mode),
                Exchange::new(handling, latency, patience, 0),
            ] {
                if other != *it {
                    let mut exchanges = row.2.clone();
                    exchanges[place] = other;
                    with((row.0, row.1, exchanges, row.3));
                }
            }
        }
    }
    found.extend(simpler_policies(scenario));
    found.extend(simpler_models(scenario));
    found
}

fn simpler_policies(scenario: &Scenario) -> Vec<Scenario> {
    let mut found = Vec::new();
    let mut with = |change: &dyn Fn(&mut Scenario)| {
        let mut changed = scenario.clone();
        change(&mut changed);
        if changed.policy != scenario.policy {
            found.push(changed);
        }
    };
    with(&|it| it.policy.inactivity = Inactivity::Never);
    with(&|it| it.policy.close.after = None);
    with(&|it| it.policy.close = Close { after: it.policy.close.after, ..Close::default() });
    with(&|it| it.policy.close.thread_window = None);
    with(&|it| it.policy.close.on_confirmation = true);
    with(&|it| it.policy.close.contentless = Contentless::Handle);
    with(&|it| it.policy.door.gives = Gives::default());
    with(&|it| it.policy.door = Door::default());
    with(&|it| it.policy.door.inside = None);
    with(&|it| it.policy.door.waiting = None);
    with(&|it| it.policy.capacity.ownership = Ownership::Agent);
    with(&|it| it.policy.capacity.inactive_weight = 0);
    with(&|it| it.policy.reactivation = Reactivation { to: To::OwnerAlways, at: Entry::Back });
    with(&|it| it.policy.reactivation.at = Entry::Back);
    for place in 0..scenario.policy.queue.len() {
        with(&|it| {
            let _ = it.policy.queue.remove(place);
        });
    }
    for place in 0..scenario.policy.inbox.len() {
        with(&|it| {
            let _ = it.policy.inbox.remove(place);
        });
    }
    for place in 0..scenario.policy.assignment.len() {
        with(&|it| {
            let _ = it.policy.assignment.remove(place);
        });
    }
    for place in 0..scenario.policy.capacity.limits.len() {
        with(&|it| it.policy.capacity.limits[place].preferred = 1);
        with(&|it| it.policy.capacity.limits[place].maximum = it.policy.capacity.limits[place].preferred);
    }
    found
}

fn simpler_models(scenario: &Scenario) -> Vec<Scenario> {
    let mut found = Vec::new();
    let mut with = |change: &dyn Fn(&mut Scenario)| {
        let mut changed = scenario.clone();
        change(&mut changed);
        if changed.model != scenario.model {
            found.push(changed);
        }
    };
    with(&|it| it.model.past = Span::ZERO);
    for team in 0..scenario.model.teams.len() {
        if scenario.model.teams.len() > 1 && team + 1 == scenario.model.teams.len() {
            with(&|it| {
                it.model.teams.truncate(team);
                it.policy.capacity.limits.truncate(team);
            });
        }
        with(&|it| it.model.teams[team].zone = None);
        with(&|it| it.model.teams[team].slowdown = vec![1.0]);
        with(&|it| it.model.teams[team].switch_cost = Span::ZERO);
        with(&|it| it.model.teams[team].wrap_up = None);
        with(&|it| it.model.teams[team].wrap_up.iter_mut().for_each(|it| it.holds = Holds::Agent));
        with(&|it| it.model.teams[team].catch_up = CatchUp::default());
        with(&|it| it.model.teams[team].sharing = Vec::new());
        with(&|it| it.model.teams[team].sharing.truncate(1));
        with(&|it| it.model.teams[team].speed_ln_sd = 0.0);
        with(&|it| it.model.teams[team].agents = Weekly::constant(1));
        if scenario.model.teams[team].agents.steps().len() > 1 {
            with(&|it| it.model.teams[team].agents = Weekly::constant(2));
        }
    }
    for demand in 0..scenario.model.demands.len() {
        with(&|it| it.model.demands[demand].class = 0);
        with(&|it| it.model.demands[demand].target = None);
        for change in calmer() {
            with(&|it| change(&mut it.model.demands[demand]));
        }
    }
    // A demand that nobody serves any more has no place in a model.
    found
        .retain(|it| (0..it.model.demands.len() as u32).all(|demand| !it.model.teams_for(DemandId(demand)).is_empty()));
    found
}

/// What makes the customers of a demand less lively.
fn calmer() -> Vec<fn(&mut Demand)> {
    vec![
        |it| it.comes_back = ComesBack::default(),
        |it| it.comes_back.solved = None,
        |it| it.comes_back.gave_up = None,
        |it| it.comes_back.refused = None,
        |it| it.burst = None,
        |it| it.nudges = None,
        |it| it.awake = None,
        |it| it.open = None,
        |it| (it.zone, it.open_zone) = (None, None),
        |it| it.patience.out_of_hours = None,
        |it| it.patience.silent = 0.0,
        |it| it.patience.gone_share = 1.0,
        |it| it.patience.signals = Signals::default(),
        |it| it.handling_closing = None,
        |it| it.reply.drift = None,
        |it| it.reply.personal_ln_sd = 0.0,
        |it| it.exchanges = usual().exchanges,
        |it| it.handling_first = usual().handling_first,
        |it| it.handling_later = usual().handling_later,
        |it| (it.patience.first, it.patience.later) = (None, None),
    ]
}

fn usual() -> Demand {
    demand(0, Until::Handling)
}
