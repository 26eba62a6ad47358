//! The process is killed with SIGKILL, twenty times, while people sign up: what was acknowledged is there, once, in
//! its order; nothing is half-done; the seals verify and every total agrees with its records.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use langqiao_app::signups::SignupState;
use langqiao_kernel::{
    clock::Clock,
    id::{ActivityId, PersonId},
};
use langqiao_platform::{accounts::tokens, keys::Keys};
use langqiao_store::{DbUrl, SealKey, Sealer, StoreError};
use langqiao_testkit::{Backend, TestDb};
use parking_lot::Mutex;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::{
    process::{self, Process},
    signups::ground::{Ground, by},
};

const KILLS: usize = 20;
const CLIENTS: usize = 16;
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
    let crowd = runtime.block_on(Crowd::gather(&test, &folder));
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
    let acknowledged = runtime.block_on(crowd.come(&peace, usize::MAX, acknowledged));
    peace.stop();
    test.reopen();
    runtime.block_on(async {
        crowd.must_all_be_there(&test, &acknowledged).await;
        let sealer = Sealer::new(test.db.clone(), Clock::system(), crowd.seal_key.clone());
        sealer.seal().await.expect("a seal");
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
        acknowledged = crowd.come(&process, PER_LIFE, acknowledged).await;
    }
    acknowledged
}

/// What the server answered: nothing but that it was done, or the party's state.
type Acknowledged = BTreeMap<usize, Option<String>>;

/// People who each hold a token and sign up for one activity.
struct Crowd {
    ground: Ground,
    activity: ActivityId,
    tokens: Vec<String>,
    seal_key: SealKey,
}

impl Crowd {
    async fn gather(test: &TestDb, folder: &TempDir) -> Arc<Self> {
        let now = Clock::system().now();
        let ground = Ground::lay(test.db.clone(), PEOPLE).await;
        let activity = ground.activity_at(now, PLACES).await;
        let keys = Keys::open(&folder.path().join("key")).expect("a key");
        let seal_key = SealKey::from_seed(keys.seal_seed());
        let people = ground.people.clone();
        let made = test.db.write(by(now), move |tx| {
            let token = |person: &PersonId| tokens::create(tx, &keys, *person, "story", &["self"], 2);
            people.iter().map(token).collect::<Result<Vec<_>, StoreError>>()
        });
        let tokens = made.await.expect("tokens");
        Arc::new(Self {
            ground,
            activity,
            tokens,
            seal_key,
        })
    }

    /// Sends everybody who isn't acknowledged yet, and kills the process once `enough` more of them are.
    async fn come(self: &Arc<Self>, process: &Process, enough: usize, known: Acknowledged) -> Acknowledged {
        let missing: Vec<usize> = (0..PEOPLE).filter(|at| !known.contains_key(at)).collect();
        let (known, next) = (Arc::new(Mutex::new(known)), Arc::new(AtomicUsize::new(0)));
        let goal = known.lock().len().saturating_add(enough);
        let http = reqwest::Client::new();
        let mut clients = JoinSet::new();
        for _ in 0..CLIENTS {
            let (crowd, missing, known, next) = (self.clone(), missing.clone(), known.clone(), next.clone());
            let (http, base, killer) = (http.clone(), process.address.clone(), process.killer());
            clients.spawn(async move {
                while let Some(at) = missing.get(next.fetch_add(1, Ordering::Relaxed)) {
                    // A connection that breaks says nothing of whether the sign-up was kept.
                    let Ok(state) = crowd.sign_up(&http, &base, *at).await else {
                        return;
                    };
                    let mut known = known.lock();
                    known.insert(*at, state);
                    if known.len() >= goal {
                        killer.kill();
                        return;
                    }
                }
            });
        }
        while let Some(done) = clients.join_next().await {
            done.expect("a client");
        }
        let known = known.lock();
        known.clone()
    }

    /// Signs one of them up, always under the same key. `None` for who is told that this was done before.
    async fn sign_up(
        &self,
        http: &reqwest::Client,
        base: &str,
        at: usize,
    ) -> Result<Option<String>, reqwest::Error> {
        let reply = http
            .post(format!("{base}/api/v1/activities/{}/signups", self.activity))
            .bearer_auth(&self.tokens[at])
            .header("idempotency-key", format!("durability-{at}"))
            .json(&json!({}))
            .send()
            .await?;
        let (status, body) = (reply.status(), reply.json::<Value>().await?);
        match status {
            StatusCode::CREATED => Ok(Some(body["state"].as_str().expect("a state").to_owned())),
            StatusCode::CONFLICT
                if body["type"]
                    .as_str()
                    .is_some_and(|kind| kind.ends_with("idempotency-unanswered")) =>
            {
                Ok(None)
            }
            other => panic!("{other}: {body}"),
        }
    }

    async fn must_all_be_there(&self, test: &TestDb, acknowledged: &Acknowledged) {
        let queue = self.ground.queue_in(&test.db, self.activity).await;
        queue.must_be_sound();
        assert_eq!((queue.taken, queue.waiting), (PLACES, PEOPLE as i64 - PLACES));
        let kept: BTreeMap<PersonId, SignupState> =
            queue.rows.iter().map(|row| (row.person, row.state)).collect();
        assert_eq!(kept.len(), queue.rows.len(), "nobody is there twice");
        for (at, state) in acknowledged {
            let state_kept = kept
                .get(&self.ground.people[*at])
                .expect("who was acknowledged is there");
            if let Some(state) = state {
                assert_eq!(state_kept.as_str(), state);
            }
        }
        let told = test.db.read(|tx| {
            tx.one(
                "SELECT COUNT(DISTINCT subject) FROM event WHERE act = 'signup.made'",
                &[],
                |row| row.get::<i64>(0),
            )
        });
        assert_eq!(
            told.await.unwrap(),
            Some(PEOPLE as i64),
            "each sign-up with its record"
        );
    }
}
