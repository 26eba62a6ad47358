//! What the second of two officers is told: what the first changed, and where both did, both values.

use langqiao_platform::ui::prelude::*;

use super::look::Look;
use crate::activities::{form::DO, update::Stale};

/// Says what was done meanwhile and by whom. The form below holds both changes brought together; a button for
/// each part that both changed puts the other's value in.
pub fn told(ui: &Ui, look: &Look, stale: &Stale) -> Markup {
    let theirs = &stale.stored.plan;
    notice(
        Tone::Warn,
        html! {
            p { strong { (ui.t(msg::ACTIVITY_STALE)) } }
            ul {
                @for revision in stale.since.iter().rev() {
                    li {
                        (revision.person.as_deref().unwrap_or(ui.t(msg::ACTIVITY_SOMEBODY))) " "
                        (ui.moment(revision.at)) " " (ui.t(act(&revision.act)))
                    }
                }
            }
            @for aspect in stale.merged.theirs.iter().filter(|aspect| !stale.merged.both.contains(aspect)) {
                p { (ui.tf(msg::ACTIVITY_STALE_TAKEN, args! { what = ui.t(aspect.msg()), now = look.say(ui, *aspect, theirs) })) }
            }
            @for aspect in &stale.merged.both {
                @let take = format!("take-{}", aspect.as_str());
                p {
                    (ui.tf(msg::ACTIVITY_STALE_BOTH, args! {
                        what = ui.t(aspect.msg()),
                        theirs = look.say(ui, *aspect, theirs),
                        mine = look.say(ui, *aspect, &stale.merged.plan),
                    })) " "
                    button class="btn btn-outline btn-sm" form="activity-form" name=(DO) value=(take) {
                        (ui.t(msg::ACTIVITY_STALE_TAKE)) span.sr-only { " " (ui.t(aspect.msg())) }
                    }
                }
            }
            p { (ui.t(msg::ACTIVITY_STALE_NEXT)) }
        },
    )
}

/// What was done, in words.
pub fn act(word: &str) -> Msg {
    match word {
        "created" => msg::ACTIVITY_ACT_CREATED,
        "published" => msg::ACTIVITY_ACT_PUBLISHED,
        "cancelled" => msg::ACTIVITY_ACT_CANCELLED,
        "joined" => msg::ACTIVITY_ACT_JOINED,
        _ => msg::ACTIVITY_ACT_UPDATED,
    }
}
