//! What is compared is measured in turns, in slices of a fraction of a second, so that whatever else the machine
//! does falls on all alike.

use std::{net::SocketAddr, ops::Range, sync::Arc, time::Duration};

use tokio::runtime::Runtime;

use crate::client::drive;

/// At how many connections everything is measured.
pub const CONNECTIONS: usize = 32;

/// Something that carries requests out.
pub trait Contender {
    /// How many requests it carries out in one slice.
    fn slice(&self) -> usize;
    /// Carries the requests with these numbers out, each once; gives how long it took.
    fn run(&self, numbers: Range<usize>) -> Duration;
}

/// A server that is asked over HTTP.
pub struct OverHttp<'r> {
    /// Where the client runs.
    pub runtime: &'r Runtime,
    /// Where the server listens.
    pub at: SocketAddr,
    /// What it is asked, by number; from the beginning again after the last.
    pub requests: Arc<[Vec<u8>]>,
    /// With which status it answers.
    pub expect: u16,
    /// How many of them make a slice.
    pub slice: usize,
}

impl Contender for OverHttp<'_> {
    fn slice(&self) -> usize {
        self.slice
    }

    fn run(&self, numbers: Range<usize>) -> Duration {
        self.runtime
            .block_on(drive(self.at, CONNECTIONS, &self.requests, numbers, self.expect))
    }
}

/// How many requests each contender carries out in a second. The first round only warms up.
pub fn in_turns<const N: usize>(contenders: [&dyn Contender; N], rounds: usize) -> [f64; N] {
    let mut took = [Duration::ZERO; N];
    for round in 0..=rounds {
        for (contender, took) in contenders.iter().zip(&mut took) {
            let slice = contender.slice();
            let this = contender.run(round * slice..(round + 1) * slice);
            if round > 0 {
                *took += this;
            }
        }
    }
    let mut rates = [0.0; N];
    for ((contender, took), rate) in contenders.iter().zip(took).zip(&mut rates) {
        *rate = (rounds * contender.slice()) as f64 / took.as_secs_f64();
    }
    rates
}
