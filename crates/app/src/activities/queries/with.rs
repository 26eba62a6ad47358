//! What belongs to an activity besides those who hold it, read at once.

use langqiao_kernel::id::{ActivityId, SpaceId};
use langqiao_store::{ReadTx, StoreError, params};

use super::rows::{Pool, Pools};
use crate::activities::{
    model::{OnlyIf, Question},
    plan::Needed,
    shifts::Shift,
};

/// What belongs to an activity besides those who hold it, as its form has it.
#[derive(Default)]
pub(super) struct With {
    pub(super) pools: Pools,
    pub(super) rooms: Vec<SpaceId>,
    pub(super) equipment: Vec<Needed>,
    pub(super) shifts: Vec<Shift>,
    pub(super) questions: Vec<Question>,
}

/// Its places, further rooms, equipment, shifts and questions, each in their order: one statement.
pub(super) fn with(tx: &mut ReadTx, id: ActivityId) -> Result<With, StoreError> {
    let mut with = With::default();
    tx.each(
        "SELECT CAST(0 AS BIGINT) AS kind, CAST(0 AS BIGINT) AS at, CAST(NULL AS TEXT) AS id, role AS words, CAST(NULL AS TEXT) AS how,
                CAST(NULL AS TEXT) AS options, CAST(NULL AS TEXT) AS answer, capacity AS a, taken AS b, waiting AS c,
                last_number AS d
         FROM pool WHERE activity = ?1
         UNION ALL SELECT 1, position, space, '', NULL, NULL, NULL, 0, 0, 0, 0 FROM activity_room WHERE activity = ?1
         UNION ALL SELECT 2, position, equipment, '', NULL, NULL, NULL, pieces, 0, 0, 0
           FROM activity_equipment WHERE activity = ?1
         UNION ALL SELECT 3, position, id, name, NULL, NULL, NULL, starts_at, ends_at, places, 0
           FROM shift WHERE activity = ?1 AND dropped_at IS NULL
         UNION ALL SELECT 4, position, only_if, label, kind, options, only_if_answer, required, 0, 0, 0
           FROM question WHERE activity = ?1
         ORDER BY 1, 2, 3",
        params![id],
        |row| {
            match row.get::<i64>(0)? {
                0 => {
                    let pool = Pool {
                        capacity: row.get(7)?,
                        taken: row.get(8)?,
                        waiting: row.get(9)?,
                        last_number: row.get(10)?,
                    };
                    match row.text(3)? {
                        "volunteer" => with.pools.volunteer = pool,
                        _ => with.pools.attendee = pool,
                    }
                }
                1 => with.rooms.push(row.get(2)?),
                2 => with.equipment.push(Needed {
                    item: row.get(2)?,
                    pieces: row.get(7)?,
                }),
                3 => with.shifts.push(Shift {
                    id: Some(row.get(2)?),
                    name: row.get(3)?,
                    starts_at: row.get(7)?,
                    ends_at: row.get(8)?,
                    places: row.get(9)?,
                }),
                _ => with.questions.push(Question {
                    label: row.get(3)?,
                    kind: row.get(4)?,
                    options: row.json(5)?,
                    required: row.get(7)?,
                    only_if: match (row.get(2)?, row.get(6)?) {
                        (Some(question), Some(answer)) => Some(OnlyIf { question, answer }),
                        _ => None,
                    },
                }),
            }
            Ok(())
        },
    )?;
    Ok(with)
}
