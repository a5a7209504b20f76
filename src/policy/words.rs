//! Words that the rules are told in.

use super::reactivation::Entry;
use crate::units::Span;
use crate::world::SLOT;

/// A span, as people say it: "1 hour 30 minutes".
pub(super) fn span(span: Span) -> String {
    const UNITS: [(u64, &str); 4] =
        [(Span::DAY.0, "day"), (Span::HOUR.0, "hour"), (Span::MINUTE.0, "minute"), (Span::SECOND.0, "second")];
    let mut rest = span.0;
    let mut parts = Vec::new();
    for (length, unit) in UNITS {
        if rest >= length {
            parts.push(counted(rest / length, unit));
            rest %= length;
        }
    }
    if rest > 0 {
        parts.push(format!("{} milliseconds", rest as f64 / 1e3));
    }
    if parts.is_empty() { "no time".to_owned() } else { parts.join(" ") }
}

/// So many of something.
pub(super) fn counted(number: u64, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

/// Slots, from thousandths of them.
pub(super) fn slots(thousandths: u32) -> String {
    match thousandths {
        0 => "nothing".to_owned(),
        SLOT => "1 slot".to_owned(),
        _ => format!("{} slots", f64::from(thousandths) / f64::from(SLOT)),
    }
}

/// A share in per cent.
pub(super) fn percent(share: f64) -> String {
    // What is written with a few decimals is shown with as many.
    format!("{} %", (share * 1e6).round() / 1e4)
}

/// Several things: "a, b and c".
pub(super) fn all(things: &[String]) -> String {
    match things {
        [] => String::new(),
        [only] => only.clone(),
        [others @ .., last] => format!("{} and {last}", others.join(", ")),
    }
}

/// Where in the queue a conversation joins it.
pub(super) fn place(at: Entry) -> &'static str {
    match at {
        Entry::Front => "at the front",
        Entry::Back => "at the back",
        Entry::Original => "at the place that it had from the beginning",
    }
}

/// What a pause means for an agent, if there is one.
pub(super) fn pause(pause: Span, who: &str) -> String {
    match pause {
        Span::ZERO => format!("{who} goes on getting new work."),
        _ => format!("{who} gets no new work for {}.", span(pause)),
    }
}

/// How often timers are looked at.
pub(super) fn sweep(sweep: Span) -> String {
    match sweep {
        Span::ZERO => "It happens exactly then.".to_owned(),
        _ => format!("Timers are looked at every {} only.", span(sweep)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_shares_are_told_as_people_say_them() {
        let told = |seconds: f64| span(Span::seconds(seconds));
        assert_eq!([told(90.0), told(3600.0), told(0.25)], ["1 minute 30 seconds", "1 hour", "250 milliseconds"]);
        assert_eq!([told(14.0 * 86_400.0), told(0.0)], ["14 days", "no time"]);
        assert_eq!([percent(0.8), percent(0.125), percent(1.0)], ["80 %", "12.5 %", "100 %"]);
        assert_eq!([slots(0), slots(1000), slots(500), slots(4000)], ["nothing", "1 slot", "0.5 slots", "4 slots"]);
        let things = ["a", "b", "c"].map(str::to_owned);
        assert_eq!([all(&things), all(&things[..1]), all(&[])], ["a, b and c", "a", ""]);
    }
}
