//! QR codes.

use std::fmt::Write as _;

use maud::{Markup, PreEscaped, html};
use qrcode::{Color, EcLevel, QrCode};

/// The quiet zone around a QR code, in modules (ISO/IEC 18004, clause 6.3.8).
const QUIET: usize = 4;

/// A QR code as SVG: one path, in the colour of the text around it.
///
/// Empty for a text that no QR code can hold (about 2,300 bytes).
pub fn qr(text: &str) -> Markup {
    drawn(text, EcLevel::M)
}

/// The same for a notice board: it stays readable when a corner is torn off.
pub fn qr_for_walls(text: &str) -> Markup {
    drawn(text, EcLevel::Q)
}

fn drawn(text: &str, level: EcLevel) -> Markup {
    let Ok(code) = QrCode::with_error_correction_level(text, level) else {
        return html! {};
    };
    let width = code.width();
    let size = width + 2 * QUIET;
    let path = path(&code.into_colors(), width);
    html! {
        svg viewBox={ "0 0 " (size) " " (size) } shape-rendering="crispEdges" aria-hidden="true" focusable="false" {
            (PreEscaped("<path fill=\"currentColor\" d=\"")) (PreEscaped(path)) (PreEscaped("\"/>"))
        }
    }
}

/// The dark modules as horizontal runs.
fn path(modules: &[Color], width: usize) -> String {
    let mut path = String::with_capacity(modules.len() * 4);
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                let length = run.len();
                // Writing to a String can't fail.
                _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET);
            }
            x += run.len();
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_quiet_zone_and_every_dark_module() {
        let text = "https://hui.example.gov.cn/t/80152V";
        let drawn = qr(text).into_string();
        let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
        let size = code.width() + 8;
        assert!(
            drawn.starts_with(&format!("<svg viewBox=\"0 0 {size} {size}\"")),
            "{drawn}"
        );
        let dark = code
            .to_colors()
            .iter()
            .filter(|color| **color == Color::Dark)
            .count();
        let runs: usize = drawn
            .split('h')
            .filter_map(|part| part.split_once("v1"))
            .map(|(n, _)| n.parse::<usize>().unwrap())
            .sum();
        assert_eq!(runs, dark);
        assert!(drawn.len() < 8_000, "{} bytes", drawn.len());
    }

    #[test]
    fn a_text_that_is_too_long_is_no_code() {
        assert_eq!(qr(&"长".repeat(2000)).into_string(), "");
    }
}
