//! Charts as SVG documents.

use super::canvas::{Canvas, UNITS_PER_PIXEL, printable};
use super::style::WHITE;
use super::{ChartError, Scene, frame};
use plotters::prelude::SVGBackend;
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};

type Drawn = Result<(), DrawingErrorKind<std::io::Error>>;

/// Draws the scene as a document of its own.
pub(super) fn render(scene: &impl Scene) -> Result<Vec<u8>, ChartError> {
    let (width, height) = scene.size();
    let (wide, high) = (width * UNITS_PER_PIXEL, height * UNITS_PER_PIXEL);
    let mut document = String::new();
    let lengths = draw(scene, SVGBackend::with_string(&mut document, (wide, high)))?;
    let (_, body) = document.split_once('\n').ok_or_else(|| ChartError::Drawing("the SVG has no header".to_owned()))?;
    let title = escaped(&printable(scene.title()));
    // The backend's own header would take its fine units for pixels.
    let header = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {wide} {high}\" stroke-linejoin=\"round\">\n<title>{title}</title>\n"
    );
    Ok((header + &with_lengths(body, &lengths)).into_bytes())
}

/// Draws the scene and tells the length of each of its texts.
fn draw(scene: &impl Scene, svg: SVGBackend<'_>) -> Result<Vec<i32>, ChartError> {
    let mut backend = Measuring { svg, lengths: Vec::new() };
    let mut canvas = Canvas::new(&mut backend);
    canvas.rectangle(frame::sheet(scene.size()), WHITE)?;
    scene.draw(&mut canvas)?;
    canvas.finish()?;
    Ok(backend.lengths)
}

/// States the length of each text, so that it fits its place in any typeface, and asks for the weight of ours.
fn with_lengths(body: &str, lengths: &[i32]) -> String {
    let mut lengths = lengths.iter();
    let mut within_text = false;
    let mut result = String::with_capacity(body.len() * 5 / 4);
    for line in body.lines() {
        // What users wrote cannot be taken for a tag: it is escaped.
        if line.starts_with("<text ")
            && let (Some(tag), Some(length)) = (line.strip_suffix('>'), lengths.next())
        {
            within_text = true;
            result.push_str(&tag.replace("font-weight=\"bold\"", "font-weight=\"600\""));
            result.push_str(&format!(" textLength=\"{length}\" lengthAdjust=\"spacingAndGlyphs\">"));
            continue;
        }
        within_text &= line != "</text>";
        result.push_str(line);
        if !within_text {
            result.push('\n');
        }
    }
    result
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The SVG backend, and the length of each text in the order in which they are drawn.
struct Measuring<'a> {
    svg: SVGBackend<'a>,
    lengths: Vec<i32>,
}

impl DrawingBackend for Measuring<'_> {
    type ErrorType = std::io::Error;

    fn get_size(&self) -> (u32, u32) {
        self.svg.get_size()
    }

    fn ensure_prepared(&mut self) -> Drawn {
        self.svg.ensure_prepared()
    }

    fn present(&mut self) -> Drawn {
        self.svg.present()
    }

    fn draw_pixel(&mut self, at: BackendCoord, colour: BackendColor) -> Drawn {
        self.svg.draw_pixel(at, colour)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.svg.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S, fill: bool) -> Drawn {
        self.svg.draw_rect(from, to, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, points: I, style: &S) -> Drawn {
        self.svg.draw_path(points, style)
    }

    fn draw_circle<S: BackendStyle>(&mut self, centre: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        self.svg.draw_circle(centre, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, points: I, style: &S) -> Drawn {
        self.svg.fill_polygon(points, style)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Drawn {
        let ((left, _), (right, _)) =
            style.layout_box(text).map_err(|error| DrawingErrorKind::FontError(Box::new(error)))?;
        self.lengths.push(right - left);
        self.svg.draw_text(text, style, at)
    }
}
