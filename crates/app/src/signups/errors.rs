//! What a refusal is in words: in the form's fields, on a page, for a program.

use axum::http::StatusCode;
use langqiao_kernel::id::PersonId;
use langqiao_platform::{
    fault::{Fault, Refusal},
    fields::FieldErrors,
    i18n::{Sentence, msg},
    refuse_with,
    spoken::Moment,
};

use super::{
    answer_offer::AnswerOfferError,
    answers::AnswerProblem,
    cancel::CancelError,
    eligibility::{PartyProblem, Unfit},
    sign_up::SignUpError,
    take_fewer::TakeFewerError,
};
use crate::standings;

/// Why one person can't come, as a sentence about them. `name` is how the reader knows them.
pub fn unfit(reason: &Unfit, name: &str) -> Sentence {
    let about = |message| Sentence::new(message).with("name", name.to_owned());
    match reason {
        Unfit::Lacks(lack) => standings::lack(lack, name),
        Unfit::TooYoung { age, least } => about(msg::SIGNUP_TOO_YOUNG)
            .with("age", *age)
            .with("least", *least),
        Unfit::TooOld { age, most } => about(msg::SIGNUP_TOO_OLD).with("age", *age).with("most", *most),
        Unfit::BirthUnknown => about(msg::SIGNUP_BIRTH_UNKNOWN),
        Unfit::Elsewhere { area } => about(msg::SIGNUP_ELSEWHERE).with("area", area.clone()),
        Unfit::AreaUnknown { area } => about(msg::SIGNUP_AREA_UNKNOWN).with("area", area.clone()),
        Unfit::VolunteerTooYoung => about(msg::SIGNUP_VOLUNTEER_TOO_YOUNG),
        Unfit::VolunteerNeedsAdult => about(msg::SIGNUP_VOLUNTEER_NEEDS_ADULT),
        Unfit::VolunteerNeedsGuardian => about(msg::SIGNUP_VOLUNTEER_NEEDS_GUARDIAN),
        Unfit::ByOwnRecord => about(msg::SIGNUP_COMPANION_UNFIT),
        Unfit::OwnBirthUnknown => about(msg::SIGNUP_COMPANION_BIRTH),
        Unfit::OwnAreaUnknown { area } => about(msg::SIGNUP_COMPANION_AREA).with("area", area.clone()),
    }
}

/// What stands against a party as a whole; of the people who can't come, the first.
pub fn party_problem(problem: &PartyProblem, name: impl Fn(PersonId) -> String) -> Sentence {
    match problem {
        PartyProblem::Nobody => msg::SIGNUP_NOBODY.into(),
        PartyProblem::TooMany { most } => Sentence::new(msg::SIGNUP_TOO_MANY).with("most", *most),
        PartyProblem::TooManyWith { most, before } => Sentence::new(msg::SIGNUP_TOO_MANY_WITH)
            .with("most", *most)
            .with("before", *before),
        PartyProblem::MoreThanPlaces { places } => {
            Sentence::new(msg::SIGNUP_MORE_THAN_PLACES).with("places", *places)
        }
        PartyProblem::Unfit(reasons) => match reasons.first() {
            Some(one) => unfit(&one.reason, &name(one.person)),
            None => msg::SIGNUP_NOBODY.into(),
        },
    }
}

/// What is wrong with an answer.
pub fn answer_problem(problem: AnswerProblem) -> Sentence {
    match problem {
        AnswerProblem::Missing => msg::SIGNUP_ANSWER_MISSING.into(),
        AnswerProblem::NotANumber => msg::SIGNUP_ANSWER_NUMBER.into(),
        AnswerProblem::NotAChoice => msg::SIGNUP_ANSWER_CHOICE.into(),
        AnswerProblem::TooLong => Sentence::new(msg::SIGNUP_ANSWER_LONG)
            .with("most", i64::try_from(super::answers::LONGEST).unwrap_or(0)),
    }
}

fn refusal(status: StatusCode, code: &'static str, sentence: Sentence, fields: FieldErrors) -> Fault {
    Refusal {
        status,
        code,
        sentence,
        fields,
    }
    .into()
}

/// For programs: each person who can't come, by `people.{id}`, named as screens show them.
fn by_person(problem: &PartyProblem) -> FieldErrors {
    let mut fields = FieldErrors::new();
    if let PartyProblem::Unfit(reasons) = problem {
        for one in reasons {
            fields.add(format!("people.{}", one.person), unfit(&one.reason, &one.name));
        }
    }
    fields
}

/// For programs: each wrong answer, by `answers.{question}`.
fn by_question(problems: &[(String, AnswerProblem)]) -> FieldErrors {
    let mut fields = FieldErrors::new();
    for (question, problem) in problems {
        fields.add(format!("answers.{question}"), answer_problem(*problem));
    }
    fields
}

impl PartyProblem {
    /// How screens show somebody who can't come.
    pub fn name_of(&self, person: PersonId) -> String {
        let PartyProblem::Unfit(reasons) = self else {
            return String::new();
        };
        let found = reasons.iter().find(|one| one.person == person);
        found.map(|one| one.name.clone()).unwrap_or_default()
    }

    /// A stable word for programs.
    pub fn code(&self) -> &'static str {
        match self {
            PartyProblem::Nobody => "nobody",
            PartyProblem::TooMany { .. }
            | PartyProblem::TooManyWith { .. }
            | PartyProblem::MoreThanPlaces { .. } => "party-too-large",
            PartyProblem::Unfit(reasons)
                if reasons.iter().all(|one| matches!(one.reason, Unfit::Lacks(_))) =>
            {
                "standing-needed"
            }
            PartyProblem::Unfit(_) => "not-eligible",
        }
    }
}

impl SignUpError {
    /// What the reader is told.
    pub fn into_fault(self) -> Fault {
        let conflict = |code, sentence| refusal(StatusCode::CONFLICT, code, sentence, FieldErrors::new());
        let invalid =
            |code, sentence, fields| refusal(StatusCode::UNPROCESSABLE_ENTITY, code, sentence, fields);
        match self {
            SignUpError::NotFound => Fault::NotFound,
            SignUpError::NotYet { opens_at } => conflict(
                "signup-not-open",
                Sentence::new(msg::SIGNUP_NOT_YET).with("at", Moment(opens_at)),
            ),
            SignUpError::Closed => conflict("signup-closed", msg::SIGNUP_CLOSED.into()),
            SignUpError::Cancelled => conflict("activity-cancelled", msg::SIGNUP_CALLED_OFF.into()),
            SignUpError::NoSuchRole => invalid(
                "no-such-role",
                msg::SIGNUP_NO_SUCH_ROLE.into(),
                FieldErrors::new(),
            ),
            SignUpError::Party(problem) => {
                let sentence = party_problem(&problem, |person| problem.name_of(person));
                invalid(problem.code(), sentence, by_person(&problem))
            }
            SignUpError::Answers(problems) => {
                invalid("answers", msg::SIGNUP_ANSWERS.into(), by_question(&problems))
            }
            SignUpError::Already { .. } => conflict("signed-up-already", msg::SIGNUP_ALREADY.into()),
            SignUpError::Full => conflict("full", msg::SIGNUP_FULL.into()),
            SignUpError::Store(why) => why.into(),
        }
    }
}
refuse_with!(SignUpError);

impl CancelError {
    /// What the reader is told.
    pub fn into_fault(self) -> Fault {
        match self {
            CancelError::NotFound => Fault::NotFound,
            CancelError::Ended => Refusal::conflict("signup-ended", msg::SIGNUP_ENDED).into(),
            CancelError::Begun => Refusal::conflict("activity-begun", msg::SIGNUP_BEGUN).into(),
            CancelError::StayUnfit => Refusal::conflict("standing-needed", msg::STANDING_STAY).into(),
            CancelError::Store(why) => why.into(),
        }
    }
}
refuse_with!(CancelError);

impl AnswerOfferError {
    /// What the reader is told.
    pub fn into_fault(self) -> Fault {
        match self {
            AnswerOfferError::NotFound => Fault::NotFound,
            AnswerOfferError::NoOffer => Refusal::conflict("no-offer", msg::SIGNUP_NO_OFFER).into(),
            AnswerOfferError::Unfit => Refusal::conflict("standing-refused", msg::STANDING_NO_LONGER).into(),
            AnswerOfferError::CalledOff => {
                Refusal::conflict("activity-cancelled", msg::SIGNUP_CALLED_OFF).into()
            }
            AnswerOfferError::Store(why) => why.into(),
        }
    }
}
refuse_with!(AnswerOfferError);

impl TakeFewerError {
    /// What the reader is told.
    pub fn into_fault(self) -> Fault {
        match self {
            TakeFewerError::NotFound => Fault::NotFound,
            TakeFewerError::Nobody => Refusal::invalid("nobody", msg::SIGNUP_NOBODY).into(),
            TakeFewerError::NotNext => Refusal::conflict("not-next", msg::SIGNUP_NOT_NEXT).into(),
            TakeFewerError::StillTooMany { free } => {
                Refusal::conflict("still-too-many", msg::SIGNUP_STILL_TOO_MANY)
                    .arg("free", free)
                    .into()
            }
            TakeFewerError::TooLate => Refusal::conflict("too-late", msg::SIGNUP_FULL).into(),
            TakeFewerError::Unfit => Refusal::conflict("standing-refused", msg::STANDING_NO_LONGER).into(),
            TakeFewerError::StayUnfit => Refusal::conflict("standing-needed", msg::STANDING_STAY).into(),
            TakeFewerError::Store(why) => why.into(),
        }
    }
}
refuse_with!(TakeFewerError);
