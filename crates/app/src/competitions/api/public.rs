//! What everybody reads of a competition, and what those who take part do themselves.

use axum::{extract::State, http::StatusCode};
use langqiao_kernel::{
    draw::Drawn,
    id::{CompetitionId, EntryId},
};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::{Anyone, SignedIn},
};

use super::super::{
    api_wire::{CorrectionWish, EntryWish, Made, ProtestBody, ProtestWish, WholeBody},
    correct, enter, protest, queries,
    whole::Whole,
};

/// A competition with its entries, games and places.
#[utoipa::path(get, path = "/api/v1/competitions/{competition}", tag = "competitions",
    params(("competition" = String, Path, description = "The competition")),
    responses(
        (status = 200, description = "All that is public of it", body = WholeBody),
        (status = 404, description = "No such competition"),
    ))]
pub(super) async fn show_public_competition(
    _: Anyone,
    State(app): State<App>,
    Path(id): Path<CompetitionId>,
) -> Result<Json<WholeBody>, Fault> {
    let now = app.now();
    let whole = Whole::public(&app, id).await?;
    Ok(Json(WholeBody::of(&whole, now)))
}

/// How the order of the first stage was drawn: `langqiao draw verify` takes this document.
#[utoipa::path(get, path = "/api/v1/competitions/{competition}/draw", tag = "competitions",
    params(("competition" = String, Path, description = "The competition")),
    responses(
        (status = 200, description = "What it was drawn from and what came of it", body = Object),
        (status = 404, description = "No such competition"),
    ))]
pub(super) async fn show_draw(
    _: Anyone,
    State(app): State<App>,
    Path(id): Path<CompetitionId>,
) -> Result<Json<Drawn>, Fault> {
    let whole = Whole::public(&app, id).await?;
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
pub(super) async fn enter_own(
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
pub(super) async fn list_protests(
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
pub(super) async fn make_protest(
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

/// Correct an entry that one speaks for, before the draw.
#[utoipa::path(put, path = "/api/v1/competitions/{competition}/entries/{entry}", tag = "competitions", request_body = CorrectionWish,
    params(("competition" = String, Path, description = "The competition"), ("entry" = String, Path, description = "The entry")),
    responses(
        (status = 204, description = "Done"),
        (status = 404, description = "No such entry that the caller speaks for"),
        (status = 409, description = "A rule says no; `code` says which"),
        (status = 422, description = "Something can't be; `fields` says what"),
    ), security(("token" = ["self"])))]
pub(super) async fn correct_own_entry(
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
