//! A whole house to tell stories about: served on a port of its own, with a clock that the story moves, jobs
//! that run when the story says so, and a small county in it.

mod client;
mod county;
mod rows;

use std::{net::SocketAddr, sync::Arc};

use jiff::Timestamp;
use langqiao_kernel::{
    clock::ManualClock,
    id::{OrganisationId, PersonId},
};
use langqiao_platform::{
    accounts::{sessions, tokens},
    app::App,
    house::{Ground, House},
    keys::Keys,
    routes::RouteInfo,
    settings::{PasswordCost, Settings},
};
use langqiao_store::{Db, QueryCounter, StoreError, Worker};
use tempfile::TempDir;
use tokio::{net::TcpListener, task::JoinHandle};

pub use client::{Client, Reply, Upload};
pub use county::{County, LINES, PASSWORD, People};

/// When every story begins: a Saturday morning.
pub const MORNING: &str = "2026-11-21T09:00:00+08:00";

/// A house that is being served. Ends with the story.
pub struct TestApp {
    /// What handlers have at hand.
    pub app: App,
    /// The clock that all of it goes by.
    pub clock: ManualClock,
    /// Who and what there is.
    pub county: County,
    /// Where it listens.
    pub address: SocketAddr,
    queries: QueryCounter,
    worker: Worker,
    server: JoinHandle<()>,
    _folder: TempDir,
}

impl TestApp {
    /// Serves the whole house with the small county in it.
    ///
    /// # Panics
    /// When that fails.
    pub async fn start(db: Db) -> Self {
        Self::start_with(db, |_| {}).await
    }

    /// [`start`](Self::start) with other settings.
    ///
    /// # Panics
    /// When that fails.
    pub async fn start_with(db: Db, change: impl FnOnce(&mut Settings)) -> Self {
        langqiao_platform::house::measure();
        let now: Timestamp = MORNING.parse().expect("an instant");
        let clock = ManualClock::new(now);
        let folder = tempfile::tempdir().expect("a folder for the story");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let mut settings = Settings {
            public_url: format!("http://{address}"),
            data: folder.path().to_owned(),
            demonstration: true,
            show_phone_codes: true,
            // As cheap as Argon2 allows: stories are not about the cost of guessing.
            passwords: PasswordCost {
                memory_kib: 8,
                passes: 1,
                at_once: 4,
            },
            ..Settings::default()
        };
        change(&mut settings);
        let (db, queries) = db.with_counter();
        let ground = Ground {
            db,
            clock: clock.clock(),
            keys: Keys::new(&[7; 32]),
            settings,
        };
        let house = House::build(ground, langqiao_app::features());
        let app = house.app().clone();
        let county = County::found(&app).await;
        let worker = house.worker();
        let service = house.router().into_make_service_with_connect_info::<SocketAddr>();
        let server = tokio::spawn(async move {
            axum::serve(listener, service).await.expect("serving");
        });
        queries.reset();
        Self {
            app,
            clock,
            county,
            address,
            queries,
            worker,
            server,
            _folder: folder,
        }
    }

    /// A browser in which nobody has signed in.
    pub fn visitor(&self) -> Client {
        Client::new(self.address, Arc::clone(&self.app.keys))
    }

    /// A browser in which this person has signed in.
    ///
    /// # Panics
    /// When the session can't be written.
    pub async fn sign_in(&self, person: PersonId) -> Client {
        let (keys, days) = (Arc::clone(&self.app.keys), self.app.settings.session_days);
        let by = self.app.by_system("story");
        let opened = self
            .app
            .db
            .write(by, move |tx| sessions::open(tx, &keys, person, "story", days))
            .await;
        let token = opened.unwrap_or_else(|why: StoreError| panic!("a session: {why}"));
        let client = self.visitor();
        client.set_cookie("lq_session", &token);
        client
    }

    /// A program that holds a token of this person with these scopes.
    ///
    /// # Panics
    /// When the token can't be written.
    pub async fn program(&self, person: PersonId, scopes: &'static [&'static str]) -> Client {
        let keys = Arc::clone(&self.app.keys);
        let by = self.app.by_system("story");
        let made = self
            .app
            .db
            .write(by, move |tx| {
                tokens::create(tx, &keys, person, "story", scopes, 30)
            })
            .await;
        self.visitor()
            .with_bearer(made.unwrap_or_else(|why: StoreError| panic!("a token: {why}")))
    }

    /// Runs all jobs that are due by the story's clock, and what they queue, and says how many they were.
    ///
    /// # Panics
    /// When the database fails.
    pub async fn run_jobs(&self) -> usize {
        self.worker.run_due().await.expect("jobs")
    }

    /// Runs one of the checks of `langqiao verify`; anything that it finds fails the story.
    ///
    /// # Panics
    /// When it finds something, when there is no check of this name, and when the database fails.
    pub async fn verify(&self, name: &'static str) {
        let checks = self.app.registry.checks.clone();
        let check = checks.iter().find(|(known, _)| *known == name);
        let check = check.unwrap_or_else(|| panic!("no check is called {name}")).1;
        let found = self.app.db.read(check).await;
        let found = found.unwrap_or_else(|why| panic!("{why}"));
        assert!(found.is_empty(), "{found:?}");
    }

    /// Counts the statements that the house runs. `reset` it before what is to be counted.
    pub fn queries(&self) -> &QueryCounter {
        &self.queries
    }

    /// Every route with its gate.
    pub fn routes(&self) -> &[RouteInfo] {
        &self.app.registry.routes
    }

    /// The workbench's path of an organisation with what follows: `bench(org, "/activities")`.
    pub fn bench(organisation: OrganisationId, rest: &str) -> String {
        format!("/w/{organisation}{rest}")
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.server.abort();
    }
}
