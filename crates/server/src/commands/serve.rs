//! `serve` and `demo`.

use std::{net::SocketAddr, process::ExitCode};

use langqiao_kernel::clock::Clock;
use langqiao_platform::{house::House, settings::Settings};
use serde_json::json;
use tokio::net::TcpListener;

use crate::{
    cli::{At, Demo, Serve},
    demo::{self, SignIn},
    failure::Failure,
    logs, opening,
};

/// What the demonstration is called where no other name is set.
const NAME: &str = "桐乡廊桥 · 演示";
/// What stands in the footer in place of an office's telephone number.
const CONTACT: &str = "演示站点，不受理真实业务";

/// Serves until the process is told to stop.
pub(super) fn serve(ask: &Serve) -> Result<ExitCode, Failure> {
    let settings = opening::settings(&ask.at, ask.listen.as_deref())?;
    let listen = settings.listen.clone();
    runtime()?.block_on(async {
        let house = opening::house(settings, Clock::system())?;
        let as_json = ask.json;
        serve_until_told(house, &listen, |at| {
            if as_json {
                logs::answer(&json!({ "address": address(at) }).to_string());
            } else {
                logs::say(&format!("Langqiao listens on {}", address(at)));
            }
        })
        .await
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Fills the folder if it is empty, then serves it.
pub(super) fn demo(ask: &Demo) -> Result<ExitCode, Failure> {
    let at = At {
        config: None,
        data: Some(ask.data.clone()),
        database: ask.database.clone(),
    };
    runtime()?.block_on(async {
        let listener = listen(&ask.listen).await?;
        let at_address = listener.local_addr().map_err(Failure::io(ask.listen.clone()))?;
        let asked = opening::settings(&at, Some(&ask.listen))?;
        let settings = Settings {
            name: Some(asked.name)
                .filter(|name| !name.is_empty())
                .unwrap_or(NAME.to_owned()),
            contact: asked.contact.or(Some(CONTACT.to_owned())),
            demonstration: true,
            show_phone_codes: true,
            public_url: address(at_address),
            ..asked
        };
        let house = opening::house(settings, Clock::system())?;
        let sign_ins = demo::fill_if_empty(&house, ask.seed, !ask.json).await?;
        announce(&address(at_address), &sign_ins, ask.json);
        langqiao_app::uses::begin(house.app()).await?;
        house
            .serve(listener, told_to_stop())
            .await
            .map_err(Failure::io("serving"))
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Listens, says so once ready, and serves until the process is told to stop.
///
/// # Errors
/// When the address can't be listened on.
pub async fn serve_until_told(
    house: House,
    address: &str,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), Failure> {
    let listener = listen(address).await?;
    ready(listener.local_addr().map_err(Failure::io(address))?);
    langqiao_app::uses::begin(house.app()).await?;
    house
        .serve(listener, told_to_stop())
        .await
        .map_err(Failure::io("serving"))
}

fn announce(address: &str, sign_ins: &[SignIn], as_json: bool) {
    if as_json {
        let roles: serde_json::Map<_, _> = sign_ins
            .iter()
            .map(|s| (s.role.clone(), serde_json::to_value(s).unwrap_or_default()))
            .collect();
        logs::answer(&json!({ "address": address, "roles": roles }).to_string());
        return;
    }
    logs::say(&format!("\n廊桥演示 · the demonstration is open at {address}\n"));
    for sign_in in sign_ins {
        logs::say(&format!(
            "  {}  手机 {}  密码 {}  {}",
            sign_in.label, sign_in.phone, sign_in.password, sign_in.organisation_name
        ));
    }
    logs::say("\n按 Ctrl-C 结束；数据留在原处。Press Ctrl-C to stop; the data stays where it is.");
}

fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Failure::io("starting"))
}

async fn listen(address: &str) -> Result<TcpListener, Failure> {
    let busy = format!("{address} can't be listened on (is something else there? try --listen 127.0.0.1:0)");
    TcpListener::bind(address).await.map_err(Failure::io(busy))
}

fn address(at: SocketAddr) -> String {
    format!("http://{at}")
}

/// Resolves at Ctrl-C or SIGTERM.
async fn told_to_stop() {
    let mut terminate = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(terminate) => terminate,
        Err(why) => {
            tracing::warn!(%why, "SIGTERM can't be listened for");
            _ = tokio::signal::ctrl_c().await;
            return;
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
