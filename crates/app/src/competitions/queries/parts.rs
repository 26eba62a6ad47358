//! What one competition is made of: its stages, who takes part, its games, marks and protests, and its courts.

use jiff::Timestamp;
use langqiao_kernel::{
    contest::league::Points,
    id::{ActivityId, CompetitionId, EntryId, PersonId, StageId},
};
use langqiao_store::{ReadTx, StoreError, params};

use super::super::model::{
    Entry, Fixture, Format, Item, Judge, Mark, Outcome, Protest, Rules, Seat, Stage, Way,
};

/// The stages of a competition in their order, with what their panels look at.
pub(in super::super) fn stages(
    tx: &mut ReadTx<'_>,
    competition: CompetitionId,
) -> Result<Vec<Stage>, StoreError> {
    let mut stages = tx.all(
        "SELECT id, number, format, CASE WHEN pools_by_draw = 1 AND started_at IS NULL THEN 0 ELSE pools END, through, win_points, draw_points, loss_points, draws, walkover_score, rounds,
                third_place, drop_extremes, runs, commitment, drawn, started_at, closed_at, protests_ended_at
         FROM stage WHERE competition = ?1 ORDER BY number",
        params![competition],
        |row| {
            Ok(Stage {
                id: row.get(0)?,
                number: row.get(1)?,
                rules: Rules {
                    format: row.get(2)?,
                    pools: row.get(3)?,
                    through: row.get(4)?,
                    points: Points {
                        win: row.get(5)?,
                        draw: row.get(6)?,
                        loss: row.get(7)?,
                    },
                    draws: row.get(8)?,
                    walkover_score: row.get(9)?,
                    rounds: row.get(10)?,
                    third_place: row.get(11)?,
                    drop_extremes: row.get(12)?,
                    runs: row.get(13)?,
                    items: Vec::new(),
                },
                commitment: row.get(14)?,
                drawn: row.get(15)?,
                started_at: row.get(16)?,
                closed_at: row.get(17)?,
                protests_ended_at: row.get(18)?,
            })
        },
    )?;
    if stages.iter().any(|stage| stage.rules.format == Format::Judged) {
        tx.each(
            "SELECT i.stage, i.label, i.weight, i.highest FROM stage_item i JOIN stage s ON s.id = i.stage
             WHERE s.competition = ?1 ORDER BY i.stage, i.position",
            params![competition],
            |row| {
                let stage: StageId = row.get(0)?;
                let item = Item {
                    label: row.get(1)?,
                    weight: row.get(2)?,
                    highest: row.get(3)?,
                };
                if let Some(of) = stages.iter_mut().find(|known| known.id == stage) {
                    of.rules.items.push(item);
                }
                Ok(())
            },
        )?;
    }
    Ok(stages)
}

/// Who takes part, by start number. Who withdrew before the draw never took part.
pub(in super::super) fn entries(
    tx: &mut ReadTx<'_>,
    competition: CompetitionId,
) -> Result<Vec<Entry>, StoreError> {
    tx.all(
        "SELECT e.id, e.number, e.name, (SELECT p.name_masked FROM entry_member m JOIN person p ON p.id = m.person
                  WHERE m.entry = e.id AND m.position = 1),
                e.unit_name, e.unit, e.line, e.contact, e.seed,
                (SELECT COUNT(*) FROM entry_member m WHERE m.entry = e.id), e.withdrawn_at, e.withdrawn_reason, e.version
         FROM competition_entry e
         WHERE e.competition = ?1
           AND (e.withdrawn_at IS NULL OR EXISTS (SELECT 1 FROM stage_entry s WHERE s.entry = e.id))
         ORDER BY e.number",
        params![competition],
        |row| {
            let (name, person): (String, Option<String>) = (row.get(2)?, row.get(3)?);
            Ok(Entry {
                id: row.get(0)?,
                number: row.get(1)?,
                name: if name.is_empty() { person.unwrap_or_default() } else { name },
                unit_name: row.get(4)?,
                unit: row.get(5)?,
                line: row.get(6)?,
                contact: row.get(7)?,
                seed: row.get(8)?,
                people: row.get(9)?,
                withdrawn_at: row.get(10)?,
                withdrawn_reason: row.get(11)?,
                version: row.get(12)?,
            })
        },
    )
}

/// A member of an entry.
#[derive(Clone, Debug)]
pub(in super::super) struct Member {
    /// Of which entry.
    pub entry: EntryId,
    pub person: PersonId,
    /// Their name, masked.
    pub name: String,
}

/// The members of all entries of a competition, those of an entry in their order.
pub(in super::super) fn members(
    tx: &mut ReadTx<'_>,
    competition: CompetitionId,
) -> Result<Vec<Member>, StoreError> {
    tx.all(
        "SELECT m.entry, m.person, p.name_masked FROM entry_member m
         JOIN competition_entry e ON e.id = m.entry JOIN person p ON p.id = m.person
         WHERE m.competition = ?1 ORDER BY e.number, m.position",
        params![competition],
        |row| {
            Ok(Member {
                entry: row.get(0)?,
                person: row.get(1)?,
                name: row.get(2)?,
            })
        },
    )
}

/// Who has which seat in which stage.
pub(in super::super) fn seats(
    tx: &mut ReadTx<'_>,
    competition: CompetitionId,
) -> Result<Vec<Seat>, StoreError> {
    tx.all(
        "SELECT p.stage, p.entry, p.position, p.pool FROM stage s JOIN stage_entry p ON p.stage = s.id
         WHERE s.competition = ?1 ORDER BY s.number, p.position",
        params![competition],
        |row| {
            Ok(Seat {
                stage: row.get(0)?,
                entry: row.get(1)?,
                position: row.get(2)?,
                pool: row.get(3)?,
            })
        },
    )
}

/// All games of a competition with their last results, in the order of stages, rounds, groups and numbers.
pub(in super::super) fn fixtures(
    tx: &mut ReadTx<'_>,
    competition: CompetitionId,
) -> Result<Vec<Fixture>, StoreError> {
    tx.all(
        "SELECT f.id, f.stage, f.pool, f.round, f.number, f.home, f.away, f.bye, f.court, f.starts_at, f.results,
                r.way, r.home_score, r.away_score, r.winner, r.reason, r.given_at, f.ends_at
         FROM fixture f JOIN stage s ON s.id = f.stage
         LEFT JOIN fixture_result r ON r.fixture = f.id AND r.number = f.results
         WHERE f.competition = ?1 ORDER BY s.number, f.round, f.pool, f.number",
        params![competition],
        |row| {
            let way: Option<Way> = row.get(11)?;
            let outcome = match way {
                None => None,
                Some(way) => Some(Outcome {
                    way,
                    home_score: row.get(12)?,
                    away_score: row.get(13)?,
                    winner: row.get(14)?,
                    reason: row.get(15)?,
                    at: row.get(16)?,
                }),
            };
            Ok(Fixture {
                id: row.get(0)?,
                stage: row.get(1)?,
                pool: row.get(2)?,
                round: row.get(3)?,
                number: row.get(4)?,
                home: row.get(5)?,
                away: row.get(6)?,
                bye: row.get(7)?,
                court: row.get(8)?,
                starts_at: row.get(9)?,
                ends_at: row.get(17)?,
                results: row.get(10)?,
                outcome,
            })
        },
    )
}

/// The last mark or time of every part, of the stages that have any.
pub(in super::super) fn marks(
    tx: &mut ReadTx<'_>,
    competition: CompetitionId,
) -> Result<Vec<Mark>, StoreError> {
    tx.all(
        "SELECT m.stage, m.entry, m.judge, m.part, m.value
         FROM stage s JOIN mark m ON m.stage = s.id
         WHERE s.competition = ?1 AND NOT EXISTS (SELECT 1 FROM mark l WHERE l.stage = m.stage AND l.entry = m.entry
           AND l.judge = m.judge AND l.part = m.part AND l.number > m.number)
         ORDER BY m.stage, m.entry, m.judge, m.part",
        params![competition],
        |row| {
            Ok(Mark {
                stage: row.get(0)?,
                entry: row.get(1)?,
                judge: row.get(2)?,
                part: row.get(3)?,
                value: row.get(4)?,
            })
        },
    )
}

/// The judges of a competition who are still there, by stage and seat.
pub(in super::super) fn judges(
    tx: &mut ReadTx<'_>,
    competition: CompetitionId,
) -> Result<Vec<Judge>, StoreError> {
    tx.all(
        "SELECT j.stage, j.seat, p.name_masked
         FROM stage s JOIN judge j ON j.stage = s.id JOIN person p ON p.id = j.person
         WHERE s.competition = ?1 AND j.left_at IS NULL ORDER BY s.number, j.seat",
        params![competition],
        |row| {
            Ok(Judge {
                stage: row.get(0)?,
                seat: row.get(1)?,
                name: row.get(2)?,
            })
        },
    )
}

/// The protests of a competition, the latest first.
pub(in super::super) fn protests(
    tx: &mut ReadTx<'_>,
    competition: CompetitionId,
) -> Result<Vec<Protest>, StoreError> {
    tx.all(
        "SELECT id, entry, stage, fixture, words, made_at, upheld, answer, answered_at, settled_at, settlement
         FROM protest WHERE competition = ?1 ORDER BY id DESC",
        params![competition],
        |row| {
            Ok(Protest {
                id: row.get(0)?,
                entry: row.get(1)?,
                stage: row.get(2)?,
                fixture: row.get(3)?,
                words: row.get(4)?,
                at: row.get(5)?,
                upheld: row.get(6)?,
                answer: row.get(7)?,
                answered_at: row.get(8)?,
                settled_at: row.get(9)?,
                settlement: row.get(10)?,
            })
        },
    )
}

/// The names of a competition's courts, by number.
pub(in super::super) fn courts(
    tx: &mut ReadTx<'_>,
    competition: CompetitionId,
) -> Result<Vec<String>, StoreError> {
    let mut names: Vec<String> = Vec::new();
    tx.each(
        "SELECT number, name FROM court WHERE competition = ?1 ORDER BY number",
        params![competition],
        |row| {
            let number = usize::try_from(row.get::<i64>(0)?).unwrap_or(1).max(1);
            if names.len() < number {
                names.resize(number, String::new());
            }
            names[number - 1] = row.get(1)?;
            Ok(())
        },
    )?;
    Ok(names)
}

/// A court that another competition of the activity plays on: its name, from when, until when.
pub(in super::super) type Elsewhere = (String, Timestamp, Timestamp);

/// On which courts the other competitions of an activity play, and when.
pub(in super::super) fn elsewhere(
    tx: &mut ReadTx<'_>,
    activity: ActivityId,
    competition: CompetitionId,
) -> Result<Vec<Elsewhere>, StoreError> {
    tx.all(
        "SELECT c.name, f.starts_at, f.ends_at FROM competition k JOIN fixture f ON f.competition = k.id
         JOIN court c ON c.competition = k.id AND c.number = f.court
         WHERE k.activity = ?1 AND k.id <> ?2 ORDER BY f.starts_at, f.id",
        params![activity, competition],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}
