//! Changes.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, AreaId, CohostId, Id, OrganisationId, PersonId};
use langqiao_store::{StoreError, WriteTx, params};
use serde_json::json;

use super::{needs, shifts};
use crate::activities::{
    model::{CohostStatus, Contribution, Question, Status},
    plan::Plan,
    priority,
};

/// Marks the ids of questions.
#[derive(Debug)]
pub enum Asked {}

/// Writes a new draft.
pub fn insert_activity(
    tx: &mut WriteTx,
    id: ActivityId,
    org: OrganisationId,
    plan: &Plan,
    town: AreaId,
) -> Result<(), StoreError> {
    let (author, now) = (author(tx), tx.now());
    tx.execute(
        "INSERT INTO activity (id, organisation, title, summary, kind, area, town, space, place, starts_at, ends_at,
           signup_opens_at, signup_closes_at, min_age, max_age, only_area, party_max, offer_minutes, status, version,
           created_by, created_at, updated_at, allotment, prior_area, asks, asks_since, priority, kept_until)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, 1, ?20, ?21, ?21, ?22, ?23, ?24, ?25, ?26, ?27)",
        params![
            id, org, plan.title, plan.summary, plan.kind, plan.area, town, plan.space, plan.place,
            plan.times.starts_at, plan.times.ends_at, plan.times.signup_opens_at, plan.times.signup_closes_at,
            plan.min_age, plan.max_age, plan.only_area, plan.party_max, plan.offer_minutes, Status::Draft, author, now,
            plan.allotment, plan.prior_area, plan.asks.kept(), (!plan.asks.is_empty()).then_some(now),
            priority::kept(&plan.priority), plan.kept_until
        ],
    )?;
    for (role, capacity) in [("attendee", plan.seats), ("volunteer", plan.volunteers)] {
        tx.execute(
            "INSERT INTO pool (activity, role, capacity) VALUES (?1, ?2, ?3)",
            params![id, role, capacity],
        )?;
    }
    insert_questions(tx, id, &plan.questions)?;
    shifts::keep(tx, id, &plan.shifts)?;
    needs::keep(tx, id, plan)
}

/// Writes what a plan changes in the activity's own row.
pub fn update_activity(
    tx: &mut WriteTx,
    id: ActivityId,
    plan: &Plan,
    town: AreaId,
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "UPDATE activity SET title = ?2, summary = ?3, kind = ?4, area = ?5, town = ?6, space = ?7, place = ?8,
           starts_at = ?9, ends_at = ?10, signup_opens_at = ?11, signup_closes_at = ?12, min_age = ?13, max_age = ?14,
           only_area = ?15, party_max = ?16, offer_minutes = ?17, updated_at = ?18, allotment = ?19, prior_area = ?20,
           asks = ?21, asks_since = CASE WHEN CAST(?21 AS TEXT) IS NULL THEN NULL
             WHEN asks = ?21 THEN asks_since ELSE ?18 END, priority = ?22, kept_until = ?23
         WHERE id = ?1",
        params![
            id, plan.title, plan.summary, plan.kind, plan.area, town, plan.space, plan.place, plan.times.starts_at,
            plan.times.ends_at, plan.times.signup_opens_at, plan.times.signup_closes_at, plan.min_age, plan.max_age,
            plan.only_area, plan.party_max, plan.offer_minutes, now, plan.allotment, plan.prior_area, plan.asks.kept(),
            priority::kept(&plan.priority), plan.kept_until
        ],
    )?;
    Ok(())
}

/// Makes a draft public.
pub fn publish_activity(tx: &mut WriteTx, id: ActivityId) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "UPDATE activity SET status = 'published', published_at = ?2, updated_at = ?2 WHERE id = ?1",
        params![id, now],
    )?;
    Ok(())
}

/// Makes the hash of a draw's seed public, with the activity.
pub fn commit_draw(tx: &mut WriteTx, id: ActivityId, commitment: &str) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO draw (activity, commitment, committed_at) VALUES (?1, ?2, ?3)",
        params![id, commitment, now],
    )?;
    Ok(())
}

/// Calls an activity off.
pub fn cancel_activity(tx: &mut WriteTx, id: ActivityId, reason: &str) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "UPDATE activity SET status = 'cancelled', cancelled_at = ?2, cancel_reason = ?3, updated_at = ?2 WHERE id = ?1",
        params![id, now, reason],
    )?;
    Ok(())
}

/// Takes the next version number and keeps the plan under it.
pub fn keep_revision(tx: &mut WriteTx, id: ActivityId, act: &str, plan: &Plan) -> Result<i64, StoreError> {
    let (person, now) = (tx.by().actor.person(), tx.now());
    let version = tx.execute_one(
        "UPDATE activity SET version = version + 1 WHERE id = ?1 RETURNING version",
        params![id],
        |row| row.get::<i64>(0),
    )?;
    let version = version.unwrap_or_default();
    insert_revision(tx, id, version, act, plan, person, now)?;
    Ok(version)
}

/// Keeps the plan that an activity begins with.
pub fn keep_first_revision(tx: &mut WriteTx, id: ActivityId, plan: &Plan) -> Result<(), StoreError> {
    let (person, now) = (tx.by().actor.person(), tx.now());
    insert_revision(tx, id, 1, "created", plan, person, now)
}

fn insert_revision(
    tx: &mut WriteTx,
    id: ActivityId,
    version: i64,
    act: &str,
    plan: &Plan,
    person: Option<PersonId>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let plan = serde_json::to_value(plan)?;
    tx.execute(
        "INSERT INTO activity_revision (activity, version, act, plan, person, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![id, version, act, plan, person, at],
    )?;
    Ok(())
}

/// Changes the number of places of a role, unless more are taken than there would be; false then.
pub fn set_capacity(tx: &mut WriteTx, id: ActivityId, role: &str, capacity: i64) -> Result<bool, StoreError> {
    let changed = tx.execute(
        "UPDATE pool SET capacity = ?3 WHERE activity = ?1 AND role = ?2 AND taken <= ?3",
        params![id, role, capacity],
    )?;
    Ok(changed == 1)
}

/// Waits for those who are signing up and holds the places, so that whoever comes after them goes by what is written here.
/// Taken last, as everybody takes them. Where there is one writer nothing is to be done.
pub fn hold_places(tx: &mut WriteTx, id: ActivityId) -> Result<(), StoreError> {
    if !tx.has_rivals() {
        return Ok(());
    }
    for role in ["attendee", "volunteer"] {
        tx.execute(
            "UPDATE pool SET taken = taken WHERE activity = ?1 AND role = ?2",
            params![id, role],
        )?;
    }
    Ok(())
}

/// Replaces all questions; only before anybody has answered.
pub fn replace_questions(tx: &mut WriteTx, id: ActivityId, questions: &[Question]) -> Result<(), StoreError> {
    tx.execute("DELETE FROM question WHERE activity = ?1", params![id])?;
    insert_questions(tx, id, questions)
}

fn insert_questions(tx: &mut WriteTx, id: ActivityId, questions: &[Question]) -> Result<(), StoreError> {
    for (position, question) in (1i64..).zip(questions) {
        let options = json!(question.options);
        tx.execute(
            "INSERT INTO question (id, activity, position, label, kind, options, required, only_if, only_if_answer)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                Id::<Asked>::generate(),
                id,
                position,
                question.label,
                question.kind,
                options,
                question.required,
                question.only_if.as_ref().map(|only| only.question.clone()),
                question.only_if.as_ref().map(|only| only.answer.clone())
            ],
        )?;
    }
    Ok(())
}

/// Adds an organisation to those who hold an activity. Its line comes from its own row.
pub fn insert_cohost(
    tx: &mut WriteTx,
    id: ActivityId,
    organisation: OrganisationId,
    host: bool,
    brings: &Contribution,
) -> Result<CohostId, StoreError> {
    let (cohost, now) = (CohostId::generate(), tx.now());
    let (status, answered_at) = if host {
        (CohostStatus::Accepted, Some(now))
    } else {
        (CohostStatus::Invited, None)
    };
    tx.execute(
        "INSERT INTO cohost (id, activity, organisation, line, host, status, people, venue, money, goods, share, answered_at)
         SELECT CAST(?1 AS TEXT), CAST(?2 AS TEXT), o.id, o.line, CAST(?4 AS BIGINT), CAST(?5 AS TEXT), CAST(?6 AS BIGINT),
           CAST(?7 AS TEXT), CAST(?8 AS BIGINT), CAST(?9 AS TEXT), CAST(?10 AS BIGINT), CAST(?11 AS BIGINT)
         FROM organisation o WHERE o.id = ?3",
        params![
            cohost, id, organisation, host, status, brings.people, brings.venue, brings.money, brings.goods,
            brings.share, answered_at
        ],
    )?;
    Ok(cohost)
}

/// Changes what an organisation puts in.
pub fn set_contribution(
    tx: &mut WriteTx,
    id: ActivityId,
    organisation: OrganisationId,
    brings: &Contribution,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE cohost SET people = ?3, venue = ?4, money = ?5, goods = ?6, share = ?7
         WHERE activity = ?1 AND organisation = ?2",
        params![
            id,
            organisation,
            brings.people,
            brings.venue,
            brings.money,
            brings.goods,
            brings.share
        ],
    )?;
    Ok(())
}

/// Asks an organisation that declined once more.
pub fn ask_again(
    tx: &mut WriteTx,
    id: ActivityId,
    organisation: OrganisationId,
    brings: &Contribution,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE cohost SET status = 'invited', answer_note = NULL, answered_by = NULL, answered_at = NULL
         WHERE activity = ?1 AND organisation = ?2",
        params![id, organisation],
    )?;
    set_contribution(tx, id, organisation, brings)
}

/// Takes back an invitation that has not been answered.
pub fn withdraw_invitation(
    tx: &mut WriteTx,
    id: ActivityId,
    organisation: OrganisationId,
) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM cohost WHERE activity = ?1 AND organisation = ?2 AND status = 'invited' AND host = 0",
        params![id, organisation],
    )?;
    Ok(())
}

/// Takes an organisation that had agreed out of those who hold an activity.
pub fn remove_cohost(
    tx: &mut WriteTx,
    id: ActivityId,
    organisation: OrganisationId,
) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM cohost WHERE activity = ?1 AND organisation = ?2 AND status = 'accepted' AND host = 0",
        params![id, organisation],
    )?;
    Ok(())
}

/// Keeps an organisation's answer in the place of the one `before`; false if it has another meanwhile.
pub fn answer_invitation(
    tx: &mut WriteTx,
    id: ActivityId,
    organisation: OrganisationId,
    (before, answer): (CohostStatus, CohostStatus),
    note: Option<&str>,
) -> Result<bool, StoreError> {
    let (person, now) = (tx.by().actor.person(), tx.now());
    let changed = tx.execute(
        "UPDATE cohost SET status = ?3, answer_note = ?4, answered_by = ?5, answered_at = ?6
         WHERE activity = ?1 AND organisation = ?2 AND status = ?7 AND host = 0",
        params![
            id,
            organisation,
            answer,
            note.map(str::to_owned),
            person,
            now,
            before
        ],
    )?;
    Ok(changed == 1)
}

/// Whoever acts, as kept in `created_by`: a person's id, or the name of the program's part.
fn author(tx: &WriteTx) -> String {
    match tx.by().actor {
        langqiao_store::Actor::System(part) => part.to_owned(),
        actor => actor.person().map(PersonId::to_text).unwrap_or_default(),
    }
}
