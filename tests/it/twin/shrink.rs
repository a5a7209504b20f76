//! Makes a failing scenario small: tries one simplification after the other and keeps what still fails.

mod knobs;

use super::scenario::{Row, Scenario, demand, rows};
use quasisync::civil::Weekly;
use quasisync::model::{
    CatchUp, ComesBack, Demand, Holds, ServesFrom, Shift, Signals, Staffing, Stint, Takes, Team, Until, Why,
};
use quasisync::policy::{
    AtClosing, Close, Contentless, Desk, Door, Entry, Escalation, Gives, Inactivity, Leaving, OutOfHours, Ownership,
    Reactivation, To,
};
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
    found.extend(knobs::simpler(scenario));
    found.extend(simpler_models(scenario));
    (0..scenario.model.teams.len()).for_each(|team| found.extend(simpler_staff(scenario, team)));
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
    with(&|it| it.policy.door.gives_out_of_hours = None);
    with(&|it| it.policy.door.bot = false);
    with(&|it| it.policy.door.out_of_hours = OutOfHours::Queue);
    with(&|it| it.policy.door.at_closing = AtClosing::Keep);
    with(&|it| it.policy.escalation = Escalation::default());
    with(&|it| it.policy.escalation.urgent = false);
    with(&|it| it.policy.escalation.after_exchanges = None);
    with(&|it| it.policy.escalation.after_wait = None);
    with(&|it| it.policy.desk = Desk::default());
    with(&|it| it.policy.desk.shift_end = Leaving::HandOver);
    with(&|it| it.policy.desk.breaks = Leaving::Hold);
    with(&|it| it.policy.desk.no_new_before = Span::ZERO);
    with(&|it| it.policy.capacity.channels.clear());
    with(&|it| it.policy.door.waiting = None);
    with(&|it| it.policy.capacity.ownership = Ownership::Agent);
    with(&|it| it.policy.capacity.weights.inactive = 0);
    with(&|it| it.policy.reactivation = Reactivation { to: To::OwnerSignedIn, at: Entry::Back, wait: Span::ZERO });
    with(&|it| it.policy.reactivation.at = Entry::Back);
    for place in 0..scenario.policy.queue.len() {
        with(&|it| drop(it.policy.queue.remove(place)));
    }
    for place in 0..scenario.policy.inbox.len() {
        with(&|it| drop(it.policy.inbox.remove(place)));
    }
    for place in 0..scenario.policy.assignment.len() {
        with(&|it| drop(it.policy.assignment.remove(place)));
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
        with(&|it| it.model.teams[team].looks = None);
        with(&|it| it.model.teams[team].accepts = None);
        with(&|it| it.model.teams[team].serves.iter_mut().for_each(|it| *it = it.demand.into()));
        for place in 0..scenario.model.teams[team].serves.len() {
            with(&|it| it.model.teams[team].serves[place].rank = 1);
            with(&|it| it.model.teams[team].serves[place].from = ServesFrom::After(Span::ZERO));
        }
    }
    with(&|it| {
        it.model.demands.iter_mut().for_each(|it| it.channel = None);
        it.model.channels.clear();
        it.policy.capacity.channels.clear();
    });
    for channel in 0..scenario.model.channels.len() {
        with(&|it| it.model.channels[channel].takes = Takes::Slot);
        with(&|it| it.model.channels[channel].rank = 0);
        with(&|it| it.model.channels[channel].resume = Span::ZERO);
        with(&|it| it.model.channels[channel].page = false);
        with(&|it| it.model.channels[channel].reply_window = None);
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

/// Fewer agents, shorter plans, nothing of their own.
fn simpler_staff(scenario: &Scenario, team: usize) -> Vec<Scenario> {
    let mut found = Vec::new();
    let mut with = |change: &dyn Fn(&mut Team)| {
        let mut changed = scenario.clone();
        let it = &mut changed.model.teams[team];
        change(it);
        let places = it.places();
        it.particulars.retain(|it| it.place < places);
        if *it != scenario.model.teams[team] {
            found.push(changed);
        }
    };
    let simple = scenario.model.teams[team].agents == Weekly::constant(1).into();
    with(&|it| it.agents = Weekly::constant(1).into());
    if !simple {
        with(&|it| it.agents = Weekly::constant(2).into());
    }
    with(&|it| it.particulars.clear());
    for place in 0..scenario.model.teams[team].particulars.len() {
        with(&|it| drop(it.particulars.remove(place)));
        with(&|it| it.particulars[place].serves = None);
        with(&|it| it.particulars[place].capacity = None);
        with(&|it| it.particulars[place].speed = None);
    }
    match &scenario.model.teams[team].agents {
        Staffing::Weekly(_) => {}
        Staffing::Dated(steps) => {
            (0..steps.len()).for_each(|step| {
                with(&|it| {
                    if let Staffing::Dated(steps) = &mut it.agents
                        && steps.len() > 1
                    {
                        let _ = steps.remove(step);
                    }
                });
            });
        }
        Staffing::Shifts(shifts) => {
            for shift in 0..shifts.len() {
                let mut with = |change: &dyn Fn(&mut Vec<Shift>)| {
                    with(&|it| {
                        if let Staffing::Shifts(shifts) = &mut it.agents {
                            change(shifts)
                        }
                    });
                };
                with(&|it| {
                    if it.len() > 1 {
                        drop(it.remove(shift))
                    }
                });
                with(&|it| it[shift].agents = 1);
                with(&|it| it[shift].absence = 0.0);
                with(&|it| it[shift].pauses.clear());
                with(&|it| {
                    it[shift].pauses.pop();
                });
            }
        }
        Staffing::Schedule(agents) => {
            for agent in 0..agents.len() {
                let mut with = |change: &dyn Fn(&mut Vec<Vec<Stint>>)| {
                    with(&|it| {
                        if let Staffing::Schedule(agents) = &mut it.agents {
                            change(agents)
                        }
                    });
                };
                with(&|it| {
                    if it.len() > 1 {
                        drop(it.remove(agent))
                    }
                });
                for stint in 0..agents[agent].len() {
                    with(&|it| drop(it[agent].remove(stint)));
                    with(&|it| it[agent][stint].pauses.clear());
                    for pause in 0..agents[agent][stint].pauses.len() {
                        with(&|it| {
                            let _ = it[agent][stint].pauses.remove(pause);
                        });
                        with(&|it| it[agent][stint].pauses[pause].why = Why::Break);
                    }
                }
            }
        }
    }
    found
}

/// What makes the customers of a demand less lively.
fn calmer() -> Vec<fn(&mut Demand)> {
    vec![
        |it| it.bot = None,
        |it| it.urgent = None,
        |it| it.transfer = None,
        |it| it.escalates = None,
        |it| it.transfer.iter_mut().for_each(|it| it.warm = None),
        |it| it.transfer.iter_mut().for_each(|it| it.probability = 1.0),
        |it| it.urgent.iter_mut().for_each(|it| it.share = 1.0),
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
