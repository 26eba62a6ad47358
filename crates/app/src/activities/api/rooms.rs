//! The rooms of an activity for programs: in which way it comes by each, and asking their keepers.

use axum::extract::State;
use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, BookingId, OrganisationId, SpaceId},
    time::rfc3339,
};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Grant,
    spoken,
    ui::Ui,
};
use langqiao_store::ReadTx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    activities::{
        ManageActivities, ReadActivities,
        asking::ask_keepers,
        load_in_scope,
        publish::{host_s, wish},
    },
    bookings::{self, RoomState, Way},
};

/// One of an activity's rooms, and in which way the activity comes by it.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoomOfActivity {
    /// The room.
    #[schema(value_type = String)]
    space: SpaceId,
    /// Venue and room in words.
    place: String,
    /// Who keeps it.
    #[schema(value_type = String)]
    keeper: OrganisationId,
    /// The keeper's name.
    keeper_name: String,
    /// `kept`, `own`, `keeper_holds_it`, `free`, `booked`, `consent_needed`, `asked`, `declined` or `refused`: the last
    /// four keep the activity from being public.
    state: &'static str,
    /// A stable word for why it can't be had now.
    code: Option<&'static str>,
    /// The same in a sentence.
    detail: Option<String>,
    /// The booking that is the activity's, becomes it, or is asked for.
    #[schema(value_type = Option<String>)]
    booking: Option<BookingId>,
    /// Since when its keeper is asked.
    asked_at: Option<String>,
}

impl RoomOfActivity {
    fn of(ui: &Ui, one: &RoomState) -> Self {
        let (booking, asked_at) = match &one.way {
            Way::Kept(claim) | Way::Booked(claim) => (Some(claim.booking), None),
            Way::Asked { booking, since } => (Some(*booking), Some(rfc3339(*since))),
            _ => (None, None),
        };
        Self {
            space: one.space,
            place: one.place.clone(),
            keeper: one.keeper,
            keeper_name: one.keeper_name.clone(),
            state: one.way.word(),
            code: one.code(),
            detail: one.sentence().map(|sentence| spoken::say(ui, &sentence)),
            booking,
            asked_at,
        }
    }
}

/// For when the keepers are asked; as the activity stands, if nothing is said.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskWire {
    /// When it would begin.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    starts_at: Option<Timestamp>,
    /// When it would end.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    ends_at: Option<Timestamp>,
    /// In which room.
    #[serde(default)]
    #[schema(value_type = Option<String>)]
    space: Option<SpaceId>,
    /// Which rooms besides.
    #[serde(default)]
    #[schema(value_type = Option<Vec<String>>)]
    rooms: Option<Vec<SpaceId>>,
}

/// How each of an activity's rooms stands to it: what a draft still needs before it can be public.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/activities/{id}/rooms", tag = "activities",
    params(("org" = String, Path, description = "The organisation"), ("id" = String, Path, description = "The activity")),
    responses(
        (status = 200, description = "Its rooms, the one where it is held first", body = Vec<RoomOfActivity>),
        (status = 404, description = "No such activity of this organisation"),
    ), security(("token" = ["activities.read"])))]
pub async fn list_rooms_of_activity(
    gate: Grant<ReadActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
) -> Result<Json<Vec<RoomOfActivity>>, Fault> {
    let (org, now) = (gate.org(), app.now());
    let read = app.db.read(move |tx| {
        let (stored, _) = load_in_scope(tx, org, id)?;
        let rooms = match wish(id, &stored.plan, &stored.cohosts) {
            Some(wish) => bookings::stand(tx, &wish, now)?,
            None => Vec::new(),
        };
        Ok::<_, Fault>(rooms)
    });
    let rooms = read.await?;
    Ok(Json(
        rooms.iter().map(|one| RoomOfActivity::of(&ui, one)).collect(),
    ))
}

/// Asks the keepers of those rooms that need their consent.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/ask", tag = "activities",
    params(("org" = String, Path, description = "The host"), ("id" = String, Path, description = "The activity")),
    request_body = AskWire,
    responses(
        (status = 200, description = "The rooms as they stand now, for the time that was said", body = Vec<RoomOfActivity>),
        (status = 409, description = "Nobody has to be asked, or a rule of the rooms says no; `errors` says of which and why"),
    ), security(("token" = ["activities.manage"])))]
pub async fn ask_keepers_of_rooms(
    gate: Grant<ManageActivities>,
    ui: Ui,
    State(app): State<App>,
    Path((_, id)): Path<(OrganisationId, ActivityId)>,
    Json(asked): Json<AskWire>,
) -> Result<Json<Vec<RoomOfActivity>>, Fault> {
    let (org, person, now) = (gate.org(), gate.person(), app.now());
    let rooms = app
        .db
        .write(gate.by(), move |tx| {
            let stored = host_s(tx, org, id)?.ok_or(Fault::NotFound)?;
            let mut plan = stored.plan.clone();
            plan.times.starts_at = asked.starts_at.unwrap_or(plan.times.starts_at);
            plan.times.ends_at = asked.ends_at.unwrap_or(plan.times.ends_at);
            plan.space = asked.space.or(plan.space);
            plan.rooms = asked.rooms.clone().unwrap_or(plan.rooms);
            let other = (plan != stored.plan).then_some(&plan);
            ask_keepers(tx, (org, person), id, other)?;
            let reader: &mut ReadTx = tx;
            Ok::<_, Fault>(match wish(id, &plan, &stored.cohosts) {
                Some(wish) => bookings::stand(reader, &wish, now)?,
                None => Vec::new(),
            })
        })
        .await?;
    Ok(Json(
        rooms.iter().map(|one| RoomOfActivity::of(&ui, one)).collect(),
    ))
}
