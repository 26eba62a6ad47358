//! Units for programs.

use axum::{extract::State, http::StatusCode};
use jiff::civil::Date;
use langqiao_kernel::{
    codes::{CodeProblem, Uscc},
    id::{AreaId, OrganisationId, UnitId},
    text::squash,
    time,
};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path, Query},
    fault::Fault,
    gate::Grant,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::{
    KeepRegisters, count,
    create::{self, CreateError},
    model::{Headcount, NewUnit, UnitKind},
    queries::{self, Filter, Listed},
};
use crate::{
    areas::scope_of,
    coverage::{self, Line, ReadCoverage, Status, Why, periods::END},
};

/// The units' part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(list_units, show_unit, create_unit, count_unit))]
pub(super) struct Api;

/// Which units. What is left out is not filtered by.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct UnitQuery {
    /// The id of a town.
    #[param(value_type = Option<String>)]
    town: Option<AreaId>,
    /// Which kind.
    kind: Option<UnitKind>,
    /// A part of the name, or the whole credit code.
    q: Option<String>,
    /// Covered by this organisation.
    #[param(value_type = Option<String>)]
    organisation: Option<OrganisationId>,
}

/// A unit.
#[derive(Serialize, ToSchema)]
pub(super) struct UnitWire {
    /// Its id.
    #[schema(value_type = String)]
    id: UnitId,
    /// Its name.
    name: String,
    /// Its kind.
    kind: UnitKind,
    /// The id of its village or community.
    #[schema(value_type = String)]
    area: AreaId,
    /// Its people today.
    people: Headcount,
}

impl From<Listed> for UnitWire {
    fn from(unit: Listed) -> Self {
        Self {
            id: unit.id,
            name: unit.name,
            kind: unit.kind,
            area: unit.area,
            people: unit.people,
        }
    }
}

/// Units by name
#[utoipa::path(get, path = "/api/v1/organisations/{org}/units", tag = "units",
    params(("org" = String, Path, description = "The organisation whose areas are shown"), UnitQuery,
        ("after" = Option<String>, Query, description = "The `next` of the page before"),
        ("limit" = Option<u32>, Query, description = "At most so many, 1 to 200")),
    responses((status = 200, description = "A page of units", body = List<UnitWire>),
        (status = 404, description = "No such organisation for this caller")),
    security(("token" = ["coverage.read"])))]
pub(super) async fn list_units(
    gate: Grant<ReadCoverage>,
    State(app): State<App>,
    Query(query): Query<UnitQuery>,
    paging: Paging<(String, UnitId)>,
) -> Result<Json<List<UnitWire>>, Fault> {
    let (org, on, wanted) = (gate.org(), time::day(app.now()), paging.clone());
    let found = app
        .db
        .read(move |tx| {
            let scope = scope_of(tx, org)?.ok_or(Fault::NotFound)?;
            let filter = Filter {
                on,
                town: scope.town().or(query.town),
                area: scope.village(),
                kind: query.kind,
                word: query.q.as_deref().map(squash).filter(|word| !word.is_empty()),
                organisation: query.organisation,
            };
            Ok::<_, Fault>(queries::list(tx, &filter, wanted.after.as_ref(), wanted.rows())?)
        })
        .await?;
    let page = List::of(&paging, found, |unit| (unit.name_key.clone(), unit.id));
    Ok(Json(List {
        items: page.items.into_iter().map(UnitWire::from).collect(),
        next: page.next,
    }))
}

/// A unit's headcount from a day on.
#[derive(Serialize, ToSchema)]
struct CountWire {
    /// The first day.
    #[schema(value_type = String)]
    from: Date,
    /// The day on which it no longer holds; absent while it does.
    #[schema(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Date>,
    /// The people.
    #[serde(flatten)]
    people: Headcount,
}

/// A unit's coverage by a line from a day on.
#[derive(Serialize, ToSchema)]
struct SpanWire {
    /// The line.
    #[schema(value_type = String)]
    line: Line,
    /// The first day.
    #[schema(value_type = String)]
    from: Date,
    /// The day on which it changes, by what is known now; absent if none is known.
    #[schema(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<Date>,
    /// What it is.
    status: Status,
    /// Why.
    why: Why,
    /// The rule by which it is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    /// The organisation that decides it.
    #[schema(value_type = Option<String>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    organisation: Option<OrganisationId>,
    /// The people whom the line is there for.
    people: i64,
}

/// A unit with its history.
#[derive(Serialize, ToSchema)]
pub(super) struct WholeUnit {
    /// Its id.
    #[schema(value_type = String)]
    id: UnitId,
    /// Its name.
    name: String,
    /// Its kind.
    kind: UnitKind,
    /// The id of its village or community.
    #[schema(value_type = String)]
    area: AreaId,
    /// Its unified social credit code.
    uscc: Option<String>,
    /// The first day on which it counts.
    #[schema(value_type = String)]
    from: Date,
    /// Its headcounts, the latest first.
    headcounts: Vec<CountWire>,
    /// Its coverage by each line, from the earliest.
    coverage: Vec<SpanWire>,
}

/// A unit with its headcounts and its coverage over time
#[utoipa::path(get, path = "/api/v1/organisations/{org}/units/{unit}", tag = "units",
    params(("org" = String, Path, description = "The organisation"), ("unit" = String, Path, description = "The unit")),
    responses((status = 200, description = "The unit", body = WholeUnit),
        (status = 404, description = "No such unit in the organisation's areas")),
    security(("token" = ["coverage.read"])))]
pub(super) async fn show_unit(
    gate: Grant<ReadCoverage>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, UnitId)>,
) -> Result<Json<WholeUnit>, Fault> {
    let org = gate.org();
    let (unit, counts, spans) = app
        .db
        .read(move |tx| {
            let scope = scope_of(tx, org)?.ok_or(Fault::NotFound)?;
            let unit = queries::unit(tx, scope, id)?.ok_or(Fault::NotFound)?;
            Ok::<_, Fault>((unit, queries::counts(tx, id)?, coverage::spans_of(tx, id)?))
        })
        .await?;
    let open = |to: Date| Some(to).filter(|to| *to != END);
    let headcounts = counts.into_iter().map(|(from, to, people)| CountWire {
        from,
        to: open(to),
        people,
    });
    let spans = spans.into_iter().map(|(span, _)| SpanWire {
        line: span.line,
        from: span.from,
        to: open(span.to),
        status: span.status,
        why: span.reason.why,
        rule: span.reason.rule,
        organisation: span.organisation,
        people: span.people,
    });
    Ok(Json(WholeUnit {
        id: unit.id,
        name: unit.name,
        kind: unit.kind,
        area: unit.area,
        uscc: unit.uscc,
        from: unit.from,
        headcounts: headcounts.collect(),
        coverage: spans.collect(),
    }))
}

/// A unit to be entered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UnitInput {
    /// Its name.
    name: String,
    /// Its kind.
    kind: UnitKind,
    /// The id of its village or community.
    #[schema(value_type = String)]
    area: AreaId,
    /// Its unified social credit code.
    uscc: Option<String>,
    /// Why a code that fails its check is right all the same.
    uscc_reason: Option<String>,
    /// The first day on which it counts; today if left out.
    #[schema(value_type = Option<String>)]
    from: Option<Date>,
    /// Its people on that day.
    people: Headcount,
}

/// The id of what was made.
#[derive(Serialize, ToSchema)]
pub(super) struct Created {
    /// The id.
    #[schema(value_type = String)]
    id: UnitId,
}

/// Enter a unit
#[utoipa::path(post, path = "/api/v1/organisations/{org}/units", tag = "units",
    params(("org" = String, Path, description = "The organisation that keeps the register")),
    request_body = UnitInput,
    responses((status = 201, description = "Entered", body = Created),
        (status = 409, description = "There is one of this name or code already"),
        (status = 422, description = "Something in it is wrong")),
    security(("token" = ["registers.import"])))]
pub(super) async fn create_unit(
    gate: Grant<KeepRegisters>,
    State(app): State<App>,
    Json(input): Json<UnitInput>,
) -> Result<(StatusCode, Json<Created>), Fault> {
    let (org, today) = (gate.org(), time::day(app.now()));
    let unit = NewUnit {
        uscc: code(input.uscc, input.uscc_reason.is_some()).map_err(CreateError::Uscc)?,
        uscc_reason: input.uscc_reason,
        ..NewUnit::new(
            input.kind,
            squash(&input.name),
            input.area,
            input.from.unwrap_or(today),
            input.people,
        )
    };
    let id = app
        .db
        .write(gate.by(), move |tx| {
            let areas = crate::areas::Directory::load(tx)?;
            let scope = scope_of(tx, org)?;
            let seen = areas
                .get(unit.area)
                .zip(scope)
                .is_some_and(|(area, scope)| scope.covers(area));
            if !seen {
                return Err(CreateError::Area);
            }
            create::create(tx, org, &unit)
        })
        .await?;
    Ok((StatusCode::CREATED, Json(Created { id })))
}

/// A credit code in its one form; one that fails its check is kept as written if a reason comes with it.
fn code(text: Option<String>, reason: bool) -> Result<Option<String>, CodeProblem> {
    let Some(text) = text.map(|text| squash(&text)).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    match Uscc::parse(&text) {
        Ok(code) => Ok(Some(code.to_string())),
        Err(_) if reason => Ok(Some(text.to_uppercase())),
        Err(problem) => Err(problem),
    }
}

/// New headcounts from a day on.
#[derive(Deserialize, ToSchema)]
pub(super) struct CountInput {
    /// The first day.
    #[schema(value_type = String)]
    from: Date,
    /// The people.
    #[serde(flatten)]
    people: Headcount,
}

/// Count a unit's people anew from a day on
#[utoipa::path(post, path = "/api/v1/organisations/{org}/units/{unit}/headcounts", tag = "units",
    params(("org" = String, Path, description = "The organisation that keeps the register"), ("unit" = String, Path, description = "The unit")),
    request_body = CountInput,
    responses((status = 204, description = "Kept; coverage is worked out anew"),
        (status = 404, description = "No such unit in the organisation's areas"),
        (status = 409, description = "A later count is known already"),
        (status = 422, description = "Something in it is wrong")),
    security(("token" = ["registers.import"])))]
pub(super) async fn count_unit(
    gate: Grant<KeepRegisters>,
    State(app): State<App>,
    Path((_, unit)): Path<(OrganisationId, UnitId)>,
    Json(input): Json<CountInput>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    app.db
        .write(gate.by(), move |tx| {
            count::count(tx, org, unit, input.from, input.people)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
