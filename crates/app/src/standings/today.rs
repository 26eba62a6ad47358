//! What an officer's page of the day says: how many standings wait to be looked at.

use langqiao_kernel::time;
use langqiao_platform::{
    feature::{TodayAsk, TodayItem},
    gate::Permission,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use super::{DecideStandings, queries};

/// One query; one item, however many wait.
pub(super) fn today(tx: &mut ReadTx, ui: &Ui, ask: &TodayAsk) -> Result<Vec<TodayItem>, StoreError> {
    if !ask.roles.iter().any(|role| role.gives(DecideStandings::NAME)) {
        return Ok(Vec::new());
    }
    let n = queries::count_in_reach(tx, (ask.org, time::day(ask.now)), true)?;
    let item = (n > 0).then(|| TodayItem {
        due: None,
        title: ui.tf(msg::STANDING_TODAY, args! { n = n }),
        detail: ui.t(msg::STANDING_TODAY_DETAIL).to_owned(),
        href: format!("/w/{}/standings", ask.org),
        action: msg::STANDING_TODAY_DO,
    });
    Ok(item.into_iter().collect())
}
