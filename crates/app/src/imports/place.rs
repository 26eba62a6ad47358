//! Where lists stand that come in from spreadsheets, and who may bring them: the pages are written once for all places.

use langqiao_kernel::id::{BatchId, CompetitionId};
use langqiao_platform::{
    app::App,
    fault::Fault,
    gate::{Grant, Permission},
    ui::prelude::*,
};
use serde::Deserialize;

use super::{batch::Shelf, registers::Subject};
use crate::{
    competitions::{ManageCompetitions, bring},
    units::KeepRegisters,
};

/// Where the pages of imports stand: those of an organisation's registers, or of one competition's lists.
#[derive(Clone, Debug)]
pub(super) struct At {
    /// Whose imports they are.
    pub shelf: Shelf,
    /// What is brought in.
    pub subject: Subject,
    /// Their address.
    pub base: String,
    /// Of which competition, and where it is.
    pub of: Option<(String, String)>,
}

impl At {
    /// What stands above their pages.
    pub fn title<'u>(&self, ui: &'u Ui) -> &'u str {
        match self.of {
            None => ui.t(msg::IMPORTS_TITLE),
            Some(_) => ui.t(msg::IMPORTS_LIST_TITLE),
        }
    }
}

/// What an address names besides the organisation.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Here {
    competition: Option<CompetitionId>,
}

impl Here {
    /// With a competition.
    pub fn of(competition: CompetitionId) -> Self {
        Self {
            competition: Some(competition),
        }
    }
}

/// One list, as an address names it.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct One {
    competition: Option<CompetitionId>,
    /// The list.
    pub batch: BatchId,
}

impl From<One> for Here {
    fn from(one: One) -> Self {
        Self {
            competition: one.competition,
        }
    }
}

/// A place where lists stand.
pub(super) trait Kept: Send + Sync + 'static {
    /// What one must be allowed to bring them there.
    type May: Permission;

    /// The place that an address names; what another body keeps isn't there.
    fn at(gate: &Grant<Self::May>, app: &App, here: Here) -> impl Future<Output = Result<At, Fault>> + Send;
}

/// The registers of an organisation.
pub(super) struct Registers;

impl Kept for Registers {
    type May = KeepRegisters;

    async fn at(gate: &Grant<KeepRegisters>, _: &App, _: Here) -> Result<At, Fault> {
        let org = gate.org();
        Ok(At {
            shelf: Shelf::registers(org),
            subject: Subject::Units,
            base: format!("/w/{org}/imports"),
            of: None,
        })
    }
}

/// Those who take part in a competition that the officer's organisation holds.
pub(super) struct Entries;

impl Kept for Entries {
    type May = ManageCompetitions;

    async fn at(gate: &Grant<ManageCompetitions>, app: &App, here: Here) -> Result<At, Fault> {
        let (organisation, now) = (gate.org(), app.now());
        let competition = here.competition.ok_or(Fault::NotFound)?;
        let read = app
            .db
            .read(move |tx| bring::ground(tx, Some(organisation), competition, now));
        let of = read.await?.ok_or(Fault::NotFound)?;
        let here = format!("/w/{organisation}/competitions/{competition}");
        Ok(At {
            shelf: Shelf {
                organisation,
                competition: Some(competition),
            },
            subject: if of.team { Subject::Teams } else { Subject::Entries },
            base: format!("{here}/entry-lists"),
            of: Some((of.title, format!("{here}/entries"))),
        })
    }
}
