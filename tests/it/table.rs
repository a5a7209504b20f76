//! A few customers, a few agents and one policy, and what happened in words.
//!
//! Customers are lettered in the order in which they are put on the table (A is conversation 0); agents, desks, demands
//! and teams have their numbers. All times are seconds.

use quasisync::civil::{WEEK, Weekly, Zone};
use quasisync::engine::simulate;
use quasisync::facts::{Cause, Fact};
use quasisync::model::{Arrivals, Channel, Demand, Frame, Model, PlannedPause, Shift, Staffing, Team, Until, Why};
use quasisync::policy::{Adaptive, Capacity, Entry, Inactivity, Limits, OrderKey, Ownership, Policy, Reactivation, To};
use quasisync::random::{Count, Law};
use quasisync::trace::Journal;
use quasisync::units::{ChannelId, ConversationId, DemandId, Span, TeamId, Time};
use quasisync::workload::{End, Exchange, Workload};
use std::sync::atomic::AtomicBool;

/// Monday, 2026-03-02, midnight.
pub(crate) const MONDAY: i64 = 20_514 * 24 * 3600;

/// At no time.
pub(crate) const NEVER: Vec<f64> = Vec::new();

/// So many seconds.
pub(crate) fn span(seconds: impl Into<f64>) -> Span {
    Span::seconds(seconds.into())
}

/// One message and what the customer does after the reply.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turn {
    handling: Span,
    patience: Option<Span>,
    mode: u8,
    then: Then,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Then {
    Ends(End),
    Answers(Span),
    Ghosts,
}

/// A message that takes an agent so many seconds; with the reply the matter is solved, and the agent sees it.
pub(crate) fn work(seconds: impl Into<f64>) -> Turn {
    Turn { handling: span(seconds), patience: None, mode: 0, then: Then::Ends(End::Recognised) }
}

impl Turn {
    /// The customer writes again so many seconds after the reply.
    pub(crate) fn answers(self, seconds: impl Into<f64>) -> Turn {
        Turn { then: Then::Answers(span(seconds)), ..self }
    }

    /// The customer waits so many seconds at most.
    pub(crate) fn patient(self, seconds: impl Into<f64>) -> Turn {
        Turn { patience: Some(span(seconds)), ..self }
    }

    /// In which mode the customer answers the reply.
    pub(crate) fn in_mode(self, mode: u8) -> Turn {
        Turn { mode, ..self }
    }

    /// The customer never answers the reply though the matter is open.
    pub(crate) fn ghosts(self) -> Turn {
        Turn { then: Then::Ghosts, ..self }
    }

    /// With the reply the matter is solved, but the agent does not see it.
    pub(crate) fn silent(self) -> Turn {
        Turn { then: Then::Ends(End::Silent), ..self }
    }

    /// With the reply the matter is solved, and the customer says so many seconds later that this is all.
    pub(crate) fn confirms(self, seconds: impl Into<f64>) -> Turn {
        Turn { then: Then::Ends(End::Confirms(span(seconds))), ..self }
    }

    /// With the reply the matter is solved, and the customer thanks for it so many seconds later.
    pub(crate) fn thanks(self, seconds: impl Into<f64>) -> Turn {
        Turn { then: Then::Ends(End::Thanks(span(seconds))), ..self }
    }
}

/// What is put on the table. Everything is at hand to be changed before the run.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(crate) model: Model,
    pub(crate) policy: Policy,
    customers: Vec<(Time, DemandId, Vec<Exchange>, End)>,
}

impl Table {
    /// One demand, one team of so many agents, each with so many slots (preferred and maximum). Who waits longest is
    /// next, the lowest number with room gets it, inboxes are worked off in the order of joining, silence changes nothing,
    /// owners keep their customers, nobody is turned away, patience ends with the reply.
    pub(crate) fn new(agents: u32, slots: u32) -> Table {
        let frame = Frame {
            zone: Zone::new(MONDAY),
            warm_up: Span::ZERO,
            horizon: Span::DAY,
            cool_down: Span::ZERO,
            interval: Span::HOUR,
        };
        let policy = Policy {
            assignment: Vec::new(),
            inbox: vec![OrderKey::JoinedFirst],
            reactivation: Reactivation { to: To::OwnerSignedIn, at: Entry::Back, wait: Span::ZERO },
            ..Policy::new("rules", Capacity::uniform(1, slots, slots))
        };
        let (demands, teams) = (vec![demand("demand 0")], vec![team("team 0", agents, &[0])]);
        let model = Model::new(frame, demands, teams);
        Table { model, policy, customers: Vec::new() }
    }

    /// Another demand like the first one, which the first team serves.
    pub(crate) fn add_demand(&mut self) -> u32 {
        let number = self.model.demands.len() as u32;
        let name = format!("demand {number}");
        self.model.demands.push(Demand { name, ..self.model.demands[0].clone() });
        self.model.teams[0].serves.push(DemandId(number).into());
        number
    }

    /// Another team, with so many slots an agent, that serves these demands.
    pub(crate) fn add_team(&mut self, agents: u32, slots: u32, serves: &[u32]) {
        self.model.teams.push(team(&format!("team {}", self.model.teams.len()), agents, serves));
        self.policy.capacity.limits.push(Limits { preferred: slots, maximum: slots });
    }

    /// The first team serves these demands and no other.
    pub(crate) fn first_team_serves(&mut self, demands: &[u32]) {
        self.model.teams[0].serves = demands.iter().map(|&demand| DemandId(demand).into()).collect();
    }

    /// The first team's maximum; the preferred capacity stays.
    pub(crate) fn maximum(&mut self, slots: u32) {
        self.policy.capacity.limits[0].maximum = slots;
    }

    /// The team owns conversations.
    pub(crate) fn share_the_inbox(&mut self) {
        self.policy.capacity.ownership = Ownership::Team;
    }

    /// Whoever writes to an inactive conversation goes to the queue, and every conversation is inactive after a reply.
    pub(crate) fn every_reply_ends_ownership(&mut self) {
        self.policy.inactivity = Inactivity::AtOnce;
        self.policy.reactivation.to = To::Queue;
    }

    /// What stops the clock of patience.
    pub(crate) fn patience_until(&mut self, until: Until) {
        for demand in &mut self.model.demands {
            demand.patience.until = until;
        }
    }

    /// How many agents of a team are signed in: (from this second, so many), from 0 on.
    pub(crate) fn staff(&mut self, team: usize, steps: &[(u32, u32)]) {
        let ends = steps[1..].iter().map(|step| step.0).chain([WEEK]);
        let pieces: Vec<(u32, u32, u32)> = steps.iter().zip(ends).map(|(&(from, n), to)| (from, to, n)).collect();
        self.model.teams[team].agents = Weekly::from_pieces(&pieces, 0).expect("steps ascend").into();
    }

    /// The agents of a team are people: on every day, so many from second to second.
    pub(crate) fn shifts(&mut self, team: usize, shifts: &[(u32, u32, u32)]) {
        let shifts = shifts.iter().enumerate();
        let shifts =
            shifts.map(|(number, &(from, to, agents))| Shift::daily(&format!("shift {number}"), from, to, agents));
        self.model.teams[team].agents = Staffing::Shifts(shifts.collect());
    }

    /// A shift of the first team.
    pub(crate) fn shift(&mut self, number: usize) -> &mut Shift {
        let Staffing::Shifts(shifts) = &mut self.model.teams[0].agents else { panic!("there are no shifts") };
        &mut shifts[number]
    }

    /// A pause of the first shift, from second to second.
    pub(crate) fn pause(&mut self, why: Why, from: u32, to: u32) {
        let pause = PlannedPause { why, days: [true; 7], from, to, lasts: to - from };
        self.shift(0).pauses.push(pause);
    }

    /// All demands write on channels of their own.
    pub(crate) fn channels(&mut self, channels: impl IntoIterator<Item = Channel>) {
        self.model.channels = channels.into_iter().collect();
        for (number, demand) in self.model.demands.iter_mut().enumerate() {
            demand.channel = Some(ChannelId(number as u32));
        }
    }

    /// A customer of the first demand, who comes at this second. Customers come in the order of arrival.
    pub(crate) fn visit(&mut self, at: impl Into<f64>, turns: impl IntoIterator<Item = Turn>) -> Letter {
        self.visit_of(0, at, turns)
    }

    /// A customer of a demand.
    pub(crate) fn visit_of(
        &mut self,
        demand: u32,
        at: impl Into<f64>,
        turns: impl IntoIterator<Item = Turn>,
    ) -> Letter {
        let turns: Vec<Turn> = turns.into_iter().collect();
        let (last, others) = turns.split_last().expect("a visit has a message");
        let Then::Ends(end) = last.then else { panic!("nothing comes after the last message") };
        assert!(others.iter().all(|turn| !matches!(turn.then, Then::Ends(_))), "does the customer answer?");
        let exchanges = turns.iter().map(|turn| {
            let latency = match turn.then {
                Then::Answers(latency) => Some(latency),
                Then::Ghosts | Then::Ends(_) => None,
            };
            Exchange::new(turn.handling, latency, turn.patience, turn.mode)
        });
        self.customers.push((Time::START + span(at), DemandId(demand), exchanges.collect(), end));
        Letter(self.customers.len() as u32 - 1)
    }

    /// The customers, for whoever runs them in another way.
    pub(crate) fn workload(&self) -> Workload {
        Workload::of(self.customers.clone())
    }

    /// What happens.
    pub(crate) fn run(&self) -> Run {
        Run::of(&self.model, &self.workload(), &self.policy)
    }
}

/// A demand; the customers on the table bring their own times and work.
pub(crate) fn demand(name: &str) -> Demand {
    let constant = |seconds| Law::constant(seconds).expect("a constant");
    let once = Count::constant(1).expect("one exchange");
    let mut demand = Demand::new(name, Arrivals::Trace(Vec::new()), once, constant(60.0), constant(20.0));
    demand.handling_later = constant(30.0);
    demand.patience.until = Until::Reply;
    demand
}

/// A team of so many agents round the clock.
pub(crate) fn team(name: &str, agents: u32, serves: &[u32]) -> Team {
    Team::new(name, serves.iter().map(|&demand| DemandId(demand)).collect(), Weekly::constant(agents))
}

/// A span that suits the customer.
pub(crate) fn adaptive(factor: f64, minimum: impl Into<f64>, maximum: impl Into<f64>) -> Adaptive {
    Adaptive { factor, minimum: span(minimum), maximum: span(maximum) }
}

/// A customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Letter(u32);

/// The conversation that began as the last of so many.
pub(crate) fn conversation(number: u32) -> Letter {
    Letter(number - 1)
}

impl From<ConversationId> for Letter {
    fn from(conversation: ConversationId) -> Letter {
        Letter(conversation.0)
    }
}

impl std::fmt::Display for Letter {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        assert!(self.0 < 26, "more customers than letters");
        write!(formatter, "{}", char::from(b'A' + self.0 as u8))
    }
}

/// What happened.
#[derive(Debug)]
pub(crate) struct Run {
    facts: Vec<(Time, Fact)>,
}

impl Run {
    /// Simulates and writes everything down.
    pub(crate) fn of(model: &Model, workload: &Workload, policy: &Policy) -> Run {
        let mut journal = Journal::default();
        simulate(model, workload, policy, &mut journal, &AtomicBool::new(false)).expect("nobody stops it");
        assert!(journal.facts.is_sorted_by_key(|&(at, _)| at), "time runs backwards");
        Run { facts: journal.facts }
    }

    /// The story of one conversation: `0: arrived, queued, assigned 0, started 0; 10: replied 0, ...`.
    pub(crate) fn story(&self, customer: Letter) -> String {
        let mut story = String::new();
        let mut moment = None;
        for &(at, fact) in self.facts.iter().filter(|&&(_, fact)| subject(fact) == Some(customer)) {
            if moment == Some(at) {
                story += ", ";
            } else {
                story += if moment.is_some() { "; " } else { "" };
                story += &format!("{}: ", seconds(at));
            }
            story += &words(fact);
            moment = Some(at);
        }
        story
    }

    /// All facts: the agents' coming and going, then the story of each conversation.
    pub(crate) fn everything(&self) -> Vec<String> {
        let conversations =
            self.facts.iter().filter_map(|(_, fact)| fact.conversation()).max().map_or(0, |it| it.0 + 1);
        [self.staff()].into_iter().chain((0..conversations).map(|it| self.story(Letter(it)))).collect()
    }

    /// What happened at one instant, in order: `A replied 0, B started 0, agent 1 signed out`.
    pub(crate) fn at(&self, moment: impl Into<f64>) -> String {
        let moment = Time::START + span(moment);
        let told = self.facts.iter().filter(|&&(at, _)| at == moment).map(|&(_, fact)| match subject(fact) {
            Some(customer) => format!("{customer} {}", words(fact)),
            None => words(fact),
        });
        told.collect::<Vec<_>>().join(", ")
    }

    /// Whose messages were worked on, in order: `A B A`.
    pub(crate) fn served(&self) -> String {
        self.told(|fact| match fact {
            Fact::Started { conversation, .. } => Some(Letter::from(conversation).to_string()),
            _ => None,
        })
    }

    /// Who was assigned to which desk, in order: `A0 B1`.
    pub(crate) fn desks(&self) -> String {
        self.told(|fact| match fact {
            Fact::Assigned { conversation, desk } => Some(format!("{}{}", Letter::from(conversation), desk.0)),
            _ => None,
        })
    }

    /// The desks to which somebody was assigned, in order.
    pub(crate) fn desk_numbers(&self) -> Vec<u32> {
        let assigned = self.facts.iter().filter_map(|&(_, fact)| match fact {
            Fact::Assigned { desk, .. } => Some(desk.0),
            _ => None,
        });
        assigned.collect()
    }

    /// Which agent worked on whose message, in order: `A0 B1`.
    pub(crate) fn hands(&self) -> String {
        self.told(|fact| match fact {
            Fact::Started { conversation, agent } => Some(format!("{}{}", Letter::from(conversation), agent.0)),
            _ => None,
        })
    }

    /// The agents' coming and going: `0: agent 0 signed in; 20: agent 0 signed out`.
    pub(crate) fn staff(&self) -> String {
        let told = self.facts.iter().filter(|&&(_, fact)| subject(fact).is_none());
        told.map(|&(at, fact)| format!("{}: {}", seconds(at), words(fact))).collect::<Vec<_>>().join("; ")
    }

    /// How many facts are of a kind.
    pub(crate) fn count(&self, kind: impl Fn(Fact) -> bool) -> usize {
        self.facts.iter().filter(|(_, fact)| kind(*fact)).count()
    }

    /// When the work on each message of a customer began.
    pub(crate) fn starts(&self, customer: Letter) -> Vec<f64> {
        self.times(customer, |fact| matches!(fact, Fact::Started { .. }))
    }

    /// When each reply to a customer was sent.
    pub(crate) fn replies(&self, customer: Letter) -> Vec<f64> {
        self.times(customer, |fact| matches!(fact, Fact::Replied { .. }))
    }

    /// When replies were sent, to anybody.
    pub(crate) fn all_replies(&self) -> Vec<Time> {
        let replies = self.facts.iter().filter(|(_, fact)| matches!(fact, Fact::Replied { .. }));
        replies.map(|&(at, _)| at).collect()
    }

    /// When a customer's silence freed the slot.
    pub(crate) fn goes_inactive(&self, customer: Letter) -> Vec<f64> {
        self.times(customer, |fact| matches!(fact, Fact::WentInactive { .. }))
    }

    /// When a conversation was closed.
    pub(crate) fn closed(&self, customer: Letter) -> Vec<f64> {
        self.times(customer, |fact| matches!(fact, Fact::Closed { .. }))
    }

    /// When a customer gave up.
    pub(crate) fn gave_up(&self, customer: Letter) -> Vec<f64> {
        self.times(customer, |fact| matches!(fact, Fact::GaveUp { .. }))
    }

    /// When a conversation was given to a desk.
    pub(crate) fn assigned(&self, customer: Letter) -> Vec<f64> {
        self.times(customer, |fact| matches!(fact, Fact::Assigned { .. }))
    }

    fn told(&self, word: impl Fn(Fact) -> Option<String>) -> String {
        self.facts.iter().filter_map(|&(_, fact)| word(fact)).collect::<Vec<_>>().join(" ")
    }

    fn times(&self, customer: Letter, kind: impl Fn(Fact) -> bool) -> Vec<f64> {
        let mine = self.facts.iter().filter(|&&(_, fact)| subject(fact) == Some(customer) && kind(fact));
        mine.map(|&(at, _)| seconds(at)).collect()
    }
}

fn seconds(at: Time) -> f64 {
    at.since(Time::START).as_seconds()
}

/// The customer of whom a fact tells; `None` if it tells of an agent.
fn subject(fact: Fact) -> Option<Letter> {
    match fact {
        // The agent's, for whom the conversation is over.
        Fact::WrappedUp { .. } => None,
        fact => fact.conversation().map(Letter::from),
    }
}

fn words(fact: Fact) -> String {
    match fact {
        Fact::Arrived { .. } => "arrived".into(),
        Fact::Wrote { .. } => "wrote".into(),
        Fact::Refused { .. } => "refused".into(),
        Fact::Queued { .. } => "queued".into(),
        Fact::Assigned { desk, .. } => format!("assigned {}", desk.0),
        Fact::Reactivated { desk, .. } => format!("reactivated {}", desk.0),
        Fact::Reopened { .. } => "reopened".into(),
        Fact::Started { agent, .. } => format!("started {}", agent.0),
        Fact::Replied { agent, .. } => format!("replied {}", agent.0),
        Fact::Resolved { .. } => "resolved".into(),
        Fact::GaveUp { in_hand: None, .. } => "gave up".into(),
        Fact::GaveUp { in_hand: Some(agent), .. } => format!("gave up, stopping {}", agent.0),
        Fact::Ghosted { .. } => "ghosted".into(),
        Fact::WentInactive { .. } => "inactive".into(),
        Fact::Closed { cause: Cause::Recognised, .. } => "closed recognised".into(),
        Fact::Closed { cause: Cause::Silence, .. } => "closed silent".into(),
        Fact::Closed { cause: Cause::GaveUp, .. } => "closed given up".into(),
        Fact::Closed { cause: Cause::Refused, .. } => "closed refused".into(),
        Fact::Closed { cause: Cause::Confirmed, .. } => "closed confirmed".into(),
        Fact::Closed { cause: Cause::Thanked, .. } => "closed thanked".into(),
        Fact::Closed { cause: Cause::Contained, .. } => "closed contained".into(),
        Fact::Closed { cause: Cause::Transferred, .. } => "closed transferred".into(),
        Fact::Closed { cause: Cause::Left, .. } => "closed left".into(),
        Fact::Closed { cause: Cause::WaitedTooLong, .. } => "closed after too long a wait".into(),
        Fact::CameBack { earlier, .. } => format!("came back after {}", Letter::from(earlier)),
        Fact::Linked { earlier, .. } => format!("goes on with {}", Letter::from(earlier)),
        Fact::Nudged { .. } => "nudged".into(),
        Fact::Concluded { .. } => "concluded".into(),
        Fact::Read { agent, .. } => format!("read {}", agent.0),
        Fact::LeftSilently { .. } => "left silently".into(),
        Fact::WrappedUp { agent, .. } => format!("agent {} wrapped up", agent.0),
        Fact::SignedIn { agent, team: TeamId(_) } => format!("agent {} signed in", agent.0),
        Fact::SignedOut { agent, team: TeamId(_) } => format!("agent {} signed out", agent.0),
        Fact::WentAway { agent, why: Why::Break, .. } => format!("agent {} on break", agent.0),
        Fact::WentAway { agent, why: Why::Meeting, .. } => format!("agent {} in a meeting", agent.0),
        Fact::Returned { agent, .. } => format!("agent {} returned", agent.0),
        Fact::ShiftEnded { agent, .. } => format!("agent {} in overtime", agent.0),
        Fact::ShiftBegan { agent, .. } => format!("agent {} went on", agent.0),
        Fact::Transferred { earlier, escalated: false, .. } => format!("transferred from {}", Letter::from(earlier)),
        Fact::Transferred { earlier, escalated: true, .. } => format!("escalated from {}", Letter::from(earlier)),
        Fact::MetBot { .. } => "met the bot".into(),
        Fact::Contained { .. } => "contained".into(),
        Fact::HandedOver { .. } => "handed over".into(),
        Fact::SentTemplate { agent, .. } => format!("template {}", agent.0),
        Fact::Released { .. } => "released".into(),
        Fact::Offered { desk, .. } => format!("offered {}", desk.0),
        Fact::Missed { desk, .. } => format!("missed {}", desk.0),
        Fact::TakenAway { desk, .. } => format!("taken from {}", desk.0),
        Fact::Lapsed { .. } => "lapsed".into(),
        Fact::Parked { .. } => "parked".into(),
        Fact::Resumed { .. } => "resumed".into(),
        Fact::Reminded { .. } => "reminded".into(),
    }
}
