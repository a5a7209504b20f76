//! Every metric, in the order of the files.

use super::clocks::*;
use super::lines::{average, count, level, modelled, most, share, times, total};
use super::measures::{AgentWork, Count, Level, Timing, Work};
use super::parts::{PROMISED, PROMISED_SEEN, hours, of_signed_in, of_work, per_hour, within_schedule};
use super::{Kind, Metric, Unit, View};

/// The same metric, of which only the time within opening hours counts.
macro_rules! in_hours {
    ($name:literal, $clock:expr) => {
        Metric {
            name: concat!($name, "_in_hours"),
            unit: Unit::Seconds,
            about: concat!(
                $name,
                ", of which only the time within the demand's opening hours counts; 0 where none does"
            ),
            kind: Kind::InHours($clock),
        }
    };
}

/// Every metric, in the order of the files.
pub const METRICS: &[Metric] = &[
    times(
        "wait",
        WAIT,
        "message (or hand-over by the bot) to start of handling or to giving up (told or silent), all messages with content",
    ),
    times("wait_first", FIRST, "wait of first messages"),
    times("wait_later", LATER, "wait of later messages"),
    times(
        "wait_open",
        WAIT_OPEN,
        "messages that still wait when the run ends, and for how long: in wait only as beyond the spans that they are older than",
    ),
    times("wait_seen", WAIT_SEEN, "wait as the platform sees it: who left silently waits until an agent starts"),
    times(
        "pickup_time",
        PICKUP,
        "message to start of handling, messages that were handled while the customer was there",
    ),
    times("pickup_time_first", PICKUP_FIRST, "pickup_time of first messages"),
    times("pickup_time_later", PICKUP_LATER, "pickup_time of later messages"),
    times("pickup_time_seen", PICKUP_SEEN, "pickup_time with the messages of those who had left silently"),
    times(
        "first_response_time",
        FIRST_RESPONSE,
        "creation of a conversation (the bot comes after it) to the first reply sent, if its customer was there; a template is a reply",
    ),
    times("first_response_time_seen", FIRST_RESPONSE_SEEN, "first_response_time with those who had left silently"),
    times(
        "first_response_time_handed_over",
        FIRST_RESPONSE_HANDED_OVER,
        "hand-over by the bot to the first reply sent, conversations that the bot handed over",
    ),
    times(
        "first_response_time_assigned",
        RESPONSE_ASSIGNED,
        "first assignment to the first reply sent, of the same conversations",
    ),
    times(
        "first_response_time_reopened",
        RESPONSE_REOPENED,
        "message that reopened a closed conversation to the reply sent",
    ),
    times(
        "response_time",
        RESPONSE,
        "message (or hand-over by the bot) to the reply sent, messages that were answered while the customer was there",
    ),
    times(
        "response_time_first",
        RESPONSE_FIRST,
        "response_time of first messages; where the bot handed over, since then",
    ),
    times("response_time_later", RESPONSE_LATER, "response_time of later messages"),
    times("response_time_seen", RESPONSE_SEEN, "response_time with the messages of those who had left silently"),
    times(
        "response_open",
        RESPONSE_OPEN,
        "unanswered messages of customers who are still there when the run ends, and how old they are: in response_time only as beyond the spans that they are older than",
    ),
    times("queue_time", QUEUE, "a passage through the queue: entry to assignment, with offers that were missed"),
    times(
        "queue_time_summed",
        QUEUE_SUMMED,
        "time of a conversation in the queue, all its passages together; conversations that were, and are no longer, in the queue",
    ),
    times("queue_open", QUEUE_OPEN, "passages that have not ended when the run ends, and how old they are"),
    times("accept_time", ACCEPT, "offer to its acceptance, offers accepted"),
    times("resolution_time", RESOLUTION, "creation to the reply that solved the matter, solved ones only"),
    times(
        "resolution_open",
        RESOLUTION_OPEN,
        "conversations whose customer is still there with the matter open when the run ends, and how old they are",
    ),
    times(
        "bot_time",
        BOT,
        "creation of a conversation that meets the bot, or the message with which its customer meets it again, to its hand-over, or to its end there",
    ),
    times("duration", DURATION, "first assignment to closing, conversations solved, and closed when the run ended"),
    times("close_lag", CLOSE_LAG, "last message of either side to closing, conversations as in duration"),
    times(
        "handle_time_effort",
        EFFORT,
        "agent work on a conversation (handling + switching + catch-up, shared time split evenly), those answered, and closed when the run ended; work counts whenever it is done, so there is none in hours",
    ),
    times(
        "handle_time_effort_with_wrap_up",
        EFFORT_WRAPPED,
        "handle_time_effort + wrap-up, so far if it goes on when the run ends",
    ),
    times(
        "handle_time_assigned",
        ASSIGNED,
        "time of a conversation with an owner and not closed, conversations as in handle_time_effort",
    ),
    times("handle_time_assigned_with_wrap_up", ASSIGNED_WRAPPED, "handle_time_assigned + wrap-up"),
    times(
        "handle_time_active",
        ACTIVE,
        "time of a conversation as active on a desk (not inactive, lapsed or parked), conversations as in handle_time_effort",
    ),
    times("handle_time_active_with_wrap_up", ACTIVE_WRAPPED, "handle_time_active + wrap-up"),
    in_hours!("wait", WAIT),
    in_hours!("wait_first", FIRST),
    in_hours!("wait_later", LATER),
    in_hours!("wait_open", WAIT_OPEN),
    in_hours!("wait_seen", WAIT_SEEN),
    in_hours!("pickup_time", PICKUP),
    in_hours!("pickup_time_first", PICKUP_FIRST),
    in_hours!("pickup_time_later", PICKUP_LATER),
    in_hours!("pickup_time_seen", PICKUP_SEEN),
    in_hours!("first_response_time", FIRST_RESPONSE),
    in_hours!("first_response_time_seen", FIRST_RESPONSE_SEEN),
    in_hours!("first_response_time_handed_over", FIRST_RESPONSE_HANDED_OVER),
    in_hours!("first_response_time_assigned", RESPONSE_ASSIGNED),
    in_hours!("first_response_time_reopened", RESPONSE_REOPENED),
    in_hours!("response_time", RESPONSE),
    in_hours!("response_time_first", RESPONSE_FIRST),
    in_hours!("response_time_later", RESPONSE_LATER),
    in_hours!("response_time_seen", RESPONSE_SEEN),
    in_hours!("response_open", RESPONSE_OPEN),
    in_hours!("queue_time", QUEUE),
    in_hours!("queue_time_summed", QUEUE_SUMMED),
    in_hours!("queue_open", QUEUE_OPEN),
    in_hours!("resolution_time", RESOLUTION),
    in_hours!("resolution_open", RESOLUTION_OPEN),
    in_hours!("bot_time", BOT),
    in_hours!("duration", DURATION),
    in_hours!("close_lag", CLOSE_LAG),
    in_hours!("handle_time_assigned", ASSIGNED),
    in_hours!("handle_time_active", ACTIVE),
    Metric {
        name: "tempo_ratio",
        unit: Unit::Ratio,
        about: "response_time / the customer's own smoothed gap (at least 1 s), from the second exchange on; quantiles only",
        kind: Kind::Quantiles(&[Timing::TempoRatio]),
    },
    share("response_live", "responses within bands.live / responses", |view| view.responses(Count::ResponseLive)),
    share("response_quasi_live", "responses beyond that, within bands.quasi_live / responses", |view| {
        view.responses(Count::ResponseQuasiLive)
    }),
    share("response_deferred", "responses beyond that / responses", |view| view.responses(Count::ResponseDeferred)),
    share(
        "customer_live",
        "gaps from a reply to the customer's next message with content within bands.live / gaps",
        |view| view.gaps(Count::CustomerLive),
    ),
    share("customer_quasi_live", "gaps beyond that, within bands.quasi_live / gaps", |view| {
        view.gaps(Count::CustomerQuasiLive)
    }),
    share("customer_deferred", "gaps beyond that / gaps", |view| view.gaps(Count::CustomerDeferred)),
    share(
        "service_level",
        "first replies within target (of opening hours if it says so; the bot comes before) / offered whose fate against the target is decided; a team's are those that it replied to, or had on its desks when they were decided",
        |view| Some(view.counts(&[Count::Kept], PROMISED)),
    ),
    share("service_level_of_answered", "first replies within target / answered", |view| {
        Some(view.counts(&[Count::Kept], &[Count::PromisedAnswered]))
    }),
    share(
        "service_level_without_abandoned",
        "first replies within target / (those of service_level - those who gave up before the first reply)",
        |view| {
            Some(view.counts(&[Count::Kept], &[Count::PromisedAnswered, Count::PromisedRefused, Count::PromisedLate]))
        },
    ),
    share(
        "service_level_without_short_abandoned",
        "first replies within target / (those of service_level - those who gave up before the first reply within bands.short_abandoned)",
        |view| {
            let (kept, decided) = view.counts(&[Count::Kept], PROMISED);
            Some((kept, decided - view.cell.count(Count::PromisedShort) as f64))
        },
    ),
    share(
        "service_level_seen",
        "service_level as the platform sees it: a reply to someone who left silently is a reply, leaving silently is nothing",
        |view| Some(view.counts(&[Count::Kept, Count::KeptGone], PROMISED_SEEN)),
    ),
    share(
        "target_kept",
        "responses within their own target, first or later / messages whose fate against it is decided",
        |view| Some(view.counts(&[Count::ResponsesKept], &[Count::ResponsesPromised])),
    ),
    modelled(
        "satisfaction",
        "modelled, not measured: the mean over responses of the demand's curve of satisfaction; 0 for a message given up on",
        |view| {
            view.layout.satisfaction.then(|| millionths(view.counts(&[Count::Satisfaction], &[Count::SatisfactionOf])))
        },
    ),
    modelled(
        "conversion",
        "modelled, not measured: the mean over first responses of the demand's curve of conversion; 0 for who gave up before, was refused or cut short",
        |view| view.layout.conversion.then(|| millionths(view.counts(&[Count::Conversion], &[Count::ConversionOf]))),
    ),
    count(
        "offered",
        &[Count::Offered],
        "conversations begun: who comes again, goes on in a new thread or is passed on as another demand counts anew, with the new demand; the share of a count is over these, of a team over those assigned to it",
    ),
    total(
        "matters",
        Unit::Number,
        "offered - linked - passed_on: each matter once, however many conversations and demands it takes, with the demand that it began as",
        |view| view.matters().map(Some),
    ),
    share("matters_resolved", "resolved / matters; overall, since a matter may be solved as another demand", |view| {
        view.matters_resolved()
    }),
    count(
        "answered",
        &[Count::Answered],
        "of those offered, with a reply to a customer who was there; a team's are those that it replied to first",
    ),
    count(
        "answered_seen",
        &[Count::Answered, Count::AnsweredGone],
        "of those offered, with a reply, whoever was there to read it",
    ),
    count(
        "abandoned",
        &[Count::AbandonedTold, Count::AbandonedSilent],
        "of those offered, given up by the customer: abandoned_told + abandoned_silent; a team's were on its desks",
    ),
    count(
        "abandoned_told",
        &[Count::AbandonedTold],
        "of those offered, given up by a customer who left the queue or said so",
    ),
    count(
        "abandoned_silent",
        &[Count::AbandonedSilent],
        "of those offered, given up by a customer who left without a word",
    ),
    count("abandoned_seen", &[Count::AbandonedTold], "abandoned as the platform sees it: abandoned_told"),
    count("refused", &[Count::Refused], "of those offered, turned away by the door"),
    count(
        "cut_short",
        &[Count::CutShort],
        "of those offered, closed by the platform while their customers waited: for silence, or as in waited_too_long; they miss their promise like those refused",
    ),
    count(
        "waited_too_long",
        &[Count::WaitedTooLong],
        "of those offered, closed at the limit on waiting in the queue; in no wait, and not in auto_closed",
    ),
    count(
        "ghosted",
        &[Count::Ghosted],
        "of those offered, left for ever by the customer with the matter open; not those who heed a reminder",
    ),
    count("met_bot", &[Count::MetBot], "of those offered, met by the bot at the door"),
    count("handed_over", &[Count::HandedOver], "of those offered, handed over by the bot at the door"),
    count(
        "contained",
        &[Count::Contained],
        "of those offered, the bot was enough as far as it knows; nobody answers them, they are no abandoned and no resolved ones",
    ),
    count(
        "falsely_contained",
        &[Count::FalselyContained],
        "of those offered, contained, and the customer came again past the bot before the run ended",
    ),
    count(
        "transferred",
        &[Count::Transferred],
        "of those offered, passed on by an agent as another demand; with the demand and the team that passed it on",
    ),
    count(
        "escalated",
        &[Count::Escalated],
        "of those offered, gone on as another demand by a rule of escalation, before or after a reply; as transferred",
    ),
    count(
        "passed_on",
        &[Count::PassedOn],
        "of those offered, begun because another one was transferred or escalated; with the new demand",
    ),
    count("resolved", &[Count::Resolved], "of those offered, solved"),
    count(
        "auto_closed",
        &[Count::AutoClosed],
        "closings because of silence, also while the customer waits; counted when it happens, like all times and messages below",
    ),
    count("reopened", &[Count::Reopened], "times that a customer wrote again in a closed conversation"),
    count("linked", &[Count::Linked], "of those offered, begun because the one before was closed too long ago"),
    count("came_back", &[Count::CameBack], "of those offered, begun by a customer who came again"),
    count(
        "nudges",
        &[Count::Nudges],
        "messages of customers who waited and said nothing new, rests of bursts included",
    ),
    count("templates", &[Count::Templates], "templates sent because the reply window was over; each is a reply, too"),
    count(
        "requeues",
        &[Count::Requeues],
        "passages through the queue beyond the first, also of those taken away, and of silent ones that need an agent and no reply",
    ),
    count("offers", &[Count::Offers], "offers of a conversation to an agent, with the team to which it is offered"),
    count("offers_missed", &[Count::OffersMissed], "offers not accepted in time, or before the agent left"),
    count(
        "taken_away",
        &[Count::TakenAway],
        "conversations taken from an agent who did not answer, back to the queue or to another one; of the team that loses it",
    ),
    count(
        "lapsed",
        &[Count::Lapsed],
        "times that a conversation began to count as inactive though its customer waits; not in went_inactive",
    ),
    count("parked", &[Count::Parked], "times that an agent set a conversation aside with a reply"),
    count("reminders", &[Count::Reminders], "reminders to customers who are awaited; no replies, no messages"),
    count("met_bot_again", &[Count::MetBotAgain], "times that a customer who wrote again met the bot before an agent"),
    count(
        "open_at_end",
        &[Count::OpenAtEnd],
        "of those offered, not closed when the run ended, with the bot or an agent",
    ),
    count("went_inactive", &[Count::WentInactive], "times that silence freed a slot"),
    count(
        "reactivated",
        &[Count::Reactivated],
        "times that a customer came back to an inactive, parked or closed conversation",
    ),
    share("utilisation", "(handling + switching) / signed-in time, overtime outside both", |view| {
        within_schedule(view, AgentWork::utilisation)
    }),
    share(
        "occupancy",
        "(handling + switching + wrap-up that holds the agent) / signed-in time, overtime outside both",
        |view| within_schedule(view, AgentWork::occupancy),
    ),
    share("slot_occupancy", "integral of load / integral of preferred capacity, over signed-in time", |view| {
        view.work.as_ref().map(|work| (work.load as f64, work.preferred as f64))
    }),
    share("any_work", "signed-in time with at least one active conversation / signed-in time", |view| {
        view.work
            .as_ref()
            .map(|work| (work.agents.signed_in as f64 - work.at_level.count_at_most(0), work.agents.signed_in as f64))
    }),
    Metric {
        name: "concurrency",
        unit: Unit::Number,
        about: "active conversations of a signed-in agent, over time; share_at_n: share of signed-in time with n of them",
        kind: Kind::Concurrency,
    },
    share("over_preferred", "signed-in time with a load above the preferred capacity / signed-in time", |view| {
        of_signed_in(view, |work| work.over_preferred)
    }),
    share("over_maximum", "signed-in time with a load above the maximum / signed-in time", |view| {
        of_signed_in(view, |work| work.over_maximum)
    }),
    share("wasted_work", "handling for people who were gone, or gave up before the reply / handling", |view| {
        view.work.as_ref().map(|work| (work.wasted(), work.agents.handling as f64))
    }),
    average("replies_per_hour", "replies sent / signed-in hours", |view| {
        per_hour(view, view.work.as_ref()?.agents.replies as f64)
    }),
    average(
        "switches_per_hour",
        "starts of an agent who handled another conversation before / signed-in hours",
        |view| per_hour(view, view.work.as_ref()?.switches as f64),
    ),
    share(
        "same_agent_share",
        "replies by the author of the one before / replies from the second of a conversation on",
        |view| of_work(view, |work| work.replies_same, |work| work.replies_later),
    ),
    average("conversations_per_agent_hour", "answered / signed-in hours", |view| {
        per_hour(view, view.cell.count(Count::Answered) as f64)
    }),
    total(
        "agent_hours_scheduled",
        Unit::Hours,
        "signed-in time as planned: shifts without their pauses, of those who come",
        |view| hours(view, |work| work.scheduled),
    ),
    total("agent_hours_signed_in", Unit::Hours, "signed-in time", |view| hours(view, |work| work.agents.signed_in)),
    total(
        "agent_hours_paid",
        Unit::Hours,
        "shifts as planned, with pauses and those who do not come, and overtime",
        |view| hours(view, Work::paid),
    ),
    total("agent_hours_breaks", Unit::Hours, "planned breaks of those who come", |view| {
        hours(view, |work| work.breaks)
    }),
    total("agent_hours_meetings", Unit::Hours, "planned meetings of those who come", |view| {
        hours(view, |work| work.meetings)
    }),
    total("agent_hours_absent", Unit::Hours, "shifts of those who do not come", |view| hours(view, |work| work.absent)),
    share("shrinkage", "(planned breaks + planned meetings + absence) / paid time", |view| {
        of_work(view, Work::shrinkage, Work::paid)
    }),
    total("overtime", Unit::Hours, "signed-in time beyond what is scheduled", |view| {
        hours(view, |work| work.agents.overtime.signed_in)
    }),
    total("cost", Unit::Money, "agent_hours_paid x cost of the team; blank where a team has none", |view| {
        view.priced().then(|| view.cost())
    }),
    Metric {
        name: "cost_per_resolved",
        unit: Unit::Money,
        about: "cost / resolved",
        kind: Kind::Ratio {
            statistic: "mean",
            of: |view| {
                let resolved = view.cell.count(Count::Resolved) as f64;
                view.priced().then(|| view.cost().map_or((0.0, 0.0), |cost| (cost, resolved)))
            },
        },
    },
    level("queue_length", Level::QueueLength, "conversations in the queue, on offer or not, over time"),
    most(
        "queue_length",
        "the most conversations that stood in the queue at once; a mean over the replications, overall only",
        |view| view.most(Level::QueueLength),
    ),
    level(
        "inactive_pool",
        Level::InactivePool,
        "conversations that count as inactive, lapsed ones included and parked ones not, over time",
    ),
    most(
        "inactive_pool",
        "the most conversations that were inactive at once; a mean over the replications, overall only",
        |view| view.most(Level::InactivePool),
    ),
    level("parked_pool", Level::ParkedPool, "conversations set aside, over time"),
    most(
        "parked_pool",
        "the most conversations that were set aside at once; a mean over the replications, overall only",
        |view| view.most(Level::ParkedPool),
    ),
    level("needing_reply", Level::NeedingReply, "conversations with an unanswered message, over time"),
    most(
        "needing_reply",
        "the most conversations that needed a reply at once; a mean over the replications, overall only",
        |view| view.most(Level::NeedingReply),
    ),
    level("backlog", Level::Backlog, "unanswered messages, nudges included, of customers who are there, over time"),
    most("backlog", "the most unanswered messages at once; a mean over the replications, overall only", |view| {
        view.most(Level::Backlog)
    }),
    Metric {
        name: "backlog_age",
        unit: Unit::Seconds,
        about: "age of the oldest unanswered message of a customer who is there, at the ends of intervals; 0 without any",
        kind: Kind::Age,
    },
    level("open", Level::Open, "conversations not closed and not with the bot, over time"),
    most(
        "open",
        "the most conversations that were not closed, and not with the bot, at once; a mean over the replications, overall only",
        |view| view.most(Level::Open),
    ),
    Metric {
        name: "fairness",
        unit: Unit::Ratio,
        about: "coefficient of variation of utilisation over the agents of a team (0 is even); a mean over the replications",
        kind: Kind::Each { statistic: "cv", of: View::fairness },
    },
];

fn millionths((sum, of): (f64, f64)) -> (f64, f64) {
    (sum / 1e6, of)
}
