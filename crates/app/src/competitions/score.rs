//! Judges score apart, each what they saw; clocks give times. Nothing is overwritten: a change is a further mark with a
//! reason, and the last of each part counts.

use langqiao_kernel::{
    id::{CompetitionId, EntryId, PersonId, StageId},
    text::line,
};
use langqiao_platform::{
    args,
    fields::FieldErrors,
    i18n::{Sentence, msg},
    keys::{self, Keys},
    not_done::NotDone,
    notices,
};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx, params};
use serde_json::json;

use super::{
    enter::{self, Member, REASON_MAX},
    model::{Competition, Format, Item, Stage},
    protest, queries,
};

/// The seat of the clock: it is no judge.
pub const CLOCK: i64 = 0;
/// The longest time: a day, in milliseconds.
const TIME_MAX: i64 = 24 * 60 * 60 * 1000;
/// The most judges of a stage.
const JUDGES: i64 = 15;

/// Marks of one judge, or times, for one entry.
#[derive(Clone, Debug)]
pub struct GiveMarks {
    /// In which stage.
    pub stage: StageId,
    /// The judge's seat, or [`CLOCK`].
    pub judge: i64,
    /// For whom.
    pub entry: EntryId,
    /// By item or run, from 1: hundredths of a point or milliseconds; `None` for a run that doesn't count.
    pub values: Vec<(i64, Option<i64>)>,
    /// Why what was given before is changed.
    pub reason: String,
}

/// Gives marks. What is the same as before is left alone.
///
/// # Errors
/// [`NotDone`]; the fields are `part1`, `part2` … and `reason`.
pub fn give_marks(
    tx: &mut WriteTx<'_>,
    competition: CompetitionId,
    given: &GiveMarks,
) -> Result<usize, NotDone> {
    // Five judges at once wait for each other for one short moment, and a stage isn't ended between two of their marks.
    tx.lock("competition", &competition)?;
    let of = queries::any(tx, competition)?.ok_or(NotDone::NotFound)?;
    let stages = queries::stages(tx, competition)?;
    let stage = stages
        .iter()
        .find(|s| s.id == given.stage)
        .ok_or(NotDone::NotFound)?;
    if !stage.runs() && !may_correct(tx, &stages, stage)? {
        return Err(NotDone::no("stage-not-open", msg::COMPETITION_STAGE_NOT_OPEN));
    }
    may_score(tx, stage, given)?;
    check(stage, given)?;
    let reason = line(&given.reason);
    let changed = changed(tx, given)?;
    if changed.iter().any(|(number, ..)| *number > 1) && !(2..=REASON_MAX).contains(&reason.chars().count()) {
        return Err(NotDone::field("reason", msg::COMPETITION_MARK_REASON));
    }
    if changed.is_empty() {
        tx.bookkeeping();
        return Ok(0);
    }
    let (now, by) = (tx.now(), tx.by().actor.person());
    for (number, part, value) in &changed {
        tx.execute(
            "INSERT INTO mark (stage, entry, judge, part, number, value, reason, given_by, given_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            params![
                given.stage,
                given.entry,
                given.judge,
                *part,
                *number,
                *value,
                reason,
                by,
                now
            ],
        )?;
    }
    protest::corrected_marks(tx, given.stage, given.entry)?;
    if !stage.runs() {
        tell_corrected(tx, &of, given.entry, &reason)?;
    }
    let detail = json!({
        "stage": given.stage, "entry": given.entry, "judge": given.judge,
        "values": changed.iter().map(|(_, part, value)| json!([part, value])).collect::<Vec<_>>(),
    });
    let event = Event::of("competition.marked", &competition).org(of.organisation);
    tx.record(event.detail(&detail))?;
    Ok(changed.len())
}

/// Tells who speaks for an entry that a result that was known is another now, and why.
fn tell_corrected(
    tx: &mut WriteTx<'_>,
    of: &Competition,
    entry: EntryId,
    reason: &str,
) -> Result<(), StoreError> {
    let entries = queries::entries(tx, of.id)?;
    let Some(entry) = entries.iter().find(|known| known.id == entry) else {
        return Ok(());
    };
    let Some(contact) = entry.contact else {
        return Ok(());
    };
    let args = args! { title = of.title.clone(), name = entry.name.clone(), reason = reason.to_owned() };
    let link = format!("/competitions/{}", of.id);
    notices::send(tx, contact, msg::COMPETITION_NOTICE_MARKS_CORRECTED, args, &link)
}

/// Whether a closed stage is corrected: a protest against it was right, and the next stage has not begun.
fn may_correct(tx: &mut WriteTx<'_>, stages: &[Stage], stage: &Stage) -> Result<bool, NotDone> {
    if let Some(next) = stages
        .iter()
        .find(|next| next.number == stage.number + 1 && next.started_at.is_some())
    {
        let sentence = Sentence::new(msg::COMPETITION_NEXT_STAGE_BEGAN).with("n", next.number);
        return Err(NotDone::no("next-stage-began", sentence));
    }
    let right = tx.one(
        "SELECT 1 FROM protest p JOIN stage s ON s.id = p.stage
         WHERE p.competition = s.competition AND p.stage = ?1 AND p.upheld = 1 AND s.closed_at IS NOT NULL LIMIT 1",
        params![stage.id],
        |_| Ok(()),
    )?;
    Ok(right.is_some())
}

fn may_score(tx: &mut WriteTx<'_>, stage: &Stage, given: &GiveMarks) -> Result<(), NotDone> {
    let clock = stage.rules.format == Format::Timed;
    if stage.rules.format.has_games() || clock != (given.judge == CLOCK) {
        return Err(NotDone::NotFound);
    }
    let seated = tx.one(
        "SELECT CASE WHEN e.withdrawn_at IS NULL THEN 0 ELSE 1 END FROM stage_entry s
         JOIN competition_entry e ON e.id = s.entry WHERE s.stage = ?1 AND s.entry = ?2",
        params![given.stage, given.entry],
        |row| row.get::<i64>(0),
    )?;
    match seated {
        None => return Err(NotDone::NotFound),
        Some(0) => {}
        Some(_) => {
            return Err(NotDone::no("entry-withdrawn", msg::COMPETITION_ENTRY_GONE));
        }
    }
    let judge = tx.one(
        "SELECT 1 FROM judge WHERE stage = ?1 AND seat = ?2 AND left_at IS NULL",
        params![given.stage, given.judge],
        |row| row.get::<i64>(0),
    )?;
    if clock || judge.is_some() {
        Ok(())
    } else {
        Err(NotDone::NotFound)
    }
}

fn check(stage: &Stage, given: &GiveMarks) -> Result<(), NotDone> {
    let mut errors = FieldErrors::new();
    let rules = &stage.rules;
    let field = |part: i64| format!("part{part}");
    if rules.format == Format::Timed {
        // One run after the other is timed, so that those to come may be missing; one at least is there.
        if given.values.is_empty() {
            errors.add(field(1), msg::COMPETITION_TIME_WRONG);
        }
        for (part, value) in &given.values {
            let fits = value.is_none_or(|time| (1..=TIME_MAX).contains(&time));
            if !(1..=rules.runs).contains(part) {
                let sentence = Sentence::new(msg::COMPETITION_RUNS_ONLY).with("n", rules.runs);
                errors.add(field(*part), sentence);
            } else if !fits {
                errors.add(field(*part), msg::COMPETITION_TIME_WRONG);
            }
        }
    } else {
        for (part, item) in (1_i64..).zip(&rules.items) {
            let mark = given.values.iter().find(|(of, _)| *of == part);
            match mark.and_then(|(_, value)| *value) {
                None => errors.add(field(part), missing(item)),
                Some(mark) if !(0..=item.highest).contains(&mark) => {
                    let most = super::say::points(item.highest);
                    errors.add(
                        field(part),
                        Sentence::new(msg::COMPETITION_MARK_WRONG).with("most", most),
                    );
                }
                Some(_) => {}
            }
        }
        let known = 1..=rules.items.len() as i64;
        for (part, _) in given.values.iter().filter(|(part, _)| !known.contains(part)) {
            let sentence = Sentence::new(msg::COMPETITION_ITEMS_ONLY).with("n", rules.items.len());
            errors.add(field(*part), sentence);
        }
    }
    match errors.is_empty() {
        true => Ok(()),
        false => Err(NotDone::Fields(errors)),
    }
}

/// Which mark of a judge is missing.
fn missing(item: &Item) -> Sentence {
    match item.label.as_str() {
        "" => msg::COMPETITION_MARK_NEEDED.into(),
        label => Sentence::new(msg::COMPETITION_ITEM_MARK_NEEDED).with("item", label.to_owned()),
    }
}

/// What differs from what stands, each with the number that it gets.
fn changed(tx: &mut WriteTx<'_>, given: &GiveMarks) -> Result<Vec<(i64, i64, Option<i64>)>, StoreError> {
    let mut changed = Vec::new();
    for (part, value) in &given.values {
        let last = tx.one(
            "SELECT number, value FROM mark WHERE stage = ?1 AND entry = ?2 AND judge = ?3 AND part = ?4
             ORDER BY number DESC LIMIT 1",
            params![given.stage, given.entry, given.judge, *part],
            |row| Ok((row.get::<i64>(0)?, row.get::<Option<i64>>(1)?)),
        )?;
        match last {
            Some((_, before)) if before == *value => {}
            Some((number, _)) => changed.push((number + 1, *part, *value)),
            None => changed.push((1, *part, *value)),
        }
    }
    Ok(changed)
}

/// Asks somebody to judge a stage, and gives back the secret part of their link: it is shown once and kept as a hash.
///
/// # Errors
/// [`NotDone`]; the field is `judge`.
pub fn add_judge(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    competition: CompetitionId,
    stage: StageId,
    who: &Member,
) -> Result<(i64, String), NotDone> {
    tx.lock("competition", &competition)?;
    let of = queries::any(tx, competition)?.ok_or(NotDone::NotFound)?;
    let stages = queries::stages(tx, competition)?;
    let this = stages.iter().find(|s| s.id == stage).ok_or(NotDone::NotFound)?;
    if this.rules.format != Format::Judged || this.closed_at.is_some() {
        return Err(NotDone::no("stage-not-judged", msg::COMPETITION_STAGE_NOT_OPEN));
    }
    let person = enter::find(tx, keys, who).map_err(|why| enter::wrong(why, "judge"))?;
    let seats = tx.all(
        "SELECT seat, person FROM judge WHERE stage = ?1",
        params![stage],
        |row| Ok((row.get::<i64>(0)?, row.get::<PersonId>(1)?)),
    )?;
    if seats.iter().any(|(_, other)| *other == person) {
        return Err(NotDone::field("judge", msg::COMPETITION_JUDGE_TWICE));
    }
    let seat = seats.iter().map(|(seat, _)| *seat).max().unwrap_or(0) + 1;
    if seat > JUDGES {
        return Err(NotDone::field("judge", msg::COMPETITION_JUDGES_MAX));
    }
    let link = keys::random_token();
    tx.execute(
        "INSERT INTO judge (stage, seat, person, link_hash) VALUES (?1, ?2, ?3, ?4)",
        params![stage, seat, person, keys.token_hash(&link)],
    )?;
    let detail = json!({ "stage": stage, "seat": seat, "person": person });
    tx.record(
        Event::of("competition.judge_added", &competition)
            .org(of.organisation)
            .detail(&detail),
    )?;
    Ok((seat, link))
}

/// Gives a judge a new link; the one before opens nothing any more. Or, with `leaves`, lets them go: their marks no
/// longer count.
///
/// # Errors
/// [`NotDone`].
pub fn change_judge(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    competition: CompetitionId,
    stage: StageId,
    seat: i64,
    leaves: bool,
) -> Result<Option<String>, NotDone> {
    tx.lock("competition", &competition)?;
    let of = queries::any(tx, competition)?.ok_or(NotDone::NotFound)?;
    let stages = queries::stages(tx, competition)?;
    let this = stages.iter().find(|s| s.id == stage).ok_or(NotDone::NotFound)?;
    if this.closed_at.is_some() {
        return Err(NotDone::no("stage-not-open", msg::COMPETITION_STAGE_NOT_OPEN));
    }
    let link = (!leaves).then(keys::random_token);
    let (hash, left) = (
        link.as_ref().map(|link| keys.token_hash(link)),
        leaves.then_some(tx.now()),
    );
    let done = tx.execute(
        "UPDATE judge SET link_hash = ?3, left_at = ?4 WHERE stage = ?1 AND seat = ?2 AND left_at IS NULL",
        params![stage, seat, hash, left],
    )?;
    if done == 0 {
        return Err(NotDone::NotFound);
    }
    let detail = json!({ "stage": stage, "seat": seat, "left": leaves });
    tx.record(
        Event::of("competition.judge_changed", &competition)
            .org(of.organisation)
            .detail(&detail),
    )?;
    Ok(link)
}

/// A seat on a panel.
#[derive(Clone, Copy, Debug)]
pub(super) struct PanelSeat {
    pub competition: CompetitionId,
    pub stage: StageId,
    pub seat: i64,
}

/// Whose link this is.
pub(super) fn by_link(tx: &mut ReadTx<'_>, keys: &Keys, link: &str) -> Result<Option<PanelSeat>, StoreError> {
    tx.one(
        "SELECT s.competition, j.stage, j.seat FROM judge j JOIN stage s ON s.id = j.stage
         WHERE j.link_hash = ?1 AND j.left_at IS NULL",
        params![keys.token_hash(link)],
        |row| {
            Ok(PanelSeat {
                competition: row.get(0)?,
                stage: row.get(1)?,
                seat: row.get(2)?,
            })
        },
    )
}

/// The seat of a judge who has signed in.
pub(super) fn by_person(
    tx: &mut ReadTx<'_>,
    person: PersonId,
    stage: StageId,
) -> Result<Option<PanelSeat>, StoreError> {
    tx.one(
        "SELECT s.competition, j.stage, j.seat FROM judge j JOIN stage s ON s.id = j.stage
         WHERE j.person = ?1 AND j.stage = ?2 AND j.left_at IS NULL",
        params![person, stage],
        |row| {
            Ok(PanelSeat {
                competition: row.get(0)?,
                stage: row.get(1)?,
                seat: row.get(2)?,
            })
        },
    )
}
