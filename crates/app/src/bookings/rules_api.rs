//! What a room's keeper lays down, for programs: its rules, its week, its special days, and what its venue lends. Each
//! is read with the version that a change has to name.

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode},
};
use jiff::civil::Date;
use langqiao_kernel::{
    id::{EquipmentId, OrganisationId, SpaceId, VenueId},
    text::squash,
    time,
};
use langqiao_platform::{
    api::etag::{IfMatch, of_version},
    app::App,
    extract::{Json, Path},
    fault::{Fault, Refusal},
    gate::Grant,
    i18n::{Sentence, msg},
    not_done::NotDone,
    routes::Routes,
};
use langqiao_store::WriteTx;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{
    KeepSpaces, SeeSpaces,
    lending::{
        lend::PIECES_MAX,
        page::{self as lending_page, LINES_MAX, Lending, NAME_MAX, Seen, Unfit},
        queries as lending,
    },
    model::{Room, Rules},
    queries, rules_page,
    rules_wire::{DaysWire, HoursWire, RulesWire},
};

#[derive(OpenApi)]
#[openapi(paths(
    show_room_rules,
    change_room_rules,
    show_room_hours,
    change_room_hours,
    show_room_days,
    change_room_days,
    show_venue_equipment,
    change_venue_equipment
))]
struct Document;

/// The part of the OpenAPI document.
pub(super) fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// The routes.
pub(super) fn routes() -> Routes {
    let rules = "/api/v1/organisations/{org}/spaces/{space}/rules";
    let hours = "/api/v1/organisations/{org}/spaces/{space}/hours";
    let days = "/api/v1/organisations/{org}/spaces/{space}/days";
    let equipment = "/api/v1/organisations/{org}/venues/{venue}/equipment";
    Routes::new()
        .get(rules, show_room_rules)
        .put(rules, change_room_rules)
        .get(hours, show_room_hours)
        .put(hours, change_room_hours)
        .get(days, show_room_days)
        .put(days, change_room_days)
        .get(equipment, show_venue_equipment)
        .put(equipment, change_venue_equipment)
}

type OfSpace = Path<(OrganisationId, SpaceId)>;
type Tagged<T> = (HeaderMap, Json<T>);

/// A room with what is laid down of it, for anybody who sees rooms.
async fn room(app: &App, org: OrganisationId, space: SpaceId) -> Result<Room, Fault> {
    let today = time::day(app.now());
    let found = app
        .db
        .read(move |tx| queries::room(tx, Some(org), space, today))
        .await?;
    found.ok_or(Fault::NotFound)
}

/// The version that a change names.
fn named(version: Option<i64>) -> Result<i64, Refusal> {
    version.ok_or_else(|| {
        Refusal::with_status(
            StatusCode::PRECONDITION_REQUIRED,
            "if-match",
            msg::BOOKING_RULES_NO_VERSION,
        )
    })
}

/// Lays down what `edit` makes of the rules as they stand, by the same use case as the page.
async fn lay_down(
    app: &App,
    gate: &Grant<KeepSpaces>,
    (space, version): (SpaceId, Option<i64>),
    edit: impl Fn(Rules, Date) -> Result<Rules, NotDone> + Send + 'static,
) -> Result<(i64, Rules), Fault> {
    let (org, version) = (gate.org(), named(version));
    let write = app.db.write(gate.by(), move |tx: &mut WriteTx<'_>| {
        let today = time::day(tx.now());
        let room = queries::room(tx, Some(org), space, today)?
            .filter(|room| room.own)
            .ok_or(NotDone::NotFound)?;
        let version = version.clone().map_err(|why| NotDone::Refused(Box::new(why)))?;
        let rules = edit(room.rules, today)?;
        let version = rules_page::lay_down(tx, org, space, (&rules, Some(version)))?;
        Ok::<_, NotDone>((version, rules))
    });
    Ok(write.await?)
}

/// The rules of a room
#[utoipa::path(get, path = "/api/v1/organisations/{org}/spaces/{space}/rules", tag = "bookings",
    params(("org" = String, Path), ("space" = String, Path)),
    responses((status = 200, description = "The rules; the ETag is the version of all that is laid down", body = RulesWire), (status = 404, description = "No such room")),
    security(("token" = ["activities.read"])))]
async fn show_room_rules(
    gate: Grant<SeeSpaces>,
    State(app): State<App>,
    Path((_, space)): OfSpace,
) -> Result<Tagged<RulesWire>, Fault> {
    let room = room(&app, gate.org(), space).await?;
    Ok((of_version(room.version), Json(RulesWire::from(&room.rules))))
}

/// Lays down the rules of a room; what is booked already stays as it is
#[utoipa::path(put, path = "/api/v1/organisations/{org}/spaces/{space}/rules", tag = "bookings",
    params(("org" = String, Path), ("space" = String, Path), ("If-Match" = String, Header, description = "The ETag that was read")),
    request_body = RulesWire,
    responses((status = 200, description = "As they are now", body = RulesWire), (status = 404, description = "No such room of the organisation's"),
        (status = 412, description = "Another change came first"), (status = 422, description = "A number that can't be"), (status = 428, description = "If-Match is missing")),
    security(("token" = ["spaces.keep"])))]
async fn change_room_rules(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, space)): OfSpace,
    IfMatch(version): IfMatch,
    Json(body): Json<RulesWire>,
) -> Result<Tagged<RulesWire>, Fault> {
    let edit = move |before: Rules, _| body.over(before.hours);
    let (version, rules) = lay_down(&app, &gate, (space, version), edit).await?;
    Ok((of_version(version), Json(RulesWire::from(&rules))))
}

/// The week of a room
#[utoipa::path(get, path = "/api/v1/organisations/{org}/spaces/{space}/hours", tag = "bookings",
    params(("org" = String, Path), ("space" = String, Path)),
    responses((status = 200, description = "The week; the ETag is the version of all that is laid down", body = HoursWire), (status = 404, description = "No such room")),
    security(("token" = ["activities.read"])))]
async fn show_room_hours(
    gate: Grant<SeeSpaces>,
    State(app): State<App>,
    Path((_, space)): OfSpace,
) -> Result<Tagged<HoursWire>, Fault> {
    let room = room(&app, gate.org(), space).await?;
    Ok((of_version(room.version), Json(HoursWire::from(&room.rules.hours))))
}

/// Lays down the week of a room
#[utoipa::path(put, path = "/api/v1/organisations/{org}/spaces/{space}/hours", tag = "bookings",
    params(("org" = String, Path), ("space" = String, Path), ("If-Match" = String, Header, description = "The ETag that was read")),
    request_body = HoursWire,
    responses((status = 200, description = "As it is now", body = HoursWire), (status = 404, description = "No such room of the organisation's"),
        (status = 412, description = "Another change came first"), (status = 422, description = "A stretch that can't be"), (status = 428, description = "If-Match is missing")),
    security(("token" = ["spaces.keep"])))]
async fn change_room_hours(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, space)): OfSpace,
    IfMatch(version): IfMatch,
    Json(body): Json<HoursWire>,
) -> Result<Tagged<HoursWire>, Fault> {
    let edit = move |mut rules: Rules, _| {
        rules.hours.week = body.week()?;
        rules.hours.official_days = body.official_days;
        Ok(rules)
    };
    let (version, rules) = lay_down(&app, &gate, (space, version), edit).await?;
    Ok((of_version(version), Json(HoursWire::from(&rules.hours))))
}

/// The special days of a room, from today on
#[utoipa::path(get, path = "/api/v1/organisations/{org}/spaces/{space}/days", tag = "bookings",
    params(("org" = String, Path), ("space" = String, Path)),
    responses((status = 200, description = "In order; the ETag is the version of all that is laid down", body = DaysWire), (status = 404, description = "No such room")),
    security(("token" = ["activities.read"])))]
async fn show_room_days(
    gate: Grant<SeeSpaces>,
    State(app): State<App>,
    Path((_, space)): OfSpace,
) -> Result<Tagged<DaysWire>, Fault> {
    let room = room(&app, gate.org(), space).await?;
    Ok((of_version(room.version), Json(DaysWire::from(&room.rules.hours))))
}

/// Lays down the special days of a room, from today on
#[utoipa::path(put, path = "/api/v1/organisations/{org}/spaces/{space}/days", tag = "bookings",
    params(("org" = String, Path), ("space" = String, Path), ("If-Match" = String, Header, description = "The ETag that was read")),
    request_body = DaysWire,
    responses((status = 200, description = "As they are now", body = DaysWire), (status = 404, description = "No such room of the organisation's"),
        (status = 412, description = "Another change came first"), (status = 422, description = "A day that can't be"), (status = 428, description = "If-Match is missing")),
    security(("token" = ["spaces.keep"])))]
async fn change_room_days(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, space)): OfSpace,
    IfMatch(version): IfMatch,
    Json(body): Json<DaysWire>,
) -> Result<Tagged<DaysWire>, Fault> {
    let edit = move |mut rules: Rules, today| {
        rules.hours.days = body.special(today)?;
        Ok(rules)
    };
    let (version, rules) = lay_down(&app, &gate, (space, version), edit).await?;
    Ok((of_version(version), Json(DaysWire::from(&rules.hours))))
}

/// A kind of equipment that goes along with a venue's rooms.
#[derive(Debug, Serialize, ToSchema)]
struct EquipmentWire {
    #[schema(value_type = String)]
    id: EquipmentId,
    name: String,
    pieces: i64,
}

/// How many there are of a kind.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PiecesBody {
    /// 1 to 40 characters.
    name: String,
    /// 0 where there are none any more.
    pieces: i64,
}

/// What a venue lends with its rooms; what is not named is lent no more.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EquipmentBody {
    /// At most 100 kinds, each once.
    equipment: Vec<PiecesBody>,
}

impl EquipmentBody {
    fn lending(&self) -> Result<Lending, NotDone> {
        let mut lending = Lending::default();
        for (n, one) in self.equipment.iter().enumerate() {
            let name = squash(&one.name);
            let fits = (1..=NAME_MAX).contains(&name.chars().count())
                && (0..=PIECES_MAX).contains(&one.pieces)
                && n < LINES_MAX
                && lending.equipment.iter().all(|(known, _)| *known != name);
            if !fits {
                let wrong = Sentence::new(msg::LEND_BAD_LINE).with("line", format!("{name} {}", one.pieces));
                return Err(NotDone::field(format!("equipment.{n}"), wrong));
            }
            lending.equipment.push((name, one.pieces));
        }
        Ok(lending)
    }
}

fn equipment_wire(kinds: Vec<lending::Equipment>) -> Tagged<Vec<EquipmentWire>> {
    let version = lending_page::version(&kinds);
    let wire = |one: lending::Equipment| EquipmentWire {
        id: one.id,
        name: one.name,
        pieces: one.pieces,
    };
    (of_version(version), Json(kinds.into_iter().map(wire).collect()))
}

/// What a venue lends with its rooms
#[utoipa::path(get, path = "/api/v1/organisations/{org}/venues/{venue}/equipment", tag = "bookings",
    params(("org" = String, Path), ("venue" = String, Path)),
    responses((status = 200, description = "By name; the ETag is its version", body = Vec<EquipmentWire>), (status = 404, description = "No such venue of the organisation's")),
    security(("token" = ["spaces.keep"])))]
async fn show_venue_equipment(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, venue)): Path<(OrganisationId, VenueId)>,
) -> Result<Tagged<Vec<EquipmentWire>>, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        lending_page::kept(tx, org, venue)?.ok_or(NotDone::NotFound)?;
        Ok::<_, NotDone>(lending::of_venue(tx, venue)?)
    });
    Ok(equipment_wire(read.await?))
}

/// Lays down what a venue lends with its rooms; nothing is counted lower than what is promised of it
#[utoipa::path(put, path = "/api/v1/organisations/{org}/venues/{venue}/equipment", tag = "bookings",
    params(("org" = String, Path), ("venue" = String, Path), ("If-Match" = String, Header, description = "The ETag that was read")),
    request_body = EquipmentBody,
    responses((status = 200, description = "As it is now", body = Vec<EquipmentWire>), (status = 404, description = "No such venue of the organisation's"),
        (status = 409, description = "More is promised"), (status = 412, description = "It was counted anew meanwhile"),
        (status = 422, description = "A line that can't be"), (status = 428, description = "If-Match is missing")),
    security(("token" = ["spaces.keep"])))]
async fn change_venue_equipment(
    gate: Grant<KeepSpaces>,
    State(app): State<App>,
    Path((_, venue)): Path<(OrganisationId, VenueId)>,
    IfMatch(version): IfMatch,
    Json(body): Json<EquipmentBody>,
) -> Result<Tagged<Vec<EquipmentWire>>, Fault> {
    let (org, version) = (gate.org(), named(version));
    let write = app.db.write(gate.by(), move |tx| {
        lending_page::kept(tx, org, venue)?.ok_or(NotDone::NotFound)?;
        let version = version.clone().map_err(|why| NotDone::Refused(Box::new(why)))?;
        let lending = body.lending()?;
        match lending_page::write_seen(tx, (org, venue), &lending, Seen::Version(version))? {
            None => Ok(lending::of_venue(tx, venue)?),
            Some(Unfit::Promised { name, promised }) => {
                let sentence = Sentence::new(msg::LEND_PROMISED)
                    .with("name", name)
                    .with("n", promised);
                Err(NotDone::no("equipment-promised", sentence))
            }
            Some(Unfit::Changed(_)) => Err(NotDone::Refused(Box::new(Refusal::with_status(
                StatusCode::PRECONDITION_FAILED,
                "equipment-changed",
                msg::BOOKING_RULES_CHANGED,
            )))),
        }
    });
    Ok(equipment_wire(write.await?))
}
