//! `score`: an expression over what a policy may see.

use super::decode::{Item, Problem, Read};
use super::quoted;
use super::suggest::{alternatives, nearest};
use crate::policy::score::{Mistake, Names, Score};

/// A score, or the place in it where it goes wrong.
pub(super) fn score(item: &Item<'_>, names: &Names<'_>) -> Read<Score> {
    let text = item.text()?;
    Score::new(&text, names).map_err(|mistake| {
        // A value that came from elsewhere has no text of its own.
        let Some(span) = quoted::bytes(item.written(), &text, &mistake.span) else {
            return item.refuse(format!("{}: `{}`", mistake.message, &text[mistake.span.clone()]), &mistake.help);
        };
        let start = item.node.span.start;
        let span = start + span.start..start + span.end;
        let problem = problem(&text, mistake, &span);
        item.context.report(item.context.source.place(span), &item.key, problem)
    })
}

/// What is wrong, and the name that was probably meant instead of the one in these bytes of the file.
fn problem(text: &str, mistake: Mistake, span: &std::ops::Range<usize>) -> Problem {
    if mistake.known.is_empty() {
        return Problem::new(mistake.message, mistake.help);
    }
    let known = || mistake.known.iter().map(String::as_str);
    match nearest(&text[mistake.span.clone()], known()) {
        Some(meant) => Problem::new(&mistake.message, format!("did you mean `{meant}`?")).replace(span.clone(), meant),
        None => Problem::new(&mistake.message, format!("write {}", alternatives(known()))),
    }
}
