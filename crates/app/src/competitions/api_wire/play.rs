//! What is said of stages, games and their times.

use jiff::Timestamp;
use langqiao_kernel::id::EntryId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::{
    model::Way,
    move_game::Place,
    result::{GiveResult, Side},
    schedule::Wish,
};

/// Where and when a game is played.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct PlaceWish {
    /// The number of the court, from 1.
    court: i64,
    /// When it begins.
    #[schema(value_type = String, format = DateTime)]
    starts_at: Timestamp,
    /// How long it takes, in minutes.
    minutes: i64,
}

impl PlaceWish {
    pub(in super::super) fn command(self) -> Place {
        Place {
            court: self.court,
            starts_at: self.starts_at,
            minutes: self.minutes,
        }
    }
}

/// How a game ended.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct ResultWish {
    /// How many results of the game the caller has seen: 0 for the first.
    seen: i64,
    /// How it ended.
    way: Way,
    /// What the first side scored.
    #[serde(default)]
    home_score: i64,
    /// What the second side scored.
    #[serde(default)]
    away_score: i64,
    /// `home` or `away`, where the scores don't say it.
    winner: Option<String>,
    /// Why it is changed, or why it was not played.
    #[serde(default)]
    reason: String,
}

impl ResultWish {
    pub(in super::super) fn command(self) -> GiveResult {
        GiveResult {
            seen: self.seen,
            way: self.way,
            home_score: self.home_score,
            away_score: self.away_score,
            winner: match self.winner.as_deref() {
                Some("home") => Some(Side::Home),
                Some("away") => Some(Side::Away),
                _ => None,
            },
            reason: self.reason,
        }
    }
}

/// How a stage begins. It may be left out.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct StartWish {
    /// Whether all leaders agree that it begins while the stage before may still be protested against; nobody can
    /// protest against that one then.
    #[serde(default)]
    pub leaders_agreed: bool,
}

/// Marks of a judge, or times.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct MarksWish {
    /// The judge's seat; 0 is the clock.
    pub judge: i64,
    /// For whom.
    #[schema(value_type = String)]
    pub entry: EntryId,
    /// Of a judge one for every item, in their order, in hundredths of a point. Of the clock one for each run so far, in
    /// milliseconds; `null` is a run that doesn't count.
    pub values: Vec<Option<i64>>,
    /// Why what was given before is changed.
    #[serde(default)]
    pub reason: String,
}

/// When the courts may be used.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct WindowWish {
    /// RFC 3339.
    #[schema(value_type = String)]
    from: Timestamp,
    /// RFC 3339.
    #[schema(value_type = String)]
    until: Timestamp,
}

/// What there is to play in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct ScheduleWish {
    /// The names of the courts.
    courts: Vec<String>,
    /// How long a game takes, in minutes.
    slot_minutes: i64,
    /// How long whoever played rests, in minutes.
    rest_minutes: i64,
    /// When the courts may be used.
    windows: Vec<WindowWish>,
}

impl ScheduleWish {
    pub(in super::super) fn command(self) -> Wish {
        Wish {
            courts: self.courts,
            slot_minutes: self.slot_minutes,
            rest_minutes: self.rest_minutes,
            windows: self
                .windows
                .into_iter()
                .map(|window| (window.from, window.until))
                .collect(),
        }
    }
}

/// How a schedule came out.
#[derive(Debug, Serialize, ToSchema)]
pub(in super::super) struct ScheduledBody {
    /// How many games have their place.
    pub placed: usize,
    /// For how many there was no room.
    pub left: usize,
    /// How many of those that have their place are at a time when the activity is not on: people won't find them.
    pub outside: usize,
}

/// How a game was put onto a court and a time.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = GamePlaced)]
pub(in super::super) struct PlacedBody {
    /// Whether that is at a time when the activity is not on: people won't find it.
    pub outside: bool,
}
