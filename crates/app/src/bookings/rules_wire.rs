//! A room's rules, week and special days as programs send and read them.

use jiff::civil::Date;
use langqiao_kernel::text::line;
use langqiao_platform::{
    fields::FieldErrors,
    i18n::{Sentence, msg},
    not_done::NotDone,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    hours::{DAY, Hours, Opening, SpecialDay},
    model::{OpenTo, Rules},
    rules_form::{AHEAD_MAX, BUFFER_MAX, DAYS_MAX, NO_SHOW_MAX, NOTE_MAX, NOTICE_MAX, OFFER_MAX},
    say::clock,
    special_days::add_stretch,
};

/// Who may book a room and how; the keeper itself is free of all but the time to set up and clean, and of how far ahead.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct RulesWire {
    /// Minutes before each use in which nobody else has it, 0 to 1440.
    pub(super) setup_minutes: i64,
    /// The same after each use.
    pub(super) cleanup_minutes: i64,
    pub(super) open_to: OpenTo,
    /// Whether the keeper has to agree.
    pub(super) asks: bool,
    /// How long before its use it is booked at the latest, 0 to 1440.
    pub(super) notice_hours: i64,
    /// How far ahead it is booked at most, 0 to 730.
    pub(super) ahead_days: i64,
    /// So many minutes after its beginning a booking that nobody opened is let go, 0 (never) to 240.
    pub(super) no_show_minutes: i64,
    /// For how many minutes a time that became free is offered to whoever waits for it, 1 to 10080.
    pub(super) offer_minutes: i64,
    /// So many days later than co-builders all others book, 0 to 730.
    pub(super) head_start_days: i64,
}

impl From<&Rules> for RulesWire {
    fn from(rules: &Rules) -> Self {
        Self {
            setup_minutes: rules.setup_minutes,
            cleanup_minutes: rules.cleanup_minutes,
            open_to: rules.open_to,
            asks: rules.asks,
            notice_hours: rules.notice_hours,
            ahead_days: rules.ahead_days,
            no_show_minutes: rules.no_show_minutes,
            offer_minutes: rules.offer_minutes,
            head_start_days: rules.head_start_days,
        }
    }
}

impl RulesWire {
    /// The rules with these numbers; the hours stay.
    pub(super) fn over(&self, hours: Hours) -> Result<Rules, NotDone> {
        let mut errors = FieldErrors::new();
        let numbers = [
            ("setup_minutes", self.setup_minutes, BUFFER_MAX),
            ("cleanup_minutes", self.cleanup_minutes, BUFFER_MAX),
            ("notice_hours", self.notice_hours, NOTICE_MAX),
            ("ahead_days", self.ahead_days, AHEAD_MAX),
            ("no_show_minutes", self.no_show_minutes, NO_SHOW_MAX),
            ("offer_minutes", self.offer_minutes, OFFER_MAX),
            ("head_start_days", self.head_start_days, AHEAD_MAX),
        ];
        for (name, value, most) in numbers {
            let least = i64::from(name == "offer_minutes");
            if !(least..=most).contains(&value) {
                errors.add(name, Sentence::new(msg::BOOKING_BAD_NUMBER).with("most", most));
            }
        }
        NotDone::unless_none(errors)?;
        Ok(Rules {
            setup_minutes: self.setup_minutes,
            cleanup_minutes: self.cleanup_minutes,
            open_to: self.open_to,
            asks: self.asks,
            notice_hours: self.notice_hours,
            ahead_days: self.ahead_days,
            no_show_minutes: self.no_show_minutes,
            offer_minutes: self.offer_minutes,
            head_start_days: self.head_start_days,
            hours,
        })
    }
}

/// A stretch of a weekday in which a room is open.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OpeningWire {
    /// 1 for Monday to 7 for Sunday.
    pub(super) weekday: i8,
    /// `8:30`
    pub(super) opens: String,
    /// `17:00`; `24:00` is the end of the day.
    pub(super) closes: String,
}

/// A room's week. Without any stretch nobody has said when it is open, and whoever else books it asks first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct HoursWire {
    /// Stretches of one day lie apart from each other.
    pub(super) week: Vec<OpeningWire>,
    /// Closed on public holidays; on a make-up workday open as on a Monday.
    pub(super) official_days: bool,
}

impl From<&Hours> for HoursWire {
    fn from(hours: &Hours) -> Self {
        let one = |(weekday, open): &(i8, Opening)| OpeningWire {
            weekday: *weekday,
            opens: clock(open.opens),
            closes: clock(open.closes),
        };
        Self {
            week: hours.week.iter().map(one).collect(),
            official_days: hours.official_days,
        }
    }
}

/// Minutes from midnight of `8:30`.
pub(super) fn minutes(text: &str) -> Option<i64> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    ((0..=24).contains(&hour) && (0..60).contains(&minute))
        .then_some(hour * 60 + minute)
        .filter(|minutes| *minutes <= DAY)
}

pub(super) fn opening(opens: &str, closes: &str) -> Option<Opening> {
    let (opens, closes) = (minutes(opens)?, minutes(closes)?);
    (opens < closes).then_some(Opening { opens, closes })
}

impl HoursWire {
    pub(super) fn week(&self) -> Result<Vec<(i8, Opening)>, NotDone> {
        let mut week = Vec::with_capacity(self.week.len());
        for (n, one) in self.week.iter().enumerate() {
            let open = opening(&one.opens, &one.closes).filter(|_| (1..=7).contains(&one.weekday));
            let open = open.ok_or_else(|| NotDone::field(format!("week.{n}"), msg::BOOKING_BAD_HOURS))?;
            week.push((one.weekday, open));
        }
        week.sort_unstable();
        let apart = |pair: &[(i8, Opening)]| pair[0].0 != pair[1].0 || pair[0].1.closes <= pair[1].1.opens;
        if !week.windows(2).all(apart) {
            return Err(NotDone::field("week", msg::BOOKING_BAD_HOURS));
        }
        Ok(week)
    }
}

/// A stretch of a day that is not as its weekday usually is.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DayWire {
    #[schema(value_type = String)]
    pub(super) day: Date,
    /// `9:00`; absent, as `closes` then, where it is closed.
    #[serde(default)]
    pub(super) opens: Option<String>,
    #[serde(default)]
    pub(super) closes: Option<String>,
    /// Why, for readers; at most 40 characters.
    #[serde(default)]
    pub(super) note: String,
}

impl From<&Hours> for DaysWire {
    fn from(hours: &Hours) -> Self {
        let mut days = Vec::new();
        for special in &hours.days {
            let entry = |open: Option<&Opening>| DayWire {
                day: special.day,
                opens: open.map(|open| clock(open.opens)),
                closes: open.map(|open| clock(open.closes)),
                note: special.note.clone(),
            };
            if special.open.is_empty() {
                days.push(entry(None));
            }
            days.extend(special.open.iter().map(|open| entry(Some(open))));
        }
        Self { days }
    }
}

impl DayWire {
    pub(super) fn special(&self) -> Option<SpecialDay> {
        let open = match (&self.opens, &self.closes) {
            (None, None) => Vec::new(),
            (Some(opens), Some(closes)) => vec![opening(opens, closes)?],
            _ => return None,
        };
        let note = line(&self.note);
        (note.chars().count() <= NOTE_MAX).then_some(SpecialDay {
            day: self.day,
            open,
            note,
        })
    }
}

/// The special days from today on.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DaysWire {
    /// At most 200 days, one entry for each stretch in which such a day is open, or one without any where it is closed; days that are past stay as they were and are passed over.
    pub(super) days: Vec<DayWire>,
}

impl DaysWire {
    pub(super) fn special(&self, today: Date) -> Result<Vec<SpecialDay>, NotDone> {
        let mut days: Vec<SpecialDay> = Vec::with_capacity(self.days.len());
        for (n, one) in self.days.iter().enumerate() {
            let wrong = || {
                let wrong = Sentence::new(msg::BOOKING_BAD_SPECIAL_DAY).with("line", one.day.to_string());
                NotDone::field(format!("days.{n}"), wrong)
            };
            let special = one.special().ok_or_else(wrong)?;
            let n_days = days.len();
            match days.iter_mut().find(|known| known.day == special.day) {
                Some(known) => add_stretch(known, special).ok_or_else(wrong)?,
                None if n_days < DAYS_MAX => days.push(special),
                None => return Err(wrong()),
            }
        }
        days.retain(|special| special.day >= today);
        days.sort_unstable_by_key(|special| special.day);
        Ok(days)
    }
}
