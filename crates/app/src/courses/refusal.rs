//! What a room or an activity refuses is refused by the course above it, in its own words.

use langqiao_platform::{fault::Fault, not_done::NotDone};

use crate::{
    activities::{CancelError, CreateError, PublishError},
    bookings::{BookError, DecideError, SeriesError, ShiftError},
};

macro_rules! from_below {
    ($($error:ty),+) => { $(
        impl From<$error> for NotDone {
            fn from(error: $error) -> Self {
                Fault::from(error).into()
            }
        }
    )+ };
}
from_below!(
    BookError,
    CancelError,
    CreateError,
    DecideError,
    PublishError,
    SeriesError,
    ShiftError
);
