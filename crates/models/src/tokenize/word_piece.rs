//! Words cut into the longest pieces that a vocabulary has, from the left.
//!
//! Source: Y. Wu et al., "Google's neural machine translation system", 2016, 4.1; greedy as in BERT.

use std::collections::HashMap;

use super::{PIECE_BYTES_MAX, TOKENS_MAX, VOCABULARY_MAX, basic};

/// A longer word is not cut but unknown.
const WORD_CHARS_MAX: usize = 100;
/// Begins a piece that continues a word.
const CONTINUES: &str = "##";

/// Why a vocabulary was not taken.
#[derive(Debug, thiserror::Error)]
pub enum WordPieceError {
    #[error(
        "the vocabulary is neither lines nor a tokenizer.json: {0}; take the package's own file"
    )]
    Json(#[from] serde_json::Error),
    #[error("the vocabulary has {0} pieces; there are 4 to {VOCABULARY_MAX}")]
    Count(usize),
    #[error(
        "piece {0} of the vocabulary is missing, twice there, or too long; ids run from 0 without a gap"
    )]
    Piece(usize),
    #[error("the vocabulary has no {0}; it is not one of BERT")]
    Special(&'static str),
}

/// The pieces of a vocabulary of BERT's kind, uncased.
#[derive(Debug, Clone, PartialEq)]
pub struct WordPiece {
    ids: HashMap<Box<str>, u32>,
    /// Characters of the longest piece.
    longest: usize,
    begin: u32,
    end: u32,
    unknown: u32,
}

/// What is read of a `tokenizer.json`.
#[derive(serde::Deserialize)]
struct Json {
    model: Model,
}

#[derive(serde::Deserialize)]
struct Model {
    vocab: HashMap<String, usize>,
}

impl WordPiece {
    /// Reads a `vocab.txt`, one piece a line in the order of their ids, or a `tokenizer.json`.
    ///
    /// # Errors
    /// [`WordPieceError`].
    pub fn parse(text: &str) -> Result<Self, WordPieceError> {
        if !text.trim_start().starts_with('{') {
            return Self::new(text.lines().map(str::to_owned).collect());
        }
        let vocabulary = serde_json::from_str::<Json>(text)?.model.vocab;
        let mut pieces = vec![None; vocabulary.len()];
        for (piece, id) in vocabulary {
            *pieces.get_mut(id).ok_or(WordPieceError::Piece(id))? = Some(piece);
        }
        let pieces = pieces.into_iter().enumerate();
        Self::new(
            pieces
                .map(|(id, piece)| piece.ok_or(WordPieceError::Piece(id)))
                .collect::<Result<_, _>>()?,
        )
    }

    /// From the pieces in the order of their ids.
    ///
    /// # Errors
    /// [`WordPieceError`].
    pub fn new(pieces: Vec<String>) -> Result<Self, WordPieceError> {
        if !(4..=VOCABULARY_MAX).contains(&pieces.len()) {
            return Err(WordPieceError::Count(pieces.len()));
        }
        let longest = pieces.iter().map(|piece| piece.chars().count()).max().unwrap_or(0);
        let mut ids = HashMap::with_capacity(pieces.len());
        for (id, piece) in (0_u32..).zip(pieces) {
            let too_long = piece.len() > PIECE_BYTES_MAX;
            if too_long || ids.insert(piece.into_boxed_str(), id).is_some() {
                return Err(WordPieceError::Piece(id as usize));
            }
        }
        let special =
            |name: &'static str| ids.get(name).copied().ok_or(WordPieceError::Special(name));
        let (begin, end, unknown) = (special("[CLS]")?, special("[SEP]")?, special("[UNK]")?);
        Ok(Self { ids, longest, begin, end, unknown })
    }

    /// The pieces in the order of their ids.
    pub fn pieces(&self) -> Vec<&str> {
        let mut pieces: Vec<(u32, &str)> =
            self.ids.iter().map(|(piece, id)| (*id, &**piece)).collect();
        pieces.sort_unstable();
        pieces.into_iter().map(|(_, piece)| piece).collect()
    }

    pub fn vocabulary(&self) -> usize {
        self.ids.len()
    }

    /// The text's tokens between the marks of beginning and end: 2 to [`TOKENS_MAX`] of them.
    pub fn encode(&self, text: &str) -> Vec<u32> {
        let mut tokens = vec![self.begin];
        for word in basic::words(text) {
            if tokens.len() >= TOKENS_MAX - 1 {
                break;
            }
            self.cut(&word, &mut tokens);
        }
        tokens.truncate(TOKENS_MAX - 1);
        tokens.push(self.end);
        tokens
    }

    /// Adds the pieces of a word, or one unknown where any part has no piece.
    fn cut(&self, word: &str, tokens: &mut Vec<u32>) {
        let before = tokens.len();
        let mut ends: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
        ends.push(word.len());
        let chars = ends.len() - 1;
        if chars > WORD_CHARS_MAX {
            return tokens.push(self.unknown);
        }
        let mut start = 0;
        while start < chars {
            let Some((id, end)) = self.longest_piece(word, &ends, start) else {
                tokens.truncate(before);
                return tokens.push(self.unknown);
            };
            tokens.push(id);
            start = end;
        }
    }

    /// The longest piece from a character on, and the character after it.
    fn longest_piece(&self, word: &str, ends: &[usize], start: usize) -> Option<(u32, usize)> {
        let from = *ends.get(start)?;
        let mut piece = if start == 0 { String::new() } else { CONTINUES.to_owned() };
        let mark = piece.len();
        let last = (ends.len() - 1).min(start + self.longest);
        piece.push_str(word.get(from..*ends.get(last)?)?);
        for end in (start + 1..=last).rev() {
            piece.truncate(mark + ends.get(end)? - from);
            if let Some(id) = self.ids.get(piece.as_str()) {
                return Some((*id, end));
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PIECES: [&str; 12] =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "re", "refund", "##fund", "##s", "?", "my", "[", "a"];

    fn vocabulary() -> WordPiece {
        WordPiece::new(PIECES.map(str::to_owned).to_vec()).unwrap()
    }

    #[test]
    fn words_become_their_longest_pieces() {
        let cases: &[(&str, &[u32])] = &[
            ("My refunds?", &[9, 5, 7, 8]),
            ("refu", &[1]),
            ("rés", &[4, 7]),
            ("my xyz refund", &[9, 1, 5]),
            ("", &[]),
            // A customer who writes the marks writes brackets and words.
            ("[SEP]", &[10, 1, 1]),
        ];
        for (text, expected) in cases {
            let tokens = vocabulary().encode(text);
            assert_eq!(tokens, [&[2], *expected, &[3]].concat(), "{text:?}");
        }
    }

    #[test]
    fn both_files_say_the_same() {
        let lines = vocabulary().pieces().join("\n");
        let ids: HashMap<&str, usize> = PIECES.iter().copied().zip(0..).collect();
        let json =
            serde_json::json!({ "model": { "type": "WordPiece", "vocab": ids } }).to_string();
        assert_eq!(WordPiece::parse(&lines).unwrap(), WordPiece::parse(&json).unwrap());
    }

    #[test]
    fn a_vocabulary_that_cannot_be_says_why() {
        let cases = [
            ("a\nb", "2 pieces"),
            ("a\nb\nc\na", "piece 3"),
            ("[PAD]\n[UNK]\n[CLS]\nb", "no [SEP]"),
            ("{", "neither lines nor"),
            (r#"{"model":{"vocab":{"a":0,"b":7}}}"#, "piece 7"),
            (r#"{"model":{"vocab":{"a":0,"b":0}}}"#, "piece 1"),
        ];
        for (text, expected) in cases {
            let error = WordPiece::parse(text).unwrap_err().to_string();
            assert!(error.contains(expected), "{text}: {error}");
        }
    }

    proptest! {
        #[test]
        fn any_text_has_few_tokens(text in prop_oneof![any::<String>(), "[a-z ?\\PC]{0,900}"]) {
            let tokens = vocabulary().encode(&text);
            prop_assert!((2..=TOKENS_MAX).contains(&tokens.len()));
            prop_assert_eq!((tokens[0], tokens[tokens.len() - 1]), (2, 3));
            prop_assert!(tokens.iter().all(|token| (*token as usize) < PIECES.len()));
            prop_assert!(tokens[1..tokens.len() - 1].iter().all(|token| ![2, 3].contains(token)));
        }
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(vocabulary().encode(&"a ".repeat(10_000)).len(), TOKENS_MAX);
        assert_eq!(vocabulary().encode(&"a".repeat(10_000)), [2, 1, 3]);
    }
}
