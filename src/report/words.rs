//! Numbers and durations in words.

/// The significant digits of numbers in files: enough for every use, and few enough to hide how binary fractions end.
const DIGITS: usize = 12;

/// A number as files write it: rounded to twelve significant digits, then as short as possible, never `-0`.
pub fn number(value: f64) -> String {
    let rounded: f64 = format!("{value:.*e}", DIGITS - 1).parse().expect("a number that was just written");
    // Adding 0 makes 0 of -0.
    (rounded + 0.0).to_string()
}

const UNITS: [(u64, &str); 4] = [(86_400, "d"), (3600, "h"), (60, "m"), (1, "s")];

/// A length of time for people, in two units from a minute on: `0.4s`, `9.5s`, `42s`, `1m 0s`, `2h 5m`, `3d 4h`.
pub fn duration(seconds: f64) -> String {
    let (sign, seconds) = if seconds < 0.0 { ("−", -seconds) } else { ("", seconds) };
    if seconds < 9.95 {
        let tenths = (seconds * 10.0).round() / 10.0;
        // Something small is not nothing.
        return if tenths == 0.0 && seconds > 0.0 { "<0.1s".to_owned() } else { format!("{sign}{tenths}s") };
    }
    let total = seconds.round() as u64;
    let place = UNITS.iter().position(|(size, _)| total >= *size).unwrap_or(UNITS.len() - 1);
    let (size, name) = UNITS[place];
    let Some(&(smaller, smaller_name)) = UNITS.get(place + 1) else { return format!("{sign}{total}{name}") };
    let parts = (total + smaller / 2) / smaller;
    let (whole, rest) = (parts / (size / smaller), parts % (size / smaller));
    format!("{sign}{whole}{name} {rest}{smaller_name}")
}

/// Half of an interval around a length of time, no finer than the length itself is told.
#[cfg(feature = "program")]
pub(super) fn margin(half: f64, around: f64) -> String {
    duration(if around.abs() >= 60.0 && half >= 0.5 { half.round() } else { half })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_hide_how_binary_fractions_end() {
        let written = [0.1 + 0.2, 1.0, -0.0, 1.0 / 3.0, 123_456_789.5, 2e-7].map(number);
        assert_eq!(written, ["0.3", "1", "0", "0.333333333333", "123456789.5", "0.0000002"]);
    }

    #[test]
    fn durations_read_as_people_say_them() {
        let said = [0.0, 0.01, 0.44, 9.5, 9.97, 42.4, 92.0, 3599.7, 7500.0, 86_399.0, 273_600.0, -92.0].map(duration);
        let expected =
            ["0s", "<0.1s", "0.4s", "9.5s", "10s", "42s", "1m 32s", "1h 0m", "2h 5m", "24h 0m", "3d 4h", "−1m 32s"];
        assert_eq!(said, expected);
    }
}
