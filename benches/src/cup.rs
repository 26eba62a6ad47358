//! A cup of 64 teams is put onto its courts.

use std::time::Instant;

use langqiao_kernel::contest::{
    league,
    timetable::{self, Frame, Game},
};

use crate::report::Report;

/// How often it is done: the slowest counts.
const TIMES: usize = 20;

/// Measures it: 16 groups of four who all meet each other, then a knock-out of 32 and the game for the third place.
pub fn measure(report: &mut Report) {
    let mut games = Vec::new();
    for group in league::groups(64, 16) {
        let pairs = league::rounds(group.len()).concat();
        games.extend(pairs.into_iter().map(|(one, other)| Game {
            sides: vec![group[one], group[other]],
            after: Vec::new(),
        }));
    }
    let before = games.len();
    // Who comes through is not known yet: the knock-out's first games come after all groups.
    for game in timetable::knockout(32, true) {
        let after = match game.after.as_slice() {
            [] => (0..before).collect(),
            later => later.iter().map(|at| at + before).collect(),
        };
        games.push(Game {
            sides: Vec::new(),
            after,
        });
    }
    let frame = Frame {
        courts: 4,
        slot: 60,
        rest: 120,
        windows: (0..14).map(|day| (day * 1440 + 540, day * 1440 + 1260)).collect(),
        taken: Vec::new(),
    };
    let mut slowest = 0.0_f64;
    for _ in 0..TIMES {
        let began = Instant::now();
        let placed = timetable::arrange(&games, &[], &frame);
        slowest = slowest.max(began.elapsed().as_secs_f64());
        assert!(placed.iter().all(Option::is_some), "every game has its place");
        assert!(
            timetable::clashes(&games, &placed, &frame).is_empty(),
            "nothing clashes"
        );
    }
    let what = format!(
        "{} games of a cup of 64 teams, groups and knock-out, onto 4 courts; the slowest of {TIMES}",
        games.len()
    );
    report.under("cup_schedule", slowest, "s", 1.0, &what);
}
