//! What is counted: the agents of a team in an interval, in a shift, or all the time.

use crate::civil::Zone;
use crate::model::{Frame, Model, Shift, Staffing, Team};
use crate::units::{AgentId, Span, TeamId, Time};
use crate::workload::Roster;

/// For what a count is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Per {
    /// Each interval of the results.
    Interval,
    /// Each shift that the scenario names.
    Shift,
    /// Each team, all the time that it is there.
    Team,
}

impl Per {
    /// As the command line writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Per::Interval => "interval",
            Per::Shift => "shift",
            Per::Team => "team",
        }
    }
}

/// Agents of a team who are counted together.
#[derive(Clone, Debug, PartialEq)]
pub struct Post {
    /// Whose agents they are.
    pub team: TeamId,
    /// The place of their shift, if they are those of a shift.
    pub shift: Option<usize>,
    /// The intervals of the results in which they are there, and what of the interval that is.
    pub intervals: Vec<(usize, Span)>,
    /// When they are there, the time that is not counted included; empty for a shift, which says so itself.
    pieces: Vec<(Time, Time)>,
    /// How much of the paid time of one of them is at the desk.
    pub net: f64,
    /// The paid hours of one of them within counted time.
    pub hours: f64,
    /// What these hours cost; hours where the team has no cost.
    pub cost: f64,
}

/// All that is counted in a model.
#[derive(Clone, Debug)]
pub struct Posts {
    /// In the order of the teams, and of a team in the order of time or of its shifts.
    pub all: Vec<Post>,
    model: Model,
}

/// Number for a post, in their order.
pub type Counts = Vec<u32>;

impl Posts {
    /// What is to be counted. Agents are there when the scenario has anybody of the team there; only how many is searched.
    ///
    /// Before and after the counted time there are as many as in the same hour of the week, if it is counted, else of the
    /// day, else as in the nearest interval.
    ///
    /// # Errors
    /// If there is nothing to count.
    pub fn new(model: &Model, per: Per) -> Result<Posts, String> {
        let mut all = Vec::new();
        for (number, team) in model.teams.iter().enumerate() {
            let id = TeamId(number as u32);
            match (per, &team.agents) {
                (Per::Shift, Staffing::Shifts(shifts)) => {
                    all.extend((0..shifts.len()).map(|place| of_shift(model, id, team, shifts, place)));
                }
                (Per::Shift, _) => {}
                (Per::Interval, _) => all.extend(of_intervals(model, id, team)),
                (Per::Team, _) => all.extend(of_team(model, id, team)),
            }
        }
        if per == Per::Shift && all.is_empty() {
            return Err("no team has shifts: name them as [[team.shift]], or count --per interval".to_owned());
        }
        all.retain(|post| !post.intervals.is_empty());
        if all.is_empty() {
            return Err("nobody is there in counted time: there is nothing to search".to_owned());
        }
        let particular = model.teams.iter().enumerate().find(|(number, team)| {
            team.particulars.iter().any(|it| it.serves.is_some())
                && all.iter().any(|post| post.team.index() == *number)
        });
        if let Some((_, team)) = particular {
            return Err(format!(
                "the agents of {} do not all serve the same, so they cannot be counted: make a team of each kind",
                team.name
            ));
        }
        Ok(Posts { all, model: model.clone() })
    }

    /// The model with these agents. What single agents have of their own is left out: all are alike.
    pub fn model(&self, counts: &[u32]) -> Model {
        let mut model = self.model.clone();
        for (number, team) in model.teams.iter_mut().enumerate() {
            let mine = || self.all.iter().zip(counts).filter(|(post, _)| post.team.index() == number);
            if mine().next().is_none() {
                continue;
            }
            team.particulars.clear();
            if let Staffing::Shifts(shifts) = &mut team.agents
                && mine().any(|(post, _)| post.shift.is_some())
            {
                for (post, &count) in mine() {
                    shifts[post.shift.expect("all posts of the team are shifts")].agents = count;
                }
                continue;
            }
            let pieces = mine().flat_map(|(post, &count)| post.pieces.iter().map(move |&(from, to)| (from, to, count)));
            team.agents = Staffing::Dated(steps(pieces.collect()));
        }
        model
    }

    /// The teams of which agents are counted.
    pub fn teams(&self) -> Vec<TeamId> {
        let mut teams: Vec<TeamId> = self.all.iter().map(|post| post.team).collect();
        teams.dedup();
        teams
    }

    /// When how many agents of a team are there, the time that is not counted included: rows of from, to and number, one
    /// after the other, without those with nobody. None for a team with shifts.
    pub fn rows(&self, counts: &[u32], team: TeamId) -> Vec<(Time, Time, u32)> {
        let Staffing::Dated(steps) = &self.model(counts).teams[team.index()].agents else { return Vec::new() };
        let ends = steps.iter().skip(1).map(|step| step.0).chain([self.model.frame.end()]);
        steps.iter().zip(ends).filter(|(step, _)| step.1 > 0).map(|(step, to)| (step.0, to, step.1)).collect()
    }

    /// The paid hours of a staffing within counted time, and what they cost.
    pub fn spent(&self, counts: &[u32]) -> (f64, f64) {
        let sum = |of: fn(&Post) -> f64| self.all.iter().zip(counts).map(|(post, &count)| f64::from(count) * of(post)).sum();
        (sum(|post| post.hours), sum(|post| post.cost))
    }

    /// How many of a team are at the desk in an interval, on average over the time in which anybody of the team is there.
    pub fn net(&self, counts: &[u32], team: TeamId, interval: usize) -> f64 {
        let mine = self.all.iter().zip(counts).filter(|(post, _)| post.team == team);
        mine.map(|(post, &count)| f64::from(count) * post.share_of(interval)).sum()
    }
}

impl Post {
    /// Whether they are there in an interval.
    pub fn is_in(&self, interval: usize) -> bool {
        self.intervals.iter().any(|it| it.0 == interval)
    }

    /// How much one of them is at the desk in an interval: 1 for somebody who is there whenever the team is.
    fn share_of(&self, interval: usize) -> f64 {
        match self.shift {
            None => f64::from(u8::from(self.is_in(interval))),
            Some(_) => self.net * f64::from(u8::from(self.is_in(interval))),
        }
    }
}

/// The intervals that pieces of time meet, and how long.
fn intervals(frame: &Frame, pieces: &[(Time, Time)]) -> Vec<(usize, Span)> {
    let met = |number: usize| {
        let (from, length) = frame.interval_at(number);
        let to = from + length;
        let inside = pieces.iter().map(|piece| piece.1.min(to).since(piece.0.max(from)).0).sum();
        (number, Span(inside))
    };
    (0..frame.intervals()).map(met).filter(|it| it.1 > Span::ZERO).collect()
}

fn post(team: TeamId, of: &Team, frame: &Frame, pieces: Vec<(Time, Time)>) -> Post {
    let intervals = intervals(frame, &pieces);
    let hours = intervals.iter().map(|it| it.1.as_seconds()).sum::<f64>() / 3600.0;
    Post { team, shift: None, pieces, net: 1.0, hours, cost: hours * of.cost.unwrap_or(1.0), intervals }
}

fn of_team(model: &Model, id: TeamId, team: &Team) -> Option<Post> {
    let planned = planned(model, id, team);
    (!planned.is_empty()).then(|| post(id, team, &model.frame, planned))
}

fn of_shift(model: &Model, id: TeamId, team: &Team, shifts: &[Shift], place: usize) -> Post {
    let shift = &shifts[place];
    let only = Staffing::Shifts(vec![Shift { agents: 1, absence: 0.0, ..shift.clone() }]);
    let pieces = planned(model, id, &Team { agents: only, ..team.clone() });
    let net = shift.net();
    Post { shift: Some(place), net, pieces: Vec::new(), ..post(id, team, &model.frame, pieces) }
}

/// One post for each interval in which anybody of the team is planned.
fn of_intervals(model: &Model, id: TeamId, team: &Team) -> Vec<Post> {
    let frame = &model.frame;
    let planned = planned(model, id, team);
    let mut pieces: Vec<Vec<(Time, Time)>> = vec![Vec::new(); frame.intervals()];
    let counted = intervals(frame, &planned);
    let (Some(first), Some(last)) = (counted.first(), counted.last()) else { return Vec::new() };
    let ends = (first.0, last.0);
    let has = |interval: usize| counted.binary_search_by_key(&interval, |it| it.0).is_ok();
    for (from, to) in planned {
        let mut at = from;
        while at < to {
            let (interval, until) = counted_like(frame, at, ends, has);
            let until = until.min(to);
            pieces[interval].push((at, until));
            at = until;
        }
    }
    pieces.into_iter().filter(|it| !it.is_empty()).map(|pieces| post(id, team, frame, pieces)).collect()
}

/// The interval from which an instant takes its agents, and until when it does. `ends` are the first and the last interval
/// in which anybody is there.
fn counted_like(frame: &Frame, at: Time, ends: (usize, usize), has: impl Fn(usize) -> bool) -> (usize, Time) {
    let (start, end) = (frame.start(), frame.horizon_end());
    let place = |at: Time| {
        let interval = (at.since(start).0 / frame.interval.0) as usize;
        let (from, length) = frame.interval_at(interval);
        (interval, (from + length).since(at))
    };
    if frame.counts(at) {
        let (interval, rest) = place(at);
        return (interval, at + rest);
    }
    let before = at < start;
    for period in [Span(7 * Span::DAY.0), Span::DAY] {
        let moved = match before {
            true => Time(at.0 + start.since(at).0.div_ceil(period.0) * period.0),
            false => Time(at.0.saturating_sub((at.since(end).0 / period.0 + 1) * period.0)),
        };
        if frame.counts(moved) {
            let (interval, rest) = place(moved);
            if has(interval) {
                return (interval, at + rest);
            }
        }
    }
    // An hour later there may be one that is counted again.
    let until = at + Span::HOUR;
    if before { (ends.0, until.min(start)) } else { (ends.1, until) }
}

/// When anybody of a team is planned, within the run: pieces of time, one after the other.
fn planned(model: &Model, id: TeamId, team: &Team) -> Vec<(Time, Time)> {
    let (begins, end) = (model.begins(), model.frame.end());
    let zone = model.team_zone(team);
    match &team.agents {
        Staffing::Weekly(weekly) => {
            let next = |at: Time| zone.next_change(weekly, at);
            pieces(begins, end, next, |at| weekly.at(zone.second_of_week(at)) > 0)
        }
        Staffing::Dated(steps) => {
            let next = |at: Time| crate::model::next_step(steps, at);
            pieces(begins, end, next, |at| crate::model::count_at(steps, at) > 0)
        }
        Staffing::Shifts(_) | Staffing::Schedule(_) => of_people(model, id, team, zone),
    }
}

/// The stretches in which something holds that only changes at certain instants.
fn pieces(
    from: Time,
    end: Time,
    next: impl Fn(Time) -> Option<Time>,
    holds: impl Fn(Time) -> bool,
) -> Vec<(Time, Time)> {
    let mut pieces = Vec::new();
    let mut at = from;
    while at < end {
        let until = next(at).unwrap_or(end).min(end);
        if holds(at) {
            pieces.push((at, until));
        }
        at = until;
    }
    joined(pieces)
}

/// When any of the people of a team is planned, breaks included.
fn of_people(model: &Model, id: TeamId, team: &Team, _zone: &Zone) -> Vec<(Time, Time)> {
    let mut alone = model.clone();
    alone.teams = vec![team.clone()];
    let roster = Roster::new(&alone, [0, 0]);
    let end = model.frame.end();
    let mut pieces = Vec::new();
    for agent in 0..team.places() {
        let mut at = model.begins();
        while let Some((stint, _)) = roster.next_planned(AgentId(agent), at) {
            pieces.push((stint.from, stint.to.min(end)));
            at = stint.to;
        }
    }
    debug_assert!(id.index() < model.teams.len());
    pieces.sort_unstable();
    joined(pieces)
}

/// Pieces of time that touch or overlap made one; they are in the order of time.
fn joined(pieces: Vec<(Time, Time)>) -> Vec<(Time, Time)> {
    let mut joined: Vec<(Time, Time)> = Vec::with_capacity(pieces.len());
    for (from, to) in pieces {
        match joined.last_mut() {
            Some(last) if from <= last.1 => last.1 = last.1.max(to),
            _ => joined.push((from, to)),
        }
    }
    joined
}

/// Steps (from when on, number) of pieces (from, to, number) that do not overlap.
fn steps(mut pieces: Vec<(Time, Time, u32)>) -> Vec<(Time, u32)> {
    pieces.sort_unstable();
    let mut steps: Vec<(Time, u32)> = Vec::with_capacity(pieces.len() + 1);
    for (from, to, count) in pieces {
        if steps.last().is_some_and(|last| last.0 == from) {
            steps.pop();
        }
        steps.extend([(from, count), (to, 0)]);
    }
    // Only where the number changes; nobody is there before the first.
    let mut before = 0;
    steps.retain(|step| std::mem::replace(&mut before, step.1) != step.1);
    steps
}
