//! The workbench's pages of rooms: which there are, a week of one, booking it, answering, giving back.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::{ToSpan, civil::Date};
use langqiao_kernel::{
    id::{BookingId, OrganisationId, SpaceId},
    time,
};
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    fields::Fields,
    form::Form,
    gate::{Grant, Permission},
    reply::SeeOther,
    spoken,
    ui::prelude::*,
};
use langqiao_store::StoreError;
use serde::Deserialize;

use super::{
    BookSpaces, KeepSpaces, SeeSpaces, below,
    book::{self, BookError, Booked},
    come,
    decide::{self, DecideError},
    find::{self, Whose},
    find_view, lending,
    model::{Scope, Status},
    own_rooms::{self, OwnRooms},
    queries,
    room_view::{self, InLine, RoomPage},
    series, typed,
    views::{self, List},
    waiting,
};

/// How many of the requests that ended with a booking are named.
const OUTBID_NAMED: usize = 3;

/// `GET /w/{org}/spaces`
pub(super) async fn list(
    gate: Grant<SeeSpaces>,
    ui: Ui,
    State(app): State<App>,
    Query(asked): Query<Rooms>,
    // By itself: both have a town, and mean another.
    Query(find): Query<find_view::Asked>,
) -> Result<Page, Fault> {
    let (org, now) = (gate.org(), app.now());
    if asked.below.below().is_some() {
        return rooms_below(&gate, &ui, &app, &asked).await;
    }
    let after = asked.after.as_deref().and_then(|id| id.parse::<SpaceId>().ok());
    let ours = asked.ours;
    let read = app.db.read(move |tx| {
        let towns = find::towns(tx, org)?;
        let own = OwnRooms::read(tx, org, &ours, now)?;
        let wanted = find.wanted(&towns);
        let others = find::rooms(
            tx,
            (org, Whose::Others),
            &wanted,
            (after, find_view::PAGE + 1),
            now,
        )?;
        let booked = queries::of_organisation(tx, org, now)?;
        let waits = (
            waiting::queries::of_organisation(tx, org, now)?,
            waiting::pieces_queries::of_organisation(tx, org, now)?,
        );
        let answers = queries::asked_of(tx, org, now)?;
        let beside = if answers.is_empty() {
            Vec::new()
        } else {
            queries::beside_asked(tx, org, now)?
        };
        Ok::<_, StoreError>(((towns, own, others), booked, (answers, beside), waits, find))
    });
    let ((towns, own, mut others), booked, (asked, beside), waits, find) = read.await?;
    let more = others.len() as i64 > find_view::PAGE;
    others.truncate(find_view::PAGE as usize);
    let page = List {
        org,
        own: &own,
        finds: find_view::Finds {
            org,
            asked: &find,
            towns: &towns,
            rooms: &others,
            more,
        },
        waits: (&waits.0, &waits.1),
        booked: &booked,
        asked: if gate.may(KeepSpaces::NAME) { &asked } else { &[] },
        beside: &beside,
        base: &app.settings.public_url,
        may_book: gate.may(BookSpaces::NAME),
    };
    Ok(desk::page(
        &app,
        &ui,
        &gate,
        ui.t(msg::BOOKING_TITLE),
        views::list(&ui, &page),
    ))
}

/// How many rooms stand on a page.
const PAGE: i64 = 50;

/// Which rooms are listed.
#[derive(Debug, Deserialize)]
pub(super) struct Rooms {
    #[serde(flatten)]
    below: below::Asked,
    after: Option<String>,
    #[serde(flatten)]
    ours: own_rooms::Asked,
}

/// The rooms that the organisation and those below it keep.
async fn rooms_below(gate: &Grant<SeeSpaces>, ui: &Ui, app: &App, asked: &Rooms) -> Result<Page, Fault> {
    let (org, today, wanted) = (gate.org(), time::day(app.now()), asked.below.below());
    let after = asked.after.as_deref().and_then(|id| id.parse::<SpaceId>().ok());
    let read = app.db.read(move |tx| {
        let bodies = below::bodies(tx, org)?;
        let rooms = below::rooms(tx, org, wanted, (after, PAGE + 1))?;
        Ok::<_, StoreError>((bodies, rooms, queries::uses_on(tx, today)?))
    });
    let (bodies, mut rooms, uses) = read.await?;
    let more = rooms.len() as i64 > PAGE;
    rooms.truncate(PAGE as usize);
    let next = rooms.last().filter(|_| more).map(|last| {
        let query = asked.below.query();
        format!("/w/{org}/spaces?after={}{query}", last.id)
    });
    let page = views::RoomsBelow {
        org,
        asked: &asked.below,
        bodies: &bodies,
        rooms: &rooms,
        uses: &uses,
        next: next.as_deref(),
    };
    let title = ui.t(msg::BOOKING_TITLE);
    Ok(desk::page(app, ui, gate, title, views::below(ui, &page)))
}

/// Which day to begin with; today if nothing readable is said.
#[derive(Debug, Deserialize)]
pub(super) struct From {
    day: Option<String>,
}

/// `GET /w/{org}/spaces/{space}`
pub(super) async fn show(
    gate: Grant<SeeSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, space)): Path<(OrganisationId, SpaceId)>,
    Query(from): Query<From>,
) -> Result<Page, Fault> {
    let day = from.day.and_then(|day| day.parse().ok());
    room_page(
        &gate,
        &ui,
        &app,
        (space, day),
        &Fields::default(),
        (&Problems::new(), None),
    )
    .await
}

pub(super) async fn room_page<P: Permission>(
    gate: &Grant<P>,
    ui: &Ui,
    app: &App,
    (space, day): (SpaceId, Option<Date>),
    typed: &Fields,
    (problems, in_line): (&Problems, Option<InLine>),
) -> Result<Page, Fault> {
    let (org, today) = (gate.org(), time::day(app.now()));
    // Centuries that no calendar has are nobody's day.
    let near = |day: &Date| (today.year() - 50..=today.year() + 50).contains(&day.year());
    let day = day.filter(near).unwrap_or(today);
    let week = (
        time::start_of_day(day),
        time::start_of_day(day.saturating_add(7.days())),
    );
    let (keeps, now) = (gate.may(KeepSpaces::NAME), app.now());
    let read = app.db.read(move |tx| {
        let Some(room) = queries::room(tx, Some(org), space, day.min(today))? else {
            return Ok(None);
        };
        let asked = match keeps && room.own {
            true => queries::asked_in(tx, space, now)?,
            false => Vec::new(),
        };
        let beside = match asked.is_empty() {
            true => Vec::new(),
            false => queries::beside_asked(tx, org, now)?,
        };
        let told = lending::queries::told(tx, room.venue)?;
        let along = (
            lending::queries::between(tx, space, week)?,
            waiting::pieces_queries::between(tx, space, week)?,
        );
        let bookings = queries::between(tx, space, week)?;
        Ok::<_, StoreError>(Some((room, bookings, told, (along, asked, beside))))
    });
    let (room, bookings, (equipment, partners), (along, asked, beside)) =
        read.await?.ok_or(Fault::NotFound)?;
    let page = RoomPage {
        org,
        room: &room,
        day,
        bookings: &bookings,
        along: &along.0,
        awaited: &along.1,
        equipment: &equipment,
        partners: &partners,
        typed,
        problems,
        in_line,
        asked: (&asked, &beside),
        base: &app.settings.public_url,
        may: (gate.may(BookSpaces::NAME), gate.may(KeepSpaces::NAME)),
    };
    let title = format!("{} · {}", room.venue_name, room.name);
    Ok(desk::page(app, ui, gate, &title, room_view::room(ui, &page)))
}

/// `POST /w/{org}/spaces/{space}`
pub(super) async fn book_it(
    gate: Grant<BookSpaces>,
    ui: Ui,
    State(app): State<App>,
    Path((_, space)): Path<(OrganisationId, SpaceId)>,
    Form(form): Form,
) -> Result<Response, Fault> {
    let (org, person) = (gate.org(), gate.person());
    if series::form::repeats(&form) {
        return book_again_and_again(&gate, &ui, &app, space, &form).await;
    }
    let waits = form.raw("short") == "wait";
    let (problems, in_line) = match typed::wish(space, &form) {
        Err(errors) => (errors.problems(&ui), None),
        Ok(wish) => {
            let day = time::day(wish.starts_at);
            let booked = app.db.write(gate.by(), move |tx| match waits {
                true => book::book_and_wait(tx, org, person, &wish),
                false => book::book(tx, org, person, &wish),
            });
            match booked.await {
                Ok(booked) => return Ok(said(&ui, (org, space), day, &booked).into_response()),
                // The form was sent twice, or somebody forgot: the day on which it stands is what they want to see.
                Err(BookError::AskedAlready(asked)) => {
                    let there = SeeOther::to(format!("/w/{org}/spaces/{space}?day={day}"));
                    return Ok(there.say(Tone::Info, asked.sentence()).into_response());
                }
                Err(why) => {
                    let in_line = match &why {
                        BookError::Taken(_) => Some(InLine::ForTime),
                        BookError::Short { .. } => Some(InLine::ForPieces),
                        _ => None,
                    };
                    (why.into_fields()?.problems(&ui), in_line)
                }
            }
        }
    };
    let day = form.text("day").and_then(|day| day.parse().ok());
    let page = room_page(&gate, &ui, &app, (space, day), &form, (&problems, in_line)).await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// What is to repeat is looked at first: its page, or the form with what is wrong.
async fn book_again_and_again(
    gate: &Grant<BookSpaces>,
    ui: &Ui,
    app: &App,
    space: SpaceId,
    form: &Fields,
) -> Result<Response, Fault> {
    let looked = match series::form::series(space, form) {
        Err(errors) => Err(errors),
        Ok(wish) => {
            let nothing = (series::plan::Choices::new(), &Problems::new());
            series::pages::look(gate, ui, app, (&wish, form), nothing).await?
        }
    };
    let errors = match looked {
        Ok(page) => return Ok(page.into_response()),
        Err(errors) => errors,
    };
    let day = form.text("day").and_then(|day| day.parse().ok());
    let page = room_page(gate, ui, app, (space, day), form, (&errors.problems(ui), None)).await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// What became of it, whose requests ended with it, and what is waited for with it.
fn said(ui: &Ui, (org, space): (OrganisationId, SpaceId), day: Date, booked: &Booked) -> SeeOther {
    let to = SeeOther::to(format!("/w/{org}/spaces/{space}?day={day}"));
    let sentence = done(ui, booked);
    let between = ui.lang.between_parts();
    let short = booked.short.iter().map(|one| {
        let args = args! { name = one.name.clone(), has = one.has, n = one.awaited };
        ui.tf(msg::BOOKING_SHORT_ONE, args)
    });
    let sentence = match booked.short.is_empty() {
        true => sentence,
        false => Sentence::new(msg::BOOKING_SAID_SHORT)
            .with("said", spoken::say(ui, &sentence))
            .with("named", short.collect::<Vec<_>>().join(between)),
    };
    let well = booked.outbid.is_empty() && booked.short.is_empty();
    to.say(if well { Tone::Ok } else { Tone::Warn }, sentence)
}

/// That it is booked or asked for, and whose requests ended with it.
fn done(ui: &Ui, booked: &Booked) -> Sentence {
    if booked.outbid.is_empty() {
        return Sentence::new(match booked.status {
            Status::Asked => msg::BOOKING_SAID_ASKED,
            _ => msg::BOOKING_SAID_HELD,
        });
    }
    let named = booked.outbid.iter().take(OUTBID_NAMED).map(|one| {
        let args = args! { by = one.by.clone(), purpose = one.purpose.clone() };
        ui.tf(msg::BOOKING_OUTBID_ONE, args)
    });
    let between = ui.lang.between_names();
    Sentence::new(msg::BOOKING_SAID_HELD_OUTBID)
        .with("named", named.collect::<Vec<_>>().join(between))
        .with("more", booked.outbid.len().saturating_sub(OUTBID_NAMED) as i64)
}

/// `POST /w/{org}/bookings/{booking}/answer`
pub(super) async fn answer_it(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, booking)): Path<(OrganisationId, BookingId)>,
    Form(form): Form,
) -> Result<SeeOther, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let (yes, note, scope) = (form.raw("yes") == "1", note(&form, booking), scope(&form));
    // Where it was answered from: a room's page, or that of all rooms.
    let room = form.raw("back").parse::<SpaceId>().ok();
    let to = room.map_or_else(
        || format!("/w/{org}/spaces"),
        |space| format!("/w/{org}/spaces/{space}"),
    );
    let done = app
        .db
        .write(gate.by(), move |tx| {
            decide::answer(tx, org, person, (booking, scope), (yes, &note))
        })
        .await;
    back(
        to,
        done,
        if yes {
            msg::BOOKING_SAID_ACCEPTED
        } else {
            msg::BOOKING_SAID_DECLINED
        },
    )
}

/// `POST /w/{org}/bookings/{booking}/cancel`
pub(super) async fn cancel_it(
    gate: Grant<BookSpaces>,
    State(app): State<App>,
    Path((_, booking)): Path<(OrganisationId, BookingId)>,
    Form(form): Form,
) -> Result<SeeOther, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let (note, scope) = (note(&form, booking), scope(&form));
    let done = app
        .db
        .write(gate.by(), move |tx| {
            let session = queries::booking(tx, booking)?
                .filter(|(booking, _)| booking.organisation == org)
                .and_then(|(booking, _)| booking.session);
            decide::cancel(tx, org, person, (booking, scope), &note).map(|n| (n, session))
        })
        .await;
    // A course's session is without a room now: another is chosen on its own page, or for many on the course's.
    match done {
        Ok((n, Some((course, session)))) => {
            let course = format!("/w/{org}/courses/{course}");
            let to = if n == 1 {
                format!("{course}/sessions/{session}/edit")
            } else {
                course
            };
            Ok(SeeOther::to(to).say(Tone::Warn, msg::BOOKING_SAID_SESSION_NO_ROOM))
        }
        done => back(
            format!("/w/{org}/spaces"),
            done.map(|(n, _)| n),
            msg::BOOKING_SAID_GIVEN_BACK,
        ),
    }
}

/// `POST /w/{org}/bookings/{booking}/here`
pub(super) async fn open_it(
    gate: Grant<BookSpaces>,
    State(app): State<App>,
    Path((_, booking)): Path<(OrganisationId, BookingId)>,
) -> Result<SeeOther, Fault> {
    let (org, person) = (gate.org(), gate.person());
    let done = app
        .db
        .write(gate.by(), move |tx| come::open(tx, org, person, booking))
        .await;
    back(format!("/w/{org}/spaces"), done.map(|()| 1), msg::COME_SAID_HERE)
}

/// The note's field carries the booking's id, so that every form on a page has labels of its own.
fn note(form: &Fields, booking: BookingId) -> String {
    form.raw(&format!("note-{booking}")).to_owned()
}

/// Which bookings of a series are meant; the one alone if it isn't said.
fn scope(form: &Fields) -> Scope {
    form.raw("scope").parse().unwrap_or(Scope::One)
}

fn back(to: String, done: Result<usize, DecideError>, sentence: Msg) -> Result<SeeOther, Fault> {
    let to = SeeOther::to(to);
    match done {
        Ok(_) => Ok(to.say(Tone::Ok, sentence)),
        Err(why) => match why.refusal() {
            Some(refusal) => Ok(to.say(Tone::Warn, refusal.sentence)),
            None => Err(why.into()),
        },
    }
}
