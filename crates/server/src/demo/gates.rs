//! Gates: what a phone brought after an activity with a poor network, some of which waits for a person; and the gates
//! of the next activity, which wait for their phones.

use jiff::{SignedDuration, Timestamp};
use langqiao_app::checkins::{self, Batch, Brought, Direction, NewGate, Reason};
use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId};
use langqiao_platform::app::App;
use langqiao_store::{Actor, By, ReadTx, StoreError, WriteTx, params};

use super::{county::County, plan::Plan, unexpected};
use crate::failure::Failure;

/// Whose activities have gates.
const HOST: &str = "桃园村妇联";
/// People who were scanned at the main door and again at the side door.
const DOUBLES: i64 = 3;

/// An activity with its end.
type Held = (ActivityId, Timestamp);

/// Plays it, after the activities.
///
/// # Errors
/// When the database fails.
pub async fn play(app: &App, plan: &Plan, county: &County) -> Result<(), Failure> {
    let host = plan
        .organisations
        .iter()
        .position(|organisation| organisation.name == HOST);
    let Some((org, leader)) = host.and_then(|at| Some((county.organisations[at], county.leaders[at]?)))
    else {
        return Ok(());
    };
    let now = app.now();
    let (past, next) = app
        .db
        .read(move |tx| Ok::<_, StoreError>((last(tx, org, now)?, coming(tx, org, now)?)))
        .await?;
    if let Some(held) = past {
        bring(app, (org, leader), held).await?;
    }
    if let Some((activity, _)) = next {
        let by = By::new(Actor::Person(leader), now);
        app.db
            .write(by, move |tx| {
                ["东门", "西门"]
                    .into_iter()
                    .try_for_each(|name| register(tx, (org, leader), activity, name).map(drop))
            })
            .await?;
    }
    Ok(())
}

/// The activity of the organisation's own that was over last and at which people were scanned.
fn last(tx: &mut ReadTx, org: OrganisationId, now: Timestamp) -> Result<Option<Held>, StoreError> {
    tx.one(
        "SELECT a.id, a.ends_at FROM activity a WHERE a.organisation = ?1 AND a.status = 'published' AND a.ends_at < ?2
           AND EXISTS (SELECT 1 FROM scan x WHERE x.activity = a.id)
         ORDER BY a.ends_at DESC, a.id LIMIT 1",
        params![org, now],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// The organisation's own activity that begins next.
fn coming(tx: &mut ReadTx, org: OrganisationId, now: Timestamp) -> Result<Option<Held>, StoreError> {
    tx.one(
        "SELECT id, ends_at FROM activity WHERE organisation = ?1 AND status = 'published' AND starts_at > ?2
         ORDER BY starts_at, id LIMIT 1",
        params![org, now],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

fn register(
    tx: &mut WriteTx<'_>,
    who: (OrganisationId, PersonId),
    activity: ActivityId,
    name: &str,
) -> Result<langqiao_kernel::id::GateId, Failure> {
    let gate = NewGate {
        name: name.to_owned(),
        direction: Direction::In,
        everywhere: false,
    };
    checkins::register(tx, who, activity, &gate).map_err(|why| unexpected("register a gate", why))
}

/// The phone at the side door comes back into the network when all is over.
async fn bring(app: &App, who: (OrganisationId, PersonId), (activity, ends): Held) -> Result<(), Failure> {
    let at = (ends + SignedDuration::from_mins(20)).min(app.now());
    let brought = move |tx: &mut WriteTx<'_>| {
        let gate = register(tx, who, activity, "侧门")?;
        checkins::claim(tx, who, (activity, gate)).map_err(|why| unexpected("take a gate over", why))?;
        let came = tx.all(
            "SELECT code, at FROM scan WHERE activity = ?1 AND direction = 'in' AND outcome = 'accepted' ORDER BY at, id LIMIT ?2",
            params![activity, DOUBLES],
            |row| Ok((row.get::<String>(0)?, row.get::<Timestamp>(1)?)),
        )?;
        let stranger = came.last().map(|(_, at)| ("999999".to_owned(), *at));
        let scan = |(sequence, (text, at)): (i64, (String, Timestamp))| Brought {
            sequence,
            told: Some(if text == "999999" {
                Reason::Unknown
            } else {
                Reason::Welcome
            }),
            text,
            direction: Direction::In,
            scanned_at: at + SignedDuration::from_mins(2),
            ahead: Some(0),
            nonce: None,
        };
        let scans = (0..).zip(came.into_iter().chain(stranger)).map(scan).collect();
        let batch = Batch {
            gate,
            activity,
            clock: tx.now(),
            queued: 0,
            scans,
        };
        checkins::bring(tx, who, &batch).map_err(|why| unexpected("bring scans", why))?;
        Ok::<_, Failure>(())
    };
    app.db.write(By::new(Actor::Person(who.1), at), brought).await
}
