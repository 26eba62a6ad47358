//! An activity takes its rooms by their rules, as any booking does.
//!
//! What it promises: whoever publishes or moves an activity passes by no rule of a room. Only its keeper is free of
//! them, and a keeper that agreed to hold the activity with its host has agreed by that to the room and the time that it
//! saw then; for another room or time it is asked, whatever its rules let others have. Who else wants a room that asks for
//! consent has a booking that its keeper agreed to, and that one becomes the activity's: a row that is held for an
//! activity is written with a [`Permit`] alone, which nothing but [`stand`](stand::stand) gives.

mod agree;
mod ask;
mod hold;
mod queries;
mod say;
mod stand;

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, BookingId, EquipmentId, OrganisationId, SpaceId};
use langqiao_store::StoreError;

use super::{
    book::SPACE_TAKEN,
    hours::Closed,
    model::{RoomClosed, Taken},
};

pub use agree::{agree_to_rooms, forget_rooms};
pub(super) use ask::agreed;
pub use ask::{ask_for, withdraw_but};
pub use hold::{hold, let_go};
pub use queries::{Request, requests};
pub use say::{refusal, refused_fields};
pub use stand::{Permit, stand};

/// What an activity needs.
#[derive(Clone, Debug)]
pub struct Hold {
    /// Which activity.
    pub activity: ActivityId,
    /// Its host.
    pub organisation: OrganisationId,
    /// Those that agreed to hold it with its host.
    pub with: Vec<OrganisationId>,
    /// What it is called: what a keeper is asked for.
    pub title: String,
    /// How many are expected.
    pub people: i64,
    /// Which rooms.
    pub spaces: Vec<SpaceId>,
    /// What is taken along of their venues' equipment, by how many pieces.
    pub equipment: Vec<(EquipmentId, i64)>,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// How one of the rooms stands to the activity that wants it.
#[derive(Clone, Debug)]
pub struct RoomState {
    /// Which of the wanted rooms it is, counted from 0.
    pub at: usize,
    /// The room.
    pub space: SpaceId,
    /// Its name in its venue.
    pub name: String,
    /// Venue and room in words.
    pub place: String,
    /// Who keeps it.
    pub keeper: OrganisationId,
    /// The keeper's name.
    pub keeper_name: String,
    /// In which way the activity comes by it.
    pub way: Way,
}

/// In which way an activity comes by a room.
#[derive(Clone, Debug)]
pub enum Way {
    /// It has it already for all its time: nothing is judged again.
    Kept(Claim),
    /// Its host keeps the room.
    Own,
    /// Who keeps the room agreed to hold the activity with its host, there and then: that is the consent.
    KeeperHolds,
    /// The room's rules let its host have it without asking.
    Free,
    /// It is booked already with its keeper's consent, and that booking becomes the activity's.
    Booked(Claim),
    /// Its keeper has to be asked first.
    Ask,
    /// Its keeper is asked, and has not answered.
    Asked {
        /// By which booking.
        booking: BookingId,
        /// Since when.
        since: Timestamp,
    },
    /// Its keeper said no to exactly this.
    Declined {
        /// Why.
        note: String,
    },
    /// It can't be had.
    No(Why),
}

impl Way {
    /// Whether the activity can have the room now.
    pub fn goes(&self) -> bool {
        matches!(
            self,
            Self::Kept(_) | Self::Own | Self::KeeperHolds | Self::Free | Self::Booked(_)
        )
    }

    /// Whether its keeper can be asked for it now.
    pub fn can_be_asked(&self) -> bool {
        matches!(self, Self::Ask | Self::Declined { .. })
    }

    /// A stable word for programs.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Kept(_) => "kept",
            Self::Own => "own",
            Self::KeeperHolds => "keeper_holds_it",
            Self::Free => "free",
            Self::Booked(_) => "booked",
            Self::Ask => "consent_needed",
            Self::Asked { .. } => "asked",
            Self::Declined { .. } => "declined",
            Self::No(_) => "refused",
        }
    }
}

/// A booking that an activity has or can take over.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Which.
    pub booking: BookingId,
    /// Whose it is.
    organisation: OrganisationId,
    /// What it was booked for; empty where the activity took the room by itself.
    pub purpose: String,
    /// From when until when.
    pub used: (Timestamp, Timestamp),
    /// Whether it was booked and agreed to before, for times of its own.
    agreed: bool,
}

/// Why a room can't be had.
#[derive(Clone, Debug)]
pub enum Why {
    /// Somebody has it: who, unless they came at the same moment.
    Taken(Option<Box<Taken>>),
    /// The venue is not in service.
    OutOfService,
    /// Its keeper has closed it by then.
    Retired(RoomClosed),
    /// It is its keeper's own.
    NotOpen {
        /// Who keeps it.
        keeper: String,
    },
    /// It is not open then.
    Hours(Closed),
    /// It must be asked for so many hours before.
    Notice(i64),
    /// It can't be booked so far ahead.
    Ahead(jiff::civil::Date),
    /// It can't be booked for so long.
    Longest,
    /// It would have begun already.
    Past,
}

/// Why an activity doesn't get its rooms; nothing is changed then.
#[derive(Debug, thiserror::Error)]
pub enum HoldError {
    /// These rooms can't be had as things stand: all of them, each with why.
    #[error("{} rooms can't be had", .0.len())]
    Rooms(Vec<RoomState>),
    /// Somebody came at the same moment.
    #[error("taken at the same moment")]
    JustTaken,
    /// There isn't enough of a kind of equipment then.
    #[error("not enough equipment")]
    Short {
        /// Its name.
        name: String,
        /// How many are free all that time.
        free: i64,
    },
    /// The database failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for HoldError {
    fn from(error: StoreError) -> Self {
        match error.constraint() {
            Some(SPACE_TAKEN) => Self::JustTaken,
            _ => Self::Store(error),
        }
    }
}
