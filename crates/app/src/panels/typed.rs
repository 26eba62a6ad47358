//! What officers and judges type, read as it was meant.

use jiff::civil::Date;
use langqiao_kernel::{codes::Phone, text::squash};
use langqiao_platform::{
    fields::{FieldErrors, Fields},
    i18n::msg,
};

use super::{
    create::RoundWish,
    judge::Who,
    model::{EvidenceSource, Item},
    score::{Begun, HandIn},
};
use crate::activities::typed as read;

/// A whole number from a field.
fn number(fields: &Fields, name: &str, errors: &mut FieldErrors) -> i64 {
    match read::count(fields.raw(name)) {
        Ok(Some(found)) => found,
        _ => {
            errors.add(name, msg::PANEL_NUMBER_WRONG);
            0
        }
    }
}

/// A day from a field.
pub(super) fn day(fields: &Fields, name: &str, today: Date, errors: &mut FieldErrors) -> Date {
    match read::day(fields.raw(name), today) {
        Ok(Some(day)) => day,
        _ => {
            errors.add(name, msg::PANEL_DAY_WRONG);
            today
        }
    }
}

/// A round as the form says it.
pub(super) fn round(fields: &Fields, today: Date) -> Result<RoundWish, FieldErrors> {
    let mut errors = FieldErrors::new();
    let wish = RoundWish {
        title: fields.line("title").unwrap_or_default(),
        period: (
            day(fields, "from", today, &mut errors),
            day(fields, "until", today, &mut errors),
        ),
        outlier: number(fields, "outlier", &mut errors),
        appeal_days: number(fields, "appeal_days", &mut errors),
    };
    if errors.is_empty() { Ok(wish) } else { Err(errors) }
}

/// Points as people write them, in hundredths: `9`, `９.5`, `9.25 分`.
pub(super) fn points(typed: &str) -> Option<i64> {
    let plain = squash(typed).replace('。', ".");
    let bare = plain.trim_end_matches('分').trim();
    let (whole, part) = bare.split_once('.').unwrap_or((bare, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 4 || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    format!("{whole}{part:0<2}").parse().ok()
}

/// One item of the sheet; what is wrong is said at `label`, `wants`, `highest`, `weight`.
pub(super) fn item(fields: &Fields) -> Result<Item, FieldErrors> {
    let mut errors = FieldErrors::new();
    let highest = points(fields.raw("highest"));
    if highest.is_none() {
        errors.add("highest", msg::PANEL_HIGHEST_WRONG);
    }
    let item = Item {
        label: fields.line("label").unwrap_or_default(),
        wants: fields.line("wants").unwrap_or_default(),
        highest: highest.unwrap_or_default(),
        weight: number(fields, "weight", &mut errors),
        sources: fields
            .all("source")
            .filter_map(|word| word.parse::<EvidenceSource>().ok())
            .collect(),
    };
    if errors.is_empty() { Ok(item) } else { Err(errors) }
}

/// Who is asked to judge.
pub(super) fn judge(fields: &Fields) -> Result<Who, FieldErrors> {
    if let Ok(person) = fields.raw("officer").parse() {
        return Ok(Who::Officer(person));
    }
    let mut errors = FieldErrors::new();
    let name = fields.line("judge").filter(|name| name.chars().count() <= 40);
    if name.is_none() {
        errors.add("judge", msg::PANEL_PERSON_WRONG);
    }
    let phone = Phone::parse(fields.raw("phone"));
    match (name, phone) {
        (Some(name), Ok(phone)) => Ok(Who::Named { name, phone }),
        (_, Err(_)) => {
            errors.add("phone", msg::PANEL_PHONE_WRONG);
            Err(errors)
        }
        (None, Ok(_)) => Err(errors),
    }
}

/// Positions for which the form has fields.
fn positions(fields: &Fields) -> Vec<i64> {
    let mut found: Vec<i64> = fields
        .typed()
        .filter_map(|(name, _)| name.strip_prefix("mark")?.parse().ok())
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// A sheet that is handed in: a mark that can't be read is none.
pub(super) fn hand_in(fields: &Fields) -> HandIn {
    let marks = positions(fields).into_iter().map(|position| {
        let words = fields.raw(&format!("words{position}")).to_owned();
        (position, points(fields.raw(&format!("mark{position}"))), words)
    });
    HandIn {
        sheet: fields.raw("sheet").parse().unwrap_or(0),
        seen: fields.raw("seen").parse().unwrap_or(0),
        marks: marks.collect(),
        reason: fields.raw("reason").to_owned(),
    }
}

/// What was typed so far.
pub(super) fn begun(fields: &Fields) -> Vec<Begun> {
    let typed = positions(fields).into_iter().map(|position| Begun {
        position,
        value: fields.raw(&format!("mark{position}")).to_owned(),
        words: fields.raw(&format!("words{position}")).to_owned(),
    });
    typed.collect()
}

#[cfg(test)]
mod tests {
    use super::points;

    #[test]
    fn points_are_read_as_they_are_written() {
        let read = ["9", "９．5", "9.25 分", "10.0", "0"].map(points);
        assert_eq!(read, [Some(900), Some(950), Some(925), Some(1000), Some(0)]);
        assert_eq!(["", "九", "9.255", "-1", "9..5"].map(points), [None; 5]);
    }
}
