//! What an officer looks at before something is planned, and rooms that are booked in a rush.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp, ToSpan};
use langqiao_kernel::{
    id::{BookingId, Id, OrganisationId, SpaceId, VenueId},
    time,
};
use langqiao_store::{Actor, By, StoreError, WriteTx, params};
use serde_json::json;
use tokio::runtime::Runtime;

use crate::{
    Scale,
    client::{Wire, get, post},
    program::{Running, bare},
    report::Report,
    requests::{self, Requests},
    stage::{Stage, cookie},
    turns::{CONNECTIONS, OverHttp, in_turns},
};

/// How often a page is asked for.
const TIMES: usize = 101;
/// Rooms of the cluster, in venues of five.
const ROOMS: usize = 40;
/// How often each room is booked on a day.
const A_DAY: i64 = 8;
/// How many waiting inserts the bare server commits together, as the house does.
const GROUP: &str = "256";

/// Measures it.
pub fn measure(report: &mut Report, scale: Scale, runtime: &Runtime) {
    let amounts = langqiao::bench_data::Amounts {
        units: 1_000,
        organisations: 1_000,
        people: 2_000,
        activities: scale.planned,
        places: 40,
        spread: SignedDuration::from_hours(24 * 365),
    };
    let stage = Stage::fill(None, &amounts);
    let at = scale.planned / 2;
    let held = stage.filled.activities[at];
    let org = held.host.organisation;
    let cluster = Cluster::build(&stage, org);
    let house = stage.serve();
    let session = cookie(&stage.hosts[at]);
    let beside = format!(
        "against {} activities of a year, SQLite, one request at a time, from sending it to its last byte",
        scale.planned
    );
    let pages = [
        (
            "clash_check",
            format!("/w/{org}/activities/{}/clashes", held.activity),
            beside.as_str(),
        ),
        ("year_calendar", format!("/w/{org}/year"), beside.as_str()),
        (
            "month_calendar",
            format!(
                "/w/{org}/calendar?view=month&place={}&day={}",
                cluster.id,
                time::day(stage.now)
            ),
            "a month of 40 rooms, 8 bookings a day each, SQLite, one request at a time, from sending it to its last byte",
        ),
    ];
    for (name, path, what) in pages {
        let took = runtime.block_on(median(&house, &get(&path, &session)));
        let ms = took.as_secs_f64() * 1e3;
        report.under(name, ms, "ms", 20.0, &format!("median of {TIMES}; {what}"));
    }
    rush(
        report,
        scale,
        runtime,
        (&stage, &house),
        (&cluster, org, &session),
    );
}

async fn median(house: &Running, request: &[u8]) -> Duration {
    let mut wire = Wire::connect(house.at).await;
    let mut took = Vec::with_capacity(TIMES);
    for _ in 0..TIMES {
        let begun = Instant::now();
        assert!(wire.send(request).await == 200, "the page is shown");
        took.push(begun.elapsed());
    }
    took.sort();
    took[TIMES / 2]
}

/// Every room is booked hour by hour, by many at once.
fn rush(
    report: &mut Report,
    scale: Scale,
    runtime: &Runtime,
    (stage, house): (&Stage, &Running),
    (cluster, org, session): (&Cluster, OrganisationId, &str),
) {
    let path = format!("/api/v1/organisations/{org}/bookings");
    // Beyond the month that is booked already.
    let first = time::start_of_day(time::day(stage.now)) + (24 * 45).hours();
    let wish = |n: usize| {
        let from = first + SignedDuration::from_hours((n / ROOMS) as i64);
        let wish = json!({
            "space": cluster.rooms[n % ROOMS], "purpose": "排练", "starts_at": from.to_string(),
            "ends_at": (from + SignedDuration::from_mins(50)).to_string(),
        });
        post(&path, session, "application/json", &wish.to_string())
    };
    let bookings: Requests = (0..(scale.rounds + 1) * scale.slice).map(wish).collect();
    let inserts = requests::to_bare(&bookings);
    let folder = stage.folder.path().display().to_string();
    let grouped = Running::start(bare(&["insert", "--folder", &folder, "--group", GROUP]));
    let ask = |at, requests| OverHttp {
        runtime,
        at,
        requests,
        expect: 201,
        slice: scale.slice,
    };
    let contenders = [&ask(house.at, bookings), &ask(grouped.at, inserts)];
    let [ours, grouped] = in_turns([contenders[0], contenders[1]], scale.rounds);
    let what = format!(
        "a room booked over HTTP with session, rules, conflict check and event, {ROOMS} rooms; SQLite, WAL, \
         synchronous=FULL, {CONNECTIONS} connections, client on the same machine"
    );
    report.rate("booking_vs_grouped", ours, grouped, 0.4, &what);
}

/// Venues that are run as one.
struct Cluster {
    id: String,
    rooms: Vec<SpaceId>,
}

impl Cluster {
    /// Builds it where the organisation is, with a month of bookings.
    fn build(stage: &Stage, org: OrganisationId) -> Self {
        let db = stage.open();
        let (id, from) = (
            Id::<()>::generate().to_text(),
            time::start_of_day(time::day(stage.now)),
        );
        let rooms: Vec<SpaceId> = (0..ROOMS).map(|_| SpaceId::generate()).collect();
        let by = By::new(Actor::System("bench"), stage.now);
        let (cluster, spaces) = (id.clone(), rooms.clone());
        let built = db.write_blocking(by, move |tx| build(tx, org, (&cluster, &spaces), from));
        built.expect("a cluster can be built");
        db.close();
        Self { id, rooms }
    }
}

fn build(
    tx: &mut WriteTx<'_>,
    org: OrganisationId,
    (cluster, rooms): (&str, &[SpaceId]),
    from: Timestamp,
) -> Result<(), StoreError> {
    tx.bookkeeping();
    let area = "SELECT area FROM organisation WHERE id = ?1";
    let area: String = tx.one(area, params![org], |row| row.get(0))?.unwrap_or_default();
    tx.execute(
        "INSERT INTO cluster (id, name, area) VALUES (?1, '槜李阵地群', ?2)",
        params![cluster, area],
    )?;
    let mut venue = VenueId::generate();
    for (n, room) in rooms.iter().enumerate() {
        if n % 5 == 0 {
            venue = VenueId::generate();
            tx.execute(
                "INSERT INTO venue (id, organisation, cluster, area, name, address, step_free, x, y)
                 VALUES (?1, ?2, ?3, ?4, ?5, '', 1, 0.0, 0.0)",
                params![venue, org, cluster, area, format!("场馆{n}")],
            )?;
        }
        tx.execute(
            "INSERT INTO space (id, venue, name, capacity) VALUES (?1, ?2, ?3, 60)",
            params![*room, venue, format!("教室{n}")],
        )?;
        for slot in 0..31 * A_DAY {
            let starts = from + SignedDuration::from_hours(slot / A_DAY * 24 + 8 + slot % A_DAY);
            let ends = starts + SignedDuration::from_mins(50);
            tx.execute(
                "INSERT INTO booking (id, space, organisation, purpose, people, starts_at, ends_at, held_from, held_until,
                   status, note, created_at)
                 VALUES (?1, ?2, ?3, '排练', 12, ?4, ?5, ?4, ?5, 'held', '', ?6)",
                params![BookingId::generate(), *room, org, starts, ends, from],
            )?;
        }
    }
    Ok(())
}
