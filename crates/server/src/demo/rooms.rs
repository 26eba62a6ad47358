//! Rooms with their hours and rules, classes that come every week, and bodies that wait for a time.

use jiff::{ToSpan, civil::Weekday};
use langqiao_app::{
    bookings::{self, Choice, Choices, Hours, Lending, NewBooking, NewSeries, OpenTo, Opening, Rules},
    sites::builders::{self, Body, Gave, Part},
};
use langqiao_kernel::{
    id::{OrganisationId, PersonId, SpaceId},
    time,
};
use langqiao_platform::app::App;
use langqiao_store::WriteTx;

use super::{
    county::{County, by},
    plan::Plan,
    unexpected,
};
use crate::failure::Failure;

/// What meets every week, on which weekday, at which hour.
const CLASSES: [(&str, Weekday, i8); 4] = [
    ("太极班", Weekday::Tuesday, 19),
    ("读书会", Weekday::Wednesday, 19),
    ("合唱排练", Weekday::Thursday, 19),
    ("广场舞队", Weekday::Friday, 19),
];
/// In how many sites something meets every week.
const SITES: usize = 12;

/// Lays down what each room's keeper wants: before the activities, which take their rooms by these rules.
///
/// # Errors
/// When the database fails.
pub async fn lay_down(app: &App, plan: &Plan, county: &County) -> Result<(), Failure> {
    let (plan, county) = (plan.clone(), county.clone());
    app.db
        .write(by(app.now()), move |tx| {
            for (at, venue) in plan.venues.iter().enumerate() {
                let owner = county.organisations[venue.owner];
                for (space, (name, _)) in county.spaces[at].iter().zip(&venue.spaces) {
                    bookings::lay_down(tx, owner, *space, (&rules(name), None))
                        .map_err(|why| unexpected("lay down rules", why))?;
                }
            }
            Ok(())
        })
        .await
}

/// Has classes book their rooms, and a body of the town ask for a hall; after the activities, which have their rooms
/// already.
///
/// # Errors
/// When the database fails.
pub async fn play(app: &App, plan: &Plan, county: &County) -> Result<(), Failure> {
    let (plan, county) = (plan.clone(), county.clone());
    app.db
        .write(by(app.now()), move |tx| {
            let mut met = 0;
            // The sites of the public record first, so that a visitor finds them busy.
            let mut order: Vec<usize> = (0..plan.venues.len()).collect();
            order.sort_by_key(|at| plan.venues[*at].cluster.is_none());
            for at in order {
                let venue = &plan.venues[at];
                let Some(leader) = county.leaders[venue.owner].filter(|_| met < SITES) else {
                    continue;
                };
                let owner = county.organisations[venue.owner];
                let class = CLASSES[met % CLASSES.len()];
                let space = county.spaces[at][0];
                let wish = weekly(tx, space, class);
                meet(tx, (owner, leader), &wish)?;
                let near = ["union", "league", "women", "science"]
                    .into_iter()
                    .filter_map(|line| plan.organisation(line, &venue.area))
                    .find(|other| *other != venue.owner && county.leaders[*other].is_some());
                if let Some(other) = near
                    && let Some(person) = county.leaders[other]
                {
                    wait(tx, (county.organisations[other], person), &wish)?;
                }
                let lending = Lending {
                    equipment: [("折叠椅", 60), ("投影仪", 1), ("音响", 2)]
                        .map(|(name, pieces)| (name.to_owned(), pieces))
                        .to_vec(),
                };
                let id =
                    bookings::venue_of(tx, space)?.ok_or_else(|| unexpected("find a venue", &venue.name))?;
                if let Some(why) = bookings::set_lending(tx, owner, id, &lending)? {
                    return Err(unexpected("say what a venue lends", why));
                }
                if let Some(other) = near {
                    let body = Body::Registered(county.organisations[other]);
                    let part = Part {
                        gave: vec![Gave::Staff, Gave::Equipment],
                        words: "每周派 2 人值班，添置音响一套".to_owned(),
                        may_use: "每月一个晚上的活动室".to_owned(),
                        since: Some(time::day(tx.now()).saturating_sub(420.days())),
                    };
                    builders::add(tx, owner, id, (&body, &part))
                        .map_err(|why| unexpected("name who built a venue together", why))?;
                }
                met += 1;
            }
            Ok(())
        })
        .await
}

/// Whether a room of this name is open to others from one minute of a day to another.
pub(super) fn open_for_others(name: &str, weekday: Weekday, (from, to): (i64, i64)) -> bool {
    let day = weekday.to_monday_one_offset();
    let week = rules(name).hours.week;
    week.iter()
        .any(|(on, open)| *on == day && open.opens <= from && to <= open.closes)
}

fn rules(name: &str) -> Rules {
    let at = |from: i64, to: i64| Opening {
        opens: from * 30,
        closes: to * 30,
    };
    let ground = name.contains('场') || name.contains("院子");
    let (meals, counsel) = (name == "用餐厅", name == "接待室");
    let week = (1..=7).flat_map(|day| match (ground, day) {
        _ if meals => vec![(day, at(21, 26)), (day, at(33, 37))],
        (false, 2 | 4) if counsel => vec![(day, at(17, 23)), (day, at(27, 33))],
        _ if counsel => Vec::new(),
        (true, _) => vec![(day, at(12, 42))],
        (false, 1..=5) => vec![(day, at(17, 23)), (day, at(27, 42))],
        (false, _) => vec![(day, at(18, 34))],
    });
    Rules {
        setup_minutes: 0,
        cleanup_minutes: if ground { 0 } else { 15 },
        open_to: OpenTo::Lines,
        asks: name.contains("礼堂") || meals || counsel,
        notice_hours: if ground { 0 } else { 24 },
        ahead_days: 180,
        offer_minutes: 12 * 60,
        head_start_days: 30,
        no_show_minutes: if ground { 15 } else { 30 },
        hours: Hours {
            week: week.collect(),
            days: Vec::new(),
            official_days: counsel,
        },
    }
}

fn weekly(tx: &mut WriteTx<'_>, space: SpaceId, (purpose, weekday, hour): (&str, Weekday, i8)) -> NewSeries {
    // From the day after tomorrow on, so that whoever waits for the first has time to be offered it.
    let soonest = time::day(tx.now()).saturating_add(2.days());
    let days = i64::from(weekday.since(soonest.weekday()));
    let first = soonest.saturating_add(days.days());
    let starts_at = time::at(first.at(hour, 0, 0, 0));
    NewSeries {
        first: NewBooking {
            space,
            purpose: purpose.to_owned(),
            people: 15,
            starts_at,
            ends_at: starts_at + jiff::SignedDuration::from_mins(90),
            equipment: Vec::new(),
        },
        rule: bookings::rule(bookings::Every::Week, first, bookings::Ends::Times(12)),
        leaves_out_holidays: true,
    }
}

/// Books every date that is free, and waits for those that an activity has.
fn meet(
    tx: &mut WriteTx<'_>,
    (org, person): (OrganisationId, PersonId),
    wish: &NewSeries,
) -> Result<(), Failure> {
    let now = tx.now();
    let seen = bookings::preview(tx, org, wish, &Choices::new(), now)
        .map_err(|why| unexpected("look at a series", why))?;
    let clashes = seen.occurrences.iter().filter(|one| one.own.is_err());
    let choices: Choices = clashes
        .map(|one| {
            let choice = if one.is_taken() {
                Choice::Wait
            } else {
                Choice::Skip
            };
            (one.starts_at, choice)
        })
        .collect();
    bookings::make(tx, org, person, wish, &choices)
        .map_err(|why| unexpected("book a room every week", why))?;
    Ok(())
}

/// Somebody else would like the class's first evening.
fn wait(
    tx: &mut WriteTx<'_>,
    (org, person): (OrganisationId, PersonId),
    wish: &NewSeries,
) -> Result<(), Failure> {
    let wanted = NewBooking {
        purpose: "换届碰头会".to_owned(),
        people: 12,
        ..wish.first.clone()
    };
    match bookings::wait_for(tx, (org, person), &wanted, None) {
        Ok(_) | Err(bookings::JoinError::Free) => Ok(()),
        Err(why) => Err(unexpected("wait for a room", why)),
    }
}
