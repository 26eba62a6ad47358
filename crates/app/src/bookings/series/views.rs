//! How a series looks before it is made: every occurrence, how it stands, what is to be done.

use langqiao_kernel::{id::OrganisationId, time};
use langqiao_platform::{fields::Fields, spoken, ui::prelude::*};

use super::{
    super::{
        book::BookError,
        model::{Room, Status},
    },
    plan::{Choice, Obstacle, Occurrence, Preview},
};

/// The page on which a series is looked at.
pub struct Look<'a> {
    /// Whose workbench.
    pub org: OrganisationId,
    /// What a rule would book.
    pub seen: &'a Preview,
    /// What was typed so far.
    pub typed: &'a Fields,
    /// What stands against making it.
    pub problems: &'a Problems,
    /// Whether what is taken can be waited for.
    pub waits: bool,
}

/// The fields of the booking form, which go along unseen.
const ALONG: [&str; 9] = [
    "day", "from", "to", "purpose", "people", "repeat", "until", "times", "holidays",
];

/// All occurrences, a card each.
pub(super) fn look(ui: &Ui, look: &Look<'_>) -> Markup {
    let room = &look.seen.room;
    let action = format!("/w/{}/spaces/{}/series", look.org, room.id);
    let back = format!("/w/{}/spaces/{}?day={}", look.org, room.id, look.typed.raw("day"));
    let all = look.seen.occurrences.len() as i64;
    let free = look.seen.occurrences.iter().filter(|one| one.is_free()).count() as i64;
    html! {
        (page_title(ui.t(msg::SERIES_TITLE), Some(&room.place()), None))
        (stack(html! {
            (error_summary(ui, look.problems))
            (lede(&ui.tf(msg::SERIES_LEDE, args! { all = all, free = free, purpose = look.typed.raw("purpose").to_owned() })))
            @if let Some(year) = look.seen.unpublished {
                (notice(Tone::Info, html! { (ui.tf(msg::SERIES_UNPUBLISHED, args! { year = year.to_string() })) }))
            }
            (form(ui, &action).body(html! {
                @for name in ALONG { @if look.typed.has(name) { (hidden(name, look.typed.raw(name))) } }
                @for (name, pieces) in look.typed.typed().filter(|(name, _)| name.starts_with("eq-")) { (hidden(name, pieces)) }
                (stack(html! { @for one in &look.seen.occurrences { (occurrence(ui, look, one)) } }))
                (action_bar(html! {
                    (button(ui.t(msg::SERIES_MAKE)).primary().value("act", "make"))
                    (button(ui.t(msg::SERIES_LOOK_AGAIN)).value("act", "look"))
                    (link_button(&back, ui.t(msg::BOOKING_BACK)).quiet())
                }))
            }))
        }))
    }
}

/// One occurrence: how it stands, and what is to be done.
pub fn occurrence(ui: &Ui, look: &Look<'_>, one: &Occurrence) -> Markup {
    let ms = one.starts_at.as_millisecond();
    let name = format!("do-{ms}");
    let error = look.problems.of(&name);
    let chosen = |choice: &str| {
        let typed = look.typed.raw(&name);
        match (typed, one.choice) {
            ("", Choice::Book) => choice == "book",
            ("", Choice::Skip) => choice == "skip",
            ("", Choice::Wait) => choice == "wait",
            ("", Choice::Without) => choice == "without",
            ("", Choice::Fewer) => choice == "fewer",
            ("", Choice::Move(_)) => choice == "move",
            (typed, _) => choice == typed,
        }
    };
    let (tone, word) = match &one.own {
        Ok(_) if !one.short.is_empty() => (Tone::Error, msg::SERIES_STATE_SHORT),
        Ok(ready) if ready.status == Status::Asked => (Tone::Warn, msg::SERIES_STATE_ASKS),
        Ok(_) => (Tone::Ok, msg::SERIES_STATE_FREE),
        Err(Obstacle::Holiday(_)) => (Tone::Plain, msg::SERIES_STATE_HOLIDAY),
        Err(Obstacle::No(BookError::Closed(_))) => (Tone::Plain, msg::SERIES_STATE_CLOSED),
        Err(Obstacle::No(BookError::Taken(_))) => (Tone::Error, msg::SERIES_STATE_TAKEN),
        Err(Obstacle::No(_)) => (Tone::Error, msg::SERIES_STATE_NOT),
    };
    let why = match &one.own {
        Ok(_) => None,
        Err(Obstacle::Holiday(name)) => Some(name.clone()),
        Err(Obstacle::No(why)) => why.sentence().map(|sentence| spoken::say(ui, &sentence)),
    };
    let legend = when::span(ui.lang, one.starts_at, one.ends_at, ui.now);
    card(html! {
        (spread(html! { h2 class="whole-words" { (legend) } }, badge(tone, ui.t(word))))
        @if let Some(why) = &why { p { (why) } }
        @for short in &one.short { p { (spoken::say(ui, &short.sentence())) } }
        @let choose = choices(ui, &name, ui.t(msg::SERIES_WHAT_TO_DO)).required().inline().error(error);
        @if one.is_free() {
            (choose.option("book", ui.t(msg::SERIES_DO_BOOK), chosen("book")).option("skip", ui.t(msg::SERIES_DO_SKIP), chosen("skip")))
        } @else {
            @let choose = choose.option("skip", ui.t(msg::SERIES_DO_SKIP), chosen("skip"));
            @let some = one.own.is_ok() && one.short.iter().any(|short| short.free > 0);
            @let choose = if some { choose.option("fewer", ui.t(msg::SERIES_DO_FEWER), chosen("fewer")) } else { choose };
            @let choose = if look.waits && one.is_short() && one.short.iter().all(|short| short.can_come) {
                choose.option("wait", ui.t(msg::SERIES_DO_WAIT_PIECES), chosen("wait"))
            } else { choose };
            @let choose = if one.own.is_ok() { choose.option("without", ui.t(msg::SERIES_DO_WITHOUT), chosen("without")) } else { choose };
            @if look.waits && one.is_taken() {
                (choose.option("wait", ui.t(msg::SERIES_DO_WAIT), chosen("wait")).option("move", ui.t(msg::SERIES_DO_MOVE), chosen("move")))
            } @else {
                (choose.option("move", ui.t(msg::SERIES_DO_MOVE), chosen("move")))
            }
            @if let Some(nearest) = one.nearest { p { (ui.tf(msg::SERIES_NEAREST, args! { at = when::moment(ui.lang, nearest, ui.now) })) } }
            (disclosure(ui.t(msg::SERIES_MOVE_WHERE), chosen("move"), elsewhere(ui, look, one)))
        }
        @match &one.instead {
            Some(Ok(_)) => (badge(Tone::Ok, ui.t(msg::SERIES_MOVE_FREE))),
            Some(Err(why)) => @if let Some(sentence) = why.sentence() { (notice(Tone::Warn, html! { (spoken::say(ui, &sentence)) })) },
            None => {},
        }
    })
}

/// Another day, another time, another room.
fn elsewhere(ui: &Ui, look: &Look<'_>, one: &Occurrence) -> Markup {
    let ms = one.starts_at.as_millisecond();
    let (on, at, there) = (format!("on-{ms}"), format!("at-{ms}"), format!("room-{ms}"));
    // The form begins with what can be had.
    let wall = time::civil(one.nearest.unwrap_or(one.starts_at));
    let or = |name: &str, usual: String| match look.typed.raw(name) {
        "" => usual,
        typed => typed.to_owned(),
    };
    let (day, hour) = (
        or(&on, wall.date().to_string()),
        or(&at, when::clock_value(wall.time())),
    );
    let rooms: Vec<(String, String)> = std::iter::once(&look.seen.room)
        .chain(&look.seen.others)
        .map(|room| (room.id.to_text(), named(ui, room, one)))
        .collect();
    let mut list = select(ui, &there, ui.t(msg::SERIES_MOVE_ROOM)).required();
    for (id, name) in &rooms {
        list = list.option(id, name, look.typed.raw(&there) == id);
    }
    html! {
        (list)
        (row(html! {
            (field(ui, &on, ui.t(msg::BOOKING_FIELD_DAY)).value(&day).required().date())
            (field(ui, &at, ui.t(msg::BOOKING_FIELD_FROM)).value(&hour).required().time().short())
        }))
    }
}

fn named(ui: &Ui, room: &Room, one: &Occurrence) -> String {
    if one.free_rooms.contains(&room.id) {
        ui.tf(msg::SERIES_ROOM_FREE, args! { place = room.place() })
    } else {
        room.place()
    }
}
