//! What the sign-in pages look like.

use maud::{Markup, html};

use crate::{
    args,
    fields::Fields,
    i18n::msg,
    reply::href,
    ui::{
        Tone, Ui,
        components::{
            Problems, button, card, checkbox, disclosure, error_summary, field, form, link, muted, notice,
            page_title, stack,
        },
        page::{Head, Page, portal},
    },
};

/// The first step.
#[derive(Default)]
pub(super) struct Asking<'a> {
    /// Where the visitor is on the way to.
    pub next: &'a str,
    /// The phone as typed.
    pub phone: &'a str,
    /// Whether the password's part is open.
    pub password: bool,
    /// What is wrong.
    pub problems: Problems,
}

/// The second step.
#[derive(Default)]
pub(super) struct Proving<'a> {
    /// The phone, masked.
    pub masked: &'a str,
    /// The code, where it is shown because it can't be sent.
    pub shown: &'a str,
    /// Where the visitor is on the way to.
    pub next: &'a str,
    /// Whether the code was right and the phone is new: then what is missing is said.
    pub newcomer: bool,
    /// What was typed before.
    pub typed: Option<&'a Fields>,
    /// What is wrong.
    pub problems: Problems,
}

pub(super) fn ask(ui: &Ui, asking: &Asking<'_>) -> Page {
    let by_code = !asking.password;
    let phone = |with: bool| {
        let phone = field(ui, "phone", ui.t(msg::SIGN_IN_PHONE_LABEL))
            .phone()
            .required()
            .value(asking.phone);
        if with {
            phone.error(asking.problems.of("phone"))
        } else {
            phone
        }
    };
    let content = html! {
        (page_title(ui.t(msg::SIGN_IN_TITLE), Some(ui.t(msg::SIGN_IN_LEDE)), None))
        (error_summary(ui, &asking.problems))
        (stack(html! {
            @if by_code {
                (card(by_code_form(ui, asking, html! { (phone(true)) })))
                (muted(link_to("/sign-in/password", asking.next, ui.t(msg::SIGN_IN_BY_PASSWORD))))
            } @else {
                (card(by_password_form(ui, asking, html! { (phone(true)) })))
                (muted(link_to("/sign-in", asking.next, ui.t(msg::SIGN_IN_BY_CODE))))
            }
            (muted(html! { (link("/privacy", ui.t(msg::PRIVACY_LINK))) }))
        }))
    };
    portal(ui, Head::unlisted(ui.t(msg::SIGN_IN_TITLE)), content)
}

fn by_code_form(ui: &Ui, asking: &Asking<'_>, phone: Markup) -> Markup {
    form(ui, "/sign-in/code").body(html! {
        input type="hidden" name="next" value=(asking.next);
        (phone)
        (button(ui.t(msg::SIGN_IN_GET_CODE)).primary().wide())
    })
}

fn by_password_form(ui: &Ui, asking: &Asking<'_>, phone: Markup) -> Markup {
    form(ui, "/sign-in").body(html! {
        input type="hidden" name="next" value=(asking.next);
        (phone)
        (field(ui, "password", ui.t(msg::SIGN_IN_PASSWORD)).password().required().error(asking.problems.of("password")))
        (button(ui.t(msg::SIGN_IN)).primary().wide())
    })
}

fn link_to(path: &str, next: &str, text: &str) -> Markup {
    link(&href(path, &[("next", next)]), text)
}

pub(super) fn prove(ui: &Ui, proving: &Proving<'_>) -> Page {
    let typed = |name: &str| proving.typed.map_or("", |fields| fields.raw(name));
    let problem = |name: &str| proving.problems.of(name);
    let newcomer = html! {
        (field(ui, "name", ui.t(msg::REGISTER_NAME_LABEL)).own_name().max_chars(40).required()
            .value(typed("name")).error(problem("name")).hint(ui.t(msg::REGISTER_NAME_HINT)))
        (field(ui, "birth", ui.t(msg::REGISTER_BIRTH_LABEL)).date().autocomplete("bday")
            .value(typed("birth")).error(problem("birth")).hint(ui.t(msg::REGISTER_BIRTH_HINT)))
        (checkbox("consent", ui.t(msg::REGISTER_CONSENT_LABEL), proving.typed.is_some_and(|f| f.has("consent")),
            Some(ui.t(msg::REGISTER_CONSENT_HINT)), problem("consent")))
        (muted(html! { (link("/privacy", ui.t(msg::PRIVACY_LINK))) }))
    };
    let content = html! {
        (page_title(ui.t(msg::SIGN_IN_CODE_TITLE), Some(&ui.tf(msg::SIGN_IN_CODE_LEDE, args! { phone = proving.masked })), None))
        (error_summary(ui, &proving.problems))
        (stack(html! {
            @if !proving.shown.is_empty() {
                (notice(Tone::Info, html! { (ui.tf(msg::SIGN_IN_CODE_SHOWN, args! { code = proving.shown })) }))
            }
            (card(form(ui, "/sign-in/verify").body(html! {
                input type="hidden" name="next" value=(proving.next);
                (field(ui, "code", ui.t(msg::SIGN_IN_CODE_LABEL)).one_time_code().required()
                    .value(typed("code")).error(problem("code")))
                @if proving.newcomer {
                    p { (ui.t(msg::REGISTER_LEDE)) }
                    (newcomer)
                } @else {
                    (disclosure(ui.t(msg::REGISTER_SUMMARY), false, newcomer))
                }
                (button(ui.t(msg::SIGN_IN)).primary().wide())
            })))
            (muted(link_to("/sign-in", proving.next, ui.t(msg::SIGN_IN_OTHER_PHONE))))
        }))
    };
    portal(ui, Head::unlisted(ui.t(msg::SIGN_IN_CODE_TITLE)), content)
}
