//! Diagnostics as a compiler prints them: the quoted line, what is wrong under it, and the line as it should be.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Patch, Renderer, Snippet};

use super::diagnostic::{Diagnostic, Diagnostics, Place, SHOWN, Severity};

impl Diagnostics {
    /// All of them for a terminal, with colours or without, at most [`SHOWN`] and the count of the rest.
    pub fn render(&self, colours: bool) -> String {
        let mut blocks: Vec<String> = self.list.iter().take(SHOWN).map(|one| one.render(colours)).collect();
        if self.hidden() > 0 {
            blocks.push(format!("and {} more", self.hidden()));
        }
        blocks.join("\n\n")
    }
}

impl Diagnostic {
    /// For a terminal, with colours or without.
    pub fn render(&self, colours: bool) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let mut main = Group::with_title(level.primary_title(self.headline()));
        let here = (&self.place, AnnotationKind::Primary, self.label.as_str());
        main = match &self.related {
            None => quote(main, &[here]),
            Some(related) => {
                let there = (&related.place, AnnotationKind::Context, related.label.as_str());
                let same_line = related.place.file == self.place.file && related.place.line == self.place.line;
                if same_line { quote(main, &[here, there]) } else { quote(quote(main, &[here]), &[there]) }
            }
        };
        let mut groups = vec![main];
        groups.extend(self.help_group());
        let renderer = if colours { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&groups)
    }

    /// What would be right, and the line as it would be.
    fn help_group(&self) -> Option<Group<'_>> {
        if self.help.is_empty() {
            return None;
        }
        let help = Group::with_title(Level::HELP.secondary_title(self.help.as_str()));
        let (Some(replacement), Some(excerpt)) = (&self.replacement, &self.place.excerpt) else {
            return Some(help);
        };
        let inside = excerpt.offset..=excerpt.offset + excerpt.text.len();
        if !inside.contains(&replacement.span.start) || !inside.contains(&replacement.span.end) {
            return Some(help);
        }
        let span = replacement.span.start - excerpt.offset..replacement.span.end - excerpt.offset;
        let patch = Patch::new(span, replacement.text.as_str());
        Some(help.element(Snippet::source(excerpt.text.as_str()).line_start(self.place.line).patch(patch)))
    }
}

/// Adds the quoted line of some places in it, or only its name where there is nothing to quote.
fn quote<'a>(group: Group<'a>, places: &[(&'a Place, AnnotationKind, &'a str)]) -> Group<'a> {
    let Some((place, ..)) = places.first() else {
        return group;
    };
    let Some(excerpt) = &place.excerpt else {
        let origin = Origin::path(place.file.as_str());
        return group.element(if place.line > 0 { origin.line(place.line).char_column(place.column) } else { origin });
    };
    let annotations = places.iter().map(|(place, kind, label)| {
        let annotation = kind.span(place.span.start - excerpt.offset..place.span.end - excerpt.offset);
        if label.is_empty() { annotation } else { annotation.label(*label) }
    });
    let snippet = Snippet::source(excerpt.text.as_str()).line_start(place.line).path(place.file.as_str());
    group.element(snippet.annotations(annotations))
}
