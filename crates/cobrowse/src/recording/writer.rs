//! Makes sealed chunks of records.

use kernel::canonical::Sha256Hex;
use kernel::{CobrowseId, Timestamp};
use ring::aead::LessSafeKey;

use super::chunk::{self, Header};
use super::{
    CHUNK_AGE, CHUNK_BYTES_MAX, Entry, Head, KeyError, Kind, RECORD_BYTES_MAX, RecordingKey, Sealed,
};

/// A recording that is being made.
#[derive(Debug)]
pub struct Writer {
    session: CobrowseId,
    cipher: LessSafeKey,
    started_at: Timestamp,
    part: u32,
    head: Head,
    /// Records that are not sealed yet, and what the index will say of them.
    waiting: Vec<u8>,
    first_ms: u32,
    last_ms: u32,
    checkpoints_ms: Vec<u32>,
}

impl Writer {
    /// Begins a recording, or takes one up again after `head`.
    ///
    /// `part` is 0 for the first writer of a recording and one more for each that takes it up; count it durably before:
    /// two writers of one part would use a nonce twice, and what they sealed could be read.
    ///
    /// # Errors
    /// [`KeyError::Cipher`], which does not come.
    pub fn new(
        session: CobrowseId,
        key: &RecordingKey,
        started_at: Timestamp,
        part: u32,
        head: Head,
    ) -> Result<Self, KeyError> {
        Ok(Self {
            session,
            cipher: key.cipher()?,
            started_at,
            part,
            head,
            waiting: Vec::new(),
            first_ms: 0,
            last_ms: 0,
            checkpoints_ms: Vec::new(),
        })
    }

    /// How often the recording had been taken up again before.
    pub const fn part(&self) -> u32 {
        self.part
    }

    /// How far it goes with the chunks that were sealed.
    pub const fn head(&self) -> Head {
        self.head
    }

    /// Adds a record; gives the chunk that was complete before it. A record above [`RECORD_BYTES_MAX`] is left out: no
    /// frame is as large.
    #[must_use]
    pub fn push(&mut self, kind: Kind, now: Timestamp, bytes: &[u8]) -> Option<Sealed> {
        if bytes.len() > RECORD_BYTES_MAX {
            return None;
        }
        let is_full =
            !self.waiting.is_empty() && self.waiting.len() + bytes.len() > CHUNK_BYTES_MAX;
        let sealed = if is_full || self.is_due(now) { self.seal(false) } else { None };
        let ms = self.ms(now);
        if self.waiting.is_empty() {
            self.first_ms = ms;
            self.last_ms = ms;
        }
        chunk::push(&mut self.waiting, kind, ms.saturating_sub(self.last_ms), bytes);
        self.last_ms = ms;
        if kind == Kind::Checkpoint {
            self.checkpoints_ms.push(ms);
        }
        sealed
    }

    /// Gives the chunk whose time has come, if there is one.
    #[must_use]
    pub fn tick(&mut self, now: Timestamp) -> Option<Sealed> {
        if self.is_due(now) { self.seal(false) } else { None }
    }

    /// Seals what waits before its time: the recording rests, or its node stops.
    #[must_use]
    pub fn flush(&mut self) -> Option<Sealed> {
        if self.waiting.is_empty() { None } else { self.seal(false) }
    }

    /// Seals what waits, as the last chunk of the recording.
    #[must_use]
    pub fn finish(mut self) -> Option<(Sealed, Head)> {
        let sealed = self.seal(true)?;
        Some((sealed, self.head))
    }

    fn is_due(&self, now: Timestamp) -> bool {
        let age = i64::from(self.ms(now)) - i64::from(self.first_ms);
        !self.waiting.is_empty() && age >= CHUNK_AGE.as_millis()
    }

    /// Milliseconds since the beginning; never less than before, should the clock be set back.
    fn ms(&self, now: Timestamp) -> u32 {
        let ms = now.since(self.started_at).as_millis();
        u32::try_from(ms.max(0)).unwrap_or(u32::MAX).max(self.last_ms)
    }

    fn seal(&mut self, is_last: bool) -> Option<Sealed> {
        if self.waiting.is_empty() {
            self.first_ms = self.last_ms;
        }
        let header = Header {
            is_last,
            session: self.session,
            part: self.part,
            number: self.head.chunks,
            started_at: self.started_at,
            first_ms: self.first_ms,
            last_ms: self.last_ms,
            raw: u32::try_from(self.waiting.len()).ok()?,
            before: self.head.hash,
        };
        let bytes = chunk::seal(&header, &self.waiting, &self.cipher)?;
        // The room is given back: an idle session keeps nothing of its busy time.
        self.waiting = Vec::new();
        let hash = Sha256Hex::of(&bytes);
        let entry = Entry {
            number: header.number,
            first_ms: header.first_ms,
            last_ms: header.last_ms,
            checkpoints_ms: std::mem::take(&mut self.checkpoints_ms),
            bytes: u32::try_from(bytes.len()).ok()?,
            hash,
        };
        let chunks = self.head.chunks.saturating_add(1);
        self.head = Head { chunks, hash, is_closed: is_last };
        Some(Sealed { part: self.part, entry, bytes })
    }
}
