//! The words of sign-up: in which role, in which state, who belongs together, until when an offer holds.

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::id::Id;
use langqiao_store::stored_as_text;

use crate::{activities::Allotment, standings::As};

/// The kind of thing a party is: those who were signed up together.
#[derive(Debug)]
pub enum PartyKind {}

/// The id of a party: people who were signed up together, share a number in the queue and are never split.
pub type PartyId = Id<PartyKind>;

/// An offer never holds a place later than this before the start: whoever comes needs time to come.
pub const OFFERS_END_BEFORE_START: SignedDuration = SignedDuration::from_mins(30);

/// What a person comes as; each role has places of its own.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    serde::Serialize,
    serde::Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SignupRole {
    /// Takes part.
    Attendee,
    /// Helps, and has their minutes of service recorded.
    Volunteer,
}

/// How a sign-up stands.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    serde::Serialize,
    serde::Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum SignupState {
    /// Has a place.
    Seat,
    /// Stands in the waiting list.
    Waiting,
    /// A freed place is held for them until a stated time.
    Offered,
    /// Given up by the person or for them.
    Cancelled,
    /// Said no to the place offered.
    Declined,
    /// Did not answer the offer in time.
    Expired,
}

impl SignupRole {
    /// Both roles.
    pub const ALL: [SignupRole; 2] = [SignupRole::Attendee, SignupRole::Volunteer];

    /// The text stored in the database, sent in forms and by the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            SignupRole::Attendee => "attendee",
            SignupRole::Volunteer => "volunteer",
        }
    }

    /// As what an activity asks something of them.
    pub const fn asked_as(self) -> As {
        match self {
            SignupRole::Attendee => As::Guest,
            SignupRole::Volunteer => As::Helper,
        }
    }
}

impl SignupState {
    const ALL: [SignupState; 6] = [
        SignupState::Seat,
        SignupState::Waiting,
        SignupState::Offered,
        SignupState::Cancelled,
        SignupState::Declined,
        SignupState::Expired,
    ];

    /// The text stored in the database and sent by the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            SignupState::Seat => "seat",
            SignupState::Waiting => "waiting",
            SignupState::Offered => "offered",
            SignupState::Cancelled => "cancelled",
            SignupState::Declined => "declined",
            SignupState::Expired => "expired",
        }
    }

    /// Whether the person still counts: has a place, is offered one or waits for one.
    pub const fn is_live(self) -> bool {
        matches!(
            self,
            SignupState::Seat | SignupState::Waiting | SignupState::Offered
        )
    }

    /// Whether a place is held: taken, or kept free while the person makes up their mind.
    pub const fn holds_place(self) -> bool {
        matches!(self, SignupState::Seat | SignupState::Offered)
    }
}

/// A text that is none of the stored words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not one of the words kept here")]
pub struct UnknownWord;

impl std::str::FromStr for SignupRole {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL
            .into_iter()
            .find(|role| role.as_str() == text)
            .ok_or(UnknownWord)
    }
}

impl std::str::FromStr for SignupState {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or(UnknownWord)
    }
}

stored_as_text!(SignupRole, SignupState);

/// Until when a place offered now is held: the activity's own time for answers, but never into the last
/// half hour before the start. `None` when there is no time left to offer anything.
pub fn offer_deadline(now: Timestamp, offer_minutes: i64, starts_at: Timestamp) -> Option<Timestamp> {
    let last = starts_at.checked_sub(OFFERS_END_BEFORE_START).ok()?;
    let wanted = now
        .checked_add(SignedDuration::from_mins(offer_minutes))
        .unwrap_or(last);
    Some(wanted.min(last)).filter(|deadline| *deadline > now)
}

/// Until when places change hands: until it begins, those of a course until it is over.
pub fn moves_until(course: bool, starts_at: Timestamp, ends_at: Timestamp) -> Timestamp {
    if course { ends_at } else { starts_at }
}

/// Whether a place that becomes free now can still be offered to somebody.
pub fn queue_moves(now: Timestamp, starts_at: Timestamp) -> bool {
    offer_deadline(now, i64::from(u16::MAX), starts_at).is_some()
}

/// Whether everybody who comes in this role waits until places are given to all at once. Helpers are always taken as
/// they come.
pub fn waits(allotment: Allotment, allotted_at: Option<Timestamp>, role: SignupRole) -> bool {
    role == SignupRole::Attendee && allotment.waits() && allotted_at.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    #[test]
    fn stored_words_are_read_back() {
        for role in SignupRole::ALL {
            assert_eq!(role.as_str().parse(), Ok(role));
        }
        for state in SignupState::ALL {
            assert_eq!(state.as_str().parse(), Ok(state));
            assert!(state.is_live() || !state.holds_place());
        }
        assert_eq!("guest".parse::<SignupRole>(), Err(UnknownWord));
        assert_eq!("".parse::<SignupState>(), Err(UnknownWord));
    }

    #[test]
    fn an_offer_holds_for_the_stated_time_but_not_into_the_last_half_hour() {
        let start = at("2026-11-21T06:00:00Z");
        let offer = |now: &str| offer_deadline(at(now), 120, start);
        assert_eq!(offer("2026-11-21T01:00:00Z"), Some(at("2026-11-21T03:00:00Z")));
        assert_eq!(offer("2026-11-21T04:45:00Z"), Some(at("2026-11-21T05:30:00Z")));
        assert_eq!(offer("2026-11-21T05:30:00Z"), None);
        assert_eq!(offer("2026-11-22T00:00:00Z"), None);
        assert!(queue_moves(at("2026-11-21T05:29:59Z"), start));
        assert!(!queue_moves(at("2026-11-21T05:30:00Z"), start));
    }
}
