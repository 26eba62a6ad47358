//! Companions in the sign-up form: friends and colleagues with accounts of their own who agreed to be signed up.

use langqiao_kernel::id::PersonId;
use langqiao_platform::{fields::Fields, people::COMPANIONS_PATH, ui::prelude::*};

use super::{
    form_view::{Known, Screen},
    typed,
};

impl Screen {
    /// The field in which this person is chosen.
    pub fn field_of(&self, person: PersonId) -> &'static str {
        let companion = |known: &Known| known.companion && known.person == person && known.party.is_none();
        match self.family.iter().any(companion) {
            true => typed::WITH,
            false => typed::WHO,
        }
    }

    /// Whether the form names somebody among the companions who is none.
    pub fn names_strangers(&self, fields: &Fields) -> bool {
        let knows = |with: &str| self.family.iter().any(|known| known.person.to_text() == with);
        fields.all(typed::WITH).any(|with| !knows(with))
    }
}

/// Those who agreed and aren't signed up by the reader yet, under their own heading, and the way to ask others.
pub(super) fn view(ui: &Ui, screen: &Screen, fields: &Fields, problems: &Problems) -> Markup {
    let chosen: Vec<&str> = fields.all(typed::WITH).collect();
    let open = screen
        .family
        .iter()
        .filter(|known| known.companion && known.party.is_none());
    let rows: Vec<(String, &str)> = open
        .map(|known| (known.person.to_text(), known.name.as_str()))
        .collect();
    let mut list = choices(ui, typed::WITH, ui.t(msg::SIGNUP_COMPANIONS))
        .several()
        .unmarked()
        .hint(ui.t(msg::SIGNUP_COMPANIONS_HINT))
        .error(problems.of(typed::WITH));
    for (value, label) in &rows {
        list = list.option(value, label, chosen.contains(&value.as_str()));
    }
    html! {
        @if !rows.is_empty() { (list) }
        (way(ui, screen))
    }
}

/// The way to ask somebody and back; nothing where everybody comes alone, or enrols by themselves.
pub(super) fn way(ui: &Ui, screen: &Screen) -> Markup {
    let together = screen.activity.party_max > 1 && !screen.activity.course;
    if !screen.signed_in || screen.handed.is_some() || !together {
        return html! {};
    }
    let form = typed::form_path(screen.activity.id);
    let next = serde_urlencoded::to_string([("next", form.as_str())]).unwrap_or_default();
    let path = format!("{COMPANIONS_PATH}?{next}");
    muted(html! { (link(&path, ui.t(msg::SIGNUP_COMPANIONS_LINK))) })
}
