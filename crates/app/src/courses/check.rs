//! Whether courses agree with themselves, for `langqiao verify`.

use langqiao_kernel::id::{ActivityId, LessonId, SignupId};
use langqiao_store::{ReadTx, StoreError, params};

/// A course lasts from its first session to its last; who went home was there.
pub(super) fn check(tx: &mut ReadTx<'_>) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    tx.each(
        "SELECT a.id FROM activity a JOIN course_session l ON l.course = a.id AND l.cancelled_at IS NULL
         WHERE a.status <> 'cancelled' GROUP BY a.id, a.starts_at, a.ends_at
         HAVING MIN(l.starts_at) <> a.starts_at OR MAX(l.ends_at) <> a.ends_at ORDER BY a.id",
        params![],
        |row| {
            let id: ActivityId = row.get(0)?;
            found.push(format!(
                "course {id} does not last from its first session to its last"
            ));
            Ok(())
        },
    )?;
    tx.each(
        "SELECT h.session, h.signup FROM course_handover h WHERE h.voided_at IS NULL AND NOT EXISTS (
           SELECT 1 FROM course_mark m WHERE m.session = h.session AND m.signup = h.signup AND m.mark IN ('present', 'late')
             AND NOT EXISTS (SELECT 1 FROM course_mark n WHERE n.session = m.session AND n.signup = m.signup AND n.number > m.number))
         ORDER BY h.session, h.signup",
        params![],
        |row| {
            let (session, signup): (LessonId, SignupId) = (row.get(0)?, row.get(1)?);
            found.push(format!("sign-up {signup} went home from session {session} without having been there"));
            Ok(())
        },
    )?;
    tx.each(
        "SELECT l.course, l.id FROM course_collector k JOIN course_handover h ON h.collector = k.id
         JOIN course_session l ON l.id = h.session
         JOIN signup g ON g.id = h.signup WHERE k.course <> l.course OR k.booker <> g.booker ORDER BY l.id",
        params![],
        |row| {
            let id: LessonId = row.get(1)?;
            found.push(format!(
                "somebody took another family's child home from session {id}"
            ));
            Ok(())
        },
    )?;
    Ok(found)
}
