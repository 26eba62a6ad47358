//! What a thing looks like: up to three pictures, for whoever may ask for it.

use langqiao_kernel::id::{EquipmentId, OrganisationId, PersonId, PhotoId};
use langqiao_platform::{i18n::msg, not_done::NotDone};
use langqiao_store::{Event, LISTED, Listed, ReadTx, StoreError, WriteTx, listed as ids};

use super::{keep, model::Thing, queries};
use crate::{
    bookings::stock,
    pictures::{self, Album, Deed, Shot, album},
};

/// The pictures of things.
pub const ALBUM: Album = album!("thing_photo", "thing", 3);

/// The first picture of each.
static COVERS: Listed = Listed::new(
    "SELECT p.id, p.thing, p.width, p.height, p.alt FROM thing_photo p WHERE p.thing IN ({ids}) AND NOT EXISTS (
       SELECT 1 FROM thing_photo q WHERE q.thing = p.thing AND (q.place < p.place OR (q.place = p.place AND q.id < p.id)))",
);

/// A picture of a thing.
pub type Photo = pictures::Photo<EquipmentId>;

/// Where a thing's pictures are in a body's workbench.
pub fn folder(org: OrganisationId, thing: EquipmentId) -> String {
    format!("/w/{org}/things/{thing}/photos")
}

/// The hash of a picture's file, for a body that may see the thing.
///
/// # Errors
/// [`NotDone::NotFound`] where it may see nothing of it.
pub fn file(
    tx: &mut ReadTx,
    org: OrganisationId,
    (thing, id): (EquipmentId, PhotoId),
    small: bool,
) -> Result<Option<String>, NotDone> {
    queries::thing(tx, org, thing)?.ok_or(NotDone::NotFound)?;
    Ok(ALBUM.file(tx, (thing, id), small)?)
}

/// The first picture of each of these things.
///
/// # Errors
/// When the database fails.
pub fn covers(tx: &mut ReadTx, things: &[EquipmentId]) -> Result<Vec<Photo>, StoreError> {
    let mut found = Vec::new();
    for some in things.chunks(LISTED) {
        tx.each(COVERS.sql(), &ids(some), |row| {
            found.push(pictures::read(row)?);
            Ok(())
        })?;
    }
    Ok(found)
}

/// Shows a picture of a thing, after those it has.
///
/// # Errors
/// See [`NotDone`].
pub fn add(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    thing: EquipmentId,
    shot: &Shot,
    alt: &str,
) -> Result<PhotoId, NotDone> {
    turn(tx, org, thing)?;
    let id = ALBUM.add(tx, (thing, person), shot, alt)?;
    tx.record(Event::of("thing.photo_added", &thing).org(org))?;
    Ok(id)
}

/// Does something with a picture.
///
/// # Errors
/// See [`NotDone`].
pub fn change(
    tx: &mut WriteTx,
    org: OrganisationId,
    (thing, id): (EquipmentId, PhotoId),
    deed: &Deed,
) -> Result<(), NotDone> {
    turn(tx, org, thing)?;
    ALBUM.change(tx, (thing, id), deed)?;
    let act = match deed {
        Deed::Describe(_) => "thing.photo_described",
        Deed::First => "thing.photo_first",
        Deed::Remove => "thing.photo_removed",
    };
    Ok(tx.record(Event::of(act, &thing).org(org))?)
}

/// One of the body's own things that is on the list, after its turn has come.
pub(super) fn turn(tx: &mut WriteTx, org: OrganisationId, id: EquipmentId) -> Result<(), NotDone> {
    stock::queue(tx, id)?;
    listed(tx, org, id).map(|_| ())
}

/// One of the body's own things that is on the list.
///
/// # Errors
/// [`NotDone::NotFound`] where it is another's; refused where it is off the list.
pub fn listed(tx: &mut ReadTx, org: OrganisationId, id: EquipmentId) -> Result<Thing, NotDone> {
    let thing = keep::kept(tx, org, id)?;
    match thing.gone_at {
        None => Ok(thing),
        Some(_) => Err(NotDone::no("thing-gone", msg::LOAN_GONE)),
    }
}
