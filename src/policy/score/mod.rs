//! Scores that a scenario writes down: an expression over what a policy may see, the highest value first.
//!
//! ```text
//! if(class == "vip", 100, 0) + wait / max(own_gap, 30s)
//! ```
//!
//! Everything that can be wrong with it is found when it is read: names, types, units, numbers of arguments, constants
//! that are no number. What is left is a short program without names, text or memory of its own; this one takes about
//! 15 ns (`cargo bench -- score`).
//!
//! ```text
//! text -> token -> parse -> check -> program
//!         words    tree     types    constants worked out, in the order of evaluation
//! ```
//!
//! It is no language to write programs in: no definitions, no loops, no state. Its tables are [`VARIABLES`],
//! [`FUNCTIONS`] and [`OPERATORS`]; a new variable is a line in the first and an arm in its reader.

mod check;
mod function;
mod parse;
mod program;
#[cfg(test)]
mod tests;
mod token;
mod variable;

pub use function::{FUNCTIONS, Function, OPERATORS};
pub use variable::{Kind, NO_TARGET, VARIABLES, Variable};

use crate::units::{ConversationId, Time};
use crate::world::World;
use program::Program;
use std::ops::Range;
use variable::Sight;

/// Longer texts than this many bytes are no score.
const LONGEST: usize = 2000;

/// An expression over what a policy may see.
#[derive(Clone, Debug, PartialEq)]
pub struct Score {
    /// As written.
    pub text: String,
    program: Program,
}

/// The names that a score may compare with, each kind in the order of its numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct Names<'a> {
    /// The classes, the most urgent first.
    pub classes: &'a [String],
    /// The demands.
    pub demands: &'a [String],
    /// The channels.
    pub channels: &'a [String],
}

/// What is wrong in a score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The bytes of the text that are wrong.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What would be right; may be empty.
    pub help: String,
    /// If it is a name that nothing has: the names that there are.
    pub known: Vec<String>,
}

impl Mistake {
    fn new(span: &Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Mistake {
        Mistake { span: span.clone(), message: message.into(), help: help.into(), known: Vec::new() }
    }

    fn among<'n>(self, known: impl IntoIterator<Item = &'n str>) -> Mistake {
        Mistake { known: known.into_iter().map(str::to_owned).collect(), ..self }
    }
}

impl Score {
    /// Reads a score.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn new(text: &str, names: &Names<'_>) -> Result<Score, Mistake> {
        if text.len() > LONGEST {
            let message = format!("this is too long for a score: {} bytes", text.len());
            return Err(Mistake::new(&(0..text.len()), message, format!("write at most {LONGEST}")));
        }
        let whole = check::score(&parse::tree(text)?, names)?;
        let whole = program::folded(whole)?;
        if whole.constant().is_some() {
            let help = "use a variable, for instance `wait`";
            return Err(Mistake::new(&whole.span, "this is the same for every conversation", help));
        }
        Ok(Score { text: text.to_owned(), program: Program::new(&whole)? })
    }

    /// The score of a conversation that entered its line at an instant: a number, or a duration in seconds. Not-a-number
    /// is for the caller to report: a division 0/0, the root or the logarithm of a negative number, a difference of
    /// infinities, or whatever was worked out from them.
    #[inline]
    pub fn value(&self, world: &World, conversation: ConversationId, entered: Time) -> f64 {
        // There is only one zero in an order.
        self.program.run(&Sight::new(world, conversation, entered)) + 0.0
    }

    /// The variables that it asks for, and what they are for a conversation that entered its line at an instant.
    pub fn sight(&self, world: &World, conversation: ConversationId, entered: Time) -> Vec<(&'static Variable, f64)> {
        let sight = Sight::new(world, conversation, entered);
        let asked = VARIABLES.iter().filter(|variable| self.program.asks(variable.fact));
        asked.map(|variable| (variable, sight.fact(variable.fact))).collect()
    }
}
