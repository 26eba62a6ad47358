//! How a list at the desk looks: the form, what would become of each line, what came back.

use langqiao_platform::{spoken, ui::prelude::*};

use super::{
    late_views,
    list::{Counts, Fate, Waits, Way},
    list_pages::{FILE, GO},
    pages::Back,
    said::Wrong,
    table::List,
    typed,
    views::Desk,
};

/// The spreadsheets that are read.
const FILES: &str = ".xlsx,.xls,.csv";

impl Desk<'_> {
    /// The form for a list.
    pub(super) fn list(&self) -> Markup {
        let ui = self.ui;
        form(ui, &format!("{}/list", self.at)).multipart().body(html! {
            (text_area(ui, "list", ui.t(msg::DESK_LIST_LINES)).value(self.fields.raw("list"))
                .hint(ui.t(msg::DESK_LIST_HINT)).error(self.problems.of("list")))
            p { (ui.t(msg::DESK_LIST_CHILDREN)) " " (link(&format!("{}/list.xlsx", self.at), ui.t(msg::DESK_LIST_TEMPLATE))) }
            @if self.questions.iter().any(|question| question.required) {
                (muted(html! { (ui.t(msg::DESK_LIST_ASKS)) }))
            }
            (field(ui, FILE, ui.t(msg::DESK_LIST_FILE)).file(FILES).unmarked()
                .hint(ui.t(msg::DESK_LIST_FILE_HINT)).error(self.problems.of(FILE)))
            (self.area())
            (self.role())
            (self.seen(typed::OF_LIST))
            (self.consent("list_consent", msg::DESK_LIST_CONSENT))
            (self.list_buttons())
        })
    }

    /// First a list is looked at; what was looked at goes in.
    fn list_buttons(&self) -> Markup {
        let ui = self.ui;
        let goes_in = button(ui.t(self.list_does())).value(GO, "1");
        row(html! {
            @if self.looked {
                (goes_in.primary())
                (button(ui.t(msg::DESK_LIST_TRY_AGAIN)))
            } @else {
                (button(ui.t(msg::DESK_LIST_TRY)).primary())
                (goes_in)
            }
        })
    }

    /// What the button says by which a list goes in.
    fn list_does(&self) -> Msg {
        match self.way {
            Some(Way::Afterwards) => msg::WALK_IN_LIST_DO,
            _ if self.looked => msg::DESK_LIST_GO,
            _ => msg::DESK_LIST_DO,
        }
    }

    /// What would become of each line: nothing has gone in yet.
    pub(super) fn tried(&self, back: &Back) -> Markup {
        if back.tried.is_empty() {
            return html! {};
        }
        let (ui, counts) = (self.ui, Counts::of(&back.tried));
        let columns = vec![
            number_col(ui.t(msg::DESK_TRY_LINE)),
            col(ui.t(msg::DESK_TRY_TEXT)),
            col(ui.t(msg::DESK_TRY_FATE)),
        ];
        let rows = back.tried.iter().map(|(line, fate)| {
            vec![
                html! { (line.number) },
                html! { (spaced(&line.text)) },
                self.fate(&back.list, fate),
            ]
        });
        let sums = ui.tf(
            msg::DESK_TRY_SUM,
            args! {
                seats = counts.seats(),
                waiting = counts.waiting,
                already = counts.already,
                listed = counts.listed,
                refused = counts.refused,
            },
        );
        panel(
            ui.t(msg::DESK_TRY_TITLE),
            html! {
                p { (sums) }
                p { (ui.tf(msg::DESK_TRY_NEXT, args! { does = ui.t(self.list_does()) })) }
                (table(ui.t(msg::DESK_TRY_TITLE), columns).rows(rows).render())
            },
        )
    }

    fn fate(&self, list: &List, fate: &Fate) -> Markup {
        let ui = self.ui;
        match fate {
            Fate::Seat(_) => badge(Tone::Ok, ui.t(msg::DESK_TRY_SEAT)),
            Fate::Waits { number, what, .. } => html! {
                (badge(Tone::Warn, ui.t(match what {
                    Waits::Allotment => msg::DESK_TRY_ALLOTMENT,
                    _ => msg::DESK_TRY_WAITS,
                })))
                (muted(html! { (spoken::say(ui, &what.said(&self.stored.activity.first))) }))
                (muted(html! { (ui.tf(msg::DESK_NUMBER, args! { n = *number })) }))
            },
            Fate::Already => html! {
                (badge(Tone::Plain, ui.t(msg::DESK_TRY_ALREADY)))
                (muted(html! { (ui.t(msg::DESK_TRY_ALREADY_DO)) }))
            },
            Fate::Listed(against) => html! {
                (badge(Tone::Warn, ui.t(msg::DESK_TRY_LISTED)))
                (muted(html! { (ui.t(late_views::against(*against))) }))
            },
            Fate::Refused(wrong) => html! {
                (badge(Tone::Error, ui.t(msg::DESK_TRY_REFUSED)))
                @for one in wrong { (muted(html! { (self.why(list, one)) })) }
            },
        }
    }

    /// What is wrong, with its column.
    fn why(&self, list: &List, wrong: &Wrong) -> String {
        let said = spoken::say(self.ui, &wrong.why);
        match wrong.column.and_then(|column| list.named(column, self.questions)) {
            Some(column) => self
                .ui
                .tf(msg::DESK_LIST_AT, args! { column = column, why = said.as_str() }),
            None => said,
        }
    }

    /// Which lines of a list did not go in, and why.
    pub(super) fn came_back(&self, back: &Back) -> Markup {
        if back.returned.is_empty() {
            return html! {};
        }
        let (ui, counts) = (self.ui, &back.counts);
        let args = args! { n = counts.new, left = back.returned.len() as i64 };
        let of = |fate: &Fate| match fate {
            Fate::Refused(wrong) => {
                let wrong: Vec<String> = wrong.iter().map(|one| self.why(&back.list, one)).collect();
                wrong.join(ui.lang.between_parts())
            }
            _ => String::new(),
        };
        notice(
            Tone::Warn,
            html! {
                p { (ui.tf(msg::DESK_LIST_LEFT, args)) }
                @if counts.already > 0 { p { (ui.tf(msg::DESK_LIST_ALREADY, args! { n = counts.already })) } }
                @if counts.listed > 0 { p { (ui.tf(msg::WALK_IN_LIST_LISTED, args! { n = counts.listed })) } }
                ul { @for (line, fate) in &back.returned {
                    li { (ui.tf(msg::DESK_LIST_LINE, args! { n = line.number as i64 })) " " (spaced(&line.text)) " — " (of(fate)) }
                } }
            },
        )
    }
}

/// A line as it was typed, its columns apart.
fn spaced(line: &str) -> String {
    let cells = line.split('\t').map(str::trim).filter(|cell| !cell.is_empty());
    cells.collect::<Vec<_>>().join(" · ")
}
