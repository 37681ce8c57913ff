//! Background work in one place: started, watched, restarted after a panic, stopped together.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

/// Wait before a worker that panicked is started again, in milliseconds.
const RESTART_WAIT_MS: u64 = 1_000;

/// Tells workers to stop. Cloning shares it.
#[derive(Debug, Clone)]
pub struct Shutdown(watch::Receiver<bool>);

impl Shutdown {
    /// Whether it is time to stop.
    pub fn is_triggered(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until it is time to stop.
    pub async fn triggered(&mut self) {
        // An error means that the trigger is gone, and with it whoever wanted the work.
        let _ = self.0.wait_for(|triggered| *triggered).await;
    }

    /// Sleeps, but not beyond the stop.
    pub async fn sleep(&mut self, length: Duration) {
        tokio::select! {
            () = self.triggered() => {}
            () = tokio::time::sleep(length) => {}
        }
    }
}

/// Ends a sleep early: whoever commits work for a worker may wake it.
#[derive(Debug, Clone, Default)]
pub struct Wake(Arc<Notify>);

impl Wake {
    pub fn wake(&self) {
        self.0.notify_one();
    }

    /// Waits for the next [`Wake::wake`]; one that came before counts.
    pub async fn woken(&self) {
        self.0.notified().await;
    }
}

/// The set of background workers of a process.
#[derive(Debug)]
pub struct Workers {
    trigger: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl Default for Workers {
    fn default() -> Self {
        Self::new()
    }
}

impl Workers {
    pub fn new() -> Self {
        Self { trigger: watch::channel(false).0, tasks: JoinSet::new() }
    }

    /// A handle that hears the stop.
    pub fn shutdown(&self) -> Shutdown {
        Shutdown(self.trigger.subscribe())
    }

    /// Starts a worker. `make` is called again should it panic.
    pub fn start<F>(&mut self, name: &'static str, make: impl Fn(Shutdown) -> F + Send + 'static)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let mut shutdown = self.shutdown();
        self.tasks.spawn(async move {
            while !shutdown.is_triggered() {
                let mut one = JoinSet::new();
                one.spawn(make(shutdown.clone()));
                match one.join_next().await {
                    Some(Err(error)) if error.is_panic() => {
                        tracing::error!(worker = name, %error, "a worker panicked; it starts again");
                        shutdown.sleep(Duration::from_millis(RESTART_WAIT_MS)).await;
                    }
                    _ => break,
                }
            }
            tracing::debug!(worker = name, "a worker stopped");
        });
    }

    /// Tells all workers to stop and waits for them, at most `grace`; `false` when some had to be
    /// cut off. What they had taken is taken again by others when its lease runs out.
    pub async fn stop(mut self, grace: Duration) -> bool {
        // No receiver means no worker.
        let _ = self.trigger.send(true);
        let all = async { while self.tasks.join_next().await.is_some() {} };
        let stopped = tokio::time::timeout(grace, all).await.is_ok();
        if !stopped {
            tracing::warn!(?grace, "some workers did not stop in time and were cut off");
            self.tasks.shutdown().await;
        }
        stopped
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[tokio::test(start_paused = true)]
    async fn a_worker_that_panics_starts_again_and_all_stop_when_told() {
        let runs = Arc::new(AtomicU32::new(0));
        let wake = Wake::default();
        let mut workers = Workers::new();
        let (seen, signal) = (Arc::clone(&runs), wake.clone());
        workers.start("test", move |mut shutdown| {
            let (seen, signal) = (Arc::clone(&seen), signal.clone());
            async move {
                assert!(seen.fetch_add(1, Ordering::SeqCst) > 0, "the first run fails");
                signal.wake();
                shutdown.triggered().await;
            }
        });
        wake.woken().await;
        assert!(workers.stop(Duration::from_secs(5)).await);
        assert_eq!(runs.load(Ordering::SeqCst), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_worker_that_does_not_stop_is_cut_off() {
        let (mut workers, wake) = (Workers::new(), Wake::default());
        let signal = wake.clone();
        workers.start("deaf", move |_| {
            signal.wake();
            std::future::pending()
        });
        wake.woken().await;
        assert!(!workers.stop(Duration::from_secs(5)).await);
    }
}
