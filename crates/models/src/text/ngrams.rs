//! The n-grams of a text, as 64-bit hashes.
//!
//! Words tell what a text is about, their neighbours in what order; runs of characters within words
//! survive typos, inflection and compounds, which German and Swedish are full of.

/// Longest text that is read, in characters.
pub const TEXT_CHARS_MAX: usize = 4_000;
/// Most n-grams of one text: its length bounds them.
pub const NGRAMS_MAX: usize = TEXT_CHARS_MAX * 6;

/// Which n-grams are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Grams {
    /// Longest run of words.
    pub words: usize,
    /// Shortest and longest run of characters within a word with a blank on either side; none where the
    /// longest is nought.
    pub chars_min: usize,
    pub chars_max: usize,
}

impl Grams {
    pub const WORDS: Self = Self { words: 2, chars_min: 0, chars_max: 0 };
    pub const CHARS: Self = Self { words: 0, chars_min: 2, chars_max: 5 };

    /// The hash of each n-gram, as often as it occurs.
    pub fn of(self, text: &str) -> Vec<u64> {
        let text: String = text.chars().take(TEXT_CHARS_MAX).flat_map(char::to_lowercase).collect();
        let mut grams = Vec::new();
        if self.words > 0 {
            self.word_grams(&text, &mut grams);
        }
        if self.chars_max > 0 {
            self.char_grams(&text, &mut grams);
        }
        grams
    }

    fn word_grams(self, text: &str, grams: &mut Vec<u64>) {
        let words: Vec<&str> = words(text).collect();
        for length in 1..=self.words {
            for run in words.windows(length) {
                let mut hash = Hash::new(u64::try_from(length).unwrap_or(0));
                for word in run {
                    hash.bytes(word.as_bytes());
                    hash.byte(b' ');
                }
                grams.push(hash.finish());
            }
        }
    }

    fn char_grams(self, text: &str, grams: &mut Vec<u64>) {
        for word in text.split_whitespace() {
            let padded: Vec<char> = std::iter::once(' ').chain(word.chars()).chain([' ']).collect();
            for length in self.chars_min..=self.chars_max {
                for run in padded.windows(length) {
                    let mut hash = Hash::new(64 + u64::try_from(length).unwrap_or(0));
                    let mut buffer = [0; 4];
                    run.iter()
                        .for_each(|char| hash.bytes(char.encode_utf8(&mut buffer).as_bytes()));
                    grams.push(hash.finish());
                }
                // A shorter word is one run, whole.
                if padded.len() <= length {
                    break;
                }
            }
        }
    }
}

/// Runs of letters and digits; an apostrophe within a word belongs to it.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_of_word = |char: char| char.is_alphanumeric() || char == '\'' || char == '’';
    text.split(move |char| !is_of_word(char))
        .map(|word| word.trim_matches(['\'', '’']))
        .filter(|word| !word.is_empty())
}

/// FNV-1a with a last mix: the same on every machine and in every version, for it is kept in models.
/// Source: Fowler, Noll, Vo; RFC 9923. The mix is MurmurHash3's.
struct Hash(u64);

impl Hash {
    fn new(kind: u64) -> Self {
        let mut hash = Self(0xcbf2_9ce4_8422_2325);
        hash.bytes(&kind.to_le_bytes());
        hash
    }

    fn bytes(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.byte(*byte));
    }

    fn byte(&mut self, byte: u8) {
        self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    }

    fn finish(self) -> u64 {
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        mixed ^ (mixed >> 33)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_their_neighbours_count_as_often_as_they_occur() {
        let grams = Grams::WORDS.of("Where's my refund? my refund!");
        assert_eq!(grams.len(), 5 + 4);
        let different: std::collections::BTreeSet<u64> = grams.iter().copied().collect();
        assert_eq!(
            different.len(),
            3 + 3,
            "where's, my, refund; their pairs, of which one comes twice"
        );
        assert_eq!(grams, Grams::WORDS.of("where's MY refund, my refund"));
    }

    #[test]
    fn characters_run_within_words() {
        // " ab ": 3 of two, 2 of three, 1 of four; " a ": 2 of two, 1 of three.
        assert_eq!(Grams::CHARS.of("ab").len(), 6);
        assert_eq!(Grams::CHARS.of("ab a").len(), 9);
        let shared = |one: &str, other: &str| {
            let other = Grams::CHARS.of(other);
            Grams::CHARS.of(one).iter().filter(|gram| other.contains(gram)).count()
        };
        assert!(shared("återbetalning", "återbetalningen") > 30);
        assert_eq!(shared("xyz", "abc"), 0);
    }

    #[test]
    fn hashes_never_change() {
        assert_eq!(Grams { words: 1, chars_min: 0, chars_max: 0 }.of("refund"), [HASH_OF_REFUND]);
    }

    const HASH_OF_REFUND: u64 = 24_742_615_080_042_581;

    #[test]
    fn a_long_text_is_cut() {
        assert!(Grams::CHARS.of(&"ab ".repeat(100_000)).len() < NGRAMS_MAX);
    }
}
