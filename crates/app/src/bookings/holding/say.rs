//! What is said of rooms that an activity doesn't get: all of them at once, each at its place, with a word for programs.

use langqiao_kernel::time;
use langqiao_platform::{
    fault::Refusal,
    fields::FieldErrors,
    i18n::{Sentence, msg},
    spoken::{Day, Moment},
};

use super::{super::say, RoomState, Way, Why};

impl RoomState {
    /// The stable word for why the room can't be had; none where it can.
    pub fn code(&self) -> Option<&'static str> {
        Some(match &self.way {
            Way::Ask => "room-consent",
            Way::Asked { .. } => "room-consent-asked",
            Way::Declined { .. } => "room-consent-declined",
            Way::No(why) => why.code(),
            _ => return None,
        })
    }

    /// Why the room can't be had and what to do; none where it can.
    pub fn sentence(&self) -> Option<Sentence> {
        let keeper = || self.keeper_name.clone();
        let room = |message| Sentence::new(message).with("room", self.name.clone());
        Some(match &self.way {
            Way::Ask => room(msg::HOLDING_ASK).with("keeper", keeper()),
            Way::Asked { since, .. } => room(msg::HOLDING_ASKED)
                .with("keeper", keeper())
                .with("at", Moment(*since)),
            Way::Declined { note } => room(msg::HOLDING_DECLINED)
                .with("keeper", keeper())
                .with("note", note.clone()),
            Way::No(why) => why.sentence(&self.name),
            _ => return None,
        })
    }
}

impl Why {
    fn code(&self) -> &'static str {
        match self {
            Self::Taken(_) => "activity-space-taken",
            Self::OutOfService => "out-of-service",
            Self::Retired(_) => "room-closed",
            Self::NotOpen { .. } => "room-not-open",
            Self::Hours(_) => "room-hours",
            Self::Notice(_) => "room-notice",
            Self::Ahead(_) => "room-ahead",
            Self::Longest => "room-longest",
            Self::Past => "room-past",
        }
    }

    fn sentence(&self, name: &str) -> Sentence {
        let room = |message| Sentence::new(message).with("room", name.to_owned());
        match self {
            Self::Taken(by) => say::taken(by.as_deref()),
            Self::OutOfService => Sentence::new(msg::BOOKING_OUT_OF_SERVICE),
            Self::Retired(closed) => room(msg::CLOSING_HOLD).with("day", Day(time::day(closed.from))),
            Self::NotOpen { keeper } => room(msg::HOLDING_NOT_OPEN).with("keeper", keeper.clone()),
            Self::Hours(closed) if closed.open.is_empty() => {
                room(msg::HOLDING_CLOSED_DAY).with("day", Day(closed.day))
            }
            Self::Hours(closed) => room(msg::HOLDING_CLOSED_THEN)
                .with("day", Day(closed.day))
                .with("open", say::openings(&closed.open)),
            Self::Notice(n) => room(msg::HOLDING_NOTICE).with("n", *n),
            Self::Ahead(day) => room(msg::HOLDING_AHEAD).with("day", Day(*day)),
            Self::Longest => room(msg::HOLDING_LONGEST),
            Self::Past => room(msg::HOLDING_PAST),
        }
    }
}

/// What is wrong at which room, by the fields that `field` names: the first room is 0.
pub fn refused_fields(rooms: &[RoomState], field: impl Fn(usize) -> String) -> FieldErrors {
    let mut errors = FieldErrors::new();
    for room in rooms {
        if let (Some(code), Some(sentence)) = (room.code(), room.sentence()) {
            errors.add_coded(field(room.at), code, sentence);
        }
    }
    errors
}

/// The refusal (409) of an activity for its rooms: that of the one room, or that there are several; for programs each
/// stands under `errors` with its code.
pub fn refusal(rooms: &[RoomState]) -> Refusal {
    let fields = refused_fields(rooms, |at| match at {
        0 => "space".to_owned(),
        at => format!("rooms[{}]", at - 1),
    });
    let mut refusal = match rooms {
        [one] => match (one.code(), one.sentence()) {
            (Some(code), Some(sentence)) => say::refusal(code, sentence),
            _ => Refusal::conflict("activity-rooms", msg::HOLDING_ROOMS),
        },
        [] => Refusal::conflict("activity-rooms-nothing-to-ask", msg::HOLDING_NOTHING_TO_ASK),
        _ => Refusal::conflict("activity-rooms", msg::HOLDING_ROOMS),
    };
    refusal.fields = fields;
    refusal
}
