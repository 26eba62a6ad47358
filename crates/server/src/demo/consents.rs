//! A body of the town holds two things in a village's hall whose keeper is asked first: one was agreed to and is public,
//! the other waits for the answer.

use jiff::{SignedDuration, ToSpan, civil::Weekday};
use langqiao_app::{
    activities::{self, ActivityKind, Allotment, Contribution, Plan as ActivityPlan, Times},
    bookings::{self, Scope},
};
use langqiao_kernel::{
    id::{ActivityId, AreaId, BookingId, OrganisationId, PersonId, SpaceId},
    time,
};
use langqiao_platform::{app::App, not_done::NotDone};
use langqiao_store::{Actor, By};

use super::{
    county::{County, area},
    plan::Plan,
    unexpected,
};
use crate::failure::Failure;

/// Who is asked, and who asks.
struct Parties {
    keeper: (OrganisationId, PersonId),
    host: (OrganisationId, PersonId),
    hall: SpaceId,
    area: AreaId,
}

/// Plays it; nothing where the county has no such hall.
///
/// # Errors
/// When the database fails.
pub async fn play(app: &App, plan: &Plan, county: &County) -> Result<(), Failure> {
    let Some(parties) = parties(plan, county)? else {
        return Ok(());
    };
    let agreed = ask(app, &parties, "乡村振兴巾帼宣讲会", 8).await?;
    if let Some((id, booking)) = agreed {
        let (keys, keeper, host) = (app.keys.clone(), parties.keeper, parties.host);
        let by = By::new(
            Actor::Person(keeper.1),
            app.now() - SignedDuration::from_hours(20),
        );
        app.db
            .write(by, move |tx| {
                let yes = (true, "投影机在讲台下面，请自己开。");
                bookings::answer(tx, keeper.0, keeper.1, (booking, Scope::One), yes)
                    .map_err(|why| unexpected("agree to a room", why))?;
                activities::publish(tx, &keys, host.0, id)
                    .map_err(|why| unexpected("publish what was agreed to", why))
            })
            .await?;
    }
    ask(app, &parties, "家庭文明建设交流会", 12).await?;
    Ok(())
}

fn parties(plan: &Plan, county: &County) -> Result<Option<Parties>, Failure> {
    let Some(at) = plan.venues.iter().position(|venue| venue.name == "槜李堂") else {
        return Ok(None);
    };
    let venue = &plan.venues[at];
    let hall = venue.spaces.iter().position(|(name, _)| name.contains("礼堂"));
    let host = plan
        .organisations
        .iter()
        .position(|body| body.name == "梧桐街道妇联");
    let (Some(hall), Some(host)) = (hall, host) else {
        return Ok(None);
    };
    let (Some(keeps), Some(asks)) = (county.leaders[venue.owner], county.leaders[host]) else {
        return Ok(None);
    };
    Ok(Some(Parties {
        keeper: (county.organisations[venue.owner], keeps),
        host: (county.organisations[host], asks),
        hall: county.spaces[at][hall],
        area: area(&county.areas, &venue.area)?,
    }))
}

/// Makes a draft on the first working day from so many days ahead on which the hall is free, and asks for the hall.
async fn ask(
    app: &App,
    parties: &Parties,
    title: &'static str,
    from: i64,
) -> Result<Option<(ActivityId, BookingId)>, Failure> {
    let (host, by) = (
        parties.host,
        By::new(
            Actor::Person(parties.host.1),
            app.now() - SignedDuration::from_hours(26),
        ),
    );
    for ahead in from..from + 14 {
        let day = time::day(app.now()).saturating_add(ahead.days());
        if matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
            continue;
        }
        let starts_at = time::at(day.at(14, 0, 0, 0));
        let wanted = draft(parties, title, (starts_at, by.at));
        let done = app
            .db
            .write(by.clone(), move |tx| {
                let id = activities::create(tx, host.0, &wanted)
                    .map_err(|why| NotDone::from(langqiao_platform::fault::Fault::from(why)))?;
                activities::ask_keepers(tx, host, id, None)?;
                let asked = bookings::requests(tx, id)?;
                Ok::<_, NotDone>(asked.first().map(|one| (id, one.id)))
            })
            .await;
        match done {
            Ok(asked) => return Ok(asked),
            // Somebody has the hall that day.
            Err(NotDone::Refused(_)) => {}
            Err(why) => return Err(unexpected("ask for a hall", why)),
        }
    }
    Ok(None)
}

fn draft(
    parties: &Parties,
    title: &str,
    (starts_at, now): (jiff::Timestamp, jiff::Timestamp),
) -> ActivityPlan {
    ActivityPlan {
        title: title.to_owned(),
        summary: "镇街与村一起办，请提前十分钟入场。".to_owned(),
        kind: ActivityKind::Culture,
        space: Some(parties.hall),
        rooms: vec![],
        equipment: vec![],
        place: String::new(),
        area: parties.area,
        times: Times {
            starts_at,
            ends_at: starts_at + SignedDuration::from_hours(2),
            signup_opens_at: now,
            signup_closes_at: starts_at,
        },
        min_age: None,
        max_age: None,
        only_area: None,
        asks: Default::default(),
        party_max: 4,
        offer_minutes: 240,
        allotment: Allotment::FirstCome,
        prior_area: None,
        priority: vec![],
        kept_until: None,
        seats: 120,
        volunteers: 4,
        shifts: vec![],
        questions: vec![],
        own: Contribution {
            people: 3,
            share: 1,
            ..Contribution::default()
        },
        cohosts: vec![],
    }
}
