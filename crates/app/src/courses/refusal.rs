//! What a room or an activity refuses is refused by the course above it, in its own words.

use langqiao_platform::{fault::Fault, fields::FieldErrors, not_done::NotDone};

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

/// The field of a course under which a field of its activity or of its room is known there.
fn of_course(field: &str) -> &str {
    match field {
        "starts_at" | "day" | "repeat" => "first_day",
        "rule" => "weekdays",
        "ends_at" => "last_day",
        "signup_closes_at" | "signup_opens_at" => "enrolment_closes_at",
        "purpose" => "title",
        "people" => "seats",
        other => other,
    }
}

/// What stands against a course, at its own fields; a session is known by when it begins.
pub(super) fn at_its_fields(errors: &FieldErrors) -> FieldErrors {
    errors.renamed(|field| of_course(field).to_owned())
}

/// What stands against a session, at its own fields: a room that is too small is another to choose.
pub(super) fn of_session(why: NotDone) -> NotDone {
    match why {
        NotDone::Fields(errors) => NotDone::Fields(errors.renamed(|field| match field {
            "people" => "space".to_owned(),
            other => other.to_owned(),
        })),
        other => other,
    }
}

/// The same as a program reads it.
pub(super) fn renamed(why: NotDone) -> NotDone {
    match why {
        NotDone::Fields(errors) => NotDone::Fields(at_its_fields(&errors)),
        other => other,
    }
}
