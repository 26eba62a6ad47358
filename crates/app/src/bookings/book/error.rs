//! Why a room was not booked, and how that is said.

use langqiao_kernel::id::EquipmentId;
use langqiao_platform::{
    fault::{Fault, Refusal},
    fields::FieldErrors,
    i18n::{Sentence, msg},
    refuse_with,
};
use langqiao_store::StoreError;

use super::{
    super::{
        hours::Closed,
        model::{RoomClosed, Taken},
        say,
    },
    Asked, SPACE_CLOSED, SPACE_TAKEN,
};

/// Why a room was not booked.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// There is no such room.
    #[error("no such room")]
    NotFound,
    /// It is its keeper's own.
    #[error("the room is not lent to others")]
    NotOpen {
        /// Who keeps it.
        keeper: String,
    },
    /// Something that was said can't be; by the form's fields.
    #[error("fields are wrong")]
    Fields(FieldErrors),
    /// The room is closed then.
    #[error("closed then")]
    Closed(Closed),
    /// Somebody has it: who, unless they came at the same moment.
    #[error("taken")]
    Taken(Option<Box<Taken>>),
    /// There isn't enough of a kind of equipment then.
    #[error("not enough equipment")]
    Short {
        /// Of which.
        equipment: EquipmentId,
        /// Its name.
        name: String,
        /// How many are free all that time.
        free: i64,
    },
    /// The same body asks for the same room and time already, and its keeper has not answered.
    #[error("asked for already")]
    AskedAlready(Box<Asked>),
    /// The venue is not in service.
    #[error("out of service")]
    OutOfService,
    /// Its keeper has closed it.
    #[error("closed by its keeper")]
    Retired(RoomClosed),
    /// The database failed.
    #[error(transparent)]
    Store(StoreError),
}

impl From<StoreError> for BookError {
    fn from(error: StoreError) -> Self {
        match error.constraint() {
            Some(SPACE_TAKEN) => Self::Taken(None),
            Some(SPACE_CLOSED) => Self::OutOfService,
            _ => Self::Store(error),
        }
    }
}

impl BookError {
    /// What is wrong in the form's fields, where that is what is wrong; everything but a failure can be said so.
    pub(in super::super) fn into_fields(self) -> Result<FieldErrors, Fault> {
        let mut errors = FieldErrors::new();
        match self {
            Self::Fields(fields) => return Ok(fields),
            Self::Closed(closed) => errors.add("from", say::closed(&closed)),
            Self::Short {
                equipment,
                name,
                free,
            } => errors.add(format!("eq-{equipment}"), say::short(&name, free)),
            Self::Taken(taken) => errors.add("from", say::taken(taken.as_deref())),
            Self::AskedAlready(asked) => errors.add("from", asked.sentence()),
            Self::OutOfService => errors.add("", msg::BOOKING_OUT_OF_SERVICE),
            Self::Retired(closed) => errors.add("day", say::retired(&closed)),
            Self::NotOpen { keeper } => {
                errors.add("", Sentence::new(msg::BOOKING_NOT_OPEN).with("keeper", keeper));
            }
            Self::NotFound => return Err(Fault::NotFound),
            Self::Store(error) => return Err(error.into()),
        }
        Ok(errors)
    }

    /// The one sentence that says why, for where there are no fields; nothing to say of a failure.
    pub(in super::super) fn sentence(&self) -> Option<Sentence> {
        match self {
            Self::NotFound | Self::Store(_) => None,
            Self::Fields(errors) => errors.iter().next().map(|(_, sentence)| sentence.clone()),
            Self::NotOpen { keeper } => {
                Some(Sentence::new(msg::BOOKING_NOT_OPEN).with("keeper", keeper.clone()))
            }
            Self::Closed(closed) => Some(say::closed(closed)),
            Self::Short { name, free, .. } => Some(say::short(name, *free)),
            Self::Taken(taken) => Some(say::taken(taken.as_deref())),
            Self::AskedAlready(asked) => Some(asked.sentence()),
            Self::OutOfService => Some(Sentence::new(msg::BOOKING_OUT_OF_SERVICE)),
            Self::Retired(closed) => Some(say::retired(closed)),
        }
    }

    pub(in super::super) fn into_fault(self) -> Fault {
        match self {
            Self::NotFound => Fault::NotFound,
            Self::Fields(errors) => Refusal::fields(errors).into(),
            Self::NotOpen { keeper } => Refusal::conflict("booking-not-open", msg::BOOKING_NOT_OPEN)
                .arg("keeper", keeper)
                .into(),
            Self::Closed(closed) => say::refusal("booking-closed", say::closed(&closed)).into(),
            Self::Short { name, free, .. } => say::refusal("equipment-short", say::short(&name, free)).into(),
            Self::Taken(taken) => say::refusal("booking-taken", say::taken(taken.as_deref())).into(),
            Self::AskedAlready(asked) => say::refusal("booking-asked-already", asked.sentence()).into(),
            Self::OutOfService => Refusal::conflict("out-of-service", msg::BOOKING_OUT_OF_SERVICE).into(),
            Self::Retired(closed) => say::refusal("room-closed", say::retired(&closed)).into(),
            Self::Store(error) => error.into(),
        }
    }
}
refuse_with!(BookError);
