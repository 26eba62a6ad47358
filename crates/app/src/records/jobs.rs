//! What follows when a volunteer has left.

use jiff::Timestamp;
use langqiao_kernel::id::{OrganisationId, PersonId, RecordId, SignupId};
use langqiao_platform::{
    app::App,
    args,
    i18n::{Lang, Sentence, msg},
    jobs::JobOutcome,
    notices,
};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx, params};
use serde::Deserialize;

use super::{
    count::Span,
    model::Status,
    open_record::{Service, open_record},
};

/// Whose scan out it was.
#[derive(Deserialize)]
pub(super) struct Left {
    signup: SignupId,
}

/// Counts the minutes from a volunteer's scans in and out. Doing it twice changes nothing. Phones that were offline
/// may bring scans later, by which a service was longer or shorter than it was counted: a record that still waits is
/// voided and counted anew; of one that is confirmed, whoever confirmed it is told.
pub(super) async fn left(app: App, job: Left) -> JobOutcome {
    let by = app.by_system("records.left");
    app.db
        .write(by, move |tx| {
            let served = served(tx, job.signup)?;
            let around = served
                .as_ref()
                .and_then(|service| service.stay.common(service.countable));
            match last_record(tx, job.signup)? {
                Some(last) if last.stands() && around == Some(last.span) => return Ok(()),
                Some(last) if last.status == Status::Confirmed => return tell(tx, &last),
                Some(last) if last.status == Status::Pending && !last.by_hand => void(tx, &last)?,
                Some(last) if !last.voided_by_us() => return Ok(()),
                _ => {}
            }
            if let Some(service) = served {
                open_record(tx, &service, None)?;
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(())
}

/// The record that a sign-up had last.
struct Last {
    id: RecordId,
    status: Status,
    span: Span,
    by_hand: bool,
    decided_by: Option<PersonId>,
    title: String,
    organisation: OrganisationId,
}

impl Last {
    fn stands(&self) -> bool {
        self.status != Status::Voided
    }

    /// Whether it was voided because it was to be counted anew, and by no officer.
    fn voided_by_us(&self) -> bool {
        self.status == Status::Voided && self.decided_by.is_none()
    }
}

fn last_record(tx: &mut ReadTx, signup: SignupId) -> Result<Option<Last>, StoreError> {
    tx.one(
        "SELECT r.id, r.status, r.started_at, r.ended_at, r.entered_by, r.decided_by, a.title, r.organisation
         FROM service_record r JOIN activity a ON a.id = r.activity WHERE r.signup = ?1 ORDER BY r.id DESC LIMIT 1",
        params![signup],
        |row| {
            Ok(Last {
                id: row.get(0)?,
                status: row.get(1)?,
                span: Span { from: row.get(2)?, to: row.get(3)? },
                by_hand: row.get::<Option<PersonId>>(4)?.is_some(),
                decided_by: row.get(5)?,
                title: row.get(6)?,
                organisation: row.get(7)?,
            })
        },
    )
}

fn void(tx: &mut WriteTx, record: &Last) -> Result<(), StoreError> {
    let reason = Sentence::new(msg::RECORD_COUNTED_ANEW)
        .text(Lang::ZhCn)
        .into_owned();
    let voided = tx.execute(
        "UPDATE service_record SET status = 'voided', decided_at = ?2, void_reason = ?3 WHERE id = ?1 AND status = 'pending'",
        params![record.id, tx.now(), reason],
    )?;
    if voided == 0 {
        // Confirmed in this very moment: the next part that a phone brings finds it so and tells who did.
        return Ok(());
    }
    tx.record(Event::of("record.voided", &record.id))
}

fn tell(tx: &mut WriteTx, record: &Last) -> Result<(), StoreError> {
    let Some(officer) = record.decided_by else {
        return Ok(());
    };
    tx.bookkeeping();
    let args = args! { activity = record.title.clone() };
    let link = format!("/w/{}/records/{}", record.organisation, record.id);
    notices::send(tx, officer, msg::RECORD_NOTICE_DIFFERS, args, &link)
}

/// A volunteer's service by their scans; `None` unless they were scanned in and out.
fn served(tx: &mut WriteTx, signup: SignupId) -> Result<Option<Service>, StoreError> {
    tx.one(
        "SELECT s.person, a.id, a.organisation, a.starts_at, a.ends_at, i.at, o.at
         FROM signup s JOIN activity a ON a.id = s.activity
         JOIN scan i ON i.signup = s.id AND i.direction = 'in' AND i.outcome = 'accepted'
         JOIN scan o ON o.signup = s.id AND o.direction = 'out' AND o.outcome = 'accepted'
         WHERE s.id = ?1 AND s.role = 'volunteer'",
        params![signup],
        |row| {
            let (starts, ends): (Timestamp, Timestamp) = (row.get(3)?, row.get(4)?);
            Ok(Service {
                signup,
                person: row.get(0)?,
                activity: row.get(1)?,
                organisation: row.get(2)?,
                countable: Span::countable(starts, ends),
                stay: Span {
                    from: row.get(5)?,
                    to: row.get(6)?,
                },
            })
        },
    )
}
