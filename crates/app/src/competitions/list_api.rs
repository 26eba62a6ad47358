//! The public competitions for programs: which there are, of whom, where and how far.

use std::str::FromStr;

use axum::extract::State;
use jiff::Timestamp;
use langqiao_kernel::{
    id::{AreaId, CompetitionId},
    time::rfc3339,
};
use langqiao_platform::{
    api::cursor::{List, Paging},
    app::App,
    extract::{Json, Query},
    fault::{Fault, Refusal},
    gate::Anyone,
    i18n::msg,
    routes::Routes,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use super::{
    model::Competition,
    queries::{self, Shown},
};
use crate::coverage::Line;

/// This part of the OpenAPI document.
#[derive(OpenApi)]
#[openapi(paths(list_public_competitions))]
pub(super) struct Document;

pub(super) fn routes() -> Routes {
    Routes::new().get("/api/v1/competitions", list_public_competitions)
}

/// How far a competition is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum CompetitionState {
    /// Entries are taken.
    Open,
    /// Entries are closed; it has not begun.
    Closed,
    /// Under way.
    Running,
    /// Over.
    Over,
}

impl CompetitionState {
    /// The word that the statement knows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Running => "running",
            Self::Over => "over",
        }
    }

    /// How far a competition is now; the same as the statement has it.
    fn of(competition: &Competition, now: Timestamp) -> Self {
        if competition.ends_at <= now {
            Self::Over
        } else if competition.started_at.is_some() {
            Self::Running
        } else if now < competition.entries_close_at {
            Self::Open
        } else {
            Self::Closed
        }
    }
}

impl FromStr for CompetitionState {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        let all = [Self::Open, Self::Closed, Self::Running, Self::Over];
        all.into_iter().find(|state| state.as_str() == word).ok_or(())
    }
}

/// Which of them.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Asked {
    /// Those that a body of this line holds: `union`, `youth`, `women`, `science`, as in the list of lines.
    line: Option<String>,
    /// Those in this town.
    town: Option<String>,
    /// `open`, `closed`, `running` or `over`.
    state: Option<String>,
}

/// A public competition.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PublicCompetition {
    id: String,
    /// The activity that it is part of.
    activity: String,
    title: String,
    /// Who holds the activity.
    host: String,
    /// Whether teams take part, or single people.
    team: bool,
    place: String,
    starts_at: String,
    ends_at: String,
    /// Until when entries are taken.
    entries_close_at: String,
    /// How many have entered.
    entered: i64,
    /// How many can.
    entries_max: i64,
    state: CompetitionState,
}

/// The competitions that are public, the latest made first
#[utoipa::path(get, path = "/api/v1/competitions", tag = "competitions",
    params(("after" = Option<String>, Query, description = "The cursor of the page before"), ("limit" = Option<u32>, Query, description = "How many, 1 to 200"), Asked),
    responses(
        (status = 200, description = "A page", body = List<PublicCompetition>),
        (status = 422, description = "No such line, town or state"),
    ))]
async fn list_public_competitions(
    _: Anyone,
    State(app): State<App>,
    Query(asked): Query<Asked>,
    paging: Paging<CompetitionId>,
) -> Result<Json<List<PublicCompetition>>, Fault> {
    let now = app.now();
    let wanted = Shown {
        line: read::<Line>(asked.line.as_deref(), "line")?,
        town: read::<AreaId>(asked.town.as_deref(), "town")?,
        state: read::<CompetitionState>(asked.state.as_deref(), "state")?.map(CompetitionState::as_str),
        now,
        before: paging.after,
        most: paging.rows(),
    };
    let found = app.db.read(move |tx| queries::listed(tx, &wanted)).await?;
    let page = List::of(&paging, found, |competition| competition.id);
    let body = |competition: Competition| PublicCompetition {
        state: CompetitionState::of(&competition, now),
        id: competition.id.to_text(),
        activity: competition.activity.to_text(),
        title: competition.title,
        host: competition.host,
        team: competition.team,
        place: competition.place,
        starts_at: rfc3339(competition.starts_at),
        ends_at: rfc3339(competition.ends_at),
        entries_close_at: rfc3339(competition.entries_close_at),
        entered: competition.entered,
        entries_max: competition.entries_max,
    };
    Ok(Json(List {
        items: page.items.into_iter().map(body).collect(),
        next: page.next,
    }))
}

/// A word of the query: what is left out asks for all, what isn't known is refused rather than ignored.
fn read<T: FromStr>(word: Option<&str>, field: &'static str) -> Result<Option<T>, Fault> {
    let Some(word) = word.map(str::trim).filter(|word| !word.is_empty()) else {
        return Ok(None);
    };
    match word.parse() {
        Ok(known) => Ok(Some(known)),
        Err(_) => Err(
            Refusal::invalid("unknown-filter", msg::COMPETITION_UNKNOWN_FILTER)
                .arg("field", field)
                .into(),
        ),
    }
}
