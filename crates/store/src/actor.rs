//! Who acts, and when.

use std::sync::Arc;

use jiff::Timestamp;
use langqiao_kernel::clock::Clock;
use langqiao_kernel::id::{PersonId, TokenId};

use crate::Once;

/// On whose behalf something is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in person.
    Person(PersonId),
    /// The program itself: the name of a job, an import, a command.
    System(&'static str),
    /// A program that a person gave a token to.
    Token {
        /// Whose token it is.
        person: PersonId,
        /// Which token.
        token: TokenId,
    },
    /// Someone who has not signed in.
    Visitor,
}

impl Actor {
    /// The word for this kind of actor in the event log.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::System(_) => "system",
            Self::Token { .. } => "token",
            Self::Visitor => "visitor",
        }
    }

    /// The person behind it, if one is known.
    pub fn person(&self) -> Option<PersonId> {
        match *self {
            Self::Person(person) | Self::Token { person, .. } => Some(person),
            Self::System(_) | Self::Visitor => None,
        }
    }
}

/// Who acts, when, and in answer to which request: goes with every write and into each of its events.
#[derive(Clone, Debug)]
pub struct By {
    /// On whose behalf.
    pub actor: Actor,
    /// The instant that counts for the whole transaction.
    pub at: Timestamp,
    /// The id of the request, as in the logs.
    pub request: Option<Arc<str>>,
    /// The key that lets the request be sent twice and be carried out once.
    pub once: Option<Once>,
}

impl By {
    /// An act of `actor` at `at`, outside of any request.
    pub fn new(actor: Actor, at: Timestamp) -> Self {
        Self {
            actor,
            at,
            request: None,
            once: None,
        }
    }

    /// An act of the program's part `name`, now.
    pub fn system(name: &'static str, clock: &Clock) -> Self {
        Self::new(Actor::System(name), clock.now())
    }
}
