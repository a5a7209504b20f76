//! Spans of time, always with a unit: "90s", "5m", "1h30m", "3d". A day has 24 hours.

use super::decode::{Item, Problem, Read, shown};
use super::tree::Value;
use crate::civil::{NotASpan, SPAN_HELP, parse_span};
use crate::units::Span;

/// A span of time, at least zero.
pub(super) fn duration(item: &Item<'_>) -> Read<Span> {
    let written = match &item.node.value {
        Value::Text(text) => text.trim(),
        Value::Whole(Some(number)) => return Err(without_unit(item, &number.to_string())),
        Value::Decimal(number) if number.is_finite() => return Err(without_unit(item, &shown(*number))),
        _ => return Err(item.wrong_kind("a span of time", SPAN_HELP)),
    };
    if !written.is_empty() && written.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return Err(without_unit(item, written));
    }
    match parse_span(written) {
        Ok(span) => {
            item.normal(span.to_string());
            Ok(span)
        }
        Err(NotASpan { message, help }) => Err(item.refuse(message, help)),
    }
}

/// A span of time above zero.
pub(super) fn positive_duration(item: &Item<'_>) -> Read<Span> {
    let span = duration(item)?;
    if span > Span::ZERO { Ok(span) } else { Err(item.refuse("this span is zero", "write more than zero")) }
}

fn without_unit(item: &Item<'_>, number: &str) -> crate::scenario::decode::Reported {
    let problem = Problem::new(
        format!("the span {number} has no unit"),
        format!(
            "\"{number}s\" for seconds, \"{number}m\" for minutes, \"{number}h\" for hours, \"{number}d\" for days"
        ),
    );
    item.report(problem.replace(item.node.span.clone(), format!("\"{number}s\"")))
}
