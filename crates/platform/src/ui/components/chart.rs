//! Pictures for people who look rather than read. Each leads on to the records, says its numbers in
//! words too, and never tells by colour alone. For those who read, put a [`table`](super::table) beside it.

use langqiao_kernel::share::share_of;
use maud::{Markup, html};

use crate::ui::when;

/// What a tile or a part of a bar stands for: a colour, a pattern and a sign together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shade {
    /// There and alive.
    Full,
    /// There together with others.
    Shared,
    /// There in name only.
    Hollow,
    /// Wanted and not there.
    Missing,
    /// Not wanted here.
    Blank,
}

impl Shade {
    /// The style class that fills an element or a shape of SVG with it.
    pub const fn class(self) -> &'static str {
        match self {
            Shade::Full => "shade-full",
            Shade::Shared => "shade-shared",
            Shade::Hollow => "shade-hollow",
            Shade::Missing => "shade-missing",
            Shade::Blank => "shade-blank",
        }
    }

    /// The sign that says the same without colour.
    pub const fn sign(self) -> &'static str {
        match self {
            Shade::Full => "●",
            Shade::Shared => "◐",
            Shade::Hollow => "○",
            Shade::Missing => "✕",
            Shade::Blank => "·",
        }
    }
}

/// A tile of a cartogram: one village, one unit.
#[derive(Clone, Debug)]
pub struct Tile<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is like, in words, for those who listen and on hover.
    pub words: &'a str,
    /// The same for the eye.
    pub shade: Shade,
    /// Where its records are.
    pub href: &'a str,
}

/// One group of a cartogram: a town and its villages as tiles of one size, so that a small village is
/// seen as well as a large one.
pub fn tiles(title: Markup, tiles: &[Tile<'_>]) -> Markup {
    html! {
        section.tiles-group {
            h2.tiles-title { (title) }
            ul.tiles {
                @for tile in tiles {
                    li {
                        a class={ "tile " (tile.shade.class()) } href=(tile.href)
                            title={ (tile.name) "：" (tile.words) } {
                            span { (tile.name) }
                            span aria-hidden="true" { (tile.shade.sign()) }
                            span.sr-only { "：" (tile.words) }
                        }
                    }
                }
            }
        }
    }
}

/// What the shades mean here.
pub fn legend(entries: &[(Shade, &str)]) -> Markup {
    html! {
        ul.legend {
            @for (shade, words) in entries {
                li {
                    span class={ "legend-mark " (shade.class()) } aria-hidden="true" { (shade.sign()) }
                    (words)
                }
            }
        }
    }
}

/// A whole and its parts as one bar, each part with its number, its share and its way to the records.
pub fn parts(title: &str, entries: &[(Shade, &str, i64, &str)]) -> Markup {
    let whole = entries.iter().map(|(_, _, n, _)| n.max(&0)).sum::<i64>().max(1);
    let mut at = 0;
    html! {
        figure.parts {
            figcaption { (title) }
            svg.parts-bar viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true" {
                @for (shade, _, n, _) in entries {
                    @let from = at * 1000 / whole;
                    @let to = { at += n.max(&0); at * 1000 / whole };
                    rect class=(shade.class()) x=(from) y="0" width=(to - from) height="24" {}
                }
            }
            ul.parts-list {
                @for (shade, words, n, href) in entries {
                    li {
                        a href=(href) {
                            span class={ "legend-mark " (shade.class()) } aria-hidden="true" { (shade.sign()) }
                            span { (words) }
                            strong { (when::count(*n)) }
                            span.parts-share { (percent(*n, whole)) }
                        }
                    }
                }
            }
        }
    }
}

/// Ranked quantities: a name, a bar, a number that opens. The longest bar is the largest number.
pub fn bars(title: &str, unit: &str, entries: &[(&str, i64, &str)]) -> Markup {
    let most = entries.iter().map(|(_, n, _)| *n).max().unwrap_or(0).max(1);
    html! {
        figure.bars {
            figcaption { (title) }
            ol {
                @for (name, n, href) in entries {
                    li {
                        a href=(href) {
                            span.bars-name { (name) }
                            span.bars-number { (when::count(*n)) " " (unit) }
                            svg viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true" {
                                rect width=((n.max(&0) * 1000 / most).max(4)) height="8" {}
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A share of a whole as people say it; a whole of nothing has no shares.
fn percent(n: i64, whole: i64) -> String {
    let tenths = share_of(n, whole, 1000);
    match (n, tenths) {
        (1.., 0) => "<0.1%".to_owned(),
        (n, 1000..) if n < whole => ">99.9%".to_owned(),
        (_, tenths) => format!("{}.{}%", tenths / 10, tenths % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn a_share_is_rounded_and_never_to_nothing_or_all() {
        assert_eq!(percent(1, 3), "33.3%");
        assert_eq!(percent(316, 807), "39.2%");
        assert_eq!(percent(174, 807), "21.6%");
        assert_eq!(percent(0, 7), "0.0%");
        assert_eq!(percent(1, 20_000), "<0.1%");
        assert_eq!(percent(19_999, 20_000), ">99.9%");
        assert_eq!(percent(5, 5), "100.0%");
    }
}
