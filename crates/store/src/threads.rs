//! The threads behind a store: one writer, some readers, and bounded queues to them.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard};
use std::thread::JoinHandle;

use crate::connection::Connection;
use crate::job::Job;
use crate::store::locked;
use crate::writer::{Message, Writer, WriterState};
use crate::{StoreError, StoreOptions, copy, lease, migrate, reader};

/// The writer's and the readers' queues, and the threads behind them.
#[derive(Debug)]
pub(crate) struct Threads {
    writes: SyncSender<Message>,
    /// `None` in memory, where the writer's connection is the only one.
    reads: Option<SyncSender<Message>>,
    readers: usize,
    waiting_max: usize,
    closed: AtomicBool,
    state: Arc<Mutex<WriterState>>,
    handles: Mutex<Vec<JoinHandle<()>>>,
}

impl Threads {
    /// Migrates, takes a lane, and starts the writer and the readers.
    pub(crate) fn start(
        mut writer: Box<dyn Connection>,
        readers: Vec<Box<dyn Connection>>,
        options: &StoreOptions,
    ) -> Result<Self, StoreError> {
        let now = options.clock.now();
        migrate::migrate(writer.as_mut(), now)?;
        copy::require_finished(writer.as_mut(), options)?;
        let lease = lease::register(writer.as_mut(), &options.node_name, now, options.lease)?;
        tracing::info!(lane = lease.lane, fence = lease.fence, "the node registered");
        let state = WriterState { lease: Some(lease), ..WriterState::default() };
        let state = Arc::new(Mutex::new(state));
        let (writes, queue) = sync_channel(options.waiting_max);
        let writer = Writer {
            connection: writer,
            lease,
            options: options.clone(),
            queue,
            state: Arc::clone(&state),
        };
        let mut handles = vec![spawn("store-writer", move || writer.run())?];
        let count = readers.len();
        let mut reads = None;
        if count > 0 {
            let (send, queue) = sync_channel(options.waiting_max);
            handles.extend(start_readers(readers, queue)?);
            reads = Some(send);
        }
        Ok(Self {
            writes,
            reads,
            readers: count,
            waiting_max: options.waiting_max,
            closed: AtomicBool::new(false),
            state,
            handles: Mutex::new(handles),
        })
    }

    pub(crate) fn submit_write(&self, job: Box<dyn Job>) {
        self.submit(&self.writes, job);
    }

    pub(crate) fn submit_read(&self, job: Box<dyn Job>) {
        self.submit(self.reads.as_ref().unwrap_or(&self.writes), job);
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, WriterState> {
        locked(&self.state)
    }

    fn submit(&self, queue: &SyncSender<Message>, job: Box<dyn Job>) {
        if self.closed.load(Ordering::Acquire) {
            return job.finish(Err(StoreError::Closed));
        }
        match queue.try_send(Message::Job(job)) {
            Ok(()) => {}
            Err(TrySendError::Full(Message::Job(job))) => {
                job.finish(Err(StoreError::Overloaded { waiting_max: self.waiting_max }));
            }
            Err(TrySendError::Disconnected(Message::Job(job))) => {
                job.finish(Err(StoreError::Closed));
            }
            Err(_) => {}
        }
    }

    /// Finishes what waits and stops the threads.
    pub(crate) fn close(&self) {
        if self.closed.swap(true, Ordering::AcqRel) {
            return;
        }
        // A thread that is gone already needs no message.
        let _ = self.writes.send(Message::Close);
        if let Some(reads) = &self.reads {
            for _ in 0..self.readers {
                let _ = reads.send(Message::Close);
            }
        }
        for handle in locked(&self.handles).drain(..) {
            if handle.join().is_err() {
                tracing::error!("a storage thread had panicked");
            }
        }
    }
}

fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>, StoreError> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(body)
        .map_err(|error| StoreError::Unavailable { reason: format!("no thread: {error}") })
}

fn start_readers(
    readers: Vec<Box<dyn Connection>>,
    queue: Receiver<Message>,
) -> Result<Vec<JoinHandle<()>>, StoreError> {
    let queue = Arc::new(Mutex::new(queue));
    readers
        .into_iter()
        .map(|connection| {
            let queue = Arc::clone(&queue);
            spawn("store-reader", move || reader::run(connection, queue))
        })
        .collect()
}
