//! Rooms and bookings for programs: the same use cases as in the browser.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header::LOCATION},
    response::{AppendHeaders, IntoResponse},
};
use jiff::SignedDuration;
use langqiao_kernel::{
    id::{BookingId, OrganisationId, SpaceId},
    time,
};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path, Query},
    fault::Fault,
    gate::{Anyone, Grant},
    routes::Routes,
};
use langqiao_store::StoreError;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::{
    BookSpaces, KeepSpaces, SeeSpaces,
    api_fields::as_sent,
    api_wire::{Between, BookingBody, BookingWish, GiveBack, KeeperAnswer, Lacking, OtherTime, TakenTime},
    below,
    book::{self, NewBooking},
    come, decide,
    lending::queries::{self as lending},
    model::Status,
    moving::{
        change::{Changed, change},
        shift::{Shift, shift},
    },
    queries,
};

/// The longest span that one request reads: 62 days.
const SPAN: SignedDuration = SignedDuration::from_hours(62 * 24);

#[derive(OpenApi)]
#[openapi(paths(
    taken_times,
    list_rooms,
    list_bookings,
    create_booking,
    show_booking,
    change_booking,
    answer_booking,
    cancel_booking,
    move_booking,
    open_booking
))]
struct Document;

/// The feature's part of the OpenAPI document.
pub(super) fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// The feature's API.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/spaces/{space}/taken", taken_times)
        .get("/api/v1/organisations/{org}/spaces", list_rooms)
        .get("/api/v1/organisations/{org}/bookings", list_bookings)
        .post("/api/v1/organisations/{org}/bookings", create_booking)
        .get("/api/v1/organisations/{org}/bookings/{booking}", show_booking)
        .put("/api/v1/organisations/{org}/bookings/{booking}", change_booking)
        .post(
            "/api/v1/organisations/{org}/bookings/{booking}/answer",
            answer_booking,
        )
        .post(
            "/api/v1/organisations/{org}/bookings/{booking}/cancel",
            cancel_booking,
        )
        .post(
            "/api/v1/organisations/{org}/bookings/{booking}/time",
            move_booking,
        )
        .post(
            "/api/v1/organisations/{org}/bookings/{booking}/here",
            open_booking,
        )
}

/// When a room is taken; by whom and what for is for the organisations to know.
#[utoipa::path(get, path = "/api/v1/spaces/{space}/taken", tag = "bookings", params(("space" = String, Path), Between),
    responses((status = 200, description = "In order of time", body = Vec<TakenTime>), (status = 404, description = "No such room")))]
async fn taken_times(
    _: Anyone,
    State(app): State<App>,
    Path(space): Path<SpaceId>,
    Query(asked): Query<Between>,
) -> Result<Json<Vec<TakenTime>>, Fault> {
    let from = asked.from.unwrap_or(app.now());
    let most = from.saturating_add(SPAN).unwrap_or(from);
    let span = (from, asked.to.unwrap_or(most).min(most));
    let read = app.db.read(move |tx| {
        let room = queries::room(tx, None, space, time::day(from))?;
        let lessons = queries::public_lessons(tx, space, span)?;
        Ok::<_, StoreError>((room, queries::between(tx, space, span)?, lessons))
    });
    let (room, bookings, lessons) = read.await?;
    room.ok_or(Fault::NotFound)?;
    let held = bookings
        .into_iter()
        .filter(|booking| booking.status == Status::Held);
    let times = held.map(|booking| TakenTime {
        starts_at: time::rfc3339(booking.starts_at),
        ends_at: time::rfc3339(booking.ends_at),
        activity: booking
            .activity
            .or_else(|| lessons.get(&booking.id).map(|(course, _)| *course)),
    });
    Ok(Json(times.collect()))
}

/// A room and who keeps it.
#[derive(Debug, Serialize, ToSchema)]
struct KeptRoomWire {
    #[schema(value_type = String)]
    id: SpaceId,
    /// Venue and room in words.
    place: String,
    #[schema(value_type = String)]
    keeper: OrganisationId,
    keeper_name: String,
    /// The town's name.
    town: String,
    capacity: i64,
}

/// The rooms that an organisation keeps, and those of the bodies below it
#[utoipa::path(get, path = "/api/v1/organisations/{org}/spaces", tag = "bookings",
    params(("org" = String, Path), ("below" = Option<bool>, Query, description = "With those of the bodies below"),
        ("town" = Option<String>, Query, description = "Of one town, with `below`"), ("body" = Option<String>, Query, description = "Of one body, with `below`"),
        ("after" = Option<String>, Query, description = "The `next` of the page before"), ("limit" = Option<u32>, Query, description = "1 to 200")),
    responses((status = 200, description = "A page of rooms", body = List<KeptRoomWire>)),
    security(("token" = ["activities.read"])))]
async fn list_rooms(
    gate: Grant<SeeSpaces>,
    State(app): State<App>,
    Query(asked): Query<below::Asked>,
    paging: Paging<SpaceId>,
) -> Result<Json<List<KeptRoomWire>>, Fault> {
    let (org, wanted) = (gate.org(), asked.below());
    let (after, rows) = (paging.after, paging.rows());
    let found = app
        .db
        .read(move |tx| below::rooms(tx, org, wanted, (after, rows)))
        .await?;
    let page = List::of(&paging, found, |room| room.id);
    let wire = |room: below::KeptRoom| KeptRoomWire {
        id: room.id,
        place: room.place,
        keeper: room.keeper,
        keeper_name: room.kept_by,
        town: room.town,
        capacity: room.capacity,
    };
    Ok(Json(List {
        items: page.items.into_iter().map(wire).collect(),
        next: page.next,
    }))
}

/// What an organisation has booked and not used yet; the first hundred.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/bookings", tag = "bookings", params(("org" = String, Path)),
    responses((status = 200, description = "Soonest first", body = Vec<BookingBody>)))]
async fn list_bookings(
    gate: Grant<SeeSpaces>,
    State(app): State<App>,
) -> Result<Json<Vec<BookingBody>>, Fault> {
    let (org, now) = (gate.org(), app.now());
    let read = app.db.read(move |tx| {
        let found = queries::of_organisation(tx, org, now)?;
        Ok::<_, StoreError>((found, lending::taken_by_organisation(tx, org, now)?))
    });
    let (found, taken) = read.await?;
    let body = |booking| BookingBody::of(booking, &taken);
    Ok(Json(found.into_iter().map(body).collect()))
}

/// Books a room, or asks its keeper for it.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/bookings", tag = "bookings", params(("org" = String, Path), Lacking),
    request_body = BookingWish, responses(
        (status = 201, description = "Held, or asked for", body = BookingBody),
        (status = 409, description = "Taken, closed, or not lent to others"),
        (status = 422, description = "Something can't be")))]
async fn create_booking(
    gate: Grant<BookSpaces>,
    State(app): State<App>,
    Query(lacking): Query<Lacking>,
    Json(wish): Json<BookingWish>,
) -> Result<impl IntoResponse, Fault> {
    let (org, person, waits) = (gate.org(), gate.person(), lacking.waits());
    let wish = NewBooking::from(wish);
    let taken = wish.items();
    let sent = wish.clone();
    let booked = app.db.write(gate.by(), move |tx| match waits {
        true => book::book_and_wait(tx, org, person, &sent),
        false => book::book(tx, org, person, &sent),
    });
    let booked = booked.await.map_err(|why| as_sent(why, &taken))?;
    let id = booked.id;
    // Without equipment all of it is known: in a rush for rooms it isn't read once more.
    let body = match taken.is_empty() {
        true => BookingBody::made(org, wish, booked),
        false => one(&app, org, id).await?,
    };
    let place = format!("/api/v1/organisations/{org}/bookings/{id}");
    let location = HeaderValue::from_str(&place).unwrap_or(HeaderValue::from_static("/"));
    Ok((
        StatusCode::CREATED,
        AppendHeaders([(LOCATION, location)]),
        Json(body),
    ))
}

/// A booking of this organisation, or of a room that it keeps.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/bookings/{booking}", tag = "bookings",
    params(("org" = String, Path), ("booking" = String, Path)),
    responses((status = 200, description = "The booking", body = BookingBody), (status = 404, description = "No such booking")))]
async fn show_booking(
    gate: Grant<SeeSpaces>,
    State(app): State<App>,
    Path((_, booking)): Path<(OrganisationId, BookingId)>,
) -> Result<Json<BookingBody>, Fault> {
    one(&app, gate.org(), booking).await.map(Json)
}

async fn one(app: &App, org: OrganisationId, id: BookingId) -> Result<BookingBody, Fault> {
    let read = app.db.glance(move |tx| {
        let found = queries::booking(tx, id)?;
        Ok::<_, StoreError>((found, lending::taken_by(tx, id)?))
    });
    let (found, taken) = read.await?;
    let seen = found.filter(|(booking, keeper)| booking.organisation == org || *keeper == org);
    let (booking, _) = seen.ok_or(Fault::NotFound)?;
    Ok(BookingBody::of(booking, &taken))
}

/// Makes a booking another: another room, time, purpose, number of people or equipment. Where its keeper's consent is
/// needed the answer is the request that waits for it, and the booking stays as it was until then.
#[utoipa::path(put, path = "/api/v1/organisations/{org}/bookings/{booking}", tag = "bookings",
    params(("org" = String, Path), ("booking" = String, Path)), request_body = BookingWish,
    responses((status = 200, description = "The booking as it is now, or the request that `changes` it", body = BookingBody),
        (status = 409, description = "Settled, an activity's, or taken then"),
        (status = 422, description = "Something can't be")))]
async fn change_booking(
    gate: Grant<BookSpaces>,
    State(app): State<App>,
    Path((_, booking)): Path<(OrganisationId, BookingId)>,
    Json(wish): Json<BookingWish>,
) -> Result<Json<BookingBody>, Fault> {
    let (org, person, wish) = (gate.org(), gate.person(), NewBooking::from(wish));
    let taken = wish.items();
    let changed = app
        .db
        .write(gate.by(), move |tx| change(tx, (org, person), booking, &wish))
        .await
        .map_err(|why| as_sent(why, &taken))?;
    let shown = match changed {
        Changed::Done | Changed::Same | Changed::Withdrawn => booking,
        Changed::Asked(request) => request,
    };
    one(&app, org, shown).await.map(Json)
}

/// The keeper's word on a booking that asks for it.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/bookings/{booking}/answer", tag = "bookings",
    params(("org" = String, Path), ("booking" = String, Path)), request_body = KeeperAnswer,
    responses((status = 200, description = "As it stands now", body = BookingBody), (status = 409, description = "Settled, or taken")))]
async fn answer_booking(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, booking)): Path<(OrganisationId, BookingId)>,
    Json(said): Json<KeeperAnswer>,
) -> Result<Json<BookingBody>, Fault> {
    let (org, person) = (gate.org(), gate.person());
    app.db
        .write(gate.by(), move |tx| {
            decide::answer(tx, org, person, (booking, said.scope), (said.accept, &said.note))
        })
        .await?;
    one(&app, org, booking).await.map(Json)
}

/// Gives a booking back.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/bookings/{booking}/cancel", tag = "bookings",
    params(("org" = String, Path), ("booking" = String, Path)), request_body = GiveBack,
    responses((status = 200, description = "As it stands now", body = BookingBody), (status = 409, description = "Settled, or an activity's")))]
async fn cancel_booking(
    gate: Grant<BookSpaces>,
    State(app): State<App>,
    Path((_, booking)): Path<(OrganisationId, BookingId)>,
    Json(said): Json<GiveBack>,
) -> Result<Json<BookingBody>, Fault> {
    let (org, person) = (gate.org(), gate.person());
    app.db
        .write(gate.by(), move |tx| {
            decide::cancel(tx, org, person, (booking, said.scope), &said.note)
        })
        .await?;
    one(&app, org, booking).await.map(Json)
}

/// Moves a booking to another time.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/bookings/{booking}/time", tag = "bookings",
    params(("org" = String, Path), ("booking" = String, Path)), request_body = OtherTime,
    responses((status = 200, description = "As it stands now", body = BookingBody),
        (status = 409, description = "Settled, an activity's, or taken then"),
        (status = 422, description = "Something can't be")))]
async fn move_booking(
    gate: Grant<BookSpaces>,
    State(app): State<App>,
    Path((_, booking)): Path<(OrganisationId, BookingId)>,
    Json(wish): Json<OtherTime>,
) -> Result<Json<BookingBody>, Fault> {
    let org = gate.org();
    let to = Shift {
        booking,
        scope: wish.scope,
        starts_at: wish.starts_at,
        ends_at: wish.ends_at,
    };
    app.db
        .write(gate.by(), move |tx| shift(tx, org, &to))
        .await
        .map_err(|why| as_sent(why, &[]))?;
    one(&app, org, booking).await.map(Json)
}

/// Says that those who booked are there.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/bookings/{booking}/here", tag = "bookings",
    params(("org" = String, Path), ("booking" = String, Path)),
    responses((status = 200, description = "As it stands now", body = BookingBody),
        (status = 409, description = "Not held, over, or more than an hour early")))]
async fn open_booking(
    gate: Grant<BookSpaces>,
    State(app): State<App>,
    Path((_, booking)): Path<(OrganisationId, BookingId)>,
) -> Result<Json<BookingBody>, Fault> {
    let (org, person) = (gate.org(), gate.person());
    app.db
        .write(gate.by(), move |tx| come::open(tx, org, person, booking))
        .await?;
    one(&app, org, booking).await.map(Json)
}
