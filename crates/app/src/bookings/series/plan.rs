//! What a rule would book: each occurrence with how it stands, and with what is to be done about it.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::{
    calendar::WorkCalendar,
    id::{OrganisationId, SpaceId},
    time,
};
use langqiao_platform::{fault::Fault, fields::FieldErrors, i18n::msg};
use langqiao_store::{ReadTx, StoreError};

use super::{
    super::{
        book::{self, Asked, BookError, NewBooking, Ready},
        model::{Room, Status, Taken},
        queries as rooms,
    },
    along::{Along, Short},
    queries::{self, Busy},
    rule::{self, BadRule},
};

/// How many other rooms are offered to move to.
pub(super) const ROOMS_MAX: usize = 6;

/// A room wanted by a rule.
#[derive(Clone, Debug)]
pub struct NewSeries {
    /// The first occurrence: room, purpose, people, from when until when.
    pub first: NewBooking,
    /// The rule, as RFC 5545 writes it.
    pub rule: String,
    /// Whether days that are public holidays are left out.
    pub leaves_out_holidays: bool,
}

/// What is to be done about an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// It is booked as the rule says.
    Book,
    /// It is left out.
    Skip,
    /// It is waited for, while somebody has the room; where the room is free and there isn't enough of something, it is
    /// booked with as much as there is and the rest is waited for.
    Wait,
    /// It is booked without what there isn't enough of then.
    Without,
    /// It is booked with as much as there is then of what there isn't enough of.
    Fewer,
    /// It is booked somewhere or some time else.
    Move(Instead),
}

/// Where and when an occurrence is held instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instead {
    /// In which room.
    pub space: SpaceId,
    /// When it begins; it lasts as long as the others.
    pub starts_at: Timestamp,
}

/// What was chosen, by when the rule lets the occurrence begin.
pub type Choices = BTreeMap<Timestamp, Choice>;

/// What stands against an occurrence.
#[derive(Debug)]
pub enum Obstacle {
    /// The day is a public holiday of this name, and such are left out.
    Holiday(String),
    /// The room can't be had then.
    No(BookError),
}

/// One occurrence.
#[derive(Debug)]
pub struct Occurrence {
    /// When the rule lets it begin.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// How the rule's own room and time stand.
    pub own: Result<Ready, Obstacle>,
    /// What is to be done.
    pub choice: Choice,
    /// Where it is moved: how that stands.
    pub instead: Option<Result<Ready, BookError>>,
    /// Other rooms near by that are free at that time.
    pub free_rooms: Vec<SpaceId>,
    /// All of what is to be taken along that there isn't enough of then.
    pub short: Vec<Short>,
    /// Where it can't be had as the rule says: when, on the nearest day, the room is free at that hour and there is enough of
    /// all.
    pub nearest: Option<Timestamp>,
}

impl Occurrence {
    /// Whether somebody has the room then, so that it can be waited for.
    pub fn is_taken(&self) -> bool {
        matches!(self.own, Err(Obstacle::No(BookError::Taken(_))))
    }

    /// Whether the room can be had, but not all that is taken along, so that the rest can be waited for.
    pub fn is_short(&self) -> bool {
        self.own.is_ok() && !self.short.is_empty()
    }

    /// Whether it can be booked as the rule says, with all that is taken along.
    pub fn is_free(&self) -> bool {
        self.own.is_ok() && self.short.is_empty()
    }
}

/// What a rule would book.
#[derive(Debug)]
pub struct Preview {
    /// The rule's own room.
    pub room: Room,
    /// The rooms that occurrences may be moved to.
    pub others: Vec<Room>,
    /// All occurrences, in order.
    pub occurrences: Vec<Occurrence>,
    /// The first year whose holidays were to be left out and are not known yet.
    pub unpublished: Option<i16>,
}

impl Preview {
    /// The room of this id, if occurrences may be held there.
    pub fn room(&self, space: SpaceId) -> Option<&Room> {
        std::iter::once(&self.room)
            .chain(&self.others)
            .find(|room| room.id == space)
    }
}

/// Why a series can't be looked at or made.
#[derive(Debug, thiserror::Error)]
pub enum SeriesError {
    /// There is no such room.
    #[error("no such room")]
    NotFound,
    /// Something that was said can't be; by the form's fields.
    #[error("fields are wrong")]
    Fields(FieldErrors),
    /// The rule can't be booked by.
    #[error(transparent)]
    Rule(#[from] BadRule),
    /// An occurrence can't be had as chosen.
    #[error("an occurrence can't be had")]
    Occurrence {
        /// When the rule lets it begin.
        at: Timestamp,
        /// Why not.
        why: Box<BookError>,
    },
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl SeriesError {
    pub(super) fn into_fault(self) -> Fault {
        match self {
            Self::NotFound => Fault::NotFound,
            Self::Fields(errors) => langqiao_platform::fault::Refusal::fields(errors).into(),
            Self::Rule(why) => {
                let mut refusal =
                    langqiao_platform::fault::Refusal::invalid(why.code(), msg::SERIES_BAD_RULE);
                refusal.sentence = why.sentence();
                refusal.fields.add("rule", why.sentence());
                refusal.into()
            }
            // The field's name is the instant, so that a program knows which one is meant.
            Self::Occurrence { at, why } => match why.sentence() {
                Some(sentence) => {
                    let mut refusal = super::super::say::refusal("series-clash", sentence.clone());
                    match *why {
                        // All that is missing, not the first alone.
                        BookError::Fields(errors) => errors.iter().for_each(|(_, sentence)| {
                            refusal.fields.add(time::rfc3339(at), sentence.clone());
                        }),
                        _ => refusal.fields.add(time::rfc3339(at), sentence),
                    }
                    refusal.into()
                }
                None => why.into_fault(),
            },
            Self::Store(error) => error.into(),
        }
    }
}
langqiao_platform::refuse_with!(SeriesError);

/// One field is wrong.
pub(super) fn wrong(field: &'static str, what: impl Into<langqiao_platform::i18n::Sentence>) -> SeriesError {
    let mut errors = FieldErrors::new();
    errors.add(field, what);
    SeriesError::Fields(errors)
}

/// Looks at every occurrence of a rule for `org`; changes nothing.
///
/// # Errors
/// [`SeriesError`], but never one occurrence's.
pub fn preview(
    tx: &mut ReadTx,
    org: OrganisationId,
    wish: &NewSeries,
    choices: &Choices,
    now: Timestamp,
) -> Result<Preview, SeriesError> {
    let today = time::day(now);
    let first = &wish.first;
    let room = rooms::room(tx, Some(org), first.space, today)?.ok_or(SeriesError::NotFound)?;
    if let Err(BookError::NotOpen { keeper }) = book::judge(&room, first, now) {
        let what = langqiao_platform::i18n::Sentence::new(msg::BOOKING_NOT_OPEN).with("keeper", keeper);
        return Err(wrong("", what));
    }
    let starts = rule::occurrences(&wish.rule, first.starts_at)?;
    let (Some(begin), Some(end)) = (starts.first(), starts.last()) else {
        return Err(wrong("repeat", msg::SERIES_NEVER));
    };
    let length = first.ends_at.duration_since(first.starts_at);
    // As far as anything moved by a day or two, and its time to set up and clean, may lie.
    let span = (begin.saturating_sub(AROUND), end.saturating_add(length + AROUND));
    let (Ok(from), Ok(until)) = span else {
        return Err(wrong("repeat", msg::SERIES_BAD_RULE));
    };
    let busy = queries::busy(tx, room.id, (from, until))?;
    let asked = queries::asked(tx, (room.id, org), (from, until))?;
    let along = Along::read(tx, (room.venue, &first.equipment), ((from, until), now))?;
    let calendar = WorkCalendar::in_force();
    let mut occurrences: Vec<Occurrence> = Vec::with_capacity(starts.len());
    let mut unpublished = None;
    for starts_at in starts {
        let own = NewBooking {
            starts_at,
            ends_at: starts_at.saturating_add(length).unwrap_or(starts_at),
            ..first.clone()
        };
        let day = time::day(starts_at);
        let holiday = calendar.holiday(day).unwrap_or_else(|_| {
            unpublished = unpublished.or(Some(day.year()).filter(|_| wish.leaves_out_holidays));
            None
        });
        let state = match holiday.filter(|_| wish.leaves_out_holidays) {
            Some(name) => Err(Obstacle::Holiday(name.to_owned())),
            None => stands(&room, &own, &busy, now)
                .and_then(|ready| not_asked(&own, &asked, ready))
                .map_err(Obstacle::No),
        };
        let short = match &state {
            Ok(ready) => along.short(ready.held),
            Err(_) => Vec::new(),
        };
        let usual = if state.is_ok() && short.is_empty() {
            Choice::Book
        } else {
            Choice::Skip
        };
        occurrences.push(Occurrence {
            starts_at,
            ends_at: own.ends_at,
            own: state,
            choice: choices.get(&starts_at).copied().unwrap_or(usual),
            instead: None,
            free_rooms: Vec::new(),
            short,
            nearest: None,
        });
    }
    let mut preview = Preview {
        room,
        others: Vec::new(),
        occurrences,
        unpublished,
    };
    let moved = |one: &Occurrence| !one.is_free() || matches!(one.choice, Choice::Move(_));
    if preview.occurrences.iter().any(moved) {
        look_around(tx, org, wish, (&mut preview, &busy, &along), ((from, until), now))?;
    }
    Ok(preview)
}

/// How far a day is looked for on which there is enough of all.
const NEAR_DAYS: i64 = 14;
/// How far around its occurrences a series' rooms are read.
pub(super) const AROUND: SignedDuration = SignedDuration::from_hours(31 * 24);

/// Finds other rooms for the occurrences that can't be had, and how those stand that are moved already.
fn look_around(
    tx: &mut ReadTx,
    org: OrganisationId,
    wish: &NewSeries,
    (preview, busy, along): (&mut Preview, &[Busy], &Along),
    (span, now): ((Timestamp, Timestamp), Timestamp),
) -> Result<(), SeriesError> {
    let mut found = vec![(preview.room.clone(), busy.to_vec())];
    for id in queries::rooms_near(tx, preview.room.id, wish.first.people, ROOMS_MAX)? {
        if let Some(room) = rooms::room(tx, Some(org), id, time::day(now))? {
            found.push((room, queries::busy(tx, id, span)?));
        }
    }
    let days: Vec<_> = preview
        .occurrences
        .iter()
        .map(|one| time::day(one.starts_at))
        .collect();
    for one in &mut preview.occurrences {
        let at = |starts_at: Timestamp, space| NewBooking {
            space,
            starts_at,
            ends_at: starts_at
                .saturating_add(one.ends_at.duration_since(one.starts_at))
                .unwrap_or(starts_at),
            ..wish.first.clone()
        };
        let lends = |room: &Room, ready: &Ready| match along.venue == room.venue {
            true => along.short(ready.held),
            false => along.none_of(),
        };
        if !one.is_free() {
            let free = found[1..].iter().filter(|(room, busy)| {
                let wish = at(one.starts_at, room.id);
                stands(room, &wish, busy, now).is_ok_and(|ready| lends(room, &ready).is_empty())
            });
            one.free_rooms = free.map(|(room, _)| room.id).collect();
            let (own, busy) = &found[0];
            one.nearest = around(one.starts_at).find(|starts_at| {
                // On the days of the others the series meets already.
                !days.contains(&time::day(*starts_at))
                    && stands(own, &at(*starts_at, own.id), busy, now)
                        .is_ok_and(|ready| lends(own, &ready).is_empty())
            });
        }
        if let Choice::Move(instead) = one.choice {
            let there = found.iter().find(|(room, _)| room.id == instead.space);
            one.instead =
                Some(match there {
                    Some((room, busy)) => stands(room, &at(instead.starts_at, room.id), busy, now).and_then(
                        |ready| match lends(room, &ready).into_iter().next() {
                            None => Ok(ready),
                            Some(short) => Err(BookError::Short {
                                equipment: short.id,
                                name: short.name,
                                free: short.free,
                            }),
                        },
                    ),
                    None => Err(BookError::NotFound),
                });
        }
    }
    preview.others = found.into_iter().skip(1).map(|(room, _)| room).collect();
    Ok(())
}

/// The same hour on the days around, the nearest first and of two the later.
fn around(at: Timestamp) -> impl Iterator<Item = Timestamp> {
    (1..=NEAR_DAYS).flat_map(move |days| {
        let by = SignedDuration::from_hours(24 * days);
        [at.saturating_add(by), at.saturating_sub(by)]
            .into_iter()
            .flatten()
    })
}

/// What is ready to be asked for, unless the body asks for that very time already.
fn not_asked(wish: &NewBooking, asked: &[(Asked, Timestamp)], ready: Ready) -> Result<Ready, BookError> {
    let same = asked
        .iter()
        .find(|(one, ends_at)| (one.starts_at, *ends_at) == (wish.starts_at, wish.ends_at));
    match same.filter(|_| ready.status == Status::Asked) {
        Some((one, _)) => Err(BookError::AskedAlready(Box::new(one.clone()))),
        None => Ok(ready),
    }
}

/// Whether a room can be had: by its rules, and because nobody has it.
pub(super) fn stands(
    room: &Room,
    wish: &NewBooking,
    busy: &[Busy],
    now: Timestamp,
) -> Result<Ready, BookError> {
    if !room.in_service {
        return Err(BookError::OutOfService);
    }
    let ready = book::judge(room, wish, now)?;
    let (from, until) = ready.held;
    let clash = busy
        .iter()
        .find(|busy| busy.held_from < until && from < busy.held_until);
    match clash {
        Some(busy) => {
            let taken: Taken = busy.taken.clone();
            Err(BookError::Taken(Some(Box::new(taken))))
        }
        None => Ok(ready),
    }
}
