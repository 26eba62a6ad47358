//! What an activity's page in the workbench says about it.

use langqiao_kernel::id::OrganisationId;
use langqiao_platform::ui::prelude::*;

use super::{answers, look, show::Shown, stale_view};
use crate::activities::{
    merge::Aspect,
    model::{Allotment, Phase, Status},
    queries::{Activity, Pool, Revision, Standing},
};
use crate::standings;

/// When and where, in one line.
pub fn lede(ui: &Ui, activity: &Activity) -> String {
    let times = &activity.times;
    format!(
        "{} · {}",
        when::span(ui.lang, times.starts_at, times.ends_at, ui.now),
        activity.whole_place
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

/// How many have signed up, each figure leading to the list: that of `org` or, for one above the host, the
/// host's own. Who was only asked so far sees how many there are, and no list.
pub fn counts(ui: &Ui, org: OrganisationId, shown: &Shown, sees: bool) -> Markup {
    let activity = &shown.stored.activity;
    let whose = match shown.standing {
        Standing::Above => activity.organisation,
        standing if standing.holds() => org,
        _ => return html! {},
    };
    if activity.status == Status::Draft {
        return html! {};
    }
    // The names of a course are for those who hold it: above them it is the course that a figure opens to.
    let list = match activity.course && !(sees && shown.standing.holds()) {
        true => format!("/courses/{}", activity.id),
        false => format!("/w/{whose}/activities/{}/signups", activity.id),
    };
    let of = |pool: Pool| ui.tf(msg::ACTIVITY_COUNT_OF, args! { n = pool.capacity });
    let (attendee, volunteer) = (shown.stored.pools.attendee, shown.stored.pools.volunteer);
    let (waiting, at) = (attendee.waiting + volunteer.waiting, |what: &str| {
        format!("{list}?{what}")
    });
    section(
        ui.t(msg::ACTIVITY_SIGNUPS),
        stats(html! {
            (stat(ui.t(msg::ACTIVITY_COUNT_ATTENDEES), attendee.taken, &at("role=attendee"), Some(&of(attendee))))
            (stat(ui.t(msg::ACTIVITY_COUNT_VOLUNTEERS), volunteer.taken, &at("role=volunteer"), Some(&of(volunteer))))
            (stat(ui.t(msg::ACTIVITY_COUNT_WAITING), waiting, &at("state=waiting"), None))
        }),
    )
}

/// What was decided.
pub fn about(ui: &Ui, shown: &Shown) -> Markup {
    let (activity, plan) = (&shown.stored.activity, &shown.stored.plan);
    let times = &activity.times;
    let who = look::ages(ui, activity.min_age, activity.max_age);
    let only = activity
        .only_area_name
        .as_ref()
        .map(|area| ui.tf(msg::ACTIVITY_ONLY_OF, args! { area = area.clone() }));
    let questions: Vec<(&str, Option<String>)> = plan
        .questions
        .iter()
        .map(|question| (question.label.as_str(), answers::condition(ui, question)))
        .collect();
    let list = definitions(ui)
            .row(ui.t(msg::ACTIVITY_WHEN), ui.span(times.starts_at, times.ends_at))
            .row(ui.t(msg::ACTIVITY_PLACE), html! {
                @match activity.venue {
                    Some(venue) => (link(&format!("/venues/{venue}"), &activity.whole_place)),
                    None => (activity.whole_place),
                }
                @if let Some(address) = &activity.address { br; (address) }
                br; (activity.where_about())
            })
            .row(ui.t(msg::ACTIVITY_WINDOW), ui.span(times.signup_opens_at, times.signup_closes_at))
            .row(ui.t(msg::ACTIVITY_PLACES), html! {
                (ui.tf(msg::ACTIVITY_SAY_PLACES, args! { seats = plan.seats, volunteers = plan.volunteers }))
            })
            .row(ui.t(msg::ACTIVITY_ALLOTMENT), allotment(ui, activity))
            .row(ui.t(msg::ACTIVITY_WHO), html! {
                (who)
                @if let Some(only) = only { br; (only) }
                @for asked in standings::asked(ui, &activity.asks) { br; (asked) }
            })
            .row(ui.t(msg::ACTIVITY_PARTY), html! {
                (ui.tf(msg::ACTIVITY_SAY_PARTY, args! { n = activity.party_max, offer = ui.minutes(activity.offer_minutes) }))
            });
    let list = match shown.needs.as_slice() {
        [] => list,
        needs => list.row(
            ui.t(msg::ACTIVITY_NEEDS),
            html! { ul { @for (name, pieces) in needs { li { (needed(ui, name, *pieces)) } } } },
        ),
    };
    let list = match questions.as_slice() {
        [] => list,
        questions => list.row(
            ui.t(msg::ACTIVITY_QUESTIONS),
            html! {
                ul {
                    @for (question, condition) in questions {
                        li { (question) @if let Some(condition) = condition { (muted(html! { (condition) })) } }
                    }
                }
            },
        ),
    };
    let list = match activity.summary.as_str() {
        "" => list,
        summary => list.row(
            ui.t(msg::ACTIVITY_SUMMARY),
            html! { @for line in summary.lines() { (line) br; } },
        ),
    };
    list.render()
}

/// How places are given: to whom first, and where a draw was promised and its result is.
fn allotment(ui: &Ui, activity: &Activity) -> Markup {
    let public = activity.published_at.is_some();
    let drawn = activity.allotted_at.is_some();
    let word = if drawn {
        msg::ACTIVITY_DRAW_RESULT
    } else {
        msg::ACTIVITY_DRAW_PROMISE
    };
    html! {
        (ui.t(activity.allotment.msg()))
        @if !activity.first.groups.is_empty() {
            br; (ui.tf(msg::PRIORITY_POLICY, args! { groups = activity.first.list(ui) }))
        }
        @if let Some(until) = activity.first.kept_until {
            br; (ui.tf(msg::PRIORITY_POLICY_KEPT, args! { at = when::moment(ui.lang, until, ui.now) }))
        }
        @if public && activity.allotment == Allotment::Draw {
            br; (link(&format!("/activities/{}/draw", activity.id), ui.t(word)))
        }
    }
}

/// A room by its name, or equipment with its pieces.
fn needed(ui: &Ui, name: &str, pieces: Option<i64>) -> String {
    match pieces {
        Some(n) => ui.tf(msg::ACTIVITY_SAY_EQUIPMENT, args! { name = name, n = n }),
        None => name.to_owned(),
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
        let before = history.get(n + 1).filter(|_| revision.act == "updated");
        let changed = before.map(|before| Aspect::differing(&before.plan, &revision.plan));
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
                @if !names.is_empty() { " " (names.join(ui.lang.between_names())) }
            },
        ]
    });
    table(ui.t(msg::ACTIVITY_HISTORY), columns).rows(rows).render()
}

/// What to mind before a draft is made public: whether the room is large enough.
pub fn hints(ui: &Ui, shown: &Shown) -> Markup {
    let (activity, plan) = (&shown.stored.activity, &shown.stored.plan);
    let places = plan.seats.saturating_add(plan.volunteers);
    let small = activity
        .room_holds
        .filter(|holds| plan.rooms.is_empty() && *holds < places && activity.status == Status::Draft);
    let Some(holds) = small else {
        return html! {};
    };
    let text = ui.tf(msg::ACTIVITY_HINTS_ROOM, args! { holds = holds, places = places });
    panel(ui.t(msg::ACTIVITY_HINTS), html! { p { (text) } })
}
