//! The rows of an import: every cell that is wrong, or what goes in.

use langqiao_kernel::text::{mask_name, mask_phone};
use langqiao_platform::{spoken, ui::prelude::*};

use super::{
    super::{
        batch::BatchRow, field::Field as Holds, pages::Show, problem::Problem, registers::Subject, say,
        sheet::letter,
    },
    Import,
};

impl Import<'_> {
    /// The rows of one kind.
    pub(super) fn listing(&self) -> Markup {
        let (ui, show) = (self.ui, self.show);
        let title = match show {
            Show::Bad => msg::IMPORTS_LIST_BAD,
            Show::Held => msg::IMPORTS_LIST_HELD,
            Show::New => msg::IMPORTS_LIST_NEW,
            Show::Changed => msg::IMPORTS_LIST_CHANGED,
            Show::Same => msg::IMPORTS_LIST_SAME,
        };
        html! {
            div id="rows" {
                (section(ui.t(title), html! {
                    @if self.rows.is_empty() {
                        (muted(html! { (ui.t(msg::IMPORTS_LIST_EMPTY)) }))
                    } @else if matches!(show, Show::Bad | Show::Held) {
                        (self.cells())
                    } @else {
                        @if self.is_list() { (self.entries()) } @else { (self.units()) }
                    }
                    @if let Some(last) = self.rows.last().filter(|_| self.more) {
                        @let next = self.path(&format!("?show={}&after={}#rows", show.as_str(), last.line.number));
                        (link_button(&next, ui.t(msg::IMPORTS_NEXT_ROWS)).icon(Icon::Forward))
                    }
                }))
            }
        }
    }

    /// Every cell that is wrong: where it is, what stands in it, what to do.
    fn cells(&self) -> Markup {
        let ui = self.ui;
        let columns = vec![
            number_col(ui.t(msg::IMPORTS_ROW)),
            col(ui.t(msg::IMPORTS_FIELD_NAME)),
            col(ui.t(msg::IMPORTS_COLUMN)),
            col(ui.t(msg::IMPORTS_CELL)),
            col(ui.t(msg::IMPORTS_WHAT_TO_DO)),
        ];
        let rows = self
            .rows
            .iter()
            .flat_map(|row| row.outcome.problems.iter().map(move |problem| (row, problem)));
        let rows = rows.map(|(row, problem)| {
            let (column, cell) = self.place(row, problem);
            let what = spoken::say(ui, &say::problem(&problem.what));
            let name = self.shown(row, Holds::Name);
            vec![
                html! { (row.line.number) },
                html! { (name) },
                html! { (column) },
                html! { (cell) },
                html! { (what) },
            ]
        });
        table(ui.t(msg::IMPORTS_LIST_BAD), columns).rows(rows).render()
    }

    /// Which column a problem is in, and what stands there.
    fn place(&self, row: &BatchRow, problem: &Problem) -> (String, String) {
        let Some(field) = problem.field else {
            return (String::new(), String::new());
        };
        match self.batch.header.column(field) {
            Some(at) => (
                format!("{} {}", letter(at), self.batch.header.titles[at]),
                self.shown(row, field),
            ),
            None => (self.ui.t(say::field(field)).to_owned(), String::new()),
        }
    }

    /// What a row says, masked where it tells of a person.
    fn shown(&self, row: &BatchRow, field: Holds) -> String {
        let said = self
            .batch
            .header
            .column(field)
            .map_or_else(String::new, |at| row.line.cell(at).shown());
        let is_personal = self
            .batch
            .subject
            .columns()
            .iter()
            .any(|column| column.field == field && column.personal);
        match field {
            _ if said.is_empty() || !is_personal => said,
            Holds::Phone | Holds::Mobile => mask_phone(&said),
            // Names, and perhaps phones: how many there are is enough to find the row.
            Holds::Members => self.people(&said),
            _ => mask_name(&said),
        }
    }

    /// How many people a cell names.
    fn people(&self, said: &str) -> String {
        let between = |c: char| matches!(c, '\n' | '、' | ',' | '，' | ';' | '；' | '/');
        let n = said.split(between).filter(|one| !one.trim().is_empty()).count();
        self.ui.tf(msg::IMPORTS_LIST_PEOPLE, args! { n = n })
    }

    /// Rows of a list of those who take part: who, for whom, how many.
    fn entries(&self) -> Markup {
        let ui = self.ui;
        let teams = self.batch.subject == Subject::Teams;
        let mut columns = vec![
            col(ui.t(if teams {
                msg::COMPETITION_TEAM_NAME
            } else {
                msg::COMPETITION_PERSON
            })),
            number_col(ui.t(msg::IMPORTS_ROW)),
            col(ui.t(msg::COMPETITION_UNIT)),
            col(ui.t(msg::IMPORTS_FIELD_LINE)),
        ];
        if teams {
            columns.push(col(ui.t(msg::IMPORTS_FIELD_MEMBERS)));
        }
        let rows = self.rows.iter().map(|row| {
            let said = |field| html! { (self.shown(row, field)) };
            let mut cells = vec![
                said(Holds::Name),
                html! { (row.line.number) },
                said(Holds::Unit),
                said(Holds::Line),
            ];
            if teams {
                cells.push(said(Holds::Members));
            }
            cells
        });
        table(ui.t(msg::COMPETITION_ENTRIES), columns).rows(rows).render()
    }

    /// Rows that go in or are known: what they say in short, and what they change.
    fn units(&self) -> Markup {
        let ui = self.ui;
        let changing = self.show == Show::Changed;
        let mut columns = vec![
            col(ui.t(msg::IMPORTS_FIELD_NAME)),
            number_col(ui.t(msg::IMPORTS_ROW)),
            col(ui.t(msg::IMPORTS_FIELD_TOWN)),
            col(ui.t(msg::IMPORTS_FIELD_AREA)),
            number_col(ui.t(msg::IMPORTS_FIELD_HEADCOUNT)),
        ];
        if changing {
            columns.push(col(ui.t(msg::IMPORTS_CHANGES)));
        }
        let rows = self.rows.iter().map(|row| {
            let said = |field| html! { (self.shown(row, field)) };
            let mut cells = vec![
                said(Holds::Name),
                html! { (row.line.number) },
                said(Holds::Town),
                said(Holds::Area),
                said(Holds::Headcount),
            ];
            if changing {
                let changes = row
                    .outcome
                    .changes
                    .iter()
                    .map(|field| format!("{} → {}", ui.t(say::field(*field)), self.shown(row, *field)));
                cells.push(html! { ul.plain { @for change in changes { li { (change) } } } });
            }
            cells
        });
        table(ui.t(msg::IMPORTS_TITLE), columns).rows(rows).render()
    }
}
