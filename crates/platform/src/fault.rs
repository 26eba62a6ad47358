//! What can go wrong with a request, said once: as a page for a reader, as problem+json for a program.

use std::sync::Arc;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_store::StoreError;
use parking_lot::Mutex;

use crate::{
    fields::FieldErrors,
    i18n::{Msg, Sentence, Value, msg},
};

/// A sentence for the person who asked: what is wrong and what to do.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The HTTP status.
    pub status: StatusCode,
    /// A stable word for programs, such as `signup-closed`.
    pub code: &'static str,
    /// The sentence.
    pub sentence: Sentence,
    /// What is wrong with which field, where that is what is wrong.
    pub fields: FieldErrors,
}

impl Refusal {
    /// The request can't be carried out as things stand (409).
    pub fn conflict(code: &'static str, message: Msg) -> Self {
        Self::with_status(StatusCode::CONFLICT, code, message)
    }

    /// What was sent is not right (422).
    pub fn invalid(code: &'static str, message: Msg) -> Self {
        Self::with_status(StatusCode::UNPROCESSABLE_ENTITY, code, message)
    }

    /// Asked too often (429).
    pub fn too_many(code: &'static str, message: Msg) -> Self {
        Self::with_status(StatusCode::TOO_MANY_REQUESTS, code, message)
    }

    /// A refusal with any status.
    pub fn with_status(status: StatusCode, code: &'static str, message: Msg) -> Self {
        Self {
            status,
            code,
            sentence: Sentence::new(message),
            fields: FieldErrors::new(),
        }
    }

    /// What was sent is wrong in these fields (422): for programs; a page shows its form again instead.
    pub fn fields(errors: FieldErrors) -> Self {
        Self {
            fields: errors,
            ..Self::invalid("fields", msg::FAULT_FIELDS)
        }
    }

    /// Adds what the sentence mentions.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<Value<'static>>) -> Self {
        self.sentence = self.sentence.with(name, value);
        self
    }
}

/// The error of every handler.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// There is no such thing, or not for this person: the two look alike on purpose.
    #[error("not found")]
    NotFound,
    /// Only for people who have signed in.
    #[error("sign in first")]
    SignInFirst,
    /// A rule of the feature says no.
    #[error("refused: {}", .0.code)]
    Refused(Box<Refusal>),
    /// The database failed; logged, and answered with an apology that tells nothing of the inside.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Anything else that is our fault.
    #[error("{0}")]
    Internal(String),
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Fault::Refused(Box::new(refusal))
    }
}

impl Fault {
    /// The HTTP status it is answered with.
    pub fn status(&self) -> StatusCode {
        match self {
            Fault::NotFound => StatusCode::NOT_FOUND,
            Fault::SignInFirst => StatusCode::UNAUTHORIZED,
            Fault::Refused(refusal) => refusal.status,
            Fault::Store(why) if why.is_passing() => StatusCode::SERVICE_UNAVAILABLE,
            Fault::Store(_) | Fault::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// Carried in the response's extensions to the one place that writes it in the reader's language and form.
#[derive(Clone)]
pub(crate) struct FaultCarrier(Arc<Mutex<Option<Fault>>>);

impl FaultCarrier {
    /// The fault; the first to ask gets it.
    pub(crate) fn take(&self) -> Option<Fault> {
        self.0.lock().take()
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response
            .extensions_mut()
            .insert(FaultCarrier(Arc::new(Mutex::new(Some(self)))));
        response
    }
}

/// Turns a use case's error enum into what its reader is told. Implement it for the enum and `?` works.
#[macro_export]
macro_rules! refuse_with {
    ($error:ty) => {
        impl From<$error> for $crate::fault::Fault {
            fn from(error: $error) -> Self {
                error.into_fault()
            }
        }
    };
}
