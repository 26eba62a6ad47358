//! A file to send, and those that were sent.

use langqiao_platform::ui::prelude::*;

use super::{
    super::{
        batch::{Batch, Status},
        place::At,
    },
    signed,
};

/// The page with a file to send, and those that were sent.
pub(in super::super) fn list(
    ui: &Ui,
    at: &At,
    batches: &[Batch],
    next: Option<&str>,
    problems: &Problems,
) -> Markup {
    let template = format!("{}/template.xlsx", at.base);
    let (title, lede, hint) = match &at.of {
        None => (
            msg::IMPORTS_TITLE,
            ui.t(msg::IMPORTS_LEDE),
            msg::IMPORTS_FILE_HINT,
        ),
        Some((of, _)) => (msg::IMPORTS_LIST_TITLE, of.as_str(), msg::IMPORTS_LIST_FILE_HINT),
    };
    html! {
        (page_title(ui.t(title), Some(lede), None))
        (stack(html! {
            @if let Some((_, href)) = &at.of { p { (link(href, ui.t(msg::COMPETITION_BACK_ENTRIES))) } }
            (error_summary(ui, problems))
            (panel(ui.t(msg::IMPORTS_UPLOAD), html! {
                (prose(html! {
                    p { (ui.t(if at.of.is_some() { msg::IMPORTS_LIST_HOW } else { msg::IMPORTS_UPLOAD_HOW })) }
                }))
                (form(ui, &at.base).multipart().body(html! {
                    (field(ui, "file", ui.t(msg::IMPORTS_FILE)).file(".xlsx,.xls,.csv").required()
                        .hint(ui.t(hint)).error(problems.of("file")))
                    (row(html! {
                        (button(ui.t(msg::IMPORTS_READ)).primary().icon(Icon::Upload))
                        (link_button(&template, ui.t(msg::IMPORTS_TEMPLATE)).quiet().icon(Icon::Download).download())
                    }))
                }))
            }))
            (section(ui.t(msg::IMPORTS_BEFORE), html! {
                @if batches.is_empty() {
                    (empty(Icon::Upload, ui.t(msg::IMPORTS_NONE), html! { (ui.t(msg::IMPORTS_NONE_NEXT)) }))
                } @else {
                    (sent(ui, at, batches))
                    @if let Some(next) = next { (link_button(next, ui.t(msg::IMPORTS_EARLIER)).quiet()) }
                }
            }))
        }))
    }
}

fn sent(ui: &Ui, at: &At, batches: &[Batch]) -> Markup {
    let columns = vec![
        col(ui.t(msg::IMPORTS_FILE)),
        col(ui.t(msg::IMPORTS_SENT_AT)),
        col(ui.t(msg::IMPORTS_STATE)),
        number_col(ui.t(msg::IMPORTS_WENT_IN)),
        number_col(ui.t(msg::IMPORTS_LEFT_OUT)),
    ];
    let rows = batches.iter().map(|batch| {
        let href = format!("{}/{}", at.base, batch.id);
        let (went_in, left_out) = match batch.applied_at {
            Some(_) => (when::count(batch.taken), when::count(signed(batch.left_out()))),
            None => ("—".to_owned(), "—".to_owned()),
        };
        vec![
            link(&href, &batch.file_name),
            ui.moment(batch.created_at),
            state(ui, batch),
            html! { (went_in) },
            html! { (left_out) },
        ]
    });
    table(ui.t(msg::IMPORTS_BEFORE), columns).rows(rows).render()
}

fn state(ui: &Ui, batch: &Batch) -> Markup {
    let (tone, word) = match batch.status {
        Status::Applied => (Tone::Ok, msg::IMPORTS_STATE_APPLIED),
        Status::Discarded => (Tone::Plain, msg::IMPORTS_STATE_DISCARDED),
        Status::Preview if batch.read_at.is_none() => (Tone::Warn, msg::IMPORTS_STATE_BROKEN_OFF),
        Status::Preview if batch.confirmed_at.is_some() => (Tone::Info, msg::IMPORTS_STATE_UNDER_WAY),
        Status::Preview => (Tone::Warn, msg::IMPORTS_STATE_PREVIEW),
    };
    badge(tone, ui.t(word))
}
