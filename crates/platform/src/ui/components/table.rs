//! Tables, and what steers them: columns, sorting, filters, pages, tabs. On phones each row becomes a
//! card whose cells carry their column's name.

use maud::{Markup, Render, html};

use super::layout::PAGE_TITLE;
use crate::{
    args,
    i18n::msg,
    ui::{Ui, icon::Icon, when},
};

/// How a column is sorted now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sort {
    /// By another column.
    Not,
    /// The smallest first.
    Up,
    /// The largest first.
    Down,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column<'a> {
    name: &'a str,
    numeric: bool,
    silent: bool,
    sort: Option<(String, Sort)>,
}

/// A column of words.
pub fn col(name: &str) -> Column<'_> {
    Column {
        name,
        numeric: false,
        silent: false,
        sort: None,
    }
}

/// A column of figures, which stand right under each other.
pub fn number_col(name: &str) -> Column<'_> {
    Column {
        numeric: true,
        ..col(name)
    }
}

impl Column<'_> {
    /// Can be sorted: `href` leads to the table sorted by this column, or the other way round.
    #[must_use]
    pub fn sorted(mut self, href: impl Into<String>, now: Sort) -> Self {
        self.sort = Some((href.into(), now));
        self
    }

    /// Its name is heard but not seen: for a column of buttons or boxes.
    #[must_use]
    pub fn unseen(mut self) -> Self {
        self.silent = true;
        self
    }
}

/// A table.
pub struct Table<'a> {
    caption: &'a str,
    caption_seen: bool,
    lined: bool,
    compact: bool,
    days: bool,
    columns: Vec<Column<'a>>,
    rows: Vec<Vec<Markup>>,
    foot: Option<Vec<Markup>>,
}

/// A table whose caption says what it lists. The first column names the row.
pub fn table<'a>(caption: &'a str, columns: Vec<Column<'a>>) -> Table<'a> {
    Table {
        caption,
        caption_seen: false,
        lined: false,
        compact: false,
        days: false,
        columns,
        rows: Vec::new(),
        foot: None,
    }
}

impl Table<'_> {
    /// Its columns are days: on a phone, where they become labels, they stay whole.
    #[must_use]
    pub fn of_days(mut self) -> Self {
        self.days = true;
        self
    }

    /// Adds a row: a cell for each column.
    #[must_use]
    pub fn row(mut self, cells: Vec<Markup>) -> Self {
        self.rows.push(cells);
        self
    }

    /// Adds rows.
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = Vec<Markup>>) -> Self {
        self.rows.extend(rows);
        self
    }

    /// Adds a last row with the sums.
    #[must_use]
    pub fn foot(mut self, cells: Vec<Markup>) -> Self {
        self.foot = Some(cells);
        self
    }

    /// To be filled in by hand: every cell has its lines and room for a pen, and stays a cell on phones.
    #[must_use]
    pub fn lined(mut self) -> Self {
        self.lined = true;
        self
    }

    /// Of few narrow columns: it stays a table on phones.
    #[must_use]
    pub fn compact(mut self) -> Self {
        self.compact = true;
        self
    }

    /// Shows the caption, where no heading says the same.
    #[must_use]
    pub fn show_caption(mut self) -> Self {
        self.caption_seen = true;
        self
    }

    fn cells(&self, cells: &[Markup]) -> Markup {
        html! {
            @for (at, cell) in cells.iter().enumerate() {
                @let column = self.columns.get(at);
                @let name = column.filter(|c| !c.silent).map(|c| c.name);
                @let class = column.filter(|c| c.numeric).map(|_| "num");
                // A table laid out as cards loses its meaning in some browsers unless the roles are said.
                @if at == 0 {
                    th scope="row" role="rowheader" class=[class] data-label=[name] { (cell) }
                } @else {
                    td role="cell" class=[class] data-label=[name] { (cell) }
                }
            }
        }
    }
}

impl Render for Table<'_> {
    fn render(&self) -> Markup {
        html! {
            // What keeps its width may have to be moved sideways: by keyboard, too.
            @let aside = self.compact;
            div.table-box role=[aside.then_some("region")] aria-label=[aside.then_some(self.caption)]
                tabindex=[aside.then_some("0")] {
                table class=(if self.lined { "table-lined" } else if self.compact { "table-compact" } else if self.days { "table-cn table-days" } else { "table-cn" }) role="table" {
                    caption class=(if self.caption_seen { "" } else { "sr-only" }) { (self.caption) }
                    thead role="rowgroup" {
                        tr role="row" {
                            @for column in &self.columns { (head(column)) }
                        }
                    }
                    tbody role="rowgroup" {
                        @for row in &self.rows { tr role="row" { (self.cells(row)) } }
                    }
                    @if let Some(foot) = &self.foot {
                        tfoot role="rowgroup" { tr role="row" { (self.cells(foot)) } }
                    }
                }
            }
        }
    }
}

fn head(column: &Column<'_>) -> Markup {
    let class = column.numeric.then_some("num");
    let sort = column.sort.as_ref().map(|(_, now)| match now {
        Sort::Not => "none",
        Sort::Up => "ascending",
        Sort::Down => "descending",
    });
    html! {
        th scope="col" role="columnheader" class=[class] aria-sort=[sort] {
            @match &column.sort {
                Some((href, now)) => a.sort href=(href) {
                    (column.name)
                    span aria-hidden="true" {
                        (match now { Sort::Not => "↕", Sort::Up => "↑", Sort::Down => "↓" })
                    }
                },
                None if column.silent => span.sr-only { (column.name) },
                None => (column.name),
            }
        }
    }
}

/// Where a list's page lies. Rows are counted from 1.
#[derive(Clone, Debug, Default)]
pub struct Pager {
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// First row shown.
    pub from: i64,
    /// Last row shown.
    pub to: i64,
    /// Rows in all, if counted.
    pub all: Option<i64>,
}

/// The ways to the pages before and after.
pub fn pager(ui: &Ui, pager: &Pager) -> Markup {
    let (from, to) = (when::count(pager.from), when::count(pager.to));
    let range = match pager.all {
        Some(all) => ui.tf(
            msg::PAGER_RANGE,
            args! { from = from, to = to, all = when::count(all) },
        ),
        None => ui.tf(msg::PAGER_RANGE_OPEN, args! { from = from, to = to }),
    };
    html! {
        nav.pager aria-label=(ui.t(msg::PAGER)) {
            p { (range) }
            div {
                @if let Some(href) = &pager.previous {
                    a.btn.btn-outline href=(href) rel="prev" { (Icon::Back) (ui.t(msg::PAGER_PREVIOUS)) }
                }
                @if let Some(href) = &pager.next {
                    a.btn.btn-outline href=(href) rel="next" { (ui.t(msg::PAGER_NEXT)) (Icon::Forward) }
                }
            }
        }
    }
}

/// The id of what is chosen in a [`filter_bar`].
const CHOSEN: &str = "filter-chosen";
/// The id of a part above a list that changes with its [`filter_bar`], such as the days to choose from.
pub const FILTER_DAYS: &str = "filter-days";

/// Filters over a list. The form asks for `action`; with JavaScript the part of the page with the id
/// `results` follows each choice, and with it the title, what is chosen and [`FILTER_DAYS`], where the page has
/// them; the fields stay as they are, for someone may be typing. Without JavaScript the button does it. On a phone
/// the fields are behind one line. `chosen` are the filters that are set: their names and where the list is
/// without each.
pub fn filter_bar(ui: &Ui, action: &str, fields: Markup, chosen: &[(String, String)]) -> Markup {
    html! {
        form.filters method="get" action=(action) novalidate role="search" aria-label=(ui.t(msg::FILTER))
            hx-get=(action) hx-trigger="change delay:120ms, submit" hx-target="#results" hx-select="#results"
            hx-select-oob={ "#" (PAGE_TITLE) ",#" (CHOSEN) ",#" (FILTER_DAYS) }
            hx-swap="outerHTML" hx-push-url="true" {
            details.filter-box {
                summary { (Icon::Filter) span { (ui.t(msg::FILTER)) } (Icon::Forward) }
                div.filter-body {
                    div.filter-fields { (fields) }
                    button class="btn btn-secondary" { (Icon::Filter) (ui.t(msg::FILTER_APPLY)) }
                }
            }
            ul.chips id=(CHOSEN) hidden[chosen.is_empty()] aria-label=(ui.t(msg::FILTER_CHOSEN)) {
                @for (name, without) in chosen {
                    li {
                        a.chip href=(without) {
                            (name) (Icon::Cross)
                            span.sr-only { (ui.t(msg::FILTER_REMOVE)) }
                        }
                    }
                }
                li { a.link href=(action) { (ui.t(msg::FILTER_CLEAR)) } }
            }
        }
    }
}

/// Views of the same thing: name, where it leads, how many are there, and whether it is the present one.
pub fn tabs(label: &str, views: &[(&str, &str, Option<i64>, bool)]) -> Markup {
    html! {
        nav.views aria-label=(label) {
            @for (name, href, n, current) in views {
                a href=(href) aria-current=[current.then_some("page")] {
                    (name) @if let Some(n) = n { span.views-count { (when::count(*n)) } }
                }
            }
        }
    }
}
