//! Skills: what a demand needs, and who has it. The model knows only who serves what.

use super::decode::{At, Context, Item, Problem, Read, at, element_key};
use super::suggest::{all_of, nearest};
use super::tree::{Node, Value};
use super::whole::elements;
use crate::model::Serves;

/// The skills that a file names, known before any section is read.
pub(super) struct Skills<'a> {
    /// Those that a team or an agent has.
    had: Vec<&'a str>,
    /// Those that each demand needs.
    needs: Vec<Vec<&'a str>>,
}

impl<'a> Skills<'a> {
    /// The skills of a file.
    pub(super) fn of(root: &'a Node) -> Skills<'a> {
        let needs = elements(root, "demand").iter().map(|demand| texts(demand, "needs").map(|it| it.0).collect());
        let holders =
            elements(root, "team").iter().flat_map(|team| std::iter::once(team).chain(elements(team, "agent")));
        Skills {
            had: holders.flat_map(|holder| texts(holder, "skills").map(|it| it.0)).collect(),
            needs: needs.collect(),
        }
    }

    /// What somebody with these skills can serve of all that he is to serve. What nobody has anywhere is reported where it
    /// is needed.
    pub(super) fn allow(&self, serves: &[At<Serves>], skills: &[String]) -> Vec<Serves> {
        serves.iter().map(|serves| serves.value).filter(|serves| self.lacking(serves, skills).is_none()).collect()
    }

    /// A skill that somebody with these skills lacks.
    pub(super) fn lacking(&self, serves: &Serves, skills: &[String]) -> Option<&'a str> {
        let needs = self.needs.get(serves.demand.index())?.iter().copied();
        needs.filter(|skill| self.had.contains(skill)).find(|skill| !skills.iter().any(|own| own == skill))
    }
}

/// The texts of a list.
fn texts<'a>(node: &'a Node, key: &str) -> impl Iterator<Item = (&'a str, &'a Node)> + use<'a> {
    let list = match node.get(key).map(|entry| &entry.node.value) {
        Some(Value::List(list)) => &list[..],
        _ => &[],
    };
    list.iter().filter_map(|node| node.as_text().map(|text| (text, node)))
}

/// The skills that a team has, or one agent; each once.
pub(super) fn skills(item: &Item<'_>) -> Read<Vec<String>> {
    let skills = item.list("names of skills", |item| at(super::decode::name)(item))?;
    for (place, skill) in skills.iter().enumerate() {
        if let Some(first) = skills[..place].iter().find(|other| other.value == skill.value) {
            let problem = Problem::new(format!("`{}` is named twice", skill.value), "name it once");
            let problem = problem.related(first.place.clone(), "the first time");
            return Err(item.context.report(skill.place.clone(), &item.key, problem));
        }
    }
    Ok(skills.into_iter().map(|skill| skill.value).collect())
}

/// The skills that a demand needs. Somebody must have each of them.
pub(super) fn needs(item: &Item<'_>, known: &Skills<'_>) -> Read<()> {
    skills(item)?;
    let known_to_somebody = |item: &Item<'_>| {
        let written = item.text()?;
        if known.had.contains(&written.as_str()) {
            return Ok(());
        }
        let names: Vec<&str> =
            known.had.iter().enumerate().filter(|it| !known.had[..it.0].contains(it.1)).map(|it| *it.1).collect();
        let message = format!("nobody has the skill `{written}`");
        let add = format!("add skills = [\"{written}\"] to a team or to one of its agents");
        Err(match nearest(&written, names.iter().copied()) {
            Some(meant) => {
                let problem = Problem::new(message, format!("did you mean `{meant}`? otherwise {add}"));
                item.report(problem.replace(item.node.span.clone(), format!("\"{meant}\"")))
            }
            None if names.is_empty() => item.refuse(message, add),
            None => item.refuse(message, format!("{add}; the skills are {}", all_of(names))),
        })
    };
    item.list("names of skills", known_to_somebody).map(|_| ())
}

/// Skills that no demand needs are probably misspelt.
pub(super) fn warn_of_unused(context: &Context<'_>, root: &Node, known: &Skills<'_>) {
    let needed: Vec<&str> = known.needs.iter().flatten().copied().collect();
    // What is needed and had by nobody has been reported, with this one as what was meant.
    let missing: Vec<&str> = needed.iter().copied().filter(|skill| !known.had.contains(skill)).collect();
    let warn = |holder: &Node, key: &str| {
        for (skill, node) in texts(holder, "skills") {
            if needed.contains(&skill) || missing.iter().any(|missing| nearest(missing, [skill]).is_some()) {
                continue;
            }
            let message = format!("no demand needs the skill `{skill}`");
            let add = format!("add needs = [\"{skill}\"] to a demand, or remove it");
            let place = context.source.place(node.span.clone());
            let problem = match nearest(skill, needed.iter().copied()) {
                Some(meant) => Problem::new(message, format!("did you mean `{meant}`? otherwise {add}"))
                    .replace(node.span.clone(), format!("\"{meant}\"")),
                None => Problem::new(message, add),
            };
            context.warn(place, &format!("{key}.skills"), problem);
        }
    };
    for (number, team) in elements(root, "team").iter().enumerate() {
        let key = element_key("team", number, team);
        warn(team, &key);
        for (number, agent) in elements(team, "agent").iter().enumerate() {
            warn(agent, &element_key(&format!("{key}.agent"), number, agent));
        }
    }
}
