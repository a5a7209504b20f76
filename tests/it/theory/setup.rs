//! A queueing model in a few words: `Setup::queue(0.7, exponential(1.0), 1).lasting(500.0, 20_000.0).run("mm1_b")`.
//!
//! Everything is in minutes, like the models of the literature. `queue` is the classic one: an agent is a server with
//! one slot, a customer needs one exchange, and the agent sees that it was the last. `conversations` alternate between
//! needing a reply (work) and awaiting the customer (think); the number of works is geometric.

use super::ledger::Ledger;
use super::probe::Probe;
use super::runs::{Run, Runs};
use quasisync::civil::{DAY, WEEK, Weekly, Zone};
use quasisync::engine::{Summary, simulate};
use quasisync::experiment::Experiment;
use quasisync::facts::Observer;
use quasisync::metrics::measures::Interval;
use quasisync::model::{Arrivals, Demand, Frame, Model, Patience, Team, Until};
use quasisync::policy::{
    AssignmentKey, Capacity, Clock, CloseClock, Entry, Inactivity, Limits, OrderKey, Ownership, Policy, Reactivation,
    To,
};
use quasisync::random::{Count, Law, name_key};
use quasisync::recorder::Recorder;
use quasisync::textbook::{Textbook, recognised};
use quasisync::units::{DemandId, Span, Time};
use quasisync::workload::Workload;
use quasisync::world::World;
use rayon::prelude::*;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// So many slots that nobody ever waits for one.
const UNLIMITED: u32 = 1_000_000;
/// Independent replications.
const REPLICATIONS: u32 = 100;

/// Exponential with a mean in minutes.
pub(super) fn exponential(minutes: f64) -> Law {
    Law::exponential(minutes * 60.0).expect("a mean above zero")
}

/// Lognormal with a mean in minutes and a coefficient of variation.
pub(super) fn lognormal(minutes: f64, variation: f64) -> Law {
    Law::lognormal_mean_cv(minutes * 60.0, variation).expect("a mean and a variation above zero")
}

/// Always so many minutes.
pub(super) fn constant(minutes: f64) -> Law {
    Law::constant(minutes * 60.0).expect("not negative")
}

/// A span in minutes.
pub(super) fn minutes(minutes: f64) -> Span {
    Span::seconds(minutes * 60.0)
}

/// The arrivals of one replication, made from its number.
type Trace = Arc<dyn Fn(u32) -> Vec<Time> + Send + Sync>;

/// A model with its policy, ready to run.
#[derive(Clone)]
pub(super) struct Setup {
    model: Model,
    policy: Policy,
    traces: Vec<Option<Trace>>,
    marks: Vec<f64>,
    daily: bool,
}

impl Setup {
    /// M/G/c: Poisson customers a minute, their service, and servers.
    pub(super) fn queue(rate: f64, service: Law, servers: u32) -> Setup {
        let demand = demand("customers", rate, service, constant(0.0), Count::constant(1).expect("one exchange"));
        let team = Team::new("agents", vec![DemandId(0)], Weekly::constant(servers));
        let frame = Frame {
            zone: Zone::new(4 * i64::from(DAY)), // 1970-01-05, a Monday
            warm_up: Span::ZERO,
            horizon: Span::HOUR,
            cool_down: Span::ZERO,
            interval: Span::HOUR,
        };
        Setup {
            model: Model::new(frame, vec![demand], vec![team]),
            policy: first_come_first_served(),
            traces: vec![None],
            marks: Vec::new(),
            daily: false,
        }
    }

    /// Conversations: after each work another one follows with probability `again`, a think later.
    pub(super) fn conversations(rate: f64, work: Law, think: Law, again: f64, agents: u32) -> Setup {
        let exchanges = Count::geometric(1.0 / (1.0 - again)).expect("a mean above 1");
        let mut setup = Setup::queue(rate, work.clone(), agents);
        setup.model.demands[0] = demand("conversations", rate, work, think, exchanges);
        setup
    }

    /// Another class of customers, less urgent than those before, served by the same agents.
    pub(super) fn and_less_urgent(mut self, rate: f64, service: Law) -> Setup {
        let class = self.model.demands.len() as u8;
        let exchanges = Count::constant(1).expect("one exchange");
        let demand = demand(&format!("class {class}"), rate, service, constant(0.0), exchanges);
        self.model.demands.push(Demand { class, ..demand });
        self.traces.push(None);
        for team in &mut self.model.teams {
            team.serves.push(DemandId(u32::from(class)).into());
        }
        self.policy.queue = vec![OrderKey::Class, OrderKey::WaitingLongest];
        self
    }

    /// Another team of servers, for these demands only; the first team serves those that it is told here.
    pub(super) fn teams(mut self, first: &[u32], servers: u32, second: &[u32]) -> Setup {
        let ids = |demands: &[u32]| demands.iter().map(|&demand| DemandId(demand).into()).collect::<Vec<_>>();
        let team = Team {
            name: "second team".to_owned(),
            serves: ids(second),
            agents: Weekly::constant(servers).into(),
            ..self.model.teams[0].clone()
        };
        self.model.teams[0].serves = ids(first);
        self.model.teams.push(team);
        self.policy.capacity.limits.push(self.policy.capacity.limits[0]);
        self
    }

    /// Customers come in batches: the rate is that of the batches.
    pub(super) fn batches(mut self, size: Count) -> Setup {
        self.model.demands[0].batch = Some(size);
        self
    }

    /// Customers of a demand wait no longer than this for the start of service.
    pub(super) fn patience_of(mut self, demand: usize, patience: Law) -> Setup {
        self.model.demands[demand].patience = Patience { first: Some(patience), ..Patience::default() };
        self
    }

    /// Customers wait no longer than this for the start of service.
    pub(super) fn patience(self, patience: Law) -> Setup {
        self.patience_of(0, patience)
    }

    /// What stops the clock of the patience.
    pub(super) fn until(mut self, until: Until) -> Setup {
        self.model.demands[0].patience.until = until;
        self
    }

    /// The factors on work with 1, 2, ... active conversations.
    pub(super) fn slowdown(mut self, factors: &[f64]) -> Setup {
        self.model.teams[0].slowdown = factors.to_vec();
        self
    }

    /// The work that it takes to turn to another conversation.
    pub(super) fn switch_cost(mut self, cost: f64) -> Setup {
        self.model.teams[0].switch_cost = minutes(cost);
        self
    }

    /// The work that follows each service and keeps the server.
    pub(super) fn wrap_up(mut self, law: Law) -> Setup {
        self.model.teams[0].wrap_up = Some(law.into());
        self
    }

    /// An agent's total speed with 1, 2, ... active conversations, of which those that need a reply get equal parts.
    pub(super) fn sharing(mut self, speeds: &[f64]) -> Setup {
        self.model.teams[0].sharing = speeds.to_vec();
        self
    }

    /// Changes the customers.
    pub(super) fn customers(mut self, change: impl FnOnce(&mut Demand)) -> Setup {
        change(&mut self.model.demands[0]);
        self
    }

    /// Changes the agents.
    pub(super) fn agents(mut self, change: impl FnOnce(&mut Team)) -> Setup {
        change(&mut self.model.teams[0]);
        self
    }

    /// Changes the rules.
    pub(super) fn rules(mut self, change: impl FnOnce(&mut Policy)) -> Setup {
        change(&mut self.policy);
        self
    }

    /// A share of those who give up goes without a word, and the work on their messages shrinks to a part.
    pub(super) fn silent(self, share: f64, gone_share: f64) -> Setup {
        self.customers(|it| (it.patience.silent, it.patience.gone_share) = (share, gone_share))
    }

    /// Slots for everybody.
    pub(super) fn slots_for_all(self) -> Setup {
        self.slots(UNLIMITED)
    }

    /// A reply frees the slot at once, whatever comes of it.
    pub(super) fn inactive_at_once(self) -> Setup {
        self.rules(|it| it.inactivity = Inactivity::AtOnce)
    }

    /// No more than so many wait; more are turned away.
    pub(super) fn waiting_room(mut self, places: u32) -> Setup {
        self.policy.door.waiting = Some(places);
        self
    }

    /// No more than so many are inside; more are turned away.
    pub(super) fn places_inside(mut self, places: u32) -> Setup {
        self.policy.door.inside = Some(places);
        self
    }

    /// Each agent holds so many conversations of his own at a time.
    pub(super) fn slots(mut self, slots: u32) -> Setup {
        self.policy.capacity.limits.fill(Limits { preferred: slots, maximum: slots });
        self
    }

    /// All agents share one inbox, and there are slots for everybody.
    pub(super) fn shared_inbox(mut self) -> Setup {
        self.policy.capacity.ownership = Ownership::Team;
        self.slots(UNLIMITED)
    }

    /// Which agent gets a new conversation.
    pub(super) fn assignment(mut self, keys: &[AssignmentKey]) -> Setup {
        self.policy.assignment = keys.to_vec();
        self
    }

    /// Which queued customer is next.
    pub(super) fn order(mut self, keys: &[OrderKey]) -> Setup {
        self.policy.queue = keys.to_vec();
        self
    }

    /// What an agent answers next.
    pub(super) fn inbox(mut self, keys: &[OrderKey]) -> Setup {
        self.policy.inbox = keys.to_vec();
        self
    }

    /// Silence for so long after a reply frees the slot; the customer comes back to the owner.
    pub(super) fn inactive_after(mut self, silence: f64) -> Setup {
        self.policy.inactivity = Inactivity::After { after: minutes(silence), clock: Clock::LastAgent };
        self
    }

    /// Silence frees the slot when somebody waits for it; the customer comes back as the rule says.
    pub(super) fn inactive_on_demand(mut self, to: To) -> Setup {
        self.policy.inactivity = Inactivity::OnDemand { after: Span::ZERO, clock: Clock::LastAgent };
        self.policy.reactivation.to = to;
        self
    }

    /// A reply frees the slot at once; the customer comes back by way of the queue.
    pub(super) fn back_through_the_queue(mut self, entry: Entry) -> Setup {
        self.policy.inactivity = Inactivity::AtOnce;
        self.policy.reactivation = Reactivation { to: To::Queue, at: entry, wait: Span::ZERO };
        self
    }

    /// Silence for so long after a reply ends the conversation.
    pub(super) fn closed_after(mut self, silence: f64) -> Setup {
        self.policy.close.after = Some((minutes(silence), CloseClock::LastAgent));
        self
    }

    /// The probability that a customer never writes again, after each reply that leaves the matter open.
    pub(super) fn ghosts(mut self, probability: f64) -> Setup {
        self.model.demands[0].ghosts = probability;
        self
    }

    /// The rate is so many times the one given, in minutes of each day; 0 in between.
    pub(super) fn daily_rate(mut self, pieces: &[(u32, u32, f64)]) -> Setup {
        let per_hour: Vec<(u32, u32, f64)> = pieces.iter().map(|&(from, to, rate)| (from, to, rate * 60.0)).collect();
        self.model.demands[0].arrivals = Arrivals::Poisson(every_day(&per_hour));
        self
    }

    /// The number of agents, in minutes of each day; 0 in between.
    pub(super) fn daily_agents(mut self, pieces: &[(u32, u32, u32)]) -> Setup {
        self.model.teams[0].agents = every_day(pieces).into();
        self
    }

    /// Customers of a demand come at given instants, which depend on the replication.
    pub(super) fn trace_of(mut self, demand: usize, trace: impl Fn(u32) -> Vec<Time> + Send + Sync + 'static) -> Setup {
        self.traces[demand] = Some(Arc::new(trace));
        self
    }

    /// So many customers of a demand are there from the beginning, and nobody else comes.
    pub(super) fn all_at_once(self, demand: usize, customers: usize) -> Setup {
        self.trace_of(demand, move |_| vec![Time::START; customers])
    }

    /// Each customer needs exactly so many works.
    pub(super) fn works(mut self, works: u32) -> Setup {
        self.model.demands[0].exchanges = Count::constant(works).expect("at least one");
        self
    }

    /// Minutes that are simulated before counting (and again after it), and minutes that count.
    pub(super) fn lasting(mut self, warm_up: f64, counted: f64) -> Setup {
        let frame = &mut self.model.frame;
        (frame.warm_up, frame.cool_down) = (minutes(warm_up), minutes(warm_up));
        (frame.horizon, frame.interval) = (minutes(counted), minutes(counted));
        self
    }

    /// So many days, no warm-up; the world is looked at in these minutes of each day, and hours are told apart.
    pub(super) fn days(mut self, days: u32, marks: &[u32]) -> Setup {
        self = self.lasting(0.0, f64::from(days) * 1440.0);
        self.model.frame.interval = Span::HOUR;
        self.marks = marks.iter().map(|&minute| f64::from(minute)).collect();
        self.daily = true;
        self
    }

    /// The model, for tests that look at the workload alone.
    pub(super) fn model(&self) -> &Model {
        &self.model
    }

    /// The model, to be changed.
    pub(super) fn model_mut(&mut self) -> &mut Model {
        &mut self.model
    }

    /// The queue of the textbooks that it is.
    pub(super) fn textbook(&self) -> Option<Textbook> {
        recognised(&self.model, &self.policy)
    }

    /// The same as an experiment of so many replications.
    pub(super) fn experiment(&self, seed: u64, replications: u32) -> Experiment {
        let (model, policies) = (self.model.clone(), vec![self.policy.clone()]);
        Experiment { model, policies, baseline: 0, seed, replications, until: None, confidence: 0.95 }
    }

    /// Runs all replications. The name keys their random numbers.
    pub(super) fn run(&self, name: &str) -> Runs {
        self.replications(name, false)
    }

    /// The same, and the ledger is kept.
    pub(super) fn run_noting(&self, name: &str) -> Runs {
        self.replications(name, true)
    }

    fn replications(&self, name: &str, noting: bool) -> Runs {
        let seed = name_key(name);
        let one = |replication| self.replication(seed, replication, noting);
        Runs::new((0..REPLICATIONS).into_par_iter().map(one).collect())
    }

    fn replication(&self, seed: u64, replication: u32, noting: bool) -> Run {
        let model = &self.model_of(replication);
        let (mut recorder, mut probe, mut ledger) =
            (Recorder::new(model, [seed, u64::from(replication)]), Probe::new(model, &self.marks), Ledger::new(model));
        let observers = (&mut recorder, &mut probe);
        let summary = match noting {
            true => self.simulate(model, seed, replication, (observers, &mut ledger)),
            false => self.simulate(model, seed, replication, observers),
        };
        let end = model.frame.end();
        let mut measures = recorder.finish(&summary.world, summary.events, 0, end);
        probe.finish(end);
        ledger.finish();
        let intervals = std::mem::take(&mut measures.intervals);
        let hours = if self.daily { hours_of_day(&intervals) } else { Vec::new() };
        let backlog = std::mem::take(&mut measures.backlog);
        let backlog = if self.daily { sums_of_day(&backlog) } else { Vec::new() };
        Run { measures, probe, ledger, hours, backlog }
    }

    /// One replication for an observer who looks for himself.
    pub(super) fn watched<O: Observer<World>>(&self, name: &str, mut observer: O) -> O {
        self.simulate(&self.model_of(0), name_key(name), 0, &mut observer);
        observer
    }

    fn simulate(&self, model: &Model, seed: u64, replication: u32, observer: impl Observer<World>) -> Summary {
        let workload = Workload::sample(model, seed, replication);
        simulate(model, &workload, &self.policy, observer, &AtomicBool::new(false)).expect("nobody stops it")
    }

    fn model_of(&self, replication: u32) -> Model {
        let mut model = self.model.clone();
        for (demand, trace) in model.demands.iter_mut().zip(&self.traces) {
            if let Some(trace) = trace {
                demand.arrivals = Arrivals::Trace(trace(replication));
            }
        }
        model
    }
}

fn demand(name: &str, rate: f64, work: Law, think: Law, exchanges: Count) -> Demand {
    Demand::new(name, Arrivals::Poisson(Weekly::constant(rate * 60.0)), exchanges, work, think)
}

/// Agents are servers with one slot; the queue and every inbox are served in the order of joining.
fn first_come_first_served() -> Policy {
    Policy {
        queue: vec![OrderKey::JoinedFirst],
        assignment: Vec::new(),
        inbox: vec![OrderKey::JoinedFirst],
        reactivation: Reactivation { to: To::OwnerSignedIn, at: Entry::Back, wait: Span::ZERO },
        ..Policy::new("first come, first served", Capacity::uniform(1, 1, 1))
    }
}

/// Pieces in minutes of the day, every day of the week.
pub(super) fn every_day<T: Copy + PartialEq + Default>(pieces: &[(u32, u32, T)]) -> Weekly<T> {
    let of_day = |day: u32| pieces.iter().map(move |&(from, to, value)| (day + from * 60, day + to * 60, value));
    let week: Vec<(u32, u32, T)> = (0..WEEK).step_by(DAY as usize).flat_map(of_day).collect();
    Weekly::from_pieces(&week, T::default()).expect("pieces do not overlap")
}

/// The hours of all days, added up by hour of the day.
fn hours_of_day(hours: &[Interval]) -> Vec<Interval> {
    let mut sums = hours[..24].to_vec();
    for (place, hour) in hours.iter().enumerate().skip(24) {
        sums[place % 24].merge(hour);
    }
    sums
}

/// Numbers at the ends of the hours of all days, added up by hour of the day.
fn sums_of_day(numbers: &[u32]) -> Vec<u64> {
    let mut sums = vec![0; 24];
    for (place, &number) in numbers.iter().enumerate() {
        sums[place % 24] += u64::from(number);
    }
    sums
}
