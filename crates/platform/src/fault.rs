//! What can go wrong with a request, said once: as a page for a reader, as problem+json for a program.

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use langqiao_store::StoreError;

use crate::i18n::{Arg, Msg};

/// A sentence for the person who asked: what is wrong and what to do.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// The HTTP status.
    pub status: StatusCode,
    /// A stable word for programs, such as `signup-closed`.
    pub code: &'static str,
    /// The sentence.
    pub message: Msg,
    /// What the sentence mentions.
    pub args: Vec<(&'static str, Arg)>,
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
        Self { status, code, message, args: Vec::new() }
    }

    /// Adds what the sentence mentions.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        self.args.push((name, value.into()));
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
            Fault::Store(_) | Fault::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// Carried in the response's extensions to the one place that writes it in the reader's language and form.
#[derive(Clone)]
pub struct FaultCarrier(pub std::sync::Arc<Fault>);

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(FaultCarrier(std::sync::Arc::new(self)));
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
