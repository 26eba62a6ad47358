//! Every session of a course to be, looked at before it is made.

use jiff::Timestamp;
use langqiao_kernel::{calendar::WorkCalendar, id::OrganisationId, time};
use langqiao_platform::not_done::NotDone;
use langqiao_store::ReadTx;

use super::NewCourse;
use crate::bookings::{self, Choice, Choices, Preview};

/// A session that a rule gives where no room is booked.
#[derive(Clone, Debug)]
pub struct PlannedDay {
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    /// The public holiday's name, where those are left out.
    pub holiday: Option<String>,
    /// What is to be done.
    pub choice: Choice,
}

/// Every session that a rule gives, as it stands.
#[derive(Debug)]
pub enum Look {
    /// With the room that is to be booked.
    Rooms(Box<Preview>),
    /// With a place in words; and the first year whose holidays were to be left out and are not known yet.
    Days(Vec<PlannedDay>, Option<i16>),
}

/// Looks at every session of a course to be; changes nothing.
pub fn look(
    tx: &mut ReadTx<'_>,
    org: OrganisationId,
    new: &NewCourse,
    now: Timestamp,
) -> Result<Look, NotDone> {
    let first = new.check(now)?;
    match new.space {
        Some(space) => {
            let seen = bookings::preview(tx, org, &new.series(space, first), &new.choices, now)?;
            Ok(Look::Rooms(Box::new(seen)))
        }
        None => Ok(Look::Days(days(new, first)?, new.unpublished())),
    }
}

/// Every session that the rule gives, where no room is booked.
pub(super) fn days(new: &NewCourse, first: (Timestamp, Timestamp)) -> Result<Vec<PlannedDay>, NotDone> {
    let starts = bookings::occurrences(&new.rule(), first.0)
        .map_err(|why| NotDone::field("weekdays", why.sentence()))?;
    let (length, calendar) = (first.1.duration_since(first.0), WorkCalendar::in_force());
    let planned = starts.into_iter().map(|starts_at| {
        // A year that nobody knows yet is said once for all of it.
        let holiday = calendar.holiday(time::day(starts_at)).ok().flatten();
        let holiday = holiday.filter(|_| new.term.leaves_out_holidays);
        let usual = if holiday.is_some() {
            Choice::Skip
        } else {
            Choice::Book
        };
        PlannedDay {
            starts_at,
            ends_at: starts_at.saturating_add(length).unwrap_or(starts_at),
            holiday: holiday.map(str::to_owned),
            choice: new.choices.get(&starts_at).copied().unwrap_or(usual),
        }
    });
    Ok(planned.collect())
}

/// What is usually to be done about each session: it is held where its room is free, and left out where it isn't.
///
/// # Errors
/// [`NotDone`].
pub fn where_free(
    tx: &mut ReadTx<'_>,
    org: OrganisationId,
    new: &NewCourse,
    now: Timestamp,
) -> Result<Choices, NotDone> {
    Ok(match look(tx, org, new, now)? {
        Look::Rooms(seen) => seen
            .occurrences
            .iter()
            .map(|one| (one.starts_at, one.choice))
            .collect(),
        Look::Days(days, _) => days.iter().map(|day| (day.starts_at, day.choice)).collect(),
    })
}
