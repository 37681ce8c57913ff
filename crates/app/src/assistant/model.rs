//! What was learnt, as a file: it is read instead of learning again, where it was learnt from the same
//! messages with the same weights by the same version.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use kernel::canonical::Sha256Hex;
use models::classify::{FileError, TextClassifier};

use super::intents::Labelled;

/// What a file begins with.
const MAGIC: &[u8; 8] = b"OMBUDINT";
/// Another way of learning is another version.
const VERSION: u32 = 1;
/// Largest file that is read, in bytes.
const FILE_BYTES_MAX: u64 = 1 << 30;
const HASH_BYTES: usize = 32;

/// Names what a model was learnt from: messages, weights, version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin(Sha256Hex);

impl Origin {
    /// Of messages, and of the weights whose vectors were learnt from with them.
    pub fn of(messages: &[Labelled], weights: Option<Sha256Hex>) -> Self {
        let mut bytes = VERSION.to_le_bytes().to_vec();
        bytes.extend(weights.map(|weights| *weights.bytes()).unwrap_or_default());
        for field in messages.iter().flat_map(|one| [&one.text, &one.lang, &one.intent]) {
            bytes.extend((field.len() as u64).to_le_bytes());
            bytes.extend(field.as_bytes());
        }
        Self(Sha256Hex::of(&bytes))
    }
}

/// Why a model was not read or written.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    #[error("{path} cannot be read: {source}; run `ombud assistant train`")]
    Read { path: PathBuf, source: std::io::Error },
    #[error("{path} cannot be written: {source}; look at store.data_dir")]
    Write { path: PathBuf, source: std::io::Error },
    #[error("{0} is no model of ours or is damaged; run `ombud assistant train`")]
    Damaged(PathBuf),
    #[error(
        "{0} was learnt from other messages, with other weights or by another version; run `ombud \
         assistant train`"
    )]
    Other(PathBuf),
    #[error("{path}: {source}")]
    Classifier { path: PathBuf, source: FileError },
}

/// Writes a model; what was there is replaced when the new one is whole.
///
/// # Errors
/// [`ModelError::Write`].
pub fn save(path: &Path, origin: Origin, classifier: &TextClassifier) -> Result<(), ModelError> {
    let body = classifier.to_bytes();
    let mut bytes = MAGIC.to_vec();
    bytes.extend(VERSION.to_le_bytes());
    bytes.extend(origin.0.bytes());
    bytes.extend(Sha256Hex::of(&body).bytes());
    bytes.extend(body);
    let beside = path.with_extension("part");
    let write = || {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(&beside, &bytes)?;
        std::fs::rename(&beside, path)
    };
    write().map_err(|source| ModelError::Write { path: path.to_owned(), source })
}

/// Reads a model that was learnt from this.
///
/// # Errors
/// [`ModelError`].
pub fn load(path: &Path, origin: Origin) -> Result<TextClassifier, ModelError> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)
        .and_then(|file| file.take(FILE_BYTES_MAX).read_to_end(&mut bytes))
        .map_err(|source| ModelError::Read { path: path.to_owned(), source })?;
    let damaged = || ModelError::Damaged(path.to_owned());
    let (magic, rest) = bytes.split_first_chunk().ok_or_else(damaged)?;
    let (version, rest) = rest.split_first_chunk().ok_or_else(damaged)?;
    let (of, rest) = rest.split_first_chunk::<HASH_BYTES>().ok_or_else(damaged)?;
    let (hash, body) = rest.split_first_chunk::<HASH_BYTES>().ok_or_else(damaged)?;
    if magic != MAGIC {
        return Err(damaged());
    }
    if (u32::from_le_bytes(*version), of) != (VERSION, origin.0.bytes()) {
        return Err(ModelError::Other(path.to_owned()));
    }
    if Sha256Hex::of(body).bytes() != hash {
        return Err(damaged());
    }
    TextClassifier::from_bytes(body)
        .map_err(|source| ModelError::Classifier { path: path.to_owned(), source })
}
