//! How a room looks: a week of it, the form to book it, its hours and rules in words.

use jiff::{ToSpan, civil::Date};
use langqiao_kernel::{
    calendar::WorkCalendar,
    id::{BookingId, OrganisationId, SpaceId},
    time,
};
use langqiao_platform::{fields::Fields, ui::prelude::*};

use super::{
    book::{PURPOSE_MAX, last_day},
    hours::{DAY, Hours, Opening},
    lending::queries::Equipment,
    model::{Beside, Booking, OpenTo, Room, Status},
    say::openings,
    series::{self, rule::Every},
    views::{asked_here, deeds, give_back, purpose, status, we_are_here},
    waiting,
};

/// A room's page in the workbench.
pub(super) struct RoomPage<'a> {
    /// Whose workbench.
    pub org: OrganisationId,
    /// The room.
    pub room: &'a Room,
    /// The first of the seven days shown.
    pub day: Date,
    /// What is held or asked for on them.
    pub bookings: &'a [Booking],
    /// What is taken along with them: booking, kind, pieces.
    pub along: &'a [(BookingId, String, i64)],
    /// What is waited for with them: the same.
    pub awaited: &'a [(BookingId, String, i64)],
    /// What the venue lends.
    pub equipment: &'a [Equipment],
    /// Who built the venue together.
    pub partners: &'a [String],
    /// What was typed.
    pub typed: &'a Fields,
    /// What is wrong with it.
    pub problems: &'a Problems,
    /// What of the typed wish one may wait for.
    pub in_line: Option<InLine>,
    /// What waits for its keeper's word, if the reader may say it.
    pub asked: (&'a [Booking], &'a [Beside]),
    /// Where the house is found.
    pub base: &'a str,
    /// Whether the reader may book, and lay down the rules.
    pub may: (bool, bool),
}

/// What somebody who wanted a room and didn't get it may wait for.
#[derive(Clone, Copy, Debug)]
pub(super) enum InLine {
    /// The time, which somebody has.
    ForTime,
    /// The pieces that lack; the room is free.
    ForPieces,
}

/// A week of a room, and the form to book it.
pub(super) fn room(ui: &Ui, page: &RoomPage<'_>) -> Markup {
    let RoomPage { org, room, day, .. } = page;
    let title = format!("{} · {}", room.venue_name, room.name);
    let lede = ui.tf(
        msg::BOOKING_ROOM_LEDE,
        args! { keeper = room.keeper_name.clone(), n = room.capacity },
    );
    let keeps = page.may.1 && room.keeper == *org;
    let actions = html! {
        @if keeps { (link_button(&format!("/w/{org}/spaces/{}/rules", room.id), ui.t(msg::BOOKING_RULES_EDIT)).icon(Icon::Edit)) (link_button(&format!("/w/{org}/spaces/{}/closing", room.id), ui.t(msg::CLOSING_TITLE)).quiet()) }
    };
    html! {
        (page_title(&title, Some(&lede), Some(actions)))
        (stack(html! {
            (error_summary(ui, page.problems))
            @if !room.in_service { (notice(Tone::Warn, html! { p { (ui.t(msg::BOOKING_OUT_OF_SERVICE)) } })) }
            @else if let Some(closed) = &room.closed {
                (notice(Tone::Warn, html! { p { (ui.tf(msg::CLOSING_SINCE, args! { day = when::full_day(ui.lang, time::day(closed.from)), reason = closed.reason.clone() })) } }))
            }
            (asked_here(ui, (*org, room.id), page.asked))
            (split(
                section(ui.t(msg::BOOKING_WEEK), stack(html! {
                    (around(ui, page))
                    @if let Some(year) = unpublished(page).filter(|_| room.in_service) { (notice(Tone::Info, html! { p { (ui.tf(msg::SERIES_UNPUBLISHED, args! { year = year.to_string() })) } })) }
                    @for offset in 0..7 { @if let Ok(day) = day.checked_add(i64::from(offset).days()) { (one_day(ui, page, day)) } }
                })),
                html! {
                    @match page.in_line {
                        _ if !room.in_service => {},
                        Some(InLine::ForTime) => (waiting::views::way_to_wait(ui, *org, room.id, page.typed)),
                        Some(InLine::ForPieces) => (waiting::views::way_to_wait_for_pieces(ui, *org, room.id, page.typed)),
                        None => {},
                    }
                    @if room.in_service {
                        @if page.may.0 && room.closed.as_ref().is_none_or(|closed| ui.now < closed.from) { (booking_form(ui, page)) }
                        div #rules { (panel(ui.t(msg::BOOKING_RULES), rules(ui, room, page.partners))) }
                    }
                    (calendar(ui, page.base, room.id))
                },
            ))
        }))
    }
}

/// The ways to the weeks before and after, and to any day.
fn around(ui: &Ui, page: &RoomPage<'_>) -> Markup {
    let path = format!("/w/{}/spaces/{}", page.org, page.room.id);
    let week = |days: i64| page.day.checked_add(days.days()).ok();
    html! {
        (row(html! {
            @if let Some(before) = week(-7) { (link_button(&format!("{path}?day={before}"), ui.t(msg::BOOKING_WEEK_BEFORE)).small().icon(Icon::Back)) }
            @if let Some(after) = week(7) { (link_button(&format!("{path}?day={after}"), ui.t(msg::BOOKING_WEEK_AFTER)).small().icon(Icon::Forward)) }
        }))
    }
}

/// The first year of the seven days whose holidays the room keeps to and nobody knows yet.
fn unpublished(page: &RoomPage<'_>) -> Option<i16> {
    let (hours, calendar) = (&page.room.rules.hours, WorkCalendar::in_force());
    let mut days = (0..7_i64).filter_map(|offset| page.day.checked_add(offset.days()).ok());
    days.find_map(|day| hours.unpublished(day, &calendar))
}

fn one_day(ui: &Ui, page: &RoomPage<'_>, day: Date) -> Markup {
    let open = page.room.rules.hours.on(day, &WorkCalendar::in_force());
    let special = page
        .room
        .rules
        .hours
        .days
        .iter()
        .find(|special| special.day == day);
    let (from, until) = (
        time::start_of_day(day),
        day.tomorrow().map_or(time::start_of_day(day), time::start_of_day),
    );
    let on: Vec<&Booking> = page
        .bookings
        .iter()
        .filter(|booking| booking.starts_at < until && from < booking.ends_at)
        .collect();
    let keeps = page.may.1 && page.room.keeper == page.org;
    let closed = page
        .room
        .closed
        .as_ref()
        .map(|closed| closed.from)
        .filter(|from| *from < until);
    let all_day = closed.is_some_and(|closed| closed <= from);
    card(html! {
        (spread(
            html! { h3 class="whole-words" { (when::day(ui.lang, day, ui.now)) } },
            muted(html! {
                @if !page.room.in_service { (ui.t(msg::BOOKING_NOT_IN_SERVICE)) }
                @else if all_day { (ui.t(msg::CLOSING_DAY)) }
                @else if special.is_none() && !page.room.rules.hours.said() { (ui.t(msg::BOOKING_HOURS_UNSAID)) }
                @else if open.is_empty() { (ui.t(msg::BOOKING_CLOSED)) } @else { (openings(&open)) }
                @if let Some(special) = special { @if page.room.in_service && !all_day && !special.note.is_empty() { " · " (special.note) } }
                @if let Some(at) = closed.filter(|_| page.room.in_service && !all_day) { " · " (ui.tf(msg::CLOSING_DAY_FROM, args! { at = when::clock(time::civil(at).time()) })) }
            }),
        ))
        @if on.is_empty() && !all_day && page.room.in_service { (muted(html! { (ui.t(msg::BOOKING_FREE)) })) }
        @for booking in on {
            @let ours = booking.organisation == page.org;
            (spread(
                html! {
                    p {
                        strong { (when::span(ui.lang, booking.starts_at, booking.ends_at, ui.now)) } " "
                        (purpose(page.org, booking)) " · " (booking.by) " "
                        @for (_, name, pieces) in page.along.iter().filter(|(id, ..)| *id == booking.id) { (badge(Tone::Plain, &format!("{name} × {pieces}"))) " " }
                        @for (_, name, pieces) in page.awaited.iter().filter(|(id, ..)| *id == booking.id) { (badge(Tone::Warn, &ui.tf(msg::WAIT_PIECES_WHAT, args! { name = name.clone(), n = *pieces }))) " " }
                        @if booking.status == Status::Asked || booking.pending.is_some() || booking.opened_at.is_some() { (status(ui, booking)) }
                        @if booking.status == Status::Asked && page.bookings.iter().any(|other| other.is_rival_of(booking)) { " " (badge(Tone::Warn, ui.t(msg::BOOKING_RIVALS))) }
                    }
                },
                html! {
                    @if page.may.0 && ours { (deeds(ui, page.org, booking)) }
                    @else if page.may.0 && keeps { (we_are_here(ui, page.org, booking)) (give_back(ui, page.org, booking, true)) }
                },
            ))
        }
    })
}

fn booking_form(ui: &Ui, page: &RoomPage<'_>) -> Markup {
    let action = format!("/w/{}/spaces/{}", page.org, page.room.id);
    let typed = |name: &str| page.typed.raw(name);
    let error = |name: &str| page.problems.of(name);
    let day = if typed("day").is_empty() {
        page.day.to_string()
    } else {
        typed("day").to_owned()
    };
    let last = last_day(page.room, ui.now).to_string();
    let asks = page.room.rules.others_ask() && !page.room.own;
    let send = if asks { msg::BOOKING_ASK } else { msg::BOOKING_BOOK };
    panel(ui.t(send), form(ui, &action).body(html! {
        (field(ui, "day", ui.t(msg::BOOKING_FIELD_DAY)).value(&day).error(error("day")).required().date()
            .range(Some(time::day(ui.now).to_string()), Some(last)))
        (row(html! {
            (field(ui, "from", ui.t(msg::BOOKING_FIELD_FROM)).value(typed("from")).error(error("from")).required().time().short())
            (field(ui, "to", ui.t(msg::BOOKING_FIELD_TO)).value(typed("to")).error(error("to")).required().time().short())
        }))
        (field(ui, "purpose", ui.t(msg::BOOKING_FIELD_PURPOSE)).value(typed("purpose")).error(error("purpose"))
            .hint(ui.t(msg::BOOKING_FIELD_PURPOSE_HINT)).required().max_chars(PURPOSE_MAX as u32))
        (field(ui, "people", ui.t(msg::BOOKING_FIELD_PEOPLE)).value(typed("people")).error(error("people")).whole_number().short())
        @if !page.equipment.is_empty() { (disclosure(ui.t(msg::LEND_ALONG), takes_along(page), equipment(ui, page))) }
        (disclosure(ui.t(msg::SERIES_REPEAT), series::form::repeats(page.typed), repeat(ui, page)))
        (button(ui.t(send)).primary())
    }).render())
}

/// Whether something was typed there, or is wrong with it.
fn takes_along(page: &RoomPage<'_>) -> bool {
    let mut typed = page.typed.typed();
    typed.any(|(name, pieces)| name.starts_with("eq-") && !pieces.is_empty())
}

/// How many of each kind are taken along.
fn equipment(ui: &Ui, page: &RoomPage<'_>) -> Markup {
    html! {
        @for one in page.equipment {
            @let name = format!("eq-{}", one.id);
            @let label = ui.tf(msg::LEND_OF, args! { name = one.name.clone(), n = one.pieces });
            (field(ui, &name, &label).value(page.typed.raw(&name)).error(page.problems.of(&name)).unmarked().whole_number().short())
        }
    }
}

/// How often, until when; each occurrence is looked at before anything is booked.
fn repeat(ui: &Ui, page: &RoomPage<'_>) -> Markup {
    let typed = |name: &str| page.typed.raw(name);
    let error = |name: &str| page.problems.of(name);
    let mut every = select(ui, "repeat", ui.t(msg::SERIES_EVERY))
        .required()
        .error(error("repeat"))
        .option("never", ui.t(msg::SERIES_EVERY_NEVER), false);
    for one in Every::ALL {
        let word = match one {
            Every::Day => msg::SERIES_EVERY_DAY,
            Every::Week => msg::SERIES_EVERY_WEEK,
            Every::TwoWeeks => msg::SERIES_EVERY_TWO_WEEKS,
            Every::Month => msg::SERIES_EVERY_MONTH,
        };
        every = every.option(one.as_str(), ui.t(word), typed("repeat") == one.as_str());
    }
    let last = last_day(page.room, ui.now).to_string();
    html! {
        (every)
        (field(ui, "until", ui.t(msg::SERIES_UNTIL)).value(typed("until")).error(error("until")).unmarked().date()
            .range(Some(time::day(ui.now).to_string()), Some(last)))
        (field(ui, "times", ui.t(msg::SERIES_TIMES)).value(typed("times")).error(error("times")).unmarked().whole_number().short())
        (checkbox("holidays", ui.t(msg::SERIES_HOLIDAYS), typed("holidays") == "1", None, None))
        (muted(html! { (ui.t(msg::SERIES_REPEAT_HINT)) }))
    }
}

/// A room's calendar, to be subscribed to.
pub(super) fn calendar(ui: &Ui, base: &str, space: SpaceId) -> Markup {
    let address = format!("{base}/spaces/{space}/calendar.ics");
    let name = space.to_text();
    let block = subscribe(
        ui,
        (&name, &address),
        msg::SUBSCRIBE_SHOWS_ROOM,
        msg::SUBSCRIBE_ENDS,
    );
    disclosure(ui.t(msg::SUBSCRIBE_TITLE), false, block)
}

/// What the keeper has laid down, in words.
fn rules(ui: &Ui, room: &Room, partners: &[String]) -> Markup {
    let rules = &room.rules;
    let who = match rules.open_to {
        OpenTo::Keeper => msg::BOOKING_OPEN_TO_KEEPER,
        OpenTo::Lines => msg::BOOKING_OPEN_TO_LINES,
    };
    let mut said = vec![html! { (ui.t(who)) }];
    if !rules.hours.said() {
        said.push(html! { (ui.t(msg::BOOKING_RULE_UNSAID)) });
    } else if rules.asks {
        said.push(html! { (ui.t(msg::BOOKING_RULE_ASKS)) });
    }
    if rules.notice_hours > 0 {
        said.push(html! { (ui.tf(msg::BOOKING_RULE_NOTICE, args! { n = rules.notice_hours })) });
    }
    if !partners.is_empty() {
        let names = partners.join(ui.lang.between_names());
        let sentence = if rules.head_start_days > 0 {
            msg::LEND_RULE_PARTNERS
        } else {
            msg::LEND_RULE_PARTNERS_WAIT
        };
        said.push(html! { (ui.tf(sentence, args! { names = names, n = rules.head_start_days })) });
    }
    said.push(html! { (ui.tf(msg::BOOKING_RULE_AHEAD, args! { n = rules.ahead_days })) });
    if rules.no_show_minutes > 0 {
        said.push(html! { (ui.tf(msg::COME_RULE, args! { n = rules.no_show_minutes })) });
    }
    said.push(html! { (ui.tf(msg::WAIT_RULE, args! { time = ui.minutes(rules.offer_minutes) })) });
    let buffers = match (rules.setup_minutes, rules.cleanup_minutes) {
        (0, 0) => None,
        (_, 0) => Some(msg::BOOKING_RULE_SETUP),
        (0, _) => Some(msg::BOOKING_RULE_CLEANUP),
        _ => Some(msg::BOOKING_RULE_BUFFERS),
    };
    if let Some(sentence) = buffers {
        let minutes = args! { before = rules.setup_minutes, after = rules.cleanup_minutes };
        said.push(html! { (ui.tf(sentence, minutes)) });
    }
    html! { (bullets(said)) (hours(ui, &rules.hours)) (muted(html! { (ui.t(msg::BOOKING_RULE_WHOSE)) })) }
}

/// A room's week in a few lines: days that are alike stand together.
pub(super) fn hours(ui: &Ui, hours: &Hours) -> Markup {
    if !hours.said() {
        return muted(html! { (ui.t(msg::BOOKING_HOURS_LABEL)) (ui.t(msg::BOOKING_HOURS_UNSAID)) });
    }
    let whole = |number: i8| {
        hours.week.contains(&(
            number,
            Opening {
                opens: 0,
                closes: DAY,
            },
        ))
    };
    if (1..=7).all(whole) {
        let holidays = if hours.official_days {
            msg::BOOKING_OPEN_BUT_HOLIDAYS
        } else {
            msg::BOOKING_ALWAYS_OPEN
        };
        return muted(html! { (ui.t(holidays)) });
    }
    let monday = jiff::civil::date(2026, 1, 5);
    let of_day = |number: i8| {
        let open = hours.week.iter().filter(|(weekday, _)| *weekday == number);
        open.map(|(_, opening)| *opening).collect::<Vec<_>>()
    };
    let name = |number: i8| {
        let day = monday.saturating_add(i64::from(number - 1).days());
        when::weekday(ui.lang, day)
    };
    let mut lines: Vec<(i8, i8, String)> = Vec::new();
    for number in 1..=7 {
        let open = of_day(number);
        let text = if open.is_empty() {
            ui.t(msg::BOOKING_CLOSED).to_owned()
        } else {
            openings(&open)
        };
        match lines.last_mut() {
            Some((_, last, same)) if *same == text => *last = number,
            _ => lines.push((number, number, text)),
        }
    }
    html! {
        (bullets(lines.iter().map(|(first, last, text)| html! {
            (name(*first)) @if first < last { "–" (name(*last)) } " " (text)
        })))
        @if hours.official_days { (muted(html! { (ui.t(msg::BOOKING_RULE_OFFICIAL)) })) }
    }
}
