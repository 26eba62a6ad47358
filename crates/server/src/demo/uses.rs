//! Real use in the demonstration: rooms opened and closed over the past weeks, how many came, and a room that nobody
//! uses.

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Weekday};
use langqiao_app::{bookings, uses};
use langqiao_kernel::{
    id::{OrganisationId, PersonId, SpaceId, VenueId},
    time,
};
use langqiao_platform::app::App;
use langqiao_store::{StoreError, params};
use rand::{RngExt, SeedableRng, rngs::StdRng};

use super::{
    county::{County, by},
    plan::Plan,
    sites::UNUSED,
    unexpected,
};
use crate::failure::Failure;

/// For how many weeks back somebody opened.
const WEEKS: i64 = 7;
/// How many days ago somebody was last in the room that nobody uses.
const LAST: i64 = 52;

/// A room that is opened again and again, and by whom.
struct Opened {
    venue: VenueId,
    space: SpaceId,
    /// How many people it holds.
    holds: i64,
    owner: OrganisationId,
    person: PersonId,
}

/// Opens and closes rooms of the past weeks, each at its time, and looks then what nobody uses.
///
/// # Errors
/// When the database fails.
pub async fn play(app: &App, plan: &Plan, county: &County, seed: u64) -> Result<(), Failure> {
    let mut dice = StdRng::seed_from_u64(seed ^ 0x00d0_0125);
    let rooms = rooms(app, plan, county).await?;
    let today = time::day(app.now());
    for room in &rooms {
        for back in (1..=WEEKS * 7).rev() {
            let day = today.saturating_sub(back.days());
            let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
            if !dice.random_bool(if weekend { 0.6 } else { 0.35 }) {
                continue;
            }
            let opens = time::at(day.at(dice.random_range(9..17), 0, 0, 0));
            let closes = opens + SignedDuration::from_mins(dice.random_range(50..180));
            let people = (back > 3 || dice.random_bool(0.7)).then(|| dice.random_range(4..60));
            // As full as it may be, and never fuller than the room.
            let people = people.map(|n: i64| (n * room.holds.min(60) / 60).max(1));
            once(app, room, (opens, closes), people).await?;
        }
    }
    unused(app, &rooms).await?;
    let others = others(plan, county, &rooms);
    app.db
        .write(by(app.now()), move |tx| {
            for (owner, space) in &others {
                uses::set_days(tx, *owner, *space, 0)
                    .map_err(|why| unexpected("let a room be quiet", why))?;
            }
            Ok::<_, Failure>(())
        })
        .await?;
    app.db.write(by(app.now()), uses::sweep).await?;
    Ok(())
}

/// The rooms of the public record, and those of a few others.
async fn rooms(app: &App, plan: &Plan, county: &County) -> Result<Vec<Opened>, Failure> {
    let mut rooms = Vec::new();
    let mut others = 0;
    for (at, venue) in plan.venues.iter().enumerate() {
        let Some(person) = county.leaders[venue.owner] else {
            continue;
        };
        others += usize::from(venue.cluster.is_none());
        if venue.cluster.is_none() && others > 4 {
            continue;
        }
        for (space, (_, holds)) in county.spaces[at].iter().copied().zip(&venue.spaces) {
            let id = app.db.read(move |tx| bookings::venue_of(tx, space)).await;
            let id = id
                .map_err(|why: StoreError| why)?
                .ok_or_else(|| unexpected("find a venue", &venue.name))?;
            rooms.push(Opened {
                venue: id,
                space,
                holds: *holds,
                owner: county.organisations[venue.owner],
                person,
            });
        }
    }
    Ok(rooms)
}

/// The rooms at whose doors nobody touches anything yet: they don't ring.
fn others(plan: &Plan, county: &County, rooms: &[Opened]) -> Vec<(OrganisationId, SpaceId)> {
    let known = |space: &SpaceId| rooms.iter().any(|room| room.space == *space);
    let venues = plan.venues.iter().zip(&county.spaces);
    let all = venues.flat_map(|(venue, spaces)| {
        let owner = county.organisations[venue.owner];
        spaces.iter().map(move |space| (owner, *space))
    });
    all.filter(|(_, space)| !known(space)).collect()
}

/// Somebody was last in the room that nobody uses some weeks ago.
async fn unused(app: &App, rooms: &[Opened]) -> Result<(), Failure> {
    let found = app.db.read(|tx| {
        let named = "SELECT id, venue FROM space WHERE name = ?1";
        tx.one(named, params![UNUSED], |row| {
            Ok((row.get::<SpaceId>(0)?, row.get::<VenueId>(1)?))
        })
    });
    let (space, venue) = found
        .await
        .map_err(|why: StoreError| why)?
        .ok_or_else(|| unexpected("find a room", UNUSED))?;
    let beside = rooms.iter().find(|room| room.venue == venue);
    let beside = beside.ok_or_else(|| unexpected("find who keeps a room", UNUSED))?;
    let room = Opened {
        venue,
        space,
        holds: 12,
        owner: beside.owner,
        person: beside.person,
    };
    let day = time::day(app.now()).saturating_sub(LAST.days());
    let opens = time::at(day.at(14, 0, 0, 0));
    once(
        app,
        &room,
        (opens, opens + SignedDuration::from_mins(70)),
        Some(6),
    )
    .await
}

async fn once(
    app: &App,
    room: &Opened,
    (opens, closes): (Timestamp, Timestamp),
    people: Option<i64>,
) -> Result<(), Failure> {
    let comer = uses::Comer {
        person: room.person,
        books: vec![room.owner],
        keeps: vec![room.owner],
    };
    let (venue, space, who) = (room.venue, room.space, comer.clone());
    let opened = app
        .db
        .write(by(opens), move |tx| uses::open(tx, &who, venue, space))
        .await;
    let opened = opened.map_err(|why| unexpected("open a room", why))?;
    let closed = app
        .db
        .write(by(closes), move |tx| {
            uses::close(tx, &comer, (venue, opened), people)
        })
        .await;
    match closed {
        Ok(()) => Ok(()),
        // Somebody was there for something longer.
        Err(why) if why.code() == Some("use-closed") => Ok(()),
        Err(why) => Err(unexpected("close a room", why)),
    }
}
