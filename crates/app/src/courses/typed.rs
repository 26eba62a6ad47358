//! What officers and families type, read as it was meant.

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::{codes::Phone, id::SignupId, time};
use langqiao_platform::{
    fields::{FieldErrors, Fields},
    i18n::{Msg, msg},
    not_done::NotDone,
};

use super::{
    create::{NewCourse, Term},
    lessons::Move,
    model::Mark,
    pick_up::NewCollector,
    roll::Marks,
    settings::{self, Settings},
};
use crate::{
    activities::{ActivityKind, Allotment, typed as read},
    bookings::{self, Choices},
    standings::Asks,
};

/// A whole number, or what to say in its place; the sentence names its field, for it also stands above the form.
fn number(fields: &Fields, (name, wrong): (&str, Msg), errors: &mut FieldErrors) -> Option<i64> {
    read::count(fields.raw(name)).unwrap_or_else(|_| {
        errors.add(name, wrong);
        None
    })
}

fn day(fields: &Fields, name: &str, now: Timestamp, errors: &mut FieldErrors) -> Option<Date> {
    let found = read::day(fields.raw(name), time::day(now)).ok().flatten();
    if found.is_none() {
        errors.add(name, msg::COURSE_PROBLEM_DAY);
    }
    found
}

fn clock(fields: &Fields, name: &str, errors: &mut FieldErrors) -> Option<jiff::civil::Time> {
    let found = read::time(fields.raw(name)).ok().flatten();
    if found.is_none() {
        errors.add(name, msg::COURSE_PROBLEM_CLOCK);
    }
    found
}

/// The form of a new course.
pub(super) fn course(fields: &Fields, now: Timestamp) -> Result<NewCourse, FieldErrors> {
    let mut errors = FieldErrors::new();
    let (first_day, last_day) = (
        day(fields, "first_day", now, &mut errors),
        day(fields, "last_day", now, &mut errors),
    );
    let (from, to) = (
        clock(fields, "from", &mut errors),
        clock(fields, "to", &mut errors),
    );
    let weekdays: Vec<usize> = fields
        .all("weekdays")
        .filter_map(|day| day.parse().ok())
        .collect();
    if weekdays.is_empty() {
        errors.add("weekdays", msg::COURSE_PROBLEM_WEEKDAYS);
    }
    if fields.line("title").is_none_or(|title| title.chars().count() < 2) {
        errors.add("title", msg::COURSE_PROBLEM_TITLE);
    }
    let space = fields.text("space").and_then(|id| id.parse().ok());
    if space.is_none() && fields.line("place").is_none() {
        errors.add("place", msg::COURSE_PROBLEM_PLACE);
    }
    let seats = number(fields, ("seats", msg::COURSE_PROBLEM_SEATS), &mut errors);
    if seats.is_none() && errors.of("seats").is_none() {
        errors.add("seats", msg::COURSE_PROBLEM_SEATS);
    }
    let allotment = match fields.raw("allotment") {
        "draw" => Allotment::Draw,
        _ => Allotment::FirstCome,
    };
    let closes_at = closes(fields, allotment, (first_day, last_day.zip(to)), now, &mut errors);
    let ages = (
        number(fields, ("min_age", msg::COURSE_PROBLEM_MIN_AGE), &mut errors),
        number(fields, ("max_age", msg::COURSE_PROBLEM_MAX_AGE), &mut errors),
    );
    let pass_percent = number(fields, ("pass_percent", msg::COURSE_PROBLEM_PASS), &mut errors).unwrap_or(0);
    for (name, age, wrong) in [
        ("min_age", ages.0, msg::COURSE_PROBLEM_MIN_AGE),
        ("max_age", ages.1, msg::COURSE_PROBLEM_MAX_AGE),
    ] {
        if age.is_some_and(|age| !(0..=120).contains(&age)) {
            errors.add(name, wrong);
        }
    }
    if ages.0.zip(ages.1).is_some_and(|(min, max)| max < min) {
        errors.add("max_age", msg::ACTIVITY_PROBLEM_AGES_TURNED);
    }
    if !settings::fits(fields.raw("contact")) {
        errors.add("contact", msg::COURSE_PROBLEM_CONTACT);
    }
    let choices = choices(fields).unwrap_or_default();
    let (Some(first_day), Some(last_day), Some(from), Some(to), true) =
        (first_day, last_day, from, to, errors.is_empty())
    else {
        return Err(errors);
    };
    Ok(NewCourse {
        title: fields.line("title").unwrap_or_default(),
        summary: fields.raw("summary").trim().to_owned(),
        kind: fields.raw("kind").parse().unwrap_or(ActivityKind::Family),
        space,
        place: fields.line("place").unwrap_or_default(),
        area: fields.text("area").and_then(|id| id.parse().ok()),
        term: Term {
            first_day,
            last_day,
            weekdays,
            hours: (from, to),
            leaves_out_holidays: fields.has("holidays"),
        },
        choices,
        enrolment: (now, closes_at.unwrap_or(now)),
        ages,
        // Units are found by name in the register, which the page does.
        asks: Asks::default(),
        only_area: fields.text("only_area").and_then(|id| id.parse().ok()),
        seats: seats.unwrap_or_default(),
        allotment,
        pass_percent,
        pick_up: fields.has("pick_up"),
        contact: fields.line("contact").unwrap_or_default(),
    })
}

/// What of a course itself is changed.
pub(super) fn settings(fields: &Fields) -> Result<Settings, FieldErrors> {
    let mut errors = FieldErrors::new();
    let to = Settings {
        pass_percent: number(fields, ("pass_percent", msg::COURSE_PROBLEM_PASS), &mut errors).unwrap_or(0),
        pick_up: fields.has("pick_up"),
        trial_places: Some(
            number(fields, ("trial_places", msg::TRIAL_PROBLEM_PLACES), &mut errors).unwrap_or(0),
        ),
        contact: fields
            .has("contact")
            .then(|| fields.line("contact").unwrap_or_default()),
    };
    if errors.is_empty() { Ok(to) } else { Err(errors) }
}

/// Until when one can enrol. Left empty it is as long as the course goes on, where places are given as people come; a
/// draw needs its day.
fn closes(
    fields: &Fields,
    allotment: Allotment,
    (first_day, last): (Option<Date>, Option<(Date, jiff::civil::Time)>),
    now: Timestamp,
    errors: &mut FieldErrors,
) -> Option<Timestamp> {
    let typed = read::day(fields.raw("closes_day"), time::day(now));
    let hour = read::time(fields.raw("closes")).ok().flatten();
    match typed {
        Ok(Some(day)) => {
            let evening = jiff::civil::time(20, 0, 0, 0);
            let at = time::at(day.to_datetime(hour.unwrap_or(evening)));
            let too_late = allotment.waits() && first_day.is_some_and(|first| first <= day);
            if at <= now {
                errors.add("closes_day", msg::COURSE_PROBLEM_PAST);
            } else if too_late {
                errors.add("closes_day", msg::COURSE_PROBLEM_DRAW_DAY);
            }
            Some(at)
        }
        Ok(None) if allotment.waits() => {
            errors.add("closes_day", msg::COURSE_PROBLEM_DRAW_DAY);
            None
        }
        Ok(None) => last.map(|(day, to)| time::at(day.to_datetime(to))),
        Err(_) => {
            errors.add("closes_day", msg::COURSE_PROBLEM_DAY);
            None
        }
    }
}

/// What was chosen for single sessions: named by when the rule lets them begin.
pub(super) fn choices(fields: &Fields) -> Result<Choices, FieldErrors> {
    // Where there is no room, nothing is moved to another one.
    let space = fields.raw("space").parse().ok();
    let space = space.unwrap_or(langqiao_kernel::id::SpaceId::from_u128(0));
    bookings::read_choices(space, fields)
}

/// When a session is held instead, and where.
pub(super) fn moved(fields: &Fields, now: Timestamp) -> Result<Move, FieldErrors> {
    let mut errors = FieldErrors::new();
    let on = day(fields, "day", now, &mut errors);
    let (from, to) = (
        clock(fields, "from", &mut errors),
        clock(fields, "to", &mut errors),
    );
    match (on, from, to) {
        (Some(day), Some(from), Some(to)) => Ok(Move {
            starts_at: time::at(day.to_datetime(from)),
            ends_at: time::at(day.to_datetime(to)),
            space: fields.text("space").and_then(|id| id.parse().ok()),
        }),
        _ => Err(errors),
    }
}

/// The marks of a roll: `mark-{signup}`. One that is as the page showed it, `was-{signup}`, isn't said again: somebody
/// else may have corrected it meanwhile.
pub(super) fn marks(fields: &Fields) -> Marks {
    fields
        .typed()
        .filter_map(|(name, value)| {
            let whose = name.strip_prefix("mark-")?;
            let signup: SignupId = whose.parse().ok()?;
            let mark: Mark = value.parse().ok()?;
            let shown = fields.raw(&format!("was-{whose}")) == value;
            (!shown).then_some((signup, mark))
        })
        .collect()
}

/// Somebody whom a family lets take its children home.
pub(super) fn collector(fields: &Fields) -> Result<NewCollector, NotDone> {
    let mut errors = FieldErrors::new();
    let phone = match fields.text("phone") {
        None => None,
        Some(text) => match Phone::parse(&text) {
            Ok(phone) => Some(phone),
            Err(_) => {
                errors.add("phone", msg::COURSE_COLLECTOR_PHONE);
                None
            }
        },
    };
    let name = fields.line("name").unwrap_or_default();
    if name.is_empty() {
        errors.add("name", msg::COURSE_COLLECTOR_NAME);
    }
    let relation = fields.line("relation").unwrap_or_default();
    if relation.is_empty() {
        errors.add("relation", msg::COURSE_COLLECTOR_RELATION);
    }
    if !errors.is_empty() {
        return Err(NotDone::Fields(errors));
    }
    Ok(NewCollector {
        name,
        phone,
        relation,
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

    #[test]
    fn a_form_as_people_fill_it() {
        let now = time::at(jiff::civil::date(2026, 8, 20).at(9, 0, 0, 0));
        let typed = [
            ("title", "四点半学堂"),
            ("place", "村文化礼堂"),
            ("first_day", "9月1日"),
            ("last_day", "2026/12/31"),
            ("weekdays", "0"),
            ("weekdays", "2"),
            ("from", "下午4点半"),
            ("to", "１７：３０"),
            ("seats", "20人"),
            ("min_age", "6"),
            ("pick_up", "1"),
        ];
        let new = course(&form(&typed), now).unwrap();
        assert_eq!(new.term.weekdays, [0, 2]);
        assert_eq!((new.seats, new.ages, new.pick_up), (20, (Some(6), None), true));
        assert_eq!(time::rfc3339(new.enrolment.1), "2026-12-31T17:30:00+08:00");
        // A draw has a day, before the first session.
        let drawn = [&typed[..], &[("allotment", "draw")]].concat();
        assert!(course(&form(&drawn), now).unwrap_err().of("closes_day").is_some());
        let drawn = [&drawn[..], &[("closes_day", "8月30日")]].concat();
        let new = course(&form(&drawn), now).unwrap();
        assert_eq!(time::rfc3339(new.enrolment.1), "2026-08-30T20:00:00+08:00");
        let wrong = course(&form(&[("title", "x"), ("from", "25点")]), now).unwrap_err();
        let fields: Vec<&str> = wrong.iter().map(|(field, _)| field).collect();
        assert_eq!(
            fields,
            [
                "first_day",
                "last_day",
                "from",
                "to",
                "weekdays",
                "title",
                "place",
                "seats"
            ]
        );
    }
}
