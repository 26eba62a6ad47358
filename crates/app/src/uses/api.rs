//! Real use for programs.

use axum::{extract::State, http::StatusCode};
use jiff::Timestamp;
use langqiao_kernel::{
    id::{AlarmId, OrganisationId, SpaceId, UseId, VenueId},
    time,
};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path, Query},
    fault::Fault,
    gate::{Grant, SignedIn},
    routes::Routes,
};
use utoipa::OpenApi;

use super::{
    answer::{self, Reply},
    api_wire::{
        AnswerBody, BodySum, CloseBody, DaysBody, DoorWire, Filter, IdleWire, OpenBody, Opened, PeopleBody,
        PurposeSum, RoomAtDoor, RoomSum, SumsWire, UseWire,
    },
    close::{self, Sayer},
    door::{Comer, Doors},
    model::Purpose,
    open,
    queries::{self, Which, Whose},
    sums::{self},
};
use crate::bookings::{BookSpaces, KeepSpaces, SeeSpaces, below};

#[derive(OpenApi)]
#[openapi(paths(
    show_door,
    open_room,
    close_room,
    list_uses,
    add_up_uses,
    say_people,
    say_came,
    list_idle,
    answer_idle,
    set_idle_days
))]
struct Document;

pub(super) fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/venues/{venue}/door", show_door)
        .post("/api/v1/venues/{venue}/door/open", open_room)
        .post("/api/v1/venues/{venue}/door/close", close_room)
        .get("/api/v1/organisations/{org}/uses", list_uses)
        .get("/api/v1/organisations/{org}/uses/sums", add_up_uses)
        .post("/api/v1/organisations/{org}/uses/{use}/people", say_people)
        .post("/api/v1/organisations/{org}/uses/{use}/came", say_came)
        .get("/api/v1/organisations/{org}/idle", list_idle)
        .post("/api/v1/organisations/{org}/idle/{alarm}", answer_idle)
        .put(
            "/api/v1/organisations/{org}/spaces/{space}/idle-days",
            set_idle_days,
        )
}

/// What the caller may open and close at a venue's door
#[utoipa::path(get, path = "/api/v1/venues/{venue}/door", tag = "venues", params(("venue" = String, Path)),
    responses((status = 200, description = "Rooms, and what is open", body = DoorWire), (status = 404, description = "Nothing for the caller")),
    security(("token" = ["self"])))]
async fn show_door(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<VenueId>,
) -> Result<Json<DoorWire>, Fault> {
    let (comer, now) = (Comer::from(&gate), app.now());
    let doors = app.db.read(move |tx| Doors::of(tx, &comer, id, now)).await?;
    let room = |room: queries::AtDoor| RoomAtDoor {
        space: room.space,
        name: room.name,
        booked_for: room.booking.map(|(_, _, words, _)| words),
    };
    Ok(Json(DoorWire {
        in_service: doors.in_service,
        rooms: doors.rooms.into_iter().map(room).collect(),
        open: doors.open.into_iter().map(UseWire::from).collect(),
    }))
}

/// Opens a room, as its key's holder, its keeper's officer or who booked it; twice changes nothing
#[utoipa::path(post, path = "/api/v1/venues/{venue}/door/open", tag = "venues", params(("venue" = String, Path)),
    request_body = OpenBody,
    responses((status = 201, description = "It is open", body = Opened), (status = 404, description = "Not for the caller"),
        (status = 409, description = "The venue is not in service")),
    security(("token" = ["self"])))]
async fn open_room(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<VenueId>,
    Json(body): Json<OpenBody>,
) -> Result<(StatusCode, Json<Opened>), Fault> {
    let comer = Comer::from(&gate);
    let used = app
        .db
        .write(gate.by(), move |tx| open::open(tx, &comer, id, body.space))
        .await?;
    Ok((StatusCode::CREATED, Json(Opened { id: used.to_text() })))
}

/// Closes a room and says how many came
#[utoipa::path(post, path = "/api/v1/venues/{venue}/door/close", tag = "venues", params(("venue" = String, Path)),
    request_body = CloseBody,
    responses((status = 204, description = "Closed"), (status = 404, description = "Not for the caller"),
        (status = 409, description = "Closed already"), (status = 422, description = "A number that can't be")),
    security(("token" = ["self"])))]
async fn close_room(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<VenueId>,
    Json(body): Json<CloseBody>,
) -> Result<StatusCode, Fault> {
    let comer = Comer::from(&gate);
    app.db
        .write(gate.by(), move |tx| {
            close::close(tx, &comer, (id, body.used), body.people)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The uses of the organisation's rooms, the latest first
#[utoipa::path(get, path = "/api/v1/organisations/{org}/uses", tag = "venues",
    params(("org" = String, Path), ("from" = Option<String>, Query, description = "The first day; this month's without it"),
        ("to" = Option<String>, Query, description = "The last day"), ("space" = Option<String>, Query, description = "Of one room"),
        ("purpose" = Option<Purpose>, Query, description = "Of one purpose"), ("by" = Option<String>, Query, description = "By one organisation"),
        ("unsaid" = Option<bool>, Query, description = "Those alone that are over without its being said how many came"),
        ("ours" = Option<bool>, Query, description = "What the organisation used of rooms that others keep, instead of its own rooms"),
        ("below" = Option<bool>, Query, description = "With the rooms of the bodies below"),
        ("town" = Option<String>, Query, description = "Of one town, with `below`"), ("body" = Option<String>, Query, description = "Of one body, with `below`"),
        ("after" = Option<String>, Query, description = "The `next` of the page before"), ("limit" = Option<u32>, Query, description = "1 to 200")),
    responses((status = 200, description = "A page of uses", body = List<UseWire>)),
    security(("token" = ["activities.read"])))]
async fn list_uses(
    gate: Grant<SeeSpaces>,
    State(app): State<App>,
    Query(filter): Query<Filter>,
    paging: Paging<(i64, UseId)>,
) -> Result<Json<List<UseWire>>, Fault> {
    let now = app.now();
    let (from, until) = sums::span(filter.days.days_or_refused(time::day(now))?);
    let org = gate.org();
    let which = Which {
        whose: match (filter.ours, filter.below.below()) {
            (true, _) => Whose::Booker(org),
            (false, Some(below)) => Whose::Below(org, below),
            (false, None) => Whose::Keeper(org),
        },
        from,
        until,
        space: filter.space,
        purpose: filter.purpose,
        by: filter.by,
        unsaid: filter.unsaid,
    };
    let after = paging
        .after
        .and_then(|(at, id)| Timestamp::from_millisecond(at).ok().map(|at| (at, id)));
    let rows = paging.rows();
    let found = app
        .db
        .read(move |tx| queries::uses(tx, &which, now, after, rows))
        .await?;
    let page = List::of(&paging, found, |one| (one.from.as_millisecond(), one.id));
    Ok(Json(List {
        items: page.items.into_iter().map(UseWire::from).collect(),
        next: page.next,
    }))
}

/// What uses of the organisation's rooms add up to: by room, by purpose, by organisation
#[utoipa::path(get, path = "/api/v1/organisations/{org}/uses/sums", tag = "venues",
    params(("org" = String, Path), ("from" = Option<String>, Query, description = "The first day; this month's without it"),
        ("to" = Option<String>, Query, description = "The last day"),
        ("below" = Option<bool>, Query, description = "With the rooms of the bodies below"),
        ("town" = Option<String>, Query, description = "Of one town, with `below`"), ("body" = Option<String>, Query, description = "Of one body, with `below`")),
    responses((status = 200, description = "The sums", body = SumsWire)),
    security(("token" = ["activities.read"])))]
async fn add_up_uses(
    gate: Grant<SeeSpaces>,
    State(app): State<App>,
    Query(filter): Query<Filter>,
) -> Result<Json<SumsWire>, Fault> {
    let (org, now) = (gate.org(), app.now());
    let (days, scope) = (filter.days.days_or_refused(time::day(now))?, filter.below.below());
    let sums = app
        .db
        .read(move |tx| sums::sums(tx, (org, scope), days, now))
        .await?;
    let room = |(space, name, sum, open_minutes)| RoomSum {
        space,
        name,
        sum,
        open_minutes,
    };
    let body = |(organisation, name, sum)| BodySum {
        organisation,
        name,
        sum,
    };
    Ok(Json(SumsWire {
        whole: sums.whole,
        by_room: sums.rooms.into_iter().map(room).collect(),
        by_purpose: sums
            .purposes
            .into_iter()
            .map(|(purpose, sum)| PurposeSum { purpose, sum })
            .collect(),
        by_organisation: sums.bodies.into_iter().map(body).collect(),
        by_keeper: sums.keepers.into_iter().map(body).collect(),
        cut: sums.cut,
    }))
}

/// Says later how many came, or corrects it with a reason
#[utoipa::path(post, path = "/api/v1/organisations/{org}/uses/{use}/people", tag = "venues",
    params(("org" = String, Path), ("use" = String, Path)), request_body = PeopleBody,
    responses((status = 204, description = "Written"), (status = 404, description = "No such use of the organisation's rooms"),
        (status = 409, description = "It is still open, or people were scanned in"), (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn say_people(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, UseId)>,
    Json(body): Json<PeopleBody>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| {
            close::amend(tx, Sayer::Keeper(org), id, (body.people, &body.reason))
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says, as who used a room, how many came, or corrects it with a reason; `use` may be the booking's id
#[utoipa::path(post, path = "/api/v1/organisations/{org}/uses/{use}/came", tag = "venues",
    params(("org" = String, Path), ("use" = String, Path)), request_body = PeopleBody,
    responses((status = 204, description = "Written"), (status = 404, description = "The organisation used nothing of the kind"),
        (status = 409, description = "It is not over, or people were scanned in or stand on a roll"), (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.book"])))]
async fn say_came(
    gate: Grant<BookSpaces>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, UseId)>,
    Json(body): Json<PeopleBody>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| {
            close::amend(tx, Sayer::Booker(org), id, (body.people, &body.reason))
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What rings because nobody uses it, then what was answered last
#[utoipa::path(get, path = "/api/v1/organisations/{org}/idle", tag = "venues",
    params(("org" = String, Path), ("below" = Option<bool>, Query, description = "With what the bodies below keep"),
        ("town" = Option<String>, Query, description = "Of one town, with `below`"), ("body" = Option<String>, Query, description = "Of one body, with `below`"),
        ("after" = Option<String>, Query, description = "The `next` of the page before"), ("limit" = Option<u32>, Query, description = "1 to 200")),
    responses((status = 200, description = "A page of them", body = List<IdleWire>)),
    security(("token" = ["activities.read"])))]
async fn list_idle(
    gate: Grant<SeeSpaces>,
    State(app): State<App>,
    Query(asked): Query<below::Asked>,
    paging: Paging<AlarmId>,
) -> Result<Json<List<IdleWire>>, Fault> {
    let (org, scope) = (gate.org(), asked.below());
    let (after, rows) = (paging.after, paging.rows());
    let alarms = app
        .db
        .read(move |tx| queries::alarms_of(tx, org, scope, (after, rows)))
        .await?;
    let page = List::of(&paging, alarms, |alarm| alarm.id);
    let wire = |alarm: queries::Alarm| IdleWire {
        id: alarm.id,
        name: alarm.name,
        keeper: alarm.keeper,
        since: time::rfc3339(alarm.since),
        answer: alarm.answer,
        reason: alarm.reason,
    };
    Ok(Json(List {
        items: page.items.into_iter().map(wire).collect(),
        next: page.next,
    }))
}

/// Says what is to become of what nobody uses
#[utoipa::path(post, path = "/api/v1/organisations/{org}/idle/{alarm}", tag = "venues",
    params(("org" = String, Path), ("alarm" = String, Path)), request_body = AnswerBody,
    responses((status = 204, description = "Answered"), (status = 404, description = "Nothing of the organisation's"),
        (status = 409, description = "Answered already"), (status = 422, description = "Without a reason")),
    security(("token" = ["spaces.keep"])))]
async fn answer_idle(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, AlarmId)>,
    Json(body): Json<AnswerBody>,
) -> Result<StatusCode, Fault> {
    let whose = (gate.org(), gate.person());
    let reply = Reply {
        answer: body.answer,
        reason: body.reason,
        quiet_days: body.quiet_days,
    };
    app.db
        .write(gate.by(), move |tx| answer::answer(tx, whose, id, &reply))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// After how many days without use a room rings
#[utoipa::path(put, path = "/api/v1/organisations/{org}/spaces/{space}/idle-days", tag = "venues",
    params(("org" = String, Path), ("space" = String, Path)), request_body = DaysBody,
    responses((status = 204, description = "Written"), (status = 404, description = "No such room of the organisation's"),
        (status = 422, description = "A number that can't be")),
    security(("token" = ["spaces.keep"])))]
async fn set_idle_days(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, space)): Path<(OrganisationId, SpaceId)>,
    Json(body): Json<DaysBody>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| answer::set_days(tx, org, space, body.days))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
