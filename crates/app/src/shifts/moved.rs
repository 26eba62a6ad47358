//! A shift is at another time now: those who take it are told, and whoever can't be at two places at once hears that too.

use langqiao_kernel::id::{ActivityId, ShiftId};
use langqiao_platform::{app::App, args, i18n::msg, jobs::JobOutcome, notices, spoken::Moment};
use langqiao_store::{StoreError, WriteTx};
use serde::Deserialize;

use super::{MOVED_JOB, queries};
use crate::{
    activities::{self, Status},
    signups::party_path,
};

/// Which shifts a job is about.
#[derive(Deserialize)]
pub(super) struct Moved {
    activity: ActivityId,
    shifts: Vec<ShiftId>,
}

pub(super) async fn tell_moved(app: App, moved: Moved) -> JobOutcome {
    let by = app.by_system(MOVED_JOB);
    app.db.write(by, move |tx| tell(tx, &moved)).await?;
    Ok(())
}

fn tell(tx: &mut WriteTx, moved: &Moved) -> Result<(), StoreError> {
    tx.bookkeeping();
    let Some(activity) = activities::load(tx, moved.activity)? else {
        return Ok(());
    };
    if activity.status != Status::Published {
        return Ok(());
    }
    for shift in activities::shifts(tx, moved.activity)? {
        let Some(id) = shift.id.filter(|id| moved.shifts.contains(id)) else {
            continue;
        };
        for (booker, party, person) in queries::takers(tx, id)? {
            let busy = queries::busy(tx, person, moved.activity, (shift.starts_at, shift.ends_at))?;
            let what = match busy {
                true => msg::SHIFTS_NOTICE_MOVED_BUSY,
                false => msg::SHIFTS_NOTICE_MOVED,
            };
            let args = args! {
                title = activity.title.clone(), name = shift.name.clone(),
                from = Moment(shift.starts_at), to = Moment(shift.ends_at)
            };
            notices::send(tx, booker, what, args, &party_path(party))?;
        }
    }
    Ok(())
}
