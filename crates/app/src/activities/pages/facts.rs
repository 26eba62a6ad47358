//! What an activity's page in the workbench says about it.

use langqiao_kernel::id::OrganisationId;
use langqiao_platform::ui::prelude::*;

use super::{look, show::Shown, stale_view};
use crate::activities::{
    merge::Aspect,
    model::{Phase, Status},
    queries::{Activity, Pool, Revision, Standing, Stored},
};

/// When and where, in one line.
pub fn lede(ui: &Ui, activity: &Activity) -> String {
    let times = &activity.times;
    format!(
        "{} · {}",
        when::span(ui.lang, times.starts_at, times.ends_at, ui.now),
        activity.place
    )
}

/// Where it stands, as badges, and why it was called off.
pub fn state(ui: &Ui, activity: &Activity, standing: Standing) -> Markup {
    html! {
        (row(html! {
            (phase_badge(ui, activity.phase(ui.now)))
            (badge(Tone::Plain, ui.t(activity.kind.msg())))
            @if standing != Standing::Host {
                (badge(Tone::Plain, &ui.tf(msg::ACTIVITY_HOSTED_BY, args! { name = activity.host_name.clone() })))
            }
        }))
        @if let Some(reason) = &activity.cancel_reason {
            (notice(Tone::Error, html! { (ui.tf(msg::ACTIVITY_CANCELLED_BECAUSE, args! { reason = reason.clone() })) }))
        }
    }
}

/// A phase as a badge.
pub fn phase_badge(ui: &Ui, phase: Phase) -> Markup {
    let tone = match phase {
        Phase::Draft | Phase::Closed => Tone::Warn,
        Phase::Announced | Phase::Running => Tone::Info,
        Phase::Open => Tone::Ok,
        Phase::Over => Tone::Plain,
        Phase::Cancelled => Tone::Error,
    };
    badge(tone, ui.t(phase.msg()))
}

/// How many have signed up, each figure leading to the list.
pub fn counts(ui: &Ui, org: OrganisationId, stored: &Stored) -> Markup {
    if stored.activity.status == Status::Draft {
        return html! {};
    }
    let list = format!("/w/{org}/activities/{}/signups", stored.activity.id);
    let of = |pool: Pool| ui.tf(msg::ACTIVITY_COUNT_OF, args! { n = pool.capacity });
    let (attendee, volunteer) = (stored.pools.attendee, stored.pools.volunteer);
    let waiting = attendee.waiting + volunteer.waiting;
    section(
        ui.t(msg::ACTIVITY_SIGNUPS),
        stats(html! {
            (stat(ui.t(msg::ACTIVITY_COUNT_ATTENDEES), attendee.taken, &format!("{list}?role=attendee"), Some(&of(attendee))))
            (stat(ui.t(msg::ACTIVITY_COUNT_VOLUNTEERS), volunteer.taken, &format!("{list}?role=volunteer"), Some(&of(volunteer))))
            (stat(ui.t(msg::ACTIVITY_COUNT_WAITING), waiting, &format!("{list}?state=waiting"), None))
        }),
    )
}

/// What was decided.
pub fn about(ui: &Ui, stored: &Stored) -> Markup {
    let (activity, plan) = (&stored.activity, &stored.plan);
    let times = &activity.times;
    let who = look::ages(ui, activity.min_age, activity.max_age);
    let only = activity
        .only_area_name
        .as_ref()
        .map(|area| ui.tf(msg::ACTIVITY_ONLY_OF, args! { area = area.clone() }));
    let questions: Vec<&str> = plan
        .questions
        .iter()
        .map(|question| question.label.as_str())
        .collect();
    html! {
        (definitions(ui)
            .row(ui.t(msg::ACTIVITY_WHEN), ui.span(times.starts_at, times.ends_at))
            .row(ui.t(msg::ACTIVITY_PLACE), html! {
                @match activity.venue {
                    Some(venue) => (link(&format!("/venues/{venue}"), &activity.place)),
                    None => (activity.place),
                }
                @if let Some(address) = &activity.address { br; (address) }
                br; (activity.where_about())
            })
            .row(ui.t(msg::ACTIVITY_WINDOW), ui.span(times.signup_opens_at, times.signup_closes_at))
            .row(ui.t(msg::ACTIVITY_PLACES), html! {
                (ui.tf(msg::ACTIVITY_SAY_PLACES, args! { seats = plan.seats, volunteers = plan.volunteers }))
            })
            .row(ui.t(msg::ACTIVITY_WHO), html! { (who) @if let Some(only) = only { br; (only) } })
            .row(ui.t(msg::ACTIVITY_PARTY), html! {
                (ui.tf(msg::ACTIVITY_SAY_PARTY, args! { n = activity.party_max, offer = ui.minutes(activity.offer_minutes) }))
            })
            .maybe(ui.t(msg::ACTIVITY_QUESTIONS), (!questions.is_empty()).then(|| html! {
                ul { @for question in &questions { li { (question) } } }
            }))
            .maybe(ui.t(msg::ACTIVITY_SUMMARY), (!activity.summary.is_empty()).then(|| html! {
                @for line in activity.summary.lines() { (line) br; }
            })))
    }
}

/// What was done to it, by whom and when.
pub fn history(ui: &Ui, history: &[Revision]) -> Markup {
    let columns = vec![
        col(ui.t(msg::ACTIVITY_HISTORY_WHEN)),
        col(ui.t(msg::ACTIVITY_HISTORY_WHO)),
        col(ui.t(msg::ACTIVITY_HISTORY_WHAT)),
    ];
    let rows = history.iter().enumerate().map(|(n, revision)| {
        let changed = history
            .get(n + 1)
            .map(|before| Aspect::differing(&before.plan, &revision.plan));
        let names: Vec<&str> = changed
            .iter()
            .flatten()
            .map(|aspect| ui.t(aspect.msg()))
            .collect();
        vec![
            ui.moment(revision.at),
            html! { (revision.person.as_deref().unwrap_or(ui.t(msg::ACTIVITY_SOMEBODY))) },
            html! {
                (ui.t(stale_view::act(&revision.act)))
                @if !names.is_empty() { " " (names.join(if ui.lang == Lang::En { ", " } else { "、" })) }
            },
        ]
    });
    table(ui.t(msg::ACTIVITY_HISTORY), columns).rows(rows).render()
}

/// What to mind before a draft is made public: what else is on that day in that town.
pub fn hints(ui: &Ui, shown: &Shown) -> Markup {
    let (nearby, times) = (&shown.nearby, shown.stored.activity.times);
    if nearby.is_empty() {
        return html! {};
    }
    let n = |of: &dyn Fn(&crate::activities::queries::Nearby) -> bool| {
        nearby.iter().filter(|other| of(other)).count()
    };
    let at_once = n(&|other| other.overlaps(times.starts_at, times.ends_at));
    let numbers = args! {
        all = nearby.len(),
        town = shown.stored.activity.town_name.clone(),
        overlap = at_once,
        kind = n(&|other| other.same_kind),
        people = n(&|other| other.same_people),
    };
    panel(
        ui.t(msg::ACTIVITY_HINTS),
        html! {
            p { (ui.tf(msg::ACTIVITY_HINTS_NUMBERS, numbers)) }
            ul {
                @for other in nearby.iter().take(5) {
                    li {
                        (link(&format!("/activities/{}", other.id), &other.title)) " · "
                        (ui.span(other.starts_at, other.ends_at)) " · " (other.host)
                    }
                }
            }
            @if at_once > 0 { (muted(html! { (ui.t(msg::ACTIVITY_HINTS_TOGETHER)) })) }
        },
    )
}
