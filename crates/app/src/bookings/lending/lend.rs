//! Lends equipment with a booking: never more at once than there is.

use jiff::Timestamp;
use langqiao_kernel::id::{BookingId, EquipmentId, VenueId};
use langqiao_platform::i18n::msg;
use langqiao_store::{StoreError, WriteTx};

use super::{
    super::{book::BookError, waiting::pieces},
    queries::{self, Lent},
};

/// The most pieces of one kind.
pub const PIECES_MAX: i64 = 100_000;

/// Writes down what is lent with a booking of a room of `venue`.
///
/// # Errors
/// [`BookError::Fields`] for what the venue doesn't have.
pub fn note(
    tx: &mut WriteTx,
    venue: VenueId,
    booking: BookingId,
    wanted: &[(EquipmentId, i64)],
) -> Result<(), BookError> {
    if wanted.is_empty() {
        return Ok(());
    }
    let known = queries::of_venue(tx, venue)?;
    for (id, pieces) in wanted {
        let wrong = match known.iter().any(|one| one.id == *id) {
            false => Some(msg::LEND_NOT_THERE),
            true if !(1..=PIECES_MAX).contains(pieces) => Some(msg::LEND_BAD_PIECES),
            true => None,
        };
        if let Some(sentence) = wrong {
            let mut errors = langqiao_platform::fields::FieldErrors::new();
            errors.add(format!("eq-{id}"), sentence);
            return Err(BookError::Fields(errors));
        }
        queries::note(tx, booking, *id, *pieces)?;
    }
    Ok(())
}

/// Whether there is enough of all that a booking takes along while it is held from `from` until `until`. Each kind's
/// lock is taken in the order of their ids, before it is counted what others have, and kept to the end: two who want
/// the last piece come after each other, and nothing more is offered to go along meanwhile.
///
/// # Errors
/// [`BookError::Short`] with the first kind of which there isn't.
pub fn enough(tx: &mut WriteTx, booking: BookingId, held: (Timestamp, Timestamp)) -> Result<(), BookError> {
    let mut kinds = pieces::kinds_of(tx, booking)?;
    kinds.extend(queries::with_booking(tx, booking)?.iter().map(|wanted| wanted.id));
    kinds.sort_unstable();
    kinds.dedup();
    for kind in &kinds {
        tx.lock("equipment", kind)?;
    }
    let (own, now) = (booking.to_text(), tx.now());
    // Read again: how many there are may have been counted anew meanwhile.
    for wanted in queries::with_booking(tx, booking)? {
        let others = queries::lent(tx, wanted.id, held, (Some(&own), now))?;
        let free = wanted.all - peak(&others, held);
        if wanted.pieces > free {
            return Err(BookError::Short {
                equipment: wanted.id,
                name: wanted.name,
                free: free.max(0),
            });
        }
    }
    Ok(())
}

/// The most of a kind that is promised at any one moment from now on. Its lock is kept to the end.
///
/// # Errors
/// When the database fails.
pub fn promised(tx: &mut WriteTx, equipment: EquipmentId) -> Result<i64, StoreError> {
    tx.lock("equipment", &equipment)?;
    let now = tx.now();
    let from_now_on = (now, Timestamp::MAX);
    let lent = queries::lent(tx, equipment, from_now_on, (None, now))?;
    Ok(peak(&lent, from_now_on))
}

/// The most that is lent at any one moment of a stretch of time.
pub fn peak(others: &[Lent], (from, until): (Timestamp, Timestamp)) -> i64 {
    // What is lent grows only where something begins, so it is enough to look there.
    let begins = others.iter().map(|one| one.from.max(from));
    let at = |moment: Timestamp| -> i64 {
        let on = others
            .iter()
            .filter(|one| one.from <= moment && moment < one.until);
        on.map(|one| one.pieces).sum()
    };
    begins.filter(|moment| *moment < until).map(at).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;
    use proptest::prelude::*;

    use super::*;

    fn minute(n: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(n)
    }

    proptest! {
        /// The same as counting minute by minute.
        #[test]
        fn the_peak_is_the_fullest_minute(
            lent in proptest::collection::vec((0_i64..60, 1_i64..30, 1_i64..9), 0..12), from in 0_i64..60, length in 1_i64..40,
        ) {
            let others: Vec<Lent> = lent
                .iter()
                .map(|(at, long, pieces)| Lent { from: minute(*at), until: minute(at + long), pieces: *pieces })
                .collect();
            let by_hand = (from..from + length)
                .map(|m| lent.iter().filter(|(at, long, _)| *at <= m && m < at + long).map(|(.., n)| n).sum::<i64>())
                .max()
                .unwrap_or(0);
            prop_assert_eq!(peak(&others, (minute(from), minute(from + length))), by_hand);
        }
    }
}
