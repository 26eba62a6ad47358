//! Gates: the first argument of every handler, and the proof of what its caller may do.

use std::{convert::Infallible, marker::PhantomData, str::FromStr, sync::Arc};

use axum::{
    extract::{FromRequestParts, RawPathParams},
    http::{HeaderMap, StatusCode, header, request::Parts},
};
use langqiao_kernel::id::{OrganisationId, PersonId};
use langqiao_store::{Actor, By, Once};

use crate::{
    app::App,
    fault::{Fault, Refusal},
    i18n::msg,
    identity::{self, Identity, Standing, Via},
    roles::Role,
};

/// A permission is a type, so that a grant for one can't be handed over as a grant for another.
/// Declare it with [`permission!`](crate::permission).
pub trait Permission: Send + Sync + 'static {
    /// Its name in roles, scopes and the permission page of the docs.
    const NAME: &'static str;
}

/// Declares a permission: `permission!(/// May do it. pub struct ManageActivities = "activities.manage");`
#[macro_export]
macro_rules! permission {
    ($(#[$doc:meta])* pub struct $name:ident = $text:literal) => {
        $(#[$doc])*
        pub struct $name;
        impl $crate::gate::Permission for $name {
            const NAME: &'static str = $text;
        }
    };
}

/// The scope that lets a token do what concerns its owner alone.
pub const SELF: &str = "self";

/// What a route asks of its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gate {
    /// Nothing: anyone may call it.
    Public,
    /// To have signed in.
    SignedIn,
    /// This permission, in the organisation that the path names.
    Permission(&'static str),
}

/// A type that can be a handler's first argument.
pub trait GateArg {
    /// What it asks.
    const GATE: Gate;
}

/// Said out loud: anyone may call this, and it answers everyone alike, so nobody is looked up.
pub struct Anyone;

/// Said out loud: anyone may call this. Knows who is asking if they have signed in.
pub struct Public {
    identity: Option<Arc<Identity>>,
    by: By,
}

/// Someone who has signed in.
pub struct SignedIn {
    identity: Arc<Identity>,
    by: By,
}

/// Proof that the caller may do `P` in [`Grant::org`]. The organisation comes from the path that was
/// checked, so a handler never reads a second, unchecked copy of it. Only this module can make one:
///
/// ```compile_fail
/// langqiao_platform::permission!(pub struct Peek = "peek");
/// fn forge() -> langqiao_platform::gate::Grant<Peek> {
///     langqiao_platform::gate::Grant {}
/// }
/// ```
pub struct Grant<P: Permission> {
    identity: Arc<Identity>,
    by: By,
    org: OrganisationId,
    standing: Standing,
    seal: PhantomData<fn() -> P>,
}

impl GateArg for Anyone {
    const GATE: Gate = Gate::Public;
}
impl GateArg for Public {
    const GATE: Gate = Gate::Public;
}
impl GateArg for SignedIn {
    const GATE: Gate = Gate::SignedIn;
}
impl<P: Permission> GateArg for Grant<P> {
    const GATE: Gate = Gate::Permission(P::NAME);
}

impl Public {
    /// Who is asking, if they have signed in.
    pub fn identity(&self) -> Option<&Identity> {
        self.identity.as_deref()
    }
    /// The person who is asking, if they have signed in.
    pub fn person(&self) -> Option<PersonId> {
        self.identity.as_ref().map(|who| who.person)
    }
    /// The author of what this request changes.
    pub fn by(&self) -> By {
        self.by.clone()
    }
}

impl SignedIn {
    /// Who is asking.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }
    /// The person who is asking.
    pub fn person(&self) -> PersonId {
        self.identity.person
    }
    /// The author of what this request changes.
    pub fn by(&self) -> By {
        self.by.clone()
    }
}

impl<P: Permission> Grant<P> {
    /// Where the caller may do it.
    pub fn org(&self) -> OrganisationId {
        self.org
    }
    /// The name of [`org`](Self::org).
    pub fn org_name(&self) -> &str {
        &self.standing.organisation_name
    }
    /// The roles that the caller's posts give in [`org`](Self::org).
    pub fn roles(&self) -> &[Role] {
        &self.standing.roles
    }
    /// Whether the caller may also do what `permission` names, to show or leave out a button. It opens
    /// nothing: the button's own route has its own gate.
    pub fn may(&self, permission: &str) -> bool {
        self.identity.covers(permission) && self.roles().iter().any(|role| role.gives(permission))
    }
    /// Whether a post in [`org`](Self::org) itself, not one in a body above it, gives the caller what `permission`
    /// names: for what a body's own officers may see and nobody above them.
    pub fn may_here(&self, permission: &str) -> bool {
        let mut posts = self.identity.posts.iter();
        self.identity.covers(permission)
            && posts.any(|post| post.organisation == self.org && post.role.gives(permission))
    }
    /// The person who is asking.
    pub fn person(&self) -> PersonId {
        self.identity.person
    }
    /// Who is asking.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }
    /// The author of what this request changes.
    pub fn by(&self) -> By {
        self.by.clone()
    }
}

fn by(parts: &Parts, app: &App, identity: Option<&Identity>) -> By {
    let actor = match identity {
        None => Actor::Visitor,
        Some(who) => match who.via {
            Via::Session { .. } => Actor::Person(who.person),
            Via::Token { id, .. } => Actor::Token {
                person: who.person,
                token: id,
            },
        },
    };
    By {
        request: request_id(&parts.headers),
        once: parts.extensions.get::<Once>().cloned(),
        ..By::new(actor, app.now())
    }
}

fn request_id(headers: &HeaderMap) -> Option<Arc<str>> {
    headers
        .get("x-request-id")
        .and_then(|v| v.to_str().ok())
        .map(Arc::from)
}

impl FromRequestParts<App> for Anyone {
    type Rejection = Infallible;
    async fn from_request_parts(_: &mut Parts, _: &App) -> Result<Self, Infallible> {
        Ok(Self)
    }
}

impl FromRequestParts<App> for Public {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let (identity, _) = identity::find(parts, app, None).await?;
        Ok(Self {
            by: by(parts, app, identity.as_deref()),
            identity,
        })
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let (identity, _) = identity::find(parts, app, None).await?;
        let identity = identity.ok_or(Fault::SignInFirst)?;
        covered(&identity, SELF)?;
        Ok(Self {
            by: by(parts, app, Some(&identity)),
            identity,
        })
    }
}

impl<P: Permission> FromRequestParts<App> for Grant<P> {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Fault> {
        let org = path_organisation(parts, app).await.ok_or(Fault::NotFound)?;
        let (identity, standing) = identity::find(parts, app, Some(org)).await?;
        let identity = identity.ok_or(Fault::SignInFirst)?;
        // An organisation that is not the caller's to see answers as one that does not exist.
        if !standing.roles.iter().any(|role| role.gives(P::NAME)) {
            return Err(Fault::NotFound);
        }
        covered(&identity, P::NAME)?;
        Ok(Self {
            by: by(parts, app, Some(&identity)),
            identity,
            org,
            standing,
            seal: PhantomData,
        })
    }
}

/// Refuses a token that was not made for this. Its owner may do it, so saying so gives nothing away.
fn covered(identity: &Identity, scope: &'static str) -> Result<(), Fault> {
    if identity.covers(scope) {
        return Ok(());
    }
    let refusal = Refusal::with_status(StatusCode::FORBIDDEN, "scope-missing", msg::FAULT_SCOPE_MISSING);
    Err(refusal.arg("scope", scope).into())
}

async fn path_organisation(parts: &mut Parts, app: &App) -> Option<OrganisationId> {
    let params = RawPathParams::from_request_parts(parts, app).await.ok()?;
    let (_, value) = params.iter().find(|(name, _)| *name == "org")?;
    OrganisationId::from_str(value).ok()
}

/// Whether a request that changes something comes from our own pages: browsers say where a request was
/// made, and one made elsewhere is refused whatever cookies it carries.
pub(crate) fn from_our_pages(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    match (
        text("sec-fetch-site"),
        text("origin"),
        text(header::HOST.as_str()),
    ) {
        (Some(site), _, _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, at)| at == host),
        (None, _, _) => true,
    }
}
