//! A roll is called by the codes on the children's tickets.

use langqiao_kernel::id::{ActivityId, LessonId, OrganisationId, PersonId, SignupId};
use langqiao_platform::{
    i18n::{Sentence, msg},
    not_done::NotDone,
};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use super::{model::Mark, queries, roll};
use crate::{checkins, signups::SignupState};

/// What a code came to.
#[derive(Clone, Debug)]
pub struct CodeTaken {
    /// Whose it is, masked.
    pub name: String,
    /// What stands on the roll now.
    pub mark: Mark,
    /// Whether they were there by the roll before.
    pub before: bool,
    /// How many are there by now.
    pub there: i64,
}

/// Whose code it is in a course, and how their enrolment stands.
fn whose(
    tx: &mut ReadTx<'_>,
    course: ActivityId,
    code: &str,
) -> Result<Option<(SignupId, SignupState, String)>, StoreError> {
    tx.one(
        "SELECT s.id, s.state, p.name_masked FROM signup s JOIN person p ON p.id = s.person
         WHERE s.code = ?2 AND s.activity = ?1 AND s.role = 'attendee'",
        params![course, code],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// Takes the code of a ticket, read by a camera or typed: whoever has it is there. Who is on the roll as late stays so.
///
/// # Errors
/// [`NotDone`]; nothing is changed then.
pub fn take_code(
    tx: &mut WriteTx<'_>,
    (org, person): (OrganisationId, PersonId),
    (course, id): (ActivityId, LessonId),
    text: &str,
) -> Result<CodeTaken, NotDone> {
    let (course, lesson) = roll::hold(tx, org, course, id)?;
    let code = checkins::read_code(text).ok_or_else(|| NotDone::field("code", msg::COURSE_CODE_NONE))?;
    let (signup, state, name) = whose(tx, course.id, &code.to_string())?
        .ok_or_else(|| NotDone::field("code", msg::COURSE_CODE_ELSEWHERE))?;
    if state != SignupState::Seat {
        let said = Sentence::new(msg::COURSE_CODE_NO_PLACE).with("name", name);
        return Err(NotDone::field("code", said));
    }
    let members = queries::members(tx, course.id)?;
    if !members
        .iter()
        .any(|member| member.signup == signup && member.expected_at(&lesson))
    {
        let said = Sentence::new(msg::COURSE_CODE_NO_PLACE).with("name", name);
        return Err(NotDone::field("code", said));
    }
    let marks = queries::marks_in(tx, id)?;
    let was = marks
        .iter()
        .find(|mark| mark.signup == signup)
        .map_or(Mark::None, |mark| mark.mark);
    let mut there = marks.iter().filter(|mark| mark.mark.there()).count() as i64;
    if was.there() {
        tx.bookkeeping();
    } else {
        if lesson.closed_at.is_some() {
            return Err(NotDone::field("code", msg::COURSE_CODE_CLOSED));
        }
        roll::call(
            tx,
            (org, person),
            (course.id, id),
            &vec![(signup, Mark::Present)],
            "",
        )?;
        there += 1;
    }
    Ok(CodeTaken {
        name,
        mark: if was.there() { was } else { Mark::Present },
        before: was.there(),
        there,
    })
}
