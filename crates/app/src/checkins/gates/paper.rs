//! The last resort: a printed sheet, on which people signed, is typed in afterwards.
//!
//! Two people type it, and neither sees what the other typed. What both typed alike is taken; what differs is looked
//! up on the paper again by one of them or somebody else. The schema lets no line be taken that fewer than two
//! people stand behind.

use std::collections::{BTreeMap, HashMap};

use jiff::{SignedDuration, Timestamp, civil::Time};
use langqiao_kernel::{
    id::{ActivityId, CheckinId, OrganisationId, PersonId, SignupId},
    time,
};
use langqiao_platform::{
    fault::{Fault, Refusal},
    i18n::msg,
    refuse_with,
};
use langqiao_store::{Event, InsertMany, ReadTx, StoreError, WriteTx, params};
use serde_json::json;

use super::{
    super::{
        model::{Direction, Outcome, Reason, Source},
        queries::{Door, OfCourse},
        rules::Rules,
    },
    IN_ORDER, devices,
    order::{self, Passing},
    people::{self, Kept},
};
use crate::{activities::Status, signups::SignupRole};

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

    /// The person's own copy.
    pub fn own(&self, person: PersonId) -> Option<&Copy> {
        self.copies.iter().find(|copy| copy.typist == person)
    }
}

/// Lines as somebody typed them.
#[derive(Clone, Debug)]
pub struct TypeLines {
    /// Of which activity's sheet.
    pub activity: ActivityId,
    /// The lines.
    pub lines: Vec<(SignupId, Times)>,
    /// Whether these were the last.
    pub finish: bool,
}

/// What was decided about lines that differ.
#[derive(Clone, Debug)]
pub struct SettleLines {
    /// Of which activity's sheet.
    pub activity: ActivityId,
    /// For each line, what the paper says.
    pub lines: Vec<(SignupId, Times)>,
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
    /// The person said that they were done.
    #[error("finished before")]
    Finished,
    /// The other is not done.
    #[error("not finished by both")]
    Unfinished,
    /// Somebody leaves before they come, or leaves without coming.
    #[error("not times that are possible")]
    BadTimes(SignupId),
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
            Self::Finished => Refusal::conflict("sheet-finished", msg::PAPER_FINISHED),
            Self::Unfinished => Refusal::conflict("sheet-unfinished", msg::PAPER_UNFINISHED),
            Self::BadTimes(_) => Refusal::invalid("times", msg::PAPER_BAD_TIMES),
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

/// The instant of a time on the sheet: on the day of the activity, or on the next for one that goes past midnight.
pub fn instant(door: &Door, typed: Time) -> Option<Timestamp> {
    let on = |day: jiff::civil::Date| time::at(day.to_datetime(typed));
    let first = on(time::day(door.starts));
    let (opens, _) = Rules::current().door(Direction::In, door.starts, door.ends);
    let night = first < opens && time::day(door.ends) > time::day(door.starts);
    if night {
        first.checked_add(SignedDuration::from_hours(24)).ok()
    } else {
        Some(first)
    }
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
                t.signup, t.came_at, t.left_at
         FROM signup s JOIN person p ON p.id = s.person
         LEFT JOIN sheet_line a ON a.activity = s.activity AND a.place = 1 AND a.signup = s.id
         LEFT JOIN sheet_line b ON b.activity = s.activity AND b.place = 2 AND b.signup = s.id
         LEFT JOIN sheet_outcome t ON t.signup = s.id
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

/// Keeps lines as a person typed them. The first two who type have a copy each.
///
/// # Errors
/// See [`PaperError`].
pub fn type_lines(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    command: &TypeLines,
) -> Result<(), PaperError> {
    check(&command.lines)?;
    tx.lock(IN_ORDER, &command.activity)?;
    let sheet = sheet(tx, org, command.activity)?;
    let on_it = |signup: &SignupId| sheet.lines.iter().any(|line| line.signup == *signup);
    if !command.lines.iter().all(|(signup, _)| on_it(signup)) {
        return Err(PaperError::NotFound);
    }
    let place = match sheet.own(person) {
        Some(copy) if copy.finished.is_some() => return Err(PaperError::Finished),
        Some(copy) => copy.place,
        None => begin(tx, &sheet, person)?,
    };
    for (signup, times) in &command.lines {
        tx.execute(
            "INSERT INTO sheet_line (activity, place, signup, came_at, left_at) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (activity, place, signup) DO UPDATE SET came_at = excluded.came_at, left_at = excluded.left_at",
            params![command.activity, place, *signup, times.came, times.left],
        )?;
    }
    if command.finish {
        tx.execute(
            "UPDATE sheet_copy SET finished_at = ?3 WHERE activity = ?1 AND place = ?2",
            params![command.activity, place, tx.now()],
        )?;
    }
    let detail = json!({ "lines": command.lines.len(), "finished": command.finish });
    let event = Event::of("sheet.typed", &command.activity)
        .kind("activity")
        .org(sheet.door.organisation);
    Ok(tx.record(event.detail(&detail))?)
}

fn check(lines: &[(SignupId, Times)]) -> Result<(), PaperError> {
    if lines.len() > TOGETHER {
        return Err(PaperError::TooMany);
    }
    match lines.iter().find(|(_, times)| !times.possible()) {
        Some((signup, _)) => Err(PaperError::BadTimes(*signup)),
        None => Ok(()),
    }
}

fn begin(tx: &mut WriteTx, sheet: &Sheet, person: PersonId) -> Result<i64, PaperError> {
    let free = |place: &i64| sheet.copies.iter().all(|copy| copy.place != *place);
    let place = [1, 2].into_iter().find(free).ok_or(PaperError::Full)?;
    tx.execute(
        "INSERT INTO sheet_copy (activity, place, typist, begun_at) VALUES (?1, ?2, ?3, ?4)",
        params![sheet.door.activity, place, person, tx.now()],
    )?;
    Ok(place)
}

/// What was taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TakenLines {
    /// Lines that both had typed alike, or that were settled.
    pub taken: usize,
    /// Lines that still differ.
    pub differ: usize,
}

/// Takes what both typed alike, and what `command` says of lines that differ: a third may say anything, one of the two
/// only that the other is right. Can be done again for what is left.
///
/// # Errors
/// See [`PaperError`]; among them that the two are not done.
pub fn take_lines(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    command: &SettleLines,
) -> Result<TakenLines, PaperError> {
    check(&command.lines)?;
    tx.lock(IN_ORDER, &command.activity)?;
    let sheet = sheet(tx, org, command.activity)?;
    if !sheet.finished() {
        return Err(PaperError::Unfinished);
    }
    if sheet.door.status == Status::Cancelled {
        return Err(PaperError::NotFound);
    }
    let now = tx.now();
    let settled: HashMap<SignupId, Times> = command.lines.iter().copied().collect();
    let mut done = TakenLines::default();
    let mut taken: Vec<(&Line, Times)> = Vec::new();
    for line in sheet.lines.iter().filter(|line| line.taken.is_none()) {
        let [first, second] = line.typed.map(Option::unwrap_or_default);
        let settled = settled.get(&line.signup).copied();
        // Who typed one copy may say that the other is right, and nothing else: two people stand behind each line.
        let stands = |times: &Times| match sheet.copies.iter().position(|copy| copy.typist == person) {
            Some(own) => [first, second][1 - own.min(1)] == *times,
            None => true,
        };
        let times = match settled.filter(stands) {
            _ if first == second => first,
            Some(times) => times,
            None => {
                done.differ += 1;
                continue;
            }
        };
        if [times.came, times.left].into_iter().flatten().any(|at| at > now) {
            return Err(PaperError::BadTimes(line.signup));
        }
        keep_outcome(tx, &sheet, line, times, (first != second).then_some(person))?;
        taken.push((line, times));
    }
    done.taken = taken.len();
    scan_lines(tx, &sheet.door, person, &taken)?;
    if done.taken > 0 {
        let event = Event::of("sheet.taken", &command.activity)
            .kind("activity")
            .org(sheet.door.organisation);
        tx.record(event.detail(&json!({ "lines": done.taken, "differ": done.differ })))?;
    }
    Ok(done)
}

fn keep_outcome(
    tx: &mut WriteTx,
    sheet: &Sheet,
    line: &Line,
    times: Times,
    settled_by: Option<PersonId>,
) -> Result<(), StoreError> {
    let [first, second] = [0, 1].map(|at| sheet.copies.get(at).map(|copy| copy.typist));
    tx.execute(
        "INSERT INTO sheet_outcome (signup, activity, first_typist, second_typist, settled_by, came_at, left_at, at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![line.signup, sheet.door.activity, first, second, settled_by, times.came, times.left, tx.now()],
    )?;
    Ok(())
}

/// A typed passage as a scan.
struct Row {
    id: CheckinId,
    code: String,
    signup: SignupId,
    sequence: i64,
    passing: Passing,
    answer: (Outcome, Reason),
}

static ROWS: InsertMany<15> = InsertMany::new(
    "INSERT INTO scan (id, activity, code, signup, direction, outcome, reason, device, sequence, scanned_at, at, scanned_by,
       source, received_at, decided_at)",
    "",
);

/// What is on the paper counts like scans, in the order of what happened.
fn scan_lines(
    tx: &mut WriteTx,
    door: &Door,
    person: PersonId,
    taken: &[(&Line, Times)],
) -> Result<(), StoreError> {
    let present: Vec<&(&Line, Times)> = taken.iter().filter(|(_, times)| times.came.is_some()).collect();
    let signups: Vec<SignupId> = present.iter().map(|(line, _)| line.signup).collect();
    let mut kept = people::kept(tx, door, &signups)?;
    let last = tx.one(
        "SELECT MAX(sequence) FROM scan WHERE activity = ?1 AND device = 'paper'",
        params![door.activity],
        |row| row.get::<Option<i64>>(0),
    )?;
    let mut next = last.flatten().map_or(0, |last| last + 1);
    let (mut rows, mut changed, mut volunteers) = (Vec::new(), Vec::new(), Vec::new());
    for (line, times) in present {
        let known: Vec<Kept> = kept.remove(&line.signup).unwrap_or_default();
        let passages = [(Direction::In, times.came), (Direction::Out, times.left)];
        let typed: Vec<Passing> = passages
            .into_iter()
            .filter_map(|(direction, at)| Some((direction, at?)))
            .zip(next..)
            .map(|((direction, at), sequence)| passing(door, direction, at, sequence))
            .collect();
        next += typed.len() as i64;
        let all: Vec<Passing> = known
            .iter()
            .map(|scan| scan.passing.clone())
            .chain(typed.iter().cloned())
            .collect();
        let answers = order::decide(&all);
        let before = people::stay(known.iter().map(|scan| (&scan.passing, scan.answer.0)));
        let after = people::stay(all.iter().zip(answers.iter().map(|answer| answer.0)));
        if line.role == SignupRole::Volunteer {
            volunteers.push((line.signup, before, after));
        }
        changed.extend(
            known
                .iter()
                .zip(&answers)
                .filter(|(scan, answer)| scan.answer != **answer)
                .map(|(scan, answer)| (scan.id, *answer)),
        );
        rows.extend(
            typed
                .into_iter()
                .zip(&answers[known.len()..])
                .map(|(passing, answer)| Row {
                    id: CheckinId::generate(),
                    code: line.code.clone(),
                    signup: line.signup,
                    sequence: passing.sequence,
                    passing,
                    answer: *answer,
                }),
        );
    }
    people::redecide(tx, &changed)?;
    insert(tx, door.activity, person, &rows)?;
    for (signup, before, after) in volunteers {
        people::tell_records(tx, signup, before, after)?;
    }
    Ok(())
}

fn passing(door: &Door, direction: Direction, at: Timestamp, sequence: i64) -> Passing {
    Passing {
        at,
        device: DEVICE.to_owned(),
        sequence,
        direction,
        standing: None,
        hours: Rules::current().hours(direction, door.starts, door.ends, at),
        person: None,
    }
}

fn insert(tx: &mut WriteTx, activity: ActivityId, person: PersonId, rows: &[Row]) -> Result<(), StoreError> {
    let (now, source) = (tx.now(), Source::Paper);
    ROWS.run(tx, rows, |row| {
        [
            &row.id,
            &activity,
            &row.code,
            &row.signup,
            &row.passing.direction,
            &row.answer.0,
            &row.answer.1,
            &DEVICE,
            &row.sequence,
            &row.passing.at,
            &row.passing.at,
            &person,
            &source,
            &now,
            &now,
        ]
    })
}

/// What was typed by each line, for whoever compares.
pub fn differing(sheet: &Sheet) -> BTreeMap<SignupId, [Times; 2]> {
    let typed = sheet.lines.iter().filter(|line| line.taken.is_none());
    let pairs = typed.map(|line| (line.signup, line.typed.map(Option::unwrap_or_default)));
    pairs.filter(|(_, [first, second])| first != second).collect()
}
