//! How courses are spoken of: their weekdays, their places, how a session stands.

use jiff::civil::Date;
use langqiao_kernel::time;
use langqiao_platform::ui::prelude::*;

use super::{
    attendance::Attendance,
    model::{Course, Handover, Home, Lesson, Mark, Marked, Member},
};
use crate::activities::Status;

/// “每周一、三 16:30–17:30”.
pub(super) fn weekly(ui: &Ui, course: &Course, lessons: &[Lesson]) -> String {
    let monday = Date::constant(2026, 11, 23);
    let days: Vec<&str> = course
        .weekdays()
        .into_iter()
        .map(|day| {
            let offset = i64::from(day.to_monday_zero_offset());
            let date = monday.saturating_add(jiff::Span::new().days(offset));
            let name = when::weekday(ui.lang, date);
            name.trim_start_matches('周')
        })
        .collect();
    let usual = course.weekdays();
    let held = || lessons.iter().filter(|lesson| lesson.cancelled.is_none());
    // As it meets now: by its next session on one of its days, or as it met to the end.
    let on_its_day = |lesson: &&Lesson| usual.contains(&time::day(lesson.starts_at).weekday());
    let hours = held()
        .filter(on_its_day)
        .find(|lesson| ui.now < lesson.ends_at)
        .or_else(|| held().rfind(on_its_day))
        .or_else(|| held().next())
        .map(|lesson| {
            let (from, to) = (time::civil(lesson.starts_at), time::civil(lesson.ends_at));
            format!("{}–{}", when::clock(from.time()), when::clock(to.time()))
        });
    ui.tf(
        msg::COURSE_WEEKLY,
        args! { days = days.join(ui.t(msg::COURSE_BETWEEN_DAYS)), hours = hours.unwrap_or_default() },
    )
}

/// For whom it is, where that matters.
pub(super) fn for_whom(ui: &Ui, course: &Course) -> String {
    let ages = match course.ages {
        (Some(least), Some(most)) => Some(ui.tf(msg::COURSE_AGES, args! { least = least, most = most })),
        (Some(least), None) => Some(ui.tf(msg::COURSE_AGES_FROM, args! { least = least })),
        (None, Some(most)) => Some(ui.tf(msg::COURSE_AGES_TO, args! { most = most })),
        (None, None) => None,
    };
    let area = course
        .only_area
        .as_ref()
        .map(|area| ui.tf(msg::COURSE_ONLY_AREA, args! { area = area.clone() }));
    let said: Vec<String> = ages.into_iter().chain(area).collect();
    if said.is_empty() {
        ui.t(msg::COURSE_FOR_ALL).to_owned()
    } else {
        said.join(ui.t(msg::COURSE_BETWEEN_FACTS))
    }
}

/// How a course stands.
pub(super) fn standing(ui: &Ui, course: &Course) -> Markup {
    let (tone, word) = match course.status {
        Status::Draft => (Tone::Warn, msg::COURSE_STATE_DRAFT),
        Status::Cancelled => (Tone::Error, msg::COURSE_STATE_CANCELLED),
        Status::Published if course.ends_at <= ui.now => (Tone::Plain, msg::COURSE_STATE_OVER),
        Status::Published if ui.now < course.starts_at && ui.now < course.closes_at => {
            (Tone::Ok, msg::COURSE_STATE_OPEN)
        }
        Status::Published if ui.now < course.starts_at => (Tone::Info, msg::COURSE_STATE_AHEAD),
        Status::Published => (Tone::Info, msg::COURSE_STATE_RUNS),
    };
    badge(tone, ui.t(word))
}

/// That a course was called off, and why.
pub(super) fn called_off(ui: &Ui, course: &Course) -> Markup {
    if course.status != Status::Cancelled {
        return html! {};
    }
    notice(
        Tone::Warn,
        html! {
            p { (ui.t(msg::COURSE_CANCELLED)) }
            @if let Some(reason) = &course.called_off { p { (ui.tf(msg::COURSE_CANCELLED_WHY, args! { reason = reason.clone() })) } }
        },
    )
}

/// How a session stands.
pub(super) fn lesson(ui: &Ui, lesson: &Lesson) -> Markup {
    let (tone, word) = if lesson.cancelled.is_some() {
        (Tone::Plain, msg::COURSE_LESSON_OFF)
    } else if lesson.lost_room() {
        (Tone::Error, msg::COURSE_LESSON_NO_ROOM)
    } else if lesson.closed_at.is_some() {
        (Tone::Ok, msg::COURSE_LESSON_CLOSED)
    } else if ui.now < lesson.starts_at && lesson.room_asked() {
        (Tone::Warn, msg::COURSE_LESSON_ROOM_ASKED)
    } else if ui.now < lesson.starts_at {
        (Tone::Plain, msg::COURSE_LESSON_AHEAD)
    } else if ui.now < lesson.ends_at {
        (Tone::Info, msg::COURSE_LESSON_NOW)
    } else {
        (Tone::Warn, msg::COURSE_LESSON_OPEN)
    };
    badge(tone, ui.t(word))
}

/// How a session stands, for those who come to it.
pub(super) fn for_family(ui: &Ui, lesson: &Lesson) -> Markup {
    let (tone, word) = if ui.now < lesson.starts_at {
        (Tone::Plain, msg::COURSE_LESSON_AHEAD)
    } else if ui.now < lesson.ends_at {
        (Tone::Info, msg::COURSE_LESSON_NOW)
    } else {
        (Tone::Plain, msg::COURSE_LESSON_OVER)
    };
    badge(tone, ui.t(word))
}

/// Somebody of whom only a masked name may be seen, so that brothers and sisters are told apart: with a child's age,
/// their number on the roll, and who answers for them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a> {
    /// As it is shown.
    pub name: &'a str,
    /// How old a child is.
    pub age: Option<i64>,
    /// The number on the roll.
    pub number: Option<i64>,
    /// Who answers for them.
    pub guardian: Option<&'a str>,
}

impl Known<'_> {
    /// “朱**（8 岁，3 号，家长 朱*）”.
    pub fn said(self, ui: &Ui) -> String {
        let facts: Vec<String> = [
            self.age.map(|age| ui.tf(msg::COURSE_AGE, args! { n = age })),
            self.number.map(|n| ui.tf(msg::COURSE_NUMBER, args! { n = n })),
            self.guardian
                .map(|name| ui.tf(msg::COURSE_GUARDIAN, args! { name = name })),
        ]
        .into_iter()
        .flatten()
        .collect();
        if facts.is_empty() {
            return self.name.to_owned();
        }
        let facts = facts.join(ui.t(msg::COURSE_BETWEEN_FACTS));
        ui.tf(msg::COURSE_KNOWN, args! { name = self.name, facts = facts })
    }
}

/// Somebody on a roll, with all that tells them apart on that day.
pub(super) fn who(ui: &Ui, member: &Member, day: Date) -> String {
    let known = Known {
        name: &member.name,
        age: member.age_on(day),
        number: Some(member.number),
        guardian: member.guardian.as_deref(),
    };
    known.said(ui)
}

/// The same in few characters, where the guardian stands elsewhere or there is little room.
pub(super) fn who_briefly(ui: &Ui, member: &Member, day: Date) -> String {
    let known = Known {
        name: &member.name,
        age: member.age_on(day),
        number: Some(member.number),
        guardian: None,
    };
    known.said(ui)
}

/// A mark as it stands.
pub(super) fn mark(ui: &Ui, mark: Mark) -> Markup {
    let tone = match mark {
        Mark::Present => Tone::Ok,
        Mark::Late => Tone::Warn,
        Mark::Absent => Tone::Error,
        Mark::Excused => Tone::Info,
        Mark::None => Tone::Plain,
    };
    badge(tone, ui.t(mark.msg()))
}

/// Who gave a mark and why, where that is said.
pub(super) fn mark_note(ui: &Ui, marked: &Marked) -> String {
    let by = match marked.by_family {
        true => ui.t(msg::COURSE_BY_FAMILY).to_owned(),
        false => marked.by.clone(),
    };
    let at = when::moment(ui.lang, marked.at, ui.now);
    match marked.note.as_str() {
        "" => ui.tf(msg::COURSE_MARK_BY, args! { by = by, at = at }),
        note => ui.tf(
            msg::COURSE_MARK_BY_WHY,
            args! { by = by, at = at, note = note.to_owned() },
        ),
    }
}

/// How a child went home.
pub(super) fn home(ui: &Ui, home: &Handover) -> String {
    let at = when::moment(ui.lang, home.at, ui.now);
    match (home.way, &home.with) {
        (Home::Alone, _) | (_, None) => ui.tf(msg::COURSE_HOME_ALONE, args! { at = at }),
        (Home::Code, Some((name, relation))) => {
            let with = format!("{relation} {name}");
            ui.tf(msg::COURSE_HOME_CODE, args! { at = at, with = with })
        }
        (Home::Known, Some((name, relation))) => {
            let with = format!("{relation} {name}");
            ui.tf(
                msg::COURSE_HOME_KNOWN,
                args! { at = at, with = with, reason = home.reason.clone() },
            )
        }
    }
}

/// What somebody's attendance says, in one line.
pub(super) fn attendance(ui: &Ui, sum: &Attendance) -> String {
    ui.tf(
        msg::COURSE_ATTENDANCE_LINE,
        args! { held = sum.held, there = sum.there, late = sum.late, absent = sum.absent, excused = sum.excused, unmarked = sum.unmarked() },
    )
}
