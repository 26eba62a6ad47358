//! The engine against examples from the rules, and against a naive evaluation day by day.

use std::collections::HashMap;

use jiff::{
    ToSpan,
    civil::{Date, date},
};
use langqiao_kernel::{
    id::{OrganisationId, UnitId},
    time,
};
use proptest::prelude::*;

use super::{
    model::{Body, BodyHistory, Cover, Reason, Span, State, UnitHistory, due, spans},
    periods::{END, months_after},
    rules::{LineRules, Rules, rules},
    words::{Line, Status, UnitKind, Way, Why},
};

fn org(n: u128) -> OrganisationId {
    OrganisationId::from_u128(n)
}

fn firm(people: i64) -> UnitHistory {
    let from = date(2024, 1, 1);
    let state = State {
        from,
        to: END,
        headcount: people,
        ..State::default()
    };
    UnitHistory {
        unit: UnitId::from_u128(1),
        kind: UnitKind::Enterprise,
        from,
        to: END,
        states: vec![state],
        covers: vec![],
    }
}

fn covered(mut unit: UnitHistory, way: Way, from: Date) -> UnitHistory {
    unit.covers.push(Cover {
        organisation: org(7),
        line: Line::UNION,
        way,
        from,
        to: END,
    });
    unit
}

fn founded(day: Date) -> BodyHistory {
    BodyHistory {
        founded: day,
        known_since: day,
        dissolved: END,
        posts: vec![(day, END)],
        held: vec![],
    }
}

/// The union's spans, each as its first day, status and reason.
fn union(unit: &UnitHistory, body: &BodyHistory) -> Vec<(Date, Status, Why)> {
    let bodies = HashMap::from([(org(7), Body::of(rules(), body))]);
    let all = spans(rules(), unit, &bodies)
        .into_iter()
        .filter(|span| span.line == Line::UNION);
    all.map(|span| (span.from, span.status, span.reason.why))
        .collect()
}

#[test]
fn a_firm_without_a_union_is_a_gap_and_an_empty_one_is_not_due() {
    let nobody = BodyHistory::default();
    assert_eq!(
        union(&firm(8), &nobody),
        [(date(2024, 1, 1), Status::Gap, Why::None)]
    );
    assert_eq!(
        union(&firm(0), &nobody),
        [(date(2024, 1, 1), Status::NotDue, Why::NotDue)]
    );
}

#[test]
fn a_new_union_has_twelve_months_and_then_is_a_shell_until_it_holds_something() {
    let start = date(2024, 3, 1);
    let mut body = founded(start);
    let unit = covered(firm(60), Way::Own, start);
    let until_shell = [
        (date(2024, 1, 1), Status::Gap, Why::None),
        (start, Status::Built, Why::Own),
        (date(2025, 3, 1), Status::Shell, Why::NothingHeld),
    ];
    assert_eq!(union(&unit, &body), until_shell);
    body.held = vec![date(2025, 6, 10), date(2025, 12, 1)];
    let lives_again = [
        (date(2025, 6, 10), Status::Built, Why::Own),
        (date(2026, 12, 1), Status::Shell, Why::NothingHeld),
    ];
    assert_eq!(
        union(&unit, &body),
        [until_shell.as_slice(), &lives_again].concat()
    );
}

#[test]
fn an_old_union_has_its_twelve_months_from_the_day_it_became_known_here() {
    let start = date(2019, 3, 1);
    let body = BodyHistory {
        known_since: date(2024, 6, 1),
        ..founded(start)
    };
    let unit = covered(firm(60), Way::Own, start);
    let expected = [
        (date(2024, 1, 1), Status::Built, Why::Own),
        (date(2025, 6, 1), Status::Shell, Why::NothingHeld),
    ];
    assert_eq!(union(&unit, &body), expected);
}

#[test]
fn a_union_nobody_holds_a_post_in_is_a_shell() {
    let start = date(2024, 3, 1);
    let mut body = founded(start);
    body.posts = vec![(start, date(2024, 9, 1))];
    let unit = covered(firm(60), Way::Own, start);
    assert_eq!(
        union(&unit, &body)[1..],
        [
            (start, Status::Built, Why::Own),
            (date(2024, 9, 1), Status::Shell, Why::NoPost),
            (date(2025, 3, 1), Status::Shell, Why::Neither),
        ]
    );
}

#[test]
fn fewer_than_twenty_five_may_share_and_more_should_not() {
    let start = date(2024, 3, 1);
    let mut body = founded(start);
    body.held = (0..40).map(|n| start + (n * 6).months()).collect();
    let last = |people, way| *union(&covered(firm(people), way, start), &body).get(1).unwrap();
    assert_eq!(last(24, Way::Joint), (start, Status::Joint, Why::Joint));
    assert_eq!(last(24, Way::Organiser), (start, Status::Joint, Why::Organiser));
    assert_eq!(last(25, Way::Joint), (start, Status::Joint, Why::OwnWanted));
    assert_eq!(last(25, Way::Own), (start, Status::Built, Why::Own));
}

#[test]
fn the_living_one_counts_before_the_unit_s_own() {
    let start = date(2024, 3, 1);
    let mut unit = covered(firm(60), Way::Own, start);
    unit.covers.push(Cover {
        organisation: org(8),
        way: Way::Industry,
        ..unit.covers[0]
    });
    let own = BodyHistory {
        posts: vec![],
        ..founded(start)
    };
    let bodies = HashMap::from([
        (org(7), Body::of(rules(), &own)),
        (org(8), Body::of(rules(), &founded(start))),
    ]);
    let all = spans(rules(), &unit, &bodies);
    assert_eq!(
        (all[1].status, all[1].organisation),
        (Status::Joint, Some(org(8)))
    );
}

#[test]
fn a_dissolved_organisation_leaves_a_gap_and_a_closed_unit_nothing() {
    let start = date(2024, 3, 1);
    let mut unit = covered(firm(60), Way::Own, start);
    unit.to = date(2025, 1, 1);
    let body = BodyHistory {
        dissolved: date(2024, 10, 1),
        ..founded(start)
    };
    assert_eq!(
        union(&unit, &body).last().unwrap(),
        &(date(2024, 10, 1), Status::Gap, Why::None)
    );
    assert_eq!(
        spans(rules(), &unit, &HashMap::new()).last().unwrap().to,
        date(2025, 1, 1)
    );
}

#[test]
fn a_party_organisation_makes_a_firm_due_for_the_lines_that_fit() {
    let state = |party| State {
        headcount: 40,
        women: 12,
        youth: 5,
        scitech: 5,
        party,
        ..State::default()
    };
    let lines = |party| -> Vec<Line> {
        let due_for = |line: &&LineRules| due(line, UnitKind::Enterprise, &state(party)).is_some();
        rules()
            .lines
            .iter()
            .filter(due_for)
            .map(|line| line.line)
            .collect()
    };
    assert_eq!(lines(false), [Line::UNION]);
    assert_eq!(
        lines(true),
        [Line::UNION, Line::LEAGUE, Line::WOMEN, Line::SCIENCE]
    );
}

#[test]
fn a_reason_is_read_as_it_was_written() {
    for reason in [
        Reason {
            rule: Some("union-workplace".into()),
            why: Why::NoPost,
        },
        Reason {
            rule: None,
            why: Why::NotDue,
        },
    ] {
        assert_eq!(reason.to_string().parse(), Ok(reason));
    }
    assert!("union-workplace".parse::<Reason>().is_err());
}

/// What coverage is on a day, said in the plainest way from the facts alone.
fn naive(
    rules: &Rules,
    line: &LineRules,
    unit: &UnitHistory,
    bodies: &[BodyHistory],
    day: Date,
) -> (Status, i64) {
    let on = |from: Date, to: Date| from <= day && day < to;
    let state = unit
        .states
        .iter()
        .find(|state| on(state.from, state.to))
        .copied()
        .unwrap_or_default();
    let is_due = due(line, unit.kind, &state).is_some();
    let (mut any, mut own_lives, mut shared_lives) = (false, false, false);
    for cover in unit
        .covers
        .iter()
        .filter(|cover| cover.line == line.line && on(cover.from, cover.to))
    {
        let body = &bodies[cover.organisation.as_u128() as usize];
        if !on(body.founded, body.dissolved) {
            continue;
        }
        let staffed = body.posts.iter().any(|(from, to)| on(*from, *to));
        let young = on(
            body.founded,
            months_after(body.founded.max(body.known_since), rules.grace_months),
        );
        let busy = body
            .held
            .iter()
            .any(|held| on(*held, months_after(*held, rules.held_within_months)));
        any = true;
        if staffed && (young || busy) {
            own_lives |= cover.way == Way::Own;
            shared_lives |= cover.way != Way::Own;
        }
    }
    let status = match (any, own_lives, shared_lives) {
        (_, true, _) => Status::Built,
        (_, false, true) => Status::Joint,
        (true, false, false) => Status::Shell,
        (false, ..) if is_due => Status::Gap,
        (false, ..) => Status::NotDue,
    };
    (status, state.count(line.people))
}

const DAYS: i64 = 1500;

fn day(n: i64) -> Date {
    time::from_day_number(19_000 + n).unwrap()
}

fn period() -> impl Strategy<Value = (Date, Date)> {
    (0..DAYS, 1..DAYS).prop_map(|(from, length)| (day(from), day(from + length)))
}

prop_compose! {
    fn bodies()(all in prop::collection::vec(
        (period(), 0..DAYS, prop::collection::vec(period(), 0..3), prop::collection::vec(0..DAYS, 0..4)), 3)) -> Vec<BodyHistory> {
        all.into_iter().map(|((founded, dissolved), known_since, posts, held)| {
            BodyHistory { founded, known_since: day(known_since), dissolved, posts, held: held.into_iter().map(day).collect() }
        }).collect()
    }
}

prop_compose! {
    fn history()(
        kind in prop::sample::select(UnitKind::ALL),
        (from, to) in period(),
        cuts in prop::collection::btree_set(0..DAYS, 0..4),
        counts in prop::collection::vec((0i64..60, any::<bool>()), 5),
        covers in prop::collection::vec((0u128..3, prop::sample::select(&[Line::UNION, Line::LEAGUE][..]), prop::sample::select(Way::ALL), period()), 0..5),
    ) -> UnitHistory {
        let edges: Vec<Date> = cuts.into_iter().map(day).collect();
        let states = edges.windows(2).zip(&counts).map(|(edge, (n, party))| State {
            from: edge[0], to: edge[1], headcount: *n, women: n / 2, youth: n / 3, scitech: n / 5, party: *party,
        }).collect();
        let covers = covers.into_iter().map(|(organisation, line, way, (from, to))| Cover {
            organisation: org(organisation), line, way, from, to,
        }).collect();
        UnitHistory { unit: UnitId::from_u128(1), kind, from, to, states, covers }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn spans_partition_the_unit_s_life_and_agree_with_every_day(unit in history(), bodies in bodies()) {
        let known: HashMap<_, _> = (0u128..).map(org).zip(bodies.iter().map(|body| Body::of(rules(), body))).collect();
        let all = spans(rules(), &unit, &known);
        for line in &rules().lines {
            let of_line: Vec<&Span> = all.iter().filter(|span| span.line == line.line).collect();
            prop_assert_eq!(of_line.first().map(|span| span.from), Some(unit.from));
            prop_assert_eq!(of_line.last().map(|span| span.to), Some(unit.to));
            for pair in of_line.windows(2) {
                prop_assert_eq!(pair[0].to, pair[1].from);
                let (a, b) = (pair[0], pair[1]);
                prop_assert!((a.status, a.people, &a.reason, a.organisation) != (b.status, b.people, &b.reason, b.organisation));
            }
            for span in of_line {
                prop_assert!(span.from < span.to);
                let mut on = span.from;
                while on < span.to {
                    prop_assert_eq!((span.status, span.people), naive(rules(), line, &unit, &bodies, on), "{} {}", line.line, on);
                    on = on.tomorrow().unwrap();
                }
            }
        }
    }
}
