//! What is on, for programs: the list and each activity, for anyone.

use axum::extract::State;
use jiff::Timestamp;
use langqiao_kernel::{
    id::ActivityId,
    time::{parse_ms, rfc3339},
};
use langqiao_platform::{
    api::cursor::{self, List, Paging},
    app::App,
    extract::{Json, Path, Query},
    fault::{Fault, Refusal},
    gate::Anyone,
    i18n::msg,
    routes::Routes,
};
use langqiao_store::StoreError;
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::{
    api_asked::{AskedAfter, AskedQuestion, asked},
    detail::{self, Detail},
    filter::{After, Asked, Filter, MOST_SHOWN},
    list,
    queries::Card,
};
use crate::{
    activities::{ActivityKind, Allotment, Group},
    coverage::Line,
    signups::{self, Places, answers::Question},
    standings::AsksWire,
};

#[derive(OpenApi)]
#[openapi(
    paths(all, one),
    components(schemas(Summary, Whole, PlacesBody, HostBody, ActivityKind, AskedQuestion, AskedAfter))
)]
struct Doc;

pub(super) fn openapi() -> utoipa::openapi::OpenApi {
    Doc::openapi()
}

pub(super) fn routes() -> Routes {
    Routes::new()
        .get("/api/v1/activities", all)
        .get("/api/v1/activities/{activity}", one)
}

/// An activity in the list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Summary {
    /// Its id.
    #[schema(value_type = String)]
    id: ActivityId,
    /// What it is.
    title: String,
    /// What kind of thing.
    kind: ActivityKind,
    /// When it begins.
    starts_at: String,
    /// When it ends.
    ends_at: String,
    /// Where, in words.
    place: String,
    /// The village or community.
    area: String,
    /// The town.
    town: String,
    /// The host.
    host: String,
    /// The lines of all who hold it together, the host's first.
    #[schema(value_type = Vec<String>)]
    lines: Vec<Line>,
    /// The places for those who take part.
    #[serde(skip_serializing_if = "Option::is_none")]
    places: Option<PlacesBody>,
    /// Whether volunteers are wanted still.
    volunteers_wanted: bool,
}

/// Places of an activity.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PlacesBody {
    /// How many there are.
    capacity: i64,
    /// How many are held: taken, or offered to somebody.
    taken: i64,
    /// How many people wait.
    waiting: i64,
    /// How many a newcomer can have now.
    free: i64,
    /// Whether all wait until places are given to all at once, when sign-up is over.
    all_wait: bool,
}

/// An activity in full.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Whole {
    /// Its id.
    #[schema(value_type = String)]
    id: ActivityId,
    /// What it is.
    title: String,
    /// What to expect.
    summary: String,
    /// What kind of thing.
    kind: ActivityKind,
    /// `published` or `cancelled`.
    status: String,
    /// Why it was called off.
    #[serde(skip_serializing_if = "Option::is_none")]
    cancel_reason: Option<String>,
    /// When it begins.
    starts_at: String,
    /// When it ends.
    ends_at: String,
    /// When sign-up begins.
    signup_opens_at: String,
    /// When sign-up ends.
    signup_closes_at: String,
    /// Where, in words.
    place: String,
    /// The village or community.
    area: String,
    /// The town.
    town: String,
    /// The youngest age, in years.
    #[serde(skip_serializing_if = "Option::is_none")]
    min_age: Option<i64>,
    /// The oldest age, in years.
    #[serde(skip_serializing_if = "Option::is_none")]
    max_age: Option<i64>,
    /// The area whose people it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    only_area: Option<String>,
    /// What else is asked of those who come.
    #[serde(skip_serializing_if = "Option::is_none")]
    asks: Option<AsksWire>,
    /// What those who sign up are asked.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    questions: Vec<AskedQuestion>,
    /// How places are given.
    allotment: Allotment,
    /// The area whose people come first.
    #[serde(skip_serializing_if = "Option::is_none")]
    prior_area: Option<String>,
    /// Who comes first, group after group, those of `prior_area` among them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    priority: Vec<Group>,
    /// Until when places go to those groups only.
    #[serde(skip_serializing_if = "Option::is_none")]
    kept_until: Option<String>,
    /// When they were given to all at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    allotted_at: Option<String>,
    /// At most so many in one sign-up.
    party_max: i64,
    /// How long a freed place is held for the next in line, in minutes.
    offer_minutes: i64,
    /// Who holds it together, the host first.
    hosts: Vec<HostBody>,
    /// The places for those who take part.
    #[serde(skip_serializing_if = "Option::is_none")]
    attendees: Option<PlacesBody>,
    /// The places for those who help.
    #[serde(skip_serializing_if = "Option::is_none")]
    volunteers: Option<PlacesBody>,
    /// Grows with every change.
    version: i64,
}

/// One of those who hold it together.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct HostBody {
    /// Its name.
    name: String,
    /// Its line.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    line: Option<Line>,
    /// Whether it is the host.
    host: bool,
}

impl PlacesBody {
    fn of(places: Places, until: Timestamp, now: Timestamp) -> Self {
        let free = places.for_newcomers(until, now);
        Self {
            capacity: places.capacity,
            taken: places.taken,
            waiting: places.waiting,
            free,
            all_wait: places.all_wait,
        }
    }
}

impl Summary {
    fn of(card: Card, now: Timestamp) -> Self {
        let places = card
            .places
            .map(|places| PlacesBody::of(places, card.moves_until, now));
        Self {
            id: card.id,
            title: card.title,
            kind: card.kind,
            starts_at: rfc3339(card.starts_at),
            ends_at: rfc3339(card.ends_at),
            place: card.place,
            area: card.area,
            town: card.town,
            host: card.host,
            lines: card.lines,
            places,
            volunteers_wanted: card.help,
        }
    }
}

impl Whole {
    fn of(detail: Detail, questions: &[Question], now: Timestamp) -> Self {
        let until = detail.moves_until();
        let places = |places| PlacesBody::of(places, until, now);
        let host = |host: detail::Host| HostBody {
            name: host.name,
            line: host.line,
            host: host.host,
        };
        Self {
            id: detail.id,
            title: detail.title,
            summary: detail.summary,
            kind: detail.kind,
            status: detail.status,
            cancel_reason: detail.cancel_reason,
            starts_at: rfc3339(detail.starts_at),
            ends_at: rfc3339(detail.ends_at),
            signup_opens_at: rfc3339(detail.opens_at),
            signup_closes_at: rfc3339(detail.closes_at),
            place: detail.place,
            area: detail.area,
            town: detail.town,
            min_age: detail.min_age,
            max_age: detail.max_age,
            only_area: detail.only_area,
            asks: (!detail.asks.is_empty()).then(|| AsksWire::of(&detail.asks)),
            questions: asked(questions),
            allotment: detail.allotment,
            prior_area: detail.prior_area,
            priority: detail.first.groups,
            kept_until: detail.first.kept_until.map(rfc3339),
            allotted_at: detail.allotted_at.map(rfc3339),
            party_max: detail.party_max,
            offer_minutes: detail.offer_minutes,
            hosts: detail.hosts.into_iter().map(host).collect(),
            attendees: detail.attendees.map(places),
            volunteers: detail.volunteers.map(places),
            version: detail.version,
        }
    }
}

/// Where a page of the list begins: how many came before, when the last of them starts, and its id.
type Key = (i64, i64, ActivityId);

fn after((shown, starts_at, id): Key) -> Result<After, Fault> {
    let starts_at = parse_ms(starts_at)
        .ok()
        .filter(|_| (0..=MOST_SHOWN).contains(&shown))
        .ok_or_else(|| Refusal::invalid("cursor", msg::FAULT_CURSOR))?;
    Ok(After { shown, starts_at, id })
}

/// What is on: by time, or with words to search for what fits best first. Filters as on the page.
#[utoipa::path(get, path = "/api/v1/activities", tag = "activities",
    params(Asked, ("limit" = Option<u32>, Query, description = "How many at most: 1 to 200, 50 if nothing is said")),
    responses(
        (status = 200, description = "Public activities", body = List<Summary>),
        (status = 422, description = "`after` is not what a page before gave"),
    ))]
pub(super) async fn all(
    _: Anyone,
    State(app): State<App>,
    Query(asked): Query<Asked>,
    paging: Paging<Key>,
) -> Result<Json<List<Summary>>, Fault> {
    let now = app.now();
    let filter = Filter {
        after: paging.after.map(after).transpose()?,
        ..Filter::read(&asked)
    };
    let size = paging.limit as usize;
    let (cards, next) = app.db.read(move |tx| list::page(tx, &filter, now, size)).await?;
    Ok(Json(List {
        items: cards.into_iter().map(|card| Summary::of(card, now)).collect(),
        next: next
            .and_then(|after| cursor::write(&(after.shown, after.starts_at.as_millisecond(), after.id))),
    }))
}

/// An activity.
#[utoipa::path(get, path = "/api/v1/activities/{activity}", tag = "activities",
    params(("activity" = String, Path, description = "The activity's id")),
    responses(
        (status = 200, description = "The activity", body = Whole),
        (status = 404, description = "No such activity, or it is not public"),
    ))]
pub(super) async fn one(
    _: Anyone,
    State(app): State<App>,
    Path(id): Path<ActivityId>,
) -> Result<Json<Whole>, Fault> {
    let (detail, questions) = app
        .db
        .read(move |tx| Ok::<_, StoreError>((detail::detail(tx, id)?, signups::questions(tx, id)?)))
        .await?;
    let detail = detail.ok_or(Fault::NotFound)?;
    Ok(Json(Whole::of(detail, &questions, app.now())))
}
