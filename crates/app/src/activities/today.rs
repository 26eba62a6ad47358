//! What an officer's page of the day says about activities: invitations to answer, and drafts that would begin
//! soon. What is held today is said by check-in, which knows who is expected.

use langqiao_platform::{
    feature::{TodayAsk, TodayItem},
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use super::queries::{self, On, Why};

/// One query; what the viewer can't do anything about is left out.
pub fn today(tx: &mut ReadTx, ui: &Ui, ask: &TodayAsk) -> Result<Vec<TodayItem>, StoreError> {
    let may = |permission: &str| ask.roles.iter().any(|role| role.gives(permission));
    let (answers, manages) = (may("cohosts.answer"), may("activities.manage"));
    let found = queries::today(tx, ask.org, ask.now)?;
    let shown = found.iter().filter(|(why, _)| match why {
        Why::Invited => answers,
        Why::Draft => manages,
    });
    Ok(shown.map(|(why, item)| entry(ui, ask, *why, item)).collect())
}

fn entry(ui: &Ui, ask: &TodayAsk, why: Why, item: &On) -> TodayItem {
    let at = format!("/w/{}/activities/{}", ask.org, item.id);
    let span = when::span(ui.lang, item.starts_at, item.ends_at, ui.now);
    match why {
        Why::Invited => TodayItem {
            due: Some(item.starts_at),
            title: ui.tf(
                msg::ACTIVITY_TODAY_INVITED,
                args! { title = item.title.clone(), host = item.host.clone() },
            ),
            detail: format!("{span} · {}", item.place),
            href: at,
            action: msg::ACTIVITY_TODAY_ANSWER,
        },
        Why::Draft => TodayItem {
            due: Some(item.starts_at),
            title: ui.tf(msg::ACTIVITY_TODAY_DRAFT, args! { title = item.title.clone() }),
            detail: format!("{span} · {}", item.place),
            href: at,
            action: msg::ACTIVITY_TODAY_PUBLISH,
        },
    }
}
