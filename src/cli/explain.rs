//! `quasisync explain-policy`: the rules of a preset or of a policy in sentences.

use super::embedded::{Missing, scenario};
use super::{Exit, Explain, screen};
use crate::policy::Names;
use crate::scenario::preset::{PRESETS, Preset};
use crate::scenario::{Changes, Scenario, all_of, nearest};

/// The longest line.
const WIDTH: usize = 100;

/// Says what was asked for, or why it cannot be said.
pub(super) fn explain(asked: &Explain) -> Exit {
    match attempt(asked) {
        Ok(text) => screen::print(&text),
        Err(reason) => {
            screen::say(&reason);
            Exit::Unusable
        }
    }
}

fn attempt(asked: &Explain) -> Result<String, String> {
    let name = &asked.name;
    let Some(written) = &asked.scenario else {
        return match Preset::of(name) {
            Some(preset) => Ok(told(&preset.scenario(), name)),
            None => Err(unknown(name, None)),
        };
    };
    let scenario = scenario(written, Changes::default()).map_err(|missing| match missing {
        Missing::Unknown(advice) => screen::error(&advice),
        Missing::Wrong(found) => found.render(true),
    })?;
    let is_here = scenario.experiment.policies.iter().any(|policy| policy.name == *name);
    match Preset::of(name) {
        _ if is_here => Ok(told(&scenario, name)),
        Some(preset) => Ok(told(&preset.scenario(), name)),
        None => Err(unknown(name, Some(&scenario))),
    }
}

/// What would be right.
fn unknown(name: &str, scenario: Option<&Scenario>) -> String {
    let presets = || PRESETS.iter().map(|preset| preset.name);
    let policies = || scenario.iter().flat_map(|it| &it.experiment.policies).map(|policy| policy.name.as_str());
    let meant = nearest(name, policies().chain(presets()));
    let meant = meant.map_or(String::new(), |meant| format!("did you mean `{meant}`? "));
    let known = match scenario {
        Some(scenario) => format!("the policies of {} are {}; ", scenario.name, all_of(policies())),
        None => "for a policy of a scenario add --scenario FILE; ".to_owned(),
    };
    let text = format!("nothing is called `{name}`\n{meant}{known}the presets are {}", all_of(presets()));
    screen::error(&text)
}

/// A policy of a scenario, and the preset that it is made from.
fn told(scenario: &Scenario, name: &str) -> String {
    let experiment = &scenario.experiment;
    let policy = experiment.policies.iter().find(|policy| policy.name == name).expect("a policy of the scenario");
    let preset = scenario.presets.iter().find(|(policy, _)| policy == name).map(|(_, preset)| *preset);
    let mut text = format!("{name}\n");
    let about = preset.map(|preset| (preset.name, preset.about()));
    if let Some((preset, about)) = &about {
        let made = if *preset == name { String::new() } else { format!("Made from the preset {preset}. ") };
        text.push_str(&wrapped(&format!("{made}{}", about.about), "", ""));
    }
    for part in policy.explain(Names(&experiment.model)) {
        text.push_str(&format!("\n{}\n{}", part.heading, wrapped(&part.sentences.join(" "), "  ", "  ")));
    }
    if let Some((_, about)) = &about {
        for (heading, list) in [("Assumed, where the sources say nothing", &about.assumed), ("Sources", &about.sources)]
        {
            text.push_str(&format!("\n{heading}:\n"));
            list.iter().for_each(|one| text.push_str(&wrapped(one, "- ", "  ")));
        }
    }
    text
}

/// A text in lines, the first of which begins in another way than the rest.
fn wrapped(text: &str, first: &str, rest: &str) -> String {
    let mut lines = String::new();
    let mut line = first.to_owned();
    let mut is_empty = true;
    for word in text.split_whitespace() {
        if !is_empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push_str(&line);
            lines.push('\n');
            line = rest.to_owned();
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(word);
        is_empty = false;
    }
    format!("{lines}{line}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_are_wrapped_between_words() {
        let text = ["word"; 30].join(" ");
        let lines = wrapped(&text, "- ", "  ");
        assert!(lines.lines().all(|line| line.chars().count() <= WIDTH) && lines.lines().count() == 2, "{lines}");
        assert!(lines.starts_with("- word") && lines.lines().nth(1).is_some_and(|line| line.starts_with("  word")));
        assert_eq!(wrapped("a", "", ""), "a\n");
    }
}
