//! What a button of the form asks for, and why the form comes back.

use langqiao_platform::{
    fault::Fault,
    fields::{FieldErrors, Fields},
    i18n::{Sentence, msg},
    not_done::NotDone,
};
use langqiao_store::StoreError;

use crate::{
    activities::{
        create::CreateError,
        form::{DO, Rows},
        merge::Aspect,
        publish::{PublishError, equipment_short, just_taken},
        rules::Problem,
        update::{Stale, UpdateError, allotment_fixed, below_taken, questions_answered, shift_taken},
    },
    bookings::{self, RoomState},
};

/// What a button of the form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    Save,
    Publish,
    Ask,
    Add(Rows),
    Drop(Rows, usize),
    Take(Aspect),
    Find,
    /// What was typed another time is to be forgotten.
    Afresh,
}

impl Pressed {
    /// What the pressed button asks for.
    pub fn of(fields: &Fields) -> Self {
        let word = fields.raw(DO);
        let row = |prefix: &str| word.strip_prefix(prefix).and_then(|n| n.parse().ok());
        if let Some(n) = row("drop-cohost-") {
            return Pressed::Drop(Rows::Cohosts, n);
        }
        if let Some(n) = row("drop-question-") {
            return Pressed::Drop(Rows::Questions, n);
        }
        if let Some(n) = row("drop-room-") {
            return Pressed::Drop(Rows::Rooms, n);
        }
        if let Some(n) = row("drop-equipment-") {
            return Pressed::Drop(Rows::Equipment, n);
        }
        if let Some(n) = row("drop-shift-") {
            return Pressed::Drop(Rows::Shifts, n);
        }
        if let Some(aspect) = word.strip_prefix("take-").and_then(Aspect::named) {
            return Pressed::Take(aspect);
        }
        match word {
            "publish" => Pressed::Publish,
            "ask" => Pressed::Ask,
            "add-cohost" => Pressed::Add(Rows::Cohosts),
            "add-question" => Pressed::Add(Rows::Questions),
            "add-room" => Pressed::Add(Rows::Rooms),
            "add-equipment" => Pressed::Add(Rows::Equipment),
            "add-shift" => Pressed::Add(Rows::Shifts),
            "find" => Pressed::Find,
            "afresh" => Pressed::Afresh,
            _ => Pressed::Save,
        }
    }
}

/// Why the form comes back.
pub enum Back {
    /// Something in it is wrong.
    Errors(FieldErrors),
    /// The keepers of some of its rooms have to be asked first; what is wrong with which room.
    Ask(FieldErrors),
    /// Somebody else changed the activity meanwhile.
    Stale(Box<Stale>),
    /// It can't be carried out at all.
    Fault(Fault),
}

impl Back {
    /// The same with what else is wrong with the form.
    pub fn with(self, more: FieldErrors) -> Self {
        match self {
            Back::Errors(mut errors) => {
                for (field, sentence) in more.iter() {
                    errors.add(field, sentence.clone());
                }
                Back::Errors(errors)
            }
            other => other,
        }
    }
}

/// Why the rooms can't be had, each at its field.
fn rooms_back(rooms: &[RoomState]) -> Back {
    let errors = bookings::refused_fields(rooms, |at| match at {
        0 => "space".to_owned(),
        at => Rows::Rooms.field(at - 1, "space"),
    });
    if rooms.iter().any(|room| room.way.can_be_asked()) {
        Back::Ask(errors)
    } else {
        Back::Errors(errors)
    }
}

impl From<NotDone> for Back {
    fn from(why: NotDone) -> Self {
        match why.into_fields() {
            Ok(errors) => Back::Errors(errors),
            Err(fault) => Back::Fault(fault),
        }
    }
}

impl From<StoreError> for Back {
    fn from(error: StoreError) -> Self {
        Back::Fault(error.into())
    }
}

impl From<Vec<Problem>> for Back {
    fn from(problems: Vec<Problem>) -> Self {
        let mut errors = FieldErrors::new();
        for problem in problems {
            errors.add(problem.field, problem.message);
        }
        Back::Errors(errors)
    }
}

impl From<CreateError> for Back {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::Invalid(problems) => problems.into(),
            other => Back::Fault(other.into()),
        }
    }
}

impl From<PublishError> for Back {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::Rooms(rooms) => rooms_back(&rooms),
            PublishError::JustTaken => at("space", just_taken().sentence),
            PublishError::Short { name, free } => at("", equipment_short(&name, free).sentence),
            PublishError::Crowd(sentence) => at("seats", sentence),
            PublishError::StartsPast => at("day", msg::ACTIVITY_REFUSED_STARTS_PAST),
            PublishError::SignupOver => at("closes_day", msg::ACTIVITY_REFUSED_SIGNUP_OVER),
            other => Back::Fault(other.into()),
        }
    }
}

impl From<UpdateError> for Back {
    fn from(error: UpdateError) -> Self {
        match error {
            UpdateError::Invalid(problems) => problems.into(),
            UpdateError::Stale(stale) => Back::Stale(stale),
            UpdateError::Rooms(rooms) => rooms_back(&rooms),
            UpdateError::JustTaken => at("space", just_taken().sentence),
            UpdateError::Short { name, free } => at("", equipment_short(&name, free).sentence),
            UpdateError::Borrowed(clash) => at("day", clash.refusal().sentence),
            UpdateError::BelowTaken { field, taken } => at(field, below_taken(taken).sentence),
            UpdateError::ShiftTaken { field, taken } => at(&field, shift_taken(taken).sentence),
            UpdateError::AllotmentFixed => at("allotment", allotment_fixed().sentence),
            UpdateError::QuestionsAnswered => at("q0_label", questions_answered().sentence),
            other => Back::Fault(other.into()),
        }
    }
}

fn at(field: &str, sentence: impl Into<Sentence>) -> Back {
    let mut errors = FieldErrors::new();
    errors.add(field, sentence);
    Back::Errors(errors)
}
