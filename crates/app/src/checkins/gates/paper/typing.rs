//! Lines are typed, by two people who do not see what the other typed.

use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, PersonId, SignupId},
    time,
};
use langqiao_platform::{args, i18n::msg, people};
use langqiao_store::{Event, WriteTx, params};
use serde_json::json;

use super::super::IN_ORDER;
use super::{Copy, PaperError, Sheet, TOGETHER, Times, of_hosts, sheet, telling::tell};

/// Lines as somebody typed them.
#[derive(Clone, Debug)]
pub struct TypeLines {
    /// Of which activity's sheet.
    pub activity: ActivityId,
    /// The lines.
    pub lines: Vec<(SignupId, Times)>,
    /// Whether these were the last.
    pub finish: bool,
}

/// Keeps lines as a person typed them. The first two of the hosts' people who type
/// have a copy each; late lines that neither of them types are typed by whoever comes next, in the place of the first.
///
/// # Errors
/// See [`PaperError`].
pub fn type_lines(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    command: &TypeLines,
) -> Result<(), PaperError> {
    check(&command.lines, tx.now())?;
    tx.lock(IN_ORDER, &command.activity)?;
    let sheet = sheet(tx, org, command.activity)?;
    let on_it = |signup: &SignupId| sheet.lines.iter().any(|line| line.signup == *signup);
    if !command.lines.iter().all(|(signup, _)| on_it(signup)) {
        return Err(PaperError::NotFound);
    }
    let place = match sheet.own(person).or_else(|| sheet.to_take_over()) {
        Some(copy) => {
            let open = sheet.to_type(Some(copy));
            let is_open = |signup: &SignupId| open.iter().any(|(_, line)| line.signup == *signup);
            if copy.finished.is_some()
                && (open.is_empty() || !command.lines.iter().all(|(signup, _)| is_open(signup)))
            {
                return Err(PaperError::Finished);
            }
            if copy.typist != person {
                take_over(tx, &sheet, copy, (person, command.lines.is_empty()))?;
            }
            copy.place
        }
        None => begin(tx, &sheet, person)?,
    };
    for (signup, times) in &command.lines {
        tx.execute(
            "INSERT INTO sheet_line (activity, place, signup, came_at, left_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (activity, place, signup) DO UPDATE SET came_at = excluded.came_at, left_at = excluded.left_at",
            params![command.activity, place, *signup, times.came, times.left],
        )?;
    }
    if command.finish {
        tx.execute(
            "UPDATE sheet_copy SET finished_at = ?3 WHERE activity = ?1 AND place = ?2 AND finished_at IS NULL",
            params![command.activity, place, tx.now()],
        )?;
    }
    let detail = json!({ "lines": command.lines.len(), "finished": command.finish });
    let event = Event::of("sheet.typed", &command.activity)
        .kind("activity")
        .org(sheet.door.organisation);
    Ok(tx.record(event.detail(&detail))?)
}

/// Whether these may be the times on a paper that is there now.
pub(super) fn check(lines: &[(SignupId, Times)], now: Timestamp) -> Result<(), PaperError> {
    if lines.len() > TOGETHER {
        return Err(PaperError::TooMany);
    }
    for (signup, times) in lines {
        if let Some(way) = times.ahead_of(now) {
            return Err(PaperError::ToCome(*signup, way));
        }
        if !times.possible() {
            return Err(PaperError::BadTimes(*signup));
        }
    }
    Ok(())
}

/// Somebody goes on in a copy that is done, with the lines that came to the sheet later; whoever typed it before is told.
fn take_over(
    tx: &mut WriteTx,
    sheet: &Sheet,
    copy: &Copy,
    (person, types_none): (PersonId, bool),
) -> Result<(), PaperError> {
    if types_none {
        return Err(PaperError::Full);
    }
    let today = time::day(tx.now());
    if !of_hosts(tx, sheet.door.activity, (person, today))? {
        return Err(PaperError::NotOfHosts);
    }
    tx.execute(
        "UPDATE sheet_copy SET typist = ?3 WHERE activity = ?1 AND place = ?2",
        params![sheet.door.activity, copy.place, person],
    )?;
    let by = people::masked(tx, person)?.map_or_else(String::new, |one| one.name);
    let args = args! { title = sheet.door.title.clone(), by = by };
    tell(tx, sheet, copy.typist, (msg::PAPER_NOTICE_TAKEN_OVER, args))?;
    let detail = json!({ "place": copy.place, "typist": copy.typist, "by": person });
    let event = Event::of("sheet.taken_over", &sheet.door.activity)
        .kind("activity")
        .org(sheet.door.organisation);
    Ok(tx.record(event.detail(&detail))?)
}

pub(super) fn begin(tx: &mut WriteTx, sheet: &Sheet, person: PersonId) -> Result<i64, PaperError> {
    let free = |place: &i64| sheet.copies.iter().all(|copy| copy.place != *place);
    let place = [1, 2].into_iter().find(free).ok_or(PaperError::Full)?;
    let today = time::day(tx.now());
    if !of_hosts(tx, sheet.door.activity, (person, today))? {
        return Err(PaperError::NotOfHosts);
    }
    tx.execute(
        "INSERT INTO sheet_copy (activity, place, typist, begun_at) VALUES (?1, ?2, ?3, ?4)",
        params![sheet.door.activity, place, person, tx.now()],
    )?;
    Ok(place)
}
