//! Who goes on in a knock-out: the winner of a game is seated in the next, who lost a semi-final in the game for the third
//! place. A game that was played with somebody else is never touched; a walkover that was nobody's word, but followed from
//! somebody's giving up, is taken back when a correction changes who plays.

use langqiao_kernel::{
    contest::bracket,
    id::{EntryId, StageId},
};
use langqiao_platform::{
    i18n::{Sentence, msg},
    not_done::NotDone,
};
use langqiao_store::{Event, ReadTx, StoreError, WriteTx, params};
use serde_json::json;

use super::{
    model::{Competition, Fixture, Stage, Way},
    queries,
    result::{forfeit_one, withdrawn},
};

/// Puts the winner into the next round, and those who lost the semi-finals into the game for the third place.
pub(super) fn go_on(
    tx: &mut WriteTx<'_>,
    of: &Competition,
    stage: &Stage,
    fixture: &Fixture,
    winner: Option<EntryId>,
) -> Result<(), NotDone> {
    let Some(winner) = winner else { return Ok(()) };
    let last = last_round(tx, stage.id)?;
    if fixture.round >= last {
        return Ok(());
    }
    let (number, first) = bracket::next(fixture.number);
    place(tx, of, stage, (fixture.round + 1, number), first, winner)?;
    let loser = [fixture.home, fixture.away]
        .into_iter()
        .flatten()
        .find(|entry| *entry != winner);
    match loser {
        Some(loser) if fixture.round + 1 == last && stage.rules.third_place => {
            place(tx, of, stage, (last, 2), first, loser)
        }
        _ => Ok(()),
    }
}

fn last_round(tx: &mut ReadTx<'_>, stage: StageId) -> Result<i64, StoreError> {
    let last = tx.one(
        "SELECT MAX(round) FROM fixture WHERE stage = ?1",
        params![stage],
        |row| row.get::<Option<i64>>(0),
    )?;
    Ok(last.flatten().unwrap_or(0))
}

fn game_at(
    tx: &mut ReadTx<'_>,
    of: &Competition,
    stage: &Stage,
    (round, number): (i64, i64),
) -> Result<Option<Fixture>, StoreError> {
    let mut all = queries::fixtures(tx, of.id)?.into_iter();
    Ok(all.find(|fixture| fixture.stage == stage.id && fixture.round == round && fixture.number == number))
}

/// That a game has a result, so that nobody else can come into it: it has to be settled first.
fn was_played(game: &Fixture) -> NotDone {
    let sentence = Sentence::new(msg::COMPETITION_LATER_PLAYED)
        .with("round", game.round)
        .with("number", game.number);
    NotDone::no("later-played", sentence)
}

/// Seats somebody in a later game.
fn place(
    tx: &mut WriteTx<'_>,
    of: &Competition,
    stage: &Stage,
    at: (i64, i64),
    first: bool,
    entry: EntryId,
) -> Result<(), NotDone> {
    let Some(later) = game_at(tx, of, stage, at)? else {
        return Ok(());
    };
    let now_there = if first { later.home } else { later.away };
    if now_there == Some(entry) {
        return Ok(());
    }
    let taken_back = later.outcome.is_some();
    let later = if taken_back {
        take_back(tx, of, later)?
    } else {
        later
    };
    let sql = if first {
        "UPDATE fixture SET home = ?2 WHERE id = ?1"
    } else {
        "UPDATE fixture SET away = ?2 WHERE id = ?1"
    };
    tx.execute(sql, params![later.id, entry])?;
    let seated = Fixture {
        home: if first { Some(entry) } else { later.home },
        away: if first { later.away } else { Some(entry) },
        ..later
    };
    let given = forfeit_one(tx, of, stage, &seated)?;
    if taken_back && !given {
        unseat(tx, of, stage, &seated)?;
    }
    Ok(())
}

/// Takes back a walkover that followed by itself from somebody's giving up; what anybody gave as a result stays. The walkover
/// stays among the game's results: its number is counted on, and the game is open again.
fn take_back(tx: &mut WriteTx<'_>, of: &Competition, game: Fixture) -> Result<Fixture, NotDone> {
    let by_itself = match (&game.outcome, game.loser()) {
        (Some(outcome), Some(loser)) if outcome.way == Way::Walkover => {
            withdrawn(tx, loser)?.is_some_and(|reason| reason == outcome.reason)
        }
        _ => false,
    };
    if !by_itself {
        return Err(was_played(&game));
    }
    let results = game.results + 1;
    let done = tx.execute(
        "UPDATE fixture SET results = ?2 WHERE id = ?1 AND results = ?3",
        params![game.id, results, game.results],
    )?;
    if done == 0 {
        return Err(NotDone::no("result-changed", msg::COMPETITION_RESULT_CHANGED));
    }
    let detail = json!({ "fixture": game.id, "number": game.results });
    let event = Event::of("competition.walkover_taken_back", &of.id).org(of.organisation);
    tx.record(event.detail(&detail))?;
    Ok(Fixture {
        results,
        outcome: None,
        ..game
    })
}

/// Whoever went on from a game that is open again leaves the next: nobody has won it yet.
fn unseat(tx: &mut WriteTx<'_>, of: &Competition, stage: &Stage, game: &Fixture) -> Result<(), NotDone> {
    let last = last_round(tx, stage.id)?;
    if game.round >= last {
        return Ok(());
    }
    let (number, first) = bracket::next(game.number);
    let mut from = vec![(game.round + 1, number)];
    if game.round + 1 == last && stage.rules.third_place {
        from.push((last, 2));
    }
    for at in from {
        let Some(later) = game_at(tx, of, stage, at)? else {
            continue;
        };
        let there = if first { later.home } else { later.away };
        if there.is_none() {
            continue;
        }
        if later.results > 0 {
            return Err(was_played(&later));
        }
        let sql = if first {
            "UPDATE fixture SET home = NULL WHERE id = ?1"
        } else {
            "UPDATE fixture SET away = NULL WHERE id = ?1"
        };
        tx.execute(sql, params![later.id])?;
    }
    Ok(())
}
