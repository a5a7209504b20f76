//! Who works when: the stints of agents who are people, day by day, with those who do not come.

use super::Purpose;
use crate::civil::{DAY, Zone};
use crate::model::{Model, Pause, Shift, Staffing, Stint, Team};
use crate::random::{name_key, philox, uniform};
use crate::units::{AgentId, TeamId, Time};

/// The stints of a replication's agents, made when somebody asks: a year of them needs no memory.
///
/// Whether an agent comes is keyed by team, shift, place and day: with fewer agents the last places are missing, and
/// nobody else comes or stays away for it.
#[derive(Clone, Debug)]
pub struct Roster<'m> {
    model: &'m Model,
    key: [u64; 2],
    /// By agent.
    places: Vec<Place>,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    team: TeamId,
    /// Which of the team's shifts.
    shift: usize,
    /// Where in the shift; in a schedule or a count: in the team.
    place: u32,
}

impl<'m> Roster<'m> {
    /// The roster of a model under a key of random numbers (seed and replication).
    pub fn new(model: &'m Model, key: [u64; 2]) -> Roster<'m> {
        let mut places = Vec::with_capacity(model.agents() as usize);
        for (number, team) in model.teams.iter().enumerate() {
            let team_id = TeamId(number as u32);
            let place = |shift, place| Place { team: team_id, shift, place };
            match &team.agents {
                Staffing::Shifts(shifts) => {
                    let shifts = shifts.iter().enumerate();
                    places.extend(shifts.flat_map(|(shift, it)| (0..it.agents).map(move |at| place(shift, at))));
                }
                _ => places.extend((0..team.places()).map(|at| place(0, at))),
            }
        }
        Roster { model, key, places }
    }

    /// The agent's first stint that ends after an instant; `None` if there is none before the end of the run, or if the
    /// agent is nobody in particular. Of a stint that began before the run, the rest.
    pub fn next(&self, agent: AgentId, after: Time) -> Option<Stint> {
        let place = self.places[agent.index()];
        let team = &self.model.teams[place.team.index()];
        let begins = self.model.begins();
        let after = after.max(begins);
        let next = match &team.agents {
            Staffing::Weekly(_) | Staffing::Dated(_) => None,
            Staffing::Schedule(agents) => {
                let stints = &agents[place.place as usize];
                stints.get(stints.partition_point(|stint| stint.to <= after)).cloned()
            }
            Staffing::Shifts(shifts) => {
                self.next_of_shift(team, &shifts[place.shift], place, after, false).map(|it| it.0)
            }
        };
        next.map(|stint| rest(stint, begins))
    }

    /// The same of the stints as they were planned, and whether the agent is absent instead.
    pub fn next_planned(&self, agent: AgentId, after: Time) -> Option<(Stint, bool)> {
        let place = self.places[agent.index()];
        let team = &self.model.teams[place.team.index()];
        let begins = self.model.begins();
        match &team.agents {
            Staffing::Shifts(shifts) => {
                let next = self.next_of_shift(team, &shifts[place.shift], place, after.max(begins), true);
                next.map(|(stint, absent)| (rest(stint, begins), absent))
            }
            _ => self.next(agent, after).map(|stint| (stint, false)),
        }
    }

    /// The next stint of a shift, whether the agent comes; if `absent`, also one to which the agent does not come.
    fn next_of_shift(
        &self,
        team: &Team,
        shift: &Shift,
        place: Place,
        after: Time,
        absent: bool,
    ) -> Option<(Stint, bool)> {
        let (zone, end) = (self.model.team_zone(team), self.model.frame.end());
        // A shift that ends after this instant began the day before at the earliest, a shift being a day at most. Where
        // clocks were put back over midnight, the day of the end has been shown before.
        (zone.day(after) - 1..=zone.day(end) + 1)
            .filter(|day| shift.days[weekday(*day)])
            .map(|day| (day, self.is_absent(team, shift, place.place, day)))
            .filter(|it| absent || !it.1)
            .map(|(day, absent)| (stint(zone, shift, place.place, day), absent))
            .find(|it| it.0.to > after)
            .filter(|it| it.0.from < end)
    }

    /// Whether an agent does not come on a day.
    fn is_absent(&self, team: &Team, shift: &Shift, place: u32, day: i64) -> bool {
        if shift.absence == 0.0 {
            return false;
        }
        let who = philox(self.key, [name_key(&team.name), name_key(&shift.name), 0, Purpose::Absence as u64])[0];
        let bits = philox(self.key, [who, u64::from(place), day as u64, Purpose::Absence as u64])[0];
        uniform(bits) < shift.absence
    }
}

/// What is left of a stint from an instant on.
fn rest(mut stint: Stint, from: Time) -> Stint {
    if stint.from < from {
        stint.from = from;
        stint.pauses.retain(|pause| pause.to > from);
        stint.pauses.iter_mut().for_each(|pause| pause.from = pause.from.max(from));
    }
    stint
}

/// The stint of an agent who comes on a day. Where clocks are put, the shift is shorter or longer.
fn stint(zone: &Zone, shift: &Shift, place: u32, day: i64) -> Stint {
    let instant = |second: u32| zone.instant(day * i64::from(DAY) + i64::from(second));
    let planned = shift.pauses.iter().filter(|pause| pause.days[weekday(day)]);
    let mut pauses: Vec<Pause> = planned
        .map(|pause| {
            let from = pause.begins(place, shift.agents);
            Pause { why: pause.why, from: instant(from), to: instant(from + pause.lasts) }
        })
        .filter(|pause| pause.from < pause.to)
        .collect();
    pauses.sort_by_key(|pause| pause.from);
    Stint { from: instant(shift.from), to: instant(shift.to), pauses }
}

/// The weekday of a day since 1970-01-01, Monday 0.
fn weekday(day: i64) -> usize {
    // It was a Thursday.
    (day + 3).rem_euclid(7) as usize
}
