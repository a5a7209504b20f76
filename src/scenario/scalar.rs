//! Single values: numbers within their bounds, texts, names.

use super::decode::{Item, Problem, Read};
use super::tree::Value;

/// Whether a text can be the name of a thing.
pub(super) fn is_name(text: &str) -> bool {
    name_problem(text).is_none() && !text.is_empty()
}

/// Why a text cannot be the name of a thing.
fn name_problem(name: &str) -> Option<&'static str> {
    if name.contains('.') {
        Some("a name has no dots: they separate the keys of a path")
    } else if name.chars().any(char::is_control) {
        Some("a name has no control characters")
    } else if name.contains(['/', '\\']) {
        Some("a name has no slashes: it becomes part of names of files")
    } else if name.trim() != name {
        Some("a name neither begins nor ends with a space")
    } else if name.len() > 64 {
        Some("a name has at most 64 letters")
    } else {
        None
    }
}

/// A number for messages: nobody reads three hundred digits.
pub(super) fn shown(number: f64) -> String {
    let size = number.abs();
    if number == 0.0 || (1e-6..1e15).contains(&size) { number.to_string() } else { format!("{number:e}") }
}

/// A finite number of at least zero.
pub(super) fn not_negative(item: &Item<'_>) -> Read<f64> {
    let number = item.number()?;
    if number < 0.0 {
        Err(item.refuse(format!("{} is negative", shown(number)), "write 0 or more"))
    } else {
        Ok(number)
    }
}

/// A finite number above zero.
pub(super) fn positive(item: &Item<'_>) -> Read<f64> {
    let number = item.number()?;
    match number > 0.0 {
        true => Ok(number),
        false => Err(item.refuse(format!("{} is not above 0", shown(number)), "write more than 0")),
    }
}

/// A probability or a share.
pub(super) fn share(item: &Item<'_>) -> Read<f64> {
    let number = item.number()?;
    if (0.0..=1.0).contains(&number) {
        return Ok(number);
    }
    let message = format!("{} is not between 0 and 1", shown(number));
    // Not 1.5: that may as well be a slip.
    if (2.0..=100.0).contains(&number) {
        // The division by a hundred may leave digits that nobody wrote.
        let meant = (number * 10_000.0).round() / 1_000_000.0;
        let help = format!("shares are written as fractions: {number} % is {meant}");
        return Err(item.report(Problem::new(message, help).replace(item.node.span.clone(), meant.to_string())));
    }
    Err(item.refuse(message, "write a number from 0 to 1"))
}

/// Beyond these, a factor is a slip of the pen.
const FACTORS: std::ops::RangeInclusive<f64> = 0.01..=100.0;

/// A factor or a speed; `what` is for instance "factor on handling", `usual` what one looks like.
pub(super) fn factor(item: &Item<'_>, what: &str, usual: &str) -> Read<f64> {
    let factor = item.number()?;
    if FACTORS.contains(&factor) {
        return Ok(factor);
    }
    let help = format!("write a number from {} to {}, for instance {usual}", FACTORS.start(), FACTORS.end());
    Err(item.refuse(format!("{} is no sensible {what}", shown(factor)), help))
}

/// True or false.
pub(super) fn truth(item: &Item<'_>) -> Read<bool> {
    let Value::Truth(truth) = item.node.value else {
        return Err(item.wrong_kind("true or false", "write true or false, without quotes"));
    };
    item.normal(truth);
    Ok(truth)
}

/// Text in which anything may stand, for instance a title.
pub(super) fn text(item: &Item<'_>) -> Read<String> {
    item.text()
}

/// The name of a thing: it appears in paths of keys, in tables and in names of files.
pub(super) fn name(item: &Item<'_>) -> Read<String> {
    let name = item.text()?;
    match name_problem(&name) {
        Some(problem) => Err(item.refuse(problem, "write a name such as \"loans\" or \"order-status\"")),
        None => Ok(name),
    }
}
