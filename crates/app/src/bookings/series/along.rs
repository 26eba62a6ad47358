//! Whether what a series takes along is there on each of its dates.

use jiff::Timestamp;
use langqiao_kernel::id::{EquipmentId, VenueId};
use langqiao_platform::i18n::Sentence;
use langqiao_store::{ReadTx, StoreError};

use super::super::{
    lending::{lend::peak, queries as lending},
    say,
};

/// A kind of equipment of which there isn't enough at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Short {
    /// Which.
    pub id: EquipmentId,
    /// Its name.
    pub name: String,
    /// How many are free all that time.
    pub free: i64,
    /// Whether there are so many at all, so that the rest can be waited for.
    pub can_come: bool,
}

impl Short {
    /// What is said of it.
    pub fn sentence(&self) -> Sentence {
        say::short(&self.name, self.free)
    }
}

/// What a series takes along, with all that is lent of it while the series lasts: read once, however many dates there are.
#[derive(Debug)]
pub(super) struct Along {
    /// Whose equipment it is.
    pub venue: VenueId,
    kinds: Vec<Kind>,
}

#[derive(Debug)]
struct Kind {
    id: EquipmentId,
    name: String,
    all: i64,
    wanted: i64,
    lent: Vec<lending::Lent>,
}

impl Along {
    pub fn read(
        tx: &mut ReadTx,
        (venue, wanted): (VenueId, &[(EquipmentId, i64)]),
        (span, now): ((Timestamp, Timestamp), Timestamp),
    ) -> Result<Self, StoreError> {
        let mut kinds = Vec::new();
        let kept = if wanted.is_empty() {
            Vec::new()
        } else {
            lending::of_venue(tx, venue)?
        };
        // What the venue doesn't have is refused when it is booked, at its own field.
        for one in kept {
            if let Some((id, pieces)) = wanted.iter().find(|(id, _)| *id == one.id) {
                kinds.push(Kind {
                    id: *id,
                    name: one.name,
                    all: one.pieces,
                    wanted: *pieces,
                    lent: lending::lent(tx, *id, span, (None, now))?,
                });
            }
        }
        Ok(Self { venue, kinds })
    }

    /// What there isn't enough of in a stretch of time.
    pub fn short(&self, held: (Timestamp, Timestamp)) -> Vec<Short> {
        let free = |kind: &Kind| (kind.all - peak(&kind.lent, held)).max(0);
        let short = self.kinds.iter().filter(|kind| kind.wanted > free(kind));
        short
            .map(|kind| Short {
                id: kind.id,
                name: kind.name.clone(),
                free: free(kind),
                can_come: kind.wanted <= kind.all,
            })
            .collect()
    }

    /// All of it: at another venue there is none of this one's.
    pub fn none_of(&self) -> Vec<Short> {
        let none = |kind: &Kind| Short {
            id: kind.id,
            name: kind.name.clone(),
            free: 0,
            can_come: false,
        };
        self.kinds.iter().map(none).collect()
    }
}
