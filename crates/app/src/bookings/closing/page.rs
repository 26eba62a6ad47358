//! Closing a room: from which day, why, and what is booked beyond, each to be taken back or waited for.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::{Timestamp, civil::Date};
use langqiao_kernel::{
    id::{OrganisationId, SpaceId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    fields::Fields,
    form::Form,
    gate::Grant,
    not_done::NotDone,
    reply::SeeOther,
    spoken::{Day, Moment},
    ui::prelude::*,
};
use serde::Deserialize;

use super::{
    super::{
        KeepSpaces,
        decide::NOTE_MAX,
        model::{Booking, Room},
        views::purpose,
    },
    close::{self, Closing, REASON_MAX, Shut},
};

/// From which day; today if nothing readable is said.
#[derive(Debug, Deserialize)]
pub struct From {
    from: Option<String>,
}

/// `GET /w/{org}/spaces/{space}/closing`
pub async fn show(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, space)): Path<(OrganisationId, SpaceId)>,
    Query(asked): Query<From>,
) -> Result<Page, Fault> {
    let from = asked.from.and_then(|day| day.parse().ok());
    page(
        &gate,
        &ui,
        &app,
        (space, from),
        (&Fields::default(), &Problems::new()),
    )
    .await
}

async fn page(
    gate: &Grant<KeepSpaces>,
    ui: &Ui,
    app: &App,
    (space, from): (SpaceId, Option<Date>),
    (typed, problems): (&Fields, &Problems),
) -> Result<Page, Fault> {
    let (org, now) = (gate.org(), ui.now);
    let today = time::day(now);
    let from = from
        .filter(|day| *day >= today && day.year() <= 2200)
        .unwrap_or(today);
    let read = app.db.read(move |tx| {
        let room = close::kept(tx, org, space, today)?;
        let begins = close::from_instant(tx, space, (from, now))?;
        let booked = close::beyond(tx, space, begins)?;
        Ok::<_, NotDone>((room, begins, booked))
    });
    let (room, begins, booked) = read.await?;
    // Somebody is in it now: it closes when they are done.
    let in_use = Some(begins).filter(|begins| *begins > time::start_of_day(from).max(now));
    let title = ui.t(msg::CLOSING_TITLE);
    let back = format!("/w/{org}/spaces/{space}");
    let content = html! {
        (page_title(title, Some(&room.place()), Some(html! { (link_button(&back, ui.t(msg::BOOKING_BACK)).quiet()) })))
        (stack(html! {
            (error_summary(ui, problems))
            @match &room.closed {
                Some(closed) => {
                    (notice(Tone::Warn, html! { p { (ui.tf(msg::CLOSING_SINCE, args! { day = when::full_day(ui.lang, time::day(closed.from)), reason = closed.reason.clone() })) } }))
                    (post_button(ui, &format!("{back}/reopen"), button(ui.t(msg::CLOSING_REOPEN)).primary()))
                }
                None => { (to_close(ui, (org, &room), (from, in_use), &booked, (typed, problems))) }
            }
        }))
    };
    Ok(desk::page(app, ui, gate, title, content))
}

fn to_close(
    ui: &Ui,
    (org, room): (OrganisationId, &Room),
    (from, in_use): (Date, Option<Timestamp>),
    booked: &[Booking],
    (typed, problems): (&Fields, &Problems),
) -> Markup {
    let at = format!("/w/{org}/spaces/{}/closing", room.id);
    let day = from.to_string();
    let said_day = if typed.has("from") {
        typed.raw("from")
    } else {
        &day
    };
    // What was said of bookings that this day leaves alone is kept for another day.
    let elsewhere = typed.typed().filter(|(name, _)| {
        let id = name.strip_prefix("take-").or_else(|| name.strip_prefix("note-"));
        id.is_some_and(|id| booked.iter().all(|one| one.id.to_text() != id))
    });
    html! {
        (muted(html! { (ui.t(msg::CLOSING_HINT)) }))
        (form(ui, &at).body(html! {
            (hidden("looked", &day))
            @for (name, value) in elsewhere { (hidden(name, value)) }
            (row(html! {
                (field(ui, "from", ui.t(msg::CLOSING_FROM)).value(said_day).error(problems.of("from")).required().date().range(Some(time::day(ui.now).to_string()), None))
                (button(ui.t(msg::CLOSING_LOOK)).value("look", "1"))
            }))
            @if let Some(until) = in_use {
                (notice(Tone::Info, html! { p { (ui.tf(msg::CLOSING_IN_USE, args! { at = when::moment(ui.lang, until, ui.now) })) } }))
            }
            (field(ui, "reason", ui.t(msg::SITE_REASON)).required().value(typed.raw("reason")).error(problems.of("reason")).max_chars(REASON_MAX as u32).hint(ui.t(msg::CLOSING_REASON_HINT)))
            @if booked.is_empty() { (muted(html! { (ui.t(msg::CLOSING_NONE)) })) }
            @else {
                h2 { (ui.tf(msg::CLOSING_BOOKED, args! { n = booked.len() })) }
                @if booked.iter().filter(|one| one.activity.is_none()).count() > 1 {
                    (row(html! {
                        (button(ui.t(msg::CLOSING_TICK_ALL)).value("tick", "all"))
                        (button(ui.t(msg::CLOSING_TICK_NONE)).quiet().value("tick", "none"))
                    }))
                }
            }
            @for one in booked { (card(blocking(ui, org, (one, booked), (typed, problems)))) }
            (button(&ui.tf(msg::CLOSING_CLOSE, args! { day = when::full_day(ui.lang, from) })).danger())
        }))
    }
}

/// Whether a booking is to be taken back: it is ticked, or with all, or with the whole of its series.
fn is_ticked(typed: &Fields, one: &Booking) -> bool {
    match typed.raw("tick") {
        "" => typed.has(&format!("take-{}", one.id)),
        "all" => true,
        "none" => false,
        series => {
            one.series.is_some_and(|own| own.to_text() == series) || typed.has(&format!("take-{}", one.id))
        }
    }
}

fn blocking(
    ui: &Ui,
    org: OrganisationId,
    (one, booked): (&Booking, &[Booking]),
    (typed, problems): (&Fields, &Problems),
) -> Markup {
    let alike = booked
        .iter()
        .filter(|other| one.series.is_some() && other.series == one.series);
    let (first, n) = (
        alike.clone().next().is_some_and(|first| first.id == one.id),
        alike.count(),
    );
    let series = one.series.map(|series| series.to_text()).unwrap_or_default();
    let (take, note) = (format!("take-{}", one.id), format!("note-{}", one.id));
    let day = time::day(one.starts_at);
    html! {
        p {
            (link(&format!("/w/{org}/spaces/{}?day={day}", one.space), &when::span(ui.lang, one.starts_at, one.ends_at, ui.now)))
            " · " (purpose(org, one)) " · " (one.by)
        }
        @if one.activity.is_some() {
            (notice(Tone::Info, html! { p { (ui.t(msg::CLOSING_ACTIVITY)) } }))
        } @else {
            (checkbox(&take, ui.t(msg::CLOSING_TAKE_BACK), is_ticked(typed, one), None, problems.of(&take)))
            @if first && n > 1 { (row(button(&ui.tf(msg::CLOSING_TICK_SERIES, args! { n = n })).small().about(&one.purpose).value("tick", &series).render())) }
            (field(ui, &note, ui.t(msg::CLOSING_NOTE)).value(typed.raw(&note)).max_chars(NOTE_MAX as u32).unmarked())
        }
    }
}

/// `POST /w/{org}/spaces/{space}/closing`
pub async fn change(
    gate: Grant<KeepSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, space)): Path<(OrganisationId, SpaceId)>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let today = time::day(ui.now);
    let from: Option<Date> = fields.raw("from").parse().ok();
    let looked: Option<Date> = fields.raw("looked").parse().ok();
    if fields.has("look") || fields.has("tick") {
        return look(&gate, &ui, &app, (space, from), &fields).await;
    }
    if from.is_none() || looked.is_some_and(|day| Some(day) != from && from >= Some(today)) {
        let mut problems = Problems::new();
        let sentence = from.map_or(msg::CLOSING_BAD_DAY, |_| msg::CLOSING_LOOK_FIRST);
        problems.add("from", ui.t(sentence));
        let page = page(&gate, &ui, &app, (space, from.or(looked)), (&fields, &problems)).await?;
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    }
    let ticked = fields
        .typed()
        .filter_map(|(name, _)| name.strip_prefix("take-")?.parse().ok());
    let closing = Closing {
        from: from.unwrap_or(today),
        reason: fields.raw("reason").to_owned(),
        take_back: ticked
            .map(|id: langqiao_kernel::id::BookingId| (id, fields.raw(&format!("note-{id}")).to_owned()))
            .collect(),
    };
    let done = app
        .db
        .write(gate.by(), move |tx| {
            close::close(tx, (org, person), space, &closing)
        })
        .await;
    match done {
        Ok(shut) => Ok(SeeOther::to(format!("/w/{org}/spaces/{space}"))
            .say(Tone::Ok, said(&shut, ui.now))
            .into_response()),
        Err(why) => {
            let problems = why.into_fields()?.problems(&ui);
            let page = page(&gate, &ui, &app, (space, from), (&fields, &problems)).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
    }
}

/// From when on it is closed, and how many were told.
fn said(shut: &Shut, now: Timestamp) -> Sentence {
    let day = time::day(shut.from);
    let sentence = if day > time::day(now) {
        Sentence::new(msg::CLOSING_SAID_FROM).with("day", Day(day))
    } else if shut.from > now {
        Sentence::new(msg::CLOSING_SAID_AFTER).with("at", Moment(shut.from))
    } else {
        Sentence::new(msg::CLOSING_SAID)
    };
    sentence.with("n", shut.taken_back as i64)
}

/// What is booked from the day on that was typed, with everything that was typed besides; nothing is closed.
async fn look(
    gate: &Grant<KeepSpaces>,
    ui: &Ui,
    app: &App,
    (space, from): (SpaceId, Option<Date>),
    fields: &Fields,
) -> Result<Response, Fault> {
    let mut problems = Problems::new();
    match from {
        None => problems.add("from", ui.t(msg::CLOSING_BAD_DAY)),
        Some(day) if day < time::day(ui.now) => problems.add("from", ui.t(msg::CLOSING_PAST)),
        Some(_) => {}
    }
    let bad = !problems.is_empty();
    let page = page(gate, ui, app, (space, from), (fields, &problems)).await?;
    if bad {
        return Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response());
    }
    Ok(page.into_response())
}

/// `POST /w/{org}/spaces/{space}/reopen`
pub async fn reopen(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, space)): Path<(OrganisationId, SpaceId)>,
) -> Result<SeeOther, Fault> {
    let org = gate.org();
    let done = app
        .db
        .write(gate.by(), move |tx| close::reopen(tx, org, space))
        .await;
    let to = SeeOther::to(format!("/w/{org}/spaces/{space}"));
    match done {
        Ok(()) => Ok(to.say(Tone::Ok, msg::CLOSING_SAID_OPEN)),
        Err(why) => Ok(to.say(Tone::Warn, why.into_sentence()?)),
    }
}
