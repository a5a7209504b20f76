//! The words for a value: durations, shares and counts as people write them.

/// What a number measures, and so how it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Seconds, written with the unit that suits.
    Duration,
    /// A part of one, written in per cent.
    Share,
    /// How many.
    Count,
}

pub(super) const SECOND: f64 = 1.0;
pub(super) const MINUTE: f64 = 60.0;
pub(super) const HOUR: f64 = 3600.0;
pub(super) const DAY: f64 = 86_400.0;
const UNITS: [(f64, &str); 4] = [(DAY, "d"), (HOUR, "h"), (MINUTE, "min"), (SECOND, "s")];

/// A value as the label of a tick: all labels of an axis share unit and decimals.
pub(super) fn word(value: f64, highest: f64, step: f64, unit: Unit) -> String {
    match unit {
        Unit::Count if value == 0.0 => "0".to_owned(),
        Unit::Share if value == 0.0 => "0 %".to_owned(),
        Unit::Count => grouped(value, decimals(step)),
        Unit::Share => format!("{} %", grouped(value * 100.0, decimals(step * 100.0))),
        Unit::Duration if value == 0.0 => "0".to_owned(),
        Unit::Duration => {
            // The largest unit that the axis reaches at least twice and whose tenths make up the step.
            let fits = |(size, _): &(f64, &str)| highest > 2.0 * size && is_round(step / size);
            let (size, name) = UNITS.into_iter().find(fits).unwrap_or((SECOND, "s"));
            format!("{} {name}", grouped(value / size, decimals(step / size)))
        }
    }
}

fn is_round(fraction: f64) -> bool {
    let tenths = fraction * 10.0;
    (tenths - tenths.round()).abs() < 1e-9
}

/// Decimals needed to tell multiples of a step apart.
fn decimals(step: f64) -> usize {
    (0..6)
        .find(|&places| {
            let scaled = step * libm::pow(10.0, places as f64);
            (scaled - scaled.round()).abs() < 1e-6 * scaled.max(1e-12)
        })
        .unwrap_or(6)
}

/// A number with its thousands set apart.
fn grouped(value: f64, places: usize) -> String {
    let plain = format!("{value:.places$}");
    let (whole, fraction) = plain.split_once('.').map_or((plain.as_str(), None), |(w, f)| (w, Some(f)));
    let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |digits| ("−", digits));
    let mut text = String::from(sign);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

/// A ratio as short as can be: "0.05", "0.8", "3.1", "42", "1,000".
pub(super) fn times(ratio: f64) -> String {
    let text = figures(ratio);
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// A ratio in a column of such: "0.05", "3.0", "42".
pub(super) fn figures(ratio: f64) -> String {
    match ratio {
        it if it >= 9.95 => grouped(it.round(), 0),
        it if it >= 0.995 => format!("{it:.1}"),
        it if it > 0.0 && it < 0.005 => "<0.01".to_owned(),
        it => format!("{it:.2}"),
    }
}

/// A share of a whole in a few letters: "<1 %", "7 %".
pub(super) fn percent(share: f64) -> String {
    match share * 100.0 {
        it if it > 0.0 && it < 0.5 => "<1 %".to_owned(),
        it if it > 99.5 && it < 100.0 => ">99 %".to_owned(),
        it => format!("{it:.0} %"),
    }
}

/// A duration in at most two units: "30 s", "1 min 30 s", "2 h", "1 d 6 h".
pub fn duration(seconds: f64) -> String {
    if seconds < 10.0 {
        let tenths = (seconds * 10.0).round() / 10.0;
        return format!("{tenths} s");
    }
    let total = seconds.round();
    for (index, &(size, name)) in UNITS.iter().enumerate() {
        if total < size {
            continue;
        }
        let Some(&(smaller, smaller_name)) = UNITS.get(index + 1) else { break };
        let rounded = (total / smaller).round() * smaller;
        let whole = (rounded / size).floor();
        let rest = ((rounded - whole * size) / smaller).round();
        return match rest > 0.0 {
            true => format!("{whole} {name} {rest} {smaller_name}"),
            false => format!("{whole} {name}"),
        };
    }
    format!("{total} s")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_an_axis_share_a_unit_that_tells_them_apart() {
        let label = |value, highest, step| word(value, highest, step, Unit::Duration);
        assert_eq!(label(90.0, 600.0, 30.0), "1.5 min");
        assert_eq!(label(122.0, 130.0, 2.0), "122 s");
        assert_eq!(label(28_800.0, 259_200.0, 28_800.0), "8 h");
        assert_eq!(label(0.0, 60.0, 20.0), "0");
    }

    #[test]
    fn ratios_and_shares_have_the_digits_that_matter() {
        let ratios = [0.0, 0.001, 0.05, 0.8, 1.0, 3.12, 9.96, 42.4, 1234.0].map(times);
        assert_eq!(ratios, ["0", "<0.01", "0.05", "0.8", "1", "3.1", "10", "42", "1,234"]);
        assert_eq!([0.0, 0.2, 3.0, 42.4].map(figures), ["0.00", "0.20", "3.0", "42"]);
        assert_eq!([0.0, 0.001, 0.07, 0.999, 1.0].map(percent), ["0 %", "<1 %", "7 %", ">99 %", "100 %"]);
    }

    #[test]
    fn durations_read_as_people_say_them() {
        let said = [0.0, 0.25, 30.0, 90.0, 300.0, 5400.0, 7200.0, 86_400.0, 108_000.0, 3599.6].map(duration);
        assert_eq!(said, ["0 s", "0.3 s", "30 s", "1 min 30 s", "5 min", "1 h 30 min", "2 h", "1 d", "1 d 6 h", "1 h"]);
    }
}
