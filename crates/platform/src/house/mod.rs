//! The house: all features behind one door.
//!
//! A request goes through these layers, outermost first: what is done with every request ([`layers::pass`]): its
//! number, the log and the metrics, what our pages may do, the visitors' pages that are [`kept`], the answer to
//! faults, and what other sites' pages may not ([`faults::answer`]); compression; a time limit; a net for panics;
//! the size limit of bodies; for programs, the tags of documents ([`crate::api::etag`]) and what may be sent twice
//! ([`crate::api::idempotency`]). Then its handler, whose first argument is a gate.

mod fault_page;
mod faults;
mod health;
mod kept;
mod layers;
mod preferences;
mod problem;
mod run;
mod unread;

pub(crate) use kept::{ForEveryone, Kept};

use std::{collections::HashMap, sync::Arc, time::Duration};

use axum::{Router, extract::DefaultBodyLimit, http::StatusCode, middleware};
use langqiao_kernel::clock::Clock;
use langqiao_store::Db;
use tower::ServiceBuilder;
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, Predicate, SizeAbove},
    },
    timeout::TimeoutLayer,
};

use crate::{
    accounts::{self, passwords::Hasher},
    api,
    app::{App, Parts},
    assets, drafts,
    fault::{Fault, Refusal},
    feature::Feature,
    files::Files,
    i18n::msg,
    identity::Known,
    jobs::JobHandler,
    keys::Keys,
    notices,
    registry::Registry,
    routes::RouteInfo,
    settings::Settings,
    ui::Site,
};

/// Sets up the measures that `/metrics` shows. Call it before the database is opened, which then counts too.
pub fn measure() {
    health::recorder();
}

/// What a house is built on.
pub struct Ground {
    /// The database, open.
    pub db: Db,
    /// The source of "now".
    pub clock: Clock,
    /// The keys, kept outside the database.
    pub keys: Keys,
    /// What the operator configured.
    pub settings: Settings,
}

/// All features, wired: what the server serves, the worker works on and the tests ask.
pub struct House {
    app: App,
    router: Router,
    jobs: HashMap<&'static str, JobHandler>,
}

impl House {
    /// Builds the house from the features of floor 4; the platform adds its own.
    ///
    /// # Panics
    /// When two features claim the same route or job: that is a mistake in the program, found at its start.
    pub fn build(ground: Ground, features: Vec<Feature>) -> Self {
        let mut all = vec![
            health::feature(),
            assets::feature(),
            preferences::feature(),
            accounts::feature(),
            notices::feature(),
            drafts::feature(),
            api::feature(),
        ];
        all.extend(features);
        let registry = Arc::new(Registry::of(&all));
        let Ground {
            db,
            clock,
            keys,
            settings,
        } = ground;
        let app = App::of(Parts {
            db,
            clock,
            keys: Arc::new(keys),
            files: Files::at(settings.data.join("files")),
            site: Arc::new(site(&settings)),
            hasher: Arc::new(Hasher::new(&settings.passwords)),
            settings: Arc::new(settings),
            registry,
            kept: Kept::default(),
            known: Known::default(),
        });
        let mut jobs = HashMap::new();
        let (mut pages, mut programs) = (Router::new(), Router::new());
        for feature in all {
            let routers = feature.routes.into_routers();
            pages = pages.merge(routers.pages);
            programs = programs.merge(routers.programs);
            for (kind, handler) in feature.jobs {
                assert!(
                    jobs.insert(kind, handler).is_none(),
                    "two features handle jobs of the kind {kind}"
                );
            }
        }
        let programs = programs.layer(middleware::from_fn_with_state(app.clone(), api::keep_rules));
        let router = wrap(pages.merge(programs), &app).with_state(app.clone());
        Self { app, router, jobs }
    }

    /// What handlers and jobs have at hand.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Everything that answers requests.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// Every route with its gate.
    pub fn routes(&self) -> &[RouteInfo] {
        &self.app.registry.routes
    }
}

fn wrap(router: Router<App>, app: &App) -> Router<App> {
    let limit = Duration::from_secs(app.settings.request_seconds);
    // One stack of few layers: a request copies each of them, and boxes each that is laid by itself.
    let layers = ServiceBuilder::new()
        .layer(middleware::from_fn_with_state(app.clone(), layers::pass))
        .layer(compression())
        .layer(TimeoutLayer::with_status_code(
            StatusCode::SERVICE_UNAVAILABLE,
            limit,
        ))
        .layer(CatchPanicLayer::custom(faults::panicked))
        .layer(DefaultBodyLimit::max(app.settings.max_body_bytes));
    router
        .fallback(async || Fault::NotFound)
        .method_not_allowed_fallback(async || {
            Fault::from(Refusal::with_status(
                StatusCode::METHOD_NOT_ALLOWED,
                "method",
                msg::FAULT_METHOD,
            ))
        })
        .layer(layers)
}

/// Pages are compressed as they are made, so the quickest way is the best; what fits into one packet isn't.
fn compression() -> CompressionLayer<impl Predicate> {
    let worth_it = DefaultPredicate::new().and(SizeAbove::new(1200));
    CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(worth_it)
}

fn site(settings: &Settings) -> Site {
    Site {
        name: settings.name.clone(),
        demonstration: settings.demonstration,
        contact: settings.contact.clone(),
        registration: settings.registration.clone(),
    }
}
