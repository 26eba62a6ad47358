//! All SQL of feedback. Who was there is who was let in at the door, or
//! who was at one of a course's sessions by its roll, for themselves or as somebody else's child.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, FeedbackId, OrganisationId, PersonId};
use langqiao_store::{ReadTx, Row, StoreError, WriteTx, params};

use super::{
    AT_LEAST,
    model::{Said, Speaker, Summary},
};
use crate::signups::is_companion;

/// What a public activity is called, who is its host, when it begins and when it is over.
pub(super) struct Host {
    pub organisation: OrganisationId,
    pub title: String,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
}

pub(super) fn host(tx: &mut ReadTx, activity: ActivityId) -> Result<Option<Host>, StoreError> {
    tx.one(
        "SELECT organisation, title, starts_at, ends_at FROM activity WHERE id = ?1 AND status <> 'draft'",
        params![activity],
        |row| {
            Ok(Host {
                organisation: row.get(0)?,
                title: row.get(1)?,
                starts_at: row.get(2)?,
                ends_at: row.get(3)?,
            })
        },
    )
}

/// Those who were there for whom `account` may speak: itself and whom it brought, but companions, who speak for themselves;
/// itself first. Names are masked.
pub(super) fn speakers(
    tx: &mut ReadTx,
    activity: ActivityId,
    account: PersonId,
) -> Result<Vec<Speaker>, StoreError> {
    tx.all(
        // Two questions, each answered by an index of its own.
        concat!("SELECT DISTINCT s.person, p.name_masked, CASE WHEN f.person IS NULL THEN 0 ELSE 1 END,
                CASE WHEN s.person = ?2 THEN 0 ELSE 1 END AS other
         FROM signup s JOIN person p ON p.id = s.person
         LEFT JOIN feedback_from f ON f.activity = s.activity AND f.person = s.person
         WHERE s.id IN (SELECT own.id FROM signup own WHERE own.person = ?2 AND own.activity = ?1
                        UNION SELECT brought.id FROM signup brought WHERE brought.booker = ?2 AND brought.activity = ?1)
           AND EXISTS (SELECT 1 FROM was_there w WHERE w.signup = s.id) AND (s.person = ?2 OR ", is_companion!(), " = 0)
         ORDER BY other, s.person"),
        params![activity, account],
        |row| {
            Ok(Speaker {
                person: row.get(0)?,
                name: row.get(1)?,
                spoken: row.get(2)?,
                own: !row.get::<bool>(3)?,
            })
        },
    )
}

/// Notes that somebody has spoken; false if they had before.
pub(super) fn spoke(tx: &mut WriteTx, activity: ActivityId, person: PersonId) -> Result<bool, StoreError> {
    let new = tx.execute(
        "INSERT INTO feedback_from (activity, person) VALUES (?1, ?2) ON CONFLICT (activity, person) DO NOTHING",
        params![activity, person],
    )?;
    Ok(new > 0)
}

pub(super) fn insert(
    tx: &mut WriteTx,
    id: FeedbackId,
    activity: ActivityId,
    said: &Said,
) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO feedback (id, activity, satisfied, again, words) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![id, activity, said.satisfied, said.again, said.words],
    )?;
    Ok(())
}

/// How many have spoken of an activity, and of how many it is readable.
pub(super) fn kept(tx: &mut ReadTx, activity: ActivityId) -> Result<(i64, i64), StoreError> {
    let counted = tx.one(
        "SELECT COUNT(*), CAST(COALESCE(SUM(shown), 0) AS BIGINT) FROM feedback WHERE activity = ?1",
        params![activity],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(counted.unwrap_or_default())
}

/// Of how many families those are whose words are not readable yet. Whoever was brought is of the family that brought them.
pub(super) fn families_waiting(tx: &mut ReadTx, activity: ActivityId) -> Result<i64, StoreError> {
    let counted = tx.one(
        "SELECT COUNT(DISTINCT s.booker) FROM feedback_from f
         JOIN signup s ON s.person = f.person AND s.activity = f.activity
         WHERE f.activity = ?1 AND f.readable = 0 AND EXISTS (SELECT 1 FROM was_there w WHERE w.signup = s.id)",
        params![activity],
        |row| row.get(0),
    )?;
    Ok(counted.unwrap_or_default())
}

/// Makes readable all that was said. What is kept, and who has spoken, is written anew in an order of its own: neither
/// where a row lies nor which transaction wrote it joins the two.
pub(super) fn show_all(tx: &mut WriteTx, activity: ActivityId) -> Result<(), StoreError> {
    let said = tx.all(
        "SELECT id, satisfied, again, words FROM feedback WHERE activity = ?1 ORDER BY id",
        params![activity],
        |row| {
            let said = Said {
                satisfied: row.get(1)?,
                again: row.get(2)?,
                words: row.get(3)?,
            };
            Ok((row.get::<FeedbackId>(0)?, said))
        },
    )?;
    let spoken = tx.all(
        "SELECT person FROM feedback_from WHERE activity = ?1 ORDER BY person",
        params![activity],
        |row| row.get::<PersonId>(0),
    )?;
    tx.execute("DELETE FROM feedback WHERE activity = ?1", params![activity])?;
    tx.execute("DELETE FROM feedback_from WHERE activity = ?1", params![activity])?;
    for (id, said) in said {
        insert(tx, id, activity, &said)?;
    }
    for person in spoken {
        spoke(tx, activity, person)?;
    }
    tx.execute(
        "UPDATE feedback SET shown = 1 WHERE activity = ?1",
        params![activity],
    )?;
    tx.execute(
        "UPDATE feedback_from SET readable = 1 WHERE activity = ?1",
        params![activity],
    )?;
    Ok(())
}

/// Counts what is readable, and how many were there.
pub(super) fn count(tx: &mut WriteTx, activity: ActivityId) -> Result<(), StoreError> {
    tx.execute(
        "INSERT INTO feedback_summary (activity, organisation, kind, ends_at, came, answered, satisfied, again, again_answered)
         SELECT a.id, a.organisation, a.kind, a.ends_at,
                (SELECT COUNT(DISTINCT s.person) FROM was_there w JOIN signup s ON s.id = w.signup
                 WHERE w.activity = ?1),
                f.answered, f.satisfied, f.again, f.again_answered
         FROM activity a JOIN (
           SELECT activity, COUNT(*) AS answered, CAST(SUM(CASE WHEN satisfied >= 4 THEN 1 ELSE 0 END) AS BIGINT) AS satisfied,
                  CAST(COALESCE(SUM(again), 0) AS BIGINT) AS again, COUNT(again) AS again_answered
           FROM feedback WHERE activity = ?1 AND shown = 1 GROUP BY activity) f ON f.activity = a.id
         WHERE a.id = ?1
         ON CONFLICT (activity) DO UPDATE SET came = excluded.came, answered = excluded.answered,
           satisfied = excluded.satisfied, again = excluded.again, again_answered = excluded.again_answered",
        params![activity],
    )?;
    Ok(())
}

/// A statement that reads summaries: what comes after their columns. `f` is the summary, `own` its activity.
macro_rules! summaries {
    ($rest:literal) => {
        concat!(
            "SELECT f.activity, own.title, f.ends_at, f.came, f.answered, f.satisfied, f.again, f.again_answered,
                    f.answer, f.answer_at, f.version ",
            $rest
        )
    };
}

fn a_summary(row: &Row) -> Result<Summary, StoreError> {
    Ok(Summary {
        activity: row.get(0)?,
        title: row.get(1)?,
        ends_at: row.get(2)?,
        came: row.get(3)?,
        answered: row.get(4)?,
        satisfied: row.get(5)?,
        again: row.get(6)?,
        again_answered: row.get(7)?,
        answer: row.get(8)?,
        answer_at: row.get(9)?,
        version: row.get(10)?,
    })
}

/// What is readable of an activity; `None` while nothing is.
pub(super) fn summary(tx: &mut ReadTx, activity: ActivityId) -> Result<Option<Summary>, StoreError> {
    let sql =
        summaries!("FROM feedback_summary f JOIN activity own ON own.id = f.activity WHERE f.activity = ?1");
    tx.one(sql, params![activity], a_summary)
}

/// What is readable of a public activity or, where nothing is, of the last one of its kind that its host held before.
pub(super) fn nearest(tx: &mut ReadTx, activity: ActivityId) -> Result<Option<Summary>, StoreError> {
    let sql = summaries!(
        "FROM activity a
         JOIN feedback_summary f ON f.organisation = a.organisation AND f.kind = a.kind AND f.ends_at <= a.ends_at
         JOIN activity own ON own.id = f.activity
         WHERE a.id = ?1 AND a.status = 'published' AND (f.activity = a.id OR f.ends_at <= a.starts_at)
         ORDER BY f.ends_at DESC, f.activity LIMIT 1"
    );
    tx.one(sql, params![activity], a_summary)
}

/// What is readable word by word, in the order of ids that tell none; how satisfied, and what is said.
pub(super) fn readable(
    tx: &mut ReadTx,
    activity: ActivityId,
) -> Result<Vec<(i64, Option<bool>, String)>, StoreError> {
    tx.all(
        "SELECT satisfied, again, words FROM feedback WHERE activity = ?1 AND shown = 1 ORDER BY id",
        params![activity],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// Keeps the hosts' answer if it is still the one of `version`; gives how many rows it changed.
pub(super) fn set_answer(
    tx: &mut WriteTx,
    activity: ActivityId,
    (person, text): (PersonId, &str),
    version: i64,
) -> Result<u64, StoreError> {
    let now = tx.now();
    let changed = tx.execute(
        "UPDATE feedback_summary SET answer = ?2, answer_by = ?3, answer_at = ?4, version = version + 1
         WHERE activity = ?1 AND version = ?5",
        params![activity, text, person, now, version],
    )?;
    Ok(changed)
}

/// Who is asked how it was: everyone who booked for somebody who was there, and companions themselves.
pub(super) fn to_be_asked(tx: &mut ReadTx, activity: ActivityId) -> Result<Vec<PersonId>, StoreError> {
    tx.all(
        concat!(
            "SELECT DISTINCT CASE WHEN ",
            is_companion!(),
            " = 1 THEN s.person ELSE s.booker END AS asked
         FROM was_there w JOIN signup s ON s.id = w.signup JOIN person p ON p.id = s.person
         WHERE w.activity = ?1
           AND NOT EXISTS (SELECT 1 FROM feedback_from f WHERE f.activity = ?1 AND f.person = s.person)
         ORDER BY asked"
        ),
        params![activity],
        |row| row.get(0),
    )
}

pub(super) fn was_asked(tx: &mut ReadTx, activity: ActivityId) -> Result<bool, StoreError> {
    let event = tx.one(
        "SELECT 1 FROM event WHERE act = 'feedback.asked' AND subject = ?1",
        params![activity],
        |_| Ok(()),
    )?;
    Ok(event.is_some())
}

/// What `account` was at, or brought somebody to, between two times, and has not spoken of.
pub(super) fn unspoken(
    tx: &mut ReadTx,
    account: PersonId,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<(ActivityId, String)>, StoreError> {
    tx.all(
        concat!("SELECT DISTINCT a.id, a.title, a.ends_at FROM signup s JOIN activity a ON a.id = s.activity
         JOIN person p ON p.id = s.person LEFT JOIN feedback_from f ON f.activity = a.id AND f.person = s.person
         WHERE s.id IN (SELECT own.id FROM signup own WHERE own.person = ?1
                        UNION SELECT brought.id FROM signup brought WHERE brought.booker = ?1)
           AND f.person IS NULL AND a.ends_at BETWEEN ?2 AND ?3
           AND EXISTS (SELECT 1 FROM was_there w WHERE w.signup = s.id) AND (s.person = ?1 OR ", is_companion!(), " = 0)
         ORDER BY a.ends_at DESC, a.id LIMIT 5"),
        params![account, from, to],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// What an organisation held since a time and has not answered what was said of it.
pub(super) fn unanswered(
    tx: &mut ReadTx,
    org: OrganisationId,
    since: Timestamp,
) -> Result<Vec<Summary>, StoreError> {
    let sql = summaries!(
        "FROM feedback_summary f JOIN activity own ON own.id = f.activity
         WHERE f.organisation = ?1 AND f.ends_at >= ?2 AND f.answer IS NULL ORDER BY f.ends_at DESC, f.activity LIMIT 10"
    );
    tx.all(sql, params![org, since], a_summary)
}

/// Whether the numbers shown are those of what is kept, and nobody spoke twice, for `langqiao verify`.
pub(super) fn check(tx: &mut ReadTx) -> Result<Vec<String>, StoreError> {
    let mut found = Vec::new();
    tx.each(
        "SELECT a.activity, a.answered, a.satisfied, a.again, a.again_answered, a.shown, a.kept,
                f.answered, f.satisfied, f.again, f.again_answered,
                (SELECT COUNT(*) FROM feedback_from w WHERE w.activity = a.activity),
                (SELECT COUNT(*) FROM feedback_from w WHERE w.activity = a.activity AND w.readable = 1)
         FROM (SELECT activity, COUNT(*) AS kept, CAST(SUM(shown) AS BIGINT) AS shown, CAST(SUM(shown) AS BIGINT) AS answered,
                      CAST(SUM(CASE WHEN shown = 1 AND satisfied >= 4 THEN 1 ELSE 0 END) AS BIGINT) AS satisfied,
                      CAST(COALESCE(SUM(CASE WHEN shown = 1 THEN again END), 0) AS BIGINT) AS again,
                      COUNT(CASE WHEN shown = 1 THEN again END) AS again_answered
               FROM feedback GROUP BY activity) a
         LEFT JOIN feedback_summary f ON f.activity = a.activity ORDER BY a.activity",
        params![],
        |row| {
            let activity: ActivityId = row.get(0)?;
            let number = |at: usize| row.get::<Option<i64>>(at).map(Option::unwrap_or_default);
            for (real, kept) in [(1, 7), (2, 8), (3, 9), (4, 10)] {
                if number(real)? != number(kept)? {
                    found.push(format!("the feedback on {activity} is counted wrongly"));
                    break;
                }
            }
            if number(6)? != number(11)? {
                found.push(format!("more or fewer spoke of {activity} than is kept"));
            }
            if number(12)? < number(5)? {
                found.push(format!("more of what is said of {activity} is readable than it is known of whom"));
            }
            if number(5)? > 0 && number(5)? < AT_LEAST {
                found.push(format!("too little is said of {activity} to be shown"));
            }
            Ok(())
        },
    )?;
    Ok(found)
}
