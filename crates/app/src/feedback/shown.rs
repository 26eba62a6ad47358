//! What is shown of feedback wherever it is shown: the numbers with their base, and the hosts' answer.

use langqiao_platform::ui::prelude::*;

use super::model::Summary;

/// The numbers: of so many who were there so many spoke, and so many of these were satisfied.
pub(super) fn numbers(ui: &Ui, summary: &Summary) -> Markup {
    let spoke = args! { came = summary.came, n = summary.answered };
    let satisfied = args! { n = summary.satisfied, of = summary.answered };
    let again = args! { n = summary.again, of = summary.again_answered };
    stack_close(html! {
        p { (ui.tf(msg::FEEDBACK_SPOKE, spoke)) }
        p { (ui.tf(msg::FEEDBACK_SATISFIED, satisfied)) }
        @if summary.again_answered > 0 { p { (ui.tf(msg::FEEDBACK_AGAIN_COUNT, again)) } }
    })
}

/// What the hosts answered, if they did.
pub(super) fn answered(ui: &Ui, summary: &Summary) -> Markup {
    html! {
        @if let Some(answer) = &summary.answer {
            p { strong { (ui.t(msg::FEEDBACK_HOSTS_ANSWER)) } (answer) }
            @if let Some(at) = summary.answer_at { (muted(html! { (ui.moment(at)) })) }
        }
    }
}
