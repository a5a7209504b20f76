//! Tables whose keys are names: of teams, of channels, of demands.

use super::decode::{Item, Read};
use super::suggest::all_of;
use super::tree::{Node, Value};

/// What is said of single teams, channels or demands, by their names; `what` is for instance "team", and `example` what can
/// be said of one. The reader is told the place of the name.
pub(super) fn by_name<T>(
    item: &Item<'_>,
    (what, example): (&str, &str),
    names: &[String],
    read: impl Fn(&Item<'_>, usize) -> Read<T>,
) -> Read<Vec<Option<T>>> {
    let Value::Table(entries) = &item.node.value else {
        return Err(item.wrong_kind(&format!("a table of {what}s"), &format!("write {{ NAME = {{ {example} }} }}")));
    };
    let mut own: Vec<Option<T>> = names.iter().map(|_| None).collect();
    let mut normal = serde_json::Map::new();
    let mut failed = None;
    for entry in entries {
        let one = Item::new(item.context, &entry.node, format!("{}.{}", item.key, entry.key));
        match names.iter().position(|name| *name == entry.key) {
            Some(place) => match read(&one, place) {
                Ok(value) => own[place] = Some(value),
                Err(reported) => failed = Some(reported),
            },
            None => {
                let names = || names.iter().map(String::as_str);
                let help = match names().next() {
                    Some(_) => format!("the {what}s are {}", all_of(names())),
                    None => format!("there are no {what}s"),
                };
                // The name is the key here, not the value.
                let key = Node { span: entry.key_span.clone(), value: Value::Text(entry.key.clone()) };
                let key = Item::new(item.context, &key, one.key.clone());
                failed = Some(key.unknown_name(what, &entry.key, names(), &help));
            }
        }
        normal.insert(entry.key.clone(), one.take_normal());
    }
    item.normal(normal);
    failed.map_or(Ok(own), Err)
}
