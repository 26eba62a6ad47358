//! What is being typed into a form, kept for its writer until it is sent: `POST /drafts/{form}` by the page
//! after each change, [`load`] when the form is opened again, [`clear`] by the use case that it was for.

use axum::extract::State;
use jiff::Timestamp;
use langqiao_kernel::id::PersonId;
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use crate::{
    app::App,
    args,
    extract::Path,
    fault::{Fault, Refusal},
    feature::Feature,
    fields::Fields,
    form::Form,
    gate::SignedIn,
    i18n::msg,
    routes::Routes,
    ui::{Ui, components::draft_state, page::Page, when},
};

/// The most that is kept of a form, in bytes of JSON.
const MAX_BYTES: usize = 64 << 10;
/// The most drafts that are kept for a person; the oldest go first.
const MAX_DRAFTS: i64 = 50;

pub(crate) fn feature() -> Feature {
    Feature {
        name: "drafts",
        routes: Routes::new().post("/drafts/{form}", save),
        ..Feature::default()
    }
}

/// What somebody has typed into a form and not sent.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What was typed.
    pub fields: Fields,
    /// When it was last kept.
    pub at: Timestamp,
}

/// What the person has typed into a form, if it was not sent yet. Whoever shows it says that it is not what is stored.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut ReadTx, person: PersonId, form: &str) -> Result<Option<Kept>, StoreError> {
    tx.one(
        "SELECT body, at FROM draft WHERE person = ?1 AND form = ?2",
        params![person, form],
        |row| {
            let typed = row.json::<Vec<(String, String)>>(0)?;
            Ok(Kept {
                fields: Fields::from_iter(typed),
                at: row.get(1)?,
            })
        },
    )
}

/// Forgets a draft: its form was sent.
///
/// # Errors
/// When the database fails.
pub fn clear(tx: &mut WriteTx, person: PersonId, form: &str) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM draft WHERE person = ?1 AND form = ?2",
        params![person, form],
    )?;
    Ok(())
}

/// Keeps what was typed into a form for its writer: it stands there again when the form is opened.
///
/// # Errors
/// When the database fails.
pub fn keep_typed(tx: &mut WriteTx, person: PersonId, form: &str, fields: &Fields) -> Result<(), StoreError> {
    let typed: Vec<(&str, &str)> = fields.typed().collect();
    let body = serde_json::to_string(&typed)?;
    keep(tx, person, form, &body)
}

/// Keeps what was typed and says so at the form's end.
async fn save(
    gate: SignedIn,
    ui: Ui,
    State(app): State<App>,
    Path(form): Path<String>,
    Form(fields): Form,
) -> Result<Page, Fault> {
    let well_named = form
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'));
    if !well_named || form.len() > 120 {
        return Err(Fault::NotFound);
    }
    let typed: Vec<(&str, &str)> = fields.typed().collect();
    let body = serde_json::to_string(&typed).map_err(StoreError::from)?;
    if body.len() > MAX_BYTES {
        return Err(Refusal::invalid("draft-too-long", msg::DRAFT_TOO_LONG).into());
    }
    let person = gate.person();
    app.db
        .write(gate.by(), move |tx| keep(tx, person, &form, &body))
        .await?;
    let saved = ui.tf(
        msg::DRAFT_SAVED,
        args! { at = when::clock(langqiao_kernel::time::civil(ui.now).time()) },
    );
    Ok(Page::fragment(draft_state(&saved)))
}

fn keep(tx: &mut WriteTx, person: PersonId, form: &str, body: &str) -> Result<(), StoreError> {
    let now = tx.now();
    // What is half typed is nobody's act yet.
    tx.bookkeeping();
    tx.execute(
        "INSERT INTO draft (person, form, body, at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (person, form) DO UPDATE SET body = excluded.body, at = excluded.at",
        params![person, form, body, now],
    )?;
    tx.execute(
        "DELETE FROM draft WHERE person = ?1 AND form NOT IN
           (SELECT d.form FROM draft d WHERE d.person = ?1 ORDER BY d.at DESC, d.form LIMIT ?2)",
        params![person, MAX_DRAFTS],
    )?;
    Ok(())
}
