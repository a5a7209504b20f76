//! Every small case: up to three customers, two agents, two exchanges, spans of 0, 1 and 2 milliseconds, under policies
//! that together use every value of every rule. Everything happens at once nearly always, so every tie is met.

mod desks;
mod knobs;
mod lively;

use super::scenario::{Scenario, demand};
use super::{agree, disagreement};
use quasisync::civil::{Weekly, Zone};
use quasisync::model::{Frame, Model, Target, Team, Until};
use quasisync::policy::{
    Adaptive, AssignmentKey, Capacity, Clock, Close, CloseClock, Door, Entry, Inactivity, Limits, OrderKey, Ownership,
    Policy, Reactivation, To, Weights,
};
use quasisync::random::{Law, philox};
use quasisync::units::{DemandId, Span, Time};
use quasisync::workload::{End, Exchange, Workload};
use rayon::prelude::*;

const POLICIES: u64 = 96;
const MODELS: u64 = 3 * 3 * 3;
/// One exchange: handling 0, 1, 2; patience 0, 1, 2, none; one of two endings.
const SHORT: u64 = 3 * 4 * 2;
/// Two exchanges: that, and latency 0, 1, 2 or never, and handling and patience again.
const LONG: u64 = SHORT * 4 * 3 * 4;

/// Takes a number apart, digit by digit.
struct Digits(u64);

impl Digits {
    fn next(&mut self, base: u64) -> u64 {
        let digit = self.0 % base;
        self.0 /= base;
        digit
    }

    /// 0, 1 or 2 milliseconds.
    fn span(&mut self) -> Span {
        Span::milliseconds(self.next(3))
    }

    /// 0, 1 or 2 milliseconds, or never.
    fn span_or_never(&mut self) -> Option<Span> {
        Some(self.next(4)).filter(|&it| it < 3).map(Span::milliseconds)
    }
}

/// Under what the customers come, and the two ways in which their visits may end.
struct Setting {
    model: Model,
    policy: Policy,
    ends: [End; 2],
}

/// Every model under every policy.
fn plain() -> Vec<Setting> {
    let ends = [End::Silent, End::Recognised];
    let setting = |number| Setting { model: model(Digits(number % MODELS)), policy: policy(number / MODELS), ends };
    (0..MODELS * POLICIES).map(setting).collect()
}

/// The same with everything that makes them lively.
fn lively() -> Vec<Setting> {
    plain().into_iter().enumerate().map(|(number, it)| lively::setting(number as u64, it)).collect()
}

fn behaviour(mut digits: Digits, long: bool) -> (Vec<Exchange>, usize) {
    let end = digits.next(2) as usize;
    let (handling, patience) = (digits.span(), digits.span_or_never());
    if !long {
        return (vec![Exchange::new(handling, None, patience, 0)], end);
    }
    let first = Exchange::new(handling, digits.span_or_never(), patience, 0);
    (vec![first, Exchange::new(digits.span(), None, digits.span_or_never(), 0)], end)
}

/// One or two agents in one team, or one in each of two teams, the second of which serves one demand only.
fn model(mut digits: Digits) -> Model {
    let until = [Until::Assigned, Until::Handling, Until::Reply][digits.next(3) as usize];
    let mut demands = vec![demand(0, until), demand(1, until)];
    demands[0].class = 1;
    demands[0].target = Some(Target { first: Span(1000), later: Span(0), share: 0.5, in_hours: false });
    demands[0].reply.default_gap = Span(3000);
    let staffing: &[(u32, &[u32])] = match digits.next(3) {
        0 => &[(1, &[0, 1])],
        1 => &[(2, &[0, 1])],
        _ => &[(1, &[0, 1]), (1, &[1])],
    };
    let (slowdown, switch, wrap_up) =
        [(vec![1.0], 0, None), (vec![1.0, 2.0], 1, Some(0.0)), (vec![0.5, 1.5], 0, Some(0.001))]
            [digits.next(3) as usize]
            .clone();
    let team = |(number, &(agents, serves)): (usize, &(u32, &[u32]))| Team {
        name: format!("team {number}"),
        serves: serves.iter().map(|&demand| DemandId(demand).into()).collect(),
        agents: Weekly::constant(agents).into(),
        speed_ln_sd: 0.0,
        slowdown: slowdown.clone(),
        switch_cost: Span::milliseconds(switch),
        wrap_up: wrap_up.map(|it| Law::constant(it).expect("a span").into()),
        ..Team::new("", Vec::new(), Weekly::constant(1))
    };
    let frame = Frame {
        zone: Zone::new(0),
        warm_up: Span::ZERO,
        horizon: Span::milliseconds(30),
        cool_down: Span::ZERO,
        interval: Span::milliseconds(10),
    };
    let teams = staffing.iter().enumerate().map(team).collect();
    Model::new(frame, demands, teams)
}

/// A policy of which every part is chosen by its own digit of a number that mixes well.
fn policy(number: u64) -> Policy {
    let mut knob = 0;
    let mut choose = |count: u64| {
        knob += 1;
        (philox([number, 0], [knob, 0, 0, 0])[0] % count) as usize
    };
    let adaptive = Adaptive { factor: 0.7, minimum: Span(500), maximum: Span(2000) };
    let keys = [
        OrderKey::JoinedFirst,
        OrderKey::WaitingLongest,
        OrderKey::Newest,
        OrderKey::Class,
        OrderKey::Deadline,
        OrderKey::RepliesFirst,
        OrderKey::ReactivatedFirst,
        OrderKey::ReactivatedLast,
        OrderKey::Adaptive(adaptive),
        OrderKey::MostEngaged,
        OrderKey::Random,
    ];
    let desks = [
        AssignmentKey::LeastLoaded,
        AssignmentKey::MostSpare,
        AssignmentKey::MostLoaded,
        AssignmentKey::LongestIdle,
        AssignmentKey::Cyclic,
        AssignmentKey::Random,
    ];
    let after = Span::milliseconds(choose(3) as u64);
    let clock = [Clock::LastAgent, Clock::LastCustomerWhileAwaiting][choose(2)];
    let inactivity = [
        Inactivity::Never,
        Inactivity::AtOnce,
        Inactivity::After { after, clock },
        Inactivity::Adaptive { adaptive, clock },
        Inactivity::OnDemand { after, clock },
        Inactivity::OnDemand { after, clock },
    ];
    let closes = [CloseClock::Inactive, CloseClock::LastAgent, CloseClock::LastCustomerWhileAwaiting];
    let close = Close { after: Some((Span::milliseconds(choose(3) as u64), closes[choose(3)])), ..Close::default() };
    let limits = |preferred, more| Limits { preferred: preferred as u32, maximum: (preferred + more) as u32 };
    Policy {
        name: format!("policy {number}"),
        capacity: Capacity {
            ownership: [Ownership::Agent, Ownership::Agent, Ownership::Team][choose(3)],
            limits: vec![limits(1 + choose(2), choose(2)), limits(1 + choose(2), choose(2))],
            weights: Weights { inactive: [0, 0, 333, 500, 1000][choose(5)], ..Weights::default() },
            channels: Vec::new(),
            ..Capacity::uniform(0, 1, 1)
        },
        queue: (0..choose(3)).map(|_| keys[choose(11)].clone()).collect(),
        assignment: (0..choose(3)).map(|_| desks[choose(6)].clone()).collect(),
        inbox: (0..choose(3)).map(|_| keys[choose(11)].clone()).collect(),
        inactivity: inactivity[choose(6)],
        reactivation: Reactivation {
            to: [To::OwnerSignedIn, To::OwnerBelowMaximum, To::Queue][choose(3)],
            at: [Entry::Back, Entry::Original, Entry::Front][choose(3)],
            wait: Span::ZERO,
        },
        close: if choose(3) == 0 { Close::default() } else { close },
        door: Door {
            waiting: [None, None, None, Some(0), Some(1)][choose(5)],
            inside: [None, None, None, Some(1), Some(2)][choose(5)],
            ..Door::default()
        },
        ..Policy::new("", Capacity::uniform(0, 1, 1))
    }
}

/// Runs `most` of the cases, evenly spread, or all of them: customers of so many exchanges each, every behaviour, every
/// gap between arrivals, every setting.
fn cover(settings: &[Setting], long: &[bool], most: u64) {
    let behaviours = |long: bool| if long { LONG } else { SHORT };
    let behaviour_sets = long.iter().map(|&it| behaviours(it)).product::<u64>();
    let all = behaviour_sets * 3_u64.pow(long.len() as u32 - 1) * settings.len() as u64;
    // The golden section spreads evenly, and a step that shares no factor with the number of cases repeats none.
    let mut step = (all as f64 * 0.618_033_988_749_895) as u64;
    while step.is_multiple_of(2) || step.is_multiple_of(3) {
        step += 1;
    }
    (0..most.min(all)).into_par_iter().for_each(|place| {
        let number = if most < all { (u128::from(place) * u128::from(step) % u128::from(all)) as u64 } else { place };
        let mut digits = Digits(number);
        let Setting { model, policy, ends } = &settings[digits.next(settings.len() as u64) as usize];
        let mut at = Time::START;
        let customers = long.iter().enumerate().map(|(place, &long)| {
            if place > 0 {
                at = at + digits.span();
            }
            let (exchanges, end) = behaviour(Digits(digits.next(behaviours(long))), long);
            (at, DemandId(place as u32 % 2), exchanges, ends[end])
        });
        let workload = Workload::of(customers.collect::<Vec<_>>());
        if disagreement(model, &workload, policy).is_some() {
            let scenario = Scenario { model: model.clone(), workload, policy: policy.clone() };
            agree(&format!("customers {long:?}, case {number}"), &scenario);
        }
    });
}

#[test]
fn one_customer() {
    cover(&plain(), &[false], u64::MAX);
    cover(&plain(), &[true], 200_000);
}

#[test]
fn two_customers() {
    cover(&plain(), &[false, false], 200_000);
    for long in [[true, false], [false, true], [true, true]] {
        cover(&plain(), &long, 120_000);
    }
}

#[test]
fn three_customers() {
    for long in [[false, false, false], [true, false, false], [true, true, false], [true, true, true]] {
        cover(&plain(), &long, 120_000);
    }
}

#[test]
fn one_lively_customer() {
    cover(&lively(), &[false], u64::MAX);
    cover(&lively(), &[true], 100_000);
}

#[test]
fn two_lively_customers() {
    for long in [[false, false], [true, false], [false, true], [true, true]] {
        cover(&lively(), &long, 60_000);
    }
}

#[test]
fn three_lively_customers() {
    for long in [[false, false, false], [true, false, false], [true, true, false], [true, true, true]] {
        cover(&lively(), &long, 40_000);
    }
}

#[test]
fn customers_of_people_who_come_and_go() {
    let settings = desks::settings();
    for long in [&[false, false][..], &[true], &[true, false], &[true, true], &[true, true, false]] {
        cover(&settings, long, 60_000);
    }
}

fn cover_few(settings: &[Setting]) {
    for long in [&[false, false][..], &[true], &[true, false], &[true, true], &[false, false, false]] {
        cover(settings, long, 40_000);
    }
}

#[test]
fn customers_who_are_offered() {
    cover_few(&knobs::offers());
}

#[test]
fn customers_who_wait_for_a_pass() {
    cover_few(&knobs::passes());
}

#[test]
fn customers_who_fall_silent() {
    cover_few(&knobs::silences());
}
