//! Who paid for a site: each sum is written once; what was wrong is taken back by an entry of its own.

use jiff::civil::{Date, date};
use langqiao_kernel::{
    id::{FundingId, OrganisationId, PersonId, VenueId},
    text::line,
    time,
};
use langqiao_platform::{
    fields::FieldErrors,
    i18n::{Sentence, msg},
    not_done::NotDone,
};
use langqiao_store::{Event, WriteTx, params};
use serde_json::json;

use super::queries;
use crate::areas::words;

words! {
    /// Whose money it is.
    Source {
        /// The mass organisations'.
        Lines = "lines",
        /// The government's.
        Government = "government",
        /// The village's or community's own.
        Village = "village",
        /// A firm's.
        Firm = "firm",
        /// What people gave.
        Donation = "donation",
        /// Anybody else's.
        Other = "other",
    }
}

/// The longest giver and note, in characters.
pub const NOTE_MAX: usize = 200;
/// The most that is written at once, in fen: 10 billion yuan.
const AMOUNT_MAX: i64 = 1_000_000_000_000;
/// The first day on which anything can be given.
const FIRST_DAY: Date = date(1949, 10, 1);

/// Money that was given.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// Whose money it is.
    pub source: Source,
    /// Who gave it, by name.
    pub giver: String,
    /// How much, in fen.
    pub amount: i64,
    /// On which day.
    pub day: Date,
    /// What for.
    pub note: String,
}

/// An entry as it stands in the list.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Which.
    pub id: FundingId,
    /// Whose money it is.
    pub source: Source,
    /// Who gave it.
    pub giver: String,
    /// How much, in fen; less than nothing where it takes another back.
    pub amount: i64,
    /// On which day.
    pub day: Date,
    /// What for, or why it takes another back.
    pub note: String,
    /// The entry that it takes back.
    pub takes_back: Option<FundingId>,
    /// Whether it was taken back.
    pub taken_back: bool,
}

/// Writes what was given for a site.
///
/// # Errors
/// See [`NotDone`].
pub fn give(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    venue: VenueId,
    new: &NewEntry,
) -> Result<FundingId, NotDone> {
    queries::kept(tx, org, venue)?;
    let (giver, note) = (line(&new.giver), line(&new.note));
    let mut errors = FieldErrors::new();
    let today = time::day(tx.now());
    match giver.chars().count() {
        ..2 => errors.add("giver", msg::SITE_GIVER_NEEDED),
        2..=NOTE_MAX => {}
        _ => errors.add(
            "giver",
            Sentence::new(msg::SITE_TOO_LONG).with("n", NOTE_MAX as i64),
        ),
    }
    if !(1..=AMOUNT_MAX).contains(&new.amount) {
        errors.add("amount", msg::SITE_AMOUNT_WRONG);
    }
    if new.day > today {
        errors.add("day", msg::SITE_DAY_TO_COME);
    }
    if new.day < FIRST_DAY {
        errors.add("day", msg::SITE_DAY_LONG_AGO);
    }
    if note.chars().count() > NOTE_MAX {
        errors.add(
            "note",
            Sentence::new(msg::SITE_TOO_LONG).with("n", NOTE_MAX as i64),
        );
    }
    NotDone::unless_none(errors)?;
    let new = NewEntry {
        giver,
        note,
        ..new.clone()
    };
    let id = insert(tx, venue, &new, None, person)?;
    let detail = json!({ "venue": venue, "source": new.source.as_str(), "amount": new.amount });
    tx.record(Event::of("venue.funded", &id).org(org).detail(&detail))?;
    Ok(id)
}

/// Takes back an entry that was wrong, by one of its own that says why. Once.
///
/// # Errors
/// See [`NotDone`].
pub fn take_back(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    venue: VenueId,
    (id, reason): (FundingId, &str),
) -> Result<FundingId, NotDone> {
    queries::kept(tx, org, venue)?;
    tx.lock("venue", &venue)?;
    let wrong = queries::entry(tx, venue, id)?.ok_or(NotDone::NotFound)?;
    if wrong.taken_back || wrong.takes_back.is_some() {
        return Err(NotDone::no("funding-settled", msg::SITE_FUNDING_SETTLED));
    }
    let reason = line(reason);
    if !(2..=NOTE_MAX).contains(&reason.chars().count()) {
        return Err(NotDone::field(format!("reason-{id}"), msg::SITE_REASON_NEEDED));
    }
    let back = NewEntry {
        source: wrong.source,
        giver: wrong.giver,
        amount: -wrong.amount,
        day: time::day(tx.now()),
        note: reason,
    };
    let made = insert(tx, venue, &back, Some(id), person)?;
    let detail = json!({ "venue": venue, "takes_back": id, "amount": back.amount, "reason": back.note });
    tx.record(
        Event::of("venue.funding_taken_back", &made)
            .org(org)
            .detail(&detail),
    )?;
    Ok(made)
}

fn insert(
    tx: &mut WriteTx,
    venue: VenueId,
    entry: &NewEntry,
    takes_back: Option<FundingId>,
    person: PersonId,
) -> Result<FundingId, NotDone> {
    let (id, now) = (FundingId::generate(), tx.now());
    tx.execute(
        "INSERT INTO venue_funding (id, venue, source, giver, amount, day, note, takes_back, person, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![
            id,
            venue,
            entry.source,
            entry.giver,
            entry.amount,
            entry.day,
            entry.note,
            takes_back,
            person,
            now
        ],
    )?;
    Ok(id)
}
