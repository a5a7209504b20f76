//! `preset`: rules of well-known platforms and of the textbook, which come with the program.
//!
//! A preset is a file under `src/presets` and a line here. It says in a sentence what it is, where that is known from, and
//! what had to be assumed; its rules are a policy without a name.

use std::path::Path;

use super::decode::{Context, Problem};
use super::files::Disk;
use super::inherit::merged;
use super::source::Source;
use super::suggest::{all_of, nearest};
use super::tree::{self, Node, Value};
use super::{Scenario, parse};

/// Rules that come with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    /// The name, as a scenario writes it.
    pub name: &'static str,
    /// Its file.
    pub text: &'static str,
}

macro_rules! presets {
    ($($name:literal),* $(,)?) => {
        &[$(Preset { name: $name, text: include_str!(concat!("../presets/", $name, ".toml")) }),*]
    };
}

/// All of them, in the order in which they are listed.
pub const PRESETS: &[Preset] = presets![
    "erlang-chat",
    "amazon-connect",
    "chatwoot",
    "flex-leave",
    "flex-pause",
    "freshchat",
    "genesys",
    "intercom",
    "kustomer",
    "liveperson",
    "quiq",
    "rocketchat",
    "salesforce-status",
    "salesforce-tab",
    "zendesk",
    "zendesk-count-inactive",
];

/// Somebody who writes, and somebody who answers.
const SMALLEST: &str = "\
[time]
horizon = \"1d\"
[[demand]]
name = \"customers\"
arrivals = { poisson = { per_hour = 60 } }
exchanges = { constant = 1 }
handling = { first = { constant = \"1m\" } }
[[team]]
name = \"agents\"
serves = [\"customers\"]
agents = 1
";

/// What a preset says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// In a sentence, what it is.
    pub about: String,
    /// Where its rules are known from.
    pub sources: Vec<String>,
    /// What the sources do not say.
    pub assumed: Vec<String>,
    /// The preset whose rules it changes.
    pub like: Option<String>,
}

impl Preset {
    /// The preset of a name.
    pub fn of(name: &str) -> Option<&'static Preset> {
        PRESETS.iter().find(|preset| preset.name == name)
    }

    /// What it says of itself.
    ///
    /// # Panics
    /// If the file has a mistake: it is part of the program.
    pub fn about(&self) -> About {
        let root = self.parse();
        let texts = |key: &str| match root.get(key).map(|entry| &entry.node.value) {
            Some(Value::List(list)) => list.iter().filter_map(|node| node.as_text()).map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        let text = |key: &str| root.get(key).and_then(|entry| entry.node.as_text()).map(str::to_owned);
        About {
            about: text("about").unwrap_or_default(),
            sources: texts("sources"),
            assumed: texts("assumed"),
            like: text("like"),
        }
    }

    /// The smallest scenario whose only policy has these rules.
    ///
    /// # Panics
    /// If the preset has a mistake: it is part of the program.
    pub fn scenario(&self) -> Scenario {
        let name = self.name;
        let text = format!("{SMALLEST}[[policy]]\nname = \"{name}\"\npreset = \"{name}\"\n");
        parse(&text, Path::new(name), &Disk).unwrap_or_else(|found| panic!("the preset {name}: {found}"))
    }

    fn parse(&self) -> Node {
        tree::parse(self.text).unwrap_or_else(|errors| panic!("the preset {}: {errors:?}", self.name))
    }
}

/// The rules of the presets that a file uses. Their bytes are counted behind those of the file, so that a mistake can be
/// shown in the preset.
#[derive(Debug, Default)]
pub(super) struct Attached(Vec<(&'static str, Node)>);

impl Attached {
    /// The presets that the policies of a file name.
    pub(super) fn of(source: &mut Source, policies: &[Node]) -> Attached {
        let mut attached = Attached::default();
        for preset in policies.iter().filter_map(|node| Preset::of(node.get("preset")?.node.as_text()?)) {
            attached.add(source, preset);
        }
        attached
    }

    fn add(&mut self, source: &mut Source, preset: &'static Preset) -> Node {
        if let Some(rules) = self.rules(preset.name) {
            return rules.clone();
        }
        let mut root = preset.parse();
        root.shift(source.attach(Source::new(format!("preset {}", preset.name), preset.text.to_owned())));
        let own = root.get("rules").expect("a preset has rules").node.clone();
        let above = root.get("like").and_then(|entry| Preset::of(entry.node.as_text()?));
        let rules = match above {
            Some(above) => merged(&own, &self.add(source, above), &[]),
            None => own,
        };
        self.0.push((preset.name, rules.clone()));
        rules
    }

    fn rules(&self, name: &str) -> Option<&Node> {
        self.0.iter().find(|(other, _)| *other == name).map(|(_, rules)| rules)
    }
}

/// The rules that a policy takes from a preset. What is wrong with its key is reported.
pub(super) fn rules_of<'a>(context: &'a Context<'_>, policy: &Node, key: &str) -> Option<&'a Node> {
    let entry = policy.get("preset")?;
    let place = context.source.place(entry.node.span.clone());
    let key = format!("{key}.preset");
    if let Some(like) = policy.get("like") {
        let help = "write one of them: what the other policy takes from a preset comes with `like`";
        let problem = Problem::new("`like` and `preset` exclude each other", help);
        let like = context.source.place(like.key_span.clone());
        context.report(context.source.place(entry.key_span.clone()), &key, problem.related(like, "the other one"));
        return None;
    }
    let known = || PRESETS.iter().map(|preset| preset.name);
    let help = format!("the presets are {}", all_of(known()));
    let Some(written) = entry.node.as_text() else {
        context.report(
            place,
            &key,
            Problem::new(format!("this is {}, not the name of a preset", entry.node.kind()), help),
        );
        return None;
    };
    if let Some(rules) = context.presets.rules(written) {
        return Some(rules);
    }
    let message = format!("there is no preset `{written}`");
    let problem = match nearest(written, known()) {
        Some(meant) => Problem::new(message, format!("did you mean `{meant}`? {help}"))
            .replace(entry.node.span.clone(), format!("\"{meant}\"")),
        None => Problem::new(message, help),
    };
    context.report(place, &key, problem);
    None
}

/// The preset that a policy is made from: of its own, or of one that it is like.
pub(super) fn origin(policies: &[Node], policy: &Node) -> Option<&'static Preset> {
    let named = |node: &Node, name: &str| node.get("name").and_then(|entry| entry.node.as_text()) == Some(name);
    let mut node = policy;
    // A circle has been refused; nobody follows it.
    for _ in 0..=policies.len() {
        if let Some(entry) = node.get("preset") {
            return Preset::of(entry.node.as_text()?);
        }
        let like = node.get("like")?.node.as_text()?;
        node = policies.iter().find(|other| named(other, like))?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_preset_has_rules_and_says_where_they_are_from() {
        for preset in PRESETS {
            let (scenario, about) = (preset.scenario(), preset.about());
            assert_eq!(scenario.warnings, [], "{}", preset.name);
            assert_eq!(scenario.presets, [(preset.name.to_owned(), preset)]);
            assert!(about.about.ends_with('.') && !about.sources.is_empty() && !about.assumed.is_empty());
            assert!(about.like.is_none_or(|like| Preset::of(&like).is_some()), "{}", preset.name);
            let known = ["about", "sources", "assumed", "like", "rules"];
            let Value::Table(entries) = preset.parse().value else { panic!() };
            assert!(entries.iter().all(|entry| known.contains(&entry.key.as_str())), "{}", preset.name);
        }
    }

    #[test]
    fn presets_are_told_apart_by_their_rules() {
        let policies: Vec<_> = PRESETS.iter().map(|preset| preset.scenario().experiment.policies.remove(0)).collect();
        for (place, policy) in policies.iter().enumerate() {
            for other in &policies[..place] {
                let renamed = crate::policy::Policy { name: policy.name.clone(), ..other.clone() };
                assert_ne!(*policy, renamed, "{} and {}", policy.name, other.name);
            }
        }
    }

    #[test]
    fn a_preset_is_inherited_like_a_policy() {
        let policies = |sections: &str| {
            let text = format!("{SMALLEST}{sections}");
            let read = parse(&text, Path::new("case.toml"), &Disk).unwrap_or_else(|found| panic!("{found}"));
            assert_eq!(read.warnings, []);
            read
        };
        let read = policies(
            "[[policy]]\nname = \"ours\"\npreset = \"zendesk\"\ncapacity = { preferred = 6, team = { agents = { preferred = 5 } } \
             }\nclose = { after = \"4h\" }\n[[policy]]\nname = \"counting\"\nlike = \"ours\"\ncapacity = { weights = { inactive \
             = 1 } }\n[[policy]]\nname = \"theirs\"\npreset = \"zendesk\"\n",
        );
        let [ours, counting, theirs] = &read.experiment.policies[..] else { panic!() };
        assert_eq!((ours.capacity.limits[0].preferred, theirs.capacity.limits[0].preferred), (5, 4));
        assert_eq!((ours.inactivity, ours.silence), (theirs.inactivity, theirs.silence));
        assert!(ours.close.after.is_some() && theirs.close.after.is_none());
        let weights =
            |policy: &crate::policy::Policy| (policy.capacity.weights.inactive, policy.capacity.weights.wrap_up);
        assert_eq!([weights(ours), weights(counting)], [(0, 0), (1000, 0)], "key by key");
        let zendesk = Preset::of("zendesk").unwrap();
        assert_eq!(read.presets, ["ours", "counting", "theirs"].map(|name| (name.to_owned(), zendesk)));
        let written = theirs.clone();
        assert_eq!(
            written,
            crate::policy::Policy { name: "theirs".to_owned(), ..zendesk.scenario().experiment.policies.remove(0) }
        );
    }

    #[test]
    fn the_command_line_changes_what_a_preset_says() {
        let text = format!("{SMALLEST}[[policy]]\nname = \"it\"\npreset = \"erlang-chat\"\n");
        let changes = ["policy.it.preset=zendesk", "policy.it.capacity.preferred=6", "policy.it.close=never"];
        let read =
            crate::scenario::parse_with(&text, Path::new("case.toml"), &Disk, changes.map(str::to_owned)[..].into());
        let read = read.unwrap_or_else(|found| panic!("{found}"));
        let (policy, zendesk) = (&read.experiment.policies[0], Preset::of("zendesk").unwrap());
        assert_eq!((policy.capacity.limits[0].preferred, policy.capacity.limits[0].maximum), (6, 6));
        assert_eq!(policy.inactivity, zendesk.scenario().experiment.policies[0].inactivity);
        assert_eq!(read.presets, [("it".to_owned(), zendesk)]);
    }

    #[test]
    fn a_mistake_in_a_preset_is_shown_there() {
        let sections = "[[policy]]\nname = \"it\"\npreset = \"quiq\"\ncapacity = { maximum = 3 }\n";
        let found = parse(&format!("{SMALLEST}{sections}"), Path::new("case.toml"), &Disk).unwrap_err().to_string();
        assert!(found.contains("case.toml:15:") && found.contains("preset quiq:"), "{found}");
    }
}
