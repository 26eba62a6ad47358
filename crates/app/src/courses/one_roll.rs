//! One session with its roll, as the page, the pick-up and programs read it: with masked names, or in full where they were
//! asked for with a reason, which is recorded first.

use jiff::civil::Date;
use langqiao_kernel::{
    id::{ActivityId, LessonId, OrganisationId, PersonId},
    time,
};
use langqiao_platform::{
    app::App,
    fault::Fault,
    fields::Fields,
    gate::{Grant, Permission},
    not_done::NotDone,
    spoken,
    ui::prelude::*,
};
use langqiao_store::ReadTx;

use super::{
    CallRoll, ManageCourses,
    model::{Collector, Course, Handover, Lesson, Mark, Marked, Member},
    queries,
    roll_names::{self, Whose},
    trials::{self, Trial},
    whole::on_roll,
};
use crate::people::for_reason;

/// One session with its roll and who went home: the same for the page, the pick-up and programs.
pub(super) struct Roll {
    pub course: Course,
    pub lesson: Lesson,
    pub members: Vec<Member>,
    pub marks: Vec<Marked>,
    pub homes: Vec<Handover>,
    pub collectors: Vec<Collector>,
    /// Who comes to try it.
    pub trials: Vec<Trial>,
    /// Why names stand here in full, where they do.
    pub opened: Option<String>,
    /// What was just saved, or why nothing was, where the page isn't left for it.
    pub done: Option<(Tone, Sentence)>,
}

impl Roll {
    /// What is said of somebody.
    pub fn mark(&self, member: &Member) -> Option<&Marked> {
        self.marks
            .iter()
            .find(|mark| mark.signup == member.signup && mark.mark != Mark::None)
    }

    /// How somebody went home.
    pub fn home(&self, member: &Member) -> Option<&Handover> {
        self.homes.iter().find(|home| home.signup == member.signup)
    }

    /// Whether somebody is there.
    pub fn is_there(&self, member: &Member) -> bool {
        self.mark(member).is_some_and(|mark| mark.mark.there())
    }

    /// The day on which it is called.
    pub fn day(&self) -> Date {
        time::day(self.lesson.starts_at)
    }

    /// What each form of the page sends along, so that names once opened stay so.
    pub fn carry(&self) -> Markup {
        for_reason::carry(self.opened.as_deref())
    }

    /// What was just saved, or why nothing was.
    pub fn told(&self, ui: &Ui) -> Markup {
        html! {
            @if let Some((tone, done)) = &self.done { (notice(*tone, html! { (spoken::say(ui, done)) })) }
        }
    }
}

/// Reads a session of a course that `org` hosts, for one who manages courses or was named to call its rolls. Seven
/// statements, however many are on the roll.
pub(super) fn read(
    tx: &mut ReadTx<'_>,
    (org, person, manages): (OrganisationId, PersonId, bool),
    (id, lesson): (ActivityId, LessonId),
) -> Result<Roll, NotDone> {
    let course = queries::hosted(tx, org, id)?.ok_or(NotDone::NotFound)?;
    if !manages && !queries::is_teacher(tx, id, person)? {
        return Err(NotDone::NotFound);
    }
    let lesson = queries::lesson(tx, id, lesson)?.ok_or(NotDone::NotFound)?;
    let marks = queries::marks_in(tx, lesson.id)?;
    let mut members = queries::members(tx, id)?;
    members.retain(|member| {
        let marked = marks.iter().any(|mark| mark.signup == member.signup);
        on_roll(member, &lesson, marked)
    });
    let homes = queries::handovers_in(tx, lesson.id)?;
    let collectors = queries::collectors(tx, id, None)?;
    let trials = trials::in_session(tx, lesson.id)?;
    Ok(Roll {
        course,
        lesson,
        members,
        marks,
        homes,
        collectors,
        trials,
        opened: None,
        done: None,
    })
}

/// Whether the reader may call the rolls of a course, asked within a change: a name may have been taken back meanwhile.
pub(super) fn may_call(
    tx: &mut ReadTx<'_>,
    course: ActivityId,
    (person, manages): (PersonId, bool),
) -> Result<(), NotDone> {
    if manages || queries::is_teacher(tx, course, person)? {
        Ok(())
    } else {
        Err(NotDone::NotFound)
    }
}

/// The same for the reader of a page.
pub(super) async fn roll_of<P: Permission>(
    gate: &Grant<P>,
    app: &App,
    of: (ActivityId, LessonId),
) -> Result<Roll, Fault> {
    let who = (gate.org(), gate.person(), gate.may_here(ManageCourses::NAME));
    Ok(app.db.read(move |tx| read(tx, who, of)).await?)
}

/// The roll after something was saved from a page with full names: with the names still in full, for the reason that was
/// given, which is recorded again. Nothing where names were masked.
pub(super) async fn still_open(
    gate: &Grant<CallRoll>,
    app: &App,
    fields: &Fields,
    of: (ActivityId, LessonId),
    (whose, done): (Whose, impl Into<Sentence>),
) -> Result<Option<Roll>, Fault> {
    let Some(why) = for_reason::carried(gate, fields) else {
        return Ok(None);
    };
    let mut roll = roll_of(gate, app, of).await?;
    roll.done = Some((Tone::Ok, done.into()));
    roll_names::open(gate, app, &mut roll, (why, whose)).await?;
    Ok(Some(roll))
}
