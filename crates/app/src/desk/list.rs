//! A list goes in, line by line; first it is tried out, which changes nothing and says what would become of each line.

use langqiao_kernel::id::{ActivityId, AreaId, OrganisationId};
use langqiao_platform::{
    app::App,
    fault::Fault,
    i18n::{Sentence, msg},
};
use langqiao_store::{By, StoreError, WriteTx};

use super::{
    late,
    table::{Line, Wrong},
    take::{self, AtDesk, DeskError},
};
use crate::{
    signups::{self, Against, SignUpError, SignedUp, SignupState, answers::Question, errors as said},
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

/// What becomes of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    /// A place.
    Seat,
    /// They wait, under this number; all do where places are given to all at once.
    Waits {
        /// The number.
        number: i64,
        /// Whether all wait.
        all: bool,
    },
    /// Whoever it is was signed up before.
    Already,
    /// Listed, for a person to decide.
    Listed(Against),
    /// It does not go in.
    Refused(Vec<Wrong>),
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
    /// What the activity asks.
    pub questions: Vec<Question>,
}

impl ForAll {
    fn person(&self, line: &Line) -> Result<AtDesk, Vec<Wrong>> {
        line.read.clone().map(|who| AtDesk {
            area: self.area,
            seen: self.seen.clone(),
            ..who
        })
    }
}

/// Takes a line in, and gives it back with what became of it.
///
/// # Errors
/// What is no fault of the line.
pub async fn take_in(app: &App, by: By, all: &ForAll, line: Line) -> Result<(Line, Fate), Fault> {
    let fate = match all.person(&line) {
        Ok(who) => carry_out(app, by, all, who).await?,
        Err(wrong) => Fate::Refused(wrong),
    };
    Ok((line, fate))
}

async fn carry_out(app: &App, by: By, all: &ForAll, who: AtDesk) -> Result<Fate, Fault> {
    if all.way == Way::Afterwards {
        let done = late::add(app, by, all.of, &who).await;
        return match done {
            Ok(late::Added::In(..)) => Ok(Fate::Seat),
            Ok(late::Added::Listed(_, against)) => Ok(Fate::Listed(against)),
            Err(why) => refused(why, &who, &all.questions),
        };
    }
    let (keys, one, of) = (app.keys.clone(), who.clone(), all.of);
    let done = app.db.write(by, move |tx| take::take(tx, &keys, of, &one)).await;
    match done {
        Ok(done) => Ok(of_signed(&done)),
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

/// What would become of each line, the lines before it taken in. Nothing is kept.
///
/// # Errors
/// What is no fault of a line.
pub async fn try_out(app: &App, by: By, all: &ForAll, lines: Vec<Line>) -> Result<Vec<Fate>, Fault> {
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

fn try_one(
    tx: &mut WriteTx,
    keys: &langqiao_platform::keys::Keys,
    all: &ForAll,
    who: &AtDesk,
) -> Result<Fate, DeskError> {
    match all.way {
        Way::SignUp => Ok(of_signed(&take::take(tx, keys, all.of, who)?)),
        Way::Afterwards => late::place(tx, keys, all.of, who).map(|_| Fate::Seat),
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

fn of_signed(done: &SignedUp) -> Fate {
    match done.state {
        SignupState::Seat => Fate::Seat,
        _ => Fate::Waits {
            number: done.number,
            all: done.all_wait,
        },
    }
}

/// Why a line doesn't go in. Who is signed up already is no trouble, for the list was sent twice; it is told apart.
fn refused(why: DeskError, who: &AtDesk, questions: &[Question]) -> Result<Fate, Fault> {
    match why {
        DeskError::SignUp(SignUpError::Already { .. }) | DeskError::Listed => Ok(Fate::Already),
        DeskError::SignUp(SignUpError::Answers(problems)) => {
            let label = |id: &str| {
                let asked = questions.iter().find(|question| question.id == id);
                asked.map(|question| question.label.clone())
            };
            let wrong = problems.into_iter().map(|(question, problem)| Wrong {
                column: label(&question),
                why: said::answer_problem(problem),
            });
            Ok(Fate::Refused(wrong.collect()))
        }
        why => {
            // Of a child with its guardian it is the child whom a refusal is about.
            let about = who.children.first().map_or(&who.name, |child| &child.name);
            let why = sentence(why, about)?;
            Ok(Fate::Refused(vec![Wrong { column: None, why }]))
        }
    }
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
