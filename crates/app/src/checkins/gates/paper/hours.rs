//! On which day it was, where the paper has the hour alone. Pure.

use jiff::{
    SignedDuration, Timestamp, ToSpan,
    civil::{Date, Time},
};
use langqiao_kernel::time;

use super::super::super::{
    model::{Direction, Hours},
    queries::Door,
    rules::Rules,
};

/// The most days from which one is chosen.
const DAYS_MAX: usize = 60;

/// On which days somebody may have come or left: those on which the door is open, for coming or for leaving. None where
/// that is one day only.
pub fn days(door: &Door) -> Vec<Date> {
    let rules = Rules::current();
    let (opens, _) = rules.door(Direction::In, door.starts, door.ends);
    let (_, shuts) = rules.door(Direction::Out, door.starts, door.ends);
    let last = shuts.checked_sub(SignedDuration::from_millis(1)).unwrap_or(shuts);
    let days: Vec<Date> = between(time::day(opens), time::day(last)).collect();
    if days.len() > 1 { days } else { Vec::new() }
}

fn between(first: Date, last: Date) -> impl Iterator<Item = Date> {
    first
        .series(1.day())
        .take_while(move |day| *day <= last)
        .take(DAYS_MAX)
}

/// Whether the hour alone says on which day it was: the activity is over within a day and a night.
pub fn hour_tells_day(door: &Door) -> bool {
    door.ends.duration_since(door.starts) <= SignedDuration::from_hours(24)
}

/// The instant of a time on the sheet, for somebody who came then or left then: on the day that was chosen, or else on
/// the first on which the door was open at that hour, for one who left after they `came` if there is one. At an hour at
/// which it never was, on the day of the activity, or on the next for one that goes past midnight. `None` where the
/// day has to be chosen and was not.
pub fn instant(
    door: &Door,
    direction: Direction,
    (chosen, typed): (Option<Date>, Time),
    came: Option<Timestamp>,
) -> Option<Timestamp> {
    let on = |day: Date| time::at(day.to_datetime(typed));
    if let Some(day) = chosen {
        return days(door).contains(&day).then(|| on(day));
    }
    if !hour_tells_day(door) {
        return None;
    }
    let rules = Rules::current();
    let (starts, ends) = (time::day(door.starts), time::day(door.ends));
    let near: Vec<Timestamp> = between(starts.saturating_sub(1.day()), ends.saturating_add(1.day()))
        .map(on)
        .collect();
    let after = |at: &&Timestamp| came.is_none_or(|came| came < **at);
    // Who comes after the end comes while others still leave.
    for way in [direction, Direction::Out] {
        let is_open = |at: &&Timestamp| rules.hours(way, door.starts, door.ends, **at) == Hours::Open;
        let open = || near.iter().filter(is_open);
        if let Some(at) = open().find(after).or_else(|| open().next()) {
            return Some(*at);
        }
    }
    let (opens, _) = rules.door(Direction::In, door.starts, door.ends);
    let first = on(starts);
    Some(if first < opens && ends > starts {
        on(starts.saturating_add(1.day()))
    } else {
        first
    })
}

#[cfg(test)]
mod tests {
    use langqiao_kernel::id::{ActivityId, OrganisationId};

    use super::*;
    use crate::activities::Status;

    fn door(starts: &str, ends: &str) -> Door {
        let instant =
            |text: &str| -> Timestamp { format!("2026-11-{text}:00+08:00").parse().expect("an instant") };
        Door {
            activity: ActivityId::generate(),
            organisation: OrganisationId::generate(),
            title: String::new(),
            place: String::new(),
            status: Status::Published,
            cancelled: None,
            starts: instant(starts),
            ends: instant(ends),
            course: false,
        }
    }

    fn read(door: &Door, direction: Direction, typed: &str, came: Option<Timestamp>) -> String {
        let typed: Time = format!("{typed}:00").parse().expect("a time");
        let at = instant(door, direction, (None, typed), came).expect("an instant");
        time::civil(at).strftime("%d %H:%M").to_string()
    }

    #[test]
    fn the_day_is_the_one_on_which_the_door_is_open_at_that_hour() {
        let evening = door("21T20:00", "21T23:00");
        assert_eq!(read(&evening, Direction::In, "19:50", None), "21 19:50");
        assert_eq!(read(&evening, Direction::Out, "23:10", None), "21 23:10");
        assert_eq!(read(&evening, Direction::Out, "00:20", None), "22 00:20");
        assert_eq!(read(&evening, Direction::In, "00:10", None), "22 00:10");
        assert_eq!(days(&evening).len(), 2);
        // Past the door's hours the day has to be said.
        assert_eq!(read(&evening, Direction::Out, "01:30", None), "21 01:30");
        let night = door("22T00:30", "22T03:00");
        assert_eq!(read(&night, Direction::In, "23:30", None), "21 23:30");
        assert_eq!(read(&night, Direction::In, "00:40", None), "22 00:40");
        assert_eq!(read(&night, Direction::Out, "04:30", None), "22 04:30");
        let over = door("21T22:00", "22T06:00");
        assert_eq!(read(&over, Direction::In, "01:00", None), "22 01:00");
        assert_eq!(read(&over, Direction::Out, "07:30", None), "22 07:30");
        let morning = door("21T10:00", "21T12:00");
        assert!(days(&morning).is_empty());
        assert_eq!(read(&morning, Direction::In, "07:00", None), "21 07:00");
    }

    #[test]
    fn of_two_days_with_that_hour_one_leaves_after_one_came() {
        let long = door("21T20:00", "22T19:00");
        let came = Some(time::at(jiff::civil::date(2026, 11, 21).at(20, 5, 0, 0)));
        assert_eq!(read(&long, Direction::Out, "18:30", came), "22 18:30");
        assert_eq!(read(&long, Direction::Out, "18:30", None), "21 18:30");
        assert_eq!(read(&long, Direction::In, "18:30", None), "21 18:30");
    }
}
