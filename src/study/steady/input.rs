//! Whether what comes from outside is the same all the time: only then does a scenario settle in a steady state.
//!
//! Structures are taken apart field by field, so that whoever adds one has to say here whether it changes with time.

use crate::civil::DAY;
use crate::model::{Arrivals, Demand, Disruption, Event, Frame, Model, Patience, Shift, Staffing, Team, When};
use crate::units::Time;

/// Everything in a model that is not the same all the time, each with what would be right; empty if nothing is.
///
/// Clocks and their zones matter only where something goes by them, and all that does is told. What passes from the
/// beginning of a conversation, a silence or a look on is the same at any time.
pub fn variations(model: &Model) -> Vec<String> {
    let Model { frame, past: _, bands: _, channels: _, demands, teams, disruptions } = model;
    let Frame { zone: _, warm_up: _, horizon: _, cool_down: _, interval: _ } = frame;
    let of_demands = demands.iter().flat_map(|demand| of_demand(model, demand));
    let of_teams = teams.iter().filter_map(of_team);
    of_demands.chain(of_teams).chain(disruptions.iter().map(of_disruption)).collect()
}

/// What of a demand changes with time.
fn of_demand(model: &Model, demand: &Demand) -> Vec<String> {
    let Demand {
        name,
        channel: _,
        class: _,
        zone: _,
        open,
        open_zone: _,
        target: _,
        arrivals,
        day_factor,
        factors,
        backlog,
        events,
        batch: _,
        exchanges: _,
        handling_first: _,
        handling_later: _,
        handling_closing: _,
        patience,
        ghosts: _,
        ending: _,
        awake,
        burst: _,
        nudges: _,
        comes_back: _,
        bot: _,
        urgent: _,
        transfer: _,
        escalates: _,
        satisfaction: _,
        conversion: _,
        reply: _,
    } = demand;
    let Patience { first: _, later: _, out_of_hours, until: _, silent: _, gone_share: _, signals: _ } = patience;
    let closes = open.as_ref().is_some_and(|hours| hours.steps().len() > 1);
    let sleeps = awake.as_ref().is_some_and(|hours| hours.steps().len() > 1);
    let told = [
        of_arrivals(model, arrivals),
        day_factor.as_ref().map(|_| "its rate changes from day to day: leave out `day_factor`".to_owned()),
        factors.as_ref().map(|_| {
            "its rate changes from day to day or from month to month: leave out `day_factors` and `month_factors`".to_owned()
        }),
        backlog.as_ref().map(|_| {
            "customers wait already when the run begins: leave out `backlog`; a steady state is the same wherever it begins"
                .to_owned()
        }),
        closes.then(|| "it has opening hours: leave out `open`".to_owned()),
        (closes && out_of_hours.is_some())
            .then(|| "patience differs out of hours: leave out `patience.out_of_hours`".to_owned()),
        sleeps.then(|| "its customers sleep: leave out `awake`".to_owned()),
    ];
    let all = told.into_iter().flatten().chain(events.iter().map(of_event));
    all.map(|what| format!("demand `{name}`: {what}")).collect()
}

fn of_arrivals(model: &Model, arrivals: &Arrivals) -> Option<String> {
    let (what, per_hour) = match arrivals {
        Arrivals::Poisson(weekly) if weekly.steps().len() == 1 => return None,
        Arrivals::Poisson(weekly) => ("its rate changes in the course of the week", weekly.mean(|rate| rate)),
        Arrivals::Trace(moments) if moments.is_empty() => return None,
        Arrivals::Trace(moments) => {
            let hours = model.frame.end().since(model.begins()).as_seconds() / 3600.0;
            ("its customers come at the times of a log", moments.len() as f64 / hours)
        }
    };
    Some(format!(
        "{what}: write a constant rate, on average `arrivals = {{ poisson = {{ per_hour = {per_hour:.1} }} }}`"
    ))
}

fn of_event(event: &Event) -> String {
    let Event { name, when, surge: _ } = event;
    let often = match when {
        When::At(_) => "once",
        When::PerWeek(_) => "now and then",
    };
    format!("the event `{name}` brings many customers at once, {often}: leave it out of `events`")
}

/// What of a team changes with time.
fn of_team(team: &Team) -> Option<String> {
    let Team {
        name,
        serves: _,
        zone: _,
        agents,
        particulars: _,
        speed_ln_sd: _,
        slowdown: _,
        switch_cost: _,
        catch_up: _,
        sharing: _,
        wrap_up: _,
        cost: _,
        accepts: _,
        looks: _,
    } = team;
    let what = match agents {
        Staffing::Weekly(weekly) if weekly.steps().len() == 1 => return None,
        Staffing::Weekly(weekly) => format!(
            "the number of its agents changes in the course of the week: write one number, on average `agents = {:.0}`",
            weekly.mean(f64::from)
        ),
        Staffing::Dated(steps) if matches!(steps[..], [(Time::START, _)]) => return None,
        Staffing::Dated(_) => "the number of its agents is that of a `schedule`: write one number, `agents`".to_owned(),
        Staffing::Shifts(shifts) if shifts.iter().all(never_ends) => return None,
        Staffing::Shifts(_) => {
            "its agents come in shifts, with breaks and absence if there are any: write one number, `agents`, in their place"
                .to_owned()
        }
        Staffing::Schedule(_) => "its agents come as a `schedule` says: write one number, `agents`".to_owned(),
    };
    Some(format!("team `{name}`: {what}"))
}

/// Whether the people of a shift are always there.
fn never_ends(shift: &Shift) -> bool {
    let Shift { name: _, days, from, to, agents: _, pauses, absence } = shift;
    *days == [true; 7] && to - from == DAY && pauses.is_empty() && *absence == 0.0
}

fn of_disruption(disruption: &Disruption) -> String {
    let Disruption { name, demands: _, from: _, to: _, down: _ } = disruption;
    format!("disruption `{name}`: something does not work for a while: leave it out")
}
