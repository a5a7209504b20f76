//! What a search for a staffing says on the terminal.

use super::super::text::{ruled, widest, wrapped};
use super::{Staffed, label, said};
use crate::model::Model;
use crate::study::staffing::{Failure, Judged, Missed, Per, Post, Rule};
use comfy_table::CellAlignment;

/// More rows are for the files.
const MOST_ROWS: usize = 60;

/// The table, the answer, how sure it is, and what rules of thumb would have said.
pub fn staff_text(staffed: &Staffed<'_>, width: usize) -> String {
    let mut text = frame(staffed);
    match staffed.intervals().len() {
        0..=MOST_ROWS => text.push_str(&fitting(staffed, width)),
        many => text.push_str(&format!("{many} intervals are too many to be shown here: staffing.csv has them\n")),
    }
    text.push_str(&shifts(staffed));
    let paragraphs = [answer(staffed), verification(staffed), rules_in_words(staffed)];
    for paragraph in paragraphs.into_iter().filter(|it| !it.is_empty()) {
        text.push('\n');
        wrapped(&paragraph, width).iter().for_each(|line| text.push_str(&format!("{line}\n")));
    }
    text.push_str(&rules(staffed));
    text
}

fn frame(staffed: &Staffed<'_>) -> String {
    let (question, scenario) = (staffed.question, staffed.scenario);
    let targets: Vec<String> = staffed.answer.targets.iter().map(ToString::to_string).collect();
    format!(
        "{}\nunder {}, {} replications of {}, seed {}\nin every interval, all together with {:.0}% confidence: {}\n",
        scenario.title,
        question.experiment.policies[0].name,
        staffed.answer.replications,
        question.experiment.model.frame.horizon,
        question.experiment.seed,
        question.confidence * 100.0,
        targets.join(", ")
    )
}

/// The table, with what fits.
fn fitting(staffed: &Staffed<'_>, width: usize) -> String {
    let count = staffed.answer.targets.len();
    let forms = [(count, true, true), (count, true, false), (count, false, false), (1, false, false)];
    let mut tables: Vec<String> =
        forms.into_iter().map(|(targets, ends, rules)| table(staffed, targets, ends, rules)).collect();
    let place = tables.iter().position(|table| widest(table) <= width).unwrap_or(tables.len() - 1);
    format!("{}\n", tables.swap_remove(place))
}

fn table(staffed: &Staffed<'_>, targets: usize, ends: bool, rules: bool) -> String {
    let answer = staffed.answer;
    let teams = answer.posts.teams();
    let mut table = ruled();
    let mut header = vec!["\nfrom".to_owned(), "offered\nload".to_owned()];
    for team in &teams {
        let name = if teams.len() > 1 { staffed.team(*team).name.as_str() } else { "agents" };
        header.push(format!("{name}\nnet"));
        if (staffed.gross_of_one(*team) - 1.0).abs() > 1e-9 {
            header.push("\ngross".to_owned());
        }
    }
    let shown = answer.targets.iter().take(targets);
    header.extend(shown.map(|target| target.to_string().replacen('.', "\n", 1)));
    if rules {
        header.extend(["over\nconcurrency", "over\nfactor", "over\noccupancy"].map(str::to_owned));
    }
    table.set_header(header);
    for (interval, length) in staffed.intervals() {
        let load: f64 = teams.iter().map(|team| staffed.load(*team, interval, length)).sum();
        let mut row = vec![staffed.label(interval), format!("{load:.1}")];
        for &team in &teams {
            let (net, gross) = (staffed.net(team, interval), staffed.gross_of_one(team));
            row.push(plain(net));
            if (gross - 1.0).abs() > 1e-9 {
                row.push(format!("{:.1}", net * gross));
            }
        }
        for (place, target) in answer.targets.iter().enumerate().take(targets) {
            let reached = staffed.reached(interval, place);
            let value = reached.map_or("–".to_owned(), |it| said(it.value, target.unit()));
            let end = reached.and_then(|it| it.end).filter(|_| ends);
            row.push(end.map_or(value.clone(), |end| format!("{value} ({})", said(end, target.unit()))));
        }
        if rules {
            row.extend(staffed.rules.iter().map(|(_, agents)| agents[interval].to_string()));
        }
        table.add_row(row);
    }
    table.column_iter_mut().skip(1).for_each(|it| it.set_cell_alignment(CellAlignment::Right));
    table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
}

/// A number of agents: whole as long as they are only counted.
fn plain(agents: f64) -> String {
    if agents.fract() == 0.0 { format!("{agents:.0}") } else { format!("{agents:.1}") }
}

/// How many agents each shift takes, as it would be set.
fn shifts(staffed: &Staffed<'_>) -> String {
    let answer = staffed.answer;
    let line = |(place, post): (usize, &Post)| {
        let shift = post.shift?;
        let team = &staffed.team(post.team).name;
        Some(format!("  --set 'team.{team}.shift[{}].agents={}'\n", shift + 1, answer.counts[place]))
    };
    let lines: String = answer.posts.all.iter().enumerate().filter_map(line).collect();
    if lines.is_empty() { lines } else { format!("agents by shift, who are absent and on breaks as planned:\n{lines}") }
}

fn answer(staffed: &Staffed<'_>) -> String {
    let answer = staffed.answer;
    let sum = |of: fn(&Post) -> f64| answer.posts.sum(&answer.counts, of);
    let (hours, cost) = (sum(|post| post.hours), sum(|post| post.cost));
    let priced = answer.posts.teams().iter().any(|team| staffed.team(*team).cost.is_some());
    let cost = if priced { format!(", which cost {cost:.0}") } else { String::new() };
    let busiest = staffed.busiest();
    let busiest = busiest.map_or(String::new(), |(interval, agents)| {
        format!(", at most {} at once, from {}", plain(agents), staffed.label(interval))
    });
    let what = match staffed.question.per {
        Per::Interval => "in any interval",
        Per::Shift => "in any shift",
        Per::Team => "in any team",
    };
    let gross = answer.posts.sum(&answer.counts, |post| post.hours * staffed.gross_of_one(post.team));
    let gross = if staffed.question.per != Per::Shift && gross > hours * 1.0001 {
        format!(", {gross:.1} with absence, breaks and what else keeps them from the desk")
    } else {
        String::new()
    };
    format!(
        "{hours:.1} agent-hours meet {}{cost}{gross}{busiest}. With one agent less {what} a target is no longer shown to be \
         met; staffing.csv says which.",
        if answer.targets.len() == 1 { "the target" } else { "all targets" }
    )
}

fn verification(staffed: &Staffed<'_>) -> String {
    let answer = staffed.answer;
    let replications = answer.verified.replications();
    let failed = &answer.verifications[..answer.verifications.len() - 1];
    let added: u32 = failed.iter().map(|it| it.added).sum();
    let before = match failed.len() {
        0 => String::new(),
        1 => format!(" One verification before it failed, and {added} agents were added where it did."),
        many => format!(" {many} verifications before it failed, and {added} agents were added where they did."),
    };
    let cases = |wanted: Judged| answer.judged.iter().flatten().filter(|it| **it == wanted).count();
    let few = match cases(Judged::Value) {
        0 => String::new(),
        1 => " In one interval too few customers come to show it: there the number itself was asked for.".to_owned(),
        many => format!(" In {many} cases too few customers come to show it: there the number itself was asked for."),
    };
    let nothing = match cases(Judged::Few) {
        0 => String::new(),
        1 => " In one case so few come that nothing was asked.".to_owned(),
        many => format!(" In {many} cases so few come that nothing was asked."),
    };
    let all: f64 = (0..answer.verified.intervals()).map(|interval| answer.verified.offered(interval)).sum();
    let judged: f64 = staffed.intervals().iter().map(|it| answer.verified.offered(it.0)).sum();
    let unplanned = match all > judged {
        true => format!(
            " {:.1}% of the conversations begin in intervals in which nobody is planned: they are not judged.",
            (all - judged) / all * 100.0
        ),
        false => String::new(),
    };
    format!(
        "Verified on {replications} replications that the search never saw; the numbers above are theirs.{before}{few}{nothing}{unplanned} \
         Simulated: {} staffings, {} replications.",
        answer.simulated.0, answer.simulated.1
    )
}

fn rules_in_words(staffed: &Staffed<'_>) -> String {
    let worst =
        staffed.rules.iter().map(|(rule, _)| (rule, off(staffed, *rule).1)).fold(None, |worst, it| match worst {
            Some((_, share)) if f64::abs(share) >= f64::abs(it.1) => worst,
            _ => Some(it),
        });
    let Some((rule, share)) = worst else { return String::new() };
    let direction = if share > 0.0 { "more" } else { "fewer" };
    format!(
        "Rules of thumb, from the load and the handle times of this staffing: {} is off by most, with {:.0}% {direction} \
         agent-hours than it takes here.",
        rule.about(),
        share.abs() * 100.0
    )
}

/// The agent-hours that a rule says, and by which share they are off.
fn off(staffed: &Staffed<'_>, rule: Rule) -> (f64, f64) {
    let agents = &staffed.rules.iter().find(|it| it.0 == rule).expect("every rule is there").1;
    let (found, says) = (staffed.hours_at_the_desk(), staffed.hours(agents));
    (says, says / found - 1.0)
}

fn rules(staffed: &Staffed<'_>) -> String {
    let Some((busiest, most)) = staffed.busiest() else { return String::new() };
    let mut table = ruled();
    let at = format!("agents at\n{}", staffed.label(busiest));
    table.set_header(["\nrule of thumb", "agent-\nhours", "\noff by", &at, "too few\nin", "too many\nin"]);
    let hours = staffed.hours_at_the_desk();
    table.add_row([
        "the staffing found".to_owned(),
        format!("{hours:.1}"),
        String::new(),
        plain(most),
        String::new(),
        String::new(),
    ]);
    for (rule, agents) in &staffed.rules {
        let (says, share) = off(staffed, *rule);
        let count = |wrong: &dyn Fn(f64, f64) -> bool| {
            let intervals = staffed.intervals();
            intervals.iter().filter(|it| wrong(f64::from(agents[it.0]), staffed.net_of_all(it.0))).count()
        };
        table.add_row([
            rule.about().to_owned(),
            format!("{says:.1}"),
            format!("{:+.0}%", share * 100.0),
            agents[busiest].to_string(),
            count(&|one, other| one < other).to_string(),
            count(&|one, other| one > other).to_string(),
        ]);
    }
    table.column_iter_mut().skip(1).for_each(|it| it.set_cell_alignment(CellAlignment::Right));
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    format!("{}\n", lines.join("\n"))
}

/// Why there is no staffing, in words.
pub fn staff_failure(model: &Model, failure: &Failure) -> String {
    match failure {
        Failure::Halted(halt) => halt.to_string(),
        Failure::Nothing(why) => why.clone(),
        Failure::Unreachable { missed, agents } => {
            let lines: Vec<String> = missed.iter().map(|it| of_missed(model, it, *agents)).collect();
            lines.join("\n")
        }
        Failure::Contradicts { target, reached } => format!(
            "`{target}` contradicts the other targets: the least staffing that meets them has {}",
            said(reached.value, target.unit())
        ),
        Failure::Stuck => {
            "a target fails with as many agents everywhere as met it before; other --replications or another \
                           --seed may not"
                .to_owned()
        }
        Failure::NeverVerified(all) => format!(
            "{} verifications failed one after the other, each with other customers: a target is at the edge of what any \
             staffing reaches; choose another bound, or more --replications",
            all.len()
        ),
    }
}

fn of_missed(model: &Model, missed: &Missed, agents: u32) -> String {
    let target = &missed.target;
    let Some((interval, best)) = missed.best else {
        return format!(
            "`{target}` is never judged: hardly anything in this scenario has that number while anybody is planned"
        );
    };
    let (fails, all) = missed.intervals;
    format!(
        "no staffing meets `{target}`: even with {agents} agents it is {} from {}{}",
        said(best.value, target.unit()),
        label(model, interval),
        if all == 1 { String::new() } else { format!(", the worst of {fails} intervals of {all} that miss it") }
    )
}
