//! A TOML text as a tree in which every key and every value knows its bytes, in the order of the file.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

/// A value with its bytes.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub(super) span: Range<usize>,
    pub(super) value: Value,
}

/// What a value can be.
#[derive(Clone, Debug)]
pub(super) enum Value {
    Text(String),
    /// `None` if it is beyond any reason.
    Whole(Option<i128>),
    /// May be infinite or not a number: TOML can write both.
    Decimal(f64),
    Truth(bool),
    /// A date, a time or both, as TOML writes them without quotes.
    Moment(String),
    List(Vec<Node>),
    Table(Vec<Entry>),
}

/// A key with its value.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) key_span: Range<usize>,
    pub(super) node: Node,
}

/// A mistake in the syntax.
#[derive(Debug)]
pub(super) struct SyntaxError {
    pub(super) span: Range<usize>,
    pub(super) message: String,
}

/// Reads a text; several syntax errors at once.
pub(super) fn parse(text: &str) -> Result<Node, Vec<SyntaxError>> {
    let (document, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(Node { span: 0..0, value: Value::Table(entries(document.get_ref())) });
    }
    let place = |error: &toml::de::Error| error.span().unwrap_or(text.len()..text.len());
    Err(errors.iter().map(|error| SyntaxError { span: place(error), message: error.message().to_owned() }).collect())
}

impl Node {
    /// A value in the syntax of a scenario, for defaults; it takes the place of the table that lacks it.
    ///
    /// # Panics
    /// If the literal has a mistake: literals are part of the program.
    pub(super) fn literal(text: &str, span: &Range<usize>) -> Node {
        let value = DeValue::parse(text).unwrap_or_else(|error| panic!("the default `{text}` is not TOML: {error}"));
        let mut node = Node { span: value.span(), value: convert(value.get_ref()) };
        node.move_to(span);
        node
    }

    /// A value as somebody writes it outside of a file, at its byte. What is no TOML is a text without its quotes, unless
    /// it begins like something else: then it is a mistake, with its bytes.
    pub(super) fn written(text: &str, begin: usize) -> Result<Node, (Range<usize>, String)> {
        match DeValue::parse(text) {
            Ok(value) => {
                let mut node = Node { span: value.span(), value: convert(value.get_ref()) };
                node.move_by(begin);
                Ok(node)
            }
            Err(error) if text.starts_with(['{', '[', '"', '\'']) => {
                let span = error.span().unwrap_or(0..text.len());
                Err((begin + span.start..begin + span.end, error.message().to_owned()))
            }
            Err(_) => Ok(Node { span: begin..begin + text.len(), value: Value::Text(text.to_owned()) }),
        }
    }

    /// Whether a text is a value of TOML.
    pub(super) fn is_toml(text: &str) -> bool {
        DeValue::parse(text).is_ok()
    }

    fn move_by(&mut self, bytes: usize) {
        let moved = |span: &Range<usize>| span.start + bytes..span.end + bytes;
        self.span = moved(&self.span);
        match &mut self.value {
            Value::List(list) => list.iter_mut().for_each(|element| element.move_by(bytes)),
            Value::Table(entries) => entries.iter_mut().for_each(|entry| {
                entry.key_span = moved(&entry.key_span);
                entry.node.move_by(bytes);
            }),
            _ => {}
        }
    }

    /// Says that everything is written in these bytes.
    pub(super) fn move_to(&mut self, span: &Range<usize>) {
        self.span = span.clone();
        match &mut self.value {
            Value::List(list) => list.iter_mut().for_each(|element| element.move_to(span)),
            Value::Table(entries) => entries.iter_mut().for_each(|entry| {
                entry.key_span = span.clone();
                entry.node.move_to(span);
            }),
            _ => {}
        }
    }

    /// Counts all bytes from somewhere else on.
    pub(super) fn shift(&mut self, by: usize) {
        self.span = self.span.start + by..self.span.end + by;
        match &mut self.value {
            Value::List(list) => list.iter_mut().for_each(|element| element.shift(by)),
            Value::Table(entries) => entries.iter_mut().for_each(|entry| {
                entry.key_span = entry.key_span.start + by..entry.key_span.end + by;
                entry.node.shift(by);
            }),
            _ => {}
        }
    }

    /// The value of a key, if this is a table that has it.
    pub(super) fn get(&self, key: &str) -> Option<&Entry> {
        match &self.value {
            Value::Table(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        }
    }

    /// The entry at the end of a path of keys, if all of them are there.
    pub(super) fn path(&self, keys: &[&str]) -> Option<&Entry> {
        let (last, above) = keys.split_last()?;
        let mut node = self;
        for key in above {
            node = &node.get(key)?.node;
        }
        node.get(last)
    }

    /// The text, if it is one.
    pub(super) fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub(super) fn as_number(&self) -> Option<f64> {
        match self.value {
            Value::Whole(whole) => whole.map(|whole| whole as f64),
            Value::Decimal(number) => Some(number),
            _ => None,
        }
    }

    /// What it is, in the words of a planner.
    pub(super) fn kind(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "a text",
            Value::Whole(_) | Value::Decimal(_) => "a number",
            Value::Truth(_) => "true or false",
            Value::Moment(_) => "a date or time",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

fn convert(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.clone().into_owned()),
        DeValue::Integer(number) => Value::Whole(i128::from_str_radix(number.as_str(), number.radix()).ok()),
        DeValue::Float(number) => Value::Decimal(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(truth) => Value::Truth(*truth),
        DeValue::Datetime(moment) => Value::Moment(moment.to_string()),
        DeValue::Array(list) => Value::List(
            list.iter().map(|element| Node { span: element.span(), value: convert(element.get_ref()) }).collect(),
        ),
        DeValue::Table(table) => Value::Table(entries(table)),
    }
}

/// The parser sorts keys by their names; a planner reads them in the order of the file.
fn entries(table: &DeTable<'_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().clone().into_owned(),
            key_span: key.span(),
            node: Node { span: value.span(), value: convert(value.get_ref()) },
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_span.start);
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_in_the_order_of_the_file_with_their_bytes() {
        let text = "z = 1\n[time]\nstart = 2026-03-02T00:00:00\nhorizon = \"7d\"\na.b = [1, 2.5]\n";
        let root = parse(text).unwrap();
        let Value::Table(entries) = &root.value else { panic!() };
        assert_eq!(entries.iter().map(|entry| entry.key.as_str()).collect::<Vec<_>>(), ["z", "time"]);
        let time = &entries[1].node;
        assert_eq!(&text[time.span.clone()], "[time]");
        let horizon = time.get("horizon").unwrap();
        assert_eq!(&text[horizon.key_span.clone()], "horizon");
        assert_eq!(&text[horizon.node.span.clone()], "\"7d\"");
        assert!(
            matches!(&time.get("start").unwrap().node.value, Value::Moment(moment) if moment == "2026-03-02T00:00:00")
        );
    }

    #[test]
    fn several_syntax_errors_come_at_once() {
        let errors = parse("name = \"x\n[reply\nmode = 3 4\n").unwrap_err();
        assert!(errors.len() >= 2, "{errors:?}");
    }
}
