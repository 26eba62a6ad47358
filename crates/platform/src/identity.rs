//! Who is asking: found once for each request, from the session's cookie or the bearer token.

use std::sync::Arc;

use axum::http::{HeaderMap, header, request::Parts};
use cookie::Cookie;
use langqiao_kernel::{
    id::{OrganisationId, PersonId, SessionId, TokenId},
    time,
};
use langqiao_store::{ReadTx, StoreError, params};

use crate::{app::App, roles::Role};

/// The cookie that holds a session's token.
pub const SESSION_COOKIE: &str = "lq_session";

/// A person who has shown who they are.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The person.
    pub person: PersonId,
    /// Their name as shown on screens.
    pub name: String,
    /// How many notices they have not read.
    pub unread: i64,
    /// The organisations they hold a post in today, with the strongest role.
    pub posts: Vec<Post>,
    /// How they showed it.
    pub via: Via,
}

/// A post held today.
#[derive(Clone, Debug)]
pub struct Post {
    /// Where.
    pub organisation: OrganisationId,
    /// Its name.
    pub organisation_name: String,
    /// What it gives.
    pub role: Role,
}

/// How a person showed who they are.
#[derive(Clone, Debug)]
pub enum Via {
    /// By a browser's session.
    Session {
        /// Its id.
        id: SessionId,
        /// The hidden value that its forms must bring back.
        csrf: String,
    },
    /// By an API token, which may do less than its owner.
    Token {
        /// Its id.
        id: TokenId,
        /// What it may be used for: permission names, and `self` for what concerns the owner alone.
        scopes: Vec<String>,
    },
}

impl Identity {
    /// Whether this way of signing in covers the scope: a session covers all that its person may do.
    pub fn covers(&self, scope: &str) -> bool {
        match &self.via {
            Via::Session { .. } => true,
            Via::Token { scopes, .. } => scopes.iter().any(|s| s == scope),
        }
    }
}

/// Kept in the request's extensions once found; `None` is a visitor.
#[derive(Clone)]
pub(crate) struct Found(pub Option<Arc<Identity>>);

enum Credential {
    Session(String),
    Token(String),
}

fn credential(headers: &HeaderMap) -> Option<Credential> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).and_then(|v| v.strip_prefix("Bearer "));
    if let Some(token) = bearer {
        return Some(Credential::Token(token.trim().to_owned()));
    }
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(Cookie::split_parse)
        .flatten()
        .find(|c| c.name() == SESSION_COOKIE)
        .map(|c| Credential::Session(c.value().to_owned()))
}

/// Finds who is asking and, where the path names an organisation, the roles they hold over it: one hop to
/// the database, and none for a visitor.
pub(crate) async fn find(parts: &mut Parts, app: &App, organisation: Option<OrganisationId>) -> Result<(Option<Arc<Identity>>, Vec<Role>), StoreError> {
    let known = parts.extensions.get::<Found>().cloned();
    if let (Some(Found(who)), None) = (&known, organisation) {
        return Ok((who.clone(), Vec::new()));
    }
    let Some(credential) = credential(&parts.headers) else {
        parts.extensions.insert(Found(None));
        return Ok((None, Vec::new()));
    };
    let (app2, now) = (app.clone(), app.now());
    let (identity, roles) = app
        .db
        .read(move |tx| {
            let identity = match &credential {
                Credential::Session(token) => by_session(tx, &app2, token, now)?,
                Credential::Token(token) => by_token(tx, &app2, token, now)?,
            };
            let Some(mut identity) = identity else { return Ok::<_, StoreError>((None, Vec::new())) };
            let today = time::day(now);
            identity.posts = posts(tx, identity.person, today)?;
            let roles = match organisation {
                Some(org) if !identity.posts.is_empty() => roles_over(tx, identity.person, org, today)?,
                _ => Vec::new(),
            };
            Ok((Some(identity), roles))
        })
        .await?;
    let identity = identity.map(Arc::new);
    parts.extensions.insert(Found(identity.clone()));
    Ok((identity, roles))
}

fn by_session(tx: &mut ReadTx, app: &App, token: &str, now: jiff::Timestamp) -> Result<Option<Identity>, StoreError> {
    let hash = app.keys.token_hash(token);
    tx.one(
        "SELECT s.id, s.person, p.name_masked,
                (SELECT COUNT(*) FROM notice n WHERE n.person = s.person AND n.read_at IS NULL)
         FROM session s JOIN person p ON p.id = s.person
         WHERE s.token_hash = ?1 AND s.revoked_at IS NULL AND s.expires_at > ?2",
        params![hash, now],
        |row| {
            let via = Via::Session { id: row.get(0)?, csrf: app.keys.csrf(token) };
            Ok(Identity { person: row.get(1)?, name: row.get(2)?, unread: row.get(3)?, posts: Vec::new(), via })
        },
    )
}

fn by_token(tx: &mut ReadTx, app: &App, token: &str, now: jiff::Timestamp) -> Result<Option<Identity>, StoreError> {
    let hash = app.keys.token_hash(token);
    tx.one(
        "SELECT t.id, t.person, p.name_masked, t.scopes
         FROM token t JOIN person p ON p.id = t.person
         WHERE t.token_hash = ?1 AND t.revoked_at IS NULL AND t.expires_at > ?2",
        params![hash, now],
        |row| {
            let scopes = row.get::<String>(3)?.split_whitespace().map(str::to_owned).collect();
            let via = Via::Token { id: row.get(0)?, scopes };
            Ok(Identity { person: row.get(1)?, name: row.get(2)?, unread: 0, posts: Vec::new(), via })
        },
    )
}

fn posts(tx: &mut ReadTx, person: PersonId, today: jiff::civil::Date) -> Result<Vec<Post>, StoreError> {
    let all = tx.all(
        "SELECT o.id, o.name, p.role FROM posting p JOIN organisation o ON o.id = p.organisation
         WHERE p.person = ?1 AND p.valid_from <= ?2 AND ?2 < p.valid_to AND o.valid_from <= ?2 AND ?2 < o.valid_to
         ORDER BY o.name, o.id",
        params![person, today],
        |row| Ok((row.get::<OrganisationId>(0)?, row.get::<String>(1)?, row.get::<String>(2)?)),
    )?;
    let mut posts: Vec<Post> = Vec::new();
    for (organisation, organisation_name, role) in all {
        let Some(role) = Role::named(&role) else { continue };
        match posts.iter_mut().find(|post| post.organisation == organisation) {
            Some(post) if role.strength() > post.role.strength() => post.role = role,
            Some(_) => {}
            None => posts.push(Post { organisation, organisation_name, role }),
        }
    }
    Ok(posts)
}

/// The roles that a person's posts give over an organisation today: those held in it and in what is above it.
pub fn roles_over(tx: &mut ReadTx, person: PersonId, organisation: OrganisationId, today: jiff::civil::Date) -> Result<Vec<Role>, StoreError> {
    let names = tx.all(
        "SELECT DISTINCT p.role FROM organisation_closure c
         JOIN posting p ON p.organisation = c.ancestor
         JOIN organisation o ON o.id = c.ancestor
         WHERE c.descendant = ?1 AND p.person = ?2 AND p.valid_from <= ?3 AND ?3 < p.valid_to
           AND o.valid_from <= ?3 AND ?3 < o.valid_to",
        params![organisation, person, today],
        |row| row.get::<String>(0),
    )?;
    Ok(names.iter().filter_map(|name| Role::named(name)).collect())
}
