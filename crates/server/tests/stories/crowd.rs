//! People who sign up for one activity by the API, whatever becomes of the servers meanwhile.

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
use langqiao_store::{SealKey, Sealer, StoreError};
use langqiao_testkit::TestDb;
use parking_lot::Mutex;
use reqwest::StatusCode;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::{
    process::Process,
    signups::ground::{Ground, by},
};

const CLIENTS: usize = 16;

/// What the server answered: nothing but that it was done, or the party's state.
pub type Acknowledged = BTreeMap<usize, Option<String>>;

/// People who each hold a token and sign up for one activity.
pub struct Crowd {
    places: i64,
    ground: Ground,
    activity: ActivityId,
    /// A token of each.
    pub tokens: Vec<String>,
    seal_key: SealKey,
}

impl Crowd {
    /// So many people, and an activity with so many places.
    pub async fn gather(test: &TestDb, folder: &TempDir, people: usize, places: i64) -> Arc<Self> {
        let now = Clock::system().now();
        let ground = Ground::lay(test.db.clone(), people).await;
        let activity = ground.activity_at(now, places).await;
        let keys = Keys::open(&folder.path().join("key")).expect("a key");
        let seal_key = SealKey::from_seed(keys.seal_seed());
        let people = ground.people.clone();
        let made = test.db.write(by(now), move |tx| {
            let token = |person: &PersonId| tokens::create(tx, &keys, *person, "story", &["self"], 2);
            people.iter().map(token).collect::<Result<Vec<_>, StoreError>>()
        });
        let tokens = made.await.expect("tokens");
        Arc::new(Self {
            places,
            ground,
            activity,
            tokens,
            seal_key,
        })
    }

    /// Sends everybody who isn't acknowledged yet, each client to the next of the processes, and kills the first once
    /// `enough` more of them are.
    pub async fn come(
        self: &Arc<Self>,
        processes: &[&Process],
        enough: usize,
        known: Acknowledged,
    ) -> Acknowledged {
        let missing: Vec<usize> = (0..self.tokens.len())
            .filter(|at| !known.contains_key(at))
            .collect();
        let (known, next) = (Arc::new(Mutex::new(known)), Arc::new(AtomicUsize::new(0)));
        let goal = known.lock().len().saturating_add(enough);
        let http = reqwest::Client::new();
        let mut clients = JoinSet::new();
        for process in processes.iter().cycle().take(CLIENTS) {
            let (crowd, missing, known, next) = (self.clone(), missing.clone(), known.clone(), next.clone());
            let (http, base, killer) = (http.clone(), process.address.clone(), processes[0].killer());
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
    pub async fn sign_up(
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

    /// Who was acknowledged is there, once, as what they were told, with a record; nobody is missing.
    pub async fn must_all_be_there(&self, test: &TestDb, acknowledged: &Acknowledged) {
        let queue = self.ground.queue_in(&test.db, self.activity).await;
        queue.must_be_sound();
        assert_eq!(
            (queue.taken, queue.waiting),
            (self.places, self.people() - self.places)
        );
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
            Some(self.people()),
            "each sign-up with its record"
        );
    }

    /// Seals the log up to its end.
    pub async fn seal(&self, test: &TestDb) {
        let sealer = Sealer::new(test.db.clone(), Clock::system(), self.seal_key.clone());
        sealer.seal().await.expect("a seal");
    }

    fn people(&self) -> i64 {
        self.tokens.len() as i64
    }
}
