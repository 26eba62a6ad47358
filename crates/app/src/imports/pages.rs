//! The workbench's pages on which lists come in: of an organisation's registers, of a competition's entries, by one shape
//! (see [`Kept`]).

use std::sync::Arc;

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use jiff::Timestamp;
use langqiao_kernel::id::BatchId;
use langqiao_platform::{
    app::App,
    desk,
    extract::{Path, Query},
    fault::Fault,
    form::{FileForm, Form},
    gate::{Grant, Permission},
    reply::SeeOther,
    ui::prelude::*,
};
use serde::Deserialize;

use super::{
    apply::{self, ApplyError},
    batch::{self, Batch, Which},
    files::{rejects_of, template_of},
    place::{At, Here, Kept, One},
    preview::{NewImport, PreviewError, preview},
    registers::Verdict,
    say, views,
};

/// How many imports a page lists.
const LISTED: i64 = 20;
/// How many rows a page shows.
const SHOWN: i64 = 50;

/// Which rows of an import a page shows.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(super) struct Shown {
    show: Option<Show>,
    after: Option<i64>,
}

/// Which rows, as addresses say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Show {
    Bad,
    Held,
    New,
    Changed,
    Same,
}

impl Show {
    /// The word in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Show::Bad => "bad",
            Show::Held => "held",
            Show::New => "new",
            Show::Changed => "changed",
            Show::Same => "same",
        }
    }

    fn which(self) -> Which {
        match self {
            Show::Bad => Which::Verdict(Verdict::Bad),
            Show::Held => Which::Held,
            Show::New => Which::Verdict(Verdict::New),
            Show::Changed => Which::Verdict(Verdict::Changed),
            Show::Same => Which::Verdict(Verdict::Same),
        }
    }

    /// What is worth looking at first.
    fn first(batch: &Batch) -> Self {
        let counts = &batch.counts;
        [
            (counts.bad, Show::Bad),
            (counts.held, Show::Held),
            (counts.changed, Show::Changed),
            (counts.new, Show::New),
        ]
        .into_iter()
        .find(|(count, _)| *count > 0)
        .map_or(Show::Same, |(_, show)| show)
    }
}

/// Where a list of imports goes on.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub(super) struct After {
    at: Option<i64>,
    id: Option<BatchId>,
}

impl After {
    fn key(self) -> Option<(Timestamp, BatchId)> {
        let at = Timestamp::from_millisecond(self.at?).ok()?;
        Some((at, self.id?))
    }
}

/// A file to send, and those that were sent.
pub(super) async fn list<K: Kept>(
    gate: Grant<K::May>,
    ui: Ui,
    State(app): State<App>,
    Path(here): Path<Here>,
    Query(after): Query<After>,
) -> Result<Page, Fault> {
    let at = K::at(&gate, &app, here).await?;
    list_page(&gate, &ui, &app, &at, after, &Problems::new()).await
}

async fn list_page<P: Permission>(
    gate: &Grant<P>,
    ui: &Ui,
    app: &App,
    at: &At,
    after: After,
    problems: &Problems,
) -> Result<Page, Fault> {
    let shelf = at.shelf;
    let read = app
        .db
        .read(move |tx| batch::list(tx, shelf, after.key(), LISTED + 1))
        .await;
    let mut batches = read?;
    let more = batches.len() as i64 > LISTED;
    batches.truncate(LISTED as usize);
    let next = batches.last().filter(|_| more).map(|last| {
        format!(
            "{}?at={}&id={}",
            at.base,
            last.created_at.as_millisecond(),
            last.id
        )
    });
    let content = views::list(ui, at, &batches, next.as_deref(), problems);
    Ok(desk::page(app, ui, gate, at.title(ui), content))
}

/// A file comes, is read and compared.
pub(super) async fn upload<K: Kept>(
    gate: Grant<K::May>,
    ui: Ui,
    State(app): State<App>,
    Path(here): Path<Here>,
    form: FileForm,
) -> Result<Response, Fault> {
    let at = K::at(&gate, &app, here).await?;
    let mut problems = Problems::new();
    match form.files.into_iter().find(|file| file.field == "file") {
        None => problems.add("file", ui.t(msg::IMPORTS_FILE_NONE)),
        Some(file) => {
            let new = NewImport {
                shelf: at.shelf,
                file_name: file.name,
                bytes: file.bytes,
            };
            match preview(&app, gate.by(), new).await {
                Ok(id) => return Ok(SeeOther::to(format!("{}/{id}", at.base)).into_response()),
                Err(PreviewError::File(error)) => {
                    let why = match at.of {
                        None => say::unreadable(&error),
                        Some(_) => say::unreadable_list(&error, at.subject.columns()),
                    };
                    problems.say(ui.lang, "file", &why);
                }
                Err(error) => return Err(error.into()),
            }
        }
    }
    let page = list_page(&gate, &ui, &app, &at, After::default(), &problems).await?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
}

/// An empty list to fill in.
pub(super) async fn template<K: Kept>(
    gate: Grant<K::May>,
    ui: Ui,
    State(app): State<App>,
    Path(here): Path<Here>,
) -> Result<Response, Fault> {
    let at = K::at(&gate, &app, here).await?;
    template_of(ui, at.subject).await
}

/// What each row comes to, how far it has come, or what came of it.
pub(super) async fn show<K: Kept>(
    gate: Grant<K::May>,
    ui: Ui,
    State(app): State<App>,
    Path(one): Path<One>,
    Query(shown): Query<Shown>,
) -> Result<Page, Fault> {
    let at = K::at(&gate, &app, one.into()).await?;
    show_page(&gate, &ui, &app, (&at, one.batch), shown, &Refused::default()).await
}

/// What is wrong with a decision, and the reason that was typed.
#[derive(Default)]
struct Refused {
    problems: Problems,
    reason: String,
}

async fn show_page<P: Permission>(
    gate: &Grant<P>,
    ui: &Ui,
    app: &App,
    (at, id): (&At, BatchId),
    shown: Shown,
    refused: &Refused,
) -> Result<Page, Fault> {
    let (shelf, keys) = (at.shelf, Arc::clone(&app.keys));
    let read = app.db.read(move |tx| -> Result<_, Fault> {
        let batch = batch::find(tx, id, Some(shelf))?.ok_or(Fault::NotFound)?;
        let before = batch::went_in_before(tx, &batch)?;
        let show = shown.show.unwrap_or_else(|| Show::first(&batch));
        let rows = batch::rows(tx, &keys, id, show.which(), shown.after.unwrap_or(0), SHOWN + 1)?;
        Ok((batch, before, show, rows))
    });
    let (batch, before, show, mut rows) = read.await?;
    let more = rows.len() as i64 > SHOWN;
    rows.truncate(SHOWN as usize);
    let view = views::Import {
        ui,
        at,
        batch: &batch,
        before,
        show,
        rows: &rows,
        more,
        problems: &refused.problems,
        reason: &refused.reason,
    };
    Ok(desk::page(app, ui, gate, at.title(ui), view.page()))
}

/// The good rows go in.
pub(super) async fn confirm<K: Kept>(
    gate: Grant<K::May>,
    ui: Ui,
    State(app): State<App>,
    Path(one): Path<One>,
    Form(fields): Form,
) -> Result<Response, Fault> {
    let (at, id) = (K::at(&gate, &app, one.into()).await?, one.batch);
    let (shelf, reason) = (at.shelf, fields.line("reason"));
    let done = app.db.write(gate.by(), move |tx| {
        apply::confirm(tx, shelf, id, reason.as_deref())
    });
    match done.await {
        Ok(()) => Ok(SeeOther::to(format!("{}/{id}", at.base)).into_response()),
        // Only rows that wait for a reason are left, and there is none.
        Err(ApplyError::Nothing) => {
            let mut refused = Refused {
                reason: fields.raw("reason").to_owned(),
                ..Refused::default()
            };
            let why = match at.of {
                None => msg::IMPORTS_REASON_MISSING,
                Some(_) => msg::IMPORTS_ERROR_NOTHING,
            };
            refused.problems.add("reason", ui.t(why));
            let page = show_page(&gate, &ui, &app, (&at, id), Shown::default(), &refused).await?;
            Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// An import that stands still goes on.
pub(super) async fn go_on<K: Kept>(
    gate: Grant<K::May>,
    State(app): State<App>,
    Path(one): Path<One>,
    Form(_): Form,
) -> Result<SeeOther, Fault> {
    let (at, id) = (K::at(&gate, &app, one.into()).await?, one.batch);
    let shelf = at.shelf;
    let done = app.db.write(gate.by(), move |tx| apply::go_on(tx, shelf, id));
    match done.await {
        // It has come to its end in the meantime.
        Ok(()) | Err(ApplyError::Decided) => Ok(SeeOther::to(format!("{}/{id}", at.base))),
        Err(error) => Err(error.into()),
    }
}

/// Nothing goes in.
pub(super) async fn discard<K: Kept>(
    gate: Grant<K::May>,
    State(app): State<App>,
    Path(one): Path<One>,
    Form(_): Form,
) -> Result<SeeOther, Fault> {
    let (at, id) = (K::at(&gate, &app, one.into()).await?, one.batch);
    let shelf = at.shelf;
    app.db
        .write(gate.by(), move |tx| apply::discard(tx, shelf, id))
        .await?;
    Ok(SeeOther::to(at.base.clone()).say(Tone::Ok, msg::IMPORTS_DISCARDED))
}

/// The rows that can't go in, each with why.
pub(super) async fn rejects<K: Kept>(
    gate: Grant<K::May>,
    ui: Ui,
    State(app): State<App>,
    Path(one): Path<One>,
) -> Result<Response, Fault> {
    let at = K::at(&gate, &app, one.into()).await?;
    rejects_of(&app, &ui, at.shelf, one.batch).await
}
