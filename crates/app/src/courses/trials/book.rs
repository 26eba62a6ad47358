//! A trial is booked, given back, and noted on the day.

use langqiao_kernel::id::{ActivityId, LessonId, OrganisationId, PersonId, TrialId};
use langqiao_platform::{
    args,
    fault::Fault,
    i18n::msg,
    not_done::NotDone,
    notices, people, refuse_with,
    spoken::{Moment, Whose},
};
use langqiao_store::{Event, StoreError, WriteTx};
use serde_json::json;

use super::{
    super::{
        model::{Course, Lesson},
        queries as courses, roll,
        roll_pages::may_call,
    },
    path, queries,
};
use crate::{
    activities::Status,
    signups::{self, SignUp, SignUpError, SignupRole, eligibility::PartyProblem},
};

/// A wish to try a session.
#[derive(Clone, Copy, Debug)]
pub struct NewTrial {
    /// Of which course.
    pub course: ActivityId,
    /// Which session.
    pub lesson: LessonId,
    /// Who asks.
    pub booker: PersonId,
    /// Who comes: the booker or one of their family.
    pub person: PersonId,
}

/// Why a trial was not booked.
#[derive(Debug, thiserror::Error)]
pub enum TrialError {
    /// The course is not for them.
    #[error("the course is not for them")]
    Party(PartyProblem),
    /// As any change of a course is refused.
    #[error(transparent)]
    Course(#[from] NotDone),
}

impl From<StoreError> for TrialError {
    fn from(why: StoreError) -> Self {
        Self::Course(why.into())
    }
}

impl TrialError {
    /// As a form shows it; `name` is how the reader knows somebody.
    pub(super) fn by_name(self, name: impl Fn(PersonId) -> String) -> NotDone {
        match self {
            Self::Party(problem) => NotDone::field("who", signups::errors::party_problem(&problem, name)),
            Self::Course(why) => why,
        }
    }

    /// The stable word of a rule's no.
    pub fn code(&self) -> Option<&'static str> {
        match self {
            Self::Party(problem) => Some(problem.code()),
            Self::Course(why) => why.code(),
        }
    }

    fn into_fault(self) -> Fault {
        match self {
            Self::Party(problem) => {
                let named = signups::errors::party_problem(&problem, |person| problem.name_of(person));
                NotDone::field("who", named).into()
            }
            Self::Course(why) => NotDone::into(why),
        }
    }
}
refuse_with!(TrialError);

/// Books a session to try a course, and tells the family where and when it is and whom to ask.
///
/// # Errors
/// [`NotDone`]; nothing is changed then.
pub fn book(tx: &mut WriteTx<'_>, new: &NewTrial) -> Result<TrialId, TrialError> {
    let public = courses::public(tx, new.course)?.ok_or(NotDone::NotFound)?;
    let (course, lesson) = roll::hold(tx, public.organisation, new.course, new.lesson)?;
    if course.status != Status::Published || course.trial_places == 0 {
        return Err(NotDone::no("no-trials", msg::TRIAL_NOT_OFFERED).into());
    }
    still_ahead(tx, &lesson)?;
    fits(tx, new)?;
    if queries::has_place(tx, new.course, new.person)? {
        return Err(NotDone::no("enrolled", msg::TRIAL_ENROLLED).into());
    }
    queries::let_go_of_called_off(tx, new.course, new.person)?;
    if queries::tries(tx, new.course, new.person)? {
        return Err(NotDone::no("tried-already", msg::TRIAL_ONCE).into());
    }
    if queries::count(tx, new.lesson)? >= course.trial_places {
        return Err(NotDone::no("trials-full", msg::TRIAL_FULL).into());
    }
    let id = queries::insert(tx, (new.course, new.lesson), (new.person, new.booker))?
        .ok_or_else(|| NotDone::no("tried-already", msg::TRIAL_ONCE))?;
    tell_booked(tx, new, (&course, &lesson))?;
    let detail = json!({ "course": new.course, "session": new.lesson });
    tx.record(
        Event::of("course.trial_booked", &id)
            .org(course.organisation)
            .detail(&detail),
    )?;
    Ok(id)
}

/// What the family keeps of it: for whom, when, where, whom to ask, and who brings and fetches a child.
fn tell_booked(
    tx: &mut WriteTx<'_>,
    new: &NewTrial,
    (course, lesson): (&Course, &Lesson),
) -> Result<(), StoreError> {
    let masked = people::masked(tx, new.person)?.map_or_else(String::new, |one| one.name);
    let message = if course.pick_up {
        msg::TRIAL_NOTICE_BOOKED_PICK_UP
    } else {
        msg::TRIAL_NOTICE_BOOKED
    };
    let args = args! {
        name = Whose { person: new.person, masked },
        title = course.title.clone(),
        at = Moment(lesson.starts_at),
        place = lesson.place.clone(),
        contact = course.whom_to_ask().to_owned(),
    };
    notices::send(tx, new.booker, message, args, &path(course.id))
}

fn still_ahead(tx: &WriteTx<'_>, lesson: &Lesson) -> Result<(), NotDone> {
    if lesson.cancelled.is_some() {
        return Err(NotDone::no("session-cancelled", msg::COURSE_LESSON_CANCELLED));
    }
    if lesson.starts_at <= tx.now() {
        return Err(NotDone::no("session-begun", msg::TRIAL_TOO_LATE));
    }
    Ok(())
}

/// The rules of the course hold for a trial too.
fn fits(tx: &mut WriteTx<'_>, new: &NewTrial) -> Result<(), TrialError> {
    let wish = SignUp {
        activity: new.course,
        booker: new.booker,
        role: SignupRole::Attendee,
        people: [new.person].into(),
        answers: signups::answers::Answers::new(),
    };
    signups::may_come(tx, &wish).map_err(|why| match why {
        SignUpError::Party(problem) => TrialError::Party(problem),
        other => TrialError::Course(other.into_fault().into()),
    })
}

/// Gives a trial back before its session begins.
///
/// # Errors
/// [`NotDone`]; nothing is changed then.
pub fn cancel(
    tx: &mut WriteTx<'_>,
    booker: PersonId,
    (course, trial): (ActivityId, TrialId),
) -> Result<(), NotDone> {
    let lesson = queries::session_of(tx, course, trial, booker)?.ok_or(NotDone::NotFound)?;
    let public = courses::public(tx, course)?.ok_or(NotDone::NotFound)?;
    tx.lock("course_session", &lesson)?;
    let held = courses::lesson(tx, course, lesson)?.ok_or(NotDone::NotFound)?;
    if held.cancelled.is_none() && held.starts_at <= tx.now() {
        return Err(NotDone::no("session-begun", msg::TRIAL_TOO_LATE));
    }
    // Somebody who came early has been noted already.
    if !queries::end(tx, trial)? {
        return Err(NotDone::no("session-begun", msg::TRIAL_TOO_LATE));
    }
    let detail = json!({ "course": course, "session": lesson });
    let org = public.organisation;
    Ok(tx.record(
        Event::of("course.trial_cancelled", &trial)
            .org(org)
            .detail(&detail),
    )?)
}

/// Notes who of those on trial came.
///
/// # Errors
/// [`NotDone`]; nothing is changed then.
pub fn note(
    tx: &mut WriteTx<'_>,
    (org, person, manages): (OrganisationId, PersonId, bool),
    (course, lesson): (ActivityId, LessonId),
    came: &[(TrialId, bool)],
) -> Result<usize, NotDone> {
    let (course, held) = roll::hold(tx, org, course, lesson)?;
    may_call(tx, course.id, (person, manages))?;
    if !held.can_call(tx.now()) {
        return Err(NotDone::no("not-now", msg::COURSE_ROLL_NOT_NOW));
    }
    let there = queries::in_session(tx, lesson)?;
    let mut changed = 0;
    for (trial, came) in came {
        let known = there
            .iter()
            .find(|one| one.id == *trial)
            .ok_or(NotDone::NotFound)?;
        if known.came != Some(*came) {
            queries::note(tx, *trial, *came, person)?;
            let detail = json!({ "course": course.id, "session": lesson, "came": came });
            tx.record(Event::of("course.trial_noted", trial).org(org).detail(&detail))?;
            changed += 1;
        }
    }
    if changed == 0 {
        tx.bookkeeping();
    }
    Ok(changed)
}
