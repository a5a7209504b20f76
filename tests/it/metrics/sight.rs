//! What the definitions are made of: the entries of a book that one scope sees, added up.

use super::book::{Message, Post, Shift, Spell, Visit, before};
use super::clerk::planned;
use super::plain::{HOUR, Plain, Sight, Timed, responded};
use super::window::Window;
use quasisync::metrics::Scope;
use quasisync::model::{Of, Shift as Hours, Staffing, Stint, Why};
use quasisync::units::{DemandId, Span, TeamId, Time};

const DAY: i64 = 86_400;

/// Why an agent is off the desk within a shift. A pause that would begin during another one is left out.
fn away(stint: &Stint, at: Time) -> Option<Why> {
    let (mut until, mut why) = (stint.from, None);
    for pause in stint.pauses.iter().filter(|it| it.from < it.to) {
        if pause.from >= until && pause.from >= stint.from {
            until = pause.to;
            why = why.or((pause.from <= at && at < pause.to).then_some(pause.why));
        }
    }
    why
}

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

    /// Conversations that do not go on with others.
    pub(super) fn matters(&self) -> f64 {
        let mine = self.book.visits.iter().filter(|it| self.sees(it.demand, None));
        mine.filter(|it| !it.linked && !it.passed_on).count() as f64
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
            let went = it.told.or(it.silent.filter(|_| !seen)).map(|it| it.2).or(it.turned_away());
            let elsewhere = it.escalated.is_some() || it.after_bot.is_some_and(|it| it.1);
            let with_bot = it.met_bot && it.after_bot.is_none();
            let waited = |to| self.waited(it.demand, it.began(), to);
            let late = (!elsewhere && !with_bot && waited(it.end) > target.first.0).then_some(it.owner);
            let team = reply.map(|it| Some(it.1)).or(went).or(late);
            if team.is_some_and(|team| self.sees(it.demand, team)) {
                decided += 1.0;
                kept += f64::from(u8::from(reply.is_some_and(|reply| waited(reply.0) <= target.first.0)));
            }
        }
        Plain::Ratio(kept, decided)
    }

    /// How long somebody waited, by the clock of the promise.
    fn waited(&self, demand: DemandId, from: Time, to: Time) -> u64 {
        let target = self.model.demands[demand.index()].target;
        let in_hours = target.is_some_and(|target| target.in_hours);
        Sight { in_hours, ..*self }.length(demand, from, to)
    }

    /// The same for every message, each with its own target.
    pub(super) fn target_kept(&self) -> Plain {
        let (mut kept, mut decided) = (0.0, 0.0);
        for it in self.book.messages.iter().filter(|it| it.content) {
            let Some(target) = self.model.demands[it.demand.index()].target else { continue };
            let target = if it.place == 0 { target.first } else { target.later };
            let late = it.open.filter(|_| self.waited(it.demand, it.written, it.end) > target.0).map(|it| it.1);
            let team = responded(it).map(|it| it.2).or(it.went()).or(late);
            if team.is_some_and(|team| self.sees(it.demand, team)) {
                decided += 1.0;
                let in_time = responded(it).is_some_and(|(from, to, _)| self.waited(it.demand, from, to) <= target.0);
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
            let gave_up = it.told.is_some() || it.silent.is_some() || (first && it.turned_away.is_some());
            let value = match responded(it) {
                Some((from, to, _)) => {
                    let promised_time = Span(self.waited(it.demand, from, to));
                    let looks_at = if curve.of() == Of::Target { promised_time } else { to.since(from) };
                    curve.millionths(looks_at, gap, promised)
                }
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

    /// Planned agent time, from second to second, and from step to step of whoever is planned otherwise.
    fn step_by_step(&self, agents: impl Fn(TeamId, Time) -> u64) -> u64 {
        let (second, Window { from, to }) = (Span::SECOND.0, self.window);
        let seconds = (from.0 / second + 1..to.0.div_ceil(second)).map(|at| Time(at * second));
        let stints = self.book.stints.iter().flatten();
        let turns = stints.flat_map(|it| {
            let pauses = it.pauses.iter().flat_map(|pause| [pause.from, pause.to]);
            [it.from, it.to].into_iter().chain(pauses)
        });
        let dated = self.model.teams.iter().flat_map(|team| match &team.agents {
            Staffing::Dated(steps) => steps.iter().map(|step| step.0).collect(),
            _ => Vec::new(),
        });
        let mut steps: Vec<Time> = seconds.chain(turns).chain(dated).filter(|at| from < *at && *at < to).collect();
        steps.extend([from, to]);
        steps.sort_unstable();
        let teams = || (0..self.model.teams.len() as u32).map(TeamId).filter(|team| self.sees_team(*team));
        let sum = |at: Time| -> u64 { teams().map(|team| agents(team, at)).sum() };
        steps.windows(2).filter(|it| it[0] < it[1]).map(|it| (it[1].0 - it[0].0) * sum(it[0])).sum()
    }

    /// Everybody of a team who should be at the desk, or is away for some reason.
    pub(super) fn planned(&self, reason: Option<Why>) -> u64 {
        self.step_by_step(|team, at| {
            if !self.model.teams[team.index()].agents.has_people() {
                return if reason.is_none() { planned(self.model, team, at).into() } else { 0 };
            }
            let mine = (0..self.book.agents.len()).filter(|&it| self.book.agents[it] == team);
            let stints = mine.flat_map(|agent| &self.book.stints[agent]);
            let holds = |it: &&Stint| it.from <= at && at < it.to;
            stints.filter(holds).filter(|it| away(it, at) == reason).count() as u64
        })
    }

    /// Everybody whose shift it is, whether they come or not: by the latest that the clocks have shown so far.
    pub(super) fn on_shift(&self) -> u64 {
        self.step_by_step(|team, at| {
            let it = &self.model.teams[team.index()];
            let zone = self.model.team_zone(it);
            let shown = zone.steps().filter(|put| *put <= at).map(|put| zone.second(Time(put.0 - 1)));
            let latest = shown.chain([zone.second(at)]).max().expect("the clocks show something");
            let (today, second) = (latest.div_euclid(DAY), latest.rem_euclid(DAY) as u32);
            let holds = |it: &Hours, day: i64, second: u32| {
                it.days[(day + 3).rem_euclid(7) as usize] && it.from <= second && second < it.to
            };
            match &it.agents {
                Staffing::Shifts(shifts) => {
                    let days = [(today, second), (today - 1, second + DAY as u32)];
                    let now = |it: &Hours| days.iter().filter(|(day, second)| holds(it, *day, *second)).count() as u64;
                    shifts.iter().map(|it| now(it) * u64::from(it.agents)).sum()
                }
                Staffing::Schedule(agents) => {
                    agents.iter().flatten().filter(|it| it.from <= at && at < it.to).count() as u64
                }
                _ => planned(self.model, team, at).into(),
            }
        })
    }

    /// Everybody who comes: at the desk or off it for a reason.
    pub(super) fn at_work(&self) -> u64 {
        [None, Some(Why::Break), Some(Why::Meeting)].map(|reason| self.planned(reason)).iter().sum()
    }

    /// What is paid: shifts, and overtime.
    pub(super) fn paid(&self) -> u64 {
        self.on_shift() + self.agent_time(&self.book.overtime)
    }

    /// Hours times what an hour costs; unknown if that is unknown of anybody who is paid.
    pub(super) fn cost(&self) -> Option<f64> {
        let teams = (0..self.model.teams.len() as u32).map(TeamId).filter(|team| self.sees_team(*team));
        let paid = |team| Sight { scope: Scope::Team(team), ..*self }.paid();
        let cost = |team: TeamId| Some(paid(team) as f64 / HOUR * self.model.teams[team.index()].cost?);
        teams.filter(|team| paid(*team) > 0).map(cost).sum()
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
            "parked_pool" => &self.book.parked,
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
