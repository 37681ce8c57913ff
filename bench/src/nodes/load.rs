//! Clients of three nodes. A client whose node dies takes the next one and asks again under the
//! same key; that is all a client has to do.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Result;
use kernel::Clock as _;
use tokio::task::JoinSet;

use crate::server::SystemClock;
use crate::server::http::Client;
use crate::server::seed::{self, Seeded};
use crate::stopwatch::Stopwatch;

/// Examples kept of requests that failed.
const EXAMPLES_MAX: usize = 20;
/// Tries of one request before the client gives it up.
const TRIES_MAX: usize = 20;
/// Wait between two tries, in milliseconds.
const AGAIN_AFTER_MS: u64 = 50;
/// Wait of a client after an answer, in milliseconds: the payouts must keep up with the claims.
const THINK_MS: u64 = 50;
/// No node in the set.
const NOBODY: usize = usize::MAX;

/// What the clients saw.
#[derive(Debug, Default, Clone)]
pub(super) struct Outcome {
    /// Orders whose dispute was acknowledged.
    pub(super) orders: Vec<u32>,
    pub(super) accepted: u32,
    /// Requests that broke because their node was killed; each was made again elsewhere.
    pub(super) died: u32,
    /// Requests that the paused node gave back (503) when it woke up without its lane; each was made
    /// again, under the same key.
    pub(super) given_back: u32,
    /// Requests that broke or were refused by a node that was never touched, or in another way.
    pub(super) failed: u32,
    pub(super) slowest_ms: f64,
    pub(super) took: Duration,
    pub(super) examples: Vec<String>,
}

#[derive(Debug)]
pub(super) struct Load {
    addresses: Vec<SocketAddr>,
    seeded: Seeded,
    orders: u32,
    next: AtomicU32,
    stopped: AtomicBool,
    dead: AtomicUsize,
    paused: AtomicUsize,
    outcome: Mutex<Outcome>,
}

impl Load {
    pub(super) fn new(addresses: Vec<SocketAddr>, seeded: Seeded, orders: u32) -> Self {
        Self {
            addresses,
            seeded,
            orders,
            next: AtomicU32::new(0),
            stopped: AtomicBool::new(false),
            dead: AtomicUsize::new(NOBODY),
            paused: AtomicUsize::new(NOBODY),
            outcome: Mutex::default(),
        }
    }

    pub(super) fn start(self: &Arc<Self>, per_node: usize) -> JoinSet<Result<()>> {
        let mut clients = JoinSet::new();
        for client in 0..per_node * self.addresses.len() {
            let load = Arc::clone(self);
            clients.spawn(async move { load.client(client % load.addresses.len()).await });
        }
        clients
    }

    pub(super) fn stop(&self) {
        self.stopped.store(true, Ordering::SeqCst);
    }

    /// From now on, requests to this node may break.
    pub(super) fn expect_death(&self, node: usize) {
        self.dead.store(node, Ordering::SeqCst);
    }

    /// From now on, answers of this node may be slow.
    pub(super) fn expect_pause(&self, node: usize) {
        self.paused.store(node, Ordering::SeqCst);
    }

    pub(super) async fn outcome(&self, mut clients: JoinSet<Result<()>>) -> Result<Outcome> {
        while let Some(done) = clients.join_next().await {
            done??;
        }
        Ok(self.noted().clone())
    }

    fn noted(&self) -> std::sync::MutexGuard<'_, Outcome> {
        self.outcome.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn client(&self, mut node: usize) -> Result<()> {
        let mut connection = None;
        while !self.stopped.load(Ordering::SeqCst) {
            let order = self.next.fetch_add(1, Ordering::SeqCst);
            if order >= self.orders {
                break;
            }
            self.open(order, &mut node, &mut connection).await;
            tokio::time::sleep(Duration::from_millis(THINK_MS)).await;
        }
        Ok(())
    }

    /// Opens one dispute, wherever it takes.
    async fn open(&self, order: u32, node: &mut usize, connection: &mut Option<Client>) {
        let request = seed::intake(&self.seeded, order, SystemClock.now());
        for _ in 0..TRIES_MAX {
            let begun = Stopwatch::start();
            let Some(address) = self.addresses.get(*node) else { return };
            let answer = async {
                if connection.is_none() {
                    *connection = Some(Client::connect(*address).await?);
                }
                match connection.as_mut() {
                    Some(client) => client.send(&request).await,
                    None => anyhow::bail!("there is no connection"),
                }
            };
            match answer.await {
                Ok(answer) if answer.status == 201 => {
                    let took = begun.elapsed();
                    return self.accepted(order, *node, took);
                }
                Ok(answer)
                    if answer.status == 503 && self.paused.load(Ordering::SeqCst) == *node =>
                {
                    self.noted().given_back += 1;
                }
                Ok(answer) => {
                    let text = answer.text();
                    self.failed(*node, order, &format!("{}: {text}", answer.status));
                }
                Err(error) => {
                    *connection = None;
                    if self.dead.load(Ordering::SeqCst) == *node {
                        self.noted().died += 1;
                        *node = (*node + 1) % self.addresses.len();
                    } else {
                        self.failed(*node, order, &format!("{error:#}"));
                    }
                }
            }
            tokio::time::sleep(Duration::from_millis(AGAIN_AFTER_MS)).await;
        }
    }

    fn accepted(&self, order: u32, node: usize, took: Duration) {
        let untouched = [&self.dead, &self.paused].iter().all(|n| n.load(Ordering::SeqCst) != node);
        let mut outcome = self.noted();
        outcome.accepted += 1;
        outcome.orders.push(order);
        if untouched {
            outcome.slowest_ms = outcome.slowest_ms.max(took.as_secs_f64() * 1e3);
        }
    }

    fn failed(&self, node: usize, order: u32, why: &str) {
        let mut outcome = self.noted();
        outcome.failed += 1;
        if outcome.examples.len() < EXAMPLES_MAX {
            outcome.examples.push(format!("node {} and order {order}: {why}", node + 1));
        }
    }
}
