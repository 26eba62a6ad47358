//! What every handler and job has at hand.

use std::{ops::Deref, sync::Arc};

use jiff::Timestamp;
use langqiao_kernel::clock::Clock;
use langqiao_store::{Actor, By, Db};

use crate::{
    accounts::passwords::Hasher, files::Files, house::Kept, identity::Known, keys::Keys, registry::Registry,
    settings::Settings, ui::Site,
};

/// The running house, shared: cheap to clone, for every request takes several copies. It is axum's state.
#[derive(Clone)]
pub struct App(Arc<Parts>);

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

/// What the running house is made of: the database, the clock, the keys and the settings.
pub struct Parts {
    /// The one database.
    pub db: Db,
    /// The only source of "now".
    pub clock: Clock,
    /// Keys for protected fields, blind indexes, CSRF and seals; kept outside the database.
    pub keys: Arc<Keys>,
    /// What the operator configured.
    pub settings: Arc<Settings>,
    /// What the features registered at start.
    pub registry: Arc<Registry>,
    /// Files by the hash of what they hold.
    pub files: Files,
    /// What the frame of every page says about the place.
    pub site: Arc<Site>,
    /// Hashes and checks passwords, a few at a time.
    pub hasher: Arc<Hasher>,
    /// Pages that are the same for every visitor.
    pub(crate) kept: Kept,
    /// Who asked a moment ago.
    pub(crate) known: Known,
}

impl App {
    /// The house made of these.
    pub fn of(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// The present instant, by the house's clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Who is named as the author of a change that the house makes by itself, such as a job.
    pub fn by_system(&self, what: &'static str) -> By {
        By::new(Actor::System(what), self.now())
    }

    /// Who is named as the author of a change by a visitor who has not signed in.
    pub fn by_visitor(&self) -> By {
        By::new(Actor::Visitor, self.now())
    }

    /// A path of this site as an address that works anywhere: in a QR code, a calendar, a message.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.settings.public_url.trim_end_matches('/'))
    }
}
