//! All SQL of ledgers.

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use super::asked::Which;
use crate::activities::Contribution;

/// Keeps what a body gave, in the place of what it said before.
pub(super) fn keep(
    tx: &mut WriteTx,
    activity: ActivityId,
    (org, person): (OrganisationId, PersonId),
    gave: &Contribution,
) -> Result<(), StoreError> {
    let now = tx.now();
    tx.execute(
        "INSERT INTO given (activity, organisation, people, venue, money, goods, person, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
         ON CONFLICT (activity, organisation) DO UPDATE SET people = excluded.people, venue = excluded.venue,
           money = excluded.money, goods = excluded.goods, person = excluded.person, at = excluded.at",
        params![
            activity,
            org,
            gave.people,
            gave.venue,
            gave.money,
            gave.goods,
            person,
            now
        ],
    )?;
    Ok(())
}

/// A body's part in an activity.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub organisation: OrganisationId,
    pub name: String,
    pub promised: Contribution,
    pub gave: Option<Contribution>,
}

/// What those who hold an activity promised and gave, the host first.
pub(super) fn parts(tx: &mut ReadTx, activity: ActivityId) -> Result<Vec<Part>, StoreError> {
    tx.all(
        "SELECT c.organisation, o.name, c.people, c.venue, c.money, c.goods, c.share, g.people, g.venue, g.money, g.goods
         FROM cohost c JOIN organisation o ON o.id = c.organisation
         LEFT JOIN given g ON g.activity = c.activity AND g.organisation = c.organisation
         WHERE c.activity = ?1 AND c.status = 'accepted' ORDER BY c.host DESC, c.id",
        params![activity],
        |row| {
            let gave = match row.get::<Option<i64>>(7)? {
                None => None,
                Some(people) => Some(Contribution {
                    people,
                    venue: row.get(8)?,
                    money: row.get(9)?,
                    goods: row.get(10)?,
                    share: 0,
                }),
            };
            Ok(Part {
                organisation: row.get(0)?,
                name: row.get(1)?,
                promised: Contribution {
                    people: row.get(2)?,
                    venue: row.get(3)?,
                    money: row.get(4)?,
                    goods: row.get(5)?,
                    share: row.get(6)?,
                },
                gave,
            })
        },
    )
}

/// What a body did in a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    /// Activities of which it is the host.
    pub hosted: i64,
    /// Others that it holds too.
    pub joined: i64,
    /// People it promised to send.
    pub promised_people: i64,
    /// Money it promised, in fen.
    pub promised_money: i64,
    /// People it sent.
    pub people: i64,
    /// Money it gave, in fen.
    pub money: i64,
    /// Of how many activities it has not said what it gave.
    pub unsaid: i64,
    /// Confirmed minutes of service that are credited to it.
    pub minutes: i64,
}

impl Sum {
    /// Both together.
    pub fn plus(mut self, other: &Self) -> Self {
        self.hosted += other.hosted;
        self.joined += other.joined;
        self.promised_people += other.promised_people;
        self.promised_money += other.promised_money;
        self.people += other.people;
        self.money += other.money;
        self.unsaid += other.unsaid;
        self.minutes += other.minutes;
        self
    }
}

/// A body with its name and what it did.
pub(super) type Body = (OrganisationId, String, Sum);

/// What those of an organisation and the bodies below it that are asked for did in what was over in a time, each body that did something: two
/// statements. They begin with the activities of that time, however long the history is.
pub(super) fn sums(
    tx: &mut ReadTx,
    org: OrganisationId,
    (from, until): (Timestamp, Timestamp),
    Which { like, line, town }: &Which,
) -> Result<Vec<Body>, StoreError> {
    let mut sums = tx.all(
        "SELECT o.id, o.name, CAST(SUM(c.host) AS BIGINT), CAST(SUM(1 - c.host) AS BIGINT),
                CAST(SUM(c.people) AS BIGINT), CAST(SUM(c.money) AS BIGINT),
                CAST(COALESCE(SUM(g.people), 0) AS BIGINT), CAST(COALESCE(SUM(g.money), 0) AS BIGINT),
                CAST(SUM(CASE WHEN g.activity IS NULL THEN 1 ELSE 0 END) AS BIGINT)
         FROM activity a CROSS JOIN cohost c CROSS JOIN organisation_closure k CROSS JOIN organisation o
         CROSS JOIN area ar LEFT JOIN given g ON g.activity = c.activity AND g.organisation = c.organisation
         WHERE a.status = 'published' AND a.ends_at >= ?2 AND a.ends_at < ?3
           AND c.activity = a.id AND c.status = 'accepted'
           AND k.ancestor = ?1 AND k.descendant = c.organisation AND o.id = c.organisation AND ar.id = o.area
           AND (CAST(?4 AS TEXT) IS NULL OR o.name_key LIKE ?4 ESCAPE '!') AND (CAST(?5 AS TEXT) IS NULL OR o.line = ?5)
           AND (CAST(?6 AS TEXT) IS NULL OR ar.town = ?6 OR ar.id = ?6)
         GROUP BY o.id, o.name ORDER BY o.name, o.id",
        params![org, from, until, like, line, town],
        |row| {
            let sum = Sum {
                hosted: row.get(2)?,
                joined: row.get(3)?,
                promised_people: row.get(4)?,
                promised_money: row.get(5)?,
                people: row.get(6)?,
                money: row.get(7)?,
                unsaid: row.get(8)?,
                minutes: 0,
            };
            Ok((row.get(0)?, row.get(1)?, sum))
        },
    )?;
    tx.each(
        "SELECT t.organisation, CAST(SUM(t.minutes) AS BIGINT)
         FROM activity a CROSS JOIN service_record r CROSS JOIN record_credit t CROSS JOIN organisation_closure k
         WHERE a.status = 'published' AND a.ends_at >= ?2 AND a.ends_at < ?3
           AND r.activity = a.id AND r.status = 'confirmed' AND t.record = r.id
           AND k.ancestor = ?1 AND k.descendant = t.organisation
         GROUP BY t.organisation",
        params![org, from, until],
        |row| {
            let (body, minutes): (OrganisationId, i64) = (row.get(0)?, row.get(1)?);
            if let Some((.., sum)) = sums.iter_mut().find(|(known, ..)| *known == body) {
                sum.minutes = minutes;
            }
            Ok(())
        },
    )?;
    Ok(sums)
}

/// An activity in a body's list.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub activity: ActivityId,
    pub title: String,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub sum: Sum,
}

/// The activities that a body's sums were counted from; nothing if it doesn't lie at or below `org`.
pub(super) fn lines(
    tx: &mut ReadTx,
    (org, body): (OrganisationId, OrganisationId),
    (from, until): (Timestamp, Timestamp),
) -> Result<Vec<Line>, StoreError> {
    tx.all(
        "SELECT a.id, a.title, a.starts_at, a.ends_at, c.host, c.people, c.money, g.people, g.money,
                COALESCE((SELECT CAST(SUM(t.minutes) AS BIGINT) FROM service_record r JOIN record_credit t ON t.record = r.id
                          WHERE r.activity = a.id AND r.status = 'confirmed' AND t.organisation = c.organisation), 0)
         FROM organisation_closure k
         JOIN cohost c ON c.organisation = k.descendant AND c.status = 'accepted'
         JOIN activity a ON a.id = c.activity AND a.status = 'published' AND a.ends_at >= ?3 AND a.ends_at < ?4
         LEFT JOIN given g ON g.activity = c.activity AND g.organisation = c.organisation
         WHERE k.ancestor = ?1 AND k.descendant = ?2 ORDER BY a.starts_at DESC, a.id LIMIT 10000",
        params![org, body, from, until],
        |row| {
            let (host, gave): (bool, Option<i64>) = (row.get(4)?, row.get(7)?);
            Ok(Line {
                activity: row.get(0)?,
                title: row.get(1)?,
                starts_at: row.get(2)?,
                ends_at: row.get(3)?,
                sum: Sum {
                    hosted: host.into(),
                    joined: (!host).into(),
                    promised_people: row.get(5)?,
                    promised_money: row.get(6)?,
                    people: gave.unwrap_or_default(),
                    money: row.get::<Option<i64>>(8)?.unwrap_or_default(),
                    unsaid: gave.is_none().into(),
                    minutes: row.get(9)?,
                },
            })
        },
    )
}

/// A body's name, if it lies at or below `org`.
pub(super) fn name_below(
    tx: &mut ReadTx,
    (org, body): (OrganisationId, OrganisationId),
) -> Result<Option<String>, StoreError> {
    tx.one(
        "SELECT o.name FROM organisation_closure k JOIN organisation o ON o.id = k.descendant
         WHERE k.ancestor = ?1 AND k.descendant = ?2",
        params![org, body],
        |row| row.get(0),
    )
}
