use super::*;
use jiff::{ToSpan, civil::date};

const CSV: &str = include_str!("../../../../../data/divisions-330483.csv");

#[test]
fn the_plan_stands_on_all_real_divisions() {
    let divisions = divisions(CSV);
    assert_eq!(divisions.iter().filter(|d| d.is_town).count(), 11);
    assert_eq!(divisions.iter().filter(|d| !d.is_town).count(), 221);
    let plan = draw_up(&divisions, 7, date(2026, 11, 21));
    assert!(plan.units.len() > 500, "{} units", plan.units.len());
    assert!(
        plan.activities.len() > 150,
        "{} activities",
        plan.activities.len()
    );
    assert_eq!(plan.venues.iter().filter(|v| v.cluster.is_some()).count(), 4);
}

#[test]
fn whoever_is_in_a_room_out_of_its_hours_keeps_it() {
    let today = date(2026, 11, 21);
    let plan = draw_up(&divisions(CSV), 7, today);
    let mut out_of_hours = 0;
    for held in &plan.activities {
        let venue = &plan.venues[held.venue];
        let template = &super::super::programme::TEMPLATES[held.template];
        let (day, begin) = (today + i64::from(held.day).days(), i64::from(template.hour) * 60);
        let name = &venue.spaces[held.space].0;
        let times = (begin, begin + template.minutes);
        if !super::super::rooms::open_for_others(name, day.weekday(), times) {
            out_of_hours += 1;
            assert_eq!(held.organisations[0], venue.owner, "{} in {name}", held.title);
        }
    }
    assert!(out_of_hours > 0);
}

#[test]
fn parents_come_before_children() {
    let plan = draw_up(&divisions(CSV), 7, date(2026, 11, 21));
    for (at, organisation) in plan.organisations.iter().enumerate() {
        assert!(organisation.parent.is_none_or(|p| p < at));
        assert_eq!(organisation.parent.is_none(), at == 0, "{}", organisation.name);
    }
}

#[test]
fn the_same_seed_gives_the_same_county() {
    let draw = |seed| format!("{:?}", draw_up(&divisions(CSV), seed, date(2026, 11, 21)));
    assert_eq!(draw(7), draw(7));
    assert_ne!(draw(7), draw(8));
}
