//! The words for uses.

use langqiao_platform::ui::prelude::*;

use super::model::{Answer, Purpose, Use};

pub(crate) fn kind(purpose: Purpose) -> Msg {
    match purpose {
        Purpose::Activity => msg::USE_FOR_ACTIVITY,
        Purpose::Series => msg::USE_FOR_SERIES,
        Purpose::Booking => msg::USE_FOR_BOOKING,
        Purpose::Open => msg::USE_FOR_OPEN,
    }
}

/// What for: the activity, what was typed, or that it stood open.
pub(super) fn purpose(ui: &Ui, one: &Use) -> Markup {
    match one.activity {
        Some(activity) => link(&format!("/activities/{activity}"), &one.words),
        None if one.words.is_empty() => html! { (ui.t(kind(one.purpose))) },
        None => html! { (one.words) },
    }
}

pub(super) fn answer(answer: Answer) -> Msg {
    match answer {
        Answer::Open => msg::USE_ANSWER_OPEN,
        Answer::Lend => msg::USE_ANSWER_LEND,
        Answer::Retire => msg::USE_ANSWER_RETIRE,
        Answer::Keep => msg::USE_ANSWER_KEEP,
    }
}
