//! The text of one file, and how a byte of it becomes a line and a column.

use std::ops::Range;

use super::diagnostic::{Excerpt, Place};

/// Lines longer than this many bytes are not quoted: nobody wants to read them in a terminal.
const LONGEST_QUOTED: usize = 1000;

/// A file's text with its name, for naming places in it.
#[derive(Debug)]
pub(super) struct Source {
    /// The name as the user wrote it.
    pub(super) name: String,
    /// The whole text.
    pub(super) text: String,
    /// The byte at which each line begins.
    starts: Vec<usize>,
    /// Other texts, and the number from which on their bytes are counted: changes that are written elsewhere, a line each,
    /// and texts that come with the program.
    parts: Vec<(usize, Source)>,
    /// The bytes of the changes, those that are written in one place together.
    changes: Vec<Range<usize>>,
}

impl Source {
    pub(super) fn new(name: String, text: String) -> Source {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(place, _)| place + 1);
        let starts = std::iter::once(0).chain(breaks).collect();
        Source { name, text, starts, parts: Vec::new(), changes: Vec::new() }
    }

    /// Counts the bytes of another text as if it stood behind this one; from where on, is the answer.
    pub(super) fn attach(&mut self, other: Source) -> usize {
        let after = |(begin, source): &(usize, Source)| begin + source.text.len();
        let begin = self.parts.last().map_or(self.text.len(), after) + 1;
        self.parts.push((begin, other));
        begin
    }

    /// The text with changes that are written elsewhere, after those that it has; `name` says where.
    pub(super) fn with_changes(mut self, name: &str, changes: &[String]) -> Source {
        // Whoever writes several lines in one change shall still count its changes.
        let lines: Vec<String> = changes.iter().map(|change| change.replace('\n', " ")).collect();
        if !lines.is_empty() {
            let text = lines.join("\n");
            let length = text.len() + 1;
            let begin = self.attach(Source::new(name.to_owned(), text));
            self.changes.push(begin..begin + length);
        }
        self
    }

    /// The byte at which a change begins.
    pub(super) fn change(&self, number: usize) -> usize {
        let parts = self.changes.iter().map(|changes| self.part(changes.start));
        let starts = parts.flat_map(|(begin, part)| part.starts.iter().map(move |start| begin + start));
        starts.into_iter().nth(number).unwrap_or_default()
    }

    /// Whether a byte lies in a change.
    pub(super) fn is_change(&self, byte: usize) -> bool {
        self.changes.iter().any(|changes| changes.contains(&byte))
    }

    /// Whether a place is in a text that comes with the program.
    pub(super) fn is_preset(&self, place: &Place) -> bool {
        self.parts.iter().any(|(begin, source)| !self.is_change(*begin) && source.name == place.file)
    }

    /// The text in which a byte lies, and where that begins.
    fn part(&self, byte: usize) -> (usize, &Source) {
        let part = self.parts.iter().rev().find(|(begin, _)| byte >= *begin);
        part.map_or((0, self), |(begin, source)| (*begin, source))
    }

    /// What is written in a range of bytes.
    pub(super) fn written(&self, span: Range<usize>) -> &str {
        let (begin, part) = self.part(span.start);
        part.text.get(span.start - begin..span.end.saturating_sub(begin)).unwrap_or_default()
    }

    /// The place of a range of bytes. A range over several lines is cut at the end of its first line, which says where
    /// to look; ranges that do not fit the text are moved into it.
    pub(super) fn place(&self, span: Range<usize>) -> Place {
        let (begin, part) = self.part(span.start);
        let place = part.own_place(span.start - begin..span.end.saturating_sub(begin));
        if !self.is_change(span.start) {
            return place;
        }
        // Changes are told apart from the text by their bytes.
        let Place { file, line, column, span, excerpt } = place;
        let excerpt = excerpt.map(|it| Excerpt { offset: it.offset + begin, ..it });
        Place { file, line, column, span: span.start + begin..span.end + begin, excerpt }
    }

    fn own_place(&self, span: Range<usize>) -> Place {
        let start = self.boundary(span.start);
        let row = self.starts.partition_point(|&begin| begin <= start) - 1;
        let begin = self.starts[row];
        let line = self.line(row);
        let start = start.min(begin + line.len());
        let end = self.boundary(span.end).clamp(start, begin + line.len());
        let excerpt = (line.len() <= LONGEST_QUOTED).then(|| Excerpt { text: line.to_owned(), offset: begin });
        Place {
            file: self.name.clone(),
            line: row + 1,
            column: self.text[begin..start].chars().count() + 1,
            span: start..end,
            excerpt,
        }
    }

    /// A row's text without its line break.
    fn line(&self, row: usize) -> &str {
        let end = self.starts.get(row + 1).copied().unwrap_or(self.text.len());
        self.text[self.starts[row]..end].trim_end_matches(['\n', '\r'])
    }

    /// The last character boundary at or before a byte.
    fn boundary(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        (0..=byte).rev().find(|&at| self.text.is_char_boundary(at)).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_spans_stay_on_their_line() {
        let source = Source::new("a.toml".to_owned(), "x = 1\r\nä = \"ü\"\nlast".to_owned());
        let place = source.place(7..9);
        assert_eq!((place.line, place.column, place.span), (2, 1, 7..9));
        let place = source.place(12..100);
        assert_eq!((place.line, place.column, place.span), (2, 5, 12..16));
        let place = source.place(5..6);
        assert_eq!((place.line, place.column, place.span), (1, 6, 5..5));
        let place = source.place(900..1000);
        assert_eq!((place.line, place.column), (3, 5));
        assert_eq!(source.place(8..8).column, 1, "inside of a character is its beginning");
        assert_eq!(Source::new(String::new(), String::new()).place(0..0).line, 1);
    }
}
