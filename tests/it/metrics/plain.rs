//! The definition of every metric, in the plainest words, over the lists of a [`Book`].

use super::book::{Book, Instant, Message, Post, Shift, Spell, Visit};
use super::window::Window;
use quasisync::metrics::Scope;
use quasisync::model::Model;
use quasisync::units::{DemandId, TeamId, Time};

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
}

/// The metric of a name. `statistic` tells those apart that share it.
pub(super) fn metric(name: &str, statistic: &str, it: &Sight<'_>) -> Plain {
    match (name, statistic) {
        ("wait", _) => it.messages(|_| true, waited),
        ("wait_first", _) => it.messages(|it| it.place == 0, waited),
        ("wait_later", _) => it.messages(|it| it.place > 0, waited),
        ("wait_open", _) => it.messages(|_| true, |it| it.open),
        ("pickup_time", _) => it.messages(|_| true, picked_up),
        ("pickup_time_first", _) => it.messages(|it| it.place == 0, picked_up),
        ("pickup_time_later", _) => it.messages(|it| it.place > 0, picked_up),
        ("first_response_time", _) => it.visits_timed(|it| it.first_reply),
        ("response_time", _) => it.messages(|_| true, responded),
        ("queue_time", _) => {
            let mine = it.book.passages.iter().filter(|passage| it.sees(passage.demand, Some(passage.team)));
            Plain::Values(mine.map(|passage| passage.assigned.0 - passage.entered.0).collect())
        }
        ("resolution_time", _) => it.visits_timed(|it| it.solved),
        ("tempo_ratio", _) => it.messages(|it| it.place > 0, tempo),
        ("service_level", _) => it.service_level(),
        ("offered", _) => it.share_of_offered(|_| true),
        ("answered", _) => it.with_teams(|it| it.first_reply.map(|it| it.1)),
        ("abandoned", _) => it.share_of_offered(|it| it.given_up),
        ("refused", _) => it.share_of_offered(|it| it.refused),
        ("ghosted", _) => it.share_of_offered(|it| it.ghosted),
        ("resolved", _) => it.with_teams(|it| it.solved.map(|it| it.1)),
        ("auto_closed", _) => it.times_of_offered(|it| it.closed_by_silence),
        ("reopened", _) => it.times_of_offered(|it| it.reopened),
        ("open_at_end", _) => it.share_of_offered(|it| !it.closed),
        ("went_inactive", _) => it.instants(&it.book.lapses),
        ("reactivated", _) => it.instants(&it.book.returns),
        ("utilisation", _) => it.of_signed_in(it.agent_time(&it.book.handling)),
        ("occupancy", _) => it.of_signed_in(it.agent_time(&it.book.handling) + it.agent_time(&it.book.wrapping)),
        ("slot_occupancy", _) => it.posts(|it| it.load, |it| it.preferred),
        ("any_work", _) => it.posts(|it| it.active.min(it.agents), |it| it.agents),
        ("concurrency", _) => it.concurrency(),
        ("replies_per_hour", _) => {
            let replies = it.book.replies.iter().filter(|reply| it.sees_team(reply.2)).count();
            it.if_agents(|| Plain::Ratio(replies as f64, it.agent_time(&it.book.signed_in) as f64 / 3.6e9))
        }
        ("queue_length", "max") => match it.scope {
            Scope::Overall => Plain::Number(it.longest_queue()),
            _ => Plain::Absent,
        },
        ("queue_length", _) => it.unless_team(it.over_time(&it.book.queued)),
        ("inactive_pool", _) => it.over_time(&it.book.inactive),
        ("needing_reply", _) => it.unless_team(it.over_time(&it.book.needing)),
        ("fairness", _) => it.if_agents(|| Plain::Number(it.fairness())),
        _ => panic!("{name} ({statistic}) has no plain definition: write one here"),
    }
}

/// A time, and the team that it belongs to.
type Timed = Option<(u64, Option<TeamId>)>;

/// To the start of work or to giving up, whichever comes first.
fn waited(it: &Message) -> Timed {
    let gave_up = it.given_up.map(|(at, team)| (at.0 - it.written.0, team));
    picked_up(it).or(gave_up)
}

fn picked_up(it: &Message) -> Timed {
    it.begun.map(|(at, team)| (at.0 - it.written.0, Some(team)))
}

fn responded(it: &Message) -> Timed {
    it.replied.map(|(at, team)| (at.0 - it.written.0, Some(team)))
}

/// In millionths, cut off.
fn tempo(it: &Message) -> Timed {
    responded(it).map(|(time, team)| {
        let millionths = u128::from(time) * 1_000_000 / u128::from(it.gap.max(1_000_000));
        (millionths as u64, team)
    })
}

impl Sight<'_> {
    fn sees(&self, demand: DemandId, team: Option<TeamId>) -> bool {
        match self.scope {
            Scope::Overall => true,
            Scope::Demand(only) => demand == only,
            Scope::Team(only) => team == Some(only),
        }
    }

    fn sees_team(&self, team: TeamId) -> bool {
        match self.scope {
            Scope::Overall => true,
            Scope::Demand(_) => false,
            Scope::Team(only) => team == only,
        }
    }

    /// Agents may serve several demands.
    fn if_agents(&self, plain: impl Fn() -> Plain) -> Plain {
        if matches!(self.scope, Scope::Demand(_)) { Plain::Absent } else { plain() }
    }

    /// Who never reached a desk belongs to no team.
    fn unless_team(&self, plain: Plain) -> Plain {
        if matches!(self.scope, Scope::Team(_)) { Plain::Absent } else { plain }
    }

    fn messages(&self, which: impl Fn(&Message) -> bool, time: impl Fn(&Message) -> Timed) -> Plain {
        let timed = self.book.messages.iter().filter(|it| which(it)).filter_map(|it| Some((it.demand, time(it)?)));
        Plain::Values(timed.filter(|it| self.sees(it.0, it.1.1)).map(|it| it.1.0).collect())
    }

    fn visits_timed(&self, end: impl Fn(&Visit) -> Option<(Time, TeamId)>) -> Plain {
        let timed = self.book.visits.iter().filter_map(|it| Some((it, end(it)?)));
        let mine = timed.filter(|(it, end)| self.sees(it.demand, Some(end.1)));
        Plain::Values(mine.map(|(it, end)| end.0.0 - it.created.0).collect())
    }

    /// Conversations offered.
    fn visits(&self) -> impl Iterator<Item = &Visit> {
        self.book.visits.iter().filter(|it| self.sees(it.demand, None))
    }

    fn offered(&self) -> f64 {
        self.visits().count() as f64
    }

    fn share_of_offered(&self, which: impl Fn(&Visit) -> bool) -> Plain {
        self.times_of_offered(|it| u64::from(which(it)))
    }

    fn times_of_offered(&self, times: impl Fn(&Visit) -> u64) -> Plain {
        self.unless_team(Plain::Ratio(self.visits().map(times).sum::<u64>() as f64, self.offered()))
    }

    /// Conversations that a team did something for. Those offered belong to no team.
    fn with_teams(&self, team: impl Fn(&Visit) -> Option<TeamId>) -> Plain {
        let done = self.book.visits.iter().filter(|it| team(it).is_some() && self.sees(it.demand, team(it)));
        Plain::Ratio(done.count() as f64, self.offered())
    }

    fn instants(&self, all: &[Instant]) -> Plain {
        let mine = all.iter().filter(|it| self.sees(it.demand, it.team)).count();
        Plain::Ratio(mine as f64, self.offered())
    }

    /// Kept: a first reply in time. Decided: answered, gone, or older than the target when the run ended.
    fn service_level(&self) -> Plain {
        let (mut kept, mut decided) = (0.0, 0.0);
        for it in self.visits() {
            let Some(target) = self.model.demands[it.demand.index()].target else { continue };
            let gone = it.given_up || it.refused;
            if it.first_reply.is_some_and(|reply| reply.0.0 - it.created.0 <= target.first.0) {
                kept += 1.0;
            }
            if it.first_reply.is_some() || gone || it.age > target.first.0 {
                decided += 1.0;
            }
        }
        self.unless_team(Plain::Ratio(kept, decided))
    }

    fn agent_time(&self, all: &[Shift]) -> u64 {
        all.iter().filter(|it| self.sees_team(it.team)).map(|it| it.to.0 - it.from.0).sum()
    }

    fn of_signed_in(&self, time: u64) -> Plain {
        self.if_agents(|| Plain::Ratio(time as f64, self.agent_time(&self.book.signed_in) as f64))
    }

    fn my_posts(&self) -> impl Iterator<Item = &Post> {
        self.book.posts.iter().filter(|it| self.sees_team(it.team))
    }

    fn posts(&self, over: impl Fn(&Post) -> u64, under: impl Fn(&Post) -> u64) -> Plain {
        let integral = |of: &dyn Fn(&Post) -> u64| -> u128 {
            self.my_posts().map(|it| u128::from(it.to.0 - it.from.0) * u128::from(of(it))).sum()
        };
        self.if_agents(|| Plain::Ratio(integral(&over) as f64, integral(&under) as f64))
    }

    /// The longest queue that stood for some time: its length until it changes at a later instant.
    fn longest_queue(&self) -> Option<f64> {
        let next = self.book.queue.iter().skip(1).map(|it| it.0).chain([self.window.to]);
        let stood = self.book.queue.iter().zip(next).filter(|(it, next)| it.0 < *next);
        stood.map(|(it, _)| it.1 as f64).max_by(f64::total_cmp)
    }

    /// With a shared inbox the team's conversations are spread over its agents as evenly as whole ones can be.
    fn concurrency(&self) -> Plain {
        let level = |it: &Post| {
            let (length, more) = (it.to.0 - it.from.0, it.active % it.agents);
            let each = it.active / it.agents;
            [(each, length * (it.agents - more)), (each + 1, length * more)].into_iter().filter(|it| it.1 > 0)
        };
        let integral = self.my_posts().map(|it| u128::from(it.to.0 - it.from.0) * u128::from(it.active)).sum();
        self.if_agents(|| Plain::Levels(self.my_posts().flat_map(level).collect(), integral))
    }

    fn over_time(&self, spells: &[Spell]) -> Plain {
        let mine = spells.iter().filter(|it| self.sees(it.demand, it.team));
        let integral: u64 = mine.map(|it| it.to.0 - it.from.0).sum();
        Plain::Ratio(integral as f64, self.window.length() as f64)
    }

    /// Standard deviation of the agents' utilisations over their mean, team by team; teams weigh as many agents as were
    /// there. Teams that did nothing have no say.
    fn fairness(&self) -> Option<f64> {
        let (mut sum, mut weight) = (0.0, 0.0);
        for team in (0..self.model.teams.len() as u32).map(TeamId).filter(|team| self.sees_team(*team)) {
            let mut shares = Vec::new();
            for agent in (0..self.book.agents.len()).filter(|&agent| self.book.agents[agent] == team) {
                let time = |all: &[Shift]| -> u64 {
                    all.iter().filter(|it| it.agent.index() == agent).map(|it| it.to.0 - it.from.0).sum()
                };
                if time(&self.book.signed_in) > 0 {
                    shares.push(time(&self.book.handling) as f64 / time(&self.book.signed_in) as f64);
                }
            }
            let count = shares.len() as f64;
            let mean = shares.iter().sum::<f64>() / count;
            if mean > 0.0 {
                let squares: f64 = shares.iter().map(|share| (share - mean) * (share - mean)).sum();
                sum += count * (squares / count).sqrt() / mean;
                weight += count;
            }
        }
        (weight > 0.0).then(|| sum / weight)
    }
}
