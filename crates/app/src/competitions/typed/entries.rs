//! Who takes part, as an officer or somebody of the team types it.

use langqiao_kernel::{codes::Phone, text::line};
use langqiao_platform::{
    fields::{FieldErrors, Fields},
    i18n::msg,
};

use super::{
    super::{
        correct::Correction,
        enter::{Member, NewEntry},
    },
    read,
};

/// A person from two fields: a name, and a phone where there is one.
pub(in super::super) fn person(
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
pub(in super::super) fn entry(
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
pub(in super::super) fn correction(
    fields: &Fields,
    team: bool,
    own: bool,
) -> Result<Correction, FieldErrors> {
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
