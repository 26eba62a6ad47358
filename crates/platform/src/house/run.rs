//! Serving and working until told to stop.

use std::{future::Future, io, net::SocketAddr, time::Duration};

use langqiao_store::{SealKey, Sealer, Worker};
use tokio::{net::TcpListener, sync::watch};

use super::{House, health};
use crate::{accounts, api};

impl House {
    /// The worker that runs the features' jobs, seals the event log and keeps the books.
    pub fn worker(&self) -> Worker {
        let app = &self.app;
        let mut worker = Worker::new(app.db.clone(), app.clock.clone());
        for (kind, handler) in &self.jobs {
            let (app, handler) = (app.clone(), handler.clone());
            worker = worker.on(kind, move |_, payload: serde_json::Value| {
                handler(app.clone(), payload)
            });
        }
        let sealer = Sealer::new(
            app.db.clone(),
            app.clock.clone(),
            SealKey::from_seed(app.keys.seal_seed()),
        );
        let sealing = move || {
            let sealer = sealer.clone();
            async move { Ok(sealer.seal().await.map(drop)?) }
        };
        worker = worker.every("seal", Duration::from_secs(2), sealing);
        let house = app.clone();
        let tidying = move || {
            let app = house.clone();
            async move {
                accounts::tidy(&app).await?;
                api::idempotency::tidy(&app).await?;
                Ok(())
            }
        };
        worker.every("tidy", Duration::from_secs(600), tidying).every(
            "measures",
            Duration::from_secs(10),
            || async {
                health::upkeep();
                Ok(())
            },
        )
    }

    /// Serves on `listener` and works until `stop` resolves; then takes no new requests, finishes those it has
    /// (10 seconds at most) and the jobs it has begun, and closes the database.
    ///
    /// # Errors
    /// When the listener fails.
    pub async fn serve(
        self,
        listener: TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> io::Result<()> {
        let (stopping, stopped) = watch::channel(false);
        let wait = |mut stopped: watch::Receiver<bool>| async move {
            // An error means that the sender is gone, and that is to stop too.
            _ = stopped.wait_for(|stop| *stop).await;
        };
        let worker = tokio::spawn(self.worker().run(wait(stopped.clone())));
        let service = self.router.into_make_service_with_connect_info::<SocketAddr>();
        let server = axum::serve(listener, service).with_graceful_shutdown(wait(stopped.clone()));
        let mut server = tokio::spawn(server.into_future());
        let served = tokio::select! {
            () = stop => {
                _ = stopping.send(true);
                match tokio::time::timeout(GRACE, &mut server).await {
                    Ok(ended) => ended,
                    Err(_) => {
                        tracing::warn!("requests were still under way after the grace period");
                        server.abort();
                        Ok(Ok(()))
                    }
                }
            }
            ended = &mut server => {
                _ = stopping.send(true);
                ended
            }
        };
        if let Err(why) = worker.await {
            tracing::error!(%why, "the worker had panicked");
        }
        let db = self.app.db.clone();
        // Closing waits for the database threads, which must not block the runtime.
        if let Err(why) = tokio::task::spawn_blocking(move || db.close()).await {
            tracing::error!(%why, "the database could not be closed");
        }
        served.unwrap_or_else(|why| Err(io::Error::other(why)))
    }
}

/// How long requests under way are waited for.
const GRACE: Duration = Duration::from_secs(10);
