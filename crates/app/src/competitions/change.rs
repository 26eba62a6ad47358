//! Before the draw a competition may be changed, and removed while nobody takes part.

use langqiao_kernel::{
    id::{CompetitionId, StageId},
    text::line,
};
use langqiao_platform::{
    i18n::{Sentence, msg},
    keys::Keys,
    not_done::NotDone,
};
use langqiao_store::{Event, WriteTx, params};
use serde_json::json;

use super::{
    create::{self, NewCompetition},
    model::{Competition, Format, Rules, Stage},
    queries,
};

/// Changes what was laid down, as whoever has seen the version `seen`. A stage that stays keeps its promised draw.
///
/// # Errors
/// [`NotDone`]; the fields are named as those of [`NewCompetition`].
pub fn change(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    competition: CompetitionId,
    seen: i64,
    new: &NewCompetition,
) -> Result<(), NotDone> {
    let of = not_drawn(tx, competition)?;
    if of.version != seen {
        return Err(NotDone::no("competition-changed", msg::COMPETITION_CHANGED));
    }
    create::check(new, of.ends_at)?;
    fits_who_entered(tx, &of, new)?;
    let (team_min, team_max) = create::team_sizes(new);
    tx.execute(
        "UPDATE competition SET title = ?2, team = ?3, team_min = ?4, team_max = ?5, entries_max = ?6, self_entry = ?7,
           entries_close_at = ?8, protest_minutes = ?9, version = version + 1 WHERE id = ?1",
        params![
            competition, line(&new.title), new.team, team_min, team_max, new.entries_max, new.self_entry,
            new.entries_close_at, new.protest_minutes
        ],
    )?;
    let before = queries::stages(tx, competition)?;
    for (number, rules) in (1_i64..).zip(&new.stages) {
        let last = number == new.stages.len() as i64;
        match before.iter().find(|stage| stage.number == number) {
            Some(stage) => change_stage(tx, stage, rules, last)?,
            None => create::add_stage(tx, keys, competition, number, rules, last)?,
        }
    }
    for stage in before.iter().skip(new.stages.len()) {
        forget_panel(tx, stage.id)?;
        tx.execute("DELETE FROM stage WHERE id = ?1", params![stage.id])?;
    }
    let formats: Vec<Format> = new.stages.iter().map(|rules| rules.format).collect();
    let detail = json!({ "version": seen + 1, "stages": formats });
    let event = Event::of("competition.changed", &competition).org(of.organisation);
    Ok(tx.record(event.detail(&detail))?)
}

/// Removes a competition in which nobody takes part; what was recorded of it stays.
///
/// # Errors
/// [`NotDone`].
pub fn remove(tx: &mut WriteTx<'_>, competition: CompetitionId) -> Result<(), NotDone> {
    let of = not_drawn(tx, competition)?;
    if of.entered > 0 {
        let sentence = Sentence::new(msg::COMPETITION_REMOVE_ENTRIES).with("n", of.entered);
        return Err(NotDone::no("entries-there", sentence));
    }
    let now = tx.now();
    tx.execute(
        "UPDATE competition SET removed_at = ?2, version = version + 1 WHERE id = ?1",
        params![competition, now],
    )?;
    let detail = json!({ "title": of.title, "activity": of.activity });
    let event = Event::of("competition.removed", &competition).org(of.organisation);
    Ok(tx.record(event.detail(&detail))?)
}

fn not_drawn(tx: &mut WriteTx<'_>, competition: CompetitionId) -> Result<Competition, NotDone> {
    tx.lock("competition", &competition)?;
    let of = queries::any(tx, competition)?.ok_or(NotDone::NotFound)?;
    if of.started_at.is_some() {
        return Err(NotDone::no("competition-started", msg::COMPETITION_CHANGE_LATE));
    }
    Ok(of)
}

/// Whoever entered still may: as many, of this kind, of this size.
fn fits_who_entered(tx: &mut WriteTx<'_>, of: &Competition, new: &NewCompetition) -> Result<(), NotDone> {
    if of.entered > 0 && of.team != new.team {
        return Err(NotDone::no("entries-there", msg::COMPETITION_KIND_STAYS));
    }
    if new.entries_max < of.entered {
        let sentence = Sentence::new(msg::COMPETITION_ENTRIES_MAX_LESS).with("n", of.entered);
        return Err(NotDone::field("entries_max", sentence));
    }
    let (least, most) = create::team_sizes(new);
    let outside = tx.one(
        "SELECT COUNT(*) FROM (SELECT m.entry FROM entry_member m JOIN competition_entry e ON e.id = m.entry
           WHERE m.competition = ?1 AND e.withdrawn_at IS NULL
           GROUP BY m.entry HAVING COUNT(*) < ?2 OR COUNT(*) > ?3) t",
        params![of.id, least, most],
        |row| row.get::<i64>(0),
    )?;
    match outside.unwrap_or(0) {
        0 => Ok(()),
        n => Err(NotDone::field(
            "team_max",
            Sentence::new(msg::COMPETITION_TEAMS_OUTSIDE).with("n", n),
        )),
    }
}

fn change_stage(tx: &mut WriteTx<'_>, stage: &Stage, rules: &Rules, last: bool) -> Result<(), NotDone> {
    if rules.format == Format::Judged {
        tx.execute("DELETE FROM stage_item WHERE stage = ?1", params![stage.id])?;
    } else {
        forget_panel(tx, stage.id)?;
    }
    tx.execute(
        "UPDATE stage SET format = ?2, pools = ?3, pools_by_draw = ?4, through = ?5, win_points = ?6, draw_points = ?7,
           loss_points = ?8, draws = ?9, walkover_score = ?10, rounds = ?11, third_place = ?12, drop_extremes = ?13,
           runs = ?14 WHERE id = ?1",
        params![
            stage.id, rules.format, rules.pools.max(1), rules.pools == 0, if last { 0 } else { rules.through },
            rules.points.win, rules.points.draw, rules.points.loss, rules.draws, rules.walkover_score, rules.rounds,
            rules.third_place, rules.drop_extremes, rules.runs
        ],
    )?;
    create::add_items(tx, stage.id, rules)
}

/// A stage that no panel decides has no judges and nothing that they look at.
fn forget_panel(tx: &mut WriteTx<'_>, stage: StageId) -> Result<(), NotDone> {
    tx.execute("DELETE FROM judge WHERE stage = ?1", params![stage])?;
    tx.execute("DELETE FROM stage_item WHERE stage = ?1", params![stage])?;
    Ok(())
}
