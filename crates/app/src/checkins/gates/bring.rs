//! A phone brings what it scanned without a network.
//!
//! Each part is one transaction of few statements: who the codes are, what was scanned of them before, the new rows.
//! A scan that is known is left alone; what the others come to is decided in the order of what happened
//! ([`order`](super::order)), which may change what earlier arrivals came to.

use std::collections::{BTreeMap, HashSet};

use axum::http::StatusCode;
use jiff::Timestamp;
use langqiao_kernel::id::{CheckinId, GateId, OrganisationId, PersonId, SignupId};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
};
use langqiao_store::{Event, InsertMany, ReadTx, StoreError, WriteTx, params};
use serde_json::json;

use super::{
    super::{
        model::{ClockState, Direction, Outcome, Reason, Source, Ticket, UNREADABLE},
        queries::{self as checkin, Door},
        rules::{Facts, Rules},
        scan::TEXT_MAX,
    },
    IN_ORDER,
    batch::{Batch, Brought, PART},
    devices::{self, DeviceError},
    known::{Fresh, sift},
    order::{self, Passing},
    people::{self, Holder, Kept},
};

/// Why a part was not taken.
#[derive(Debug, thiserror::Error)]
pub enum BringError {
    /// There is no such activity or gate, or no phone took it over.
    #[error(transparent)]
    Device(#[from] DeviceError),
    /// More than [`PART`] scans.
    #[error("too many scans")]
    TooMany,
    /// A scan's number is negative or its text far longer than a code.
    #[error("not a scan")]
    NoScan,
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl BringError {
    /// Whether a scan at a gate with a network came in between, and all is to be decided again.
    pub fn overtaken(&self) -> bool {
        matches!(self, Self::Store(StoreError::Constraint(name)) if name == "scan_accepted_once" || name == "scan_of_gate_once")
    }

    fn into_fault(self) -> Fault {
        match self {
            Self::Device(error) => error.into(),
            Self::TooMany => Refusal::invalid("too-many-scans", msg::GATE_TOO_MANY)
                .arg("n", PART as i64)
                .into(),
            Self::NoScan => Refusal::invalid("not-a-scan", msg::GATE_NO_SCAN).into(),
            Self::Store(error) => error.into(),
        }
    }
}
refuse_with!(BringError);

/// What became of one scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// Its number on the phone.
    pub sequence: i64,
    /// What it came to; nothing when its number belongs to another scan, and the phone must give it a new one.
    pub answer: Option<(Outcome, Reason)>,
    /// Whether it was here before.
    pub again: bool,
}

/// What became of a part.
#[derive(Clone, Debug)]
pub struct Synced {
    /// Whether the gate's key had been taken back: then all was kept for a person to look at.
    pub revoked: bool,
    /// How many scans were new.
    pub new: usize,
    /// Each scan.
    pub scans: Vec<Taken>,
    /// How many earlier arrivals came to something else because of these.
    pub changed: usize,
    /// A number from which on the phone has used none.
    pub next: i64,
}

impl Synced {
    /// The refusal that a revoked gate is told, after its scans were kept.
    pub fn refusal(&self) -> Option<Refusal> {
        let refusal = Refusal::with_status(StatusCode::FORBIDDEN, "gate-revoked", msg::GATE_REVOKED_KEPT);
        self.revoked.then(|| refusal.arg("n", self.scans.len() as i64))
    }
}

/// A scan that is new to us.
struct New {
    id: CheckinId,
    code: String,
    holder: Option<Holder>,
    answer: (Outcome, Reason),
    passing: Passing,
    scanned_at: Timestamp,
    told: Option<Reason>,
    clock: ClockState,
}

/// Takes a part of what a phone scanned. The same part again changes nothing.
///
/// # Errors
/// See [`BringError`]. A revoked gate is no error: its scans are kept, and [`Synced::refusal`] says so.
pub fn bring(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    batch: &Batch,
) -> Result<Synced, BringError> {
    if batch.scans.len() > PART {
        return Err(BringError::TooMany);
    }
    let bad = |scan: &Brought| scan.sequence < 0 || scan.text.chars().count() > TEXT_MAX;
    if batch.scans.iter().any(bad) {
        return Err(BringError::NoScan);
    }
    // Phones that come at the same time are put into order one after the other.
    tx.lock(IN_ORDER, &batch.activity)?;
    let (door, gate) = devices::standing(tx, org, (batch.activity, batch.gate))?;
    if gate.claimed.is_none() {
        return Err(DeviceError::Unclaimed.into());
    }
    let now_ahead = batch.clock.duration_since(tx.now()).as_millis() as i64;
    devices::seen(tx, batch.gate, (Some(batch.queued.max(0)), Some(now_ahead)))?;

    let (mut taken, fresh) = sift(tx, batch)?;
    let mut new = recognise(
        tx,
        &door,
        (gate.revoked.is_some(), now_ahead),
        (batch.gate, fresh),
    )?;
    let changed = put_into_order(tx, &door, &mut new)?;
    insert(tx, batch, person, &new)?;
    taken.extend(new.iter().map(|scan| Taken {
        sequence: scan.passing.sequence,
        answer: Some(scan.answer),
        again: false,
    }));
    taken.sort_by_key(|scan| scan.sequence);
    tell(tx, batch, &door, (new.len(), changed))?;
    Ok(Synced {
        revoked: gate.revoked.is_some(),
        new: new.len(),
        scans: taken,
        changed,
        next: next_number(tx, batch.gate)?,
    })
}

fn tell(
    tx: &mut WriteTx,
    batch: &Batch,
    door: &Door,
    (new, changed): (usize, usize),
) -> Result<(), StoreError> {
    if new == 0 {
        // Only that the phone spoke to us.
        tx.bookkeeping();
        return Ok(());
    }
    let detail = json!({ "activity": batch.activity, "scans": new, "changed": changed });
    tx.record(
        Event::of("gate.brought", &batch.gate)
            .org(door.organisation)
            .detail(&detail),
    )
}

fn next_number(tx: &mut ReadTx, gate: GateId) -> Result<i64, StoreError> {
    let last = tx.one(
        "SELECT MAX(sequence) FROM scan WHERE gate = ?1",
        params![gate],
        |row| row.get::<Option<i64>>(0),
    )?;
    Ok(last.flatten().map_or(0, |last| last + 1))
}

/// Finds out whose codes they are, and what each scan comes to by itself.
fn recognise(
    tx: &mut WriteTx,
    door: &Door,
    (revoked, now_ahead): (bool, i64),
    (gate, fresh): (GateId, Vec<Fresh<'_>>),
) -> Result<Vec<New>, StoreError> {
    let mut codes: Vec<String> = fresh
        .iter()
        .map(|(_, code)| code.clone())
        .filter(|code| code != UNREADABLE)
        .collect();
    codes.sort_unstable();
    codes.dedup();
    let holders = people::holders(tx, door.activity, &codes)?;
    let now = tx.now();
    let strangers: Vec<(String, Timestamp)> = fresh
        .iter()
        .filter(|(_, code)| code != UNREADABLE && !holders.contains_key(code))
        .map(|(scan, code)| (code.clone(), scan.moment(now_ahead, now).0))
        .collect();
    let elsewhere = checkin::given_out(tx, door.activity, &strangers)?;
    let mut new = Vec::with_capacity(fresh.len());
    for (scan, code) in fresh {
        let (at, clock) = scan.moment(now_ahead, now);
        let holder = holders.get(&code).cloned();
        let ticket = match &holder {
            Some(_) => Ticket::Here,
            None if code == UNREADABLE => Ticket::Unreadable,
            None if elsewhere.has(&code, at) => Ticket::Elsewhere,
            None => Ticket::None,
        };
        let answer = by_itself(door, revoked, ticket, (scan, at), holder.as_ref());
        let passing = Passing {
            at,
            device: gate.to_text(),
            sequence: scan.sequence,
            direction: scan.direction,
            standing: order::standing(answer.1),
            hours: Rules::current().hours(scan.direction, door.starts, door.ends, at),
            person: None,
        };
        new.push(New {
            id: CheckinId::generate(),
            code,
            holder,
            answer,
            passing,
            scanned_at: scan.scanned_at,
            told: scan.told,
            clock,
        });
    }
    Ok(new)
}

/// What a scan comes to if there were no other of its sign-up.
fn by_itself(
    door: &Door,
    revoked: bool,
    ticket: Ticket,
    (scan, at): (&Brought, Timestamp),
    holder: Option<&Holder>,
) -> (Outcome, Reason) {
    let rules = Rules::current();
    // Whom the roster let through had a place when it was written, and has given it up since.
    let had_place = |holder: &Holder| {
        let told = scan.told.is_some_and(|told| order::standing(told).is_none());
        told && holder.ended.is_some_and(|ended| ended > at)
    };
    let answer = rules.decide(&Facts {
        ticket,
        // As it was then: whoever was let in before it was called off was let in, whenever the phone finds a network.
        activity: door.status_at(at).as_str(),
        state: holder.map_or("", |holder| {
            if had_place(holder) {
                "seat"
            } else {
                holder.state.as_str()
            }
        }),
        renewed: holder.is_some_and(|holder| holder.renewed),
        direction: Direction::In,
        scanned_in: false,
        scanned_out: false,
        hours: super::super::model::Hours::Open,
        revoked,
        person: None,
    });
    // Whom the phone turned away at the door was not let in by what the server learned later: a person decides.
    match scan.told.filter(|told| turned_away(*told)) {
        Some(told) if answer.0 == Outcome::Accepted => (rules.outcome(told), told),
        _ => answer,
    }
}

/// Whether the reason is one of the sign-up's own, for which people are sent away.
fn turned_away(told: Reason) -> bool {
    matches!(
        told,
        Reason::ActivityCancelled
            | Reason::SignupCancelled
            | Reason::Renewed
            | Reason::OfferGone
            | Reason::Offered
            | Reason::Waiting
    )
}

/// Decides about all scans of the people concerned, the new and the known ones, in the order of what happened. Gives
/// how many known ones came to something else.
fn put_into_order(tx: &mut WriteTx, door: &Door, new: &mut [New]) -> Result<usize, StoreError> {
    let mut concerned: BTreeMap<SignupId, Vec<usize>> = BTreeMap::new();
    for (at, scan) in new.iter().enumerate() {
        if let Some(holder) = &scan.holder {
            concerned.entry(holder.signup).or_default().push(at);
        }
    }
    let signups: Vec<SignupId> = concerned.keys().copied().collect();
    let mut kept = people::kept(tx, door, &signups)?;
    let (mut changed, mut volunteers) = (Vec::new(), Vec::new());
    for (signup, scans) in concerned {
        let known = kept.remove(&signup).unwrap_or_default();
        let before = people::stay(known.iter().map(|scan| (&scan.passing, scan.answer.0)));
        let all: Vec<Passing> = known
            .iter()
            .map(|scan| &scan.passing)
            .chain(scans.iter().map(|at| &new[*at].passing))
            .cloned()
            .collect();
        let answers = order::decide(&all);
        let after = people::stay(all.iter().zip(answers.iter().map(|answer| answer.0)));
        let differs = |(scan, answer): (&Kept, &(Outcome, Reason))| {
            (scan.answer != *answer).then_some((scan.id, *answer))
        };
        changed.extend(known.iter().zip(&answers).filter_map(differs));
        for (at, answer) in scans.iter().zip(&answers[known.len()..]) {
            new[*at].answer = *answer;
        }
        let holder = scans.first().and_then(|at| new[*at].holder.as_ref());
        if holder.is_some_and(|holder| holder.role == crate::signups::SignupRole::Volunteer) {
            volunteers.push((signup, before, after));
        }
    }
    people::redecide(tx, &changed)?;
    for (signup, before, after) in volunteers {
        people::tell_records(tx, signup, before, after)?;
    }
    Ok(changed.len())
}

static ROWS: InsertMany<19> = InsertMany::new(
    "INSERT INTO scan (id, activity, code, signup, direction, outcome, reason, device, sequence, scanned_at, at, scanned_by,
       source, gate, received_at, told, clock, standing, decided_at)",
    "",
);

fn insert(tx: &mut WriteTx, batch: &Batch, person: PersonId, new: &[New]) -> Result<(), StoreError> {
    debug_assert_eq!(
        new.iter()
            .map(|scan| scan.passing.sequence)
            .collect::<HashSet<_>>()
            .len(),
        new.len(),
        "a part holds each number once"
    );
    let (device, now, source) = (batch.gate.to_text(), tx.now(), Source::Device);
    let rows: Vec<(&New, Option<SignupId>)> = new
        .iter()
        .map(|scan| (scan, scan.holder.as_ref().map(|holder| holder.signup)))
        .collect();
    ROWS.run(tx, &rows, |(scan, signup)| {
        [
            &scan.id,
            &batch.activity,
            &scan.code,
            signup,
            &scan.passing.direction,
            &scan.answer.0,
            &scan.answer.1,
            &device,
            &scan.passing.sequence,
            &scan.scanned_at,
            &scan.passing.at,
            &person,
            &source,
            &batch.gate,
            &now,
            &scan.told,
            &scan.clock,
            &scan.passing.standing,
            &now,
        ]
    })
}
