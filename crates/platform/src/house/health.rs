//! Is it alive, is it ready, how is it doing.

use std::{net::IpAddr, sync::OnceLock};

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header::AUTHORIZATION},
    response::{IntoResponse, Response},
};
use langqiao_store::StoreError;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use subtle::ConstantTimeEq;

use super::faults::SaysItself;
use crate::{app::App, extract::Address, fault::Fault, feature::Feature, gate::Anyone, routes::Routes};

pub(super) fn feature() -> Feature {
    let routes = Routes::new()
        .get("/healthz", alive)
        .get("/readyz", ready)
        .get("/metrics", measures);
    Feature {
        name: "health",
        routes,
        ..Feature::default()
    }
}

/// The process answers.
async fn alive(_: Anyone) -> &'static str {
    "ok\n"
}

/// The database answers too, so requests may come.
async fn ready(_: Anyone, State(app): State<App>) -> Response {
    match app
        .db
        .read(|tx| tx.one("SELECT CAST(1 AS BIGINT)", &[], |row| row.get::<i64>(0)))
        .await
    {
        Ok(_) => "ready\n".into_response(),
        Err(why) => {
            let why: StoreError = why;
            tracing::warn!(%why, "not ready");
            let mut response =
                (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response();
            response.extensions_mut().insert(SaysItself);
            response
        }
    }
}

/// Measures for Prometheus: for whoever asks from the same machine without a proxy between, or shows the
/// token from the settings.
async fn measures(
    _: Anyone,
    State(app): State<App>,
    Address(from): Address,
    headers: HeaderMap,
) -> Result<String, Fault> {
    let local =
        from.is_loopback() && !headers.contains_key("x-forwarded-for") && from != IpAddr::from([0, 0, 0, 0]);
    let shown = headers
        .get(AUTHORIZATION)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.strip_prefix("Bearer "));
    let wanted = app.settings.metrics_token.as_deref();
    let token = matches!((shown, wanted), (Some(a), Some(b)) if bool::from(a.as_bytes().ct_eq(b.as_bytes())));
    if !local && !token {
        return Err(Fault::NotFound);
    }
    let recorder = recorder().ok_or(Fault::NotFound)?;
    recorder.run_upkeep();
    Ok(recorder.render())
}

/// Sums up what was measured; without that it is kept one by one until somebody asks, and some never ask.
pub(super) fn upkeep() {
    if let Some(recorder) = recorder() {
        recorder.run_upkeep();
    }
}

/// The recorder of this process, set up at first use: counters are global, houses in tests are many.
pub(super) fn recorder() -> Option<&'static PrometheusHandle> {
    static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    let seconds = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0,
    ];
    let writes = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0];
    let set_up = || {
        PrometheusBuilder::new()
            .set_buckets(&seconds)
            .ok()?
            .set_buckets_for_metric(Matcher::Full("store_group_size".to_owned()), &writes)
            .ok()?
            .install_recorder()
            .ok()
    };
    RECORDER.get_or_init(set_up).as_ref()
}
