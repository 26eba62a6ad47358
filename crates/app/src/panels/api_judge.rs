//! What a judge does, for programs and for the judge's phone where it scores without a network.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::{
    id::{RecheckId, RouteId, VenueId},
    time,
};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::SignedIn,
};

use super::{
    api_wire::{DraftBody, HandedIn, PaperBody, ScoringWire, StandBody},
    judge, judge_pages, recheck, score,
};

/// A route as its judge has it.
#[utoipa::path(get, path = "/api/v1/scoring/{route}", tag = "panels",
    params(("route" = String, Path, description = "The route")),
    responses((status = 200, description = "As it is", body = ScoringWire), (status = 404, description = "No such thing for this caller")), security(("token" = ["self"])))]
pub(super) async fn show_scoring(
    gate: SignedIn,
    State(app): State<App>,
    Path(route): Path<RouteId>,
) -> Result<Json<ScoringWire>, Fault> {
    let (person, today) = (gate.person(), time::day(app.now()));
    let (whole, seat) = app
        .db
        .read(move |tx| judge_pages::seated(tx, person, route, today))
        .await?;
    Ok(Json(ScoringWire::of(&whole, route, seat)?))
}

/// Keep what a judge has begun.
#[utoipa::path(put, path = "/api/v1/scoring/{route}/venues/{venue}/draft", tag = "panels", request_body = DraftBody,
    params(("route" = String, Path, description = "The route"), ("venue" = String, Path, description = "The venue")),
    responses((status = 204, description = "Done"), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which"), (status = 422, description = "Something can't be; `fields` says what")), security(("token" = ["self"])))]
pub(super) async fn keep_sheet_draft(
    gate: SignedIn,
    State(app): State<App>,
    Path((route, venue)): Path<(RouteId, VenueId)>,
    Json(body): Json<DraftBody>,
) -> Result<StatusCode, Fault> {
    let person = gate.person();
    let kept = app.db.write(gate.by(), move |tx| {
        judge::must_be_seat(tx, (person, route), body.seat)?;
        score::keep_draft(tx, person, (route, venue), body.sheet, &body.marks)
    });
    kept.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Hand a sheet in; the same again is no change.
#[utoipa::path(post, path = "/api/v1/scoring/{route}/venues/{venue}/papers", tag = "panels", request_body = PaperBody,
    params(("route" = String, Path, description = "The route"), ("venue" = String, Path, description = "The venue")),
    responses((status = 201, description = "Done", body = HandedIn), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which"), (status = 422, description = "Something can't be; `fields` says what")), security(("token" = ["self"])))]
pub(super) async fn hand_in_sheet(
    gate: SignedIn,
    State(app): State<App>,
    Path((route, venue)): Path<(RouteId, VenueId)>,
    Json(body): Json<PaperBody>,
) -> Result<(StatusCode, Json<HandedIn>), Fault> {
    let (person, seat, given) = (gate.person(), body.seat, body.command());
    let done = app.db.write(gate.by(), move |tx| {
        judge::must_be_seat(tx, (person, route), seat)?;
        score::hand_in(tx, person, (route, venue), &given)
    });
    let number = done.await?;
    Ok((StatusCode::CREATED, Json(HandedIn { number })))
}

/// Stand by a mark, as its judge.
#[utoipa::path(post, path = "/api/v1/scoring/{route}/rechecks/{recheck}", tag = "panels", request_body = StandBody,
    params(("route" = String, Path, description = "The route"), ("recheck" = String, Path, description = "The request")),
    responses((status = 204, description = "Done"), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which"), (status = 422, description = "Something can't be; `fields` says what")), security(("token" = ["self"])))]
pub(super) async fn stand_by_mark(
    gate: SignedIn,
    State(app): State<App>,
    Path((route, recheck)): Path<(RouteId, RecheckId)>,
    Json(body): Json<StandBody>,
) -> Result<StatusCode, Fault> {
    let person = gate.person();
    let done = app.db.write(gate.by(), move |tx| {
        recheck::confirm(tx, person, route, recheck, &body.answer)
    });
    done.await?;
    Ok(StatusCode::NO_CONTENT)
}
