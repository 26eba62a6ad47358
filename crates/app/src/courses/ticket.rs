//! What a family reads of a course beside its ticket: the next session, and all of them as they stand.

use langqiao_kernel::id::ActivityId;
use langqiao_platform::{feature::PanelAsk, ui::prelude::*};
use langqiao_store::{ReadTx, StoreError, params};

use super::{model::Lesson, pages::numbered, queries, say};
use crate::activities::Status;

/// The panel on the page of a party that has places in a course; one statement for all others.
pub(super) fn panel(tx: &mut ReadTx<'_>, ask: &PanelAsk<'_>) -> Result<Markup, StoreError> {
    let course: Option<ActivityId> = tx.one(
        "SELECT s.activity FROM signup s JOIN course c ON c.activity = s.activity
         WHERE s.party = ?1 AND s.role = 'attendee' AND s.state = 'seat' LIMIT 1",
        params![ask.id],
        |row| row.get(0),
    )?;
    let Some(course) = course else {
        return Ok(html! {});
    };
    let Some(of) = queries::public(tx, course)?.filter(|of| of.status == Status::Published) else {
        return Ok(html! {});
    };
    let lessons = queries::lessons(tx, course)?;
    let (ui, weekly) = (ask.ui, say::weekly(ask.ui, &of, &lessons));
    let body = html! {
        p { (weekly) }
        @match lessons.iter().find(|lesson| lesson.to_come(ask.now)) {
            Some(next) => { p { strong { (next_of(ui, next)) } } p { (ui.t(msg::COURSE_TICKET_HOW)) } },
            None => { p { (ui.t(msg::COURSE_TICKET_OVER)) } },
        }
        (disclosure(ui.t(msg::COURSE_LESSONS), false, all(ui, &lessons)))
    };
    Ok(langqiao_platform::ui::components::panel(
        ui.t(msg::COURSE_LESSONS),
        stack_close(body),
    ))
}

/// “下次上课：…”.
pub(super) fn next_of(ui: &Ui, next: &Lesson) -> String {
    let at = when::span(ui.lang, next.starts_at, next.ends_at, ui.now);
    ui.tf(msg::COURSE_NEXT, args! { at = at, place = next.place.clone() })
}

fn all(ui: &Ui, lessons: &[Lesson]) -> Markup {
    let rows = numbered(lessons).map(|(number, lesson)| {
        vec![
            html! { @if let Some(n) = number { (ui.tf(msg::COURSE_NTH, args! { n = n })) } },
            html! { (when::span(ui.lang, lesson.starts_at, lesson.ends_at, ui.now)) },
            html! { (lesson.place) },
            html! {
                @match &lesson.cancelled {
                    Some(reason) => { (badge(Tone::Warn, ui.t(msg::COURSE_LESSON_OFF))) " " (reason) },
                    None => (say::for_family(ui, lesson)),
                }
            },
        ]
    });
    table(
        ui.t(msg::COURSE_LESSONS),
        vec![
            col(ui.t(msg::COURSE_COL_NUMBER)),
            col(ui.t(msg::COURSE_COL_WHEN)),
            col(ui.t(msg::COURSE_COL_WHERE)),
            col(ui.t(msg::COURSE_COL_STATE)),
        ],
    )
    .rows(rows)
    .render()
}
