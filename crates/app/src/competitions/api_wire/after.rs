//! Protests, picks, and what was made.

use langqiao_kernel::{
    id::{EntryId, FixtureId, StageId},
    time::rfc3339,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::picks::Pick;

/// A protest to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct ProtestWish {
    /// In which stage.
    #[schema(value_type = String)]
    pub stage: StageId,
    /// Against which game's result; nothing for a stage that judges or clocks decided.
    #[schema(value_type = Option<String>)]
    pub fixture: Option<FixtureId>,
    /// What it says.
    pub words: String,
}

/// An answer to a protest.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct AnswerWish {
    /// Whether it was right.
    pub upheld: bool,
    /// The reason.
    pub answer: String,
}

/// What came of a protest that was right, where no correction settled it by itself.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct StandWish {
    /// Why the result stands; it is public. Left out where it was corrected.
    #[serde(default)]
    pub reason: String,
    /// Whether the marks or times of others, that the protest was about, were corrected.
    #[serde(default)]
    pub corrected: bool,
}

/// A pick to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct PickWish {
    /// Who.
    #[schema(value_type = String)]
    pub entry: EntryId,
    /// For what: 一等奖.
    pub title: String,
    /// What else is to be known.
    #[serde(default)]
    pub note: String,
}

/// Something that was made.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CompetitionMade)]
pub(in super::super) struct Made {
    /// Its id.
    pub id: String,
}

/// A judge's seat and the secret part of their link; it is said once.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct SeatMade {
    /// From 1.
    pub seat: i64,
    /// Where the judge scores.
    pub link: Option<String>,
}

/// A protest.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct ProtestBody {
    id: String,
    entry: String,
    stage: String,
    fixture: Option<String>,
    words: String,
    at: String,
    upheld: Option<bool>,
    answer: Option<String>,
    answered_at: Option<String>,
    /// Where it was right: when the result was corrected, or somebody said why it stands.
    settled_at: Option<String>,
    /// Why the result stands although the protest was right; nothing where it was corrected.
    settlement: Option<String>,
}

impl From<super::super::model::Protest> for ProtestBody {
    fn from(protest: super::super::model::Protest) -> Self {
        Self {
            id: protest.id.to_text(),
            entry: protest.entry.to_text(),
            stage: protest.stage.to_text(),
            fixture: protest.fixture.map(|fixture| fixture.to_text()),
            words: protest.words,
            at: rfc3339(protest.at),
            upheld: protest.upheld,
            answer: protest.answer,
            answered_at: protest.answered_at.map(rfc3339),
            settled_at: protest.settled_at.map(rfc3339),
            settlement: protest.settlement,
        }
    }
}

/// A pick.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct PickBody {
    entry: String,
    place: Option<i64>,
    title: String,
    note: String,
    at: String,
    /// The page that shows the places.
    evidence: String,
}

impl PickBody {
    pub(in super::super) fn of(pick: Pick, evidence: &str) -> Self {
        Self {
            entry: pick.entry.to_text(),
            place: pick.place,
            title: pick.title,
            note: pick.note,
            at: rfc3339(pick.at),
            evidence: evidence.to_owned(),
        }
    }
}
