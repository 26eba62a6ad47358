//! Wishes to hold an activity together.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId, TogetherId};
use langqiao_store::{ReadTx, Row, StoreError, WriteTx, params};

use crate::activities::{Contribution, Stored};

/// A wish to hold an activity together.
#[derive(Clone, Debug)]
pub(in super::super) struct Wish {
    pub id: TogetherId,
    pub activity: ActivityId,
    pub title: String,
    pub host: OrganisationId,
    pub organisation: OrganisationId,
    pub name: String,
    pub draft: ActivityId,
    pub draft_title: String,
    pub note: String,
    pub status: String,
    pub answer_note: Option<String>,
    pub brings: Contribution,
    pub starts_at: Timestamp,
    /// Whether what it was asked from is a draft still: whoever published or dropped it wants nothing more.
    pub still_draft: bool,
    /// Whether who asked holds the activity: it may have left since it was answered, or have been let go.
    pub holds: bool,
}

macro_rules! wishes {
    ($rest:literal) => {
        concat!(
            "SELECT t.id, t.activity, a.title, a.organisation, t.organisation, o.name, t.draft, t.draft_title, t.note, t.status,
                    t.answer_note, t.people, t.venue, t.money, t.goods, t.share, a.starts_at, d.status,
                    CASE WHEN EXISTS (SELECT 1 FROM cohost c WHERE c.activity = t.activity AND c.organisation = t.organisation
                                      AND c.status = 'accepted') THEN 1 ELSE 0 END
             FROM together t JOIN activity a ON a.id = t.activity JOIN activity d ON d.id = t.draft
             JOIN organisation o ON o.id = t.organisation ",
            $rest
        )
    };
}

fn a_wish(row: &Row) -> Result<Wish, StoreError> {
    Ok(Wish {
        id: row.get(0)?,
        activity: row.get(1)?,
        title: row.get(2)?,
        host: row.get(3)?,
        organisation: row.get(4)?,
        name: row.get(5)?,
        draft: row.get(6)?,
        draft_title: row.get(7)?,
        note: row.get(8)?,
        status: row.get(9)?,
        answer_note: row.get(10)?,
        brings: Contribution {
            people: row.get(11)?,
            venue: row.get(12)?,
            money: row.get(13)?,
            goods: row.get(14)?,
            share: row.get(15)?,
        },
        starts_at: row.get(16)?,
        still_draft: row.text(17)? == "draft",
        holds: row.get(18)?,
    })
}

pub(in super::super) fn wish(tx: &mut ReadTx, id: TogetherId) -> Result<Option<Wish>, StoreError> {
    tx.one(wishes!("WHERE t.id = ?1"), params![id], a_wish)
}

/// What was asked for from a draft, the latest first.
pub(in super::super) fn wishes_of_draft(tx: &mut ReadTx, draft: ActivityId) -> Result<Vec<Wish>, StoreError> {
    tx.all(
        wishes!("WHERE t.draft = ?1 ORDER BY t.id DESC"),
        params![draft],
        a_wish,
    )
}

/// Who asks to hold an activity together and waits for an answer.
pub(in super::super) fn open_wishes(tx: &mut ReadTx, activity: ActivityId) -> Result<Vec<Wish>, StoreError> {
    tx.all(
        wishes!("WHERE t.activity = ?1 AND t.status = 'asked' AND d.status = 'draft' ORDER BY t.id"),
        params![activity],
        a_wish,
    )
}

/// What waits for an answer of this host.
pub(in super::super) fn waiting_for(
    tx: &mut ReadTx,
    host: OrganisationId,
    now: Timestamp,
) -> Result<Vec<Wish>, StoreError> {
    tx.all(
        wishes!(
            "WHERE a.organisation = ?1 AND a.ends_at > ?2 AND a.status = 'published' AND t.status = 'asked'
                 AND d.status = 'draft' ORDER BY t.id LIMIT 20"
        ),
        params![host, now],
        a_wish,
    )
}

/// Ends what an organisation that doesn't hold an activity had asked its host before, where nothing can come of it any more:
/// the draft was published or called off meanwhile, or what the host agreed to was ended by either.
pub(in super::super) fn end_idle(
    tx: &mut WriteTx,
    activity: ActivityId,
    organisation: OrganisationId,
) -> Result<(), StoreError> {
    tx.execute(
        "UPDATE together SET status = 'withdrawn'
         WHERE activity = ?1 AND organisation = ?2
           AND ((status = 'accepted' AND NOT EXISTS (
                   SELECT 1 FROM cohost c WHERE c.activity = ?1 AND c.organisation = ?2 AND c.status <> 'declined'))
                OR (status = 'asked' AND NOT EXISTS (
                   SELECT 1 FROM activity d WHERE d.id = together.draft AND d.status = 'draft')))",
        params![activity, organisation],
    )?;
    Ok(())
}

/// Keeps a wish; false if the organisation asked before and it was not declined.
pub(in super::super) fn insert_wish(
    tx: &mut WriteTx,
    (id, activity): (TogetherId, ActivityId),
    draft: &Stored,
    (person, note): (PersonId, &str),
) -> Result<bool, StoreError> {
    let (now, plan) = (tx.now(), &draft.plan);
    let new = tx.execute(
        "INSERT INTO together (id, activity, organisation, draft, draft_title, people, venue, money, goods, share, note,
           status, asked_by, asked_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'asked', ?12, ?13)
         ON CONFLICT (activity, organisation) WHERE status IN ('asked', 'accepted') DO NOTHING",
        params![
            id,
            activity,
            draft.activity.organisation,
            draft.activity.id,
            plan.title,
            plan.own.people,
            plan.own.venue,
            plan.own.money,
            plan.own.goods,
            plan.own.share,
            note,
            person,
            now
        ],
    )?;
    Ok(new > 0)
}

/// Answers a wish that waits; false if it waits no more.
pub(in super::super) fn answer_wish(
    tx: &mut WriteTx,
    id: TogetherId,
    (person, status): (PersonId, &str),
    note: &str,
) -> Result<bool, StoreError> {
    let now = tx.now();
    let changed = tx.execute(
        "UPDATE together SET status = ?2, answered_by = ?3, answered_at = ?4, answer_note = ?5
         WHERE id = ?1 AND status = 'asked'",
        params![id, status, person, now, note],
    )?;
    Ok(changed > 0)
}
