//! Who has a site's key and how one gets in: for those who have the room near its time, and for nobody else.

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::{
    codes::Phone,
    id::{OrganisationId, PersonId, VenueId},
    text::squash,
};
use langqiao_platform::{
    fields::FieldErrors,
    i18n::{Sentence, msg},
    keys::{Field, Keys},
    not_done::NotDone,
    people::{self, Disclosed, Shown, Why},
};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx, params};
use serde_json::json;

use super::queries;
use crate::venues;

/// How long before its use those who booked are told how to get in.
pub const TOLD_BEFORE: SignedDuration = SignedDuration::from_hours(24);
/// The longest way in, in characters.
pub const WAY_IN_MAX: usize = 500;
/// The most who have one site's key.
const HOLDERS_MAX: usize = 20;

/// What somebody is told who comes for a room.
#[derive(Clone, Debug)]
pub struct WayIn {
    /// How one gets in; empty if nothing was written down.
    pub words: String,
    /// Who has the key.
    pub holders: Vec<Disclosed>,
}

/// Whether an organisation may be told how to get in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum May {
    /// It keeps the site, or has a room there soon.
    Yes,
    /// It has a room there, and is told from this instant on.
    From(Timestamp),
    /// It has none.
    No,
}

/// Somebody gets a key of the site; they have an account, so that they can open by touch.
///
/// # Errors
/// See [`NotDone`].
pub fn add_holder(
    tx: &mut WriteTx,
    keys: &Keys,
    org: OrganisationId,
    venue: VenueId,
    phone: &str,
) -> Result<PersonId, NotDone> {
    queries::kept(tx, org, venue)?;
    let phone = Phone::parse(phone).map_err(|_| NotDone::field("phone", msg::SITE_PHONE_WRONG))?;
    let person = people::by_phone(tx, keys, &phone)?
        .ok_or_else(|| NotDone::field("phone", msg::SITE_PHONE_UNKNOWN))?;
    tx.lock("venue", &venue)?;
    if queries::holders(tx, venue)?.len() >= HOLDERS_MAX {
        return Err(NotDone::field(
            "phone",
            Sentence::new(msg::SITE_TOO_MANY_KEYS).with("n", HOLDERS_MAX as i64),
        ));
    }
    let now = tx.now();
    let made = tx.execute(
        "INSERT INTO venue_keyholder (venue, person, at) VALUES (?1, ?2, ?3) ON CONFLICT (venue, person) DO NOTHING",
        params![venue, person, now],
    )?;
    if made == 0 {
        return Err(NotDone::field("phone", msg::SITE_HAS_KEY_ALREADY));
    }
    let detail = json!({ "person": person });
    tx.record(Event::of("venue.key_given", &venue).org(org).detail(&detail))?;
    Ok(person)
}

/// Somebody gives a key back.
///
/// # Errors
/// [`NotDone::NotFound`] where they have none.
pub fn end_holder(
    tx: &mut WriteTx,
    org: OrganisationId,
    venue: VenueId,
    person: PersonId,
) -> Result<(), NotDone> {
    queries::kept(tx, org, venue)?;
    let gone = tx.execute(
        "DELETE FROM venue_keyholder WHERE venue = ?1 AND person = ?2",
        params![venue, person],
    )?;
    if gone == 0 {
        return Err(NotDone::NotFound);
    }
    let detail = json!({ "person": person });
    Ok(tx.record(Event::of("venue.key_returned", &venue).org(org).detail(&detail))?)
}

/// Whether a person has a key of the site.
///
/// # Errors
/// When the database fails.
pub fn holds_key(tx: &mut ReadTx, venue: VenueId, person: PersonId) -> Result<bool, StoreError> {
    let found = tx.one(
        "SELECT 1 FROM venue_keyholder WHERE venue = ?1 AND person = ?2",
        params![venue, person],
        |row| row.get::<i64>(0),
    )?;
    Ok(found.is_some())
}

/// Writes how one gets in; kept sealed, since it may be a code.
///
/// # Errors
/// See [`NotDone`].
pub fn set_way_in(
    tx: &mut WriteTx,
    keys: &Keys,
    org: OrganisationId,
    venue: VenueId,
    words: &str,
) -> Result<(), NotDone> {
    queries::kept(tx, org, venue)?;
    let words = words.trim();
    if words.chars().count() > WAY_IN_MAX {
        let sentence = Sentence::new(msg::SITE_TOO_LONG).with("n", WAY_IN_MAX as i64);
        let mut errors = FieldErrors::new();
        errors.add("way_in", sentence);
        return Err(NotDone::Fields(errors));
    }
    let sealed = (!squash(words).is_empty()).then(|| keys.seal(Field::WayIn, words));
    tx.execute(
        "UPDATE venue SET way_in_sealed = ?2 WHERE id = ?1",
        params![venue, sealed],
    )?;
    Ok(tx.record(Event::of("venue.way_in_written", &venue).org(org))?)
}

/// How one gets in, as the keeper wrote it.
///
/// # Errors
/// When the database fails, or it was sealed with another key.
pub fn words(tx: &mut ReadTx, keys: &Keys, venue: VenueId) -> Result<String, NotDone> {
    match queries::way_in(tx, venue)? {
        None => Ok(String::new()),
        Some(sealed) => keys
            .open_field(Field::WayIn, &sealed)
            .map_err(|why| NotDone::Fault(langqiao_platform::fault::Fault::Internal(why.to_string()))),
    }
}

/// Whether an organisation may be told how to get into a site now.
///
/// # Errors
/// [`NotDone::NotFound`] if there is no such site.
pub fn may_be_told(
    tx: &mut ReadTx,
    (org, venue): (OrganisationId, VenueId),
    now: Timestamp,
) -> Result<May, NotDone> {
    let site = venues::venue(tx, venue)?.ok_or(NotDone::NotFound)?;
    if site.organisation == org {
        return Ok(May::Yes);
    }
    let Some((from, _)) = queries::next_use(tx, (org, venue), now)? else {
        return Ok(May::No);
    };
    let told = from.saturating_sub(TOLD_BEFORE).unwrap_or(from);
    Ok(if told <= now { May::Yes } else { May::From(told) })
}

/// Tells how one gets in and who has the key; that they were told is written down, for the key's holders to see.
///
/// # Errors
/// [`NotDone::NotFound`] for whom it is not for.
pub fn tell(
    tx: &mut WriteTx,
    keys: &Keys,
    (org, person): (OrganisationId, PersonId),
    venue: VenueId,
    reason: &str,
) -> Result<WayIn, NotDone> {
    let now = tx.now();
    if may_be_told(tx, (org, venue), now)? != May::Yes {
        return Err(NotDone::NotFound);
    }
    let words = words(tx, keys, venue)?;
    let holders: Vec<PersonId> = queries::holders(tx, venue)?
        .into_iter()
        .map(|(id, ..)| id)
        .collect();
    let why = Why {
        viewer: person,
        organisation: org,
        reason: reason.to_owned(),
    };
    let holders = people::disclose(tx, keys, &why, Shown::NameAndPhone, &holders)?;
    tx.record(Event::of("venue.way_in_told", &venue).org(org))?;
    Ok(WayIn { words, holders })
}
