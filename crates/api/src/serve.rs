//! The accept loop: bounded connections, a bounded head, a stop that lets requests finish.
//!
//! axum's own loop has no limit on the number of header fields or on the time a client may take to
//! send them, so this one is ours; the protocol is hyper's.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tower::ServiceExt as _;

use crate::AppState;
use crate::auth::Peer;
use crate::limits::{
    CONNECTIONS_MAX, DRAIN_TIME_MAX, REQUEST_HEAD_BYTES_MAX, REQUEST_HEAD_TIME_MAX,
    REQUEST_HEADERS_MAX,
};

/// Serves the API until `shutdown` is done, then stops accepting and waits for the requests under
/// way, at most [`DRAIN_TIME_MAX`].
pub async fn serve(listener: TcpListener, state: AppState, shutdown: impl Future<Output = ()>) {
    let stopping = Arc::clone(&state.stopping);
    let shutdown = async move {
        shutdown.await;
        // Sockets are open for as long as their clients like: they are told to go.
        stopping.send_replace(true);
    };
    run(listener, crate::router(state), shutdown).await;
}

/// Serves the metrics until `shutdown` is done. Meant for a loopback address: there is no key.
pub async fn serve_metrics(
    listener: TcpListener,
    state: AppState,
    shutdown: impl Future<Output = ()>,
) {
    run(listener, crate::metrics_router(state), shutdown).await;
}

async fn run(listener: TcpListener, router: Router, shutdown: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let protocol = protocol();
    let mut connections = JoinSet::new();
    tokio::pin!(shutdown);
    loop {
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => place,
            () = &mut shutdown => break,
        };
        let (stream, peer) = tokio::select! {
            accepted = accept(&listener) => accepted,
            () = &mut shutdown => break,
        };
        let (protocol, service, watcher) =
            (protocol.clone(), service(router.clone(), Peer(peer.ip())), graceful.watcher());
        connections.spawn(async move {
            let connection = protocol.serve_connection_with_upgrades(TokioIo::new(stream), service);
            let connection = watcher.watch(connection);
            // A client that goes away in the middle is no news.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
            drop(place);
        });
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    if tokio::time::timeout(DRAIN_TIME_MAX, graceful.shutdown()).await.is_err() {
        tracing::warn!("some requests were still under way at the end of the time to stop");
    }
}

/// Every request knows from which address it came.
fn service(
    router: Router,
    peer: Peer,
) -> TowerToHyperService<
    tower::util::MapRequest<Router, impl FnMut(Request<Incoming>) -> Request + Clone + use<>>,
> {
    let convert = move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(peer);
        request
    };
    TowerToHyperService::new(router.map_request(convert))
}

/// HTTP/1.1 with upgrades: a socket begins as a request.
fn protocol() -> auto::Builder<TokioExecutor> {
    let mut protocol = auto::Builder::new(TokioExecutor::new()).http1_only();
    protocol
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(REQUEST_HEAD_TIME_MAX)
        .max_headers(REQUEST_HEADERS_MAX)
        .max_buf_size(REQUEST_HEAD_BYTES_MAX);
    protocol
}

/// The next connection. When the machine is out of file handles, waits for one to be given back.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    /// Between two tries while the machine has no file handle left.
    const PAUSE: std::time::Duration = std::time::Duration::from_millis(100);
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Answers are small: waiting to fill a packet only delays them.
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "a connection keeps its delay");
                }
                return (stream, peer);
            }
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::error!(%error, "cannot accept connections");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
    )
}
