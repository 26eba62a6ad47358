//! Sessions: what a browser holds, listed for their owner and revocable.

use axum::http::{HeaderMap, header};
use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::id::{PersonId, SessionId};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx, params};

use super::after;
use crate::{
    app::App,
    identity::{Identity, Via},
    keys::{Keys, random_token},
};

/// How seldom a session's or token's use is noted.
const NOTED_EVERY: SignedDuration = SignedDuration::from_hours(1);

/// A session as its owner sees it.
#[derive(Clone, Debug)]
pub struct Session {
    /// Which session.
    pub id: SessionId,
    /// The browser and the machine, as far as it said.
    pub device: String,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it was last used, to the hour.
    pub seen_at: Timestamp,
}

/// Begins a session and gives its token, which is stored as a hash only.
///
/// # Errors
/// When the database fails.
pub fn open(
    tx: &mut WriteTx,
    keys: &Keys,
    person: PersonId,
    device: &str,
    days: i64,
) -> Result<String, StoreError> {
    let (id, token, now) = (SessionId::generate(), random_token(), tx.now());
    tx.execute(
        "INSERT INTO session (id, token_hash, person, device, created_at, seen_at, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)",
        params![
            id,
            keys.token_hash(&token),
            person,
            device,
            now,
            after(now, SignedDuration::from_hours(24 * days))
        ],
    )?;
    tx.execute(
        "INSERT INTO account (person, created_at, signed_in_at) VALUES (?1, ?2, ?2)
         ON CONFLICT (person) DO UPDATE SET signed_in_at = excluded.signed_in_at",
        params![person, now],
    )?;
    tx.record(Event::of("account.signed_in", &person).kind("person"))?;
    Ok(token)
}

/// A person's sessions that are still good, the last used first.
///
/// # Errors
/// When the database fails.
pub fn list(tx: &mut ReadTx, person: PersonId, now: Timestamp) -> Result<Vec<Session>, StoreError> {
    tx.all(
        "SELECT id, device, created_at, seen_at FROM session
         WHERE person = ?1 AND revoked_at IS NULL AND expires_at > ?2 ORDER BY seen_at DESC, id",
        params![person, now],
        |row| {
            Ok(Session {
                id: row.get(0)?,
                device: row.get(1)?,
                created_at: row.get(2)?,
                seen_at: row.get(3)?,
            })
        },
    )
}

/// Ends one of a person's sessions; false if they have no such session.
///
/// # Errors
/// When the database fails.
pub fn revoke(tx: &mut WriteTx, person: PersonId, session: SessionId) -> Result<bool, StoreError> {
    let now = tx.now();
    let ended = tx.execute(
        "UPDATE session SET revoked_at = ?3 WHERE id = ?1 AND person = ?2 AND revoked_at IS NULL",
        params![session, person, now],
    )?;
    if ended > 0 {
        tx.record(Event::of("account.signed_out", &person).kind("person"))?;
    }
    Ok(ended > 0)
}

/// Ends all of a person's sessions but `kept`, and says how many.
///
/// # Errors
/// When the database fails.
pub fn revoke_others(tx: &mut WriteTx, person: PersonId, kept: Option<SessionId>) -> Result<u64, StoreError> {
    let now = tx.now();
    let ended = tx.execute(
        "UPDATE session SET revoked_at = ?2
         WHERE person = ?1 AND revoked_at IS NULL AND (CAST(?3 AS TEXT) IS NULL OR id <> ?3)",
        params![person, now, kept],
    )?;
    if ended > 0 {
        let event = Event::of("account.signed_out_elsewhere", &person).kind("person");
        tx.record(event.detail(&serde_json::json!({ "sessions": ended })))?;
    }
    Ok(ended)
}

/// Notes that a session or token is in use and, of a session, that it lasts on: at most once an hour, and
/// beside the request, which does not wait for it.
pub(crate) fn note_use(app: &App, identity: &Identity, used_at: Timestamp) {
    let now = app.now();
    if now.duration_since(used_at) < NOTED_EVERY {
        return;
    }
    let (app, via) = (app.clone(), identity.via.clone());
    tokio::spawn(async move {
        let until = after(now, SignedDuration::from_hours(24 * app.settings.session_days));
        let db = app.db.uncounted();
        let noted = db.write(app.by_system("sessions.note_use"), move |tx| {
            tx.bookkeeping();
            match &via {
                Via::Session { id, .. } => tx.execute(
                    "UPDATE session SET seen_at = ?2, expires_at = ?3 WHERE id = ?1 AND revoked_at IS NULL",
                    params![id, now, until],
                ),
                Via::Token { id, .. } => {
                    tx.execute("UPDATE token SET used_at = ?2 WHERE id = ?1", params![id, now])
                }
            }
        });
        if let Err(why) = noted.await {
            let why: StoreError = why;
            tracing::warn!(%why, "the use of a session could not be noted");
        }
    });
}

/// The browser and the machine as the request names them: enough for its owner to know it again.
pub fn device(headers: &HeaderMap) -> String {
    const BROWSERS: [(&str, &str); 8] = [
        ("MicroMessenger", "微信"),
        ("DingTalk", "钉钉"),
        ("HuaweiBrowser", "Huawei Browser"),
        ("QQBrowser", "QQ Browser"),
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ];
    const MACHINES: [(&str, &str); 7] = [
        ("HarmonyOS", "HarmonyOS"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Macintosh", "Mac"),
        ("Linux", "Linux"),
    ];
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let known = |list: &[(&str, &'static str)]| {
        list.iter()
            .find(|(sign, _)| agent.contains(sign))
            .map(|(_, name)| *name)
    };
    let names: Vec<&str> = [known(&BROWSERS), known(&MACHINES)]
        .into_iter()
        .flatten()
        .collect();
    names.join(" · ")
}
