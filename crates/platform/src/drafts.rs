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
/// How much of that is for the names of what was left out.
const LEFT_OUT_BYTES: usize = 4 << 10;
/// Under this name, which no field has, the names of the fields stand that were too long to be kept.
const LEFT_OUT: &str = "";
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
    /// The names of the fields that were too long to be kept.
    pub left_out: Vec<String>,
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
            let all = row.json::<Vec<(String, String)>>(0)?;
            let (left_out, typed): (Vec<_>, Vec<_>) = all.into_iter().partition(|(name, _)| name == LEFT_OUT);
            Ok(Kept {
                fields: Fields::from_iter(typed),
                left_out: left_out.into_iter().map(|(_, name)| name).collect(),
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

/// Keeps what was typed into a form for its writer: it stands there again when the form is opened. What is too long to be
/// kept is left out, field by field, the longest first; [`Kept::left_out`] names it.
///
/// # Errors
/// When the database fails.
pub fn keep_typed(tx: &mut WriteTx, person: PersonId, form: &str, fields: &Fields) -> Result<(), StoreError> {
    let typed = what_fits(fields.typed().filter(|(name, _)| *name != LEFT_OUT).collect())?;
    let body = serde_json::to_string(&typed)?;
    keep(tx, person, form, &body)
}

/// The fields of these that can be kept, with the names of the others.
fn what_fits<'a>(typed: Vec<(&'a str, &'a str)>) -> Result<Vec<(&'a str, &'a str)>, serde_json::Error> {
    let mut sizes = Vec::with_capacity(typed.len());
    for pair in &typed {
        sizes.push(serde_json::to_string(pair)?.len() + 1);
    }
    let mut bytes = sizes.iter().sum::<usize>() + 2;
    if bytes <= MAX_BYTES {
        return Ok(typed);
    }
    let mut longest: Vec<usize> = (0..typed.len()).collect();
    longest.sort_by_key(|at| std::cmp::Reverse(sizes[*at]));
    let (mut out, mut names, mut room) = (vec![false; typed.len()], Vec::new(), LEFT_OUT_BYTES);
    for at in longest {
        if bytes <= MAX_BYTES - LEFT_OUT_BYTES {
            break;
        }
        bytes -= sizes[at];
        out[at] = true;
        let name = (LEFT_OUT, typed[at].0);
        let size = serde_json::to_string(&name)?.len() + 1;
        if size <= room && !names.contains(&name) {
            room -= size;
            names.push(name);
        }
    }
    let kept = typed.into_iter().zip(out).filter(|(_, out)| !out);
    Ok(kept.map(|(pair, _)| pair).chain(names).collect())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_left_out_and_named_and_the_rest_is_kept() {
        let long = "长".repeat(1_200_000);
        let typed = vec![
            ("title", "包粽子"),
            ("description", long.as_str()),
            ("place", "文化礼堂"),
        ];
        let kept = what_fits(typed).expect("text");
        assert_eq!(
            kept,
            [
                ("title", "包粽子"),
                ("place", "文化礼堂"),
                (LEFT_OUT, "description")
            ]
        );
        let many: Vec<String> = (0..9_000).map(|n| format!("row-{n}")).collect();
        let typed: Vec<(&str, &str)> = many
            .iter()
            .map(|name| (name.as_str(), "十个字十个字十个字"))
            .collect();
        let body = serde_json::to_string(&what_fits(typed).expect("text")).expect("text");
        assert!(body.len() <= MAX_BYTES, "{} bytes", body.len());
        assert!(what_fits(vec![("title", "包粽子")]).expect("text").len() == 1);
    }
}
