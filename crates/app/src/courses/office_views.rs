//! What the officer's pages of a course show.

use langqiao_kernel::id::{OrganisationId, PersonId};
use langqiao_platform::{fields::Fields, ui::prelude::*};

use super::{
    model::{Course, Lesson},
    say,
    whole::Whole,
};
use crate::activities::{Allotment, Status};

/// What the reader may do.
#[derive(Clone, Copy)]
pub(super) struct May {
    pub manage: bool,
    pub children: bool,
    /// Signs others up at the desk.
    pub desk: bool,
}

/// The list of a host's courses.
pub(super) fn list(ui: &Ui, org: OrganisationId, found: &[Course], rows: i64, manages: bool) -> Markup {
    let actions = html! {
        @if manages { (link_button(&format!("/w/{org}/courses/new"), ui.t(msg::COURSE_NEW)).primary().icon(Icon::Plus)) }
    };
    let shown = usize::try_from(rows).unwrap_or(usize::MAX);
    html! {
        (page_title(ui.t(msg::COURSE_NAME), Some(ui.t(msg::COURSE_LIST_LEDE)), Some(actions)))
        @if found.is_empty() {
            (empty(Icon::Calendar, ui.t(msg::COURSE_NONE), html! { p { (ui.t(msg::COURSE_NONE_NEXT)) } }))
        }
        (stack(html! {
            @for course in found.iter().take(shown) { (in_list(ui, &format!("/w/{org}/courses/{}", course.id), course)) }
            @if let (true, Some(last)) = (found.len() > shown, found.get(shown.saturating_sub(1))) {
                (row(link_button(&more(&format!("/w/{org}/courses"), last), ui.t(msg::COURSE_MORE)).render()))
            }
        }))
    }
}

/// Where the list goes on after a course.
pub(super) fn more(list: &str, last: &Course) -> String {
    format!("{list}?at={}&id={}", last.ends_at.as_millisecond(), last.id)
}

/// A course as lists show it.
pub(super) fn in_list(ui: &Ui, href: &str, course: &Course) -> Markup {
    card_link(
        href,
        &course.title,
        html! {
            p { (when::span(ui.lang, course.starts_at, course.ends_at, ui.now)) }
            (muted(html! { (course.place) " · " (course.host) }))
            (row(html! {
                (say::standing(ui, course))
                @if course.all_wait() {
                    // Nobody is passed over yet: all wait for the draw.
                    span { (ui.tf(msg::COURSE_SEATS_DRAWN, args! { seats = course.seats, n = course.waiting })) }
                } @else {
                    span { (ui.tf(msg::COURSE_PLACES, args! { taken = course.taken, seats = course.seats })) }
                    @if course.waiting > 0 { span { (ui.tf(msg::COURSE_WAITING, args! { n = course.waiting })) } }
                }
            }))
        },
    )
}

/// One course.
pub(super) fn show(ui: &Ui, org: OrganisationId, whole: &Whole, may: May) -> Markup {
    let of = &whole.course;
    let at = format!("/w/{org}/courses/{}", of.id);
    let next = whole.next(ui.now);
    let actions = html! {
        @if let (true, Some(next)) = (may.children && of.status != Status::Draft, next) {
            (link_button(&format!("{at}/sessions/{}", next.id), ui.t(msg::COURSE_CALL_ROLL)).primary())
        }
        @if may.manage && of.status == Status::Published {
            (link_button(&format!("/courses/{}", of.id), ui.t(msg::COURSE_PUBLIC_PAGE)))
        }
    };
    html! {
        (page_title(&of.title, Some(&say::weekly(ui, of, &whole.lessons)), Some(actions)))
        (stack(html! {
            (row(html! { (say::standing(ui, of)) span { (of.place) } span { (say::for_whom(ui, of)) } }))
            @if of.status == Status::Draft { (draft(ui, &at, may)) }
            @if whole.lessons.iter().any(Lesson::lost_room) {
                (notice(Tone::Warn, html! { (ui.t(msg::COURSE_ROOM_LOST)) }))
            }
            (numbers(ui, org, whole, may))
            @if may.children { (doors_of(ui, org, whole, &at, may)) }
            (section(ui.t(msg::COURSE_LESSONS), lessons(ui, whole, &at, may)))
        }))
    }
}

fn draft(ui: &Ui, at: &str, may: May) -> Markup {
    card(html! {
        p { (ui.t(msg::COURSE_DRAFT_WHAT)) }
        @if may.manage {
            (row(post_button(ui, &format!("{at}/publish"), button(ui.t(msg::COURSE_PUBLISH)).primary())))
        }
    })
}

fn numbers(ui: &Ui, org: OrganisationId, whole: &Whole, may: May) -> Markup {
    let of = &whole.course;
    let roll = |state: &str| match may.children {
        true => format!("/w/{org}/activities/{}/signups?state={state}", of.id),
        false => format!("/courses/{}", of.id),
    };
    let held = whole
        .lessons
        .iter()
        .filter(|lesson| lesson.closed_at.is_some())
        .count() as i64;
    let all = whole
        .lessons
        .iter()
        .filter(|lesson| lesson.cancelled.is_none())
        .count() as i64;
    let passed = whole.members.iter().filter(|member| whole.passed(member)).count() as i64;
    let of_seats = ui.tf(msg::COURSE_OF_SEATS, args! { n = of.seats });
    let of_all = ui.tf(msg::COURSE_OF_LESSONS, args! { n = all });
    stats(html! {
        @if of.all_wait() {
            // Nobody has a place and nobody is passed over yet: all wait for the draw.
            (stat(ui.t(msg::COURSE_STAT_DRAWN), of.waiting, &roll("waiting"), Some(&of_seats)))
        } @else {
            (stat(ui.t(msg::COURSE_ENROLLED), of.taken, &roll("seat"), Some(&of_seats)))
            (stat(ui.t(msg::COURSE_STAT_WAITING), of.waiting, &roll("waiting"), None))
        }
        (stat(ui.t(msg::COURSE_STAT_HELD), held, "#lessons", Some(&of_all)))
        @if of.pass_percent > 0 && whole.is_over() && may.children {
            (stat(ui.t(msg::COURSE_STAT_PASSED), passed, &format!("/w/{org}/courses/{}/attendance", of.id), None))
        }
    })
}

fn doors_of(ui: &Ui, org: OrganisationId, whole: &Whole, at: &str, may: May) -> Markup {
    let of = &whole.course;
    let activity = format!("/w/{org}/activities/{}", of.id);
    let enrols = of.status == Status::Published && of.opens_at <= ui.now && ui.now < of.closes_at;
    row(html! {
        @if may.desk && enrols { (link_button(&format!("{activity}/desk"), ui.t(msg::DESK_TITLE)).icon(Icon::Plus)) }
        (link_button(&format!("{at}/attendance"), ui.t(msg::COURSE_ATTENDANCE)))
        (link_button(&format!("{at}/sheet"), ui.t(msg::COURSE_SHEET)))
        (link_button(&format!("{activity}/sheet"), ui.t(msg::COURSE_CLASS_LIST)))
        @if of.status != Status::Draft {
            (link_button(&format!("{activity}/poster"), ui.t(msg::ACTIVITY_POSTER)).icon(Icon::Share))
            @if of.allotment == Allotment::Draw {
                (link_button(&format!("/activities/{}/draw", of.id), ui.t(msg::COURSE_DRAW_CHECK)))
            }
        }
        @if may.manage && of.status != Status::Cancelled {
            @if whole.lessons.iter().any(|lesson| lesson.cancelled.is_none() && lesson.closed_at.is_none() && ui.now < lesson.starts_at) {
                (link_button(&format!("{at}/following"), ui.t(msg::COURSE_FOLLOWING)))
            }
            (link_button(&format!("{at}/sessions/new"), ui.t(msg::COURSE_ADD_LESSON)))
            (link_button(&format!("{at}/settings"), ui.t(msg::COURSE_SETTINGS)))
        }
    })
}

/// The sessions that somebody still has to do with first; those whose roll is closed, or that were called off, behind a
/// line.
fn lessons(ui: &Ui, whole: &Whole, at: &str, may: May) -> Markup {
    let settled = |lesson: &&Lesson| {
        lesson.closed_at.is_some()
            || whole.is_idle(lesson)
            || lesson.cancelled.is_some() && lesson.ends_at <= ui.now
    };
    let (over, ahead): (Vec<&Lesson>, Vec<&Lesson>) = whole.lessons.iter().partition(settled);
    html! {
        div id="lessons" {
            @if ahead.is_empty() {
                (rolls(ui, whole, &over, at, may))
            } @else {
                (rolls(ui, whole, &ahead, at, may))
                @if !over.is_empty() {
                    (disclosure(&ui.tf(msg::COURSE_LESSONS_OVER, args! { n = over.len() as i64 }), false, rolls(ui, whole, &over, at, may)))
                }
            }
        }
    }
}

fn rolls(ui: &Ui, whole: &Whole, lessons: &[&Lesson], at: &str, may: May) -> Markup {
    let rows = lessons.iter().map(|lesson| {
        let count = whole.count(lesson);
        let about = when::span(ui.lang, lesson.starts_at, lesson.ends_at, ui.now);
        let roll = format!("{at}/sessions/{}", lesson.id);
        let public = whole.course.status != Status::Draft;
        vec![
            html! { (about) @if let Some(reason) = &lesson.cancelled { (muted(html! { (reason) })) } },
            html! { (lesson.place) },
            match whole.is_idle(lesson) {
                true => badge(Tone::Plain, ui.t(msg::COURSE_LESSON_IDLE)),
                false => say::lesson(ui, lesson),
            },
            html! {
                @if lesson.cancelled.is_none() && (lesson.closed_at.is_some() || count.there + count.absent > 0) {
                    @let said = ui.tf(msg::COURSE_ROLL_COUNT, args! { there = count.there, absent = count.absent, excused = count.excused, unmarked = count.unmarked });
                    @if may.children { (link(&roll, &said)) } @else { (said) }
                }
            },
            row(html! {
                @if may.children && public && lesson.closed_at.is_none() && lesson.can_call(ui.now) {
                    (link_button(&roll, ui.t(msg::COURSE_CALL_ROLL)).small().about(&about))
                }
                @if may.manage && lesson.cancelled.is_none() && lesson.closed_at.is_none() {
                    (link_button(&format!("{roll}/edit"), ui.t(msg::COURSE_CHANGE_LESSON)).small().quiet().about(&about))
                }
            }),
        ]
    });
    let columns = vec![
        col(ui.t(msg::COURSE_COL_WHEN)),
        col(ui.t(msg::COURSE_COL_WHERE)),
        col(ui.t(msg::COURSE_COL_STATE)),
        col(ui.t(msg::COURSE_COL_ROLL)),
        col(ui.t(msg::COURSE_COL_DO)).unseen(),
    ];
    table(ui.t(msg::COURSE_LESSONS), columns).rows(rows).render()
}

/// Names of people with their ids.
type Named = [(PersonId, String)];

/// What of a course can be changed.
pub(super) fn settings(
    ui: &Ui,
    org: OrganisationId,
    course: &Course,
    (teachers, staff): (&Named, &[(PersonId, String, String)]),
    fields: &Fields,
    problems: &Problems,
) -> Markup {
    let at = format!("/w/{org}/courses/{}", course.id);
    html! {
        (page_title(ui.t(msg::COURSE_SETTINGS), Some(&course.title), None))
        (error_summary(ui, problems))
        (stack(html! {
            p { (link(&at, ui.t(msg::COURSE_BACK_TO))) }
            (langqiao_platform::ui::components::panel(ui.t(msg::COURSE_SET_RULES), form(ui, &format!("{at}/settings")).body(html! {
                (field(ui, "pass_percent", ui.t(msg::COURSE_PASS)).whole_number().short().unit("%")
                    .hint(ui.t(msg::COURSE_PASS_HINT)).value(fields.raw("pass_percent")).error(problems.of("pass_percent")))
                (checkbox("pick_up", ui.t(msg::COURSE_PICK_UP), fields.has("pick_up"), Some(ui.t(msg::COURSE_PICK_UP_HINT)), None))
                (field(ui, "trial_places", ui.t(msg::TRIAL_PLACES)).whole_number().short()
                    .hint(ui.t(msg::TRIAL_PLACES_HINT)).value(fields.raw("trial_places")).error(problems.of("trial_places")))
                (field(ui, "contact", ui.t(msg::COURSE_CONTACT)).max_chars(60).example(ui.t(msg::COURSE_CONTACT_EXAMPLE))
                    .hint(ui.t(msg::COURSE_CONTACT_HINT)).value(fields.raw("contact")).error(problems.of("contact")))
                (button(ui.t(msg::COURSE_SAVE)).primary())
            })))
            (langqiao_platform::ui::components::panel(ui.t(msg::COURSE_TEACHERS), teachers_of(ui, &at, teachers, staff)))
            (langqiao_platform::ui::components::panel(ui.t(msg::COURSE_SET_ACTIVITY), html! {
                p { (ui.t(msg::COURSE_SET_ACTIVITY_WHAT)) }
                (row(link_button(&format!("/w/{org}/activities/{}/edit", course.id), ui.t(msg::COURSE_SET_ACTIVITY_DO)).render()))
            }))
            @if course.status != Status::Cancelled && ui.now < course.ends_at {
                (langqiao_platform::ui::components::panel(ui.t(msg::COURSE_CANCEL), html! {
                    p { (ui.t(msg::COURSE_CANCEL_WHAT)) }
                    (confirm_with(ui.t(msg::COURSE_CANCEL), false, form(ui, &format!("{at}/cancel")).body(html! {
                        (field(ui, "reason", ui.t(msg::COURSE_REASON)).required().max_chars(200))
                        (button(ui.t(msg::COURSE_CANCEL)).danger())
                    })))
                }))
            }
        }))
    }
}

fn teachers_of(ui: &Ui, at: &str, teachers: &Named, staff: &[(PersonId, String, String)]) -> Markup {
    let free: Vec<(String, String)> = staff
        .iter()
        .filter(|(id, ..)| !teachers.iter().any(|(known, _)| known == id))
        .map(|(id, name, title)| (id.to_text(), format!("{name} · {title}")))
        .collect();
    let mut list = select(ui, "person", ui.t(msg::COURSE_TEACHER)).required();
    for (id, name) in &free {
        list = list.option(id, name, false);
    }
    stack(html! {
        p { (ui.t(msg::COURSE_TEACHERS_WHAT)) }
        @for (id, name) in teachers {
            (spread(html! { strong { (name) } },
                post_button(ui, &format!("{at}/teachers/{id}/remove"), button(ui.t(msg::COURSE_TEACHER_REMOVE)).small().about(name))))
        }
        @if !free.is_empty() {
            (form(ui, &format!("{at}/teachers")).body(html! { (list) (button(ui.t(msg::COURSE_TEACHER_ADD))) }))
        }
    })
}
