//! The roster that a phone holds: the people of one activity, with as little of each as a door needs.

use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::id::{ActivityId, GateId, OrganisationId};
use langqiao_platform::keys::{self, Keys};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};
use serde::Serialize;

use super::{
    super::{model::Direction, queries::Door, rules::Rules},
    devices::{self, DeviceError},
};
use crate::signups::{SignupRole, SignupState};

/// A roster is good for so long, and never much longer than the door is open.
const GOOD_FOR: SignedDuration = SignedDuration::from_hours(24);
/// How long after the door shuts a phone may still decide by it.
const AFTER: SignedDuration = SignedDuration::from_hours(2);

/// A roster with its signature.
#[derive(Clone, Debug)]
pub struct Signed {
    /// The roster as JSON: what is signed, to the byte.
    pub text: String,
    /// HMAC-SHA256 with the gate's key.
    pub signature: String,
}

#[derive(Serialize)]
struct Roster<'r> {
    device: GateId,
    device_name: &'r str,
    activity: ActivityId,
    title: &'r str,
    status: &'static str,
    starts_at: i64,
    ends_at: i64,
    issued_at: i64,
    expires_at: i64,
    rules: &'static Rules,
    people: Vec<Line>,
}

/// Somebody: the code as this gate alone can recognise it, what the door page shows of them, and what was scanned.
#[derive(Serialize)]
struct Line {
    ticket: String,
    name: String,
    role: SignupRole,
    state: SignupState,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    renewed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    came: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<i64>,
}

/// How a gate recognises a code: only with its key can the code be told from it.
pub fn ticket(key: &[u8; 32], code: &str) -> String {
    BASE64URL_NOPAD.encode(&keys::signature(key, format!("ticket {code}").as_bytes())[..12])
}

/// Writes the roster of an activity for a gate, good from now on, and keeps in mind that the gate asked.
///
/// # Errors
/// See [`DeviceError`].
pub fn roster(
    tx: &mut WriteTx,
    keys: &Keys,
    org: OrganisationId,
    (activity, gate): (ActivityId, GateId),
    queued: Option<i64>,
) -> Result<Signed, DeviceError> {
    let (door, found) = devices::standing(tx, org, (activity, gate))?;
    if found.revoked.is_some() {
        return Err(DeviceError::Revoked);
    }
    if found.claimed.is_none() {
        return Err(DeviceError::Unclaimed);
    }
    tx.bookkeeping();
    devices::seen(tx, gate, (queued.map(|n| n.max(0)), None))?;
    let (key, now) = (keys.gate_key(&gate.to_text()), tx.now());
    let roster = Roster {
        device: gate,
        device_name: &found.name,
        activity,
        title: &door.title,
        status: door.status.as_str(),
        starts_at: door.starts.as_millisecond(),
        ends_at: door.ends.as_millisecond(),
        issued_at: now.as_millisecond(),
        expires_at: expires(&door, now).as_millisecond(),
        rules: Rules::current(),
        people: lines(tx, &key, activity)?,
    };
    let text = serde_json::to_string(&roster).map_err(StoreError::from)?;
    let signature = BASE64URL_NOPAD.encode(&keys::signature(&key, text.as_bytes()));
    Ok(Signed { text, signature })
}

fn expires(door: &Door, now: Timestamp) -> Timestamp {
    let (_, shuts) = Rules::current().door(Direction::Out, door.starts, door.ends);
    let later = |at: Timestamp, by| at.saturating_add(by).unwrap_or(at);
    later(now, GOOD_FOR).min(later(shuts, AFTER))
}

fn lines(tx: &mut ReadTx, key: &[u8; 32], activity: ActivityId) -> Result<Vec<Line>, StoreError> {
    tx.all(
        "SELECT s.code, p.name_masked, s.role, s.state, i.at, o.at,
                CASE WHEN s.state IN ('cancelled', 'declined', 'expired') THEN
                  (SELECT COUNT(*) FROM signup n WHERE n.activity = s.activity AND n.person = s.person AND n.state = 'seat')
                ELSE 0 END
         FROM signup s JOIN person p ON p.id = s.person
         LEFT JOIN scan i ON i.signup = s.id AND i.direction = 'in' AND i.outcome = 'accepted'
         LEFT JOIN scan o ON o.signup = s.id AND o.direction = 'out' AND o.outcome = 'accepted'
         WHERE s.activity = ?1 ORDER BY s.id",
        params![activity],
        |row| {
            Ok(Line {
                ticket: ticket(key, &row.get::<String>(0)?),
                name: row.get(1)?,
                role: row.get(2)?,
                state: row.get(3)?,
                came: row.get::<Option<Timestamp>>(4)?.map(Timestamp::as_millisecond),
                left: row.get::<Option<Timestamp>>(5)?.map(Timestamp::as_millisecond),
                renewed: row.get::<i64>(6)? > 0,
            })
        },
    )
}
