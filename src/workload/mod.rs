//! What the customers of one replication will do, as far as no policy can change it.
//!
//! A workload is a function of the seed, the replication and the model, and nothing else: every policy meets the same
//! customers (common random numbers by construction). Each draw has a key of its own, made of who it is for and what it is
//! for; it never depends on how many draws came before. So a changed parameter moves each value a little, and a new
//! demand, policy or purpose shifts nobody.

mod customer;
mod disrupted;
mod field;
mod reaction;
mod roster;
mod surges;
mod temper;

pub use customer::{After, Customer, End, Exchange, Turn};
pub use reaction::{Occasion, Person, Reactions, Returning, WithBot};
pub use roster::Roster;

use crate::model::{Model, Shift, Staffing};
use crate::random::{Law, Philox, name_key, philox, uniform};
use crate::units::{AgentId, DemandId, Span, TeamId, Time};
use customer::{NEVER, span};
use disrupted::Disrupted;
use field::{Arrival, Field};
use temper::{Temper, drawn};

/// What a draw is for. The numbers are part of every result: append, never renumber.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
enum Purpose {
    Field = 1,
    DayFactor = 2,
    Visit = 3,
    Exchange = 4,
    WrapUp = 5,
    Speed = 6,
    Batch = 7,
    Drift = 8,
    GivingUp = 9,
    Return = 10,
    Closing = 11,
    Burst = 12,
    Nudge = 13,
    Conversation = 14,
    Absence = 15,
    Bot = 16,
    Urgency = 17,
    Transfer = 18,
    Disruption = 19,
    Event = 20,
    Backlog = 21,
    Accept = 22,
    Reminder = 23,
    BotAgain = 24,
}

/// The customers of one replication, in the order of arrival, and what is drawn about the agents.
#[derive(Clone, Debug)]
pub struct Workload {
    /// The customers in the order of arrival. Where nobody comes again, the place of one is the
    /// [`ConversationId`](crate::units::ConversationId).
    pub customers: Vec<Customer>,
    // The exchanges of all customers, those of one in a row, column by column: what every run needs apart from what few
    // need, because a run that reads less is faster.
    turns: Vec<Turn>,
    /// Empty if nobody ever gives up.
    patience: Vec<u32>,
    /// Empty if no customer has a second mode.
    modes: Vec<u8>,
    /// The speed of each agent; handling is divided by it.
    speeds: Vec<f64>,
    key: [u64; 2],
}

impl Workload {
    /// Samples the customers of a replication. About 60 ns an exchange; 24 bytes a customer and 8 to 13 an exchange.
    pub fn sample(model: &Model, seed: u64, replication: u32) -> Workload {
        let key = [seed, u64::from(replication)];
        let mut workload = Workload::empty(speeds(model, key), key);
        let tempers: Vec<Temper> = model.demands.iter().map(Temper::new).collect();
        let columns = Columns {
            patience: model.demands.iter().any(|it| it.patience.limited()),
            modes: model.demands.iter().any(|it| it.reply.modes.len() > 1),
        };
        let mut field = Field::new(model, key);
        let mut disrupted = Disrupted::new(model, key);
        let philox = Philox::new(key);
        while let Some(arrivals) = field.next_hour() {
            for arrival in arrivals {
                disrupted.pass(arrival, |it| workload.visit(&philox, &tempers[it.demand.index()], columns, it));
            }
        }
        disrupted.finish(|it| workload.visit(&philox, &tempers[it.demand.index()], columns, it));
        workload
    }

    /// The same customers for the agents of another model, which [has the same
    /// customers](crate::model::Model::has_customers_of).
    #[must_use]
    pub fn staffed(mut self, model: &Model) -> Workload {
        self.speeds = speeds(model, self.key);
        self
    }

    /// A workload of given customers, for tests and for programs that bring their own; agents have speed 1.
    ///
    /// # Panics
    /// If the customers are not in the order of arrival, or one needs no exchange.
    pub fn of<E: Into<End>>(customers: impl IntoIterator<Item = (Time, DemandId, Vec<Exchange>, E)>) -> Workload {
        let mut workload = Workload::empty(Vec::new(), [0, 0]);
        for (row, (arrives, demand, exchanges, end)) in customers.into_iter().enumerate() {
            let Some((last, others)) = exchanges.split_last() else { panic!("customer {row} needs no exchange") };
            assert!(
                workload.customers.last().is_none_or(|before| before.arrives <= arrives),
                "not in order of arrival"
            );
            let first = workload.turns.len() as u32;
            let count = exchanges.len() as u16;
            workload.customers.push(Customer::new(arrives, row as u64, demand, first, count));
            let columns = Columns { patience: true, modes: true };
            others.iter().for_each(|exchange| workload.push(*exchange, columns));
            workload.push(last.ending(end.into()), columns);
        }
        workload
    }

    fn empty(speeds: Vec<f64>, key: [u64; 2]) -> Workload {
        Workload { customers: Vec::new(), turns: Vec::new(), patience: Vec::new(), modes: Vec::new(), speeds, key }
    }

    #[inline]
    fn push(&mut self, exchange: Exchange, columns: Columns) {
        self.turns.push(exchange.turn);
        if columns.patience {
            self.patience.push(exchange.patience);
        }
        if columns.modes {
            self.modes.push(exchange.mode);
        }
    }

    /// An exchange of a customer, by the places of both, counted from 0.
    pub fn exchange(&self, customer: usize, exchange: u16) -> Exchange {
        self.exchange_at(self.customers[customer].first + u32::from(exchange))
    }

    /// How the visit of a customer ends.
    pub fn end(&self, customer: usize) -> End {
        let it = &self.customers[customer];
        match self.exchange_at(it.first + u32::from(it.count()) - 1).after() {
            After::Solved(end) => end,
            After::Message(_) | After::Ghost => unreachable!("the last exchange of a visit solves the matter"),
        }
    }

    /// The exchange at a place; those of a customer follow each other from [`first`](Customer::first) on.
    pub fn exchange_at(&self, place: u32) -> Exchange {
        let place = place as usize;
        let patience = self.patience.get(place).copied().unwrap_or(NEVER);
        Exchange { turn: self.turns[place], patience, mode: self.modes.get(place).copied().unwrap_or(0) }
    }

    /// What every run needs of the exchange at a place; those of a customer follow each other from
    /// [`first`](Customer::first) on.
    #[inline]
    pub fn turn(&self, place: u32) -> Option<Turn> {
        self.turns.get(place as usize).copied()
    }

    /// How many exchanges there are, of all customers.
    #[inline]
    pub fn exchanges(&self) -> usize {
        self.turns.len()
    }

    /// The patience of the exchange at a place; `None` never gives up.
    #[inline]
    pub fn patience(&self, place: u32) -> Option<Span> {
        span(self.patience.get(place as usize).copied().unwrap_or(NEVER))
    }

    /// The mode in which the customer answers after the reply of the exchange at a place.
    #[inline]
    pub fn mode(&self, place: u32) -> u8 {
        self.modes.get(place as usize).copied().unwrap_or(0)
    }

    /// The speed of an agent; handling is divided by it.
    #[inline]
    pub fn speed(&self, agent: AgentId) -> f64 {
        self.speeds.get(agent.index()).copied().unwrap_or(1.0)
    }

    /// The wrap-up of the conversation with this identity, by the law of the agent's team. Drawn when it happens, because
    /// the team depends on the policy; the number drawn does not.
    pub fn wrap_up(&self, law: &Law, identity: u64) -> Span {
        let bits = philox(self.key, [identity, 0, 0, Purpose::WrapUp as u64])[0];
        drawn(law, bits)
    }

    /// The key of every random number of this replication: seed and replication.
    pub fn key(&self) -> [u64; 2] {
        self.key
    }

    fn visit(&mut self, philox: &Philox, temper: &Temper<'_>, columns: Columns, arrival: &Arrival) {
        let identity = arrival.identity(self.key);
        let first = u32::try_from(self.turns.len()).expect("fewer than 2^32 exchanges in a replication");
        assert!(first < MOST_EXCHANGES, "fewer than 2^30 exchanges in a replication");
        let count = temper.visit(philox, identity, 0, |exchange| self.push(exchange, columns));
        self.customers.push(Customer::new(arrival.at, identity, arrival.demand, first, count));
    }
}

/// The highest bits of a place are the engine's.
const MOST_EXCHANGES: u32 = 1 << 30;

/// Which columns a workload keeps besides what every run needs.
#[derive(Clone, Copy)]
struct Columns {
    patience: bool,
    modes: bool,
}

fn speeds(model: &Model, key: [u64; 2]) -> Vec<f64> {
    let mut speeds = Vec::new();
    for team in &model.teams {
        let name = name_key(&team.name);
        let first = speeds.len();
        let drawn = |(shift, place): (u64, u32)| {
            let bits = philox(key, [name, u64::from(place), shift, Purpose::Speed as u64])[0];
            crate::maths::exp(team.speed_ln_sd * crate::maths::normal_quantile(uniform(bits)))
        };
        match &team.agents {
            Staffing::Shifts(shifts) => {
                let places = |shift: &Shift| 0..shift.agents;
                speeds.extend(shifts.iter().flat_map(|it| places(it).map(|place| drawn((name_key(&it.name), place)))));
            }
            _ => speeds.extend((0..team.places()).map(|place| drawn((0, place)))),
        }
        for it in &team.particulars {
            if let Some(speed) = it.speed {
                speeds[first + it.place as usize] = speed;
            }
        }
    }
    speeds
}

/// The team of each agent, in the order of their numbers.
pub fn teams_of_agents(model: &Model) -> Vec<TeamId> {
    let places = model.teams.iter().enumerate();
    places.flat_map(|(team, it)| std::iter::repeat_n(TeamId(team as u32), it.places() as usize)).collect()
}
