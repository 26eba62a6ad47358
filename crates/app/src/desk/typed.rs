//! What was typed into the desk's form.

use jiff::civil::Date;
use langqiao_kernel::{codes::Phone, id::AreaId, text};
use langqiao_platform::{
    fields::{FieldErrors, Fields},
    i18n::msg,
};

use super::take::{AtDesk, Child};
use crate::{
    activities::typed,
    signups::{SignupRole, answers::Answers},
    standings::{self, StandingKind, What},
};

/// How the fields of the list begin that the form for one has, too.
pub const OF_LIST: &str = "list_";
/// How many children the form has room for.
pub const CHILDREN: usize = 3;
/// What the answers' fields are called before the question's id.
const ANSWER: &str = "q-";

/// Reads the form.
///
/// # Errors
/// What is missing or can't be read, each at its field.
pub fn read(fields: &Fields, today: Date) -> Result<AtDesk, FieldErrors> {
    let mut errors = FieldErrors::new();
    let name = text::line(fields.raw("name"));
    if name.is_empty() {
        errors.add("name", msg::REGISTER_NAME);
    }
    let phone = match fields.text("phone").map(|typed| Phone::parse(&typed)) {
        Some(Err(_)) => {
            errors.add("phone", msg::DESK_LINE_PHONE);
            None
        }
        Some(Ok(phone)) => Some(phone),
        None => None,
    };
    let birth = day(fields, "birth", today, &mut errors);
    let mut children = Vec::new();
    for n in 0..CHILDREN {
        let (name_field, birth_field) = (format!("child{n}_name"), format!("child{n}_birth"));
        let (name, birth) = (
            text::line(fields.raw(&name_field)),
            day(fields, &birth_field, today, &mut errors),
        );
        match (name.is_empty(), birth) {
            (true, None) => {}
            (true, Some(_)) => errors.add(name_field, msg::REGISTER_NAME),
            (false, Some(birth)) => children.push(Child { name, birth }),
            (false, None) if errors.of(&birth_field).is_some() => {}
            (false, None) => errors.add(birth_field, msg::DESK_CHILD_BIRTH),
        }
    }
    let comes = fields.raw("comes") != "no";
    if !comes && children.is_empty() {
        errors.add("comes", msg::DESK_NOBODY);
    }
    if fields.raw("consent") != "1" {
        errors.add("consent", msg::DESK_CONSENT_FIRST);
    }
    let seen = seen(fields, "", &mut errors);
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(AtDesk {
        name,
        phone,
        birth,
        area: area(fields),
        role: role(fields),
        comes,
        children,
        answers: answers(fields),
        seen,
        on_paper: fields.raw("on_paper") == "1",
    })
}

/// The field that says what of this kind was seen.
pub const fn seen_field(kind: StandingKind) -> &'static str {
    match kind {
        StandingKind::Unit => "seen_unit",
        StandingKind::Line => "seen_line",
        StandingKind::Qualification => "seen_qualification",
    }
}

/// What was seen the original of; the list's fields begin with a `prefix` of their own.
pub fn seen(fields: &Fields, prefix: &str, errors: &mut FieldErrors) -> Vec<What> {
    let named = |kind| format!("{prefix}{}", seen_field(kind));
    let mut seen = Vec::new();
    if let Ok(unit) = fields.raw(&named(StandingKind::Unit)).parse() {
        seen.push(What::Unit(unit));
    }
    if let Some(line) = fields.text(&named(StandingKind::Line)) {
        seen.push(What::Line(line, None));
    }
    if let Some(code) = fields.text(&named(StandingKind::Qualification)) {
        let expires = format!("{prefix}expires");
        let typed = fields.text(&expires);
        let day = typed.as_deref().map(standings::last_day);
        if day == Some(None) {
            errors.add(expires, msg::STANDING_EXPIRES_UNREAD);
        }
        seen.push(What::Qualification(code, day.flatten()));
    }
    seen
}

/// Where they live, where that is asked.
pub fn area(fields: &Fields) -> Option<AreaId> {
    fields.raw("area").parse().ok()
}

/// As what they come.
pub fn role(fields: &Fields) -> SignupRole {
    match fields.raw("role") {
        "volunteer" => SignupRole::Volunteer,
        _ => SignupRole::Attendee,
    }
}

fn answers(fields: &Fields) -> Answers {
    fields
        .typed()
        .filter_map(|(name, value)| Some((name.strip_prefix(ANSWER)?.to_owned(), value.to_owned())))
        .collect()
}

fn day(fields: &Fields, field: &str, today: Date, errors: &mut FieldErrors) -> Option<Date> {
    match typed::day(fields.raw(field), today) {
        Ok(Some(day)) if day > today => {
            errors.add(field, msg::DESK_BIRTH_AHEAD);
            None
        }
        Ok(day) => day,
        Err(_) => {
            errors.add(field, msg::DESK_DAY);
            None
        }
    }
}
