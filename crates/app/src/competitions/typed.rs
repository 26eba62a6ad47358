//! What officers and those who take part type, read as it was meant: here a competition as a whole.

mod entries;
mod play;
mod rules;

use jiff::Timestamp;
use langqiao_kernel::time;
use langqiao_platform::{
    fields::{FieldErrors, Fields},
    i18n::msg,
};

use super::{create::NewCompetition, model::Rules};
use crate::activities::typed as read;

pub(super) use entries::{correction, entry, person};
pub(super) use play::{marks, place, result, schedule};
pub(super) use rules::{KEPT, push_rules};
use rules::{PLANS, stages};

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
