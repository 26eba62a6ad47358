//! Who asked a moment ago, for as long as nothing is changed (`docs/decisions/0018-who-asks-is-kept.md`).
//!
//! At a door and in an office one person asks many times a second. Who they are and what they may do is found once
//! for as long as the database is the same ([`langqiao_store::Db::version`]) and the second too, since sessions and
//! posts end with time. It is asked of the database at each request, so a right that was taken away is gone at once.

use std::{collections::HashMap, sync::Arc};

use langqiao_kernel::id::OrganisationId;
use parking_lot::Mutex;

use super::{Credential, Identity, Standing};
use crate::app::App;

/// How many are remembered; then all are forgotten.
const MOST: usize = 512;

/// What somebody shows, and over which organisation they ask for something.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Asker {
    by_token: bool,
    /// What is stored of what they show.
    pub(super) hash: String,
    organisation: Option<OrganisationId>,
}

impl Asker {
    pub(super) fn new(app: &App, credential: &Credential, organisation: Option<OrganisationId>) -> Self {
        let (by_token, shown) = match credential {
            Credential::Session(token) => (false, token),
            Credential::Token(token) => (true, token),
        };
        Self {
            by_token,
            hash: app.keys.token_hash(shown),
            organisation,
        }
    }
}

/// Who it is, and what their posts give them there.
#[derive(Clone)]
pub(super) struct Who {
    pub(super) identity: Arc<Identity>,
    pub(super) standing: Standing,
}

/// What was true when somebody was found.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct State {
    version: i64,
    second: i64,
}

/// What there is of somebody who asks.
pub(super) enum Look {
    /// Who it is.
    Known(Who),
    /// They have to be found, and can be [kept](Known::keep) as of this state if there is one.
    Find(Option<State>),
}

/// Those who asked. Of whoever asks for the first time only that is kept: most come once in a while.
#[derive(Default)]
pub(crate) struct Known(Mutex<HashMap<Asker, Option<(State, Who)>>>);

impl Known {
    /// Looks for somebody.
    pub(super) fn look(&self, app: &App, asker: &Asker) -> Look {
        if app.db.on_pg() {
            return Look::Find(None);
        }
        let mut known = self.0.lock();
        let Some(found) = known.get(asker) else {
            if known.len() == MOST {
                known.clear();
            }
            known.insert(asker.clone(), None);
            return Look::Find(None);
        };
        // A database that can't be asked for its version will tell who finds them why.
        let Ok(Some(version)) = app.db.version() else {
            return Look::Find(None);
        };
        let second = app.now().as_second();
        let state = State { version, second };
        match found {
            Some((of, who)) if *of == state => Look::Known(who.clone()),
            _ => Look::Find(Some(state)),
        }
    }

    /// Keeps who somebody is, as read after the state was.
    pub(super) fn keep(&self, asker: Asker, state: State, who: Who) {
        self.0.lock().insert(asker, Some((state, who)));
    }
}
