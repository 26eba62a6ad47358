//! `password`: lets somebody in who has no other way, such as an office's first officer.

use std::process::ExitCode;

use langqiao_kernel::{clock::Clock, codes::Phone};
use langqiao_platform::{
    accounts::{passwords, sessions},
    keys::Keys,
    people,
};
use langqiao_store::{By, OpenOptions, StoreError, WriteTx};
use rand::RngExt;

use crate::{
    cli::Password,
    failure::Failure,
    logs::{answer, say},
    opening,
};

/// Letters and digits that nobody takes for each other.
const ALPHABET: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
/// Characters of a new password: 69 bits.
const LENGTH: usize = 14;

/// Gives the person with this phone a new password, shows it once and ends all of their sessions.
pub(super) fn password(ask: &Password) -> Result<ExitCode, Failure> {
    let Ok(phone) = Phone::parse(&ask.phone) else {
        return Err(Failure::Said(format!(
            "{} is not a mobile number of 11 digits",
            ask.phone
        )));
    };
    let (settings, clock) = (opening::settings(&ask.at, None)?, Clock::system());
    let keys = Keys::open(&settings.key_file())?;
    let password = invent();
    let hash = passwords::Hasher::new(&settings.passwords)
        .hash_blocking(&password)
        .map_err(|why| Failure::Said(why.to_string()))?;
    let db = opening::database(&settings, OpenOptions::new(clock.clone()))?;
    let set = db.write_blocking(By::system("cli", &clock), move |tx: &mut WriteTx<'_>| {
        let Some(person) = people::by_phone(tx, &keys, &phone)? else {
            return Ok::<_, StoreError>(false);
        };
        passwords::set(tx, person, &hash)?;
        sessions::revoke_others(tx, person, None)?;
        Ok(true)
    });
    db.close();
    if !set? {
        return Err(Failure::Said(
            "nobody with this phone is registered: bring them in first, with langqiao import people"
                .to_owned(),
        ));
    }
    answer(&password);
    say("Pass it on by word of mouth; it can be changed under \"我的账号\" after signing in.");
    Ok(ExitCode::SUCCESS)
}

fn invent() -> String {
    let mut rng = rand::rng();
    (0..LENGTH)
        .map(|_| char::from(ALPHABET[rng.random_range(0..ALPHABET.len())]))
        .collect()
}
