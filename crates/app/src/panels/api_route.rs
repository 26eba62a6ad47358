//! Routes for programs: their venues in order, their judges, closing them.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::id::{OrganisationId, RoundId, RouteId, VenueId};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Grant,
};

use super::{
    ManagePanels,
    api::act,
    api_wire::{JudgeBody, Made, RouteBody, Seat, VenuesBody, WhyBody},
    close, judge, route,
};

/// Add a route.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/panels/{round}/routes", tag = "panels", request_body = RouteBody,
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round")),
    responses((status = 201, description = "Done", body = Made), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which"), (status = 422, description = "Something can't be; `fields` says what")), security(("token" = ["panels.manage"])))]
pub(super) async fn add_route(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round)): Path<(OrganisationId, RoundId)>,
    Json(body): Json<RouteBody>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let id = act(&app, &gate, move |tx, org| {
        route::add_route(tx, org, round, &body.name, body.day)
    })
    .await?;
    Ok((StatusCode::CREATED, Json(Made { id: id.to_text() })))
}

/// Name a route anew or move it to another day.
#[utoipa::path(put, path = "/api/v1/organisations/{org}/panels/{round}/routes/{route}", tag = "panels", request_body = RouteBody,
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round"), ("route" = String, Path, description = "The route")),
    responses((status = 204, description = "Done"), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which"), (status = 422, description = "Something can't be; `fields` says what")), security(("token" = ["panels.manage"])))]
pub(super) async fn change_route(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round, route)): Path<(OrganisationId, RoundId, RouteId)>,
    Json(body): Json<RouteBody>,
) -> Result<StatusCode, Fault> {
    act(&app, &gate, move |tx, org| {
        route::change_route(tx, org, (round, route), &body.name, body.day)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a route away for which nothing was handed in.
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/panels/{round}/routes/{route}", tag = "panels",
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round"), ("route" = String, Path, description = "The route")),
    responses((status = 204, description = "Done"), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which")), security(("token" = ["panels.manage"])))]
pub(super) async fn remove_route(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round, route)): Path<(OrganisationId, RoundId, RouteId)>,
) -> Result<StatusCode, Fault> {
    act(&app, &gate, move |tx, org| {
        route::remove_route(tx, org, (round, route))
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Close a route.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/panels/{round}/routes/{route}/close", tag = "panels",
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round"), ("route" = String, Path, description = "The route")),
    responses((status = 204, description = "Done"), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which")), security(("token" = ["panels.manage"])))]
pub(super) async fn close_route(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round, route)): Path<(OrganisationId, RoundId, RouteId)>,
) -> Result<StatusCode, Fault> {
    act(&app, &gate, move |tx, org| {
        close::close_route(tx, org, (round, route))
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Open a route again.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/panels/{round}/routes/{route}/reopen", tag = "panels", request_body = WhyBody,
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round"), ("route" = String, Path, description = "The route")),
    responses((status = 204, description = "Done"), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which"), (status = 422, description = "Something can't be; `fields` says what")), security(("token" = ["panels.manage"])))]
pub(super) async fn reopen_route(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round, route)): Path<(OrganisationId, RoundId, RouteId)>,
    Json(body): Json<WhyBody>,
) -> Result<StatusCode, Fault> {
    act(&app, &gate, move |tx, org| {
        close::reopen_route(tx, org, (round, route), &body.reason)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Add venues to a route, in their order.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/panels/{round}/routes/{route}/venues", tag = "panels", request_body = VenuesBody,
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round"), ("route" = String, Path, description = "The route")),
    responses((status = 204, description = "Done"), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which"), (status = 422, description = "Something can't be; `fields` says what")), security(("token" = ["panels.manage"])))]
pub(super) async fn add_round_venues(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round, route)): Path<(OrganisationId, RoundId, RouteId)>,
    Json(body): Json<VenuesBody>,
) -> Result<StatusCode, Fault> {
    act(&app, &gate, move |tx, org| match &body.found {
        Some(found) => route::add_found(tx, org, (round, route), &found.words, found.venues),
        None => route::add_stops(tx, org, (round, route), &body.venues),
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Put a venue one place earlier.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/panels/{round}/routes/{route}/venues/{venue}/up", tag = "panels",
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round"), ("route" = String, Path, description = "The route"), ("venue" = String, Path, description = "The venue")),
    responses((status = 204, description = "Done"), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which")), security(("token" = ["panels.manage"])))]
pub(super) async fn move_venue_up(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round, route, venue)): Path<(OrganisationId, RoundId, RouteId, VenueId)>,
) -> Result<StatusCode, Fault> {
    act(&app, &gate, move |tx, org| {
        route::move_up(tx, org, (round, route), venue)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a venue off its route.
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/panels/{round}/routes/{route}/venues/{venue}", tag = "panels",
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round"), ("route" = String, Path, description = "The route"), ("venue" = String, Path, description = "The venue")),
    responses((status = 204, description = "Done"), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which")), security(("token" = ["panels.manage"])))]
pub(super) async fn remove_round_venue(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round, route, venue)): Path<(OrganisationId, RoundId, RouteId, VenueId)>,
) -> Result<StatusCode, Fault> {
    act(&app, &gate, move |tx, org| {
        route::remove_stop(tx, org, (round, route), venue)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ask somebody to judge a route.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/panels/{round}/routes/{route}/judges", tag = "panels", request_body = JudgeBody,
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round"), ("route" = String, Path, description = "The route")),
    responses((status = 201, description = "Done", body = Seat), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which"), (status = 422, description = "Something can't be; `fields` says what")), security(("token" = ["panels.manage"])))]
pub(super) async fn add_route_judge(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round, route)): Path<(OrganisationId, RoundId, RouteId)>,
    Json(body): Json<JudgeBody>,
) -> Result<(StatusCode, Json<Seat>), Fault> {
    let (keys, who) = (app.keys.clone(), body.who()?);
    let seat = act(&app, &gate, move |tx, org| {
        judge::add_judge(tx, &keys, org, (round, route), &who)
    })
    .await?;
    Ok((StatusCode::CREATED, Json(Seat { seat })))
}

/// A judge leaves, for a reason that they are told: what they gave no longer counts.
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/panels/{round}/routes/{route}/judges/{seat}", tag = "panels", request_body = WhyBody,
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round"), ("route" = String, Path, description = "The route"), ("seat" = String, Path, description = "The judge's number")),
    responses((status = 204, description = "Done"), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which"), (status = 422, description = "Something can't be; `fields` says what")), security(("token" = ["panels.manage"])))]
pub(super) async fn remove_route_judge(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round, route, seat)): Path<(OrganisationId, RoundId, RouteId, i64)>,
    Json(body): Json<WhyBody>,
) -> Result<StatusCode, Fault> {
    act(&app, &gate, move |tx, org| {
        judge::remove_judge(tx, org, (round, route), seat, &body.reason)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
