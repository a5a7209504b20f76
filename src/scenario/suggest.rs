//! Did you mean?

/// Texts longer than this are no misspelling of a key or a name.
const LONGEST: usize = 64;

/// The candidate that was probably meant, if one is near enough.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if written.is_empty() || written.len() > LONGEST {
        return None;
    }
    let plain = |text: &str| text.to_lowercase().replace(['_', ' '], "-");
    let written = plain(written);
    let letters = written.chars().count();
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        if candidate.is_empty() || candidate.len() > LONGEST {
            continue;
        }
        let other = plain(candidate);
        let near = strsim::osa_distance(&written, &other) <= letters.max(3) / 3
            || letters > 2 && strsim::jaro_winkler(&written, &other) >= 0.88;
        let score = strsim::jaro_winkler(&written, &other);
        if near && best.is_none_or(|(highest, _)| score > highest) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// `a`, `b` or `c`.
pub fn alternatives<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    listed(names, "or")
}

/// `a`, `b` and `c`.
pub fn all_of<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    listed(names, "and")
}

fn listed<'a>(names: impl IntoIterator<Item = &'a str>, word: &str) -> String {
    /// More names than this do not help anybody.
    const MOST: usize = 24;
    let mut names: Vec<String> =
        names.into_iter().filter(|name| !name.is_empty()).map(|name| format!("`{name}`")).collect();
    if names.len() > MOST {
        let more = names.len() - MOST;
        names.truncate(MOST);
        return format!("{}, and {more} more", names.join(", "));
    }
    match names.pop() {
        None => String::new(),
        Some(only) if names.is_empty() => only,
        Some(last) => format!("{} {word} {last}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn misspellings_are_recognised_and_other_words_are_not() {
        let keys = ["horizon", "warm_up", "cool_down", "start", "interval"];
        assert_eq!(nearest("horizn", keys), Some("horizon"));
        assert_eq!(nearest("warm-up", keys), Some("warm_up"));
        assert_eq!(nearest("warmup", keys), Some("warm_up"));
        assert_eq!(nearest("Interval", keys), Some("interval"));
        assert_eq!(nearest("zone", keys), None);
        assert_eq!(nearest("", keys), None);
        assert_eq!(nearest("to", ["at"]), None);
    }

    #[test]
    fn lists_read_like_sentences() {
        assert_eq!(alternatives(["a"]), "`a`");
        assert_eq!(alternatives(["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(all_of(["a", "b"]), "`a` and `b`");
    }
}
