//! How one's own page of standings looks.

use langqiao_kernel::id::{OrganisationId, PersonId, UnitId};
use langqiao_platform::{
    fields::{FieldErrors, Fields},
    ui::prelude::*,
};

use super::{
    model::{Standing, StandingKind, line_name},
    names::Hit,
    qualifications, say,
};
use crate::coverage::Line;

/// What was found for a name that was typed.
#[derive(Default)]
pub(super) struct Found {
    pub units: Vec<Hit<UnitId>>,
    pub bodies: Vec<Hit<OrganisationId>>,
}

/// All that the page shows.
pub(super) struct Screen {
    /// The reader and their family, by name, the reader first.
    pub names: Vec<(PersonId, String)>,
    pub standings: Vec<Standing>,
    /// Where the reader came from; empty if from nowhere.
    pub next: String,
    pub found: Found,
}

/// The page's own address, which keeps where the reader came from.
pub(super) fn here(next: &str) -> String {
    if next.is_empty() {
        return "/me/standings".to_owned();
    }
    let next = serde_urlencoded::to_string([("next", next)]).unwrap_or_default();
    format!("/me/standings?{next}")
}

impl Screen {
    /// The page's own address.
    pub fn here(&self) -> String {
        here(&self.next)
    }

    fn name_of(&self, person: PersonId) -> &str {
        let known = self.names.iter().find(|(id, _)| *id == person);
        known.map_or("", |(_, name)| name.as_str())
    }
}

/// The page, with what was typed into one of its forms and what is wrong with it.
pub(super) fn page(ui: &Ui, screen: &Screen, fields: &Fields, errors: &FieldErrors) -> Page {
    let problems = errors.problems(ui);
    let title = ui.t(msg::STANDING_TITLE);
    let shown = Shown {
        ui,
        screen,
        fields,
        problems: &problems,
    };
    let content = html! {
        (page_title(title, Some(ui.t(msg::STANDING_LEDE)), None))
        (error_summary(ui, &problems))
        (stack(html! {
            @if !screen.next.is_empty() {
                (row(html! { (link_button(&screen.next, ui.t(msg::STANDING_BACK)).primary().icon(Icon::Back)) }))
            }
            @if screen.standings.is_empty() {
                (notice(Tone::Info, html! { (ui.t(msg::STANDING_NONE)) }))
            }
            @for standing in &screen.standings { (shown.one(standing)) }
            (panel(ui.t(msg::STANDING_ADD_UNIT), shown.form_of(StandingKind::Unit, shown.unit())))
            (panel(ui.t(msg::STANDING_ADD_LINE), shown.form_of(StandingKind::Line, shown.line())))
            (panel(ui.t(msg::STANDING_ADD_QUALIFICATION), shown.form_of(StandingKind::Qualification, shown.qualification())))
            (muted(html! { (ui.t(msg::STANDING_WHO_SEES)) " " (link("/privacy", ui.t(msg::PRIVACY_LINK))) }))
        }))
    };
    portal(ui, Head::unlisted(title), content)
}

struct Shown<'a> {
    ui: &'a Ui,
    screen: &'a Screen,
    fields: &'a Fields,
    problems: &'a Problems,
}

impl Shown<'_> {
    fn one(&self, standing: &Standing) -> Markup {
        let (ui, held) = (self.ui, &standing.held);
        let name = say::name(ui, &standing.name());
        let whose = (self.screen.names.len() > 1).then(|| self.screen.name_of(held.person));
        card(spread(
            stack_close(html! {
                p {
                    strong { (name) } " " (say::badge_of(ui, standing))
                }
                (muted(html! {
                    @if let Some(whose) = whose { (whose) " · " }
                    (ui.t(held.kind.msg()))
                    @for more in say::detail_of(ui, standing) { " · " (more) }
                }))
                @if held.state == super::StandingState::Refused {
                    p { (ui.t(msg::STANDING_REFUSED_NEXT)) }
                }
            }),
            confirm_with(
                ui.t(msg::STANDING_WITHDRAW),
                false,
                form(ui, &format!("/me/standings/{}/withdraw", standing.id)).body(html! {
                    p { (ui.t(msg::STANDING_WITHDRAW_WHAT)) }
                    (hidden("next", &self.screen.next))
                    (row(html! { (button(ui.t(msg::STANDING_WITHDRAW)).danger().about(&name)) }))
                }),
            ),
        ))
    }

    /// Whether the form of this kind was sent and came back.
    fn sent(&self, kind: StandingKind) -> bool {
        self.fields.raw("kind") == kind.as_str()
    }

    /// What was typed into the form of this kind.
    fn raw(&self, kind: StandingKind, name: &str) -> &str {
        if self.sent(kind) {
            self.fields.raw(name)
        } else {
            ""
        }
    }

    fn error(&self, kind: StandingKind, name: &str) -> Option<&str> {
        self.problems.of(name).filter(|_| self.sent(kind))
    }

    fn form_of(&self, kind: StandingKind, body: Markup) -> Markup {
        let ui = self.ui;
        form(ui, "/me/standings").body(html! {
            (hidden("kind", kind.as_str()))
            (hidden("next", &self.screen.next))
            (self.whose(kind))
            (body)
            (row(html! { (button(ui.t(msg::STANDING_DO)).about(ui.t(kind.msg()))) }))
        })
    }

    /// Of whom it is said, where there is a family.
    fn whose(&self, kind: StandingKind) -> Markup {
        if self.screen.names.len() < 2 {
            return html! {};
        }
        let field = format!("person_{}", kind.as_str());
        let chosen = self.raw(kind, &field);
        let ids: Vec<(String, &str)> = self
            .screen
            .names
            .iter()
            .map(|(id, name)| (id.to_text(), name.as_str()))
            .collect();
        let list = select(self.ui, &field, self.ui.t(msg::STANDING_WHOSE)).required();
        ids.iter()
            .fold(list, |list, (id, name)| list.option(id, name, chosen == id))
            .render()
    }

    fn unit(&self) -> Markup {
        let (ui, kind) = (self.ui, StandingKind::Unit);
        html! {
            (field(ui, "unit_name", ui.t(msg::STANDING_UNIT_NAME)).required().max_chars(60)
                .hint(ui.t(msg::STANDING_UNIT_HINT)).value(self.raw(kind, "unit_name"))
                .error(self.error(kind, "unit_name").or(self.error(kind, "unit"))))
            (hits(ui, "unit", msg::STANDING_UNIT_CHOOSE, &self.screen.found.units, None))
        }
    }

    fn line(&self) -> Markup {
        let (ui, kind) = (self.ui, StandingKind::Line);
        let chosen = self.raw(kind, "line");
        let lines: Vec<(&str, String)> = Line::all()
            .map(|line| (line.as_str(), say::name(ui, &line_name(line.as_str()))))
            .collect();
        let list = select(ui, "line", ui.t(msg::STANDING_LINE))
            .required()
            .error(self.error(kind, "line"))
            .option("", ui.t(msg::STANDING_CHOOSE), chosen.is_empty());
        let list = lines.iter().fold(list, |list, (word, name)| {
            list.option(word, name, chosen == *word)
        });
        html! {
            (list)
            (field(ui, "organisation_name", ui.t(msg::STANDING_BODY_NAME)).max_chars(60)
                .hint(ui.t(msg::STANDING_BODY_HINT)).value(self.raw(kind, "organisation_name"))
                .error(self.error(kind, "organisation_name").or(self.error(kind, "organisation"))))
            (hits(ui, "organisation", msg::STANDING_BODY_CHOOSE, &self.screen.found.bodies,
                Some(ui.t(msg::STANDING_BODY_UNKNOWN))))
        }
    }

    fn qualification(&self) -> Markup {
        let (ui, kind) = (self.ui, StandingKind::Qualification);
        let chosen = self.raw(kind, "qualification");
        let all: Vec<(&str, String)> = qualifications::all()
            .iter()
            .map(|one| {
                let name = say::name(ui, &one.name());
                let name = match one.expires {
                    true => ui.tf(msg::STANDING_WITH_EXPIRY, args! { name = name }),
                    false => name,
                };
                (one.code.as_str(), name)
            })
            .collect();
        let list = select(ui, "qualification", ui.t(msg::STANDING_QUALIFICATION))
            .required()
            .error(self.error(kind, "qualification"))
            .option("", ui.t(msg::STANDING_CHOOSE), chosen.is_empty());
        let list = all.iter().fold(list, |list, (code, name)| {
            list.option(code, name, chosen == *code)
        });
        let typed = self.raw(kind, "expires");
        let expires = field(ui, "expires", ui.t(msg::STANDING_EXPIRES))
            .hint(ui.t(msg::STANDING_EXPIRES_HINT))
            .value(typed)
            .error(self.error(kind, "expires"));
        // What a browser's own picker could not show is shown as it was typed.
        let picked = typed.is_empty() || typed.parse::<jiff::civil::Date>().is_ok();
        let expires = if picked { expires.date() } else { expires.short() };
        html! { (list) (expires) }
    }
}

/// What was found for a name, to choose from; the first is chosen already.
fn hits<K>(
    ui: &Ui,
    name: &str,
    legend: Msg,
    found: &[Hit<langqiao_kernel::id::Id<K>>],
    none: Option<&str>,
) -> Markup {
    if found.is_empty() {
        return html! {};
    }
    let rows: Vec<(String, &str, &str)> = found
        .iter()
        .map(|hit| (hit.id.to_text(), hit.name.as_str(), hit.place.as_str()))
        .collect();
    let mut list = choices(ui, name, ui.t(legend)).required();
    for (n, (id, name, place)) in rows.iter().enumerate() {
        list = list.explained(id, name, Some(place), n == 0);
    }
    if let Some(none) = none {
        list = list.option("none", none, false);
    }
    html! { (list) }
}
