//! The form of an activity: what was typed becomes a plan, and a plan becomes what could have been typed.

pub mod groups;
mod read;
mod write;

use jiff::civil::Date;
use langqiao_kernel::id::AreaId;
use langqiao_platform::fields::Fields;

pub use read::{read_contribution, sketch, untouched_shifts, untouched_window};
pub use write::{put, write, written_contribution};

use super::{
    plan::{COHOSTS_MAX, EQUIPMENT_MAX, QUESTIONS_MAX, ROOMS_MAX},
    shifts::SHIFTS_MAX,
};

/// The field that says which button of the form was pressed.
pub const DO: &str = "_do";
/// The field that says from which version the form was made.
pub const VERSION: &str = "version";

/// What the fields of one invited organisation are called after `c{n}_`.
const COHOST_FIELDS: [&str; 6] = ["org", "people", "venue", "money", "goods", "share"];
/// What the fields of one shift are called after `s{n}_`.
const SHIFT_FIELDS: [&str; 6] = ["name", "id", "day", "from", "to", "places"];
/// What the field of one further room is called after `r{n}_`.
const ROOM_FIELDS: [&str; 1] = ["space"];
/// What the fields of one kind of equipment are called after `e{n}_`.
const EQUIPMENT_FIELDS: [&str; 2] = ["item", "pieces"];
/// What the fields of one question are called after `q{n}_`.
const QUESTION_FIELDS: [&str; 6] = ["label", "kind", "options", "required", "if", "is"];

/// Rows of the form that can be added and taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Invited organisations.
    Cohosts,
    /// Questions.
    Questions,
    /// Shifts.
    Shifts,
    /// Rooms besides the first.
    Rooms,
    /// Equipment taken along.
    Equipment,
}

impl Rows {
    const ALL: [Rows; 5] = [
        Rows::Cohosts,
        Rows::Questions,
        Rows::Shifts,
        Rows::Rooms,
        Rows::Equipment,
    ];

    const fn prefix(self) -> char {
        match self {
            Rows::Cohosts => 'c',
            Rows::Questions => 'q',
            Rows::Shifts => 's',
            Rows::Rooms => 'r',
            Rows::Equipment => 'e',
        }
    }

    const fn names(self) -> &'static [&'static str] {
        match self {
            Rows::Cohosts => &COHOST_FIELDS,
            Rows::Questions => &QUESTION_FIELDS,
            Rows::Shifts => &SHIFT_FIELDS,
            Rows::Rooms => &ROOM_FIELDS,
            Rows::Equipment => &EQUIPMENT_FIELDS,
        }
    }

    /// How many rows there can be.
    pub const fn most(self) -> usize {
        match self {
            Rows::Cohosts => COHOSTS_MAX,
            Rows::Questions => QUESTIONS_MAX,
            Rows::Shifts => SHIFTS_MAX,
            Rows::Rooms => ROOMS_MAX,
            Rows::Equipment => EQUIPMENT_MAX,
        }
    }

    /// The name of a row's field.
    pub fn field(self, n: usize, name: &str) -> String {
        format!("{}{n}_{name}", self.prefix())
    }

    /// How many rows the form has.
    pub fn count(self, fields: &Fields) -> usize {
        let first = self.names()[0];
        (0..self.most())
            .take_while(|n| fields.has(&self.field(*n, first)))
            .count()
    }

    /// What makes a row one: an organisation, a question or its answers.
    fn is_filled(self, fields: &Fields, n: usize) -> bool {
        let filled = |name: &str| fields.text(&self.field(n, name)).is_some();
        match self {
            Rows::Cohosts => ["org", "people", "venue", "money", "goods"]
                .into_iter()
                .any(filled),
            Rows::Questions => ["label", "options"].into_iter().any(filled),
            Rows::Rooms => filled("space"),
            Rows::Equipment => filled("item") || filled("pieces"),
            Rows::Shifts => ["name", "day", "from", "to", "places"].into_iter().any(filled),
        }
    }
}

/// The form without its empty rows and without those that `drop` names, the rest numbered from 0 again.
pub fn compact(fields: &Fields, drop: Option<(Rows, usize)>) -> Fields {
    let fields = groups::compact(fields);
    renumbered(&fields, |rows, n| {
        rows.is_filled(&fields, n) && drop != Some((rows, n))
    })
}

/// The form as it stands, but for the row that `drop` names: what is still empty is about to be filled in.
pub fn laid_out(fields: &Fields, drop: Option<(Rows, usize)>) -> Fields {
    renumbered(fields, |rows, n| drop != Some((rows, n)))
}

/// Whether the form has a row in which nothing is said yet.
pub fn has_empty(fields: &Fields, rows: Rows) -> bool {
    (0..rows.count(fields)).any(|n| !rows.is_filled(fields, n))
}

/// The form with those of its rows that `stays` names, numbered from 0 again.
fn renumbered(fields: &Fields, stays: impl Fn(Rows, usize) -> bool) -> Fields {
    let row_of = |name: &str| {
        let (head, _) = name.split_once('_')?;
        Rows::ALL.into_iter().find_map(|rows| {
            let n: usize = head.strip_prefix(rows.prefix())?.parse().ok()?;
            Some((rows, n))
        })
    };
    let mut kept: Fields = fields
        .typed()
        .filter(|(name, _)| !name.starts_with('_') && row_of(name).is_none())
        .map(owned)
        .collect();
    for rows in Rows::ALL {
        let kept_rows = (0..rows.count(fields)).filter(|n| stays(rows, *n));
        for (to, from) in kept_rows.enumerate() {
            for name in rows
                .names()
                .iter()
                .filter(|name| fields.has(&rows.field(from, name)))
            {
                kept.push(rows.field(to, name), fields.raw(&rows.field(from, name)));
            }
        }
    }
    kept
}

/// The form with one more, empty row, if there is room.
pub fn with_row(mut fields: Fields, rows: Rows) -> Fields {
    let n = rows.count(&fields);
    if n < rows.most() {
        for name in rows.names() {
            fields.push(rows.field(n, name), if *name == "share" { "1" } else { "" });
        }
    }
    fields
}

/// The form with the row for somebody else that `typed` had, where it was the only one and empty: it is still open.
pub fn with_open_cohost(fields: Fields, typed: &Fields) -> Fields {
    let rows = Rows::Cohosts;
    match rows.count(&fields) == 0 && rows.count(typed) > 0 {
        true => with_row(fields, rows),
        false => fields,
    }
}

/// The form of a new activity, held where its host is.
pub fn blank(area: Option<AreaId>, day: Option<Date>) -> Fields {
    let area = area.map(AreaId::to_text).unwrap_or_default();
    let day = day.map(|day| day.to_string()).unwrap_or_default();
    let known = [
        ("area", area.as_str()),
        ("day", day.as_str()),
        ("start", "09:00"),
        ("end", "11:00"),
        ("party_max", "4"),
        ("offer_minutes", "720"),
        ("allotment", "first_come"),
        ("own_share", "1"),
    ];
    let fields: Fields = known
        .into_iter()
        .map(|(n, v)| (n.to_owned(), v.to_owned()))
        .collect();
    with_row(fields, Rows::Cohosts)
}

/// Whether the text of a field is as the browser's own picker would have written it; anything else is shown in
/// a plain field, where it can be mended.
pub fn is_picked(value: &str) -> bool {
    value.is_empty()
        || value.parse::<jiff::civil::Date>().is_ok()
        || (value.len() == 5 && value.parse::<jiff::civil::Time>().is_ok())
}

fn owned((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use langqiao_kernel::id::OrganisationId;
    use proptest::prelude::*;

    use super::{read::read, *};
    use crate::activities::{
        model::{Allotment, Contribution, QuestionKind},
        plan::{Invitation, Plan, tests::sample},
        queries::AreaChoice,
    };

    #[test]
    fn the_usual_end_of_sign_up_goes_along_to_another_day_and_no_other_does() {
        let base = sample();
        let moved = |days: i64, closes: Option<i64>| {
            let mut plan = sample();
            plan.times.starts_at += (24 * days).hours();
            plan.times.ends_at += (24 * days).hours();
            if let Some(earlier) = closes {
                plan.times.signup_closes_at -= earlier.hours();
            }
            untouched_window(&mut plan, &base, base.times.signup_opens_at);
            plan.times
                .signup_closes_at
                .duration_since(base.times.signup_closes_at)
                .as_hours()
        };
        assert_eq!((moved(0, None), moved(4, None), moved(-1, None)), (0, 96, -24));
        assert_eq!(moved(4, Some(3)), -3, "what somebody typed stays");
        let mut odd = sample();
        odd.times.signup_closes_at -= 5.hours();
        let mut plan = odd.clone();
        plan.times.starts_at += 24.hours();
        untouched_window(&mut plan, &odd, odd.times.signup_opens_at);
        assert_eq!(
            plan.times.signup_closes_at, odd.times.signup_closes_at,
            "an end of one's own stays too"
        );
    }

    fn areas() -> Vec<AreaChoice> {
        let area = |n: u128, town: u128| AreaChoice {
            id: AreaId::from_u128(n),
            name: format!("地方{n}"),
            town: AreaId::from_u128(town),
        };
        vec![area(9, 9), area(1, 9)]
    }

    fn now() -> jiff::Timestamp {
        sample().times.signup_opens_at
    }

    fn plan() -> impl Strategy<Value = Plan> {
        let bodies = prop::collection::vec((0i64..50, 0i64..1_000_000, "[一-三a-c]{0,4}"), 0..4);
        (0i64..80, prop::option::of(0i64..18), 0usize..3, bodies).prop_map(|(hours, age, only, bodies)| {
            let mut plan = sample();
            plan.times.ends_at += hours.hours();
            plan.min_age = age;
            plan.only_area = [None, Some(AreaId::from_u128(1)), Some(AreaId::from_u128(9))][only];
            plan.questions[0].kind = QuestionKind::ALL[only];
            plan.allotment = Allotment::ALL[only];
            plan.prior_area = plan.only_area.filter(|_| plan.allotment.waits());
            plan.cohosts = (1u128..)
                .zip(bodies)
                .map(|(n, (people, money, goods))| Invitation {
                    organisation: OrganisationId::from_u128(n),
                    brings: Contribution {
                        people,
                        money,
                        goods,
                        share: people % 3,
                        ..Contribution::default()
                    },
                })
                .collect();
            plan
        })
    }

    proptest! {
        #[test]
        fn a_form_left_alone_says_what_it_said(plan in plan()) {
            let fields = compact(&write(&plan, &areas()), None);
            prop_assert_eq!(read(&fields, &areas(), None, now()), Ok(plan));
        }

        #[test]
        fn nothing_typed_makes_it_panic(values in prop::collection::vec(("[a-z0-9_]{1,8}", "\\PC{0,12}"), 0..30)) {
            let fields = compact(&values.into_iter().collect(), None);
            prop_assert!(read(&fields, &areas(), None, now()).is_err());
        }
    }

    #[test]
    fn a_row_that_is_dropped_or_empty_leaves_no_gap() {
        let mut fields = Fields::default();
        for (n, org) in ["a", "", "c"].into_iter().enumerate() {
            fields.push(Rows::Cohosts.field(n, "org"), org);
            fields.push(Rows::Cohosts.field(n, "goods"), org);
        }
        let closed = compact(&fields, None);
        assert_eq!(
            (closed.raw("c0_org"), closed.raw("c1_org"), closed.has("c2_org")),
            ("a", "c", false)
        );
        let dropped = compact(&fields, Some((Rows::Cohosts, 0)));
        assert_eq!((dropped.raw("c0_goods"), Rows::Cohosts.count(&dropped)), ("c", 1));
        // While the form is filled in, an empty row stays.
        let open = laid_out(&fields, Some((Rows::Cohosts, 0)));
        assert_eq!(
            (Rows::Cohosts.count(&open), open.raw("c0_org"), open.raw("c1_org")),
            (2, "", "c")
        );
        assert!(has_empty(&open, Rows::Cohosts) && !has_empty(&dropped, Rows::Cohosts));
        let more = with_row(dropped, Rows::Cohosts);
        assert_eq!((Rows::Cohosts.count(&more), more.raw("c1_share")), (2, "1"));
    }

    #[test]
    fn what_could_be_read_is_judged_where_something_else_could_not() {
        let said = [
            ("title", "读书会"),
            ("kind", "other"),
            ("place", "村口"),
            ("day", "2020-01-02"),
            ("start", "9:00"),
            ("end", "8:00"),
            ("seats", "二十个左右"),
        ];
        let of = |changes: &[(&str, &str)]| {
            let mut fields = Fields::default();
            for (name, value) in said {
                let changed = changes.iter().find(|(other, _)| *other == name);
                fields.push(name, changed.map_or(value, |(_, other)| other));
            }
            fields.push("area", AreaId::from_u128(1).to_text());
            sketch(&compact(&fields, None), &areas(), None, now())
        };
        let seats = of(&[]);
        assert_eq!(seats.problems.len(), 1);
        let plan = seats.plan.as_ref().expect("a plan");
        assert!(plan.times.ends_at < plan.times.starts_at);
        assert!(
            ["day", "end", "title"]
                .into_iter()
                .all(|field| seats.judges(field))
        );
        assert!(!seats.judges("seats"));
        // Without an hour the day can still be over; when it ends is not compared with anything.
        let hour = of(&[("start", "早上")]);
        let plan = hour.plan.as_ref().expect("a plan");
        assert!(plan.times.starts_at < now() && hour.judges("day"));
        assert!(!hour.judges("end") && !hour.judges("closes_day") && !hour.judges("s0_from"));
        assert!(hour.judges("q0_label"));
    }
}
