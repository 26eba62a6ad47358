//! Accounts: who may say that they are whom.
//!
//! A person signs in with their phone and a password, or with a code that proves the phone is at hand; with
//! a code a newcomer registers in the same step, and goes on where they wanted to go. Every guess counts
//! against the phone and against the address it comes from, and while either is throttled the right answer
//! is refused too, so that guessing tells nothing. Sessions and API tokens are kept as hashes, are listed
//! for their owner, and can be revoked one by one or all at once.

pub mod passwords;
pub mod phone_codes;
pub mod sessions;
pub mod sign_in;
pub(crate) mod throttle;
pub mod tokens;

mod api;
mod pages;
mod privacy;
mod views;

pub use privacy::VERSION as PRIVACY_VERSION;

use jiff::{SignedDuration, Timestamp};
use langqiao_store::{StoreError, params};
use utoipa::OpenApi as _;

use crate::{app::App, feature::Feature, people, routes::Routes};

pub(crate) fn feature() -> Feature {
    let routes = Routes::new()
        .get("/sign-in", pages::show)
        .post("/sign-in", pages::with_password)
        .get("/sign-in/password", pages::show_password)
        .post("/sign-in/code", pages::ask_code)
        .get("/sign-in/code", pages::show_code)
        .post("/sign-in/verify", pages::with_code)
        .post("/sign-out", pages::sign_out)
        .get("/privacy", privacy::show)
        .post("/api/v1/sign-in/code", api::ask_code)
        .post("/api/v1/sign-in", api::sign_in_with_code)
        .post("/api/v1/sign-out", api::sign_out);
    Feature {
        name: "accounts",
        routes,
        openapi: Some(api::Api::openapi),
        ..Feature::default()
    }
}

/// Forgets codes, throttles, sessions and asks to nobody that have run out.
pub(crate) async fn tidy(app: &App) -> Result<(), StoreError> {
    app.db
        .write(app.by_system("accounts.tidy"), |tx| {
            tx.bookkeeping();
            let now = tx.now();
            tx.execute("DELETE FROM phone_code WHERE expires_at <= ?1", params![now])?;
            tx.execute(
                "DELETE FROM throttle WHERE started_at <= ?1",
                params![before(now, throttle::LONGEST)],
            )?;
            // Kept a while after their end, so that their owner can still see them in the list.
            let ended = before(now, SignedDuration::from_hours(24 * 30));
            tx.execute(
                "DELETE FROM session WHERE expires_at <= ?1 OR revoked_at <= ?1",
                params![ended],
            )?;
            people::forget_lapsed(tx)
        })
        .await
}

/// So long before an instant.
fn before(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_sub(by).unwrap_or(Timestamp::MIN)
}

/// So long after an instant.
fn after(at: Timestamp, by: SignedDuration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}
