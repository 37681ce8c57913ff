//! How alike two documents are: by the look of a picture, by the words of a text.
//!
//! Of words, the minima of hashed word sequences are kept: a sketch that says nothing of the text itself.
//! Source: A. Broder, "On the resemblance and containment of documents", 1997.

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// Numbers of a sketch.
pub const SKETCH_NUMBERS: usize = 32;
/// Words of a sequence.
const SEQUENCE_WORDS: usize = 4;
/// A shorter text is like too many others.
const WORDS_MIN: usize = 25;
/// Pictures that differ in at most so many bits look the same.
pub const GLANCE_BITS_MAX: u32 = 3;
/// Texts that share at least so much of their sequences are the same document, in percent.
pub const SKETCH_PERCENT_MIN: u32 = 70;
/// Numbers of a sketch that a key of [`keys`] joins: documents that are 70 % alike share a key with a
/// probability of 0.9999.
const KEY_NUMBERS: usize = 2;

/// What is kept of a document, to know it again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Likeness {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub glance: Option<u64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sketch: Vec<u64>,
}

impl Likeness {
    pub fn of(glance: Option<u64>, text: &Text) -> Self {
        Self { glance, sketch: sketch(&text.joined()) }
    }

    /// How alike two documents are, 0 to 100; `None` where nothing can be said.
    pub fn percent(&self, other: &Self) -> Option<u32> {
        let looks = self.glance.zip(other.glance).map(|(one, other)| {
            let bits = (one ^ other).count_ones();
            if bits <= GLANCE_BITS_MAX { 100 - bits * 4 } else { 0 }
        });
        let words =
            (!self.sketch.is_empty() && self.sketch.len() == other.sketch.len()).then(|| {
                let same =
                    self.sketch.iter().zip(&other.sketch).filter(|(one, other)| one == other);
                let same = same.count() * 100 / self.sketch.len();
                u32::try_from(same).unwrap_or(100)
            });
        looks.max(words)
    }

    /// Keys to look documents up by that may be alike: of two that are, most share one.
    pub fn keys(&self) -> Vec<String> {
        let glance = self.glance.iter().flat_map(|glance| {
            // Of four parts, one is untouched by three changed bits.
            (0..4).map(move |part| format!("g{part}:{:04x}", glance >> (part * 16) & 0xFFFF))
        });
        let sketch = self.sketch.chunks(KEY_NUMBERS).enumerate().map(|(place, numbers)| {
            let joined = numbers.iter().fold(0_u64, |sum, number| mix(sum ^ *number));
            format!("s{place}:{joined:016x}")
        });
        glance.chain(sketch).collect()
    }
}

fn sketch(text: &str) -> Vec<u64> {
    let words: Vec<u64> = text
        .split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().bytes().fold(0xCBF2_9CE4_8422_2325, fnv))
        .collect();
    if words.len() < WORDS_MIN {
        return Vec::new();
    }
    let sequences: Vec<u64> = words
        .windows(SEQUENCE_WORDS)
        .map(|words| words.iter().fold(0, |sum, word| mix(sum ^ word)))
        .collect();
    let seeds = (1_u64..).take(SKETCH_NUMBERS);
    let least = |seed: u64| sequences.iter().map(|hash| mix(hash ^ mix(seed))).min();
    seeds.filter_map(least).collect()
}

/// FNV-1a, whose two numbers these are.
const fn fnv(hash: u64, byte: u8) -> u64 {
    (hash ^ byte as u64).wrapping_mul(0x0000_0100_0000_01B3)
}

/// The finalizer of MurmurHash3.
const fn mix(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_add(0x9E37_79B9_7F4A_7C15).wrapping_mul(0xFF51_AFD7_ED55_8CCD);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xC4CE_B9FE_1A85_EC53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Source;

    #[test]
    fn what_is_alike_is_known_again() {
        let words: Vec<String> = (0..120).map(|number| format!("word{number}")).collect();
        let of = |words: &[String]| {
            Likeness::of(None, &Text::of_plain(Source::PdfText, &words.join(" ")))
        };
        let mut changed = words.clone();
        changed[60] = "another".to_owned();
        let (one, near, far) = (of(&words), of(&changed), of(&words[100..]));
        assert_eq!(one.percent(&one), Some(100));
        assert!(one.percent(&near).unwrap() >= SKETCH_PERCENT_MIN, "{:?}", one.percent(&near));
        assert!(one.keys().iter().any(|key| near.keys().contains(key)));
        assert_eq!(far.sketch, Vec::<u64>::new(), "too short to tell");
        let other: Vec<String> = (500..620).map(|number| format!("word{number}")).collect();
        assert!(one.percent(&of(&other)).unwrap() < 20);
        let look = |glance: u64| Likeness { glance: Some(glance), sketch: Vec::new() };
        assert_eq!(look(0b111).percent(&look(0)), Some(88));
        assert_eq!(look(0b1111).percent(&look(0)), Some(0));
        assert!(look(1 << 40).keys().iter().any(|key| look(1).keys().contains(key)));
    }
}
