//! A body keeps its things: enters them, changes them, counts them, and takes them off the list.

use langqiao_kernel::{
    id::{EquipmentId, OrganisationId, PersonId, VenueId},
    text::{line, squash},
};
use langqiao_platform::{
    fields::FieldErrors,
    i18n::{Sentence, msg},
    not_done::NotDone,
};
use langqiao_store::{Event, ReadTx, WriteTx};
use serde_json::json;

use super::{
    model::{Entry, Kind, OpenTo, Thing},
    queries,
};
use crate::{
    bookings::{
        PIECES_MAX, pieces_back,
        stock::{self, NewThing},
    },
    uses::{self, Answer},
};

/// The longest name and place, in characters.
pub const NAME_MAX: usize = 40;
/// The longest note and reason, in characters.
pub const NOTE_MAX: usize = 200;
/// The most days for which anything is lent.
pub const DAYS_MAX: i64 = 365;
/// The most days without use after which a thing rings.
pub const IDLE_MAX: i64 = 3650;

/// What a keeper lays down of a thing.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Its name.
    pub name: String,
    /// The venue where it is kept.
    pub venue: Option<VenueId>,
    /// Where it is kept, in words.
    pub place: String,
    /// Who may ask for it.
    pub open_to: OpenTo,
    /// Whether its keeper answers first.
    pub asks: bool,
    /// For how many days it is lent at most.
    pub days_max: i64,
    /// What a borrower must know.
    pub note: String,
    /// After how many days without use it rings; 0 for never.
    pub idle_days: i64,
}

/// One of the organisation's own things.
///
/// # Errors
/// [`NotDone::NotFound`] where it is another's, or there is none such.
pub fn kept(tx: &mut ReadTx, org: OrganisationId, id: EquipmentId) -> Result<Thing, NotDone> {
    let thing = queries::thing(tx, org, id)?;
    thing.filter(|thing| thing.owner == org).ok_or(NotDone::NotFound)
}

/// Enters a thing, with how many there are.
///
/// # Errors
/// See [`NotDone`].
pub fn enter(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    (kind, pieces): (Kind, i64),
    terms: &Terms,
) -> Result<EquipmentId, NotDone> {
    let (terms, mut errors) = checked(tx, org, terms)?;
    if !(1..=PIECES_MAX).contains(&pieces) {
        errors.add("pieces", msg::LOAN_BAD_PIECES);
    }
    NotDone::unless_none(errors)?;
    let new = NewThing {
        name: terms.name.clone(),
        kind,
        pieces,
        venue: terms.venue,
        place: terms.place,
        open_to: terms.open_to,
        asks: terms.asks,
        days_max: terms.days_max,
        note: terms.note,
        idle_days: terms.idle_days,
    };
    let id = stock::enter(tx, (org, Some(person)), &new)?;
    let detail = json!({ "name": terms.name, "pieces": pieces });
    tx.record(Event::of("thing.entered", &id).org(org).detail(&detail))?;
    Ok(id)
}

/// Changes what is laid down of a thing, if nobody changed it since it was seen.
///
/// # Errors
/// See [`NotDone`].
pub fn change(
    tx: &mut WriteTx,
    org: OrganisationId,
    (id, seen): (EquipmentId, i64),
    terms: &Terms,
) -> Result<(), NotDone> {
    let thing = kept(tx, org, id)?;
    let (terms, mut errors) = checked(tx, org, terms)?;
    if thing.venue.as_ref().map(|(venue, _)| *venue) != terms.venue && queries::goes_along(tx, id)? {
        errors.add("venue", msg::LOAN_GOES_ALONG);
    }
    NotDone::unless_none(errors)?;
    if let Some(venue) = terms.venue
        && queries::goes_along(tx, id)?
    {
        // The venue's list knows what goes along with its rooms by name.
        tx.lock("lending", &venue)?;
        if stock::named_at(tx, venue, &terms.name)?.is_some_and(|other| other.id != id) {
            return Err(NotDone::field("name", msg::LOAN_NAME_TAKEN));
        }
    }
    if !queries::change(tx, (org, id, seen), &terms)? {
        return Err(NotDone::no("thing-changed", msg::LOAN_CHANGED_SINCE));
    }
    if terms.idle_days == 0 {
        uses::hush_thing(tx, id, Answer::Keep, (None, ""))?;
    }
    let detail = json!({ "name": terms.name, "open_to": terms.open_to.as_str(), "asks": terms.asks });
    Ok(tx.record(Event::of("thing.changed", &id).org(org).detail(&detail))?)
}

/// Enters or takes pieces into or out of the count, with a reason: bought, repaired, found, written off. Refused where
/// there is another count by now than was `seen`, so that a form that is sent twice counts once.
///
/// # Errors
/// See [`NotDone`].
pub fn count(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    (id, seen): (EquipmentId, Option<i64>),
    (why, pieces): (Entry, i64),
    note: &str,
) -> Result<(), NotDone> {
    stock::queue(tx, id)?;
    let thing = kept(tx, org, id)?;
    if thing.gone_at.is_some() {
        return Err(NotDone::no("thing-gone", msg::LOAN_GONE));
    }
    if seen.is_some_and(|seen| seen != thing.pieces) {
        return Err(NotDone::no("thing-changed", msg::LOAN_COUNT_CHANGED));
    }
    let note = line(note);
    let mut errors = FieldErrors::new();
    if !matches!(
        why,
        Entry::Bought | Entry::Repaired | Entry::Found | Entry::WrittenOff
    ) {
        errors.add("why", msg::LOAN_CHOOSE_WHY);
    }
    let in_hand = thing.pieces - thing.out_now;
    if !(1..=PIECES_MAX).contains(&pieces) || thing.pieces + pieces > PIECES_MAX && why != Entry::WrittenOff {
        errors.add("n", msg::LOAN_BAD_PIECES);
    } else if why == Entry::WrittenOff && pieces > in_hand {
        errors.add("n", Sentence::new(msg::LOAN_WRITE_OFF_MOST).with("n", in_hand));
    }
    if !(2..=NOTE_MAX).contains(&note.chars().count()) {
        errors.add("note", msg::LOAN_NOTE_NEEDED);
    }
    NotDone::unless_none(errors)?;
    let by = if why == Entry::WrittenOff { -pieces } else { pieces };
    stock::change(tx, id, (why, by), &note, (None, Some(person)))?;
    let detail = json!({ "why": why.as_str(), "pieces": by });
    tx.record(Event::of("thing.counted", &id).org(org).detail(&detail))?;
    Ok(pieces_back(tx, &mut [id])?)
}

/// Takes a thing off the list, with a reason; not while any of it is asked for, promised or out.
///
/// # Errors
/// See [`NotDone`].
pub fn take_off(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    id: EquipmentId,
    why: &str,
) -> Result<(), NotDone> {
    stock::queue(tx, id)?;
    kept(tx, org, id)?;
    let (why, now) = (line(why), tx.now());
    if !(2..=NOTE_MAX).contains(&why.chars().count()) {
        return Err(NotDone::field("gone_why", msg::LOAN_NOTE_NEEDED));
    }
    let used = queries::in_use(tx, id, now)?;
    if used > 0 {
        return Err(NotDone::no(
            "thing-in-use",
            Sentence::new(msg::LOAN_STILL_USED).with("n", used),
        ));
    }
    if !queries::take_off(tx, id, &why)? {
        return Err(NotDone::no("thing-gone", msg::LOAN_GONE));
    }
    uses::hush_thing(tx, id, Answer::Retire, (Some(person), &why))?;
    let detail = json!({ "why": why });
    Ok(tx.record(Event::of("thing.taken_off", &id).org(org).detail(&detail))?)
}

/// The terms in their plain form, with what is wrong in them.
fn checked(tx: &mut ReadTx, org: OrganisationId, terms: &Terms) -> Result<(Terms, FieldErrors), NotDone> {
    let terms = Terms {
        name: squash(&terms.name),
        place: line(&terms.place),
        note: line(&terms.note),
        ..terms.clone()
    };
    let mut errors = FieldErrors::new();
    if !(2..=NAME_MAX).contains(&terms.name.chars().count()) {
        errors.add(
            "name",
            Sentence::new(msg::LOAN_BAD_NAME).with("n", NAME_MAX as i64),
        );
    }
    if terms.place.chars().count() > NAME_MAX {
        errors.add(
            "place",
            Sentence::new(msg::SITE_TOO_LONG).with("n", NAME_MAX as i64),
        );
    }
    if terms.note.chars().count() > NOTE_MAX {
        errors.add(
            "terms",
            Sentence::new(msg::SITE_TOO_LONG).with("n", NOTE_MAX as i64),
        );
    }
    if !(1..=DAYS_MAX).contains(&terms.days_max) {
        errors.add("days_max", Sentence::new(msg::LOAN_BAD_DAYS).with("n", DAYS_MAX));
    }
    if !(0..=IDLE_MAX).contains(&terms.idle_days) {
        errors.add("idle_days", msg::USE_BAD_DAYS);
    }
    match terms.venue {
        Some(venue) if !queries::venues(tx, org)?.iter().any(|(known, _)| *known == venue) => {
            errors.add("venue", msg::LOAN_NOT_YOUR_VENUE);
        }
        None if terms.place.is_empty() => errors.add("place", msg::LOAN_WHERE),
        _ => {}
    }
    Ok((terms, errors))
}
