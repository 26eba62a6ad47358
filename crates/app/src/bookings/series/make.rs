//! Makes a series: all of it in one transaction, or nothing and the clash named.

use jiff::Timestamp;
use langqiao_kernel::{
    id::{BookingId, EquipmentId, OrganisationId, PersonId, SeriesId},
    time,
};
use langqiao_platform::{
    args,
    fields::FieldErrors,
    i18n::{Sentence, msg},
    spoken::{Day, Moment},
};
use langqiao_store::{Event, StoreError, WriteTx};
use serde_json::json;

use super::{
    super::{
        book::{self, BookError, NewBooking},
        model::{Room, Status},
        queries as rooms, settle,
        waiting::{self, join::JoinError},
    },
    plan::{Choice, Choices, NewSeries, Obstacle, Preview, SeriesError, preview, wrong},
    queries, rule,
};
use crate::organisations;

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    /// The series.
    pub id: SeriesId,
    /// How many bookings are held.
    pub held: usize,
    /// How many wait for a keeper's word.
    pub asked: usize,
    /// How many are waited for.
    pub waiting: usize,
    /// How many of those that are held or asked for wait for more pieces.
    pub short: usize,
    /// How many occurrences were left out.
    pub skipped: usize,
    /// How many requests of others ended with it.
    pub outbid: usize,
}

impl Made {
    fn count(&mut self, status: Status) {
        match status {
            Status::Asked => self.asked += 1,
            _ => self.held += 1,
        }
    }
}

/// What each keeper is told: from when on, how often, and whether an answer is waited for.
#[derive(Default)]
struct Told(Vec<(Room, Timestamp, i64, bool)>);

impl Told {
    fn of(&mut self, room: &Room, starts_at: Timestamp, status: Status) {
        let asked = status == Status::Asked;
        match self.0.iter_mut().find(|(known, ..)| known.id == room.id) {
            Some((_, first, n, asks)) => {
                *first = starts_at.min(*first);
                *n += 1;
                *asks |= asked;
            }
            None => self.0.push((room.clone(), starts_at, 1, asked)),
        }
    }

    fn tell(&self, tx: &mut WriteTx, org: OrganisationId) -> Result<(), StoreError> {
        let by = organisations::name_of(tx, org)?;
        for (room, first, n, asks) in self.0.iter().filter(|(room, ..)| room.keeper != org) {
            let message = if *asks {
                msg::SERIES_NOTICE_ASKED
            } else {
                msg::SERIES_NOTICE_MADE
            };
            let args = args! { by = by.clone(), place = room.place(), at = Moment(*first), n = *n };
            book::tell_keeper(tx, room, *first, message, args)?;
        }
        Ok(())
    }
}

/// Books every occurrence as chosen; what nothing was chosen for is booked as the rule says. Holidays that are left
/// out need no choice.
///
/// # Errors
/// [`SeriesError`] with the first occurrence that can't be had as chosen; nothing is changed then.
pub fn make(
    tx: &mut WriteTx,
    org: OrganisationId,
    person: PersonId,
    wish: &NewSeries,
    choices: &Choices,
) -> Result<Made, SeriesError> {
    let now = tx.now();
    let seen = preview(tx, org, wish, choices, now)?;
    let known = |at: &Timestamp| seen.occurrences.iter().any(|one| one.starts_at == *at);
    if !choices.keys().all(known) {
        return Err(wrong("choices", msg::SERIES_NO_SUCH));
    }
    let (wanted, mut awaited) = wanted(&seen, wish, choices)?;
    if wanted.is_empty() && awaited.is_empty() {
        return Err(wrong("repeat", msg::SERIES_NOTHING_LEFT));
    }
    // All rooms at once and in one order, so that nobody waits in a circle.
    let mut spaces: Vec<_> = wanted.iter().map(|one| one.booking.space).collect();
    spaces.push(wish.first.space);
    spaces.sort_unstable();
    spaces.dedup();
    for space in spaces {
        book::queue(tx, space)?;
    }
    let id = SeriesId::generate();
    let tidy = rule::tidy(&wish.rule)?;
    let row = queries::NewRow {
        id,
        space: wish.first.space,
        organisation: org,
        rule: &tidy,
        leaves_out_holidays: wish.leaves_out_holidays,
        used: (wish.first.starts_at, wish.first.ends_at),
        person,
    };
    queries::insert(tx, &row)?;
    let mut made = Made {
        id,
        held: 0,
        asked: 0,
        waiting: 0,
        short: 0,
        skipped: seen.occurrences.len() - wanted.len() - awaited.len(),
        outbid: 0,
    };
    let (mut told, mut taken) = (Told::default(), Vec::new());
    for Want { at, booking, missing } in &wanted {
        let room = seen.room(booking.space).ok_or(SeriesError::NotFound)?;
        let clash = |why| SeriesError::Occurrence {
            at: *at,
            why: Box::new(why),
        };
        let (booked, status) = take(tx, (org, person), (room, booking), id).map_err(clash)?;
        if waiting::pieces::join(tx, (org, person), booked, missing)? {
            made.short += 1;
        }
        taken.push(booked);
        made.count(status);
        told.of(room, booking.starts_at, status);
    }
    for booking in awaited.drain(..) {
        let clash = |why| SeriesError::Occurrence {
            at: booking.starts_at,
            why: Box::new(why),
        };
        match waiting::join::join(tx, (org, person), &booking, Some(id)) {
            Ok(_) | Err(JoinError::Already) => made.waiting += 1,
            // It was given back since it was looked at.
            Err(JoinError::Free) => {
                let (booked, status) = take(tx, (org, person), (&seen.room, &booking), id).map_err(clash)?;
                taken.push(booked);
                made.count(status);
                told.of(&seen.room, booking.starts_at, status);
            }
            Err(JoinError::Book(why)) => return Err(clash(why)),
            Err(JoinError::NotFound) => return Err(SeriesError::NotFound),
        }
    }
    made.outbid = settle::taken(tx, &taken)?.len();
    told.tell(tx, org)?;
    let detail = json!({ "space": wish.first.space, "held": made.held, "asked": made.asked });
    tx.record(Event::of("booking.series_made", &id).org(org).detail(&detail))?;
    Ok(made)
}

/// Books one of a series, by the room's rules as they are now; what the body asks for already is not asked for again. The
/// caller holds the turn at the room.
fn take(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    (room, booking): (&Room, &NewBooking),
    series: SeriesId,
) -> Result<(BookingId, Status), BookError> {
    let ready = book::judge(room, booking, tx.now())?;
    if ready.status == Status::Asked
        && let Some(asked) = rooms::asked_by(tx, org, booking)?
    {
        return Err(BookError::AskedAlready(Box::new(asked)));
    }
    let (id, _) = book::take(tx, (org, person), (room, booking), &ready, Some(series))?;
    Ok((id, ready.status))
}

/// A booking that is wanted.
struct Want {
    /// When the rule lets it begin.
    at: Timestamp,
    booking: NewBooking,
    /// What is to go along besides, once there is enough of it.
    missing: Vec<(EquipmentId, i64)>,
}

impl Want {
    fn of(at: Timestamp, booking: NewBooking) -> Self {
        Self {
            at,
            booking,
            missing: Vec::new(),
        }
    }
}

/// Bookings that are wanted, and those that are waited for.
type Wanted = (Vec<Want>, Vec<NewBooking>);

fn wanted(seen: &Preview, wish: &NewSeries, choices: &Choices) -> Result<Wanted, SeriesError> {
    let mut wanted = Vec::with_capacity(seen.occurrences.len());
    let mut awaited = Vec::new();
    for one in &seen.occurrences {
        let at = one.starts_at;
        let length = one.ends_at.duration_since(at);
        let holiday = matches!(one.own, Err(Obstacle::Holiday(_)));
        let choice = match choices.get(&at) {
            Some(choice) => *choice,
            None if holiday => Choice::Skip,
            None => Choice::Book,
        };
        match choice {
            Choice::Skip => {}
            Choice::Wait if !one.is_short() => awaited.push(NewBooking {
                starts_at: at,
                ends_at: one.ends_at,
                ..wish.first.clone()
            }),
            Choice::Move(instead) => wanted.push(Want::of(
                at,
                NewBooking {
                    space: instead.space,
                    starts_at: instead.starts_at,
                    ends_at: instead
                        .starts_at
                        .saturating_add(length)
                        .unwrap_or(instead.starts_at),
                    ..wish.first.clone()
                },
            )),
            Choice::Book if holiday => {
                let mut errors = FieldErrors::new();
                let day = Sentence::new(msg::SERIES_IS_HOLIDAY);
                errors.add("", day.with("day", Day(time::day(at))));
                return Err(SeriesError::Occurrence {
                    at,
                    why: Box::new(BookError::Fields(errors)),
                });
            }
            Choice::Book | Choice::Wait
                if one
                    .short
                    .iter()
                    .any(|short| choice == Choice::Book || !short.can_come) =>
            {
                let mut errors = FieldErrors::new();
                for short in &one.short {
                    errors.add(format!("eq-{}", short.id), short.sentence());
                }
                return Err(SeriesError::Occurrence {
                    at,
                    why: Box::new(BookError::Fields(errors)),
                });
            }
            Choice::Without | Choice::Fewer | Choice::Wait => {
                let mut equipment = wish.first.equipment.clone();
                let mut missing = Vec::new();
                for (id, pieces) in &mut equipment {
                    if let Some(short) = one.short.iter().find(|short| short.id == *id) {
                        let there = match choice {
                            Choice::Without => 0,
                            _ => short.free.min(*pieces),
                        };
                        if choice == Choice::Wait {
                            missing.push((*id, *pieces - there));
                        }
                        *pieces = there;
                    }
                }
                equipment.retain(|(_, pieces)| *pieces > 0);
                let booking = NewBooking {
                    starts_at: at,
                    ends_at: one.ends_at,
                    equipment,
                    ..wish.first.clone()
                };
                wanted.push(Want { at, booking, missing });
            }
            Choice::Book => wanted.push(Want::of(
                at,
                NewBooking {
                    starts_at: at,
                    ends_at: one.ends_at,
                    ..wish.first.clone()
                },
            )),
        }
    }
    Ok((wanted, awaited))
}
