//! Series for programs: a look at every occurrence, and all of them made at once.

use std::collections::BTreeMap;

use axum::{extract::State, http::StatusCode};
use jiff::Timestamp;
use langqiao_kernel::{
    id::{EquipmentId, OrganisationId, SeriesId, SpaceId},
    time,
};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Grant,
    routes::Routes,
    spoken,
    ui::Ui,
};
use langqiao_store::StoreError;
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{
    super::{
        BookSpaces, SeeSpaces,
        api_fields::as_sent,
        api_wire::{BookingBody, EquipmentWish},
        book::NewBooking,
        lending::queries as lending,
        model::Status,
    },
    make::make,
    plan::{Choice, Choices, Instead, NewSeries, Obstacle, Occurrence, preview},
    queries,
};
use crate::areas::words;

#[derive(OpenApi)]
#[openapi(paths(preview_series, create_series, show_series))]
struct Document;

/// The part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    Document::openapi()
}

/// The API of series.
pub fn routes() -> Routes {
    Routes::new()
        .post(
            "/api/v1/organisations/{org}/booking-series/preview",
            preview_series,
        )
        .post("/api/v1/organisations/{org}/booking-series", create_series)
        .get("/api/v1/organisations/{org}/booking-series/{series}", show_series)
}

words! {
    /// What is to be done about an occurrence.
    Deed {
        /// It is booked as the rule says.
        Book = "book",
        /// It is left out.
        Skip = "skip",
        /// It is waited for, while somebody has the room; where only equipment is short, it is booked with as much as there is and the rest is waited for.
        Wait = "wait",
        /// It is booked without what there isn't enough of then.
        Without = "without",
        /// It is booked with as much as there is then of what there isn't enough of.
        Fewer = "fewer",
        /// It is held at `to`, in `space` if that is said.
        Move = "move",
    }

    /// How an occurrence stands.
    Standing {
        /// The room is free.
        Free = "free",
        /// It is free, and its keeper is asked.
        Asks = "asks",
        /// The day is a public holiday.
        Holiday = "holiday",
        /// It can't be had; `why` says why not.
        No = "no",
    }
}

/// A room wanted again and again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SeriesWish {
    /// Which room.
    #[schema(value_type = String)]
    space: SpaceId,
    /// What for.
    purpose: String,
    /// How many people are expected.
    #[serde(default)]
    people: i64,
    /// When the first begins; RFC 3339.
    #[schema(value_type = String)]
    starts_at: Timestamp,
    /// When the first ends; RFC 3339.
    #[schema(value_type = String)]
    ends_at: Timestamp,
    /// What is taken along each time.
    #[serde(default)]
    equipment: Vec<EquipmentWish>,
    /// A recurrence rule of RFC 5545 by days, weeks, months or years, such as `FREQ=WEEKLY;BYDAY=TU;COUNT=8`.
    rule: String,
    /// Whether public holidays are left out.
    #[serde(default)]
    leave_out_holidays: bool,
    /// What is to be done about occurrences; those without a choice are booked, or refuse the whole.
    #[serde(default)]
    choices: Vec<ChoiceBody>,
}

/// What is to be done about one occurrence.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ChoiceBody {
    /// When the rule lets it begin; RFC 3339.
    #[schema(value_type = String)]
    at: Timestamp,
    /// What.
    deed: Deed,
    /// When it begins instead; RFC 3339.
    #[schema(value_type = Option<String>)]
    to: Option<Timestamp>,
    /// In which room instead.
    #[schema(value_type = Option<String>)]
    space: Option<SpaceId>,
}

impl SeriesWish {
    fn read(self) -> (NewSeries, Choices) {
        let own = self.space;
        let choices: BTreeMap<Timestamp, Choice> = self
            .choices
            .into_iter()
            .map(|choice| {
                let deed = match choice.deed {
                    Deed::Book => Choice::Book,
                    Deed::Skip => Choice::Skip,
                    Deed::Wait => Choice::Wait,
                    Deed::Without => Choice::Without,
                    Deed::Fewer => Choice::Fewer,
                    Deed::Move => Choice::Move(Instead {
                        space: choice.space.unwrap_or(own),
                        starts_at: choice.to.unwrap_or(choice.at),
                    }),
                };
                (choice.at, deed)
            })
            .collect();
        let wish = NewSeries {
            first: NewBooking {
                space: own,
                purpose: self.purpose,
                people: self.people,
                starts_at: self.starts_at,
                ends_at: self.ends_at,
                equipment: self
                    .equipment
                    .into_iter()
                    .map(|one| (one.id, one.pieces))
                    .collect(),
            },
            rule: self.rule,
            leaves_out_holidays: self.leave_out_holidays,
        };
        (wish, choices)
    }
}

/// An occurrence as it stands.
#[derive(Debug, Serialize, ToSchema)]
struct OccurrenceBody {
    starts_at: String,
    ends_at: String,
    standing: Standing,
    /// The holiday's name, or why the room can't be had, in the language that was asked for.
    why: Option<String>,
    /// Rooms of the same venue or its cluster that are free then.
    #[schema(value_type = Vec<String>)]
    free_rooms: Vec<SpaceId>,
    /// All of the equipment that there isn't enough of then, though the room itself may be free.
    short: Vec<ShortBody>,
    /// Where it can't be had: the same hour on the nearest day on which the room is free and there is enough of all.
    nearest: Option<String>,
}

/// Equipment of which there isn't enough.
#[derive(Debug, Serialize, ToSchema)]
struct ShortBody {
    #[schema(value_type = String)]
    id: EquipmentId,
    name: String,
    /// How many pieces are free all that time.
    free: i64,
}

impl OccurrenceBody {
    fn of(one: Occurrence, ui: &Ui) -> Self {
        let (standing, why) = match one.own {
            Ok(_) if !one.short.is_empty() => {
                let why: Vec<String> = one
                    .short
                    .iter()
                    .map(|short| spoken::say(ui, &short.sentence()))
                    .collect();
                (Standing::No, Some(why.join(" ")))
            }
            Ok(ready) if ready.status == Status::Asked => (Standing::Asks, None),
            Ok(_) => (Standing::Free, None),
            Err(Obstacle::Holiday(name)) => (Standing::Holiday, Some(name)),
            Err(Obstacle::No(why)) => {
                let why = why.sentence().map(|why| spoken::say(ui, &why));
                (Standing::No, why)
            }
        };
        Self {
            starts_at: time::rfc3339(one.starts_at),
            ends_at: time::rfc3339(one.ends_at),
            standing,
            why,
            free_rooms: one.free_rooms,
            nearest: one.nearest.map(time::rfc3339),
            short: one
                .short
                .into_iter()
                .map(|short| ShortBody {
                    id: short.id,
                    name: short.name,
                    free: short.free,
                })
                .collect(),
        }
    }
}

/// What was made.
#[derive(Debug, Serialize, ToSchema)]
struct MadeBody {
    #[schema(value_type = String)]
    id: SeriesId,
    /// How many bookings are held.
    held: usize,
    /// How many wait for a keeper's word.
    asked: usize,
    /// How many are waited for.
    waiting: usize,
    /// How many of those that are held or asked for wait for more equipment.
    waiting_for_equipment: usize,
    /// How many occurrences were left out.
    skipped: usize,
}

/// A series with its bookings.
#[derive(Debug, Serialize, ToSchema)]
struct SeriesBody {
    #[schema(value_type = String)]
    id: SeriesId,
    #[schema(value_type = String)]
    space: SpaceId,
    #[schema(value_type = String)]
    organisation: OrganisationId,
    rule: String,
    leaves_out_holidays: bool,
    bookings: Vec<BookingBody>,
}

/// How every occurrence of a rule stands; nothing is booked.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/booking-series/preview", tag = "bookings",
    params(("org" = String, Path)), request_body = SeriesWish, responses(
        (status = 200, description = "In order of time", body = Vec<OccurrenceBody>),
        (status = 404, description = "No such room"), (status = 422, description = "Something can't be")))]
async fn preview_series(
    gate: Grant<BookSpaces>,
    ui: Ui,
    State(app): State<App>,
    Json(wish): Json<SeriesWish>,
) -> Result<Json<Vec<OccurrenceBody>>, Fault> {
    let (org, now) = (gate.org(), app.now());
    let (wish, choices) = wish.read();
    let taken = wish.first.items();
    let read = app.db.read(move |tx| preview(tx, org, &wish, &choices, now));
    let seen = read.await.map_err(|why| as_sent(why, &taken))?;
    let all = seen.occurrences.into_iter();
    Ok(Json(all.map(|one| OccurrenceBody::of(one, &ui)).collect()))
}

/// Books every occurrence of a rule, all of them or none.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/booking-series", tag = "bookings",
    params(("org" = String, Path)), request_body = SeriesWish, responses(
        (status = 201, description = "All were made", body = MadeBody),
        (status = 409, description = "An occurrence can't be had as chosen; the first is named"),
        (status = 422, description = "Something can't be")))]
async fn create_series(
    gate: Grant<BookSpaces>,
    State(app): State<App>,
    Json(wish): Json<SeriesWish>,
) -> Result<(StatusCode, Json<MadeBody>), Fault> {
    let (org, person) = (gate.org(), gate.person());
    let (wish, choices) = wish.read();
    let taken = wish.first.items();
    let made = app
        .db
        .write(gate.by(), move |tx| make(tx, org, person, &wish, &choices))
        .await
        .map_err(|why| as_sent(why, &taken))?;
    let body = MadeBody {
        id: made.id,
        held: made.held,
        asked: made.asked,
        waiting: made.waiting,
        waiting_for_equipment: made.short,
        skipped: made.skipped,
    };
    Ok((StatusCode::CREATED, Json(body)))
}

/// A series of this organisation, or of a room that it keeps.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/booking-series/{series}", tag = "bookings",
    params(("org" = String, Path), ("series" = String, Path)), responses(
        (status = 200, description = "The series", body = SeriesBody), (status = 404, description = "No such series")))]
async fn show_series(
    gate: Grant<SeeSpaces>,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, SeriesId)>,
) -> Result<Json<SeriesBody>, Fault> {
    let org = gate.org();
    let read = app.db.read(move |tx| {
        let found = queries::series(tx, id)?;
        let bookings = queries::of_series(tx, id, Timestamp::UNIX_EPOCH)?;
        Ok::<_, StoreError>((found, bookings, lending::taken_by_series(tx, id)?))
    });
    let (found, bookings, taken) = read.await?;
    let seen = found.filter(|series| series.organisation == org || series.keeper == org);
    let series = seen.ok_or(Fault::NotFound)?;
    Ok(Json(SeriesBody {
        id,
        space: series.space,
        organisation: series.organisation,
        rule: series.rule,
        leaves_out_holidays: series.leaves_out_holidays,
        bookings: bookings
            .into_iter()
            .map(|booking| BookingBody::of(booking, &taken))
            .collect(),
    }))
}
