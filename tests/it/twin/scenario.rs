//! Scenarios drawn at random: small enough to be read, with as many coincidences as possible.

mod front;
pub(crate) mod knobs;
mod lively;
mod workforce;
mod zones;

use lively::Taste;
use quasisync::civil::{WEEK, Weekly, Zone};
use quasisync::model::{Arrivals, Demand, Ending, Frame, Model, Target, Team, Until};
use quasisync::policy::{
    Adaptive, AssignmentKey, Capacity, Clock, Close, CloseClock, Door, Entry, Inactivity, Limits, OrderKey, Ownership,
    Policy, Reactivation, To, Weights,
};
use quasisync::random::{Count, Law, Stream};
use quasisync::units::{DemandId, Span, Time};
use quasisync::workload::{End, Exchange, Workload};
use std::fmt;

/// Everything that a run needs.
#[derive(Clone, Debug)]
pub(crate) struct Scenario {
    pub(crate) model: Model,
    pub(crate) workload: Workload,
    pub(crate) policy: Policy,
}

impl fmt::Display for Scenario {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "{:?}, past {}", self.model.frame, self.model.past)?;
        for (number, it) in self.model.demands.iter().enumerate() {
            let (until, gap) = (it.patience.until, it.reply.default_gap);
            writeln!(out, "demand {number}: class {}, {:?}, until {until:?}, default gap {gap}", it.class, it.target)?;
        }
        for (number, it) in self.model.teams.iter().enumerate() {
            write!(out, "team {number}: {:?}, ", it.zone)?;
            write!(out, "slowdown {:?}, switch cost {}", it.slowdown, it.switch_cost)?;
            writeln!(out, ", wrap-up {:?}", it.wrap_up.as_ref().map(|it| (it.law.mean(), it.holds)))?;
        }
        out.write_str(&workforce::words(self))?;
        out.write_str(&front::words(self))?;
        out.write_str(&lively::words(self))?;
        out.write_str(&knobs::words(self))?;
        for (number, it) in self.workload.customers.iter().enumerate() {
            let (arrives, end) = (it.arrives.since(Time::START), self.workload.end(number));
            write!(out, "customer {number}, demand {}, {arrives}, {end:?}:", it.demand().0)?;
            for exchange in 0..it.count() {
                let exchange = self.workload.exchange(number, exchange);
                let span = |span: Option<Span>| span.map_or("never".into(), |span| span.to_string());
                let (latency, patience) = (span(exchange.latency()), span(exchange.patience()));
                let (handling, mode) = (exchange.handling(), exchange.mode());
                write!(out, " [handling {handling}, latency {latency}, patience {patience}, mode {mode}]")?;
            }
            writeln!(out)?;
        }
        out.write_str(&policy_words(&self.policy))
    }
}

/// What a policy does in another way than the plainest.
fn policy_words(policy: &Policy) -> String {
    let fields = |it: &Policy| {
        [
            format!("capacity: {:?}", it.capacity),
            format!("queue: {:?}", it.queue),
            format!("dispatch: {:?}", it.dispatch),
            format!("assignment: {:?}", it.assignment),
            format!("offer: {:?}", it.offer),
            format!("inbox: {:?}", it.inbox),
            format!("unanswered: {:?}", it.unanswered),
            format!("inactivity: {:?}", it.inactivity),
            format!("silence: {:?}", it.silence),
            format!("reactivation: {:?}", it.reactivation),
            format!("reactivation of parked ones: {:?}", it.reactivation_parked),
            format!("reactivation of closed ones: {:?}", it.reactivation_closed),
            format!("close: {:?}", it.close),
            format!("desk: {:?}", it.desk),
            format!("door: {:?}", it.door),
            format!("escalation: {:?}", it.escalation),
            format!("own: {:?}", it.own),
        ]
    };
    let plain = fields(&Policy::new("", Capacity::uniform(0, 1, 1)));
    fields(policy).into_iter().filter(|it| !plain.contains(it)).map(|it| it + "\n").collect()
}

/// What a model needs besides, when nothing is sampled from it.
pub(crate) fn demand(number: usize, until: Until) -> Demand {
    let zero = || Law::constant(0.0).expect("zero is a value");
    let once = Count::constant(1).expect("one is a count");
    let mut it = Demand::new(&format!("demand {number}"), Arrivals::Trace(Vec::new()), once, zero(), zero());
    it.patience.until = until;
    it.ending = Ending::recognised(0.5);
    it
}

/// Numbers at random, the same for the same seed.
struct Dice(Stream);

impl Dice {
    fn below(&mut self, count: u64) -> u64 {
        self.0.word() % count
    }

    fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }

    fn of<T: Clone>(&mut self, values: &[T]) -> T {
        values[self.below(values.len() as u64) as usize].clone()
    }

    /// Few short, many equal, some long spans.
    fn span(&mut self, unit: u64) -> Span {
        Span::milliseconds(match self.below(10) {
            0..=2 => 0,
            3..=8 => self.below(5) * unit,
            _ => self.below(30_000),
        })
    }
}

/// A customer's arrival, demand, exchanges and ending.
pub(crate) type Row = (Time, DemandId, Vec<Exchange>, End);

/// A workload row by row.
pub(crate) fn rows(workload: &Workload) -> Vec<Row> {
    let row = |number: usize| {
        let it = &workload.customers[number];
        let plain = |it: Exchange| Exchange::new(it.handling(), it.latency(), it.patience(), it.mode());
        let exchanges = (0..it.count()).map(|place| plain(workload.exchange(number, place))).collect();
        (it.arrives, it.demand(), exchanges, workload.end(number))
    };
    (0..workload.customers.len()).map(row).collect()
}

/// How lively the scenario of a seed is: every third is plain.
fn taste(dice: &mut Dice, seed: u64, unit: u64) -> Option<Taste> {
    (!seed.is_multiple_of(3)).then(|| Taste { rare: dice.of(&[2, 4, 10]), unit: dice.of(&[unit, unit, 1, 1000]) })
}

/// What is new in a scenario besides what is drawn anyway.
#[derive(Clone, Copy, Debug)]
pub(crate) struct News {
    /// People, desk rules, who serves whom from when on, colleagues.
    pub(crate) workforce: bool,
    /// Channels, bots, urgency, transfer, escalation.
    pub(crate) front: bool,
    /// Every knob of who gets what and when.
    pub(crate) routing: bool,
    /// Every knob of silence, closing and coming back.
    pub(crate) silence: bool,
}

pub(crate) const NOTHING: News = News { workforce: false, front: false, routing: false, silence: false };
pub(crate) const WORKFORCE: News = News { workforce: true, ..NOTHING };
pub(crate) const FRONT: News = News { front: true, ..NOTHING };
pub(crate) const EVERYTHING: News = News { workforce: true, front: true, ..NOTHING };
pub(crate) const ROUTING: News = News { routing: true, ..NOTHING };
pub(crate) const SILENCE: News = News { silence: true, ..NOTHING };
pub(crate) const KNOBS: News = News { routing: true, silence: true, ..NOTHING };
pub(crate) const KNOBS_OF_PEOPLE: News = News { workforce: true, ..KNOBS };
pub(crate) const KNOBS_OF_CHANNELS: News = News { front: true, ..KNOBS };
pub(crate) const KNOBS_OF_EVERYTHING: News = News { workforce: true, front: true, ..KNOBS };

/// The scenario of a seed, with a workload row by row, and nothing new.
pub(crate) fn drawn(seed: u64) -> Scenario {
    drawn_with(seed, NOTHING)
}

/// The scenario of a seed, with a workload sampled from its model, and nothing new.
pub(crate) fn sampled(seed: u64) -> Scenario {
    sampled_with(seed, NOTHING)
}

/// The scenario of a seed, with a workload row by row.
pub(crate) fn drawn_with(seed: u64, news: News) -> Scenario {
    let mut dice = Dice(Stream::new([seed, 0x7717], [0; 3]));
    // Where spans are whole seconds they coincide with changes of staff.
    let unit = dice.of(&[1, 1000, 1000, 1000]);
    let model = model(&mut dice, unit, false);
    let workload = workload(&mut dice, &model, unit);
    let policy = policy(&mut dice, &model, unit);
    let mut it = Scenario { model, workload, policy };
    add_news(seed, news, unit, &mut it.model, &mut it.policy, false);
    let mut dice = Dice(Stream::new([seed, 0x11fe], [0; 3]));
    if let Some(taste) = taste(&mut dice, seed, unit) {
        lively::model(&mut dice, taste, &mut it.model, false);
        it.workload = lively::workload(&mut dice, taste, &it.model, &it.workload);
        lively::policy(&mut dice, taste, &it.model, &mut it.policy);
    }
    turn_knobs(seed, news, unit, &mut it.model, &mut it.policy);
    zones::model(&mut Dice(Stream::new([seed, 0x20e5], [0; 3])), &mut it.model);
    past(&mut Dice(Stream::new([seed, 0xba5e], [0; 3])), &mut it.model);
    it
}

/// The scenario of a seed, with a workload sampled from its model, and agents of different speeds.
pub(crate) fn sampled_with(seed: u64, news: News) -> Scenario {
    let mut dice = Dice(Stream::new([seed, 0x5a3b], [0; 3]));
    let mut model = model(&mut dice, 1000, true);
    let (name, replication) = (dice.below(1000), dice.below(10) as u32);
    let mut policy = policy(&mut dice, &model, 1000);
    add_news(seed, news, 1000, &mut model, &mut policy, true);
    let mut dice = Dice(Stream::new([seed, 0x11ff], [0; 3]));
    if let Some(taste) = taste(&mut dice, seed, 1000) {
        lively::model(&mut dice, taste, &mut model, true);
        lively::policy(&mut dice, taste, &model, &mut policy);
    }
    turn_knobs(seed, news, 1000, &mut model, &mut policy);
    zones::model(&mut Dice(Stream::new([seed, 0x20e6], [0; 3])), &mut model);
    let workload = Workload::sample(&model, name, replication);
    Scenario { model, workload, policy }
}

/// In every fourth scenario whoever comes in the first seconds is the backlog.
fn past(dice: &mut Dice, model: &mut Model) {
    if dice.one_in(4) {
        model.past = dice.of(&[Span(1), Span::SECOND, Span(7 * Span::SECOND.0), Span(8_500_000)]);
        model.frame.warm_up = model.frame.warm_up.max(model.past);
    }
}

fn add_news(seed: u64, news: News, unit: u64, model: &mut Model, policy: &mut Policy, sampled: bool) {
    if news.workforce {
        let mut dice = Dice(Stream::new([seed, 0x4a0b], [0; 3]));
        workforce::model(&mut dice, unit, model);
        workforce::policy(&mut dice, unit, policy);
    }
    if news.front {
        let mut dice = Dice(Stream::new([seed, 0xf207], [0; 3]));
        let taste = Taste { rare: dice.of(&[2, 2, 4]), unit };
        front::model(&mut dice, taste, model, sampled);
        front::policy(&mut dice, taste, model, policy);
    }
}

fn turn_knobs(seed: u64, news: News, unit: u64, model: &mut Model, policy: &mut Policy) {
    if news.routing || news.silence {
        let mut dice = Dice(Stream::new([seed, 0x6b0b], [0; 3]));
        let taste = Taste { rare: dice.of(&[2, 3, 6]), unit };
        knobs::model(&mut dice, taste, model);
        knobs::policy(&mut dice, taste, news, model, policy);
    }
}

fn model(dice: &mut Dice, unit: u64, sampled: bool) -> Model {
    let seconds = 10 + dice.below(90);
    let from = if dice.one_in(3) { WEEK - dice.below(60) as u32 } else { dice.below(u64::from(WEEK)) as u32 };
    let frame = Frame {
        // The Monday after the first of January 1970.
        zone: Zone::new(i64::from(from) + 4 * 86_400 + 2000 * i64::from(WEEK)),
        warm_up: Span::milliseconds(dice.below(3) * 1000),
        horizon: Span::milliseconds(seconds * 1000),
        cool_down: Span::milliseconds(dice.of(&[0, 1, 60, 600]) * 1000),
        interval: Span::MINUTE,
    };
    let count = 1 + dice.below(3) as usize;
    let mut demands: Vec<Demand> = (0..count).map(|_| demand_of(dice, unit)).collect();
    for (number, it) in demands.iter_mut().enumerate() {
        it.name = format!("demand {number}");
        if sampled {
            sampled_demand(dice, it);
        }
    }
    let count = 1 + dice.below(3);
    let mut teams: Vec<Team> = (0..count)
        .map(|number| Team {
            name: format!("team {number}"),
            serves: (0..demands.len() as u32).filter(|_| dice.below(3) > 0).map(|it| DemandId(it).into()).collect(),
            agents: staffing(dice, from % WEEK, seconds as u32, 6 / count).into(),
            speed_ln_sd: if sampled { 0.3 } else { 0.0 },
            slowdown: dice.of(&[vec![1.0], vec![1.0, 1.25, 1.5], vec![0.8, 1.0, 1.1, 4.0], vec![1.0, 2.0], vec![1.3]]),
            switch_cost: dice.of(&[Span::ZERO, Span::milliseconds(unit), Span(1_234_567)]),
            wrap_up: dice
                .of(&[None, Some(0.0), Some(unit as f64 / 1000.0), Some(3.5)])
                .map(|it| Law::constant(it).unwrap().into()),
            ..Team::new("", Vec::new(), Weekly::constant(1))
        })
        .collect();
    for demand in (0..demands.len() as u32).map(DemandId) {
        if !teams.iter().any(|team| team.serves(demand).is_some()) {
            let team = dice.below(count) as usize;
            teams[team].serves.push(demand.into());
            teams[team].serves.sort();
        }
    }
    for (number, team) in teams.iter_mut().enumerate() {
        if team.serves.is_empty() {
            team.serves.push(DemandId((number % demands.len()) as u32).into());
        }
    }
    Model::new(frame, demands, teams)
}

fn demand_of(dice: &mut Dice, unit: u64) -> Demand {
    let mut it = demand(0, dice.of(&[Until::Assigned, Until::Handling, Until::Reply]));
    it.class = dice.of(&[0, 0, 1, 2, 255]);
    if dice.below(3) > 0 {
        it.target = Some(Target { first: dice.span(unit), later: dice.span(unit), share: 0.8, in_hours: false });
    }
    it.reply.default_gap = dice.of(&[Span::ZERO, Span::milliseconds(unit), Span::milliseconds(3 * unit), Span::MINUTE]);
    it
}

fn sampled_demand(dice: &mut Dice, it: &mut Demand) {
    let exponential = |mean: f64| Law::exponential(mean).expect("a mean");
    it.arrivals = Arrivals::Poisson(Weekly::constant(dice.of(&[100.0, 400.0, 1500.0])));
    it.exchanges = Count::geometric(dice.of(&[1.5, 3.0])).expect("a mean");
    it.handling_first = exponential(dice.of(&[1.0, 5.0]));
    it.handling_later = exponential(dice.of(&[0.5, 3.0]));
    it.patience.first = dice.of(&[None, Some(2.0), Some(10.0)]).map(exponential);
    it.patience.later = dice.of(&[None, Some(2.0), Some(10.0)]).map(exponential);
    it.ghosts = dice.of(&[0.0, 0.2]);
    it.reply.personal_ln_sd = dice.of(&[0.0, 0.5]);
    it.reply.modes[0].latency = exponential(dice.of(&[0.5, 3.0, 10.0]));
}

/// A constant number of agents, or one that changes at whole seconds of the run.
fn staffing(dice: &mut Dice, from: u32, seconds: u32, most: u64) -> Weekly<u32> {
    if dice.below(3) == 0 {
        return Weekly::constant(1 + dice.below(most) as u32);
    }
    let pieces = pieces(dice, from, seconds, |dice| dice.below(most + 1) as u32);
    Weekly::from_pieces(&pieces, dice.below(2) as u32).expect("one after the other")
}

/// Values that change at whole seconds of a run that begins in a second of the week.
fn pieces<T: Copy>(
    dice: &mut Dice,
    from: u32,
    seconds: u32,
    mut value: impl FnMut(&mut Dice) -> T,
) -> Vec<(u32, u32, T)> {
    let mut changes: Vec<u32> = (0..dice.below(6)).map(|_| dice.of(&[10, seconds]).min(seconds)).collect();
    for change in &mut changes {
        *change = dice.below(u64::from(*change)) as u32;
    }
    changes.extend([0, seconds]);
    changes.sort_unstable();
    let mut pieces = Vec::new();
    for (begin, end) in changes.iter().zip(&changes[1..]).filter(|(begin, end)| begin < end) {
        let (begin, end, value) = ((from + begin) % WEEK, (from + end - 1) % WEEK + 1, value(dice));
        if begin < end {
            pieces.push((begin, end, value));
        } else {
            pieces.extend([(begin, WEEK, value), (0, end, value)]);
        }
    }
    pieces
}

fn workload(dice: &mut Dice, model: &Model, unit: u64) -> Workload {
    let mut at = Time(0);
    let customers = if dice.one_in(2) { 1 + dice.below(6) } else { 1 + dice.below(30) };
    let most = 1 + dice.below(5);
    let rows: Vec<_> = (0..customers)
        .map(|_| {
            at = at + if dice.one_in(8) { dice.span(unit) } else { Span::milliseconds(dice.below(3) * unit) };
            let exchanges: Vec<Exchange> = (0..1 + dice.below(most))
                .map(|_| {
                    let latency = (dice.below(8) > 0).then(|| dice.span(unit));
                    let patience = (dice.below(2) > 0).then(|| dice.span(2 * unit));
                    Exchange::new(dice.span(unit), latency, patience, 0)
                })
                .collect();
            (at, DemandId(dice.below(model.demands.len() as u64) as u32), exchanges, dice.one_in(2))
        })
        .collect();
    Workload::of(rows)
}

fn policy(dice: &mut Dice, model: &Model, unit: u64) -> Policy {
    let limits = |dice: &mut Dice| {
        let preferred = 1 + dice.below(4) as u32;
        Limits { preferred, maximum: preferred + dice.below(3) as u32 }
    };
    let clock = dice.of(&[Clock::LastAgent, Clock::LastCustomerWhileAwaiting]);
    let after = dice.span(unit);
    let inactivity = match dice.below(6) {
        0 => Inactivity::Never,
        1 => Inactivity::AtOnce,
        2 => Inactivity::After { after, clock },
        3 => Inactivity::Adaptive { adaptive: adaptive(dice, unit), clock },
        _ => Inactivity::OnDemand { after, clock },
    };
    let closes = [CloseClock::Inactive, CloseClock::LastAgent, CloseClock::LastCustomerWhileAwaiting];
    Policy {
        name: "drawn".into(),
        capacity: Capacity {
            ownership: dice.of(&[Ownership::Agent, Ownership::Team]),
            limits: model.teams.iter().map(|_| limits(dice)).collect(),
            weights: Weights { inactive: dice.of(&[0, 0, 100, 333, 500, 1000]), ..Weights::default() },
            channels: Vec::new(),
            ..Capacity::uniform(0, 1, 1)
        },
        queue: order(dice, unit),
        assignment: assignment(dice),
        inbox: order(dice, unit),
        inactivity,
        reactivation: Reactivation {
            to: dice.of(&[To::OwnerSignedIn, To::OwnerBelowMaximum, To::Queue]),
            at: dice.of(&[Entry::Back, Entry::Original, Entry::Front]),
            wait: Span::ZERO,
        },
        close: Close { after: (dice.below(3) > 0).then(|| (dice.span(unit), dice.of(&closes))), ..Close::default() },
        door: Door {
            waiting: dice.of(&[None, None, Some(0), Some(1), Some(3)]),
            inside: dice.of(&[None, None, None, Some(0), Some(2), Some(6)]),
            ..Door::default()
        },
        ..Policy::new("", Capacity::uniform(0, 1, 1))
    }
}

fn adaptive(dice: &mut Dice, unit: u64) -> Adaptive {
    let minimum = dice.span(unit);
    Adaptive { factor: dice.of(&[0.3, 1.0, 1.5, 7.77]), minimum, maximum: minimum + dice.span(unit) + Span(1000) }
}

/// At most as many keys as fit.
fn order(dice: &mut Dice, unit: u64) -> Vec<OrderKey> {
    let mut order = Vec::new();
    for _ in 0..dice.below(5) {
        let key = match dice.below(11) {
            0 => OrderKey::JoinedFirst,
            1 => OrderKey::WaitingLongest,
            2 => OrderKey::Newest,
            3 => OrderKey::Class,
            4 => OrderKey::Deadline,
            5 => OrderKey::RepliesFirst,
            6 => OrderKey::ReactivatedFirst,
            7 => OrderKey::ReactivatedLast,
            8 => OrderKey::Adaptive(adaptive(dice, unit)),
            9 => OrderKey::MostEngaged,
            _ => OrderKey::Random,
        };
        if order.iter().chain([&key]).map(OrderKey::width).sum::<u32>() <= OrderKey::MOST {
            order.push(key);
        }
    }
    order
}

fn assignment(dice: &mut Dice) -> Vec<AssignmentKey> {
    let keys = [
        AssignmentKey::LeastLoaded,
        AssignmentKey::MostSpare,
        AssignmentKey::MostLoaded,
        AssignmentKey::LongestIdle,
        AssignmentKey::Cyclic,
        AssignmentKey::Random,
    ];
    (0..dice.below(4)).map(|_| dice.of(&keys)).collect()
}
