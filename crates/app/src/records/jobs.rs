//! What follows when a volunteer has left.

use jiff::Timestamp;
use langqiao_kernel::id::SignupId;
use langqiao_platform::{app::App, jobs::JobOutcome};
use langqiao_store::{StoreError, WriteTx, params};
use serde::Deserialize;

use super::{
    count::Span,
    open_record::{Service, open_record},
};

/// Whose scan out it was.
#[derive(Deserialize)]
pub(super) struct Left {
    signup: SignupId,
}

/// Counts the minutes from a volunteer's scans in and out. Doing it twice changes nothing: the record is
/// there already, if only to say that it was voided.
pub(super) async fn left(app: App, job: Left) -> JobOutcome {
    let by = app.by_system("records.left");
    app.db
        .write(by, move |tx| {
            if let Some(service) = served(tx, job.signup)? {
                open_record(tx, &service, None)?;
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    Ok(())
}

/// A volunteer's service by their scans; `None` unless they were scanned in and out.
fn served(tx: &mut WriteTx, signup: SignupId) -> Result<Option<Service>, StoreError> {
    tx.one(
        "SELECT s.person, a.id, a.organisation, a.starts_at, a.ends_at, i.at, o.at
         FROM signup s JOIN activity a ON a.id = s.activity
         JOIN scan i ON i.signup = s.id AND i.direction = 'in' AND i.outcome = 'accepted'
         JOIN scan o ON o.signup = s.id AND o.direction = 'out' AND o.outcome = 'accepted'
         WHERE s.id = ?1 AND s.role = 'volunteer'
           AND NOT EXISTS (SELECT 1 FROM service_record r WHERE r.signup = s.id)",
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
