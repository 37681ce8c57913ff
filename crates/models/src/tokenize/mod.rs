//! Texts as the numbers of word pieces that an encoder was trained on.
//!
//! A text is a stranger's: what it says never becomes a mark that begins or ends a text, however it is
//! spelt, and no text is too long or too odd to be read.

mod basic;
mod unigram;
mod word_piece;

pub use unigram::{Normal, Specials, Unigram, UnigramError};
pub use word_piece::{WordPiece, WordPieceError};

/// Most tokens of a text, with the marks of its beginning and end; what comes after is not read.
pub const TOKENS_MAX: usize = 256;
/// Most pieces of a vocabulary.
pub const VOCABULARY_MAX: usize = 1_000_000;
/// Longest piece, in bytes.
pub const PIECE_BYTES_MAX: usize = 1_000;

/// One of the two ways of cutting texts.
#[derive(Debug, Clone, PartialEq)]
pub enum Tokenizer {
    WordPiece(WordPiece),
    Unigram(Unigram),
}

impl Tokenizer {
    /// The text's tokens between the marks of beginning and end: 2 to [`TOKENS_MAX`] of them.
    pub fn encode(&self, text: &str) -> Vec<u32> {
        match self {
            Self::WordPiece(pieces) => pieces.encode(text),
            Self::Unigram(pieces) => pieces.encode(text),
        }
    }

    /// Pieces of the vocabulary: every token is smaller.
    pub fn vocabulary(&self) -> usize {
        match self {
            Self::WordPiece(pieces) => pieces.vocabulary(),
            Self::Unigram(pieces) => pieces.vocabulary(),
        }
    }
}
