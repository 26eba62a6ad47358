//! From what a form says to a wish, or to what is wrong with it.

use jiff::{
    SignedDuration, Timestamp,
    civil::{Date, Time},
};
use langqiao_kernel::{id::SpaceId, text::squash, time};
use langqiao_platform::{
    fields::{FieldErrors, Fields},
    i18n::{Sentence, msg},
};

use super::book::{NewBooking, PURPOSE_MAX};

/// How long what goes on past midnight may take when only times are typed.
const NIGHT: SignedDuration = SignedDuration::from_hours(8);

/// Reads the booking form: `day`, `from`, `to`, `purpose`, `people`. An end before the beginning lies on the next
/// day, as for what goes on past midnight, if that is not long after; otherwise the two were mixed up.
pub(super) fn wish(space: SpaceId, fields: &Fields) -> Result<NewBooking, FieldErrors> {
    let mut errors = FieldErrors::new();
    let day: Option<Date> = fields.text("day").and_then(|text| text.parse().ok());
    let (from, to) = (time::clock(fields.raw("from")), time::clock(fields.raw("to")));
    if day.is_none() {
        errors.add("day", msg::BOOKING_BAD_DAY);
    }
    for (field, time) in [("from", from), ("to", to)] {
        if time.is_none() {
            errors.add(field, msg::BOOKING_BAD_TIME);
        }
    }
    let people = fields.text("people").map_or(Some(0), |text| text.parse().ok());
    if people.is_none() {
        errors.add("people", msg::BOOKING_BAD_PEOPLE);
    }
    // Said in the same round as what else is wrong; forms that don't ask for it, such as for another time, go without.
    let purpose = squash(fields.raw("purpose")).chars().count();
    if fields.has("purpose") && !(2..=PURPOSE_MAX).contains(&purpose) {
        let sentence = Sentence::new(msg::BOOKING_BAD_PURPOSE).with("most", PURPOSE_MAX as i64);
        errors.add("purpose", sentence);
    }
    let mut equipment = Vec::new();
    for (name, value) in fields.typed() {
        let Some(id) = name.strip_prefix("eq-").and_then(|id| id.parse().ok()) else {
            continue;
        };
        match squash(value).parse() {
            Ok(0) => {}
            Ok(pieces) => equipment.push((id, pieces)),
            Err(_) if value.trim().is_empty() => {}
            Err(_) => errors.add(name, msg::LEND_BAD_PIECES),
        }
    }
    let ends_at = match (day, from, to) {
        (Some(day), Some(from), Some(to)) => end(day, from, to),
        _ => None,
    };
    if errors.of("day").is_none() && errors.of("from").is_none() && ends_at.is_none() {
        errors.add("to", msg::BOOKING_MIXED_UP);
    }
    let (Some(day), Some(from), Some(ends_at), Some(people), true) =
        (day, from, ends_at, people, errors.is_empty())
    else {
        return Err(errors);
    };
    let starts_at = time::at(day.to_datetime(from));
    Ok(NewBooking {
        space,
        purpose: fields.raw("purpose").to_owned(),
        people,
        starts_at,
        ends_at,
        equipment,
    })
}

fn end(day: Date, from: Time, to: Time) -> Option<Timestamp> {
    if to > from {
        return Some(time::at(day.to_datetime(to)));
    }
    let (starts, ends) = (day.to_datetime(from), day.tomorrow().ok()?.to_datetime(to));
    let (starts, ends) = (time::at(starts), time::at(ends));
    (ends.duration_since(starts) <= NIGHT).then_some(ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Result<NewBooking, FieldErrors> {
        let fields = pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        wish(SpaceId::from_u128(1), &fields)
    }

    #[test]
    fn a_form_as_people_fill_it() {
        let wish = typed(&[
            ("day", "2026-11-23"),
            ("from", "９：００"),
            ("to", "10点半"),
            ("purpose", "例会"),
        ])
        .unwrap();
        assert_eq!(time::rfc3339(wish.starts_at), "2026-11-23T09:00:00+08:00");
        assert_eq!(time::rfc3339(wish.ends_at), "2026-11-23T10:30:00+08:00");
        let late = typed(&[("day", "2026-11-23"), ("from", "22:00"), ("to", "1:00")]).unwrap();
        assert_eq!(time::rfc3339(late.ends_at), "2026-11-24T01:00:00+08:00");
        let mixed_up = typed(&[("day", "2026-11-23"), ("from", "18:00"), ("to", "17:00")]).unwrap_err();
        assert!(mixed_up.of("to").is_some());
        let same = typed(&[("day", "2026-11-23"), ("from", "9:00"), ("to", "9:00")]).unwrap_err();
        assert!(same.of("to").is_some());
        let wrong = typed(&[
            ("day", "明天"),
            ("from", "25:00"),
            ("people", "很多"),
            ("purpose", ""),
        ])
        .unwrap_err();
        let fields: Vec<&str> = wrong.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["day", "from", "to", "people", "purpose"]);
        // After the last day that there is comes none.
        let last = typed(&[("day", "9999-12-31"), ("from", "22:00"), ("to", "1:00")]).unwrap_err();
        assert!(last.of("to").is_some());
    }
}
