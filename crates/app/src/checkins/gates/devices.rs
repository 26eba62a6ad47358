//! The phones at the gates: an officer registers one, whoever stands there takes it over, and it can be revoked.

use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, GateId, OrganisationId, PersonId},
    text::{clip, line},
};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx, params};
use serde_json::json;

use super::super::{
    model::Direction,
    queries::{self as checkin, Door, OfCourse},
};

/// The longest name of a gate, in characters.
pub const NAME_MAX: usize = 30;

/// A phone at a gate.
#[derive(Clone, Debug)]
pub struct Gate {
    /// Which.
    pub id: GateId,
    /// The activity at which alone it may stand; `None` for all that the organisation holds.
    pub activity: Option<ActivityId>,
    /// What it is called: 东门.
    pub name: String,
    /// Which way people go past it.
    pub direction: Direction,
    /// When a phone took it over.
    pub claimed: Option<Timestamp>,
    /// Who holds that phone, as shown.
    pub holder: Option<String>,
    /// When it last spoke to us.
    pub seen: Option<Timestamp>,
    /// How many scans it still had to bring, as it last told.
    pub queued: Option<i64>,
    /// By how many milliseconds its clock was ahead of ours, when it last told.
    pub ahead: Option<i64>,
    /// When its key was taken back.
    pub revoked: Option<Timestamp>,
}

/// A gate to be registered.
#[derive(Clone, Debug)]
pub struct NewGate {
    /// What it is called.
    pub name: String,
    /// Which way people go past it.
    pub direction: Direction,
    /// Whether it may stand at all of the organisation's activities rather than at this one only.
    pub everywhere: bool,
}

/// Why a gate was not registered, taken over or revoked.
#[derive(Debug, thiserror::Error)]
pub enum DeviceError {
    /// No such activity or gate in the organisation's reach.
    #[error("no such gate")]
    NotFound,
    /// It has no name.
    #[error("no name")]
    NoName,
    /// Another gate has this name.
    #[error("the name is taken")]
    NameTaken,
    /// A phone took it over before.
    #[error("taken over before")]
    Claimed,
    /// Its key was taken back.
    #[error("revoked")]
    Revoked,
    /// No phone has taken it over.
    #[error("not taken over yet")]
    Unclaimed,
    /// It is a course.
    #[error(transparent)]
    OfCourse(#[from] OfCourse),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl DeviceError {
    /// The sentence for it; `None` for what is no rule's refusal.
    pub fn refusal(&self) -> Option<Refusal> {
        Some(match self {
            Self::NotFound | Self::Store(_) => return None,
            Self::OfCourse(why) => why.refusal(),
            Self::NoName => Refusal::invalid("gate-name", msg::GATE_NAME_MISSING),
            Self::NameTaken => Refusal::conflict("gate-name-taken", msg::GATE_NAME_TAKEN),
            Self::Claimed => Refusal::conflict("gate-claimed", msg::GATE_CLAIMED_BEFORE),
            Self::Revoked => Refusal::conflict("gate-revoked", msg::GATE_REVOKED),
            Self::Unclaimed => Refusal::conflict("gate-unclaimed", msg::GATE_UNCLAIMED),
        })
    }

    fn into_fault(self) -> Fault {
        match (self.refusal(), self) {
            (Some(refusal), _) => refusal.into(),
            (None, Self::Store(error)) => error.into(),
            (None, _) => Fault::NotFound,
        }
    }
}
refuse_with!(DeviceError);

/// The activity at whose door a gate of the organisation may stand.
pub(super) fn door(
    tx: &mut ReadTx,
    org: OrganisationId,
    activity: ActivityId,
) -> Result<Option<Door>, StoreError> {
    Ok(checkin::look(tx, org, activity, None)?.map(|(door, _)| door))
}

const GATE: &str = "SELECT g.id, g.activity, g.name, g.direction, g.claimed_at, p.name_masked, g.seen_at, g.queued, g.ahead, g.revoked_at
     FROM gate g LEFT JOIN person p ON p.id = g.claimed_by
     WHERE g.organisation = ?1 AND (g.activity IS NULL OR g.activity = ?2) AND (CAST(?3 AS TEXT) IS NULL OR g.id = ?3)
     ORDER BY CASE WHEN g.revoked_at IS NULL THEN 0 ELSE 1 END, g.id";

/// The organisation's gates that may stand at this activity, those revoked last; or one of them.
pub(super) fn gates(
    tx: &mut ReadTx,
    org: OrganisationId,
    activity: ActivityId,
    one: Option<GateId>,
) -> Result<Vec<Gate>, StoreError> {
    tx.all(GATE, params![org, activity, one], |row| {
        Ok(Gate {
            id: row.get(0)?,
            activity: row.get(1)?,
            name: row.get(2)?,
            direction: row.get(3)?,
            claimed: row.get(4)?,
            holder: row.get(5)?,
            seen: row.get(6)?,
            queued: row.get(7)?,
            ahead: row.get(8)?,
            revoked: row.get(9)?,
        })
    })
}

/// The gate, standing at the activity's door.
///
/// # Errors
/// [`DeviceError::NotFound`] when there is none in the organisation's reach.
pub(super) fn standing(
    tx: &mut ReadTx,
    org: OrganisationId,
    (activity, gate): (ActivityId, GateId),
) -> Result<(Door, Gate), DeviceError> {
    let door = door(tx, org, activity)?
        .ok_or(DeviceError::NotFound)?
        .of_one_day()?;
    let gate = gates(tx, org, activity, Some(gate))?
        .pop()
        .ok_or(DeviceError::NotFound)?;
    Ok((door, gate))
}

/// Registers a gate, for a phone to take over.
///
/// # Errors
/// See [`DeviceError`].
pub fn register(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    activity: ActivityId,
    new: &NewGate,
) -> Result<GateId, DeviceError> {
    door(tx, org, activity)?
        .ok_or(DeviceError::NotFound)?
        .of_one_day()?;
    let name = clip(&line(&new.name), NAME_MAX);
    if name.is_empty() {
        return Err(DeviceError::NoName);
    }
    let (id, only) = (GateId::generate(), (!new.everywhere).then_some(activity));
    let taken = tx.execute(
        "INSERT INTO gate (id, organisation, activity, name, direction, registered_by, registered_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
         ON CONFLICT (organisation, (COALESCE(activity, '')), name) WHERE revoked_at IS NULL DO NOTHING",
        params![id, org, only, name, new.direction, person, tx.now()],
    )?;
    if taken == 0 {
        return Err(DeviceError::NameTaken);
    }
    let detail = json!({ "activity": activity, "everywhere": new.everywhere });
    tx.record(Event::of("gate.registered", &id).org(org).detail(&detail))?;
    Ok(id)
}

/// A phone takes a gate over: once, so that no two phones number their scans as the same device. The key that it
/// gets is [`Keys::gate_key`](langqiao_platform::keys::Keys::gate_key) of its id.
///
/// # Errors
/// See [`DeviceError`].
pub fn claim(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    (activity, gate): (ActivityId, GateId),
) -> Result<Gate, DeviceError> {
    let (_, found) = standing(tx, org, (activity, gate))?;
    let rows = tx.execute(
        "UPDATE gate SET claimed_by = ?2, claimed_at = ?3, seen_at = ?3 WHERE id = ?1 AND claimed_at IS NULL AND revoked_at IS NULL",
        params![gate, person, tx.now()],
    )?;
    if rows == 0 {
        return Err(if found.revoked.is_some() {
            DeviceError::Revoked
        } else {
            DeviceError::Claimed
        });
    }
    tx.record(Event::of("gate.claimed", &gate).org(org))?;
    Ok(found)
}

/// Takes a gate's key back. What the phone brings from now on is refused and kept for a person to look at.
///
/// # Errors
/// See [`DeviceError`].
pub fn revoke(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    (activity, gate): (ActivityId, GateId),
) -> Result<(), DeviceError> {
    standing(tx, org, (activity, gate))?;
    let rows = tx.execute(
        "UPDATE gate SET revoked_by = ?2, revoked_at = ?3 WHERE id = ?1 AND revoked_at IS NULL",
        params![gate, person, tx.now()],
    )?;
    if rows == 0 {
        return Err(DeviceError::Revoked);
    }
    tx.record(Event::of("gate.revoked", &gate).org(org))?;
    Ok(())
}

/// Keeps in mind that a gate spoke to us: when, how many scans it still has, how far its clock is ahead.
pub(super) fn seen(
    tx: &mut WriteTx,
    gate: GateId,
    (queued, ahead): (Option<i64>, Option<i64>),
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE gate SET seen_at = ?2, queued = COALESCE(CAST(?3 AS BIGINT), queued), ahead = COALESCE(CAST(?4 AS BIGINT), ahead)
         WHERE id = ?1",
        params![gate, tx.now(), queued, ahead],
    )?;
    Ok(())
}
