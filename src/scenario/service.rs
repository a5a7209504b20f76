//! Demands that nobody can ever serve, though somebody is said to.

use super::decode::Problem;
use super::fit::Sections;
use crate::civil::{DAY, WEEK, Weekly, Zone};
use crate::model::{Model, ServesFrom, Shift, Staffing, Team};
use crate::units::{DemandId, Span, Time};

/// What repeats week by week is looked at for so long.
const LOOKED_AT: Span = Span(15 * Span::DAY.0);

/// Looks at every demand.
pub(super) fn check(model: &Model, sections: &Sections<'_>) {
    for (number, section) in sections.demands.iter().enumerate().take(model.demands.len()) {
        let demand = DemandId(number as u32);
        let mut there = Presence { model, demand, ever: false, while_open: false };
        model.teams.iter().for_each(|team| there.look_at(team));
        if !there.ever {
            let message = "nobody who serves this demand is ever there during the run";
            let help =
                "look at the days and the hours of those who serve it, at their skills, and at the time of the run";
            section.warn_always(&["name"], Problem::new(message, help));
        } else if !there.while_open {
            let message = "nobody who serves this demand is ever there while it is open";
            let help = "write opening hours in which agents are there, or other hours for the agents";
            section.warn_always(&["open"], Problem::new(message, help));
        }
        if let Some(problem) = nobody_else(model, demand) {
            section.warn_always(&["name"], problem);
        }
    }
}

/// Delays and fallbacks mean nothing where nobody serves without them.
fn nobody_else(model: &Model, demand: DemandId) -> Option<Problem> {
    let own = |team: &Team| team.particulars.iter().filter_map(|it| it.serves.clone()).flatten().collect::<Vec<_>>();
    let all = model.teams.iter().flat_map(|team| team.serves.iter().copied().chain(own(team)));
    let froms: Vec<ServesFrom> = all.filter(|serves| serves.demand == demand).map(|serves| serves.from).collect();
    if froms.is_empty() || froms.contains(&ServesFrom::After(Span::ZERO)) {
        return None;
    }
    let message = match froms.contains(&ServesFrom::Fallback) && froms.iter().all(|from| *from == ServesFrom::Fallback)
    {
        true => "everybody who serves this demand is a fallback, and they serve it at once",
        false => "nobody serves this demand without a delay, and the shortest one has no effect",
    };
    Some(Problem::new(message, "name it in `serves` of some team without a delay"))
}

/// Whether somebody who serves a demand is there at all, and while it is open.
struct Presence<'m> {
    model: &'m Model,
    demand: DemandId,
    ever: bool,
    while_open: bool,
}

impl Presence<'_> {
    fn look_at(&mut self, team: &Team) {
        let zone = self.model.team_zone(team);
        let any = |places: std::ops::Range<u32>| self.serves_at_one_of(team, places);
        match &team.agents {
            Staffing::Weekly(_) | Staffing::Dated(_) if !any(0..1) => {}
            Staffing::Weekly(counts) => self.look_at_week(zone, &counts_as_hours(counts)),
            Staffing::Dated(steps) => {
                let ends = steps.iter().skip(1).map(|step| step.0).chain([self.model.frame.end()]);
                steps.iter().zip(ends).filter(|(step, _)| step.1 > 0).for_each(|(step, end)| self.saw(step.0, end));
            }
            Staffing::Shifts(shifts) => {
                let mut first = 0;
                for shift in shifts {
                    if self.serves_at_one_of(team, first..first + shift.agents) {
                        self.look_at_week(zone, &hours_of(shift));
                    }
                    first += shift.agents;
                }
            }
            Staffing::Schedule(agents) => {
                for (place, stints) in (0..).zip(agents) {
                    if self.serves_at_one_of(team, place..place + 1) {
                        stints.iter().for_each(|stint| self.saw(stint.from, stint.to));
                    }
                }
            }
        }
    }

    fn serves_at_one_of(&self, team: &Team, mut places: std::ops::Range<u32>) -> bool {
        let own = |place: u32| team.particulars.iter().find(|it| it.place == place).and_then(|it| it.serves.as_ref());
        let of_team = team.serves(self.demand).is_some();
        let differing = team.particulars.iter().filter(|it| it.serves.is_some() && places.contains(&it.place)).count();
        // Most agents have nothing of their own.
        if differing < places.len() && of_team {
            return true;
        }
        differing > 0 && places.any(|place| own(place).is_some_and(|own| own.iter().any(|it| it.demand == self.demand)))
    }

    fn look_at_week(&mut self, zone: &Zone, hours: &Weekly<bool>) {
        let end = self.model.frame.end().min(Time::START + LOOKED_AT);
        let mut now = Time::START;
        while let Some(from) = zone.next_within(hours, now).filter(|from| *from < end) {
            let to = zone.next_change(hours, from).unwrap_or(end).min(end);
            self.saw(from, to);
            if self.while_open || to >= end {
                break;
            }
            now = to;
        }
    }

    fn saw(&mut self, from: Time, to: Time) {
        let demand = &self.model.demands[self.demand.index()];
        let (from, to) = (from, to.min(self.model.frame.end()));
        self.ever |= from < to;
        let zone = self.model.open_zone(demand);
        let opens = |open| zone.next_within(open, from).is_some_and(|at| at < to);
        self.while_open |= from < to && demand.open.as_ref().is_none_or(opens);
    }
}

fn counts_as_hours(counts: &Weekly<u32>) -> Weekly<bool> {
    let ends = counts.steps().iter().skip(1).map(|step| step.0).chain([WEEK]);
    let pieces: Vec<_> = counts.steps().iter().zip(ends).map(|(step, end)| (step.0, end, step.1 > 0)).collect();
    Weekly::from_pieces(&pieces, false).unwrap_or_else(|_| Weekly::constant(true))
}

fn hours_of(shift: &Shift) -> Weekly<bool> {
    let mut pieces = Vec::new();
    for day in (0..7).filter(|day| shift.days[*day as usize]) {
        let next = (day + 1) % 7 * DAY;
        pieces.push((day * DAY + shift.from, day * DAY + shift.to.min(DAY), true));
        pieces.extend((shift.to > DAY).then(|| (next, next + shift.to - DAY, true)));
    }
    // A shift lasts a day at most: it never overlaps itself.
    Weekly::from_pieces(&pieces, false).unwrap_or_else(|_| Weekly::constant(true))
}
