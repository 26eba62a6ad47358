//! Published activities that anyone may come to.

use std::sync::Arc;

use jiff::SignedDuration;
use langqiao_app::activities::{self, ActivityKind, Allotment, Contribution, Plan, Times};
use langqiao_kernel::id::AreaId;

use super::{Amounts, Filling, Held, Officer, registers::County, unexpected};
use crate::{demo::programme::TEMPLATES, failure::Failure};

/// Helpers of each activity.
const VOLUNTEERS: i64 = 10;

/// Announces so many, each held by another organisation as long as there are any.
///
/// # Errors
/// When the database fails.
pub fn announce(filling: &Filling<'_>, amounts: &Amounts, county: &County) -> Result<Vec<Held>, Failure> {
    let step = amounts.spread / i32::try_from(amounts.activities.max(1)).unwrap_or(i32::MAX);
    let wanted: Vec<(Officer, Plan)> = (0..amounts.activities)
        .map(|n| {
            let (host, area) = county.hosts[n % county.hosts.len()];
            let after = SignedDuration::from_hours(1) + step * i32::try_from(n).unwrap_or(i32::MAX);
            (host, plan(filling, n, area, after, amounts.places))
        })
        .collect();
    let keys = Arc::clone(filling.keys);
    filling.portions("activities", &wanted, move |tx, (host, plan)| {
        let activity =
            activities::create(tx, host.organisation, plan).map_err(|why| unexpected("an activity", why))?;
        activities::publish(tx, &keys, host.organisation, activity)
            .map_err(|why| unexpected("an activity", why))?;
        Ok(Held {
            activity,
            host: *host,
        })
    })
}

fn plan(filling: &Filling<'_>, n: usize, area: AreaId, after: SignedDuration, places: i64) -> Plan {
    let template = &TEMPLATES[n % TEMPLATES.len()];
    let starts_at = filling.now + after;
    Plan {
        title: template.title.replace("{place}", &format!("第{}场 ", n + 1)),
        summary: template.summary.to_owned(),
        kind: template.kind.parse().unwrap_or(ActivityKind::Other),
        space: None,
        place: "文化礼堂".to_owned(),
        area,
        times: Times {
            starts_at,
            ends_at: starts_at + SignedDuration::from_mins(template.minutes),
            signup_opens_at: filling.now - SignedDuration::from_hours(1),
            signup_closes_at: starts_at,
        },
        min_age: None,
        max_age: None,
        only_area: None,
        asks: Default::default(),
        party_max: 5,
        offer_minutes: 60,
        allotment: Allotment::FirstCome,
        prior_area: None,
        priority: vec![],
        kept_until: None,
        seats: places,
        volunteers: VOLUNTEERS,
        rooms: vec![],
        equipment: vec![],
        shifts: vec![],
        questions: Vec::new(),
        own: Contribution {
            people: 2,
            share: 100,
            ..Contribution::default()
        },
        cohosts: Vec::new(),
    }
}
