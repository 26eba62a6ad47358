//! Coverage for programs.

use axum::extract::State;
use jiff::civil::Date;
use langqiao_kernel::{
    id::{AreaId, UnitId},
    time,
};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Query},
    fault::{Fault, Refusal},
    gate::Grant,
    i18n::msg,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::{
    ReadCoverage,
    overview::{self, Asked, ByStatus, Viewer},
    queries::{self, Filter, Listed},
    words::{Line, Status, UnitKind, Why},
};
use crate::areas::Area;

/// The coverage's part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(show_coverage, list_gaps))]
pub(super) struct Api;

/// What is asked of coverage. What is left out is not filtered by.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct CoverageQuery {
    /// As of which day; today if left out. Of a day to come it is what today's records lead to, if nothing else happens.
    #[param(value_type = Option<String>, example = "2026-11-21")]
    on: Option<Date>,
    /// Which line: `union`, `league`, `women`, `science` or another of the rules file.
    line: Option<String>,
    /// The id of a town.
    #[param(value_type = Option<String>)]
    town: Option<AreaId>,
    /// Which kind of unit.
    kind: Option<UnitKind>,
}

impl CoverageQuery {
    fn asked(&self, today: Date) -> Result<Asked, Fault> {
        let line = self
            .line
            .as_deref()
            .map(str::parse::<Line>)
            .transpose()
            .ok()
            .filter(|line| line.is_none_or(|line| line != Line::OFFICE));
        let line = line.ok_or_else(|| Refusal::invalid("line", msg::COVERAGE_BAD_LINE))?;
        Ok(Asked {
            on: self.on.unwrap_or(today),
            line,
            town: self.town,
            kind: self.kind,
        })
    }
}

/// Units by status, and the people in them whom the line is there for.
#[derive(Serialize, ToSchema)]
pub(super) struct FiguresWire {
    /// Units that should have an organisation or have one.
    due: i64,
    /// Units with a living organisation of their own.
    built: i64,
    /// Units that share a living one.
    joint: i64,
    /// Units whose organisation has no post-holder or has held nothing in twelve months.
    shell: i64,
    /// Units that should have one and have none.
    gap: i64,
    /// Units that no rule asks to have one.
    not_due: i64,
    /// People left out: those of the gaps.
    people_left_out: i64,
}

impl From<&ByStatus> for FiguresWire {
    fn from(figures: &ByStatus) -> Self {
        let units = |status| figures.of(status).units;
        Self {
            due: figures.due().units,
            built: units(Status::Built),
            joint: units(Status::Joint),
            shell: units(Status::Shell),
            gap: units(Status::Gap),
            not_due: units(Status::NotDue),
            people_left_out: figures.of(Status::Gap).people,
        }
    }
}

/// A line's figures over all areas shown.
#[derive(Serialize, ToSchema)]
pub(super) struct LineWire {
    /// The line.
    #[schema(value_type = String)]
    line: Line,
    /// Its figures.
    #[serde(flatten)]
    figures: FiguresWire,
}

/// A place's figures by the line shown.
#[derive(Serialize, ToSchema)]
pub(super) struct PlaceWire {
    /// The area's id.
    #[schema(value_type = String)]
    area: AreaId,
    /// Its name.
    name: String,
    /// Its figures.
    #[serde(flatten)]
    figures: FiguresWire,
    /// The villages and communities of a town.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(no_recursion)]
    places: Vec<PlaceWire>,
}

/// Coverage as of a day.
#[derive(Serialize, ToSchema)]
pub(super) struct CoverageWire {
    /// As of which day.
    #[schema(value_type = String)]
    on: Date,
    /// The line by which places are shown.
    #[schema(value_type = String)]
    line: Line,
    /// Every line's figures over all areas shown.
    lines: Vec<LineWire>,
    /// The towns with their villages and communities.
    towns: Vec<PlaceWire>,
}

fn place(area: &Area, figures: &ByStatus, places: Vec<PlaceWire>) -> PlaceWire {
    PlaceWire {
        area: area.id,
        name: area.short_name.clone(),
        figures: figures.into(),
        places,
    }
}

/// Coverage by line and place
#[utoipa::path(get, path = "/api/v1/organisations/{org}/coverage", tag = "coverage",
    params(("org" = String, Path, description = "The organisation whose areas are shown"), CoverageQuery),
    responses((status = 200, description = "The figures as of the day", body = CoverageWire), (status = 404, description = "No such organisation for this caller")),
    security(("token" = ["coverage.read"])))]
pub(super) async fn show_coverage(
    gate: Grant<ReadCoverage>,
    State(app): State<App>,
    Query(query): Query<CoverageQuery>,
) -> Result<Json<CoverageWire>, Fault> {
    let (org, asked) = (gate.org(), query.asked(time::day(app.now()))?);
    let on = asked.on;
    let found = app
        .db
        .read(move |tx| {
            let viewer = Viewer::load(tx, org)?.ok_or(Fault::NotFound)?;
            Ok::<_, Fault>(overview::overview(tx, &viewer, &asked)?)
        })
        .await?;
    let lines = found.lines.iter().map(|(line, sum)| LineWire {
        line: *line,
        figures: sum.into(),
    });
    let towns = found.towns.iter().map(|found| {
        place(
            &found.town,
            &found.sum,
            found
                .places
                .iter()
                .map(|(area, figures)| place(area, figures, Vec::new()))
                .collect(),
        )
    });
    Ok(Json(CoverageWire {
        on,
        line: found.line,
        lines: lines.collect(),
        towns: towns.collect(),
    }))
}

/// A gap.
#[derive(Serialize, ToSchema)]
pub(super) struct GapWire {
    /// The unit's id.
    #[schema(value_type = String)]
    unit: UnitId,
    /// Its name.
    name: String,
    /// Its kind.
    kind: UnitKind,
    /// The id of its village or community.
    #[schema(value_type = String)]
    area: AreaId,
    /// The line it lacks.
    #[schema(value_type = String)]
    line: Line,
    /// The people left out.
    people: i64,
    /// Since when.
    #[schema(value_type = String)]
    since: Date,
    /// Why it is so.
    why: Why,
    /// The rule by which it is due.
    rule: Option<String>,
    /// Whether somebody has the task of closing it.
    task: bool,
}

impl From<Listed> for GapWire {
    fn from(unit: Listed) -> Self {
        Self {
            unit: unit.unit,
            name: unit.name,
            kind: unit.kind,
            area: unit.area,
            line: unit.line,
            people: unit.people,
            since: unit.since,
            why: unit.reason.why,
            rule: unit.reason.rule,
            task: unit.task,
        }
    }
}

/// Gaps, those that leave out most people first
#[utoipa::path(get, path = "/api/v1/organisations/{org}/coverage/gaps", tag = "coverage",
    params(("org" = String, Path, description = "The organisation whose areas are shown"), CoverageQuery,
        ("after" = Option<String>, Query, description = "The `next` of the page before"),
        ("limit" = Option<u32>, Query, description = "At most so many, 1 to 200")),
    responses((status = 200, description = "A page of gaps", body = List<GapWire>), (status = 404, description = "No such organisation for this caller")),
    security(("token" = ["coverage.read"])))]
pub(super) async fn list_gaps(
    gate: Grant<ReadCoverage>,
    State(app): State<App>,
    Query(query): Query<CoverageQuery>,
    paging: Paging<(i64, UnitId, String)>,
) -> Result<Json<List<GapWire>>, Fault> {
    let (org, asked) = (gate.org(), query.asked(time::day(app.now()))?);
    let wanted = paging.clone();
    let found = app
        .db
        .read(move |tx| {
            let viewer = Viewer::load(tx, org)?.ok_or(Fault::NotFound)?;
            let filter = Filter {
                on: asked.on,
                line: asked.line,
                status: Status::Gap,
                town: viewer.town(asked.town),
                area: viewer.scope.village(),
                kind: asked.kind,
            };
            Ok::<_, Fault>(queries::list(tx, &filter, wanted.after.as_ref(), wanted.rows())?)
        })
        .await?;
    let page = List::of(&paging, found, |unit| {
        (unit.people, unit.unit, unit.line.to_string())
    });
    Ok(Json(List {
        items: page.items.into_iter().map(GapWire::from).collect(),
        next: page.next,
    }))
}
