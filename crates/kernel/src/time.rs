//! Instants and the wall clock in China.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use crate::text::squash;

/// The offset of China's one time zone.
const OFFSET: Offset = jiff::tz::offset(8);

/// The zone of all places: Asia/Shanghai as a fixed +08:00, because China has had no summer time since 1991
/// and a bare box may lack the zone database.
pub static TZ: TimeZone = TimeZone::fixed(OFFSET);

/// The zone's name in the IANA database, for iCalendar files and other wire formats.
pub const TZ_NAME: &str = "Asia/Shanghai";

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// What the wall clock shows at `ts`.
pub fn civil(ts: Timestamp) -> DateTime {
    OFFSET.to_datetime(ts)
}

/// The day that the calendar on the wall shows at `ts`.
pub fn day(ts: Timestamp) -> Date {
    civil(ts).date()
}

/// The instant at which the wall clock shows `wall`. In the first and last days of the years −9999
/// to 9999, which no instant reaches, it is the first or the last one.
pub fn at(wall: DateTime) -> Timestamp {
    OFFSET.to_timestamp(wall).unwrap_or(if wall.year() < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

/// Midnight at which `day` begins.
pub fn start_of_day(day: Date) -> Timestamp {
    at(day.to_datetime(jiff::civil::Time::midnight()))
}

/// A time of day as people type it: `9:00`, `09:00`, `９：００`, `9点`, `9点半`, `9时5分`, `0905`; `None` if it can't be meant.
pub fn clock(typed: &str) -> Option<Time> {
    let text = squash(typed).replace(['点', '时'], ":");
    let (hour, minute) = match text.split_once(':') {
        Some(parts) => parts,
        None if text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit()) => text.split_at(2),
        None => return None,
    };
    let minute = match minute.trim_end_matches('分') {
        "" => "0",
        "半" => "30",
        minute => minute,
    };
    Time::new(hour.trim().parse().ok()?, minute.trim().parse().ok()?, 0, 0).ok()
}

/// An instant as programs are told it: RFC 3339 with the place's own time, `2026-11-21T14:30:00+08:00`.
pub fn rfc3339(ts: Timestamp) -> String {
    ts.display_with_offset(OFFSET).to_string()
}

/// The instant `ms` milliseconds after the epoch, which is how the databases keep it.
///
/// # Errors
/// When it lies outside the years −9999 to 9999.
pub fn parse_ms(ms: i64) -> Result<Timestamp, jiff::Error> {
    Timestamp::from_millisecond(ms)
}

/// Days from 1970-01-01 to `day`, which is how the databases keep it.
pub fn day_number(day: Date) -> i64 {
    day.duration_since(EPOCH).as_hours() / 24
}

/// The day `number` days after 1970-01-01.
///
/// # Errors
/// When it lies outside the years −9999 to 9999.
pub fn from_day_number(number: i64) -> Result<Date, jiff::Error> {
    let hours = number
        .saturating_mul(24)
        .clamp(-(i64::MAX / 3600), i64::MAX / 3600);
    EPOCH.checked_add(SignedDuration::from_hours(hours))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_are_read_as_people_type_them() {
        let nine = |minute| Some(jiff::civil::time(9, minute, 0, 0));
        for (typed, meant) in [
            ("9:00", nine(0)),
            (" 09:00 ", nine(0)),
            ("９：３０", nine(30)),
            ("9点", nine(0)),
            ("9点半", nine(30)),
            ("9时5分", nine(5)),
            ("0905", nine(5)),
            ("９０５", None),
            ("2560", None),
            ("", None),
            ("早上", None),
            ("25:00", None),
            ("9:60", None),
        ] {
            assert_eq!(clock(typed), meant, "{typed}");
        }
    }

    #[test]
    fn the_wall_clock_is_eight_hours_ahead() {
        let ts: Timestamp = "2026-11-20T16:00:00Z".parse().unwrap();
        assert_eq!(civil(ts), date(2026, 11, 21).at(0, 0, 0, 0));
        assert_eq!(day(ts), date(2026, 11, 21));
        assert_eq!(start_of_day(date(2026, 11, 21)), ts);
        assert_eq!(TZ.to_datetime(ts), civil(ts));
        assert_eq!(rfc3339(ts), "2026-11-21T00:00:00+08:00");
    }

    #[test]
    fn known_day_numbers() {
        assert_eq!(day_number(date(1970, 1, 1)), 0);
        assert_eq!(day_number(date(1969, 12, 31)), -1);
        assert_eq!(day_number(date(2000, 3, 1)), 11_017);
    }

    #[test]
    fn the_ends_are_refused_or_held() {
        assert!(from_day_number(i64::MAX).is_err());
        assert!(from_day_number(i64::MIN).is_err());
        assert!(parse_ms(i64::MAX).is_err());
        assert_eq!(at(DateTime::MIN), Timestamp::MIN);
        assert_eq!(at(DateTime::MAX), Timestamp::MAX);
    }

    proptest! {
        #[test]
        fn day_numbers_go_there_and_back(number in -4_000_000i64..2_900_000) {
            let day = from_day_number(number).unwrap();
            prop_assert_eq!(day_number(day), number);
        }

        #[test]
        fn instants_go_there_and_back(ms in -300_000_000_000_000i64..250_000_000_000_000) {
            let ts = parse_ms(ms).unwrap();
            prop_assert_eq!(at(civil(ts)), ts);
            prop_assert!(start_of_day(day(ts)) <= ts);
            prop_assert!(ts < start_of_day(day(ts).tomorrow().unwrap()));
        }
    }
}
