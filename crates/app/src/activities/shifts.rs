//! Shifts 班次: what those who help at an activity do, and when. They belong to the plan and go with its times.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use langqiao_kernel::{id::ShiftId, text};
use langqiao_platform::i18n::msg;
use serde::{Deserialize, Serialize};

use super::{plan::Plan, rules::Problems};

/// The most shifts of one activity.
pub const SHIFTS_MAX: usize = 12;
/// The longest name of a shift, in characters.
pub const SHIFT_NAME_MAX: usize = 30;
/// The most people of one shift.
const PEOPLE_MAX: i64 = 1000;
/// How long before the activity a shift can begin, and how long after it can end.
const AROUND: SignedDuration = SignedDuration::from_hours(24);
/// The longest shift: whoever is to do more is asked for two.
const LASTS_AT_MOST: SignedDuration = SignedDuration::from_hours(12);

/// A shift as it is planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// Which; nothing while it is new.
    #[serde(default)]
    pub id: Option<ShiftId>,
    /// What is done in it: 签到台, 引导, 收场.
    pub name: String,
    /// When one has to be there.
    pub starts_at: Timestamp,
    /// When it is over.
    pub ends_at: Timestamp,
    /// How many are wanted.
    pub places: i64,
}

impl Shift {
    /// The same with its name as [`text::line`] has it and its times as the databases keep them.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        self.name = text::line(&self.name);
        for at in [&mut self.starts_at, &mut self.ends_at] {
            *at = Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(*at);
        }
        self
    }

    /// Whether it is at another time than `before`.
    pub fn moved_from(&self, before: &Shift) -> bool {
        (self.starts_at, self.ends_at) != (before.starts_at, before.ends_at)
    }
}

/// Has the shifts that were left at the times they had in `base` go with the activity: what lies at its end or after it
/// goes with its end, everything else with its beginning. A shift whose times were changed stands as it was typed.
pub fn go_along(plan: &mut Plan, base: &Plan) {
    let (was, is) = (base.times, plan.times);
    if (was.starts_at, was.ends_at) == (is.starts_at, is.ends_at) {
        return;
    }
    let moved = |at: Timestamp| {
        let by = if at >= was.ends_at {
            is.ends_at.duration_since(was.ends_at)
        } else {
            is.starts_at.duration_since(was.starts_at)
        };
        at.checked_add(by).unwrap_or(at)
    };
    for shift in plan.shifts.iter_mut().filter(|shift| shift.id.is_some()) {
        let before = base.shifts.iter().find(|before| before.id == shift.id);
        if before.is_some_and(|before| !shift.moved_from(before)) {
            (shift.starts_at, shift.ends_at) = (moved(shift.starts_at), moved(shift.ends_at));
        }
    }
}

/// Gives every shift that is new its id. One that `before` doesn't know was dropped meanwhile, and is new again.
pub fn name_new(plan: &mut Plan, before: Option<&Plan>) {
    let known = before.map_or(&[][..], |before| before.shifts.as_slice());
    let mut seen = BTreeSet::new();
    for shift in &mut plan.shifts {
        let kept = shift
            .id
            .filter(|id| known.iter().any(|other| other.id == Some(*id)) && seen.insert(*id));
        shift.id = Some(kept.unwrap_or_else(ShiftId::generate));
    }
}

/// Checks the shifts of a plan.
pub(super) fn check(plan: &Plan, found: &mut Problems) {
    let shifts = &plan.shifts;
    found.unless(
        shifts.len() <= SHIFTS_MAX,
        "shifts",
        msg::ACTIVITY_PROBLEM_SHIFTS_MANY,
    );
    found.unless(
        shifts.is_empty() || plan.volunteers > 0,
        "volunteers",
        msg::ACTIVITY_PROBLEM_SHIFTS_NOBODY,
    );
    let mut seen = BTreeSet::new();
    for (n, shift) in shifts.iter().enumerate() {
        let field = |name: &str| format!("s{n}_{name}");
        let long = shift.name.chars().count();
        found.unless(
            (1..=SHIFT_NAME_MAX).contains(&long),
            &field("name"),
            msg::ACTIVITY_PROBLEM_SHIFT_NAME,
        );
        let (starts, ends) = (shift.starts_at, shift.ends_at);
        found.unless(starts < ends, &field("to"), msg::ACTIVITY_PROBLEM_ENDS_FIRST);
        found.unless(
            ends.duration_since(starts) <= LASTS_AT_MOST,
            &field("to"),
            msg::ACTIVITY_PROBLEM_SHIFT_LONG,
        );
        let around = plan.times.starts_at.duration_since(starts) <= AROUND
            && ends.duration_since(plan.times.ends_at) <= AROUND
            && starts
                < plan
                    .times
                    .ends_at
                    .saturating_add(AROUND)
                    .unwrap_or(Timestamp::MAX);
        found.unless(around, &field("from"), msg::ACTIVITY_PROBLEM_SHIFT_FAR);
        found.unless(
            (1..=PEOPLE_MAX).contains(&shift.places),
            &field("places"),
            msg::ACTIVITY_PROBLEM_SHIFT_PLACES,
        );
        let first = seen.insert((shift.name.as_str(), starts, ends));
        found.unless(first, &field("name"), msg::ACTIVITY_PROBLEM_SHIFT_TWICE);
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use proptest::prelude::*;

    use super::*;
    use crate::activities::plan::tests::sample;

    fn shift(n: u128, plan: &Plan, from: i64, to: i64) -> Shift {
        Shift {
            id: Some(ShiftId::from_u128(n)),
            name: format!("班{n}"),
            starts_at: plan.times.starts_at + from.minutes(),
            ends_at: plan.times.starts_at + to.minutes(),
            places: 2,
        }
    }

    /// 14:30 to 16:00, with one to open, one for the whole time and one to clear up.
    fn with_shifts() -> Plan {
        let mut plan = sample();
        plan.shifts = vec![
            shift(1, &plan, -30, 30),
            shift(2, &plan, 0, 90),
            shift(3, &plan, 90, 120),
        ];
        plan
    }

    fn minutes(plan: &Plan) -> Vec<(i64, i64)> {
        let from = |at: Timestamp| at.duration_since(sample().times.starts_at).as_mins();
        plan.shifts
            .iter()
            .map(|shift| (from(shift.starts_at), from(shift.ends_at)))
            .collect()
    }

    #[test]
    fn shifts_go_with_the_activity_and_its_end() {
        let base = with_shifts();
        let mut later = base.clone();
        later.times.starts_at += 60.minutes();
        later.times.ends_at += 60.minutes();
        go_along(&mut later, &base);
        assert_eq!(minutes(&later), [(30, 90), (60, 150), (150, 180)]);
        let mut longer = base.clone();
        longer.times.ends_at += 30.minutes();
        go_along(&mut longer, &base);
        assert_eq!(minutes(&longer), [(-30, 30), (0, 120), (120, 150)]);
    }

    #[test]
    fn what_was_typed_stands() {
        let base = with_shifts();
        let mut mine = base.clone();
        mine.times.starts_at += 60.minutes();
        mine.times.ends_at += 60.minutes();
        mine.shifts[0].starts_at += 15.minutes();
        let new = Shift {
            id: None,
            ..shift(9, &base, 0, 60)
        };
        mine.shifts.push(new);
        go_along(&mut mine, &base);
        assert_eq!(minutes(&mine), [(-15, 30), (60, 150), (150, 180), (0, 60)]);
    }

    #[test]
    fn ids_are_this_activity_s_own_and_each_once() {
        let base = with_shifts();
        let mut plan = base.clone();
        plan.shifts.push(Shift {
            id: Some(ShiftId::from_u128(77)),
            ..plan.shifts[0].clone()
        });
        plan.shifts.push(plan.shifts[0].clone());
        name_new(&mut plan, Some(&base));
        let ids: BTreeSet<_> = plan.shifts.iter().filter_map(|shift| shift.id).collect();
        assert_eq!(ids.len(), 5);
        assert!(!ids.contains(&ShiftId::from_u128(77)));
        assert_eq!(plan.shifts[..3], base.shifts[..]);
    }

    proptest! {
        #[test]
        fn moving_there_and_back_changes_nothing(by in -5000i64..5000, longer in 0i64..600) {
            let base = with_shifts();
            let mut there = base.clone();
            there.times.starts_at += by.minutes();
            there.times.ends_at += (by + longer).minutes();
            go_along(&mut there, &base);
            let mut back = there.clone();
            back.times = base.times;
            go_along(&mut back, &there);
            prop_assert_eq!(back, base);
        }
    }
}
