//! How the children of a course go home: who went and with whom, and whom their families let take them.

use std::collections::HashMap;

use langqiao_kernel::id::{ActivityId, CollectorId, HandoverId, LessonId, PersonId};
use langqiao_platform::keys::{Field, Keys};
use langqiao_store::{ReadTx, Row, StoreError, params};

use super::super::model::{Collector, Handover};

/// Handovers as [`read_handover`] reads them; voided ones are left out.
macro_rules! handovers {
    ($rest:literal) => {
        concat!(
            "SELECT h.id, h.session, h.signup, h.way, k.name_masked, k.relation, h.reason, p.name_masked, h.given_at
             FROM course_handover h LEFT JOIN course_collector k ON k.id = h.collector
             LEFT JOIN person p ON p.id = h.given_by ",
            $rest
        )
    };
}

fn read_handover(row: &Row<'_>) -> Result<Handover, StoreError> {
    let (name, relation): (Option<String>, Option<String>) = (row.get(4)?, row.get(5)?);
    Ok(Handover {
        id: row.get(0)?,
        lesson: row.get(1)?,
        signup: row.get(2)?,
        way: row.get(3)?,
        with: name.zip(relation),
        reason: row.get(6)?,
        by: row.get::<Option<String>>(7)?.unwrap_or_default(),
        at: row.get(8)?,
    })
}

/// Who went home from one session.
pub(in super::super) fn handovers_in(
    tx: &mut ReadTx<'_>,
    lesson: LessonId,
) -> Result<Vec<Handover>, StoreError> {
    tx.all(
        handovers!("WHERE h.session = ?1 AND h.voided_at IS NULL ORDER BY h.given_at, h.id"),
        params![lesson],
        read_handover,
    )
}

/// Who of a family went home, from all sessions of a course.
pub(in super::super) fn handovers_of(
    tx: &mut ReadTx<'_>,
    course: ActivityId,
    booker: PersonId,
) -> Result<Vec<Handover>, StoreError> {
    tx.all(
        handovers!(
            "JOIN signup s ON s.id = h.signup WHERE s.activity = ?1 AND s.booker = ?2 AND h.voided_at IS NULL
             ORDER BY h.given_at, h.id"
        ),
        params![course, booker],
        read_handover,
    )
}

/// One handover of a session.
pub(in super::super) fn handover(
    tx: &mut ReadTx<'_>,
    lesson: LessonId,
    id: HandoverId,
) -> Result<Option<Handover>, StoreError> {
    tx.one(
        handovers!("WHERE h.id = ?1 AND h.session = ?2 AND h.voided_at IS NULL"),
        params![id, lesson],
        read_handover,
    )
}

/// Whom the families of a course let take their children home, masked; those of one family if `booker` is said.
pub(in super::super) fn collectors(
    tx: &mut ReadTx<'_>,
    course: ActivityId,
    booker: Option<PersonId>,
) -> Result<Vec<Collector>, StoreError> {
    tx.all(
        "SELECT id, booker, name_masked, relation, code, CASE WHEN revoked_at IS NULL THEN 0 ELSE 1 END
         FROM course_collector WHERE course = ?1 AND (CAST(?2 AS TEXT) IS NULL OR booker = ?2) ORDER BY id",
        params![course, booker],
        |row| {
            Ok(Collector {
                id: row.get(0)?,
                booker: row.get(1)?,
                name: row.get(2)?,
                phone: None,
                relation: row.get(3)?,
                code: row.get(4)?,
                revoked: row.get(5)?,
            })
        },
    )
}

/// The same in full, for the family's own eyes or for a reason that was recorded.
pub(in super::super) fn collectors_open(
    tx: &mut ReadTx<'_>,
    keys: &Keys,
    course: ActivityId,
    booker: PersonId,
) -> Result<Vec<Collector>, StoreError> {
    let mut found = collectors(tx, course, Some(booker))?;
    let sealed: Vec<(Vec<u8>, Option<Vec<u8>>)> = tx.all(
        "SELECT name_sealed, phone_sealed FROM course_collector WHERE course = ?1 AND booker = ?2 ORDER BY id",
        params![course, booker],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    for (collector, (name, phone)) in found.iter_mut().zip(sealed) {
        if let Ok(name) = keys.open_field(Field::Name, &name) {
            collector.name = name;
        }
        collector.phone = phone.and_then(|sealed| keys.open_field(Field::Phone, &sealed).ok());
    }
    Ok(found)
}

/// The full names of those whom these families let take their children home, for a reason that was recorded.
pub(in super::super) fn collector_names(
    tx: &mut ReadTx<'_>,
    keys: &Keys,
    (course, families): (ActivityId, &[PersonId]),
) -> Result<HashMap<CollectorId, (PersonId, String)>, StoreError> {
    let sealed: Vec<(CollectorId, PersonId, Vec<u8>)> = tx.all(
        "SELECT id, booker, name_sealed FROM course_collector WHERE course = ?1",
        params![course],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    let of_them = sealed
        .into_iter()
        .filter(|(_, booker, _)| families.contains(booker));
    let named = of_them.filter_map(|(id, booker, sealed)| {
        let name = keys.open_field(Field::Name, &sealed).ok()?;
        Some((id, (booker, name)))
    });
    Ok(named.collect())
}
