//! Large print, language and theme: one touch each, without JavaScript.

use maud::{Markup, html};

use crate::{
    i18n::msg,
    ui::{Theme, Ui, icon::Icon, preferences},
};

/// The two that everybody must find: large print and language.
pub(super) fn quick(ui: &Ui) -> Markup {
    switch_form(ui, "switches", html! { (large(ui)) (language(ui)) })
}

/// All three, for the footer.
pub(super) fn all(ui: &Ui) -> Markup {
    switch_form(
        ui,
        "switches switches-all",
        html! { (large(ui)) (language(ui)) (theme(ui)) },
    )
}

fn switch_form(ui: &Ui, class: &str, buttons: Markup) -> Markup {
    html! {
        form class=(class) method="post" action=(preferences::PATH) {
            input type="hidden" name="csrf" value=(ui.csrf);
            input type="hidden" name="back" value=(ui.path);
            (buttons)
        }
    }
}

fn large(ui: &Ui) -> Markup {
    let (value, name) = if ui.large {
        ("0", msg::PRINT_NORMAL)
    } else {
        ("1", msg::PRINT_LARGE)
    };
    html! {
        button.switch name="large" value=(value) { (Icon::LargePrint) span { (ui.t(name)) } }
    }
}

/// The switch is written in the language it leads to, for those who can't read the present one.
fn language(ui: &Ui) -> Markup {
    let other = ui.lang.other();
    html! {
        button.switch name="lang" value=(other.tag()) lang=(other.tag()) {
            (Icon::Language) span { (ui.t(msg::LANGUAGE_OTHER)) }
        }
    }
}

fn theme(ui: &Ui) -> Markup {
    let (next, name, icon) = match ui.theme {
        Theme::Auto => (Theme::Dark, msg::THEME_DARK, Icon::Moon),
        Theme::Dark => (Theme::Light, msg::THEME_LIGHT, Icon::Sun),
        Theme::Light => (Theme::Auto, msg::THEME_AUTO, Icon::Phone),
    };
    html! {
        button.switch name="theme" value=(next.word()) { (icon) span { (ui.t(name)) } }
    }
}
