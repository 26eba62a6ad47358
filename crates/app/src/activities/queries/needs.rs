//! The rooms that an activity needs besides its first, and what it takes along.

use langqiao_kernel::id::{ActivityId, SpaceId};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use crate::activities::plan::{Needed, Plan};

/// Further rooms and equipment, in the order in which they were typed.
///
/// # Errors
/// When the database fails.
pub fn needs(tx: &mut ReadTx, id: ActivityId) -> Result<(Vec<SpaceId>, Vec<Needed>), StoreError> {
    let (mut rooms, mut equipment) = (Vec::new(), Vec::new());
    tx.each(
        "SELECT position, space, NULL, 0 FROM activity_room WHERE activity = ?1
         UNION ALL SELECT 1000 + position, NULL, equipment, pieces FROM activity_equipment WHERE activity = ?1
         ORDER BY 1",
        params![id],
        |row| {
            rooms.extend(row.get::<Option<SpaceId>>(1)?);
            if let Some(item) = row.get(2)? {
                equipment.push(Needed {
                    item,
                    pieces: row.get(3)?,
                });
            }
            Ok(())
        },
    )?;
    Ok((rooms, equipment))
}

/// The same by their names: rooms with their venue, and equipment with how many pieces.
///
/// # Errors
/// When the database fails.
pub fn needs_named(tx: &mut ReadTx, id: ActivityId) -> Result<Vec<(String, Option<i64>)>, StoreError> {
    tx.all(
        "SELECT r.position, v.name, s.name, 0 FROM activity_room r
         JOIN space s ON s.id = r.space JOIN venue v ON v.id = s.venue WHERE r.activity = ?1
         UNION ALL SELECT 1000 + n.position, e.name, NULL, n.pieces FROM activity_equipment n
         JOIN thing e ON e.id = n.equipment WHERE n.activity = ?1 ORDER BY 1",
        params![id],
        |row| {
            let name: String = row.get(1)?;
            Ok(match row.get::<Option<String>>(2)? {
                Some(room) => (format!("{name} · {room}"), None),
                None => (name, Some(row.get(3)?)),
            })
        },
    )
}

/// Writes them in the place of what was.
///
/// # Errors
/// When the database fails.
pub fn keep(tx: &mut WriteTx, id: ActivityId, plan: &Plan) -> Result<(), StoreError> {
    tx.execute("DELETE FROM activity_room WHERE activity = ?1", params![id])?;
    tx.execute("DELETE FROM activity_equipment WHERE activity = ?1", params![id])?;
    for (position, room) in (1i64..).zip(&plan.rooms) {
        tx.execute(
            "INSERT INTO activity_room (activity, space, position) VALUES (?1, ?2, ?3)",
            params![id, room, position],
        )?;
    }
    for (position, needed) in (1i64..).zip(&plan.equipment) {
        tx.execute(
            "INSERT INTO activity_equipment (activity, equipment, pieces, position) VALUES (?1, ?2, ?3, ?4)",
            params![id, needed.item, needed.pieces, position],
        )?;
    }
    Ok(())
}
