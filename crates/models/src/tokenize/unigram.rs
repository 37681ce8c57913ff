//! Texts cut into the pieces that are most likely together.
//!
//! Source: T. Kudo, "Subword regularization", 2018, 3.2; the way with the best sum of scores is found as
//! A. Viterbi did, 1967. Spaces are written as ▁ (U+2581) and a text begins with one, as in SentencePiece.

use super::{PIECE_BYTES_MAX, TOKENS_MAX, VOCABULARY_MAX};
use crate::text::TEXT_CHARS_MAX;

/// What a space is written as.
const SPACE: char = '\u{2581}';
/// How much less likely than the least likely piece a character is that has none.
const UNKNOWN_PENALTY: f32 = 10.0;
/// Most characters that one becomes.
const REPLACED_BY_MAX: usize = 32;

/// Why a vocabulary was not taken.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum UnigramError {
    #[error(
        "the vocabulary has {pieces} pieces and {scores} scores; there is one each, 4 to {VOCABULARY_MAX}"
    )]
    Count { pieces: usize, scores: usize },
    #[error("piece {0} of the vocabulary is too long or has no finite score")]
    Piece(usize),
    #[error("special piece {0} is none of the vocabulary")]
    Special(u32),
    #[error("characters that are replaced are not in rising order, or become too much")]
    Replaced,
}

/// Pieces that are no part of any text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Specials {
    pub begin: u32,
    pub end: u32,
    pub padding: u32,
    pub unknown: u32,
}

impl Specials {
    const fn all(self) -> [u32; 4] {
        [self.begin, self.end, self.padding, self.unknown]
    }
}

/// Characters that are written otherwise before the text is cut, in rising order.
pub type Normal = Vec<(char, Vec<char>)>;

/// A vocabulary of SentencePiece's unigram kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Unigram {
    specials: Specials,
    /// All pieces, one after the other, and where each begins; one more than there are pieces.
    bytes: Vec<u8>,
    starts: Vec<u32>,
    scores: Vec<f32>,
    unknown_score: f32,
    /// Pieces of texts in the order of their bytes.
    sorted: Vec<u32>,
    replaced: Normal,
}

impl Unigram {
    /// From the pieces in the order of their ids, each with the logarithm of how likely it is.
    ///
    /// # Errors
    /// [`UnigramError`].
    pub fn new<'p>(
        specials: Specials,
        pieces: impl IntoIterator<Item = &'p [u8]>,
        scores: Vec<f32>,
        replaced: Normal,
    ) -> Result<Self, UnigramError> {
        let mut bytes = Vec::new();
        let mut starts = vec![0];
        for (id, piece) in pieces.into_iter().enumerate().take(VOCABULARY_MAX + 1) {
            if piece.len() > PIECE_BYTES_MAX
                || !scores.get(id).is_some_and(|score| score.is_finite())
            {
                return Err(UnigramError::Piece(id));
            }
            bytes.extend_from_slice(piece);
            starts.push(u32::try_from(bytes.len()).map_err(|_| UnigramError::Piece(id))?);
        }
        let count = starts.len() - 1;
        if count != scores.len() || !(4..=VOCABULARY_MAX).contains(&count) {
            return Err(UnigramError::Count { pieces: count, scores: scores.len() });
        }
        if let Some(special) = specials.all().into_iter().find(|id| *id as usize >= count) {
            return Err(UnigramError::Special(special));
        }
        let rising = replaced.is_sorted_by(|(one, _), (next, _)| one < next);
        if !rising || replaced.iter().any(|(_, becomes)| becomes.len() > REPLACED_BY_MAX) {
            return Err(UnigramError::Replaced);
        }
        let least = scores.iter().copied().fold(0.0, f32::min);
        let unknown_score = least - UNKNOWN_PENALTY;
        let mut made =
            Self { specials, bytes, starts, scores, unknown_score, sorted: Vec::new(), replaced };
        let all = (0_u32..).take(count).filter(|id| !specials.all().contains(id));
        let mut sorted: Vec<u32> = all.filter(|id| !made.piece(*id).is_empty()).collect();
        sorted.sort_by(|one, other| made.piece(*one).cmp(made.piece(*other)));
        made.sorted = sorted;
        Ok(made)
    }

    pub const fn vocabulary(&self) -> usize {
        self.scores.len()
    }

    pub const fn specials(&self) -> Specials {
        self.specials
    }

    pub fn scores(&self) -> &[f32] {
        &self.scores
    }

    pub fn replaced(&self) -> &[(char, Vec<char>)] {
        &self.replaced
    }

    /// A piece's bytes; none for an id that is not there.
    pub fn piece(&self, id: u32) -> &[u8] {
        let at = id as usize;
        let (start, end) = (self.starts.get(at), self.starts.get(at + 1));
        let (Some(start), Some(end)) = (start, end) else { return &[] };
        self.bytes.get(*start as usize..*end as usize).unwrap_or_default()
    }

    /// The text's tokens between the marks of beginning and end: 2 to [`TOKENS_MAX`] of them.
    pub fn encode(&self, text: &str) -> Vec<u32> {
        let mut tokens = vec![self.specials.begin];
        tokens.extend(self.best_way(&self.normal(text)));
        tokens.truncate(TOKENS_MAX - 1);
        tokens.push(self.specials.end);
        tokens
    }

    /// The text as pieces are written: characters replaced, runs of spaces as one ▁, one before all.
    fn normal(&self, text: &str) -> String {
        let mut normal = String::with_capacity(text.len() + SPACE.len_utf8());
        let mut push = |char: char| {
            let char = if char == ' ' { SPACE } else { char };
            if normal.is_empty() && char != SPACE {
                normal.push(SPACE);
            }
            if char != SPACE || !normal.ends_with(SPACE) {
                normal.push(char);
            }
        };
        for char in text.chars().take(TEXT_CHARS_MAX) {
            match self.replaced.binary_search_by_key(&char, |(from, _)| *from) {
                Ok(at) => {
                    let becomes = self.replaced.get(at).map(|(_, becomes)| becomes.as_slice());
                    becomes.unwrap_or_default().iter().for_each(|char| push(*char));
                }
                Err(_) => push(char),
            }
        }
        if normal.is_empty() {
            normal.push(SPACE);
        }
        normal
    }

    /// The pieces whose scores add up to most.
    fn best_way(&self, text: &str) -> Vec<u32> {
        let bytes = text.as_bytes();
        // Of each byte on which a piece can end: the best sum, the last piece, and where it began.
        let mut best: Vec<Option<(f32, u32, usize)>> = vec![None; bytes.len() + 1];
        let offer = |best: &mut [Option<(f32, u32, usize)>], end: usize, way: (f32, u32, usize)| {
            if let Some(place) = best.get_mut(end)
                && place.is_none_or(|(sum, ..)| way.0 > sum)
            {
                *place = Some(way);
            }
        };
        for (start, char) in text.char_indices() {
            let so_far = if start == 0 {
                Some(0.0)
            } else {
                best.get(start).copied().flatten().map(|way| way.0)
            };
            let Some(so_far) = so_far else { continue };
            for (id, length) in self.pieces_of(bytes.get(start..).unwrap_or_default()) {
                let score = self.scores.get(id as usize).copied().unwrap_or(self.unknown_score);
                offer(&mut best, start + length, (so_far + score, id, start));
            }
            let unknown = (so_far + self.unknown_score, self.specials.unknown, start);
            offer(&mut best, start + char.len_utf8(), unknown);
        }
        let mut tokens = Vec::new();
        let mut end = bytes.len();
        while let Some((_, id, start)) = best.get(end).copied().flatten() {
            tokens.push(id);
            end = start;
        }
        tokens.reverse();
        tokens
    }

    /// Every piece that the bytes begin with, and its length, the shortest first.
    fn pieces_of(&self, bytes: &[u8]) -> Vec<(u32, usize)> {
        let mut found = Vec::new();
        let mut among: &[u32] = &self.sorted;
        for (at, byte) in bytes.iter().enumerate() {
            // Of those with the same beginning, those whose next byte it is lie together.
            let next = |id: &u32| self.piece(*id).get(at).copied();
            let first = among.partition_point(|id| next(id) < Some(*byte));
            let after = among.partition_point(|id| next(id) <= Some(*byte));
            among = among.get(first..after).unwrap_or_default();
            let Some(shortest) = among.first() else { break };
            if self.piece(*shortest).len() == at + 1 {
                found.push((*shortest, at + 1));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SPECIALS: Specials = Specials { begin: 0, padding: 1, end: 2, unknown: 3 };
    const PIECES: [(&str, f32); 10] = [
        ("<s>", 0.0),
        ("<pad>", 0.0),
        ("</s>", 0.0),
        ("<unk>", 0.0),
        ("▁", -3.0),
        ("▁re", -4.0),
        ("fund", -5.0),
        ("▁refund", -7.0),
        ("s", -2.0),
        ("e", -6.0),
    ];

    fn vocabulary() -> Unigram {
        let (pieces, scores): (Vec<&str>, Vec<f32>) = PIECES.into_iter().unzip();
        let replaced = vec![('\t', vec![' ']), ('ß', vec!['s', 's']), ('\u{200b}', vec![])];
        Unigram::new(SPECIALS, pieces.into_iter().map(str::as_bytes), scores, replaced).unwrap()
    }

    #[test]
    fn the_likeliest_pieces_are_taken() {
        let cases: &[(&str, &[u32])] = &[
            // -7 - 2 is better than -4 - 5 - 2.
            ("refunds", &[7, 8]),
            ("re\u{200b}fundß", &[7, 8, 8]),
            ("se \t s", &[4, 8, 9, 4, 8]),
            (" s ", &[4, 8, 4]),
            ("x", &[4, 3]),
            ("", &[4]),
            // A customer who writes the marks writes characters.
            ("</s>", &[4, 3, 3, 8, 3]),
        ];
        for (text, expected) in cases {
            let tokens = vocabulary().encode(text);
            assert_eq!(tokens, [&[0], *expected, &[2]].concat(), "{text:?}");
        }
    }

    #[test]
    fn a_vocabulary_that_cannot_be_says_why() {
        let new = |specials, pieces: &[&str], scores: &[f32], replaced| {
            let pieces = pieces.iter().map(|piece| piece.as_bytes());
            Unigram::new(specials, pieces, scores.to_vec(), replaced).map(|_| ())
        };
        let four = ["a", "b", "c", "d"];
        let error = new(SPECIALS, &four, &[0.0; 5], vec![]);
        assert_eq!(error, Err(UnigramError::Count { pieces: 4, scores: 5 }));
        assert_eq!(new(SPECIALS, &four, &[f32::NAN; 4], vec![]), Err(UnigramError::Piece(0)));
        let specials = Specials { unknown: 4, ..SPECIALS };
        assert_eq!(new(specials, &four, &[0.0; 4], vec![]), Err(UnigramError::Special(4)));
        let twice = vec![('a', vec![]), ('a', vec![])];
        assert_eq!(new(SPECIALS, &four, &[0.0; 4], twice), Err(UnigramError::Replaced));
        assert_eq!(new(SPECIALS, &four, &[0.0; 4], vec![]), Ok(()));
    }

    proptest! {
        #[test]
        fn any_text_has_few_tokens(text in prop_oneof![any::<String>(), "[refunds \\PC]{0,900}"]) {
            let tokens = vocabulary().encode(&text);
            prop_assert!((2..=TOKENS_MAX).contains(&tokens.len()));
            prop_assert_eq!((tokens[0], tokens[tokens.len() - 1]), (0, 2));
            let within = &tokens[1..tokens.len() - 1];
            prop_assert!(within.iter().all(|token| (3..PIECES.len() as u32).contains(token)));
        }
    }

    #[test]
    fn a_long_text_is_cut() {
        assert_eq!(vocabulary().encode(&"s".repeat(10_000)).len(), TOKENS_MAX);
    }
}
