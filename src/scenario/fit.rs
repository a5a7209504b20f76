//! What must fit together in a demand and between sections. Each check looks at the file itself, so that it is made
//! whatever else is wrong; a key that may be there misspelt counts as there.

use std::collections::BTreeMap;

use super::decode::{Context, Problem, Reported, element_key};
use super::diagnostic::Place;
use super::suggest::nearest;
use super::tree::{Node, Value};
use super::whole::elements;
use crate::policy::{AtClosing, Contentless, Door, OutOfHours, Policy};

/// One section of the file.
pub(super) struct Section<'a> {
    context: &'a Context<'a>,
    node: &'a Node,
    key: String,
}

/// The sections of a file.
pub(super) struct Sections<'a> {
    pub(super) demands: Vec<Section<'a>>,
    pub(super) teams: Vec<Section<'a>>,
    pub(super) policies: Vec<Section<'a>>,
    pub(super) channels: Vec<Section<'a>>,
}

impl<'a> Sections<'a> {
    /// All sections of a file.
    pub(super) fn of(context: &'a Context<'a>, root: &'a Node) -> Sections<'a> {
        let [demands, teams, policies, channels] =
            ["demand", "team", "policy", "channel"].map(|kind| sections(context, root, kind));
        Sections { demands, teams, policies, channels }
    }
}

/// The sections of a kind.
fn sections<'a>(context: &'a Context<'a>, root: &'a Node, kind: &str) -> Vec<Section<'a>> {
    let section = |(place, node)| Section { context, node, key: element_key(kind, place, node) };
    elements(root, kind).iter().enumerate().map(section).collect()
}

/// Looks at all sections, and at the demands as they would be on other channels. The policies, if they could be read,
/// have everything that they inherit.
pub(super) fn check(context: &Context<'_>, root: &Node, others: &[(String, Node)], policies: Option<&[Policy]>) {
    let Sections { demands, teams, policies: rules, .. } = Sections::of(context, root);
    let elsewhere: Vec<_> = others.iter().map(|(key, node)| Section { context, node, key: key.clone() }).collect();
    let time = root.get("time").map(|entry| Section { context, node: &entry.node, key: "time".to_owned() });
    if time.is_some_and(|time| time.lacks(&["zone"])) {
        demands.iter().chain(&elsewhere).chain(&teams).for_each(Section::refuse_a_zone);
    }
    for demand in demands.iter().chain(&elsewhere) {
        demand.refuse_no_hours();
        demand.refuse_free_thanks();
        demand.refuse_no_target();
        demand.warn_of_endless_patience();
        if let Some(policies) = policies {
            demand.warn_of_open_doors(policies);
            demand.warn_of_free_confirmations(policies);
        }
    }
    if let Some(team) = teams.iter().find(|team| team.shares()) {
        rules.iter().for_each(|policy| policy.refuse_ownership_of_a_team(team));
    }
    warn_of_channels(&demands);
}

impl Section<'_> {
    /// The place of a key.
    pub(super) fn place_of(&self, path: &[&str]) -> Option<Place> {
        self.node.path(path).map(|entry| self.context.source.place(entry.key_span.clone()))
    }

    /// Reports what is wrong with a key.
    pub(super) fn refuse(&self, path: &[&str], problem: Problem) {
        if let Some(entry) = self.node.path(path) {
            let place = self.context.source.place(entry.key_span.clone());
            self.context.report(place, &format!("{}.{}", self.key, path.join(".")), problem);
        }
    }

    /// Reports what is wrong with a key, or with a section that leaves it to its default.
    pub(super) fn refuse_always(&self, path: &[&str], problem: Problem) -> Reported {
        self.context.report(self.here(path), &format!("{}.{}", self.key, path.join(".")), problem)
    }

    /// Reports a key that is probably not meant, or a section that leaves it to its default.
    pub(super) fn warn_always(&self, path: &[&str], problem: Problem) {
        self.context.warn(self.here(path), &format!("{}.{}", self.key, path.join(".")), problem);
    }

    fn here(&self, path: &[&str]) -> Place {
        self.place_of(path).unwrap_or_else(|| self.context.source.place(self.node.span.clone()))
    }

    /// Whether a key has this text.
    pub(super) fn says(&self, path: &[&str], text: &str) -> bool {
        self.node.path(path).is_some_and(|entry| entry.node.as_text() == Some(text))
    }

    /// Reports a key that is probably not meant.
    pub(super) fn warn(&self, path: &[&str], problem: Problem) {
        if let Some(entry) = self.node.path(path) {
            let place = self.context.source.place(entry.key_span.clone());
            self.context.warn(place, &format!("{}.{}", self.key, path.join(".")), problem);
        }
    }

    /// Whether a key is missing, and not misspelt either. What is missing in a table that is none is no matter.
    fn lacks(&self, path: &[&str]) -> bool {
        let Some((last, above)) = path.split_last() else { return false };
        let above = if above.is_empty() { Some(self.node) } else { self.node.path(above).map(|entry| &entry.node) };
        match above.map(|node| &node.value) {
            None => true,
            Some(Value::Table(entries)) => entries.iter().all(|entry| nearest(&entry.key, [*last]).is_none()),
            Some(_) => false,
        }
    }

    /// Whether some visits end so.
    fn ends(&self, ending: &str) -> bool {
        self.node.path(&["ending", ending]).is_some_and(|entry| entry.node.as_number().is_some_and(|share| share > 0.0))
    }

    /// Clocks that differ from those of the run need those of the run.
    fn refuse_a_zone(&self) {
        let message = "which clocks `time.start` goes by has not been said, so nothing can go by others";
        let help = "add for instance zone = \"UTC\" to [time]";
        for path in [&["zone"][..], &["open", "zone"]] {
            self.refuse(path, Problem::new(message, help));
        }
        if let Some(Value::List(hours)) = self.node.get("open").map(|entry| &entry.node.value) {
            for entry in hours.iter().filter_map(|hours| hours.get("zone")) {
                let place = self.context.source.place(entry.key_span.clone());
                self.context.report(place, &format!("{}.open.zone", self.key), Problem::new(message, help));
            }
        }
    }

    /// Out of hours needs hours.
    fn refuse_no_hours(&self) {
        if self.lacks(&["open"]) {
            let help =
                "add for instance open = { days = \"mon-fri\", hours = \"07:00-21:00\" } to the demand, or remove it";
            let problem = || Problem::new("nothing is out of hours: the demand has no opening hours", help);
            self.refuse(&["patience", "out_of_hours"], problem());
            if self.says(&["target", "clock"], "in-hours") {
                self.refuse(&["target", "clock"], problem());
            }
        }
    }

    /// Reading thanks is work.
    fn refuse_free_thanks(&self) {
        if self.ends("thanks") && self.lacks(&["handling", "closing"]) {
            let help = "add the work on it to `handling`, for instance closing = { constant = \"10s\" }";
            let mut problem = Problem::new("how much work it is to read a message of thanks is not said", help);
            if let Some(handling) = self.node.get("handling") {
                let place = self.context.source.place(handling.key_span.clone());
                problem = problem.related(place, "has no `closing`");
            }
            self.refuse(&["ending", "thanks"], problem);
        }
    }

    /// What goes by a promise needs one.
    fn refuse_no_target(&self) {
        for curve in ["satisfaction", "conversion"] {
            let by = self.node.path(&[curve, "by"]).and_then(|entry| entry.node.as_text());
            if by == Some("target") && self.lacks(&["target"]) {
                let help =
                    "add for instance target = { first = \"5m\" } to the demand, or write by = \"response-time\"";
                self.refuse(&[curve, "by"], Problem::new("the demand has no target", help));
            }
        }
    }

    /// Who comes again after giving up must be able to give up.
    fn warn_of_endless_patience(&self) {
        if ["first", "later", "out_of_hours"].iter().all(|law| self.lacks(&["patience", law])) {
            let help = "add for instance patience = { first = { exponential = { mean = \"12m\" } } }, or remove it";
            let problem = Problem::new("this has no effect: nobody ever gives up", help);
            self.warn(&["comes_back", "gave_up"], problem);
        }
    }

    /// Who comes again after being turned away must be turned away by some policy.
    fn warn_of_open_doors(&self, policies: &[Policy]) {
        let turns_away = |door: &Door| {
            let closed = door.out_of_hours == OutOfHours::Refuse || door.at_closing == AtClosing::Clear;
            door.waiting.is_some() || door.inside.is_some() || closed && !self.lacks(&["open"])
        };
        if !policies.iter().any(|policy| turns_away(&policy.door)) {
            let help = "add for instance door = { waiting = 30 } to a policy, or remove it";
            let problem = Problem::new("this has no effect: no policy turns anybody away", help);
            self.warn(&["comes_back", "refused"], problem);
        }
    }

    /// Reading a confirmation is work under a policy that leaves it to an agent.
    fn warn_of_free_confirmations(&self, policies: &[Policy]) {
        let handled =
            |policy: &&Policy| !policy.close.on_confirmation && policy.close.contentless == Contentless::Handle;
        if let (Some(policy), true) = (policies.iter().find(handled), self.lacks(&["handling", "closing"]))
            && self.ends("confirms")
        {
            let message = format!("under the policy `{}` an agent reads a confirmation, which is no work", policy.name);
            let help = "add the work on it to `handling`, for instance closing = { constant = \"10s\" }";
            self.warn(&["ending", "confirms"], Problem::new(message, help));
        }
    }

    /// Whether the agents of this team work on several conversations at once.
    fn shares(&self) -> bool {
        matches!(self.node.get("sharing").map(|entry| &entry.node.value), Some(Value::List(speeds)) if !speeds.is_empty())
    }

    /// Who works on several conversations at once owns them, and nobody owns what is in a team's inbox.
    fn refuse_ownership_of_a_team(&self, team: &Section<'_>) {
        const OWNERSHIP: [&str; 2] = ["capacity", "ownership"];
        let ownership = self.node.path(&OWNERSHIP).and_then(|entry| entry.node.as_text());
        let name = team.node.get("name").and_then(|entry| entry.node.as_text()).unwrap_or_default();
        if let (Some("team"), Some(sharing)) = (ownership, team.node.get("sharing")) {
            let message =
                format!("the agents of `{name}` work on several conversations at once, and must own them for that");
            let help = "write ownership = \"agent\", or remove `sharing` from the team";
            let place = self.context.source.place(sharing.key_span.clone());
            self.refuse(&OWNERSHIP, Problem::new(message, help).related(place, "works on several at once"));
        }
    }
}

/// Channels that differ in capitals, spaces and hyphens only are probably one.
fn warn_of_channels(demands: &[Section<'_>]) {
    let mut seen = BTreeMap::new();
    for demand in demands {
        let Some(entry) = demand.node.get("channel") else { continue };
        let Some(name) = entry.node.as_text() else { continue };
        let place = demand.context.source.place(entry.node.span.clone());
        let plain = name.to_lowercase().replace(['_', ' '], "-");
        let (first, there) = seen.entry(plain).or_insert_with(|| (name, place.clone()));
        if *first != name {
            let problem =
                Problem::new(format!("this is another channel than `{first}`"), "write both alike if they are one");
            let problem = problem.related(there.clone(), "the other channel");
            let problem = problem.replace(entry.node.span.clone(), format!("\"{first}\""));
            demand.context.warn(place, &format!("{}.channel", demand.key), problem);
        }
    }
}
