//! Charts as PNG, with smooth lines at fractions of pixels and the true outlines of the letters.

use super::canvas::{Canvas, SIZE_PER_EM, TOP_ABOVE_BASELINE, UNITS_PER_PIXEL};
use super::font::{self, Weight};
use super::style::{Type, WHITE};
use super::{ChartError, Scene, frame};
use ab_glyph::{Font, OutlineCurve};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
};
use std::convert::Infallible;
use tiny_skia::{FillRule, LineJoin, Paint, Path, PathBuilder, Pixmap, Rect, Stroke, Transform};

/// Pixels of the PNG for each pixel of a chart.
pub(super) const DENSITY: u32 = 2;

/// 144 dots per inch: programs that heed it show the PNG as large as the SVG.
const DOTS_PER_METRE: u32 = 5669;

/// Half the height of a lower-case letter, in ems.
const HALF_X_HEIGHT: f32 = 0.273;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Draws the scene and packs it as PNG.
pub(super) fn render(scene: &impl Scene) -> Result<Vec<u8>, ChartError> {
    let (width, height) = scene.size();
    let pixmap = Pixmap::new(width * DENSITY, height * DENSITY)
        .ok_or_else(|| ChartError::Drawing(format!("no picture can be {width} by {height} pixels")))?;
    let mut skia = Skia { pixmap };
    let mut canvas = Canvas::new(&mut skia);
    canvas.rectangle(frame::sheet(scene.size()), WHITE)?;
    scene.draw(&mut canvas)?;
    canvas.finish()?;
    pack(&skia.pixmap).map_err(ChartError::Packing)
}

fn pack(pixmap: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixmap.width(), pixmap.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    // Flat colours repeat exactly: predicting them from neighbours only hides that.
    encoder.set_compression(png::Compression::Balanced);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.set_pixel_dims(Some(png::PixelDimensions {
        xppu: DOTS_PER_METRE,
        yppu: DOTS_PER_METRE,
        unit: png::Unit::Meter,
    }));
    let opaque: Vec<u8> = pixmap.pixels().iter().flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()]).collect();
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&opaque)?;
    writer.finish()?;
    Ok(bytes)
}

/// A backend that paints with tiny-skia.
struct Skia {
    pixmap: Pixmap,
}

fn dots(units: i32) -> f32 {
    units as f32 * DENSITY as f32 / UNITS_PER_PIXEL as f32
}

fn paint(colour: BackendColor) -> Paint<'static> {
    let mut paint = Paint::default();
    let (red, green, blue) = colour.rgb;
    paint.set_color_rgba8(red, green, blue, (colour.alpha * 255.0).round() as u8);
    paint.anti_alias = true;
    paint
}

fn trace(points: impl IntoIterator<Item = BackendCoord>, closed: bool) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for (index, (x, y)) in points.into_iter().enumerate() {
        match index {
            0 => builder.move_to(dots(x), dots(y)),
            _ => builder.line_to(dots(x), dots(y)),
        }
    }
    if closed {
        builder.close();
    }
    builder.finish()
}

impl Skia {
    fn fill(&mut self, path: Option<Path>, colour: BackendColor) {
        if let Some(path) = path {
            self.pixmap.fill_path(&path, &paint(colour), FillRule::Winding, Transform::identity(), None);
        }
    }

    fn stroke(&mut self, path: Option<Path>, style: &impl BackendStyle) {
        if let Some(path) = path {
            let width = dots(style.stroke_width() as i32);
            let stroke = Stroke { width, line_join: LineJoin::Round, ..Stroke::default() };
            self.pixmap.stroke_path(&path, &paint(style.color()), &stroke, Transform::identity(), None);
        }
    }
}

impl DrawingBackend for Skia {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        let units = |dots: u32| dots * UNITS_PER_PIXEL / DENSITY;
        (units(self.pixmap.width()), units(self.pixmap.height()))
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, at: BackendCoord, colour: BackendColor) -> Drawn {
        self.draw_rect(at, (at.0 + 1, at.1 + 1), &colour, true)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        let (left, right) = (dots(from.0.min(to.0)), dots(from.0.max(to.0)));
        let (top, bottom) = (dots(from.1.min(to.1)), dots(from.1.max(to.1)));
        let path = Rect::from_ltrb(left, top, right, bottom).map(PathBuilder::from_rect);
        match fill {
            true => self.fill(path, style.color()),
            false => self.stroke(path, style),
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, points: I, style: &S) -> Drawn {
        self.stroke(trace(points, false), style);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        let path = PathBuilder::from_circle(dots(centre.0), dots(centre.1), dots(radius as i32));
        match fill {
            true => self.fill(path, style.color()),
            false => self.stroke(path, style),
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, points: I, style: &S) -> Drawn {
        self.fill(trace(points, true), style.color());
        Ok(())
    }

    /// Anchors mean what they mean to the SVG backend, so that both formats agree. Turned text is not supported.
    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let size = style.size() / SIZE_PER_EM * f64::from(DENSITY) / f64::from(UNITS_PER_PIXEL);
        let weight = match style.style() {
            FontStyle::Bold => Weight::SemiBold,
            _ => Weight::Regular,
        };
        let setting = font::set(text, Type { size, weight });
        let left = match style.anchor().h_pos {
            HPos::Left => 0.0,
            HPos::Center => -setting.width / 2.0,
            HPos::Right => -setting.width,
        };
        let down = size as f32
            * match style.anchor().v_pos {
                VPos::Top => TOP_ABOVE_BASELINE as f32,
                VPos::Center => HALF_X_HEIGHT,
                VPos::Bottom => -HALF_X_HEIGHT,
            };
        let path = letters(&setting, weight, (dots(at.0) + left, dots(at.1) + down));
        self.fill(path, style.color());
        Ok(())
    }
}

/// The outlines of a text whose baseline starts at `at`.
fn letters(setting: &font::Setting, weight: Weight, at: (f32, f32)) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for &(glyph, offset) in &setting.glyphs {
        let Some(outline) = font::face(weight).outline(glyph) else { continue };
        // The design grid of a font points up.
        let place = |p: ab_glyph::Point| (at.0 + offset + p.x * setting.scale, at.1 - p.y * setting.scale);
        let mut end = None;
        for curve in outline.curves {
            let (start, stop) = match &curve {
                OutlineCurve::Line(a, b) | OutlineCurve::Quad(a, _, b) | OutlineCurve::Cubic(a, _, _, b) => (*a, *b),
            };
            if end != Some(start) {
                let (x, y) = place(start);
                builder.move_to(x, y);
            }
            let (x, y) = place(stop);
            match curve {
                OutlineCurve::Line(..) => builder.line_to(x, y),
                OutlineCurve::Quad(_, bend, _) => {
                    let bend = place(bend);
                    builder.quad_to(bend.0, bend.1, x, y);
                }
                OutlineCurve::Cubic(_, first, second, _) => {
                    let (first, second) = (place(first), place(second));
                    builder.cubic_to(first.0, first.1, second.0, second.1, x, y);
                }
            }
            end = Some(stop);
        }
    }
    builder.finish()
}
