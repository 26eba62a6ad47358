//! Two officers change one activity: what each changed is kept, and where both changed the same thing the
//! second is shown both.

use std::collections::BTreeMap;

use langqiao_kernel::id::OrganisationId;
use langqiao_platform::i18n::{Msg, msg};

use super::{
    model::Contribution,
    plan::{Invitation, Plan},
};

/// A part of a plan that is decided as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aspect {
    /// Its name.
    Title,
    /// What one should know.
    Summary,
    /// What it is about.
    Kind,
    /// Where it is held.
    Place,
    /// The rooms besides, and what is taken along.
    Needs,
    /// When it is held.
    When,
    /// When one can sign up.
    Window,
    /// How many may come.
    Places,
    /// What those who help do, and when.
    Shifts,
    /// Who may come.
    Who,
    /// How many sign up together, how places are given, and how long an offer stands.
    Party,
    /// What is asked.
    Questions,
    /// What the host puts in.
    Own,
    /// Who is asked to hold it together.
    Cohosts,
}

impl Aspect {
    /// All parts, in the form's order.
    pub const ALL: [Aspect; 14] = [
        Aspect::Title,
        Aspect::Summary,
        Aspect::Kind,
        Aspect::Place,
        Aspect::Needs,
        Aspect::When,
        Aspect::Window,
        Aspect::Places,
        Aspect::Shifts,
        Aspect::Who,
        Aspect::Party,
        Aspect::Questions,
        Aspect::Own,
        Aspect::Cohosts,
    ];

    /// The word in forms, events and jobs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Aspect::Title => "title",
            Aspect::Summary => "summary",
            Aspect::Kind => "kind",
            Aspect::Place => "place",
            Aspect::Needs => "needs",
            Aspect::When => "when",
            Aspect::Window => "window",
            Aspect::Places => "places",
            Aspect::Shifts => "shifts",
            Aspect::Who => "who",
            Aspect::Party => "party",
            Aspect::Questions => "questions",
            Aspect::Own => "own",
            Aspect::Cohosts => "cohosts",
        }
    }

    /// The part of this word.
    pub fn named(word: &str) -> Option<Aspect> {
        Aspect::ALL.into_iter().find(|aspect| aspect.as_str() == word)
    }

    /// What a person reads.
    pub const fn msg(self) -> Msg {
        match self {
            Aspect::Title => msg::ACTIVITY_TITLE,
            Aspect::Summary => msg::ACTIVITY_SUMMARY,
            Aspect::Kind => msg::ACTIVITY_KIND,
            Aspect::Place => msg::ACTIVITY_PLACE,
            Aspect::Needs => msg::ACTIVITY_NEEDS,
            Aspect::When => msg::ACTIVITY_WHEN,
            Aspect::Window => msg::ACTIVITY_WINDOW,
            Aspect::Places => msg::ACTIVITY_PLACES,
            Aspect::Shifts => msg::ACTIVITY_SHIFTS,
            Aspect::Who => msg::ACTIVITY_WHO,
            Aspect::Party => msg::ACTIVITY_PARTY,
            Aspect::Questions => msg::ACTIVITY_QUESTIONS,
            Aspect::Own => msg::ACTIVITY_OWN,
            Aspect::Cohosts => msg::ACTIVITY_COHOSTS,
        }
    }

    /// Whether both plans say the same about it.
    pub fn same(self, a: &Plan, b: &Plan) -> bool {
        match self {
            Aspect::Title => a.title == b.title,
            Aspect::Summary => a.summary == b.summary,
            Aspect::Kind => a.kind == b.kind,
            // A known room says where it is by itself.
            Aspect::Place if a.space.is_some() => a.space == b.space,
            Aspect::Place => (a.space, &a.place, a.area) == (b.space, &b.place, b.area),
            Aspect::Needs => (&a.rooms, &a.equipment) == (&b.rooms, &b.equipment),
            Aspect::When => (a.times.starts_at, a.times.ends_at) == (b.times.starts_at, b.times.ends_at),
            Aspect::Window => {
                let window = |p: &Plan| (p.times.signup_opens_at, p.times.signup_closes_at);
                window(a) == window(b)
            }
            Aspect::Places => (a.seats, a.volunteers) == (b.seats, b.volunteers),
            Aspect::Shifts => a.shifts == b.shifts,
            Aspect::Who => {
                (a.min_age, a.max_age, a.only_area, &a.asks) == (b.min_age, b.max_age, b.only_area, &b.asks)
            }
            Aspect::Party => {
                let party = |p: &Plan| {
                    (
                        p.party_max,
                        p.offer_minutes,
                        p.allotment,
                        p.prior_area,
                        p.kept_until,
                    )
                };
                party(a) == party(b) && a.priority == b.priority
            }
            Aspect::Questions => a.questions == b.questions,
            Aspect::Own => a.own == b.own,
            // In which order they were asked doesn't matter.
            Aspect::Cohosts => by_body(&a.cohosts) == by_body(&b.cohosts),
        }
    }

    /// Makes `into` say what `from` says about it.
    pub fn take(self, from: &Plan, into: &mut Plan) {
        match self {
            Aspect::Title => into.title.clone_from(&from.title),
            Aspect::Summary => into.summary.clone_from(&from.summary),
            Aspect::Kind => into.kind = from.kind,
            Aspect::Place => {
                (into.space, into.area) = (from.space, from.area);
                into.place.clone_from(&from.place);
            }
            Aspect::Needs => {
                into.rooms.clone_from(&from.rooms);
                into.equipment.clone_from(&from.equipment);
            }
            Aspect::When => {
                (into.times.starts_at, into.times.ends_at) = (from.times.starts_at, from.times.ends_at);
            }
            Aspect::Window => {
                let (opens, closes) = (from.times.signup_opens_at, from.times.signup_closes_at);
                (into.times.signup_opens_at, into.times.signup_closes_at) = (opens, closes);
            }
            Aspect::Places => (into.seats, into.volunteers) = (from.seats, from.volunteers),
            Aspect::Shifts => into.shifts.clone_from(&from.shifts),
            Aspect::Who => {
                (into.min_age, into.max_age, into.only_area) = (from.min_age, from.max_age, from.only_area);
                into.asks.clone_from(&from.asks);
            }
            Aspect::Party => {
                (into.party_max, into.offer_minutes) = (from.party_max, from.offer_minutes);
                (into.allotment, into.prior_area) = (from.allotment, from.prior_area);
                into.priority.clone_from(&from.priority);
                into.kept_until = from.kept_until;
            }
            Aspect::Questions => into.questions.clone_from(&from.questions),
            Aspect::Own => into.own.clone_from(&from.own),
            Aspect::Cohosts => into.cohosts.clone_from(&from.cohosts),
        }
    }

    /// The parts in which two plans differ.
    pub fn differing(a: &Plan, b: &Plan) -> Vec<Aspect> {
        Aspect::ALL
            .into_iter()
            .filter(|aspect| !aspect.same(a, b))
            .collect()
    }
}

fn by_body(cohosts: &[Invitation]) -> BTreeMap<OrganisationId, &Contribution> {
    cohosts
        .iter()
        .map(|invited| (invited.organisation, &invited.brings))
        .collect()
}

/// What comes of two changes to one plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The plan with what either changed; where both did, with mine.
    pub plan: Plan,
    /// What the other changed.
    pub theirs: Vec<Aspect>,
    /// What both changed, and differently.
    pub both: Vec<Aspect>,
}

/// Brings together what I made of `base` and what another made of it meanwhile.
pub fn merge(base: &Plan, mine: &Plan, theirs: &Plan) -> Merged {
    let mut merged = Merged {
        plan: mine.clone(),
        theirs: Aspect::differing(base, theirs),
        both: Vec::new(),
    };
    for aspect in &merged.theirs {
        if aspect.same(base, mine) {
            aspect.take(theirs, &mut merged.plan);
        } else if !aspect.same(mine, theirs) {
            merged.both.push(*aspect);
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use langqiao_kernel::id::{AreaId, SpaceId};
    use proptest::prelude::*;

    use super::*;
    use crate::activities::{
        model::{ActivityKind, Contribution, QuestionKind},
        plan::tests::sample,
        shifts::Shift,
    };

    /// Changes one part of the sample, in one of several ways.
    fn change(plan: &mut Plan, aspect: Aspect, way: u8) {
        let n = i64::from(way);
        match aspect {
            Aspect::Title => plan.title = format!("题目{way}"),
            Aspect::Summary => plan.summary = format!("说明{way}"),
            Aspect::Kind => plan.kind = ActivityKind::ALL[usize::from(way) % ActivityKind::ALL.len()],
            Aspect::Place if way == 0 => plan.space = Some(SpaceId::from_u128(5)),
            Aspect::Place => (plan.space, plan.area) = (None, AreaId::from_u128(way.into())),
            Aspect::Needs => plan.rooms = vec![SpaceId::from_u128(100 + u128::from(way))],
            Aspect::When => plan.times.ends_at += n.hours(),
            Aspect::Window => plan.times.signup_closes_at -= n.hours(),
            Aspect::Places => plan.seats = n,
            Aspect::Shifts => {
                plan.shifts = vec![Shift {
                    id: None,
                    name: format!("班次{way}"),
                    starts_at: plan.times.starts_at,
                    ends_at: plan.times.ends_at,
                    places: n + 1,
                }]
            }
            Aspect::Who => plan.max_age = Some(n),
            Aspect::Party => plan.party_max = n,
            Aspect::Questions => plan.questions[0].kind = QuestionKind::ALL[usize::from(way) % 4],
            Aspect::Own => {
                plan.own = Contribution {
                    people: n,
                    ..Contribution::default()
                }
            }
            Aspect::Cohosts => plan.cohosts.truncate(usize::from(way) % 2),
        }
    }

    fn plan() -> impl Strategy<Value = Plan> {
        prop::collection::vec((0usize..14, 0u8..4), 0..6).prop_map(|changes| {
            let mut plan = sample();
            for (aspect, way) in changes {
                change(&mut plan, Aspect::ALL[aspect], way);
            }
            plan
        })
    }

    proptest! {
        #[test]
        fn nobody_s_change_is_lost(base in plan(), mine in plan(), theirs in plan()) {
            let merged = merge(&base, &mine, &theirs);
            for aspect in Aspect::ALL {
                let (i, they) = (!aspect.same(&base, &mine), !aspect.same(&base, &theirs));
                let wanted = if !i && they { &theirs } else { &mine };
                prop_assert!(aspect.same(&merged.plan, wanted));
                prop_assert_eq!(merged.theirs.contains(&aspect), they);
                prop_assert_eq!(merged.both.contains(&aspect), i && they && !aspect.same(&mine, &theirs));
            }
        }

        #[test]
        fn what_is_taken_is_the_same(from in plan(), into in plan(), n in 0usize..14) {
            let mut taken = into.clone();
            Aspect::ALL[n].take(&from, &mut taken);
            prop_assert!(Aspect::ALL[n].same(&from, &taken));
            for other in Aspect::ALL.into_iter().filter(|a| *a != Aspect::ALL[n]) {
                prop_assert!(other.same(&into, &taken));
            }
        }
    }

    #[test]
    fn without_another_s_change_mine_stands() {
        let mut mine = sample();
        change(&mut mine, Aspect::Title, 1);
        let merged = merge(&sample(), &mine, &sample());
        assert_eq!(
            merged,
            Merged {
                plan: mine,
                theirs: vec![],
                both: vec![]
            }
        );
    }
}
