//! What happened in the county: who lives there, what was held, who came, and what is planned.

mod held;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use langqiao_app::{
    activities::{self, CohostStatus},
    checkins::{self, Direction, ScanCommand},
    records,
    signups::{self, SignUp, SignUpError, SignupRole, answers::Answers},
};
use langqiao_kernel::{
    id::{ActivityId, OrganisationId, PersonId, RecordId},
    time,
};
use langqiao_platform::{
    app::App,
    house::House,
    people::{self, NewFamilyMember},
};
use langqiao_store::{Actor, By, StoreError, WriteTx, params};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::SliceRandom};

use super::{
    county::{County, area, by, register},
    plan::Plan,
    programme::TEMPLATES,
    shifts, unexpected,
    voices::{self, Past},
};
use crate::failure::Failure;

use held::{Held, announce};

/// A family as it lives in the house.
#[derive(Clone)]
struct Family {
    adult: PersonId,
    born: Date,
    children: Vec<(PersonId, Date)>,
    volunteer: bool,
}

/// Plays everything that the plan says, in the order in which it happened.
///
/// # Errors
/// When the database fails.
pub async fn play(house: &House, plan: &Plan, county: &County, seed: u64) -> Result<(), Failure> {
    let app = house.app();
    let families = settle(app, plan, county).await?;
    let mut rng = StdRng::seed_from_u64(seed ^ 0x5eed);
    let mut spoken = StdRng::seed_from_u64(seed ^ 0x5a1d);
    let today = time::day(app.now());
    for (n, planned) in plan.activities.iter().enumerate() {
        let held = Held {
            planned,
            today,
            number: n,
        };
        let Some(activity) = announce(app, plan, county, &held).await? else {
            continue;
        };
        let came = sign_people_up(app, &held, activity, &families, &mut rng).await?;
        shifts::choose(app, activity).await?;
        if held.ends() < app.now() {
            scan_people(app, county, &held, activity, came, &mut rng).await?;
            let host = planned.organisations[0];
            if let Some(officer) = county.leaders[host].or(county.leaders[0]) {
                let past = Past {
                    activity,
                    host: county.organisations[host],
                    officer,
                    ends: held.ends(),
                };
                let held = app.db.read(move |tx| activities::cohosts(tx, activity)).await;
                let held = held.map_err(|why: StoreError| why)?;
                let accepted = held
                    .into_iter()
                    .filter(|body| body.status == CohostStatus::Accepted);
                let bodies: Vec<_> = accepted.map(|body| (body.organisation, body.brings)).collect();
                voices::account(app, &past, &bodies, &mut spoken).await?;
                voices::speak(app, past, &mut spoken).await?;
            }
        }
    }
    // Minutes of service are counted by jobs; an officer then confirms what is older than a week.
    house.worker().run_due().await?;
    confirm_older(app, county, plan, today - 7.days()).await?;
    house.worker().run_due().await?;
    Ok(())
}

async fn settle(app: &App, plan: &Plan, county: &County) -> Result<Vec<Family>, Failure> {
    let mut families = Vec::with_capacity(plan.households.len());
    for chunk in plan.households.chunks(100) {
        let (chunk, areas, keys) = (chunk.to_vec(), county.areas.clone(), app.keys.clone());
        let moved_in = app.now() - SignedDuration::from_hours(24 * 90);
        let settle = move |tx: &mut WriteTx<'_>| {
            let mut families = Vec::with_capacity(chunk.len());
            for household in &chunk {
                let home = area(&areas, &household.area)?;
                let adult = register(
                    tx,
                    &keys,
                    &household.adult,
                    Some(household.born),
                    Some(home),
                    true,
                )?;
                let mut children = Vec::new();
                for (child, birth) in &household.children {
                    let new = NewFamilyMember {
                        name: child.name.clone(),
                        birth: *birth,
                        consented: true,
                    };
                    let id = people::add_family_member(tx, &keys, adult, &new)
                        .map_err(|why| unexpected("add a child", why))?;
                    children.push((id, *birth));
                }
                families.push(Family {
                    adult,
                    born: household.born,
                    children,
                    volunteer: household.volunteer,
                });
            }
            Ok::<_, Failure>(families)
        };
        families.extend(app.db.write(by(moved_in), settle).await?);
    }
    Ok(families)
}

/// A person with a place, as the door knows them.
struct Guest {
    code: String,
    volunteer: bool,
}

async fn sign_people_up(
    app: &App,
    held: &Held<'_>,
    activity: ActivityId,
    families: &[Family],
    rng: &mut StdRng,
) -> Result<Vec<Guest>, Failure> {
    let template = &TEMPLATES[held.planned.template];
    let Some((from, until)) = held.rush(app.now()) else {
        return Ok(Vec::new());
    };
    // What lies further ahead has had less time to fill.
    let ahead = i64::from(held.planned.day.max(0));
    let wanted = template.places * i64::from(held.planned.demand) * (40 - ahead).max(8) / 4000;
    let mut order: Vec<&Family> = families.iter().collect();
    order.shuffle(rng);
    let mut wishes = Vec::new();
    let (mut people, mut helpers) = (0, 0);
    for family in order {
        if people >= wanted && helpers >= template.volunteers {
            break;
        }
        let helps = family.volunteer && helpers < template.volunteers && rng.random_range(0..100) < 60;
        let mut party = BTreeSet::from([family.adult]);
        if !helps {
            if people >= wanted {
                continue;
            }
            for (child, born) in &family.children {
                let fits = template
                    .ages
                    .1
                    .is_none_or(|most| years(*born, held.day()) <= most)
                    && template
                        .ages
                        .0
                        .is_none_or(|least| years(*born, held.day()) >= least);
                if fits {
                    party.insert(*child);
                }
            }
            let adult = years(family.born, held.day());
            if template.ages.0.is_some_and(|least| adult < least)
                || template.ages.1.is_some_and(|most| adult > most)
            {
                party.remove(&family.adult);
            }
        }
        if party.is_empty() {
            continue;
        }
        if helps {
            helpers += 1
        } else {
            people += party.len() as i64
        }
        let role = if helps {
            SignupRole::Volunteer
        } else {
            SignupRole::Attendee
        };
        wishes.push(SignUp {
            activity,
            booker: family.adult,
            role,
            people: party,
            answers: Answers::new(),
        });
    }
    let span = until.as_millisecond() - from.as_millisecond();
    let mut moments: Vec<i64> = wishes.iter().map(|_| rng.random_range(0..span)).collect();
    moments.sort_unstable();
    for (wish, moment) in wishes.into_iter().zip(moments) {
        let at = from + SignedDuration::from_millis(moment);
        let author = By::new(Actor::Person(wish.booker), at);
        let outcome = app.db.write(author, move |tx| signups::sign_up(tx, &wish)).await;
        match outcome {
            // Somebody under age, or a queue that has stopped moving: as it happens in life.
            Ok(_) | Err(SignUpError::Party(_) | SignUpError::Full) => {}
            Err(why) => return Err(unexpected("sign somebody up", why)),
        }
    }
    let seats = "SELECT code, role FROM signup WHERE activity = ?1 AND state = 'seat' ORDER BY number, id";
    let read = move |tx: &mut langqiao_store::ReadTx<'_>| {
        tx.all(seats, params![activity], |row| {
            Ok(Guest {
                code: row.get(0)?,
                volunteer: row.get::<String>(1)? == "volunteer",
            })
        })
    };
    app.db.read(read).await.map_err(|why: StoreError| why.into())
}

fn years(born: Date, on: Date) -> i64 {
    i64::from(people::age(born, on))
}

/// Most of those with a place came, a few went without scanning out.
async fn scan_people(
    app: &App,
    county: &County,
    held: &Held<'_>,
    activity: ActivityId,
    guests: Vec<Guest>,
    rng: &mut StdRng,
) -> Result<(), Failure> {
    let host = held.planned.organisations[0];
    let org = county.organisations[host];
    let Some(officer) = county.leaders[host].or(county.leaders[0]) else {
        return Ok(());
    };
    let mut scans: Vec<(Timestamp, Direction, String)> = Vec::new();
    for guest in guests {
        if rng.random_range(0..100) >= 91 {
            continue;
        }
        let came = held.starts() + SignedDuration::from_mins(rng.random_range(-18..12));
        let left = (held.ends() + SignedDuration::from_mins(rng.random_range(-12..8))).min(app.now());
        scans.push((came, Direction::In, guest.code.clone()));
        if guest.volunteer && rng.random_range(0..100) < 94
            || !guest.volunteer && rng.random_range(0..100) < 40
        {
            scans.push((left, Direction::Out, guest.code));
        }
    }
    scans.sort_by_key(|(at, ..)| *at);
    for (sequence, (at, direction, text)) in scans.into_iter().enumerate() {
        let command = ScanCommand {
            activity,
            text,
            direction,
            device: format!("demo-{}", held.number),
            sequence: sequence as i64,
            scanned_at: Some(at),
        };
        let scan = move |tx: &mut WriteTx<'_>| checkins::scan(tx, org, officer, &command).map(drop);
        app.db
            .write(By::new(Actor::Person(officer), at), scan)
            .await
            .map_err(|why| unexpected("scan", why))?;
    }
    Ok(())
}

async fn confirm_older(app: &App, county: &County, plan: &Plan, before: Date) -> Result<(), Failure> {
    let pending =
        "SELECT id, organisation FROM service_record WHERE status = 'pending' AND day < ?1 ORDER BY id";
    let read = move |tx: &mut langqiao_store::ReadTx<'_>| {
        tx.all(pending, params![before], |row| {
            Ok((row.get::<RecordId>(0)?, row.get::<OrganisationId>(1)?))
        })
    };
    let records: Vec<(RecordId, OrganisationId)> = app.db.read(read).await.map_err(|why: StoreError| why)?;
    debug_assert_eq!(plan.organisations.len(), county.organisations.len());
    for (record, org) in records {
        let leader = county
            .organisations
            .iter()
            .position(|o| *o == org)
            .and_then(|at| county.leaders[at]);
        let Some(officer) = leader else { continue };
        let confirm = move |tx: &mut WriteTx<'_>| records::confirm(tx, org, officer, record).map(drop);
        app.db
            .write(By::new(Actor::Person(officer), app.now()), confirm)
            .await
            .map_err(|why| unexpected("confirm", why))?;
    }
    Ok(())
}
