//! Invented records to measure with: written straight into the tables, many at a time.

use jiff::{SignedDuration, Timestamp, civil::Date};
use langqiao_kernel::{
    id::{ActivityId, AreaId, OrganisationId, PersonId, SessionId, SignupId},
    time,
};
use langqiao_platform::keys::{Field, Keys, random_token};
use langqiao_store::{Actor, By, Db, Event, StoreError, WriteTx, params};

/// A person who can send requests.
#[derive(Clone)]
pub struct Visitor {
    /// Who.
    pub person: PersonId,
    /// The session's cookie, as a header line.
    pub cookie: String,
    /// What its forms bring back.
    pub csrf: String,
}

/// A small place with one body that holds activities.
#[derive(Clone)]
pub struct Ground {
    /// The body.
    pub organisation: OrganisationId,
    /// Where it is.
    pub village: AreaId,
    /// The town around.
    pub town: AreaId,
    /// An officer of the body.
    pub officer: Visitor,
}

fn by(now: Timestamp) -> By {
    By::new(Actor::System("bench"), now)
}

fn seeded(tx: &mut WriteTx, what: &str, org: OrganisationId) -> Result<(), StoreError> {
    tx.record(Event::of("bench.seeded", &org).detail(&what))
}

/// An area of each level, a body and its officer.
pub async fn ground(db: &Db, keys: &Keys, now: Timestamp) -> Result<Ground, StoreError> {
    let (county, town, village) = (AreaId::generate(), AreaId::generate(), AreaId::generate());
    let organisation = OrganisationId::generate();
    db.write(by(now), move |tx| {
        let from = Date::constant(2020, 1, 1);
        for (id, code, name, level, parent, town) in [
            (county, "330483", "桐乡市", "county", None, None),
            (town, "330483001", "梧桐街道", "town", Some(county), Some(town)),
            (village, "330483001201", "桃园村", "village", Some(town), Some(town)),
        ] {
            tx.execute(
                "INSERT INTO area (id, code, name, short_name, name_key, level, parent, town, x, y, valid_from)
                 VALUES (?1, ?2, ?3, ?3, ?3, ?4, ?5, ?6, 0, 0, ?7)",
                params![id, code, name, level, parent, town, from],
            )?;
        }
        tx.execute(
            "INSERT INTO organisation (id, line, kind, name, name_key, parent, area, valid_from, created_at)
             VALUES (?1, 'women', 'federation', '桃园村妇联', '桃园村妇联', NULL, ?2, ?3, ?4)",
            params![organisation, village, from, now],
        )?;
        tx.execute("INSERT INTO organisation_closure VALUES (?1, ?1, 0)", params![organisation])?;
        seeded(tx, "ground", organisation)
    })
    .await?;
    let officer = visitors(db, keys, now, organisation, 1).await?.remove(0);
    let person = officer.person;
    db.write(by(now), move |tx| {
        tx.execute(
            "INSERT INTO posting (id, person, organisation, title, kind, role, valid_from)
             VALUES (?1, ?2, ?3, '主席', 'full_time', 'officer', ?4)",
            params![SessionId::generate(), person, organisation, Date::constant(2020, 1, 1)],
        )?;
        seeded(tx, "officer", organisation)
    })
    .await?;
    Ok(Ground { organisation, village, town, officer })
}

/// People with a session each.
pub async fn visitors(db: &Db, keys: &Keys, now: Timestamp, org: OrganisationId, count: usize) -> Result<Vec<Visitor>, StoreError> {
    let mut all = Vec::with_capacity(count);
    for chunk in (0..count).collect::<Vec<_>>().chunks(1000) {
        let rows: Vec<(PersonId, String, Vec<u8>, String)> = chunk
            .iter()
            .map(|n| {
                let token = random_token();
                let name = format!("居民{n}");
                (PersonId::generate(), keys.token_hash(&token), keys.seal(Field::Name, &name), token)
            })
            .collect();
        for (person, _, _, token) in &rows {
            let cookie = format!("Cookie: lq_session={token}\r\n");
            all.push(Visitor { person: *person, cookie, csrf: keys.csrf(token) });
        }
        let birth = Date::constant(1990, 1, 1);
        let expires = now + SignedDuration::from_hours(24 * 30);
        db.write(by(now), move |tx| {
            for (person, hash, name, _) in &rows {
                tx.execute(
                    "INSERT INTO person (id, name_sealed, name_blind, name_masked, birth_day, created_at)
                     VALUES (?1, ?2, '-', '居*', ?3, ?4)",
                    params![person, name, birth, now],
                )?;
                tx.execute(
                    "INSERT INTO session (id, token_hash, person, device, created_at, seen_at, expires_at)
                     VALUES (?1, ?2, ?3, 'bench', ?4, ?4, ?5)",
                    params![SessionId::generate(), hash, person, now, expires],
                )?;
            }
            seeded(tx, "visitors", org)
        })
        .await?;
    }
    Ok(all)
}

/// Published activities with places for `capacity` people each, starting `starts` from now.
pub async fn activities(db: &Db, ground: &Ground, now: Timestamp, count: usize, capacity: i64, starts: SignedDuration) -> Result<Vec<ActivityId>, StoreError> {
    let ids: Vec<ActivityId> = (0..count).map(|_| ActivityId::generate()).collect();
    let (made, ground) = (ids.clone(), ground.clone());
    db.write(by(now), move |tx| {
        let begins = now + starts;
        let ends = begins + SignedDuration::from_hours(2);
        for id in &made {
            tx.execute(
                "INSERT INTO activity (id, organisation, title, summary, kind, area, town, place, starts_at, ends_at,
                   signup_opens_at, signup_closes_at, party_max, offer_minutes, status, published_at, created_by, created_at, updated_at)
                 VALUES (?1, ?2, '银发茶话会', '喝杯熏豆茶，聊聊家常。', 'care', ?3, ?4, '槜李堂', ?5, ?6, ?7, ?6, 5, 60, 'published', ?8, 'bench', ?8, ?8)",
                params![id, ground.organisation, ground.village, ground.town, begins, ends, now - SignedDuration::from_hours(48), now],
            )?;
            tx.execute(
                "INSERT INTO cohost (id, activity, organisation, line, host, status, people, venue, money, goods, share)
                 VALUES (?1, ?2, ?3, 'women', 1, 'accepted', 2, '', 0, '', 100)",
                params![SignupId::generate(), id, ground.organisation],
            )?;
            for (role, places) in [("attendee", capacity), ("volunteer", 10)] {
                tx.execute("INSERT INTO pool (activity, role, capacity) VALUES (?1, ?2, ?3)", params![id, role, places])?;
            }
        }
        seeded(tx, "activities", ground.organisation)
    })
    .await?;
    Ok(ids)
}

/// Seats with codes, ready to be scanned. Gives the codes in order.
pub async fn seats(db: &Db, ground: &Ground, activity: ActivityId, people: &[Visitor], now: Timestamp) -> Result<Vec<String>, StoreError> {
    let codes: Vec<String> =
        (0..people.len() as u64).map(|n| langqiao_kernel::codes::ShortCode::from_u64(n * 7919 + 13).to_string()).collect();
    for (chunk, named) in people.chunks(1000).zip(codes.chunks(1000)) {
        let rows: Vec<(PersonId, String)> = chunk.iter().map(|v| v.person).zip(named.iter().cloned()).collect();
        let org = ground.organisation;
        db.write(by(now), move |tx| {
            for (person, code) in &rows {
                let id = SignupId::generate();
                tx.execute(
                    "INSERT INTO signup (id, activity, role, party, booker, person, number, state, code, answers, created_at)
                     VALUES (?1, ?2, 'attendee', ?1, ?3, ?3, 1, 'seat', ?4, '{}', ?5)",
                    params![id, activity, person, code, now],
                )?;
            }
            seeded(tx, "seats", org)
        })
        .await?;
    }
    Ok(codes)
}

/// A day of the demonstration's calendar.
pub fn today(now: Timestamp) -> Date {
    time::day(now)
}
