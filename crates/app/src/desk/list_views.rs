//! How a list at the desk looks: the form, what would become of each line, what came back.

use langqiao_platform::{spoken, ui::prelude::*};

use super::{
    late_views,
    list::{Fate, Way},
    list_pages::{Counts, FILE, GO},
    table::{Line, Wrong},
    typed,
    views::Desk,
};

/// The spreadsheets that are read.
const FILES: &str = ".xlsx,.xls,.csv";

impl Desk<'_> {
    /// The form for a list.
    pub(super) fn list(&self) -> Markup {
        let (ui, late) = (self.ui, self.way == Some(Way::Afterwards));
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
            (row(html! {
                (button(ui.t(msg::DESK_LIST_TRY)).primary())
                (button(ui.t(if late { msg::WALK_IN_LIST_DO } else { msg::DESK_LIST_DO })).value(GO, "1"))
            }))
        })
    }
}

/// What would become of each line: nothing has gone in yet.
pub(super) fn tried(ui: &Ui, lines: &[(Line, Fate)]) -> Markup {
    if lines.is_empty() {
        return html! {};
    }
    let mut counts = Counts::default();
    lines.iter().for_each(|(_, fate)| counts.note(fate));
    let columns = vec![
        number_col(ui.t(msg::DESK_TRY_LINE)),
        col(ui.t(msg::DESK_TRY_TEXT)),
        col(ui.t(msg::DESK_TRY_FATE)),
    ];
    let rows = lines.iter().map(|(line, fate)| {
        vec![
            html! { (line.number) },
            html! { (spaced(&line.text)) },
            self::fate(ui, fate),
        ]
    });
    let sums = ui.tf(
        msg::DESK_TRY_SUM,
        args! {
            seats = counts.new - counts.waiting,
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
            p { (ui.t(msg::DESK_TRY_NEXT)) }
            (table(ui.t(msg::DESK_TRY_TITLE), columns).rows(rows).render())
        },
    )
}

/// A line as it was typed, its columns apart.
fn spaced(line: &str) -> String {
    let cells = line.split('\t').map(str::trim).filter(|cell| !cell.is_empty());
    cells.collect::<Vec<_>>().join(" · ")
}

fn fate(ui: &Ui, fate: &Fate) -> Markup {
    match fate {
        Fate::Seat => badge(Tone::Ok, ui.t(msg::DESK_TRY_SEAT)),
        Fate::Waits { number, all } => html! {
            (badge(Tone::Warn, ui.t(if *all { msg::SIGNUP_STATE_TO_BE_GIVEN } else { msg::DESK_TRY_WAITS })))
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
            @for one in wrong { (muted(html! { (why(ui, one)) })) }
        },
    }
}

/// What is wrong, with its column.
fn why(ui: &Ui, wrong: &Wrong) -> String {
    let said = spoken::say(ui, &wrong.why);
    match &wrong.column {
        Some(column) => ui.tf(
            msg::DESK_LIST_AT,
            args! { column = column.as_str(), why = said.as_str() },
        ),
        None => said,
    }
}

/// Which lines of a list did not go in, and why.
pub(super) fn came_back(ui: &Ui, counts: &Counts, returned: &[(Line, Fate)]) -> Markup {
    if returned.is_empty() {
        return html! {};
    }
    let args = args! { n = counts.new, left = returned.len() as i64 };
    let of = |fate: &Fate| match fate {
        Fate::Refused(wrong) => wrong.iter().map(|one| why(ui, one)).collect::<Vec<_>>().join(" "),
        _ => String::new(),
    };
    notice(
        Tone::Warn,
        html! {
            p { (ui.tf(msg::DESK_LIST_LEFT, args)) }
            @if counts.already > 0 { p { (ui.tf(msg::DESK_LIST_ALREADY, args! { n = counts.already })) } }
            @if counts.listed > 0 { p { (ui.tf(msg::WALK_IN_LIST_LISTED, args! { n = counts.listed })) } }
            ul { @for (line, fate) in returned {
                li { (ui.tf(msg::DESK_LIST_LINE, args! { n = line.number as i64 })) " " (spaced(&line.text)) " — " (of(fate)) }
            } }
        },
    )
}
