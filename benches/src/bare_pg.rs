//! The bare limit on PostgreSQL: loops that send the same statements as the house and nothing else, each over a
//! connection of its own.

use std::{
    ops::Range,
    sync::{
        Barrier,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use postgres::{Client, NoTls};

use crate::{
    requests::Crowd,
    stage::Stage,
    statements::{Door, Scans, SignUps, Who},
    turns::{CONNECTIONS, Contender},
};

/// A connection with its statements.
struct Line {
    client: Client,
    sign_ups: SignUps,
    scans: Scans,
}

/// So many connections as the house has clients.
pub struct Lines(Vec<Mutex<Line>>);

impl Lines {
    /// Connects and prepares.
    ///
    /// # Panics
    /// When the database can't be reached.
    pub fn connect(database: &str) -> Self {
        let line = |_| {
            let mut client = Client::connect(database, NoTls).expect("a connection");
            let sign_ups = SignUps::prepare(&mut client).expect("the statements of a sign-up");
            let scans = Scans::prepare(&mut client).expect("the statements of a scan");
            Mutex::new(Line {
                client,
                sign_ups,
                scans,
            })
        };
        Self((0..CONNECTIONS).map(line).collect())
    }

    /// Does `one` for each number, on all connections at once.
    fn all(
        &self,
        numbers: Range<usize>,
        one: impl Fn(&mut Line, usize) -> Result<(), postgres::Error> + Sync,
    ) -> Duration {
        let (next, ready) = (AtomicUsize::new(numbers.start), Barrier::new(self.0.len() + 1));
        std::thread::scope(|scope| {
            for line in &self.0 {
                scope.spawn(|| {
                    let mut line = line.lock();
                    ready.wait();
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= numbers.end {
                            return;
                        }
                        one(&mut line, number).expect("the statements succeed");
                    }
                });
            }
            ready.wait();
            Instant::now()
        })
        .elapsed()
    }
}

/// Sign-ups of a crowd, bare.
pub struct BareSignUps<'s> {
    /// Over these connections.
    pub lines: &'s Lines,
    /// By these people.
    pub stage: &'s Stage,
    /// To these activities.
    pub crowd: Crowd,
    /// How many make a slice.
    pub slice: usize,
}

impl Contender for BareSignUps<'_> {
    fn slice(&self) -> usize {
        self.slice
    }

    fn run(&self, numbers: Range<usize>) -> Duration {
        let Stage {
            filled,
            residents,
            now,
            ..
        } = self.stage;
        self.lines.all(numbers, |line, number| {
            let who = who(self.stage, &residents[number]);
            let activity = filled.activities[self.crowd.of(number)].activity;
            line.sign_ups.run(&mut line.client, &who, activity, *now)
        })
    }
}

/// Scans of seats, bare.
pub struct BareScans<'s> {
    /// Over these connections.
    pub lines: &'s Lines,
    /// Of this house.
    pub stage: &'s Stage,
    /// Activity and code, by number.
    pub seats: Vec<(usize, String)>,
    /// How many make a slice.
    pub slice: usize,
}

impl Contender for BareScans<'_> {
    fn slice(&self) -> usize {
        self.slice
    }

    fn run(&self, numbers: Range<usize>) -> Duration {
        self.lines.all(numbers, |line, number| {
            let (at, code) = &self.seats[number];
            let held = self.stage.filled.activities[*at];
            let door = Door {
                organisation: held.host.organisation,
                activity: held.activity,
                code,
                device: format!("gate-{at}"),
                sequence: number as i64,
            };
            let who = who(self.stage, &self.stage.hosts[*at]);
            line.scans.run(&mut line.client, &who, &door, self.stage.now)
        })
    }
}

fn who(stage: &Stage, session: &langqiao::bench_data::Session) -> Who {
    let token = session.cookie.split_once('=').map_or("", |(_, token)| token);
    Who {
        token_hash: stage.keys.token_hash(token),
        person: session.person,
    }
}
