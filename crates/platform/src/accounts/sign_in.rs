//! Signing in: with a password, or with a code, with which a newcomer registers in the same step.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::{codes::Phone, id::PersonId};
use langqiao_store::{By, StoreError, WriteTx};

use super::{
    passwords,
    phone_codes::{self, Asked, Tried},
    sessions, throttle,
};
use crate::{
    app::App,
    fault::Fault,
    keys::{Field, Keys},
    people::{self, NewPerson, RegisterError},
};

/// Five guesses at a password for a phone …
const PHONE: throttle::Limit = throttle::Limit {
    name: "password-phone",
    attempts: 5,
    window: SignedDuration::from_mins(15),
};
/// … and a hundred from an address, behind which a whole office may sit.
const ADDRESS: throttle::Limit = throttle::Limit {
    name: "password-address",
    attempts: 100,
    window: SignedDuration::from_mins(15),
};

/// A hundred guesses at codes from an address: programs bring no proof that they asked for one.
pub(super) const GUESSES: throttle::Limit = throttle::Limit {
    name: "code-guess-address",
    attempts: 100,
    window: SignedDuration::from_mins(15),
};

/// Where a request to sign in comes from.
#[derive(Clone, Debug)]
pub struct Origin {
    /// The network address.
    pub address: String,
    /// The browser and machine, for the list of sessions.
    pub device: String,
}

/// What became of a try with a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ByPassword {
    /// Signed in; this is the session's token.
    In(String),
    /// Not the password, or nobody has this phone, or no password is set: nobody is told which.
    Wrong,
    /// Too many tries; the right password is refused too until then.
    Wait(Timestamp),
}

/// Signs in with phone and password. Takes as long for a phone that nobody has.
///
/// # Errors
/// When the database or the machine fails.
pub async fn with_password(
    app: &App,
    by: By,
    phone: Phone,
    password: String,
    from: Origin,
) -> Result<ByPassword, Fault> {
    let blind = app.keys.blind(Field::Phone, phone.as_str());
    let (keys, subject, address) = (Arc::clone(&app.keys), blind.clone(), from.address.clone());
    // The attempt is counted before the answer is known, so that many at once can't slip through.
    let wait = app
        .db
        .write(by.clone(), move |tx| {
            let by_address = throttle::take(tx, &keys, &ADDRESS, &address)?;
            let by_phone = throttle::take(tx, &keys, &PHONE, &subject)?;
            Ok::<_, StoreError>(by_address.max(by_phone))
        })
        .await?;
    if let Some(until) = wait {
        return Ok(ByPassword::Wait(until));
    }
    let (keys, asked) = (Arc::clone(&app.keys), phone.clone());
    let known = app
        .db
        .read(move |tx| {
            let Some(person) = people::by_phone(tx, &keys, &asked)? else {
                return Ok::<_, StoreError>(None);
            };
            Ok(Some((person, passwords::stored(tx, person)?)))
        })
        .await?;
    let (person, hash) = known.map_or((None, None), |(person, hash)| (Some(person), hash));
    let right = app.hasher.check(hash, password).await?;
    let Some(person) = person.filter(|_| right) else {
        metrics::counter!("langqiao_sign_ins_total", "outcome" => "wrong").increment(1);
        return Ok(ByPassword::Wrong);
    };
    let (keys, days) = (Arc::clone(&app.keys), app.settings.session_days);
    let token = app
        .db
        .write(by, move |tx| {
            throttle::forget(tx, &keys, &PHONE, &blind)?;
            throttle::give_back(tx, &keys, &ADDRESS, &from.address)?;
            sessions::open(tx, &keys, person, &from.device, days)
        })
        .await?;
    metrics::counter!("langqiao_sign_ins_total", "outcome" => "right").increment(1);
    Ok(ByPassword::In(token))
}

/// What became of asking for a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    /// It can't be sent to the phone; this is it, for the page to show and to say why.
    Shown(String),
    /// There is no gateway, and the settings don't let codes be shown.
    NoGateway,
    /// There were too many; at this time one may be asked for again.
    Wait(Timestamp),
}

/// Makes a code for a phone. No gateway for messages exists yet: where the settings say so the code is shown
/// and logged, else there is none.
///
/// # Errors
/// When the database fails.
pub async fn ask_code(app: &App, by: By, phone: &Phone, from: &Origin) -> Result<Code, Fault> {
    if !app.settings.show_phone_codes {
        return Ok(Code::NoGateway);
    }
    let code = phone_codes::new_code();
    let (keys, phone, address, sent) = (
        Arc::clone(&app.keys),
        phone.clone(),
        from.address.clone(),
        code.clone(),
    );
    let masked = phone.masked();
    let asked = app
        .db
        .write(by, move |tx| phone_codes::ask(tx, &keys, &phone, &sent, &address))
        .await?;
    match asked {
        Asked::Stored => {
            tracing::info!(
                phone = masked,
                code,
                "no gateway for messages: a code is shown on the page"
            );
            Ok(Code::Shown(code))
        }
        Asked::Wait(until) => Ok(Code::Wait(until)),
    }
}

/// What became of a try with a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ByCode {
    /// It is this person. True for a newcomer, who was registered.
    In(PersonId, bool),
    /// The code is right, and nobody has this phone yet: a name and consent are wanted.
    Newcomer,
    /// Not the code; so many tries are left.
    Wrong(i64),
    /// The code ran out or was tried too often: ask for a new one.
    Gone,
}

/// What a newcomer says with the code. None of it is looked at where the phone is known.
#[derive(Clone, Debug)]
pub struct Newcomer {
    /// Who they are; `None` if that was not said, or not so that it can be taken.
    pub person: Option<NewPerson>,
}

/// Tells by a code who it is, and registers a newcomer who has said so. What they get for it, a session or a
/// token, is for the caller to give.
///
/// # Errors
/// [`RegisterError`] when what a newcomer says can't be taken, or the database fails.
pub fn with_code(
    tx: &mut WriteTx,
    keys: &Keys,
    phone: &Phone,
    code: &str,
    newcomer: &Newcomer,
) -> Result<ByCode, RegisterError> {
    match phone_codes::try_code(tx, keys, phone, code)? {
        Tried::Right => {}
        Tried::Wrong(left) => return Ok(ByCode::Wrong(left)),
        Tried::Gone => return Ok(ByCode::Gone),
    }
    let known = people::by_phone(tx, keys, phone)?;
    let person: PersonId = match (known, &newcomer.person) {
        (Some(person), _) => person,
        (None, Some(new)) => people::register(tx, keys, new)?,
        (None, None) => {
            phone_codes::not_yet_used(tx, keys, phone)?;
            return Ok(ByCode::Newcomer);
        }
    };
    phone_codes::used(tx, keys, phone)?;
    Ok(ByCode::In(person, known.is_none()))
}
