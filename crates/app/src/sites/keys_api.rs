//! Who has the key of a site, how one gets in, and its photos, for programs.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::id::{OrganisationId, PersonId, PhotoId, VenueId};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Grant,
    i18n::{Lang, Sentence, msg},
    not_done::NotDone,
};

use super::{
    api_keeper::OfVenue,
    keeper_wire::{KeyHolder, Made, OpenHolder, PhoneBody, WayInBody, WayInWire, made},
    keys, photo_pages, photos, queries,
};
use crate::{
    bookings::{BookSpaces, KeepSpaces},
    pictures::wire::{PhotoBody, PhotoDeed},
};

/// Who has a site's key; names and phones in part only
#[utoipa::path(get, path = "/api/v1/organisations/{org}/venues/{venue}/keys", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)),
    responses((status = 200, description = "Who has one", body = Vec<KeyHolder>), (status = 404, description = "No such site of the organisation's")),
    security(("token" = ["spaces.keep"])))]
pub(super) async fn list_key_holders(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
) -> Result<Json<Vec<KeyHolder>>, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        queries::kept(tx, org, id)?;
        Ok::<_, NotDone>(queries::holders(tx, id)?)
    });
    let wire = |(id, name, phone)| KeyHolder { id, name, phone };
    Ok(Json(read.await?.into_iter().map(wire).collect()))
}

/// Somebody gets a key; they have an account with this phone
#[utoipa::path(post, path = "/api/v1/organisations/{org}/venues/{venue}/keys", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)), request_body = PhoneBody,
    responses((status = 201, description = "Written", body = Made), (status = 404, description = "No such site of the organisation's"),
        (status = 422, description = "Nobody has this phone, or they have a key already")),
    security(("token" = ["spaces.keep"])))]
pub(super) async fn add_key_holder(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Json(body): Json<PhoneBody>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let (org, house) = (gate.org(), app.clone());
    let person = app
        .db
        .write(gate.by(), move |tx| {
            keys::add_holder(tx, &house.keys, org, id, &body.phone)
        })
        .await?;
    Ok(made(person))
}

/// Somebody gives a key back
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/venues/{venue}/keys/{person}", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path), ("person" = String, Path)),
    responses((status = 204, description = "Written"), (status = 404, description = "They have none")),
    security(("token" = ["spaces.keep"])))]
pub(super) async fn end_key_holder(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id, person)): Path<(OrganisationId, VenueId, PersonId)>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| keys::end_holder(tx, org, id, person))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Writes how one gets in
#[utoipa::path(put, path = "/api/v1/organisations/{org}/venues/{venue}/way-in", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)), request_body = WayInBody,
    responses((status = 204, description = "Written"), (status = 404, description = "No such site of the organisation's"),
        (status = 422, description = "Too long")),
    security(("token" = ["spaces.keep"])))]
pub(super) async fn write_way_in(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Json(body): Json<WayInBody>,
) -> Result<StatusCode, Fault> {
    let (org, house) = (gate.org(), app.clone());
    app.db
        .write(gate.by(), move |tx| {
            keys::set_way_in(tx, &house.keys, org, id, &body.way_in)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How one gets in and who has the key: for the keeper, and for who has a room there within a day; it is recorded
#[utoipa::path(post, path = "/api/v1/organisations/{org}/venues/{venue}/entry", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)),
    responses((status = 200, description = "How one gets in", body = WayInWire), (status = 404, description = "Not for the organisation, or not yet")),
    security(("token" = ["spaces.book"])))]
pub(super) async fn tell_way_in(
    gate: Grant<BookSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
) -> Result<Json<WayInWire>, Fault> {
    let (whose, house) = ((gate.org(), gate.person()), app.clone());
    let reason = Sentence::new(msg::SITE_ENTRY).text(Lang::ZhCn).into_owned();
    let told = app
        .db
        .write(gate.by(), move |tx| {
            keys::tell(tx, &house.keys, whose, id, &reason)
        })
        .await?;
    let wire = |holder: langqiao_platform::people::Disclosed| OpenHolder {
        name: holder.name,
        phone: holder.phone,
    };
    Ok(Json(WayInWire {
        way_in: told.words,
        holders: told.holders.into_iter().map(wire).collect(),
    }))
}

/// Adds a picture; what the file holds besides it is not kept
#[utoipa::path(post, path = "/api/v1/organisations/{org}/venues/{venue}/photos", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)), request_body = PhotoBody,
    responses((status = 201, description = "Added", body = Made), (status = 404, description = "No such site of the organisation's"),
        (status = 422, description = "No picture, or no words for it")),
    security(("token" = ["spaces.keep"])))]
pub(super) async fn add_photo(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Json(body): Json<PhotoBody>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let picture = body.read()?;
    let whose = (gate.org(), gate.person());
    let photo = photo_pages::keep(&app, gate.by(), whose, id, picture).await?;
    Ok(made(photo))
}

/// Describes a picture anew, puts it first, or takes it away
#[utoipa::path(post, path = "/api/v1/organisations/{org}/venues/{venue}/photos/{photo}", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path), ("photo" = String, Path)), request_body = PhotoDeed,
    responses((status = 204, description = "Done"), (status = 404, description = "No such picture of the organisation's"),
        (status = 422, description = "Without words")),
    security(("token" = ["spaces.keep"])))]
pub(super) async fn change_photo(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id, photo)): Path<(OrganisationId, VenueId, PhotoId)>,
    Json(deed): Json<PhotoDeed>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    let deed = deed.into();
    app.db
        .write(gate.by(), move |tx| photos::change(tx, org, (id, photo), &deed))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
