//! Competitions for programs: the same use cases as in the browser.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::{
    draw::Drawn,
    id::{ActivityId, CompetitionId, EntryId, FixtureId, OrganisationId, ProtestId, StageId},
};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::{Anyone, Grant, SignedIn},
    not_done::NotDone,
    routes::Routes,
};
use langqiao_store::StoreError;
use utoipa::OpenApi;

use super::{
    ManageCompetitions, ScoreCompetitions,
    api_wire::{
        AnswerWish, ChangeWish, CompetitionWish, CorrectionWish, EntryWish, ListedBody, Made, MarksWish,
        PersonWish, PickBody, PickWish, PlaceWish, ProtestBody, ProtestWish, ResultWish, ScheduleWish,
        ScheduledBody, SeatMade, StartWish, WholeBody,
    },
    change, correct, create, enter, move_game,
    office_pages::{held, on_own},
    picks, protest, queries, result, schedule, score, start,
    whole::Whole,
};
use crate::activities::{self, ReadActivities};

/// The feature's part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(
    show_public_competition,
    show_draw,
    enter_own,
    list_protests,
    make_protest,
    list_competitions,
    create_competition,
    show_competition,
    change_competition,
    remove_competition,
    correct_entry,
    correct_own_entry,
    add_entry,
    withdraw_entry,
    start_stage,
    close_stage,
    pair_round,
    give_result,
    place_game,
    give_marks,
    add_judge,
    remove_judge,
    make_schedule,
    answer_protest,
    list_picks,
    add_pick,
    remove_pick
))]
pub(super) struct Document;

/// The feature's API.
pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/competitions/{competition}", show_public_competition)
        .get("/api/v1/competitions/{competition}/draw", show_draw)
        .post("/api/v1/competitions/{competition}/entries", enter_own)
        .get("/api/v1/competitions/{competition}/protests", list_protests)
        .post("/api/v1/competitions/{competition}/protests", make_protest)
        .get("/api/v1/organisations/{org}/competitions", list_competitions)
        .post(
            "/api/v1/organisations/{org}/activities/{id}/competitions",
            create_competition,
        )
        .get(
            "/api/v1/organisations/{org}/competitions/{competition}",
            show_competition,
        )
        .put(
            "/api/v1/organisations/{org}/competitions/{competition}",
            change_competition,
        )
        .delete(
            "/api/v1/organisations/{org}/competitions/{competition}",
            remove_competition,
        )
        .put(
            "/api/v1/organisations/{org}/competitions/{competition}/entries/{entry}",
            correct_entry,
        )
        .put(
            "/api/v1/competitions/{competition}/entries/{entry}",
            correct_own_entry,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/entries",
            add_entry,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/entries/{entry}/withdraw",
            withdraw_entry,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/start",
            start_stage,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/close",
            close_stage,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/pair",
            pair_round,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/fixtures/{fixture}/place",
            place_game,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/fixtures/{fixture}/results",
            give_result,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/marks",
            give_marks,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/judges",
            add_judge,
        )
        .delete(
            "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/judges/{seat}",
            remove_judge,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/schedule",
            make_schedule,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/protests/{protest}",
            answer_protest,
        )
        .get(
            "/api/v1/organisations/{org}/competitions/{competition}/picks",
            list_picks,
        )
        .post(
            "/api/v1/organisations/{org}/competitions/{competition}/picks",
            add_pick,
        )
        .delete(
            "/api/v1/organisations/{org}/competitions/{competition}/picks/{entry}",
            remove_pick,
        )
}

/// Why an entry gives up.
#[derive(Debug, serde::Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WithdrawReason)]
struct Reason {
    /// Shown with the results.
    reason: String,
}

async fn public(app: &App, id: CompetitionId) -> Result<Whole, Fault> {
    let read = app.db.read(move |tx| {
        let competition = queries::public(tx, id)?;
        competition
            .map(|competition| Whole::read(tx, competition))
            .transpose()
    });
    read.await
        .map_err(|why: StoreError| Fault::from(why))?
        .ok_or(Fault::NotFound)
}

/// A competition with its entries, games and places.
#[utoipa::path(get, path = "/api/v1/competitions/{competition}", tag = "competitions",
    params(("competition" = String, Path, description = "The competition")),
    responses(
        (status = 200, description = "All that is public of it", body = WholeBody),
        (status = 404, description = "No such competition"),
    ))]
async fn show_public_competition(
    _: Anyone,
    State(app): State<App>,
    Path(id): Path<CompetitionId>,
) -> Result<Json<WholeBody>, Fault> {
    let now = app.now();
    let whole = public(&app, id).await?;
    Ok(Json(WholeBody::of(&whole, now)))
}

/// How the order of the first stage was drawn: `langqiao draw verify` takes this document.
#[utoipa::path(get, path = "/api/v1/competitions/{competition}/draw", tag = "competitions",
    params(("competition" = String, Path, description = "The competition")),
    responses(
        (status = 200, description = "What it was drawn from and what came of it", body = Object),
        (status = 404, description = "No such competition"),
    ))]
async fn show_draw(
    _: Anyone,
    State(app): State<App>,
    Path(id): Path<CompetitionId>,
) -> Result<Json<Drawn>, Fault> {
    let whole = public(&app, id).await?;
    let drawn = whole
        .stages
        .first()
        .and_then(|stage| stage.drawn.as_deref())
        .ok_or(Fault::NotFound)?;
    let drawn: Drawn = serde_json::from_str(drawn).map_err(|why| Fault::Internal(why.to_string()))?;
    Ok(Json(drawn))
}

/// Enter a competition, for oneself or for a team.
#[utoipa::path(post, path = "/api/v1/competitions/{competition}/entries", tag = "competitions", request_body = EntryWish,
    params(("competition" = String, Path, description = "The competition")),
    responses(
        (status = 201, description = "It is entered", body = Made),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["self"])))]
async fn enter_own(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<CompetitionId>,
    Json(body): Json<EntryWish>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let (person, keys) = (gate.person(), app.keys.clone());
    let of = app
        .db
        .read(move |tx| queries::public(tx, id))
        .await?
        .ok_or(Fault::NotFound)?;
    let new = body.command(Some(person), of.team)?;
    let done = app
        .db
        .write(gate.by(), move |tx| enter::enter(tx, &keys, id, &new, true))
        .await?;
    Ok((StatusCode::CREATED, Json(Made { id: done.to_text() })))
}

/// The protests of a competition and their answers, the latest first.
#[utoipa::path(get, path = "/api/v1/competitions/{competition}/protests", tag = "competitions",
    params(("competition" = String, Path, description = "The competition")),
    responses(
        (status = 200, description = "The protests", body = Vec<ProtestBody>),
        (status = 404, description = "No such competition"),
    ))]
async fn list_protests(
    _: Anyone,
    State(app): State<App>,
    Path(id): Path<CompetitionId>,
) -> Result<Json<Vec<ProtestBody>>, Fault> {
    app.db
        .read(move |tx| queries::public(tx, id))
        .await?
        .ok_or(Fault::NotFound)?;
    let found = app.db.read(move |tx| queries::protests(tx, id)).await?;
    Ok(Json(found.into_iter().map(ProtestBody::from).collect()))
}

/// Protest against a result, as who speaks for an entry.
#[utoipa::path(post, path = "/api/v1/competitions/{competition}/protests", tag = "competitions", request_body = ProtestWish,
    params(("competition" = String, Path, description = "The competition")),
    responses(
        (status = 201, description = "It waits for an answer", body = Made),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["self"])))]
async fn make_protest(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<CompetitionId>,
    Json(body): Json<ProtestWish>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let person = gate.person();
    app.db
        .read(move |tx| queries::public(tx, id))
        .await?
        .ok_or(Fault::NotFound)?;
    let made = app.db.write(gate.by(), move |tx| {
        protest::protest(tx, id, person, (body.stage, body.fixture), &body.words)
    });
    Ok((
        StatusCode::CREATED,
        Json(Made {
            id: made.await?.to_text(),
        }),
    ))
}

/// The competitions that an organisation holds, the latest first.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/competitions", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"),
        ("after" = Option<String>, Query, description = "The cursor of the page before"), ("limit" = Option<u32>, Query, description = "How many, 1 to 200")),
    responses(
        (status = 200, description = "A page", body = List<ListedBody>),
        (status = 404, description = "No such competition"),
    ), security(("token" = ["activities.read"])))]
async fn list_competitions(
    gate: Grant<ReadActivities>,
    State(app): State<App>,
    paging: Paging<CompetitionId>,
) -> Result<Json<List<ListedBody>>, Fault> {
    let (org, after, rows) = (gate.org(), paging.after, paging.rows());
    let found = app
        .db
        .read(move |tx| queries::of_organisation(tx, org, after, rows))
        .await?;
    let page = List::of(&paging, found, |competition| competition.id);
    Ok(Json(List {
        items: page.items.into_iter().map(ListedBody::from).collect(),
        next: page.next,
    }))
}

/// Set a competition up within an activity.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/competitions", tag = "competitions", request_body = CompetitionWish,
    params(("org" = String, Path, description = "The organisation"), ("id" = String, Path, description = "The activity")),
    responses(
        (status = 201, description = "It is set up", body = Made),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
async fn create_competition(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, activity)): Path<(OrganisationId, ActivityId)>,
    Json(body): Json<CompetitionWish>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let (org, keys, new) = (gate.org(), app.keys.clone(), body.command());
    app.db
        .read(move |tx| activities::require_held(tx, org, activity).map(drop))
        .await?;
    let made = app
        .db
        .write(gate.by(), move |tx| {
            create::create(tx, &keys, org, activity, &new)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(Made { id: made.to_text() })))
}

/// A competition that the organisation holds, also before its activity is public.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/competitions/{competition}", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition")),
    responses(
        (status = 200, description = "The competition", body = WholeBody),
        (status = 404, description = "No such thing that this organisation holds"),
    ), security(("token" = ["activities.read"])))]
async fn show_competition(
    gate: Grant<ReadActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, CompetitionId)>,
) -> Result<Json<WholeBody>, Fault> {
    let (org, now) = (gate.org(), app.now());
    let whole = app.db.read(move |tx| held(tx, org, id)).await?;
    Ok(Json(WholeBody::of(&whole, now)))
}

/// Change what was laid down, before the draw.
#[utoipa::path(put, path = "/api/v1/organisations/{org}/competitions/{competition}", tag = "competitions", request_body = ChangeWish,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
async fn change_competition(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, CompetitionId)>,
    Json(body): Json<ChangeWish>,
) -> Result<StatusCode, Fault> {
    let (keys, seen, new) = (app.keys.clone(), body.version, body.competition.command());
    on_own(&app, &gate, id, move |tx| {
        change::change(tx, &keys, id, seen, &new)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Remove a competition in which nobody takes part, before the draw.
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/competitions/{competition}", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
async fn remove_competition(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, CompetitionId)>,
) -> Result<StatusCode, Fault> {
    on_own(&app, &gate, id, move |tx| change::remove(tx, id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Correct an entry as an office, before the draw.
#[utoipa::path(put, path = "/api/v1/organisations/{org}/competitions/{competition}/entries/{entry}", tag = "competitions", request_body = CorrectionWish,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("entry" = String, Path, description = "The entry")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
async fn correct_entry(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, entry)): Path<(OrganisationId, CompetitionId, EntryId)>,
    Json(body): Json<CorrectionWish>,
) -> Result<StatusCode, Fault> {
    let (keys, new) = (app.keys.clone(), body.command()?);
    on_own(&app, &gate, id, move |tx| {
        correct::correct(tx, &keys, id, entry, None, &new)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Correct an entry that one speaks for, before the draw.
#[utoipa::path(put, path = "/api/v1/competitions/{competition}/entries/{entry}", tag = "competitions", request_body = CorrectionWish,
    params(("competition" = String, Path, description = "The competition"), ("entry" = String, Path, description = "The entry")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such entry that the caller speaks for"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["self"])))]
async fn correct_own_entry(
    gate: SignedIn,
    State(app): State<App>,
    Path((id, entry)): Path<(CompetitionId, EntryId)>,
    Json(body): Json<CorrectionWish>,
) -> Result<StatusCode, Fault> {
    let (person, keys, new) = (gate.person(), app.keys.clone(), body.command()?);
    app.db
        .read(move |tx| queries::public(tx, id))
        .await?
        .ok_or(Fault::NotFound)?;
    let done = app.db.write(gate.by(), move |tx| {
        correct::correct(tx, &keys, id, entry, Some(person), &new)
    });
    done.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Enter somebody as an office.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/entries", tag = "competitions", request_body = EntryWish,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition")),
    responses(
        (status = 201, description = "It is entered", body = Made),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
async fn add_entry(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, CompetitionId)>,
    Json(body): Json<EntryWish>,
) -> Result<(StatusCode, Json<Made>), Fault> {
    let (org, keys) = (gate.org(), app.keys.clone());
    let of = app
        .db
        .read(move |tx| queries::held(tx, org, id))
        .await?
        .ok_or(Fault::NotFound)?;
    let new = body.command(None, of.team)?;
    let done = app
        .db
        .write(gate.by(), move |tx| enter::enter(tx, &keys, id, &new, false))
        .await?;
    Ok((StatusCode::CREATED, Json(Made { id: done.to_text() })))
}

/// An entry gives up: what it has not played goes to the others.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/entries/{entry}/withdraw", tag = "competitions", request_body = Reason,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("entry" = String, Path, description = "The entry")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
async fn withdraw_entry(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, entry)): Path<(OrganisationId, CompetitionId, EntryId)>,
    Json(body): Json<Reason>,
) -> Result<StatusCode, Fault> {
    on_own(&app, &gate, id, move |tx| {
        enter::withdraw(tx, id, entry, &body.reason).map(drop)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Draw a stage and begin it.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/start", tag = "competitions", request_body = Option<StartWish>,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("stage" = String, Path, description = "The stage")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
    ), security(("token" = ["competitions.manage"])))]
async fn start_stage(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, stage)): Path<(OrganisationId, CompetitionId, StageId)>,
    body: Option<Json<StartWish>>,
) -> Result<StatusCode, Fault> {
    let (keys, agreed) = (
        app.keys.clone(),
        body.is_some_and(|Json(body)| body.leaders_agreed),
    );
    on_own(&app, &gate, id, move |tx| {
        start::begin(tx, &keys, id, stage, agreed)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End a stage and make its result known.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/close", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("stage" = String, Path, description = "The stage")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
    ), security(("token" = ["competitions.manage"])))]
async fn close_stage(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, stage)): Path<(OrganisationId, CompetitionId, StageId)>,
) -> Result<StatusCode, Fault> {
    on_own(&app, &gate, id, move |tx| start::close(tx, id, stage)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Pair the next round of a Swiss stage.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/pair", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("stage" = String, Path, description = "The stage")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
    ), security(("token" = ["competitions.manage"])))]
async fn pair_round(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, stage)): Path<(OrganisationId, CompetitionId, StageId)>,
) -> Result<StatusCode, Fault> {
    on_own(&app, &gate, id, move |tx| start::pair(tx, id, stage).map(drop)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give the result of a game, or a further one with a reason.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/fixtures/{fixture}/results", tag = "competitions", request_body = ResultWish,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("fixture" = String, Path, description = "The game")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.score"])))]
async fn give_result(
    gate: Grant<ScoreCompetitions>,
    State(app): State<App>,
    Path((_, id, fixture)): Path<(OrganisationId, CompetitionId, FixtureId)>,
    Json(body): Json<ResultWish>,
) -> Result<StatusCode, Fault> {
    let given = body.command();
    on_own(&app, &gate, id, move |tx| result::give(tx, id, fixture, &given)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Put a game that is still to be played onto another court or time.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/fixtures/{fixture}/place", tag = "competitions", request_body = PlaceWish,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("fixture" = String, Path, description = "The game")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something stands in the way; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
async fn place_game(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, fixture)): Path<(OrganisationId, CompetitionId, FixtureId)>,
    Json(body): Json<PlaceWish>,
) -> Result<StatusCode, Fault> {
    let place = body.command();
    on_own(&app, &gate, id, move |tx| {
        move_game::move_game(tx, id, (fixture, place))
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Give marks of a judge, or times.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/marks", tag = "competitions", request_body = MarksWish,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("stage" = String, Path, description = "The stage")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.score"])))]
async fn give_marks(
    gate: Grant<ScoreCompetitions>,
    State(app): State<App>,
    Path((_, id, stage)): Path<(OrganisationId, CompetitionId, StageId)>,
    Json(body): Json<MarksWish>,
) -> Result<StatusCode, Fault> {
    let given = score::GiveMarks {
        stage,
        judge: body.judge,
        entry: body.entry,
        values: (1_i64..).zip(body.values).collect(),
        reason: body.reason,
    };
    on_own(&app, &gate, id, move |tx| score::give_marks(tx, id, &given)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ask somebody to judge; the answer holds the link with which they score, once.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/judges", tag = "competitions", request_body = PersonWish,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("stage" = String, Path, description = "The stage")),
    responses(
        (status = 201, description = "The seat", body = SeatMade),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
async fn add_judge(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, stage)): Path<(OrganisationId, CompetitionId, StageId)>,
    Json(body): Json<PersonWish>,
) -> Result<(StatusCode, Json<SeatMade>), Fault> {
    let (keys, who) = (app.keys.clone(), body.member("judge")?);
    let made = on_own(&app, &gate, id, move |tx| {
        score::add_judge(tx, &keys, id, stage, &who)
    });
    let (seat, link) = made.await?;
    let link = Some(app.address(&format!("/judging/{link}")));
    Ok((StatusCode::CREATED, Json(SeatMade { seat, link })))
}

/// A judge leaves: their marks no longer count.
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/competitions/{competition}/stages/{stage}/judges/{seat}", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("stage" = String, Path, description = "The stage"), ("seat" = String, Path, description = "The judge's seat")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
    ), security(("token" = ["competitions.manage"])))]
async fn remove_judge(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, stage, seat)): Path<(OrganisationId, CompetitionId, StageId, i64)>,
) -> Result<StatusCode, Fault> {
    let keys = app.keys.clone();
    on_own(&app, &gate, id, move |tx| {
        score::change_judge(tx, &keys, id, stage, seat, true).map(drop)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Put all games that are still to be played onto courts and times.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/schedule", tag = "competitions", request_body = ScheduleWish,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition")),
    responses(
        (status = 200, description = "How it came out", body = ScheduledBody),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
async fn make_schedule(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, CompetitionId)>,
    Json(body): Json<ScheduleWish>,
) -> Result<Json<ScheduledBody>, Fault> {
    let wish = body.command();
    let done = on_own(&app, &gate, id, move |tx| schedule::schedule(tx, id, &wish));
    let done = done.await?;
    Ok(Json(ScheduledBody {
        placed: done.placed,
        left: done.left,
    }))
}

/// Answer a protest.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/protests/{protest}", tag = "competitions", request_body = AnswerWish,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("protest" = String, Path, description = "The protest")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
async fn answer_protest(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, protest)): Path<(OrganisationId, CompetitionId, ProtestId)>,
    Json(body): Json<AnswerWish>,
) -> Result<StatusCode, Fault> {
    on_own(&app, &gate, id, move |tx| {
        protest::answer_protest(tx, id, protest, body.upheld, &body.answer)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Who was picked to be nominated, by place.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/competitions/{competition}/picks", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition")),
    responses(
        (status = 200, description = "The picks", body = Vec<PickBody>),
        (status = 404, description = "No such thing that this organisation holds"),
    ), security(("token" = ["activities.read"])))]
async fn list_picks(
    gate: Grant<ReadActivities>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, CompetitionId)>,
) -> Result<Json<Vec<PickBody>>, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        queries::held(tx, org, id)?.ok_or(NotDone::NotFound)?;
        Ok::<_, NotDone>(picks::picks(tx, id)?)
    });
    let evidence = app.address(&format!("/competitions/{id}"));
    Ok(Json(
        read.await?
            .into_iter()
            .map(|pick| PickBody::of(pick, &evidence))
            .collect(),
    ))
}

/// Pick an entry to be nominated.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/competitions/{competition}/picks", tag = "competitions", request_body = PickWish,
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["competitions.manage"])))]
async fn add_pick(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, CompetitionId)>,
    Json(body): Json<PickWish>,
) -> Result<StatusCode, Fault> {
    on_own(&app, &gate, id, move |tx| {
        picks::pick(tx, id, body.entry, &body.title, &body.note)
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take a pick back.
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/competitions/{competition}/picks/{entry}", tag = "competitions",
    params(("org" = String, Path, description = "The organisation"), ("competition" = String, Path, description = "The competition"), ("entry" = String, Path, description = "The entry")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such thing that this organisation holds"),
    ), security(("token" = ["competitions.manage"])))]
async fn remove_pick(
    gate: Grant<ManageCompetitions>,
    State(app): State<App>,
    Path((_, id, entry)): Path<(OrganisationId, CompetitionId, EntryId)>,
) -> Result<StatusCode, Fault> {
    on_own(&app, &gate, id, move |tx| picks::unpick(tx, id, entry)).await?;
    Ok(StatusCode::NO_CONTENT)
}
