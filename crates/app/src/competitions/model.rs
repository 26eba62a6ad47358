//! What a competition is made of: its kinds of stages, who takes part, who met whom. Pure.

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::{
    contest::league::Points,
    id::{
        ActivityId, CompetitionId, EntryId, FixtureId, OrganisationId, PersonId, ProtestId, StageId, UnitId,
    },
};

use crate::{activities, areas::words, coverage::Line};

words! {
    /// How a stage is decided.
    Format {
        /// Everyone meets everyone, in one group or several 循环赛.
        League = "league",
        /// Who loses is out 淘汰赛.
        Knockout = "knockout",
        /// So many rounds, always against somebody who stands alike 瑞士制.
        Swiss = "swiss",
        /// A panel of judges 评委打分.
        Judged = "judged",
        /// A clock 计时.
        Timed = "timed",
    }

    /// How a game ended.
    #[schema(as = ResultWay)]
    Way {
        /// It was played.
        Played = "played",
        /// One side did not come, or gave up 弃权.
        Walkover = "walkover",
        /// Neither came 双方弃权.
        Neither = "neither",
    }
}

impl Format {
    /// Whether entries meet each other in games.
    pub const fn has_games(self) -> bool {
        matches!(self, Format::League | Format::Knockout | Format::Swiss)
    }
}

/// A competition with what its pages say of its activity.
#[derive(Clone, Debug)]
pub struct Competition {
    /// Its id.
    pub id: CompetitionId,
    /// The activity that it is held in: who holds it together, where and when is said there.
    pub activity: ActivityId,
    /// What the activity is called.
    pub activity_title: String,
    /// How far the activity has come.
    pub activity_status: activities::Status,
    /// Who hosts it.
    pub organisation: OrganisationId,
    /// The host's name.
    pub host: String,
    /// Where it is.
    pub place: String,
    /// When the activity begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// What it is called.
    pub title: String,
    /// Whether teams take part, and not single people.
    pub team: bool,
    /// The least people of a team.
    pub team_min: i64,
    /// The most people of a team.
    pub team_max: i64,
    /// How many may take part.
    pub entries_max: i64,
    /// Whether those who take part may enter themselves.
    pub self_entry: bool,
    /// Until when.
    pub entries_close_at: Timestamp,
    /// How long after a result it may be protested against, in minutes.
    pub protest_minutes: i64,
    /// How many take part.
    pub entered: i64,
    /// When its first stage began: nobody can enter any more.
    pub started_at: Option<Timestamp>,
    /// Grows with each change of what was laid down; whoever changes it says which they have seen.
    pub version: i64,
}

impl Competition {
    /// Whether a game has a time at which its activity is not on: people look for it there.
    pub fn is_outside(&self, fixture: &Fixture) -> bool {
        let outside = |(from, until)| from < self.starts_at || self.ends_at < until;
        fixture.span().is_some_and(outside)
    }

    /// Until when a result given at `at` may be protested against.
    pub fn protest_until(&self, at: Timestamp) -> Timestamp {
        at + SignedDuration::from_mins(self.protest_minutes)
    }

    /// Whether somebody may enter by themselves now.
    pub fn takes_entries(&self, now: Timestamp) -> bool {
        self.self_entry
            && self.activity_status == activities::Status::Published
            && self.started_at.is_none()
            && now < self.entries_close_at
            && self.entered < self.entries_max
    }
}

/// Something that a panel looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What.
    pub label: String,
    /// Its weight beside the others.
    pub weight: i64,
    /// The highest mark, in hundredths of a point.
    pub highest: i64,
}

/// How a stage is played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// What decides.
    pub format: Format,
    /// How many groups a league has; 0 until the draw where that follows from how many take part.
    pub pools: i64,
    /// How many come through to the next stage: of each group of a league, of all elsewhere. 0 in the last stage.
    pub through: i64,
    /// What a game is worth.
    pub points: Points,
    /// Whether a game of a league or a Swiss round may end in a draw.
    pub draws: bool,
    /// With which score a game is won against somebody who doesn't come; the other has 0.
    pub walkover_score: i64,
    /// How many rounds a Swiss stage has.
    pub rounds: i64,
    /// Whether those who lose the semi-finals play for the third place.
    pub third_place: bool,
    /// Whether the highest and the lowest of the judges are left out.
    pub drop_extremes: bool,
    /// How many runs everyone has against the clock; the best counts.
    pub runs: i64,
    /// What the panel looks at.
    pub items: Vec<Item>,
}

impl Rules {
    /// The usual rules of a format; basketball's points.
    pub fn usual(format: Format) -> Self {
        let whole = Item {
            label: String::new(),
            weight: 1,
            highest: 10_000,
        };
        Self {
            format,
            pools: 1,
            through: 0,
            points: Points {
                win: 2,
                draw: 1,
                loss: if format == Format::Swiss { 0 } else { 1 },
            },
            draws: format == Format::Swiss,
            walkover_score: if format == Format::Swiss { 1 } else { 20 },
            rounds: 5,
            third_place: format == Format::Knockout,
            drop_extremes: format == Format::Judged,
            runs: 1,
            items: if format == Format::Judged {
                vec![whole]
            } else {
                Vec::new()
            },
        }
    }
}

/// A stage.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Its id.
    pub id: StageId,
    /// From 1.
    pub number: i64,
    /// How it is played.
    pub rules: Rules,
    /// The hash of the seed that its order is drawn from, public from the beginning.
    pub commitment: String,
    /// What was drawn.
    pub drawn: Option<String>,
    /// When it began.
    pub started_at: Option<Timestamp>,
    /// When its result was made known.
    pub closed_at: Option<Timestamp>,
    /// When all leaders had agreed that nobody protests against it any more.
    pub protests_ended_at: Option<Timestamp>,
}

impl Stage {
    /// Whether it is under way.
    pub fn runs(&self) -> bool {
        self.started_at.is_some() && self.closed_at.is_none()
    }
}

/// Who takes part.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its id.
    pub id: EntryId,
    /// Its start number, from 1.
    pub number: i64,
    /// As shown: a team's name, a person's name masked.
    pub name: String,
    /// The firm or village, as typed.
    pub unit_name: String,
    /// The same as a unit to be covered, where it is one.
    pub unit: Option<UnitId>,
    /// Its line.
    pub line: Option<Line>,
    /// Who speaks for it.
    pub contact: Option<PersonId>,
    /// Its place among the seeds.
    pub seed: Option<i64>,
    /// How many people it is.
    pub people: i64,
    /// When it gave up.
    pub withdrawn_at: Option<Timestamp>,
    /// Why.
    pub withdrawn_reason: Option<String>,
    /// Grows with each correction; whoever corrects it says which they have seen.
    pub version: i64,
}

/// Its seat in a stage.
#[derive(Clone, Copy, Debug)]
pub struct Seat {
    /// Which stage.
    pub stage: StageId,
    /// Who.
    pub entry: EntryId,
    /// Its place in the order, from 1.
    pub position: i64,
    /// Its group, from 1.
    pub pool: i64,
}

/// The result of a game.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// How it ended.
    pub way: Way,
    /// What the first side scored.
    pub home_score: i64,
    /// What the second side scored.
    pub away_score: i64,
    /// Who won.
    pub winner: Option<EntryId>,
    /// Why it was changed, or given without play.
    pub reason: String,
    /// When it was given.
    pub at: Timestamp,
}

/// A game.
#[derive(Clone, Debug)]
pub struct Fixture {
    /// Its id.
    pub id: FixtureId,
    /// In which stage.
    pub stage: StageId,
    /// In which group, from 1.
    pub pool: i64,
    /// In which round, from 1.
    pub round: i64,
    /// Its number in the round, from 1.
    pub number: i64,
    /// The first side, once known.
    pub home: Option<EntryId>,
    /// The second side, once known.
    pub away: Option<EntryId>,
    /// Whether the first side has nobody to play.
    pub bye: bool,
    /// On which court.
    pub court: Option<i64>,
    /// When it begins.
    pub starts_at: Option<Timestamp>,
    /// When its time on the court ends.
    pub ends_at: Option<Timestamp>,
    /// How many results were given or taken back: the last one given counts, unless it was taken back.
    pub results: i64,
    /// The one that counts.
    pub outcome: Option<Outcome>,
}

impl Fixture {
    /// Whether this side plays in it.
    pub fn has(&self, entry: EntryId) -> bool {
        self.home == Some(entry) || self.away == Some(entry)
    }

    /// From when until when it has its court.
    pub fn span(&self) -> Option<(Timestamp, Timestamp)> {
        self.starts_at.zip(self.ends_at)
    }

    /// Whether it still is to be played.
    pub fn is_open(&self) -> bool {
        !self.bye && self.outcome.is_none()
    }

    /// Who lost.
    pub fn loser(&self) -> Option<EntryId> {
        let winner = self.outcome.as_ref()?.winner?;
        [self.home, self.away]
            .into_iter()
            .flatten()
            .find(|entry| *entry != winner)
    }
}

/// A mark or a time, the last one of its part.
#[derive(Clone, Debug)]
pub struct Mark {
    /// In which stage.
    pub stage: StageId,
    /// Whose.
    pub entry: EntryId,
    /// The judge's seat; 0 is the clock.
    pub judge: i64,
    /// The item or the run, from 1.
    pub part: i64,
    /// Hundredths of a point or milliseconds; `None` for a run that doesn't count.
    pub value: Option<i64>,
}

/// A judge.
#[derive(Clone, Debug)]
pub struct Judge {
    /// In which stage.
    pub stage: StageId,
    /// From 1.
    pub seat: i64,
    /// Their name, masked.
    pub name: String,
}

/// A protest.
#[derive(Clone, Debug)]
pub struct Protest {
    /// Its id.
    pub id: ProtestId,
    /// Whose.
    pub entry: EntryId,
    /// In which stage.
    pub stage: StageId,
    /// Against which game's result, if against one.
    pub fixture: Option<FixtureId>,
    /// What it says.
    pub words: String,
    /// When it was made.
    pub at: Timestamp,
    /// Whether it was right, once answered.
    pub upheld: Option<bool>,
    /// The answer.
    pub answer: Option<String>,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
    /// Where it was right: when the result was corrected, or somebody said why it stands.
    pub settled_at: Option<Timestamp>,
    /// Why the result stands although the protest was right; nothing where it was corrected.
    pub settlement: Option<String>,
}

impl Protest {
    /// Whether it was right and nothing has come of it yet: the result is still the one that was protested against.
    pub fn is_unsettled(&self) -> bool {
        self.upheld == Some(true) && self.settled_at.is_none()
    }

    /// Whether a result may still change by it: it waits for an answer, or for what was answered to be done.
    pub fn is_open(&self) -> bool {
        self.upheld.is_none() || self.is_unsettled()
    }
}
