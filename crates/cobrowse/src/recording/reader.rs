//! Opens chunks again, and finds what was changed, swapped, put in or taken away.

use kernel::canonical::Sha256Hex;
use kernel::{CobrowseId, Timestamp};
use ring::aead::LessSafeKey;

use super::chunk::{self, Header};
use super::{Entry, Head, KeyError, Record, RecordingKey};

/// A recording is not as it was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    #[error("chunk {0}: not a chunk of a recording")]
    NotAChunk(u32),
    #[error("chunk {0}: of another session")]
    Session(u32),
    #[error("chunk {0}: does not follow the one before")]
    Order(u32),
    #[error("chunk {0}: was changed, or is sealed with another key")]
    Seal(u32),
    #[error("chunk {0}: is not the one in the index")]
    Index(u32),
    #[error("the recording ends after {found} chunks, or with another one than the last of {due}")]
    End { due: u32, found: u32 },
}

/// A chunk that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    pub number: u32,
    pub started_at: Timestamp,
    pub records: Vec<Record>,
}

/// Reads a recording from its beginning, chunk after chunk.
#[derive(Debug)]
pub struct Reader {
    session: CobrowseId,
    cipher: LessSafeKey,
    head: Head,
    part: u32,
    last_ms: u32,
}

impl Reader {
    /// # Errors
    /// [`KeyError::Cipher`], which does not come.
    pub fn new(session: CobrowseId, key: &RecordingKey) -> Result<Self, KeyError> {
        Ok(Self { session, cipher: key.cipher()?, head: Head::NONE, part: 0, last_ms: 0 })
    }

    /// Opens the next chunk.
    ///
    /// # Errors
    /// [`Broken`]; then the recording is not to be read on.
    pub fn next(&mut self, sealed: &[u8]) -> Result<Chunk, Broken> {
        let number = self.head.chunks;
        let header = self.header(number, sealed)?;
        let follows = header.number == number
            && header.before == self.head.hash
            && header.part >= self.part
            && header.first_ms >= self.last_ms;
        if !follows {
            return Err(Broken::Order(number));
        }
        let chunk = self.open(&header, sealed)?;
        self.head = Head {
            chunks: number.saturating_add(1),
            hash: Sha256Hex::of(sealed),
            is_closed: header.is_last,
        };
        self.part = header.part;
        self.last_ms = header.last_ms;
        Ok(chunk)
    }

    /// Whether that was all of it.
    ///
    /// # Errors
    /// [`Broken::End`] where the recording goes on, or went otherwise, by its head.
    pub fn finish(self, head: &Head) -> Result<(), Broken> {
        if self.head == *head {
            return Ok(());
        }
        Err(Broken::End { due: head.chunks, found: self.head.chunks })
    }

    /// Opens one chunk out of the middle, by its entry in the index.
    ///
    /// # Errors
    /// [`Broken`].
    pub fn open_at(&self, entry: &Entry, sealed: &[u8]) -> Result<Chunk, Broken> {
        if Sha256Hex::of(sealed) != entry.hash {
            return Err(Broken::Index(entry.number));
        }
        let header = self.header(entry.number, sealed)?;
        if header.number != entry.number {
            return Err(Broken::Order(entry.number));
        }
        self.open(&header, sealed)
    }

    fn header(&self, number: u32, sealed: &[u8]) -> Result<Header, Broken> {
        let (header, _) = Header::read(sealed).ok_or(Broken::NotAChunk(number))?;
        if header.session != self.session {
            return Err(Broken::Session(number));
        }
        Ok(header)
    }

    fn open(&self, header: &Header, sealed: &[u8]) -> Result<Chunk, Broken> {
        let records =
            chunk::open(header, sealed, &self.cipher).ok_or(Broken::Seal(header.number))?;
        Ok(Chunk { number: header.number, started_at: header.started_at, records })
    }
}
