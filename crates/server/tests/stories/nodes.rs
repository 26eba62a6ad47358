//! Several nodes beside each other on one PostgreSQL: people come to all of them at once, one of them is killed, and
//! it is as if there were only one.

use langqiao_testkit::{Backend, TestDb};
use reqwest::StatusCode;
use serde_json::Value;
use tempfile::TempDir;

use crate::{
    crowd::{Acknowledged, Crowd},
    process::{self, Process},
};

const PEOPLE: usize = 400;
const PLACES: i64 = 50;
/// So many are acknowledged when the first node dies.
const BEFORE: usize = 120;

#[test]
fn a_rush_at_three_nodes_fills_exactly_the_places_and_one_of_them_may_die() {
    let mut test = TestDb::new(Backend::Postgres);
    let folder = TempDir::new().expect("a folder");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let crowd = runtime.block_on(Crowd::gather(&test, &folder, PEOPLE, PLACES));
    test.db.close();
    let url = test.url();
    let nodes = [(); 3].map(|()| Process::serve(&url, folder.path()));

    let all: Vec<&Process> = nodes.iter().collect();
    let acknowledged = runtime.block_on(crowd.come(&all, BEFORE, Acknowledged::new()));
    assert!(
        acknowledged.len() < PEOPLE,
        "the first node died in the middle of it"
    );
    // What the dead node did not answer is sent to the others, under the same keys.
    let acknowledged = runtime.block_on(crowd.come(&all[1..], usize::MAX, acknowledged));
    assert_eq!(acknowledged.len(), PEOPLE);

    runtime.block_on(async {
        sent_twice(&crowd, &nodes[1], &nodes[2]).await;
        taken_back(&crowd.tokens[0], &nodes[1], &nodes[2]).await;
    });
    nodes[1].stop();
    nodes[2].stop();
    test.reopen();
    runtime.block_on(async {
        crowd.must_all_be_there(&test, &acknowledged).await;
        crowd.seal(&test).await;
    });
    test.db.close();
    let report = process::verify(&url, folder.path());
    assert!(report.contains(", 0 not sealed yet"), "{report}");
}

/// What one node has carried out another one doesn't carry out again.
async fn sent_twice(crowd: &Crowd, one: &Process, other: &Process) {
    let http = reqwest::Client::new();
    let first = crowd.sign_up(&http, &one.address, 7).await.expect("an answer");
    let second = crowd.sign_up(&http, &other.address, 7).await.expect("an answer");
    assert_eq!(first, second);
}

/// A token that its owner gives up at one node opens nothing at the other.
async fn taken_back(token: &str, one: &Process, other: &Process) {
    let http = reqwest::Client::new();
    let ask = |at: &Process, path: &str| http.get(format!("{}{path}", at.address)).bearer_auth(token);
    let me = ask(other, "/api/v1/me").send().await.expect("an answer");
    assert_eq!(me.status(), StatusCode::OK);
    let me: Value = me.json().await.expect("a document");
    assert!(me.is_object(), "{me}");
    let gone = http
        .post(format!("{}/api/v1/sign-out", one.address))
        .bearer_auth(token)
        .send()
        .await
        .expect("an answer");
    assert!(gone.status().is_success(), "{}", gone.status());
    let me = ask(other, "/api/v1/me").send().await.expect("an answer");
    assert_eq!(me.status(), StatusCode::UNAUTHORIZED);
}
