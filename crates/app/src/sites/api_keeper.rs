//! Sites for programs: what their keepers do, by the same use cases as in the browser.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::{
    id::{ClusterId, FundingId, OrganisationId, SpaceId, VenueId},
    time,
};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Grant,
    not_done::NotDone,
    routes::Routes,
};
use utoipa::OpenApi;

use super::{
    clusters,
    edit::{self, Beginning},
    funding::{self, NewEntry},
    keeper_wire::{
        ClusterBody, FundingBody, FundingList, FundingWire, Made, NewVenueBody, ReasonBody, SpaceBody,
        StepBody, VenueBody, made,
    },
    keys_api, queries,
    stage::{self, Site, Step},
};
use crate::bookings::KeepSpaces;

#[derive(OpenApi)]
#[openapi(paths(
    enter_venue,
    change_venue,
    add_space,
    change_space,
    step_venue,
    step_cluster,
    describe_cluster,
    list_funding,
    give_funding,
    take_funding_back,
    keys_api::list_key_holders,
    keys_api::add_key_holder,
    keys_api::end_key_holder,
    keys_api::write_way_in,
    keys_api::tell_way_in,
    keys_api::add_photo,
    keys_api::change_photo
))]
struct Document;

pub(super) fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

pub(super) fn routes() -> Routes {
    Routes::new()
        .post("/api/v1/organisations/{org}/venues", enter_venue)
        .put("/api/v1/organisations/{org}/venues/{venue}", change_venue)
        .post("/api/v1/organisations/{org}/venues/{venue}/spaces", add_space)
        .put(
            "/api/v1/organisations/{org}/venues/{venue}/spaces/{space}",
            change_space,
        )
        .post("/api/v1/organisations/{org}/venues/{venue}/stage", step_venue)
        .put("/api/v1/organisations/{org}/clusters/{cluster}", describe_cluster)
        .post(
            "/api/v1/organisations/{org}/clusters/{cluster}/stage",
            step_cluster,
        )
        .get("/api/v1/organisations/{org}/venues/{venue}/funding", list_funding)
        .post("/api/v1/organisations/{org}/venues/{venue}/funding", give_funding)
        .post(
            "/api/v1/organisations/{org}/venues/{venue}/funding/{funding}/back",
            take_funding_back,
        )
        .get(
            "/api/v1/organisations/{org}/venues/{venue}/keys",
            keys_api::list_key_holders,
        )
        .post(
            "/api/v1/organisations/{org}/venues/{venue}/keys",
            keys_api::add_key_holder,
        )
        .delete(
            "/api/v1/organisations/{org}/venues/{venue}/keys/{person}",
            keys_api::end_key_holder,
        )
        .put(
            "/api/v1/organisations/{org}/venues/{venue}/way-in",
            keys_api::write_way_in,
        )
        .post(
            "/api/v1/organisations/{org}/venues/{venue}/entry",
            keys_api::tell_way_in,
        )
        .post(
            "/api/v1/organisations/{org}/venues/{venue}/photos",
            keys_api::add_photo,
        )
        .post(
            "/api/v1/organisations/{org}/venues/{venue}/photos/{photo}",
            keys_api::change_photo,
        )
}

pub(super) type OfVenue = Path<(OrganisationId, VenueId)>;

/// Enters a site
#[utoipa::path(post, path = "/api/v1/organisations/{org}/venues", tag = "venues",
    params(("org" = String, Path)), request_body = NewVenueBody,
    responses((status = 201, description = "Entered", body = Made), (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn enter_venue(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Json(body): Json<NewVenueBody>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let whose = (gate.org(), gate.person());
    let begin = Beginning {
        area: body.area,
        stage: body.stage,
        day: body.day.unwrap_or_else(|| time::day(app.now())),
    };
    let wish = body.venue.wish();
    let id = app
        .db
        .write(gate.by(), move |tx| edit::add(tx, whose, &wish, &begin))
        .await?;
    Ok(made(id))
}

/// Writes what is said of a site in place of what was said
#[utoipa::path(put, path = "/api/v1/organisations/{org}/venues/{venue}", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)), request_body = VenueBody,
    responses((status = 204, description = "Written"), (status = 404, description = "No such site of the organisation's"),
        (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn change_venue(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Json(body): Json<VenueBody>,
) -> Result<StatusCode, Fault> {
    let (org, wish) = (gate.org(), body.wish());
    app.db
        .write(gate.by(), move |tx| edit::change(tx, org, id, &wish))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Adds a room to a site
#[utoipa::path(post, path = "/api/v1/organisations/{org}/venues/{venue}/spaces", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)), request_body = SpaceBody,
    responses((status = 201, description = "Added", body = Made), (status = 404, description = "No such site of the organisation's"),
        (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn add_space(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Json(body): Json<SpaceBody>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let org = gate.org();
    let write =
        move |tx: &mut langqiao_store::WriteTx<'_>| edit::add_space(tx, org, id, (&body.name, body.capacity));
    Ok(made(app.db.write(gate.by(), write).await?))
}

/// Writes a room's name and how many people it holds
#[utoipa::path(put, path = "/api/v1/organisations/{org}/venues/{venue}/spaces/{space}", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path), ("space" = String, Path)), request_body = SpaceBody,
    responses((status = 204, description = "Written"), (status = 404, description = "No such room of the organisation's"),
        (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn change_space(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id, space)): Path<(OrganisationId, VenueId, SpaceId)>,
    Json(body): Json<SpaceBody>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| {
            edit::change_space(tx, org, (id, space), (&body.name, body.capacity))
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn step(gate: &Grant<KeepSpaces>, app: &App, site: Site, body: StepBody) -> Result<StatusCode, Fault> {
    let whose = (gate.org(), gate.person());
    let step = Step {
        stage: body.stage,
        day: body.day.unwrap_or_else(|| time::day(app.now())),
        reason: body.reason,
    };
    app.db
        .write(gate.by(), move |tx| stage::move_to(tx, whose, site, &step))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A site comes to another stage
#[utoipa::path(post, path = "/api/v1/organisations/{org}/venues/{venue}/stage", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)), request_body = StepBody,
    responses((status = 204, description = "Written"), (status = 404, description = "No such site of the organisation's"),
        (status = 409, description = "Its rooms are still booked"), (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn step_venue(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Json(body): Json<StepBody>,
) -> Result<StatusCode, Fault> {
    step(&gate, &app, Site::Venue(id), body).await
}

/// A group of sites comes to another stage
#[utoipa::path(post, path = "/api/v1/organisations/{org}/clusters/{cluster}/stage", tag = "venues",
    params(("org" = String, Path), ("cluster" = String, Path)), request_body = StepBody,
    responses((status = 204, description = "Written"), (status = 404, description = "No such group of the organisation's"),
        (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn step_cluster(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ClusterId)>,
    Json(body): Json<StepBody>,
) -> Result<StatusCode, Fault> {
    step(&gate, &app, Site::Cluster(id), body).await
}

/// Writes what is said of a group of sites
#[utoipa::path(put, path = "/api/v1/organisations/{org}/clusters/{cluster}", tag = "venues",
    params(("org" = String, Path), ("cluster" = String, Path)), request_body = ClusterBody,
    responses((status = 204, description = "Written"), (status = 404, description = "No such group of the organisation's"),
        (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn describe_cluster(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ClusterId)>,
    Json(body): Json<ClusterBody>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| {
            clusters::describe(tx, org, id, (&body.name, &body.about))
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What was given for a site, the latest first
#[utoipa::path(get, path = "/api/v1/organisations/{org}/venues/{venue}/funding", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)),
    responses((status = 200, description = "All entries", body = FundingList), (status = 404, description = "No such site of the organisation's")),
    security(("token" = ["spaces.keep"])))]
async fn list_funding(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
) -> Result<Json<FundingList>, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        queries::kept(tx, org, id)?;
        Ok::<_, NotDone>(queries::entries(tx, id, None)?)
    });
    let entries = read.await?;
    let wire = |entry: funding::Entry| FundingWire {
        id: entry.id,
        source: entry.source,
        giver: entry.giver,
        amount: entry.amount,
        day: entry.day,
        note: entry.note,
        takes_back: entry.takes_back,
    };
    Ok(Json(FundingList {
        total: entries.iter().map(|entry| entry.amount).sum(),
        entries: entries.into_iter().map(wire).collect(),
    }))
}

/// Writes what was given for a site
#[utoipa::path(post, path = "/api/v1/organisations/{org}/venues/{venue}/funding", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)), request_body = FundingBody,
    responses((status = 201, description = "Written", body = Made), (status = 404, description = "No such site of the organisation's"),
        (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn give_funding(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Json(body): Json<FundingBody>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let whose = (gate.org(), gate.person());
    let new = NewEntry {
        source: body.source,
        giver: body.giver,
        amount: body.amount,
        day: body.day,
        note: body.note,
    };
    let entry = app
        .db
        .write(gate.by(), move |tx| funding::give(tx, whose, id, &new))
        .await?;
    Ok(made(entry))
}

/// Takes back an entry that was wrong, once, by one of its own
#[utoipa::path(post, path = "/api/v1/organisations/{org}/venues/{venue}/funding/{funding}/back", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path), ("funding" = String, Path)), request_body = ReasonBody,
    responses((status = 201, description = "Written", body = Made), (status = 404, description = "No such entry of the organisation's"),
        (status = 409, description = "It was taken back already"), (status = 422, description = "Without a reason")),
    security(("token" = ["spaces.keep"])))]
async fn take_funding_back(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id, entry)): Path<(OrganisationId, VenueId, FundingId)>,
    Json(body): Json<ReasonBody>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let whose = (gate.org(), gate.person());
    let back = app
        .db
        .write(gate.by(), move |tx| {
            funding::take_back(tx, whose, id, (entry, &body.reason))
        })
        .await?;
    Ok(made(back))
}
