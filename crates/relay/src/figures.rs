//! What the relay counts, over all its rooms.

use std::sync::atomic::{AtomicU64, Ordering};

/// One number that goes up, or up and down.
#[derive(Debug, Default)]
pub(crate) struct Count(AtomicU64);

impl Count {
    pub(crate) fn add(&self, more: usize) {
        self.0.fetch_add(more as u64, Ordering::Relaxed);
    }

    pub(crate) fn one(&self) {
        self.add(1);
    }

    pub(crate) fn less(&self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }

    fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

#[derive(Debug, Default)]
pub(crate) struct Counts {
    pub(crate) writers: Count,
    pub(crate) viewers: Count,
    pub(crate) frames_in: Count,
    pub(crate) bytes_in: Count,
    pub(crate) frames_out: Count,
    pub(crate) bytes_out: Count,
    pub(crate) frames_refused: Count,
    pub(crate) atoms_dropped: Count,
    pub(crate) overflows: Count,
    pub(crate) checkpoints: Count,
    pub(crate) captures_asked: Count,
    pub(crate) chunks: Count,
    pub(crate) chunk_bytes: Count,
    pub(crate) intents: Count,
    pub(crate) intents_refused: Count,
}

/// The counts at one moment. All but the first three only go up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    pub rooms: u64,
    /// Sockets of customers, and of viewers.
    pub writers: u64,
    pub viewers: u64,
    pub frames_in: u64,
    pub bytes_in: u64,
    /// Frames and checkpoints that viewers took, each of them.
    pub frames_out: u64,
    pub bytes_out: u64,
    pub frames_refused: u64,
    pub atoms_dropped: u64,
    /// Queues of viewers that were thrown away for a checkpoint.
    pub overflows: u64,
    pub checkpoints: u64,
    /// Captures that customers were asked to begin anew.
    pub captures_asked: u64,
    pub chunks: u64,
    pub chunk_bytes: u64,
    pub intents: u64,
    pub intents_refused: u64,
}

impl Counts {
    pub(crate) fn figures(&self, rooms: usize) -> Figures {
        Figures {
            rooms: rooms as u64,
            writers: self.writers.get(),
            viewers: self.viewers.get(),
            frames_in: self.frames_in.get(),
            bytes_in: self.bytes_in.get(),
            frames_out: self.frames_out.get(),
            bytes_out: self.bytes_out.get(),
            frames_refused: self.frames_refused.get(),
            atoms_dropped: self.atoms_dropped.get(),
            overflows: self.overflows.get(),
            checkpoints: self.checkpoints.get(),
            captures_asked: self.captures_asked.get(),
            chunks: self.chunks.get(),
            chunk_bytes: self.chunk_bytes.get(),
            intents: self.intents.get(),
            intents_refused: self.intents_refused.get(),
        }
    }
}
