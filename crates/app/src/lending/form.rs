//! What is typed into the forms of things and loans, read as it was meant.

use jiff::civil::Date;
use langqiao_kernel::{
    id::{ActivityId, EquipmentId, VenueId},
    text::{line, squash},
    time,
};
use langqiao_platform::{
    fields::{FieldErrors, Fields},
    i18n::msg,
    ui::Ui,
};

use super::{
    ask::{Wish, of_words},
    hand::Parts,
    keep::Terms,
    model::{Kind, OpenTo, Thing},
};
use crate::activities::typed;

/// A number as people type it: `3`, `３ 件`; nothing where it can't be read or nothing was typed.
pub fn number(fields: &Fields, name: &str) -> Option<i64> {
    let text = fields
        .raw(name)
        .replace(['件', '天', '台', '张', '把', '套', '箱', '只'], "");
    typed::count(&text).ok().flatten()
}

/// The same for a place that may be left empty: then it is none.
pub fn or_none(fields: &Fields, name: &str) -> i64 {
    if fields.text(name).is_none() {
        0
    } else {
        number(fields, name).unwrap_or(-1)
    }
}

fn day(fields: &Fields, name: &str, today: Date) -> Option<Date> {
    typed::day(fields.raw(name), today).ok().flatten()
}

/// What a keeper lays down; what can't be read is out of bounds and is said so with the rest.
pub fn terms(fields: &Fields) -> Result<Terms, FieldErrors> {
    let mut errors = FieldErrors::new();
    let open_to = fields.raw("open_to").parse::<OpenTo>();
    if open_to.is_err() {
        errors.add("open_to", msg::LOAN_CHOOSE_OPEN);
    }
    let venue = fields.text("venue").map(|id| id.parse::<VenueId>());
    if matches!(venue, Some(Err(_))) {
        errors.add("venue", msg::LOAN_NOT_YOUR_VENUE);
    }
    match open_to {
        Ok(open_to) if errors.is_empty() => Ok(Terms {
            name: fields.raw("name").to_owned(),
            venue: venue.and_then(Result::ok),
            place: fields.raw("place").to_owned(),
            open_to,
            asks: fields.raw("asks") != "no",
            days_max: number(fields, "days_max").unwrap_or(-1),
            note: fields.raw("terms").to_owned(),
            idle_days: number(fields, "idle_days").unwrap_or(-1),
        }),
        _ => Err(errors),
    }
}

/// Whether it comes back, and how many there are.
pub fn first(fields: &Fields) -> Result<(Kind, i64), FieldErrors> {
    let mut errors = FieldErrors::new();
    match fields.raw("kind").parse::<Kind>() {
        Ok(kind) => Ok((kind, number(fields, "pieces").unwrap_or(-1))),
        Err(_) => {
            errors.add("kind", msg::LOAN_CHOOSE_KIND);
            Err(errors)
        }
    }
}

/// A thing's terms as its form shows them first.
pub fn typed_terms(thing: &Thing) -> Fields {
    let mut fields = Fields::default();
    fields.push("name", thing.name.clone());
    if let Some((venue, _)) = &thing.venue {
        fields.push("venue", venue.to_text());
    }
    fields.push("place", thing.place.clone());
    fields.push("open_to", thing.open_to.as_str());
    fields.push("asks", if thing.asks { "yes" } else { "no" });
    fields.push("days_max", thing.days_max.to_string());
    fields.push("terms", thing.note.clone());
    fields.push("idle_days", thing.idle_days.to_string());
    fields.push("version", thing.version.to_string());
    fields
}

/// What is asked for.
pub fn wish(ui: &Ui, thing: EquipmentId, fields: &Fields) -> Result<Wish, FieldErrors> {
    let (mut errors, today) = (FieldErrors::new(), time::day(ui.now));
    let from = day(fields, "from", today);
    // Goods are fetched on one day.
    let until = if fields.text("until").is_none() {
        from
    } else {
        day(fields, "until", today)
    };
    if from.is_none() {
        errors.add("from", msg::LOAN_BAD_DAY);
    }
    // Left empty it is the first day, of which it is said already.
    if until.is_none() && fields.text("until").is_some() {
        errors.add("until", msg::LOAN_BAD_DAY);
    }
    let activity = fields.text("activity").map(|id| id.parse::<ActivityId>());
    if matches!(activity, Some(Err(_))) {
        errors.add("activity", msg::LOAN_NOT_YOUR_ACTIVITY);
    }
    match (from, until) {
        (Some(from), Some(until)) if errors.is_empty() => Ok(Wish {
            thing,
            pieces: number(fields, "pieces").unwrap_or(-1),
            from,
            until,
            purpose: fields.raw("purpose").to_owned(),
            activity: activity.and_then(Result::ok),
            fetcher: fields.raw("fetcher").to_owned(),
        }),
        _ => {
            let pieces = number(fields, "pieces").unwrap_or(-1);
            let (purpose, fetcher) = (line(fields.raw("purpose")), squash(fields.raw("fetcher")));
            of_words(&mut errors, pieces, &purpose, &fetcher);
            Err(errors)
        }
    }
}

/// What comes back.
pub fn parts(fields: &Fields) -> Parts {
    Parts {
        in_order: or_none(fields, "in_order"),
        damaged: or_none(fields, "damaged"),
        missing: or_none(fields, "missing"),
        note: fields.raw("note").to_owned(),
        seen: fields.raw("seen").parse().ok(),
    }
}

/// The day until which it would be kept.
pub fn until(ui: &Ui, fields: &Fields) -> Option<Date> {
    day(fields, "until", time::day(ui.now))
}
