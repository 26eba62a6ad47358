//! Courts: one name is one place in all competitions of an activity, and it has one game at a time.

use langqiao_kernel::{
    id::{ActivityId, CompetitionId},
    text::{line, squash},
};
use langqiao_platform::{i18n::msg, not_done::NotDone};
use langqiao_store::{StoreError, WriteTx, params};

use super::whole::Whole;

/// Whether two names are one place's, however they were typed.
pub(super) fn is_one(one: &str, other: &str) -> bool {
    key(one) == key(other)
}

fn key(name: &str) -> String {
    squash(name).to_lowercase()
}

/// The first name that stands in the list a second time.
pub(super) fn twice(names: &[String]) -> Option<&String> {
    let again = |at: usize| names[..at].iter().any(|before| is_one(before, &names[at]));
    (0..names.len()).find(|at| again(*at)).map(|at| &names[at])
}

/// The turn at the courts of an activity: its competitions are put onto them one after the other.
pub(super) fn hold(tx: &mut WriteTx<'_>, activity: ActivityId) -> Result<(), NotDone> {
    Ok(tx.lock("activity_courts", &activity)?)
}

/// What the schema says of two games at one place, said to who reads.
pub(super) fn taken(why: StoreError, field: &'static str) -> NotDone {
    match why.constraint() {
        Some("fixture_court_taken" | "fixture_court_once") => {
            NotDone::field(field, msg::COMPETITION_COURT_BUSY)
        }
        _ => NotDone::Store(why),
    }
}

/// Keeps the courts that were named; gives the number of each. A court keeps its number and its name for as long as a
/// game was played on it: what is named anew gets a number that is nobody's. No game that is still to be played may be on
/// any of them.
pub(super) fn keep(tx: &mut WriteTx<'_>, whole: &Whole, names: &[String]) -> Result<Vec<i64>, NotDone> {
    let competition: CompetitionId = whole.competition.id;
    let played = |number: i64| {
        let mut games = whole.fixtures.iter().filter(|fixture| !fixture.is_open());
        games.any(|fixture| fixture.court == Some(number))
    };
    let mut held: Vec<i64> = Vec::new();
    for (number, name) in (1_i64..).zip(&whole.courts).filter(|(_, name)| !name.is_empty()) {
        if played(number) || names.iter().any(|wished| is_one(wished, name)) {
            held.push(number);
            continue;
        }
        tx.execute(
            "DELETE FROM court WHERE competition = ?1 AND number = ?2",
            params![competition, number],
        )?;
    }
    let mut numbers = Vec::new();
    for name in names {
        let known = (1_i64..)
            .zip(&whole.courts)
            .find(|(_, court)| is_one(court, name));
        if let Some((number, _)) = known {
            numbers.push(number);
            continue;
        }
        let number = (1_i64..).find(|number| !held.contains(number)).unwrap_or(1);
        held.push(number);
        tx.execute(
            "INSERT INTO court (competition, number, name) VALUES (?1, ?2, ?3)",
            params![competition, number, line(name)],
        )?;
        numbers.push(number);
    }
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_is_one_place_however_it_is_typed() {
        let names = |all: &[&str]| all.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert!(is_one("一 号场", "一号场") && is_one("Ａ场", "a场") && !is_one("东场", "西场"));
        assert_eq!(
            twice(&names(&["东场", "西场", " 东场 "])).map(String::as_str),
            Some(" 东场 ")
        );
        assert_eq!(twice(&names(&["东场", "西场"])), None);
    }
}
