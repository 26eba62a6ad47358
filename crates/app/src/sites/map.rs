//! The map of a site or of a group of sites, drawn by the server: where they stand to each other by the degrees their
//! keepers gave, or, where these are not known, in which village of the town they are on the schematic plan. It needs
//! nothing from outside; the list beside it says the same in words.

use langqiao_platform::ui::prelude::*;

use crate::venues::{Position, Venue};

/// Width and height of the picture, and the room left at its edges.
const WIDE: f64 = 640.0;
const HIGH: f64 = 400.0;
const EDGE: f64 = 56.0;
/// Kilometres of one degree of latitude.
const DEGREE_KM: f64 = 111.32;

/// A site on the map, with its number in the list beside it.
struct Pin<'a> {
    number: usize,
    name: &'a str,
    href: String,
    x: f64,
    y: f64,
}

/// Sites by their degrees, with a scale; `None` unless all of them, and two at least, are known.
pub(super) fn of_cluster(ui: &Ui, venues: &[Venue]) -> Option<Markup> {
    let known: Vec<Position> = venues.iter().filter_map(|venue| venue.position).collect();
    if known.len() < 2 || known.len() < venues.len() {
        return None;
    }
    let middle = known.iter().map(|at| at.latitude).sum::<f64>() / known.len() as f64;
    let flat = |at: &Position| {
        let shrink = middle.to_radians().cos();
        (at.longitude * DEGREE_KM * shrink, at.latitude * DEGREE_KM)
    };
    let places: Vec<(f64, f64)> = known.iter().map(flat).collect();
    let frame = Frame::around(&places, 0.1);
    let pins: Vec<Pin<'_>> = venues
        .iter()
        .zip(&places)
        .enumerate()
        .map(|(at, (venue, place))| {
            let (x, y) = frame.at(*place);
            Pin {
                number: at + 1,
                name: &venue.name,
                href: format!("/venues/{}", venue.id),
                x,
                y,
            }
        })
        .collect();
    let label = ui.tf(msg::SITE_MAP_LABEL, args! { n = venues.len() });
    Some(svg(
        &label,
        html! {
            (scale(ui, &frame))
            @for pin in apart(pins) { (drawn(&pin)) }
        },
    ))
}

/// A site's village among those of its town.
pub(super) fn of_venue(ui: &Ui, venue: &Venue, villages: &[(String, f64, f64)]) -> Markup {
    let places: Vec<(f64, f64)> = villages.iter().map(|(_, x, y)| (*x, *y)).collect();
    let frame = Frame::around(&places, 0.5);
    let (x, y) = frame.at(venue.plan);
    let label = ui.tf(
        msg::SITE_PLAN_LABEL,
        args! { village = venue.area.as_str(), town = venue.town.as_str() },
    );
    svg(
        &label,
        html! {
            @for (name, at_x, at_y) in villages {
                @let (dot_x, dot_y) = frame.at((*at_x, *at_y));
                circle cx=(round(dot_x)) cy=(round(dot_y)) r="6" fill="var(--color-base-300)" {
                    title { (name) }
                }
            }
            circle cx=(round(x)) cy=(round(y)) r="18" fill="none" stroke="var(--color-primary)" stroke-width="3" {}
            circle cx=(round(x)) cy=(round(y)) r="7" fill="var(--color-primary)" {}
            text x=(round(x)) y=(round(name_y(y))) text-anchor="middle" font-size="22" fill="currentColor" { (venue.area) }
        },
    )
}

/// A name stands above its mark, but below it at the upper edge.
fn name_y(y: f64) -> f64 {
    if y < EDGE + 20.0 { y + 44.0 } else { y - 28.0 }
}

/// How kilometres become points of the picture.
struct Frame {
    left: f64,
    bottom: f64,
    per_km: f64,
    inset: (f64, f64),
}

impl Frame {
    /// The frame around places, at least so many kilometres wide.
    fn around(places: &[(f64, f64)], least: f64) -> Self {
        let ends = |of: fn(&(f64, f64)) -> f64| {
            let values = places.iter().map(of);
            let (low, high) = values.fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(x), high.max(x)));
            if low > high { (0.0, 0.0) } else { (low, high) }
        };
        let ((left, right), (bottom, top)) = (ends(|p| p.0), ends(|p| p.1));
        let (room_x, room_y) = (WIDE - 2.0 * EDGE, HIGH - 2.0 * EDGE);
        let per_km = (room_x / (right - left).max(least)).min(room_y / (top - bottom).max(least));
        let inset = (
            (WIDE - (right - left) * per_km) / 2.0,
            (HIGH - (top - bottom) * per_km) / 2.0,
        );
        Self {
            left,
            bottom,
            per_km,
            inset,
        }
    }

    /// Where a place stands in the picture; north is above.
    fn at(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (
            self.inset.0 + (x - self.left) * self.per_km,
            HIGH - self.inset.1 - (y - self.bottom) * self.per_km,
        )
    }
}

/// Pins that would cover each other are moved apart to the right, one after the other.
fn apart(pins: Vec<Pin<'_>>) -> Vec<Pin<'_>> {
    let mut set: Vec<Pin<'_>> = Vec::with_capacity(pins.len());
    for mut pin in pins {
        while set
            .iter()
            .any(|other| (other.x - pin.x).hypot(other.y - pin.y) < 40.0)
        {
            pin.x += 42.0;
            if pin.x > WIDE - EDGE / 2.0 {
                (pin.x, pin.y) = (EDGE / 2.0, pin.y + 42.0);
            }
        }
        set.push(pin);
    }
    set
}

fn drawn(pin: &Pin<'_>) -> Markup {
    html! {
        a href=(pin.href) aria-label=(format!("{} {}", pin.number, pin.name)) {
            circle cx=(round(pin.x)) cy=(round(pin.y)) r="19" fill="var(--color-primary)" {}
            text x=(round(pin.x)) y=(round(pin.y + 7.0)) text-anchor="middle" font-size="20" fill="var(--color-primary-content)" { (pin.number) }
        }
    }
}

/// A bar of a round length in metres, and where north is.
fn scale(ui: &Ui, frame: &Frame) -> Markup {
    let metres = [20_i64, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000];
    let wide = |metres: i64| metres as f64 / 1000.0 * frame.per_km;
    let metres = metres
        .into_iter()
        .rev()
        .find(|m| wide(*m) <= WIDE / 3.0)
        .unwrap_or(20);
    let (x, y) = (20.0, HIGH - 18.0);
    let words = if metres >= 1000 {
        ui.tf(msg::SITE_KILOMETRES, args! { n = metres / 1000 })
    } else {
        ui.tf(msg::SITE_METRES, args! { n = metres })
    };
    let bar = format!("M{x} {} V{y} H{} V{}", y - 8.0, round(x + wide(metres)), y - 8.0);
    html! {
        path d=(bar) fill="none" stroke="currentColor" stroke-width="2" {}
        text x=(x + 6.0) y=(y - 10.0) font-size="18" fill="currentColor" { (words) }
        path d=(format!("M{} 44 V16 M{} 24 L{} 14 L{} 24", WIDE - 26.0, WIDE - 33.0, WIDE - 26.0, WIDE - 19.0))
            fill="none" stroke="currentColor" stroke-width="2" {}
        text x=(WIDE - 26.0) y="64" text-anchor="middle" font-size="18" fill="currentColor" { (ui.t(msg::SITE_NORTH)) }
    }
}

fn svg(label: &str, content: Markup) -> Markup {
    html! {
        svg viewBox=(format!("0 0 {WIDE} {HIGH}")) width="100%" role="group" aria-label=(label) {
            rect x="1" y="1" width=(WIDE - 2.0) height=(HIGH - 2.0) rx="8" fill="var(--color-base-200)" stroke="var(--color-base-300)" {}
            (content)
        }
    }
}

fn round(x: f64) -> f64 {
    (x * 10.0).round() / 10.0
}

/// A link that opens the reader's own map at the place (RFC 5870).
pub(super) fn geo_link(ui: &Ui, at: Position) -> Markup {
    let href = format!("geo:{:.6},{:.6}", at.latitude, at.longitude);
    link(&href, ui.t(msg::SITE_OPEN_MAP))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever is on the map is inside its frame, and north is above.
        #[test]
        fn everything_is_inside(places in proptest::collection::vec((-50.0_f64..50.0, -50.0_f64..50.0), 1..30)) {
            let frame = Frame::around(&places, 0.1);
            for place in &places {
                let (x, y) = frame.at(*place);
                prop_assert!((EDGE - 0.1..=WIDE - EDGE + 0.1).contains(&x) && (EDGE - 0.1..=HIGH - EDGE + 0.1).contains(&y));
                prop_assert!(frame.at((place.0, place.1 + 1.0)).1 < y);
            }
        }

        #[test]
        fn no_pin_covers_another(places in proptest::collection::vec((60.0_f64..500.0, 60.0_f64..300.0), 2..20)) {
            let pins = places.iter().map(|(x, y)| Pin { number: 1, name: "", href: String::new(), x: *x, y: *y }).collect();
            let set = apart(pins);
            for (at, pin) in set.iter().enumerate() {
                prop_assert!(set[at + 1..].iter().all(|other| (other.x - pin.x).hypot(other.y - pin.y) >= 39.9));
            }
        }
    }
}
