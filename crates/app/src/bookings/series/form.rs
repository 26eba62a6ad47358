//! From what the form says to a series and what is to be done about each occurrence.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::{id::SpaceId, time};
use langqiao_platform::{
    fields::{FieldErrors, Fields},
    i18n::{Sentence, msg},
};

use super::{
    super::typed,
    plan::{Choice, Choices, Instead, NewSeries},
    rule::{self, Ends, Every, OCCURRENCES_MAX},
};

/// Whether the form asks for something that repeats.
pub fn repeats(fields: &Fields) -> bool {
    !matches!(fields.raw("repeat"), "" | "never")
}

/// Reads the booking form with `repeat`, `until` or `times`, and `holidays`.
///
/// # Errors
/// What is wrong, by field.
pub fn series(space: SpaceId, fields: &Fields) -> Result<NewSeries, FieldErrors> {
    let first = typed::wish(space, fields);
    let mut errors = first.as_ref().err().cloned().unwrap_or_default();
    let every: Option<Every> = fields.raw("repeat").parse().ok();
    if every.is_none() {
        errors.add("repeat", msg::SERIES_BAD_RULE);
    }
    let ends = match (fields.text("until"), fields.text("times")) {
        (Some(day), _) => day.parse::<Date>().ok().map(Ends::After),
        (None, Some(times)) => {
            let most = u32::try_from(OCCURRENCES_MAX).unwrap_or(u32::MAX);
            let times = times.parse().ok().filter(|times| (2..=most).contains(times));
            if times.is_none() {
                let most = Sentence::new(msg::SERIES_BAD_TIMES).with("most", OCCURRENCES_MAX as i64);
                errors.add("times", most);
            }
            times.map(Ends::Times)
        }
        (None, None) => None,
    };
    if ends.is_none() && errors.of("times").is_none() {
        errors.add("until", msg::SERIES_NO_END);
    }
    if let (Some(Ends::After(last)), Ok(first)) = (&ends, &first)
        && *last < time::day(first.starts_at)
    {
        errors.add("until", msg::SERIES_ENDS_FIRST);
    }
    let (Ok(first), Some(every), Some(ends), true) = (first, every, ends, errors.is_empty()) else {
        return Err(errors);
    };
    Ok(NewSeries {
        rule: rule::rule(every, time::day(first.starts_at), ends),
        first,
        leaves_out_holidays: fields.has("holidays"),
    })
}

/// What was chosen for each occurrence: `do-{ms}` with the instant at which it begins by the rule, and for those that
/// are moved `on-`, `at-` and `room-{ms}`.
///
/// # Errors
/// Where something is to be moved and it can't be read to when.
pub fn choices(space: SpaceId, fields: &Fields) -> Result<Choices, FieldErrors> {
    let mut errors = FieldErrors::new();
    let mut found = BTreeMap::new();
    for (name, value) in fields.typed() {
        let Some(ms) = name.strip_prefix("do-").and_then(|ms| ms.parse().ok()) else {
            continue;
        };
        let Ok(at) = time::parse_ms(ms) else { continue };
        let choice = match value {
            "book" => Some(Choice::Book),
            "skip" => Some(Choice::Skip),
            "wait" => Some(Choice::Wait),
            "without" => Some(Choice::Without),
            "fewer" => Some(Choice::Fewer),
            "move" => instead(space, fields, at).map(Choice::Move),
            _ => None,
        };
        match choice {
            Some(choice) => drop(found.insert(at, choice)),
            None => errors.add(name, msg::SERIES_BAD_MOVE),
        }
    }
    if errors.is_empty() { Ok(found) } else { Err(errors) }
}

fn instead(space: SpaceId, fields: &Fields, at: Timestamp) -> Option<Instead> {
    let ms = at.as_millisecond();
    let wall = time::civil(at);
    let day = match fields.text(&format!("on-{ms}")) {
        Some(day) => day.parse().ok()?,
        None => wall.date(),
    };
    let hour = match fields.text(&format!("at-{ms}")) {
        Some(text) => time::clock(&text)?,
        None => wall.time(),
    };
    let room = match fields.text(&format!("room-{ms}")) {
        Some(id) => id.parse().ok()?,
        None => space,
    };
    Some(Instead {
        space: room,
        starts_at: time::at(day.to_datetime(hour)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(pairs: &[(&str, &str)]) -> Fields {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    const MEETING: [(&str, &str); 4] = [
        ("day", "2026-11-24"),
        ("from", "9:00"),
        ("to", "11:00"),
        ("purpose", "例会"),
    ];

    #[test]
    fn a_form_as_people_fill_it() {
        let space = SpaceId::from_u128(1);
        let weekly = [
            &MEETING[..],
            &[("repeat", "week"), ("times", "8"), ("holidays", "1")],
        ]
        .concat();
        let read = series(space, &form(&weekly)).unwrap();
        assert_eq!(
            (read.rule.as_str(), read.leaves_out_holidays),
            ("FREQ=WEEKLY;COUNT=8", true)
        );
        let monthly = [&MEETING[..], &[("repeat", "month"), ("until", "2027-05-31")]].concat();
        let read = series(space, &form(&monthly)).unwrap();
        assert_eq!(read.rule, "FREQ=MONTHLY;BYDAY=4TU;UNTIL=20270531T155959Z");
        for (wrong, field) in [
            (vec![("repeat", "week")], "until"),
            (vec![("repeat", "week"), ("times", "1")], "times"),
            (vec![("repeat", "week"), ("until", "明年")], "until"),
            (vec![("repeat", "yearly"), ("times", "3")], "repeat"),
            (vec![("repeat", "week"), ("until", "2026-11-23")], "until"),
        ] {
            let errors = series(space, &form(&[&MEETING[..], &wrong].concat())).unwrap_err();
            assert_eq!(errors.iter().map(|(field, _)| field).collect::<Vec<_>>(), [field]);
        }
    }

    #[test]
    fn each_occurrence_has_its_choice() {
        let space = SpaceId::from_u128(1);
        let at: Timestamp = "2026-12-01T09:00:00+08:00".parse().unwrap();
        let ms = at.as_millisecond();
        let names = [format!("do-{ms}"), format!("at-{ms}")];
        let moved = form(&[(&names[0], "move"), (&names[1], "14:00")]);
        let there = Instead {
            space,
            starts_at: "2026-12-01T14:00:00+08:00".parse().unwrap(),
        };
        assert_eq!(
            choices(space, &moved).unwrap(),
            BTreeMap::from([(at, Choice::Move(there))])
        );
        assert!(choices(space, &form(&[(&names[0], "move"), (&names[1], "下午")])).is_err());
    }
}
