//! The bundled typeface: where each glyph of a text goes. Knows nothing of drawing.

use super::style::Type;
use ab_glyph::{Font, FontRef, GlyphId};
use std::sync::OnceLock;

static REGULAR: &[u8] = include_bytes!("fonts/Inter-Regular.ttf");
static SEMI_BOLD: &[u8] = include_bytes!("fonts/Inter-SemiBold.ttf");

/// Families for readers of the SVG who may lack Inter. The document states the lengths of texts, so substitutes fit.
pub(super) const FAMILY: &str = "Inter, Helvetica, Arial, sans-serif";

/// The weights that are bundled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    SemiBold,
}

/// The bundled face of a weight.
pub(super) fn face(weight: Weight) -> &'static FontRef<'static> {
    static FACES: OnceLock<[FontRef<'static>; 2]> = OnceLock::new();
    let faces = FACES.get_or_init(|| {
        [REGULAR, SEMI_BOLD].map(|bytes| FontRef::try_from_slice(bytes).expect("the bundled fonts are whole"))
    });
    match weight {
        Weight::Regular => &faces[0],
        Weight::SemiBold => &faces[1],
    }
}

/// A text set in one line.
#[derive(Debug)]
pub(super) struct Setting {
    /// Each glyph and its distance from the start of the line, in pixels.
    pub(super) glyphs: Vec<(GlyphId, f32)>,
    /// The length of the line in pixels.
    pub(super) width: f32,
    /// Pixels for each unit of the face's design grid.
    pub(super) scale: f32,
}

/// Sets a text in one line, pairs kerned.
pub(super) fn set(text: &str, lettering: Type) -> Setting {
    let face = face(lettering.weight);
    let scale = lettering.size as f32 / face.units_per_em().expect("the bundled fonts state their grid");
    let mut setting = Setting { glyphs: Vec::new(), width: 0.0, scale };
    let mut previous = None;
    for character in text.chars() {
        let glyph = face.glyph_id(character);
        if let Some(previous) = previous {
            setting.width += face.kern_unscaled(previous, glyph) * scale;
        }
        setting.glyphs.push((glyph, setting.width));
        setting.width += face.h_advance_unscaled(glyph) * scale;
        previous = Some(glyph);
    }
    setting
}

/// The length of a text in pixels.
pub(super) fn width(text: &str, lettering: Type) -> f64 {
    f64::from(set(text, lettering).width)
}

/// The text, or as much of it as fits the room with an ellipsis.
pub(super) fn fit(text: &str, lettering: Type, room: f64) -> String {
    if width(text, lettering) <= room {
        return text.to_owned();
    }
    let mut kept = text.to_owned();
    while kept.pop().is_some() {
        let shortened = format!("{}…", kept.trim_end());
        if width(&shortened, lettering) <= room {
            return shortened;
        }
    }
    String::new()
}

/// The text in lines that fit the room, broken between words but never at a no-break space.
pub(super) fn wrap(text: &str, lettering: Type, room: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_ascii_whitespace() {
        match lines.last_mut() {
            Some(line) if width(&format!("{line} {word}"), lettering) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines.iter().map(|line| fit(line, lettering, room)).collect()
}
