//! What the customers of one replication will do, as far as no policy can change it.
//!
//! A workload is a function of the seed, the replication and the model, and nothing else: every policy meets the same
//! customers (common random numbers by construction). Each draw has a key of its own, made of who it is for and what it is
//! for; it never depends on how many draws came before. So a changed parameter moves each value a little, and a new
//! demand, policy or purpose shifts nobody.

mod field;

use crate::model::{Demand, Model};
use crate::random::{Law, name_key, philox, uniform, uniform32};
use crate::units::{AgentId, ConversationId, DemandId, Span, TeamId, Time};
use field::{Arrival, Field};

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
}

/// The customers of one replication, in the order of arrival, and what is drawn about the agents.
#[derive(Clone, Debug)]
pub struct Workload {
    /// The customers in the order of arrival; the place of one is the [`ConversationId`].
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

/// One customer with one matter. 24 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Customer {
    /// When the first message is written.
    pub arrives: Time,
    /// Who it is, whatever the other customers: keys every draw about this customer.
    pub identity: u64,
    /// The place of the first exchange.
    pub first: u32,
    /// The number of exchanges, and in the highest bit whether the ending will be recognised.
    needs: u16,
    demand: u16,
}

/// One customer message, the work on it, and what comes after the reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exchange {
    turn: Turn,
    patience: u32,
    mode: u8,
}

/// The part of an exchange that every run needs. 8 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// Milliseconds, and in the highest bits what follows.
    work: u32,
    latency: u32,
}

/// What follows a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// The customer's next message, so long after the reply.
    Message(Span),
    /// Nothing, though the matter is open.
    Ghost,
    /// Nothing: the matter is solved, which the agent sees or not.
    Solved {
        /// Whether the agent sees it.
        recognised: bool,
    },
}

const RECOGNISED: u16 = 1 << 15;
const NEVER: u32 = u32::MAX;
/// The highest bits of a turn's work.
const LAST: u32 = 1 << 31;
const SEEN: u32 = 1 << 30;

impl Customer {
    /// A customer who needs `count` exchanges, the first of them at place `first` of all exchanges.
    pub fn new(arrives: Time, identity: u64, demand: DemandId, first: u32, count: u16, recognised: bool) -> Customer {
        let needs = count | if recognised { RECOGNISED } else { 0 };
        Customer { arrives, identity, first, needs, demand: demand.0 as u16 }
    }

    /// The demand.
    #[inline]
    pub fn demand(&self) -> DemandId {
        DemandId(u32::from(self.demand))
    }

    /// How many exchanges the matter needs; at least one.
    #[inline]
    pub fn count(&self) -> u16 {
        self.needs & !RECOGNISED
    }

    /// Whether the agent will see with the last reply that the matter is solved.
    #[inline]
    pub fn recognised(&self) -> bool {
        self.needs & RECOGNISED != 0
    }
}

impl Turn {
    /// The work on the message, for an agent of speed 1 with nothing else to do.
    #[inline]
    pub fn handling(self) -> Span {
        Span::milliseconds(u64::from(self.work & (SEEN - 1)))
    }

    /// What follows the reply.
    #[inline]
    pub fn after(self) -> After {
        if self.work & LAST != 0 {
            After::Solved { recognised: self.work & SEEN != 0 }
        } else if self.latency == NEVER {
            After::Ghost
        } else {
            After::Message(Span::milliseconds(u64::from(self.latency)))
        }
    }
}

impl Exchange {
    /// An exchange of which `handling` is the work, `latency` the time from the reply to the next message (`None`: the
    /// customer never writes again), `patience` the longest wait (`None`: any), in a mode (place in the demand's list).
    /// Spans are kept in milliseconds and cut off, handling at 12 days, the others at 49.
    pub fn new(handling: Span, latency: Option<Span>, patience: Option<Span>, mode: u8) -> Exchange {
        let cut = |span: Span| span.as_milliseconds().min(u64::from(NEVER - 1)) as u32;
        let turn = Turn { work: cut(handling).min(SEEN - 1), latency: latency.map_or(NEVER, cut) };
        Exchange { turn, patience: patience.map_or(NEVER, cut), mode }
    }

    /// The work on the message, for an agent of speed 1 with nothing else to do.
    pub fn handling(&self) -> Span {
        self.turn.handling()
    }

    /// From the reply to the next message; `None` if the customer never writes again.
    pub fn latency(&self) -> Option<Span> {
        match self.turn.after() {
            After::Message(latency) => Some(latency),
            After::Ghost | After::Solved { .. } => None,
        }
    }

    /// The longest that the customer waits; `None` never gives up.
    pub fn patience(&self) -> Option<Span> {
        (self.patience != NEVER).then(|| Span::milliseconds(u64::from(self.patience)))
    }

    /// The mode in which the customer answers after the reply: a place in the demand's list.
    pub fn mode(&self) -> u8 {
        self.mode
    }
}

impl Workload {
    /// Samples the customers of a replication. About 60 ns an exchange; 24 bytes a customer and 8 to 13 an exchange.
    pub fn sample(model: &Model, seed: u64, replication: u32) -> Workload {
        let key = [seed, u64::from(replication)];
        let mut workload = Workload::empty(speeds(model, key), key);
        let tempers: Vec<Temper> = model.demands.iter().map(Temper::new).collect();
        let columns = Columns {
            patience: model.demands.iter().any(|it| it.patience.first.is_some() || it.patience.later.is_some()),
            modes: model.demands.iter().any(|it| it.reply.modes.len() > 1),
        };
        let mut field = Field::new(model, key);
        while let Some(arrivals) = field.next_hour() {
            for arrival in arrivals {
                workload.visit(&tempers[arrival.demand.index()], columns, arrival);
            }
        }
        workload
    }

    /// A workload of given customers, for tests and for programs that bring their own; agents have speed 1.
    ///
    /// # Panics
    /// If the customers are not in the order of arrival, or one needs no exchange.
    pub fn of(customers: impl IntoIterator<Item = (Time, DemandId, Vec<Exchange>, bool)>) -> Workload {
        let mut workload = Workload::empty(Vec::new(), [0, 0]);
        for (row, (arrives, demand, exchanges, recognised)) in customers.into_iter().enumerate() {
            assert!(!exchanges.is_empty(), "customer {row} needs no exchange");
            assert!(
                workload.customers.last().is_none_or(|before| before.arrives <= arrives),
                "not in order of arrival"
            );
            let first = workload.turns.len() as u32;
            workload.customers.push(Customer::new(
                arrives,
                row as u64,
                demand,
                first,
                exchanges.len() as u16,
                recognised,
            ));
            exchanges.into_iter().for_each(|exchange| workload.push(exchange, Columns { patience: true, modes: true }));
            workload.end_visit(recognised);
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

    /// The exchange pushed last was the last of its customer.
    fn end_visit(&mut self, recognised: bool) {
        let turn = self.turns.last_mut().expect("a visit has an exchange");
        turn.work |= LAST | if recognised { SEEN } else { 0 };
    }

    /// The customer of a conversation.
    #[inline]
    pub fn customer(&self, conversation: ConversationId) -> &Customer {
        &self.customers[conversation.index()]
    }

    /// An exchange of a conversation, counted from 0.
    pub fn exchange(&self, conversation: ConversationId, exchange: u16) -> Exchange {
        let place = self.customers[conversation.index()].first as usize + usize::from(exchange);
        let patience = self.patience.get(place).copied().unwrap_or(NEVER);
        Exchange { turn: self.turns[place], patience, mode: self.modes.get(place).copied().unwrap_or(0) }
    }

    /// What every run needs of the exchange at a place; those of a customer follow each other from
    /// [`first`](Customer::first) on.
    #[inline]
    pub fn turn(&self, place: u32) -> Turn {
        self.turns[place as usize]
    }

    /// The patience of the exchange at a place; `None` never gives up.
    #[inline]
    pub fn patience(&self, place: u32) -> Option<Span> {
        let patience = self.patience.get(place as usize).copied().unwrap_or(NEVER);
        (patience != NEVER).then(|| Span::milliseconds(u64::from(patience)))
    }

    /// The speed of an agent; handling is divided by it.
    #[inline]
    pub fn speed(&self, agent: AgentId) -> f64 {
        self.speeds.get(agent.index()).copied().unwrap_or(1.0)
    }

    /// The wrap-up of a conversation closed by an agent of a team with this law. Drawn when it happens, because the team
    /// depends on the policy; the number drawn does not.
    pub fn wrap_up(&self, law: &Law, conversation: ConversationId) -> Span {
        let bits = philox(self.key, [self.customer(conversation).identity, 0, 0, Purpose::WrapUp as u64])[0];
        Span::milliseconds(u64::from(milliseconds(law.quantile(uniform(bits)))))
    }

    /// The key of every random number of this replication: seed and replication.
    pub fn key(&self) -> [u64; 2] {
        self.key
    }

    fn visit(&mut self, temper: &Temper<'_>, columns: Columns, arrival: &Arrival) {
        let identity = arrival.identity(self.key);
        let draws = philox(self.key, [identity, 0, 0, Purpose::Visit as u64]);
        let count = temper.demand.exchanges.quantile(uniform(draws[0])) as u16;
        let personal = temper.personal(draws[1]);
        let mut mode = cumulative(&temper.starts, uniform32((draws[2] >> 32) as u32));
        let recognised = uniform32(draws[2] as u32) < temper.demand.recognised;
        let first = u32::try_from(self.turns.len()).expect("fewer than 2^32 exchanges in a replication");
        self.customers.push(Customer::new(arrival.at, identity, arrival.demand, first, count, recognised));
        for exchange in 0..count {
            let draws = philox(self.key, [identity, u64::from(exchange), 0, Purpose::Exchange as u64]);
            if exchange > 0 {
                mode = cumulative(&temper.transitions[mode], uniform32(draws[3] as u32));
            }
            let last = exchange + 1 == count;
            self.push(temper.exchange(exchange == 0, last, mode, personal, draws), columns);
        }
        self.end_visit(recognised);
    }
}

/// Which columns a workload keeps besides what every run needs.
#[derive(Clone, Copy)]
struct Columns {
    patience: bool,
    modes: bool,
}

/// A demand with its probabilities added up, ready for inversion.
struct Temper<'m> {
    demand: &'m Demand,
    starts: Vec<f64>,
    transitions: Vec<Vec<f64>>,
}

impl<'m> Temper<'m> {
    fn new(demand: &'m Demand) -> Temper<'m> {
        let starts: Vec<f64> = demand.reply.modes.iter().map(|mode| mode.start).collect();
        Temper {
            demand,
            starts: sums(&starts),
            transitions: demand.reply.transitions.iter().map(|row| sums(row)).collect(),
        }
    }

    /// The customer's factor on every latency.
    fn personal(&self, bits: u64) -> f64 {
        let deviation = self.demand.reply.personal_ln_sd;
        if deviation == 0.0 {
            return 1.0;
        }
        crate::maths::exp(deviation * crate::maths::normal_quantile(uniform(bits)))
    }

    fn exchange(&self, first: bool, last: bool, mode: usize, personal: f64, draws: [u64; 4]) -> Exchange {
        let demand = self.demand;
        let (handling, patience) = match first {
            true => (&demand.handling_first, &demand.patience.first),
            false => (&demand.handling_later, &demand.patience.later),
        };
        let ghost = !last && uniform32((draws[3] >> 32) as u32) < demand.ghosts;
        let latency = match last || ghost {
            true => NEVER,
            false => milliseconds(demand.reply.modes[mode].latency.quantile(uniform(draws[1])) * personal),
        };
        let work = milliseconds(handling.quantile(uniform(draws[0]))).min(SEEN - 1);
        Exchange {
            turn: Turn { work, latency },
            patience: patience.as_ref().map_or(NEVER, |law| milliseconds(law.quantile(uniform(draws[2])))),
            mode: mode as u8,
        }
    }
}

/// Seconds to whole milliseconds, at most 49 days.
fn milliseconds(seconds: f64) -> u32 {
    // The conversion saturates, and no value may mean "never".
    ((seconds * 1000.0 + 0.5) as u32).min(NEVER - 1)
}

/// Running sums of probabilities; the last is 1 whatever the rounding.
fn sums(probabilities: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let mut sums: Vec<f64> = probabilities
        .iter()
        .map(|probability| {
            sum += probability;
            sum
        })
        .collect();
    if let Some(last) = sums.last_mut() {
        *last = 1.0;
    }
    sums
}

/// The first place whose running sum exceeds the uniform number: inversion, so that it is monotone in it.
fn cumulative(sums: &[f64], uniform: f64) -> usize {
    sums.iter().position(|&sum| uniform < sum).unwrap_or(0)
}

fn speeds(model: &Model, key: [u64; 2]) -> Vec<f64> {
    let mut speeds = Vec::new();
    for team in &model.teams {
        let name = name_key(&team.name);
        speeds.extend((0..team.places()).map(|place| {
            let bits = philox(key, [name, u64::from(place), 0, Purpose::Speed as u64])[0];
            crate::maths::exp(team.speed_ln_sd * crate::maths::normal_quantile(uniform(bits)))
        }));
    }
    speeds
}

/// The team of each agent, in the order of their numbers.
pub fn teams_of_agents(model: &Model) -> Vec<TeamId> {
    let places = model.teams.iter().enumerate();
    places.flat_map(|(team, it)| std::iter::repeat_n(TeamId(team as u32), it.places() as usize)).collect()
}
