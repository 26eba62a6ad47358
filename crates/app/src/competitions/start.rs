//! A stage begins: its order is drawn, its groups are dealt, its games are made. And it ends.

use langqiao_kernel::{
    contest::{bracket, league, swiss},
    draw::{self, Drawn, Seed},
    id::{CompetitionId, EntryId, FixtureId, StageId},
};
use langqiao_platform::{
    i18n::{Sentence, msg},
    keys::Keys,
    not_done::NotDone,
    spoken::Moment,
};
use langqiao_store::{Event, InsertMany, WriteTx, params};
use serde_json::json;

use super::{
    model::{Entry, Fixture, Format, Rules, Stage},
    queries, result,
    whole::{Whole, meet},
};

static SEATS: InsertMany<4> = InsertMany::new("INSERT INTO stage_entry (stage, entry, position, pool)", "");
static FIXTURES: InsertMany<9> = InsertMany::new(
    "INSERT INTO fixture (id, competition, stage, pool, round, number, home, away, bye)",
    "",
);

/// The most games of a stage: a round robin of 60 has fewer.
const GAMES: usize = 2000;

/// A game to be made.
struct NewFixture {
    id: FixtureId,
    pool: i64,
    round: i64,
    number: i64,
    home: Option<EntryId>,
    away: Option<EntryId>,
    bye: bool,
}

/// A competition that is being changed: nobody else changes it until this is committed.
pub(super) fn lock(tx: &mut WriteTx<'_>, competition: CompetitionId) -> Result<Whole, NotDone> {
    tx.lock("competition", &competition)?;
    let of = queries::any(tx, competition)?.ok_or(NotDone::NotFound)?;
    Ok(Whole::read(tx, of)?)
}

/// Begins a stage: the first with all who entered, seeds first and the others by lot; a later one with those who came
/// through, in the order of their places, when nobody can protest against those any more.
///
/// # Errors
/// [`NotDone`].
pub fn start(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    competition: CompetitionId,
    stage: StageId,
) -> Result<(), NotDone> {
    begin(tx, keys, competition, stage, false)
}

/// Begins a stage as [`start`] does, also while the stage before could still be protested against: all leaders have
/// agreed. From now on nobody can.
///
/// # Errors
/// [`NotDone`].
pub fn start_agreed(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    competition: CompetitionId,
    stage: StageId,
) -> Result<(), NotDone> {
    begin(tx, keys, competition, stage, true)
}

pub(super) fn begin(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    competition: CompetitionId,
    stage: StageId,
    agreed: bool,
) -> Result<(), NotDone> {
    let whole = lock(tx, competition)?;
    let this = whole.stage(stage).ok_or(NotDone::NotFound)?;
    if this.started_at.is_some() {
        return Err(NotDone::no("stage-started", msg::COMPETITION_STAGE_STARTED));
    }
    let (order, drawn) = match whole.before(this) {
        None => drawn(keys, this, &whole.entries)?,
        Some(before) => (through(tx, &whole, before, agreed)?, None),
    };
    let pools = groups_for(&this.rules, order.len());
    let least = if this.rules.format.has_games() {
        pools * 2
    } else {
        1
    };
    if order.len() < least {
        let sentence = Sentence::new(msg::COMPETITION_TOO_FEW)
            .with("least", least)
            .with("n", order.len());
        return Err(NotDone::no("too-few-entries", sentence));
    }
    let pools = league::groups(order.len(), pools);
    if whole.after(this).is_some() {
        somebody_is_out(&this.rules, &pools)?;
    }
    let games: usize = pools.iter().map(|pool| pool.len() * (pool.len() - 1) / 2).sum();
    if this.rules.format == Format::League && games > GAMES {
        let sentence = Sentence::new(msg::COMPETITION_TOO_MANY_GAMES).with("n", games);
        return Err(NotDone::no("too-many-games", sentence));
    }
    let rounds = rounds(this, order.len())?;
    let now = tx.now();
    tx.execute(
        "UPDATE stage SET started_at = ?2, drawn = ?3, pools = ?4, rounds = ?5 WHERE id = ?1",
        params![stage, now, drawn, pools.len() as i64, rounds],
    )?;
    tx.execute(
        "UPDATE competition SET started_at = COALESCE(started_at, ?2) WHERE id = ?1",
        params![competition, now],
    )?;
    seat(tx, stage, &order, &pools)?;
    let fixtures = match this.rules.format {
        Format::League => league_fixtures(&order, &pools),
        Format::Knockout => knockout_fixtures(&order, this.rules.third_place),
        Format::Swiss => swiss_fixtures(&order, &vec![swiss::Player::default(); order.len()], 1),
        Format::Judged | Format::Timed => Vec::new(),
    };
    insert(tx, competition, stage, &fixtures)?;
    let detail = json!({ "stage": stage, "entries": order.len(), "games": fixtures.len() });
    let event = Event::of("competition.stage_started", &competition).org(whole.competition.organisation);
    tx.record(event.detail(&detail))?;
    if this.rules.format == Format::Knockout {
        result::advance_byes(tx, competition, stage)?;
    }
    Ok(())
}

/// The most rounds of a Swiss stage of so many: nobody meets the same one twice, so that there are as many as opponents,
/// and one more where somebody rests in each.
pub(super) fn most_rounds(entries: usize) -> i64 {
    let n = entries as i64;
    if n % 2 == 1 { n } else { n - 1 }
}

/// How many rounds a stage has with so many. Where a Swiss stage was to have too many, the first stage is refused while they
/// can still be changed; how many come to a later one nobody could know: it has as many rounds as it can.
fn rounds(stage: &Stage, entries: usize) -> Result<i64, NotDone> {
    let (laid_down, most) = (stage.rules.rounds, most_rounds(entries));
    if stage.rules.format != Format::Swiss || laid_down <= most {
        return Ok(laid_down);
    }
    if stage.number > 1 {
        return Ok(most);
    }
    let sentence = Sentence::new(msg::COMPETITION_TOO_MANY_ROUNDS)
        .with("n", entries)
        .with("most", most)
        .with("rounds", laid_down);
    Err(NotDone::no("too-many-rounds", sentence))
}

/// Seeds in their order, then the others by lot, as anyone can work out again from what is published.
fn drawn(keys: &Keys, stage: &Stage, entries: &[Entry]) -> Result<(Vec<EntryId>, Option<String>), NotDone> {
    let mut seeded: Vec<&Entry> = entries
        .iter()
        .filter(|e| e.withdrawn_at.is_none() && e.seed.is_some())
        .collect();
    seeded.sort_by_key(|entry| entry.seed);
    let unseeded: Vec<draw::Entry> = entries
        .iter()
        .filter(|entry| entry.withdrawn_at.is_none() && entry.seed.is_none())
        .map(|entry| draw::Entry {
            number: entry.number,
            people: 1,
            first: false,
            group: None,
        })
        .collect();
    let seed = Seed::new(keys.draw_seed(&stage.id.to_text()));
    let places = unseeded.len() as i64;
    let drawn = Drawn::draw(stage.id.to_text(), &seed, places, unseeded);
    let by_lot = drawn
        .order
        .iter()
        .filter_map(|number| entries.iter().find(|entry| entry.number == *number));
    let order = seeded.into_iter().chain(by_lot).map(|entry| entry.id).collect();
    let document = serde_json::to_string(&drawn).map_err(langqiao_store::StoreError::from)?;
    Ok((order, Some(document)))
}

/// How many groups so many are dealt into: as laid down, or so that there are four in a group, or three or five.
fn groups_for(rules: &Rules, entries: usize) -> usize {
    match usize::try_from(rules.pools) {
        Ok(0) | Err(_) => ((entries + 2) / 4).clamp(1, 32),
        Ok(pools) => pools,
    }
}

/// A group from which all go on decides nothing, and one alone is no next stage.
fn somebody_is_out(rules: &Rules, pools: &[Vec<usize>]) -> Result<(), NotDone> {
    let least = pools.iter().map(Vec::len).min().unwrap_or(0);
    let through = usize::try_from(rules.through).unwrap_or(0);
    if rules.format != Format::League || (through < least && through * pools.len() > 1) {
        return Ok(());
    }
    let sentence = Sentence::new(if through < least {
        msg::COMPETITION_ONE_THROUGH
    } else {
        msg::COMPETITION_NOBODY_OUT
    });
    let sentence = sentence.with("pools", pools.len()).with("size", least);
    Err(NotDone::no("nobody-out", sentence.with("through", through)))
}

fn through(
    tx: &mut WriteTx<'_>,
    whole: &Whole,
    before: &Stage,
    agreed: bool,
) -> Result<Vec<EntryId>, NotDone> {
    if before.closed_at.is_none() {
        return Err(NotDone::no(
            "stage-before-open",
            msg::COMPETITION_STAGE_BEFORE_OPEN,
        ));
    }
    let open = whole
        .protests
        .iter()
        .any(|p| p.stage == before.id && p.upheld.is_none());
    if open {
        return Err(NotDone::no("protest-open", msg::COMPETITION_PROTEST_OPEN));
    }
    settled(whole, before)?;
    if let Some(until) = whole.protests_until(before).filter(|until| tx.now() < *until) {
        if !agreed {
            let sentence = Sentence::new(msg::COMPETITION_PROTESTS_RUN).with("at", Moment(until));
            return Err(NotDone::no("protests-run", sentence));
        }
        end_protests(tx, whole, before)?;
    }
    Ok(whole.through(before))
}

/// All leaders have agreed: nobody protests against this stage any more.
fn end_protests(tx: &mut WriteTx<'_>, whole: &Whole, stage: &Stage) -> Result<(), NotDone> {
    let now = tx.now();
    tx.execute(
        "UPDATE stage SET protests_ended_at = ?2 WHERE id = ?1",
        params![stage.id, now],
    )?;
    let detail = json!({ "stage": stage.id, "leaders_agreed": true });
    let event =
        Event::of("competition.protests_ended", &whole.competition.id).org(whole.competition.organisation);
    Ok(tx.record(event.detail(&detail))?)
}

fn seat(
    tx: &mut WriteTx<'_>,
    stage: StageId,
    order: &[EntryId],
    pools: &[Vec<usize>],
) -> Result<(), NotDone> {
    let pool_of = |at: usize| {
        (1_i64..)
            .zip(pools)
            .find(|(_, pool)| pool.contains(&at))
            .map_or(1, |(n, _)| n)
    };
    let rows: Vec<(EntryId, i64, i64)> = (1_i64..)
        .zip(order)
        .enumerate()
        .map(|(at, (position, entry))| (*entry, position, pool_of(at)))
        .collect();
    Ok(SEATS.run(tx, &rows, |(entry, position, pool)| {
        [&stage, entry, position, pool]
    })?)
}

fn league_fixtures(order: &[EntryId], pools: &[Vec<usize>]) -> Vec<NewFixture> {
    let mut fixtures = Vec::new();
    for (pool, members) in (1_i64..).zip(pools) {
        for (round, pairs) in (1_i64..).zip(league::rounds(members.len())) {
            for (number, (home, away)) in (1_i64..).zip(pairs) {
                fixtures.push(NewFixture {
                    id: FixtureId::generate(),
                    pool,
                    round,
                    number,
                    home: Some(order[members[home]]),
                    away: Some(order[members[away]]),
                    bye: false,
                });
            }
        }
    }
    fixtures
}

/// All rounds at once; whoever plays in the later ones is not known yet.
fn knockout_fixtures(order: &[EntryId], third: bool) -> Vec<NewFixture> {
    let new = |round, number, home, away, bye| NewFixture {
        id: FixtureId::generate(),
        pool: 1,
        round,
        number,
        home,
        away,
        bye,
    };
    let mut fixtures: Vec<NewFixture> = (1_i64..)
        .zip(bracket::first_round(order.len()))
        .map(|(number, (home, away))| {
            new(
                1,
                number,
                Some(order[home]),
                away.map(|at| order[at]),
                away.is_none(),
            )
        })
        .collect();
    let (mut games, mut round) = (fixtures.len() as i64 / 2, 2);
    while games >= 1 {
        fixtures.extend((1..=games).map(|number| new(round, number, None, None, false)));
        if games == 1 && third && order.len() > 3 {
            fixtures.push(new(round, 2, None, None, false));
        }
        (games, round) = (games / 2, round + 1);
    }
    fixtures
}

fn swiss_fixtures(order: &[EntryId], players: &[swiss::Player], round: i64) -> Vec<NewFixture> {
    let paired = swiss::pair(players);
    let bye = paired.bye.map(|at| (at, None));
    let pairs = paired.pairs.into_iter().map(|(one, other)| (one, Some(other)));
    let fixture = |(number, (home, away)): (i64, (usize, Option<usize>))| NewFixture {
        id: FixtureId::generate(),
        pool: 1,
        round,
        number,
        home: Some(order[home]),
        away: away.map(|at| order[at]),
        bye: away.is_none(),
    };
    (1_i64..).zip(pairs.chain(bye)).map(fixture).collect()
}

fn insert(
    tx: &mut WriteTx<'_>,
    competition: CompetitionId,
    stage: StageId,
    fixtures: &[NewFixture],
) -> Result<(), NotDone> {
    Ok(FIXTURES.run(tx, fixtures, |f| {
        [
            &f.id,
            &competition,
            &stage,
            &f.pool,
            &f.round,
            &f.number,
            &f.home,
            &f.away,
            &f.bye,
        ]
    })?)
}

/// A round that was paired.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paired {
    /// Which.
    pub round: i64,
    /// In how many of its games two meet again, because no pairing of those who are left could do without.
    pub again: usize,
}

/// Pairs the next round of a Swiss stage, when all of the one before is played.
///
/// # Errors
/// [`NotDone`].
pub fn pair(tx: &mut WriteTx<'_>, competition: CompetitionId, stage: StageId) -> Result<Paired, NotDone> {
    let whole = lock(tx, competition)?;
    let this = whole.stage(stage).ok_or(NotDone::NotFound)?;
    let fixtures: Vec<&Fixture> = whole.fixtures_of(stage).collect();
    let round = fixtures.iter().map(|fixture| fixture.round).max().unwrap_or(0);
    if this.rules.format != Format::Swiss || !this.runs() || round >= this.rules.rounds {
        return Err(NotDone::no("no-more-rounds", msg::COMPETITION_NO_MORE_ROUNDS));
    }
    open_games(&fixtures)?;
    if whole.still_in(stage) < 2 {
        return Err(NotDone::no("no-more-rounds", msg::COMPETITION_NOBODY_LEFT));
    }
    settled(&whole, this)?;
    let order: Vec<EntryId> = whole.seats_of(stage).map(|seat| seat.entry).collect();
    let points = whole.tables(this).into_iter().flatten();
    let points: std::collections::HashMap<EntryId, i64> =
        points.map(|row| (row.entry, row.standing.points)).collect();
    let player = |entry: &EntryId| {
        let own = fixtures.iter().filter(|fixture| fixture.has(*entry));
        let met = own.clone().filter_map(|fixture| {
            let other = [fixture.home, fixture.away]
                .into_iter()
                .flatten()
                .find(|other| other != entry)?;
            order.iter().position(|seat| *seat == other)
        });
        swiss::Player {
            points: points.get(entry).copied().unwrap_or(0),
            met: met.collect(),
            had_bye: own.clone().any(|fixture| fixture.bye),
            gone: whole
                .entry(*entry)
                .is_none_or(|entry| entry.withdrawn_at.is_some()),
        }
    };
    let players: Vec<swiss::Player> = order.iter().map(player).collect();
    let paired = swiss_fixtures(&order, &players, round + 1);
    insert(tx, competition, stage, &paired)?;
    let met = |one: &NewFixture| {
        let sides = (one.home, one.away);
        fixtures
            .iter()
            .any(|before| meet((before.home, before.away), sides))
    };
    let again = paired.iter().filter(|one| met(one)).count();
    let detail = json!({ "stage": stage, "round": round + 1, "again": again });
    let event = Event::of("competition.round_paired", &competition).org(whole.competition.organisation);
    tx.record(event.detail(&detail))?;
    Ok(Paired {
        round: round + 1,
        again,
    })
}

fn open_games(fixtures: &[&Fixture]) -> Result<(), NotDone> {
    let open = fixtures.iter().filter(|fixture| fixture.is_open()).count();
    if open > 0 {
        let sentence = Sentence::new(msg::COMPETITION_GAMES_OPEN).with("n", open);
        return Err(NotDone::no("games-open", sentence));
    }
    Ok(())
}

/// Nobody goes on from a result against which a protest was right, before it is corrected or stands for a reason.
fn settled(whole: &Whole, stage: &Stage) -> Result<(), NotDone> {
    match whole.is_unsettled(stage) {
        true => Err(NotDone::no(
            "protest-unsettled",
            msg::COMPETITION_PROTEST_UNSETTLED,
        )),
        false => Ok(()),
    }
}

/// Ends a stage when nothing is missing, and makes its result known: from now on protests against it run out.
///
/// # Errors
/// [`NotDone`].
pub fn close(tx: &mut WriteTx<'_>, competition: CompetitionId, stage: StageId) -> Result<(), NotDone> {
    let whole = lock(tx, competition)?;
    let this = whole.stage(stage).ok_or(NotDone::NotFound)?;
    if !this.runs() {
        return Err(NotDone::no("stage-not-open", msg::COMPETITION_STAGE_NOT_OPEN));
    }
    let fixtures: Vec<&Fixture> = whole.fixtures_of(stage).collect();
    open_games(&fixtures)?;
    settled(&whole, this)?;
    let round = fixtures.iter().map(|fixture| fixture.round).max().unwrap_or(0);
    // Where all but one gave up there is nobody left to play the other rounds.
    if this.rules.format == Format::Swiss && round < this.rules.rounds && whole.still_in(stage) > 1 {
        return Err(NotDone::no("rounds-missing", msg::COMPETITION_ROUNDS_MISSING));
    }
    if !this.rules.format.has_games() {
        let scores = whole.scores(this);
        let begun = scores.iter().filter(|score| !score.missing.is_empty()).count();
        let missing = scores.iter().filter(|score| !score.given).count() - begun;
        if begun > 0 {
            let sentence = Sentence::new(msg::COMPETITION_RUNS_MISSING)
                .with("n", begun)
                .with("none", missing);
            return Err(NotDone::no("marks-missing", sentence));
        }
        if missing > 0 {
            let sentence = Sentence::new(msg::COMPETITION_MARKS_MISSING).with("n", missing);
            return Err(NotDone::no("marks-missing", sentence));
        }
    }
    let now = tx.now();
    tx.execute(
        "UPDATE stage SET closed_at = ?2 WHERE id = ?1",
        params![stage, now],
    )?;
    let detail = json!({ "stage": stage });
    let event = Event::of("competition.stage_closed", &competition).org(whole.competition.organisation);
    tx.record(event.detail(&detail))?;
    Ok(())
}
