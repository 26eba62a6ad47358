//! What every handler and job has at hand.

use std::sync::Arc;

use jiff::Timestamp;
use langqiao_kernel::clock::Clock;
use langqiao_store::{Actor, By, Db};

use crate::{keys::Keys, settings::Settings};

/// The running house: the database, the clock, the keys and the settings. Cheap to clone; it is axum's state.
#[derive(Clone)]
pub struct App {
    /// The one database.
    pub db: Db,
    /// The only source of "now".
    pub clock: Clock,
    /// Keys for protected fields, blind indexes, CSRF and seals; kept outside the database.
    pub keys: Arc<Keys>,
    /// What the operator configured.
    pub settings: Arc<Settings>,
}

impl App {
    /// The present instant, by the house's clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Who is named as the author of a change that the house makes by itself, such as a job.
    pub fn by_system(&self, what: &'static str) -> By {
        By { actor: Actor::System(what), at: self.now(), request: None, once: None }
    }

    /// Who is named as the author of a change by a visitor who has not signed in.
    pub fn by_visitor(&self) -> By {
        By { actor: Actor::Visitor, at: self.now(), request: None, once: None }
    }
}
