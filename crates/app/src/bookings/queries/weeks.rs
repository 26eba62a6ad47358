//! The weeks that rooms had: the hours of a past day are counted by what held then. A week is kept as one text, for it is
//! only ever read whole.

use std::collections::HashMap;

use jiff::civil::Date;
use langqiao_kernel::id::{OrganisationId, SpaceId};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use super::super::hours::{Hours, Opening};

/// A week as it is kept: weekday, from and until which minute of the day.
type Kept = Vec<(i8, i64, i64)>;

/// A week that a room had.
#[derive(Clone, Debug)]
pub struct WeekBefore {
    /// Until which day.
    pub until: Date,
    /// When it was open.
    pub week: Vec<(i8, Opening)>,
    /// Whether it closed on public holidays.
    pub official_days: bool,
}

/// Notes the week that a room had until a day, if it becomes another: the hours of the days before are counted by it. Where
/// nobody had said any, the first that are said are taken for what it always had.
pub(super) fn keep(tx: &mut WriteTx, space: SpaceId, hours: &Hours, until: Date) -> Result<(), StoreError> {
    let mut official_days = false;
    let mut before = Kept::new();
    tx.each(
        "SELECT s.official_days, CAST(h.weekday AS BIGINT), h.opens, h.closes
         FROM space s JOIN space_hours h ON h.space = s.id WHERE s.id = ?1",
        params![space],
        |row| {
            official_days = row.get(0)?;
            let weekday = i8::try_from(row.get::<i64>(1)?).unwrap_or(1);
            before.push((weekday, row.get(2)?, row.get(3)?));
            Ok(())
        },
    )?;
    let week = hours.week.iter();
    let mut now: Kept = week.map(|(day, open)| (*day, open.opens, open.closes)).collect();
    before.sort_unstable();
    now.sort_unstable();
    if before.is_empty() || (before == now && official_days == hours.official_days) {
        return Ok(());
    }
    // Changed twice on a day: no day has passed under what was laid down first.
    tx.execute(
        "INSERT INTO space_hours_before (space, until_day, official_days, week) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT DO NOTHING",
        params![space, until, official_days, serde_json::to_string(&before)?],
    )?;
    Ok(())
}

/// The weeks that an organisation's rooms had before, by room, the earliest first.
///
/// # Errors
/// When the database fails.
pub fn weeks_before(
    tx: &mut ReadTx,
    org: OrganisationId,
) -> Result<HashMap<SpaceId, Vec<WeekBefore>>, StoreError> {
    let mut before: HashMap<SpaceId, Vec<WeekBefore>> = HashMap::new();
    tx.each(
        "SELECT b.space, b.until_day, b.official_days, b.week FROM venue v JOIN space s ON s.venue = v.id
         JOIN space_hours_before b ON b.space = s.id WHERE v.organisation = ?1 ORDER BY b.space, b.until_day",
        params![org],
        |row| {
            let kept: Kept = serde_json::from_str(row.text(3)?)?;
            let open = |(weekday, opens, closes)| (weekday, Opening { opens, closes });
            before.entry(row.get(0)?).or_default().push(WeekBefore {
                until: row.get(1)?,
                week: kept.into_iter().map(open).collect(),
                official_days: row.get(2)?,
            });
            Ok(())
        },
    )?;
    Ok(before)
}
