//! What other pages show of feedback: the public activity's, the workbench's, a person's own, an officer's day.

use jiff::SignedDuration;
use langqiao_kernel::{
    id::{ActivityId, PersonId},
    time,
};
use langqiao_platform::{
    feature::{PanelAsk, TodayAsk, TodayItem},
    gate::Permission,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use super::{give::OPEN_FOR, queries, shown};
use crate::activities::{self, ManageActivities};

/// For how long an officer is reminded that nothing was answered.
const REMINDED: SignedDuration = SignedDuration::from_hours(60 * 24);

/// On an activity's public page: what was said of it; before it is held, what was said of the last one of its kind,
/// and what its hosts have answered.
pub(super) fn public(tx: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
    let Ok(activity) = ask.id.parse::<ActivityId>() else {
        return Ok(html! {});
    };
    let Some(summary) = queries::nearest(tx, activity)? else {
        return Ok(html! {});
    };
    let ui = ask.ui;
    let own = summary.activity == activity;
    let title = match own {
        true => msg::FEEDBACK_OF_THIS,
        false => msg::FEEDBACK_OF_LAST,
    };
    Ok(section(
        ui.t(title),
        html! {
            @if !own {
                p {
                    (link(&format!("/activities/{}", summary.activity), &summary.title)) " "
                    (ui.day(time::day(summary.ends_at)))
                }
            }
            (shown::numbers(ui, &summary))
            (shown::answered(ui, &summary))
        },
    ))
}

/// On an activity's page in the workbench: how many spoke, and the way there.
pub(super) fn workbench(tx: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
    let (Some(org), Ok(activity)) = (ask.org, ask.id.parse::<ActivityId>()) else {
        return Ok(html! {});
    };
    let (kept, _) = queries::kept(tx, activity)?;
    if kept == 0 || !activities::held_at_or_below(tx, org, activity)? {
        return Ok(html! {});
    }
    let ui = ask.ui;
    let body = html! {
        @match queries::summary(tx, activity)? {
            Some(summary) => (shown::numbers(ui, &summary)),
            None => p { (ui.tf(msg::FEEDBACK_KEPT, args! { n = kept })) },
        }
        (row(link_button(&format!("/w/{org}/activities/{activity}/feedback"), ui.t(msg::FEEDBACK_OPEN)).render()))
    };
    Ok(panel(ui.t(msg::FEEDBACK_READ), stack(body)))
}

/// On a person's own page: what they were at and have not spoken of.
pub(super) fn mine(tx: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
    let Ok(person) = ask.id.parse::<PersonId>() else {
        return Ok(html! {});
    };
    let since = ask.now.saturating_sub(OPEN_FOR).unwrap_or(ask.now);
    let unspoken = queries::unspoken(tx, person, (since, ask.now))?;
    if unspoken.is_empty() {
        return Ok(html! {});
    }
    let ui = ask.ui;
    let links = unspoken.iter().map(|(activity, title)| {
        link(
            &format!("/activities/{activity}/feedback"),
            &ui.tf(msg::FEEDBACK_MINE_ONE, args! { title = title.as_str() }),
        )
    });
    Ok(panel(ui.t(msg::FEEDBACK_MINE), bullets(links)))
}

/// What was said of the organisation's activities and waits for its answer.
pub(super) fn today(tx: &mut ReadTx, ui: &Ui, ask: &TodayAsk) -> Result<Vec<TodayItem>, StoreError> {
    if !ask.roles.iter().any(|role| role.gives(ManageActivities::NAME)) {
        return Ok(Vec::new());
    }
    let since = ask.now.saturating_sub(REMINDED).unwrap_or(ask.now);
    let unanswered = queries::unanswered(tx, ask.org, since)?;
    let item = |summary: super::model::Summary| TodayItem {
        due: None,
        title: ui.tf(msg::FEEDBACK_TODAY, args! { title = summary.title }),
        detail: ui.tf(
            msg::FEEDBACK_SATISFIED,
            args! { n = summary.satisfied, of = summary.answered },
        ),
        href: format!("/w/{}/activities/{}/feedback", ask.org, summary.activity),
        action: msg::FEEDBACK_ANSWER,
    };
    Ok(unanswered.into_iter().map(item).collect())
}
