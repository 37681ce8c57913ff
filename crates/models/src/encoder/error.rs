//! Why nothing was made of a file.

use crate::tokenize::{UnigramError, WordPieceError};

/// Why nothing was made of a file.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("the file cannot be read: {0}")]
    Read(#[from] std::io::Error),
    #[error("the file is no {0}; take the package's own file")]
    Kind(&'static str),
    #[error("the file is of version {0}, which this program does not read; make it anew")]
    Version(u32),
    #[error("the file ends within its {0}; it is damaged: fetch or make it anew")]
    Cut(&'static str),
    #[error("{0} bytes follow the end; the file is damaged: fetch or make it anew")]
    Behind(usize),
    #[error("{what} is {given}; it is {least} to {most}")]
    Limit { what: &'static str, given: usize, least: usize, most: usize },
    #[error(
        "`{name}` has {given} values where {wanted} are asked for; the file is damaged or of another model"
    )]
    Size { name: String, given: usize, wanted: usize },
    #[error("`{0}` is not in the file; it is damaged or of another model")]
    Missing(String),
    #[error("`{0}` holds a value that is no finite number; the file is damaged")]
    NotFinite(String),
    #[error("{0} is not text in UTF-8; the file is damaged")]
    Text(&'static str),
    #[error("the header of the tensors is not read: {0}; take the package's own file")]
    Header(#[from] serde_json::Error),
    #[error(transparent)]
    WordPiece(#[from] WordPieceError),
    #[error(transparent)]
    Unigram(#[from] UnigramError),
}

impl LoadError {
    /// Holds a size against its limits.
    ///
    /// # Errors
    /// [`LoadError::Limit`].
    pub(crate) const fn limit(
        what: &'static str,
        given: usize,
        (least, most): (usize, usize),
    ) -> Result<usize, Self> {
        if least <= given && given <= most {
            Ok(given)
        } else {
            Err(Self::Limit { what, given, least, most })
        }
    }
}
