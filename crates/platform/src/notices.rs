//! Notices: what happened to something of yours while you were away, in your language when you read it.

use std::collections::HashMap;

use axum::extract::State;
use jiff::Timestamp;
use langqiao_kernel::id::{NoticeId, PersonId};
use langqiao_store::{ReadTx, Row, StoreError, WriteTx, params};
use maud::html;
use serde_json::Value as Json;

use crate::{
    app::App,
    extract::Path,
    fault::Fault,
    feature::Feature,
    form::Form,
    gate::SignedIn,
    i18n::{Arg, Msg, Sentence, msg},
    keys::{Field, Keys},
    reply::{SeeOther, safe_next},
    routes::Routes,
    spoken,
    ui::{
        Ui,
        components::{button, card, empty, link_button, muted, page_title, post_button, row, spread, stack},
        icon::Icon,
        page::{Head, Page, portal},
        when,
    },
};

/// How many of the latest notices are shown.
const SHOWN: i64 = 100;

pub(crate) fn feature() -> Feature {
    let routes = Routes::new()
        .get("/notices", show)
        .post("/notices/read", read_all)
        .post("/notices/{notice}/open", open);
    Feature {
        name: "notices",
        routes,
        ..Feature::default()
    }
}

/// Tells a person that something happened, with a link to where they can see it and do something about it.
/// Instants and days go in as [`spoken::Moment`] and [`spoken::Day`].
///
/// # Errors
/// When the database fails.
pub fn send(
    tx: &mut WriteTx,
    person: PersonId,
    message: Msg,
    args: &[Arg<'_>],
    link: &str,
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO notice (id, person, message, args, link, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![
            NoticeId::generate(),
            person,
            message.key(),
            spoken::args_to_json(args),
            link,
            now
        ],
    )?;
    Ok(())
}

/// A notice as it was sent.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Which notice.
    pub id: NoticeId,
    /// What happened; nothing if its wording has since been removed from the program.
    pub sentence: Option<Sentence>,
    /// Where to see it, a path of this site.
    pub link: String,
    /// When it was sent.
    pub at: Timestamp,
    /// When it was opened or marked as read.
    pub read_at: Option<Timestamp>,
}

impl Notice {
    fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        let args: Json = row.get(2)?;
        let sentence = Msg::from_key(row.text(1)?).map(|msg| spoken::sentence_from_json(msg, &args));
        Ok(Self {
            id: row.get(0)?,
            sentence,
            link: row.get(3)?,
            at: row.get(4)?,
            read_at: row.get(5)?,
        })
    }
}

/// A person's notices, the latest first, at most `limit`; their own name and those of their children and companions in
/// full.
///
/// # Errors
/// When the database fails.
pub fn list(tx: &mut ReadTx, keys: &Keys, person: PersonId, limit: i64) -> Result<Vec<Notice>, StoreError> {
    let mut notices = tx.all(
        "SELECT id, message, args, link, created_at, read_at FROM notice
         WHERE person = ?1 ORDER BY created_at DESC, id DESC LIMIT ?2",
        params![person, limit],
        Notice::read,
    )?;
    let mut said: Vec<&mut Sentence> = notices
        .iter_mut()
        .filter_map(|notice| notice.sentence.as_mut())
        .filter(|sentence| spoken::names_somebody(sentence))
        .collect();
    if !said.is_empty() {
        let family: HashMap<PersonId, Vec<u8>> = tx
            .all(
                "SELECT id, name_sealed FROM person WHERE id = ?1 OR guardian = ?1
                 UNION ALL SELECT p.id, p.name_sealed FROM companion c JOIN person p ON p.id = c.other
                 WHERE c.person = ?1 AND c.agreed_at IS NOT NULL AND c.ended_at IS NULL
                 UNION ALL SELECT q.id, q.name_sealed FROM companion d JOIN person q ON q.id = d.person
                 WHERE d.other = ?1 AND d.agreed_at IS NOT NULL AND d.ended_at IS NULL",
                params![person],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?
            .into_iter()
            .collect();
        let full = |who: PersonId| keys.open_field(Field::Name, family.get(&who)?).ok();
        for sentence in &mut said {
            spoken::name_them(sentence, full);
        }
    }
    Ok(notices)
}

/// Marks all notices of a person as read.
///
/// # Errors
/// When the database fails.
pub fn mark_all_read(tx: &mut WriteTx, person: PersonId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.bookkeeping();
    tx.execute(
        "UPDATE notice SET read_at = ?2 WHERE person = ?1 AND read_at IS NULL",
        params![person, now],
    )?;
    Ok(())
}

/// Marks one notice of a person as read and gives its link; `None` if the person has no such notice.
fn mark_read(tx: &mut WriteTx, person: PersonId, notice: NoticeId) -> Result<Option<String>, StoreError> {
    let now = tx.now();
    tx.bookkeeping();
    tx.execute_one(
        "UPDATE notice SET read_at = COALESCE(read_at, ?3) WHERE id = ?1 AND person = ?2 RETURNING link",
        params![notice, person, now],
        |row| row.get(0),
    )
}

async fn show(gate: SignedIn, ui: Ui, State(app): State<App>) -> Result<Page, Fault> {
    let (person, keys) = (gate.person(), app.keys.clone());
    let notices = app.db.read(move |tx| list(tx, &keys, person, SHOWN)).await?;
    let unread = notices.iter().any(|notice| notice.read_at.is_none());
    let mark = html! {
        @if unread { (post_button(&ui, "/notices/read", button(ui.t(msg::NOTICES_READ_ALL)))) }
    };
    let title = ui.t(msg::NOTICES_TITLE);
    let content = html! {
        (page_title(title, None, Some(mark)))
        @if notices.is_empty() {
            (empty(Icon::Bell, ui.t(msg::NOTICES_NONE), row(html! {
                (link_button("/activities", ui.t(msg::NOTICES_NONE_NEXT)))
            })))
        }
        (stack(html! { @for notice in &notices { (one(&ui, notice)) } }))
    };
    Ok(portal(&ui, Head::unlisted(title), content))
}

fn one(ui: &Ui, notice: &Notice) -> maud::Markup {
    let said = notice.sentence.as_ref().map(|sentence| spoken::say(ui, sentence));
    let action = format!("/notices/{}/open", notice.id);
    card(html! {
        p {
            @if notice.read_at.is_none() { strong { (ui.t(msg::NOTICES_NEW)) " " } }
            (said.as_deref().unwrap_or(ui.t(msg::NOTICES_UNKNOWN)))
        }
        (spread(
            muted(html! { (when::moment(ui.lang, notice.at, ui.now)) }),
            post_button(ui, &action, button(ui.t(msg::NOTICES_OPEN)).small().about(said.as_deref().unwrap_or_default())),
        ))
    })
}

async fn read_all(gate: SignedIn, State(app): State<App>, Form(_): Form) -> Result<SeeOther, Fault> {
    let person = gate.person();
    app.db
        .write(gate.by(), move |tx| mark_all_read(tx, person))
        .await?;
    Ok(SeeOther::to("/notices"))
}

async fn open(
    gate: SignedIn,
    State(app): State<App>,
    Path(notice): Path<NoticeId>,
    Form(_): Form,
) -> Result<SeeOther, Fault> {
    let person = gate.person();
    let link = app
        .db
        .write(gate.by(), move |tx| mark_read(tx, person, notice))
        .await?;
    Ok(SeeOther::to(safe_next(&link.ok_or(Fault::NotFound)?)))
}
