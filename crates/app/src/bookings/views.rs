//! How rooms look: the list, a week of one, its hours and rules in words.

use jiff::{ToSpan, civil::Date};
use langqiao_kernel::{calendar::WorkCalendar, id::OrganisationId, time};
use langqiao_platform::{fields::Fields, ui::prelude::*};

use super::{
    book::{PURPOSE_MAX, last_day},
    decide::NOTE_MAX,
    hours::Hours,
    model::{Booking, OpenTo, Room, Scope, Status},
    say::openings,
    series::{self, rule::Every},
};
use crate::venues::SpaceChoice;

/// The rooms that an organisation may want, what it has booked, and who asks it for a room.
pub(super) struct List<'a> {
    /// Whose workbench.
    pub org: OrganisationId,
    /// The rooms, each with how many uses begin today.
    pub rooms: &'a [(SpaceChoice, i64)],
    /// What it has booked.
    pub booked: &'a [Booking],
    /// What waits for its word, if the reader may say it.
    pub asked: &'a [Booking],
    /// Whether the reader may give bookings back.
    pub may_book: bool,
}

/// The page of rooms.
pub(super) fn list(ui: &Ui, page: &List<'_>) -> Markup {
    let own = page.rooms.iter().filter(|(room, _)| room.nearness == 0);
    let others = page.rooms.iter().filter(|(room, _)| room.nearness > 0);
    html! {
        (page_title(ui.t(msg::BOOKING_TITLE), Some(ui.t(msg::BOOKING_LEDE)), None))
        (stack(html! {
            @if !page.asked.is_empty() {
                (section(ui.t(msg::BOOKING_ASKED), stack(html! {
                    @for booking in one_of_each(page.asked) { (asked(ui, page.org, booking)) }
                })))
            }
            @if !page.booked.is_empty() {
                (section(ui.t(msg::BOOKING_OURS), bookings(ui, page.org, page.booked, page.may_book)))
            }
            (rooms(ui, page.org, ui.t(msg::BOOKING_OWN_ROOMS), own.collect()))
            (rooms(ui, page.org, ui.t(msg::BOOKING_OTHER_ROOMS), others.collect()))
            @if page.rooms.is_empty() { (empty(Icon::Door, ui.t(msg::BOOKING_NO_ROOMS), html! {})) }
        }))
    }
}

fn rooms(ui: &Ui, org: OrganisationId, title: &str, rooms: Vec<&(SpaceChoice, i64)>) -> Markup {
    if rooms.is_empty() {
        return html! {};
    }
    let columns = vec![
        col(ui.t(msg::BOOKING_COL_ROOM)),
        col(ui.t(msg::BOOKING_COL_KEEPER)),
        number_col(ui.t(msg::BOOKING_COL_CAPACITY)),
        number_col(ui.t(msg::BOOKING_COL_TODAY)),
    ];
    let rows = rooms.into_iter().map(|(room, uses)| {
        vec![
            link(&format!("/w/{org}/spaces/{}", room.id), &room.name),
            html! { (room.owner) },
            html! { (room.capacity) },
            html! { (uses) },
        ]
    });
    section(title, table(title, columns).rows(rows).render())
}

fn bookings(ui: &Ui, org: OrganisationId, bookings: &[Booking], may: bool) -> Markup {
    let columns = vec![
        col(ui.t(msg::BOOKING_COL_WHEN)),
        col(ui.t(msg::BOOKING_COL_ROOM)),
        col(ui.t(msg::BOOKING_COL_PURPOSE)),
        col(ui.t(msg::BOOKING_COL_STATUS)),
        col(ui.t(msg::BOOKING_COL_ACT)).unseen(),
    ];
    let rows = bookings.iter().map(|booking| {
        let day = time::day(booking.starts_at);
        vec![
            ui.span(booking.starts_at, booking.ends_at),
            link(
                &format!("/w/{org}/spaces/{}?day={day}", booking.space),
                &booking.place,
            ),
            purpose(org, booking),
            html! { (status(ui, booking.status)) @if !booking.note.is_empty() { " " (booking.note) } },
            html! { @if may { (give_back(ui, org, booking, false)) } },
        ]
    });
    table(ui.t(msg::BOOKING_OURS), columns).rows(rows).render()
}

fn purpose(org: OrganisationId, booking: &Booking) -> Markup {
    match booking.activity {
        Some(activity) if booking.organisation == org => {
            link(&format!("/w/{org}/activities/{activity}"), &booking.purpose)
        }
        Some(activity) => link(&format!("/activities/{activity}"), &booking.purpose),
        None => html! { (booking.purpose) },
    }
}

fn status(ui: &Ui, status: Status) -> Markup {
    let (tone, word) = match status {
        Status::Asked => (Tone::Warn, msg::BOOKING_STATUS_ASKED),
        Status::Held => (Tone::Ok, msg::BOOKING_STATUS_HELD),
        Status::Declined => (Tone::Error, msg::BOOKING_STATUS_DECLINED),
        Status::Cancelled => (Tone::Plain, msg::BOOKING_STATUS_CANCELLED),
    };
    badge(tone, ui.t(word))
}

/// Gives a booking back; the keeper says why. An activity's room is given back with the activity.
fn give_back(ui: &Ui, org: OrganisationId, booking: &Booking, as_keeper: bool) -> Markup {
    if booking.activity.is_some() || !matches!(booking.status, Status::Held | Status::Asked) {
        return html! {};
    }
    let action = format!("/w/{org}/bookings/{}/cancel", booking.id);
    let name = format!("note-{}", booking.id);
    let fields = html! {
        p { (ui.t(msg::BOOKING_GIVE_BACK_ASK)) }
        @if booking.series.is_some() { (scope(ui, msg::SERIES_WHICH_BACK, Scope::One)) }
        @if as_keeper { (field(ui, &name, ui.t(msg::BOOKING_REASON)).required().max_chars(NOTE_MAX as u32)) }
        (button(ui.t(msg::BOOKING_GIVE_BACK)).danger().about(&booking.purpose))
    };
    confirm_with(
        ui.t(msg::BOOKING_GIVE_BACK),
        false,
        form(ui, &action).body(fields),
    )
}

/// Which bookings of a series are meant.
pub(super) fn scope(ui: &Ui, legend: Msg, usual: Scope) -> Markup {
    choices(ui, "scope", ui.t(legend))
        .required()
        .option("one", ui.t(msg::SERIES_SCOPE_ONE), usual == Scope::One)
        .option(
            "following",
            ui.t(msg::SERIES_SCOPE_FOLLOWING),
            usual == Scope::Following,
        )
        .option("all", ui.t(msg::SERIES_SCOPE_ALL), usual == Scope::All)
        .render()
}

/// Each booking that is asked for, but of each series the first alone; with how many there are.
fn one_of_each(asked: &[Booking]) -> Vec<(&Booking, i64)> {
    let mut each: Vec<(&Booking, i64)> = Vec::new();
    for booking in asked {
        let known = each
            .iter_mut()
            .find(|(first, _)| booking.series.is_some() && first.series == booking.series);
        match known {
            Some((_, n)) => *n += 1,
            None => each.push((booking, 1)),
        }
    }
    each
}

/// Somebody asks for a room, perhaps again and again.
fn asked(ui: &Ui, org: OrganisationId, (booking, n): (&Booking, i64)) -> Markup {
    let action = format!("/w/{org}/bookings/{}/answer", booking.id);
    let name = format!("note-{}", booking.id);
    let people = (booking.people > 0).then(|| ui.tf(msg::VENUE_PEOPLE, args! { n = booking.people }));
    card(html! {
        h3 { (booking.by) " · " (booking.place) }
        p { (ui.span(booking.starts_at, booking.ends_at)) " · " (booking.purpose) @if let Some(people) = people { " · " (people) } }
        @if n > 1 { p { (badge(Tone::Plain, &ui.tf(msg::SERIES_TIMES_IN_ALL, args! { n = n }))) } }
        (form(ui, &action).body(html! {
            @if n > 1 { (scope(ui, msg::SERIES_WHICH_ANSWER, Scope::All)) }
            (field(ui, &name, ui.t(msg::BOOKING_ANSWER_NOTE)).hint(ui.t(msg::BOOKING_ANSWER_HINT)).max_chars(NOTE_MAX as u32))
            (row(html! {
                (button(ui.t(msg::BOOKING_ACCEPT)).primary().value("yes", "1"))
                (button(ui.t(msg::BOOKING_DECLINE)).value("yes", "0"))
            }))
        }))
    })
}

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
    /// What was typed.
    pub typed: &'a Fields,
    /// What is wrong with it.
    pub problems: &'a Problems,
    /// Whether the reader may book, and lay down the rules.
    pub may: (bool, bool),
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
        @if keeps { (link_button(&format!("/w/{org}/spaces/{}/rules", room.id), ui.t(msg::BOOKING_RULES_EDIT)).icon(Icon::Edit)) }
        (link_button(&format!("/spaces/{}/calendar.ics", room.id), ui.t(msg::BOOKING_SUBSCRIBE)).quiet().icon(Icon::Calendar))
    };
    html! {
        (page_title(&title, Some(&lede), Some(actions)))
        (stack(html! {
            (error_summary(ui, page.problems))
            (split(
                section(ui.t(msg::BOOKING_WEEK), stack(html! {
                    (around(ui, page))
                    @for offset in 0..7 { @if let Ok(day) = day.checked_add(i64::from(offset).days()) { (one_day(ui, page, day)) } }
                })),
                html! {
                    @if page.may.0 { (booking_form(ui, page)) }
                    (panel(ui.t(msg::BOOKING_RULES), rules(ui, room)))
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

fn one_day(ui: &Ui, page: &RoomPage<'_>, day: Date) -> Markup {
    let open = page.room.rules.hours.on(day, &WorkCalendar::official());
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
    card(html! {
        (spread(
            html! { h3 { (when::full_day(ui.lang, day)) } },
            muted(html! {
                @if open.is_empty() { (ui.t(msg::BOOKING_CLOSED)) } @else { (openings(&open)) }
                @if let Some(special) = special { @if !special.note.is_empty() { " · " (special.note) } }
            }),
        ))
        @if on.is_empty() { (muted(html! { (ui.t(msg::BOOKING_FREE)) })) }
        @for booking in on {
            @let ours = booking.organisation == page.org;
            (spread(
                html! {
                    p {
                        strong { (when::span(ui.lang, booking.starts_at, booking.ends_at, ui.now)) } " "
                        (purpose(page.org, booking)) " · " (booking.by) " "
                        @if booking.status == Status::Asked { (status(ui, booking.status)) }
                    }
                },
                html! { @if page.may.0 && (ours || keeps) { (give_back(ui, page.org, booking, !ours)) } },
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
    let last = last_day(&page.room.rules, ui.now).to_string();
    let asks = page.room.rules.asks && !page.room.own;
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
        (disclosure(ui.t(msg::SERIES_REPEAT), series::form::repeats(page.typed), repeat(ui, page)))
        (button(ui.t(send)).primary())
    }).render())
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
    let last = last_day(&page.room.rules, ui.now).to_string();
    html! {
        (every)
        (field(ui, "until", ui.t(msg::SERIES_UNTIL)).value(typed("until")).error(error("until")).unmarked().date()
            .range(Some(time::day(ui.now).to_string()), Some(last)))
        (field(ui, "times", ui.t(msg::SERIES_TIMES)).value(typed("times")).error(error("times")).unmarked().whole_number().short())
        (checkbox("holidays", ui.t(msg::SERIES_HOLIDAYS), typed("holidays") == "1", None, None))
        (muted(html! { (ui.t(msg::SERIES_REPEAT_HINT)) }))
    }
}

/// What the keeper has laid down, in words.
fn rules(ui: &Ui, room: &Room) -> Markup {
    let rules = &room.rules;
    let who = match rules.open_to {
        OpenTo::Keeper => msg::BOOKING_OPEN_TO_KEEPER,
        OpenTo::Lines => msg::BOOKING_OPEN_TO_LINES,
    };
    let mut said = vec![html! { (ui.t(who)) }];
    if rules.asks {
        said.push(html! { (ui.t(msg::BOOKING_RULE_ASKS)) });
    }
    if rules.notice_hours > 0 {
        said.push(html! { (ui.tf(msg::BOOKING_RULE_NOTICE, args! { n = rules.notice_hours })) });
    }
    said.push(html! { (ui.tf(msg::BOOKING_RULE_AHEAD, args! { n = rules.ahead_days })) });
    if rules.setup_minutes + rules.cleanup_minutes > 0 {
        let buffers = args! { before = rules.setup_minutes, after = rules.cleanup_minutes };
        said.push(html! { (ui.tf(msg::BOOKING_RULE_BUFFERS, buffers)) });
    }
    html! { (bullets(said)) (hours(ui, &rules.hours)) }
}

/// A room's week in a few lines: days that are alike stand together.
pub(super) fn hours(ui: &Ui, hours: &Hours) -> Markup {
    if hours.week.is_empty() {
        return muted(html! { (ui.t(msg::BOOKING_ALWAYS_OPEN)) });
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
