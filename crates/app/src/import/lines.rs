//! JSON Lines read one line at a time, with a digest of all that was read: so that an import knows
//! whether the part it has done is still the same. It holds at most one line.

use std::collections::VecDeque;
use std::io::{self, BufRead, Seek};

use commerce::Reject;
use commerce::jsonl::{Decoder, Row};
use kernel::canonical::Sha256Hex;
use sha2::{Digest as _, Sha256};

/// The end of a line, and the digest of everything up to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    line: u64,
    digest: Sha256Hex,
}

impl Place {
    /// `None` when the text is no place. No text at all is the beginning.
    pub(super) fn parse(text: &str) -> Option<Self> {
        if text.is_empty() {
            return Some(Self { line: 0, digest: Sha256Hex::of(&[]) });
        }
        let (line, digest) = text.split_once(' ')?;
        Some(Self { line: line.parse().ok()?, digest: digest.parse().ok()? })
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.line, self.digest)
    }
}

pub(super) struct Lines<R> {
    input: R,
    decoder: Decoder,
    ready: VecDeque<Result<Row, Reject>>,
    digest: Sha256,
    line: u64,
    bytes: u64,
    /// Something of a line was read, but not its end.
    inside: bool,
}

impl<R: BufRead + Seek> Lines<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            decoder: Decoder::default(),
            ready: VecDeque::new(),
            digest: Sha256::new(),
            line: 0,
            bytes: 0,
            inside: false,
        }
    }

    /// Begins again.
    ///
    /// # Errors
    /// When the input cannot be read twice, as a pipe.
    pub(super) fn rewind(&mut self) -> io::Result<()> {
        if self.bytes > 0 {
            self.input.rewind()?;
        }
        self.decoder = Decoder::default();
        self.ready.clear();
        self.digest = Sha256::new();
        (self.line, self.bytes, self.inside) = (0, 0, false);
        Ok(())
    }

    /// The next row; blank lines have none.
    ///
    /// # Errors
    /// When the input cannot be read on; a bad line is an `Ok(Some(Err(reject)))`.
    pub(super) fn next(&mut self) -> io::Result<Option<Result<Row, Reject>>> {
        loop {
            if let Some(row) = self.ready.pop_front() {
                return Ok(Some(row));
            }
            if !self.read_line()? {
                return Ok(None);
            }
        }
    }

    /// Reads up to a place. False when what stands before it is not what stood there.
    ///
    /// # Errors
    /// When the input cannot be read on.
    pub(super) fn skip_to(&mut self, place: &Place) -> io::Result<bool> {
        while self.line < place.line {
            if !self.read_line()? {
                return Ok(false);
            }
            self.ready.clear();
        }
        Ok(self.place() == *place)
    }

    /// The end of the line that was read last.
    pub(super) fn place(&self) -> Place {
        let digest = self.digest.clone().finalize().into();
        Place { line: self.line, digest: Sha256Hex::from_bytes(digest) }
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Reads to the end of one line. False when there is none.
    fn read_line(&mut self) -> io::Result<bool> {
        loop {
            let bytes = match self.input.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                bytes => bytes?,
            };
            if bytes.is_empty() {
                return Ok(self.end_last_line());
            }
            let end = bytes.iter().position(|byte| *byte == b'\n');
            let taken = end.map_or(bytes.len(), |end| end + 1);
            let piece = bytes.get(..taken).unwrap_or_default();
            self.digest.update(piece);
            self.decoder.push(piece, &mut self.ready);
            self.input.consume(taken);
            self.bytes += taken as u64;
            self.inside = end.is_none();
            if end.is_some() {
                self.line += 1;
                return Ok(true);
            }
        }
    }

    /// The last line may lack its end; the digest is the same as if it had one, so that a file
    /// which has grown goes on.
    fn end_last_line(&mut self) -> bool {
        self.ready.extend(self.decoder.finish());
        if !std::mem::take(&mut self.inside) {
            return false;
        }
        self.digest.update(b"\n");
        self.line += 1;
        true
    }
}
