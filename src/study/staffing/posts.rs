//! What is counted: the agents of a team in an interval, in a shift, or all the time.

use crate::model::{Frame, Model, Shift, Staffing, Team, count_at, next_step};
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
            team.particulars.iter().any(|it| it.serves.is_some()) && all.iter().any(|post| post.team.index() == *number)
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
    /// after the other, from the first with anybody to the last. None for a team with shifts.
    pub fn rows(&self, counts: &[u32], team: TeamId) -> Vec<(Time, Time, u32)> {
        let Staffing::Dated(steps) = &self.model(counts).teams[team.index()].agents else { return Vec::new() };
        let ends = steps.iter().skip(1).map(|step| step.0).chain([self.model.frame.end()]);
        let mut rows: Vec<_> = steps.iter().zip(ends).map(|(step, to)| (step.0, to, step.1)).collect();
        rows.truncate(rows.iter().rposition(|row| row.2 > 0).map_or(0, |last| last + 1));
        rows
    }

    /// What the posts of a staffing come to together, each as often as it has agents.
    pub fn sum(&self, counts: &[u32], of: impl Fn(&Post) -> f64) -> f64 {
        self.all.iter().zip(counts).map(|(post, &count)| f64::from(count) * of(post)).sum()
    }

    /// How many of a team are at the desk in an interval, breaks and absence spread evenly over their shifts.
    pub fn net(&self, counts: &[u32], team: TeamId, interval: usize) -> f64 {
        self.sum(counts, |post| if post.team == team && post.is_in(interval) { post.net } else { 0.0 })
    }
}

impl Post {
    /// Whether they are there in an interval.
    pub fn is_in(&self, interval: usize) -> bool {
        self.intervals.iter().any(|it| it.0 == interval)
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
    let planned = planned(model, team);
    (!planned.is_empty()).then(|| post(id, team, &model.frame, planned))
}

fn of_shift(model: &Model, id: TeamId, team: &Team, shifts: &[Shift], place: usize) -> Post {
    let shift = &shifts[place];
    let only = Staffing::Shifts(vec![Shift { agents: 1, absence: 0.0, ..shift.clone() }]);
    let pieces = planned(model, &Team { agents: only, ..team.clone() });
    let net = shift.net();
    Post { shift: Some(place), net, pieces: Vec::new(), ..post(id, team, &model.frame, pieces) }
}

/// One post for each interval in which anybody of the team is planned.
fn of_intervals(model: &Model, id: TeamId, team: &Team) -> Vec<Post> {
    let frame = &model.frame;
    let planned = planned(model, team);
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
            true => Some(at.0 + start.since(at).0.div_ceil(period.0) * period.0),
            false => at.0.checked_sub((at.since(end).0 / period.0 + 1) * period.0),
        };
        let counted = moved.map(Time).filter(|moved| frame.counts(*moved)).map(place);
        if let Some((interval, rest)) = counted.filter(|it| has(it.0)) {
            return (interval, at + rest);
        }
    }
    // An hour later there may be one that is counted again.
    let until = at + Span::HOUR;
    if before { (ends.0, until.min(start)) } else { (ends.1, until) }
}

/// When anybody of a team is planned, within the run: pieces of time, one after the other.
fn planned(model: &Model, team: &Team) -> Vec<(Time, Time)> {
    let (begins, end) = (model.begins(), model.frame.end());
    let zone = model.team_zone(team);
    match &team.agents {
        Staffing::Weekly(weekly) => {
            let next = |at: Time| zone.next_change(weekly, at);
            pieces(begins, end, next, |at| weekly.at(zone.second_of_week(at)) > 0)
        }
        Staffing::Dated(steps) => {
            let next = |at: Time| next_step(steps, at);
            pieces(begins, end, next, |at| count_at(steps, at) > 0)
        }
        Staffing::Shifts(_) | Staffing::Schedule(_) => of_people(model, team),
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
fn of_people(model: &Model, team: &Team) -> Vec<(Time, Time)> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::civil::{Weekly, Zone};
    use crate::units::DemandId;

    const HOUR: u64 = Span::HOUR.0;

    fn hours(number: u64) -> Span {
        Span(number * HOUR)
    }

    /// A run from Monday midnight on, of people who are there from 8 to 18 o'clock.
    fn model(warm_up: u64, horizon: u64, cool_down: u64, interval: u64) -> Model {
        let frame = Frame {
            zone: Zone::new(20_514 * 86_400),
            warm_up: hours(warm_up),
            horizon: hours(horizon),
            cool_down: hours(cool_down),
            interval: hours(interval),
        };
        let pieces: Vec<(u32, u32, u32)> =
            (0..7).map(|day| (day * 86_400 + 28_800, day * 86_400 + 64_800, 5)).collect();
        let weekly = Weekly::from_pieces(&pieces, 0).unwrap();
        Model::new(frame, Vec::new(), vec![Team::new("berlin", vec![DemandId(0)], weekly)])
    }

    fn at(hour: u64) -> Time {
        Time(hour * HOUR)
    }

    #[test]
    fn every_interval_in_which_anybody_is_planned_is_counted() {
        let posts = Posts::new(&model(0, 24, 0, 4), Per::Interval).unwrap();
        let met: Vec<(usize, Span)> = posts.all.iter().flat_map(|post| post.intervals.clone()).collect();
        assert_eq!(met, [(2, hours(4)), (3, hours(4)), (4, hours(2))], "from 8 to 12, to 16, and to 18");
        let rows = posts.rows(&[3, 4, 4], TeamId(0));
        assert_eq!(rows, [(at(8), at(12), 3), (at(12), at(18), 4)]);
        assert_eq!(posts.sum(&[3, 4, 4], |post| post.hours), 36.0);
        assert!(posts.rows(&[0, 0, 0], TeamId(0)).is_empty());
    }

    #[test]
    fn what_is_not_counted_takes_the_agents_of_the_same_hour() {
        // From Monday on, of which Tuesday is counted.
        let posts = Posts::new(&model(24, 24, 24, 5), Per::Interval).unwrap();
        let rows: Vec<_> = posts.rows(&[1, 2, 3], TeamId(0)).into_iter().filter(|row| row.2 > 0).collect();
        let day = |day: u64| {
            [(8, 10, 1), (10, 15, 2), (15, 18, 3)].map(|(from, to, it)| (at(24 * day + from), at(24 * day + to), it))
        };
        assert_eq!(rows, [day(0), day(1), day(2)].concat());
    }

    #[test]
    fn the_week_goes_before_the_day_and_the_nearest_comes_last() {
        // Ten days, of which Thursday to Wednesday are counted: Monday is that of the week after.
        let posts = Posts::new(&model(72, 168, 0, 24), Per::Interval).unwrap();
        let rows = posts.rows(&[4, 5, 6, 7, 1, 2, 3], TeamId(0));
        let counts: Vec<u32> = rows.iter().map(|row| row.2).filter(|count| *count > 0).collect();
        assert_eq!(rows[1], (at(18), at(32), 0), "nights are said: a gap would look like a row that is missing");
        assert_eq!(counts, [1, 2, 3, 4, 5, 6, 7, 1, 2, 3]);
        // Counted from 10 to 14 o'clock: who is there earlier or later is as many as next to it.
        let posts = Posts::new(&model(10, 4, 10, 2), Per::Interval).unwrap();
        assert_eq!(posts.rows(&[2, 9], TeamId(0)), [(at(8), at(12), 2), (at(12), at(18), 9)]);
    }

    #[test]
    fn shifts_are_counted_with_their_pauses_and_a_team_as_a_whole() {
        let mut model = model(0, 24, 0, 4);
        let pause = crate::model::PlannedPause {
            why: crate::model::Why::Break,
            days: [true; 7],
            from: 36_000,
            to: 43_200,
            lasts: 3600,
        };
        let early = Shift { pauses: vec![pause], absence: 0.1, ..Shift::daily("early", 28_800, 57_600, 3) };
        model.teams[0].agents = Staffing::Shifts(vec![early, Shift::daily("late", 43_200, 72_000, 2)]);
        model.teams[0].cost = Some(30.0);
        let posts = Posts::new(&model, Per::Shift).unwrap();
        assert_eq!(posts.all[0].intervals, [(2, hours(4)), (3, hours(4))]);
        assert!((posts.all[0].net - 0.9 * 7.0 / 8.0).abs() < 1e-12);
        assert_eq!((posts.all[1].hours, posts.all[1].cost), (8.0, 240.0));
        assert_eq!(posts.model(&[1, 9]).teams[0].places(), 10);
        let whole = Posts::new(&model, Per::Team).unwrap();
        assert_eq!(whole.rows(&[6], TeamId(0)), [(at(8), at(20), 6)]);
    }

    #[test]
    fn where_nothing_can_be_counted_it_is_told() {
        assert!(Posts::new(&model(0, 24, 0, 4), Per::Shift).unwrap_err().contains("no team has shifts"));
        assert!(Posts::new(&model(0, 6, 0, 4), Per::Interval).unwrap_err().contains("nobody is there"));
    }
}
