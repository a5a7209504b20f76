//! Readers over the tree of a file. A reader takes an [`Item`], gives the typed value or reports what is wrong, and
//! leaves behind the value in its normal form; one mistake does not hide the next.

use std::cell::RefCell;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use super::diagnostic::{Diagnostic, Diagnostics, Place, Related, Replacement, Severity};
use super::files::{FileProblem, Files};
use super::keys::shape;
use super::preset::Attached;
use super::source::Source;
use super::suggest::{alternatives, nearest};
use super::tree::{Node, Value};

pub(super) use super::scalar::{factor, is_name, name, not_negative, positive, share, shown, text, truth};
pub(super) use super::table::TableReader;

/// The proof that a mistake has been reported.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reported(());

impl Reported {
    /// For a mistake that is certain to be reported, though only at the end of its table.
    pub(super) fn promised() -> Reported {
        Reported(())
    }
}

/// What a reader gives.
pub(super) type Read<T> = Result<T, Reported>;

/// One file being read.
pub(super) struct Context<'a> {
    pub(super) source: Source,
    /// The rules of the presets that it uses.
    pub(super) presets: Attached,
    files: &'a dyn Files,
    /// Where relative paths start.
    folder: PathBuf,
    found: RefCell<Diagnostics>,
}

/// A mistake, before it has a place.
#[derive(Debug, Default)]
pub(super) struct Problem {
    message: String,
    label: String,
    help: String,
    replacement: Option<Replacement>,
    related: Option<Related>,
}

impl Problem {
    /// What is wrong and what would be right.
    pub(super) fn new(message: impl Into<String>, help: impl Into<String>) -> Problem {
        Problem { message: message.into(), help: help.into(), ..Problem::default() }
    }

    /// A few words under the quoted line.
    pub(super) fn label(mut self, label: impl Into<String>) -> Problem {
        self.label = label.into();
        self
    }

    /// What to write instead.
    pub(super) fn replace(mut self, span: Range<usize>, text: impl Into<String>) -> Problem {
        self.replacement = Some(Replacement { span, text: text.into() });
        self
    }

    /// The other place of a contradiction.
    pub(super) fn related(mut self, place: Place, label: impl Into<String>) -> Problem {
        self.related = Some(Related { place, label: label.into() });
        self
    }
}

impl<'a> Context<'a> {
    pub(super) fn new(source: Source, path: &Path, files: &'a dyn Files) -> Context<'a> {
        let folder = path.parent().map(Path::to_path_buf).unwrap_or_default();
        Context { source, presets: Attached::default(), files, folder, found: RefCell::default() }
    }

    /// Reports a mistake.
    pub(super) fn report(&self, place: Place, key: &str, problem: Problem) -> Reported {
        self.push(Severity::Error, place, key, problem);
        Reported(())
    }

    /// Reports what is probably not meant. That something in a preset has no effect here is nobody's mistake.
    pub(super) fn warn(&self, place: Place, key: &str, problem: Problem) {
        if !self.source.is_preset(&place) {
            self.push(Severity::Warning, place, key, problem);
        }
    }

    /// Reports two things that do not go together, at the first, unless that stands in a preset and the other does not:
    /// nobody can change a preset.
    pub(super) fn clash(
        &self,
        (one, key): (&Range<usize>, &str),
        (other, label): (&Range<usize>, &str),
        problem: Problem,
    ) -> Reported {
        let (one, other) = (self.source.place(one.clone()), self.source.place(other.clone()));
        match self.source.is_preset(&one) && !self.source.is_preset(&other) {
            true => self.report(other, key, problem.related(one, "the preset")),
            false => self.report(one, key, problem.related(other, label)),
        }
    }

    fn push(&self, severity: Severity, place: Place, key: &str, problem: Problem) {
        let Problem { message, label, help, replacement, related } = problem;
        let replacement = replacement.filter(|_| !self.source.is_preset(&place));
        let key = key.to_owned();
        let diagnostic = Diagnostic { severity, place, key, message, label, help, replacement, related };
        self.found.borrow_mut().push(diagnostic);
    }

    /// Whether a mistake has been reported.
    pub(super) fn has_errors(&self) -> bool {
        self.found.borrow().has_errors()
    }

    /// Everything that was reported, in the order of the file.
    pub(super) fn into_found(self) -> Diagnostics {
        let mut found = self.found.into_inner();
        found.sort(&self.source.name);
        found
    }

    /// The bytes of a file named in the scenario, and its name for messages.
    pub(super) fn read_file(&self, name: &str) -> (String, Result<Vec<u8>, FileProblem>) {
        let path = self.folder.join(name);
        (path.display().to_string(), self.files.read(&path))
    }
}

/// A value to be read: where it is, and what its normal form will be.
pub(super) struct Item<'a> {
    pub(super) context: &'a Context<'a>,
    pub(super) node: &'a Node,
    /// The path of the key.
    pub(super) key: String,
    normal: RefCell<Json>,
}

/// A value with its place, for checks that come later.
#[derive(Clone, Debug)]
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) place: Place,
    pub(super) key: String,
}

/// Makes a reader remember the place.
pub(super) fn at<T>(read: impl FnOnce(&Item<'_>) -> Read<T>) -> impl FnOnce(&Item<'_>) -> Read<At<T>> {
    |item| read(item).map(|value| At { value, place: item.place(), key: item.key.clone() })
}

impl<'a> Item<'a> {
    pub(super) fn new(context: &'a Context<'a>, node: &'a Node, key: String) -> Item<'a> {
        Item { context, node, key, normal: RefCell::new(Json::Null) }
    }

    /// Where it is.
    pub(super) fn place(&self) -> Place {
        // Only the file as a whole, and what it lacks, has no bytes of its own.
        if self.node.span == (0..0) {
            return Place::whole(self.context.source.name.clone());
        }
        self.context.source.place(self.node.span.clone())
    }

    /// What the file says here.
    pub(super) fn written(&self) -> &str {
        self.context.source.written(self.node.span.clone())
    }

    /// The same as a part of something else: what the command line sets may be a text without quotes.
    pub(super) fn quoted(&self) -> String {
        match &self.node.value {
            Value::Text(text) if !self.written().starts_with(['"', '\'']) => format!("{text:?}"),
            _ => self.written().to_owned(),
        }
    }

    /// Leaves the normal form behind.
    pub(super) fn normal(&self, normal: impl Into<Json>) {
        *self.normal.borrow_mut() = normal.into();
    }

    /// Takes the normal form.
    pub(super) fn take_normal(&self) -> Json {
        self.normal.take()
    }

    /// Reports a mistake here.
    pub(super) fn refuse(&self, message: impl Into<String>, help: impl Into<String>) -> Reported {
        self.report(Problem::new(message, help))
    }

    /// Reports a mistake here, with all its details.
    pub(super) fn report(&self, problem: Problem) -> Reported {
        self.context.report(self.place(), &self.key, problem)
    }

    /// Reports that this is the wrong kind of value; `expected` is for instance "a number".
    pub(super) fn wrong_kind(&self, expected: &str, help: &str) -> Reported {
        self.report(Problem::new(format!("this is {}, not {expected}", self.node.kind()), help))
    }

    /// A table's reader.
    pub(super) fn table<'b>(&'b self) -> Read<TableReader<'a, 'b>> {
        match &self.node.value {
            Value::Table(entries) => Ok(TableReader::new(self, entries)),
            _ => {
                let (above, key) = self.key.rsplit_once('.').unwrap_or(("", &self.key));
                let help = shape(above, key).map(|shape| format!("write for instance {shape}"));
                Err(self.wrong_kind("a table", help.as_deref().unwrap_or("write { key = value, ... }")))
            }
        }
    }

    /// A text, not empty.
    pub(super) fn text(&self) -> Read<String> {
        match &self.node.value {
            Value::Text(text) if text.trim().is_empty() => Err(self.refuse("this text is empty", "write something")),
            Value::Text(text) => {
                self.normal(text.as_str());
                Ok(text.clone())
            }
            _ => Err(self.wrong_kind("a text", "write it in quotes")),
        }
    }

    /// A finite number.
    pub(super) fn number(&self) -> Read<f64> {
        let number = match self.node.value {
            Value::Whole(whole) => whole.map_or(f64::INFINITY, |whole| whole as f64),
            Value::Decimal(number) => number,
            _ => return Err(self.wrong_kind("a number", "write a number without quotes")),
        };
        if !number.is_finite() {
            return Err(self.refuse("this is not a finite number", "write a finite number"));
        }
        self.normal(number);
        Ok(number)
    }

    /// A whole number within bounds (both included).
    pub(super) fn whole(&self, least: u64, most: u64) -> Read<u64> {
        let number = self.integer(least.into(), most.into())? as u64;
        self.normal(number);
        Ok(number)
    }

    /// A whole number that may be below 0.
    pub(super) fn signed(&self, least: i64, most: i64) -> Read<i64> {
        let number = self.integer(least.into(), most.into())? as i64;
        self.normal(number);
        Ok(number)
    }

    fn integer(&self, least: i128, most: i128) -> Read<i128> {
        let help = format!("write a whole number from {least} to {most}");
        let number = match self.node.value {
            Value::Whole(number) => number.unwrap_or(i128::MAX),
            Value::Decimal(number) if number.fract() == 0.0 && number.abs() < 1e15 => number as i128,
            Value::Decimal(number) => {
                return Err(self.refuse(format!("{} is not a whole number", shown(number)), help));
            }
            _ => return Err(self.wrong_kind("a whole number", &help)),
        };
        match number {
            i128::MAX => Err(self.refuse("this number is too large", help)),
            _ if number < least => Err(self.refuse(format!("{number} is below {least}"), help)),
            _ if number > most => Err(self.refuse(format!("{number} is above {most}"), help)),
            _ => Ok(number),
        }
    }

    /// A list; every element is read, even after a mistake. `expected` says what it is a list of.
    pub(super) fn list<T>(&self, expected: &str, read: impl Fn(&Item<'_>) -> Read<T>) -> Read<Vec<T>> {
        let Value::List(list) = &self.node.value else {
            let problem = format!("this is {}, not a list of {expected}", self.node.kind());
            let (written, help) = (self.quoted(), "write it in brackets: [first, second, ...]");
            return Err(
                self.report(Problem::new(problem, help).replace(self.node.span.clone(), format!("[{written}]")))
            );
        };
        self.each(list, 0..list.len(), read)
    }

    /// The two values of a row; `expected` is for instance "a row of a probability and a value".
    pub(super) fn pair(&self, expected: &str, help: &str) -> Read<[Item<'a>; 2]> {
        let Value::List(row) = &self.node.value else {
            return Err(self.wrong_kind(expected, help));
        };
        let [first, second] = &row[..] else {
            return Err(self.refuse(format!("the number of values in this row is {}, not 2", row.len()), help));
        };
        Ok([first, second].map(|node| Item::new(self.context, node, self.key.clone())))
    }

    /// The elements of a list, read in some order; every one is read, even after a mistake.
    pub(super) fn each<T>(
        &self,
        list: &[Node],
        order: impl IntoIterator<Item = usize>,
        read: impl Fn(&Item<'_>) -> Read<T>,
    ) -> Read<Vec<T>> {
        let mut values: Vec<Option<T>> = list.iter().map(|_| None).collect();
        let mut normals = vec![Json::Null; list.len()];
        let mut failed = None;
        for place in order {
            let item = Item::new(self.context, &list[place], element_key(&self.key, place, &list[place]));
            match read(&item) {
                Ok(value) => values[place] = Some(value),
                Err(reported) => failed = Some(reported),
            }
            normals[place] = item.take_normal();
        }
        self.normal(normals);
        failed.map_or_else(|| Ok(values.into_iter().flatten().collect()), Err)
    }

    /// One of several names; `what` is for instance "clock".
    pub(super) fn choice<T: Clone>(&self, what: &str, names: &[(&'static str, T)]) -> Read<T> {
        let known = || names.iter().map(|(name, _)| *name);
        let help = format!("write {}", alternatives(known()));
        let Value::Text(written) = &self.node.value else {
            return Err(self.wrong_kind(&format!("the name of a {what}"), &help));
        };
        match names.iter().find(|(name, _)| name == written) {
            Some((name, value)) => {
                self.normal(*name);
                Ok(value.clone())
            }
            None => Err(self.unknown_name(what, written, known(), &help)),
        }
    }

    /// Reports a text with the one that was probably meant.
    pub(super) fn refuse_for(&self, message: impl Into<String>, help: impl Into<String>, meant: &str) -> Reported {
        // It may be a key, which has no quotes.
        let quotes = self.written().starts_with(['"', '\'']);
        let text = if quotes { format!("\"{meant}\"") } else { meant.to_owned() };
        self.report(Problem::new(message, help).replace(self.node.span.clone(), text))
    }

    /// Reports a name that nothing has, with the one that was probably meant.
    pub(super) fn unknown_name<'n>(
        &self,
        what: &str,
        written: &str,
        known: impl Iterator<Item = &'n str>,
        otherwise: &str,
    ) -> Reported {
        // A name may be a key, which has no quotes.
        let quotes = self.written().starts_with(['"', '\'']);
        self.report(unknown_name(what, written, known, otherwise, self.node.span.clone(), quotes))
    }
}

impl At<String> {
    /// The same for a name that has been read before.
    pub(super) fn unknown_name<'n>(
        &self,
        context: &Context<'_>,
        what: &str,
        known: impl Iterator<Item = &'n str>,
        otherwise: &str,
    ) -> Reported {
        let problem = unknown_name(what, &self.value, known, otherwise, self.place.span.clone(), true);
        context.report(self.place.clone(), &self.key, problem)
    }
}

fn unknown_name<'n>(
    what: &str,
    written: &str,
    known: impl Iterator<Item = &'n str>,
    otherwise: &str,
    span: Range<usize>,
    quotes: bool,
) -> Problem {
    let message = format!("there is no {what} `{written}`");
    let known: Vec<&str> = known.collect();
    let Some(meant) = nearest(written, known.iter().copied()) else {
        return Problem::new(message, otherwise);
    };
    let help = match known.len() {
        1 => format!("did you mean `{meant}`?"),
        _ => format!("did you mean `{meant}`? otherwise {otherwise}"),
    };
    let text = if quotes { format!("\"{meant}\"") } else { meant.to_owned() };
    Problem::new(message, help).replace(span, text)
}

/// The path of an element: its name if it has one that fits into a path, else its place counted from 1.
pub(super) fn element_key(list: &str, place: usize, node: &Node) -> String {
    match node.get("name").and_then(|entry| entry.node.as_text()) {
        Some(name) if is_name(name) => format!("{list}.{name}"),
        _ => format!("{list}[{}]", place + 1),
    }
}
