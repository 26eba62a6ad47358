//! The last resort: a printed sheet, on which people signed, is typed in afterwards.
//!
//! Two people type it, and neither sees what the other typed. What both typed alike is taken; what differs is looked
//! up on the paper again by one of them or somebody else. The schema lets no line be taken that fewer than two
//! people stand behind. Only people of the bodies that hold the activity begin a copy; one that nobody finishes is
//! dropped by their officer, with a reason that stays. Late lines that neither of two who are done ever types are typed by
//! somebody else of those bodies in the place of one of them, who is told, and looked up by yet another; the log says who
//! took over.

mod dropping;
mod hours;
mod taking;
mod telling;
mod typing;

use jiff::{Timestamp, civil::Date};
use langqiao_kernel::id::{ActivityId, OrganisationId, PersonId, SignupId};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
};
use langqiao_store::{ReadTx, StoreError, params};

use super::{
    super::{
        model::Direction,
        queries::{Door, OfCourse},
    },
    devices,
};
use crate::signups::SignupRole;

pub(super) use dropping::{DropCopy, drop_copy};
pub(super) use hours::{days, hour_tells_day, instant};
pub(super) use taking::{SettleLines, differing, take_lines};
pub(super) use typing::{TypeLines, type_lines};

/// The device under which typed lines are kept.
pub const DEVICE: &str = "paper";

/// The most lines that are typed or settled together.
pub const TOGETHER: usize = 500;

/// When somebody came and left, by the sheet; neither, where nobody signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// When they came.
    pub came: Option<Timestamp>,
    /// When they left.
    pub left: Option<Timestamp>,
}

impl Times {
    /// Nobody leaves before coming.
    fn possible(&self) -> bool {
        self.left
            .is_none_or(|left| self.came.is_some_and(|came| came < left))
    }

    /// Which of the two times is still to come, the first of them: nobody has signed for it.
    pub fn ahead_of(self, now: Timestamp) -> Option<Direction> {
        let later = |at: Option<Timestamp>| at.is_some_and(|at| now < at);
        let ways = [(Direction::In, self.came), (Direction::Out, self.left)];
        ways.into_iter().find(|(_, at)| later(*at)).map(|(way, _)| way)
    }
}

/// A line of the sheet.
#[derive(Clone, Debug)]
pub struct Line {
    /// Whose.
    pub signup: SignupId,
    /// Their name as shown.
    pub name: String,
    /// What they come as.
    pub role: SignupRole,
    /// Their short code, as printed.
    pub code: String,
    /// What each of the two typed; nothing where they have not typed it.
    pub typed: [Option<Times>; 2],
    /// What it came to, once it is taken.
    pub taken: Option<Times>,
    /// Since when they have their place.
    pub seated: Option<Timestamp>,
    /// Whether they were added afterwards, from this very sheet or at the door.
    pub afterwards: bool,
}

/// One of the two who type.
#[derive(Clone, Debug)]
pub struct Copy {
    /// Which of the two.
    pub place: i64,
    /// Who.
    pub typist: PersonId,
    /// Their name as shown.
    pub name: String,
    /// When they said that they were done.
    pub finished: Option<Timestamp>,
}

/// The sheet as far as it is typed.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The activity.
    pub door: Door,
    /// Those who type, the first first.
    pub copies: Vec<Copy>,
    /// Its lines in the order in which they are printed.
    pub lines: Vec<Line>,
}

impl Sheet {
    /// Whether both are done.
    pub fn finished(&self) -> bool {
        self.copies.len() == 2 && self.copies.iter().all(|copy| copy.finished.is_some())
    }

    /// Whether a line came to the sheet after a copy was done, and is still to be typed in it.
    pub fn is_missing(copy: &Copy, line: &Line) -> bool {
        let at = usize::from(copy.place == 2);
        let late = copy
            .finished
            .zip(line.seated)
            .is_some_and(|(done, seated)| done < seated);
        late && line.taken.is_none() && line.typed[at].is_none()
    }

    /// Whether a line is still to be typed by one of the two who were done before it came to the sheet: nobody says that
    /// they did not come by having typed the others.
    pub fn is_untyped(&self, line: &Line) -> bool {
        self.copies.iter().any(|copy| Self::is_missing(copy, line))
    }

    /// Whether only one of the two has still to type it. As that one may never do so, what a third person looks up on the
    /// paper stands for it, too.
    pub fn is_half_typed(&self, line: &Line) -> bool {
        let missing = self.copies.iter().filter(|copy| Self::is_missing(copy, line));
        self.finished() && missing.count() == 1
    }

    /// The copy in which somebody else may go on, where all that is left are late lines that neither of the two has typed:
    /// they may never come back. Whatever else there is comes first, so that whoever typed a line stands by it until it
    /// is taken.
    pub fn to_take_over(&self) -> Option<&Copy> {
        let left: Vec<&Line> = self.lines.iter().filter(|line| line.taken.is_none()).collect();
        let by_neither = |line: &&Line| self.copies.iter().all(|copy| Self::is_missing(copy, line));
        let free = self.finished() && !left.is_empty() && left.iter().all(by_neither);
        self.copies.first().filter(|_| free)
    }

    /// The lines that are to be typed in a copy: all until it is done, then those that came later. All for who has none.
    pub fn to_type(&self, copy: Option<&Copy>) -> Vec<(usize, &Line)> {
        let wanted =
            |line: &Line| copy.is_none_or(|copy| copy.finished.is_none() || Self::is_missing(copy, line));
        self.lines
            .iter()
            .enumerate()
            .filter(|(_, line)| wanted(line))
            .collect()
    }

    /// The person's own copy.
    pub fn own(&self, person: PersonId) -> Option<&Copy> {
        self.copies.iter().find(|copy| copy.typist == person)
    }
}

/// Why the sheet was not typed or taken.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// No such activity in the organisation's reach, or a line that isn't on its sheet.
    #[error("no such sheet")]
    NotFound,
    /// Two others type it already.
    #[error("two others type it")]
    Full,
    /// Only people of the bodies that hold the activity type its sheet.
    #[error("of no host")]
    NotOfHosts,
    /// No reason was given for dropping a copy.
    #[error("no reason")]
    NoReason,
    /// A copy that is done is not dropped.
    #[error("the copy is done")]
    CopyDone,
    /// The person said that they were done.
    #[error("finished before")]
    Finished,
    /// The other is not done.
    #[error("not finished by both")]
    Unfinished,
    /// Somebody leaves before they come, or leaves without coming.
    #[error("not times that are possible")]
    BadTimes(SignupId),
    /// Somebody comes or leaves at a time that is still to come.
    #[error("a time still to come")]
    ToCome(SignupId, Direction),
    /// More than [`TOGETHER`].
    #[error("too many lines")]
    TooMany,
    /// It is a course.
    #[error(transparent)]
    OfCourse(#[from] OfCourse),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PaperError {
    /// The sentence for it; `None` for what is no rule's refusal.
    pub fn refusal(&self) -> Option<Refusal> {
        Some(match self {
            Self::NotFound | Self::Store(_) => return None,
            Self::OfCourse(why) => why.refusal(),
            Self::Full => Refusal::conflict("sheet-full", msg::PAPER_FULL),
            Self::NotOfHosts => Refusal::conflict("sheet-of-hosts", msg::PAPER_NOT_OF_HOSTS),
            Self::NoReason => Refusal::invalid("reason", msg::PAPER_DROP_NO_REASON),
            Self::CopyDone => Refusal::conflict("sheet-copy-done", msg::PAPER_DROP_DONE),
            Self::Finished => Refusal::conflict("sheet-finished", msg::PAPER_FINISHED),
            Self::Unfinished => Refusal::conflict("sheet-unfinished", msg::PAPER_UNFINISHED),
            Self::BadTimes(_) => Refusal::invalid("times", msg::PAPER_BAD_TIMES),
            Self::ToCome(..) => Refusal::invalid("times-to-come", msg::PAPER_TO_COME),
            Self::TooMany => Refusal::invalid("too-many-lines", msg::PAPER_TOO_MANY),
        })
    }

    fn into_fault(self) -> Fault {
        match (self.refusal(), self) {
            (Some(refusal), _) => refusal.into(),
            (None, Self::Store(error)) => error.into(),
            (None, _) => Fault::NotFound,
        }
    }
}

refuse_with!(PaperError);

/// Whether a person has a post today in a body that holds the activity.
pub fn of_hosts(
    tx: &mut ReadTx,
    activity: ActivityId,
    (person, today): (PersonId, Date),
) -> Result<bool, StoreError> {
    let there = tx.one(
        "SELECT 1 FROM posting p JOIN cohost c ON c.organisation = p.organisation
         WHERE c.activity = ?1 AND (c.host = 1 OR c.status = 'accepted') AND p.person = ?2
           AND p.valid_from <= ?3 AND ?3 < p.valid_to LIMIT 1",
        params![activity, person, today],
        |_| Ok(()),
    )?;
    Ok(there.is_some())
}

/// Reads a sheet: three statements.
///
/// # Errors
/// See [`PaperError`].
pub fn sheet(tx: &mut ReadTx, org: OrganisationId, activity: ActivityId) -> Result<Sheet, PaperError> {
    let door = devices::door(tx, org, activity)?
        .ok_or(PaperError::NotFound)?
        .of_one_day()?;
    let copies = copies(tx, activity)?;
    let times = |row: &langqiao_store::Row<'_>, there: usize| -> Result<Option<Times>, StoreError> {
        let there_is = row.get::<Option<String>>(there)?.is_some();
        let times = Times {
            came: row.get(there + 1)?,
            left: row.get(there + 2)?,
        };
        Ok(there_is.then_some(times))
    };
    let lines = tx.all(
        "SELECT s.id, p.name_masked, s.role, s.code, a.signup, a.came_at, a.left_at, b.signup, b.came_at, b.left_at,
                t.signup, t.came_at, t.left_at, s.seated_at, w.id
         FROM signup s JOIN person p ON p.id = s.person
         LEFT JOIN sheet_line a ON a.activity = s.activity AND a.place = 1 AND a.signup = s.id
         LEFT JOIN sheet_line b ON b.activity = s.activity AND b.place = 2 AND b.signup = s.id
         LEFT JOIN sheet_outcome t ON t.signup = s.id LEFT JOIN walk_in w ON w.party = s.party
         WHERE s.activity = ?1 AND s.state = 'seat' ORDER BY s.role, s.number, s.id",
        params![activity],
        |row| {
            Ok(Line {
                signup: row.get(0)?,
                name: row.get(1)?,
                role: row.get(2)?,
                code: row.get(3)?,
                typed: [times(row, 4)?, times(row, 7)?],
                taken: times(row, 10)?,
                seated: row.get(13)?,
                afterwards: row.get::<Option<String>>(14)?.is_some(),
            })
        },
    )?;
    Ok(Sheet { door, copies, lines })
}

fn copies(tx: &mut ReadTx, activity: ActivityId) -> Result<Vec<Copy>, StoreError> {
    tx.all(
        "SELECT c.place, c.typist, p.name_masked, c.finished_at FROM sheet_copy c JOIN person p ON p.id = c.typist
         WHERE c.activity = ?1 ORDER BY c.place",
        params![activity],
        |row| Ok(Copy { place: row.get(0)?, typist: row.get(1)?, name: row.get(2)?, finished: row.get(3)? }),
    )
}
