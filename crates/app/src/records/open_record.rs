//! A volunteer has served: what counts of it becomes a pending record, credited to those who held the activity.

use jiff::civil::Date;
use langqiao_kernel::{
    allot,
    id::{ActivityId, OrganisationId, PersonId, RecordId, SignupId},
    time,
};
use langqiao_store::{Event, StoreError, WriteTx, params};
use serde_json::json;

use super::count::{Counted, Span, Standing, count};

/// What is known of a service before it is counted.
#[derive(Clone, Debug)]
pub(super) struct Service {
    /// The volunteer's sign-up.
    pub signup: SignupId,
    /// The volunteer.
    pub person: PersonId,
    /// What they served at.
    pub activity: ActivityId,
    /// Who holds it.
    pub organisation: OrganisationId,
    /// When it may be served.
    pub countable: Span,
    /// From coming to leaving.
    pub stay: Span,
}

/// An officer entered the end by hand.
#[derive(Clone, Debug)]
pub(super) struct ByHand {
    /// Who.
    pub officer: PersonId,
    /// How they know.
    pub note: String,
}

/// Counts a service and keeps it as a pending record. `None` when the sign-up has a record that stands, or
/// nothing of the stay lies within the hours in which service can be counted.
pub(super) fn open_record(
    tx: &mut WriteTx,
    service: &Service,
    by_hand: Option<&ByHand>,
) -> Result<Option<RecordId>, StoreError> {
    // Two records of one person are counted one after the other, or both could fill the same day.
    tx.lock("service of", &service.person)?;
    if has_standing(tx, service.signup)? {
        return Ok(None);
    }
    let Some(around) = service.stay.common(service.countable) else {
        return Ok(None);
    };
    let standing = standing(tx, service.person, around)?;
    let used = used(tx, service.person, time::day(around.from), time::day(around.to))?;
    let used_on = |day| {
        used.iter()
            .find(|(known, _)| *known == day)
            .map_or(0, |(_, minutes)| *minutes)
    };
    let Some(counted) = count(service.stay, service.countable, &standing, used_on) else {
        return Ok(None);
    };
    let record = RecordId::generate();
    insert(tx, record, service, &counted, by_hand)?;
    let detail = json!({
        "activity": service.activity, "minutes": counted.minutes, "uncapped": counted.uncapped, "by_hand": by_hand.is_some(),
    });
    tx.record(
        Event::of("record.opened", &record)
            .org(service.organisation)
            .detail(&detail),
    )?;
    Ok(Some(record))
}

fn has_standing(tx: &mut WriteTx, signup: SignupId) -> Result<bool, StoreError> {
    let found = tx.one(
        "SELECT 1 FROM service_record WHERE signup = ?1 AND status <> 'voided'",
        params![signup],
        |_| Ok(()),
    )?;
    Ok(found.is_some())
}

/// The person's other records that stand and share time with `around`, the earliest first.
fn standing(tx: &mut WriteTx, person: PersonId, around: Span) -> Result<Vec<Standing>, StoreError> {
    tx.all(
        "SELECT id, started_at, ended_at FROM service_record
         WHERE person = ?1 AND status <> 'voided' AND started_at < ?3 AND ended_at > ?2
         ORDER BY started_at, id",
        params![person, around.from, around.to],
        |row| {
            Ok(Standing {
                record: row.get(0)?,
                span: Span {
                    from: row.get(1)?,
                    to: row.get(2)?,
                },
            })
        },
    )
}

/// The minutes that a person's records that stand count on each day from one to another.
fn used(tx: &mut WriteTx, person: PersonId, from: Date, to: Date) -> Result<Vec<(Date, i64)>, StoreError> {
    tx.all(
        "SELECT d.day, CAST(SUM(d.minutes) AS BIGINT) FROM record_day d JOIN service_record r ON r.id = d.record
         WHERE r.person = ?1 AND r.status <> 'voided' AND d.day BETWEEN ?2 AND ?3 GROUP BY d.day",
        params![person, from, to],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

fn insert(
    tx: &mut WriteTx,
    record: RecordId,
    service: &Service,
    counted: &Counted,
    by_hand: Option<&ByHand>,
) -> Result<(), StoreError> {
    let cuts = serde_json::to_string(&counted.cuts)?;
    tx.execute(
        "INSERT INTO service_record (id, person, activity, signup, organisation, day, started_at, ended_at, minutes,
           uncapped_minutes, status, created_at, cuts, entered_by, entered_note)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 'pending', ?11, ?12, ?13, ?14)",
        params![
            record,
            service.person,
            service.activity,
            service.signup,
            service.organisation,
            time::day(counted.span.from),
            counted.span.from,
            counted.span.to,
            counted.minutes,
            counted.uncapped,
            tx.now(),
            cuts,
            by_hand.map(|entry| entry.officer),
            by_hand.map(|entry| entry.note.as_str())
        ],
    )?;
    for (day, minutes) in &counted.days {
        tx.execute(
            "INSERT INTO record_day (record, day, minutes) VALUES (?1, ?2, ?3)",
            params![record, *day, *minutes],
        )?;
    }
    for (organisation, minutes) in credits(tx, service, counted.minutes)? {
        tx.execute(
            "INSERT INTO record_credit (record, organisation, minutes) VALUES (?1, ?2, ?3)",
            params![record, organisation, minutes],
        )?;
    }
    Ok(())
}

/// The minutes parted among the bodies that accepted to hold the activity, by their shares. The parts add up
/// to the whole; the host comes first where a minute can't be parted.
fn credits(
    tx: &mut WriteTx,
    service: &Service,
    minutes: i64,
) -> Result<Vec<(OrganisationId, i64)>, StoreError> {
    let mut bodies: Vec<(OrganisationId, i64)> = tx.all(
        "SELECT organisation, share FROM cohost WHERE activity = ?1 AND status = 'accepted'
         ORDER BY host DESC, organisation",
        params![service.activity],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    if bodies.is_empty() {
        bodies.push((service.organisation, 1));
    }
    let shares: Vec<i64> = bodies.iter().map(|(_, share)| *share).collect();
    let parts = allot::split(minutes, &shares);
    Ok(bodies.into_iter().map(|(body, _)| body).zip(parts).collect())
}
