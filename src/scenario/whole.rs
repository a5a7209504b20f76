//! The file as a whole: its sections, and what must fit together between them.

use std::collections::BTreeMap;

use super::bands::bands;
use super::decode::{Context, Item, Problem, Read, Reported, element_key, is_name, text};
use super::demand::{Known, demand};
use super::diagnostic::Place;
use super::disruption::disruptions;
use super::ending::returns;
use super::fit;
use super::frame::{frame, settings};
use super::inherit;
use super::leaving;
use super::policy::policy;
use super::skill::{Skills, warn_of_unused};
use super::suggest::nearest;
use super::table::TableReader;
use super::team::team;
use super::tree::{Node, Value};
use super::zone::Run;
use crate::civil::WEEK;
use crate::experiment::Experiment;
use crate::model::{Arrivals, Channel, Demand, Event, Frame, Model, When};
use crate::random::Count;
use crate::units::Time;

/// More sections of a kind than this are no scenario.
const MOST_SECTIONS: usize = 1000;

/// More expected customers than this in one replication fill the memory of any machine it is likely to run on.
const MOST_CUSTOMERS: f64 = 2e8;

/// More expected exchanges than this in one replication cannot be numbered.
const MOST_EXCHANGES: f64 = 1e9;

/// What a customer takes in memory, and on top of it each exchange.
const BYTES: (f64, f64) = (144.0, 13.5);

/// The title and the experiment of a file.
pub(super) fn scenario(item: &Item<'_>) -> Read<(Option<String>, Experiment)> {
    let root = item.node;
    let [demand_names, team_names, policy_names] = ["demand", "team", "policy"].map(|key| names(item.node, key));
    let mut table = item.table()?;
    let title = table.optional("title", text);
    let classes = table.default("classes", "[]", |item| classes(item, &undeclared_classes(item.context, root)));
    let frame = table.required("time", frame);
    let settings = table.default("experiment", "{}", |item| settings(item, &policy_names));
    let bands = table.default("bands", "{}", bands);
    let channels = channels(root);
    let classes_known = classes.as_ref().map_or(&[][..], |classes| classes);
    let run = frame.as_ref().ok().map(|(frame, clocks)| Run { frame, clocks: clocks.as_ref() });
    let skills = Skills::of(root);
    let known = Known { run, classes: classes_known, channels: &channels, skills: &skills };
    let demands = sections(&mut table, "demand", "nobody writes", |item, nodes| {
        item.each(nodes, 0..nodes.len(), |item| demand(item, &known))
    });
    let teams = sections(&mut table, "team", "nobody answers", |item, nodes| {
        item.each(nodes, 0..nodes.len(), |item| team(item, &demand_names, &skills, run))
    });
    let known_demands = demands_and_channels(root);
    let disruptions = table.default("disruption", "[]", |item| disruptions(item, &known_demands, run));
    let policies = sections(&mut table, "policy", "there are no rules to compare", |item, nodes| {
        let (nodes, order) = inherit::resolve(item.context, nodes);
        item.each(&nodes, order, |item| policy(item, &team_names))
    });
    ["demand", "team", "policy"].iter().for_each(|key| refuse_same_names(item, key));
    refuse_unserved(item, &demand_names);
    warn_of_unused(item.context, root, &skills);
    fit::check(item.context, root, policies.as_deref().ok());
    table.finish();
    let (title, settings, frame, bands) = (title?, settings?, frame?, bands?);
    classes?;
    let channels = channels.iter().map(|name| Channel::from(name.as_str())).collect();
    let model = Model { frame: frame.0, bands, channels, demands: demands?, teams: teams?, disruptions: disruptions? };
    refuse_crowds(item, &model.frame, &model.demands)?;
    let policies = policies?;
    let [team_sections, policy_sections] = ["team", "policy"].map(|kind| fit::sections(item.context, root, kind));
    leaving::check(&model, &policies, &team_sections, &policy_sections);
    let (seed, replications, confidence) = (settings.seed, settings.replications, settings.confidence);
    Ok((title, Experiment { model, policies, baseline: settings.baseline, seed, replications, confidence }))
}

/// The classes that the demands name where none are declared: a single one need not be, of several the order is asked for.
fn undeclared_classes(context: &Context<'_>, root: &Node) -> Vec<String> {
    let mut only: Option<(&str, Place)> = None;
    if root.get("classes").is_some() {
        return Vec::new();
    }
    for (number, node) in elements(root, "demand").iter().enumerate() {
        let Some(entry) = node.get("class") else { continue };
        let Some(class) = entry.node.as_text() else { continue };
        let place = context.source.place(entry.node.span.clone());
        match &only {
            Some((first, at)) if *first != class => {
                let help = format!(
                    "declare them at the top of the file, the most urgent first: classes = [\"{first}\", \"{class}\"]"
                );
                let problem = Problem::new("which class is more urgent has not been said", help);
                let key = format!("{}.class", element_key("demand", number, node));
                context.report(place, &key, problem.related(at.clone(), "another class"));
                break;
            }
            Some(_) => {}
            None => only = Some((class, place)),
        }
    }
    let mut classes: Vec<String> = Vec::new();
    for node in elements(root, "demand") {
        let class = node.get("class").and_then(|entry| entry.node.as_text()).filter(|class| !class.trim().is_empty());
        if let Some(class) = class.filter(|class| !classes.iter().any(|known| known == class)) {
            classes.push(class.to_owned());
        }
    }
    classes
}

/// The names of the classes, the most urgent first; `undeclared` are those that the demands name.
fn classes(item: &Item<'_>, undeclared: &[String]) -> Read<Vec<String>> {
    let mut classes = item.list("names of classes", super::decode::name)?;
    if classes.is_empty() {
        classes.extend_from_slice(undeclared);
        item.normal(classes.clone());
    }
    if classes.len() > 256 {
        return Err(item.refuse(format!("there are {} classes", classes.len()), "write at most 256"));
    }
    match classes.iter().enumerate().find(|(place, class)| classes[..*place].contains(class)) {
        Some((_, class)) => Err(item.refuse(format!("the class `{class}` is named twice"), "name it once")),
        None => Ok(classes),
    }
}

/// The sections of a kind, at least one; `without` says what a scenario without them is like.
fn sections<T>(
    table: &mut TableReader<'_, '_>,
    key: &'static str,
    without: &str,
    read: impl FnOnce(&Item<'_>, &[Node]) -> Read<Vec<T>>,
) -> Read<Vec<T>> {
    table.default(key, "[]", |item| {
        let Value::List(nodes) = &item.node.value else {
            let help = format!("write [[{key}]] with two brackets, once for each {key}");
            return Err(item.wrong_kind(&format!("a list of sections [[{key}]]"), &help));
        };
        match nodes.len() {
            0 => Err(item.refuse(format!("there is no {key}: {without}"), format!("add a section [[{key}]]"))),
            1..=MOST_SECTIONS => read(item, nodes),
            number => {
                Err(item.refuse(format!("there are {number} sections"), format!("write at most {MOST_SECTIONS}")))
            }
        }
    })
}

pub(super) fn elements<'a>(root: &'a Node, key: &str) -> &'a [Node] {
    match root.get(key).map(|entry| &entry.node.value) {
        Some(Value::List(nodes)) => nodes,
        _ => &[],
    }
}

/// The names of the sections of a kind, wrong ones as empty texts: known before any section is read.
fn names(root: &Node, key: &str) -> Vec<String> {
    let name = |node: &Node| node.get("name").and_then(|entry| entry.node.as_text()).unwrap_or_default().to_owned();
    elements(root, key).iter().map(name).collect()
}

/// The names of the demands with the channel of each.
fn demands_and_channels(root: &Node) -> Vec<(String, Option<String>)> {
    let channel = |node: &Node| node.get("channel").and_then(|entry| entry.node.as_text()).map(str::to_owned);
    names(root, "demand").into_iter().zip(elements(root, "demand").iter().map(channel)).collect()
}

/// The channels that the demands name, in the order in which they appear.
fn channels(root: &Node) -> Vec<String> {
    let mut channels: Vec<String> = Vec::new();
    for node in elements(root, "demand") {
        let channel = node.get("channel").and_then(|entry| entry.node.as_text()).filter(|name| is_name(name));
        if let Some(channel) = channel.filter(|name| !channels.iter().any(|known| known == name)) {
            channels.push(channel.to_owned());
        }
    }
    channels
}

fn refuse_same_names(item: &Item<'_>, key: &str) {
    let mut seen = BTreeMap::new();
    for node in elements(item.node, key) {
        let Some(entry) = node.get("name") else { continue };
        let Some(name) = entry.node.as_text() else { continue };
        let place = item.context.source.place(entry.node.span.clone());
        if let Some(first) = seen.get(name).cloned() {
            let problem =
                Problem::new(format!("there are two sections [[{key}]] called `{name}`"), "give each its own name");
            item.context.report(place, &format!("{key}.{name}.name"), problem.related(first, "the first one"));
        } else {
            seen.insert(name, place);
        }
    }
}

/// The demand of an element of `serves`.
fn served_by_name(node: &Node) -> Option<&str> {
    node.as_text().or_else(|| node.get("demand")?.node.as_text())
}

/// Every demand must be served by some team.
fn refuse_unserved(item: &Item<'_>, demand_names: &[String]) {
    let teams = elements(item.node, "team");
    let mut served: Vec<&str> = Vec::new();
    for holder in teams.iter().flat_map(|team| std::iter::once(team).chain(elements(team, "agent"))) {
        match holder.get("serves").map(|entry| &entry.node.value) {
            Some(Value::List(list)) => served.extend(list.iter().filter_map(served_by_name)),
            // A text is no list, but says what is meant.
            Some(Value::Text(name)) => served.push(name),
            _ => {}
        }
    }
    let known = || demand_names.iter().map(String::as_str);
    // A misspelt name in `serves` is one mistake, not two.
    let meant: Vec<&str> = served
        .iter()
        .filter(|name| !known().any(|known| known == **name))
        .filter_map(|name| nearest(name, known()))
        .collect();
    for node in elements(item.node, "demand").iter().filter(|_| !teams.is_empty()) {
        let Some(entry) = node.get("name") else { continue };
        let Some(name) = entry.node.as_text().filter(|name| !name.is_empty()) else { continue };
        if !served.contains(&name) && !meant.contains(&name) {
            let place = item.context.source.place(entry.node.span.clone());
            let help = format!("add \"{name}\" to `serves` of a team");
            let message = format!("no team serves the demand `{name}`");
            item.context.report(place, &format!("demand.{name}"), Problem::new(message, help));
        }
    }
}

/// One replication must fit into memory, and be able to number its exchanges.
fn refuse_crowds(item: &Item<'_>, frame: &Frame, demands: &[Demand]) -> Read<()> {
    let weeks = frame.end().since(Time::START).as_seconds() / f64::from(WEEK);
    let (mut customers, mut exchanges) = (0.0, 0.0);
    for demand in demands {
        // At most: not everybody gives up, or is turned away.
        let again: f64 = demand.comes_back.ways().map(|rule| returns(rule, frame)).sum();
        let batch = demand.batch.as_ref().map_or(1.0, Count::mean);
        let expected =
            (expected(demand, weeks) * usual(demand, frame) + surging(demand, weeks)) * batch * (1.0 + again);
        customers += expected;
        exchanges += expected * demand.exchanges.mean();
    }
    if customers <= MOST_CUSTOMERS && exchanges <= MOST_EXCHANGES {
        return Ok(());
    }
    let gigabytes = (customers * BYTES.0 + exchanges * BYTES.1) * 1e-9;
    let message = format!(
        "about {:.0} million customers with {:.0} million exchanges would come in one replication, in {gigabytes:.0} GB \
         of memory",
        customers * 1e-6,
        exchanges * 1e-6
    );
    let help = format!(
        "write lower rates or a shorter horizon: at most {:.0} million customers and {:.0} million exchanges are possible",
        MOST_CUSTOMERS * 1e-6,
        MOST_EXCHANGES * 1e-6
    );
    let place = item.node.get("time").map_or(0..0, |entry| entry.node.span.clone());
    Err(refuse_at(item.context, place, "time", Problem::new(message, help)))
}

fn refuse_at(context: &Context<'_>, span: std::ops::Range<usize>, key: &str, problem: Problem) -> Reported {
    context.report(context.source.place(span), key, problem)
}

/// The mean of the factors on a demand's rate that are known beforehand, over the days of the run.
fn usual(demand: &Demand, frame: &Frame) -> f64 {
    let days = frame.zone.day(Time::START)..=frame.zone.day(frame.end());
    let number = (days.end() - days.start() + 1) as f64;
    demand.factors.as_ref().map_or(1.0, |factors| days.map(|day| factors.of(day)).sum::<f64>() / number)
}

/// At most how many customers events bring in so many weeks.
fn surging(demand: &Demand, weeks: f64) -> f64 {
    let times = |event: &Event| match event.when {
        When::At(_) => 1.0,
        // One may have begun before the run.
        When::PerWeek(times) => times * (weeks + event.surge.length().as_seconds() / f64::from(WEEK)),
    };
    demand.events.iter().map(|event| event.surge.customers() * times(event)).sum()
}

/// About how many customers, or batches, a demand has in so many usual weeks.
fn expected(demand: &Demand, weeks: f64) -> f64 {
    let weekly = match &demand.arrivals {
        Arrivals::Poisson(weekly) => weekly,
        Arrivals::Trace(moments) => return moments.len() as f64,
    };
    let steps = weekly.steps();
    let ends = steps.iter().skip(1).map(|step| step.0).chain([WEEK]);
    let a_week: f64 = steps.iter().zip(ends).map(|(step, end)| step.1 * f64::from(end - step.0) / 3600.0).sum();
    a_week * weeks
}
