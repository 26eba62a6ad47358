//! The room of a session: taken, exchanged for another, given back.

use jiff::Timestamp;
use langqiao_kernel::id::{BookingId, OrganisationId, PersonId, SpaceId};
use langqiao_platform::not_done::NotDone;
use langqiao_store::{WriteTx, params};

use super::{
    lessons::Move,
    model::{Course, Lesson},
};
use crate::{
    bookings::{self, NewBooking, Scope, Shift},
    venues,
};

/// Puts a session where it is to be, with its room, or at a place in `words` without one; gives the place. The caller
/// has looked whether it may, and tells whom it concerns.
pub(super) fn relocate(
    tx: &mut WriteTx<'_>,
    (org, person): (OrganisationId, PersonId),
    course: &Course,
    (lesson, to): (&Lesson, &Move),
    words: Option<&str>,
) -> Result<String, NotDone> {
    let room = match to.space {
        Some(space) => Some(other_room(tx, (org, person), course, lesson, to, space)?),
        None if words.is_some() => {
            give_back(tx, (org, person), lesson, "")?;
            None
        }
        None => {
            if let Some(booking) = lesson.booking.filter(|_| !lesson.lost_room())
                && (to.starts_at, to.ends_at) != (lesson.starts_at, lesson.ends_at)
            {
                let shift = Shift {
                    booking,
                    scope: Scope::One,
                    starts_at: to.starts_at,
                    ends_at: to.ends_at,
                };
                bookings::shift_lesson(tx, org, &shift)?;
            }
            None
        }
    };
    let (booking, place) = match (room, words) {
        (Some((booking, place)), _) => (Some(booking), place),
        (None, Some(words)) => (None, words.to_owned()),
        (None, None) => (lesson.booking, lesson.place.clone()),
    };
    let now = tx.now();
    tx.execute(
        "UPDATE course_session SET starts_at = ?2, ends_at = ?3, booking = ?4, place = ?5, version = version + 1,
           changed_at = ?6 WHERE id = ?1",
        params![lesson.id, to.starts_at, to.ends_at, booking, place, now],
    )?;
    Ok(place)
}

/// Takes another room for a session instead of the one that it has: by the same booking, where it has one that can still
/// become another.
fn other_room(
    tx: &mut WriteTx<'_>,
    (org, person): (OrganisationId, PersonId),
    course: &Course,
    lesson: &Lesson,
    to: &Move,
    space: SpaceId,
) -> Result<(BookingId, String), NotDone> {
    let wish = wish(course, (to.starts_at, to.ends_at), space);
    if let Some(booking) = lesson.booking
        && bookings::change_lesson(tx, org, booking, &wish)?
    {
        return Ok((booking, room_name(tx, space)?));
    }
    give_back(tx, (org, person), lesson, "")?;
    book(tx, (org, person), &wish)
}

/// A room for a session of a course.
pub(super) fn wish(
    course: &Course,
    (starts_at, ends_at): (Timestamp, Timestamp),
    space: SpaceId,
) -> NewBooking {
    NewBooking {
        space,
        purpose: course.title.clone(),
        people: course.seats,
        starts_at,
        ends_at,
        equipment: Vec::new(),
    }
}

fn room_name(tx: &mut WriteTx<'_>, space: SpaceId) -> Result<String, NotDone> {
    Ok(venues::place_of(tx, space)?.ok_or(NotDone::NotFound)?.name)
}

/// Books a room for a session; gives the booking and the name of the room.
pub(super) fn book(
    tx: &mut WriteTx<'_>,
    (org, person): (OrganisationId, PersonId),
    wish: &NewBooking,
) -> Result<(BookingId, String), NotDone> {
    let booked = bookings::book(tx, org, person, wish)?;
    Ok((booked.id, room_name(tx, wish.space)?))
}

/// Gives a session's room back, if it has one that isn't over.
pub(super) fn give_back(
    tx: &mut WriteTx<'_>,
    (org, person): (OrganisationId, PersonId),
    lesson: &Lesson,
    note: &str,
) -> Result<(), NotDone> {
    let live = matches!(
        lesson.room,
        Some(bookings::Status::Held | bookings::Status::Asked)
    );
    match lesson.booking.filter(|_| live && tx.now() < lesson.ends_at) {
        Some(booking) => {
            bookings::cancel_lesson(tx, org, person, booking, note)?;
            Ok(())
        }
        None => Ok(()),
    }
}
