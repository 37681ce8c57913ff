//! What customers of the benchmark write: no two messages are alike, and words come as often as they do in
//! a language, for what a message costs depends on how many of its words are new.

use kernel::Rng;

/// About as long as customers write when they write much.
const WORDS: usize = 50;
/// Words of the language. By Zipf's law the n-th most frequent of them comes 1/n times as often as the
/// first (G. K. Zipf, Human Behavior and the Principle of Least Effort, 1949).
const LANGUAGE: f64 = 20_000.0;
const CONSONANTS: [char; 16] =
    ['t', 'n', 's', 'r', 'd', 'l', 'm', 'k', 'v', 'p', 'b', 'g', 'f', 'h', 'j', 'w'];
const VOWELS: [char; 5] = ['e', 'a', 'o', 'i', 'u'];

/// Somebody who writes.
#[derive(Debug)]
pub(super) struct Writer(Rng);

impl Writer {
    pub(super) fn new(seed: usize) -> Self {
        Self(Rng::seeded(seed as u64))
    }

    /// The next message.
    pub(super) fn message(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..WORDS {
            // Equal shares of the logarithm are Zipf's law.
            let rank = LANGUAGE.powf(self.0.unit());
            spell(rank as usize, &mut text);
            text.push(' ');
        }
        text.truncate(text.trim_end().len());
        text
    }
}

/// Frequent words are short.
fn spell(mut rank: usize, text: &mut String) {
    while rank > 0 {
        let letters = [
            CONSONANTS.get(rank % CONSONANTS.len()),
            VOWELS.get(rank / CONSONANTS.len() % VOWELS.len()),
        ];
        text.extend(letters.into_iter().flatten());
        rank /= CONSONANTS.len() * VOWELS.len();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn words_are_told_apart_and_come_again() {
        let spelled: HashSet<String> = (1..20_000)
            .map(|rank| {
                let mut text = String::new();
                spell(rank, &mut text);
                text
            })
            .collect();
        assert_eq!(spelled.len(), 19_999);
        let mut writer = Writer::new(1);
        let messages: Vec<String> = (0..100).map(|_| writer.message()).collect();
        let all: Vec<&str> = messages.iter().flat_map(|text| text.split(' ')).collect();
        assert_eq!(all.len(), 100 * WORDS);
        let different = all.iter().collect::<HashSet<_>>().len();
        assert!((1_000..3_000).contains(&different), "{different} of 5,000");
    }
}
