//! The calendars themselves, as real readers read them: every occurrence on its own, in UTC, with an id that stays.

use axum::{
    extract::State,
    http::header::{CACHE_CONTROL, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::id::OrganisationId;
use langqiao_platform::{app::App, calendar, extract::Path, fault::Fault, gate::Anyone, ui::prelude::*};
use langqiao_store::StoreError;

use super::queries::{self, Entry, Reach};

/// How far back and ahead a calendar reaches.
const BACK: SignedDuration = SignedDuration::from_hours(31 * 24);
const AHEAD: SignedDuration = SignedDuration::from_hours(400 * 24);
/// For how long what was given back stands there as cancelled, so that a calendar that has it already learns of it.
const GONE: SignedDuration = SignedDuration::from_hours(28 * 24);

/// From when until when, and since when what is gone is told.
fn span(now: Timestamp) -> Reach {
    (
        (
            now.saturating_sub(BACK).unwrap_or(now),
            now.saturating_add(AHEAD).unwrap_or(now),
        ),
        now.saturating_sub(GONE).unwrap_or(now),
    )
}

/// `GET /organisations/{body}/calendar.ics`: activities by their names, everything else as taken.
pub(super) async fn organisation(
    _: Anyone,
    ui: Ui,
    State(app): State<App>,
    Path(body): Path<OrganisationId>,
) -> Result<Response, Fault> {
    let span = span(app.now());
    let read = app.db.read(move |tx| {
        let name = queries::name(tx, body)?;
        Ok::<_, StoreError>((name, queries::of_organisation(tx, body, span)?))
    });
    let (name, mut entries) = read.await?;
    let name = name.ok_or(Fault::NotFound)?;
    for entry in entries.iter_mut().filter(|entry| entry.activity.is_none()) {
        ui.t(msg::BOOKING_FEED_TAKEN).clone_into(&mut entry.title);
    }
    let file = file(&ui, &app.settings.public_url, &name, &entries);
    Ok(([(CONTENT_TYPE, calendar::CONTENT_TYPE)], file).into_response())
}

/// `GET /calendars/{key}`: a person's own; the key is all that is asked for, for calendar programs can't sign in.
pub(super) async fn person(
    _: Anyone,
    ui: Ui,
    State(app): State<App>,
    Path(key): Path<String>,
) -> Result<Response, Fault> {
    let (now, span) = (app.now(), span(app.now()));
    let hash = app.keys.token_hash(key.trim_end_matches(".ics"));
    let read = app.db.read(move |tx| {
        let Some(person) = queries::person_of(tx, &hash)? else {
            return Ok(None);
        };
        let mut entries = queries::places_of(tx, person, span)?;
        entries.extend(queries::of_officer(tx, person, now, span)?);
        Ok::<_, StoreError>(Some(entries))
    });
    let entries = read.await?.ok_or(Fault::NotFound)?;
    let file = file(&ui, &app.settings.public_url, ui.t(msg::CALENDAR_OWN), &entries);
    // What is one's own is kept by nobody on the way.
    let headers = [
        (CONTENT_TYPE, calendar::CONTENT_TYPE),
        (CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, file).into_response())
}

fn file(ui: &Ui, base: &str, name: &str, entries: &[Entry]) -> String {
    let addresses: Vec<String> = entries
        .iter()
        .map(|entry| {
            let page = entry.activity.map(|id| format!("{base}/activities/{id}"));
            page.unwrap_or_default()
        })
        .collect();
    let entries: Vec<calendar::Entry<'_>> = entries
        .iter()
        .zip(&addresses)
        .map(|(entry, address)| calendar::Entry {
            id: entry.id.clone(),
            title: &entry.title,
            place: &entry.place,
            notes: &entry.by,
            address,
            starts_at: entry.starts_at,
            ends_at: entry.ends_at,
            updated_at: entry.changed_at.unwrap_or(ui.now),
            version: entry.revision,
            standing: entry.standing,
        })
        .collect();
    calendar::feed(Some(name), &entries)
}
