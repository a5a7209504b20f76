//! The rules that can differ from demand to demand: those of the policy, and `[policy.demand.NAME]` and
//! `[policy.channel.NAME]` for the conversations of one demand, or of all demands on a channel.

use std::ops::Range;

use serde_json::{Map, Value as Json};

use super::channel::Named;
use super::close::close_rule;
use super::decode::{At, Context, Item, Problem, Read, TableReader, at};
use super::escalation::escalation;
use super::inactivity::{inactivity_rule, parking, reminders};
use super::inherit;
use super::named::by_name;
use super::offer::{offer, unanswered};
use super::order::assignment;
use super::reactivation::{Returns, reactivation_rule};
use super::tree::Node;
use crate::policy::score::Names;
use crate::policy::{Close, CloseClock, Entry, Inactivity, Offer, OrderKey, Silence, To, Treatment};
use crate::units::{DemandId, Span};

/// The groups that a demand or a channel can have rules of its own for.
const GROUPS: &[&str] =
    &["assignment", "offer", "unanswered", "inactivity", "parking", "reminders", "reactivation", "close", "escalation"];

/// What rules of one group can look like, for who writes something else.
const EXAMPLE: &str = "close = { after = \"12h\" }";

/// Whom a policy is about: the names of teams and demands, in their order, and the place of each demand's channel.
pub(super) struct Parties<'a> {
    pub(super) teams: &'a [String],
    pub(super) demands: &'a [String],
    pub(super) on: &'a [Option<usize>],
    pub(super) channels: &'a Named,
    /// What a score may compare with.
    pub(super) names: &'a Names<'a>,
}

/// What the rules for single conversations must go with.
pub(super) struct Around<'a> {
    /// The order of the queue.
    pub(super) queue: Option<&'a [OrderKey]>,
    /// Where it says that a team owns them.
    pub(super) shared: Option<Range<usize>>,
}

/// The rules for the conversations of no demand in particular.
pub(super) fn treatment(item: &Item<'_>, table: &mut TableReader<'_, '_>, around: &Around<'_>) -> Read<Treatment> {
    let assignment = table.default("assignment", "[\"least-loaded\", \"longest-idle\"]", assignment);
    let offer = table.default("offer", "\"automatic\"", at(offer));
    let unanswered = table.default("unanswered", "\"nothing\"", at(unanswered));
    let inactivity = table.default("inactivity", "\"never\"", at(inactivity_rule));
    let parking = table.default("parking", "\"never\"", parking);
    let reminders = table.default("reminders", "\"never\"", reminders);
    let reactivation = table.default("reactivation", "\"owner-below-maximum\"", at(reactivation_rule));
    let silence_frees = inactivity.as_ref().map_or(true, |silent| silent.value.rule != Inactivity::Never);
    let close = table.default("close", "\"never\"", at(|item| close_rule(item, silence_frees)));
    let escalation = table.default("escalation", "{}", escalation);
    if let (Ok(silent), Ok(close)) = (&inactivity, &close) {
        let rule = At { value: silent.value.rule, place: silent.place.clone(), key: silent.key.clone() };
        refuse_contradiction(item.context, &rule, close, table.has("inactivity"));
    }
    if let (Some(queue), Ok(returns), true) = (around.queue, &reactivation, table.has("reactivation")) {
        warn_of_front(item.context, queue, returns);
    }
    let (offer, unanswered, reactivation) = (offer?, unanswered?, reactivation?);
    if let Some(shared) = &around.shared {
        let waits = reactivation.value.all().any(|rule| rule.wait > Span::ZERO);
        let said = [offer.value != Offer::Automatic, unanswered.value.is_some(), waits];
        refuse_of_a_team(item, table, shared, said);
    }
    let (silent, returns) = (inactivity?.value, reactivation.value);
    Ok(Treatment {
        assignment: assignment?,
        offer: offer.value,
        unanswered: unanswered.value,
        inactivity: silent.rule,
        silence: Silence {
            unassigned: silent.unassigned,
            sweep: silent.sweep,
            reminders: reminders?,
            parking: parking?,
        },
        reactivation: returns.general,
        reactivation_parked: returns.parked,
        reactivation_closed: returns.closed,
        close: close?.value,
        escalation: escalation?,
    })
}

/// The rules of single demands, where they differ from those of the policy: of their own, or of their channel.
pub(super) fn own(
    item: &Item<'_>,
    table: &mut TableReader<'_, '_>,
    parties: &Parties<'_>,
    around: &Around<'_>,
    general: Option<&Treatment>,
) -> Read<Vec<(DemandId, Treatment)>> {
    let policy = item.node;
    let channel_of = |demand: usize| parties.on.get(demand).copied().flatten();
    let channels = table.default("channel", "{}", |item| {
        by_name(item, ("channel", EXAMPLE), &parties.channels.names, |item, _| one(item, &[policy], around))
    });
    let demands = table.default("demand", "{}", |item| {
        by_name(item, ("demand", EXAMPLE), parties.demands, |item, demand| {
            let channel =
                channel_of(demand).and_then(|place| policy.path(&["channel", &parties.channels.names[place]]));
            let above: Vec<&Node> = channel.map(|entry| &entry.node).into_iter().chain([policy]).collect();
            one(item, &above, around)
        })
    });
    table.remove_normal("channel");
    let (channels, mut demands) = (channels?, demands?);
    let mut own = Vec::new();
    let mut normal = Map::new();
    for (demand, name) in parties.demands.iter().enumerate() {
        let of_channel = || channel_of(demand).and_then(|place| channels[place].clone());
        let Some((treatment, json)) = demands[demand].take().or_else(of_channel) else { continue };
        if Some(&treatment) != general {
            own.push((DemandId(demand as u32), treatment));
            normal.insert(name.clone(), json);
        }
    }
    table.set_normal("demand", normal);
    Ok(own)
}

/// The rules of one demand or channel, with what they take from others above, and their normal form.
fn one(item: &Item<'_>, above: &[&Node], around: &Around<'_>) -> Read<(Treatment, Json)> {
    let filled = above.iter().fold(item.node.clone(), |node, above| inherit::filled(node, above, GROUPS));
    let inner = Item::new(item.context, &filled, item.key.clone());
    let mut table = inner.table()?;
    let treatment = treatment(&inner, &mut table, around);
    table.finish();
    let json = inner.take_normal();
    item.normal(json.clone());
    Ok((treatment?, json))
}

/// What an agent must do with what he owns is said of nobody where a team owns it. `said` are those of [`OF_AGENTS`] that
/// say something.
fn refuse_of_a_team(item: &Item<'_>, table: &TableReader<'_, '_>, shared: &Range<usize>, said: [bool; 3]) {
    for ((key, message, off), _) in OF_AGENTS.iter().zip(said).filter(|(_, said)| *said) {
        let Some(entry) = table.entry(key) else { continue };
        let problem = Problem::new(*message, format!("write ownership = \"agent\", or {off}"));
        let key = format!("{}.{key}", item.key);
        item.context.clash((&entry.key_span, &key), (shared, "a shared inbox"), problem);
    }
}

/// What is about agents who own conversations: the key, why so, and how it says nothing.
const OF_AGENTS: [(&str, &str, &str); 3] = [
    ("offer", "nobody has to accept what a team owns", "offer = \"automatic\""),
    ("unanswered", "no agent leaves unanswered what a team owns", "unanswered = \"nothing\""),
    ("reactivation", "a team can always take what it owns: there is nothing to wait for", "wait = \"0s\""),
];

/// A clock that starts with inactivity never starts where nothing goes inactive.
fn refuse_contradiction(context: &Context<'_>, inactivity: &At<Inactivity>, close: &At<Close>, written: bool) {
    let starts = matches!(close.value.after, Some((_, CloseClock::Inactive)));
    if !starts || inactivity.value != Inactivity::Never {
        return;
    }
    let message = "the clock `inactive` never starts, because inactivity is \"never\"";
    let help = "write clock = \"last-agent\" here, or an inactivity rule";
    let problem = Problem::new(message, help);
    let problem = if written {
        problem.related(inactivity.place.clone(), "nothing ever goes inactive")
    } else {
        problem.label("without an inactivity rule nothing goes inactive")
    };
    context.report(close.place.clone(), &close.key, problem);
}

/// The front of the queue is the best time of entry, and first among equals: it means nothing to an order that never
/// leaves equals and does not ask for the time.
fn warn_of_front(context: &Context<'_>, queue: &[OrderKey], returns: &At<Returns>) {
    use OrderKey::{
        Accumulating, Adaptive, Deadline, Freshest, HeadStart, MostEngaged, Newest, Oldest, Quietest, Random,
        UnansweredLongest, WaitingLongest,
    };
    let asks_for_time = queue.iter().any(|key| matches!(key, WaitingLongest | Newest | HeadStart(_) | Accumulating(_)));
    let leaves_no_equals = queue.iter().any(|key| {
        matches!(key, Adaptive(_) | Deadline | MostEngaged | Random | Oldest | UnansweredLongest | Quietest | Freshest)
    });
    let front = |to: To, at: Entry| at == Entry::Front && !matches!(to, To::OwnerSignedIn | To::OwnerAlways);
    if returns.value.all().any(|rule| front(rule.to, rule.at)) && leaves_no_equals && !asks_for_time {
        let message = "at = \"front\" has no effect, because the queue's order does not ask how long somebody waits";
        let help = "put \"reactivated-first\" or \"waiting-longest\" among the queue's keys";
        context.warn(returns.place.clone(), &returns.key, Problem::new(message, help));
    }
}
