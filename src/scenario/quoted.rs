//! Which bytes of a quoted text of TOML mean what: quotes, escapes and line breaks take more of them than they stand for.

use std::ops::Range;

/// The bytes of a quoted text, quotes included, that stand for a range of bytes of what it means; `None` if it does not
/// mean that.
pub(super) fn bytes(written: &str, meant: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let starts = starts(written, meant)?;
    Some(*starts.get(range.start)?..*starts.get(range.end)?)
}

/// For every byte of what is meant, and for its end, the byte of the quoted text at which it begins.
fn starts(written: &str, meant: &str) -> Option<Vec<usize>> {
    let quote = ["\"\"\"", "'''", "\"", "'"].into_iter().find(|quote| written.starts_with(quote))?;
    let (escapes, several_lines) = (quote.starts_with('"'), quote.len() == 3);
    let end = written.len().checked_sub(quote.len()).filter(|end| *end >= quote.len() && written.ends_with(quote))?;
    let inside = |from: usize| written.get(from..end);
    let mut at = quote.len();
    if several_lines {
        // A line break right after the quotes means nothing.
        at += ["\r\n", "\n"]
            .into_iter()
            .find(|it| inside(at).is_some_and(|rest| rest.starts_with(it)))
            .map_or(0, str::len);
    }
    let mut starts = Vec::with_capacity(meant.len() + 1);
    let mut left = meant.chars();
    while at < end {
        let rest = inside(at)?;
        let (letter, length) = match rest.strip_prefix('\\').filter(|_| escapes) {
            Some(escape) => escaped(escape)?,
            // Both ways to end a line mean the same.
            None if rest.starts_with("\r\n") && left.as_str().starts_with('\n') => (Some('\n'), 2),
            None => rest.chars().next().map(|letter| (Some(letter), letter.len_utf8()))?,
        };
        if let Some(letter) = letter {
            if left.next() != Some(letter) {
                return None;
            }
            starts.extend(std::iter::repeat_n(at, letter.len_utf8()));
        }
        at += length;
    }
    starts.push(end);
    left.next().is_none().then_some(starts)
}

/// What is escaped, if anything, and the length of the escape; `after` is the text after its backslash.
fn escaped(after: &str) -> Option<(Option<char>, usize)> {
    let letter = after.chars().next()?;
    let digits = match letter {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        letter if letter.is_whitespace() => {
            let gap = after.find(|letter: char| !letter.is_whitespace()).unwrap_or(after.len());
            return Some((None, 1 + gap));
        }
        _ => {
            const ESCAPES: [(char, char); 8] = [
                ('b', '\u{8}'),
                ('t', '\t'),
                ('n', '\n'),
                ('f', '\u{c}'),
                ('r', '\r'),
                ('e', '\u{1b}'),
                ('"', '"'),
                ('\\', '\\'),
            ];
            return ESCAPES.iter().find(|(escape, _)| *escape == letter).map(|(_, meant)| (Some(*meant), 2));
        }
    };
    let number = u32::from_str_radix(after.get(1..1 + digits)?, 16).ok()?;
    Some((Some(char::from_u32(number)?), 2 + digits))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::tree::parse;

    #[test]
    fn places_are_those_of_the_quoted_text() {
        for (written, part, place) in [
            (r#""wait + age""#, "age", "age"),
            (r#"'wait + age'"#, "age", "age"),
            (r#""class == \"vip\" + age""#, "vip", "vip"),
            (r#""class == \"vip\" + age""#, "\"vip\"", r#"\"vip\""#),
            (r#"'class == "vip" + age'"#, "age", "age"),
            (r#""\u0061ge + \x77ait + é + \U00000061""#, "wait", r"\x77ait"),
            (r#""\u0061ge + \x77ait + é + \U00000061""#, "é", "é"),
            ("\"\"\"\nwait\n  + age\"\"\"", "age", "age"),
            ("\"\"\"\r\nwait\r\n  + age\"\"\"", "age", "age"),
            ("'''\nwait\n  + age'''", "age", "age"),
            ("\"\"\"wait \\\n   + \\t age\"\"\"", "age", "age"),
            ("\"\"\"wait \\\n   + \\t age\"\"\"", "+", "+"),
            (r#""""class == "vip" """"#, "vip", "vip"),
        ] {
            let tree = parse(&format!("x = {written}")).expect(written);
            let node = &tree.get("x").expect("a value").node;
            let meant = node.as_text().expect("a text");
            let start = meant.find(part).expect(written);
            let found = bytes(written, meant, &(start..start + part.len())).expect(written);
            assert_eq!(&written[found], place, "{written}");
            let end = bytes(written, meant, &(meant.len()..meant.len())).expect(written);
            assert!(written[end.start..].chars().all(|letter| letter == '"' || letter == '\''), "{written}");
        }
        assert_eq!(bytes("\"a\"", "b", &(0..1)), None);
        assert_eq!(bytes("name", "name", &(0..1)), None);
        assert_eq!(bytes("\"", "", &(0..0)), None);
    }
}
