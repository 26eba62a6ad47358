//! The typed sheet for programs.

use axum::{extract::State, http::StatusCode};
use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, SignupId},
    time::rfc3339,
};
use langqiao_platform::{
    app::App,
    extract::{Json, Path},
    fault::Fault,
    gate::Grant,
};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::{
    super::ScanIn,
    SettleScanning,
    paper::{self, DropCopy, SettleLines, Sheet, Times, TypeLines},
};
use crate::signups::SignupRole;

/// The typed sheet's part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(read_sheet, type_sheet, take_sheet, drop_sheet_copy))]
pub(super) struct Api;

type Here = Path<(OrganisationId, ActivityId)>;

/// When somebody came and left; neither, where nobody signed.
#[derive(Serialize, ToSchema)]
struct TimesWire {
    /// When they came.
    came_at: Option<String>,
    /// When they left.
    left_at: Option<String>,
}

impl From<Times> for TimesWire {
    fn from(times: Times) -> Self {
        Self {
            came_at: times.came.map(rfc3339),
            left_at: times.left.map(rfc3339),
        }
    }
}

/// A line of the sheet.
#[derive(Serialize, ToSchema)]
pub(super) struct SheetLineWire {
    /// The sign-up.
    signup: String,
    /// The name, masked.
    name: String,
    /// What they come as.
    role: SignupRole,
    /// The short code, as printed.
    code: String,
    /// What the two typed, once both are done and they differ.
    differ: Option<Vec<TimesWire>>,
    /// What was taken.
    taken: Option<TimesWire>,
    /// Whether they did not sign up, but were added afterwards.
    afterwards: bool,
    /// Whether they were added after one of the two was done, and that one has not typed them yet.
    untyped: bool,
}

/// One of the two who type.
#[derive(Serialize, ToSchema)]
pub(super) struct SheetCopyWire {
    /// Which of the two.
    place: i64,
    /// Their name, masked.
    name: String,
    /// When they said that they were done.
    finished_at: Option<String>,
}

/// A sheet as far as it is typed.
#[derive(Serialize, ToSchema)]
pub(super) struct SheetWire {
    /// How many have begun to type it, 0 to 2.
    typists: usize,
    /// Those who type it.
    copies: Vec<SheetCopyWire>,
    /// Whether two people are done, so that what they typed can be compared.
    finished: bool,
    /// Its lines, in the order in which they are printed.
    lines: Vec<SheetLineWire>,
}

impl SheetWire {
    fn of(sheet: Sheet, now: Timestamp) -> Self {
        let finished = sheet.finished();
        // Nobody sees what the other types before both are done.
        let mut differing = if finished {
            paper::differing(&sheet, now)
        } else {
            Default::default()
        };
        let untyped: Vec<SignupId> = sheet
            .lines
            .iter()
            .filter(|line| sheet.is_untyped(line))
            .map(|line| line.signup)
            .collect();
        let line = |line: paper::Line| SheetLineWire {
            afterwards: line.afterwards,
            untyped: untyped.contains(&line.signup),
            differ: differing
                .remove(&line.signup)
                .map(|both| both.map(TimesWire::from).into()),
            signup: line.signup.to_text(),
            name: line.name,
            role: line.role,
            code: line.code,
            taken: line.taken.map(TimesWire::from),
        };
        Self {
            typists: sheet.copies.len(),
            copies: sheet
                .copies
                .into_iter()
                .map(|copy| SheetCopyWire {
                    place: copy.place,
                    name: copy.name,
                    finished_at: copy.finished.map(rfc3339),
                })
                .collect(),
            finished,
            lines: sheet.lines.into_iter().map(line).collect(),
        }
    }
}

/// A line as it was typed.
#[derive(Deserialize, ToSchema)]
pub(super) struct TypedLine {
    /// The sign-up.
    #[schema(value_type = String)]
    signup: SignupId,
    /// When they came.
    #[schema(value_type = Option<String>, format = DateTime)]
    came_at: Option<Timestamp>,
    /// When they left.
    #[schema(value_type = Option<String>, format = DateTime)]
    left_at: Option<Timestamp>,
}

impl From<TypedLine> for (SignupId, Times) {
    fn from(line: TypedLine) -> Self {
        (
            line.signup,
            Times {
                came: line.came_at,
                left: line.left_at,
            },
        )
    }
}

/// Lines as somebody typed them.
#[derive(Deserialize, ToSchema)]
pub(super) struct TypedLines {
    /// At most 500. Who is on the sheet and not among them did not come.
    lines: Vec<TypedLine>,
    /// Whether these were the last: then the copy can't be changed any more.
    #[serde(default)]
    finish: bool,
}

/// What was looked up on the paper again.
#[derive(Deserialize, ToSchema)]
pub(super) struct LookedUp {
    /// Lines that differ, or that one of the two never typed, as the paper has them; may be empty.
    #[serde(default)]
    lines: Vec<TypedLine>,
}

/// What was taken.
#[derive(Serialize, ToSchema)]
#[schema(as = SheetTaken)]
pub(super) struct TakenWire {
    /// Lines that both had typed alike, or that were looked up.
    taken: usize,
    /// Lines that still differ, or of which both typed a time that is still to come.
    differ: usize,
    /// Lines of people who were added later, and who are still to be typed by both, or by one and looked up by a third person.
    untyped: usize,
    /// Those of them of which you, who typed one copy, said something else than that the other is right: the other or
    /// a third person has to look.
    not_yours: Vec<String>,
    /// Lines that were taken with a time at which the activity was called off: it waits for a person, among the unsettled scans.
    called_off: usize,
}

/// The printed sheet of an activity, as far as it is typed.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/activities/{id}/sheet", tag = "checkins",
    params(("org" = String, Path, description = "The organisation"), ("id" = String, Path, description = "The activity")),
    responses(
        (status = 200, description = "The sheet", body = SheetWire),
        (status = 404, description = "No such activity in the organisation's reach"),
    ), security(("token" = ["checkin.scan"])))]
pub(super) async fn read_sheet(
    gate: Grant<ScanIn>,
    State(app): State<App>,
    Path((_, activity)): Here,
) -> Result<Json<SheetWire>, Fault> {
    let org = gate.org();
    let sheet = app.db.read(move |tx| paper::sheet(tx, org, activity)).await?;
    Ok(Json(SheetWire::of(sheet, app.now())))
}

/// Type lines of the sheet. The first two people who do have a copy each, and neither sees the other's.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/sheet", tag = "checkins",
    params(("org" = String, Path, description = "The organisation"), ("id" = String, Path, description = "The activity")),
    request_body = TypedLines,
    responses(
        (status = 204, description = "Kept"),
        (status = 404, description = "No such activity in the organisation's reach, or not on its sheet"),
        (status = 409, description = "Two others type it, you have no post at a body that holds the activity, or you said that you were done"),
        (status = 422, description = "Not times that are possible"),
    ), security(("token" = ["checkin.scan"])))]
pub(super) async fn type_sheet(
    gate: Grant<ScanIn>,
    State(app): State<App>,
    Path((_, activity)): Here,
    Json(typed): Json<TypedLines>,
) -> Result<StatusCode, Fault> {
    let who = (gate.org(), gate.person());
    let lines = typed.lines.into_iter().map(Into::into).collect();
    let command = TypeLines {
        activity,
        lines,
        finish: typed.finish,
    };
    app.db
        .write(gate.by(), move |tx| paper::type_lines(tx, who, &command))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take what both typed alike, and what was looked up on the paper again. Can be done again for what is left.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/sheet/take", tag = "checkins",
    params(("org" = String, Path, description = "The organisation"), ("id" = String, Path, description = "The activity")),
    request_body = LookedUp,
    responses(
        (status = 200, description = "Taken", body = TakenWire),
        (status = 404, description = "No such activity in the organisation's reach"),
        (status = 409, description = "Two people have not typed it yet"),
        (status = 422, description = "Not times that are possible"),
    ), security(("token" = ["checkin.scan"])))]
pub(super) async fn take_sheet(
    gate: Grant<ScanIn>,
    State(app): State<App>,
    Path((_, activity)): Here,
    Json(looked_up): Json<LookedUp>,
) -> Result<Json<TakenWire>, Fault> {
    let who = (gate.org(), gate.person());
    let command = SettleLines {
        activity,
        lines: looked_up.lines.into_iter().map(Into::into).collect(),
    };
    let done = app
        .db
        .write(gate.by(), move |tx| paper::take_lines(tx, who, &command))
        .await?;
    Ok(Json(TakenWire {
        taken: done.taken,
        differ: done.differ,
        untyped: done.untyped,
        not_yours: done.not_theirs.iter().map(|signup| signup.to_text()).collect(),
        called_off: done.called_off,
    }))
}

/// A copy that is to be dropped.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DroppedCopy {
    /// Which of the two, as `copies` names it.
    place: i64,
    /// Why; it is kept, and told to whoever typed it.
    reason: String,
}

/// Drop a copy that nobody finishes, so that somebody else can type it. For officers of the bodies that hold the activity.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/activities/{id}/sheet/drop", tag = "checkins",
    params(("org" = String, Path, description = "The organisation"), ("id" = String, Path, description = "The activity")),
    request_body = DroppedCopy,
    responses(
        (status = 204, description = "Dropped"),
        (status = 404, description = "No such activity in the organisation's reach, or no such copy"),
        (status = 409, description = "It is done, or you have no post at a body that holds the activity"),
        (status = 422, description = "No reason"),
    ), security(("token" = ["checkin.settle"])))]
pub(super) async fn drop_sheet_copy(
    gate: Grant<SettleScanning>,
    State(app): State<App>,
    Path((_, activity)): Here,
    Json(dropped): Json<DroppedCopy>,
) -> Result<StatusCode, Fault> {
    let who = (gate.org(), gate.person());
    let command = DropCopy {
        activity,
        place: dropped.place,
        reason: dropped.reason,
    };
    app.db
        .write(gate.by(), move |tx| paper::drop_copy(tx, who, &command))
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
