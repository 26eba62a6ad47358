//! Every result that a game was ever given: nothing is overwritten.

use jiff::Timestamp;
use langqiao_kernel::id::{EntryId, FixtureId};
use langqiao_store::{ReadTx, StoreError, params};

use super::model::Way;

/// A result that was given.
#[derive(Clone, Debug)]
pub(super) struct Given {
    pub way: Way,
    pub home_score: i64,
    pub away_score: i64,
    pub winner: Option<EntryId>,
    pub reason: String,
    /// Who gave it, as shown.
    pub by: String,
    pub at: Timestamp,
}

/// The results of a game, the last first.
pub(super) fn of_fixture(tx: &mut ReadTx<'_>, fixture: FixtureId) -> Result<Vec<Given>, StoreError> {
    tx.all(
        "SELECT r.way, r.home_score, r.away_score, r.winner, r.reason, p.name_masked, r.given_at
         FROM fixture_result r LEFT JOIN person p ON p.id = r.given_by WHERE r.fixture = ?1 ORDER BY r.number DESC",
        params![fixture],
        |row| {
            Ok(Given {
                way: row.get(0)?,
                home_score: row.get(1)?,
                away_score: row.get(2)?,
                winner: row.get(3)?,
                reason: row.get(4)?,
                by: row.get::<Option<String>>(5)?.unwrap_or_default(),
                at: row.get(6)?,
            })
        },
    )
}
