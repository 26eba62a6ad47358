//! What is typed while it is played: results, marks and times; and when and on which courts.

use jiff::Timestamp;
use langqiao_kernel::{text::line, time};
use langqiao_platform::{
    fields::{FieldErrors, Fields},
    i18n::msg,
};

use super::{
    super::{
        model::Way,
        move_game::Place,
        result::{GiveResult, Side},
        say,
        schedule::Wish,
    },
    moment, number, read,
};

/// A result from the page at the court.
pub(in super::super) fn result(fields: &Fields) -> Result<GiveResult, FieldErrors> {
    let mut errors = FieldErrors::new();
    let (way, winner) = match fields.raw("way") {
        "home_walkover" => (Way::Walkover, Some(Side::Home)),
        "away_walkover" => (Way::Walkover, Some(Side::Away)),
        "neither" => (Way::Neither, None),
        _ => (Way::Played, side(fields.raw("winner"))),
    };
    let mut score = |name: &str| match read::count(fields.raw(name)) {
        Ok(Some(score)) => score,
        _ if way != Way::Played => 0,
        _ => {
            errors.add(name, msg::COMPETITION_SCORE_NEEDED);
            0
        }
    };
    let (home_score, away_score) = (score("home_score"), score("away_score"));
    let given = GiveResult {
        seen: fields.raw("seen").parse().unwrap_or(-1),
        way,
        home_score,
        away_score,
        winner,
        reason: fields.line("reason").unwrap_or_default(),
    };
    if errors.is_empty() { Ok(given) } else { Err(errors) }
}

fn side(word: &str) -> Option<Side> {
    match word {
        "home" => Some(Side::Home),
        "away" => Some(Side::Away),
        _ => None,
    }
}

/// Marks or times of `parts` parts, from fields `part1`, `part2` …; a time left empty is not given, `-` or 犯规 is a run
/// that doesn't count.
pub(in super::super) fn marks(
    fields: &Fields,
    timed: bool,
    parts: i64,
) -> Result<Vec<(i64, Option<i64>)>, FieldErrors> {
    let mut errors = FieldErrors::new();
    let mut values = Vec::new();
    for part in 1..=parts {
        let name = format!("part{part}");
        let typed = fields.text(&name).unwrap_or_default();
        if timed && (typed.is_empty() || matches!(typed.as_str(), "-" | "犯规" | "弃权" | "无成绩")) {
            if !typed.is_empty() {
                values.push((part, None));
            }
            continue;
        }
        let value = if timed {
            say::read_time(&typed)
        } else {
            say::read_points(&typed)
        };
        match value {
            Some(value) => values.push((part, Some(value))),
            None if timed => errors.add(name, msg::COMPETITION_TIME_WRONG),
            None => errors.add(name, msg::COMPETITION_MARK_NEEDED),
        }
    }
    if errors.is_empty() {
        Ok(values)
    } else {
        Err(errors)
    }
}

/// On which courts and when is played: the same hours on each of the days from the first to the last.
pub(in super::super) fn schedule(fields: &Fields, now: Timestamp) -> Result<Wish, FieldErrors> {
    let mut errors = FieldErrors::new();
    let between = |c: char| matches!(c, '\n' | '、' | ',' | '，');
    let courts = fields
        .raw("courts")
        .split(between)
        .map(line)
        .filter(|name| !name.is_empty())
        .collect();
    let from = moment(fields, ("first_day", "from"), now, &mut errors);
    let until = moment(fields, ("last_day", "until"), now, &mut errors);
    let mut windows = Vec::new();
    if let (Some(from), Some(until)) = (from, until) {
        let (first, last) = (time::civil(from), time::civil(until));
        let mut day = first.date();
        while day <= last.date() && windows.len() <= 62 {
            windows.push((
                time::at(day.to_datetime(first.time())),
                time::at(day.to_datetime(last.time())),
            ));
            day = day.tomorrow().unwrap_or(jiff::civil::Date::MAX);
        }
        if windows.is_empty() || until <= from {
            errors.add("last_day", msg::COMPETITION_WINDOWS_WRONG);
        }
    }
    let wish = Wish {
        courts,
        slot_minutes: number(fields, "slot_minutes", 60, &mut errors),
        rest_minutes: number(fields, "rest_minutes", 60, &mut errors),
        windows,
    };
    if errors.is_empty() { Ok(wish) } else { Err(errors) }
}

/// Where and when one game is played.
pub(in super::super) fn place(fields: &Fields, now: Timestamp) -> Result<Place, FieldErrors> {
    let mut errors = FieldErrors::new();
    let starts_at = moment(fields, ("day", "from"), now, &mut errors);
    let court = number(fields, "court", 1, &mut errors);
    let minutes = number(fields, "minutes", 60, &mut errors);
    match starts_at {
        Some(starts_at) if errors.is_empty() => Ok(Place {
            court,
            starts_at,
            minutes,
        }),
        _ => Err(errors),
    }
}
