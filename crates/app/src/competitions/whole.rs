//! A competition with all that belongs to it, read at once, and what follows from it: tables, places, who is through.

use std::collections::HashMap;

use jiff::Timestamp;
use langqiao_kernel::{
    contest::{
        bracket,
        league::{self, Game, Standing},
        marks,
    },
    id::{CompetitionId, EntryId, FixtureId, StageId},
};
use langqiao_platform::{app::App, fault::Fault};
use langqiao_store::{ReadTx, StoreError};

use super::{
    model::{Competition, Entry, Fixture, Format, Judge, Mark, Protest, Seat, Stage, Way},
    queries,
};

/// The two sides of a game, where there are two.
type Sides = (Option<EntryId>, Option<EntryId>);

/// Whether two games are between the same two.
pub(super) fn meet(one: Sides, other: Sides) -> bool {
    let both = one.0.is_some() && one.1.is_some();
    both && (one == other || one == (other.1, other.0))
}

/// A competition with all that belongs to it.
pub(super) struct Whole {
    pub competition: Competition,
    pub stages: Vec<Stage>,
    pub entries: Vec<Entry>,
    pub seats: Vec<Seat>,
    pub fixtures: Vec<Fixture>,
    pub marks: Vec<Mark>,
    pub judges: Vec<Judge>,
    pub protests: Vec<Protest>,
    /// By their numbers, from 1; empty where a number is no court's any more.
    pub courts: Vec<String>,
}

impl Whole {
    /// One that everybody may see, with all that belongs to it.
    ///
    /// # Errors
    /// [`Fault::NotFound`] where there is none of that id, or it is not public.
    pub(super) async fn public(app: &App, id: CompetitionId) -> Result<Self, Fault> {
        let read = app.db.read(move |tx| {
            let competition = queries::public(tx, id)?;
            competition
                .map(|competition| Self::read(tx, competition))
                .transpose()
        });
        read.await
            .map_err(|why: StoreError| Fault::from(why))?
            .ok_or(Fault::NotFound)
    }

    /// Reads it: a statement for each kind of thing, however many there are.
    pub(super) fn read(tx: &mut ReadTx<'_>, competition: Competition) -> Result<Self, StoreError> {
        let id = competition.id;
        let stages = queries::stages(tx, id)?;
        let games = stages.iter().any(|stage| stage.rules.format.has_games());
        let marked = stages.iter().any(|stage| !stage.rules.format.has_games());
        Ok(Self {
            stages,
            entries: queries::entries(tx, id)?,
            seats: queries::seats(tx, id)?,
            fixtures: if games {
                queries::fixtures(tx, id)?
            } else {
                Vec::new()
            },
            marks: if marked {
                queries::marks(tx, id)?
            } else {
                Vec::new()
            },
            judges: if marked {
                queries::judges(tx, id)?
            } else {
                Vec::new()
            },
            protests: queries::protests(tx, id)?,
            courts: queries::courts(tx, id)?,
            competition,
        })
    }

    pub(super) fn stage(&self, id: StageId) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    /// The name of a court, by its number.
    pub(super) fn court(&self, number: i64) -> Option<&str> {
        let at = usize::try_from(number - 1).ok()?;
        let name = self.courts.get(at).map(String::as_str);
        name.filter(|name| !name.is_empty())
    }

    pub(super) fn entry(&self, id: EntryId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    pub(super) fn fixture(&self, id: FixtureId) -> Option<&Fixture> {
        self.fixtures.iter().find(|fixture| fixture.id == id)
    }

    pub(super) fn fixtures_of(&self, stage: StageId) -> impl Iterator<Item = &Fixture> {
        self.fixtures.iter().filter(move |fixture| fixture.stage == stage)
    }

    pub(super) fn seats_of(&self, stage: StageId) -> impl Iterator<Item = &Seat> {
        self.seats.iter().filter(move |seat| seat.stage == stage)
    }

    /// How many of a stage's entries have not given up.
    pub(super) fn still_in(&self, stage: StageId) -> usize {
        let entries = self.seats_of(stage).filter_map(|seat| self.entry(seat.entry));
        entries.filter(|entry| entry.withdrawn_at.is_none()).count()
    }

    /// Whether two meet in a game of a Swiss stage who met in a round before.
    pub(super) fn meets_again(&self, stage: &Stage, fixture: &Fixture) -> bool {
        let sides = (fixture.home, fixture.away);
        let met = |other: &Fixture| other.round < fixture.round && meet((other.home, other.away), sides);
        stage.rules.format == Format::Swiss && self.fixtures_of(stage.id).any(met)
    }

    /// The games of a Swiss stage's round in which two meet who met in a round before.
    pub(super) fn again(&self, stage: &Stage, round: i64) -> Vec<&Fixture> {
        self.fixtures_of(stage.id)
            .filter(|fixture| fixture.round == round && self.meets_again(stage, fixture))
            .collect()
    }

    pub(super) fn judges_of(&self, stage: StageId) -> impl Iterator<Item = &Judge> {
        self.judges.iter().filter(move |judge| judge.stage == stage)
    }

    /// The stage that is under way, or the last that was, or the first.
    pub(super) fn current(&self) -> Option<&Stage> {
        let begun = self.stages.iter().rev().find(|stage| stage.started_at.is_some());
        begun.or(self.stages.first())
    }

    /// The stage after this one.
    pub(super) fn after(&self, stage: &Stage) -> Option<&Stage> {
        self.stages.iter().find(|next| next.number == stage.number + 1)
    }

    /// The stage before this one.
    pub(super) fn before(&self, stage: &Stage) -> Option<&Stage> {
        self.stages.iter().find(|other| other.number + 1 == stage.number)
    }

    /// Until when the results of a stage may be protested against: those of its games each from when it was given, those
    /// of judges and clocks from the stage's end. Nothing when nobody can: there is none, or all agreed to end it.
    pub(super) fn protests_until(&self, stage: &Stage) -> Option<Timestamp> {
        if stage.protests_ended_at.is_some() {
            return None;
        }
        let games = self
            .fixtures_of(stage.id)
            .filter_map(|fixture| fixture.outcome.as_ref().map(|outcome| outcome.at));
        let last = if stage.rules.format.has_games() {
            games.max()
        } else {
            stage.closed_at
        };
        last.map(|at| self.competition.protest_until(at))
    }

    /// Whether a game's result may still change by a protest.
    pub(super) fn is_provisional(&self, fixture: &Fixture, now: Timestamp) -> bool {
        let open = self
            .protests
            .iter()
            .any(|protest| protest.fixture == Some(fixture.id) && protest.is_open());
        let ended = self
            .stage(fixture.stage)
            .is_some_and(|stage| stage.protests_ended_at.is_some());
        let outcome = fixture.outcome.as_ref();
        open || !ended && outcome.is_some_and(|outcome| now < self.competition.protest_until(outcome.at))
    }

    /// Whether a stage's result may still change by a protest.
    pub(super) fn stage_is_provisional(&self, stage: &Stage, now: Timestamp) -> bool {
        let open = self
            .protests
            .iter()
            .any(|protest| protest.stage == stage.id && protest.is_open());
        open || self.protests_until(stage).is_some_and(|until| now < until)
    }

    /// Whether a protest against a result of this stage was right and nothing has come of it yet.
    pub(super) fn is_unsettled(&self, stage: &Stage) -> bool {
        self.protests
            .iter()
            .any(|protest| protest.stage == stage.id && protest.is_unsettled())
    }

    /// The protests that were right, or wait for an answer, against a game of a knock-out from which this one follows: once
    /// this one is played, that result can't be corrected any more.
    pub(super) fn protests_before(&self, stage: &Stage, fixture: &Fixture) -> impl Iterator<Item = &Protest> {
        let knockout = stage.rules.format == Format::Knockout;
        let last = self.fixtures_of(stage.id).map(|fixture| fixture.round).max();
        self.protests.iter().filter(move |protest| {
            let against = protest.fixture.and_then(|id| self.fixture(id));
            let leads = |earlier| leads_to(earlier, fixture, Some(fixture.round) == last);
            knockout && protest.is_open() && against.is_some_and(leads)
        })
    }

    /// The tables of a league's groups, or the one of a Swiss stage.
    pub(super) fn tables(&self, stage: &Stage) -> Vec<Vec<Row>> {
        let seats: Vec<&Seat> = self.seats_of(stage.id).collect();
        let index: HashMap<EntryId, usize> = seats
            .iter()
            .enumerate()
            .map(|(at, seat)| (seat.entry, at))
            .collect();
        let games: Vec<Game> = self
            .fixtures_of(stage.id)
            .filter_map(|fixture| game(fixture, &index))
            .collect();
        let pools = seats.iter().map(|seat| seat.pool).max().unwrap_or(0);
        (1..=pools)
            .map(|pool| {
                let members: Vec<usize> = (0..seats.len()).filter(|at| seats[*at].pool == pool).collect();
                let mut table = league::table(&members, &games, stage.rules.points);
                if stage.rules.format == Format::Swiss {
                    self.add_byes(stage, &index, &mut table);
                }
                let rows = table.into_iter().map(|standing| Row {
                    entry: seats[standing.entry].entry,
                    standing,
                });
                rows.collect()
            })
            .collect()
    }

    /// A round without an opponent is worth a win.
    fn add_byes(&self, stage: &Stage, index: &HashMap<EntryId, usize>, table: &mut [Standing]) {
        for fixture in self.fixtures_of(stage.id).filter(|fixture| fixture.bye) {
            let at = fixture.home.and_then(|entry| index.get(&entry));
            if let Some(row) = table.iter_mut().find(|row| Some(&row.entry) == at) {
                row.points += stage.rules.points.win;
                row.played += 1;
                row.won += 1;
            }
        }
        table.sort_by_key(|row| std::cmp::Reverse((row.points, row.scored - row.conceded, row.scored)));
        let key = |row: &Standing| (row.points, row.scored - row.conceded, row.scored);
        for at in 0..table.len() {
            let shared = at > 0 && key(&table[at]) == key(&table[at - 1]);
            table[at].place = if shared { table[at - 1].place } else { at + 1 };
        }
    }

    /// What judges or clocks say of everyone in a stage, the best first; who has nothing yet, or gave up, last.
    pub(super) fn scores(&self, stage: &Stage) -> Vec<Score> {
        let mut by_entry: HashMap<EntryId, Vec<&Mark>> = HashMap::new();
        for mark in self.marks.iter().filter(|mark| mark.stage == stage.id) {
            by_entry.entry(mark.entry).or_default().push(mark);
        }
        let judges: Vec<i64> = self.judges_of(stage.id).map(|judge| judge.seat).collect();
        let none = Vec::new();
        let mut scores: Vec<Score> = self
            .seats_of(stage.id)
            .map(|seat| {
                let marks = by_entry.get(&seat.entry).unwrap_or(&none);
                let gone = self
                    .entry(seat.entry)
                    .is_some_and(|entry| entry.withdrawn_at.is_some());
                let parts: Vec<Option<i64>> = match stage.rules.format {
                    Format::Timed => (1..=stage.rules.runs)
                        .map(|run| {
                            marks
                                .iter()
                                .find(|mark| mark.part == run)
                                .and_then(|mark| mark.value)
                        })
                        .collect(),
                    _ => judges.iter().map(|judge| total(stage, marks, *judge)).collect(),
                };
                let given = match stage.rules.format {
                    Format::Timed => marks.len() as i64 >= stage.rules.runs,
                    _ => !judges.is_empty() && parts.iter().all(Option::is_some),
                };
                let missing = match stage.rules.format {
                    Format::Timed if !gone && !marks.is_empty() => (1..=stage.rules.runs)
                        .filter(|run| !marks.iter().any(|mark| mark.part == *run))
                        .collect(),
                    _ => Vec::new(),
                };
                Score {
                    entry: seat.entry,
                    position: seat.position,
                    left_out: left_out(stage, &parts, given && !gone),
                    value: if gone { None } else { value(stage, &parts, given) },
                    parts,
                    given: given || gone,
                    missing,
                    place: None,
                }
            })
            .collect();
        let values: Vec<Option<i64>> = scores.iter().map(|score| score.value).collect();
        let places = marks::places(&values, stage.rules.format == Format::Timed);
        for (score, place) in scores.iter_mut().zip(places) {
            score.place = place;
        }
        scores.sort_by_key(|score| (score.place.unwrap_or(usize::MAX), score.position));
        scores
    }

    /// The places that a stage gave, the best first: who is equal shares one.
    pub(super) fn places(&self, stage: &Stage) -> Vec<(EntryId, usize)> {
        match stage.rules.format {
            Format::League | Format::Swiss => {
                let mut rows: Vec<(usize, EntryId)> = self
                    .tables(stage)
                    .into_iter()
                    .flatten()
                    .map(|row| (row.standing.place, row.entry))
                    .collect();
                rows.sort_by_key(|(place, _)| *place);
                rows.into_iter().map(|(place, entry)| (entry, place)).collect()
            }
            Format::Knockout => self.knockout_places(stage),
            Format::Judged | Format::Timed => self
                .scores(stage)
                .into_iter()
                .filter_map(|score| Some((score.entry, score.place?)))
                .collect(),
        }
    }

    /// Who lost in which round: the final's winner is first, its loser second; those who lost the semi-finals are third
    /// and fourth by their own game or third together; the others share the best place they could have had.
    fn knockout_places(&self, stage: &Stage) -> Vec<(EntryId, usize)> {
        let fixtures: Vec<&Fixture> = self.fixtures_of(stage.id).collect();
        let last = fixtures.iter().map(|fixture| fixture.round).max().unwrap_or(0);
        let for_third = fixtures
            .iter()
            .any(|fixture| fixture.round == last && fixture.number == 2);
        let mut places = Vec::new();
        for fixture in &fixtures {
            let Some(winner) = fixture.outcome.as_ref().and_then(|outcome| outcome.winner) else {
                continue;
            };
            let Some(loser) = fixture.loser() else { continue };
            let third = fixture.round == last && fixture.number == 2;
            if fixture.round == last {
                let first = if third { 3 } else { 1 };
                places.extend([(winner, first), (loser, first + 1)]);
            } else if !(for_third && fixture.round + 1 == last) {
                let place = (1_usize << (last - fixture.round)) + 1;
                places.push((loser, place));
            }
        }
        places.sort_by_key(|(_, place)| *place);
        places
    }

    /// Who comes through from a closed stage, in the order in which the next one seats them: of a league the best of
    /// each group, else the best of all. Where equals stand on both sides of the line, the order drawn at the
    /// beginning decides.
    pub(super) fn through(&self, stage: &Stage) -> Vec<EntryId> {
        let many = usize::try_from(stage.rules.through).unwrap_or(0);
        let stays = |entry: &EntryId| {
            self.entry(*entry)
                .is_some_and(|entry| entry.withdrawn_at.is_none())
        };
        match stage.rules.format {
            Format::League => {
                let groups: Vec<Vec<EntryId>> = self
                    .tables(stage)
                    .into_iter()
                    .map(|rows| {
                        rows.into_iter()
                            .map(|row| row.entry)
                            .filter(stays)
                            .take(many)
                            .collect()
                    })
                    .collect();
                langqiao_kernel::contest::bracket::from_groups(&groups)
            }
            _ => {
                let places = self.places(stage).into_iter().map(|(entry, _)| entry);
                places.filter(stays).take(many).collect()
            }
        }
    }
}

/// A row of a table.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    pub entry: EntryId,
    pub standing: Standing,
}

/// What judges or clocks say of an entry.
#[derive(Clone, Debug)]
pub(super) struct Score {
    pub entry: EntryId,
    pub position: i64,
    /// What each judge gave in all, in ten-thousandths of a point, or each run's time.
    pub parts: Vec<Option<i64>>,
    /// Which of the parts don't count: the lowest and the highest, where the rules leave them out.
    pub left_out: Vec<usize>,
    /// Thousandths of a point, or milliseconds; once it is complete.
    pub value: Option<i64>,
    /// Whether nothing is missing.
    pub given: bool,
    /// Which runs nothing was said of yet, from 1, where a clock decides and some were timed.
    pub missing: Vec<i64>,
    pub place: Option<usize>,
}

/// Whether who wins or loses `earlier` plays in `later`, or in a game that leads there. In the last round the game for the
/// third place comes from both semi-finals, as the final does.
fn leads_to(earlier: &Fixture, later: &Fixture, last: bool) -> bool {
    if earlier.stage != later.stage || earlier.round >= later.round {
        return false;
    }
    let (mut round, mut number) = (earlier.round, earlier.number);
    while round + 1 < later.round {
        (round, number) = (round + 1, bracket::next(number).0);
    }
    last || bracket::next(number).0 == later.number
}

fn game(fixture: &Fixture, index: &HashMap<EntryId, usize>) -> Option<Game> {
    let outcome = fixture.outcome.as_ref()?;
    Some(Game {
        home: *index.get(&fixture.home?)?,
        away: *index.get(&fixture.away?)?,
        home_score: outcome.home_score,
        away_score: outcome.away_score,
        walkover: outcome.way != Way::Played,
    })
}

/// What a judge gave in all; nothing while an item is missing.
pub(super) fn total(stage: &Stage, marks: &[&Mark], judge: i64) -> Option<i64> {
    let items: Option<Vec<(i64, i64)>> = (1..)
        .zip(&stage.rules.items)
        .map(|(part, item)| {
            let mark = marks.iter().find(|mark| mark.judge == judge && mark.part == part);
            Some((mark?.value?, item.weight))
        })
        .collect();
    marks::weighed(&items?)
}

/// Which parts a panel's word leaves out, once all have spoken.
fn left_out(stage: &Stage, parts: &[Option<i64>], given: bool) -> Vec<usize> {
    if !given || !stage.rules.drop_extremes || stage.rules.format != Format::Judged {
        return Vec::new();
    }
    let totals: Vec<i64> = parts.iter().flatten().copied().collect();
    marks::left_out(&totals)
}

/// A panel's word counts when all have spoken; a clock's as soon as one run counts.
fn value(stage: &Stage, parts: &[Option<i64>], given: bool) -> Option<i64> {
    match stage.rules.format {
        Format::Timed => marks::best(parts),
        _ if given => {
            let totals: Vec<i64> = parts.iter().flatten().copied().collect();
            marks::panel(&totals, stage.rules.drop_extremes)
        }
        _ => None,
    }
}
