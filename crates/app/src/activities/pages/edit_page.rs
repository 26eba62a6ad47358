//! The pages around the form.

use jiff::{Timestamp, civil::Date};
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
    form::DO,
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
    /// Where it opens with what was typed another time.
    pub left: Option<Left>,
}

/// What was typed another time and never sent.
pub struct Left {
    /// When it was last kept.
    pub at: Timestamp,
    /// The day for which the reader opened the form now.
    pub on: Option<Date>,
}

impl Typed {
    /// A form that is opened, with what was left in it another time.
    pub fn opened(fields: Fields, look: Look, left: Option<Left>) -> Self {
        Typed {
            fields,
            errors: FieldErrors::new(),
            look,
            stale: None,
            asks: false,
            left,
        }
    }

    /// The same, with a word at each of these fields: what was typed there was too long to be kept.
    pub fn without(mut self, left_out: &[String]) -> Self {
        for name in left_out {
            self.errors.add(name.as_str(), msg::DRAFT_FIELD_LEFT_OUT);
        }
        self
    }

    /// That it shows what was typed another time, and the way to begin without it.
    fn left(&self, ui: &Ui, action: &str, begin: Msg) -> Markup {
        let Some(left) = &self.left else {
            return html! {};
        };
        let at = when::moment(ui.lang, left.at, ui.now);
        let on = left.on.filter(|on| self.fields.raw("day") != on.to_string());
        let begin = match on {
            Some(on) => ui.tf(
                msg::ACTIVITY_LEFT_BEGIN_ON,
                args! { day = when::day(ui.lang, on, ui.now) },
            ),
            None => ui.t(begin).to_owned(),
        };
        let on = on.map(|on| on.to_string()).unwrap_or_default();
        let afresh = html! {
            (hidden("on", &on))
            (button(&begin).small().value(DO, "afresh"))
        };
        notice(
            Tone::Info,
            html! {
                p { (ui.tf(msg::ACTIVITY_LEFT, args! { at = at })) }
                (form(ui, action).body(afresh))
            },
        )
    }

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
        (typed.left(ui, &action, msg::ACTIVITY_LEFT_BEGIN))
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
        (typed.left(ui, &action, msg::ACTIVITY_LEFT_STORED))
        @if let Some(stale) = &typed.stale { (stale_view::told(ui, &typed.look, stale)) }
        @if published { (notice(Tone::Info, html! { (ui.t(msg::ACTIVITY_EDIT_PUBLIC)) })) }
        div id=(WHOLE) {
            (told(ui, typed, &problems))
            (shown.render())
        }
    };
    desk::page(app, ui, gate, title, content)
}
