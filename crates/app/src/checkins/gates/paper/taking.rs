//! What both typed alike is taken, and what was looked up again.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use langqiao_kernel::id::{ActivityId, CheckinId, OrganisationId, PersonId, SignupId};
use langqiao_store::{Event, InsertMany, StoreError, WriteTx, params};
use serde_json::json;

use super::super::{
    super::{
        model::{Direction, Outcome, Reason, Source},
        queries::Door,
        rules::Rules,
    },
    IN_ORDER,
    order::{self, Passing},
    people::{self, Kept},
};
use super::typing::check;
use super::{DEVICE, Line, PaperError, Sheet, Times, sheet};
use crate::{activities::Status, signups::SignupRole};

/// What was decided about lines that differ.
#[derive(Clone, Debug)]
pub struct SettleLines {
    /// Of which activity's sheet.
    pub activity: ActivityId,
    /// For each line, what the paper says.
    pub lines: Vec<(SignupId, Times)>,
}

/// What was taken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TakenLines {
    /// Lines that both had typed alike, or that were settled.
    pub taken: usize,
    /// Those of them that somebody signed; the others stay empty.
    pub signed: usize,
    /// Lines that still differ, or of which both typed a time that is still to come.
    pub differ: usize,
    /// Lines of people who were added after one of the two was done, and who are still to be typed by both, or by one
    /// and looked up by a third person.
    pub untyped: usize,
    /// Those of them of which one of the two who typed says something else than that the other is right: the other, or
    /// a third person, has to look.
    pub not_theirs: Vec<SignupId>,
    /// Lines that were taken with a time at which the activity was called off: a person decides about it.
    pub called_off: usize,
}

/// Takes what both typed alike, and what `command` says of lines that differ: a third may say anything, one of the two
/// only that the other is right. Of a late line that one of the two has typed, a third may say what the paper says. Times
/// after the activity was called off wait for a person, as scans do. Can be done again for what is left.
///
/// # Errors
/// See [`PaperError`]; among them that the two are not done.
pub fn take_lines(
    tx: &mut WriteTx,
    (org, person): (OrganisationId, PersonId),
    command: &SettleLines,
) -> Result<TakenLines, PaperError> {
    let now = tx.now();
    check(&command.lines, now)?;
    tx.lock(IN_ORDER, &command.activity)?;
    let sheet = sheet(tx, org, command.activity)?;
    if !sheet.finished() {
        return Err(PaperError::Unfinished);
    }
    let settled: HashMap<SignupId, Times> = command.lines.iter().copied().collect();
    let mut done = TakenLines::default();
    let mut taken: Vec<(&Line, Times)> = Vec::new();
    for line in sheet.lines.iter().filter(|line| line.taken.is_none()) {
        let settled = settled.get(&line.signup).copied();
        // One of the two has typed it and the other not: a third person is the second who stands behind it.
        let third = settled.filter(|_| sheet.own(person).is_none() && sheet.is_half_typed(line));
        if sheet.is_untyped(line) && third.is_none() {
            done.untyped += 1;
            continue;
        }
        let [first, second] = line.typed.map(Option::unwrap_or_default);
        let alike = third.is_none() && first == second && first.ahead_of(now).is_none();
        // Who typed one copy may say that the other is right, and nothing else: two people stand behind each line.
        let stands = |times: &Times| match sheet.copies.iter().position(|copy| copy.typist == person) {
            Some(own) => [first, second][1 - own.min(1)] == *times,
            None => true,
        };
        let times = match settled.filter(stands) {
            _ if alike => first,
            Some(times) => times,
            None => {
                done.differ += 1;
                done.not_theirs.extend(settled.map(|_| line.signup));
                continue;
            }
        };
        keep_outcome(tx, &sheet, line, times, (!alike).then_some(person))?;
        taken.push((line, times));
    }
    done.taken = taken.len();
    done.signed = taken.iter().filter(|(_, times)| times.came.is_some()).count();
    let off = |at: &Timestamp| sheet.door.status_at(*at) == Status::Cancelled;
    let is_off = |(_, times): &&(&Line, Times)| [times.came, times.left].iter().flatten().any(off);
    done.called_off = taken.iter().filter(is_off).count();
    scan_lines(tx, &sheet.door, person, &taken)?;
    if done.taken > 0 {
        let event = Event::of("sheet.taken", &command.activity)
            .kind("activity")
            .org(sheet.door.organisation);
        tx.record(event.detail(&json!({ "lines": done.taken, "differ": done.differ })))?;
    }
    Ok(done)
}

pub(super) fn keep_outcome(
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
pub(super) struct Row {
    id: CheckinId,
    code: String,
    signup: SignupId,
    sequence: i64,
    passing: Passing,
    answer: (Outcome, Reason),
}

pub(super) static ROWS: InsertMany<15> = InsertMany::new(
    "INSERT INTO scan (id, activity, code, signup, direction, outcome, reason, device, sequence, scanned_at, at, scanned_by,
       source, received_at, decided_at)",
    "",
);

/// What is on the paper counts like scans, in the order of what happened.
pub(super) fn scan_lines(
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

pub(super) fn passing(door: &Door, direction: Direction, at: Timestamp, sequence: i64) -> Passing {
    Passing {
        at,
        device: DEVICE.to_owned(),
        sequence,
        direction,
        // As it was then: whoever came before it was called off came.
        standing: (door.status_at(at) == Status::Cancelled).then_some(Reason::ActivityCancelled),
        hours: Rules::current().hours(direction, door.starts, door.ends, at),
        person: None,
    }
}

pub(super) fn insert(
    tx: &mut WriteTx,
    activity: ActivityId,
    person: PersonId,
    rows: &[Row],
) -> Result<(), StoreError> {
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

/// What was typed by each line that differs, or whose time is still to come, for whoever compares.
pub fn differing(sheet: &Sheet, now: Timestamp) -> BTreeMap<SignupId, [Times; 2]> {
    let typed = sheet
        .lines
        .iter()
        .filter(|line| line.taken.is_none() && !sheet.is_untyped(line));
    let pairs = typed.map(|line| (line.signup, line.typed.map(Option::unwrap_or_default)));
    let open = |[first, second]: &[Times; 2]| first != second || first.ahead_of(now).is_some();
    pairs.filter(|(_, both)| open(both)).collect()
}
