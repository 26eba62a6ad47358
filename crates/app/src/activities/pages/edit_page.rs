//! The pages around the form.

use langqiao_platform::{
    app::App,
    desk,
    fields::{FieldErrors, Fields},
    gate::Grant,
    ui::prelude::*,
};

use super::{
    edit::{change_draft, new_draft},
    form_view::{Purpose, Shown, WHOLE},
    ledger,
    look::Look,
    stale_view,
};
use crate::activities::{
    ManageActivities,
    model::{CohostStatus, Status},
    queries::{Cohost, Stored},
    update::Stale,
};

/// A form as it came or comes for the first time.
pub struct Typed {
    /// What is in it.
    pub fields: Fields,
    /// What is wrong with it.
    pub errors: FieldErrors,
    /// What can be chosen.
    pub look: Look,
    /// What somebody else did meanwhile.
    pub stale: Option<Box<Stale>>,
    /// Whether keepers of its rooms have to be asked first.
    pub asks: bool,
}

impl Typed {
    /// A form that nobody has sent yet.
    pub fn fresh(fields: Fields, look: Look) -> Self {
        Typed {
            fields,
            errors: FieldErrors::new(),
            look,
            stale: None,
            asks: false,
        }
    }
}

impl Typed {
    fn problems(&self, ui: &Ui) -> Problems {
        let mut problems = self.errors.problems(ui);
        if self.look.found_none {
            problems.add("find", ui.t(msg::ACTIVITY_PROBLEM_FOUND_NONE));
        }
        problems
    }
}

/// What is wrong, above the form: exchanged with it, so that nothing is said of what was mended since.
fn told(ui: &Ui, typed: &Typed, problems: &Problems) -> Markup {
    html! {
        (error_summary(ui, problems))
        @if typed.asks { (notice(Tone::Info, html! { (ui.t(msg::HOLDING_REFUSED_HERE)) })) }
    }
}

/// The page of a new activity.
pub fn new_page(app: &App, ui: &Ui, gate: &Grant<ManageActivities>, typed: &Typed) -> Page {
    let (action, draft) = (format!("/w/{}/activities", gate.org()), new_draft(gate.org()));
    let problems = typed.problems(ui);
    let shown = Shown {
        ui,
        action: &action,
        draft: &draft,
        purpose: Purpose::New,
        fields: &typed.fields,
        problems: &problems,
        look: &typed.look,
        questions_fixed: false,
        asks: typed.asks,
        answered: html! {},
    };
    let title = ui.t(msg::ACTIVITY_NEW);
    let content = html! {
        (page_title(title, Some(ui.t(msg::ACTIVITY_NEW_LEDE)), None))
        div id=(WHOLE) {
            (told(ui, typed, &problems))
            (shown.render())
        }
    };
    desk::page(app, ui, gate, title, content)
}

/// The page on which an activity is changed.
pub fn edit_page(app: &App, ui: &Ui, gate: &Grant<ManageActivities>, stored: &Stored, typed: &Typed) -> Page {
    let (org, id) = (gate.org(), stored.activity.id);
    let (action, draft) = (format!("/w/{org}/activities/{id}"), change_draft(id));
    let problems = typed.problems(ui);
    let published = stored.activity.status == Status::Published;
    let answered = |cohost: &&Cohost| !cohost.host && cohost.status != CohostStatus::Invited;
    let others: Vec<&Cohost> = stored.cohosts.iter().filter(answered).collect();
    let shown = Shown {
        ui,
        action: &action,
        draft: &draft,
        purpose: if published {
            Purpose::Published
        } else {
            Purpose::Draft
        },
        fields: &typed.fields,
        problems: &problems,
        look: &typed.look,
        asks: typed.asks,
        questions_fixed: stored.pools.anyone_ever(),
        answered: ledger::answered(ui, &others),
    };
    let title = ui.t(msg::ACTIVITY_EDIT);
    let content = html! {
        (page_title(title, Some(&stored.activity.title), None))
        @if let Some(stale) = &typed.stale { (stale_view::told(ui, &typed.look, stale)) }
        @if published { (notice(Tone::Info, html! { (ui.t(msg::ACTIVITY_EDIT_PUBLIC)) })) }
        div id=(WHOLE) {
            (told(ui, typed, &problems))
            (shown.render())
        }
    };
    desk::page(app, ui, gate, title, content)
}
