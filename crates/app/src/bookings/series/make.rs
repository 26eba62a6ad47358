//! Makes a series: all of it in one transaction, or nothing and the clash named.

use jiff::Timestamp;
use langqiao_kernel::{
    id::{OrganisationId, PersonId, SeriesId},
    time,
};
use langqiao_platform::{
    args,
    i18n::msg,
    spoken::{Day, Moment},
};
use langqiao_store::{Event, WriteTx};
use serde_json::json;

use super::{
    super::{
        book::{self, BookError, NewBooking},
        model::{Room, Status},
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
    /// How many occurrences were left out.
    pub skipped: usize,
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
    let mut spaces: Vec<_> = wanted.iter().map(|(_, booking)| booking.space).collect();
    spaces.push(wish.first.space);
    spaces.sort_unstable();
    spaces.dedup();
    for space in spaces {
        book::queue(tx, space)?;
    }
    let id = SeriesId::generate();
    let tidy = rule::tidy(&wish.rule).map_err(|_| wrong("repeat", msg::SERIES_BAD_RULE))?;
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
        skipped: seen.occurrences.len() - wanted.len() - awaited.len(),
    };
    let mut told: Vec<(Room, Timestamp, i64)> = Vec::new();
    for (at, booking) in &wanted {
        let room = seen.room(booking.space).ok_or(SeriesError::NotFound)?;
        let clash = |why| SeriesError::Occurrence {
            at: *at,
            why: Box::new(why),
        };
        let ready = book::judge(room, booking, now).map_err(clash)?;
        book::take(tx, (org, person), (room, booking), &ready, Some(id)).map_err(clash)?;
        match ready.status {
            Status::Asked => made.asked += 1,
            _ => made.held += 1,
        }
        match told.iter_mut().find(|(known, ..)| known.id == room.id) {
            Some((.., n)) => *n += 1,
            None => told.push((room.clone(), booking.starts_at, 1)),
        }
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
                let ready = book::judge(&seen.room, &booking, now).map_err(clash)?;
                book::take(tx, (org, person), (&seen.room, &booking), &ready, Some(id)).map_err(clash)?;
                made.held += 1;
            }
            Err(JoinError::Book(why)) => return Err(clash(why)),
            Err(JoinError::NotFound) => return Err(SeriesError::NotFound),
        }
    }
    let by = organisations::name_of(tx, org)?;
    for (room, first, n) in told.iter().filter(|(room, ..)| room.keeper != org) {
        let message = if made.asked > 0 {
            msg::SERIES_NOTICE_ASKED
        } else {
            msg::SERIES_NOTICE_MADE
        };
        let args = args! { by = by.clone(), place = room.place(), at = Moment(*first), n = *n };
        book::tell_keeper(tx, room, *first, message, args)?;
    }
    let detail = json!({ "space": wish.first.space, "held": made.held, "asked": made.asked });
    tx.record(Event::of("booking.series_made", &id).org(org).detail(&detail))?;
    Ok(made)
}

/// Bookings that are wanted, each with when the rule lets it begin; and those that are waited for.
type Wanted = (Vec<(Timestamp, NewBooking)>, Vec<NewBooking>);

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
            Choice::Wait => awaited.push(NewBooking {
                starts_at: at,
                ends_at: one.ends_at,
                ..wish.first.clone()
            }),
            Choice::Move(instead) => wanted.push((
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
                let mut errors = langqiao_platform::fields::FieldErrors::new();
                let day = langqiao_platform::i18n::Sentence::new(msg::SERIES_IS_HOLIDAY);
                errors.add("", day.with("day", Day(time::day(at))));
                return Err(SeriesError::Occurrence {
                    at,
                    why: Box::new(BookError::Fields(errors)),
                });
            }
            Choice::Book => wanted.push((
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
