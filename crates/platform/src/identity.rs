//! Who is asking: found once for each request, from the session's cookie or the bearer token.

mod known;

use std::sync::{Arc, OnceLock};

use axum::http::{HeaderMap, header, request::Parts};
use cookie::Cookie;
use jiff::{Timestamp, civil::Date};
use langqiao_kernel::{
    id::{OrganisationId, PersonId, SessionId, TokenId},
    time,
};
use langqiao_store::{ReadTx, StoreError, params};

use crate::{accounts::sessions, app::App, roles::Role};

pub(crate) use known::Known;
use known::{Asker, Look, Who};

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

/// Put into every request's extensions by the house and filled by the gate, so that the page of a fault,
/// which is drawn when the request is gone, still knows its reader.
#[derive(Clone, Default)]
pub(crate) struct Seen(Arc<OnceLock<Arc<Identity>>>);

impl Seen {
    /// The person who asked, if a gate found one.
    pub(crate) fn get(&self) -> Option<&Arc<Identity>> {
        self.0.get()
    }
}

/// What the posts of the person who asks give them in the organisation that the path names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Standing {
    /// The organisation's name; empty if there is no such organisation.
    pub organisation_name: String,
    /// The roles held in it and in what is above it.
    pub roles: Vec<Role>,
}

enum Credential {
    Session(String),
    Token(String),
}

/// What the request shows. A token counts for the API alone: with one nobody opens the pages on which tokens
/// and passwords are made.
fn credential(path: &str, headers: &HeaderMap) -> Option<Credential> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.strip_prefix("Bearer "));
    if let Some(token) = bearer.filter(|_| path.starts_with("/api/")) {
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
pub(crate) async fn find(
    parts: &mut Parts,
    app: &App,
    organisation: Option<OrganisationId>,
) -> Result<(Option<Arc<Identity>>, Standing), StoreError> {
    let known = parts.extensions.get::<Found>().cloned();
    let today = time::day(app.now());
    match (known, organisation) {
        (Some(Found(None)), _) => return Ok((None, Standing::default())),
        (Some(Found(who)), None) => return Ok((who, Standing::default())),
        (Some(Found(Some(who))), Some(org)) => {
            let person = who.person;
            let standing = app
                .db
                .glance(move |tx| held(tx, person, Some(org), today))
                .await?
                .1;
            return Ok((Some(who), standing));
        }
        (None, _) => {}
    }
    let Some(credential) = credential(parts.uri.path(), &parts.headers) else {
        parts.extensions.insert(Found(None));
        return Ok((None, Standing::default()));
    };
    let asker = Asker::new(app, &credential, organisation);
    let state = match app.known.look(app, &asker) {
        Look::Known(who) => {
            note(parts, &who.identity);
            return Ok((Some(who.identity), who.standing));
        }
        Look::Find(state) => state,
    };
    let (house, now, hash) = (app.clone(), app.now(), asker.hash.clone());
    let found = app
        .db
        .glance(move |tx| {
            let shown = match &credential {
                Credential::Session(token) => by_session(tx, &hash, now, || house.keys.csrf(token))?,
                Credential::Token(_) => by_token(tx, &hash, now)?,
            };
            let Some(Shown {
                mut identity,
                used_at,
                any_post,
            }) = shown
            else {
                return Ok::<_, StoreError>(None);
            };
            let (posts, standing) = match any_post {
                true => held(tx, identity.person, organisation, today)?,
                false => Default::default(),
            };
            identity.posts = posts;
            Ok(Some((Arc::new(identity), used_at, standing)))
        })
        .await?;
    let Some((identity, used_at, standing)) = found else {
        parts.extensions.insert(Found(None));
        return Ok((None, Standing::default()));
    };
    sessions::note_use(app, &identity, used_at);
    note(parts, &identity);
    let who = Who { identity, standing };
    if let Some(state) = state {
        app.known.keep(asker, state, who.clone());
    }
    Ok((Some(who.identity), who.standing))
}

/// Notes who asks in their request.
fn note(parts: &mut Parts, identity: &Arc<Identity>) {
    parts.extensions.insert(Found(Some(Arc::clone(identity))));
    if let Some(seen) = parts.extensions.get::<Seen>() {
        let _ = seen.0.set(Arc::clone(identity));
    }
}

/// Whose session or token it is.
struct Shown {
    /// Without the posts.
    identity: Identity,
    /// When it was last used.
    used_at: Timestamp,
    /// Whether the person ever held a post: most never did, and need not be asked for what theirs give.
    any_post: bool,
}

/// The person whose session it is.
fn by_session(
    tx: &mut ReadTx,
    hash: &str,
    now: Timestamp,
    csrf: impl Fn() -> String,
) -> Result<Option<Shown>, StoreError> {
    tx.one(
        "SELECT s.id, s.person, p.name_masked, s.seen_at,
                (SELECT COUNT(*) FROM notice n WHERE n.person = s.person AND n.read_at IS NULL),
                (SELECT COUNT(*) FROM posting g WHERE g.person = s.person)
         FROM session s JOIN person p ON p.id = s.person
         WHERE s.token_hash = ?1 AND s.revoked_at IS NULL AND s.expires_at > ?2",
        params![hash, now],
        |row| {
            let via = Via::Session {
                id: row.get(0)?,
                csrf: csrf(),
            };
            let (person, name, unread) = (row.get(1)?, row.get(2)?, row.get(4)?);
            Ok(Shown {
                identity: Identity {
                    person,
                    name,
                    unread,
                    posts: Vec::new(),
                    via,
                },
                used_at: row.get(3)?,
                any_post: row.get::<i64>(5)? > 0,
            })
        },
    )
}

/// The person whose token it is.
fn by_token(tx: &mut ReadTx, hash: &str, now: Timestamp) -> Result<Option<Shown>, StoreError> {
    tx.one(
        "SELECT t.id, t.person, p.name_masked, t.scopes, COALESCE(t.used_at, 0),
                (SELECT COUNT(*) FROM posting g WHERE g.person = t.person)
         FROM token t JOIN person p ON p.id = t.person
         WHERE t.token_hash = ?1 AND t.revoked_at IS NULL AND t.expires_at > ?2",
        params![hash, now],
        |row| {
            let scopes = row.text(3)?.split_whitespace().map(str::to_owned).collect();
            let via = Via::Token {
                id: row.get(0)?,
                scopes,
            };
            let (person, name) = (row.get(1)?, row.get(2)?);
            Ok(Shown {
                identity: Identity {
                    person,
                    name,
                    unread: 0,
                    posts: Vec::new(),
                    via,
                },
                used_at: row.get(4)?,
                any_post: row.get::<i64>(5)? > 0,
            })
        },
    )
}

/// The posts that a person holds today and what they give over `organisation`: one query.
fn held(
    tx: &mut ReadTx,
    person: PersonId,
    organisation: Option<OrganisationId>,
    today: Date,
) -> Result<(Vec<Post>, Standing), StoreError> {
    let (mut posts, mut standing) = (Vec::<Post>::new(), Standing::default());
    tx.each(
        "SELECT o.id, o.name, p.role, d.name
         FROM posting p JOIN organisation o ON o.id = p.organisation
         LEFT JOIN organisation_closure c ON c.ancestor = o.id AND c.descendant = ?3
         LEFT JOIN organisation d ON d.id = c.descendant
         WHERE p.person = ?1 AND p.valid_from <= ?2 AND ?2 < p.valid_to AND o.valid_from <= ?2 AND ?2 < o.valid_to",
        params![person, today, organisation],
        |row| {
            let Some(role) = Role::named(row.text(2)?) else { return Ok(()) };
            if let Some(name) = row.get::<Option<String>>(3)? {
                standing.organisation_name = name;
                standing.roles.push(role);
            }
            let organisation = row.get(0)?;
            match posts.iter_mut().find(|post| post.organisation == organisation) {
                Some(post) if role.strength() > post.role.strength() => post.role = role,
                Some(_) => {}
                None => posts.push(Post { organisation, organisation_name: row.get(1)?, role }),
            }
            Ok(())
        },
    )?;
    posts.sort_by(|a, b| (&a.organisation_name, a.organisation).cmp(&(&b.organisation_name, b.organisation)));
    Ok((posts, standing))
}

/// The roles that a person's posts give over an organisation today: those held in it and in what is above it.
///
/// # Errors
/// When the database fails.
pub fn roles_over(
    tx: &mut ReadTx,
    person: PersonId,
    organisation: OrganisationId,
    today: Date,
) -> Result<Vec<Role>, StoreError> {
    Ok(held(tx, person, Some(organisation), today)?.1.roles)
}
