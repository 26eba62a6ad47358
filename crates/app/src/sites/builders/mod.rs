//! Co-builders 共建单位: who built a site together with its keeper, what each gave, and what it may use.
//!
//! A registered organisation books the site's rooms earlier than others and stands in front while waiting, for as long
//! as it is one (`bookings`). One that leaves stays written down, with the day.

pub(super) mod api;
pub(super) mod pages;
pub(super) mod queries;
pub(super) mod show;

use jiff::civil::Date;
use langqiao_kernel::{
    id::{BuilderId, OrganisationId, VenueId},
    text::{line, squash},
    time,
};
use langqiao_platform::{
    fields::FieldErrors,
    i18n::{Sentence, msg},
    not_done::NotDone,
    spoken::Day,
};
use langqiao_store::{Event, StoreError, WriteTx};
use serde_json::json;

use super::{clusters::NAME_MAX, queries::kept};
use crate::areas::words;

words! {
    /// What a co-builder gave.
    Gave {
        /// Rooms or ground.
        Space = "space",
        /// Money.
        Money = "money",
        /// People who work there.
        Staff = "staff",
        /// Equipment.
        Equipment = "equipment",
        /// Something else.
        Other = "other",
    }
}

/// The longest words, in characters.
pub const WORDS_MAX: usize = 200;
/// The most co-builders of one site, those that left included.
pub const BUILDERS_MAX: usize = 200;

/// Who it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// A registered organisation.
    Registered(OrganisationId),
    /// Another body, by its name.
    Named(String),
}

/// What a co-builder gave and may use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Part {
    /// What it gave.
    pub gave: Vec<Gave>,
    /// What that was, in words.
    pub words: String,
    /// What it may use, in words.
    pub may_use: String,
    /// Since which day; nothing if nobody knows.
    pub since: Option<Date>,
}

/// A co-builder as it stands in the list.
#[derive(Clone, Debug)]
pub struct Builder {
    /// Which.
    pub id: BuilderId,
    /// Of which site.
    pub venue: VenueId,
    /// The site's name.
    pub venue_name: String,
    /// The registered organisation, if it is one.
    pub organisation: Option<OrganisationId>,
    /// Its name.
    pub name: String,
    /// What it gave and may use.
    pub part: Part,
    /// The day on which it left.
    pub ended: Option<Date>,
    /// How often it was written.
    pub version: i64,
}

/// Writes down a co-builder. A name that one registered organisation has means that organisation.
///
/// # Errors
/// See [`NotDone`].
pub fn add(
    tx: &mut WriteTx,
    org: OrganisationId,
    venue: VenueId,
    (body, part): (&Body, &Part),
) -> Result<BuilderId, NotDone> {
    kept(tx, org, venue)?;
    let today = time::day(tx.now());
    let (part, mut errors) = checked(part, today);
    let body = meant(tx, body, today)?;
    check_body(tx, (org, &body), today, &mut errors)?;
    NotDone::unless_none(errors)?;
    tx.lock("builders", &venue)?;
    if queries::count(tx, venue)? >= BUILDERS_MAX as i64 {
        let sentence = Sentence::new(msg::BUILDER_TOO_MANY).with("n", BUILDERS_MAX as i64);
        return Err(NotDone::field("name", sentence));
    }
    let id = BuilderId::generate();
    if !queries::insert(tx, (id, venue), &body, &part)? {
        return Err(NotDone::field("name", msg::BUILDER_TWICE));
    }
    let gave: Vec<&str> = part.gave.iter().map(|one| one.as_str()).collect();
    let detail = json!({ "venue": venue, "gave": gave });
    tx.record(Event::of("venue.builder_added", &id).org(org).detail(&detail))?;
    Ok(id)
}

/// Writes anew what a co-builder gave and may use, if nobody did since it was `seen`.
///
/// # Errors
/// See [`NotDone`].
pub fn change(
    tx: &mut WriteTx,
    org: OrganisationId,
    (venue, id): (VenueId, BuilderId),
    (seen, part): (i64, &Part),
) -> Result<(), NotDone> {
    own(tx, org, (venue, id))?;
    let (part, errors) = checked(part, time::day(tx.now()));
    NotDone::unless_none(errors)?;
    if !queries::change(tx, (id, seen), &part)? {
        return Err(since_then(tx, id)?);
    }
    let gave: Vec<&str> = part.gave.iter().map(|one| one.as_str()).collect();
    let detail = json!({ "venue": venue, "gave": gave });
    Ok(tx.record(Event::of("venue.builder_changed", &id).org(org).detail(&detail))?)
}

/// Corrects the name of a co-builder that isn't registered, or puts the registered organisation in its place that it is;
/// a name that one registered organisation has means that organisation. What it was called before stays, with who
/// corrected it and when.
///
/// # Errors
/// See [`NotDone`].
pub fn rename(
    tx: &mut WriteTx,
    org: OrganisationId,
    (venue, id): (VenueId, BuilderId),
    (seen, body): (i64, &Body),
) -> Result<(), NotDone> {
    tx.lock("builders", &venue)?;
    let known = own(tx, org, (venue, id))?;
    if known.organisation.is_some() {
        return Err(NotDone::no("builder-registered", msg::BUILDER_REGISTERED));
    }
    let today = time::day(tx.now());
    let body = meant(tx, body, today)?;
    let mut errors = FieldErrors::new();
    check_body(tx, (org, &body), today, &mut errors)?;
    if errors.is_empty() && queries::is_one(tx, venue, &body)? {
        let same = matches!(&body, Body::Named(name) if *name == known.name);
        let sentence = if same {
            msg::BUILDER_SAME_NAME
        } else {
            msg::BUILDER_TWICE
        };
        errors.add("name", sentence);
    }
    NotDone::unless_none(errors)?;
    if !queries::rename(tx, (id, seen), &known.name, &body)? {
        return Err(since_then(tx, id)?);
    }
    let detail = json!({ "venue": venue, "before": known.name });
    Ok(tx.record(Event::of("venue.builder_renamed", &id).org(org).detail(&detail))?)
}

/// The organisation that a name means, where exactly one has it.
fn meant(tx: &mut WriteTx, body: &Body, today: Date) -> Result<Body, StoreError> {
    Ok(match body {
        Body::Registered(id) => Body::Registered(*id),
        Body::Named(name) => match queries::named(tx, &squash(name), today)?[..] {
            [one] => Body::Registered(one),
            _ => Body::Named(squash(name)),
        },
    })
}

fn check_body(
    tx: &mut WriteTx,
    (org, body): (OrganisationId, &Body),
    today: Date,
    errors: &mut FieldErrors,
) -> Result<(), StoreError> {
    match body {
        Body::Registered(id) if *id == org => errors.add("name", msg::BUILDER_IS_KEEPER),
        Body::Registered(id) if !queries::exists(tx, *id, today)? => {
            errors.add("name", msg::BUILDER_NO_BODY);
        }
        Body::Named(name) if !(2..=NAME_MAX).contains(&name.chars().count()) => {
            errors.add(
                "name",
                Sentence::new(msg::BUILDER_NAME_NEEDED).with("n", NAME_MAX as i64),
            );
        }
        _ => {}
    }
    Ok(())
}

/// A co-builder leaves on a day: it books like everybody else from now on, and stays written down.
///
/// # Errors
/// See [`NotDone`].
pub fn end(
    tx: &mut WriteTx,
    org: OrganisationId,
    (venue, id): (VenueId, BuilderId),
    (seen, day): (i64, Date),
) -> Result<(), NotDone> {
    let known = own(tx, org, (venue, id))?;
    if day > time::day(tx.now()) {
        return Err(NotDone::field("ended", msg::SITE_DAY_TO_COME));
    }
    if let Some(since) = known.part.since.filter(|since| day < *since) {
        let sentence = Sentence::new(msg::BUILDER_ENDS_FIRST).with("day", Day(since));
        return Err(NotDone::field("ended", sentence));
    }
    if !queries::end(tx, (id, seen), day)? {
        return Err(since_then(tx, id)?);
    }
    let detail = json!({ "venue": venue, "day": day });
    Ok(tx.record(Event::of("venue.builder_ended", &id).org(org).detail(&detail))?)
}

/// One of the co-builders of a site that the organisation keeps.
fn own(tx: &mut WriteTx, org: OrganisationId, (venue, id): (VenueId, BuilderId)) -> Result<Builder, NotDone> {
    kept(tx, org, venue)?;
    queries::builder(tx, id)?
        .filter(|builder| builder.venue == venue)
        .ok_or(NotDone::NotFound)
}

/// Why it wasn't written: it has left, or somebody was quicker.
fn since_then(tx: &mut WriteTx, id: BuilderId) -> Result<NotDone, StoreError> {
    let ended = queries::builder(tx, id)?.is_some_and(|builder| builder.ended.is_some());
    Ok(if ended {
        NotDone::no("builder-ended", msg::BUILDER_ENDED_ALREADY)
    } else {
        NotDone::no("builder-changed", msg::BUILDER_CHANGED_SINCE)
    })
}

/// What was said, tidied, with what is wrong with it.
fn checked(part: &Part, today: Date) -> (Part, FieldErrors) {
    let mut errors = FieldErrors::new();
    let mut gave = part.gave.clone();
    gave.sort_unstable();
    gave.dedup();
    let part = Part {
        gave,
        words: line(&part.words),
        may_use: line(&part.may_use),
        since: part.since,
    };
    if part.gave.is_empty() {
        errors.add("gave", msg::BUILDER_GAVE_NEEDED);
    }
    if part.gave.contains(&Gave::Other) && part.words.is_empty() {
        errors.add("words", msg::BUILDER_WORDS_NEEDED);
    }
    for (field, text) in [("words", &part.words), ("may_use", &part.may_use)] {
        if text.chars().count() > WORDS_MAX {
            errors.add(
                field,
                Sentence::new(msg::SITE_TOO_LONG).with("n", WORDS_MAX as i64),
            );
        }
    }
    if part.since.is_some_and(|since| since > today) {
        errors.add("since", msg::SITE_DAY_TO_COME);
    }
    (part, errors)
}
