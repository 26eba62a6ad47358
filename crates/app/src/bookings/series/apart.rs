//! How a room stands at several times, some bookings aside: those are on their way to other times themselves.

use jiff::Timestamp;
use langqiao_kernel::{
    id::{BookingId, OrganisationId, SpaceId},
    time,
};
use langqiao_platform::i18n::Sentence;
use langqiao_store::ReadTx;

use super::{
    super::{
        book::{BookError, NewBooking},
        model::Room,
        queries as rooms,
    },
    plan::{AROUND, ROOMS_MAX, SeriesError, stands},
    queries,
};

/// What is asked of a room: when, how many people.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// Which room.
    pub space: SpaceId,
    /// For what.
    pub purpose: String,
    /// For how many.
    pub people: i64,
    /// When.
    pub spans: Vec<(Timestamp, Timestamp)>,
}

/// How a room stands at one of the times.
#[derive(Clone, Debug, Default)]
pub struct Stands {
    /// Why it can't be had then.
    pub problem: Option<Sentence>,
    /// Other rooms near by that are free then, with their names; where this one isn't.
    pub free: Vec<(SpaceId, String)>,
}

/// Looks at a room at each of the times, as if the bookings `aside` were not there; changes nothing.
///
/// # Errors
/// [`SeriesError::NotFound`], or the database's.
pub fn look_apart(
    tx: &mut ReadTx,
    org: OrganisationId,
    wanted: &Wanted,
    aside: &[BookingId],
    now: Timestamp,
) -> Result<Vec<Stands>, SeriesError> {
    let (Some(begin), Some(end)) = (
        wanted.spans.iter().map(|span| span.0).min(),
        wanted.spans.iter().map(|span| span.1).max(),
    ) else {
        return Ok(Vec::new());
    };
    let span = (
        begin.saturating_sub(AROUND).unwrap_or(begin),
        end.saturating_add(AROUND).unwrap_or(end),
    );
    let today = time::day(now);
    let room = rooms::room(tx, Some(org), wanted.space, today)?.ok_or(SeriesError::NotFound)?;
    let mut busy = queries::busy(tx, room.id, span)?;
    busy.retain(|one| !aside.contains(&one.booking));
    let at = |room: &Room, (starts_at, ends_at): (Timestamp, Timestamp)| NewBooking {
        space: room.id,
        purpose: wanted.purpose.clone(),
        people: wanted.people,
        starts_at,
        ends_at,
        equipment: Vec::new(),
    };
    let mut each: Vec<Stands> = wanted
        .spans
        .iter()
        .map(|span| Stands {
            problem: stands(&room, &at(&room, *span), &busy, now)
                .err()
                .and_then(|why| why.sentence()),
            free: Vec::new(),
        })
        .collect();
    if each.iter().any(|one| one.problem.is_some()) {
        for id in queries::rooms_near(tx, room.id, wanted.people, ROOMS_MAX)? {
            let Some(other) = rooms::room(tx, Some(org), id, today)? else {
                continue;
            };
            let busy = queries::busy(tx, id, span)?;
            for (one, span) in each.iter_mut().zip(&wanted.spans) {
                let free = |why: Result<_, BookError>| why.is_ok();
                if one.problem.is_some() && free(stands(&other, &at(&other, *span), &busy, now)) {
                    one.free.push((id, other.place()));
                }
            }
        }
    }
    Ok(each)
}
