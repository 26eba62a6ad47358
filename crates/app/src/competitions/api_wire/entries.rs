//! Who takes part.

use langqiao_kernel::codes::Phone;
use langqiao_platform::{fields::FieldErrors, i18n::msg, not_done::NotDone};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::{
    correct::Correction,
    enter::{Member, NewEntry},
};
use crate::coverage::Line;

/// Somebody to be named in an entry, or as a judge.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct PersonWish {
    /// The name in full.
    name: String,
    /// Their own mobile number: who has it already is taken for them.
    phone: Option<String>,
}

impl PersonWish {
    pub(in super::super) fn member(self, field: &str) -> Result<Member, NotDone> {
        let phone = self.phone.as_deref().map(Phone::parse).transpose();
        let phone = phone.map_err(|_| {
            let mut errors = FieldErrors::new();
            errors.add(field, msg::COMPETITION_PHONE_WRONG);
            NotDone::Fields(errors)
        })?;
        Ok(Member::Named {
            name: self.name,
            phone,
        })
    }
}

/// An entry to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct EntryWish {
    /// The team's name; nothing for a single person.
    #[serde(default)]
    name: String,
    /// The firm or village.
    unit: String,
    /// Its line.
    #[schema(value_type = Option<String>)]
    line: Option<Line>,
    /// Its place among the seeds.
    seed: Option<i64>,
    /// Who speaks for it.
    contact: Option<PersonWish>,
    /// Who takes part. Of an own entry to a contest of single people: nobody, it is the caller.
    #[serde(default)]
    members: Vec<PersonWish>,
}

impl EntryWish {
    /// The command; with `own` the caller speaks for the entry.
    pub(in super::super) fn command(
        self,
        own: Option<langqiao_kernel::id::PersonId>,
        team: bool,
    ) -> Result<NewEntry, NotDone> {
        let members: Result<Vec<Member>, NotDone> = self
            .members
            .into_iter()
            .map(|member| member.member("members"))
            .collect();
        let contact = match (own, self.contact) {
            (Some(own), _) => Some(Member::Known(own)),
            (None, Some(contact)) => Some(contact.member("contact")?),
            (None, None) => None,
        };
        let members = match own {
            Some(own) if !team => vec![Member::Known(own)],
            _ => members?,
        };
        Ok(NewEntry {
            name: self.name,
            unit_name: self.unit,
            line: self.line,
            seed: self.seed.filter(|_| own.is_none()),
            contact,
            members,
        })
    }
}

/// An entry as it should be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in super::super) struct CorrectionWish {
    /// The version that was seen.
    version: i64,
    /// The team's name; nothing for a single person.
    #[serde(default)]
    name: String,
    /// The firm or village.
    unit: String,
    /// Its line.
    #[schema(value_type = Option<String>)]
    line: Option<Line>,
    /// Its place among the seeds; only offices say it.
    seed: Option<i64>,
    /// Which of its people stay, by their places from 1; all, if left out.
    keep: Option<Vec<i64>>,
    /// Who comes to it.
    #[serde(default)]
    members: Vec<PersonWish>,
}

impl CorrectionWish {
    pub(in super::super) fn command(self) -> Result<Correction, NotDone> {
        let members: Result<Vec<Member>, NotDone> = self
            .members
            .into_iter()
            .map(|member| member.member("members"))
            .collect();
        Ok(Correction {
            version: self.version,
            entry: NewEntry {
                name: self.name,
                unit_name: self.unit,
                line: self.line,
                seed: self.seed,
                contact: None,
                members: members?,
            },
            keep: self.keep,
        })
    }
}
