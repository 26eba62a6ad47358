//! What officers and those who take part type, read as it was meant.

use jiff::Timestamp;
use langqiao_kernel::{codes::Phone, contest::league::Points, text::line, time};
use langqiao_platform::{
    fields::{FieldErrors, Fields},
    i18n::{Sentence, msg},
};

use super::{
    correct::Correction,
    create::NewCompetition,
    enter::{Member, NewEntry},
    model::{Format, Item, Rules, Way},
    move_game::Place,
    result::{GiveResult, Side},
    say,
    schedule::Wish,
};
use crate::activities::typed as read;

/// The ways to decide a competition that the form offers: each makes one stage, or two.
pub(super) const PLANS: [&str; 8] = [
    "knockout",
    "league",
    "groups",
    "swiss",
    "swiss_knockout",
    "judged",
    "timed",
    "timed_judged",
];

/// The word of a form that leaves the stages as they are: it has no fields for their rules.
pub(super) const KEPT: &str = "kept";

/// The rules of stages as the form has them; [`KEPT`] where it would not give the same back.
pub(super) fn push_rules(fields: &mut Fields, rules: &[&Rules]) {
    let formats: Vec<Format> = rules.iter().map(|rules| rules.format).collect();
    let plan = match formats[..] {
        [Format::Knockout] => "knockout",
        [Format::League] => "league",
        [Format::League, Format::Knockout] => "groups",
        [Format::Swiss] => "swiss",
        [Format::Swiss, Format::Knockout] => "swiss_knockout",
        [Format::Judged] => "judged",
        [Format::Timed] => "timed",
        [Format::Timed, Format::Judged] => "timed_judged",
        _ => KEPT,
    };
    let mut typed = Fields::default();
    if let Some(first) = rules.first() {
        typed.push(
            "points",
            if first.points.win == 3 || first.walkover_score == 3 {
                "3"
            } else {
                "2"
            },
        );
        typed.push("rounds", first.rounds.to_string());
        typed.push("runs", first.runs.to_string());
        if first.pools > 0 {
            typed.push("pools", first.pools.to_string());
        }
        if rules.len() > 1 {
            typed.push("through", first.through.to_string());
        }
    }
    let scored = |rules: &&&Rules| matches!(rules.format, Format::League | Format::Knockout);
    if let Some(rules) = rules.iter().find(scored) {
        typed.push("walkover_score", rules.walkover_score.to_string());
    }
    if rules.iter().any(|rules| rules.third_place) {
        typed.push("third_place", "1");
    }
    if rules.iter().any(|rules| rules.drop_extremes) {
        typed.push("drop_extremes", "1");
    }
    let items = rules
        .iter()
        .flat_map(|rules| &rules.items)
        .filter(|item| !item.label.is_empty());
    let items: Vec<String> = items
        .map(|item| format!("{} {}", item.label, item.weight))
        .collect();
    typed.push("items", items.join("\n"));
    let mut errors = FieldErrors::new();
    let same = plan != KEPT && stages(plan, &typed, &mut errors).iter().eq(rules.iter().copied());
    fields.push("plan", if same && errors.is_empty() { plan } else { KEPT });
    for (name, value) in typed.typed() {
        fields.push(name, value);
    }
}

/// A whole number from a field, `usual` if nothing was typed.
fn number(fields: &Fields, name: &str, usual: i64, errors: &mut FieldErrors) -> i64 {
    match read::count(fields.raw(name)) {
        Ok(found) => found.unwrap_or(usual),
        Err(_) => {
            errors.add(name, msg::COMPETITION_NUMBER_WRONG);
            usual
        }
    }
}

/// A day and a time of day from two fields.
fn moment(
    fields: &Fields,
    (day, clock): (&str, &str),
    now: Timestamp,
    errors: &mut FieldErrors,
) -> Option<Timestamp> {
    let date = read::day(fields.raw(day), time::day(now));
    let hour = read::time(fields.raw(clock));
    match (date, hour) {
        (Ok(Some(date)), Ok(Some(hour))) => return Some(time::at(date.to_datetime(hour))),
        (Ok(Some(_)), _) => errors.add(clock, msg::COMPETITION_TIME_OF_DAY_WRONG),
        _ => errors.add(day, msg::COMPETITION_DAY_WRONG),
    }
    None
}

/// A competition to be set up; or to be changed, of which `known` are the stages that a form may leave as they are.
pub(super) fn competition(
    fields: &Fields,
    now: Timestamp,
    known: Option<Vec<Rules>>,
) -> Result<NewCompetition, FieldErrors> {
    let mut errors = FieldErrors::new();
    let plan = fields.raw("plan");
    let known = known.filter(|_| plan == KEPT);
    if !PLANS.contains(&plan) && known.is_none() {
        errors.add("plan", msg::COMPETITION_PLAN_NEEDED);
    }
    let team = match fields.raw("kind") {
        "team" => true,
        "single" => false,
        _ => {
            errors.add("kind", msg::COMPETITION_KIND_NEEDED);
            false
        }
    };
    let entries_close_at = moment(fields, ("closes_day", "closes"), now, &mut errors).unwrap_or(now);
    let stages = known.unwrap_or_else(|| stages(plan, fields, &mut errors));
    let new = NewCompetition {
        title: fields.line("title").unwrap_or_default(),
        team,
        team_min: number(fields, "team_min", 1, &mut errors),
        team_max: number(fields, "team_max", 15, &mut errors),
        entries_max: number(fields, "entries_max", 64, &mut errors),
        self_entry: fields.has("self_entry"),
        entries_close_at,
        protest_minutes: number(fields, "protest_minutes", 30, &mut errors),
        stages,
    };
    if errors.is_empty() { Ok(new) } else { Err(errors) }
}

/// What stands against a competition, at the fields of its form.
pub(super) fn at_fields(errors: &FieldErrors) -> FieldErrors {
    let mut placed = FieldErrors::new();
    for (field, sentence) in errors.iter() {
        let name = match field {
            "entries_close_at" => "closes_day",
            other => other,
        };
        placed.add(name, sentence.clone());
    }
    placed
}

fn stages(plan: &str, fields: &Fields, errors: &mut FieldErrors) -> Vec<Rules> {
    let through = number(fields, "through", 2, errors);
    let formats: &[Format] = match plan {
        "knockout" => &[Format::Knockout],
        "league" => &[Format::League],
        "groups" => &[Format::League, Format::Knockout],
        "swiss" => &[Format::Swiss],
        "swiss_knockout" => &[Format::Swiss, Format::Knockout],
        "judged" => &[Format::Judged],
        "timed_judged" => &[Format::Timed, Format::Judged],
        _ => &[Format::Timed],
    };
    let last = formats.len() - 1;
    let mut stages = Vec::with_capacity(formats.len());
    for (at, format) in formats.iter().enumerate() {
        let mut rules = Rules::usual(*format);
        rules.through = if at < last { through } else { 0 };
        if plan == "groups" && at == 0 {
            rules.pools = number(fields, "pools", 0, errors);
        }
        if *format == Format::League && fields.raw("points") == "3" {
            rules.points = Points {
                win: 3,
                draw: 1,
                loss: 0,
            };
            rules.draws = true;
        }
        if matches!(format, Format::League | Format::Knockout) {
            let usual = if fields.raw("points") == "3" { 3 } else { 20 };
            rules.walkover_score = number(fields, "walkover_score", usual, errors);
        }
        if *format == Format::Knockout {
            rules.third_place = fields.has("third_place");
        }
        rules.rounds = number(fields, "rounds", 5, errors);
        rules.runs = number(fields, "runs", 1, errors);
        if *format == Format::Judged {
            rules.drop_extremes = fields.has("drop_extremes");
            rules.items = items(fields.raw("items"), errors);
        }
        stages.push(rules);
    }
    stages
}

/// What a panel looks at, one a line: `工艺 60`. Marks go to 100 points; nothing typed is one mark for the whole.
fn items(typed: &str, errors: &mut FieldErrors) -> Vec<Item> {
    let lines: Vec<String> = typed.lines().map(line).filter(|text| !text.is_empty()).collect();
    if lines.is_empty() {
        return Rules::usual(Format::Judged).items;
    }
    let mut items = Vec::new();
    for text in lines {
        let bare = text.trim_end_matches(['%', '％', '分']).trim_end();
        let label = bare.trim_end_matches(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
        let weight = read::count(&bare[label.len()..]).ok().flatten();
        match weight {
            Some(weight) if !label.trim().is_empty() => items.push(Item {
                label: line(label.trim_end_matches([':', '：', ' '])),
                weight,
                highest: 10_000,
            }),
            _ => errors.add(
                "items",
                Sentence::new(msg::COMPETITION_ITEM_WRONG).with("line", text),
            ),
        }
    }
    items
}

/// A person from two fields: a name, and a phone where there is one.
pub(super) fn person(
    fields: &Fields,
    (name, phone): (&str, &str),
    errors: &mut FieldErrors,
) -> Option<Member> {
    let typed = fields.text(phone);
    let parsed = typed.as_deref().map(Phone::parse).transpose();
    let Ok(parsed) = parsed else {
        errors.add(phone, msg::COMPETITION_PHONE_WRONG);
        return None;
    };
    let name = fields.text(name)?;
    Some(Member::Named { name, phone: parsed })
}

/// An entry, as an officer or somebody of the team types it. `team` and `own` are what decides which fields there are.
pub(super) fn entry(
    fields: &Fields,
    team: bool,
    own: Option<langqiao_kernel::id::PersonId>,
) -> Result<NewEntry, FieldErrors> {
    let mut errors = FieldErrors::new();
    let members = match (team, own) {
        (true, _) => members(fields.raw("members")),
        (false, Some(person)) => vec![Member::Known(person)],
        (false, None) => person(fields, ("person", "phone"), &mut errors)
            .into_iter()
            .collect(),
    };
    let contact = match own {
        Some(own) => Some(Member::Known(own)),
        None if team => person(fields, ("contact", "phone"), &mut errors),
        None => None,
    };
    let seed = match read::count(fields.raw("seed")) {
        Ok(seed) => seed.filter(|_| own.is_none()),
        Err(_) => {
            errors.add("seed", msg::COMPETITION_NUMBER_WRONG);
            None
        }
    };
    let new = NewEntry {
        name: fields.line("name").unwrap_or_default(),
        unit_name: fields.line("unit").unwrap_or_default(),
        line: fields.raw("line").parse().ok(),
        seed,
        contact,
        members,
    };
    // All that is missing is said in one round.
    if team && new.name.is_empty() {
        errors.add("name", msg::COMPETITION_NAME_NEEDED);
    }
    if !team && new.members.is_empty() && errors.of("person").is_none() {
        errors.add("person", msg::COMPETITION_PERSON_NEEDED);
    }
    if new.unit_name.is_empty() {
        errors.add("unit", msg::COMPETITION_UNIT_NEEDED);
    }
    if own.is_some() && team && !fields.has("agreed") {
        errors.add("agreed", msg::COMPETITION_AGREED_NEEDED);
    }
    if errors.is_empty() { Ok(new) } else { Err(errors) }
}

/// What of an entry is corrected.
pub(super) fn correction(fields: &Fields, team: bool, own: bool) -> Result<Correction, FieldErrors> {
    let mut errors = FieldErrors::new();
    let members = match (team, own) {
        (true, _) => members(fields.raw("members")),
        (false, true) => Vec::new(),
        (false, false) => person(fields, ("person", "phone"), &mut errors)
            .into_iter()
            .collect(),
    };
    let keep = match team {
        true => Some(
            (1..=60)
                .filter(|place| fields.has(&format!("keep{place}")))
                .collect(),
        ),
        // Another person takes the place of the one before.
        false => (!members.is_empty()).then(Vec::new),
    };
    let new = Correction {
        version: fields.raw("version").parse().unwrap_or(0),
        entry: NewEntry {
            name: fields.line("name").unwrap_or_default(),
            unit_name: fields.line("unit").unwrap_or_default(),
            line: fields.raw("line").parse().ok(),
            seed: match read::count(fields.raw("seed")) {
                Ok(seed) => seed,
                Err(_) => {
                    errors.add("seed", msg::COMPETITION_NUMBER_WRONG);
                    None
                }
            },
            contact: None,
            members,
        },
        keep,
    };
    if errors.is_empty() { Ok(new) } else { Err(errors) }
}

/// Names, one a line or with marks between.
fn members(typed: &str) -> Vec<Member> {
    let between = |c: char| matches!(c, '\n' | '、' | ',' | '，' | ';' | '；');
    let names = typed.split(between).map(line).filter(|name| !name.is_empty());
    names.map(|name| Member::Named { name, phone: None }).collect()
}

/// A result from the page at the court.
pub(super) fn result(fields: &Fields) -> Result<GiveResult, FieldErrors> {
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
pub(super) fn marks(
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
pub(super) fn schedule(fields: &Fields, now: Timestamp) -> Result<Wish, FieldErrors> {
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
pub(super) fn place(fields: &Fields, now: Timestamp) -> Result<Place, FieldErrors> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_walkover_counts_is_typed_and_stays() {
        let mut typed = Fields::default();
        for (name, value) in [("through", "2"), ("walkover_score", "1")] {
            typed.push(name, value);
        }
        for plan in ["knockout", "league", "groups", "swiss_knockout"] {
            let rules = stages(plan, &typed, &mut FieldErrors::new());
            let counts: Vec<i64> = rules.iter().map(|rules| rules.walkover_score).collect();
            assert!(counts.iter().all(|score| *score == 1), "{plan}: {counts:?}");
            // A form with the same again leaves it as it is.
            let mut again = Fields::default();
            push_rules(&mut again, &rules.iter().collect::<Vec<_>>());
            assert_eq!((again.raw("plan"), again.raw("walkover_score")), (plan, "1"));
        }
        let usual = stages("knockout", &Fields::default(), &mut FieldErrors::new());
        assert_eq!(usual[0].walkover_score, 20);
    }
}
