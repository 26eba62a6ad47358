//! What is said of a group of sites.

use langqiao_kernel::{
    id::{ClusterId, OrganisationId},
    text::{line, squash},
};
use langqiao_platform::{
    fields::FieldErrors,
    i18n::{Sentence, msg},
    not_done::NotDone,
};
use langqiao_store::{Event, ReadTx, WriteTx, params};

use super::edit::ABOUT_MAX;
use crate::venues::{self, Cluster};

/// The longest name, in characters.
pub const NAME_MAX: usize = 40;

/// The group, if the organisation runs it.
///
/// # Errors
/// [`NotDone::NotFound`] for one of another's.
pub fn run_by(tx: &mut ReadTx, org: OrganisationId, id: ClusterId) -> Result<Cluster, NotDone> {
    venues::cluster(tx, id)?
        .filter(|cluster| cluster.organisation == Some(org))
        .ok_or(NotDone::NotFound)
}

/// Writes a group's name and what it is.
///
/// # Errors
/// See [`NotDone`].
pub fn describe(
    tx: &mut WriteTx,
    org: OrganisationId,
    id: ClusterId,
    (name, about): (&str, &str),
) -> Result<(), NotDone> {
    run_by(tx, org, id)?;
    let (name, about) = (squash(name), about.trim());
    let mut errors = FieldErrors::new();
    if !(2..=NAME_MAX).contains(&line(&name).chars().count()) {
        errors.add(
            "name",
            Sentence::new(msg::SITE_NAME_WRONG).with("n", NAME_MAX as i64),
        );
    }
    if about.chars().count() > ABOUT_MAX {
        errors.add(
            "about",
            Sentence::new(msg::SITE_TOO_LONG).with("n", ABOUT_MAX as i64),
        );
    }
    NotDone::unless_none(errors)?;
    let written = tx.execute(
        "UPDATE cluster SET name = ?2, about = ?3 WHERE id = ?1",
        params![id, name, about],
    );
    if let Err(error) = written {
        return Err(match error.constraint() {
            Some("cluster_name_once") => NotDone::field("name", msg::SITE_CLUSTER_NAME_TAKEN),
            _ => error.into(),
        });
    }
    Ok(tx.record(Event::of("cluster.changed", &id).org(org))?)
}
