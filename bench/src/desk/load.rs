//! Messages of customers, and how long each took to its last watcher: the same for Ombud and a peer.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::sync::{Notify, mpsc};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::latency::Latencies;
use crate::stopwatch::{Stopwatch, per_second};

/// A message that took so long was lost.
const PATIENCE: Duration = Duration::from_secs(60);
/// Ids that wait for one sender.
const QUEUE_IDS: usize = 64;

/// What a run came to.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) latencies: Latencies,
    took: Duration,
}

impl Run {
    pub(super) fn per_second(&self) -> f64 {
        per_second(self.latencies.len() as u64, self.took)
    }
}

/// What is under way: when it was to be sent, and how many have yet to see it.
#[derive(Debug, Default)]
struct Board {
    waiting: HashMap<String, (Instant, usize)>,
    done: Vec<Duration>,
}

/// Where messages are noted as they are seen.
#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    board: Arc<Mutex<Board>>,
    moved: Arc<Notify>,
}

impl Seen {
    /// One watcher saw a message; it is done when the last who had to has.
    pub(super) fn note(&self, id: &str) {
        let mut board = self.board();
        let Some((intended, left)) = board.waiting.get_mut(id) else { return };
        *left -= 1;
        if *left == 0 {
            let took = intended.elapsed();
            board.waiting.remove(id);
            board.done.push(took);
            drop(board);
            self.moved.notify_one();
        }
    }

    fn board(&self) -> MutexGuard<'_, Board> {
        self.board.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Conversations with their senders and watchers.
#[derive(Debug)]
pub(super) struct Stage {
    senders: Vec<mpsc::Sender<String>>,
    seen: Seen,
    watchers: usize,
    tasks: Vec<JoinHandle<()>>,
    next: usize,
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl Stage {
    /// A stage on which each message is seen by `watchers`.
    pub(super) fn new(watchers: usize) -> Self {
        Self { senders: Vec::new(), seen: Seen::default(), watchers, tasks: Vec::new(), next: 0 }
    }

    /// Someone who looks on, and notes what comes.
    pub(super) fn watcher<F: Future<Output = ()> + Send + 'static>(
        &mut self,
        watch: impl FnOnce(Seen) -> F,
    ) {
        self.tasks.push(tokio::spawn(watch(self.seen.clone())));
    }

    /// Someone who sends a message under each id that they are given.
    pub(super) fn sender<F: Future<Output = ()> + Send + 'static>(
        &mut self,
        speak: impl FnOnce(mpsc::Receiver<String>) -> F,
    ) {
        let (send, receive) = mpsc::channel(QUEUE_IDS);
        self.tasks.push(tokio::spawn(speak(receive)));
        self.senders.push(send);
    }

    /// So many messages, each conversation's next as soon as its last was seen by all.
    pub(super) async fn closed(&mut self, messages: usize) -> Result<Run> {
        let watch = Stopwatch::start();
        let at_once = self.senders.len();
        let mut sent = 0;
        self.clear();
        while self.done() < messages {
            while sent < messages && sent - self.done() < at_once {
                self.send(Instant::now()).await?;
                sent += 1;
            }
            self.wait().await?;
        }
        Ok(Run { latencies: self.take(), took: watch.elapsed() })
    }

    /// So many messages a second, whatever becomes of them.
    pub(super) async fn open(&mut self, rate: f64, seconds: usize) -> Result<Run> {
        let watch = Stopwatch::start();
        let start = Instant::from_std(watch.started_at());
        let messages = (rate * seconds as f64) as usize;
        self.clear();
        for number in 0..messages {
            let intended = start + Duration::from_secs_f64(number as f64 / rate);
            tokio::time::sleep_until(intended).await;
            self.send(intended).await?;
        }
        while self.done() < messages {
            self.wait().await?;
        }
        Ok(Run { latencies: self.take(), took: watch.elapsed() })
    }

    async fn send(&mut self, intended: Instant) -> Result<()> {
        let id = format!("m-{}-{}", self.watchers, self.next);
        let sender = self.senders.get(self.next % self.senders.len()).context("a sender")?;
        self.next += 1;
        self.seen.board().waiting.insert(id.clone(), (intended, self.watchers));
        sender.send(id).await.context("a sender ended")
    }

    async fn wait(&self) -> Result<()> {
        tokio::time::timeout(PATIENCE, self.seen.moved.notified())
            .await
            .context("a message was lost: nobody saw it within a minute")
    }

    fn done(&self) -> usize {
        self.seen.board().done.len()
    }

    fn clear(&self) {
        self.seen.board().done.clear();
    }

    fn take(&self) -> Latencies {
        Latencies::new(std::mem::take(&mut self.seen.board().done))
    }
}
