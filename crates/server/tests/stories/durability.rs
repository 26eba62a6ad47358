//! The process is killed with SIGKILL, twenty times, while people sign up: what was acknowledged is there, once, in
//! its order; nothing is half-done; the seals verify and every total agrees with its records.

use std::sync::Arc;

use langqiao_store::DbUrl;
use langqiao_testkit::{Backend, TestDb};
use tempfile::TempDir;

use crate::{
    crowd::{Acknowledged, Crowd},
    process::{self, Process},
};

const KILLS: usize = 20;
const PEOPLE: usize = 640;
/// Acknowledged sign-ups after which each process is killed: the others are then on their way.
const PER_LIFE: usize = 24;
const PLACES: i64 = 200;

#[test]
fn sqlite() {
    story(Backend::Sqlite);
}

#[test]
fn postgres() {
    story(Backend::Postgres);
}

fn story(backend: Backend) {
    let mut test = TestDb::new(backend);
    let folder = TempDir::new().expect("a folder");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let crowd = runtime.block_on(Crowd::gather(&test, &folder, PEOPLE, PLACES));
    // From here on the server has the database for itself.
    test.db.close();
    let url = test.url();
    let acknowledged = runtime.block_on(lives(&crowd, &url, &folder));
    assert!(
        acknowledged.len() >= KILLS * PER_LIFE,
        "{} came",
        acknowledged.len()
    );

    // A last life, in peace: what was broken off is sent again, and the log is sealed up to its end.
    let peace = Process::serve(&url, folder.path());
    let acknowledged = runtime.block_on(crowd.come(&[&peace], usize::MAX, acknowledged));
    peace.stop();
    test.reopen();
    runtime.block_on(async {
        crowd.must_all_be_there(&test, &acknowledged).await;
        crowd.seal(&test).await;
    });
    test.db.close();
    let report = process::verify(&url, folder.path());
    assert!(report.contains(", 0 not sealed yet"), "{report}");
}

/// Twenty lives of the server, each ended in the middle of its work. Gives who was acknowledged as what.
async fn lives(crowd: &Arc<Crowd>, url: &DbUrl, folder: &TempDir) -> Acknowledged {
    let mut acknowledged = Acknowledged::new();
    for _ in 0..KILLS {
        let process = Process::serve(url, folder.path());
        acknowledged = crowd.come(&[&process], PER_LIFE, acknowledged).await;
    }
    acknowledged
}
