//! What can be done with values: functions and operators, and their arithmetic.
//!
//! Everything here has the same bits on every platform. What is worked out from not-a-number is not a number, so that a
//! mistake cannot hide in a comparison.

use super::super::Value;
use super::variable::Kind;
use crate::maths;

/// What is done with one value. Conditions are 1 or 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum One {
    Negative,
    Not,
    Absolute,
    Floor,
    SquareRoot,
    Exponential,
    Logarithm,
}

impl One {
    #[inline]
    pub(super) fn of(self, value: f64) -> f64 {
        match self {
            One::Negative => -value,
            One::Not => 1.0 - value,
            One::Absolute => value.abs(),
            One::Floor => value.floor(),
            One::SquareRoot => maths::sqrt(value),
            One::Exponential => maths::exp(value),
            One::Logarithm => maths::ln(value),
        }
    }
}

/// What is done with two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Two {
    Add,
    Subtract,
    Multiply,
    Divide,
    Equal,
    Differs,
    Less,
    AtMost,
    And,
    Or,
    Minimum,
    Maximum,
}

impl Two {
    #[inline]
    pub(super) fn of(self, left: f64, right: f64) -> f64 {
        match self {
            Two::Add => left + right,
            Two::Subtract => left - right,
            Two::Multiply => left * right,
            Two::Divide => left / right,
            Two::Equal => compared(left, right, left == right),
            Two::Differs => compared(left, right, left != right),
            Two::Less => compared(left, right, left < right),
            Two::AtMost => compared(left, right, left <= right),
            Two::And => chosen(left, right, 0.0),
            Two::Or => chosen(left, 1.0, right),
            Two::Minimum => {
                if left < right || left.is_nan() {
                    left
                } else {
                    right
                }
            }
            Two::Maximum => {
                if left > right || left.is_nan() {
                    left
                } else {
                    right
                }
            }
        }
    }
}

/// The answer to a comparison.
#[inline]
fn compared(left: f64, right: f64, answer: bool) -> f64 {
    if left.is_nan() || right.is_nan() { f64::NAN } else { f64::from(u8::from(answer)) }
}

/// One of two values; the other one may be anything, not-a-number included.
#[inline]
pub(super) fn chosen(condition: f64, then: f64, otherwise: f64) -> f64 {
    if condition.is_nan() {
        f64::NAN
    } else if condition != 0.0 {
        then
    } else {
        otherwise
    }
}

/// A function of a score.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// The name.
    pub name: &'static str,
    /// What it takes.
    pub parameters: &'static str,
    /// What it gives.
    pub about: &'static str,
    pub(super) least: usize,
    pub(super) most: usize,
    pub(super) form: Call,
}

/// What a function makes of its arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    Choose,
    /// Of two or more of a kind, from left to right.
    Fold(Two),
    Clamp,
    /// The result is of the same kind.
    Keeps(One),
    /// Of a number only.
    Plain(One),
}

const fn function(
    name: &'static str,
    parameters: &'static str,
    least: usize,
    most: usize,
    form: Call,
    about: &'static str,
) -> Function {
    Function { name, parameters, about, least, most, form }
}

/// More arguments than this are not read.
const MANY: usize = 16;

/// The functions.
#[rustfmt::skip]
pub const FUNCTIONS: &[Function] = &[
    function("if", "condition, a, b", 3, 3, Call::Choose, "a where the condition is true, otherwise b"),
    function("min", "a, b, ...", 2, MANY, Call::Fold(Two::Minimum), "the least of them"),
    function("max", "a, b, ...", 2, MANY, Call::Fold(Two::Maximum), "the largest of them"),
    function("clamp", "x, least, most", 3, 3, Call::Clamp, "x, but not below least and not above most, which wins"),
    function("abs", "x", 1, 1, Call::Keeps(One::Absolute), "without its sign"),
    function("floor", "number", 1, 1, Call::Plain(One::Floor), "the whole number at or below it"),
    function("sqrt", "number", 1, 1, Call::Plain(One::SquareRoot), "its square root"),
    function("exp", "number", 1, 1, Call::Plain(One::Exponential), "e to the power of it"),
    function("ln", "number", 1, 1, Call::Plain(One::Logarithm), "its natural logarithm"),
];

/// What stands between values and before them, those that bind least first.
pub const OPERATORS: &[Value] = &[
    Value { name: "or, and, not", parameters: "", about: "of conditions" },
    Value {
        name: "==, !=",
        parameters: "",
        about: "of numbers, durations, conditions; of a class, demand or channel and its name in quotes",
    },
    Value { name: "<, <=, >, >=", parameters: "", about: "of two numbers, of two durations" },
    Value { name: "+, -", parameters: "", about: "of two numbers, of two durations; - also before one" },
    Value { name: "*", parameters: "", about: "of numbers; of a duration and a number" },
    Value {
        name: "/",
        parameters: "",
        about: "of numbers; a duration by a number, or by a duration, which is a number",
    },
];

impl Call {
    /// The kinds that a function takes, in words, after "takes".
    pub(super) fn takes(self) -> &'static str {
        match self {
            Call::Choose => "a condition, and two numbers, two durations or two conditions",
            Call::Fold(_) | Call::Clamp => "numbers only or durations only",
            Call::Keeps(_) => "a number or a duration",
            Call::Plain(_) => "a number",
        }
    }

    /// The kind of the result for arguments of some kinds, if they are right.
    pub(super) fn kind(self, kinds: &[Kind]) -> Option<Kind> {
        let same = |kinds: &[Kind]| kinds.iter().all(|kind| *kind == kinds[0]).then_some(kinds[0]);
        match self {
            Call::Choose => same(&kinds[1..]).filter(|kind| kinds[0] == Kind::Condition && kind.is_value()),
            Call::Fold(_) | Call::Clamp | Call::Keeps(_) => same(kinds).filter(|kind| kind.is_amount()),
            Call::Plain(_) => same(kinds).filter(|kind| *kind == Kind::Number),
        }
    }
}
