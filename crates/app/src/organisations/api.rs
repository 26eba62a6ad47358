//! Organisations for programs: to find who could hold something together, and what each covers.

use axum::extract::State;
use jiff::civil::Date;
use langqiao_kernel::{
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
    model::{Kind, Line},
    queries::{self, Filter, Listed, Organisation},
};
use crate::{
    areas::scope_of,
    coverage::{ReadCoverage, periods::END},
};

/// The organisations' part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(list_organisations, show_organisation))]
pub(super) struct Api;

/// Which organisations. What is left out is not filtered by.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct OrganisationQuery {
    /// The line.
    #[param(value_type = Option<String>)]
    line: Option<Line>,
    /// The kind.
    #[param(value_type = Option<String>)]
    kind: Option<Kind>,
    /// The id of a town.
    #[param(value_type = Option<String>)]
    town: Option<AreaId>,
    /// Directly below this one.
    #[param(value_type = Option<String>)]
    parent: Option<OrganisationId>,
    /// A part of the name.
    q: Option<String>,
}

/// An organisation in a list.
#[derive(Serialize, ToSchema)]
pub(super) struct OrganisationWire {
    /// Its id.
    #[schema(value_type = String)]
    id: OrganisationId,
    /// Its name.
    name: String,
    /// Its line.
    #[schema(value_type = String)]
    line: Line,
    /// Its kind.
    #[schema(value_type = String)]
    kind: Kind,
    /// The id of the area it works in.
    #[schema(value_type = String)]
    area: AreaId,
    /// How many units it covers today.
    units: i64,
}

impl From<Listed> for OrganisationWire {
    fn from(listed: Listed) -> Self {
        Self {
            id: listed.id,
            name: listed.name,
            line: listed.line,
            kind: listed.kind,
            area: listed.area,
            units: listed.units,
        }
    }
}

/// One organisation.
#[derive(Serialize, ToSchema)]
pub(super) struct OneOrganisationWire {
    /// As lists show it.
    #[serde(flatten)]
    organisation: OrganisationWire,
    /// The unit it is the organisation of.
    #[schema(value_type = Option<String>)]
    unit: Option<UnitId>,
    /// How many stand directly below it.
    below: i64,
    /// Its first day.
    #[schema(value_type = String)]
    from: Date,
    /// The day on which it no longer exists, past or to come.
    #[schema(value_type = Option<String>)]
    dissolved: Option<Date>,
}

impl From<Organisation> for OneOrganisationWire {
    fn from(found: Organisation) -> Self {
        Self {
            unit: found.unit.map(|(unit, _)| unit),
            below: found.below,
            from: found.from,
            dissolved: Some(found.to).filter(|to| *to != END),
            organisation: OrganisationWire {
                id: found.id,
                name: found.name,
                line: found.line,
                kind: found.kind,
                area: found.area,
                units: found.units,
            },
        }
    }
}

/// Organisations by name
#[utoipa::path(get, path = "/api/v1/organisations/{org}/organisations", tag = "organisations",
    params(("org" = String, Path, description = "The organisation whose areas are shown"), OrganisationQuery,
        ("after" = Option<String>, Query, description = "The `next` of the page before"),
        ("limit" = Option<u32>, Query, description = "At most so many, 1 to 200")),
    responses((status = 200, description = "A page of organisations", body = List<OrganisationWire>),
        (status = 422, description = "No such line or kind"),
        (status = 404, description = "No such organisation for this caller")),
    security(("token" = ["coverage.read"])))]
pub(super) async fn list_organisations(
    gate: Grant<ReadCoverage>,
    State(app): State<App>,
    Query(query): Query<OrganisationQuery>,
    paging: Paging<(String, OrganisationId)>,
) -> Result<Json<List<OrganisationWire>>, Fault> {
    let (org, on, wanted) = (gate.org(), time::day(app.now()), paging.clone());
    let found = app
        .db
        .read(move |tx| {
            let scope = scope_of(tx, org)?.ok_or(Fault::NotFound)?;
            let filter = Filter {
                on,
                line: query.line,
                kind: query.kind,
                town: scope.town().or(query.town),
                area: scope.village(),
                parent: query.parent,
                word: query.q.as_deref().map(squash).filter(|word| !word.is_empty()),
            };
            Ok::<_, Fault>(queries::list(tx, &filter, wanted.after.as_ref(), wanted.rows())?)
        })
        .await?;
    let page = List::of(&paging, found, |listed| (listed.name_key.clone(), listed.id));
    Ok(Json(List {
        items: page.items.into_iter().map(OrganisationWire::from).collect(),
        next: page.next,
    }))
}

/// An organisation
#[utoipa::path(get, path = "/api/v1/organisations/{org}/organisations/{organisation}", tag = "organisations",
    params(("org" = String, Path, description = "The organisation whose areas are shown"),
        ("organisation" = String, Path, description = "Which one")),
    responses((status = 200, description = "The organisation today", body = OneOrganisationWire),
        (status = 404, description = "No such organisation in the caller's areas")),
    security(("token" = ["coverage.read"])))]
pub(super) async fn show_organisation(
    gate: Grant<ReadCoverage>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, OrganisationId)>,
) -> Result<Json<OneOrganisationWire>, Fault> {
    let (org, on) = (gate.org(), time::day(app.now()));
    let found = app
        .db
        .read(move |tx| {
            let scope = scope_of(tx, org)?.ok_or(Fault::NotFound)?;
            Ok::<_, Fault>(queries::organisation(tx, scope, id, on)?)
        })
        .await?;
    Ok(Json(found.ok_or(Fault::NotFound)?.into()))
}
