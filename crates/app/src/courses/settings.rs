//! What of a course itself can be changed later.

use langqiao_kernel::{
    id::{ActivityId, OrganisationId},
    text::line,
};
use langqiao_platform::{fields::FieldErrors, i18n::msg, not_done::NotDone};
use langqiao_store::{Event, WriteTx, params};
use serde_json::json;

use super::queries;

/// The most who may try one session.
const TRIALS_MAX: i64 = 50;
/// The longest line that says where families ask, in characters.
const CONTACT_MAX: usize = 60;

/// Whether a line that says where families ask is short enough.
pub(super) fn fits(contact: &str) -> bool {
    line(contact).chars().count() <= CONTACT_MAX
}

/// What of a course itself can be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// At how many sessions in a hundred one must have been for the certificate; 0 if there is none.
    pub pass_percent: i64,
    /// Whether children are handed over to those whom their families have named.
    pub pick_up: bool,
    /// How many may try each session without a place in the course; 0 if nobody, as before if `None`. Who has a trial
    /// keeps it.
    pub trial_places: Option<i64>,
    /// Where families ask, read by everybody; as before if `None`.
    pub contact: Option<String>,
}

/// Changes what a course asks for its certificate, whether children are handed over, who may try it, and where families ask.
///
/// # Errors
/// [`NotDone`].
pub fn change(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    id: ActivityId,
    to: &Settings,
) -> Result<(), NotDone> {
    queries::hosted(tx, org, id)?.ok_or(NotDone::NotFound)?;
    let mut errors = FieldErrors::new();
    if !(0..=100).contains(&to.pass_percent) {
        errors.add("pass_percent", msg::COURSE_PROBLEM_PASS);
    }
    if to
        .trial_places
        .is_some_and(|places| !(0..=TRIALS_MAX).contains(&places))
    {
        errors.add("trial_places", msg::TRIAL_PROBLEM_PLACES);
    }
    if to.contact.as_deref().is_some_and(|contact| !fits(contact)) {
        errors.add("contact", msg::COURSE_PROBLEM_CONTACT);
    }
    if !errors.is_empty() {
        return Err(NotDone::Fields(errors));
    }
    tx.execute(
        "UPDATE course SET pass_percent = ?2, pick_up = ?3, trial_places = COALESCE(CAST(?4 AS BIGINT), trial_places),
                contact = COALESCE(CAST(?5 AS TEXT), contact)
         WHERE activity = ?1",
        params![id, to.pass_percent, to.pick_up, to.trial_places, to.contact.as_deref().map(line)],
    )?;
    let detail = json!({
        "pass_percent": to.pass_percent, "pick_up": to.pick_up, "trial_places": to.trial_places,
        "contact": to.contact.is_some()
    });
    tx.record(Event::of("course.changed", &id).org(org).detail(&detail))?;
    Ok(())
}
