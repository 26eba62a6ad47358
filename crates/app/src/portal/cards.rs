//! How an activity looks in a list.

use langqiao_kernel::time;
use langqiao_platform::ui::prelude::*;

use super::{place, queries::Card};
use crate::coverage::Line;

/// The name of a line in the reader's language.
pub fn line_name(ui: &Ui, line: Line) -> &'static str {
    let (chinese, english) = line.names();
    match ui.lang {
        Lang::ZhCn => chinese,
        Lang::En => english,
    }
}

/// Activities in the order of time, under a heading for each day. `from` is where the reader is.
pub fn by_day(ui: &Ui, cards: &[Card], from: Option<(f64, f64)>) -> Markup {
    html! {
        @for day in cards.chunk_by(|a, b| time::day(a.starts_at) == time::day(b.starts_at)) {
            (day_heading(ui, day[0].starts_at))
            @for one in day { (card(ui, one, from)) }
        }
    }
}

/// Activities in the order given.
pub fn plain(ui: &Ui, cards: &[Card], from: Option<(f64, f64)>) -> Markup {
    html! { @for one in cards { (card(ui, one, from)) } }
}

fn card(ui: &Ui, card: &Card, from: Option<(f64, f64)>) -> Markup {
    let far = from.map(|from| place::say_distance(ui, place::distance(from, card.at)));
    let place = where_it_is(ui, &card.place, &card.area, &card.town, far.as_deref());
    listing(
        ui,
        &Listing {
            href: &format!("/activities/{}", card.id),
            title: &card.title,
            from: card.starts_at,
            to: card.ends_at,
            place: &place,
            hosts: &hosts(ui, card),
            badges: html! {
                (badge(Tone::Plain, ui.t(card.kind.msg())))
                @if card.help && ui.now < card.closes_at { (badge(Tone::Info, ui.t(msg::PORTAL_HELP_WANTED))) }
            },
            end: state(ui, card),
        },
    )
}

/// The place with its village, and how far it is or in which town, each said once.
pub fn where_it_is(ui: &Ui, place: &str, area: &str, town: &str, far: Option<&str>) -> String {
    let mut parts = vec![place];
    if !place.contains(area) {
        parts.push(area);
    }
    match far {
        Some(far) => parts.push(far),
        None if town != area && !place.contains(town) => parts.push(town),
        None => {}
    }
    let between = match ui.lang {
        // A line doesn't begin with the dot.
        Lang::ZhCn => "\u{a0}· ",
        Lang::En => ", ",
    };
    parts.join(between)
}

fn hosts(ui: &Ui, card: &Card) -> String {
    if card.lines.len() < 2 {
        return card.host.clone();
    }
    let others: Vec<&str> = card.lines[1..].iter().map(|line| line_name(ui, *line)).collect();
    ui.tf(
        msg::PORTAL_HOST_WITH,
        args! { host = card.host.as_str(), others = join(ui, &others) },
    )
}

/// A list of names as a sentence has it.
pub fn join(ui: &Ui, names: &[&str]) -> String {
    names.join(ui.lang.between_names())
}

/// What a newcomer can expect: places, the waiting list, or when sign-up is.
fn state(ui: &Ui, card: &Card) -> Markup {
    let Some(places) = card.places else {
        return html! {};
    };
    if card.closes_at <= ui.now {
        let over = if card.starts_at <= ui.now {
            msg::PORTAL_RUNNING
        } else {
            msg::PORTAL_CLOSED
        };
        return badge(Tone::Plain, ui.t(over));
    }
    if ui.now < card.opens_at {
        let opens = when::moment(ui.lang, card.opens_at, ui.now);
        return badge(Tone::Info, &ui.tf(msg::PORTAL_OPENS, args! { at = opens }));
    }
    if places.all_wait {
        return badge(
            Tone::Ok,
            &ui.tf(msg::PLACES_ALLOTTED_SHORT, args! { n = places.capacity }),
        );
    }
    match places.for_newcomers(card.moves_until, ui.now) {
        0 if places.kept_for_those_who_wait(card.moves_until, ui.now) > 0 => {
            let n = places.kept_for_those_who_wait(card.moves_until, ui.now);
            badge(Tone::Warn, &ui.tf(msg::PORTAL_KEPT_FOR_WAITING, args! { n = n }))
        }
        0 if places.waiting > 0 => badge(
            Tone::Warn,
            &ui.tf(msg::PORTAL_WAITING, args! { n = places.waiting }),
        ),
        0 => badge(Tone::Warn, ui.t(msg::PORTAL_FULL)),
        left => badge(Tone::Ok, &ui.tf(msg::PLACES_LEFT, args! { n = left })),
    }
}
