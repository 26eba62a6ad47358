//! Whoever signs in as a resident has a companion, a colleague; and somebody of the village asks to be another, which waits
//! for an answer.

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::codes::Phone;
use langqiao_platform::{
    app::App,
    people::{self, AskedCompanion, CompanionError},
};
use langqiao_store::{Actor, By};

use super::{sign_ins::SignIn, unexpected};
use crate::failure::Failure;

/// From where it is asked.
const ADDRESS: &str = "demonstration";

/// Lets them ask, and one of them agree.
///
/// # Errors
/// When the database fails.
pub async fn play(app: &App, sign_ins: &[SignIn]) -> Result<(), Failure> {
    let role = |name: &str| sign_ins.iter().find(|one| one.role == name);
    let (Some(resident), Some(colleague), Some(neighbour)) =
        (role("resident"), role("firm"), role("village"))
    else {
        return Ok(());
    };
    let ago = |hours: i64| app.now() - SignedDuration::from_hours(hours);
    ask(app, resident, colleague, ago(24 * 12)).await?;
    agree(app, colleague, ago(24 * 11)).await?;
    ask(app, neighbour, resident, ago(24 * 2)).await
}

fn by(who: &SignIn, at: Timestamp) -> By {
    By::new(Actor::Person(who.person), at)
}

async fn ask(app: &App, asker: &SignIn, asked: &SignIn, at: Timestamp) -> Result<(), Failure> {
    let phone = Phone::parse(&asked.phone).map_err(|why| unexpected("read a phone", why))?;
    let (keys, person) = (app.keys.clone(), asker.person);
    let done = app
        .db
        .write(by(asker, at), move |tx| {
            people::ask_companion(tx, &keys, person, (&phone, ADDRESS))
        })
        .await;
    match done {
        Ok(AskedCompanion::Noted) => Ok(()),
        Ok(other) => Err(unexpected("ask a companion", other)),
        Err(why) => Err(unexpected("ask a companion", why)),
    }
}

/// Agrees to the one who asks.
async fn agree(app: &App, asked: &SignIn, at: Timestamp) -> Result<(), Failure> {
    let (keys, person) = (app.keys.clone(), asked.person);
    let done = app
        .db
        .write(by(asked, at), move |tx| {
            let now = tx.now();
            let found =
                people::companions_of(tx, &keys, person, now).map_err(|_| CompanionError::NotFound)?;
            let ask = found.ask_me.first().ok_or(CompanionError::NotFound)?;
            people::answer_companion(tx, person, ask.id, true)
        })
        .await;
    done.map_err(|why| unexpected("agree to a companion", why))
}
