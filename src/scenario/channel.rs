//! `[[channel]]`: what its conversations take of an agent, and what a platform lets happen on it.

use super::alternative;
use super::decode::{At, Context, Item, Problem, Read, at, is_name, truth};
use super::duration::{duration, positive_duration};
use super::suggest::{all_of, nearest};
use super::tree::Node;
use super::whole::{elements, names};
use crate::model::{Channel, ReplyWindow, Takes};
use crate::units::Span;

/// A longer chain of channels that interrupt each other is no daily work.
const LONGEST_CHAIN: u8 = 7;

const TAKES: &[(&str, Takes)] = &[("slot", Takes::Slot), ("agent", Takes::Agent), ("idle", Takes::Idle)];

/// Where most of what there is to say about a channel is known.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Voice,
    Chat,
    Messaging,
    Email,
}

const KINDS: &[(&str, Kind)] =
    &[("voice", Kind::Voice), ("chat", Kind::Chat), ("messaging", Kind::Messaging), ("email", Kind::Email)];

/// The names of the channels of a file: those that are declared, or else those that demands are on and could be on.
pub(super) struct Named {
    pub(super) names: Vec<String>,
    /// How many of them, from the first on, have a place in the model.
    pub(super) in_use: usize,
    pub(super) declared: bool,
}

impl Named {
    /// The channels of a file in which every demand is as it is on its channel, and of the file as it is written.
    pub(super) fn of(root: &Node, written: &Node) -> Named {
        let declared = names(root, "channel");
        if !declared.is_empty() {
            return Named { in_use: declared.len(), names: declared, declared: true };
        }
        let mut names = distinct(Vec::new(), chosen(root));
        let in_use = names.len();
        names = distinct(names, elements(written, "demand").iter().flat_map(alternative::channels));
        Named { names, in_use, declared: false }
    }

    /// The places of the channels that the demands of a file are on.
    pub(super) fn of_demands(&self, root: &Node) -> Vec<Option<usize>> {
        let channel = |node: &Node| {
            let written = node.get("channel")?.node.as_text()?;
            self.names.iter().position(|name| name == written)
        };
        elements(root, "demand").iter().map(channel).collect()
    }

    /// The place of a channel that an item names.
    pub(super) fn place(&self, item: &Item<'_>) -> Read<usize> {
        let written = super::decode::name(item)?;
        self.names.iter().position(|name| *name == written).ok_or_else(|| {
            let names = self.names.iter().map(String::as_str);
            let help = format!("the channels are {}", all_of(names.clone()));
            item.unknown_name("channel", &written, names, &help)
        })
    }
}

/// The channels that demands are on.
fn chosen(root: &Node) -> impl Iterator<Item = &str> {
    elements(root, "demand").iter().filter_map(|node| node.get("channel")?.node.as_text())
}

fn distinct<'n>(mut names: Vec<String>, more: impl Iterator<Item = &'n str>) -> Vec<String> {
    for name in more.filter(|name| is_name(name)) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// A section, before the ranks are known.
struct Declared {
    channel: Channel,
    name: At<String>,
    /// The places of those whose work waits for this one's.
    interrupts: Vec<usize>,
    resume: At<Span>,
}

/// The channels that a file declares. `nodes` are their sections.
pub(super) fn channels(item: &Item<'_>, names: &[String], nodes: &[Node]) -> Read<Vec<Channel>> {
    let kinds: Vec<Option<Kind>> = nodes.iter().map(kind_of).collect();
    let mut declared = item.list("channels", |item| channel(item, names, &kinds))?;
    let mut ranks = vec![None; declared.len()];
    for place in 0..declared.len() {
        rank(item.context, &declared, &mut ranks, &mut vec![place])?;
    }
    let highest = ranks.iter().flatten().copied().max().unwrap_or(0);
    for (it, rank) in declared.iter_mut().zip(ranks) {
        it.channel.rank = rank.unwrap_or(0);
        if it.resume.value > Span::ZERO && it.channel.rank == highest {
            let help = format!("write interrupts = [\"{}\"] at another channel, or remove it", it.channel.name);
            let problem = Problem::new("this has no effect: no other channel interrupts this one", help);
            item.context.warn(it.resume.place.clone(), &it.resume.key, problem);
        }
    }
    Ok(declared.into_iter().map(|it| it.channel).collect())
}

/// The kind of a section, known before any is read.
fn kind_of(node: &Node) -> Option<Kind> {
    let written = node.get("kind")?.node.as_text()?;
    KINDS.iter().find(|(name, _)| *name == written).map(|(_, kind)| *kind)
}

fn channel(item: &Item<'_>, names: &[String], kinds: &[Option<Kind>]) -> Read<Declared> {
    let mut table = item.table()?;
    let name = table.required("name", at(super::decode::name));
    let kind = table.optional("kind", |item| item.choice("kind of channel", KINDS));
    let known = kind.as_ref().ok().copied().flatten();
    let takes = |item: &Item<'_>| item.choice("way to take an agent", TAKES);
    let takes = match known {
        Some(Kind::Voice) => table.default("takes", "\"agent\"", takes),
        Some(Kind::Email) => table.default("takes", "\"idle\"", takes),
        _ => table.default("takes", "\"slot\"", takes),
    };
    let own = name.as_ref().map_or("", |name| name.value.as_str());
    let written = table.optional("interrupts", |item| interrupts(item, own, names));
    let interrupts = written.map(|written| written.unwrap_or_else(|| interrupted_by(known, kinds)));
    if let Ok(interrupts) = &interrupts {
        let interrupted: Vec<&str> = interrupts.iter().map(|&place| names[place].as_str()).collect();
        table.set_normal("interrupts", interrupted);
    }
    let resume = table.default("resume", "\"0s\"", at(duration));
    let page = match known {
        Some(Kind::Voice | Kind::Chat) => table.default("page", "true", truth),
        _ => table.default("page", "false", truth),
    };
    let reply_window = table.optional("reply_window", reply_window);
    // What a kind says is written out.
    table.remove_normal("kind");
    table.finish();
    kind?;
    let (name, resume) = (name?, resume?);
    let channel = Channel {
        name: name.value.clone(),
        takes: takes?,
        rank: 0,
        resume: resume.value,
        page: page?,
        reply_window: reply_window?,
    };
    Ok(Declared { channel, name, interrupts: interrupts?, resume })
}

/// Whose work waits for that of a kind: everything for a call, and e-mail for everything.
fn interrupted_by(kind: Option<Kind>, kinds: &[Option<Kind>]) -> Vec<usize> {
    let lower = |other: &Option<Kind>| match kind {
        Some(Kind::Voice) => *other != Some(Kind::Voice),
        Some(Kind::Chat | Kind::Messaging) => *other == Some(Kind::Email),
        _ => false,
    };
    kinds.iter().enumerate().filter(|(_, other)| lower(other)).map(|(place, _)| place).collect()
}

fn interrupts(item: &Item<'_>, own: &str, names: &[String]) -> Read<Vec<usize>> {
    let others = || names.iter().map(String::as_str).filter(|name| *name != own);
    let list = item.list("names of channels", |item| {
        let written = item.text()?;
        if written == own {
            return Err(item.refuse("no channel interrupts itself", "name others, whose work waits for this one's"));
        }
        let place = names.iter().position(|name| *name == written).ok_or_else(|| {
            item.unknown_name("channel", &written, others(), &format!("the other channels are {}", all_of(others())))
        })?;
        Ok((place, item.place()))
    })?;
    for (number, (place, here)) in list.iter().enumerate() {
        if let Some((_, first)) = list[..number].iter().find(|(other, _)| other == place) {
            let problem = Problem::new(format!("`{}` is named twice", names[*place]), "name it once");
            return Err(item.context.report(here.clone(), &item.key, problem.related(first.clone(), "the first time")));
        }
    }
    Ok(list.into_iter().map(|(place, _)| place).collect())
}

/// The rank of the last channel of a way down: the length of the longest chain of channels that wait for it.
fn rank(context: &Context<'_>, all: &[Declared], ranks: &mut [Option<u8>], way: &mut Vec<usize>) -> Read<u8> {
    let here = way[way.len() - 1];
    if let Some(rank) = ranks[here] {
        return Ok(rank);
    }
    let mut longest = 0;
    for &below in &all[here].interrupts {
        if let Some(begin) = way.iter().position(|place| *place == below) {
            let circle = way[begin..].iter().chain([&below]).map(|&place| all[place].channel.name.as_str());
            let circle: Vec<&str> = circle.collect();
            let message = format!("the channels interrupt each other in a circle: {}", circle.join(" -> "));
            let help = "one of them must not interrupt the next, for instance with interrupts = []";
            let name = &all[way[begin]].name;
            return Err(context.report(name.place.clone(), &name.key, Problem::new(message, help)));
        }
        way.push(below);
        longest = longest.max(rank(context, all, ranks, way)? + 1);
        way.pop();
    }
    if longest > LONGEST_CHAIN {
        let name = &all[here].name;
        let message = format!("more than {LONGEST_CHAIN} channels wait for each other in a chain below this one");
        let problem = Problem::new(message, "let some of them interrupt the same ones");
        return Err(context.report(name.place.clone(), &name.key, problem));
    }
    ranks[here] = Some(longest);
    Ok(longest)
}

fn reply_window(item: &Item<'_>) -> Read<ReplyWindow> {
    let mut table = item.table()?;
    let within = table.required("within", positive_duration);
    let template = table.required("template", duration);
    table.finish();
    Ok(ReplyWindow { within: within?, template: template? })
}

/// Channels that no demand is on, nor could be; `written` is the file with what demands would be like on others. Who has
/// moved a demand may move it back, and its former channel is not known.
pub(super) fn warn_of_unused(context: &Context<'_>, written: &Node) {
    let moved = |demand: &Node| {
        let entry = demand.get("channel").map(|entry| &entry.node);
        let to = entry.and_then(Node::as_text);
        entry.is_some_and(|node| context.source.is_change(node.span.start))
            || alternative::channels(demand).any(|other| Some(other) == to)
    };
    if elements(written, "demand").iter().any(moved) {
        return;
    }
    let others = elements(written, "demand").iter().flat_map(alternative::channels);
    let used: Vec<&str> = chosen(written).chain(others).collect();
    for node in elements(written, "channel") {
        let Some(entry) = node.get("name") else { continue };
        let Some(name) = entry.node.as_text() else { continue };
        // A name that is misspelt elsewhere has been reported there.
        if nearest(name, used.iter().copied()).is_none() {
            let help = format!("write channel = \"{name}\" in a demand, or remove it");
            let place = context.source.place(entry.node.span.clone());
            context.warn(place, &format!("channel.{name}"), Problem::new("nobody writes on this channel", help));
        }
    }
}
