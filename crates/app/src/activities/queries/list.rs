//! The list of an organisation's activities.

use std::str::FromStr;

use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, OrganisationId},
    text::line,
};
use langqiao_store::{ReadTx, Row, StoreError, params};

use super::{Pool, Pools, Standing, held::whole_place};
use crate::activities::model::{ActivityKind, Status, Times, UnknownWord};

/// Which activities are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Show {
    /// Drafts and published ones that are not over.
    #[default]
    Upcoming,
    /// Drafts.
    Drafts,
    /// Those that wait for the organisation's answer.
    Invited,
    /// Those that were held.
    Past,
    /// Those that were called off.
    Cancelled,
    /// All.
    All,
}

impl Show {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Show; 6] = [
        Show::Upcoming,
        Show::Drafts,
        Show::Invited,
        Show::Past,
        Show::Cancelled,
        Show::All,
    ];

    /// The word in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Show::Upcoming => "upcoming",
            Show::Drafts => "drafts",
            Show::Invited => "invited",
            Show::Past => "past",
            Show::Cancelled => "cancelled",
            Show::All => "all",
        }
    }
}

impl FromStr for Show {
    type Err = UnknownWord;
    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        Show::ALL
            .into_iter()
            .find(|show| show.as_str() == word)
            .ok_or(UnknownWord)
    }
}

/// In which order activities are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The earliest first.
    #[default]
    Start,
    /// The latest first.
    StartDown,
    /// By name.
    Title,
    /// By name, the other way round.
    TitleDown,
}

impl Order {
    /// All of them.
    pub const ALL: [Order; 4] = [Order::Start, Order::StartDown, Order::Title, Order::TitleDown];

    /// The word in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Order::Start => "start",
            Order::StartDown => "-start",
            Order::Title => "title",
            Order::TitleDown => "-title",
        }
    }
}

impl FromStr for Order {
    type Err = UnknownWord;
    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        Order::ALL
            .into_iter()
            .find(|order| order.as_str() == word)
            .ok_or(UnknownWord)
    }
}

/// What is asked of the list.
#[derive(Clone, Debug)]
pub struct ListQuery {
    /// Whose activities: those it holds or was asked to hold together.
    pub org: OrganisationId,
    /// Those of the organisations below it too, without their drafts.
    pub below: bool,
    /// Which.
    pub show: Show,
    /// Of one kind.
    pub kind: Option<ActivityKind>,
    /// With these words in their names.
    pub words: Option<String>,
    /// In which order.
    pub order: Order,
    /// After this one, in the order of [`Order::Start`].
    pub after: Option<(Timestamp, ActivityId)>,
    /// How many rows to skip.
    pub skip: i64,
    /// How many rows at most.
    pub limit: i64,
    /// Now.
    pub now: Timestamp,
}

/// A row of the list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its id.
    pub id: ActivityId,
    /// Its name.
    pub title: String,
    /// What it is about.
    pub kind: ActivityKind,
    /// How far it has come.
    pub status: Status,
    /// When it is held, and when one can sign up.
    pub times: Times,
    /// Where it is held.
    pub place: String,
    /// The town's short name.
    pub town: String,
    /// Its host.
    pub organisation: OrganisationId,
    /// The host's name.
    pub host: String,
    /// How the organisation stands to it.
    pub standing: Standing,
    /// Whether the organisation had agreed and left again, where it stands as having declined.
    pub left: bool,
    /// Its places.
    pub pools: Pools,
    /// How many hold it with the host.
    pub accepted: i64,
    /// How many have not answered.
    pub asked: i64,
}

/// A page of the list, and how many there are in all.
///
/// # Errors
/// When the database fails.
pub fn list(tx: &mut ReadTx, query: &ListQuery) -> Result<(Vec<Listed>, i64), StoreError> {
    let depth: i64 = if query.below { 99 } else { 0 };
    let words = query
        .words
        .as_ref()
        .map(|words| format!("%{}%", crate::units::escaped(&line(words).to_lowercase())));
    let (after, after_id) = query.after.unzip();
    let mut all = 0;
    let rows = tx.all(
        concat!("SELECT a.id, a.title, a.kind, a.status, a.starts_at, a.ends_at, a.signup_opens_at, a.signup_closes_at, ",
                whole_place!(), ", t.short_name, a.organisation, o.name, mine.depth, mine.host, mine.answer,
                COALESCE(pa.capacity, 0), COALESCE(pa.taken, 0), COALESCE(pa.waiting, 0),
                COALESCE(pv.capacity, 0), COALESCE(pv.taken, 0), COALESCE(pv.waiting, 0),
                (SELECT COUNT(*) FROM cohost x WHERE x.activity = a.id AND x.host = 0 AND x.status = 'accepted'),
                (SELECT COUNT(*) FROM cohost x WHERE x.activity = a.id AND x.host = 0 AND x.status = 'invited'),
                COUNT(*) OVER (),
                CASE WHEN mine.answer = 'declined' AND EXISTS (SELECT 1 FROM cohost x
                  JOIN event e ON e.subject = x.activity AND e.act = 'activity.cohost_left'
                    AND e.org = x.organisation AND e.at >= x.answered_at
                  WHERE x.activity = a.id AND x.organisation = ?1) THEN 1 ELSE 0 END
         FROM (SELECT c.activity, MIN(k.depth) AS depth, MAX(CASE WHEN k.depth = 0 THEN c.host ELSE 0 END) AS host,
                      MAX(CASE WHEN k.depth = 0 THEN c.status END) AS answer
               FROM cohost c JOIN organisation_closure k ON k.descendant = c.organisation
               WHERE k.ancestor = ?1 AND k.depth <= ?2 GROUP BY c.activity) mine
         JOIN activity a ON a.id = mine.activity
         JOIN organisation o ON o.id = a.organisation
         JOIN area t ON t.id = a.town
         LEFT JOIN pool pa ON pa.activity = a.id AND pa.role = 'attendee'
         LEFT JOIN pool pv ON pv.activity = a.id AND pv.role = 'volunteer'
         WHERE (a.status <> 'draft' OR mine.answer IN ('invited', 'accepted'))
           AND CASE CAST(?3 AS TEXT)
                 WHEN 'upcoming' THEN a.status <> 'cancelled' AND a.ends_at > ?4
                 WHEN 'drafts' THEN a.status = 'draft'
                 WHEN 'invited' THEN mine.answer = 'invited' AND a.status <> 'cancelled' AND a.ends_at > ?4
                 WHEN 'past' THEN a.status = 'published' AND a.ends_at <= ?4
                 WHEN 'cancelled' THEN a.status = 'cancelled'
                 ELSE 1 = 1 END
           AND (CAST(?5 AS TEXT) IS NULL OR a.kind = ?5)
           AND (CAST(?6 AS TEXT) IS NULL OR LOWER(a.title) LIKE ?6 ESCAPE '!')
           AND (CAST(?7 AS BIGINT) IS NULL OR a.starts_at > ?7 OR (a.starts_at = ?7 AND a.id > ?8))
         ORDER BY CASE CAST(?9 AS TEXT) WHEN 'start' THEN a.starts_at WHEN '-start' THEN -a.starts_at END,
                  CASE WHEN ?9 = 'title' THEN a.title END, CASE WHEN ?9 = '-title' THEN a.title END DESC, a.id
         LIMIT ?10 OFFSET ?11"),
        params![
            query.org, depth, query.show.as_str(), query.now, query.kind, words, after, after_id,
            query.order.as_str(), query.limit, query.skip
        ],
        |row| {
            all = row.get(23)?;
            listed(row)
        },
    )?;
    Ok((rows, all))
}

fn listed(row: &Row<'_>) -> Result<Listed, StoreError> {
    let standing = match (row.get::<i64>(12)?, row.get::<bool>(13)?) {
        (0, true) => Standing::Host,
        (0, false) => Standing::Cohost(row.get(14)?),
        _ => Standing::Above,
    };
    let pool = |first: usize| -> Result<Pool, StoreError> {
        let (capacity, taken) = (row.get(first)?, row.get(first + 1)?);
        Ok(Pool {
            capacity,
            taken,
            waiting: row.get(first + 2)?,
            ..Pool::default()
        })
    };
    Ok(Listed {
        id: row.get(0)?,
        title: row.get(1)?,
        kind: row.get(2)?,
        status: row.get(3)?,
        times: Times {
            starts_at: row.get(4)?,
            ends_at: row.get(5)?,
            signup_opens_at: row.get(6)?,
            signup_closes_at: row.get(7)?,
        },
        place: row.get(8)?,
        town: row.get(9)?,
        organisation: row.get(10)?,
        host: row.get(11)?,
        standing,
        left: row.get(24)?,
        pools: Pools {
            attendee: pool(15)?,
            volunteer: pool(18)?,
        },
        accepted: row.get(21)?,
        asked: row.get(22)?,
    })
}
