//! The file as a whole: its sections, and what must fit together between them.

use std::collections::BTreeMap;

use super::alternative;
use super::backlog::past;
use super::bands::bands;
use super::channel::{self, Named};
use super::decode::{Context, Item, Problem, Read, Reported, element_key, text};
use super::demand::{Known, demand};
use super::diagnostic::Place;
use super::disruption::{Demands, disruptions};
use super::effect;
use super::ending::returns;
use super::fit::{self, Sections};
use super::frame::{frame, settings};
use super::inherit;
use super::leaving;
use super::passing;
use super::policy::policy;
use super::service;
use super::skill::{Skills, warn_of_unused};
use super::suggest::nearest;
use super::sweep::{Sweep, sweep};
use super::table::TableReader;
use super::team::team;
use super::treatment::Parties;
use super::tree::{Node, Value};
use super::vain;
use super::what_if::what_ifs;
use super::zone::Run;
use crate::civil::WEEK;
use crate::experiment::Experiment;
use crate::model::{Arrivals, Channel, Demand, Event, Model, Takes, When};
use crate::policy::score::Names;
use crate::random::Count;

/// More sections of a kind than this are no scenario.
const MOST_SECTIONS: usize = 1000;

/// More expected customers than this in one replication fill the memory of any machine it is likely to run on.
const MOST_CUSTOMERS: f64 = 2e8;

/// More expected exchanges than this in one replication cannot be numbered.
const MOST_EXCHANGES: f64 = 1e9;

/// What a customer takes in memory, and on top of it each exchange.
const BYTES: (f64, f64) = (144.0, 13.5);

/// What a file says.
pub(super) struct Whole {
    pub(super) title: Option<String>,
    pub(super) experiment: Experiment,
    /// The names of the what-ifs.
    pub(super) what_ifs: Vec<String>,
    pub(super) sweep: Option<Sweep>,
}

/// What a file says in which every demand is as it is on its channel; `written` is the file with
/// what they would be like on others.
pub(super) fn scenario(item: &Item<'_>, written: &Node) -> Read<Whole> {
    let root = item.node;
    let [demand_names, team_names, policy_names] = ["demand", "team", "policy"].map(|key| names(item.node, key));
    let mut table = item.table()?;
    let title = table.optional("title", text);
    let classes = table.default("classes", "[]", |item| classes(item, &undeclared_classes(item.context, root)));
    let past = past(root);
    let frame = table.required("time", |item| frame(item, past));
    let settings = table.default("experiment", "{}", |item| settings(item, &policy_names));
    let bands = table.default("bands", "{}", bands);
    let named = Named::of(root, written);
    let channels = table.optional("channel", |item| channel::channels(item, &named.names, elements(root, "channel")));
    let calls: Vec<bool> = channels.iter().flatten().flatten().map(|it| it.takes == Takes::Agent).collect();
    let run = frame.as_ref().ok().map(|(frame, clocks)| Run { frame, past, clocks: clocks.as_ref() });
    let skills = Skills::of(root);
    let known = Known {
        run,
        classes: classes.as_ref().map_or(&[][..], |classes| classes),
        demands: &demand_names,
        channels: &named,
        calls: &calls,
        skills: &skills,
    };
    let demands = sections(&mut table, "demand", "nobody writes", |item, nodes| {
        item.each(nodes, 0..nodes.len(), |item| demand(item, &known))
    });
    let others = alternative::others(item.context, written, &named);
    // Only to say what is wrong with them.
    others.iter().for_each(|(key, node)| drop(demand(&Item::new(item.context, node, key.clone()), &known)));
    let teams = sections(&mut table, "team", "nobody answers", |item, nodes| {
        item.each(nodes, 0..nodes.len(), |item| team(item, &demand_names, &skills, run))
    });
    let hit = Demands::of(root, &demand_names);
    let disruptions = table.default("disruption", "[]", |item| disruptions(item, &hit, run));
    let what_ifs = table.default("what_if", "[]", what_ifs);
    let sweep = table.optional("sweep", sweep);
    let on = named.of_demands(root);
    let names = Names { classes: known.classes, demands: &demand_names, channels: &named.names[..named.in_use] };
    let parties = Parties { teams: &team_names, demands: &demand_names, on: &on, channels: &named, names: &names };
    let policies = sections(&mut table, "policy", "there are no rules to compare", |item, nodes| {
        let (nodes, order) = inherit::resolve(item.context, nodes);
        item.each(&nodes, order, |item| policy(item, &parties))
    });
    ["channel", "demand", "team", "policy", "disruption", "what_if"]
        .iter()
        .for_each(|key| refuse_same_names(item, key));
    refuse_unserved(item, &demand_names);
    warn_of_unused(item.context, root, &skills);
    channel::warn_of_unused(item.context, written);
    fit::check(item.context, root, &others, policies.as_deref().ok());
    table.finish();
    let (title, settings, frame, bands) = (title?, settings?, frame?, bands?);
    let (what_ifs, sweep) = (what_ifs?, sweep?);
    classes?;
    let in_use = || named.names[..named.in_use].iter().map(|name| Channel::from(name.as_str())).collect();
    let channels = channels?.filter(|_| named.declared).unwrap_or_else(in_use);
    let (frame, demands, teams, disruptions) = (frame.0, demands?, teams?, disruptions?);
    let model = Model { frame, past, bands, channels, demands, teams, disruptions };
    let policies = policies?;
    let sections = Sections::of(item.context, root);
    let conversations = passing::refuse_endless(&model.demands, &sections.demands)?;
    refuse_crowds(item, &model, &conversations)?;
    leaving::check(&model, &policies, &sections);
    effect::check(&model, &policies, &sections);
    vain::check(&model, &policies, &sections);
    // What somebody is said to serve is only known without mistakes.
    if !item.context.has_errors() {
        service::check(&model, &sections);
    }
    let (seed, replications, until) = (settings.seed, settings.replications, settings.until);
    let (baseline, confidence) = (settings.baseline, settings.confidence);
    let experiment = Experiment { model, policies, baseline, seed, replications, until, confidence };
    Ok(Whole { title, experiment, what_ifs, sweep })
}

/// The classes that the demands name where none are declared: a single one need not be, of several the order is asked for.
fn undeclared_classes(context: &Context<'_>, root: &Node) -> Vec<String> {
    let mut only: Option<(&str, Place)> = None;
    if root.get("classes").is_some() {
        return Vec::new();
    }
    let entries = || {
        elements(root, "demand").iter().enumerate().flat_map(|(number, node)| {
            let both = [node.get("class"), node.path(&["urgent", "class"])];
            both.into_iter().flatten().map(move |entry| (number, node, entry))
        })
    };
    for (number, node, entry) in entries() {
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
    for (_, _, entry) in entries() {
        let class = entry.node.as_text().filter(|class| !class.trim().is_empty());
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
pub(super) fn names(root: &Node, key: &str) -> Vec<String> {
    let name = |node: &Node| node.get("name").and_then(|entry| entry.node.as_text()).unwrap_or_default().to_owned();
    elements(root, key).iter().map(name).collect()
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
fn refuse_crowds(item: &Item<'_>, model: &Model, conversations: &[f64]) -> Read<()> {
    let run = model.frame.end().since(model.begins());
    let weeks = run.as_seconds() / f64::from(WEEK);
    let (mut customers, mut exchanges) = (0.0, 0.0);
    for (demand, conversations) in model.demands.iter().zip(conversations) {
        // At most: not everybody gives up, or is turned away.
        let again: f64 = demand.comes_back.ways().map(|rule| returns(rule, run)).sum();
        let falsely = demand.bot.as_ref().map_or(0.0, |bot| bot.contains * bot.falsely);
        let batch = demand.batch.as_ref().map_or(1.0, Count::mean);
        let coming = (expected(demand, weeks) * usual(demand, model) + surging(demand, weeks)) * batch;
        let waiting = demand.backlog.as_ref().map_or(0.0, |backlog| f64::from(backlog.count));
        let expected = (coming + waiting) * (1.0 + again + falsely) * conversations;
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
fn usual(demand: &Demand, model: &Model) -> f64 {
    let frame = &model.frame;
    let days = frame.zone.day(model.begins())..=frame.zone.day(frame.end());
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
    weekly.mean(|per_hour| per_hour) * f64::from(WEEK) / 3600.0 * weeks
}
