//! A room's rules as a keeper types them, and back: the week as `8:00-11:30, 13:00-17:00` for each day, special days
//! as a line each, such as `2026-12-01 关闭 装修` or `12月5日 9:00-11:00, 14:00-17:00`; a day of several stretches may take
//! a line for each.

use jiff::civil::Date;
use langqiao_kernel::text::squash;
use langqiao_platform::{
    fields::{FieldErrors, Fields},
    i18n::{Sentence, msg},
};

use super::{
    hours::{DAY, Hours, Opening},
    model::{OpenTo, Rules},
    say::clock,
    special_days::{line, special_days},
};

/// The longest time to set up or clean, in minutes.
pub(super) const BUFFER_MAX: i64 = 24 * 60;
/// The longest notice, in hours.
pub(super) const NOTICE_MAX: i64 = 60 * 24;
/// The furthest ahead, in days.
pub(super) const AHEAD_MAX: i64 = 730;
/// The longest time in which an offer has to be answered, in minutes: a week; and the usual one, half a day.
pub(super) const OFFER_MAX: i64 = 7 * 24 * 60;
const OFFER: i64 = 12 * 60;
/// The latest, after its beginning, that a booking which nobody opened is let go, in minutes.
pub(super) const NO_SHOW_MAX: i64 = 4 * 60;
/// The most special days.
pub(super) const DAYS_MAX: usize = 200;
/// The longest note on a special day, in characters.
pub(super) const NOTE_MAX: usize = 40;
/// Reads the form; special days before `today` are past, and left out.
pub(super) fn read(fields: &Fields, today: Date) -> Result<Rules, FieldErrors> {
    let mut errors = FieldErrors::new();
    let mut number = |name: &str, most: i64| {
        let found = fields.text(name).map_or(Some(0), |text| text.parse().ok());
        found.filter(|n| (0..=most).contains(n)).unwrap_or_else(|| {
            errors.add(name, Sentence::new(msg::BOOKING_BAD_NUMBER).with("most", most));
            0
        })
    };
    let setup_minutes = number("setup", BUFFER_MAX);
    let cleanup_minutes = number("cleanup", BUFFER_MAX);
    let notice_hours = number("notice", NOTICE_MAX);
    let ahead_days = number("ahead", AHEAD_MAX);
    let offer_minutes = number("offer", OFFER_MAX);
    let head_start_days = number("head_start", AHEAD_MAX);
    let no_show_minutes = number("no_show", NO_SHOW_MAX);
    let mut week = Vec::new();
    for day in 1..=7_i8 {
        let name = format!("week-{day}");
        match openings(&squash(fields.raw(&name))) {
            Some(found) => week.extend(found.into_iter().map(|opening| (day, opening))),
            None => errors.add(name, msg::BOOKING_BAD_HOURS),
        }
    }
    let days = match special_days(fields.raw("days"), today) {
        Ok(days) => days,
        Err(line) => {
            errors.add(
                "days",
                Sentence::new(msg::BOOKING_BAD_SPECIAL_DAY).with("line", line),
            );
            Vec::new()
        }
    };
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Rules {
        setup_minutes,
        cleanup_minutes,
        open_to: fields.raw("open_to").parse().unwrap_or(OpenTo::Lines),
        asks: fields.has("asks"),
        notice_hours,
        ahead_days,
        head_start_days,
        no_show_minutes,
        offer_minutes: if offer_minutes == 0 { OFFER } else { offer_minutes },
        hours: Hours {
            week,
            days,
            official_days: fields.has("official_days"),
        },
    })
}

/// The rules as the form shows them.
pub(super) fn write(rules: &Rules) -> Fields {
    let mut fields = Fields::default();
    fields.push("setup", rules.setup_minutes.to_string());
    fields.push("cleanup", rules.cleanup_minutes.to_string());
    fields.push("notice", rules.notice_hours.to_string());
    fields.push("ahead", rules.ahead_days.to_string());
    fields.push("no_show", rules.no_show_minutes.to_string());
    fields.push("head_start", rules.head_start_days.to_string());
    fields.push("offer", rules.offer_minutes.to_string());
    fields.push("open_to", rules.open_to.as_str());
    for (name, ticked) in [("asks", rules.asks), ("official_days", rules.hours.official_days)] {
        if ticked {
            fields.push(name, "1");
        }
    }
    for day in 1..=7_i8 {
        let of_day = rules.hours.week.iter().filter(|(weekday, _)| *weekday == day);
        let texts: Vec<String> = of_day.map(|(_, opening)| stretch(*opening)).collect();
        fields.push(format!("week-{day}"), texts.join(", "));
    }
    let lines: Vec<String> = rules.hours.days.iter().map(line).collect();
    fields.push("days", lines.join("\n"));
    fields
}

pub(super) fn stretch(opening: Opening) -> String {
    format!("{}-{}", clock(opening.opens), clock(opening.closes))
}

/// The stretches of a day, in order and apart from each other; none where nothing is typed.
pub(super) fn openings(text: &str) -> Option<Vec<Opening>> {
    let parts = text
        .split([',', '，', '、', ';', '；'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let mut found = parts.map(opening).collect::<Option<Vec<_>>>()?;
    found.sort_unstable();
    let apart = found.windows(2).all(|pair| pair[0].closes <= pair[1].opens);
    apart.then_some(found)
}

fn opening(text: &str) -> Option<Opening> {
    let (from, to) = text.split_once(['-', '–', '—', '~', '至', '到'])?;
    let (opens, closes) = (minutes(from)?, minutes(to)?);
    (opens < closes && closes <= DAY).then_some(Opening { opens, closes })
}

fn minutes(text: &str) -> Option<i64> {
    let (hour, minute) = text.trim().split_once([':', '：']).unwrap_or((text.trim(), "0"));
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    ((0..=24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const TODAY: Date = date(2026, 11, 21);

    fn form(pairs: &[(&str, &str)]) -> Fields {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn what_is_typed_is_shown_as_it_was_meant() {
        let typed = form(&[
            ("setup", "15"),
            ("ahead", "90"),
            ("open_to", "keeper"),
            ("official_days", "1"),
            ("week-1", "13：00—17：00，8:30 - 11:30"),
            ("week-6", "9至24"),
            (
                "days",
                "2026-12-01 关闭 装修\n\n2026-11-28 9:00-12:00\n2026-11-01 关闭",
            ),
        ]);
        let rules = read(&typed, TODAY).unwrap();
        assert_eq!(
            (rules.setup_minutes, rules.cleanup_minutes, rules.open_to),
            (15, 0, OpenTo::Keeper)
        );
        let shown = write(&rules);
        assert_eq!(shown.raw("week-1"), "8:30-11:30, 13:00-17:00");
        assert_eq!(shown.raw("week-6"), "9:00-24:00");
        assert_eq!(shown.raw("days"), "2026-11-28 9:00-12:00\n2026-12-01 关闭 装修");
        assert_eq!(read(&shown, TODAY).unwrap(), rules);
    }

    #[test]
    fn what_can_not_be_meant_is_said_in_its_place() {
        let wrong = form(&[
            ("setup", "-1"),
            ("ahead", "9999"),
            ("week-2", "8:00-12:00, 11:00-13:00"),
            ("week-3", "早上"),
            ("days", "下周一 关闭"),
        ]);
        let errors = read(&wrong, TODAY).unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["setup", "ahead", "week-2", "week-3", "days"]);
    }
}
