//! What keepers are told of bookings that were changed together: one message to each, whatever their number.

use langqiao_kernel::{
    id::{OrganisationId, SpaceId},
    time,
};
use langqiao_platform::{args, i18n::msg, spoken::Moment};
use langqiao_store::{StoreError, WriteTx};

use super::{
    super::{book, queries},
    shift::Moved,
};
use crate::organisations;

/// Tells each keeper but the organisation itself of what became of the bookings in its rooms, and each of the rooms that
/// were left where another keeps those; the first stands for all.
pub(super) fn tell_changed(
    tx: &mut WriteTx,
    org: OrganisationId,
    moved: &[Moved<'_>],
) -> Result<(), StoreError> {
    let (by, today) = (organisations::name_of(tx, org)?, time::day(tx.now()));
    let by_keeper = by_keeper(org, moved);
    for theirs in &by_keeper {
        let (first, n) = (theirs[0], theirs.len());
        let at = first.wish.starts_at;
        let args = args! {
            by = by.clone(), from_place = first.one.place.clone(), place = first.room.place(),
            from = Moment(first.one.starts_at), at = Moment(at), purpose = first.ready.purpose.clone(), n = n as i64,
        };
        book::tell_keeper(tx, &first.room, at, msg::SHIFT_NOTICE_CHANGED, args)?;
    }
    let told = |keeper| keeper == org || by_keeper.iter().any(|theirs| theirs[0].room.keeper == keeper);
    let mut left: Vec<SpaceId> = Vec::new();
    for first in moved.iter().filter(|one| one.one.space != one.room.id) {
        let space = first.one.space;
        if left.contains(&space) {
            continue;
        }
        left.push(space);
        let Some(old) = queries::room(tx, Some(org), space, today)?.filter(|old| !told(old.keeper)) else {
            continue;
        };
        let n = moved.iter().filter(|one| one.one.space == space).count();
        let at = first.one.starts_at;
        let args = args! { by = by.clone(), place = old.place(), at = Moment(at), n = n as i64 };
        book::tell_keeper(tx, &old, at, msg::SHIFT_NOTICE_LEFT, args)?;
    }
    Ok(())
}

/// Tells each keeper but the organisation itself of what was moved in its rooms; the first stands for all.
pub(super) fn tell(tx: &mut WriteTx, org: OrganisationId, moved: &[Moved<'_>]) -> Result<(), StoreError> {
    let by = organisations::name_of(tx, org)?;
    for theirs in by_keeper(org, moved) {
        let (first, n) = (theirs[0], theirs.len());
        let message = if theirs.iter().any(|one| one.asks) {
            msg::SHIFT_NOTICE_ASKED
        } else {
            msg::SHIFT_NOTICE_MOVED
        };
        let (from, at) = (first.one.starts_at, first.wish.starts_at);
        let args = args! {
            by = by.clone(), place = first.room.place(), from = Moment(from), at = Moment(at), n = n as i64,
        };
        book::tell_keeper(tx, &first.room, at, message, args)?;
    }
    Ok(())
}

/// What was moved into the rooms of each keeper but the organisation itself: never an empty list.
fn by_keeper<'m, 'a>(org: OrganisationId, moved: &'m [Moved<'a>]) -> Vec<Vec<&'m Moved<'a>>> {
    let mut by_keeper: Vec<Vec<&Moved<'_>>> = Vec::new();
    for one in moved.iter().filter(|one| one.room.keeper != org) {
        match by_keeper
            .iter_mut()
            .find(|theirs| theirs[0].room.keeper == one.room.keeper)
        {
            Some(theirs) => theirs.push(one),
            None => by_keeper.push(vec![one]),
        }
    }
    by_keeper
}
