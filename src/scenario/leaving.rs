//! Rules about agents and their days that change nothing where they are written, or go wrong.

use super::decode::Problem;
use super::fit::{Section, Sections};
use crate::model::{Model, Staffing, Team};
use crate::policy::{Leaving, Ownership, Policy};
use crate::units::Span;

/// Looks at all policies.
pub(super) fn check(model: &Model, rules: &[Policy], sections: &Sections<'_>) {
    let teams = &sections.teams;
    for (policy, section) in rules.iter().zip(&sections.policies) {
        if policy.capacity.ownership == Ownership::Team {
            let help = "write ownership = \"agent\", or remove it";
            let message = "this has no effect: with ownership \"team\" an inbox stays where it is, whoever leaves";
            section.warn(&["desk"], Problem::new(message, help));
            refuse_own_demands(model, teams, section);
        } else {
            section.check_desk(policy, model);
        }
    }
    let owned_by_teams = |policy: &Policy| policy.capacity.ownership == Ownership::Team;
    for (team, section) in model.teams.iter().zip(teams) {
        if team.looks.is_some() && rules.iter().any(owned_by_teams) {
            let whose = if rules.iter().all(owned_by_teams) { "with" } else { "in the policies with" };
            let message =
                format!("this has no effect {whose} ownership \"team\": whoever is free takes the next message");
            section.warn(&["looks"], Problem::new(message, "write ownership = \"agent\" there, or remove it"));
        }
    }
}

/// In a shared inbox nobody can be told apart.
fn refuse_own_demands(model: &Model, teams: &[Section<'_>], policy: &Section<'_>) {
    let differs = |team: &&Team| team.particulars.iter().any(|it| it.serves.is_some());
    let Some(place) = model.teams.iter().position(|team| differs(&team)) else { return };
    let message = format!(
        "the agents of `{}` do not serve the same demands, and must own their conversations",
        model.teams[place].name
    );
    let help = "write ownership = \"agent\", or make a team of those who serve the same";
    let mut problem = Problem::new(message, help);
    if let Some(there) = teams[place].place_of(&["agent"]) {
        problem = problem.related(there, "what agents have of their own");
    }
    policy.refuse(&["capacity", "ownership"], problem);
}

impl Section<'_> {
    fn check_desk(&self, policy: &Policy, model: &Model) {
        let people = model.teams.iter().any(|team| team.agents.has_people());
        if !people {
            let message =
                "this has no effect: agents who are only counted have neither breaks nor a planned end of their shift";
            let help = "write [[team.shift]] sections, or remove it";
            self.warn(&["desk", "no_new_before"], Problem::new(message, help));
            self.warn(&["desk", "breaks"], Problem::new(message, help));
            if policy.desk.shift_end == Leaving::Finish {
                let message = "agents who are only counted leave after the reply in hand, as with \"hand-over\"";
                self.warn(
                    &["desk", "shift_end"],
                    Problem::new(message, "write \"hand-over\", or [[team.shift]] sections"),
                );
            }
        }
        let shifts = model.teams.iter().filter_map(|team| match &team.agents {
            Staffing::Shifts(shifts) => Some(shifts),
            _ => None,
        });
        let length = |shift: &crate::model::Shift| Span(u64::from(shift.to - shift.from) * Span::SECOND.0);
        let short =
            shifts.flatten().filter(|shift| shift.agents > 0).find(|shift| length(shift) <= policy.desk.no_new_before);
        if let Some(shift) = short {
            let message =
                format!("the agents of the shift `{}` never get new work: it lasts {}", shift.name, length(shift));
            self.warn(&["desk", "no_new_before"], Problem::new(message, "write a shorter span"));
        }
    }
}
