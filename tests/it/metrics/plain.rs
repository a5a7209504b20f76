//! The definition of every metric, in the plainest words, over the lists of a [`Book`].

use super::book::{Book, Message, Spell, Visit};
use super::window::Window;
use quasisync::facts::Cause;
use quasisync::metrics::Scope;
use quasisync::model::{Model, Why};
use quasisync::units::{TeamId, Time};

/// What a metric is made of in one scope and window.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Plain {
    /// Values one by one: microseconds, or millionths.
    Values(Vec<u64>),
    /// Numerator and denominator.
    Ratio(f64, f64),
    /// Agent time by level, and the integral of conversations over time.
    Levels(Vec<(u64, u64)>, u128),
    /// One number, or none where it is 0/0.
    Number(Option<f64>),
    /// Not in this scope.
    Absent,
}

/// What happened in one window of a run, seen in one scope.
pub(super) struct Sight<'a> {
    pub(super) model: &'a Model,
    pub(super) book: &'a Book,
    pub(super) scope: Scope,
    pub(super) window: Window,
    /// Whether only the time within opening hours counts.
    pub(super) in_hours: bool,
}

/// The metric of a name. `statistic` tells those apart that share it.
pub(super) fn metric(name: &str, statistic: &str, it: &Sight<'_>) -> Plain {
    if let Some(name) = name.strip_suffix("_in_hours") {
        if it.model.demands.iter().all(|demand| demand.open.is_none()) {
            return Plain::Absent;
        }
        return time(name, &Sight { in_hours: true, ..*it }).expect("a time");
    }
    let found = time(name, it).or_else(|| share(name, it)).or_else(|| count(name, it));
    let found = found.or_else(|| agents(name, it)).or_else(|| level(name, statistic, it));
    found.unwrap_or_else(|| panic!("{name} ({statistic}) has no plain definition: write one here"))
}

fn time(name: &str, it: &Sight<'_>) -> Option<Plain> {
    let spells = |all: &[Spell]| spells(all, it);
    Some(match name {
        "wait" => it.messages(|_| true, waited),
        "wait_first" => it.messages(|it| it.place == 0, waited),
        "wait_later" => it.messages(|it| it.place > 0, waited),
        "wait_open" => it.messages(|it| it.begun.is_none(), left_open),
        "wait_seen" => it.messages(|it| it.silent.is_none() || it.begun.is_some(), waited_seen),
        "pickup_time" => it.messages(|_| true, picked_up),
        "pickup_time_first" => it.messages(|it| it.place == 0, picked_up),
        "pickup_time_later" => it.messages(|it| it.place > 0, picked_up),
        "pickup_time_seen" => it.messages(|_| true, picked_up_seen),
        "response_time_first" => it.messages(|it| it.place == 0, responded),
        "first_response_time" => it.visits_timed(|it| {
            let (reply, team, gone) = it.first_reply?;
            (!gone && !it.empty).then_some((it.created, reply, Some(team)))
        }),
        "first_response_time_seen" => it.visits_timed(|it| {
            let (reply, team, _) = it.first_reply.filter(|_| !it.empty)?;
            Some((it.created, reply, Some(team)))
        }),
        "first_response_time_handed_over" => it.messages(|it| it.handed_over, responded),
        "first_response_time_assigned" => it.visits_timed(|it| {
            let (reply, team, gone) = it.first_reply?;
            (!gone).then_some((it.first_assigned?, reply, Some(team)))
        }),
        "first_response_time_reopened" => it.messages(|it| it.reopened, responded),
        "response_time" => it.messages(|_| true, responded),
        "response_time_later" => it.messages(|it| it.place > 0, responded),
        "response_time_seen" => it.messages(|_| true, responded_seen),
        "response_open" => it.messages(|_| true, left_open),
        "queue_time" => spells(&it.book.passages),
        "queue_open" => spells(&it.book.passages_open),
        "queue_time_summed" => it.visits_summed(|it| (it.passages > 0 && !it.in_queue).then_some(&it.queued)),
        "accept_time" => spells(&it.book.accepted),
        "bot_time" => spells(&it.book.bot),
        "resolution_time" => it.visits_timed(|it| it.solved.map(|(at, team)| (it.created, at, Some(team)))),
        "resolution_open" => it.visits_timed(|it| it.matter_is_open().then_some((it.created, it.end, it.owner))),
        "duration" => it.visits_timed(|it| {
            it.solved?;
            Some((it.first_assigned?, it.closed?, it.owner))
        }),
        "close_lag" => it.visits_timed(|it| {
            it.solved?;
            Some((it.last_message, it.closed?, it.owner))
        }),
        "handle_time_effort" => it.handled(effort, false, true),
        "handle_time_effort_with_wrap_up" => it.handled(effort, true, true),
        "handle_time_assigned" => it.handled(assigned, false, true),
        "handle_time_assigned_with_wrap_up" => it.handled(assigned, true, true),
        "handle_time_active" => it.handled(active, false, true),
        "handle_time_active_with_wrap_up" => it.handled(active, true, true),
        "tempo_ratio" => Plain::Values(it.tempos(|_| true)),
        _ => return None,
    })
}

/// How long each of them lasts.
fn spells(all: &[Spell], it: &Sight<'_>) -> Plain {
    let mine = all.iter().filter(|spell| it.sees(spell.demand, spell.team));
    Plain::Values(mine.map(|spell| it.length(spell.demand, spell.from, spell.to)).collect())
}

/// How old those of a time are that had not ended when the run did.
pub(super) fn open(name: &str, it: &Sight<'_>) -> Vec<u64> {
    if let Some(name) = name.strip_suffix("_in_hours") {
        return open(name, &Sight { in_hours: true, ..*it });
    }
    let of_spells = |all: &[Spell]| spells(all, it);
    let plain = match name {
        "wait" | "pickup_time" => it.messages(|it| it.begun.is_none(), left_open),
        "wait_first" | "pickup_time_first" => it.messages(|it| it.begun.is_none() && it.place == 0, left_open),
        "wait_later" | "pickup_time_later" => it.messages(|it| it.begun.is_none() && it.place > 0, left_open),
        "wait_seen" | "pickup_time_seen" => it.messages(|it| it.begun.is_none(), left_open_seen),
        "response_time_first" => it.messages(|it| it.place == 0, left_open),
        "first_response_time" => it.visits_timed(|it| it.left_open().filter(|_| it.silent.is_none())),
        "first_response_time_seen" => it.visits_timed(Visit::left_open),
        "first_response_time_handed_over" => it.messages(|it| it.handed_over, left_open),
        "accept_time" => of_spells(&it.book.offers_open),
        "bot_time" => of_spells(&it.book.bot_open),
        "first_response_time_assigned" => it.visits_timed(|it| {
            let waits = it.left_open().is_some() && it.silent.is_none();
            Some((it.first_assigned.filter(|_| waits)?, it.end, it.owner))
        }),
        "first_response_time_reopened" => it.messages(|it| it.reopened, left_open),
        "response_time" => it.messages(|_| true, left_open),
        "response_time_later" => it.messages(|it| it.place > 0, left_open),
        "response_time_seen" => it.messages(|_| true, left_open_seen),
        "queue_time" => time("queue_open", it).expect("a time"),
        "queue_time_summed" => it.visits_summed(|it| it.in_queue.then_some(&it.queued)),
        "resolution_time" => time("resolution_open", it).expect("a time"),
        "duration" => it.visits_timed(|it| Some((it.still_open()?.first_assigned?, it.end, it.owner))),
        "close_lag" => it.visits_timed(|it| Some((it.still_open()?.last_message, it.end, it.owner))),
        "handle_time_effort" => it.handled(effort, false, false),
        "handle_time_effort_with_wrap_up" => it.handled(effort, true, false),
        "handle_time_assigned" => it.handled(assigned, false, false),
        "handle_time_assigned_with_wrap_up" => it.handled(assigned, true, false),
        "handle_time_active" => it.handled(active, false, false),
        "handle_time_active_with_wrap_up" => it.handled(active, true, false),
        _ => Plain::Values(Vec::new()),
    };
    let Plain::Values(values) = plain else { panic!("times") };
    values
}

fn share(name: &str, it: &Sight<'_>) -> Option<Plain> {
    let bands = &it.model.bands;
    let live = |time: u64| time <= bands.live.0;
    let quasi_live = |time: u64| !live(time) && time <= bands.quasi_live.0;
    let deferred = |time: u64| !live(time) && time > bands.quasi_live.0;
    let responses = || it.messages(|_| true, responded);
    let gaps = || {
        let mine = it.book.gaps.iter().filter(|gap| it.sees(gap.demand, gap.team));
        Plain::Values(mine.map(|gap| gap.to.0 - gap.from.0).collect())
    };
    Some(match name {
        "response_live" => among(responses(), live),
        "response_quasi_live" => among(responses(), quasi_live),
        "response_deferred" => among(responses(), deferred),
        "customer_live" => among(gaps(), live),
        "customer_quasi_live" => among(gaps(), quasi_live),
        "customer_deferred" => among(gaps(), deferred),
        "service_level" => it.service_level(|_| true, false),
        "service_level_of_answered" => it.service_level(|it| it.first_reply.is_some_and(|reply| !reply.2), false),
        "service_level_without_abandoned" => it.service_level(|it| it.lost().is_none(), false),
        "service_level_without_short_abandoned" => {
            it.service_level(|visit| visit.lost().is_none_or(|after| after > bands.short.0), false)
        }
        "service_level_seen" => it.service_level(|_| true, true),
        "target_kept" => it.target_kept(),
        "satisfaction" => it.modelled(|demand| demand.satisfaction.as_ref(), false),
        "conversion" => it.modelled(|demand| demand.conversion.as_ref(), true),
        _ => return None,
    })
}

fn count(name: &str, it: &Sight<'_>) -> Option<Plain> {
    Some(match name {
        "offered" => it.at_the_door(|_| true),
        "refused" => it.at_the_door(|it| it.refused),
        "cut_short" => it.visits_with(|it| it.cut_short.map(|it| it.0)),
        "waited_too_long" => it.at_the_door(|it| it.cut_short.is_some_and(|it| it.1 == Cause::WaitedTooLong)),
        "linked" => it.at_the_door(|it| it.linked),
        "came_back" => it.at_the_door(|it| it.came_back),
        "passed_on" => it.at_the_door(|it| it.passed_on),
        "met_bot" => it.at_the_door(|it| it.met_bot),
        "handed_over" => it.at_the_door(|it| it.after_bot.is_some_and(|it| !it.1)),
        "contained" => it.at_the_door(|it| it.after_bot.is_some_and(|it| it.1)),
        "falsely_contained" => it.at_the_door(|it| it.falsely_contained),
        "transferred" => it.visits_with(|it| it.transferred),
        "escalated" => it.visits_with(|it| it.escalated),
        "matters" => it.unless_team(Plain::Number(Some(it.matters()))),
        "matters_resolved" => match (it.scope, count("resolved", it)?) {
            (Scope::Overall, Plain::Ratio(resolved, _)) => Plain::Ratio(resolved, it.matters()),
            _ => Plain::Absent,
        },
        "answered" => it.visits_with(|it| it.first_reply.filter(|it| !it.2).map(|it| Some(it.1))),
        "answered_seen" => it.visits_with(|it| it.first_reply.map(|it| Some(it.1))),
        "abandoned" => it.visits_with(|it| it.told.or(it.silent).map(|it| it.2)),
        "abandoned_told" | "abandoned_seen" => it.visits_with(|it| it.told.map(|it| it.2)),
        "abandoned_silent" => it.visits_with(|it| it.silent.map(|it| it.2)),
        "ghosted" => it.visits_with(|it| it.ghosted.map(|it| it.1)),
        "resolved" => it.visits_with(|it| it.solved.map(|it| Some(it.1))),
        "open_at_end" => it.visits_with(|it| it.closed.is_none().then_some(it.owner)),
        "auto_closed" | "reopened" | "nudges" | "requeues" | "went_inactive" | "reactivated" | "templates" => {
            it.instants(name)
        }
        "offers" | "offers_missed" | "taken_away" | "lapsed" | "parked" | "reminders" | "met_bot_again" => {
            it.instants(name)
        }
        _ => return None,
    })
}

pub(super) const HOUR: f64 = 3.6e9;

fn agents(name: &str, it: &Sight<'_>) -> Option<Plain> {
    let book = it.book;
    let signed_in = it.agent_time(&book.signed_in);
    let per_hour = |number: usize| it.if_agents(|| Plain::Ratio(number as f64, signed_in as f64 / HOUR));
    let hours = |time: u64| it.if_agents(|| Plain::Number(Some(time as f64 / HOUR)));
    let mine = || book.replies.iter().filter(|reply| it.sees_team(reply.team));
    Some(match name {
        "utilisation" => it.of_schedule(it.scheduled_time(&book.handling)),
        "occupancy" => it.of_schedule(it.scheduled_time(&book.handling) + it.scheduled_time(&book.wrapping)),
        "slot_occupancy" => it.posts(|it| it.load, |it| it.preferred),
        "any_work" => it.posts(|it| it.active.min(it.agents), |it| it.agents),
        "concurrency" => it.concurrency(),
        "over_preferred" => it.posts(|it| if it.load > it.preferred { it.agents } else { 0 }, |it| it.agents),
        "over_maximum" => it.posts(|it| if it.load > it.maximum { it.agents } else { 0 }, |it| it.agents),
        "wasted_work" => {
            let mine = book.wasted.iter().filter(|work| it.sees_team(work.team));
            let parts: u64 = mine.map(|work| book.got(work.agent, work.to) - book.got(work.agent, work.from)).sum();
            it.if_agents(|| Plain::Ratio(parts as f64 / 4096.0, it.agent_time(&book.handling) as f64))
        }
        "replies_per_hour" => per_hour(mine().count()),
        "switches_per_hour" => per_hour(book.switches.iter().filter(|switch| it.sees_team(switch.1)).count()),
        "same_agent_share" => {
            let same = mine().filter(|reply| reply.before == Some(reply.agent)).count();
            it.if_agents(|| Plain::Ratio(same as f64, mine().filter(|reply| reply.before.is_some()).count() as f64))
        }
        "conversations_per_agent_hour" => {
            let Some(Plain::Ratio(answered, _)) = count("answered", it) else { panic!("a count") };
            per_hour(answered as usize)
        }
        "agent_hours_scheduled" => hours(it.planned(None)),
        "agent_hours_signed_in" => hours(signed_in),
        "agent_hours_paid" => hours(it.paid()),
        "agent_hours_breaks" => hours(it.planned(Some(Why::Break))),
        "agent_hours_meetings" => hours(it.planned(Some(Why::Meeting))),
        "agent_hours_absent" => hours(it.on_shift() - it.at_work()),
        "shrinkage" => it.if_agents(|| Plain::Ratio((it.on_shift() - it.planned(None)) as f64, it.paid() as f64)),
        "overtime" => hours(it.agent_time(&book.overtime)),
        "cost" => match it.model.teams.iter().all(|team| team.cost.is_none()) {
            true => Plain::Absent,
            false => it.if_agents(|| Plain::Number(it.cost())),
        },
        "cost_per_resolved" => match (agents("cost", it)?, count("resolved", it)?) {
            (Plain::Number(Some(cost)), Plain::Ratio(resolved, _)) => Plain::Ratio(cost, resolved),
            (Plain::Number(None), _) => Plain::Ratio(0.0, 0.0),
            _ => Plain::Absent,
        },
        "fairness" => it.if_agents(|| Plain::Number(it.fairness())),
        _ => return None,
    })
}

fn level(name: &str, statistic: &str, it: &Sight<'_>) -> Option<Plain> {
    let spells = match name {
        "backlog_age" => return Some(it.unless_team(Plain::Number(Some(it.age())))),
        _ => it.level(name)?,
    };
    Some(match (statistic, it.scope) {
        ("max", Scope::Overall) => Plain::Number(Some(it.most(spells) as f64)),
        ("max", _) => Plain::Absent,
        _ if matches!(name, "inactive_pool" | "parked_pool") => it.over_time(spells),
        _ => it.unless_team(it.over_time(spells)),
    })
}

/// From when to when, and the team that it belongs to.
pub(super) type Timed = Option<(Time, Time, Option<TeamId>)>;

/// To the start of work or to giving up, whichever comes first.
fn waited(it: &Message) -> Timed {
    match it.begun {
        Some((_, _, false)) => picked_up(it),
        _ => it.silent.or(it.told).map(|(at, team)| (it.written, at, team)),
    }
}

/// The platform does not see who leaves without a word.
fn waited_seen(it: &Message) -> Timed {
    picked_up_seen(it).or(it.told.map(|(at, team)| (it.written, at, team)))
}

fn picked_up(it: &Message) -> Timed {
    it.begun.filter(|it| !it.2).map(|(at, team, _)| (it.written, at, Some(team)))
}

fn picked_up_seen(it: &Message) -> Timed {
    it.begun.map(|(at, team, _)| (it.written, at, Some(team)))
}

pub(super) fn responded(it: &Message) -> Timed {
    it.replied.filter(|it| !it.2).map(|(at, team, _)| (it.written, at, Some(team)))
}

fn responded_seen(it: &Message) -> Timed {
    it.replied.map(|(at, team, _)| (it.written, at, Some(team)))
}

fn left_open(it: &Message) -> Timed {
    left_open_seen(it).filter(|_| it.silent.is_none())
}

fn left_open_seen(it: &Message) -> Timed {
    it.open.map(|(end, team)| (it.written, end, team))
}

fn effort(_: &Sight<'_>, it: &Visit) -> u64 {
    it.work.iter().sum()
}

fn active(sight: &Sight<'_>, it: &Visit) -> u64 {
    it.active.iter().map(|&(from, to)| sight.length(it.demand, from, to)).sum()
}

fn assigned(sight: &Sight<'_>, it: &Visit) -> u64 {
    active(sight, it) + it.aside.iter().map(|&(from, to)| sight.length(it.demand, from, to)).sum::<u64>()
}

/// How many of some times are such, and how many there are.
fn among(times: Plain, such: impl Fn(u64) -> bool) -> Plain {
    let Plain::Values(times) = times else { panic!("times") };
    Plain::Ratio(times.iter().filter(|it| such(**it)).count() as f64, times.len() as f64)
}

impl Visit {
    /// Whether somebody is still there who wants something.
    fn matter_is_open(&self) -> bool {
        let gone = self.told.is_some() || self.silent.is_some() || self.ghosted.is_some();
        let gone = gone || self.turned_away().is_some();
        let elsewhere = self.left_behind || self.transferred.is_some() || self.escalated.is_some();
        let enough = self.after_bot.is_some_and(|(_, enough)| enough);
        !gone && !elsewhere && !enough && !self.empty && self.solved.is_none()
    }

    /// Waiting for the first reply, but not with the bot any more.
    fn left_open(&self) -> Timed {
        let waits = self.first_reply.is_none() && self.closed.is_none() && !self.empty;
        let with_bot = self.met_bot && self.after_bot.is_none();
        (waits && !with_bot).then_some((self.created, self.end, self.owner))
    }

    /// When the first message began to wait.
    pub(super) fn began(&self) -> Time {
        self.after_bot.map_or(self.created, |(at, _)| at)
    }

    /// Solved, and not closed.
    fn still_open(&self) -> Option<&Visit> {
        (self.solved.is_some() && self.closed.is_none()).then_some(self)
    }

    /// Given up before the first reply: how long after the message.
    pub(super) fn lost(&self) -> Option<u64> {
        self.told.or(self.silent).filter(|it| it.1 == 0).map(|it| it.0.0 - self.began().0)
    }
}
