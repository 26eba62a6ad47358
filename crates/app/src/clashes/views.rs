//! How clashes and wishes to hold something together are shown.

use std::collections::BTreeSet;

use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId};
use langqiao_platform::{
    feature::{PanelAsk, TodayAsk, TodayItem},
    gate::Permission,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError};

use super::{
    model::{About, Other, Reason},
    queries::{self, Wish},
    together::NOTE_MAX,
};
use crate::activities::{self, AnswerCohosts, ManageActivities, Status};

/// How many of what stands in the way an activity's page names.
const NAMED: usize = 3;

/// On an activity's page in the workbench: for its host, what stands in the way of a draft and who asks to hold what is
/// public together.
pub(super) fn panel(tx: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
    let (Some(org), Ok(id)) = (ask.org, ask.id.parse::<ActivityId>()) else {
        return Ok(html! {});
    };
    let Some(activity) = activities::load(tx, id)? else {
        return Ok(html! {});
    };
    if activity.organisation != org || activity.times.ends_at <= ask.now {
        return Ok(html! {});
    }
    match activity.status {
        Status::Published => {
            if !ask.roles.iter().any(|role| role.gives(AnswerCohosts::NAME)) {
                return Ok(html! {});
            }
            let wishes = queries::open_wishes(tx, id)?;
            Ok(html! { @for wish in &wishes { (asked(ask.ui, org, wish)) } })
        }
        Status::Draft | Status::Cancelled => Ok(html! {}),
    }
}

/// On the page of a draft, for its host: what else is on then.
pub(super) fn draft(tx: &mut ReadTx, ask: &PanelAsk) -> Result<Markup, StoreError> {
    let (Some(org), Ok(id)) = (ask.org, ask.id.parse::<ActivityId>()) else {
        return Ok(html! {});
    };
    let Some(mut own) = queries::about(tx, id)? else {
        return Ok(html! {});
    };
    if own.organisation != org || own.ends_at <= ask.now {
        return Ok(html! {});
    }
    let (others, wishes) = (queries::clashes(tx, &mut own)?, queries::wishes_of_draft(tx, id)?);
    let may = ask.roles.iter().any(|role| role.gives(ManageActivities::NAME));
    Ok(before_publishing(ask.ui, (org, may), (&own, &others), &wishes))
}

fn before_publishing(
    ui: &Ui,
    (org, may): (OrganisationId, bool),
    (own, others): (&About, &[Other]),
    wishes: &[Wish],
) -> Markup {
    let at = format!("/w/{org}/activities/{}/clashes", own.id);
    let title = ui.t(msg::CLASH_TITLE);
    let body = html! {
        @for wish in wishes { (answered(ui, (org, may), wish)) }
        @if others.is_empty() {
            p { (ui.t(msg::CLASH_NONE)) }
        } @else {
            (numbers(ui, others, &at))
            (list(ui, (org, may), own, &others[..others.len().min(NAMED)]))
            (row(link_button(&at, ui.t(msg::CLASH_SEE_ALL)).render()))
        }
    };
    langqiao_platform::ui::components::panel(title, stack(body))
}

/// How many stand in the way for each reason; each number opens.
pub(super) fn numbers(ui: &Ui, others: &[Other], at: &str) -> Markup {
    let counted = Reason::ALL.map(|reason| {
        let n = others
            .iter()
            .filter(|other| other.reasons.contains(&reason))
            .count();
        (reason, n)
    });
    // Whoever comes to several of them is one person.
    let at_once = others
        .iter()
        .filter(|other| other.reasons.contains(&Reason::People));
    let people: BTreeSet<PersonId> = at_once.flat_map(|other| &other.shared).copied().collect();
    let people = people.len() as i64;
    html! {
        ul.plain-list {
            @for (reason, n) in counted.iter().filter(|(_, n)| *n > 0) {
                li {
                    (link(&format!("{at}?why={}", reason.as_str()), &ui.tf(reason.msg(), args! { n = *n, people = people })))
                }
            }
        }
    }
}

/// Each with why it stands in the way, and the one touch to hold it together.
pub(super) fn list(ui: &Ui, who: (OrganisationId, bool), own: &About, others: &[Other]) -> Markup {
    stack(html! { @for other in others { (one(ui, who, own, other)) } })
}

fn one(ui: &Ui, (org, may): (OrganisationId, bool), own: &About, other: &Other) -> Markup {
    let why = other
        .reasons
        .iter()
        .map(|reason| ui.tf(reason.msg(), args! { n = 0, people = other.shared() }));
    let why: Vec<String> = why.collect();
    let far = other.kilometres(own);
    card(stack_close(html! {
        p { (link(&format!("/activities/{}", other.about.id), &other.title)) }
        (muted(html! {
            (ui.span(other.about.starts_at, other.about.ends_at)) " · " (other.host) " · " (other.place)
            @if far >= 0.1 { " · " (ui.tf(msg::CLASH_KILOMETRES, args! { km = format!("{far:.1}") })) }
        }))
        (bullets(why.iter().map(|why| html! { (why) })))
        @if other.own {
            (muted(html! { (ui.t(msg::CLASH_OWN)) }))
        } @else if other.ours {
            (muted(html! { (ui.t(msg::CLASH_OURS)) }))
        } @else if other.asked {
            (muted(html! { (ui.t(msg::CLASH_ASKED)) }))
        } @else if may && other.about.ends_at > ui.now {
            (post_button(ui, &format!("/w/{org}/activities/{}/together", own.id),
                button(ui.t(msg::TOGETHER_ASK)).icon(Icon::Handshake).value("activity", &other.about.id.to_text()).about(&other.title)))
        }
    }))
}

/// What became of a wish, on the asker's draft.
fn answered(ui: &Ui, (org, may): (OrganisationId, bool), wish: &Wish) -> Markup {
    let args = args! { title = wish.title.as_str() };
    match wish.status.as_str() {
        "asked" => notice(
            Tone::Info,
            html! {
                p { (ui.tf(msg::TOGETHER_WAITS, args)) }
                @if may {
                    (post_button(ui, &format!("/w/{org}/together/{}/withdraw", wish.id), button(ui.t(msg::TOGETHER_WITHDRAW)).small()))
                }
            },
        ),
        "accepted" if wish.holds => notice(
            Tone::Ok,
            html! {
                p { (ui.tf(msg::TOGETHER_YES, args)) }
                p { (link(&format!("/w/{org}/activities/{}", wish.activity), ui.t(msg::TOGETHER_GO))) }
            },
        ),
        "declined" => notice(
            Tone::Plain,
            html! {
                p { (ui.tf(msg::TOGETHER_NO, args)) }
                @if let Some(note) = wish.answer_note.as_deref().filter(|note| !note.is_empty()) { p { (note) } }
            },
        ),
        _ => html! {},
    }
}

/// Who asks, on the host's page of the activity, with the answer's form.
fn asked(ui: &Ui, org: OrganisationId, wish: &Wish) -> Markup {
    let title = ui.tf(msg::TOGETHER_WHO_ASKS, args! { name = wish.name.as_str() });
    let brings = activities::brings(ui, &wish.brings);
    let body = html! {
        p { (ui.tf(msg::TOGETHER_WHY, args! { draft = wish.draft_title.as_str(), brings = brings })) }
        @if !wish.note.is_empty() { p { (wish.note) } }
        (form(ui, &format!("/w/{org}/together/{}/answer", wish.id)).body(html! {
            (field(ui, "note", ui.t(msg::TOGETHER_NOTE)).max_chars(NOTE_MAX as u32))
            (row(html! {
                (button(ui.t(msg::TOGETHER_ACCEPT)).primary().value("answer", "accept"))
                (button(ui.t(msg::TOGETHER_DECLINE)).value("answer", "decline"))
            }))
        }))
    };
    langqiao_platform::ui::components::panel(&title, stack(body))
}

/// What waits for the host's answer.
pub(super) fn today(tx: &mut ReadTx, ui: &Ui, ask: &TodayAsk) -> Result<Vec<TodayItem>, StoreError> {
    if !ask.roles.iter().any(|role| role.gives(AnswerCohosts::NAME)) {
        return Ok(Vec::new());
    }
    let wishes = queries::waiting_for(tx, ask.org, ask.now)?;
    let item = |wish: Wish| TodayItem {
        due: Some(wish.starts_at),
        title: ui.tf(
            msg::TOGETHER_TODAY,
            args! { name = wish.name.as_str(), title = wish.title.as_str() },
        ),
        detail: wish.note,
        href: format!("/w/{}/activities/{}", ask.org, wish.activity),
        action: msg::ACTIVITY_TODAY_ANSWER,
    };
    Ok(wishes.into_iter().map(item).collect())
}
