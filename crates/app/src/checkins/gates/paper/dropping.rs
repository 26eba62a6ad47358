//! A copy that nobody finishes is dropped, so that somebody else can type it.

use langqiao_kernel::{
    id::{ActivityId, OrganisationId, PersonId},
    text::{clip, line},
    time,
};
use langqiao_platform::{args, i18n::msg};
use langqiao_store::{Event, WriteTx, params};
use serde_json::json;

use super::super::{IN_ORDER, settle::REASON_MAX};
use super::{PaperError, of_hosts, sheet, telling::tell};

/// Which copy, and why.
#[derive(Clone, Debug)]
pub struct DropCopy {
    /// Of which activity's sheet.
    pub activity: ActivityId,
    /// Which of the two.
    pub place: i64,
    /// Why; kept in the log, and told to whoever typed it.
    pub reason: String,
}

/// Drops a copy that is not done, with the lines typed so far; whoever typed it is told. Only an officer of a body that
/// holds the activity does.
///
/// # Errors
/// See [`PaperError`]; nothing is changed then.
pub fn drop_copy(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    command: &DropCopy,
) -> Result<(), PaperError> {
    let reason = clip(&line(&command.reason), REASON_MAX);
    if reason.is_empty() {
        return Err(PaperError::NoReason);
    }
    tx.lock(IN_ORDER, &command.activity)?;
    let sheet = sheet(tx, org, command.activity)?;
    let today = time::day(tx.now());
    if !of_hosts(tx, command.activity, (person, today))? {
        return Err(PaperError::NotOfHosts);
    }
    let copy = sheet.copies.iter().find(|copy| copy.place == command.place);
    let copy = copy.ok_or(PaperError::NotFound)?;
    if copy.finished.is_some() {
        return Err(PaperError::CopyDone);
    }
    let lines = tx.execute(
        "DELETE FROM sheet_line WHERE activity = ?1 AND place = ?2",
        params![command.activity, command.place],
    )?;
    tx.execute(
        "DELETE FROM sheet_copy WHERE activity = ?1 AND place = ?2 AND finished_at IS NULL",
        params![command.activity, command.place],
    )?;
    if copy.typist != person {
        let args = args! { title = sheet.door.title.clone(), reason = reason.clone() };
        tell(tx, &sheet, copy.typist, (msg::PAPER_NOTICE_DROPPED, args))?;
    }
    let detail = json!({ "place": command.place, "typist": copy.typist, "lines": lines, "reason": reason });
    let event = Event::of("sheet.dropped", &command.activity)
        .kind("activity")
        .org(sheet.door.organisation);
    Ok(tx.record(event.detail(&detail))?)
}
