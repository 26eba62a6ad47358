//! What can be done with an activity now: its buttons and their forms. What they do is in [`acts`](super::acts).

use langqiao_kernel::id::OrganisationId;
use langqiao_platform::{fields::Fields, gate::Grant, ui::prelude::*};

use super::{
    form_rows::{Share, contribution},
    parting,
    show::Shown,
};
use crate::activities::{
    ReadActivities,
    cancel::REASON_MAX,
    form::written_contribution,
    model::{CohostStatus, Phase, Status},
    plan::LINE_MAX,
    queries::{Cohost, Standing},
};

/// The places of the page where something can be done.
pub struct Actions {
    /// At its head: ways to elsewhere.
    pub head: Markup,
    /// Before all else: what waits.
    pub first: Markup,
    /// At its end: what is seldom done.
    pub last: Markup,
}

/// What the viewer can do with the activity.
pub fn of(ui: &Ui, gate: &Grant<ReadActivities>, shown: &Shown) -> Actions {
    let (org, activity) = (gate.org(), &shown.stored.activity);
    let phase = activity.phase(ui.now);
    let at = format!("/w/{org}/activities/{}", activity.id);
    let manages = shown.standing == Standing::Host && gate.may("activities.manage");
    let alive = !matches!(phase, Phase::Over | Phase::Cancelled);
    let public = activity.status != Status::Draft;
    let head = html! {
        @if manages && alive { (link_button(&format!("{at}/edit"), ui.t(msg::ACTIVITY_EDIT_DO)).icon(Icon::Edit)) }
        @if public { (link_button(&format!("/activities/{}", activity.id), ui.t(msg::ACTIVITY_PUBLIC_PAGE))) }
        @if public && shown.standing.holds() {
            @if gate.may("activities.manage") && phase == Phase::Open {
                (link_button(&format!("{at}/desk"), ui.t(msg::DESK_TITLE)).icon(Icon::Plus))
            }
            @if gate.may("signups.list") && (!activity.course || gate.may_here("signups.list")) {
                (link_button(&format!("{at}/sheet"), ui.t(msg::ACTIVITY_SHEET)).icon(Icon::Print))
            }
            (link_button(&format!("{at}/poster"), ui.t(msg::ACTIVITY_POSTER)).icon(Icon::Share))
        }
    };
    let answers = gate.may("cohosts.answer") && alive;
    let first = html! {
        @if shown.standing == Standing::Cohost(CohostStatus::Invited) && answers { (asked(ui, &at, org, shown)) }
        @if shown.standing == Standing::Cohost(CohostStatus::Declined) && answers && ui.now < activity.times.starts_at {
            (declined(ui, &at, own(shown, org)))
        }
        @if manages && activity.status == Status::Draft { (to_publish(ui, &at)) }
        @if shown.standing.holds() || shown.standing == Standing::Cohost(CohostStatus::Invited) { (shown.rooms.view(ui, &at, manages)) }
        @if shown.standing == Standing::Cohost(CohostStatus::Accepted) && answers && !public {
            (bringing(ui, &at, org, shown))
        }
    };
    let leaves = shown.standing == Standing::Cohost(CohostStatus::Accepted)
        && gate.may("cohosts.answer")
        && activity.status != Status::Cancelled
        && ui.now < activity.times.starts_at;
    let last = html! {
        @if leaves { (parting::to_leave(ui, &at)) }
        // A course is called off with its sessions and their rooms, on its own page.
        @if manages && alive && !activity.course { (to_cancel(ui, &at, activity.status)) }
    };
    Actions { head, first, last }
}

fn asked(ui: &Ui, at: &str, org: OrganisationId, shown: &Shown) -> Markup {
    let host = shown.stored.activity.host_name.clone();
    let brings = own(shown, org)
        .map(|cohost| super::look::brings(ui, &cohost.brings))
        .unwrap_or_default();
    let then = match shown.stored.activity.status {
        Status::Draft => msg::ACTIVITY_ASKED_DRAFT,
        _ => msg::ACTIVITY_ASKED_PUBLIC,
    };
    panel(
        &ui.tf(msg::ACTIVITY_ASKED, args! { host = host }),
        html! {
            p { (ui.tf(msg::ACTIVITY_ASKED_FOR, args! { brings = brings })) " " (ui.t(then)) }
            (answer_form(ui, at, &Fields::default(), &Problems::new()))
        },
    )
}

/// The form by which an organisation answers an invitation, with what was typed.
pub fn answer_form(ui: &Ui, at: &str, fields: &Fields, problems: &Problems) -> Markup {
    html! {
        (form(ui, &format!("{at}/answer")).body(html! {
            (field(ui, "note", ui.t(msg::ACTIVITY_ANSWER_NOTE)).value(fields.raw("note")).error(problems.of("note"))
                .max_chars(u32::try_from(LINE_MAX).unwrap_or(100)))
            (row(html! {
                (button(ui.t(msg::ACTIVITY_ACCEPT)).primary().value("answer", "accept"))
                (button(ui.t(msg::ACTIVITY_DECLINE)).value("answer", "decline"))
            }))
        }))
    }
}

/// The part of the viewer's own organisation.
fn own(shown: &Shown, org: OrganisationId) -> Option<&Cohost> {
    let mut cohosts = shown.stored.cohosts.iter();
    cohosts.find(|cohost| cohost.organisation == org)
}

/// Who declined, or agreed and left, may still join.
fn declined(ui: &Ui, at: &str, own: Option<&Cohost>) -> Markup {
    let state = match own {
        Some(own) if own.left => msg::ACTIVITY_LEFT_STATE,
        _ => msg::ACTIVITY_DECLINED_STATE,
    };
    let accept = button(ui.t(msg::ACTIVITY_ACCEPT)).value("answer", "accept");
    let content = stack_close(html! {
        p { (ui.t(state)) }
        div { (form(ui, &format!("{at}/answer")).body(html! { (accept) })) }
    });
    notice(Tone::Info, content)
}

fn to_publish(ui: &Ui, at: &str) -> Markup {
    let publish = button(ui.t(msg::ACTIVITY_PUBLISH)).primary();
    let content = stack_close(html! {
        p { (ui.t(msg::ACTIVITY_DRAFT_STATE)) }
        div { (post_button(ui, &format!("{at}/publish"), publish)) }
    });
    notice(Tone::Info, content)
}

fn bringing(ui: &Ui, at: &str, org: OrganisationId, shown: &Shown) -> Markup {
    let fields: Fields = own(shown, org)
        .map(|own| written_contribution("own", &own.brings))
        .unwrap_or_default()
        .into_iter()
        .collect();
    panel(
        ui.t(msg::ACTIVITY_BRINGS_OWN),
        html! {
            (muted(html! { (ui.t(msg::ACTIVITY_BRINGS_UNTIL)) }))
            (contribution_form(ui, at, &fields, &Problems::new()))
        },
    )
}

/// The form by which an organisation changes what it brings, with what was typed.
pub fn contribution_form(ui: &Ui, at: &str, fields: &Fields, problems: &Problems) -> Markup {
    html! {
        (form(ui, &format!("{at}/contribution")).body(html! {
            (contribution(ui, ("own", Share::Stands), fields, problems))
            (row(html! { (button(ui.t(msg::ACTIVITY_BRINGS_SAVE))) }))
        }))
    }
}

fn to_cancel(ui: &Ui, at: &str, status: Status) -> Markup {
    let hint = if status == Status::Published {
        msg::ACTIVITY_CANCEL_TOLD
    } else {
        msg::ACTIVITY_CANCEL_DRAFT
    };
    html! {
        details.confirm {
            summary.btn.btn-outline { (ui.t(msg::ACTIVITY_CANCEL)) }
            div.confirm-body {
                p { (ui.t(hint)) }
                (cancel_form(ui, at, &Fields::default(), &Problems::new()))
            }
        }
    }
}

/// The form by which an activity is called off, with what was typed.
pub fn cancel_form(ui: &Ui, at: &str, fields: &Fields, problems: &Problems) -> Markup {
    html! {
        (form(ui, &format!("{at}/cancel")).body(html! {
            (field(ui, "reason", ui.t(msg::ACTIVITY_CANCEL_REASON)).required().value(fields.raw("reason"))
                .error(problems.of("reason")).max_chars(u32::try_from(REASON_MAX).unwrap_or(200)))
            (row(html! { (button(ui.t(msg::ACTIVITY_CANCEL_DO)).danger()) }))
        }))
    }
}
