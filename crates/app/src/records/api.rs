//! Service records for programs.

use axum::extract::State;
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, RecordId},
    time::rfc3339,
};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Path, Query},
    fault::Fault,
    gate::{Grant, SignedIn},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::{
    ConfirmRecords,
    count::Cut,
    decide::{self, DecideError},
    model::Status,
    queries::{self, Listed, Reader, Which, Whole},
};
use crate::activities::ReadActivities;

/// The records' part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(list_own_records, list_records, show_record, confirm_record, void_record))]
pub(super) struct Api;

/// A service record.
#[derive(Serialize, ToSchema)]
pub(super) struct RecordWire {
    /// The record's id; later ones are greater.
    id: String,
    /// The volunteer's id.
    person: String,
    /// The volunteer's name, masked.
    name: String,
    /// The activity's id.
    activity: String,
    /// What the activity is called.
    activity_title: String,
    /// The id of the organisation that held it.
    organisation: String,
    /// The day on which the service began.
    day: String,
    /// When the counted time began.
    started_at: String,
    /// When the counted time ended.
    ended_at: String,
    /// The minutes that count.
    minutes: i64,
    /// The minutes before other records and the day's cap were taken into account.
    uncapped_minutes: i64,
    /// How it stands.
    status: Status,
    /// What was taken away, and why.
    cuts: Vec<Cut>,
    /// Whether an officer entered the end by hand.
    by_hand: bool,
}

impl From<Listed> for RecordWire {
    fn from(record: Listed) -> Self {
        Self {
            id: record.id.to_text(),
            person: record.person.to_text(),
            name: record.name,
            activity: record.activity.to_text(),
            activity_title: record.title,
            organisation: record.organisation.to_text(),
            day: record.day.to_string(),
            started_at: rfc3339(record.started),
            ended_at: rfc3339(record.ended),
            minutes: record.minutes,
            uncapped_minutes: record.uncapped,
            status: record.status,
            cuts: record.cuts,
            by_hand: record.entered_by.is_some(),
        }
    }
}

/// A part of a record's minutes.
#[derive(Serialize, ToSchema)]
struct CreditWire {
    /// The organisation's id.
    organisation: String,
    /// What it is called.
    name: String,
    /// Its part of the minutes; the parts add up to the record's.
    minutes: i64,
}

/// A scan that a record rests on.
#[derive(Serialize, ToSchema)]
struct EvidenceWire {
    /// `in` or `out`.
    direction: String,
    /// When, by the server's clock.
    at: String,
}

/// A service record with its credits and evidence.
#[derive(Serialize, ToSchema)]
pub(super) struct WholeWire {
    /// The record.
    #[serde(flatten)]
    record: RecordWire,
    /// The sign-up it came from.
    signup: String,
    /// Whom the minutes are credited to.
    credits: Vec<CreditWire>,
    /// The scans it rests on.
    evidence: Vec<EvidenceWire>,
    /// Why it was voided.
    void_reason: Option<String>,
}

impl From<Whole> for WholeWire {
    fn from(whole: Whole) -> Self {
        let credits = whole
            .credits
            .into_iter()
            .map(|(organisation, name, minutes)| CreditWire {
                organisation: organisation.to_text(),
                name,
                minutes,
            });
        let evidence = whole.scans.into_iter().map(|scan| EvidenceWire {
            direction: scan.direction,
            at: rfc3339(scan.at),
        });
        Self {
            signup: whole.signup.to_text(),
            credits: credits.collect(),
            evidence: evidence.collect(),
            void_reason: whole.void_reason,
            record: whole.record.into(),
        }
    }
}

/// Which records are listed.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct RecordFilter {
    /// Only those of this activity.
    #[param(value_type = Option<String>)]
    activity: Option<ActivityId>,
    /// Only those that stand so.
    status: Option<Status>,
}

/// Why a record is voided.
#[derive(Deserialize, ToSchema)]
pub(super) struct VoidReason {
    /// The volunteer will read it.
    reason: String,
}

/// A record that was made or changed.
#[derive(Serialize, ToSchema)]
pub(super) struct RecordState {
    /// The record's id.
    pub(super) id: String,
    /// How it stands now.
    pub(super) status: Status,
}

fn page<K: Serialize>(
    paging: &Paging<K>,
    records: Vec<Listed>,
    key: impl FnOnce(&Listed) -> K,
) -> Json<List<RecordWire>> {
    let page = List::of(paging, records, key);
    Json(List {
        items: page.items.into_iter().map(RecordWire::from).collect(),
        next: page.next,
    })
}

/// My service records and those of the family members whose guardian I am, the latest first.
#[utoipa::path(get, path = "/api/v1/records", tag = "records",
    params(("after" = Option<String>, Query, description = "The cursor of the page before"),
        ("limit" = Option<u32>, Query, description = "How many, 1 to 200")),
    responses((status = 200, description = "A page of records", body = List<RecordWire>)),
    security(("token" = ["self"])))]
pub(super) async fn list_own_records(
    gate: SignedIn,
    State(app): State<App>,
    paging: Paging<RecordId>,
) -> Result<Json<List<RecordWire>>, Fault> {
    let (person, after, rows) = (gate.person(), paging.after, paging.rows());
    let records = app
        .db
        .read(move |tx| queries::own(tx, person, after, rows))
        .await?;
    Ok(page(&paging, records, |record| record.id))
}

/// The service records of what the organisation and those below it hold.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/records", tag = "records",
    params(("org" = String, Path, description = "The organisation"), RecordFilter,
        ("after" = Option<String>, Query, description = "The cursor of the page before"),
        ("limit" = Option<u32>, Query, description = "How many, 1 to 200")),
    responses((status = 200, description = "A page of records", body = List<RecordWire>)),
    security(("token" = ["activities.read"])))]
pub(super) async fn list_records(
    gate: Grant<ReadActivities>,
    State(app): State<App>,
    Query(filter): Query<RecordFilter>,
    paging: Paging<RecordId>,
) -> Result<Json<List<RecordWire>>, Fault> {
    let org = gate.org();
    let which = Which {
        pending_first: false,
        activity: filter.activity,
        status: filter.status,
        after: paging.after,
        limit: paging.rows(),
    };
    let records = app.db.read(move |tx| queries::list(tx, org, &which)).await?;
    Ok(page(&paging, records, |record| record.id))
}

/// A service record with its credits and evidence.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/records/{record}", tag = "records",
    params(("org" = String, Path, description = "The organisation"), ("record" = String, Path, description = "The record")),
    responses(
        (status = 200, description = "The record", body = WholeWire),
        (status = 404, description = "No such record in the organisation's reach"),
    ), security(("token" = ["activities.read"])))]
pub(super) async fn show_record(
    gate: Grant<ReadActivities>,
    State(app): State<App>,
    Path((_, record)): Path<(OrganisationId, RecordId)>,
) -> Result<Json<WholeWire>, Fault> {
    let org = gate.org();
    let whole = app
        .db
        .read(move |tx| queries::whole(tx, Reader::Of(org), record))
        .await?;
    Ok(Json(whole.ok_or(Fault::NotFound)?.into()))
}

/// Confirm a record.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/records/{record}/confirm", tag = "records",
    params(("org" = String, Path, description = "The organisation"), ("record" = String, Path, description = "The record")),
    responses(
        (status = 200, description = "It stands", body = RecordState),
        (status = 404, description = "No such record under the organisation"),
        (status = 409, description = "It does not wait any more, or it is not for you to confirm"),
    ), security(("token" = ["records.confirm"])))]
pub(super) async fn confirm_record(
    gate: Grant<ConfirmRecords>,
    State(app): State<App>,
    Path((_, record)): Path<(OrganisationId, RecordId)>,
) -> Result<Json<RecordState>, Fault> {
    let (org, officer) = (gate.org(), gate.person());
    let confirm = move |tx: &mut langqiao_store::WriteTx| decide::confirm(tx, org, officer, record);
    app.db.write::<_, DecideError, _>(gate.by(), confirm).await?;
    Ok(Json(RecordState {
        id: record.to_text(),
        status: Status::Confirmed,
    }))
}

/// Void a record, pending or confirmed.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/records/{record}/void", tag = "records",
    params(("org" = String, Path, description = "The organisation"), ("record" = String, Path, description = "The record")),
    request_body = VoidReason,
    responses(
        (status = 200, description = "It no longer counts", body = RecordState),
        (status = 404, description = "No such record under the organisation"),
        (status = 409, description = "It was voided before"),
        (status = 422, description = "No reason"),
    ), security(("token" = ["records.confirm"])))]
pub(super) async fn void_record(
    gate: Grant<ConfirmRecords>,
    State(app): State<App>,
    Path((_, record)): Path<(OrganisationId, RecordId)>,
    Json(why): Json<VoidReason>,
) -> Result<Json<RecordState>, Fault> {
    let (org, officer) = (gate.org(), gate.person());
    let void = move |tx: &mut langqiao_store::WriteTx| decide::void(tx, org, officer, record, &why.reason);
    app.db.write::<_, DecideError, _>(gate.by(), void).await?;
    Ok(Json(RecordState {
        id: record.to_text(),
        status: Status::Voided,
    }))
}
