//! What is known of units is corrected, for many at once.

use std::collections::{BTreeSet, HashMap};

use jiff::civil::Date;
use langqiao_kernel::{
    id::{AreaId, BatchId, UnitId},
    text::name_key,
};
use langqiao_platform::{fault::Fault, refuse_with};
use langqiao_store::{Event, StoreError, WriteTx, params};

use super::{
    count::{self, CountError},
    create::{CreateError, pick},
    model::{Headcount, UnitKind},
};
use crate::{
    areas::{Directory, Point, layout},
    coverage,
};

/// What is to be known of a unit from now on; what is `None` stays as it is.
#[derive(Clone, Debug)]
pub struct Amendment {
    /// Which unit.
    pub unit: UnitId,
    /// Its name.
    pub name: Option<String>,
    /// What kind of unit.
    pub kind: Option<UnitKind>,
    /// The village or community it stands in.
    pub area: Option<AreaId>,
    /// Its unified social credit code, checked or with a reason.
    pub uscc: Option<String>,
    /// Why the code is kept although its check digit is wrong.
    pub uscc_reason: Option<String>,
    /// Whom to ask, sealed.
    pub contact_sealed: Option<Vec<u8>>,
    /// Their telephone, sealed.
    pub phone_sealed: Option<Vec<u8>>,
    /// When it was founded.
    pub founded: Option<Date>,
}

/// Why units can't be corrected.
#[derive(Debug, thiserror::Error)]
pub enum AmendError {
    /// A new name, code or place can't be kept.
    #[error(transparent)]
    Unit(CreateError),
    /// A new count can't be kept.
    #[error(transparent)]
    Count(#[from] CountError),
}

impl From<StoreError> for AmendError {
    fn from(error: StoreError) -> Self {
        Self::Unit(error.into())
    }
}

impl AmendError {
    fn into_fault(self) -> Fault {
        match self {
            Self::Unit(error) => error.into(),
            Self::Count(error) => error.into(),
        }
    }
}
refuse_with!(AmendError);

/// Corrects units and keeps new counts of their people from a day on, all or nothing, with one event.
///
/// # Errors
/// As [`AmendError`] says.
pub fn amend_many(
    tx: &mut WriteTx,
    batch: Option<BatchId>,
    amendments: &[Amendment],
    counts: &[(UnitId, Headcount)],
    from: Date,
) -> Result<(), AmendError> {
    let ids: BTreeSet<UnitId> = amendments
        .iter()
        .map(|new| new.unit)
        .chain(counts.iter().map(|(unit, _)| *unit))
        .collect();
    let Some(first) = ids.first() else { return Ok(()) };
    let mut places = Places::default();
    for new in amendments {
        amend(tx, new, &mut places)?;
    }
    for (unit, people) in counts {
        count::set(tx, *unit, from, *people)?;
    }
    let subject = batch.map_or_else(|| first.to_text(), |batch| batch.to_text());
    let detail = serde_json::json!({ "units": ids, "amended": amendments.len(), "counted": counts.len(), "from": from });
    tx.record(
        Event::of("units.amended", &subject)
            .kind("import")
            .detail(&detail),
    )?;
    coverage::refresh_units(tx, &Vec::from_iter(ids))?;
    Ok(())
}

/// Where villages stand, read once if a unit moves at all.
#[derive(Default)]
struct Places(Option<HashMap<AreaId, Point>>);

impl Places {
    fn of(&mut self, tx: &mut WriteTx, area: AreaId) -> Result<Point, AmendError> {
        if self.0.is_none() {
            self.0 = Some(
                Directory::load(tx)?
                    .all()
                    .iter()
                    .map(|area| (area.id, area.at))
                    .collect(),
            );
        }
        let known = self.0.as_ref().and_then(|places| places.get(&area));
        known.copied().ok_or(AmendError::Unit(CreateError::Area))
    }
}

fn amend(tx: &mut WriteTx, new: &Amendment, places: &mut Places) -> Result<(), AmendError> {
    let key = new.name.as_deref().map(name_key);
    tx.execute(
        "UPDATE unit SET name = COALESCE(?2, name), name_key = COALESCE(?3, name_key), kind = COALESCE(?4, kind),
           uscc = COALESCE(?5, uscc), uscc_reason = COALESCE(?6, uscc_reason),
           contact_sealed = COALESCE(?7, contact_sealed), phone_sealed = COALESCE(?8, phone_sealed),
           founded = COALESCE(?9, founded)
         WHERE id = ?1",
        params![
            new.unit,
            new.name,
            key,
            new.kind,
            new.uscc,
            new.uscc_reason,
            new.contact_sealed,
            new.phone_sealed,
            new.founded
        ],
    )?;
    if let Some(area) = new.area {
        let sql = "SELECT name_key FROM unit WHERE id = ?1";
        let key = tx
            .one(sql, params![new.unit], |row| row.get::<String>(0))?
            .unwrap_or_default();
        let at = layout::unit(places.of(tx, area)?, pick(&key));
        tx.execute(
            "UPDATE unit SET area = ?2, x = ?3, y = ?4 WHERE id = ?1",
            params![new.unit, area, at.x, at.y],
        )?;
    }
    Ok(())
}
