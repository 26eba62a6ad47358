//! What an officer's page of the day says about activities: invitations to answer, drafts that would begin soon,
//! and what is held today.

use langqiao_platform::{
    feature::{TodayAsk, TodayItem},
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use super::queries::{self, OfDay, Why};

/// One query; what the viewer can't do anything about is left out.
pub fn today(tx: &mut ReadTx, ui: &Ui, ask: &TodayAsk) -> Result<Vec<TodayItem>, StoreError> {
    let may = |permission: &str| ask.roles.iter().any(|role| role.gives(permission));
    let (answers, manages, scans) = (may("cohosts.answer"), may("activities.manage"), may("checkin.scan"));
    let found = queries::today(tx, ask.org, ask.now)?;
    let shown = found.iter().filter(|item| match item.why {
        Why::Invited => answers,
        Why::Draft => manages,
        Why::Today => true,
    });
    Ok(shown.map(|item| entry(ui, ask, item, scans)).collect())
}

fn entry(ui: &Ui, ask: &TodayAsk, item: &OfDay, scans: bool) -> TodayItem {
    let at = format!("/w/{}/activities/{}", ask.org, item.id);
    let span = when::span(ui.lang, item.starts_at, item.ends_at, ui.now);
    let (title, title_args) = (item.title.clone(), args! { title = item.title.clone(), host = item.host.clone() });
    match item.why {
        Why::Invited => TodayItem {
            due: Some(item.starts_at),
            title: ui.tf(msg::ACTIVITY_TODAY_INVITED, title_args),
            detail: format!("{span} · {}", item.place),
            href: at,
            action: msg::ACTIVITY_TODAY_ANSWER,
        },
        Why::Draft => TodayItem {
            due: Some(item.starts_at),
            title: ui.tf(msg::ACTIVITY_TODAY_DRAFT, args! { title = title }),
            detail: format!("{span} · {}", item.place),
            href: at,
            action: msg::ACTIVITY_TODAY_PUBLISH,
        },
        Why::Today => TodayItem {
            due: Some(item.starts_at),
            title: ui.tf(msg::ACTIVITY_TODAY_HELD, args! { title = title, n = item.taken }),
            detail: format!("{span} · {}", item.place),
            href: if scans { format!("{at}/checkin") } else { at },
            action: if scans { msg::ACTIVITY_TODAY_CHECKIN } else { msg::ACTIVITY_TODAY_OPEN },
        },
    }
}
