//! What is timed, counted and watched.

/// Something timed with a clock that one message, passage or conversation starts.
///
/// "Gone" is who left without a word before: what happens to such a message then is seen by the platform only. "Bare" and
/// "wrapped" are conversations that were wrapped up, without and with that work; all others are in neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Timing {
    /// First message to the start of work on it.
    PickupFirst,
    /// Later message to the start of work on it.
    PickupLater,
    /// Message of someone gone to the start of work on it.
    PickupGone,
    /// First message to giving up with a word before any work on it.
    LostFirst,
    /// Later message to giving up with a word before any work on it.
    LostLater,
    /// First message to leaving without a word before any work on it.
    LeftFirst,
    /// Later message to leaving without a word before any work on it.
    LeftLater,
    /// First message to the reply sent.
    ResponseFirst,
    /// Later message to the reply sent.
    ResponseLater,
    /// First message of someone gone to the reply sent.
    ResponseGoneFirst,
    /// Later message of someone gone to the reply sent.
    ResponseGoneLater,
    /// First assignment to the first reply.
    ResponseAssigned,
    /// Message that reopened a closed conversation to the reply sent.
    ResponseReopened,
    /// A first message that still waits for the start of work when the run ends: its age.
    WaitOpenFirst,
    /// A later message that still waits for the start of work when the run ends: its age.
    WaitOpenLater,
    /// A message of someone gone that still waits for the start of work when the run ends: its age.
    WaitOpenGone,
    /// A first message that still waits for its reply when the run ends: its age.
    ResponseOpenFirst,
    /// A later message that still waits for its reply when the run ends: its age.
    ResponseOpenLater,
    /// A first message of someone gone that still waits for its reply when the run ends: its age.
    ResponseOpenGoneFirst,
    /// A later message of someone gone that still waits for its reply when the run ends: its age.
    ResponseOpenGoneLater,
    /// First assignment to the end of the run, of a first message that still waits for its reply.
    ResponseOpenAssigned,
    /// A message that reopened a closed conversation and still waits for its reply when the run ends: its age.
    ResponseOpenReopened,
    /// A passage through the queue, from entry to assignment.
    QueueTime,
    /// All passages of a conversation through the queue.
    QueueSummed,
    /// A passage through the queue that has not ended when the run ends: its age.
    QueueOpen,
    /// All passages so far of a conversation that is in the queue when the run ends.
    QueueSummedOpen,
    /// Creation to the reply that solved the matter.
    ResolutionTime,
    /// A conversation whose matter is open, and whose customer is there, when the run ends: its age.
    ResolutionOpen,
    /// First assignment to the end of a solved conversation.
    Duration,
    /// First assignment of a solved conversation that is not closed to the end of the run.
    DurationOpen,
    /// Last message of either side to the end of a solved conversation.
    CloseLag,
    /// Last message of either side of a solved conversation that is not closed to the end of the run.
    CloseLagOpen,
    /// First assignment to the end of a solved conversation without wrap-up that had its owner, and was active, all along:
    /// the times of several metrics in one.
    Steady,
    /// Agent work on a conversation without wrap-up.
    Effort,
    /// Agent work on a conversation before its wrap-up.
    EffortBare,
    /// The same with the wrap-up.
    EffortWrapped,
    /// Time with an owner of a conversation without wrap-up.
    Assigned,
    /// Time with an owner of a conversation that was wrapped up.
    AssignedBare,
    /// The same with the wrap-up.
    AssignedWrapped,
    /// Time as active of a conversation without wrap-up.
    Active,
    /// Time as active of a conversation that was wrapped up.
    ActiveBare,
    /// The same with the wrap-up.
    ActiveWrapped,
    /// Agent work so far on an answered conversation that is not closed when the run ends.
    EffortOpen,
    /// The same with the wrap-up so far.
    EffortWrappedOpen,
    /// Time with an owner so far of an answered conversation that is not closed when the run ends.
    AssignedOpen,
    /// The same with the wrap-up so far.
    AssignedWrappedOpen,
    /// Time as active so far of an answered conversation that is not closed when the run ends.
    ActiveOpen,
    /// The same with the wrap-up so far.
    ActiveWrappedOpen,
    /// Response time over the customer's smoothed gap, from the second exchange on, in millionths.
    TempoRatio,
    /// Time with the bot, whenever somebody met it.
    BotTime,
    /// Time so far with the bot of someone who is still there when the run ends.
    BotOpen,
    /// Hand-over by the bot to the first reply sent. Whom the bot handed over is in none of the timings of responses to
    /// first messages above, but in the pair of this one and its twin from the creation on; so the next three pairs.
    ResponseHandedOver,
    /// Creation to the first reply sent, of a conversation that the bot handed over.
    ResponseCreated,
    /// Hand-over of someone gone to the first reply sent.
    ResponseGoneHandedOver,
    /// Creation to the first reply sent, of someone gone whom the bot had handed over.
    ResponseGoneCreated,
    /// A conversation that the bot handed over and that still waits for its first reply when the run ends: since then.
    ResponseOpenHandedOver,
    /// The same since its creation.
    ResponseOpenCreated,
    /// The same since the hand-over, of someone gone.
    ResponseOpenGoneHandedOver,
    /// The same since its creation, of someone gone.
    ResponseOpenGoneCreated,
    /// Offer to its acceptance.
    AcceptTime,
    /// An offer that is neither accepted nor missed when the run ends: its age.
    AcceptOpen,
}

/// How many timings there are.
pub const TIMINGS: usize = Timing::AcceptOpen as usize + 1;

/// Something counted. A conversation is one thing or another once, and belongs to the interval of its first message; what
/// happens to it, maybe several times, to the interval in which it happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Count {
    /// Conversations that reached the door.
    Offered,
    /// Conversations whose customer got a first reply.
    Answered,
    /// Conversations with a first reply to someone gone.
    AnsweredGone,
    /// Customers who gave up and said so.
    AbandonedTold,
    /// Customers who gave up without a word.
    AbandonedSilent,
    /// Conversations turned away.
    Refused,
    /// Conversations closed by the platform while their customers waited.
    CutShort,
    /// Of those, the ones at the limit on waiting in the queue.
    WaitedTooLong,
    /// Customers who fell silent for ever though the matter was open.
    Ghosted,
    /// Matters solved.
    Resolved,
    /// Conversations not closed when the run ended.
    OpenAtEnd,
    /// Conversations that go on with one closed too long ago.
    Linked,
    /// Conversations of customers who came again.
    CameBack,
    /// Conversations that met the bot at the door.
    MetBot,
    /// Conversations that the bot handed over at the door.
    HandedOver,
    /// Conversations for which the bot was enough.
    Contained,
    /// Of those, the ones whose customer came again.
    FalselyContained,
    /// Conversations whose matter an agent passed on as another demand.
    Transferred,
    /// Conversations whose matter went on as another demand by a rule of escalation.
    Escalated,
    /// Conversations that go on with the matter of one of those two kinds.
    PassedOn,
    /// Conversations assigned to the team, each once for every team that it was with.
    Assigned,
    /// Conversations with a target whose customer got a first reply; with one, as the next ten kinds are.
    PromisedAnswered,
    /// With a first reply to someone gone.
    PromisedGone,
    /// Given up with a word before the first reply.
    PromisedLost,
    /// Given up without a word before the first reply.
    PromisedLeft,
    /// Of both, those given up within hardly any time.
    PromisedShort,
    /// Turned away, or closed by the platform before the first reply.
    PromisedRefused,
    /// Turned away after they had left without a word.
    PromisedRefusedGone,
    /// Without a first reply when the run ends, and older than the target.
    PromisedLate,
    /// The same of someone gone.
    PromisedLateGone,
    /// With a first reply in time.
    Kept,
    /// With a first reply in time to someone gone.
    KeptGone,
    /// Messages with a target whose fate against it is decided; belongs to the message, as the next four kinds do.
    ResponsesPromised,
    /// Of those, the ones with a reply in time.
    ResponsesKept,
    /// Responses that feel live.
    ResponseLive,
    /// Responses that feel quasi-live.
    ResponseQuasiLive,
    /// Responses later than that.
    ResponseDeferred,
    /// Gaps of customers that feel live; belongs to the reply, as the next two.
    CustomerLive,
    /// Gaps of customers that feel quasi-live.
    CustomerQuasiLive,
    /// Gaps of customers longer than that.
    CustomerDeferred,
    /// Modelled satisfaction, in millionths.
    Satisfaction,
    /// Of so many messages.
    SatisfactionOf,
    /// Modelled conversion, in millionths.
    Conversion,
    /// Of so many first messages.
    ConversionOf,
    /// Messages of customers who waited and said nothing new; belongs to the instant, as everything that follows.
    Nudges,
    /// Passages through the queue beyond the first.
    Requeues,
    /// Closings because of silence.
    AutoClosed,
    /// Times that a customer wrote again in a closed conversation.
    Reopened,
    /// Times that a conversation went inactive.
    WentInactive,
    /// Times that a customer came back to an inactive or closed conversation.
    Reactivated,
    /// Templates sent, because it was too late for a reply.
    Templates,
    /// Offers to agents.
    Offers,
    /// Of those, the ones that were not accepted in time.
    OffersMissed,
    /// Messages taken from agents who did not answer.
    TakenAway,
    /// Times that a conversation began to count as inactive though its customer waited.
    Lapsed,
    /// Times that an agent set a conversation aside.
    Parked,
    /// Reminders.
    Reminders,
    /// Times that a customer who wrote again met the bot.
    MetBotAgain,
}

/// How many counts there are.
pub const COUNTS: usize = Count::MetBotAgain as usize + 1;

/// A number that changes with time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub enum Level {
    /// Conversations in the queue, also those on offer.
    QueueLength,
    /// Conversations that count as inactive.
    InactivePool,
    /// Conversations needing a reply: in the queue, on offer, in an inbox or in hand.
    NeedingReply,
    /// Messages, nudges included, that await an answer and whose customer is there.
    Backlog,
    /// Conversations not closed, and not with the bot.
    Open,
    /// Conversations set aside.
    ParkedPool,
}

/// How many levels there are.
pub const LEVELS: usize = Level::ParkedPool as usize + 1;
