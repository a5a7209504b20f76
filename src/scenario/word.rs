//! Rules that are a word or a table, and lists of words.

use super::decode::{Item, Problem, Read, at};
use super::tree::{Node, Value};

/// One of some words, or a table. `what` is for instance "inactivity rule", and `forms` says what can be written.
pub(super) fn word_or_table<T: Clone>(
    item: &Item<'_>,
    what: &str,
    words: &[(&'static str, T)],
    forms: &str,
    table: impl FnOnce(&Item<'_>) -> Read<T>,
) -> Read<T> {
    match &item.node.value {
        Value::Table(_) => table(item),
        Value::Text(written) => match words.iter().find(|(word, _)| word == written) {
            Some((word, rule)) => {
                item.normal(*word);
                Ok(rule.clone())
            }
            None => Err(item.unknown_name(what, written, words.iter().map(|(word, _)| *word), forms)),
        },
        _ => {
            let article = if what.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
            Err(item.wrong_kind(&format!("{article} {what}"), forms))
        }
    }
}

/// A table, or the word for an empty one.
pub(super) fn empty_or_table<T>(
    item: &Item<'_>,
    what: &str,
    word: &str,
    forms: &str,
    table: impl FnOnce(&Item<'_>) -> Read<T>,
) -> Read<T> {
    let Value::Text(written) = &item.node.value else {
        return table(item);
    };
    if written != word {
        return Err(item.unknown_name(what, written, std::iter::once(word), forms));
    }
    let empty = Node::literal("{}", &item.node.span);
    let inner = Item::new(item.context, &empty, item.key.clone());
    let rule = table(&inner);
    item.normal(inner.take_normal());
    rule
}

/// A list of names, each at most once; `what` is one of them.
pub(super) fn each_once<T: Copy + PartialEq>(
    item: &Item<'_>,
    expected: &str,
    what: &str,
    names: &[(&'static str, T)],
) -> Read<Vec<T>> {
    let list = item.list(expected, |item| at(|item| item.choice(what, names))(item))?;
    for (place, one) in list.iter().enumerate() {
        if let Some(first) = list[..place].iter().find(|other| other.value == one.value) {
            let problem = Problem::new(format!("this {what} is named twice"), "name it once");
            let problem = problem.related(first.place.clone(), "the first time");
            return Err(item.context.report(one.place.clone(), &one.key, problem));
        }
    }
    Ok(list.into_iter().map(|one| one.value).collect())
}
