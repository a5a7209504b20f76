//! What a sweep varies: a path of the scenario and the values that it takes there.
//!
//! ```text
//! team.denver.agents=8,10,12       a list
//! team.denver.agents=8..12         each whole number from 8 to 12
//! policy.held.inactivity.after=5m..1h/12    12 values, equally far apart
//! demand.loans.ghosts=0.01..0.16*5          5 values, each the same multiple of the one before
//! ```

use crate::civil::parse_span;
use crate::units::Span;

/// More values than this are more than anybody can look at.
pub(super) const MOST_VALUES: usize = 1000;

/// A path of the scenario and its values, as a scenario writes them.
#[derive(Clone, Debug, PartialEq)]
pub struct Axis {
    /// The path.
    pub path: String,
    /// The values in the order of the sweep; at least one.
    pub values: Vec<String>,
    /// From where to where, if it is a range.
    range: Option<Range>,
}

/// A range of values.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Range {
    from: f64,
    to: f64,
    kind: Kind,
    spacing: Spacing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Whole,
    Number,
    /// In microseconds.
    Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spacing {
    Linear,
    Geometric,
}

const HELP: &str = "write for instance team.denver.agents=8..12 or policy.held.inactivity.after=5m,15m,1h";

impl Axis {
    /// Reads `PATH=VALUES`.
    ///
    /// # Errors
    /// What is wrong with it, and what would be right.
    pub fn parse(text: &str) -> Result<Axis, String> {
        let (path, values) = text.split_once('=').ok_or_else(|| format!("`{text}` varies nothing: {HELP}"))?;
        let (path, values) = (path.trim(), values.trim());
        if path.is_empty() || values.is_empty() {
            return Err(format!("`{text}` varies nothing: {HELP}"));
        }
        Axis::of_values(path, values)
    }

    /// A path and its values: a range, or a list with commas.
    ///
    /// # Errors
    /// What is wrong with them, and what would be right.
    pub(super) fn of_values(path: &str, values: &str) -> Result<Axis, String> {
        let elements = elements(values);
        match (&elements[..], values.split_once("..")) {
            ([_], Some((from, to))) if !values.starts_with(['"', '[', '{']) => Axis::of_range(path, from, to),
            _ if elements.iter().any(String::is_empty) => {
                Err(format!("`{values}` has an empty value: write each value once, with commas between them"))
            }
            _ => Axis::of_list(path, elements),
        }
    }

    /// A path and its values, each as a scenario writes it.
    ///
    /// # Errors
    /// If there are too many.
    pub(super) fn of_list(path: &str, values: Vec<String>) -> Result<Axis, String> {
        Axis::of(path, values, None)
    }

    fn of(path: &str, values: Vec<String>, range: Option<Range>) -> Result<Axis, String> {
        match values.len() {
            0..=MOST_VALUES => Ok(Axis { path: path.to_owned(), values, range }),
            many => Err(format!("`{path}` takes {many} values: at most {MOST_VALUES}; write FROM..TO/NUMBER")),
        }
    }

    fn of_range(path: &str, from: &str, to: &str) -> Result<Axis, String> {
        let (to, spacing, count) = match to.split_once(['/', '*']) {
            None => (to, Spacing::Linear, None),
            Some((before, count)) => {
                let spacing = if to.contains('*') { Spacing::Geometric } else { Spacing::Linear };
                let number: usize =
                    count.trim().parse().ok().filter(|number| (2..=MOST_VALUES).contains(number)).ok_or_else(|| {
                        format!(
                            "`{}` is no number of values: write a whole number from 2 to {MOST_VALUES}",
                            count.trim()
                        )
                    })?;
                (before, spacing, Some(number))
            }
        };
        let (from, to) = (from.trim(), to.trim());
        let (first, last) = (end(from)?, end(to)?);
        let kind = match (first.1, last.1) {
            (one, other) if one == other => one,
            (Kind::Span, _) | (_, Kind::Span) => {
                return Err(format!("`{from}..{to}` goes from a span of time to a number: write both in the same way"));
            }
            _ => Kind::Number,
        };
        let range = Range { from: first.0, to: last.0, kind, spacing };
        if range.from >= range.to {
            let why = if range.from > range.to { "runs backwards" } else { "is empty" };
            return Err(format!("the range `{from}..{to}` {why}: write the smaller value first, then a larger one"));
        }
        if spacing == Spacing::Geometric && range.from <= 0.0 {
            return Err(format!(
                "`{from}..{to}` cannot grow by a factor from {from}: begin above zero, or write / for *"
            ));
        }
        let count = match (count, kind) {
            (Some(count), _) => count,
            (None, Kind::Whole) => (range.to - range.from).min(1e9) as usize + 1,
            (None, _) => return Err(format!("`{from}..{to}` does not say how many values: write {from}..{to}/5")),
        };
        let share = |place: usize| place as f64 / (count - 1) as f64;
        let mut values: Vec<String> = (0..count.min(MOST_VALUES + 1)).map(|place| range.at(share(place))).collect();
        values.dedup();
        Axis::of(path, values, Some(range))
    }

    /// The value at a share of the way, 0 the first one and 1 the last one; of a list the one whose turn it is.
    pub fn at(&self, share: f64) -> String {
        let place = (share * self.values.len() as f64) as usize;
        self.range.map_or_else(|| self.values[place.min(self.values.len() - 1)].clone(), |range| range.at(share))
    }

    /// How far on the way of its range a value is, in the unit of the range; `None` in a list.
    pub fn along(&self, value: &str) -> Option<f64> {
        self.range.and_then(|_| end(value).ok()).map(|(number, _)| number)
    }
}

impl Range {
    /// The value at a share of the way.
    fn at(&self, share: f64) -> String {
        let value = match self.spacing {
            Spacing::Linear => self.from + (self.to - self.from) * share,
            Spacing::Geometric => {
                use crate::maths::{exp, ln};
                exp(ln(self.from) + (ln(self.to) - ln(self.from)) * share)
            }
        };
        // Rounding must not lead beyond the ends.
        let value = value.clamp(self.from, self.to);
        match self.kind {
            Kind::Whole => format!("{}", value.round()),
            Kind::Number => {
                // Nine digits hide how binary fractions end, and are more than anybody would write.
                let rounded: f64 = format!("{value:.8e}").parse().expect("a number that was just written");
                format!("{rounded}")
            }
            // To a hundredth of a second, as far as that is fine enough.
            Kind::Span if value >= 1e6 => Span((value / 1e4).round() as u64 * 10_000).to_string(),
            Kind::Span => Span(value.round() as u64).to_string(),
        }
    }
}

/// An end of a range.
fn end(text: &str) -> Result<(f64, Kind), String> {
    if let Ok(whole) = text.parse::<i64>() {
        return Ok((whole as f64, Kind::Whole));
    }
    if let Some(number) = text.parse::<f64>().ok().filter(|number| number.is_finite()) {
        return Ok((number, Kind::Number));
    }
    match parse_span(text) {
        Ok(span) => Ok((span.0 as f64, Kind::Span)),
        Err(_) => Err(format!("`{text}` is neither a number nor a span of time: {HELP}")),
    }
}

/// The parts of a text between commas that stand in no brackets and no quotes.
fn elements(text: &str) -> Vec<String> {
    let (mut elements, mut depth, mut quote) = (vec![String::new()], 0_i32, None);
    for letter in text.chars() {
        match (letter, quote) {
            (_, Some(open)) if letter == open => quote = None,
            ('"' | '\'', None) => quote = Some(letter),
            ('[' | '{' | '(', None) => depth += 1,
            (']' | '}' | ')', None) => depth -= 1,
            (',', None) if depth == 0 => {
                elements.push(String::new());
                continue;
            }
            _ => {}
        }
        elements.last_mut().expect("there is always one").push(letter);
    }
    elements.iter().map(|it| it.trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<String> {
        Axis::parse(text).unwrap().values
    }

    #[test]
    fn lists_and_ranges() {
        assert_eq!(values("a.b=2..5"), ["2", "3", "4", "5"]);
        assert_eq!(values("a=2..8/3"), ["2", "5", "8"]);
        assert_eq!(values("a=1..3/5"), ["1", "2", "3"], "whole numbers stay whole");
        assert_eq!(values("a=0..1/5"), ["0", "1"]);
        assert_eq!(values("a=0.0..1/5"), ["0", "0.25", "0.5", "0.75", "1"]);
        assert_eq!(values("a=0.1..0.7/7"), ["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7"]);
        assert_eq!(values("a=1..100*3"), ["1", "10", "100"]);
        assert_eq!(values("a=5m..20m/4"), ["5m", "10m", "15m", "20m"]);
        assert_eq!(values("a=1m..1h*3"), ["1m", "7m44s760ms", "1h"]);
        assert_eq!(values("a=5m, 15m ,1h"), ["5m", "15m", "1h"]);
        assert_eq!(values("a=[1,2],[3]"), ["[1,2]", "[3]"]);
        assert_eq!(values("a=\"x, y\",{ b = 1, c = 2 }"), ["\"x, y\"", "{ b = 1, c = 2 }"]);
        assert_eq!(values("a=-3..-1"), ["-3", "-2", "-1"]);
    }

    #[test]
    fn what_is_no_axis_is_told() {
        let wrong = |text: &str| Axis::parse(text).unwrap_err();
        assert!(wrong("a.b").contains("varies nothing"));
        assert!(wrong("=3").contains("varies nothing"));
        assert!(wrong("a=").contains("varies nothing"));
        assert!(wrong("a=1,,2").contains("an empty value"));
        assert!(wrong("a=8..2").contains("runs backwards"));
        assert!(wrong("a=2..2").contains("is empty"));
        assert!(wrong("a=x..y").contains("`x` is neither"));
        assert!(wrong("a=1..5m/3").contains("to a number"));
        assert!(wrong("a=0.1..0.5").contains("how many values"));
        assert!(wrong("a=5m..1h").contains("5m..1h/5"));
        assert!(wrong("a=0..5*3").contains("begin above zero"));
        assert!(wrong("a=1..5/1").contains("no number of values"));
        assert!(wrong("a=1..5000").contains("5000 values") || wrong("a=1..5000").contains("at most 1000"));
    }

    #[test]
    fn values_of_a_range_have_an_order() {
        let range = Axis::parse("a=90s..10m/3").unwrap();
        assert!(range.along("2m") < range.along("7m30s"));
        assert_eq!(Axis::parse("a=newest,oldest").unwrap().along("newest"), None);
        assert_eq!(Axis::parse("a=3,1").unwrap().along("3"), None, "a list is in the order in which it is written");
    }
}
