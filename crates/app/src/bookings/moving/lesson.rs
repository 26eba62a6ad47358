//! The room of a course's session becomes another. The booking stays the same, so that calendars which have it already see
//! it move.

use langqiao_kernel::{
    id::{BookingId, OrganisationId},
    time,
};
use langqiao_store::WriteTx;

use super::super::{
    book::{BookError, NewBooking},
    decide::DecideError,
    lending::queries as lending,
    model::{Scope, Status},
    queries, settle,
};
use super::{
    change::{Told, in_turn, is_same, judge, may_change, record, rewrite, tell},
    queries as changes,
    shift::{Shift, ShiftError, shift_lesson},
};

/// Makes the booking of a session that `org` holds what `wish` says. The room that it leaves is free from now on, also where
/// the keeper of the other is still to be asked. What goes along stays with it in the same room alone. Gives whether it
/// could become another at all: what is over, given back or in use can't, and nothing is changed then.
///
/// # Errors
/// [`ShiftError`]; nothing is changed then.
pub fn change_lesson(
    tx: &mut WriteTx,
    org: OrganisationId,
    id: BookingId,
    wish: &NewBooking,
) -> Result<bool, ShiftError> {
    let now = tx.now();
    let before = in_turn(tx, org, id, wish.space)?;
    if may_change(&before, now).is_err() {
        return Ok(false);
    }
    let mut wish = wish.clone();
    let stays = before.space == wish.space;
    if stays {
        let along = lending::with_booking(tx, id)?;
        wish.equipment = along.iter().map(|one| (one.id, one.pieces)).collect();
    }
    let room = queries::room(tx, Some(org), wish.space, time::day(now))?.ok_or(DecideError::NotFound)?;
    let clash = |why: BookError| ShiftError::Clash {
        at: wish.starts_at,
        why: Box::new(why),
    };
    let ready = judge(&room, &before, &wish, now).map_err(clash)?;
    // In its own room it keeps what it holds until the keeper has answered, as any other that is moved.
    if stays && before.status == Status::Held && ready.status == Status::Asked {
        let to = Shift {
            booking: id,
            scope: Scope::One,
            starts_at: wish.starts_at,
            ends_at: wish.ends_at,
        };
        shift_lesson(tx, org, &to)?;
        return Ok(true);
    }
    if let Some(taken) = queries::taken_for(tx, room.id, ready.held, id)? {
        return Err(clash(BookError::Taken(Some(Box::new(taken)))));
    }
    if is_same(tx, &before, &wish, &ready)? {
        return Ok(true);
    }
    if ready.status == Status::Asked
        && let Some(asked) = queries::asked_by(tx, org, &wish)?.filter(|asked| asked.booking != id)
    {
        return Err(clash(BookError::AskedAlready(Box::new(asked))));
    }
    changes::withdraw_all(tx, id)?;
    rewrite(tx, &before, (&room, &wish, &ready), ready.status)?;
    if !stays {
        changes::leave_series(tx, id)?;
    }
    settle::taken(tx, &[id])?;
    let told = Told {
        asks: ready.status == Status::Asked,
        leaves: !stays,
    };
    tell(tx, org, (&before, &room, &wish), told)?;
    record(tx, org, &before, &wish)?;
    Ok(true)
}
