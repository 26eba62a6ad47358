//! Why something was not done, for the rooms whose rules are many: one type, so that a room can pass on what the
//! room below it refused, in its own words.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_store::StoreError;

use crate::{
    fault::{Fault, Refusal},
    fields::FieldErrors,
    i18n::{Msg, Sentence},
    refuse_with,
    reply::SeeOther,
    ui::{Tone, Ui, components::Problems, page::Page},
};

/// Why it was not done; nothing is changed then.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    /// There is no such thing, or not for this body or person.
    #[error("no such thing")]
    NotFound,
    /// Something that was typed can't be.
    #[error("wrong fields: {0:?}")]
    Fields(FieldErrors),
    /// A rule says no.
    #[error("refused: {}", .0.code)]
    Refused(Box<Refusal>),
    /// Something that is our fault.
    #[error(transparent)]
    Fault(Fault),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Fault> for NotDone {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::NotFound => Self::NotFound,
            Fault::Refused(refusal) if !refusal.fields.is_empty() => Self::Fields(refusal.fields),
            Fault::Refused(refusal) => Self::Refused(refusal),
            Fault::Store(error) => Self::Store(error),
            other => Self::Fault(other),
        }
    }
}

impl NotDone {
    /// A rule's no, with its stable word and its sentence.
    pub fn no(code: &'static str, sentence: impl Into<Sentence>) -> Self {
        let sentence = sentence.into();
        let mut refusal = Refusal::conflict(code, sentence.msg);
        refusal.sentence = sentence;
        Self::Refused(Box::new(refusal))
    }

    /// One field that can't be.
    pub fn field(name: impl Into<String>, sentence: impl Into<Sentence>) -> Self {
        let mut errors = FieldErrors::new();
        errors.add(name, sentence);
        Self::Fields(errors)
    }

    /// Fields that can't be, if there are any.
    ///
    /// # Errors
    /// [`NotDone::Fields`].
    pub fn unless_none(errors: FieldErrors) -> Result<(), Self> {
        if errors.is_empty() {
            Ok(())
        } else {
            Err(Self::Fields(errors))
        }
    }

    /// Two things that are asked of one form: all that is wrong with the fields of either is said at once.
    ///
    /// # Errors
    /// Why not; what no field can mend goes first.
    pub fn both<A, B>(one: Result<A, Self>, other: Result<B, Self>) -> Result<(A, B), Self> {
        match (one, other) {
            (Ok(one), Ok(other)) => Ok((one, other)),
            (Err(Self::Fields(mut errors)), Err(Self::Fields(others))) => {
                errors.add_all(others);
                Err(Self::Fields(errors))
            }
            (Err(Self::Fields(_)) | Ok(_), Err(why)) | (Err(why), _) => Err(why),
        }
    }

    /// The stable word of a rule's no.
    pub fn code(&self) -> Option<&'static str> {
        match self {
            Self::Refused(refusal) => Some(refusal.code),
            Self::Fields(_) => Some("fields"),
            Self::NotFound | Self::Fault(_) | Self::Store(_) => None,
        }
    }

    /// As a form shows it: what is wrong with which field; a rule's no stands above all of them.
    ///
    /// # Errors
    /// What no form can mend.
    pub fn into_fields(self) -> Result<FieldErrors, Fault> {
        match self {
            Self::Fields(errors) => Ok(errors),
            Self::Refused(refusal) => {
                let mut errors = FieldErrors::new();
                errors.add("", refusal.sentence);
                Ok(errors)
            }
            other => Err(other.into_fault()),
        }
    }

    /// The one sentence that says why, for where there is no form.
    ///
    /// # Errors
    /// What no sentence can say.
    pub fn into_sentence(self) -> Result<Sentence, Fault> {
        let errors = self.into_fields()?;
        let first = errors.iter().next().map(|(_, sentence)| sentence.clone());
        first.ok_or(Fault::NotFound)
    }

    fn into_fault(self) -> Fault {
        match self {
            Self::NotFound => Fault::NotFound,
            Self::Fields(errors) => Refusal::fields(errors).into(),
            Self::Refused(refusal) => Fault::Refused(refusal),
            Self::Fault(fault) => fault,
            Self::Store(error) => error.into(),
        }
    }
}
refuse_with!(NotDone);

/// The way on with what was done; or the page again with what is wrong in its fields (422), as `page` makes it.
///
/// # Errors
/// What no form can mend, and what `page` fails with.
pub async fn again<F, P>(ui: &Ui, to: String, done: Result<Msg, NotDone>, page: F) -> Result<Response, Fault>
where
    F: FnOnce(Problems) -> P,
    P: Future<Output = Result<Page, Fault>>,
{
    match done {
        Ok(sentence) => Ok(SeeOther::to(to).say(Tone::Ok, sentence).into_response()),
        Err(why) => {
            let page = page(why.into_fields()?.problems(ui)).await?;
            Ok(wrong(page))
        }
    }
}

/// A page with what is wrong in its fields.
pub fn wrong(page: Page) -> Response {
    page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response()
}

/// Back to a page, saying what came of it: what happened, or the rule that said no.
///
/// # Errors
/// What no sentence can say.
pub fn said(href: String, done: Result<impl Into<Sentence>, NotDone>) -> Result<Response, Fault> {
    let back = SeeOther::to(href);
    Ok(match done {
        Ok(sentence) => back.say(Tone::Ok, sentence),
        Err(why) => back.say(Tone::Warn, why.into_sentence()?),
    }
    .into_response())
}
