//! The requests of a rush, as the house takes them.

use std::sync::Arc;

use langqiao_kernel::clock::Clock;
use langqiao_kernel::id::ActivityId;
use langqiao_store::{Db, OpenOptions, StoreError, params};
use serde_json::json;

use crate::{
    client::{FORM, get, post},
    stage::{Stage, cookie},
};

/// Requests by number.
pub type Requests = Arc<[Vec<u8>]>;

/// Which of the stage's activities the person with a number goes to.
#[derive(Clone, Copy)]
pub enum Crowd {
    /// Everybody to this one.
    One(usize),
    /// The persons in turn to so many, from the first given on.
    Many(usize, usize),
}

impl Crowd {
    /// The activity's place among the stage's.
    pub fn of(self, number: usize) -> usize {
        match self {
            Self::One(activity) => activity,
            Self::Many(first, count) => first + number % count,
        }
    }
}

/// Everybody signs up, with the form of the activity's page.
pub fn sign_ups(stage: &Stage, crowd: Crowd) -> Requests {
    let request = |(number, session): (usize, &langqiao::bench_data::Session)| {
        let activity = stage.filled.activities[crowd.of(number)].activity;
        let body = format!("csrf={}&role=attendee&who=me", session.csrf);
        post(
            &format!("/activities/{activity}/sign-up"),
            &cookie(session),
            FORM,
            &body,
        )
    };
    stage.residents.iter().enumerate().map(request).collect()
}

/// The same bytes to a bare server, which only takes them under another path.
pub fn to_bare(requests: &Requests) -> Requests {
    let redirect = |request: &Vec<u8>| {
        let path = request
            .iter()
            .skip(5)
            .position(|byte| *byte == b' ')
            .map_or(0, |end| end + 5);
        [b"POST /entry", &request[path..]].concat()
    };
    requests.iter().map(redirect).collect()
}

/// The seats of a crowd, in the order in which they were taken: activity, code.
///
/// # Panics
/// When the database can't be read.
pub fn seats(stage: &Stage, crowd: Crowd) -> Vec<(usize, String)> {
    let url = stage.database.parse().expect("the address of a database");
    let options = OpenOptions::new(Clock::system()).without_migrating();
    let db = Db::open(&url, options).expect("a database");
    let activities: Vec<(usize, ActivityId)> = match crowd {
        Crowd::One(activity) => vec![activity],
        Crowd::Many(first, count) => (first..first + count).collect(),
    }
    .into_iter()
    .map(|at| (at, stage.filled.activities[at].activity))
    .collect();
    let mut seats = db
        .read_blocking(move |tx| {
            let mut seats = Vec::new();
            for (at, activity) in activities {
                let codes =
                    "SELECT number, code FROM signup WHERE activity = ?1 AND state = 'seat' ORDER BY number";
                seats.extend(tx.all(codes, params![activity], |row| {
                    Ok((row.get::<i64>(0)?, at, row.get::<String>(1)?))
                })?);
            }
            Ok::<_, StoreError>(seats)
        })
        .expect("the sign-ups can be read");
    db.close();
    // The first of each activity, then the second of each.
    seats.sort();
    seats.into_iter().map(|(_, at, code)| (at, code)).collect()
}

/// Everybody with a seat is scanned at the door, with a gate's own reader.
pub fn scans(stage: &Stage, seats: &[(usize, String)]) -> Requests {
    let request = |(number, (at, code)): (usize, &(usize, String))| {
        let held = stage.filled.activities[*at];
        let (organisation, activity) = (held.host.organisation, held.activity);
        let path = format!("/api/v1/organisations/{organisation}/activities/{activity}/scans");
        let scan =
            json!({ "code": code, "direction": "in", "device": format!("gate-{at}"), "sequence": number });
        post(
            &path,
            &cookie(&stage.hosts[*at]),
            "application/json",
            &scan.to_string(),
        )
    };
    seats.iter().enumerate().map(request).collect()
}

/// An activity's public page, as a visitor asks for it.
pub fn page(stage: &Stage) -> Requests {
    let activity = stage.filled.activities[0].activity;
    [get(&format!("/activities/{activity}"), "")].into()
}

/// The same page under so many addresses, none of which was asked for before.
pub fn page_made_anew(stage: &Stage, addresses: usize) -> Requests {
    let activity = stage.filled.activities[0].activity;
    (0..addresses)
        .map(|n| get(&format!("/activities/{activity}?n={n}"), ""))
        .collect()
}
