//! A room's calendar, to be subscribed to.

use axum::{
    extract::State,
    http::header::CONTENT_TYPE,
    response::{IntoResponse, Response},
};
use jiff::SignedDuration;
use langqiao_kernel::{id::SpaceId, time};
use langqiao_platform::{
    app::App,
    calendar::{self, Entry},
    extract::Path,
    fault::Fault,
    gate::Anyone,
    ui::prelude::*,
};
use langqiao_store::StoreError;

use super::{
    model::{Booking, Room, Status},
    queries,
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
        let mut bookings = queries::for_calendar(tx, space, span, gone)?;
        // A session of a public course is as public as an activity.
        let mut lessons = queries::public_lessons(tx, space, span)?;
        for booking in &mut bookings {
            if let Some((course, title)) = lessons.remove(&booking.id) {
                (booking.activity, booking.purpose) = (Some(course), title);
            }
        }
        Ok::<_, StoreError>((room, bookings))
    });
    let (room, bookings) = read.await?;
    let room = room.ok_or(Fault::NotFound)?;
    let file = file(&ui, &app.settings.public_url, &room, &bookings);
    Ok(([(CONTENT_TYPE, calendar::CONTENT_TYPE)], file).into_response())
}

fn file(ui: &Ui, base: &str, room: &Room, bookings: &[Booking]) -> String {
    let place = format!("{} · {}", room.venue_name, room.name);
    let entries: Vec<(Entry<'_>, String)> = bookings
        .iter()
        .map(|booking| {
            let address = booking
                .activity
                .map(|id| format!("{base}/activities/{id}"))
                .unwrap_or_default();
            let title = match booking.activity {
                Some(_) => booking.purpose.as_str(),
                None => ui.t(msg::BOOKING_FEED_TAKEN),
            };
            let entry = Entry {
                id: booking.id.to_text(),
                title,
                place: &place,
                notes: &booking.by,
                address: "",
                starts_at: booking.starts_at,
                ends_at: booking.ends_at,
                updated_at: booking.changed_at,
                version: booking.revision,
                cancelled: booking.status != Status::Held,
            };
            (entry, address)
        })
        .collect();
    let entries: Vec<Entry<'_>> = entries
        .iter()
        .map(|(entry, address)| Entry {
            address,
            ..entry.clone()
        })
        .collect();
    calendar::feed(Some(&place), &entries)
}
