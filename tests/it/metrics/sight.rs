//! What the definitions are made of: the entries of a book that one scope sees, added up.

use super::book::{Message, Post, Shift, Spell, Visit, before};
use super::plain::{HOUR, Plain, Sight, Timed, responded};
use super::window::Window;
use quasisync::metrics::Scope;
use quasisync::units::{DemandId, Span, TeamId, Time};

impl Sight<'_> {
    /// From one instant to another, or what of it is within the demand's opening hours: second by second.
    pub(super) fn length(&self, demand: DemandId, from: Time, to: Time) -> u64 {
        let demand = &self.model.demands[demand.index()];
        let open = demand.open.as_ref().filter(|_| self.in_hours);
        let Some(open) = open else { return to.0 - from.0 };
        let second = Span::SECOND.0;
        let seconds = (from.0 / second)..to.0.div_ceil(second);
        let is_open = |at: &u64| open.at(self.model.open_zone(demand).second_of_week(Time(at * second)));
        seconds.filter(is_open).map(|at| ((at + 1) * second).min(to.0) - (at * second).max(from.0)).sum()
    }

    pub(super) fn sees(&self, demand: DemandId, team: Option<TeamId>) -> bool {
        match self.scope {
            Scope::Overall => true,
            Scope::Demand(only) => demand == only,
            Scope::Channel(only) => self.model.demands[demand.index()].channel == Some(only),
            Scope::Team(only) => team == Some(only),
        }
    }

    pub(super) fn sees_team(&self, team: TeamId) -> bool {
        match self.scope {
            Scope::Overall => true,
            Scope::Demand(_) | Scope::Channel(_) => false,
            Scope::Team(only) => team == only,
        }
    }

    /// Agents may serve several demands.
    pub(super) fn if_agents(&self, plain: impl Fn() -> Plain) -> Plain {
        if matches!(self.scope, Scope::Demand(_) | Scope::Channel(_)) { Plain::Absent } else { plain() }
    }

    /// Who never reached a desk belongs to no team.
    pub(super) fn unless_team(&self, plain: Plain) -> Plain {
        if matches!(self.scope, Scope::Team(_)) { Plain::Absent } else { plain }
    }

    /// Messages with content.
    pub(super) fn messages(&self, which: impl Fn(&Message) -> bool, time: impl Fn(&Message) -> Timed) -> Plain {
        let timed = self.book.messages.iter().filter(|it| it.content && which(it));
        let timed = timed.filter_map(|it| Some((it.demand, time(it)?)));
        let mine = timed.filter(|it| self.sees(it.0, it.1.2));
        Plain::Values(mine.map(|(demand, (from, to, _))| self.length(demand, from, to)).collect())
    }

    pub(super) fn visits_timed(&self, time: impl Fn(&Visit) -> Timed) -> Plain {
        let timed = self.book.visits.iter().filter_map(|it| Some((it.demand, time(it)?)));
        let mine = timed.filter(|it| self.sees(it.0, it.1.2));
        Plain::Values(mine.map(|(demand, (from, to, _))| self.length(demand, from, to)).collect())
    }

    pub(super) fn visits_summed(&self, spells: impl Fn(&Visit) -> Option<&Vec<(Time, Time)>>) -> Plain {
        let mine = self.book.visits.iter().filter(|it| self.sees(it.demand, it.owner));
        let sum = |it: &Visit| Some(spells(it)?.iter().map(|&(from, to)| self.length(it.demand, from, to)).sum());
        Plain::Values(mine.filter_map(sum).collect())
    }

    /// Conversations answered, those closed in the end or the others.
    pub(super) fn handled(&self, time: fn(&Self, &Visit) -> u64, with_wrap_up: bool, closed: bool) -> Plain {
        let mine = self.book.visits.iter().filter(|it| self.sees(it.demand, it.owner));
        let done = mine.filter(|it| it.first_reply.is_some() && it.closed.is_some() == closed);
        Plain::Values(done.map(|it| time(self, it) + if with_wrap_up { it.wrapped } else { 0 }).collect())
    }

    /// Tempo ratios in millionths, cut off.
    pub(super) fn tempos(&self, which: impl Fn(&Message) -> bool) -> Vec<u64> {
        let later = self.book.messages.iter().filter(|it| it.content && it.place > 0 && which(it));
        let timed = later.filter_map(|it| Some((it, responded(it)?)));
        let mine = timed.filter(|(it, (_, _, team))| self.sees(it.demand, *team));
        let ratio = |(it, (from, to, _)): (&Message, (Time, Time, _))| {
            (u128::from(to.0 - from.0) * 1_000_000 / u128::from(it.gap.max(1_000_000))) as u64
        };
        mine.map(ratio).collect()
    }

    /// Conversations offered; of a team, those assigned to it.
    fn reached(&self) -> f64 {
        let mine = self.book.visits.iter().filter(|it| match self.scope {
            Scope::Team(team) => it.teams.contains(&team),
            _ => self.sees(it.demand, None),
        });
        mine.count() as f64
    }

    /// Conversations that became something, and with which team. No team has what is on no desk.
    pub(super) fn visits_with(&self, became: impl Fn(&Visit) -> Option<Option<TeamId>>) -> Plain {
        let mine = self.book.visits.iter().filter(|it| became(it).is_some_and(|team| self.sees(it.demand, team)));
        Plain::Ratio(mine.count() as f64, self.reached())
    }

    /// What only comes to the door comes to no team.
    pub(super) fn at_the_door(&self, which: impl Fn(&Visit) -> bool) -> Plain {
        self.unless_team(self.visits_with(|it| which(it).then_some(None)))
    }

    pub(super) fn instants(&self, metric: &str) -> Plain {
        let mine = self.book.instants.iter().filter(|(name, it)| *name == metric && self.sees(it.demand, it.team));
        Plain::Ratio(mine.count() as f64, self.reached())
    }

    /// Kept: a first reply in time. Decided: answered, gone, or older than the target when the run ended. As the platform
    /// sees it: whether anybody was there to read the reply, or has left without a word, makes no difference. It is the
    /// promise of who replied, else of whose conversation it was when the customer went or when the run ended.
    pub(super) fn service_level(&self, which: impl Fn(&Visit) -> bool, seen: bool) -> Plain {
        let (mut kept, mut decided) = (0.0, 0.0);
        for it in self.book.visits.iter().filter(|it| !it.empty && which(it)) {
            let Some(target) = self.model.demands[it.demand.index()].target else { continue };
            let reply = it.first_reply.filter(|reply| seen || !reply.2);
            let went = it.told.or(it.silent.filter(|_| !seen)).map(|it| it.2).or(it.refused.then_some(None));
            let late = (it.end.0 - it.created.0 > target.first.0).then_some(it.owner);
            let team = reply.map(|it| Some(it.1)).or(went).or(late);
            if team.is_some_and(|team| self.sees(it.demand, team)) {
                decided += 1.0;
                kept += f64::from(u8::from(reply.is_some_and(|it2| it2.0.0 - it.created.0 <= target.first.0)));
            }
        }
        Plain::Ratio(kept, decided)
    }

    /// The same for every message, each with its own target.
    pub(super) fn target_kept(&self) -> Plain {
        let (mut kept, mut decided) = (0.0, 0.0);
        for it in self.book.messages.iter().filter(|it| it.content) {
            let Some(target) = self.model.demands[it.demand.index()].target else { continue };
            let target = if it.place == 0 { target.first } else { target.later };
            let late = it.open.filter(|_| it.age > target.0).map(|it| it.1);
            let team = responded(it).map(|it| it.2).or(it.went()).or(late);
            if team.is_some_and(|team| self.sees(it.demand, team)) {
                decided += 1.0;
                let in_time = responded(it).is_some_and(|(from, to, _)| to.0 - from.0 <= target.0);
                kept += f64::from(u8::from(in_time));
            }
        }
        Plain::Ratio(kept, decided)
    }

    /// The mean of a curve over responses, 0 for a message given up on.
    pub(super) fn modelled(
        &self,
        curve: impl Fn(&quasisync::model::Demand) -> Option<&quasisync::model::Curve>,
        first: bool,
    ) -> Plain {
        if self.model.demands.iter().all(|demand| curve(demand).is_none()) {
            return Plain::Absent;
        }
        let (mut sum, mut of) = (0, 0.0);
        for it in self.book.messages.iter().filter(|it| it.content && (!first || it.place == 0)) {
            let demand = &self.model.demands[it.demand.index()];
            let Some(curve) = curve(demand) else { continue };
            let team = responded(it).map(|it| it.2).or(it.went());
            if team.is_some_and(|team| !self.sees(it.demand, team)) {
                continue;
            }
            let promised = demand.target.map(|target| if it.place == 0 { target.first } else { target.later });
            let gap = (it.place > 0).then_some(Span(it.gap));
            let gave_up = it.told.is_some() || it.silent.is_some() || (first && it.refused);
            let value = match responded(it) {
                Some((from, to, _)) => curve.millionths(to.since(from), gap, promised),
                None => gave_up.then_some(0),
            };
            sum += value.unwrap_or(0);
            of += f64::from(u8::from(value.is_some()));
        }
        Plain::Ratio(sum as f64 / 1e6, of)
    }

    pub(super) fn agent_time(&self, all: &[Shift]) -> u64 {
        all.iter().filter(|it| self.sees_team(it.team)).map(|it| it.to.0 - it.from.0).sum()
    }

    /// The same without overtime.
    pub(super) fn scheduled_time(&self, all: &[Shift]) -> u64 {
        let mine = all.iter().filter(|it| self.sees_team(it.team));
        mine.map(|it| it.to.0 - it.from.0 - self.book.in_overtime(it)).sum()
    }

    pub(super) fn of_schedule(&self, time: u64) -> Plain {
        self.if_agents(|| Plain::Ratio(time as f64, self.scheduled_time(&self.book.signed_in) as f64))
    }

    /// Planned agent time, second by second.
    pub(super) fn scheduled(&self) -> u64 {
        let (second, Window { from, to }) = (Span::SECOND.0, self.window);
        let mine = (0..self.model.teams.len()).filter(|&team| self.sees_team(TeamId(team as u32)));
        let of_team = |team: usize| -> u64 {
            let team = &self.model.teams[team];
            let weekly = team.agents.weekly().expect("a count");
            let agents = |at: u64| weekly.at(self.model.team_zone(team).second_of_week(Time(at)));
            let part = |at: u64| ((at + 1) * second).min(to.0) - (at * second).max(from.0);
            (from.0 / second..to.0.div_ceil(second)).map(|at| part(at) * u64::from(agents(at * second))).sum()
        };
        mine.map(of_team).sum()
    }

    /// Hours times what an hour costs; unknown if that is unknown of anybody who was there.
    pub(super) fn cost(&self) -> Option<f64> {
        let mine = self.book.signed_in.iter().filter(|it| self.sees_team(it.team) && it.from < it.to);
        let cost = |it: &Shift| Some((it.to.0 - it.from.0) as f64 / HOUR * self.model.teams[it.team.index()].cost?);
        mine.map(cost).sum()
    }

    pub(super) fn my_posts(&self) -> impl Iterator<Item = &Post> {
        self.book.posts.iter().filter(|it| self.sees_team(it.team))
    }

    pub(super) fn posts(&self, over: impl Fn(&Post) -> u64, under: impl Fn(&Post) -> u64) -> Plain {
        let integral = |of: &dyn Fn(&Post) -> u64| -> u128 {
            self.my_posts().map(|it| u128::from(it.to.0 - it.from.0) * u128::from(of(it))).sum()
        };
        self.if_agents(|| Plain::Ratio(integral(&over) as f64, integral(&under) as f64))
    }

    /// With a shared inbox the team's conversations are spread over its agents as evenly as whole ones can be.
    pub(super) fn concurrency(&self) -> Plain {
        let level = |it: &Post| {
            let (length, more) = (it.to.0 - it.from.0, it.active % it.agents);
            let each = it.active / it.agents;
            [(each, length * (it.agents - more)), (each + 1, length * more)].into_iter().filter(|it| it.1 > 0)
        };
        let integral = self.my_posts().map(|it| u128::from(it.to.0 - it.from.0) * u128::from(it.active)).sum();
        self.if_agents(|| Plain::Levels(self.my_posts().flat_map(level).collect(), integral))
    }

    /// What counts in a level.
    pub(super) fn level(&self, name: &str) -> Option<&[Spell]> {
        Some(match name {
            "queue_length" => &self.book.queued,
            "inactive_pool" => &self.book.inactive,
            "needing_reply" => &self.book.needing,
            "backlog" => &self.book.unanswered,
            "open" => &self.book.open,
            _ => return None,
        })
    }

    pub(super) fn over_time(&self, spells: &[Spell]) -> Plain {
        let mine = spells.iter().filter(|it| self.sees(it.demand, it.team));
        let integral: u64 = mine.map(|it| it.to.0 - it.from.0).sum();
        Plain::Ratio(integral as f64, self.window.length() as f64)
    }

    /// The most that last at once for a while: some begin, and at that instant it is decided.
    pub(super) fn most(&self, spells: &[Spell]) -> usize {
        let at_once = |at: Time| spells.iter().filter(|it| it.from <= at && at < it.to).count();
        spells.iter().filter(|it| it.from < it.to).map(|it| at_once(it.from)).max().unwrap_or(0)
    }

    /// The age of the oldest unanswered message just before the end of the window, in seconds. The book is whole.
    pub(super) fn age(&self) -> f64 {
        let mine = before(&self.book.unanswered, self.window.to).filter(|it| self.sees(it.demand, None));
        mine.map(|it| self.window.to.0 - it.from.0).max().unwrap_or(0) as f64 * 1e-6
    }

    /// Standard deviation of the agents' utilisations over their mean, team by team; teams weigh as many agents as were
    /// there. Teams that did nothing have no say.
    pub(super) fn fairness(&self) -> Option<f64> {
        let (mut sum, mut weight) = (0.0, 0.0);
        for team in (0..self.model.teams.len() as u32).map(TeamId).filter(|team| self.sees_team(*team)) {
            let mut shares = Vec::new();
            for agent in (0..self.book.agents.len()).filter(|&agent| self.book.agents[agent] == team) {
                let time = |all: &[Shift]| -> u64 {
                    let mine = all.iter().filter(|it| it.agent.index() == agent);
                    mine.map(|it| it.to.0 - it.from.0 - self.book.in_overtime(it)).sum()
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
