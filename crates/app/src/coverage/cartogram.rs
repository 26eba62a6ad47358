//! The map of coverage: every village a tile of one size, grouped by town, filled by its shares.
//!
//! Drawn by the server as SVG that needs nothing from outside. A share is told by its colour, by its pattern
//! and by its place in the tile (built lowest, gap highest); the whole tile is a link whose name says its
//! figures. No outline of a real place is drawn.

use langqiao_platform::{args, i18n::msg, ui::Ui};
use maud::{Markup, html};

use super::{overview::ByStatus, words::Status};
use crate::areas::{Area, Level};

/// Tiles stand in rows of five, so that two towns stand beside each other on a phone.
const PER_ROW: usize = 5;
const TILE: usize = 40;
const GAP: usize = 4;

/// The statuses of a tile from below upwards.
const LAYERS: [Status; 4] = [Status::Built, Status::Joint, Status::Shell, Status::Gap];

/// The patterns that the tiles are filled with; once on a page, before the first town.
pub(super) fn patterns() -> Markup {
    html! {
        svg width="0" height="0" aria-hidden="true" focusable="false" {
            defs {
                pattern id="cov-joint" width="6" height="6" patternUnits="userSpaceOnUse" {
                    rect.shade-shared width="6" height="6" {}
                    path d="M0 6 6 0" stroke="var(--color-secondary)" stroke-width="1.5" {}
                }
                pattern id="cov-shell" width="6" height="6" patternUnits="userSpaceOnUse" {
                    rect.shade-hollow width="6" height="6" {}
                    circle cx="3" cy="3" r="1.2" fill="var(--shade-ink)" {}
                }
                pattern id="cov-gap" width="6" height="6" patternUnits="userSpaceOnUse" {
                    rect width="6" height="6" fill="var(--color-base-100)" {}
                    path d="M0 0 6 6M0 6 6 0" stroke="var(--color-primary)" stroke-width="1.2" {}
                }
            }
        }
    }
}

/// The fill of a status in tiles and in their legend.
fn fill(status: Status) -> &'static str {
    match status {
        Status::Built => "var(--color-secondary)",
        Status::Joint => "url(#cov-joint)",
        Status::Shell => "url(#cov-shell)",
        Status::Gap => "url(#cov-gap)",
        Status::NotDue => "var(--color-base-300)",
    }
}

/// What the fills mean.
pub(super) fn legend(ui: &Ui) -> Markup {
    html! {
        ul.legend {
            @for status in Status::ALL {
                li {
                    svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true" {
                        rect x="0.5" y="0.5" width="23" height="23" rx="4" fill=(fill(*status)) stroke="var(--shade-ink)" stroke-opacity="0.35" {}
                    }
                    (ui.t(status.label()))
                }
            }
        }
    }
}

/// A town: its villages and communities as tiles, each leading to where `href` says.
pub(super) fn town(
    ui: &Ui,
    town: &Area,
    places: &[(Area, ByStatus)],
    href: impl Fn(&Area) -> String,
) -> Markup {
    let rows = places.len().div_ceil(PER_ROW).max(1);
    let (width, height) = (PER_ROW * (TILE + GAP) - GAP, rows * (TILE + GAP) - GAP);
    html! {
        svg viewBox={ "0 0 " (width) " " (height) } width="100%" role="group" aria-label=(town.short_name) {
            @for (at, (place, figures)) in places.iter().enumerate() {
                @let (x, y) = (at % PER_ROW * (TILE + GAP), at / PER_ROW * (TILE + GAP));
                (tile(ui, place, figures, (x, y), &href(place)))
            }
        }
    }
}

fn tile(ui: &Ui, place: &Area, figures: &ByStatus, (x, y): (usize, usize), href: &str) -> Markup {
    let words = words(ui, place, figures);
    let letter = match place.level {
        Level::Village => place.short_name.chars().next().unwrap_or('·'),
        Level::Town | Level::County => '★',
    };
    html! {
        a href=(href) aria-label=(words) {
            title { (words) }
            rect x=(x) y=(y) width=(TILE) height=(TILE) rx="5" fill="var(--color-base-300)" {}
            @for (from, share, status) in layers(figures) {
                rect x=(x) y=(y + TILE - from - share) width=(TILE) height=(share) fill=(fill(status)) {}
            }
            rect x=(x) y=(y) width=(TILE) height=(TILE) rx="5" fill="none" stroke="var(--shade-ink)" stroke-opacity="0.35" {}
            text x=(x + TILE / 2) y=(y + TILE / 2) text-anchor="middle" dominant-baseline="central" font-size="17"
                fill="var(--color-base-content)" stroke="var(--color-base-100)" stroke-width="5"
                stroke-linejoin="round" paint-order="stroke" aria-hidden="true" { (letter) }
        }
    }
}

/// The layers of a tile: how far from the bottom, how high, and which status; together as high as the tile.
fn layers(figures: &ByStatus) -> Vec<(usize, usize, Status)> {
    let whole = figures.due().units.max(0);
    if whole == 0 {
        return Vec::new();
    }
    let height = |units: i64| usize::try_from(units * TILE as i64 / whole).unwrap_or(0);
    let (mut seen, mut layers) = (0, Vec::new());
    for status in LAYERS {
        let from = height(seen);
        seen += figures.of(status).units.max(0);
        let to = height(seen);
        if to > from {
            layers.push((from, to - from, status));
        }
    }
    layers
}

fn words(ui: &Ui, place: &Area, figures: &ByStatus) -> String {
    let name = place.short_name.as_str();
    if figures.due().units == 0 {
        return ui.tf(msg::COVERAGE_MAP_TILE_NONE, args! { name = name });
    }
    let n = |status: Status| figures.of(status).units;
    let args = args! {
        name = name, due = figures.due().units, built = n(Status::Built), joint = n(Status::Joint),
        shell = n(Status::Shell), gap = n(Status::Gap)
    };
    ui.tf(msg::COVERAGE_MAP_TILE, args)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::totals::Figures;

    #[test]
    fn a_tile_is_filled_whole_whatever_the_shares() {
        for (built, joint, shell, gap) in [
            (1, 1, 1, 0),
            (7, 0, 3, 11),
            (1, 0, 0, 0),
            (0, 0, 0, 97),
            (1, 1000, 1, 1),
        ] {
            let mut figures = ByStatus::default();
            for (status, units) in LAYERS.into_iter().zip([built, joint, shell, gap]) {
                figures.add(status, Figures { units, people: 0 });
            }
            figures.add(Status::NotDue, Figures { units: 50, people: 0 });
            let layers = layers(&figures);
            assert_eq!(layers.iter().map(|(_, share, _)| share).sum::<usize>(), TILE);
            assert!(layers.windows(2).all(|pair| pair[0].0 + pair[0].1 == pair[1].0));
        }
        assert_eq!(layers(&ByStatus::default()), []);
    }
}
