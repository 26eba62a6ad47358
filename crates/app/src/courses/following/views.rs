//! How a change of all that follows looks: the form, then every session with what stands against it.

use langqiao_kernel::{id::OrganisationId, time};
use langqiao_platform::{fields::Fields, spoken, ui::prelude::*};

use super::{
    super::{form_views::weekdays, model::Course},
    Act, Look, Stand,
    apply::field_of,
    pages::Offered,
};
use crate::venues;

/// The fields that go along unseen while the sessions are looked at.
const ALONG: [&str; 7] = ["session", "weekdays", "from", "to", "space", "place", "teacher"];

pub(super) fn form_page(
    ui: &Ui,
    org: OrganisationId,
    offered: &Offered,
    fields: &Fields,
    problems: &Problems,
) -> Markup {
    let course = format!("/w/{org}/courses/{}", offered.course.id);
    html! {
        (page_title(ui.t(msg::COURSE_FOLLOWING), Some(&offered.course.title), None))
        (error_summary(ui, problems))
        (stack(html! {
            p { (link(&course, ui.t(msg::COURSE_BACK_TO))) }
            @if offered.ahead.is_empty() {
                (notice(Tone::Info, html! { (ui.t(msg::COURSE_FOLLOWING_NONE)) }))
            } @else {
                p { (ui.t(msg::COURSE_FOLLOWING_WHAT)) }
                (form(ui, &format!("{course}/following")).body(html! {
                    (first(ui, offered, fields, problems))
                    (weekdays(ui, fields, problems))
                    (grid(Columns::Two, html! {
                        (field(ui, "from", ui.t(msg::COURSE_FROM)).required().time().value(fields.raw("from")).error(problems.of("from")))
                        (field(ui, "to", ui.t(msg::COURSE_TO)).required().time().value(fields.raw("to")).error(problems.of("to")))
                    }))
                    (rooms(ui, offered, fields, problems))
                    (field(ui, "place", ui.t(msg::COURSE_FOLLOWING_PLACE)).max_chars(100).hint(ui.t(msg::COURSE_FOLLOWING_PLACE_HINT))
                        .value(fields.raw("place")).error(problems.of("place")))
                    (teachers(ui, offered, fields, problems))
                    (button(ui.t(msg::COURSE_FOLLOWING_LOOK)).primary().value("act", "look"))
                }))
            }
        }))
    }
}

fn first(ui: &Ui, offered: &Offered, fields: &Fields, problems: &Problems) -> Markup {
    let ahead: Vec<(String, String)> = offered
        .ahead
        .iter()
        .map(|lesson| {
            let at = when::span(ui.lang, lesson.starts_at, lesson.ends_at, ui.now);
            (lesson.id.to_text(), at)
        })
        .collect();
    let mut list = select(ui, "session", ui.t(msg::COURSE_FOLLOWING_FROM))
        .required()
        .error(problems.of("session"));
    for (id, at) in &ahead {
        list = list.option(id, at, fields.raw("session") == id);
    }
    list.render()
}

fn rooms(ui: &Ui, offered: &Offered, fields: &Fields, problems: &Problems) -> Markup {
    let chosen = fields.raw("space");
    let mut list = select(ui, "space", ui.t(msg::COURSE_ROOM))
        .error(problems.of("space"))
        .option("", ui.t(msg::COURSE_FOLLOWING_SAME_ROOM), chosen.is_empty());
    let rooms: Vec<(String, &str)> = offered
        .rooms
        .rooms
        .iter()
        .map(|room| (room.id.to_text(), room.name.as_str()))
        .collect();
    for (id, name) in &rooms {
        list = list.option(id, name, id == chosen);
    }
    html! {
        (list)
        (venues::finder(ui, &offered.rooms, ("act", "rooms")))
    }
}

fn teachers(ui: &Ui, offered: &Offered, fields: &Fields, problems: &Problems) -> Markup {
    if offered.staff.is_empty() {
        return html! {};
    }
    let chosen = fields.raw("teacher");
    let staff: Vec<(String, String)> = offered
        .staff
        .iter()
        .map(|(id, name, title)| (id.to_text(), format!("{name} · {title}")))
        .collect();
    let mut list = select(ui, "teacher", ui.t(msg::COURSE_FOLLOWING_TEACHER))
        .hint(ui.t(msg::COURSE_FOLLOWING_TEACHER_HINT))
        .error(problems.of("teacher"))
        .option("", ui.t(msg::COURSE_FOLLOWING_SAME_TEACHER), chosen.is_empty());
    for (id, name) in &staff {
        list = list.option(id, name, id == chosen);
    }
    list.render()
}

/// Every session before the change is made.
pub(super) fn look_page(
    ui: &Ui,
    org: OrganisationId,
    (course, seen): (&Course, &Look),
    fields: &Fields,
    problems: &Problems,
) -> Markup {
    let follow = seen.each.iter().filter(|one| one.act == Act::Follow).count();
    let lede = ui.tf(
        msg::COURSE_FOLLOWING_LEDE,
        args! { title = course.title.clone(), all = seen.each.len() as i64, n = follow as i64 },
    );
    let reason = match fields.raw("reason") {
        "" => ui.t(msg::COURSE_FOLLOWING_REASON_USUAL),
        typed => typed,
    };
    html! {
        (page_title(ui.t(msg::COURSE_FOLLOWING_LOOK), Some(&lede), None))
        (error_summary(ui, problems))
        (form(ui, &format!("/w/{org}/courses/{}/following", course.id)).body(html! {
            @for name in ALONG { @for value in fields.all(name) { (hidden(name, value)) } }
            (stack(html! {
                @if seen.untouched > 0 {
                    (notice(Tone::Info, html! { (ui.tf(msg::COURSE_FOLLOWING_UNTOUCHED, args! { n = seen.untouched as i64 })) }))
                }
                @if let Some(year) = seen.unpublished {
                    (notice(Tone::Info, html! { (ui.tf(msg::SERIES_UNPUBLISHED, args! { year = year.to_string() })) }))
                }
                @for one in &seen.each { (session(ui, (one, seen.place.as_deref()), fields, problems)) }
                (field(ui, "reason", ui.t(msg::COURSE_FOLLOWING_REASON)).max_chars(200).value(reason).error(problems.of("reason")))
                p { (ui.t(msg::COURSE_FOLLOWING_TOLD)) }
            }))
            (action_bar(html! {
                (button(ui.t(msg::COURSE_FOLLOWING_MAKE)).primary().value("act", "make"))
                (button(ui.t(msg::SERIES_LOOK_AGAIN)).value("act", "look"))
                (button(ui.t(msg::COURSE_BACK_TO_FORM)).quiet().value("act", "edit"))
            }))
        }))
    }
}

fn act_word(act: &Act) -> &'static str {
    match act {
        Act::Follow => "follow",
        Act::Keep => "keep",
        Act::Skip => "skip",
        Act::Elsewhere { .. } => "else",
    }
}

/// A session: when and where it is, and when and where the change would put it.
fn session(ui: &Ui, (one, place): (&Stand, Option<&str>), fields: &Fields, problems: &Problems) -> Markup {
    let (name, id) = (field_of(one.id), one.id);
    let chosen = match fields.raw(&name) {
        "" => act_word(&one.act),
        typed => typed,
    };
    let was = when::span(ui.lang, one.was.0, one.was.1, ui.now);
    let mut list = choices(ui, &name, ui.t(msg::SERIES_WHAT_TO_DO))
        .required()
        .inline()
        .error(problems.of(&name));
    if one.problem.is_none() {
        list = list.option(
            "follow",
            ui.t(msg::COURSE_FOLLOWING_DO_FOLLOW),
            chosen == "follow",
        );
    }
    let list = list
        .option("keep", ui.t(msg::COURSE_FOLLOWING_DO_KEEP), chosen == "keep")
        .option("skip", ui.t(msg::COURSE_DO_SKIP), chosen == "skip")
        .option("else", ui.t(msg::COURSE_FOLLOWING_DO_ELSE), chosen == "else");
    card(html! {
        (spread(
            html! { h2 { (was) } (muted(html! { (one.was_at) })) },
            html! { @if let Some(holiday) = &one.holiday { (badge(Tone::Plain, holiday)) } },
        ))
        @let place = place.filter(|place| *place != one.was_at);
        @if one.to != one.was || place.is_some() {
            p {
                (ui.tf(msg::COURSE_FOLLOWING_TO, args! { at = when::span(ui.lang, one.to.0, one.to.1, ui.now) }))
                @if let Some(place) = place { " · " (place) }
            }
        }
        @if let Some(why) = &one.problem { (notice(Tone::Warn, html! { (spoken::say(ui, why)) })) }
        (list)
        @if let (Act::Elsewhere { .. }, Some(why)) = (&one.act, &one.instead) {
            (notice(Tone::Warn, html! { (spoken::say(ui, why)) }))
        }
        (disclosure(ui.t(msg::COURSE_FOLLOWING_ELSE_WHERE), chosen == "else", elsewhere(ui, one, fields, &id.to_text())))
    })
}

fn elsewhere(ui: &Ui, one: &Stand, fields: &Fields, id: &str) -> Markup {
    let (on, at, there) = (format!("day-{id}"), format!("at-{id}"), format!("space-{id}"));
    let wall = time::civil(one.to.0);
    let or = |name: &str, usual: String| match fields.raw(name) {
        "" => usual,
        typed => typed.to_owned(),
    };
    let (day, hour) = (
        or(&on, wall.date().to_string()),
        or(&at, when::clock_value(wall.time())),
    );
    let free: Vec<(String, String)> = one
        .free
        .iter()
        .map(|(space, name)| {
            let name = ui.tf(msg::SERIES_ROOM_FREE, args! { place = name.clone() });
            (space.to_text(), name)
        })
        .collect();
    let mut list = select(ui, &there, ui.t(msg::COURSE_ROOM)).option(
        "",
        ui.t(msg::COURSE_FOLLOWING_ROOM_MEANT),
        fields.raw(&there).is_empty(),
    );
    for (space, name) in &free {
        list = list.option(space, name, fields.raw(&there) == space);
    }
    html! {
        @if !free.is_empty() { (list) }
        (row(html! {
            (field(ui, &on, ui.t(msg::BOOKING_FIELD_DAY)).value(&day).date())
            (field(ui, &at, ui.t(msg::BOOKING_FIELD_FROM)).value(&hour).time().short())
        }))
    }
}
