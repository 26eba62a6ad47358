//! Full names for a stated reason, wherever a list shows masked ones: one form, one page that asks again, one way to open
//! them. What they are for is said where the reason is asked.
//!
//! It promises that no name is opened without a reason of the viewer's own words, which is recorded first, where those
//! whose names they are can read it.

use std::collections::HashMap;

use axum::http::{HeaderValue, StatusCode, header::CACHE_CONTROL};
use langqiao_kernel::{id::PersonId, text::line};
use langqiao_platform::{
    app::App,
    desk,
    fault::Fault,
    fields::Fields,
    gate::{Grant, Permission},
    keys::Keys,
    people::{self, Shown, Why},
    ui::prelude::*,
};
use langqiao_store::WriteTx;

/// How short and how long a reason is, in characters.
const REASON: std::ops::RangeInclusive<usize> = 2..=100;

/// What full names are wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Paper.
    Print,
    /// A file for an office program.
    Spreadsheet,
    /// The list on the screen.
    Screen,
}

impl Purpose {
    /// The value of the button, as the form sends it under `as`.
    pub const fn word(self) -> &'static str {
        match self {
            Purpose::Print => "page",
            Purpose::Spreadsheet => "xlsx",
            Purpose::Screen => "screen",
        }
    }

    const fn does(self) -> Msg {
        match self {
            Purpose::Print => msg::ACTIVITY_SHEET_FULL_PRINT,
            Purpose::Spreadsheet => msg::ACTIVITY_SHEET_FULL_XLSX,
            Purpose::Screen => msg::NAMES_FULL_SCREEN,
        }
    }

    const fn is_for(self) -> Msg {
        match self {
            Purpose::Print => msg::NAMES_FULL_FOR_PRINT,
            Purpose::Spreadsheet => msg::NAMES_FULL_FOR_XLSX,
            Purpose::Screen => msg::NAMES_FULL_FOR_SCREEN,
        }
    }

    /// What a form asks for; the first of those that it offers where it doesn't say.
    pub fn chosen(fields: &Fields, offered: &[Purpose]) -> Option<Purpose> {
        let said = offered.iter().find(|one| one.word() == fields.raw("as"));
        said.or(offered.first()).copied()
    }
}

/// Full names to be asked for.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// Where the reason is sent.
    pub action: &'a str,
    /// Where the list with masked names is.
    pub back: &'a str,
    /// What they can be wanted for here, the usual first.
    pub purposes: &'a [Purpose],
    /// What else is sent along, by name.
    pub more: &'a [(&'a str, &'a str)],
}

impl<'a> Ask<'a> {
    /// With nothing else sent along.
    pub const fn of(action: &'a str, back: &'a str, purposes: &'a [Purpose]) -> Self {
        Self {
            action,
            back,
            purposes,
            more: &[],
        }
    }

    /// The button, behind which the reason is asked.
    pub fn form(&self, ui: &Ui) -> Markup {
        html! {
            details.confirm {
                summary.btn.btn-outline { (ui.t(msg::ACTIVITY_SHEET_FULL)) }
                div.confirm-body { (self.fields(ui, "", None)) }
            }
        }
    }

    fn fields(&self, ui: &Ui, typed: &str, error: Option<&str>) -> Markup {
        form(ui, self.action).body(html! {
            @for (name, value) in self.more { (hidden(name, value)) }
            (field(ui, "reason", ui.t(msg::ACTIVITY_SHEET_REASON)).required().value(typed).error(error)
                .max_chars(*REASON.end() as u32).hint(ui.t(msg::ACTIVITY_SHEET_REASON_HINT)))
            (row(html! {
                @for (n, purpose) in self.purposes.iter().enumerate() {
                    @let one = button(ui.t(purpose.does())).value("as", purpose.word());
                    @if n == 0 { (one.primary()) } @else { (one) }
                }
                @if error.is_some() { (link_button(self.back, ui.t(msg::ACTIVITY_BACK))) }
            }))
        })
    }

    /// The same form on a page of its own, after it was sent without a reason: what was asked for stands above it.
    pub fn page<P: Permission>(&self, app: &App, ui: &Ui, gate: &Grant<P>, fields: &Fields) -> Page {
        let mut problems = Problems::new();
        problems.add("reason", ui.t(msg::ACTIVITY_SHEET_REASON_HINT));
        let title = ui.t(msg::ACTIVITY_SHEET_FULL);
        let wanted = Purpose::chosen(fields, self.purposes).map(|purpose| ui.t(purpose.is_for()));
        let content = html! {
            (page_title(title, wanted, None))
            (error_summary(ui, &problems))
            (self.fields(ui, fields.raw("reason"), problems.of("reason")))
        };
        desk::page(app, ui, gate, title, content).status(StatusCode::UNPROCESSABLE_ENTITY)
    }
}

/// The field in which a page with full names carries on what they were opened for.
const CARRIED: &str = "names-for";

/// Part of a form on a page with full names: what it saves shows them again, for the same reason.
pub fn carry(reason: Option<&str>) -> Markup {
    html! { @if let Some(reason) = reason { (hidden(CARRIED, reason)) } }
}

/// Why the page from which a form was sent showed full names; `None` if it showed none.
pub fn carried<P: Permission>(gate: &Grant<P>, fields: &Fields) -> Option<Why> {
    stated(gate, fields.raw(CARRIED))
}

/// Why a form asks for full names; `None` if it doesn't say so.
pub fn reason<P: Permission>(gate: &Grant<P>, fields: &Fields) -> Option<Why> {
    stated(gate, fields.raw("reason"))
}

fn stated<P: Permission>(gate: &Grant<P>, typed: &str) -> Option<Why> {
    let reason = line(typed);
    REASON.contains(&reason.chars().count()).then(|| Why {
        viewer: gate.person(),
        organisation: gate.org(),
        reason,
    })
}

/// The full names of people, each shown for this reason, which is written down.
///
/// # Errors
/// When the database fails.
pub fn open(
    tx: &mut WriteTx,
    keys: &Keys,
    why: &Why,
    whose: impl IntoIterator<Item = PersonId>,
) -> Result<HashMap<PersonId, String>, Fault> {
    let mut whose: Vec<PersonId> = whose.into_iter().collect();
    whose.sort_unstable();
    whose.dedup();
    // Where nobody is on the list nothing is shown, and nothing written down.
    tx.bookkeeping();
    let open = people::disclose(tx, keys, why, Shown::Name, &whose)?;
    let named = open.into_iter().filter_map(|one| Some((one.id, one.name?)));
    Ok(named.collect())
}

/// A page with full names, which no browser keeps.
pub fn not_kept(page: Page) -> Page {
    page.header(CACHE_CONTROL, HeaderValue::from_static("no-store"))
}
