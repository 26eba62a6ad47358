//! Whether rounds agree with themselves, for `langqiao verify`.

use langqiao_kernel::id::RoundId;
use langqiao_store::{ReadTx, StoreError, params};

use super::{
    publish::{self, PublishedRound},
    queries,
    whole::Whole,
};

/// What was published last is what the marks and changes come to.
pub(super) fn check(tx: &mut ReadTx<'_>) -> Result<Vec<String>, StoreError> {
    let rounds: Vec<RoundId> = tx.all(
        "SELECT id FROM panel_round WHERE published_at IS NOT NULL ORDER BY id",
        params![],
        |row| row.get(0),
    )?;
    let mut found = Vec::new();
    for id in rounds {
        let (Some(round), Some((kept, editions))) = (queries::round(tx, id)?, publish::published(tx, id)?)
        else {
            found.push(format!("round {id} is public and has no edition"));
            continue;
        };
        if editions.len() as i64 != round.editions {
            found.push(format!(
                "round {id} counts {} editions and has {}",
                round.editions,
                editions.len()
            ));
        }
        let counted = PublishedRound::of(&Whole::read(tx, round)?);
        for (kept, counted) in kept.venues.iter().zip(&counted.venues) {
            let same = kept.venue == counted.venue
                && kept.whole == counted.whole
                && kept.items == counted.items
                && (kept.place, kept.place_on_route) == (counted.place, counted.place_on_route);
            if !same {
                found.push(format!(
                    "round {id}: what is public of venue {} is not what its marks come to",
                    kept.venue
                ));
            }
        }
        if kept.venues.len() != counted.venues.len() {
            found.push(format!("round {id} has other venues than are public"));
        }
    }
    Ok(found)
}
