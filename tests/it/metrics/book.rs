//! What happened in one run, completed from its facts into plain lists: one entry a message, a visit, a spell. Nothing
//! is added up here, and nothing is looked up in the world.

use super::window::Window;
use quasisync::facts::Cause;
use quasisync::model::Stint;
use quasisync::units::{AgentId, DemandId, TeamId, Time};

/// A customer message.
#[derive(Clone, Debug)]
pub(super) struct Message {
    pub(super) demand: DemandId,
    /// How many replies the conversation had before.
    pub(super) place: usize,
    pub(super) written: Time,
    /// The customer's smoothed gap when it was written, in microseconds.
    pub(super) gap: u64,
    /// Whether it says anything.
    pub(super) content: bool,
    /// The mode in which it was written; none for a first one.
    pub(super) mode: Option<u8>,
    /// Whether it reopened the conversation.
    pub(super) reopened: bool,
    /// Whether the bot handed it over.
    pub(super) handed_over: bool,
    /// When work on it began, of which team the agent was, and whether the customer was gone by then.
    pub(super) begun: Option<(Time, TeamId, bool)>,
    /// When the customer gave up with a word, and whose conversation it was.
    pub(super) told: Option<(Time, Option<TeamId>)>,
    /// When the customer left without a word, and whose conversation it was.
    pub(super) silent: Option<(Time, Option<TeamId>)>,
    /// Turned away by the door, or closed by the platform while it waited, and whose conversation it was.
    pub(super) turned_away: Option<Option<TeamId>>,
    /// When the reply was sent, of which team the agent was, and whether the customer was gone by then.
    pub(super) replied: Option<(Time, TeamId, bool)>,
    /// When the run ended before it was answered, and whose conversation it is.
    pub(super) open: Option<(Time, Option<TeamId>)>,
    /// When the run ended.
    pub(super) end: Time,
}

/// A conversation.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    pub(super) demand: DemandId,
    pub(super) created: Time,
    pub(super) linked: bool,
    pub(super) came_back: bool,
    /// Whether the only message says nothing: it goes on with a conversation that was solved.
    pub(super) empty: bool,
    pub(super) passages: u64,
    /// The teams that it was assigned to.
    pub(super) teams: Vec<TeamId>,
    pub(super) first_assigned: Option<Time>,
    /// When, by which team, and whether the customer was gone by then.
    pub(super) first_reply: Option<(Time, TeamId, bool)>,
    pub(super) solved: Option<(Time, TeamId)>,
    /// When the customer gave up with a word, on which message, and whose conversation it was.
    pub(super) told: Option<(Time, usize, Option<TeamId>)>,
    /// When the customer left without a word, on which message, and whose conversation it was.
    pub(super) silent: Option<(Time, usize, Option<TeamId>)>,
    pub(super) refused: bool,
    /// Closed by the platform while its customer waited: whose it was, and why.
    pub(super) cut_short: Option<(Option<TeamId>, Cause)>,
    /// When the customer fell silent for ever, and whose conversation it was.
    pub(super) ghosted: Option<(Time, Option<TeamId>)>,
    /// Whether the customer goes on elsewhere.
    pub(super) left_behind: bool,
    /// Whether it goes on with a matter that was passed on.
    pub(super) passed_on: bool,
    /// By whom its matter was passed on, if anybody had it: with a rule of escalation, or without.
    pub(super) transferred: Option<Option<TeamId>>,
    pub(super) escalated: Option<Option<TeamId>>,
    pub(super) met_bot: bool,
    /// When the bot was done with it, and whether that was enough.
    pub(super) after_bot: Option<(Time, bool)>,
    /// Whether the customer came again though the bot had seemed enough.
    pub(super) falsely_contained: bool,
    /// When it was closed, if it is closed at the end of the run.
    pub(super) closed: Option<Time>,
    /// When either side wrote last.
    pub(super) last_message: Time,
    /// Whose it was in the end.
    pub(super) owner: Option<TeamId>,
    /// Whether it was in the queue in the end, also on offer.
    pub(super) in_queue: bool,
    pub(super) queued: Vec<(Time, Time)>,
    pub(super) active: Vec<(Time, Time)>,
    /// On its owner's desk, and not active.
    pub(super) aside: Vec<(Time, Time)>,
    /// Work of agents, in microseconds, one entry a message; up to the end of the run what is in hand then.
    pub(super) work: Vec<u64>,
    /// Wrap-up, up to the end of the run if it goes on then.
    pub(super) wrapped: u64,
    /// When the run ended.
    pub(super) end: Time,
}

/// Something that happens at an instant.
#[derive(Clone, Debug)]
pub(super) struct Instant {
    pub(super) demand: DemandId,
    pub(super) team: Option<TeamId>,
    pub(super) at: Time,
}

/// Something that lasts for a conversation.
#[derive(Clone, Debug)]
pub(super) struct Spell {
    pub(super) demand: DemandId,
    pub(super) team: Option<TeamId>,
    pub(super) from: Time,
    pub(super) to: Time,
}

/// Something that lasts for an agent.
#[derive(Clone, Debug)]
pub(super) struct Shift {
    pub(super) agent: AgentId,
    pub(super) team: TeamId,
    pub(super) from: Time,
    pub(super) to: Time,
}

/// A reply.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub(super) at: Time,
    pub(super) agent: AgentId,
    pub(super) team: TeamId,
    /// Who wrote the one before in the same conversation.
    pub(super) before: Option<AgentId>,
}

/// A desk with somebody at it, between two facts.
#[derive(Clone, Debug)]
pub(super) struct Post {
    pub(super) team: TeamId,
    pub(super) from: Time,
    pub(super) to: Time,
    pub(super) agents: u64,
    /// In thousandths of a slot, as the next two.
    pub(super) load: u64,
    pub(super) preferred: u64,
    pub(super) maximum: u64,
    pub(super) active: u64,
}

/// How many conversations an agent has in hand from an instant on, and what each of those that were in hand all along had
/// got by then, in 4096ths of a microsecond.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) since: Time,
    pub(super) got: u64,
    pub(super) in_hand: u64,
}

/// Everything that happened in one run, or in a part of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Book {
    pub(super) messages: Vec<Message>,
    pub(super) visits: Vec<Visit>,
    /// Passages through the queue that ended with assignment, to whose team.
    pub(super) passages: Vec<Spell>,
    /// Passages that had not ended when the run did.
    pub(super) passages_open: Vec<Spell>,
    /// From an offer to its acceptance, with whose team.
    pub(super) accepted: Vec<Spell>,
    /// Offers that were neither accepted nor missed when the run ended.
    pub(super) offers_open: Vec<Spell>,
    /// With the bot.
    pub(super) bot: Vec<Spell>,
    /// With the bot when the run ended.
    pub(super) bot_open: Vec<Spell>,
    /// From a reply, and whose it was, to the customer's next message with content.
    pub(super) gaps: Vec<Spell>,
    /// What happens in conversations, by the metric that counts it.
    pub(super) instants: Vec<(&'static str, Instant)>,
    pub(super) replies: Vec<Reply>,
    /// An agent starts who handled another conversation before.
    pub(super) switches: Vec<(Time, TeamId)>,
    pub(super) queued: Vec<Spell>,
    pub(super) needing: Vec<Spell>,
    /// Unanswered messages and nudges of people who are there.
    pub(super) unanswered: Vec<Spell>,
    pub(super) open: Vec<Spell>,
    /// Inactive, or lapsed.
    pub(super) inactive: Vec<Spell>,
    pub(super) parked: Vec<Spell>,
    pub(super) handling: Vec<Shift>,
    /// Work on one message that was for nobody.
    pub(super) wasted: Vec<Shift>,
    pub(super) wrapping: Vec<Shift>,
    pub(super) signed_in: Vec<Shift>,
    /// Signed in beyond what is scheduled.
    pub(super) overtime: Vec<Shift>,
    pub(super) posts: Vec<Post>,
    /// By agent who is somebody in particular: the shifts to which he comes.
    pub(super) stints: Vec<Vec<Stint>>,
    /// The team of each agent.
    pub(super) agents: Vec<TeamId>,
    /// By agent, for those who share their time.
    pub(super) parts: Vec<Vec<Part>>,
}

impl Book {
    /// What belongs to a window: the clocks that start in it, and the parts of spells that are in it.
    pub(super) fn within(&self, window: Window) -> Book {
        fn kept<T: Clone>(all: &[T], at: impl Fn(&T) -> Time, window: Window) -> Vec<T> {
            all.iter().filter(|it| window.holds(at(it))).cloned().collect()
        }
        let spells = |all: &[Spell]| -> Vec<Spell> {
            let part = |it: &Spell| window.part(it.from, it.to).map(|(from, to)| Spell { from, to, ..it.clone() });
            all.iter().filter_map(part).collect()
        };
        let shifts = |all: &[Shift]| -> Vec<Shift> {
            let part = |it: &Shift| window.part(it.from, it.to).map(|(from, to)| Shift { from, to, ..it.clone() });
            all.iter().filter_map(part).collect()
        };
        let post = |it: &Post| window.part(it.from, it.to).map(|(from, to)| Post { from, to, ..it.clone() });
        Book {
            messages: kept(&self.messages, |it| it.written, window),
            visits: kept(&self.visits, |it| it.created, window),
            passages: kept(&self.passages, |it| it.from, window),
            passages_open: kept(&self.passages_open, |it| it.from, window),
            accepted: kept(&self.accepted, |it| it.from, window),
            offers_open: kept(&self.offers_open, |it| it.from, window),
            bot: kept(&self.bot, |it| it.from, window),
            bot_open: kept(&self.bot_open, |it| it.from, window),
            gaps: kept(&self.gaps, |it| it.from, window),
            instants: kept(&self.instants, |it| it.1.at, window),
            replies: kept(&self.replies, |it| it.at, window),
            switches: kept(&self.switches, |it| it.0, window),
            queued: spells(&self.queued),
            needing: spells(&self.needing),
            unanswered: spells(&self.unanswered),
            open: spells(&self.open),
            inactive: spells(&self.inactive),
            parked: spells(&self.parked),
            handling: shifts(&self.handling),
            wasted: shifts(&self.wasted),
            wrapping: shifts(&self.wrapping),
            signed_in: shifts(&self.signed_in),
            overtime: shifts(&self.overtime),
            posts: self.posts.iter().filter_map(post).collect(),
            stints: self.stints.clone(),
            agents: self.agents.clone(),
            parts: self.parts.clone(),
        }
    }

    /// How much of a shift is overtime of the same agent.
    pub(super) fn in_overtime(&self, shift: &Shift) -> u64 {
        let mine = self.overtime.iter().filter(|it| it.agent == shift.agent);
        mine.map(|it| it.to.0.min(shift.to.0).saturating_sub(it.from.0.max(shift.from.0))).sum()
    }

    /// What a conversation in hand of an agent would have got by an instant, in 4096ths of a microsecond; all the time
    /// where nobody shares it.
    pub(super) fn got(&self, agent: AgentId, at: Time) -> u64 {
        let part = self.parts[agent.index()].iter().rfind(|part| part.since <= at);
        part.map_or(at.0 * 4096, |part| {
            part.got + ((at.0 - part.since.0) * 4096).checked_div(part.in_hand).unwrap_or(0)
        })
    }
}

impl Message {
    /// Whose conversation it was when the customer went, one way or the other.
    pub(super) fn went(&self) -> Option<Option<TeamId>> {
        self.told.or(self.silent).map(|it| it.1).or(self.turned_away)
    }
}

impl Visit {
    /// Whose conversation it was when the platform turned its customer away, at the door or later.
    pub(super) fn turned_away(&self) -> Option<Option<TeamId>> {
        self.refused.then_some(None).or(self.cut_short.map(|it| it.0))
    }
}

/// Those that last just before an instant.
pub(super) fn before(spells: &[Spell], at: Time) -> impl Iterator<Item = &Spell> {
    spells.iter().filter(move |it| it.from < at && it.to >= at)
}
