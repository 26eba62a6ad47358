//! Standings for programs: one's own, and those that an organisation may look at.

use axum::{extract::State, http::StatusCode};
use jiff::civil::Date;
use langqiao_kernel::{
    id::{OrganisationId, PersonId, StandingId, UnitId},
    time::{self, rfc3339},
};
use langqiao_platform::{
    app::App,
    extract::{Json, Path, Query},
    fault::Fault,
    gate::{Grant, SignedIn},
    not_done::NotDone,
    routes::Routes,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::{
    DecideStandings,
    decide::{Decision, Verdict, by_office},
    model::{Standing, StandingKind, StandingState, What},
    queries::{self, InReach, Which},
    state,
};

/// The part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(
    list_standings,
    state_standing,
    withdraw_standing,
    list_standings_of,
    decide_standing
))]
pub(super) struct Api;

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/me/standings", list_standings)
        .post("/api/v1/me/standings", state_standing)
        .delete("/api/v1/me/standings/{standing}", withdraw_standing)
        .get("/api/v1/organisations/{org}/standings", list_standings_of)
        .post(
            "/api/v1/organisations/{org}/standings/{standing}",
            decide_standing,
        )
}

/// Something that is stated of a person.
#[derive(Serialize, ToSchema)]
struct StandingWire {
    #[schema(value_type = String)]
    id: StandingId,
    /// Of whom: the caller or one of their family.
    #[schema(value_type = String)]
    person: PersonId,
    kind: StandingKind,
    /// The unit's id, the line's or the qualification's word.
    what: String,
    /// Its name in Chinese.
    name: String,
    /// The body that a member named.
    #[schema(value_type = Option<String>)]
    organisation: Option<OrganisationId>,
    /// The last day on which it counts.
    #[schema(value_type = Option<String>, format = Date)]
    expires_on: Option<Date>,
    state: StandingState,
    /// Whether it counts today; what is said again after a refusal counts once somebody has looked at it.
    counts: bool,
    stated_at: String,
    /// Who looked at it.
    decided_by: Option<String>,
    decided_at: Option<String>,
    /// Why it was refused.
    reason: Option<String>,
}

impl StandingWire {
    fn of(standing: Standing, today: Date) -> Self {
        let (by, at) = standing.decided.clone().unzip();
        StandingWire {
            id: standing.id,
            person: standing.held.person,
            kind: standing.held.kind,
            what: standing.held.what.clone(),
            name: standing.name().zh,
            organisation: standing.organisation.as_ref().map(|(id, _)| *id),
            expires_on: standing.held.expires,
            state: standing.held.state,
            counts: standing.held.counts(today).is_ok(),
            stated_at: rfc3339(standing.stated_at),
            decided_by: by,
            decided_at: at.map(rfc3339),
            reason: standing.reason,
        }
    }
}

/// What is stated: one of `unit`, `line` and `qualification`.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct NewStanding {
    /// Of whom: one of the family; the caller, if nothing is said.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    person: Option<PersonId>,
    /// Where they work or belong.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    unit: Option<UnitId>,
    /// A line whose member they are: `union`, `league`, `women`, `science` or another that the county has.
    #[serde(default)]
    line: Option<String>,
    /// The body of that line, where they know it.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    organisation: Option<OrganisationId>,
    /// What they are qualified for, such as `first_aid`.
    #[serde(default)]
    qualification: Option<String>,
    /// The last day on the paper, where it has one.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Date)]
    expires_on: Option<Date>,
}

impl NewStanding {
    fn what(&self) -> Result<What, NotDone> {
        use langqiao_platform::i18n::msg;
        match (self.unit, self.line.clone(), self.qualification.clone()) {
            (Some(unit), None, None) => Ok(What::Unit(unit)),
            (None, Some(line), None) => Ok(What::Line(line, self.organisation)),
            (None, None, Some(code)) => Ok(What::Qualification(code, self.expires_on)),
            _ => Err(NotDone::field("kind", msg::STANDING_ONE_OF)),
        }
    }
}

/// What is stated of the caller and their family.
#[utoipa::path(get, path = "/api/v1/me/standings", tag = "me", responses(
    (status = 200, description = "All that was not taken back", body = Vec<StandingWire>),
    (status = 401, description = "No session and no token"),
), security(("token" = ["self"])))]
async fn list_standings(gate: SignedIn, State(app): State<App>) -> Result<Json<Vec<StandingWire>>, Fault> {
    let (me, today) = (gate.person(), time::day(app.now()));
    let own = app.db.read(move |tx| queries::own(tx, me)).await?;
    let wire = |standing| StandingWire::of(standing, today);
    Ok(Json(own.into_iter().map(wire).collect()))
}

/// States something of the caller or of one of their family. What was stated of the same thing is replaced.
#[utoipa::path(post, path = "/api/v1/me/standings", tag = "me", request_body = NewStanding, responses(
    (status = 201, description = "What is stated", body = StandingWire),
    (status = 401, description = "No session and no token"),
    (status = 404, description = "Nobody for whom the caller answers"),
    (status = 409, description = "Too much is stated already"),
    (status = 422, description = "Something in it can't be; `field` says what"),
), security(("token" = ["self"])))]
async fn state_standing(
    gate: SignedIn,
    State(app): State<App>,
    Json(new): Json<NewStanding>,
) -> Result<(StatusCode, Json<StandingWire>), Fault> {
    let (me, today) = (gate.person(), time::day(app.now()));
    let made = app.db.write(gate.by(), move |tx| {
        let id = state::state(tx, me, new.person.unwrap_or(me), &new.what()?)?;
        queries::by_id(tx, id)?.ok_or(NotDone::NotFound)
    });
    let standing = made.await?;
    Ok((StatusCode::CREATED, Json(StandingWire::of(standing, today))))
}

/// Takes back what was stated.
#[utoipa::path(delete, path = "/api/v1/me/standings/{standing}", tag = "me",
    params(("standing" = String, Path, description = "The standing's id")),
    responses(
        (status = 204, description = "Taken back"),
        (status = 401, description = "No session and no token"),
        (status = 404, description = "No such standing of the caller or their family"),
    ), security(("token" = ["self"])))]
async fn withdraw_standing(
    gate: SignedIn,
    State(app): State<App>,
    Path(id): Path<StandingId>,
) -> Result<StatusCode, Fault> {
    let me = gate.person();
    app.db
        .write(gate.by(), move |tx| state::withdraw(tx, me, id))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A standing that an organisation may look at.
#[derive(Serialize, ToSchema)]
struct InReachWire {
    /// Whose, masked.
    person_name: String,
    #[serde(flatten)]
    standing: StandingWire,
}

/// Which are listed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Wanted {
    /// Those that were looked at, instead of those that wait for it.
    #[serde(default)]
    decided: bool,
    /// Which page of 50, from 1.
    page: Option<i64>,
}

/// What the people of an organisation's units and its members state of themselves, with masked names.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/standings", tag = "people",
    params(("org" = String, Path, description = "The organisation"), Wanted),
    responses(
        (status = 200, description = "A page, what waits longest first", body = Vec<InReachWire>),
        (status = 404, description = "No such organisation, or not for this caller"),
    ), security(("token" = ["standings.decide"])))]
async fn list_standings_of(
    gate: Grant<DecideStandings>,
    State(app): State<App>,
    Query(wanted): Query<Wanted>,
) -> Result<Json<Vec<InReachWire>>, Fault> {
    let (org, today) = (gate.org(), time::day(app.now()));
    let page = wanted.page.unwrap_or(1).clamp(1, 10_000);
    let which = Which {
        waiting: !wanted.decided,
        skip: (page - 1) * super::office::PAGE,
        limit: super::office::PAGE,
    };
    let read = app.db.read(move |tx| queries::in_reach(tx, (org, today), which));
    let (rows, _) = read.await?;
    let wire = |row: InReach| InReachWire {
        person_name: row.name,
        standing: StandingWire::of(row.standing, today),
    };
    Ok(Json(rows.into_iter().map(wire).collect()))
}

/// A verdict.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct VerdictBody {
    /// How it stood when it was looked at.
    from: StandingState,
    /// Whether it is so.
    confirmed: bool,
    /// Why it isn't, 2 to 100 characters; the person is told.
    #[serde(default)]
    reason: String,
}

/// Confirms or refuses what one of an organisation's people stated.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/standings/{standing}", tag = "people",
    params(("org" = String, Path, description = "The organisation"), ("standing" = String, Path, description = "The standing")),
    request_body = VerdictBody,
    responses(
        (status = 204, description = "Kept, and the person told of a refusal"),
        (status = 404, description = "No such standing of this organisation's people"),
        (status = 409, description = "Somebody else decided meanwhile, or it is the caller's own"),
        (status = 422, description = "The reason is missing"),
    ), security(("token" = ["standings.decide"])))]
async fn decide_standing(
    gate: Grant<DecideStandings>,
    State(app): State<App>,
    Path((_, standing)): Path<(OrganisationId, StandingId)>,
    Json(body): Json<VerdictBody>,
) -> Result<StatusCode, Fault> {
    let decision = Decision {
        by: gate.person(),
        org: gate.org(),
        standing,
        from: body.from,
        verdict: match body.confirmed {
            true => Verdict::Confirmed,
            false => Verdict::Refused(body.reason),
        },
    };
    app.db
        .write(gate.by(), move |tx| by_office(tx, &decision))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
