//! Who may come: the rules of the activity and those of the law, asked of each person of a party.
//!
//! Ages count on the day of the activity. Volunteers below 18 take part with a guardian's consent (Zhejiang
//! Volunteer Service Regulations; Ministry of Civil Affairs order 67 for what is recorded): it is the guardian
//! who signs them up. The ages of 6 and 10 are common local practice. The regulations also keep minors from
//! rescue and other dangerous service; which activities those are is not marked here, so that the host sets
//! their youngest age to 18.

use jiff::civil::Date;
use langqiao_kernel::id::{AreaId, PersonId};
use langqiao_platform::people::{self, ADULT_AGE};

use super::model::SignupRole;
use crate::{activities::priority::Of, standings::Lack};

/// Below this age nobody is registered as a volunteer (common local practice).
pub const VOLUNTEER_LEAST_AGE: i64 = 6;
/// Below this age a volunteer comes with an adult of the same party (common local practice).
pub const VOLUNTEER_ALONE_AGE: i64 = 10;

/// What an activity asks of those who come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The day on which ages count.
    pub day: Date,
    /// The youngest age, in years.
    pub min_age: Option<i64>,
    /// The oldest age, in years.
    pub max_age: Option<i64>,
    /// Only for people of this area and what lies in it.
    pub only_area: Option<Within>,
    /// At most so many in one party.
    pub party_max: i64,
}

/// An area whose people an activity is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Within {
    /// Which.
    pub area: AreaId,
    /// Its name.
    pub name: String,
}

/// Somebody who may be signed up by the booker: themselves, a member of their family, or a companion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// Their name as screens show it.
    pub name: String,
    /// The day of birth, where it is known.
    pub birth: Option<Date>,
    /// Where they live: village, town and county, as far as known.
    pub areas: [Option<AreaId>; 3],
    /// Whether they are a companion: an adult who comes by their own record.
    pub companion: bool,
}

impl Candidate {
    /// The same as far as groups that come first ask.
    pub fn of(self) -> Of {
        Of {
            person: self.person,
            birth: self.birth,
            areas: self.areas,
        }
    }
}

/// Why one person can't come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Younger on the day than the activity is for.
    TooYoung {
        /// Age on the day, in years.
        age: i64,
        /// The youngest that may come.
        least: i64,
    },
    /// Older on the day than the activity is for.
    TooOld {
        /// Age on the day, in years.
        age: i64,
        /// The oldest that may come.
        most: i64,
    },
    /// A rule asks for the age, and the day of birth is not known.
    BirthUnknown,
    /// The activity is for the people of another area.
    Elsewhere {
        /// Of which.
        area: String,
    },
    /// The activity is for the people of an area, and where they live is not known.
    AreaUnknown {
        /// Of which.
        area: String,
    },
    /// Too young to be a volunteer at all.
    VolunteerTooYoung,
    /// A young volunteer without an adult in the party.
    VolunteerNeedsAdult,
    /// A minor who signs up as a volunteer without a guardian.
    VolunteerNeedsGuardian,
    /// What the activity asks of those who come is not stated, or doesn't count.
    Lacks(Lack),
    /// A companion whose own record stands against it: what of it is theirs to know.
    ByOwnRecord,
    /// A rule asks for the age, and a companion has not given their day of birth.
    OwnBirthUnknown,
    /// The activity is for the people of an area, and a companion has not said where they live.
    OwnAreaUnknown {
        /// Of which.
        area: String,
    },
}

impl Unfit {
    /// The same of a companion: what they have not given yet is said, so that they can; what they gave is not.
    fn of_companion(self) -> Unfit {
        match self {
            Unfit::BirthUnknown => Unfit::OwnBirthUnknown,
            Unfit::AreaUnknown { area } => Unfit::OwnAreaUnknown { area },
            _ => Unfit::ByOwnRecord,
        }
    }
}

/// One person who can't come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Who.
    pub person: PersonId,
    /// Their name as screens show it, for those who know them by no other.
    pub name: String,
    /// Why not.
    pub reason: Unfit,
}

/// Why a party can't be signed up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartyProblem {
    /// Nobody was chosen.
    Nobody,
    /// More than may come together.
    TooMany {
        /// How many may.
        most: i64,
    },
    /// More than may come together, with those whom the booker has signed up already.
    TooManyWith {
        /// How many may.
        most: i64,
        /// How many are signed up.
        before: i64,
    },
    /// More than there are places: such a party could only stand in the way of those after it.
    MoreThanPlaces {
        /// How many places there are.
        places: i64,
    },
    /// These people can't come, each with the reason.
    Unfit(Vec<Misfit>),
}

/// Asks every rule of every person; all reasons are told at once.
///
/// # Errors
/// What stands against the party.
pub fn check(
    rules: &Rules,
    role: SignupRole,
    booker: PersonId,
    party: &[Candidate],
) -> Result<(), PartyProblem> {
    if party.is_empty() {
        return Err(PartyProblem::Nobody);
    }
    if i64::try_from(party.len()).unwrap_or(i64::MAX) > rules.party_max {
        return Err(PartyProblem::TooMany {
            most: rules.party_max,
        });
    }
    let adult_comes = party
        .iter()
        .any(|who| age(rules, who).is_some_and(|age| age >= i64::from(ADULT_AGE)));
    let unfit: Vec<_> = party
        .iter()
        .filter_map(|who| {
            let reason = against(rules, who).or_else(|| match role {
                SignupRole::Attendee => None,
                SignupRole::Volunteer => against_volunteer(rules, booker, who, adult_comes),
            })?;
            Some(Misfit {
                person: who.person,
                name: who.name.clone(),
                reason: match who.companion {
                    true => reason.of_companion(),
                    false => reason,
                },
            })
        })
        .collect();
    if unfit.is_empty() {
        Ok(())
    } else {
        Err(PartyProblem::Unfit(unfit))
    }
}

fn age(rules: &Rules, who: &Candidate) -> Option<i64> {
    who.birth.map(|birth| i64::from(people::age(birth, rules.day)))
}

fn against(rules: &Rules, who: &Candidate) -> Option<Unfit> {
    if let Some(within) = &rules.only_area
        && !who.areas.contains(&Some(within.area))
    {
        let area = within.name.clone();
        return Some(match who.areas[0] {
            Some(_) => Unfit::Elsewhere { area },
            None => Unfit::AreaUnknown { area },
        });
    }
    if rules.min_age.is_none() && rules.max_age.is_none() {
        return None;
    }
    let Some(age) = age(rules, who) else {
        return Some(Unfit::BirthUnknown);
    };
    if let Some(least) = rules.min_age.filter(|least| age < *least) {
        return Some(Unfit::TooYoung { age, least });
    }
    let most = rules.max_age.filter(|most| age > *most)?;
    Some(Unfit::TooOld { age, most })
}

fn against_volunteer(rules: &Rules, booker: PersonId, who: &Candidate, adult_comes: bool) -> Option<Unfit> {
    let Some(age) = age(rules, who) else {
        return Some(Unfit::BirthUnknown);
    };
    if age < VOLUNTEER_LEAST_AGE {
        Some(Unfit::VolunteerTooYoung)
    } else if age < i64::from(ADULT_AGE) && (who.person == booker || who.companion) {
        Some(Unfit::VolunteerNeedsGuardian)
    } else if age < VOLUNTEER_ALONE_AGE && !adult_comes {
        Some(Unfit::VolunteerNeedsAdult)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const MUM: PersonId = PersonId::from_u128(1);
    const CHILD: PersonId = PersonId::from_u128(2);
    const HERE: AreaId = AreaId::from_u128(10);

    fn rules() -> Rules {
        Rules {
            day: date(2026, 11, 28),
            min_age: None,
            max_age: None,
            only_area: None,
            party_max: 4,
        }
    }

    fn born(person: PersonId, year: i16) -> Candidate {
        Candidate {
            person,
            name: String::new(),
            birth: Some(date(year, 11, 28)),
            areas: [Some(HERE), None, None],
            companion: false,
        }
    }

    fn reasons(rules: &Rules, role: SignupRole, party: &[Candidate]) -> Vec<(PersonId, Unfit)> {
        match check(rules, role, MUM, party) {
            Err(PartyProblem::Unfit(reasons)) => {
                reasons.into_iter().map(|one| (one.person, one.reason)).collect()
            }
            Ok(()) => Vec::new(),
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_activity_for_children_tells_the_parent_why_she_is_too_old() {
        let rules = Rules {
            min_age: Some(6),
            max_age: Some(12),
            ..rules()
        };
        let party = [born(MUM, 1990), born(CHILD, 2018)];
        assert_eq!(
            reasons(&rules, SignupRole::Attendee, &party),
            [(MUM, Unfit::TooOld { age: 36, most: 12 })]
        );
        let party = [born(CHILD, 2021)];
        assert_eq!(
            reasons(&rules, SignupRole::Attendee, &party),
            [(CHILD, Unfit::TooYoung { age: 5, least: 6 })]
        );
        let unknown = Candidate {
            birth: None,
            ..born(CHILD, 2018)
        };
        assert_eq!(
            reasons(&rules, SignupRole::Attendee, &[unknown]),
            [(CHILD, Unfit::BirthUnknown)]
        );
    }

    #[test]
    fn a_birth_is_not_asked_for_where_no_rule_needs_it() {
        let unknown = Candidate {
            birth: None,
            ..born(MUM, 1990)
        };
        assert_eq!(
            check(
                &rules(),
                SignupRole::Attendee,
                MUM,
                std::slice::from_ref(&unknown)
            ),
            Ok(())
        );
        assert_eq!(
            reasons(&rules(), SignupRole::Volunteer, &[unknown]),
            [(MUM, Unfit::BirthUnknown)]
        );
    }

    #[test]
    fn an_area_includes_what_lies_in_it() {
        let town = AreaId::from_u128(11);
        let rules = Rules {
            only_area: Some(Within {
                area: town,
                name: "云溪镇".into(),
            }),
            ..rules()
        };
        let area = "云溪镇".to_owned();
        assert_eq!(
            reasons(&rules, SignupRole::Attendee, &[born(MUM, 1990)]),
            [(MUM, Unfit::Elsewhere { area: area.clone() })]
        );
        let unsaid = Candidate {
            areas: [None; 3],
            ..born(MUM, 1990)
        };
        assert_eq!(
            reasons(&rules, SignupRole::Attendee, &[unsaid]),
            [(MUM, Unfit::AreaUnknown { area })]
        );
        let neighbour = Candidate {
            areas: [Some(HERE), Some(town), None],
            ..born(MUM, 1990)
        };
        assert_eq!(check(&rules, SignupRole::Attendee, MUM, &[neighbour]), Ok(()));
    }

    #[test]
    fn young_volunteers_follow_the_rules_for_minors() {
        let volunteer = |party: &[Candidate]| reasons(&rules(), SignupRole::Volunteer, party);
        assert_eq!(
            volunteer(&[born(MUM, 1990), born(CHILD, 2021)]),
            [(CHILD, Unfit::VolunteerTooYoung)]
        );
        assert_eq!(
            volunteer(&[born(CHILD, 2018)]),
            [(CHILD, Unfit::VolunteerNeedsAdult)]
        );
        assert_eq!(volunteer(&[born(MUM, 1990), born(CHILD, 2018)]), []);
        assert_eq!(volunteer(&[born(CHILD, 2015)]), []);
        assert_eq!(
            volunteer(&[born(MUM, 2009)]),
            [(MUM, Unfit::VolunteerNeedsGuardian)]
        );
        assert_eq!(volunteer(&[born(MUM, 2008)]), []);
        assert_eq!(volunteer(&[born(CHILD, 2009)]), []);
    }

    #[test]
    fn of_a_companion_it_is_said_that_they_can_t_come_and_not_why() {
        let rules = Rules {
            max_age: Some(12),
            ..rules()
        };
        let friend = Candidate {
            companion: true,
            ..born(PersonId::from_u128(9), 1990)
        };
        let party = [born(CHILD, 2018), friend.clone()];
        assert_eq!(
            reasons(&rules, SignupRole::Attendee, &party),
            [(friend.person, Unfit::ByOwnRecord)]
        );
    }

    #[test]
    fn of_a_companion_it_is_said_what_they_have_not_given_yet() {
        let friend = Candidate {
            companion: true,
            birth: None,
            areas: [None; 3],
            ..born(PersonId::from_u128(9), 1990)
        };
        assert_eq!(
            reasons(&rules(), SignupRole::Volunteer, std::slice::from_ref(&friend)),
            [(friend.person, Unfit::OwnBirthUnknown)]
        );
        let area = "云溪镇".to_owned();
        let rules = Rules {
            only_area: Some(Within {
                area: HERE,
                name: area.clone(),
            }),
            ..rules()
        };
        assert_eq!(
            reasons(&rules, SignupRole::Attendee, std::slice::from_ref(&friend)),
            [(friend.person, Unfit::OwnAreaUnknown { area })]
        );
    }

    #[test]
    fn an_empty_party_and_one_that_is_too_large_are_refused() {
        assert_eq!(
            check(&rules(), SignupRole::Attendee, MUM, &[]),
            Err(PartyProblem::Nobody)
        );
        let party: Vec<_> = (1..=5).map(|n| born(PersonId::from_u128(n), 1990)).collect();
        assert_eq!(
            check(&rules(), SignupRole::Attendee, MUM, &party),
            Err(PartyProblem::TooMany { most: 4 })
        );
    }
}
