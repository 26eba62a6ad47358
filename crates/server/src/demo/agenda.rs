//! What is held in the demonstration county, where and by whom: on paper.

use std::collections::HashMap;

use jiff::{ToSpan, civil::Date};
use rand::{Rng, RngExt};

use super::{
    names::Names,
    plan::{Division, Plan, PlannedActivity, short},
    programme::{TEMPLATES, Template},
    rooms::open_for_others,
};

/// Six weeks back and five ahead; no room holds two things at once.
pub(super) fn fill<R: Rng>(plan: &mut Plan, names: &mut Names<'_, R>, divisions: &[Division]) {
    let mut busy: HashMap<(usize, usize, i32), Vec<(i64, i64)>> = HashMap::new();
    let tao_yuan: Vec<usize> = (0..plan.venues.len())
        .filter(|v| plan.venues[*v].cluster.is_some())
        .collect();
    for day in -42..35 {
        for n in 0..3 {
            let template = names.rng().random_range(0..TEMPLATES.len());
            let Template { hour, minutes, .. } = TEMPLATES[template];
            // One activity in six is in the cluster of the public record, so that a visitor finds it busy.
            let venue = if n == 0 && day % 2 == 0 && !tao_yuan.is_empty() {
                tao_yuan[names.rng().random_range(0..tao_yuan.len())]
            } else {
                names.rng().random_range(0..plan.venues.len())
            };
            let space = names.rng().random_range(0..plan.venues[venue].spaces.len());
            let begin = i64::from(hour) * 60;
            let taken = busy.entry((venue, space, day)).or_default();
            if taken.iter().any(|(b, e)| begin < *e && *b < begin + minutes) {
                continue;
            }
            taken.push((begin, begin + minutes));
            let organisations = hosts(plan, template, venue, divisions);
            if organisations.is_empty() {
                continue;
            }
            let village = divisions.iter().find(|d| d.code == plan.venues[venue].area);
            let place = village.map_or_else(String::new, |v| short(&v.name));
            let title = TEMPLATES[template].title.replace("{place}", &place);
            let demand = if n == 0 {
                names.rng().random_range(95..150)
            } else {
                names.rng().random_range(20..95)
            };
            plan.activities.push(PlannedActivity {
                template,
                title,
                day,
                venue,
                space,
                organisations,
                demand,
            });
        }
    }
}

/// The host in the village, and for each further line its body in the village or else in the town.
fn hosts(plan: &Plan, template: usize, venue: usize, divisions: &[Division]) -> Vec<usize> {
    let area = &plan.venues[venue].area;
    let town = divisions
        .iter()
        .find(|d| d.code == *area)
        .map(|d| d.parent.as_str())
        .unwrap_or_default();
    let mut all: Vec<usize> = TEMPLATES[template]
        .lines
        .iter()
        .filter_map(|line| {
            plan.organisation(line, area)
                .or_else(|| plan.organisation(line, town))
        })
        .collect();
    all.dedup();
    // Who keeps the room holds it with them: the room's rules are for others.
    let owner = plan.venues[venue].owner;
    if !all.is_empty() && !all.contains(&owner) {
        all.push(owner);
    }
    all
}

/// What is held while its room is closed to others is held by the room's keeper, with the others beside it: the hours that
/// stand on the room's page are for all but the keeper.
pub(super) fn keepers_hold_out_of_hours(plan: &mut Plan, today: Date) {
    let venues = &plan.venues;
    for held in &mut plan.activities {
        let venue = &venues[held.venue];
        let Template { hour, minutes, .. } = TEMPLATES[held.template];
        let begin = i64::from(hour) * 60;
        let Ok(day) = today.checked_add(i64::from(held.day).days()) else {
            continue;
        };
        let name = &venue.spaces[held.space].0;
        if open_for_others(name, day.weekday(), (begin, begin + minutes)) {
            continue;
        }
        if let Some(at) = held.organisations.iter().position(|one| *one == venue.owner) {
            held.organisations[..=at].rotate_right(1);
        }
    }
}

/// How many bodies of one town hold something on the day of Lei Feng, each by itself.
const PILE: usize = 7;
/// What they hold then, by its place among the templates: rivers cleaned, law and health, phones explained.
const ON_LEI_FENG: [usize; 4] = [6, 7, 8, 15];

/// What many mean well and nobody talked over: on the next 5 March everything is held at once in one town.
pub(super) fn pile_up(plan: &mut Plan, divisions: &[Division], today: Date) {
    let this_year = Date::constant(today.year(), 3, 5);
    let next = match this_year > today {
        true => this_year,
        false => Date::constant(today.year() + 1, 3, 5),
    };
    let day =
        i32::try_from(today.until(next).map_or(0, |span| i64::from(span.get_days()))).unwrap_or_default();
    let town_of = |venue: usize| {
        let area = &plan.venues[venue].area;
        divisions
            .iter()
            .find(|d| d.code == *area)
            .map(|d| d.parent.clone())
    };
    let Some(town) = (0..plan.venues.len())
        .find(|v| plan.venues[*v].cluster.is_some())
        .and_then(town_of)
    else {
        return;
    };
    let venues = (0..plan.venues.len()).filter(|venue| town_of(*venue).as_deref() == Some(town.as_str()));
    let venues: Vec<usize> = venues.take(PILE).collect();
    for (n, venue) in venues.into_iter().enumerate() {
        let template = ON_LEI_FENG[n % ON_LEI_FENG.len()];
        let organisations = hosts(plan, template, venue, divisions);
        let used = |one: &PlannedActivity| (one.venue, one.space, one.day) == (venue, 0, day);
        if organisations.is_empty() || plan.activities.iter().any(used) {
            continue;
        }
        let village = divisions.iter().find(|d| d.code == plan.venues[venue].area);
        let place = village.map_or_else(String::new, |v| short(&v.name));
        plan.activities.push(PlannedActivity {
            template,
            title: format!("学雷锋：{}", TEMPLATES[template].title.replace("{place}", &place)),
            day,
            venue,
            space: 0,
            organisations,
            demand: 0,
        });
    }
}
