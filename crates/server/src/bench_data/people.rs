//! Residents, and sessions for whoever is to send requests.

use std::sync::Arc;

use jiff::civil::Date;
use langqiao_kernel::{
    codes::Phone,
    id::{AreaId, PersonId},
};
use langqiao_platform::{
    accounts::sessions,
    identity::SESSION_COOKIE,
    keys::Keys,
    people::{self, NewPerson},
};
use langqiao_store::WriteTx;
use rand::{RngExt, rngs::StdRng};
use serde::Serialize;

use super::{Filling, registers::County, unexpected};
use crate::{
    demo::names::{InventedPerson, Names},
    failure::Failure,
};

/// How long a session holds, in days.
const DAYS: i64 = 30;

/// What a load client needs to act as a person.
#[derive(Clone, Debug, Serialize)]
pub struct Session {
    /// Who.
    pub person: PersonId,
    /// The value of the header `Cookie`.
    pub cookie: String,
    /// What every form of theirs brings back in its hidden field `csrf`.
    pub csrf: String,
}

/// Where somebody lives and when they were born.
type Home = (AreaId, Date);

/// Registers so many adults, spread over the villages.
///
/// # Errors
/// When the database fails.
pub fn enter(
    filling: &Filling<'_>,
    count: usize,
    county: &County,
    names: &mut Names<'_, StdRng>,
) -> Result<Vec<PersonId>, Failure> {
    let invented: Vec<(InventedPerson, Home)> = (0..count)
        .map(|n| {
            let person = names.person(50);
            let years = names.rng().random_range(1950..2006);
            let birth = Date::constant(years, 6, 1);
            (person, (county.villages[n % county.villages.len()], birth))
        })
        .collect();
    let keys = Arc::clone(filling.keys);
    filling.portions("people", &invented, move |tx, (person, home)| {
        register(tx, &keys, person, Some(*home))
    })
}

/// Registers one.
///
/// # Errors
/// When the database fails.
pub fn register(
    tx: &mut WriteTx<'_>,
    keys: &Keys,
    person: &InventedPerson,
    home: Option<Home>,
) -> Result<PersonId, Failure> {
    let new = NewPerson {
        phone: Phone::parse(&person.phone).ok(),
        birth: home.map(|(_, birth)| birth),
        female: Some(person.female),
        area: home.map(|(area, _)| area),
        consented: true,
        ..NewPerson::named(&person.name)
    };
    people::register(tx, keys, &new).map_err(|why| unexpected("a person", why))
}

/// Signs these people in. Blocks.
///
/// # Errors
/// When the database fails.
pub fn open_sessions(filling: &Filling<'_>, people: &[PersonId]) -> Result<Vec<Session>, Failure> {
    let keys = Arc::clone(filling.keys);
    filling.portions("sessions", people, move |tx, person| {
        let token = sessions::open(tx, &keys, *person, "bench", DAYS)?;
        Ok(Session {
            person: *person,
            cookie: format!("{SESSION_COOKIE}={token}"),
            csrf: keys.csrf(&token),
        })
    })
}
