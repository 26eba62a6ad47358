//! What went wrong, for people: what it is and what to do next.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use maud::html;

use crate::{
    args,
    fault::Fault,
    i18n::msg,
    spoken,
    ui::{
        Ui,
        components::{empty, link_button, muted, row},
        icon::Icon,
        page::{Head, portal},
    },
};

/// The stable word for a fault and the sentence that its reader is told.
pub(super) fn words(ui: &Ui, fault: &Fault) -> (&'static str, String) {
    match fault {
        Fault::NotFound => ("not-found", ui.t(msg::FAULT_NOT_FOUND).to_owned()),
        Fault::SignInFirst => ("sign-in-first", ui.t(msg::FAULT_SIGN_IN_FIRST).to_owned()),
        Fault::Refused(refusal) => (refusal.code, spoken::say(ui, &refusal.sentence)),
        Fault::Store(why) if why.is_passing() => ("busy", ui.t(msg::FAULT_BUSY).to_owned()),
        Fault::Store(_) | Fault::Internal(_) => ("our-fault", ui.t(msg::FAULT_OURS).to_owned()),
    }
}

pub(super) fn write(ui: &Ui, fault: &Fault, id: &str) -> Response {
    let (_, said) = words(ui, fault);
    let (title, icon) = match fault {
        Fault::NotFound => (msg::FAULT_TITLE_NOT_FOUND, Icon::Search),
        Fault::SignInFirst => (msg::SIGN_IN, Icon::Lock),
        Fault::Refused(_) => (msg::FAULT_TITLE_REFUSED, Icon::Info),
        Fault::Store(_) | Fault::Internal(_) => (msg::FAULT_TITLE_OURS, Icon::Alert),
    };
    let title = ui.t(title);
    // What isn't there is not there the second time either.
    let again = ui.path != "/" && !matches!(fault.status(), StatusCode::NOT_FOUND | StatusCode::GONE);
    let content = html! {
        h1.sr-only { (title) }
        (empty(icon, &said, row(html! {
            @if again { (link_button(&ui.path, ui.t(msg::FAULT_AGAIN))) }
            (link_button("/", ui.t(msg::FAULT_TO_HOME)).primary())
        })))
        @if fault.status().is_server_error() {
            (muted(html! { (ui.tf(msg::FAULT_NUMBER, args! { id = id })) }))
        }
    };
    portal(ui, Head::unlisted(title), content)
        .status(fault.status())
        .into_response()
}
