//! What the pages of imports look like: the page of one import. Its rows and the list of imports stand in files of
//! their own.

use jiff::Timestamp;
use langqiao_platform::ui::prelude::*;

use super::{
    batch::{Batch, BatchRow, Status},
    pages::Show,
    place::At,
    registers::Subject,
    say,
    sheet::letter,
};

mod list;
mod rows;

pub(super) use list::list;

/// The page of one import.
pub(super) struct Import<'v> {
    pub ui: &'v Ui,
    pub at: &'v At,
    pub batch: &'v Batch,
    /// When the same file went in before.
    pub before: Option<Timestamp>,
    pub show: Show,
    pub rows: &'v [BatchRow],
    /// Whether more rows follow.
    pub more: bool,
    pub problems: &'v Problems,
    pub reason: &'v str,
}

impl Import<'_> {
    fn path(&self, rest: &str) -> String {
        format!("{}/{}{rest}", self.at.base, self.batch.id)
    }

    pub fn page(&self) -> Markup {
        let (ui, batch) = (self.ui, self.batch);
        html! {
            (page_title(&batch.file_name, Some(&self.lede()), None))
            (stack(html! {
                @if let Some((title, href)) = &self.at.of { p { (link(href, title)) } }
                (error_summary(ui, self.problems))
                @if batch.read_at.is_none() {
                    (notice(Tone::Warn, html! { p { (ui.t(msg::IMPORTS_BROKEN_OFF)) } (self.discard()) }))
                } @else {
                    (self.way())
                    (self.rest())
                }
            }))
        }
    }

    fn lede(&self) -> String {
        let (ui, batch) = (self.ui, self.batch);
        let (rows, row) = (signed(batch.counts.rows()), batch.header.row.to_string());
        if batch.header.sheet.is_empty() {
            ui.tf(msg::IMPORTS_READ_CSV, args! { rows = rows, head = row })
        } else {
            ui.tf(
                msg::IMPORTS_READ_SHEET,
                args! { rows = rows, head = row, sheet = batch.header.sheet.as_str() },
            )
        }
    }

    /// Read, decide, go in.
    fn way(&self) -> Markup {
        let at = match self.batch.status {
            Status::Preview if self.batch.confirmed_at.is_none() => 1,
            Status::Preview => 2,
            Status::Applied | Status::Discarded => 3,
        };
        let pages = [
            msg::IMPORTS_STEP_SEND,
            msg::IMPORTS_STEP_CHECK,
            msg::IMPORTS_STEP_GO_IN,
            msg::IMPORTS_STEP_DONE,
        ];
        wizard(self.ui, &pages.map(|page| self.ui.t(page)), at)
    }

    fn rest(&self) -> Markup {
        let (ui, batch) = (self.ui, self.batch);
        match batch.status {
            Status::Discarded => notice(Tone::Plain, html! { p { (ui.t(msg::IMPORTS_WAS_DISCARDED)) } }),
            Status::Applied => html! { (self.result()) (self.figures()) (self.listing()) },
            Status::Preview if batch.confirmed_at.is_some() => self.under_way(),
            Status::Preview => html! {
                @if let Some(before) = self.before {
                    (notice(Tone::Info, html! { p { (ui.t(msg::IMPORTS_SAME_FILE)) " " (ui.moment(before)) } }))
                }
                (self.figures())
                (self.decision())
                (self.listing())
                (self.columns())
            },
        }
    }

    /// Whether it is a list of those who take part in a competition.
    fn is_list(&self) -> bool {
        matches!(self.batch.subject, Subject::Entries | Subject::Teams)
    }

    /// How many rows came to what; each figure opens its rows.
    fn figures(&self) -> Markup {
        let (ui, batch) = (self.ui, self.batch);
        let (counts, list) = (&batch.counts, self.is_list());
        let applied = batch.applied_at.is_some();
        let bad = if applied {
            msg::IMPORTS_LEFT_OUT
        } else {
            msg::IMPORTS_VERDICT_BAD
        };
        let figure = |count: u64, label, note, show: Show| {
            let href = self.path(&format!("?show={}#rows", show.as_str()));
            stat(ui.t(label), signed(count), &href, Some(ui.t(note)))
        };
        stats(html! {
            (figure(counts.new, msg::IMPORTS_VERDICT_NEW, if list { msg::IMPORTS_LIST_NOTE_NEW } else { msg::IMPORTS_NOTE_NEW }, Show::New))
            @if !list { (figure(counts.changed, msg::IMPORTS_VERDICT_CHANGED, msg::IMPORTS_NOTE_CHANGED, Show::Changed)) }
            (figure(counts.same, msg::IMPORTS_VERDICT_SAME, if list { msg::IMPORTS_LIST_NOTE_SAME } else { msg::IMPORTS_NOTE_SAME }, Show::Same))
            @if counts.held > 0 { (figure(counts.held, msg::IMPORTS_VERDICT_HELD, msg::IMPORTS_NOTE_HELD, Show::Held)) }
            (figure(counts.bad, bad, msg::IMPORTS_NOTE_BAD, Show::Bad))
        })
    }

    /// What is to be done with it.
    fn decision(&self) -> Markup {
        let (ui, counts) = (self.ui, &self.batch.counts);
        let good = counts.new + counts.changed;
        let (apply, rejects) = (self.path("/apply"), self.path("/rejects.xlsx"));
        panel(
            ui.t(msg::IMPORTS_DECIDE),
            html! {
                @if good > 0 { p { (ui.tf(msg::IMPORTS_WILL_GO_IN, args! { n = signed(good) })) } }
                @else { p { (ui.t(self.nothing_new())) } }
                @if good + counts.held > 0 {
                    (form(ui, &apply).body(html! {
                        @if counts.held > 0 { (self.held()) }
                        @let label = if good > 0 { ui.tf(msg::IMPORTS_APPLY, args! { n = signed(good) }) } else { ui.t(msg::IMPORTS_APPLY_HELD).to_owned() };
                        (button(&label).primary().icon(Icon::Check))
                    }))
                }
                (row(html! {
                    @if counts.bad + counts.held > 0 {
                        (link_button(&rejects, ui.t(msg::IMPORTS_REJECTS)).icon(Icon::Download).download())
                    }
                    (self.discard())
                }))
            },
        )
    }

    /// Why nothing goes in as it stands.
    fn nothing_new(&self) -> Msg {
        let counts = &self.batch.counts;
        match (counts.same, counts.bad + counts.held) {
            (_, 0) => msg::IMPORTS_ALL_KNOWN,
            (0, _) => msg::IMPORTS_NOTHING_GOOD,
            _ => msg::IMPORTS_REST_KNOWN,
        }
    }

    /// Rows that go in when a person says why they are right.
    fn held(&self) -> Markup {
        let (ui, held) = (self.ui, signed(self.batch.counts.held));
        let reason = field(ui, "reason", ui.t(msg::IMPORTS_REASON)).hint(ui.t(msg::IMPORTS_REASON_HINT));
        let reason = reason
            .max_chars(200)
            .value(self.reason)
            .error(self.problems.of("reason"));
        fieldset(
            ui.t(msg::IMPORTS_HELD_LEGEND),
            Some(&ui.tf(msg::IMPORTS_HELD_HINT, args! { n = held })),
            html! { (reason) },
        )
    }

    fn discard(&self) -> Markup {
        let ui = self.ui;
        let explanation = html! { p { (ui.t(msg::IMPORTS_DISCARD_MEANS)) } };
        confirm(
            ui,
            &self.path("/discard"),
            ui.t(msg::IMPORTS_DISCARD),
            &explanation,
            button(ui.t(msg::IMPORTS_DISCARD_YES)).danger(),
        )
    }

    /// How far it has come. Asks again by itself where JavaScript runs.
    fn under_way(&self) -> Markup {
        let (ui, batch) = (self.ui, self.batch);
        let (done, all) = (batch.taken, signed(batch.to_go_in()));
        let here = self.path("");
        following(
            &here,
            html! {
                (panel(ui.t(msg::IMPORTS_UNDER_WAY), html! {
                    (progress(ui.t(msg::IMPORTS_WENT_IN), done, all))
                    p { (ui.t(msg::IMPORTS_UNDER_WAY_HINT)) }
                    (row(html! {
                        (link_button(&here, ui.t(msg::IMPORTS_LOOK_AGAIN)))
                        (post_button(ui, &self.path("/go-on"), button(ui.t(msg::IMPORTS_GO_ON)).quiet()))
                    }))
                }))
            },
        )
    }

    /// What came of it.
    fn result(&self) -> Markup {
        let (ui, batch) = (self.ui, self.batch);
        let left_out = batch.left_out();
        let (went_in, tone) = (
            args! { n = batch.taken },
            if left_out == 0 { Tone::Ok } else { Tone::Warn },
        );
        notice(
            tone,
            html! {
                p {
                    (ui.tf(msg::IMPORTS_RESULT, went_in))
                    @if let Some(at) = batch.applied_at { " " (ui.moment(at)) }
                }
                @if left_out > 0 {
                    p { (ui.tf(msg::IMPORTS_RESULT_LEFT_OUT, args! { n = signed(left_out) })) }
                    (link_button(&self.path("/rejects.xlsx"), ui.t(msg::IMPORTS_REJECTS)).icon(Icon::Download).download())
                }
            },
        )
    }

    /// What each column was taken for.
    fn columns(&self) -> Markup {
        let (ui, header) = (self.ui, &self.batch.header);
        let known = header.titles.iter().zip(&header.fields).enumerate();
        let known = known.filter_map(|(at, (title, field))| Some((at, title, (*field)?)));
        let unused: Vec<&str> = header.unused().collect();
        let spelled = vec![
            col(ui.t(msg::IMPORTS_COLUMN)),
            col(ui.t(msg::IMPORTS_TITLE_IN_FILE)),
            col(ui.t(msg::IMPORTS_TAKEN_FOR)),
        ];
        let rows = known.map(|(at, title, field)| {
            vec![
                html! { (letter(at)) },
                html! { (title) },
                html! { (ui.t(say::field(field))) },
            ]
        });
        section(
            ui.t(msg::IMPORTS_COLUMNS),
            html! {
                (table(ui.t(msg::IMPORTS_COLUMNS), spelled).rows(rows))
                @if !unused.is_empty() { (muted(html! { (ui.tf(msg::IMPORTS_UNUSED, args! { columns = unused.join("、") })) })) }
                @if self.batch.notes > 0 { (muted(html! { (ui.tf(msg::IMPORTS_NOTES_PASSED, args! { n = self.batch.notes })) })) }
            },
        )
    }
}

/// A count as messages and components take it.
fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
