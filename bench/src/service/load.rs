//! Two kinds of load. Closed: so many clients, each with its next request as soon as it has its
//! answer; it finds the highest rate. Open: arrivals at a fixed rate whatever the answers do, each
//! latency counted from the instant the request should have been sent, so that a stall is charged
//! to every request that would have come meanwhile (no coordinated omission).

use std::net::SocketAddr;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Result, ensure};
use kernel::Clock as _;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::latency::Latencies;
use crate::server::SystemClock;
use crate::server::http::{Client, Request};
use crate::server::seed::{self, Seeded};
use crate::stopwatch::Stopwatch;

/// Connections that wait for arrivals of the open load; more than can be under way.
const OPEN_CONNECTIONS: usize = 256;

/// What a run came to.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) latencies: Latencies,
    pub(super) took: Duration,
    /// 0 for a closed load.
    pub(super) offered_per_second: f64,
}

/// Opens the disputes of these orders as fast as `connections` clients can.
pub(super) async fn closed(
    address: SocketAddr,
    seeded: &Seeded,
    orders: Range<u32>,
    connections: usize,
) -> Result<Run> {
    let requests = Arc::new(requests(seeded, &orders));
    let next = Arc::new(AtomicU32::new(0));
    let watch = Stopwatch::start();
    let mut clients = JoinSet::new();
    for _ in 0..connections {
        let (requests, next) = (Arc::clone(&requests), Arc::clone(&next));
        clients.spawn(async move {
            let mut client = Client::connect(address).await?;
            let mut latencies = Vec::new();
            while let Some(request) = requests.get(next.fetch_add(1, Ordering::Relaxed) as usize) {
                let begun = Stopwatch::start();
                client.send(request).await?.expect(201)?;
                latencies.push(begun.elapsed());
            }
            Ok::<_, anyhow::Error>(latencies)
        });
    }
    let latencies = gather(clients, requests.len()).await?;
    Ok(Run { latencies, took: watch.elapsed(), offered_per_second: 0.0 })
}

/// Opens the disputes of these orders at `rate` per second.
pub(super) async fn open(
    address: SocketAddr,
    seeded: &Seeded,
    orders: Range<u32>,
    rate: f64,
) -> Result<Run> {
    let requests = requests(seeded, &orders);
    let count = requests.len();
    let (arrivals, queue) = mpsc::unbounded_channel::<(Instant, Request)>();
    let queue = Arc::new(Mutex::new(queue));
    let mut clients = JoinSet::new();
    for _ in 0..OPEN_CONNECTIONS {
        let queue = Arc::clone(&queue);
        let mut client = Client::connect(address).await?;
        clients.spawn(async move {
            let mut latencies = Vec::new();
            loop {
                let arrival = queue.lock().await.recv().await;
                let Some((intended, request)) = arrival else { break };
                client.send(&request).await?.expect(201)?;
                latencies.push(intended.elapsed());
            }
            Ok::<_, anyhow::Error>(latencies)
        });
    }
    let watch = Stopwatch::start();
    let start = Instant::from_std(watch.started_at());
    for (number, request) in requests.into_iter().enumerate() {
        let intended = start + Duration::from_secs_f64(number as f64 / rate);
        tokio::time::sleep_until(intended).await;
        // The clients are there until the channel closes.
        let _ = arrivals.send((intended, request));
    }
    drop(arrivals);
    let latencies = gather(clients, count).await?;
    Ok(Run { latencies, took: watch.elapsed(), offered_per_second: rate })
}

/// Made beforehand, so that making them costs the run nothing.
fn requests(seeded: &Seeded, orders: &Range<u32>) -> Vec<Request> {
    let now = SystemClock.now();
    orders.clone().map(|number| seed::intake(seeded, number, now)).collect()
}

async fn gather(mut clients: JoinSet<Result<Vec<Duration>>>, expected: usize) -> Result<Latencies> {
    let mut all = Vec::new();
    while let Some(done) = clients.join_next().await {
        all.extend(done??);
    }
    ensure!(all.len() == expected, "{} answers to {expected} requests", all.len());
    Ok(Latencies::new(all))
}
