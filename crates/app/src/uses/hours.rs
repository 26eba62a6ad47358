//! How long rooms were open to be used, by the hours that their keepers laid down.

use std::collections::HashMap;

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::{
    calendar::WorkCalendar,
    id::{AreaId, OrganisationId, SpaceId},
    time,
};
use langqiao_store::{ReadTx, StoreError, params};

use crate::{
    bookings::{self, Hours, Opening, SpecialDay, WeekBefore},
    venues::Stage,
};

/// From when until when a room's keeper had closed it; without an end where it is closed still.
type Closing = (Timestamp, Option<Timestamp>);

/// A room that an organisation keeps.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Which.
    pub id: SpaceId,
    /// Its name with the venue's.
    pub name: String,
    /// The town where it stands.
    pub town: AreaId,
    /// When it is open.
    pub hours: Hours,
    /// The hours that it had before, each until a day, the earliest first.
    before: Vec<(Date, Hours)>,
    /// When its keeper had closed it; no two overlap.
    closings: Vec<Closing>,
    /// The steps of its venue: since which day it has been where.
    steps: Vec<(Date, Stage)>,
}

impl Kept {
    /// The minutes for which it was open from one day to another, both included; `None` for one of which nobody
    /// said when it is open: no share can be told.
    pub fn open_minutes(&self, (from, to): (Date, Date), calendar: &WorkCalendar) -> Option<i64> {
        if !self.hours.said() {
            return None;
        }
        let mut day = from;
        let mut minutes = 0;
        while day <= to {
            if self.in_service(day) {
                let open = self.hours_of(day).on(day, calendar);
                minutes += open
                    .iter()
                    .map(|open| open.closes - open.opens - self.closed_minutes(day, open))
                    .sum::<i64>();
            }
            match day.tomorrow() {
                Ok(next) => day = next,
                Err(_) => break,
            }
        }
        Some(minutes)
    }

    /// The hours that held on a day.
    fn hours_of(&self, day: Date) -> &Hours {
        let then = self.before.iter().find(|(until, _)| day < *until);
        then.map_or(&self.hours, |(_, hours)| hours)
    }

    /// For how many minutes of a day's opening its keeper had closed it.
    fn closed_minutes(&self, day: Date, open: &Opening) -> i64 {
        let midnight = time::start_of_day(day);
        let minute = |at: Timestamp| at.duration_since(midnight).as_mins();
        let closed = |(from, until): &Closing| {
            let until = until.map_or(open.closes, |until| minute(until).min(open.closes));
            (until - minute(*from).max(open.opens)).max(0)
        };
        self.closings.iter().map(closed).sum()
    }

    /// Whether its venue was in service on a day; one of which no step was written down always is.
    fn in_service(&self, day: Date) -> bool {
        let last = self.steps.iter().rev().find(|(since, _)| *since <= day);
        match last {
            Some((_, stage)) => *stage == Stage::InService,
            // Before the first step that was written down it was in service, if that step ended it.
            None => self
                .steps
                .first()
                .is_none_or(|(_, stage)| *stage == Stage::Retired),
        }
    }
}

/// The rooms that an organisation keeps, with their hours, in five queries however many there are.
///
/// # Errors
/// When the database fails.
pub fn kept(tx: &mut ReadTx, org: OrganisationId) -> Result<Vec<Kept>, StoreError> {
    let mut week: HashMap<SpaceId, Vec<(i8, Opening)>> = HashMap::new();
    tx.each(
        "SELECT h.space, h.weekday, h.opens, h.closes FROM venue v JOIN space s ON s.venue = v.id
         JOIN space_hours h ON h.space = s.id WHERE v.organisation = ?1",
        params![org],
        |row| {
            let opening = Opening {
                opens: row.get(2)?,
                closes: row.get(3)?,
            };
            let weekday = i8::try_from(row.get::<i64>(1)?).unwrap_or(1);
            week.entry(row.get(0)?).or_default().push((weekday, opening));
            Ok(())
        },
    )?;
    let mut days: HashMap<SpaceId, Vec<SpecialDay>> = HashMap::new();
    tx.each(
        "SELECT d.space, d.day, d.opens, d.closes, d.note FROM venue v JOIN space s ON s.venue = v.id
         JOIN space_day d ON d.space = s.id WHERE v.organisation = ?1 ORDER BY d.space, d.day, d.opens",
        params![org],
        |row| {
            let (opens, closes): (i64, i64) = (row.get(2)?, row.get(3)?);
            let day: Date = row.get(1)?;
            let open = (opens < closes).then_some(Opening { opens, closes });
            let known = days.entry(row.get(0)?).or_default();
            match known.last_mut().filter(|last| last.day == day) {
                Some(last) => last.open.extend(open),
                None => known.push(SpecialDay {
                    day,
                    open: open.into_iter().collect(),
                    note: row.get(4)?,
                }),
            }
            Ok(())
        },
    )?;
    let mut before = bookings::weeks_before(tx, org)?;
    let mut steps: HashMap<String, Vec<(Date, Stage)>> = HashMap::new();
    tx.each(
        "SELECT t.venue, t.day, t.stage FROM venue v JOIN site_stage t ON t.venue = v.id WHERE v.organisation = ?1
         ORDER BY t.at, t.id",
        params![org],
        |row| {
            steps.entry(row.get(0)?).or_default().push((row.get(1)?, row.get(2)?));
            Ok(())
        },
    )?;
    let mut rooms: Vec<Kept> = Vec::new();
    tx.each(
        "SELECT s.id, v.name, s.name, s.official_days, v.id, COALESCE(a.town, a.id), s.closed_from, z.closed_from, z.closed_until
         FROM venue v JOIN space s ON s.venue = v.id JOIN area a ON a.id = v.area LEFT JOIN space_closing z ON z.space = s.id
         WHERE v.organisation = ?1 ORDER BY v.name, s.name, s.id, z.closed_from",
        params![org],
        |row| {
            let id: SpaceId = row.get(0)?;
            let (from, until): (Option<Timestamp>, Option<Timestamp>) = (row.get(7)?, row.get(8)?);
            let over = from.map(|from| (from, until));
            if let Some(room) = rooms.last_mut().filter(|room| room.id == id) {
                room.closings.extend(over);
                return Ok(());
            }
            let now: Option<Timestamp> = row.get(6)?;
            let days = days.remove(&id).unwrap_or_default();
            let of_then = |then: WeekBefore| {
                let hours = Hours {
                    week: then.week,
                    days: days.clone(),
                    official_days: then.official_days,
                };
                (then.until, hours)
            };
            let before = before.remove(&id).unwrap_or_default();
            rooms.push(Kept {
                before: before.into_iter().map(of_then).collect(),
                id,
                name: format!("{} · {}", row.text(1)?, row.text(2)?),
                town: row.get(5)?,
                closings: now.map(|from| (from, None)).into_iter().chain(over).collect(),
                hours: Hours {
                    week: week.remove(&id).unwrap_or_default(),
                    days,
                    official_days: row.get(3)?,
                },
                steps: steps.get(row.text(4)?).cloned().unwrap_or_default(),
            });
            Ok(())
        },
    )?;
    Ok(rooms)
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, civil::date};

    use super::*;

    #[test]
    fn hours_count_while_it_is_in_service() {
        let office = Opening {
            opens: 540,
            closes: 600,
        };
        let mut room = Kept {
            id: SpaceId::from_u128(1),
            name: String::new(),
            town: AreaId::from_u128(1),
            closings: Vec::new(),
            hours: Hours {
                week: (1..=5).map(|day| (day, office)).collect(),
                ..Hours::default()
            },
            before: Vec::new(),
            steps: Vec::new(),
        };
        let (calendar, week) = (WorkCalendar::official(), (date(2026, 11, 16), date(2026, 11, 22)));
        assert_eq!(room.open_minutes(week, &calendar), Some(300));
        room.steps = vec![
            (date(2026, 11, 18), Stage::InService),
            (date(2026, 11, 20), Stage::Building),
        ];
        assert_eq!(
            room.open_minutes(week, &calendar),
            Some(120),
            "Wednesday and Thursday"
        );
        let on_thursday = |minute| time::start_of_day(date(2026, 11, 19)) + SignedDuration::from_mins(minute);
        room.closings = vec![(on_thursday(570), None)];
        assert_eq!(
            room.open_minutes(week, &calendar),
            Some(90),
            "until half past nine on Thursday"
        );
        let until = Some(on_thursday(580));
        room.closings = vec![
            (on_thursday(-720), Some(on_thursday(540))),
            (on_thursday(570), until),
        ];
        assert_eq!(
            room.open_minutes(week, &calendar),
            Some(110),
            "ten minutes of Thursday, and opened again"
        );
        (room.closings, room.steps) = (Vec::new(), Vec::new());
        let longer = Opening {
            opens: 540,
            closes: 660,
        };
        let then = Hours {
            week: (1..=5).map(|day| (day, longer)).collect(),
            ..Hours::default()
        };
        room.before = vec![(date(2026, 11, 18), then)];
        assert_eq!(
            room.open_minutes(week, &calendar),
            Some(420),
            "Monday and Tuesday by what held then"
        );
        room.hours.week.clear();
        assert_eq!(room.open_minutes(week, &calendar), None);
    }
}
