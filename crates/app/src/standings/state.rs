//! Stating something of oneself, and taking it back.

use jiff::{ToSpan, civil::Date};
use langqiao_kernel::{
    id::{PersonId, StandingId},
    time,
};
use langqiao_platform::{
    i18n::{Sentence, msg},
    not_done::NotDone,
};
use langqiao_store::{Event, WriteTx};
use serde_json::json;

use super::{
    model::{MOST, What, is_line, line_name},
    qualifications, queries,
};

/// The longest that a paper is good for, in years.
const LONGEST_YEARS: i64 = 50;

/// States something of oneself or of somebody for whom one answers. What was stated of the same thing is taken back for
/// it; what was stated just so stays as it is. Gives the standing.
///
/// # Errors
/// [`NotDone`], with the field that can't be: `person`, `unit`, `line`, `organisation`, `qualification`, `expires`.
pub fn state(
    tx: &mut WriteTx<'_>,
    asker: PersonId,
    person: PersonId,
    what: &What,
) -> Result<StandingId, NotDone> {
    if !queries::answers_for(tx, asker, person)? {
        return Err(NotDone::NotFound);
    }
    check(tx, what)?;
    // Two forms at once must not state one thing twice.
    tx.lock("standing", &person)?;
    let refused = queries::was_refused(tx, person, what)?;
    if let Some(kept) = queries::kept(tx, person, what)? {
        let as_before = match what {
            What::Unit(_) => true,
            What::Line(_, organisation) => kept.organisation == *organisation,
            What::Qualification(_, expires) => kept.held.expires == *expires,
        };
        if as_before && kept.held.state != super::StandingState::Refused {
            return Ok(kept.id);
        }
        queries::withdraw(tx, kept.id)?;
    } else if queries::count_of(tx, person)? >= MOST {
        return Err(NotDone::no(
            "too-many-standings",
            Sentence::new(msg::STANDING_TOO_MANY).with("most", MOST),
        ));
    }
    let id = queries::insert(tx, person, what, refused)?;
    let detail = json!({ "person": person, "kind": what.kind(), "again": refused });
    tx.record(Event::of("standing.stated", &id).detail(&detail))?;
    Ok(id)
}

/// What can be stated at all.
///
/// # Errors
/// [`NotDone`], with the field.
pub(super) fn check(tx: &mut WriteTx<'_>, what: &What) -> Result<(), NotDone> {
    let today = time::day(tx.now());
    match what {
        What::Unit(unit) => match queries::unit_name(tx, *unit, today)? {
            Some(_) => Ok(()),
            None => Err(NotDone::field("unit", msg::STANDING_UNIT_GONE)),
        },
        What::Line(line, organisation) => {
            if !is_line(line) {
                return Err(NotDone::field("line", msg::STANDING_LINE_EMPTY));
            }
            match organisation {
                None => Ok(()),
                Some(org) => match queries::line_of(tx, *org, today)? {
                    Some(of) if of == *line => Ok(()),
                    Some(_) => Err(NotDone::field(
                        "organisation",
                        Sentence::new(msg::STANDING_ORGANISATION_OTHER_LINE).with("line", line_name(line)),
                    )),
                    None => Err(NotDone::field("organisation", msg::STANDING_ORGANISATION_GONE)),
                },
            }
        }
        What::Qualification(code, expires) => expiry(code, *expires, today),
    }
}

/// The last day on a paper: there where the paper has one, and not over.
fn expiry(code: &str, expires: Option<Date>, today: Date) -> Result<(), NotDone> {
    let Some(known) = qualifications::of(code) else {
        return Err(NotDone::field("qualification", msg::STANDING_QUALIFICATION_EMPTY));
    };
    let longest = today.saturating_add(LONGEST_YEARS.years());
    match expires {
        None if known.expires => Err(NotDone::field("expires", msg::STANDING_EXPIRES_EMPTY)),
        Some(_) if !known.expires => Err(NotDone::field("expires", msg::STANDING_EXPIRES_NEVER)),
        Some(last) if last < today => Err(NotDone::field("expires", msg::STANDING_EXPIRES_PAST)),
        Some(last) if last > longest => Err(NotDone::field("expires", msg::STANDING_EXPIRES_FAR)),
        _ => Ok(()),
    }
}

/// Takes back what was stated by oneself or by somebody for whom one answers. What was decided about it stays known.
///
/// # Errors
/// [`NotDone::NotFound`] if there is none such.
pub fn withdraw(tx: &mut WriteTx<'_>, asker: PersonId, id: StandingId) -> Result<(), NotDone> {
    let standing = queries::by_id(tx, id)?.ok_or(NotDone::NotFound)?;
    let person = standing.held.person;
    if !queries::answers_for(tx, asker, person)? || !queries::withdraw(tx, id)? {
        return Err(NotDone::NotFound);
    }
    let detail = json!({ "person": person, "kind": standing.held.kind });
    Ok(tx.record(Event::of("standing.withdrawn", &id).detail(&detail))?)
}
