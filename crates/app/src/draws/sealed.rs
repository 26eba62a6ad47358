//! What the sealed log keeps of a draw, and what a document has to agree with.

use std::collections::BTreeMap;

use langqiao_kernel::{draw::Drawn, id::ActivityId};
use langqiao_store::{ReadTx, StoreError, params};
use serde::{Deserialize, Serialize};

/// What was recorded when places were drawn. The log is sealed: nobody exchanges it unseen.
#[derive(Serialize, Deserialize)]
pub(super) struct Sealed {
    parties: usize,
    seated: usize,
    commitment: String,
    list: String,
    /// How many places there were; older records don't have it.
    #[serde(default)]
    capacity: Option<i64>,
    /// The fingerprint of the whole document; older records don't have it.
    #[serde(default)]
    document: Option<String>,
}

/// In what a document differs from another, or from what was recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Differs {
    /// Somebody is missing from the list, was added to it, or was changed.
    List,
    /// There were more or fewer places.
    Capacity,
    /// More or fewer have places.
    Seated,
    /// Others were passed over.
    PassedOver,
    /// Something else.
    Other,
}

impl Differs {
    /// In English, for whoever runs the house.
    pub(super) fn told(self) -> &'static str {
        match self {
            Self::List => "the list of entries",
            Self::Capacity => "the number of places",
            Self::Seated => "the number of parties with places",
            Self::PassedOver => "who was passed over",
            Self::Other => "the document",
        }
    }
}

impl Sealed {
    /// What is recorded of a draw.
    pub(super) fn of(drawn: &Drawn) -> Self {
        Self {
            parties: drawn.order.len(),
            seated: drawn.seated,
            commitment: drawn.commitment.clone(),
            list: drawn.list.clone(),
            capacity: Some(drawn.capacity),
            document: Some(drawn.fingerprint()),
        }
    }

    /// In what a document that agrees with itself is not what was recorded.
    pub(super) fn differs(&self, drawn: &Drawn) -> Option<Differs> {
        if self.list != drawn.list || self.parties != drawn.order.len() {
            return Some(Differs::List);
        }
        if self.capacity.is_some_and(|capacity| capacity != drawn.capacity) {
            return Some(Differs::Capacity);
        }
        if self.seated != drawn.seated {
            return Some(Differs::Seated);
        }
        let whole = self
            .document
            .as_ref()
            .is_none_or(|hash| *hash == drawn.fingerprint());
        (!whole || self.commitment != drawn.commitment).then_some(Differs::Other)
    }
}

/// In what a document that agrees with itself is not the one that was published.
pub(super) fn differ(mine: &Drawn, published: &Drawn) -> Option<Differs> {
    if mine.fingerprint() == published.fingerprint() {
        return None;
    }
    Some(if mine.list != published.list {
        Differs::List
    } else if mine.capacity != published.capacity {
        Differs::Capacity
    } else if mine.passed_over != published.passed_over {
        Differs::PassedOver
    } else if mine.seated != published.seated {
        Differs::Seated
    } else {
        Differs::Other
    })
}

/// What was recorded of an activity's draw, when it was made: what anybody adds to the log later changes nothing.
pub(super) fn recorded(tx: &mut ReadTx<'_>, activity: ActivityId) -> Result<Option<Sealed>, StoreError> {
    let detail = tx.one(
        "SELECT detail FROM event WHERE subject = ?1 AND act = 'activity.allotted' AND detail IS NOT NULL ORDER BY seq LIMIT 1",
        params![activity],
        |row| row.get::<String>(0),
    )?;
    Ok(detail.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Whether those who signed up have the numbers, sizes and places that the document says.
pub(super) fn stands(tx: &mut ReadTx<'_>, activity: ActivityId, drawn: &Drawn) -> Result<bool, StoreError> {
    let mut said: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    let sizes: BTreeMap<i64, i64> = drawn.entries.iter().map(|one| (one.number, one.people)).collect();
    let mut in_order = drawn.in_line();
    let behind = drawn
        .order
        .iter()
        .filter(|number| drawn.passed_over.iter().any(|one| one.number == **number));
    in_order.extend(behind);
    for (rank, number) in (1..).zip(in_order) {
        said.insert(number, (sizes.get(&number).copied().unwrap_or_default(), rank));
    }
    let kept = tx.all(
        "SELECT entry, COUNT(*), MIN(number) FROM signup
         WHERE activity = ?1 AND role = 'attendee' AND entry IS NOT NULL GROUP BY entry ORDER BY entry",
        params![activity],
        |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))),
    )?;
    Ok(kept.into_iter().collect::<BTreeMap<i64, (i64, i64)>>() == said)
}
