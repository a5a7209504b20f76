//! What is wrong in a file, where, and what would be right.

use std::fmt;
use std::ops::Range;

use serde::Serialize;

/// How many diagnostics are shown at most; the rest is counted.
pub const SHOWN: usize = 50;

/// How many diagnostics are kept at most, so that a file with a million mistakes is still refused at once.
const KEPT: usize = 1000;

/// Whether a diagnostic stops the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file cannot be used.
    Error,
    /// The file can be used, but probably does not say what was meant.
    Warning,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The file, as the user named it; `--set` where it is in what the command line sets, a line for each time.
    pub file: String,
    /// The line, counted from 1; 0 means the file as a whole.
    pub line: usize,
    /// The column in characters, counted from 1; 0 means the file as a whole.
    pub column: usize,
    /// The bytes of the file; what the command line sets comes after it, as if written on further lines.
    pub span: Range<usize>,
    /// The line itself, for quoting; `None` if it is too long.
    #[serde(skip)]
    pub(super) excerpt: Option<Excerpt>,
}

/// One quoted line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The line without its break.
    pub(super) text: String,
    /// The byte of the file at which it begins.
    pub(super) offset: usize,
}

impl Place {
    /// A file as a whole.
    pub(super) fn whole(file: String) -> Place {
        Place { file, line: 0, column: 0, span: 0..0, excerpt: None }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.file)?;
        if self.line > 0 { write!(formatter, ":{}:{}", self.line, self.column) } else { Ok(()) }
    }
}

/// A text that would be right in place of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Replacement {
    /// The bytes to replace, in the same file as the diagnostic.
    pub span: Range<usize>,
    /// What to write there.
    pub text: String,
}

/// Another place that has to do with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Related {
    /// Where.
    pub place: Place,
    /// What is there.
    pub label: String,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Where it is.
    #[serde(flatten)]
    pub place: Place,
    /// The path of the key, for instance `demand.loans.handling.first`; elements without a name are counted from 1,
    /// `mixture[2]`. Empty for the file as a whole.
    pub key: String,
    /// What is wrong.
    pub message: String,
    /// A few words under the quoted line; may be empty.
    pub label: String,
    /// What would be right; may be empty.
    pub help: String,
    /// What to write instead, where that is clear.
    pub replacement: Option<Replacement>,
    /// The other place of a contradiction.
    pub related: Option<Related>,
}

impl fmt::Display for Diagnostic {
    /// One line: `file:line:column: key: what is wrong; what would be right`.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: ", self.place)?;
        if self.severity == Severity::Warning {
            formatter.write_str("warning: ")?;
        }
        formatter.write_str(&self.headline())?;
        if let Some(related) = &self.related {
            write!(formatter, " ({}: {})", related.place, related.label)?;
        }
        if self.help.is_empty() { Ok(()) } else { write!(formatter, "; {}", self.help) }
    }
}

impl Diagnostic {
    /// The key and what is wrong with it.
    pub fn headline(&self) -> String {
        if self.key.is_empty() { self.message.clone() } else { format!("{}: {}", self.key, self.message) }
    }
}

/// Everything that is wrong with a scenario, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Diagnostics {
    /// At most a thousand of them.
    pub list: Vec<Diagnostic>,
    /// How many there are in all.
    pub total: usize,
}

impl Diagnostics {
    /// Adds one, unless the same thing has been said about the same place.
    pub(super) fn push(&mut self, diagnostic: Diagnostic) {
        let known = |other: &Diagnostic| other.place == diagnostic.place && other.message == diagnostic.message;
        if self.list.len() < KEPT {
            if self.list.iter().any(known) {
                return;
            }
            self.list.push(diagnostic);
        }
        self.total += 1;
    }

    /// Whether anything stops the run.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// Sorts into the order of the files, the scenario itself first.
    pub(super) fn sort(&mut self, main: &str) {
        self.list.sort_by(|one, other| {
            let key = |diagnostic: &Diagnostic| {
                (diagnostic.place.file != main, diagnostic.place.file.clone(), diagnostic.place.span.start)
            };
            key(one).cmp(&key(other))
        });
    }

    /// How many are not shown.
    pub fn hidden(&self) -> usize {
        self.total - self.list.len().min(SHOWN)
    }
}

impl fmt::Display for Diagnostics {
    /// One line each, at most [`SHOWN`], and the count of the rest.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, diagnostic) in self.list.iter().take(SHOWN).enumerate() {
            if place > 0 {
                writeln!(formatter)?;
            }
            write!(formatter, "{diagnostic}")?;
        }
        match self.hidden() {
            0 => Ok(()),
            hidden => write!(formatter, "\nand {hidden} more"),
        }
    }
}

impl std::error::Error for Diagnostics {}
