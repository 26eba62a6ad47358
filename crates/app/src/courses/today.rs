//! What of courses waits for an officer: rolls that nobody closed, sessions that have lost their room.

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::{
    id::{ActivityId, LessonId},
    time,
};
use langqiao_platform::{
    feature::{TodayAsk, TodayItem},
    gate::Permission,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError, params};

use super::{ManageCourses, queries::on_roll_of_l};

/// How far back rolls that were never closed are asked for.
const BACK: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How far ahead rooms that were lost are told.
const AHEAD: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The sessions of a host's courses that want somebody, the earliest first. A roll that nobody closed is for the host's
/// own officers, who alone see it; one with nobody on it waits for nobody.
pub(super) fn today(tx: &mut ReadTx<'_>, ui: &Ui, ask: &TodayAsk<'_>) -> Result<Vec<TodayItem>, StoreError> {
    if !ask.roles.iter().any(|role| role.gives(ManageCourses::NAME)) {
        return Ok(Vec::new());
    }
    let span = (
        ask.now.saturating_sub(BACK).unwrap_or(ask.now),
        ask.now.saturating_add(AHEAD).unwrap_or(ask.now),
    );
    tx.all(
        concat!("SELECT l.id, l.course, a.title, l.starts_at, l.ends_at FROM course_session l JOIN activity a ON a.id = l.course
         LEFT JOIN booking b ON b.id = l.booking
         WHERE a.organisation = ?1 AND a.status = 'published' AND l.closed_at IS NULL AND l.cancelled_at IS NULL
           AND l.ends_at > ?2 AND l.ends_at < ?3
           AND (l.ends_at <= ?4 AND (", on_roll_of_l!(), " OR EXISTS (SELECT 1 FROM course_trial t
                  WHERE t.session = l.id AND t.cancelled_at IS NULL))
                AND EXISTS (SELECT 1 FROM posting p WHERE p.person = ?5 AND p.organisation = ?1
                  AND p.role IN ('county', 'officer') AND p.valid_from <= ?6 AND ?6 < p.valid_to)
                OR l.ends_at > ?4 AND (b.status IN ('declined', 'cancelled')
                  OR (b.id IS NOT NULL AND NOT (b.starts_at <= l.starts_at AND l.ends_at <= b.ends_at))))
         ORDER BY l.starts_at LIMIT 10"),
        params![ask.org, span.0, span.1, ask.now, ask.person, time::day(ask.now)],
        |row| {
            let (id, course): (LessonId, ActivityId) = (row.get(0)?, row.get(1)?);
            let (starts_at, ends_at): (Timestamp, Timestamp) = (row.get(3)?, row.get(4)?);
            let at = format!("/w/{}/courses/{course}/sessions/{id}", ask.org);
            let when = when::span(ui.lang, starts_at, ends_at, ui.now);
            let over = ends_at <= ask.now;
            let what = if over { msg::COURSE_TODAY_OPEN } else { msg::COURSE_TODAY_ROOM };
            Ok(TodayItem {
                due: Some(starts_at),
                title: row.get(2)?,
                detail: ui.tf(what, args! { at = when }),
                href: if over { at } else { format!("{at}/edit") },
                action: if over { msg::COURSE_CALL_ROLL } else { msg::COURSE_CHANGE_LESSON },
            })
        },
    )
}
