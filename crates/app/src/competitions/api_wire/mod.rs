//! Competitions as programs read and write them.

mod after;
mod entries;
mod play;
mod set_up;
mod whole;

pub(super) use after::{AnswerWish, Made, PickBody, PickWish, ProtestBody, ProtestWish, SeatMade, StandWish};
pub(super) use entries::{CorrectionWish, EntryWish, PersonWish};
pub(super) use play::{MarksWish, PlaceWish, PlacedBody, ResultWish, ScheduleWish, ScheduledBody, StartWish};
pub(super) use set_up::{ChangeWish, CompetitionWish};
pub(super) use whole::{ListedBody, WholeBody};
