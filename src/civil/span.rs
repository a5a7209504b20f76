//! Spans of time as people write them: 90s, 5m, 1h30m, 3d. A day has 24 hours.

use crate::units::Span;
use jiff::fmt::friendly::SpanParser;

/// The longest span that may be written: 8 years of 365 days.
const LONGEST: Span = Span(8 * 365 * Span::DAY.0);

/// What a span looks like.
pub const SPAN_HELP: &str = "write a number with a unit, for instance \"90s\", \"5m\", \"1h30m\" or \"3d\"";

/// Why a text is no span.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotASpan {
    /// What is wrong with it.
    pub message: String,
    /// What would be right.
    pub help: String,
}

/// The span of a text: numbers with their units, to the microsecond.
///
/// # Errors
/// What is wrong with it: no unit, no definite length, negative, or longer than 8 years.
pub fn parse_span(written: &str) -> Result<Span, NotASpan> {
    static PARSER: SpanParser = SpanParser::new();
    let refuse = |message: String, help: &str| Err(NotASpan { message, help: help.to_owned() });
    if written.len() > 100 {
        return refuse("this is too long for a span of time".to_owned(), SPAN_HELP);
    }
    let Ok(span) = PARSER.parse_span(written) else {
        return refuse(format!("`{written}` is not a span of time"), SPAN_HELP);
    };
    if span.get_years() != 0 || span.get_months() != 0 {
        return refuse(
            format!("`{written}` has no definite length: months and years differ"),
            "write days, for instance \"30d\"",
        );
    }
    // Jiff limits each unit, so that the sum fits easily.
    let days = i128::from(span.get_weeks()) * 7 + i128::from(span.get_days());
    let minutes = (days * 24 + i128::from(span.get_hours())) * 60 + i128::from(span.get_minutes());
    let milliseconds = (minutes * 60 + i128::from(span.get_seconds())) * 1000 + i128::from(span.get_milliseconds());
    let microseconds = milliseconds * 1000 + i128::from(span.get_microseconds());
    let nanoseconds = microseconds * 1000 + i128::from(span.get_nanoseconds());
    if nanoseconds < 0 {
        return refuse(format!("`{written}` is negative"), "write a span of zero or more");
    }
    match u64::try_from((nanoseconds + 500) / 1000) {
        Ok(microseconds) if microseconds <= LONGEST.0 => Ok(Span(microseconds)),
        _ => refuse(format!("`{written}` is longer than 8 years"), "write a shorter span"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_as_planners_write_them() {
        for (text, span) in [
            ("90s", Span::seconds(90.0)),
            ("5m", Span::seconds(300.0)),
            ("1h30m", Span::seconds(5400.0)),
            ("1h 30m", Span::seconds(5400.0)),
            ("1.5h", Span::seconds(5400.0)),
            ("3d", Span(3 * Span::DAY.0)),
            ("2w", Span(14 * Span::DAY.0)),
            ("250ms", Span::milliseconds(250)),
            ("0s", Span::ZERO),
            ("2 minutes", Span::seconds(120.0)),
            ("1w2d3h4m5s6ms", Span(9 * Span::DAY.0 + 3 * Span::HOUR.0 + 4 * Span::MINUTE.0 + 5_006_000)),
        ] {
            assert_eq!(parse_span(text), Ok(span), "{text}");
            let shown = span.to_string();
            assert_eq!(parse_span(&shown), Ok(span), "the normal form {shown} reads as the same");
        }
    }

    #[test]
    fn what_is_no_span_is_refused() {
        for (text, message) in [
            ("1 month", "no definite length"),
            ("1y", "no definite length"),
            ("-5m", "negative"),
            ("5m ago", "negative"),
            ("5 parsecs", "not a span"),
            ("h", "not a span"),
            ("9y", "no definite length"),
            ("2921d", "longer than 8 years"),
            ("99999999999999999999s", "not a span"),
            ("600000w", "longer than 8 years"),
            ("PT5M", "not a span"),
        ] {
            let found = parse_span(text).unwrap_err().message;
            assert!(found.contains(message), "{text}: {found}");
        }
    }
}
