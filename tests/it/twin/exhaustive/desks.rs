//! Every rule of the end of a shift with every rule of breaks, every lead and both kinds of ownership, where shifts and
//! pauses begin and end within the milliseconds in which the customers write.

use super::{Digits, Setting, model, policy};
use quasisync::model::{Pause, Staffing, Stint, Why};
use quasisync::policy::{Desk, Leaving, Ownership};
use quasisync::units::{Span, Time};
use quasisync::workload::End;

const RULES: [Leaving; 6] =
    [Leaving::Finish, Leaving::Hold, Leaving::OnReply, Leaving::HandOver, Leaving::HandOverOpen, Leaving::HandOverAll];
const PLANS: u64 = 6;

/// From when to when somebody is there, with the pauses in between.
type Plan<'p> = (u64, u64, &'p [(Why, u64, u64)]);

/// Each of them under a few models and policies.
pub(super) fn settings() -> Vec<Setting> {
    (0..6 * 6 * 3 * 2 * PLANS * 3).map(setting).collect()
}

fn setting(number: u64) -> Setting {
    let mut digits = Digits(number);
    let (shift_end, breaks) = (RULES[digits.next(6) as usize], RULES[digits.next(6) as usize]);
    let (no_new_before, team, plan) = (digits.span(), digits.next(2) == 1, digits.next(PLANS));
    // What else there is changes with every setting.
    let (mut model, mut policy) = (model(Digits(number * 5)), policy(number));
    policy.desk = Desk { shift_end, breaks, no_new_before };
    policy.capacity.ownership = if team { Ownership::Team } else { Ownership::Agent };
    for it in &mut model.teams {
        it.agents = Staffing::Schedule((0..u64::from(it.places())).map(|place| stints(plan + place)).collect());
    }
    Setting { model, policy, ends: [End::Silent, End::Recognised] }
}

/// (from, to, pauses) in milliseconds.
fn stints(plan: u64) -> Vec<Stint> {
    let (break_, meeting) = (Why::Break, Why::Meeting);
    let stints: &[Plan<'_>] = match plan % PLANS {
        0 => &[(0, 2, &[]), (4, 20, &[])],
        1 => &[(0, 1, &[]), (1, 3, &[]), (4, 9, &[])],
        2 => &[(0, 12, &[(break_, 1, 2), (break_, 3, 5)])],
        3 => &[(0, 3, &[(meeting, 1, 2)]), (3, 12, &[(meeting, 4, 6)])],
        4 => &[(0, 3, &[(break_, 1, 3)]), (5, 12, &[(meeting, 5, 6), (break_, 6, 7)])],
        _ => &[(1, 3, &[(meeting, 2, 3)]), (3, 5, &[]), (6, 12, &[])],
    };
    let at = |millisecond: u64| Time::START + Span::milliseconds(millisecond);
    let pause = |&(why, from, to): &(Why, u64, u64)| Pause { why, from: at(from), to: at(to) };
    let stints = stints.iter();
    stints.map(|it| Stint { from: at(it.0), to: at(it.1), pauses: it.2.iter().map(pause).collect() }).collect()
}
