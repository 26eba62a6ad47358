//! The event log: what each commit says about itself.

use std::fmt::Display;

use jiff::Timestamp;
use langqiao_kernel::id::OrganisationId;
use serde::{Deserialize, Serialize};

use crate::{Actor, Param, Row, StoreError, WriteTx, params};

/// One act, to be recorded with the change it tells of by [`WriteTx::record`]. Who, when and in which request
/// are those of the transaction.
///
/// Events are kept for years and can't be edited: name things by their ids and leave personal data out.
#[derive(Debug)]
pub struct Event {
    act: &'static str,
    subject_kind: &'static str,
    subject: String,
    org: Option<OrganisationId>,
    detail: Option<serde_json::Result<String>>,
}

impl Event {
    /// The act `act`, named `kind.verb` in the past tense (`activity.published`), upon `subject`, whose kind is
    /// the word before the dot unless [`kind`](Self::kind) says otherwise.
    pub fn of(act: &'static str, subject: &impl Display) -> Self {
        let subject_kind = act.split_once('.').map_or(act, |(kind, _)| kind);
        Self {
            act,
            subject_kind,
            subject: subject.to_string(),
            org: None,
            detail: None,
        }
    }

    /// The kind of thing that the subject is.
    #[must_use]
    pub fn kind(self, kind: &'static str) -> Self {
        Self {
            subject_kind: kind,
            ..self
        }
    }

    /// The organisation in which it happened.
    #[must_use]
    pub fn org(self, org: OrganisationId) -> Self {
        Self {
            org: Some(org),
            ..self
        }
    }

    /// What else is to be known, as JSON.
    #[must_use]
    pub fn detail(self, detail: &impl Serialize) -> Self {
        Self {
            detail: Some(serde_json::to_string(detail)),
            ..self
        }
    }

    pub(crate) fn insert(self, tx: &mut WriteTx<'_>) -> Result<(), StoreError> {
        let detail = self.detail.transpose()?;
        let by = tx.by().clone();
        let (actor, token): (&dyn Param, _) = match &by.actor {
            Actor::Person(person) => (person, None),
            Actor::Token { person, token } => (person, Some(token)),
            Actor::System(name) => (name, None),
            Actor::Visitor => (&None::<i64>, None),
        };
        tx.execute(
            "INSERT INTO event (at, actor_kind, actor, token, act, subject_kind, subject, org, request, detail)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            params![
                by.at,
                by.actor.kind(),
                actor,
                token,
                self.act,
                self.subject_kind,
                self.subject,
                self.org,
                by.request,
                detail
            ],
        )?;
        Ok(())
    }
}

/// An event as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventRow {
    /// Its number.
    pub seq: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// `person`, `system`, `token` or `visitor`.
    pub actor_kind: String,
    /// The person's id or the system part's name.
    pub actor: Option<String>,
    /// The token's id.
    pub token: Option<String>,
    /// What was done.
    pub act: String,
    /// What kind of thing it was done to.
    pub subject_kind: String,
    /// To which one.
    pub subject: String,
    /// In which organisation.
    pub org: Option<String>,
    /// In answer to which request.
    pub request: Option<String>,
    /// What else is known, as JSON.
    pub detail: Option<String>,
}

impl EventRow {
    /// Reads a row of `SELECT seq, at, actor_kind, actor, token, act, subject_kind, subject, org, request, detail`.
    ///
    /// # Errors
    /// When the columns are others.
    pub fn read(row: &Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.get(0)?,
            at: row.get(1)?,
            actor_kind: row.get(2)?,
            actor: row.get(3)?,
            token: row.get(4)?,
            act: row.get(5)?,
            subject_kind: row.get(6)?,
            subject: row.get(7)?,
            org: row.get(8)?,
            request: row.get(9)?,
            detail: row.get(10)?,
        })
    }

    /// When it happened.
    ///
    /// # Errors
    /// When the log holds no time that exists.
    pub fn at(&self) -> Result<Timestamp, StoreError> {
        Timestamp::from_millisecond(self.at).map_err(|error| StoreError::Column {
            column: "at".into(),
            why: error.to_string(),
        })
    }
}
