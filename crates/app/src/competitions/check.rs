//! Whether competitions agree with themselves, for `langqiao verify`.

use langqiao_kernel::{
    draw::Drawn,
    id::{CompetitionId, StageId},
};
use langqiao_store::{ReadTx, StoreError, params};

/// How many take part is counted again; who goes on in a knock-out is who won; what was drawn follows from what was
/// promised.
pub(super) fn check(tx: &mut ReadTx<'_>) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    tx.each(
        "SELECT c.id, c.entered, (SELECT COUNT(*) FROM competition_entry e WHERE e.competition = c.id AND e.withdrawn_at IS NULL)
         FROM competition c ORDER BY c.id",
        params![],
        |row| {
            let (id, kept, counted): (CompetitionId, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            if kept != counted {
                found.push(format!("competition {id} counts {kept} entries and has {counted}"));
            }
            Ok(())
        },
    )?;
    tx.each(
        "SELECT f.competition, f.round, f.number FROM fixture f JOIN stage s ON s.id = f.stage AND s.format = 'knockout'
         JOIN fixture_result r ON r.fixture = f.id AND r.number = f.results
         JOIN fixture n ON n.stage = f.stage AND n.round = f.round + 1 AND n.number = (f.number + 1) / 2
         WHERE r.winner IS NOT NULL AND n.number <= (SELECT COUNT(*) FROM fixture o WHERE o.stage = f.stage AND o.round = f.round)
           AND NOT (COALESCE(n.home, '') = r.winner OR COALESCE(n.away, '') = r.winner)
         ORDER BY f.competition, f.round, f.number",
        params![],
        |row| {
            let (id, round, number): (CompetitionId, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
            found.push(format!("competition {id}: the winner of game {number} of round {round} is not in the next"));
            Ok(())
        },
    )?;
    tx.each(
        "SELECT id, commitment, drawn FROM stage WHERE drawn IS NOT NULL ORDER BY id",
        params![],
        |row| {
            let (id, commitment): (StageId, String) = (row.get(0)?, row.get(1)?);
            let drawn: Drawn = serde_json::from_str(row.text(2)?)?;
            if drawn.verify().is_err() || drawn.commitment != commitment || drawn.activity != id.to_text() {
                found.push(format!(
                    "the order of stage {id} is not the one that was promised"
                ));
            }
            Ok(())
        },
    )?;
    Ok(found)
}
