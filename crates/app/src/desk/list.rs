//! A list goes in, line by line; first it is tried out, which changes nothing and says what would become of each line. One
//! way for the page and for programs.

use langqiao_kernel::id::{ActivityId, AreaId, OrganisationId};
use langqiao_platform::{
    app::App,
    fault::Fault,
    i18n::{Sentence, msg},
    keys::Keys,
    spoken::Moment,
};
use langqiao_store::{By, StoreError, WriteTx};

use super::{
    columns::Column,
    late, queries,
    said::Wrong,
    table::Line,
    take::{self, AtDesk, DeskError},
};
use crate::{
    activities::First,
    signups::{
        self, Against, PartyId, SignUpError, SignedUp, SignupRole, SignupState,
        answers::{self, AnswerProblem, Question},
        eligibility::PartyProblem,
        errors as said,
    },
    standings::What,
};

/// In which way people are taken in at this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Signed up, as anybody.
    SignUp,
    /// Added afterwards.
    Afterwards,
}

/// What somebody who has no place yet waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DeskWaits)]
pub enum Waits {
    /// That places are given to all at once.
    Allotment,
    /// That the time is over until which places are kept for groups.
    Groups,
    /// That those who stand before them have places.
    Others,
    /// That a place becomes free.
    Places,
}

impl Waits {
    /// The reason in words, where these groups come first.
    pub fn said(self, first: &First) -> Sentence {
        match (self, first.kept_until) {
            (Self::Allotment, _) => msg::DESK_WAITS_ALLOTMENT.into(),
            (Self::Groups, Some(until)) => Sentence::new(msg::DESK_WAITS_GROUPS).with("at", Moment(until)),
            (Self::Groups | Self::Others, _) => msg::DESK_WAITS_OTHERS.into(),
            (Self::Places, _) => msg::DESK_WAITS_PLACES.into(),
        }
    }
}

/// What becomes of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    /// A place.
    Seat(PartyId),
    /// They wait.
    Waits {
        /// Under which party.
        party: PartyId,
        /// Under which number.
        number: i64,
        /// For what.
        what: Waits,
    },
    /// Whoever it is was signed up before.
    Already,
    /// Listed, for a person to decide.
    Listed(Against),
    /// It does not go in.
    Refused(Vec<Wrong>),
}

/// Lines, each with what becomes of it.
pub type Fates = Vec<(Line, Fate)>;

/// How many lines came to what.
#[derive(Clone, Copy, Default)]
pub struct Counts {
    /// New places, and new numbers in the waiting list.
    pub new: i64,
    /// Of them, those who wait.
    pub waiting: i64,
    /// Signed up before.
    pub already: i64,
    /// Listed for a person to decide.
    pub listed: i64,
    /// Not taken in.
    pub refused: i64,
}

impl Counts {
    /// Of all of them.
    pub fn of(lines: &[(Line, Fate)]) -> Self {
        let mut counts = Self::default();
        for (_, fate) in lines {
            match fate {
                Fate::Seat(_) => counts.new += 1,
                Fate::Waits { .. } => {
                    counts.new += 1;
                    counts.waiting += 1;
                }
                Fate::Already => counts.already += 1,
                Fate::Listed(_) => counts.listed += 1,
                Fate::Refused(_) => counts.refused += 1,
            }
        }
        counts
    }

    /// How many have a place.
    pub const fn seats(&self) -> i64 {
        self.new - self.waiting
    }
}

/// What holds for all lines of a list.
#[derive(Clone, Debug)]
pub struct ForAll {
    /// Whose desk it is, and of which activity.
    pub of: (OrganisationId, ActivityId),
    /// In which way they are taken in.
    pub way: Way,
    /// Where they live, where that was said for all.
    pub area: Option<AreaId>,
    /// What all of them showed the original of.
    pub seen: Vec<What>,
    /// Whether they agreed on paper, which whoever sends the list has seen.
    pub on_paper: bool,
    /// What the activity asks.
    pub questions: Vec<Question>,
    /// Who comes first there.
    pub first: First,
}

impl ForAll {
    fn person(&self, line: &Line) -> Result<AtDesk, Vec<Wrong>> {
        line.read.clone().map(|who| AtDesk {
            area: self.area,
            seen: self.seen.clone(),
            on_paper: self.on_paper,
            ..who
        })
    }
}

/// Takes each line in by itself, or only looks: then nothing is kept, and what is said of a line is what would become of it
/// once the lines before it are in.
///
/// # Errors
/// What is no fault of a line.
pub async fn run(app: &App, by: By, all: &ForAll, lines: Vec<Line>, look: bool) -> Result<Fates, Fault> {
    if look {
        let fates = try_out(app, by, all, lines.clone()).await?;
        return Ok(lines.into_iter().zip(fates).collect());
    }
    let mut done = Fates::with_capacity(lines.len());
    for line in lines {
        let fate = match all.person(&line) {
            Ok(who) => carry_out(app, by.clone(), all, who).await?,
            Err(wrong) => Fate::Refused(wrong),
        };
        done.push((line, fate));
    }
    Ok(done)
}

async fn carry_out(app: &App, by: By, all: &ForAll, who: AtDesk) -> Result<Fate, Fault> {
    if all.way == Way::Afterwards {
        let done = late::add(app, by, all.of, &who).await;
        return match done {
            Ok(late::Added::In(_, done)) => Ok(Fate::Seat(done.party)),
            Ok(late::Added::Listed(_, against)) => Ok(Fate::Listed(against)),
            Err(why) => refused(why, &who, &all.questions),
        };
    }
    let (keys, one, of, first) = (app.keys.clone(), who.clone(), all.of, all.first.clone());
    let done = app.db.write(by, move |tx| sign_up(tx, &keys, (of, &first), &one));
    match done.await {
        Ok(fate) => Ok(fate),
        Err(why) => refused(why, &who, &all.questions),
    }
}

/// The end of trying out, by which nothing of it is kept.
enum Tried {
    Out(Vec<Fate>),
    Fault(Fault),
}

impl From<StoreError> for Tried {
    fn from(why: StoreError) -> Self {
        Self::Fault(why.into())
    }
}

async fn try_out(app: &App, by: By, all: &ForAll, lines: Vec<Line>) -> Result<Vec<Fate>, Fault> {
    let (keys, all) = (app.keys.clone(), all.clone());
    let tried = app.db.write(by, move |tx| -> Result<(), Tried> {
        let mut fates = Vec::with_capacity(lines.len());
        for line in &lines {
            let fate = match all.person(line) {
                Err(wrong) => Fate::Refused(wrong),
                Ok(who) => {
                    let done = tx.attempt(|tx| try_one(tx, &keys, &all, &who));
                    match done {
                        Ok(fate) => fate,
                        Err(why) => try_refused(why, &who, &all).map_err(Tried::Fault)?,
                    }
                }
            };
            fates.push(fate);
        }
        Err(Tried::Out(fates))
    });
    match tried.await {
        Err(Tried::Out(fates)) => Ok(fates),
        Err(Tried::Fault(fault)) => Err(fault),
        Ok(()) => Ok(Vec::new()),
    }
}

fn try_one(tx: &mut WriteTx, keys: &Keys, all: &ForAll, who: &AtDesk) -> Result<Fate, DeskError> {
    match all.way {
        Way::SignUp => sign_up(tx, keys, (all.of, &all.first), who),
        Way::Afterwards => late::place(tx, keys, all.of, who).map(|(_, done)| Fate::Seat(done.party)),
    }
}

fn try_refused(why: DeskError, who: &AtDesk, all: &ForAll) -> Result<Fate, Fault> {
    match &why {
        DeskError::SignUp(error) if all.way == Way::Afterwards => match Against::of(error) {
            Some(against) => Ok(Fate::Listed(against)),
            None => refused(why, who, &all.questions),
        },
        _ => refused(why, who, &all.questions),
    }
}

/// Signs somebody up, and says why they wait if they do.
fn sign_up(
    tx: &mut WriteTx,
    keys: &Keys,
    (of, first): ((OrganisationId, ActivityId), &First),
    who: &AtDesk,
) -> Result<Fate, DeskError> {
    let done = take::take(tx, keys, of, who)?;
    if done.state == SignupState::Seat {
        return Ok(Fate::Seat(done.party));
    }
    Ok(Fate::Waits {
        party: done.party,
        number: done.number,
        what: waits(tx, &done, first, who.role)?,
    })
}

fn waits(tx: &mut WriteTx, done: &SignedUp, first: &First, role: SignupRole) -> Result<Waits, StoreError> {
    if done.all_wait {
        return Ok(Waits::Allotment);
    }
    let kept = role == SignupRole::Attendee && first.keeps(tx.now());
    Ok(match queries::held_back(tx, done.party)? {
        Some((rank, free)) if free > 0 && kept && first.is_none(rank) => Waits::Groups,
        Some((_, free)) if free > 0 => Waits::Others,
        _ => Waits::Places,
    })
}

/// Why a line doesn't go in. Who is signed up already is no trouble, for the list was sent twice; it is told apart.
fn refused(why: DeskError, who: &AtDesk, questions: &[Question]) -> Result<Fate, Fault> {
    match why {
        DeskError::SignUp(SignUpError::Already { .. }) | DeskError::Listed => Ok(Fate::Already),
        DeskError::SignUp(SignUpError::Answers(problems)) => {
            Ok(Fate::Refused(unanswered(problems, questions)))
        }
        // All that stands against them, and what is wrong with their answers, at once.
        DeskError::SignUp(SignUpError::Party(PartyProblem::Unfit(all))) => {
            let name = who.children.first().map_or(&who.name, |child| &child.name);
            let mut wrong: Vec<Wrong> = all
                .iter()
                .map(|one| said::unfit(&one.reason, name).into())
                .collect();
            if let Err(problems) = answers::check(questions, &who.answers) {
                wrong.extend(unanswered(problems, questions));
            }
            Ok(Fate::Refused(wrong))
        }
        why => {
            // Of a child with its guardian it is the child whom a refusal is about.
            let about = who.children.first().map_or(&who.name, |child| &child.name);
            Ok(Fate::Refused(vec![sentence(why, about)?.into()]))
        }
    }
}

fn unanswered(problems: Vec<(String, AnswerProblem)>, questions: &[Question]) -> Vec<Wrong> {
    let asked = |id: &str| questions.iter().position(|question| question.id == id);
    let wrong = problems.into_iter().map(|(question, problem)| Wrong {
        column: asked(&question).map(Column::Answer),
        why: said::answer_problem(problem),
    });
    wrong.collect()
}

/// A refusal in one sentence about whoever it concerns.
///
/// # Errors
/// What no sentence can say.
pub fn sentence(why: DeskError, name: &str) -> Result<Sentence, Fault> {
    match why {
        DeskError::SignUp(SignUpError::Party(problem)) => {
            Ok(signups::errors::party_problem(&problem, |_| name.to_owned()))
        }
        DeskError::Seen(why) => why.into_sentence(),
        DeskError::SignUp(SignUpError::Already { .. }) if !name.is_empty() => {
            Ok(Sentence::new(msg::SIGNUP_SIGNED_UP).with("name", name.to_owned()))
        }
        why => match why.into_fault() {
            Fault::Refused(refusal) => Ok(refusal.sentence),
            fault => Err(fault),
        },
    }
}
