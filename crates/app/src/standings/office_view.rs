//! How an organisation's list of standings looks.

use std::collections::BTreeMap;

use langqiao_kernel::id::PersonId;
use langqiao_platform::{
    app::App,
    desk,
    fields::{FieldErrors, Fields},
    gate::Grant,
    ui::prelude::*,
};

use super::{
    DecideStandings,
    model::{REASON_MAX, Standing, StandingState},
    office::PAGE,
    queries::InReach,
    say,
};

/// Names in full, where they were asked for.
pub(super) type Names = BTreeMap<PersonId, String>;

/// All that the page shows.
pub(super) struct Screen {
    pub rows: Vec<InReach>,
    pub all: i64,
    pub waiting: bool,
    pub page: i64,
    pub names: Names,
}

impl Screen {
    fn show(&self) -> &'static str {
        if self.waiting { "waiting" } else { "decided" }
    }
}

/// The page.
pub(super) fn page(
    app: &App,
    ui: &Ui,
    gate: &Grant<DecideStandings>,
    screen: &Screen,
    fields: &Fields,
    errors: &FieldErrors,
) -> Page {
    let problems = errors.problems(ui);
    let at = format!("/w/{}/standings", gate.org());
    let title = ui.t(msg::STANDING_NAV);
    let (other, label) = match screen.waiting {
        true => (format!("{at}?show=decided"), msg::STANDING_SHOW_DECIDED),
        false => (at.clone(), msg::STANDING_SHOW_WAITING),
    };
    let content = html! {
        (page_title(title, Some(ui.t(msg::STANDING_OFFICE_LEDE)), Some(html! {
            (link_button(&other, ui.t(label)))
        })))
        (error_summary(ui, &problems))
        @if screen.rows.is_empty() {
            (empty(Icon::Certificate, ui.t(match screen.waiting {
                true => msg::STANDING_NONE_WAITING,
                false => msg::STANDING_NONE_DECIDED,
            }), html! {}))
        } @else {
            (stack(html! {
                @if screen.names.is_empty() { (names_form(ui, &at, screen, fields, &problems)) }
                @for row in &screen.rows { (one(ui, &at, screen, row)) }
            }))
            (pager(ui, &pages(&at, screen)))
        }
    };
    desk::page(app, ui, gate, title, content)
}

/// The form that asks for names in full, with the reason.
fn names_form(ui: &Ui, at: &str, screen: &Screen, fields: &Fields, problems: &Problems) -> Markup {
    let page = screen.page.to_string();
    let open = problems.of("reason").is_some();
    disclosure(
        ui.t(msg::STANDING_NAMES),
        open,
        form(ui, &format!("{at}/names")).body(html! {
            (hidden("show", screen.show()))
            (hidden("page", &page))
            (field(ui, "reason", ui.t(msg::PEOPLE_REASON)).required().max_chars(100)
                .hint(ui.t(msg::STANDING_NAMES_HINT)).value(fields.raw("reason")).error(problems.of("reason")))
            (row(html! { (button(ui.t(msg::STANDING_NAMES_DO))) }))
        }),
    )
}

fn one(ui: &Ui, at: &str, screen: &Screen, row: &InReach) -> Markup {
    let standing = &row.standing;
    let name = screen
        .names
        .get(&standing.held.person)
        .map_or(row.name.as_str(), String::as_str);
    let what = say::name(ui, &standing.name());
    card(html! {
        p { strong { (name) } " · " (what) " " (say::badge_of(ui, standing)) }
        (muted(html! {
            (ui.t(standing.held.kind.msg())) " · "
            (ui.tf(msg::STANDING_STATED_AT, args! { at = when::moment(ui.lang, standing.stated_at, ui.now) }))
            @for more in say::detail_of(ui, standing) { " · " (more) }
        }))
        (verdicts(ui, &format!("{at}/{}", standing.id), standing, &format!("{name} · {what}"),
            &hidden("show", screen.show())))
    })
}

/// The two answers to a standing: it is so, or it isn't with a reason. `more` goes along.
pub(crate) fn verdicts(ui: &Ui, action: &str, standing: &Standing, about: &str, more: &Markup) -> Markup {
    // Many of these stand on one page.
    let reason = format!("reason-{}", standing.id);
    let from = standing.held.state.as_str();
    let limit = u32::try_from(REASON_MAX).unwrap_or(u32::MAX);
    row(html! {
        @if standing.held.state != StandingState::Confirmed {
            (form(ui, action).body(html! {
                (more) (hidden("was", from))
                (button(ui.t(msg::STANDING_CONFIRM)).value("verdict", "confirm").about(about))
            }))
        }
        @if standing.held.state != StandingState::Refused {
            (confirm_with(ui.t(msg::STANDING_REFUSE), false, form(ui, action).body(html! {
                (more) (hidden("was", from))
                (field(ui, &reason, ui.t(msg::STANDING_REASON)).required().max_chars(limit)
                    .hint(ui.t(msg::STANDING_REASON_HINT)))
                (row(html! { (button(ui.t(msg::STANDING_REFUSE_DO)).danger().value("verdict", "refuse").about(about)) }))
            })))
        }
    })
}

fn pages(at: &str, screen: &Screen) -> Pager {
    let (page, shown) = (screen.page, i64::try_from(screen.rows.len()).unwrap_or(PAGE));
    let skipped = (page - 1) * PAGE;
    let href = |page: i64| format!("{at}?show={}&page={page}", screen.show());
    Pager {
        previous: (page > 1).then(|| href(page - 1)),
        next: (skipped + shown < screen.all).then(|| href(page + 1)),
        from: skipped + 1,
        to: skipped + shown,
        all: Some(screen.all),
    }
}
