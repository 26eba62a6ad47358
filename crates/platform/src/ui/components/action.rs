//! What a reader can do: buttons and links.

use maud::{Markup, Render, html};

use crate::ui::{Ui, icon::Icon};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Plain,
    Primary,
    Quiet,
    Danger,
}

enum Target<'a> {
    Submit,
    Link(&'a str),
    /// Something an island does; hidden where there is no JavaScript.
    Script(&'static str),
}

/// A button, or a link that looks like one.
pub struct Button<'a> {
    text: &'a str,
    target: Target<'a>,
    look: Look,
    icon: Option<Icon>,
    name_value: Option<(&'a str, &'a str)>,
    about: Option<&'a str>,
    form_action: Option<&'a str>,
    swaps: Option<(&'a str, &'a str)>,
    form: Option<&'a str>,
    small: bool,
    wide: bool,
    download: bool,
}

/// A button that sends the form it stands in.
pub fn button(text: &str) -> Button<'_> {
    Button {
        text,
        target: Target::Submit,
        look: Look::Plain,
        icon: None,
        name_value: None,
        about: None,
        form_action: None,
        swaps: None,
        form: None,
        small: false,
        wide: false,
        download: false,
    }
}

/// A link that looks like a button: it leads somewhere and changes nothing.
pub fn link_button<'a>(href: &'a str, text: &'a str) -> Button<'a> {
    Button {
        target: Target::Link(href),
        ..button(text)
    }
}

/// A button in a form of its own that posts to `action` with the reader's CSRF token.
pub fn post_button(ui: &Ui, action: &str, button: Button<'_>) -> Markup {
    html! {
        form.contents method="post" action=(action) {
            input type="hidden" name="csrf" value=(ui.csrf);
            (button)
        }
    }
}

/// Asks before something that hurts: `text` opens an explanation with the real button `yes` in it.
/// No dialog, no JavaScript; the reader sees the consequence where they are.
pub fn confirm(ui: &Ui, action: &str, text: &str, explanation: &Markup, yes: Button<'_>) -> Markup {
    confirm_with(
        text,
        false,
        html! { div { (explanation) } (post_button(ui, action, yes)) },
    )
}

/// [`confirm`] with a form of one's own behind it, for what needs a reason; open at first if `open`.
pub fn confirm_with(text: &str, open: bool, form: Markup) -> Markup {
    html! {
        details.confirm open[open] {
            summary.btn.btn-outline { (text) }
            div.confirm-body { (form) }
        }
    }
}

/// Something that few need, behind a line that says what it is; open at first if `open`. It stays part of
/// the form it stands in.
pub fn disclosure(summary: &str, open: bool, content: Markup) -> Markup {
    html! {
        details.disclosure open[open] {
            summary { (Icon::Forward) span { (summary) } }
            div.disclosure-body { (content) }
        }
    }
}

/// A link in running text.
pub fn link(href: &str, text: &str) -> Markup {
    html! { a.link href=(href) { (text) } }
}

impl<'a> Button<'a> {
    /// A button that prints the page; shown only where JavaScript runs.
    pub fn print(text: &'a str) -> Self {
        Button {
            target: Target::Script("print"),
            icon: Some(Icon::Print),
            ..button(text)
        }
    }

    /// A button that shares the page's address with another app, or copies it; only with JavaScript.
    pub fn share(text: &'a str) -> Self {
        Button {
            target: Target::Script("share"),
            icon: Some(Icon::Share),
            ..button(text)
        }
    }

    /// It copies the text of the field that stands before it; shown only where JavaScript runs.
    #[must_use]
    pub fn copies(mut self) -> Self {
        self.target = Target::Script("copy");
        self
    }

    /// The one thing this page is for; there is one such button on a page.
    #[must_use]
    pub fn primary(mut self) -> Self {
        self.look = Look::Primary;
        self
    }

    /// Less than a button: for what stands beside others.
    #[must_use]
    pub fn quiet(mut self) -> Self {
        self.look = Look::Quiet;
        self
    }

    /// Takes something away. Put it into [`confirm`] unless it can be undone.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.look = Look::Danger;
        self
    }

    /// For rows of tables.
    #[must_use]
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }

    /// As wide as its place.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// With a picture before the words.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Sends this name and value when it was this button that sent the form.
    #[must_use]
    pub fn value(mut self, name: &'a str, value: &'a str) -> Self {
        self.name_value = Some((name, value));
        self
    }

    /// Sends the form to another address than the form's own.
    #[must_use]
    pub fn to(mut self, action: &'a str) -> Self {
        self.form_action = Some(action);
        self
    }

    /// Comes back to the same page with something in the form changed: with JavaScript only the part of the
    /// page that `selector` names is exchanged for that of the answer from `action`.
    #[must_use]
    pub fn swaps(mut self, action: &'a str, selector: &'a str) -> Self {
        self.swaps = Some((action, selector));
        self
    }

    /// Sends the form with this id, which stands elsewhere on the page.
    #[must_use]
    pub fn of_form(mut self, id: &'a str) -> Self {
        self.form = Some(id);
        self
    }

    /// What it is about, heard but not seen: the third “删除” of a table says of which row.
    #[must_use]
    pub fn about(mut self, thing: &'a str) -> Self {
        self.about = Some(thing);
        self
    }

    /// The link gives a file.
    #[must_use]
    pub fn download(mut self) -> Self {
        self.download = true;
        self
    }

    fn class(&self) -> String {
        let look = match self.look {
            Look::Plain => "btn btn-outline",
            Look::Primary => "btn btn-primary",
            Look::Quiet => "btn btn-ghost",
            Look::Danger => "btn btn-error",
        };
        let small = if self.small { " btn-sm" } else { "" };
        let wide = if self.wide { " btn-block" } else { "" };
        format!("{look}{small}{wide}")
    }
}

impl Render for Button<'_> {
    fn render(&self) -> Markup {
        let inner = html! {
            @if let Some(icon) = self.icon { (icon) }
            span { (self.text) @if let Some(about) = self.about { span.sr-only { " " (about) } } }
        };
        match self.target {
            Target::Link(href) => html! {
                a class=(self.class()) href=(href) download[self.download] { (inner) }
            },
            Target::Submit => html! {
                button class=(self.class()) name=[self.name_value.map(|(name, _)| name)]
                    value=[self.name_value.map(|(_, value)| value)] formaction=[self.form_action] form=[self.form]
                    hx-post=[self.swaps.map(|(action, _)| action)]
                    hx-target=[self.swaps.map(|(_, selector)| selector)]
                    hx-select=[self.swaps.map(|(_, selector)| selector)]
                    hx-swap=[self.swaps.map(|_| "outerHTML")] { (inner) }
            },
            Target::Script(does) => html! {
                button class=(self.class()) type="button" data-does=(does) hidden { (inner) }
            },
        }
    }
}
