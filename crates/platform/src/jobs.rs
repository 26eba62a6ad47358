//! What runs in the background.

use std::{future::Future, pin::Pin, sync::Arc};

pub use langqiao_store::JobError;

use crate::app::App;

/// What a job's handler gives back. Any error means that it is tried again later (`?` makes one of it);
/// [`JobError::Fail`] that it never will be.
pub type JobOutcome = Result<(), JobError>;

/// Carries out a job of one kind. A job can run twice (a node may die after the work and before the note
/// that it is done), so a handler does the same thing once however often it is called.
pub type JobHandler =
    Arc<dyn Fn(App, serde_json::Value) -> Pin<Box<dyn Future<Output = JobOutcome> + Send>> + Send + Sync>;

/// Makes a handler from an async function that takes the house and the job's payload.
pub fn handler<P, F, Fut>(function: F) -> JobHandler
where
    P: serde::de::DeserializeOwned + Send + 'static,
    F: Fn(App, P) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = JobOutcome> + Send + 'static,
{
    let function = Arc::new(function);
    Arc::new(move |app, payload| {
        let function = Arc::clone(&function);
        Box::pin(async move {
            // A payload that can't be read today can't be read tomorrow either.
            let payload = serde_json::from_value(payload).map_err(|why| JobError::Fail(why.to_string()))?;
            function(app, payload).await
        })
    })
}
