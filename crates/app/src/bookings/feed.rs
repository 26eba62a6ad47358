//! A room's calendar, to be subscribed to.

use axum::{
    extract::State,
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use jiff::SignedDuration;
use langqiao_kernel::{
    id::{ActivityId, SpaceId},
    time,
};
use langqiao_platform::{
    app::App,
    calendar::{self, Entry, Standing},
    extract::Path,
    fault::Fault,
    gate::Anyone,
    ui::prelude::*,
};
use langqiao_store::StoreError;

use super::{
    model::{Booking, Room, Status},
    queries::{self, Left},
};

/// How far back and ahead a calendar reaches.
const BACK: SignedDuration = SignedDuration::from_hours(31 * 24);
const AHEAD: SignedDuration = SignedDuration::from_hours(400 * 24);
/// For how long what was given back stands there as cancelled, so that a calendar that has it already learns of it.
const GONE: SignedDuration = SignedDuration::from_hours(28 * 24);

/// `GET /spaces/{space}/calendar.ics`: public activities and the sessions of public courses by their names, everything else as taken.
pub(super) async fn show(
    _: Anyone,
    ui: Ui,
    State(app): State<App>,
    Path(space): Path<SpaceId>,
) -> Result<Response, Fault> {
    let now = app.now();
    let span = (
        now.saturating_sub(BACK).unwrap_or(now),
        now.saturating_add(AHEAD).unwrap_or(now),
    );
    let gone = now.saturating_sub(GONE).unwrap_or(now);
    let read = app.db.read(move |tx| {
        let room = queries::room(tx, None, space, time::day(now))?;
        let mut there = queries::for_calendar(tx, space, span, gone)?;
        // A session of a public course is as public as an activity.
        let mut lessons = queries::public_lessons(tx, space, span)?;
        for booking in &mut there {
            if let Some((course, title)) = lessons.remove(&booking.id) {
                (booking.activity, booking.purpose) = (Some(course), title);
            }
        }
        Ok::<_, StoreError>((room, there, queries::left(tx, space, span, gone)?))
    });
    let (room, bookings, left) = read.await?;
    let room = room.ok_or(Fault::NotFound)?;
    let file = file(&ui, &app.settings.public_url, &room, (&bookings, &left));
    Ok(([(CONTENT_TYPE, calendar::CONTENT_TYPE)], file).into_response())
}

fn file(ui: &Ui, base: &str, room: &Room, (bookings, left): (&[Booking], &[Left])) -> String {
    let place = format!("{} · {}", room.venue_name, room.name);
    let address = |activity: Option<ActivityId>| {
        activity.map_or_else(String::new, |id| format!("{base}/activities/{id}"))
    };
    let addresses: Vec<String> = bookings
        .iter()
        .map(|booking| booking.activity)
        .chain(left.iter().map(|one| one.activity))
        .map(address)
        .collect();
    let title = |activity: Option<ActivityId>, purpose| match activity {
        Some(_) => purpose,
        None => ui.t(msg::BOOKING_FEED_TAKEN),
    };
    let there = bookings.iter().map(|booking| Entry {
        id: booking.id.to_text(),
        title: title(booking.activity, booking.purpose.as_str()),
        place: &place,
        notes: &booking.by,
        address: "",
        starts_at: booking.starts_at,
        ends_at: booking.ends_at,
        updated_at: booking.changed_at,
        version: booking.revision,
        standing: match booking.pending {
            _ if booking.status != Status::Held => Standing::Gone,
            Some(_) => Standing::Open,
            None => Standing::Sure,
        },
    });
    // What is in another room now isn't here any more.
    let gone = left.iter().map(|one| Entry {
        id: one.id.to_text(),
        title: title(one.activity, one.purpose.as_str()),
        place: &place,
        notes: &one.by,
        address: "",
        starts_at: one.starts_at,
        ends_at: one.ends_at,
        updated_at: one.at,
        version: one.revision,
        standing: Standing::Gone,
    });
    let entries: Vec<Entry<'_>> = there
        .chain(gone)
        .zip(&addresses)
        .map(|(entry, address)| Entry { address, ..entry })
        .collect();
    calendar::feed(Some(&place), &entries)
}
