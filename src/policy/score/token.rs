//! The words of an expression.

use super::Mistake;
use crate::civil::parse_span;
use crate::units::Span;
use std::ops::Range;

/// A word.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token<'t> {
    /// Finite, not negative.
    Number(f64),
    Duration(Span),
    /// In quotes, without them.
    Text(&'t str),
    /// Of a variable or function, and `true`, `false`, `and`, `or`, `not`.
    Name(&'t str),
    /// One of [`SIGNS`].
    Sign(&'static str),
    End,
}

/// A word and where it is.
#[derive(Clone, Debug)]
pub(super) struct Placed<'t> {
    pub(super) token: Token<'t>,
    pub(super) span: Range<usize>,
}

/// Longer ones first.
const SIGNS: [&str; 13] = ["==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "(", ")", ","];

/// What other languages have, and what it is here.
const ELSEWHERE: [(&str, &str); 9] = [
    ("&&", "write `and`"),
    ("||", "write `or`"),
    ("!", "write `not`, or `!=`"),
    ("=", "write `==` to compare"),
    ("**", "write a product: `wait * wait` is no duration, but (wait / 1m) * (wait / 1m) is a number"),
    ("^", "write a product: (wait / 1m) * (wait / 1m)"),
    ("?", "write if(condition, a, b)"),
    ("%", "write a share as a number: 0.05"),
    (";", "a score is one expression"),
];

/// The words of a text, the end as the last one.
pub(super) fn tokens(text: &str) -> Result<Vec<Placed<'_>>, Mistake> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        if letter.is_whitespace() {
            at += letter.len_utf8();
            continue;
        }
        let (token, length) = match letter {
            '0'..='9' | '.' => amount(text, at)?,
            '"' | '\'' => quoted(text, at, letter)?,
            letter if is_part(letter) => {
                let name = &text[at..at + run(&text[at..])];
                (Token::Name(name), name.len())
            }
            _ => sign(text, at)?,
        };
        found.push(Placed { token, span: at..at + length });
        at += length;
    }
    found.push(Placed { token: Token::End, span: at..at });
    Ok(found)
}

fn is_part(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// How many bytes of a text belong to one name or amount.
fn run(text: &str) -> usize {
    text.find(|letter| !is_part(letter) && letter != '.').unwrap_or(text.len())
}

/// A number or a duration.
fn amount(text: &str, at: usize) -> Result<(Token<'_>, usize), Mistake> {
    let rest = &text[at..];
    let mut length = run(rest);
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    // The sign of an exponent, as in 2e-3.
    let exponent = rest[length..].strip_prefix(['+', '-']).filter(|it| it.starts_with(|it: char| it.is_ascii_digit()));
    if let (Some(digits), Some(power)) = (rest[..length].strip_suffix(['e', 'E']), exponent)
        && is_number(digits)
    {
        length += 1 + run(power);
    }
    let (word, span) = (&rest[..length], at..at + length);
    if let Ok(number) = word.parse::<f64>() {
        let large = || Mistake::new(&span, format!("{word} is too large for a number"), "write a smaller one");
        return if number.is_finite() { Ok((Token::Number(number), length)) } else { Err(large()) };
    }
    if is_number(word) {
        return Err(Mistake::new(&span, format!("`{word}` is not a number"), "write for instance 2.5"));
    }
    match parse_span(word) {
        Ok(span) => Ok((Token::Duration(span), length)),
        Err(problem) => {
            let help = "write a number, for instance 2.5, or a duration, for instance 30s or 1h30m";
            Err(Mistake::new(&span, problem.message, help))
        }
    }
}

/// A text in quotes.
fn quoted(text: &str, at: usize, quote: char) -> Result<(Token<'_>, usize), Mistake> {
    let inside = &text[at + 1..];
    match inside.find(quote) {
        Some(length) => Ok((Token::Text(&inside[..length]), length + 2)),
        None => Err(Mistake::new(&(at..text.len()), "the text is not closed", "write a name in quotes: 'vip'")),
    }
}

fn sign(text: &str, at: usize) -> Result<(Token<'_>, usize), Mistake> {
    let rest = &text[at..];
    // Before the signs: `**` is not twice `*`.
    let elsewhere = ELSEWHERE.iter().find(|(sign, _)| rest.starts_with(sign));
    let ours = SIGNS.iter().find(|sign| rest.starts_with(**sign));
    match (ours, elsewhere) {
        (Some(sign), None) => Ok((Token::Sign(sign), sign.len())),
        (Some(sign), Some((other, _))) if sign.len() >= other.len() => Ok((Token::Sign(sign), sign.len())),
        (_, Some((sign, help))) => {
            Err(Mistake::new(&(at..at + sign.len()), format!("there is no `{sign}` in a score"), *help))
        }
        (None, None) => {
            let letter = rest.chars().next().unwrap_or_default();
            let message = format!("there is no `{}` in a score", letter.escape_debug());
            Err(Mistake::new(&(at..at + letter.len_utf8()), message, "`quasisync list policies` shows what there is"))
        }
    }
}
