//! Books a room: at once where it is free and the rules allow it, or by asking its keeper.

mod error;

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use langqiao_kernel::{
    calendar::WorkCalendar,
    id::{BookingId, EquipmentId, OrganisationId, PersonId, SeriesId, SpaceId},
    text::line,
    time,
};
use langqiao_platform::{
    args,
    fields::FieldErrors,
    i18n::{Arg, Msg, Sentence, msg},
    spoken::{Day, Moment},
};
use langqiao_store::{Event, StoreError, WriteTx};
use serde_json::json;

use super::{
    come,
    hours::Closed,
    lending::lend,
    model::{OpenTo, Room, Rules, Status, no_show_at},
    queries::{self, NewRow},
    settle::{self, Outbid},
    waiting::pieces,
};
use crate::organisations;

pub use error::BookError;

/// The name that the schema gives to two bookings of one room at one time.
pub(super) const SPACE_TAKEN: &str = "booking_space_taken";
/// The name that the schema gives to a booking of a closed room.
pub(super) const SPACE_CLOSED: &str = "space_closed";
/// The most characters of a purpose.
pub const PURPOSE_MAX: usize = 60;
/// The most people that can be named; more than any room holds.
const PEOPLE_MAX: i64 = 100_000;
/// How long a booking lasts at most: a week.
const LONGEST: SignedDuration = SignedDuration::from_hours(7 * 24);

/// A room wanted for a time.
#[derive(Clone, Debug)]
pub struct NewBooking {
    /// Which room.
    pub space: SpaceId,
    /// What for.
    pub purpose: String,
    /// How many people are expected; 0 if it isn't known.
    pub people: i64,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// What is taken along of the venue's equipment, by how many pieces.
    pub equipment: Vec<(EquipmentId, i64)>,
}

impl NewBooking {
    /// What is taken along, in the order in which it was said.
    pub(super) fn items(&self) -> Vec<EquipmentId> {
        self.equipment.iter().map(|(item, _)| *item).collect()
    }
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booked {
    /// The booking.
    pub id: BookingId,
    /// [`Status::Held`], or [`Status::Asked`] if the keeper decides.
    pub status: Status,
    /// Venue and room in words.
    pub place: String,
    /// What for, tidied.
    pub purpose: String,
    /// Whose requests for that time ended with it.
    pub outbid: Vec<Outbid>,
    /// What goes along in fewer pieces than were wanted.
    pub short: Vec<Short>,
}

/// A kind of equipment of which fewer pieces go along than were wanted; the rest is waited for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Short {
    /// Its name.
    pub name: String,
    /// How many go along.
    pub has: i64,
    /// How many are waited for.
    pub awaited: i64,
}

/// A request that waits for its keeper's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The request.
    pub booking: BookingId,
    /// What for.
    pub purpose: String,
    /// From when.
    pub starts_at: Timestamp,
}

impl Asked {
    /// What is said to the body that asks for the same again.
    pub(super) fn sentence(&self) -> Sentence {
        Sentence::new(msg::BOOKING_ASKED_ALREADY)
            .with("purpose", self.purpose.clone())
            .with("at", Moment(self.starts_at))
    }
}

/// Books a room for `org`, in the name of `person`.
///
/// # Errors
/// See [`BookError`]; nothing is changed then.
pub fn book(
    tx: &mut WriteTx,
    org: OrganisationId,
    person: PersonId,
    wish: &NewBooking,
) -> Result<Booked, BookError> {
    make(tx, (org, person), wish, Lacking::Refused)
}

/// [`book`] with as many pieces as there are; the rest is waited for ([`pieces`]).
///
/// # Errors
/// See [`BookError`]; nothing is changed then. More pieces than there are at all come with nobody.
pub fn book_and_wait(
    tx: &mut WriteTx,
    org: OrganisationId,
    person: PersonId,
    wish: &NewBooking,
) -> Result<Booked, BookError> {
    make(tx, (org, person), wish, Lacking::Awaited)
}

/// What is done where there isn't enough of what is to go along.
enum Lacking {
    /// Nothing is booked.
    Refused,
    /// It comes later, if it can.
    Awaited,
}

fn make(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    wish: &NewBooking,
    lacking: Lacking,
) -> Result<Booked, BookError> {
    let now = tx.now();
    let room = queries::room_to_book(tx, org, wish.space, time::day(now))?.ok_or(BookError::NotFound)?;
    let ready = judge(&room, wish, now)?;
    queue(tx, room.id)?;
    if ready.status == Status::Asked
        && let Some(asked) = queries::asked_by(tx, org, wish)?
    {
        return Err(BookError::AskedAlready(Box::new(asked)));
    }
    let mut wish = wish.clone();
    let missing = match lacking {
        Lacking::Refused => Vec::new(),
        Lacking::Awaited => pieces::set_aside(tx, (room.venue, ready.held), &mut wish.equipment)?,
    };
    let (id, wanted) = take(tx, (org, person), (&room, &wish), &ready, None)?;
    let short = match pieces::join(tx, (org, person), id, &missing)? {
        true => pieces::short(tx, id)?,
        false => Vec::new(),
    };
    let outbid = match wanted {
        true => settle::taken(tx, &[id])?,
        false => Vec::new(),
    };
    if org != room.keeper {
        let message = match ready.status {
            Status::Asked => msg::BOOKING_NOTICE_ASKED,
            _ => msg::BOOKING_NOTICE_MADE,
        };
        let by = organisations::name_of(tx, org)?;
        let args = args! { by = by, place = room.place(), at = Moment(wish.starts_at) };
        tell_keeper(tx, &room, wish.starts_at, message, args)?;
    }
    let status = ready.status;
    let detail = json!({ "space": room.id, "status": status.as_str() });
    tx.record(Event::of("booking.made", &id).org(org).detail(&detail))?;
    Ok(Booked {
        id,
        status,
        place: room.place(),
        purpose: ready.purpose,
        outbid,
        short,
    })
}

/// A wish that its room's rules allow.
#[derive(Clone, Debug)]
pub struct Ready {
    /// What for, tidied.
    pub purpose: String,
    /// The use with the time to set up and to clean.
    pub held: (Timestamp, Timestamp),
    /// How the booking will stand.
    pub status: Status,
}

/// Whether a room's rules allow a wish; not whether somebody has the room.
pub(super) fn judge(room: &Room, wish: &NewBooking, now: Timestamp) -> Result<Ready, BookError> {
    if !room.own && !room.kin && room.rules.open_to == OpenTo::Keeper {
        let keeper = room.keeper_name.clone();
        return Err(BookError::NotOpen { keeper });
    }
    let purpose = line(&wish.purpose);
    let errors = problems(room, wish, &purpose, now);
    if !errors.is_empty() {
        return Err(BookError::Fields(errors));
    }
    if let Some(closed) = room.closed.as_ref().filter(|closed| closed.from < wish.ends_at) {
        return Err(BookError::Retired(closed.clone()));
    }
    let used = (wish.starts_at, wish.ends_at);
    // Who keeps the room has its key at any hour; whoever stands above or below it does not.
    if !room.own {
        open(&room.rules, used).map_err(BookError::Closed)?;
    }
    Ok(ready(room, wish, purpose))
}

/// A wish as it would stand, whatever the rules say against it.
pub(super) fn ready(room: &Room, wish: &NewBooking, purpose: String) -> Ready {
    let status = if room.own || !room.rules.others_ask() {
        Status::Held
    } else {
        Status::Asked
    };
    Ready {
        purpose,
        held: held(&room.rules, (wish.starts_at, wish.ends_at)),
        status,
    }
}

/// Writes a booking that was judged, if nobody has the room, and says whether somebody else had asked for it; the caller
/// holds its [`queue`].
pub(super) fn take(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    (room, wish): (&Room, &NewBooking),
    ready: &Ready,
    series: Option<SeriesId>,
) -> Result<(BookingId, bool), BookError> {
    let others = queries::others(tx, room.id, ready.held)?;
    if others.have_it
        && let Some(taken) = queries::taken(tx, room.id, ready.held, None)?
    {
        return Err(BookError::Taken(Some(Box::new(taken))));
    }
    let id = insert(tx, (org, Some(person)), wish, ready, series)?;
    lend::note(tx, room.venue, id, &wish.equipment)?;
    // What is only asked for keeps nothing from others.
    if ready.status == Status::Held && !wish.equipment.is_empty() {
        lend::enough(tx, id, ready.held)?;
    }
    Ok((id, others.want_it))
}

/// Writes a booking of a time that is known to be free; the caller holds the room's [`queue`], for which whoever closes
/// a venue waits too.
pub(super) fn insert(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, Option<PersonId>),
    wish: &NewBooking,
    ready: &Ready,
    series: Option<SeriesId>,
) -> Result<BookingId, BookError> {
    let in_service = queries::in_service(tx, wish.space, wish.ends_at)?;
    let no_show_minutes = in_service.ok_or(BookError::OutOfService)?;
    let id = BookingId::generate();
    let row = NewRow {
        id,
        space: wish.space,
        organisation: org,
        activity: None,
        purpose: &ready.purpose,
        people: wish.people,
        used: (wish.starts_at, wish.ends_at),
        held: ready.held,
        status: ready.status,
        person,
        series,
    };
    queries::insert(tx, &row)?;
    match ready.status {
        Status::Asked => settle::watch(tx, id, wish.ends_at)?,
        Status::Held if no_show_minutes > 0 => {
            come::watch_at(tx, id, no_show_at(wish.starts_at, None, no_show_minutes))?;
        }
        _ => {}
    }
    Ok(id)
}

/// What is wrong with a wish, by its fields.
pub(super) fn problems(room: &Room, wish: &NewBooking, purpose: &str, now: Timestamp) -> FieldErrors {
    let mut errors = FieldErrors::new();
    let rules = &room.rules;
    if !(2..=PURPOSE_MAX).contains(&purpose.chars().count()) {
        errors.add(
            "purpose",
            Sentence::new(msg::BOOKING_BAD_PURPOSE).with("most", PURPOSE_MAX as i64),
        );
    }
    if !(0..=PEOPLE_MAX).contains(&wish.people) {
        errors.add("people", msg::BOOKING_BAD_PEOPLE);
    } else if wish.people > room.capacity {
        errors.add(
            "people",
            Sentence::new(msg::BOOKING_TOO_MANY).with("n", room.capacity),
        );
    }
    if wish.ends_at <= wish.starts_at {
        errors.add("to", msg::BOOKING_ENDS_FIRST);
    } else if wish.ends_at.duration_since(wish.starts_at) > LONGEST {
        errors.add("to", msg::BOOKING_TOO_LONG);
    }
    let last = last_day(room, now);
    if wish.starts_at <= now {
        errors.add("day", msg::BOOKING_PAST);
    } else if time::day(wish.starts_at) > last {
        errors.add("day", Sentence::new(msg::BOOKING_TOO_FAR).with("day", Day(last)));
    } else if !room.own && wish.starts_at.duration_since(now) < SignedDuration::from_hours(rules.notice_hours)
    {
        errors.add(
            "from",
            Sentence::new(msg::BOOKING_SHORT_NOTICE).with("n", rules.notice_hours),
        );
    }
    errors
}

/// Waits for its turn at a room. The schema alone keeps two out, but on PostgreSQL those who come at the same moment
/// would wait for each other in a circle.
pub(super) fn queue(tx: &mut WriteTx, space: SpaceId) -> Result<(), StoreError> {
    tx.lock("space", &space)
}

/// The last day for which the asking organisation can book the room: the keeper's own and those who built the venue
/// together book earlier than others, by as much as the keeper has said.
pub(super) fn last_day(room: &Room, now: Timestamp) -> Date {
    let later = if room.own || room.partner {
        0
    } else {
        room.rules.head_start_days
    };
    let ahead = (room.rules.ahead_days - later).max(0);
    time::day(now).saturating_add(ahead.days())
}

/// The use with the time to set up and to clean.
pub(super) fn held(rules: &Rules, (from, until): (Timestamp, Timestamp)) -> (Timestamp, Timestamp) {
    let earlier = from.saturating_sub(SignedDuration::from_mins(rules.setup_minutes));
    let later = until.saturating_add(SignedDuration::from_mins(rules.cleanup_minutes));
    (earlier.unwrap_or(from), later.unwrap_or(until))
}

pub(super) fn open(rules: &Rules, (from, until): (Timestamp, Timestamp)) -> Result<(), Closed> {
    let calendar = WorkCalendar::in_force();
    rules
        .hours
        .cover(time::civil(from), time::civil(until), &calendar)
}

/// Tells the officers who keep a room, with a way to the day in question.
pub(super) fn tell_keeper(
    tx: &mut WriteTx,
    room: &Room,
    at: Timestamp,
    message: Msg,
    args: &[Arg<'_>],
) -> Result<(), StoreError> {
    let link = format!("/w/{}/spaces/{}?day={}", room.keeper, room.id, time::day(at));
    organisations::tell_officers(tx, room.keeper, message, args, &link)
}
