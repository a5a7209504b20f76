//! The reader of a table: which keys there are, which are missing, and which nobody knows.

use serde_json::{Map, Value as Json};

use super::decode::{Item, Problem, Read, Reported};
use super::diagnostic::Place;
use super::keys::example;
use super::suggest::{all_of, alternatives, nearest};
use super::tree::{Entry, Node};

/// Reads the keys of one table. Whoever creates one calls [`finish`](TableReader::finish) once all keys are read, even
/// if some of them were wrong: only then is known which keys are unknown.
pub(super) struct TableReader<'a, 'b> {
    item: &'b Item<'a>,
    entries: &'a [Entry],
    known: Vec<&'static str>,
    /// Keys that must be there and are not. They are reported at the end, because one of them may be misspelt.
    missing: Vec<&'static str>,
    /// A key that has been reported as unknown already.
    refused: Option<&'a str>,
    /// Which keys go together, where that is not all of them.
    explanation: Option<String>,
    normal: Map<String, Json>,
}

impl<'a, 'b> TableReader<'a, 'b> {
    pub(super) fn new(item: &'b Item<'a>, entries: &'a [Entry]) -> TableReader<'a, 'b> {
        TableReader {
            item,
            entries,
            known: Vec::new(),
            missing: Vec::new(),
            refused: None,
            explanation: None,
            normal: Map::new(),
        }
    }

    /// Says which keys go together, where that is not all of them.
    pub(super) fn explain(&mut self, explanation: String) {
        self.explanation = Some(explanation);
    }

    /// Makes keys known that something else will read, or has read.
    pub(super) fn know(&mut self, keys: &[&'static str]) {
        self.known.extend(keys);
    }

    /// Whether the table has a key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entry(key).is_some()
    }

    /// The entry of a key.
    pub(super) fn entry(&self, key: &str) -> Option<&'a Entry> {
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// A key that must be there.
    pub(super) fn required<T>(&mut self, key: &'static str, read: impl FnOnce(&Item<'_>) -> Read<T>) -> Read<T> {
        match self.optional(key, read) {
            Ok(Some(value)) => Ok(value),
            Ok(None) => {
                self.missing.push(key);
                Err(Reported::promised())
            }
            Err(reported) => Err(reported),
        }
    }

    /// A key that may be there.
    pub(super) fn optional<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&Item<'_>) -> Read<T>,
    ) -> Read<Option<T>> {
        self.known.push(key);
        self.entry(key).map(|entry| self.read(key, &entry.node, read)).transpose()
    }

    /// A key with a default, written as a scenario writes it.
    pub(super) fn default<T>(
        &mut self,
        key: &'static str,
        literal: &str,
        read: impl FnOnce(&Item<'_>) -> Read<T>,
    ) -> Read<T> {
        self.known.push(key);
        match self.entry(key) {
            Some(entry) => self.read(key, &entry.node, read),
            None => self.read(key, &Node::literal(literal, &self.item.node.span), read),
        }
    }

    /// A key whose default is the value of another key that has been read.
    pub(super) fn like<T: Clone>(
        &mut self,
        key: &'static str,
        other: &'static str,
        value: &Read<T>,
        read: impl FnOnce(&Item<'_>) -> Read<T>,
    ) -> Read<T> {
        match self.optional(key, read)? {
            Some(value) => Ok(value),
            None => {
                if let Some(normal) = self.normal.get(other).cloned() {
                    self.normal.insert(key.to_owned(), normal);
                }
                value.clone()
            }
        }
    }

    fn read<T>(&mut self, key: &str, node: &Node, read: impl FnOnce(&Item<'_>) -> Read<T>) -> Read<T> {
        let path = if self.item.key.is_empty() { key.to_owned() } else { format!("{}.{key}", self.item.key) };
        let item = Item::new(self.item.context, node, path);
        let value = read(&item);
        self.normal.insert(key.to_owned(), item.take_normal());
        value
    }

    /// Which one of several keys is there; `what` is for instance "law". None and several are mistakes.
    pub(super) fn one_of(&mut self, what: &str, keys: &[&'static str]) -> Read<&'static str> {
        let here: Vec<&'static str> = keys.iter().copied().filter(|key| self.has(key)).collect();
        let known_before = self.known.len();
        self.known.extend(keys);
        match here[..] {
            [only] => Ok(only),
            [] => Err(self.none_of(what, keys, known_before)),
            [one, other, ..] => Err(self.both(what, one, other)),
        }
    }

    fn none_of(&mut self, what: &str, keys: &[&'static str], known_before: usize) -> Reported {
        let others = &self.known[..known_before];
        let help = format!("write one of {}", alternatives(keys.iter().copied()));
        let Some(entry) = self.entries.iter().find(|entry| !others.contains(&entry.key.as_str())) else {
            return self.item.refuse(format!("the {what} is missing"), help);
        };
        self.refused = Some(&entry.key);
        let message = format!("there is no {what} `{}`", entry.key);
        let problem = match nearest(&entry.key, keys.iter().copied()) {
            Some(meant) => Problem::new(message, format!("did you mean `{meant}`? otherwise {help}"))
                .replace(entry.key_span.clone(), meant),
            None => Problem::new(message, help),
        };
        self.item.context.report(self.key_place(entry), &self.item.key, problem)
    }

    /// Reports two keys that exclude each other.
    pub(super) fn both(&self, what: &str, one: &str, other: &str) -> Reported {
        let place = |key: &str| self.place_of(key);
        let problem = Problem::new(format!("`{one}` and `{other}` exclude each other"), format!("write one {what}"));
        self.item.context.report(place(other), &self.item.key, problem.related(place(one), "the other one"))
    }

    /// The place of a key, or of the table without it.
    pub(super) fn place_of(&self, key: &str) -> Place {
        self.entry(key).map_or_else(|| self.item.place(), |entry| self.key_place(entry))
    }

    /// The place of a key's value, or of the table without it.
    pub(super) fn value_place(&self, key: &str) -> Place {
        match self.entry(key) {
            Some(entry) => self.item.context.source.place(entry.node.span.clone()),
            None => self.item.place(),
        }
    }

    /// Whether the table has no key at all.
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn key_place(&self, entry: &Entry) -> Place {
        self.item.context.source.place(entry.key_span.clone())
    }

    /// Reports a key that has moved into the table of another one.
    pub(super) fn moved(&mut self, old: &'static str, table: &str, key: &str) {
        let Some(entry) = self.entry(old) else { return };
        self.refused = Some(&entry.key);
        let source = &self.item.context.source;
        let value = source.written(entry.node.span.clone());
        let meant = format!("{table} = {{ {key} = {value} }}");
        let message = format!("`{old}` is now {meant}");
        let problem = match self.has(table) {
            true => Problem::new(message, format!("write {key} = {value} in `{table}`")),
            false => Problem::new(message, format!("write {meant}"))
                .replace(entry.key_span.start..entry.node.span.end, meant),
        };
        self.item.context.report(self.key_place(entry), &self.item.key, problem);
    }

    /// Sets the normal form of a key.
    pub(super) fn set_normal(&mut self, key: &str, normal: impl Into<Json>) {
        self.normal.insert(key.to_owned(), normal.into());
    }

    /// Takes a key out of the normal form.
    pub(super) fn remove_normal(&mut self, key: &str) {
        self.normal.remove(key);
    }

    /// Whether all keys so far are known: one that is not may be another one misspelt.
    pub(super) fn knows_all(&self) -> bool {
        self.entries.iter().all(|entry| self.known.contains(&entry.key.as_str()))
    }

    /// Reports the keys that nobody knows and those that are missing.
    pub(super) fn finish(mut self) {
        for entry in self.entries {
            if self.known.contains(&entry.key.as_str()) || self.refused == Some(&entry.key) {
                continue;
            }
            // What the file has already is not what a misspelt key of it meant, but what is set may be there before.
            let set = self.item.context.source.is_change(entry.key_span.start);
            let free = |key: &&'static str| set || !self.has(key);
            let meant = nearest(&entry.key, self.known.iter().copied().filter(free));
            let all = match &self.explanation {
                Some(explanation) => explanation.clone(),
                None => {
                    // A reader may ask for a key again.
                    let first = |place: &usize| !self.known[..*place].contains(&self.known[*place]);
                    let once = (0..self.known.len()).filter(first).map(|place| self.known[place]);
                    format!("the keys here are {}", all_of(once))
                }
            };
            let message = format!("unknown key `{}`", entry.key);
            let problem = match meant {
                Some(meant) => Problem::new(message, format!("did you mean `{meant}`? {all}"))
                    .replace(entry.key_span.clone(), meant),
                None => Problem::new(message, all),
            };
            // A misspelt key is one mistake, not two; so is a wrong one among keys that go together.
            let one_mistake = self.explanation.is_some();
            self.missing.retain(|key| Some(*key) != meant && !one_mistake);
            self.item.context.report(self.key_place(entry), &self.item.key, problem.label("not known here"));
        }
    }
}

impl Drop for TableReader<'_, '_> {
    /// What is missing is reported even if a reader gave up early: [`required`](TableReader::required) promised it.
    fn drop(&mut self) {
        for key in std::mem::take(&mut self.missing) {
            let help = self.explanation.clone().unwrap_or_else(|| example(&self.item.key, key));
            self.item.refuse(format!("`{key}` is missing"), help);
        }
        self.item.normal(std::mem::take(&mut self.normal));
    }
}
