//! What of competitions waits for an officer: protests without an answer.

use jiff::Timestamp;
use langqiao_kernel::id::CompetitionId;
use langqiao_platform::{
    feature::{TodayAsk, TodayItem},
    gate::Permission,
    ui::prelude::*,
};
use langqiao_store::{ReadTx, StoreError, params};

use super::ManageCompetitions;

/// The competitions with protests that wait, those of the longest wait first.
pub(super) fn today(tx: &mut ReadTx, ui: &Ui, ask: &TodayAsk) -> Result<Vec<TodayItem>, StoreError> {
    if !ask.roles.iter().any(|role| role.gives(ManageCompetitions::NAME)) {
        return Ok(Vec::new());
    }
    tx.all(
        "SELECT c.id, c.title, COUNT(*), MIN(p.made_at) FROM protest p JOIN competition c ON c.id = p.competition
         JOIN cohost h ON h.activity = c.activity AND h.organisation = ?1 AND h.status = 'accepted'
         WHERE p.upheld IS NULL GROUP BY c.id, c.title ORDER BY MIN(p.made_at) LIMIT 10",
        params![ask.org],
        |row| {
            let (id, title, waiting): (CompetitionId, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let since: Timestamp = row.get(3)?;
            Ok(TodayItem {
                due: Some(since),
                title,
                detail: ui.tf(msg::COMPETITION_PROTESTS_WAIT, args! { n = waiting }),
                href: format!("/w/{}/competitions/{id}/protests", ask.org),
                action: msg::COMPETITION_ANSWER,
            })
        },
    )
}
