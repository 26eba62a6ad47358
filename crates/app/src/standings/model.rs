//! What a person says of themselves, and whether it counts. Pure.

use std::str::FromStr;

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::id::{OrganisationId, PersonId, StandingId, UnitId};
use langqiao_platform::i18n::{InBoth, Msg, msg};

use super::qualifications;
use crate::{areas::words, coverage::Line};

/// The longest reason of a refusal, in characters.
pub const REASON_MAX: usize = 100;
/// The most that is kept of one person at once.
pub const MOST: i64 = 30;

words! {
    /// What is stated.
    StandingKind {
        /// Where they work or belong 单位.
        Unit = "unit",
        /// A line whose member they are 会员.
        Line = "line",
        /// What they are qualified for 资格.
        Qualification = "qualification",
    }

    /// How it stands.
    StandingState {
        /// Said by the person, looked at by nobody yet 已填写.
        Stated = "stated",
        /// Somebody who may has looked at it and it is so 已核对.
        Confirmed = "confirmed",
        /// Somebody who may has looked at it and it is not so 不符.
        Refused = "refused",
    }
}

impl StandingKind {
    /// What a person reads.
    pub const fn msg(self) -> Msg {
        match self {
            Self::Unit => msg::STANDING_KIND_UNIT,
            Self::Line => msg::STANDING_KIND_LINE,
            Self::Qualification => msg::STANDING_KIND_QUALIFICATION,
        }
    }
}

/// What is stated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// They work at or belong to this unit.
    Unit(UnitId),
    /// They are a member of this line, in this body where they know it.
    Line(String, Option<OrganisationId>),
    /// They have this qualification, until the last day on the paper where it has one.
    Qualification(String, Option<Date>),
}

impl What {
    /// Its kind.
    pub const fn kind(&self) -> StandingKind {
        match self {
            Self::Unit(_) => StandingKind::Unit,
            Self::Line(..) => StandingKind::Line,
            Self::Qualification(..) => StandingKind::Qualification,
        }
    }

    /// The word or id under which it is kept.
    pub fn word(&self) -> String {
        match self {
            Self::Unit(unit) => unit.to_text(),
            Self::Line(word, _) | Self::Qualification(word, _) => word.clone(),
        }
    }
}

/// As much of a standing as decides whether it counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Whose.
    pub person: PersonId,
    /// What kind.
    pub kind: StandingKind,
    /// The unit's id, the line's or the qualification's word.
    pub what: String,
    /// How it stands.
    pub state: StandingState,
    /// Whether it was said again after a refusal.
    pub again: bool,
    /// Its last day.
    pub expires: Option<Date>,
}

/// Why something that was stated doesn't count, or isn't there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyNot {
    /// It was not stated.
    Missing,
    /// It ends before the day.
    Expired(Date),
    /// It was refused.
    Refused,
    /// It was refused before, and nobody has looked at it since it was said again.
    Unseen,
}

impl WhyNot {
    /// The word by which sentences choose.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Expired(_) => "expired",
            Self::Refused => "refused",
            Self::Unseen => "unseen",
        }
    }
}

impl Held {
    /// Whether it counts on a day: what is stated does until it is refused, nothing does after its last day.
    ///
    /// # Errors
    /// Why not.
    pub fn counts(&self, day: Date) -> Result<(), WhyNot> {
        match (self.state, self.expires) {
            (StandingState::Refused, _) => Err(WhyNot::Refused),
            (_, Some(last)) if last < day => Err(WhyNot::Expired(last)),
            (StandingState::Stated, _) if self.again => Err(WhyNot::Unseen),
            _ => Ok(()),
        }
    }
}

/// A standing as it is shown.
#[derive(Clone, Debug)]
pub struct Standing {
    /// Its id.
    pub id: StandingId,
    /// What decides whether it counts.
    pub held: Held,
    /// The unit's name, for a unit.
    pub unit: Option<String>,
    /// The body that a member named.
    pub organisation: Option<(OrganisationId, String)>,
    /// When it was stated.
    pub stated_at: Timestamp,
    /// Who looked at it: in whose name, when.
    pub decided: Option<(String, Timestamp)>,
    /// Why it was refused.
    pub reason: Option<String>,
}

impl Standing {
    /// What it says, in both languages.
    pub fn name(&self) -> InBoth {
        match self.held.kind {
            StandingKind::Unit => same(self.unit.as_deref().unwrap_or("—")),
            StandingKind::Line => line_name(&self.held.what),
            StandingKind::Qualification => qualifications::name(&self.held.what),
        }
    }
}

/// A name that is the same in both languages.
pub fn same(name: &str) -> InBoth {
    InBoth {
        zh: name.to_owned(),
        en: name.to_owned(),
    }
}

/// A line's name; its word where the rules no longer have it.
pub fn line_name(word: &str) -> InBoth {
    match Line::from_str(word) {
        Ok(line) => {
            let (zh, en) = line.names();
            InBoth {
                zh: zh.to_owned(),
                en: en.to_owned(),
            }
        }
        Err(_) => same(word),
    }
}

/// Whether there are members of a line of this word.
pub fn is_line(word: &str) -> bool {
    Line::from_str(word).is_ok_and(|line| line != Line::OFFICE)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn held(state: StandingState, again: bool, expires: Option<Date>) -> Held {
        Held {
            person: PersonId::from_u128(1),
            kind: StandingKind::Qualification,
            what: "first_aid".to_owned(),
            state,
            again,
            expires,
        }
    }

    #[test]
    fn what_is_stated_counts_until_it_is_refused_or_over() {
        use StandingState::{Confirmed, Refused, Stated};
        let day = date(2026, 11, 28);
        assert_eq!(held(Stated, false, None).counts(day), Ok(()));
        assert_eq!(held(Stated, false, Some(day)).counts(day), Ok(()));
        let before = date(2026, 11, 27);
        assert_eq!(
            held(Confirmed, false, Some(before)).counts(day),
            Err(WhyNot::Expired(before))
        );
        assert_eq!(held(Refused, false, None).counts(day), Err(WhyNot::Refused));
    }

    #[test]
    fn what_is_said_again_after_a_refusal_waits_for_somebody_to_look() {
        let day = date(2026, 11, 28);
        assert_eq!(
            held(StandingState::Stated, true, None).counts(day),
            Err(WhyNot::Unseen)
        );
        assert_eq!(held(StandingState::Confirmed, true, None).counts(day), Ok(()));
    }
}
