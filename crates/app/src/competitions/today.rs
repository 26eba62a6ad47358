//! What of competitions waits for an officer: protests without an answer, and those that were right while the result is still
//! the old one.

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
        "SELECT c.id, c.title, COUNT(*), MIN(p.made_at), CAST(SUM(CASE WHEN p.upheld IS NULL THEN 1 ELSE 0 END) AS BIGINT)
         FROM protest p JOIN competition c ON c.id = p.competition
         JOIN cohost h ON h.activity = c.activity AND h.organisation = ?1 AND h.status = 'accepted'
         WHERE p.upheld IS NULL OR (p.upheld = 1 AND p.settled_at IS NULL) GROUP BY c.id, c.title ORDER BY MIN(p.made_at) LIMIT 10",
        params![ask.org],
        |row| {
            let (id, title, open): (CompetitionId, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let (since, waiting): (Timestamp, i64) = (row.get(3)?, row.get(4)?);
            let said = [
                (msg::COMPETITION_PROTESTS_WAIT, waiting),
                (msg::COMPETITION_PROTESTS_UNSETTLED, open - waiting),
            ];
            let said = said.into_iter().filter(|(_, n)| *n > 0);
            Ok(TodayItem {
                due: Some(since),
                title,
                detail: said.map(|(word, n)| ui.tf(word, args! { n = n })).collect::<Vec<_>>().join(" "),
                href: format!("/w/{}/competitions/{id}/protests", ask.org),
                action: if waiting > 0 { msg::COMPETITION_ANSWER } else { msg::COMPETITION_PROTEST_TO_CORRECT },
            })
        },
    )
}
