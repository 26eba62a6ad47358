//! The coverage page over a whole county.

use std::time::{Duration, Instant};

use jiff::SignedDuration;
use langqiao::bench_data::Amounts;
use tokio::runtime::Runtime;

use crate::{
    Scale,
    client::{Wire, get},
    report::Report,
    stage::{Stage, cookie},
};

/// How often the page is asked for.
const TIMES: usize = 101;

/// Measures it.
pub fn measure(report: &mut Report, scale: Scale, runtime: &Runtime) {
    let amounts = Amounts {
        units: scale.units,
        organisations: 2_000,
        people: 0,
        activities: 0,
        places: 1,
        spread: SignedDuration::ZERO,
    };
    let stage = Stage::fill(None, &amounts);
    let house = stage.serve();
    let path = format!("/w/{}/coverage", stage.filled.office.organisation);
    let over = format!(
        "{} units × 4 lines, SQLite, one request at a time, from sending it to its last byte",
        scale.units
    );
    for (name, query) in [("coverage_page", ""), ("coverage_page_past", "?on=2020-06-30")] {
        let request = get(&format!("{path}{query}"), &cookie(&stage.office));
        let (first, median) = runtime.block_on(async {
            let mut wire = Wire::connect(house.at).await;
            let mut took = Vec::with_capacity(TIMES);
            for _ in 0..TIMES {
                let begun = Instant::now();
                assert!(wire.send(&request).await == 200, "the coverage page is shown");
                took.push(begun.elapsed());
            }
            let first = took[0];
            took.sort();
            (first, took[TIMES / 2])
        });
        let ms = |took: Duration| took.as_secs_f64() * 1e3;
        report.under(
            name,
            ms(median),
            "ms",
            20.0,
            &format!("median of {TIMES}; {over}"),
        );
        report.also(
            &format!("{name}_first"),
            ms(first),
            "ms",
            &format!("the first; {over}"),
        );
    }
}
