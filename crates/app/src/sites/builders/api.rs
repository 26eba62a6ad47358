//! Co-builders for programs.

use axum::{extract::State, http::StatusCode};
use jiff::civil::Date;
use langqiao_kernel::{
    id::{BuilderId, OrganisationId, VenueId},
    time::rfc3339,
};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Grant,
    not_done::NotDone,
    routes::Routes,
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{Body, Builder, Gave, Part, add, change, end, queries, rename};
use crate::{bookings::KeepSpaces, sites::queries::kept};

#[derive(OpenApi)]
#[openapi(paths(list_builders, add_builder, change_builder, rename_builder, end_builder))]
struct Document;

pub(in crate::sites) fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

pub(in crate::sites) fn routes() -> Routes {
    Routes::new()
        .get(
            "/api/v1/organisations/{org}/venues/{venue}/builders",
            list_builders,
        )
        .post("/api/v1/organisations/{org}/venues/{venue}/builders", add_builder)
        .put(
            "/api/v1/organisations/{org}/venues/{venue}/builders/{builder}",
            change_builder,
        )
        .post(
            "/api/v1/organisations/{org}/venues/{venue}/builders/{builder}/name",
            rename_builder,
        )
        .post(
            "/api/v1/organisations/{org}/venues/{venue}/builders/{builder}/end",
            end_builder,
        )
}

type OfVenue = Path<(OrganisationId, VenueId)>;
type OfBuilder = Path<(OrganisationId, VenueId, BuilderId)>;

/// Who built a site together with its keeper, for anyone.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::sites) struct PublicBuilder {
    /// The registered organisation, if it is one.
    #[schema(value_type = Option<String>)]
    organisation: Option<OrganisationId>,
    name: String,
    /// Which site.
    #[schema(value_type = String)]
    venue: VenueId,
    /// What it gave; empty if that was never said.
    gave: Vec<Gave>,
    /// What that was, in words.
    words: String,
    /// Since which day, if that is known.
    #[schema(value_type = Option<String>)]
    since: Option<Date>,
}

impl From<Builder> for PublicBuilder {
    fn from(one: Builder) -> Self {
        PublicBuilder {
            organisation: one.organisation,
            name: one.name,
            venue: one.venue,
            gave: one.part.gave,
            words: one.part.words,
            since: one.part.since,
        }
    }
}

/// A co-builder as the keeper sees it.
#[derive(Debug, Serialize, ToSchema)]
struct BuilderWire {
    #[schema(value_type = String)]
    id: BuilderId,
    #[serde(flatten)]
    public: PublicBuilder,
    /// What it may use, in words.
    may_use: String,
    /// The day on which it left.
    #[schema(value_type = Option<String>)]
    ended: Option<Date>,
    /// To be sent with a change.
    version: i64,
    /// What it was called before, the latest first.
    before: Vec<NameBefore>,
}

/// What a co-builder was called before.
#[derive(Debug, Serialize, ToSchema)]
struct NameBefore {
    name: String,
    /// When that was corrected.
    corrected_at: String,
    /// By whom, masked.
    corrected_by: Option<String>,
}

/// What a co-builder is called, or which registered organisation it is.
#[derive(Debug, Deserialize, ToSchema)]
struct NameBody {
    /// The version that was seen.
    version: i64,
    #[schema(value_type = Option<String>)]
    organisation: Option<OrganisationId>,
    /// The name of a body that isn't registered.
    #[serde(default)]
    name: String,
}

/// What a co-builder gave and may use.
#[derive(Debug, Deserialize, ToSchema)]
struct PartBody {
    /// At least one.
    gave: Vec<Gave>,
    /// What that was, in words; needed for `other`.
    #[serde(default)]
    words: String,
    #[serde(default)]
    may_use: String,
    #[schema(value_type = Option<String>)]
    since: Option<Date>,
}

impl PartBody {
    fn part(self) -> Part {
        Part {
            gave: self.gave,
            words: self.words,
            may_use: self.may_use,
            since: self.since,
        }
    }
}

/// A new co-builder: a registered organisation, or the name of another body.
#[derive(Debug, Deserialize, ToSchema)]
struct NewBuilderBody {
    #[schema(value_type = Option<String>)]
    organisation: Option<OrganisationId>,
    /// The name of a body that isn't registered.
    #[serde(default)]
    name: String,
    #[serde(flatten)]
    part: PartBody,
}

/// A co-builder written anew.
#[derive(Debug, Deserialize, ToSchema)]
struct BuilderBody {
    /// The version that was seen.
    version: i64,
    #[serde(flatten)]
    part: PartBody,
}

/// A co-builder's last day.
#[derive(Debug, Deserialize, ToSchema)]
struct EndBody {
    /// The version that was seen.
    version: i64,
    #[schema(value_type = String)]
    day: Date,
}

/// The id of what was made.
#[derive(Debug, Serialize, ToSchema)]
struct NewBuilder {
    #[schema(value_type = String)]
    id: BuilderId,
}

/// Who built a site together with its keeper, those that left last
#[utoipa::path(get, path = "/api/v1/organisations/{org}/venues/{venue}/builders", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)),
    responses((status = 200, description = "All of them", body = Vec<BuilderWire>), (status = 404, description = "No such site of the organisation's")),
    security(("token" = ["spaces.keep"])))]
async fn list_builders(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
) -> Result<Json<Vec<BuilderWire>>, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        kept(tx, org, id)?;
        Ok::<_, NotDone>((queries::all(tx, id)?, queries::before(tx, id)?))
    });
    let (builders, names) = read.await?;
    let before = |id| {
        let of = names.iter().filter(move |one| one.builder == id);
        of.map(|one| NameBefore {
            name: one.name.clone(),
            corrected_at: rfc3339(one.at),
            corrected_by: one.by.clone(),
        })
        .collect()
    };
    let wire = |one: Builder| BuilderWire {
        before: before(one.id),
        id: one.id,
        may_use: one.part.may_use.clone(),
        ended: one.ended,
        version: one.version,
        public: one.into(),
    };
    Ok(Json(builders.into_iter().map(wire).collect()))
}

/// Corrects the name of a co-builder that isn't registered, or says which registered organisation it is
#[utoipa::path(post, path = "/api/v1/organisations/{org}/venues/{venue}/builders/{builder}/name", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path), ("builder" = String, Path)), request_body = NameBody,
    responses((status = 204, description = "Written; what it was called before stays"), (status = 404, description = "No such co-builder of the organisation's"),
        (status = 409, description = "It is registered, has left, or was written since"), (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn rename_builder(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, venue, id)): OfBuilder,
    Json(body): Json<NameBody>,
) -> Result<StatusCode, Fault> {
    let org = gate.org();
    let who = body.organisation.map_or(Body::Named(body.name), Body::Registered);
    let write = app.db.write(gate.by(), move |tx| {
        rename(tx, org, (venue, id), (body.version, &who))
    });
    write.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Writes down a co-builder; a name that one registered organisation has means that organisation
#[utoipa::path(post, path = "/api/v1/organisations/{org}/venues/{venue}/builders", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path)), request_body = NewBuilderBody,
    responses((status = 201, description = "Written", body = NewBuilder), (status = 404, description = "No such site of the organisation's"),
        (status = 422, description = "It is one already, or something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn add_builder(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, id)): OfVenue,
    Json(body): Json<NewBuilderBody>,
) -> Result<(StatusCode, Json<NewBuilder>), Fault> {
    let org = gate.org();
    let who = body.organisation.map_or(Body::Named(body.name), Body::Registered);
    let part = body.part.part();
    let write = app.db.write(gate.by(), move |tx| add(tx, org, id, (&who, &part)));
    let id = write.await?;
    Ok((StatusCode::CREATED, Json(NewBuilder { id })))
}

/// Writes anew what a co-builder gave and may use
#[utoipa::path(put, path = "/api/v1/organisations/{org}/venues/{venue}/builders/{builder}", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path), ("builder" = String, Path)), request_body = BuilderBody,
    responses((status = 204, description = "Written"), (status = 404, description = "No such co-builder of the organisation's site"),
        (status = 409, description = "It left, or was written since"), (status = 422, description = "Something in it can't be")),
    security(("token" = ["spaces.keep"])))]
async fn change_builder(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, venue, id)): OfBuilder,
    Json(body): Json<BuilderBody>,
) -> Result<StatusCode, Fault> {
    let (org, seen, part) = (gate.org(), body.version, body.part.part());
    let write = app
        .db
        .write(gate.by(), move |tx| change(tx, org, (venue, id), (seen, &part)));
    write.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A co-builder leaves on a day; it stays written down
#[utoipa::path(post, path = "/api/v1/organisations/{org}/venues/{venue}/builders/{builder}/end", tag = "venues",
    params(("org" = String, Path), ("venue" = String, Path), ("builder" = String, Path)), request_body = EndBody,
    responses((status = 204, description = "Written"), (status = 404, description = "No such co-builder of the organisation's site"),
        (status = 409, description = "It left already, or was written since"), (status = 422, description = "The day can't be")),
    security(("token" = ["spaces.keep"])))]
async fn end_builder(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, venue, id)): OfBuilder,
    Json(body): Json<EndBody>,
) -> Result<StatusCode, Fault> {
    let (org, seen, day) = (gate.org(), body.version, body.day);
    let write = app
        .db
        .write(gate.by(), move |tx| end(tx, org, (venue, id), (seen, day)));
    write.await?;
    Ok(StatusCode::NO_CONTENT)
}
