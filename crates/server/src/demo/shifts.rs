//! Shifts of those who help at what lies ahead: most have chosen, the last to sign up have not yet.

use jiff::{SignedDuration, Timestamp};
use langqiao_app::{
    activities::{self, Shift},
    shifts::{self, ShiftError, Who},
};
use langqiao_kernel::id::{ActivityId, PersonId, ShiftId, SignupId};
use langqiao_platform::app::App;
use langqiao_store::{Actor, By, StoreError, params};

use super::unexpected;
use crate::failure::Failure;

/// A welcome desk before it begins, help while it lasts, and clearing up afterwards; nothing where few help.
pub(super) fn of(volunteers: i64, starts_at: Timestamp, ends_at: Timestamp) -> Vec<Shift> {
    if volunteers < 4 {
        return Vec::new();
    }
    let half_an_hour = SignedDuration::from_mins(30);
    let shift = |name: &str, starts_at, ends_at, places: i64| Shift {
        id: None,
        name: name.to_owned(),
        starts_at,
        ends_at,
        places,
    };
    vec![
        shift("签到台", starts_at - half_an_hour, starts_at + half_an_hour, 2),
        shift(
            "现场服务",
            starts_at + half_an_hour,
            ends_at,
            (volunteers - 2).max(1),
        ),
        shift("收场", ends_at, ends_at + half_an_hour, (volunteers / 2).max(1)),
    ]
}

/// Has those who help choose, each what is still free; every fourth has not got round to it.
pub(super) async fn choose(app: &App, activity: ActivityId) -> Result<(), Failure> {
    let now = app.now();
    let read = app.db.read(move |tx| {
        let shifts = activities::shifts(tx, activity)?;
        let people = tx.all(
            "SELECT id, booker FROM signup WHERE activity = ?1 AND role = 'volunteer' AND state = 'seat' ORDER BY number, id",
            params![activity],
            |row| Ok((row.get::<SignupId>(0)?, row.get::<PersonId>(1)?)),
        )?;
        Ok::<_, StoreError>((shifts, people))
    });
    let (shifts, people) = read.await?;
    let ids: Vec<ShiftId> = shifts.iter().filter_map(|shift| shift.id).collect();
    let &[desk, help, clear] = ids.as_slice() else {
        return Ok(());
    };
    for (n, (signup, person)) in people.into_iter().enumerate().filter(|(n, _)| n % 4 != 3) {
        let wanted = match n {
            0 | 1 => [desk, clear].into(),
            _ => [help].into(),
        };
        let by = By::new(Actor::Person(person), now);
        let done = app
            .db
            .write(by, move |tx| {
                shifts::choose(tx, Who::Own(person), signup, &wanted)
            })
            .await;
        match done {
            // It begins within the hour, is full, or they help elsewhere: as it happens in life.
            Ok(()) | Err(ShiftError::TooLate { .. } | ShiftError::Full { .. } | ShiftError::Busy { .. }) => {}
            Err(why) => return Err(unexpected("choose a shift", why)),
        }
    }
    Ok(())
}
