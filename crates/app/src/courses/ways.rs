//! The ways to the courses from the pages of others: the portal's home, the list of all activities, one's own places, the
//! poster of what is a course.

use std::collections::HashMap;

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, PersonId};
use langqiao_platform::{feature::PanelAsk, ui::prelude::*};
use langqiao_store::{ReadTx, StoreError, params};

use super::{model::Course, office_views::in_list, queries, say, trials};

/// How many stand on a page of others.
const SHOWN: i64 = 3;

/// Those that can be enrolled in, on the portal's home; nothing while there is no course.
pub(super) fn at_home(tx: &mut ReadTx<'_>, ask: &PanelAsk<'_>) -> Result<Markup, StoreError> {
    let (ui, found) = (ask.ui, queries::open_now(tx, ask.now, SHOWN)?);
    if found.is_empty() {
        return Ok(html! {});
    }
    Ok(aside(
        ui.t(msg::COURSE_NAME),
        link("/courses", ui.t(msg::PORTAL_ALL)),
        stack(html! { @for course in &found { (in_list(ui, &format!("/courses/{}", course.id), course)) } }),
    ))
}

/// The way from the list of all activities.
pub(super) fn in_activities(_: &mut ReadTx<'_>, ask: &PanelAsk<'_>) -> Result<Markup, StoreError> {
    let button = link_button("/courses", ask.ui.t(msg::COURSE_NAME));
    Ok(button.icon(Icon::People).render())
}

/// What a family tries next, and its courses that are not over, with when each meets next.
pub(super) fn of_family(tx: &mut ReadTx<'_>, ask: &PanelAsk<'_>) -> Result<Markup, StoreError> {
    let Ok(person) = ask.id.parse::<PersonId>() else {
        return Ok(html! {});
    };
    let mut found: Vec<Course> = queries::of_family(tx, person, 60)?;
    found.retain(|course| ask.now < course.ends_at);
    let trials = trials::ahead(tx, &ask.app.keys, person, ask.now)?;
    if found.is_empty() && trials.is_empty() {
        return Ok(html! {});
    }
    let (ui, next) = (ask.ui, next_of(tx, person, ask.now)?);
    let one = |course: &Course| {
        let next = next.get(&course.id).map(|at| when::moment(ui.lang, *at, ui.now));
        html! {
            (in_list(ui, &format!("/mine/courses/{}", course.id), course))
            @if let Some(at) = next { (muted(html! { (ui.tf(msg::COURSE_MINE_NEXT, args! { title = course.title.as_str(), at = at })) })) }
        }
    };
    Ok(aside(
        ui.t(msg::COURSE_MINE),
        link("/mine/courses", ui.t(msg::COURSE_MINE_ALL)),
        stack(html! {
            @for trial in trials.iter().take(3) { (trials::in_list(ui, trial)) }
            @for course in found.iter().take(3) { (one(course)) }
        }),
    ))
}

/// When each course of a family meets next.
fn next_of(
    tx: &mut ReadTx<'_>,
    booker: PersonId,
    now: Timestamp,
) -> Result<HashMap<ActivityId, Timestamp>, StoreError> {
    let mut next = HashMap::new();
    tx.each(
        "SELECT l.course, MIN(l.starts_at) FROM course_session l
         WHERE l.course IN (SELECT s.activity FROM signup s WHERE s.booker = ?1 AND s.state = 'seat')
           AND l.cancelled_at IS NULL AND l.ends_at > ?2 GROUP BY l.course",
        params![booker, now],
        |row| {
            next.insert(row.get(0)?, row.get(1)?);
            Ok(())
        },
    )?;
    Ok(next)
}

/// On which days of the week a course meets and at what time; nothing for what is no course.
pub(super) fn rhythm(tx: &mut ReadTx<'_>, ask: &PanelAsk<'_>) -> Result<Markup, StoreError> {
    let Ok(id) = ask.id.parse::<ActivityId>() else {
        return Ok(html! {});
    };
    let Some(course) = queries::by_id(tx, id)? else {
        return Ok(html! {});
    };
    let lessons = queries::lessons(tx, id)?;
    Ok(html! { (say::weekly(ask.ui, &course, &lessons)) })
}
