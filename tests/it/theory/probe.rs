//! An observer of its own, which counts what the recorder does not tell: who is inside, who thinks, and how long
//! conversations last on a desk. It reads facts alone, so that it also checks the recorder.

use quasisync::facts::{Cause, Fact, Observer};
use quasisync::model::{Frame, Model};
use quasisync::stats::Tally;
use quasisync::units::{ConversationId, Time};
use quasisync::world::{State, World};

/// How many customers are somewhere, and for how long it was so many.
#[derive(Clone, Debug, Default)]
pub(super) struct Crowd {
    number: usize,
    since: Time,
    /// Counted microseconds with 0, 1, 2, ... customers.
    pub(super) lasted: Vec<u64>,
}

impl Crowd {
    fn changes(&mut self, change: isize, now: Time, frame: &Frame) {
        let (from, to) = (self.since.max(frame.start()), now.min(frame.horizon_end()));
        if from < to {
            if self.lasted.len() <= self.number {
                self.lasted.resize(self.number + 1, 0);
            }
            self.lasted[self.number] += to.since(from).0;
        }
        self.number = self.number.checked_add_signed(change).expect("nobody leaves who is not there");
        self.since = now;
    }

    /// The time integral of a function of the number, in function-microseconds.
    pub(super) fn integral(&self, function: impl Fn(f64) -> f64) -> f64 {
        self.lasted.iter().enumerate().map(|(number, &time)| function(number as f64) * time as f64).sum()
    }
}

/// What was seen when the world was looked at in one minute of each day.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Look {
    /// How many looks.
    pub(super) looks: u64,
    /// Sum of the customers inside.
    pub(super) inside: u64,
    /// Sum of the customers in the queue.
    pub(super) queued: u64,
    /// How often nobody who is signed in was free.
    pub(super) all_busy: u64,
}

/// What a conversation leaves behind, by its place in the order of arrival.
#[derive(Clone, Copy, Debug, Default)]
struct Past {
    /// Since when it is open.
    opened: Time,
    assigned: Time,
    /// Since when it needs a reply on a desk.
    needy: Time,
}

/// Listens to one run.
#[derive(Clone, Debug)]
pub(super) struct Probe {
    frame: Frame,
    past: Vec<Past>,
    /// Open conversations.
    pub(super) inside: Crowd,
    /// Conversations that await their customer and hold a slot.
    pub(super) thinking: Crowd,
    /// By demand: conversations in hand.
    pub(super) in_hand: Vec<Crowd>,
    /// On a desk, first message: from assignment to the start of work.
    pub(super) first_needy_wait: Tally<7>,
    /// On a desk, every message: from assignment or writing, whichever is later, to the start of work.
    pub(super) needy_wait: Tally<7>,
    /// The same to the reply.
    pub(super) needy_time: Tally<7>,
    /// From assignment to the end of the conversation.
    pub(super) on_desk: Tally<7>,
    /// From the first message, or the one that reopened it, to the end of the conversation, refused ones apart.
    pub(super) whole: Tally<7>,
    /// How many conversations ended after 0, 1, 2, ... replies, refused ones apart.
    pub(super) ended_after: Vec<u64>,
    /// How many conversations ended in counted time.
    pub(super) endings: u64,
    /// The replies of counted conversations.
    pub(super) replies: u64,
    /// What was seen at the marks.
    pub(super) looks: Vec<Look>,
    /// The marks as microseconds of the day, ascending.
    marks: Vec<u64>,
    day: u64,
    next_mark: usize,
}

const DAY: u64 = quasisync::units::Span::DAY.0;

impl Probe {
    pub(super) fn new(model: &Model, marks: &[f64]) -> Probe {
        Probe {
            frame: model.frame.clone(),
            past: Vec::new(),
            inside: Crowd::default(),
            thinking: Crowd::default(),
            in_hand: vec![Crowd::default(); model.demands.len()],
            first_needy_wait: Tally::new(),
            needy_wait: Tally::new(),
            needy_time: Tally::new(),
            on_desk: Tally::new(),
            whole: Tally::new(),
            ended_after: Vec::new(),
            endings: 0,
            replies: 0,
            looks: vec![Look::default(); marks.len()],
            marks: marks.iter().map(|minute| (minute * 6e7) as u64).collect(),
            day: 0,
            next_mark: 0,
        }
    }

    pub(super) fn finish(&mut self, end: Time) {
        let Probe { frame, inside, thinking, in_hand, .. } = self;
        for crowd in [inside, thinking].into_iter().chain(in_hand) {
            crowd.changes(0, end, frame);
        }
        self.past = Vec::new();
    }

    /// Looks at the world at all marks that have come; nothing has happened since the last fact.
    fn look(&mut self, now: Time, world: &World) {
        while let Some(&mark) = self.marks.get(self.next_mark) {
            if self.day * DAY + mark > now.0 {
                return;
            }
            let look = &mut self.looks[self.next_mark];
            let in_hand: usize = self.in_hand.iter().map(|crowd| crowd.number).sum();
            let signed_in: u32 = world.desks.servers.iter().sum();
            look.looks += 1;
            look.inside += self.inside.number as u64;
            look.queued += u64::from(world.queued);
            look.all_busy += u64::from(in_hand as u32 >= signed_in);
            self.next_mark = (self.next_mark + 1) % self.marks.len();
            self.day += u64::from(self.next_mark == 0);
        }
    }

    fn started(&mut self, conversation: ConversationId, world: &World, now: Time) {
        let it = world.conversation(conversation);
        let past = &mut self.past[conversation.index()];
        past.needy = past.assigned.max(it.written);
        if !self.frame.counts(past.needy) {
            return;
        }
        let wait = now.since(past.needy).0;
        self.needy_wait.add(wait);
        if !it.came_back() {
            self.first_needy_wait.add(wait);
        }
    }

    fn replied(&mut self, conversation: ConversationId, world: &World, now: Time) {
        let needy = self.past[conversation.index()].needy;
        if self.frame.counts(needy) {
            self.needy_time.add(now.since(needy).0);
        }
        if self.frame.counts(world.conversation(conversation).created) {
            self.replies += 1;
        }
    }

    fn closed(&mut self, conversation: ConversationId, world: &World, now: Time) {
        let it = world.conversation(conversation);
        self.endings += u64::from(self.frame.counts(now));
        let past = self.past[conversation.index()];
        if !self.frame.counts(past.opened) {
            return;
        }
        self.whole.add(now.since(past.opened).0);
        if it.desk().is_some() {
            self.on_desk.add(now.since(past.assigned).0);
        }
        let replies = usize::from(it.exchange);
        if self.ended_after.len() <= replies {
            self.ended_after.resize(replies + 1, 0);
        }
        self.ended_after[replies] += 1;
    }
}

impl Observer<World> for Probe {
    fn record(&mut self, now: Time, world: &World, fact: Fact) {
        self.look(now, world);
        let state = |conversation: ConversationId| world.conversation(conversation).state;
        let demand = |conversation: ConversationId| world.conversation(conversation).demand().index();
        match fact {
            Fact::Arrived { .. } => {
                self.past.push(Past { opened: now, ..Past::default() });
                self.inside.changes(1, now, &self.frame);
            }
            Fact::Assigned { conversation, .. } => self.past[conversation.index()].assigned = now,
            Fact::Started { conversation, .. } => {
                self.started(conversation, world, now);
                self.in_hand[demand(conversation)].changes(1, now, &self.frame);
            }
            Fact::Replied { conversation, .. } => {
                self.replied(conversation, world, now);
                self.in_hand[demand(conversation)].changes(-1, now, &self.frame);
                self.thinking.changes(1, now, &self.frame);
            }
            Fact::Read { conversation, .. } => {
                self.in_hand[demand(conversation)].changes(-1, now, &self.frame);
                self.thinking.changes(1, now, &self.frame);
            }
            Fact::Wrote { conversation, .. } if state(conversation) == State::Awaiting => {
                self.thinking.changes(-1, now, &self.frame);
            }
            Fact::WentInactive { .. } => self.thinking.changes(-1, now, &self.frame),
            Fact::GaveUp { conversation, in_hand: Some(_) } => {
                self.in_hand[demand(conversation)].changes(-1, now, &self.frame);
            }
            Fact::Reopened { conversation } => {
                self.past[conversation.index()].opened = now;
                self.inside.changes(1, now, &self.frame);
            }
            Fact::Closed { conversation, cause } => {
                self.inside.changes(-1, now, &self.frame);
                if state(conversation) == State::Awaiting {
                    self.thinking.changes(-1, now, &self.frame);
                }
                if cause != Cause::Refused {
                    self.closed(conversation, world, now);
                }
            }
            _ => {}
        }
    }
}
