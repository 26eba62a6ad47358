//! Rounds for programs: the same use cases as in the browser. What belongs to a route is in `api_route`, what a judge does in
//! `api_judge`.

use axum::{extract::State, http::StatusCode};
use jiff::Timestamp;
use langqiao_kernel::id::{AppealId, OrganisationId, RoundId, VenueId};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::{Anyone, Grant},
    not_done::NotDone,
    routes::Routes,
};
use langqiao_store::{StoreError, WriteTx};
use utoipa::OpenApi;

use super::{
    ManagePanels, api_judge, api_route,
    api_wire::{
        AppealAnswerBody, AppealBody, Made, MendBody, PublicWire, RecheckBody, RoundBody, RoundWholeWire,
        RoundWire, ScoredVenueWire, SheetBody, SheetItemWire, WhyBody, in_hundredths,
    },
    appeal, close, create,
    evidence::Evidence,
    model::Round,
    public_pages, publish, queries, recheck, sheet,
    whole::held,
};

/// Carries out an act of an office or a keeper.
pub(super) async fn act<T: Send + 'static>(
    app: &App,
    gate: &Grant<ManagePanels>,
    mut act: impl FnMut(&mut WriteTx<'_>, OrganisationId) -> Result<T, NotDone> + Send + 'static,
) -> Result<T, NotDone> {
    let org = gate.org();
    app.db.write(gate.by(), move |tx| act(tx, org)).await
}

/// A page of rounds.
fn listed(
    found: Vec<Round>,
    paging: &Paging<(Timestamp, RoundId)>,
    at: impl Fn(&Round) -> Timestamp,
) -> List<RoundWire> {
    let page = List::of(paging, found, |round| (at(round), round.id));
    List {
        items: page.items.iter().map(RoundWire::of).collect(),
        next: page.next,
    }
}

/// The feature's part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(
    list_public_rounds,
    show_public_round,
    list_rounds,
    create_round,
    show_round,
    change_round,
    cancel_round,
    set_sheet,
    api_route::add_route,
    api_route::change_route,
    api_route::remove_route,
    api_route::close_route,
    api_route::reopen_route,
    api_route::add_round_venues,
    api_route::move_venue_up,
    api_route::remove_round_venue,
    api_route::add_route_judge,
    api_route::remove_route_judge,
    show_scored_venue,
    ask_judge_again,
    send_draft,
    publish_round,
    mend_round,
    answer_appeal,
    show_kept_venue,
    make_appeal,
    api_judge::show_scoring,
    api_judge::keep_sheet_draft,
    api_judge::hand_in_sheet,
    api_judge::stand_by_mark
))]
pub(super) struct Document;

/// The feature's API.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/panels", list_public_rounds)
        .get("/api/v1/panels/{round}", show_public_round)
        .get("/api/v1/organisations/{org}/panels", list_rounds)
        .post("/api/v1/organisations/{org}/panels", create_round)
        .get("/api/v1/organisations/{org}/panels/{round}", show_round)
        .put("/api/v1/organisations/{org}/panels/{round}", change_round)
        .post("/api/v1/organisations/{org}/panels/{round}/cancel", cancel_round)
        .put("/api/v1/organisations/{org}/panels/{round}/sheet", set_sheet)
        .post(
            "/api/v1/organisations/{org}/panels/{round}/routes",
            api_route::add_route,
        )
        .put(
            "/api/v1/organisations/{org}/panels/{round}/routes/{route}",
            api_route::change_route,
        )
        .delete(
            "/api/v1/organisations/{org}/panels/{round}/routes/{route}",
            api_route::remove_route,
        )
        .post(
            "/api/v1/organisations/{org}/panels/{round}/routes/{route}/close",
            api_route::close_route,
        )
        .post(
            "/api/v1/organisations/{org}/panels/{round}/routes/{route}/reopen",
            api_route::reopen_route,
        )
        .post(
            "/api/v1/organisations/{org}/panels/{round}/routes/{route}/venues",
            api_route::add_round_venues,
        )
        .post(
            "/api/v1/organisations/{org}/panels/{round}/routes/{route}/venues/{venue}/up",
            api_route::move_venue_up,
        )
        .delete(
            "/api/v1/organisations/{org}/panels/{round}/routes/{route}/venues/{venue}",
            api_route::remove_round_venue,
        )
        .post(
            "/api/v1/organisations/{org}/panels/{round}/routes/{route}/judges",
            api_route::add_route_judge,
        )
        .delete(
            "/api/v1/organisations/{org}/panels/{round}/routes/{route}/judges/{seat}",
            api_route::remove_route_judge,
        )
        .get(
            "/api/v1/organisations/{org}/panels/{round}/results/{venue}",
            show_scored_venue,
        )
        .post(
            "/api/v1/organisations/{org}/panels/{round}/results/{venue}/rechecks",
            ask_judge_again,
        )
        .post("/api/v1/organisations/{org}/panels/{round}/draft", send_draft)
        .post(
            "/api/v1/organisations/{org}/panels/{round}/publish",
            publish_round,
        )
        .post(
            "/api/v1/organisations/{org}/panels/{round}/results/{venue}/corrections",
            mend_round,
        )
        .post(
            "/api/v1/organisations/{org}/panels/{round}/appeals/{appeal}",
            answer_appeal,
        )
        .get(
            "/api/v1/organisations/{org}/panels/{round}/venues/{venue}",
            show_kept_venue,
        )
        .post(
            "/api/v1/organisations/{org}/panels/{round}/venues/{venue}/appeals",
            make_appeal,
        )
        .get("/api/v1/scoring/{route}", api_judge::show_scoring)
        .put(
            "/api/v1/scoring/{route}/venues/{venue}/draft",
            api_judge::keep_sheet_draft,
        )
        .post(
            "/api/v1/scoring/{route}/venues/{venue}/papers",
            api_judge::hand_in_sheet,
        )
        .post(
            "/api/v1/scoring/{route}/rechecks/{recheck}",
            api_judge::stand_by_mark,
        )
}

/// Public rounds, the latest first.
#[utoipa::path(get, path = "/api/v1/panels", tag = "panels",
    params(("after" = Option<String>, Query, description = "The cursor of the page before"), ("limit" = Option<u32>, Query, description = "How many, 1 to 200")),
    responses((status = 200, description = "As it is", body = List<RoundWire>)))]
async fn list_public_rounds(
    _: Anyone,
    State(app): State<App>,
    paging: Paging<(Timestamp, RoundId)>,
) -> Result<Json<List<RoundWire>>, Fault> {
    let (after, rows) = (paging.after, paging.rows());
    let found = app
        .db
        .read(move |tx| queries::public_rounds(tx, after, rows))
        .await;
    let found = found.map_err(|why: StoreError| Fault::from(why))?;
    Ok(Json(listed(found, &paging, |round| {
        round.published_at.unwrap_or(round.created_at)
    })))
}

/// What is public of a round.
#[utoipa::path(get, path = "/api/v1/panels/{round}", tag = "panels",
    params(("round" = String, Path, description = "The round")),
    responses((status = 200, description = "As it is", body = PublicWire), (status = 404, description = "No such thing for this caller")))]
async fn show_public_round(
    _: Anyone,
    State(app): State<App>,
    Path(round): Path<RoundId>,
) -> Result<Json<PublicWire>, Fault> {
    let found = app.db.read(move |tx| public_pages::read(tx, round)).await;
    let found = found.map_err(|why: StoreError| Fault::from(why))?;
    Ok(Json(PublicWire::of(found.ok_or(Fault::NotFound)?)))
}

/// The rounds that an organisation holds, the latest first.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/panels", tag = "panels",
    params(("org" = String, Path, description = "The organisation"), ("after" = Option<String>, Query, description = "The cursor of the page before"), ("limit" = Option<u32>, Query, description = "How many, 1 to 200")),
    responses((status = 200, description = "As it is", body = List<RoundWire>)), security(("token" = ["panels.manage"])))]
async fn list_rounds(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    paging: Paging<(Timestamp, RoundId)>,
) -> Result<Json<List<RoundWire>>, Fault> {
    let (org, after, rows) = (gate.org(), paging.after, paging.rows());
    let found = app
        .db
        .read(move |tx| queries::rounds_of(tx, org, after, rows))
        .await;
    let found = found.map_err(|why: StoreError| Fault::from(why))?;
    Ok(Json(listed(found, &paging, |round| round.created_at)))
}

/// Begin a round.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/panels", tag = "panels", request_body = RoundBody,
    params(("org" = String, Path, description = "The organisation")),
    responses((status = 201, description = "Done", body = Made), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which"), (status = 422, description = "Something can't be; `fields` says what")), security(("token" = ["panels.manage"])))]
async fn create_round(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Json(body): Json<RoundBody>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let (wish, from) = body.command();
    let id = act(&app, &gate, move |tx, org| create::create(tx, org, &wish, &from)).await?;
    Ok((StatusCode::CREATED, Json(Made { id: id.to_text() })))
}

/// A round with its routes, and how it stands.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/panels/{round}", tag = "panels",
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round")),
    responses((status = 200, description = "As it is", body = RoundWholeWire), (status = 404, description = "No such thing for this caller")), security(("token" = ["panels.manage"])))]
async fn show_round(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round)): Path<(OrganisationId, RoundId)>,
) -> Result<Json<RoundWholeWire>, Fault> {
    let org = gate.org();
    let whole = app.db.read(move |tx| held(tx, org, round)).await?;
    Ok(Json(RoundWholeWire::of(&whole)))
}

/// Say anew what a round is called and its rules.
#[utoipa::path(put, path = "/api/v1/organisations/{org}/panels/{round}", tag = "panels", request_body = RoundBody,
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round")),
    responses((status = 204, description = "Done"), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which"), (status = 422, description = "Something can't be; `fields` says what")), security(("token" = ["panels.manage"])))]
async fn change_round(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round)): Path<(OrganisationId, RoundId)>,
    Json(body): Json<RoundBody>,
) -> Result<StatusCode, Fault> {
    let (wish, _) = body.command();
    act(&app, &gate, move |tx, org| create::change(tx, org, round, &wish)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Call a round off.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/panels/{round}/cancel", tag = "panels", request_body = WhyBody,
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round")),
    responses((status = 204, description = "Done"), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which"), (status = 422, description = "Something can't be; `fields` says what")), security(("token" = ["panels.manage"])))]
async fn cancel_round(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round)): Path<(OrganisationId, RoundId)>,
    Json(body): Json<WhyBody>,
) -> Result<StatusCode, Fault> {
    act(&app, &gate, move |tx, org| {
        create::cancel(tx, org, round, &body.reason)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Lay the sheet down anew.
#[utoipa::path(put, path = "/api/v1/organisations/{org}/panels/{round}/sheet", tag = "panels", request_body = SheetBody,
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round")),
    responses((status = 204, description = "Done"), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which"), (status = 422, description = "Something can't be; `fields` says what")), security(("token" = ["panels.manage"])))]
async fn set_sheet(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round)): Path<(OrganisationId, RoundId)>,
    Json(body): Json<SheetBody>,
) -> Result<StatusCode, Fault> {
    let items: Vec<_> = body.items.into_iter().map(SheetItemWire::item).collect();
    act(&app, &gate, move |tx, org| {
        sheet::set_sheet(tx, org, round, body.seen, &items).map_err(in_hundredths)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A venue of an own round, item by item.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/panels/{round}/results/{venue}", tag = "panels",
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round"), ("venue" = String, Path, description = "The venue")),
    responses((status = 200, description = "As it is", body = ScoredVenueWire), (status = 404, description = "No such thing for this caller")), security(("token" = ["panels.manage"])))]
async fn show_scored_venue(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round, venue)): Path<(OrganisationId, RoundId, VenueId)>,
) -> Result<Json<ScoredVenueWire>, Fault> {
    let (org, now) = (gate.org(), app.now());
    let read = app.db.read(move |tx| {
        let whole = held(tx, org, round)?;
        let evidence = Evidence::read(tx, venue, whole.round.period, now)?;
        ScoredVenueWire::of(&whole, venue, &evidence)
    });
    Ok(Json(read.await?))
}

/// Ask a judge to look at a mark again.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/panels/{round}/results/{venue}/rechecks", tag = "panels", request_body = RecheckBody,
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round"), ("venue" = String, Path, description = "The venue")),
    responses((status = 201, description = "Done", body = Made), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which"), (status = 422, description = "Something can't be; `fields` says what")), security(("token" = ["panels.manage"])))]
async fn ask_judge_again(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round, venue)): Path<(OrganisationId, RoundId, VenueId)>,
    Json(body): Json<RecheckBody>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let id = act(&app, &gate, move |tx, org| {
        recheck::ask_again(tx, org, round, (venue, body.seat, body.position), &body.words)
    });
    let id = id.await?.to_text();
    Ok((StatusCode::CREATED, Json(Made { id })))
}

/// Send the draft of the result to the keepers.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/panels/{round}/draft", tag = "panels",
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round")),
    responses((status = 204, description = "Done"), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which")), security(("token" = ["panels.manage"])))]
async fn send_draft(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round)): Path<(OrganisationId, RoundId)>,
) -> Result<StatusCode, Fault> {
    act(&app, &gate, move |tx, org| close::send_draft(tx, org, round)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Publish the result.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/panels/{round}/publish", tag = "panels",
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round")),
    responses((status = 204, description = "Done"), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which")), security(("token" = ["panels.manage"])))]
async fn publish_round(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round)): Path<(OrganisationId, RoundId)>,
) -> Result<StatusCode, Fault> {
    act(&app, &gate, move |tx, org| publish::publish(tx, org, round)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Mend what is public.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/panels/{round}/results/{venue}/corrections", tag = "panels", request_body = MendBody,
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round"), ("venue" = String, Path, description = "The venue")),
    responses((status = 204, description = "Done"), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which"), (status = 422, description = "Something can't be; `fields` says what")), security(("token" = ["panels.manage"])))]
async fn mend_round(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round, venue)): Path<(OrganisationId, RoundId, VenueId)>,
    Json(body): Json<MendBody>,
) -> Result<StatusCode, Fault> {
    act(&app, &gate, move |tx, org| {
        let what = (body.seen, body.position, body.after);
        publish::correct(tx, org, (round, venue), what, &body.reason)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Answer an objection.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/panels/{round}/appeals/{appeal}", tag = "panels", request_body = AppealAnswerBody,
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round"), ("appeal" = String, Path, description = "The objection")),
    responses((status = 204, description = "Done"), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which"), (status = 422, description = "Something can't be; `fields` says what")), security(("token" = ["panels.manage"])))]
async fn answer_appeal(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round, appeal)): Path<(OrganisationId, RoundId, AppealId)>,
    Json(body): Json<AppealAnswerBody>,
) -> Result<StatusCode, Fault> {
    act(&app, &gate, move |tx, org| {
        appeal::answer_appeal(tx, org, (round, appeal), body.after, &body.answer)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An own venue in a round, item by item, once its keepers have the draft.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/panels/{round}/venues/{venue}", tag = "panels",
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round"), ("venue" = String, Path, description = "The venue")),
    responses((status = 200, description = "As it is", body = ScoredVenueWire), (status = 404, description = "No such thing for this caller")), security(("token" = ["panels.manage"])))]
async fn show_kept_venue(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round, venue)): Path<(OrganisationId, RoundId, VenueId)>,
) -> Result<Json<ScoredVenueWire>, Fault> {
    let (org, now) = (gate.org(), app.now());
    let read = app.db.read(move |tx| {
        let whole = appeal::kept(tx, org, (round, venue))?;
        let evidence = Evidence::read(tx, venue, whole.round.period, now)?;
        ScoredVenueWire::of(&whole, venue, &evidence)
    });
    Ok(Json(read.await?))
}

/// Object to what came of an item of an own venue.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/panels/{round}/venues/{venue}/appeals", tag = "panels", request_body = AppealBody,
    params(("org" = String, Path, description = "The organisation"), ("round" = String, Path, description = "The round"), ("venue" = String, Path, description = "The venue")),
    responses((status = 201, description = "Done", body = Made), (status = 404, description = "No such thing for this caller"), (status = 409, description = "A rule says no; `code` says which"), (status = 422, description = "Something can't be; `fields` says what")), security(("token" = ["panels.manage"])))]
async fn make_appeal(
    gate: Grant<ManagePanels>,
    State(app): State<App>,
    Path((_, round, venue)): Path<(OrganisationId, RoundId, VenueId)>,
    Json(body): Json<AppealBody>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let id = act(&app, &gate, move |tx, org| {
        appeal::appeal(tx, org, (round, venue), body.position, &body.words)
    });
    let id = id.await?.to_text();
    Ok((StatusCode::CREATED, Json(Made { id })))
}
