//! Why a room can't be had, in a sentence with what to do.

use axum::http::StatusCode;
use jiff::Timestamp;
use langqiao_kernel::time;
use langqiao_platform::{
    fault::Refusal,
    fields::FieldErrors,
    i18n::{Sentence, Value, msg},
    spoken::{Day, Moment},
    ui::when,
};

use super::{
    hours::{Closed, Opening},
    model::{RoomClosed, Taken},
};

/// What is said of a room that somebody has.
pub(super) fn taken(by: Option<&Taken>) -> Sentence {
    match by {
        Some(other) if other.around == (other.starts_at, other.ends_at) => {
            had_by(Sentence::new(msg::BOOKING_TAKEN), other)
        }
        Some(other) => had_by(Sentence::new(msg::BOOKING_TAKEN_AROUND), other)
            .with("before", on_its_day(other.starts_at, other.around.0))
            .with("after", on_its_day(other.starts_at, other.around.1)),
        None => msg::BOOKING_TAKEN_JUST_NOW.into(),
    }
}

fn had_by(sentence: Sentence, other: &Taken) -> Sentence {
    sentence
        .with("room", other.room.clone())
        .with("title", other.title.clone())
        .with("host", other.host.clone())
        .with("from", Moment(other.starts_at))
        .with("to", on_its_day(other.starts_at, other.ends_at))
}

/// An instant in a sentence that has said a day already: the time alone, if it falls on that day.
fn on_its_day(said: Timestamp, at: Timestamp) -> Value<'static> {
    let (said, wall) = (time::civil(said), time::civil(at));
    if said.date() == wall.date() {
        Value::from(when::clock(wall.time()))
    } else {
        Moment(at).into()
    }
}

/// What is said of equipment of which there isn't enough.
pub(super) fn short(name: &str, free: i64) -> Sentence {
    Sentence::new(msg::LEND_SHORT)
        .with("name", name.to_owned())
        .with("n", free)
}

/// What is said of a room that is closed.
pub(super) fn closed(closed: &Closed) -> Sentence {
    if closed.open.is_empty() {
        Sentence::new(msg::BOOKING_CLOSED_DAY).with("day", Day(closed.day))
    } else {
        Sentence::new(msg::BOOKING_CLOSED_THEN)
            .with("day", Day(closed.day))
            .with("open", openings(&closed.open))
    }
}

/// What is said of a room that its keeper has closed.
pub(super) fn retired(closed: &RoomClosed) -> Sentence {
    Sentence::new(msg::CLOSING_REFUSED)
        .with("day", Day(time::day(closed.from)))
        .with("reason", closed.reason.clone())
}

/// A refusal (409) with a sentence that was made already.
pub(super) fn refusal(code: &'static str, sentence: Sentence) -> Refusal {
    Refusal {
        status: StatusCode::CONFLICT,
        code,
        sentence,
        fields: FieldErrors::new(),
    }
}

/// Stretches of a day as digits: `8:00–11:30, 13:00–17:00`.
pub(super) fn openings(open: &[Opening]) -> String {
    let texts: Vec<String> = open
        .iter()
        .map(|opening| format!("{}–{}", clock(opening.opens), clock(opening.closes)))
        .collect();
    texts.join(", ")
}

/// Minutes from midnight as a clock shows them; 24:00 is the end of the day.
pub(super) fn clock(minutes: i64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}
