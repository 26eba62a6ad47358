//! What the rules say of a wish to come, whichever way the place is come by.

use std::collections::BTreeSet;

use jiff::Timestamp;
use langqiao_kernel::{
    id::{ActivityId, AreaId, OrganisationId, PersonId},
    time,
};
use langqiao_store::{ReadTx, StoreError, WriteTx, params};

use super::{
    answers::{self, Answers},
    candidates,
    eligibility::{self, Candidate, Misfit, PartyProblem, Rules, Unfit, Within},
    late,
    model::SignupRole,
    queries,
    sign_up::{SignUp, SignUpError},
    still_fit::seated,
};
use crate::{
    activities::{Allotment, First, Group, priority},
    standings::{self, Asks},
};

/// Those who may come, and what they answer.
pub struct Judged {
    /// Their place among the groups that come first; 0 where there are none.
    pub rank: i64,
    /// Who, the booker first.
    pub people: Vec<PersonId>,
    /// Those of them who are companions of the booker.
    pub companions: Vec<PersonId>,
    /// Their answers as they are kept, with the first of them.
    pub answers: String,
}

/// Asks every rule of those who are to come, and whether the questions are answered.
///
/// # Errors
/// What stands against it.
pub fn judge(tx: &mut ReadTx<'_>, wish: &SignUp, activity: &Activity) -> Result<Judged, SignUpError> {
    let party = fit(tx, wish, activity, None)?;
    enough_for_one(tx, wish, activity)?;
    let answers = if activity.asks {
        let asked = queries::questions(tx, wish.activity)?;
        answers::check(&asked, &wish.answers).map_err(SignUpError::Answers)?
    } else {
        Answers::new()
    };
    Ok(Judged {
        people: party.iter().map(|one| one.person).collect(),
        companions: among(&party).collect(),
        rank: rank(tx, wish, activity, party)?,
        answers: serde_json::to_string(&answers).map_err(StoreError::from)?,
    })
}

/// The companions of a party.
fn among(party: &[Candidate]) -> impl Iterator<Item = PersonId> {
    party.iter().filter(|one| one.companion).map(|one| one.person)
}

/// In which of the groups that come first they are; helpers are taken as they come, and so are those who come after places
/// were given to all at once.
fn rank(
    tx: &mut ReadTx<'_>,
    wish: &SignUp,
    activity: &Activity,
    party: Vec<Candidate>,
) -> Result<i64, SignUpError> {
    let groups = &activity.first.groups;
    if groups.is_empty() || wish.role != SignupRole::Attendee || activity.allotted_at.is_some() {
        return Ok(0);
    }
    let held = match groups.iter().any(Group::is_stated) {
        true => candidates::held(tx, wish.booker, among(&party))?,
        false => Vec::new(),
    };
    let party: Vec<priority::Of> = party.into_iter().map(Candidate::of).collect();
    Ok(priority::rank(groups, &party, &held, activity.rules.day))
}

/// Those who are to come, the booker first, where the law allows it in this role, whatever the activity itself asks of them.
///
/// # Errors
/// What stands against it, which nobody can let by.
pub fn lawful(
    tx: &mut ReadTx<'_>,
    wish: &SignUp,
    activity: &Activity,
) -> Result<Vec<Candidate>, SignUpError> {
    let nothing_asked = Rules {
        min_age: None,
        max_age: None,
        only_area: None,
        party_max: i64::MAX,
        ..activity.rules.clone()
    };
    let party = candidates::of_family(tx, wish)?;
    eligibility::check(&nothing_asked, wish.role, wish.booker, &party).map_err(SignUpError::Party)?;
    Ok(party)
}

/// Those who may come where a person decided to let by what the activity asks; answers that can't be are left out.
///
/// # Errors
/// What stands against it by law.
pub fn judge_letting_by(
    tx: &mut ReadTx<'_>,
    wish: &SignUp,
    activity: &Activity,
) -> Result<Judged, SignUpError> {
    let people = lawful(tx, wish, activity)?;
    let answers = match activity.asks {
        true => answers::as_far_as_right(&queries::questions(tx, wish.activity)?, &wish.answers),
        false => Answers::new(),
    };
    Ok(Judged {
        rank: 0,
        people: people.into_iter().map(|candidate| candidate.person).collect(),
        companions: Vec::new(),
        answers: serde_json::to_string(&answers).map_err(StoreError::from)?,
    })
}

/// Whether the rules of an activity allow them to come, were there places.
///
/// # Errors
/// What stands against it.
pub fn may_come(tx: &mut ReadTx<'_>, wish: &SignUp) -> Result<(), SignUpError> {
    let activity = facts(tx, wish)?.ok_or(SignUpError::NotFound)?;
    fit(tx, wish, &activity, None).map(|_| ())
}

/// Why each of these people, asked alone, can't come to an activity, the booker or one of their family; who can is left
/// out.
///
/// # Errors
/// [`SignUpError::NotFound`] where there is no such activity, or one of them is not the booker's.
pub fn unfit_alone(
    tx: &mut ReadTx<'_>,
    (activity, booker): (ActivityId, PersonId),
    people: &[PersonId],
) -> Result<Vec<(PersonId, Unfit)>, SignUpError> {
    let wish = SignUp {
        activity,
        booker,
        role: SignupRole::Attendee,
        people: people.iter().copied().collect(),
        answers: Answers::new(),
    };
    let activity = facts(tx, &wish)?.ok_or(SignUpError::NotFound)?;
    let family = candidates::of_family(tx, &wish)?;
    let mut found = Vec::new();
    for one in &family {
        let alone = eligibility::check(&activity.rules, wish.role, booker, std::slice::from_ref(one));
        if let Err(PartyProblem::Unfit(unfit)) = alone {
            found.extend(unfit.into_iter().map(|one| (one.person, one.reason)));
        }
    }
    if let Some(asks) = &activity.asks_of_people {
        let along = seated(tx, (wish.activity, booker), None)?;
        let held = standings::held_by(tx, booker)?;
        for one in &family {
            let who = ([one.person], wish.role.asked_as());
            let lacking = asks.lacking((&who.0, who.1), &along, &held, activity.rules.day);
            found.extend(
                lacking
                    .into_iter()
                    .map(|(person, lack)| (person, Unfit::Lacks(lack))),
            );
        }
    }
    Ok(found)
}

/// Those who are to come, the booker first, if the rules allow it. `leaving` is somebody whose place one of them takes.
/// A course goes on for months: everybody enrols by themselves, and no companion for them.
///
/// # Errors
/// What stands against it.
pub fn fit(
    tx: &mut ReadTx<'_>,
    wish: &SignUp,
    activity: &Activity,
    leaving: Option<PersonId>,
) -> Result<Vec<Candidate>, SignUpError> {
    let party = match activity.course {
        true => candidates::of_family(tx, wish)?,
        false => candidates::with_companions(tx, wish)?,
    };
    let mut unfit = match eligibility::check(&activity.rules, wish.role, wish.booker, &party) {
        Ok(()) => Vec::new(),
        Err(PartyProblem::Unfit(unfit)) => unfit,
        Err(problem) => return Err(SignUpError::Party(problem)),
    };
    // What most activities don't ask for is not read for them.
    if let Some(asks) = &activity.asks_of_people {
        let along = seated(tx, (wish.activity, wish.booker), leaving)?;
        let held = candidates::held(tx, wish.booker, among(&party))?;
        let (family, companions): (Vec<&Candidate>, Vec<&Candidate>) =
            party.iter().partition(|one| !one.companion);
        let people: Vec<PersonId> = family.iter().map(|one| one.person).collect();
        let lacking = asks.lacking((&people, wish.role.asked_as()), &along, &held, activity.rules.day);
        unfit.extend(lacking.into_iter().map(|(person, lack)| {
            Misfit {
                person,
                name: party
                    .iter()
                    .find(|one| one.person == person)
                    .map(|one| one.name.clone())
                    .unwrap_or_default(),
                reason: Unfit::Lacks(lack),
            }
        }));
        // Nobody comes along with a companion, nor a companion with anybody.
        unfit.extend(
            companions
                .into_iter()
                .filter(|one| {
                    let alone = ([one.person], wish.role.asked_as());
                    let lacking =
                        asks.lacking((&alone.0, alone.1), &BTreeSet::new(), &held, activity.rules.day);
                    !lacking.is_empty()
                })
                .map(|one| Misfit {
                    person: one.person,
                    name: one.name.clone(),
                    reason: Unfit::ByOwnRecord,
                }),
        );
    }
    if unfit.is_empty() {
        Ok(party)
    } else {
        Err(SignUpError::Party(PartyProblem::Unfit(unfit)))
    }
}

/// What signing up asks of an activity.
pub struct Activity {
    /// Whose.
    pub organisation: OrganisationId,
    version: i64,
    status: String,
    /// When it begins.
    pub starts_at: Timestamp,
    /// Until when places change hands: when it begins, for a course when it is over.
    pub moves_until: Timestamp,
    opens_at: Timestamp,
    closes_at: Timestamp,
    ends_at: Timestamp,
    course: bool,
    rules: Rules,
    /// What it asks of those who come, where it asks for anything.
    asks_of_people: Option<Asks>,
    asks: bool,
    /// How places are given.
    pub allotment: Allotment,
    /// When they were given, where they are given to all at once.
    pub allotted_at: Option<Timestamp>,
    /// Who comes first.
    pub first: First,
    /// How many people the booker has signed up for this role so far.
    before: i64,
}

impl Activity {
    /// Whether it is still as the wish was judged by, asked once the places are held: where it was changed or called off
    /// while this waited for them, all is done once more from the beginning. Where there is one writer nothing is asked.
    ///
    /// # Errors
    /// When it was changed, or the database fails.
    pub fn still_stands(&self, tx: &mut WriteTx<'_>, id: ActivityId) -> Result<(), StoreError> {
        if !tx.has_rivals() {
            return Ok(());
        }
        let version = tx.one("SELECT version FROM activity WHERE id = ?1", params![id], |row| {
            row.get::<i64>(0)
        })?;
        if version == Some(self.version) {
            Ok(())
        } else {
            Err(tx.start_over())
        }
    }

    /// Counts so many of those whom the booker has signed up not: they come anew.
    pub fn leave_out(&mut self, people: usize) {
        self.before -= people as i64;
    }

    /// Whether it takes or took place, so long ago at most that people can still be added who were there, unless they
    /// were `listed` in time. A course has rolls for that.
    ///
    /// # Errors
    /// Why nobody can be added.
    pub fn took_place(&self, now: Timestamp, listed: bool) -> Result<(), SignUpError> {
        match self.status.as_str() {
            "published" if !self.course && (listed || late::addable(now, self.starts_at, self.ends_at)) => {
                Ok(())
            }
            "published" => Err(SignUpError::Closed),
            "cancelled" => Err(SignUpError::Cancelled),
            _ => Err(SignUpError::NotFound),
        }
    }

    /// Whether one can sign up now.
    ///
    /// # Errors
    /// Why not.
    pub fn is_open(&self, now: Timestamp) -> Result<(), SignUpError> {
        match self.status.as_str() {
            "published" if now < self.opens_at => Err(SignUpError::NotYet {
                opens_at: self.opens_at,
            }),
            "published" if self.closes_at <= now => Err(SignUpError::Closed),
            "published" => Ok(()),
            "cancelled" => Err(SignUpError::Cancelled),
            _ => Err(SignUpError::NotFound),
        }
    }
}

/// Whoever signs up in several steps brings no more people than in one.
fn enough_for_one(tx: &mut ReadTx<'_>, wish: &SignUp, activity: &Activity) -> Result<(), SignUpError> {
    let (most, before) = (activity.rules.party_max, activity.before);
    if before + wish.people.len() as i64 <= most {
        return Ok(());
    }
    // Who sends the same form twice is told that it was carried out, not that it is too much.
    for person in &wish.people {
        if let Some((party, booker)) = queries::party_of(tx, wish.activity, *person)? {
            return Err(SignUpError::Already {
                person: *person,
                party: (booker == wish.booker).then_some(party),
            });
        }
    }
    Err(SignUpError::Party(PartyProblem::TooManyWith { most, before }))
}

/// What there is to know of the activity before signing up. States are compared one by one: SQLite makes a table of a
/// list (ADR 0010).
///
/// # Errors
/// When the database fails.
pub fn facts(tx: &mut ReadTx<'_>, wish: &SignUp) -> Result<Option<Activity>, StoreError> {
    // Role and state stand in the count and not in its WHERE: else SQLite may go through all that signed up for the activity in
    // such states, by the queue's index, instead of the few that this booker signed up.
    tx.one(
        "SELECT organisation, status, starts_at, signup_opens_at, signup_closes_at, min_age, max_age, only_area,
                party_max, (SELECT COUNT(*) FROM question q WHERE q.activity = activity.id),
                (SELECT COUNT(CASE WHEN s.role = ?3 AND (s.state = 'seat' OR s.state = 'waiting' OR s.state = 'offered') THEN 1 END)
                 FROM signup s WHERE s.activity = activity.id AND s.booker = ?2), allotment, allotted_at,
                CASE WHEN course = 1 THEN ends_at ELSE starts_at END, asks, ends_at, course,
                priority, prior_area, NULL, kept_until, version,
                (SELECT oa.short_name FROM area oa WHERE oa.id = activity.only_area)
         FROM activity WHERE id = ?1",
        params![wish.activity, wish.booker, wish.role],
        |row| {
            let (starts_at, only_area): (Timestamp, Option<AreaId>) = (row.get(2)?, row.get(7)?);
            let area_name = row.get::<Option<String>>(22)?.unwrap_or_default();
            Ok(Activity {
                organisation: row.get(0)?,
                status: row.get(1)?,
                starts_at,
                opens_at: row.get(3)?,
                closes_at: row.get(4)?,
                rules: Rules {
                    day: time::day(starts_at),
                    min_age: row.get(5)?,
                    max_age: row.get(6)?,
                    only_area: only_area.map(|area| Within { area, name: area_name }),
                    party_max: row.get(8)?,
                },
                asks_of_people: Asks::read(row, 14)?,
                asks: row.get::<i64>(9)? > 0,
                before: row.get(10)?,
                allotment: row.get(11)?,
                allotted_at: row.get(12)?,
                moves_until: row.get(13)?,
                ends_at: row.get(15)?,
                course: row.get(16)?,
                first: First::read(row, [17, 18, 19, 20])?,
                version: row.get(21)?,
            })
        },
    )
}
