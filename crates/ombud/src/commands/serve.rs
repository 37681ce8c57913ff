//! `ombud serve`: the API and everything beside it, until SIGTERM or Ctrl-C.
//!
//! Stopping: no new connections, requests under way are finished, workers end, the store closes.

use anyhow::{Context as _, Result};
use api::AppState;
use app::App;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::config::{AssistantMode, Config};
use crate::{assistant, node};

pub(crate) fn run(config: &Config) -> Result<()> {
    let app = node::open_app(config)?;
    let runtime = runtime()?;
    let served = runtime.block_on(async {
        let listener = bind("server.listen", &config.server.listen).await?;
        serve(config, &app, listener).await
    });
    app.store().close();
    served
}

/// The runtime of the edge. Storage has threads of its own.
///
/// # Errors
/// When the system gives no threads.
pub(crate) fn runtime() -> Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().context("no threads")
}

/// # Errors
/// Naming the key, when the address is taken.
pub(crate) async fn bind(key: &str, address: &str) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("{key} = {address:?}: cannot listen there; is it taken? choose another port")
    })
}

/// Serves on a listener until told to stop.
///
/// # Errors
/// When a part cannot be started.
pub(crate) async fn serve(config: &Config, app: &App, listener: TcpListener) -> Result<()> {
    let provider = node::provider(config, app)?;
    let mut workers = node::start_workers(config, app, provider.clone())?;
    let state = AppState::new(app.clone())
        .with_inbound(config.inbound()?)
        .with_origins(config.origins()?)
        .with_mcp(config.mcp.enabled)
        .behind_proxy(config.server.behind_proxy);
    let state = match provider {
        Some(provider) => state.with_provider(provider),
        None => state,
    };
    let desk = state.clone();
    workers.start("desk", move |shutdown| api::desk(desk.clone(), shutdown));
    tokio::spawn(node::reasons(app.clone()));
    if config.assistant.mode == Some(AssistantMode::Act) {
        let model = config.assistant.helper(app.clock())?;
        let (config, app, answering) = (config.clone(), app.clone(), state.clone());
        workers.start("assistant", move |shutdown| {
            let model = model.clone();
            assistant::run(config.clone(), app.clone(), answering.clone(), model, shutdown)
        });
    }
    let other_nodes = state.clone();
    workers.start("relay", move |shutdown| api::relay(other_nodes.clone(), shutdown));
    let rooms = state.clone();
    workers.start("co-browsing", move |shutdown| api::together(rooms.clone(), shutdown));
    if let Some(options) = config.bus(app.seed())? {
        let link = state.bus().link(options).context("bus.nats")?;
        let linked = state.clone();
        workers.start("bus", move |shutdown| api::wake_ups(linked.clone(), link.clone(), shutdown));
    }
    let stopping = stop_signal()?;
    let metrics = if config.server.metrics_listen.is_empty() {
        None
    } else {
        let listener = bind("server.metrics_listen", &config.server.metrics_listen).await?;
        let serving = api::serve_metrics(listener, state.clone(), stopped(stopping.clone()));
        Some(tokio::spawn(serving))
    };
    tracing::info!(address = %listener.local_addr()?, version = env!("CARGO_PKG_VERSION"), "serving");
    api::serve(listener, state, stopped(stopping)).await;
    tracing::info!("stopping");
    if let Some(metrics) = metrics {
        metrics.await.context("the metrics panicked")?;
    }
    workers.stop(node::WORKERS_STOP_MAX).await;
    Ok(())
}

/// Turns true at SIGTERM or SIGINT.
fn stop_signal() -> Result<watch::Receiver<bool>> {
    let (send, receive) = watch::channel(false);
    let mut terminate = signal(SignalKind::terminate()).context("SIGTERM cannot be heard")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("SIGINT cannot be heard")?;
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        // Nobody listens any more: the service has stopped by itself.
        let _ = send.send(true);
    });
    Ok(receive)
}

async fn stopped(mut stopping: watch::Receiver<bool>) {
    // An error means that the signals cannot be heard any more, which is a reason to stop too.
    let _ = stopping.wait_for(|stop| *stop).await;
}
