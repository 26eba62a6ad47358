//! Things for programs: what can be borrowed, what a body has, how many there are and why.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::{
    id::{EquipmentId, OrganisationId},
    time,
};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path, Query},
    fault::Fault,
    gate::Grant,
    routes::Routes,
};
use utoipa::OpenApi;

use super::{
    keep::{self, Terms},
    list_page::{self, Asked},
    model::Kind,
    queries::{Cursor, LINES_MAX},
    sums::{self, LentFor},
    thing_page,
    thing_wire::{
        BorrowerSum, ChangeBody, CountBody, EntryWire, GoneBody, LentForSum, LoanSumsWire, MadeThing,
        NewBody, ThingSum, ThingWhole, ThingWire,
    },
};
use crate::{
    bookings::{KeepSpaces, SeeSpaces},
    uses,
};

#[derive(OpenApi)]
#[openapi(paths(
    list_things,
    list_own_things,
    show_thing,
    enter_thing,
    change_thing,
    count_thing,
    take_thing_off,
    add_up_loans
))]
struct Document;

pub(super) fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/organisations/{org}/things-near", list_things)
        .get("/api/v1/organisations/{org}/things", list_own_things)
        .post("/api/v1/organisations/{org}/things", enter_thing)
        .get("/api/v1/organisations/{org}/things/{thing}", show_thing)
        .put("/api/v1/organisations/{org}/things/{thing}", change_thing)
        .post("/api/v1/organisations/{org}/things/{thing}/count", count_thing)
        .post("/api/v1/organisations/{org}/things/{thing}/gone", take_thing_off)
        .get("/api/v1/organisations/{org}/loan-sums", add_up_loans)
}

/// A page of things for programs.
async fn page(
    app: &App,
    org: OrganisationId,
    (own, asked): (bool, Asked),
    paging: Paging<Cursor>,
) -> Result<Json<List<ThingWire>>, Fault> {
    let (now, search) = (app.now(), asked.search());
    let days = asked.days(time::day(now));
    let read = app
        .db
        .read(move |tx| list_page::found(tx, org, (own, &search), (days, now), &paging));
    let found = read.await?;
    let items = found.items.into_iter();
    Ok(Json(List {
        items: items
            .map(|one| ThingWire::of(org, (one.thing, one.free), one.cover))
            .collect(),
        next: found.next,
    }))
}

/// What other bodies share and the organisation may ask for, the nearest first
#[utoipa::path(get, path = "/api/v1/organisations/{org}/things-near", tag = "lending",
    params(("org" = String, Path), ("q" = Option<String>, Query, description = "A part of the name, or of the owner's"),
        ("kind" = Option<Kind>, Query), ("from" = Option<String>, Query, description = "The first day; today without it"),
        ("until" = Option<String>, Query, description = "The last day"),
        ("after" = Option<String>, Query, description = "The `next` of the page before"), ("limit" = Option<u32>, Query, description = "1 to 200")),
    responses((status = 200, description = "A page of things", body = List<ThingWire>)),
    security(("token" = ["activities.read"])))]
async fn list_things(
    gate: Grant<SeeSpaces>,
    State(app): State<App>,
    Query(asked): Query<Asked>,
    paging: Paging<Cursor>,
) -> Result<Json<List<ThingWire>>, Fault> {
    page(&app, gate.org(), (false, asked), paging).await
}

/// The organisation's own things, by name
#[utoipa::path(get, path = "/api/v1/organisations/{org}/things", tag = "lending",
    params(("org" = String, Path), ("q" = Option<String>, Query, description = "A part of the name"), ("kind" = Option<Kind>, Query),
        ("from" = Option<String>, Query, description = "The first day for which it is said what is free; today without it"),
        ("until" = Option<String>, Query, description = "The last day"),
        ("after" = Option<String>, Query, description = "The `next` of the page before"), ("limit" = Option<u32>, Query, description = "1 to 200")),
    responses((status = 200, description = "A page of things", body = List<ThingWire>)),
    security(("token" = ["activities.read"])))]
async fn list_own_things(
    gate: Grant<SeeSpaces>,
    State(app): State<App>,
    Query(asked): Query<Asked>,
    paging: Paging<Cursor>,
) -> Result<Json<List<ThingWire>>, Fault> {
    page(&app, gate.org(), (true, asked), paging).await
}

/// A thing; its keeper sees how its count came about
#[utoipa::path(get, path = "/api/v1/organisations/{org}/things/{thing}", tag = "lending",
    params(("org" = String, Path), ("thing" = String, Path), ("from" = Option<String>, Query), ("until" = Option<String>, Query)),
    responses((status = 200, description = "The thing", body = ThingWhole), (status = 404, description = "Nothing for the organisation")),
    security(("token" = ["activities.read"])))]
async fn show_thing(
    gate: Grant<SeeSpaces>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, EquipmentId)>,
    Query(asked): Query<Asked>,
) -> Result<Json<ThingWhole>, Fault> {
    let (org, now) = (gate.org(), app.now());
    let (first, last) = sums::span(asked.days(time::day(now)));
    let read = app
        .db
        .read(move |tx| thing_page::view(tx, org, id, ((first.max(now), last), now), None));
    let view = read.await?;
    let entries = view
        .lines
        .into_iter()
        .take(LINES_MAX as usize)
        .map(|line| EntryWire {
            why: line.kind,
            pieces: line.pieces,
            note: line.note,
            at: time::rfc3339(line.at),
            loan: line.loan,
        });
    let own = view.thing.owner == org;
    Ok(Json(ThingWhole {
        entries: entries.collect(),
        promised_too_many: if own { view.short } else { 0 },
        thing: ThingWire::of(org, (view.thing, view.free), view.photos),
    }))
}

/// Enters a thing that the organisation shares
#[utoipa::path(post, path = "/api/v1/organisations/{org}/things", tag = "lending", params(("org" = String, Path)), request_body = NewBody,
    responses((status = 201, description = "Entered", body = MadeThing), (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn enter_thing(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Json(body): Json<NewBody>,
) -> Result<(StatusCode, Json<MadeThing>), Fault> {
    let (whose, first, terms) = (
        (gate.org(), gate.person()),
        (body.kind, body.pieces),
        Terms::from(body.terms),
    );
    let write = app
        .db
        .write(gate.by(), move |tx| keep::enter(tx, whose, first, &terms));
    Ok((
        StatusCode::CREATED,
        Json(MadeThing {
            id: write.await?.to_text(),
        }),
    ))
}

/// Changes what is laid down of a thing
#[utoipa::path(put, path = "/api/v1/organisations/{org}/things/{thing}", tag = "lending",
    params(("org" = String, Path), ("thing" = String, Path)), request_body = ChangeBody,
    responses((status = 204, description = "Written"), (status = 404, description = "No such thing of the organisation's"),
        (status = 409, description = "Somebody changed it since, or it is off the list"), (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn change_thing(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, EquipmentId)>,
    Json(body): Json<ChangeBody>,
) -> Result<StatusCode, Fault> {
    let (org, seen, terms) = (gate.org(), body.version, Terms::from(body.terms));
    let write = app
        .db
        .write(gate.by(), move |tx| keep::change(tx, org, (id, seen), &terms));
    write.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Enters pieces into the count, or takes them out, with a reason
#[utoipa::path(post, path = "/api/v1/organisations/{org}/things/{thing}/count", tag = "lending",
    params(("org" = String, Path), ("thing" = String, Path)), request_body = CountBody,
    responses((status = 204, description = "Written"), (status = 404, description = "No such thing of the organisation's"),
        (status = 409, description = "It is off the list"), (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn count_thing(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, EquipmentId)>,
    Json(body): Json<CountBody>,
) -> Result<StatusCode, Fault> {
    let whose = (gate.org(), gate.person());
    let write = app.db.write(gate.by(), move |tx| {
        keep::count(tx, whose, (id, body.seen), (body.why, body.pieces), &body.note)
    });
    write.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a thing off the list; not while any of it is asked for, promised or out
#[utoipa::path(post, path = "/api/v1/organisations/{org}/things/{thing}/gone", tag = "lending",
    params(("org" = String, Path), ("thing" = String, Path)), request_body = GoneBody,
    responses((status = 204, description = "Off the list"), (status = 404, description = "No such thing of the organisation's"),
        (status = 409, description = "Some of it is still asked for, promised or out"), (status = 422, description = "Without a reason")),
    security(("token" = ["spaces.keep"])))]
async fn take_thing_off(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, EquipmentId)>,
    Json(body): Json<GoneBody>,
) -> Result<StatusCode, Fault> {
    let whose = (gate.org(), gate.person());
    let write = app
        .db
        .write(gate.by(), move |tx| keep::take_off(tx, whose, id, &body.reason));
    write.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What the organisation's loans add up to: by thing, by borrower, for what
#[utoipa::path(get, path = "/api/v1/organisations/{org}/loan-sums", tag = "lending",
    params(("org" = String, Path), ("from" = Option<String>, Query, description = "The first day; this month's without it"),
        ("to" = Option<String>, Query, description = "The last day")),
    responses((status = 200, description = "The sums of what was handed out in those days", body = LoanSumsWire)),
    security(("token" = ["activities.read"])))]
async fn add_up_loans(
    gate: Grant<SeeSpaces>,
    State(app): State<App>,
    Query(asked): Query<uses::Asked>,
) -> Result<Json<LoanSumsWire>, Fault> {
    let (org, now) = (gate.org(), app.now());
    let days = asked.days_or_refused(time::day(now))?;
    let sums = app.db.read(move |tx| sums::sums(tx, org, days, now)).await?;
    let thing = |(thing, name, sum)| ThingSum { thing, name, sum };
    let body = |(organisation, name, sum)| BorrowerSum {
        organisation,
        name,
        sum,
    };
    let purpose = |(what, sum)| {
        let (activity_kind, purpose) = match what {
            LentFor::Activity(kind) => (Some(kind), None),
            LentFor::Words(words) => (None, Some(words)),
        };
        LentForSum {
            activity_kind,
            purpose,
            sum,
        }
    };
    Ok(Json(LoanSumsWire {
        whole: sums.whole,
        by_thing: sums.things.into_iter().map(thing).collect(),
        by_borrower: sums.bodies.into_iter().map(body).collect(),
        for_activities: sums.for_activities[0],
        for_other: sums.for_activities[1],
        by_purpose: sums.purposes.into_iter().map(purpose).collect(),
        cut: sums.cut,
    }))
}
