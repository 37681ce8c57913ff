//! Which language a message is in.
//!
//! Messages at a desk are short ("hej", "wo ist mein Paket"), where statistics of letters alone
//! guess badly between close languages. So the function words and letters of the rule files are
//! counted first; where they are silent or tie, the trigrams of `whatlang` break the tie; where
//! both are silent, the conversation's known language holds. It never guesses a language that has
//! no file, and a message that says nothing about its language is not given one.

use std::fmt;

use crate::words::{TEXT_CHARS_MAX, Tokens};

/// A language by its ISO 639-1 code, in lower case: `en`, `sv`, `nb`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 2]);

impl Language {
    /// From a code or tag: `sv`, `sv-SE`, `DE_at`. Norwegian's `no` and `nn` are read as `nb`, whose
    /// rules hold phrases of both. `None` where it does not begin with two letters of their own.
    pub fn parse(tag: &str) -> Option<Self> {
        let code = tag.split(['-', '_']).next()?;
        let [first, second] = <[u8; 2]>::try_from(code.as_bytes()).ok()?;
        if !first.is_ascii_alphabetic() || !second.is_ascii_alphabetic() {
            return None;
        }
        let code = [first.to_ascii_lowercase(), second.to_ascii_lowercase()];
        Some(Self(if matches!(&code, b"no" | b"nn") { *b"nb" } else { code }))
    }

    /// The ISO 639-1 code.
    pub fn code(&self) -> &str {
        // Only letters of ASCII get in.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Language({})", self.code())
    }
}

/// What a language is known by.
#[derive(Debug, Clone)]
pub(crate) struct Marks {
    pub(crate) language: Language,
    /// Folded function words.
    pub(crate) words: Vec<String>,
    /// Letters that the language writes and English does not.
    pub(crate) letters: Vec<char>,
}

/// A word that languages share says less of each: weights are parts of this.
const WEIGHT: u32 = 60;

/// What the conversation's language counts before a word is read: as much as a half of one word of
/// its own, so that it breaks ties and nothing more.
const KNOWN_WEIGHT: u32 = WEIGHT / 2;

/// What it counts in a message of a few words, an answer mostly: more than one word that another language
/// has too. `Ja` and `Nie angekommen` are no Dutch and no Polish in the middle of a German conversation.
const KNOWN_WEIGHT_SHORT: u32 = WEIGHT * 3 / 2;

/// Messages of at most so many words are short: their letters alone tell nothing.
const SHORT_WORDS_MAX: usize = 3;

/// What the trigrams' guess counts: as one and a half words, where they are sure of it.
const TRIGRAM_WEIGHT: u32 = WEIGHT * 3 / 2;

/// Guesses among the languages that have a file.
#[derive(Debug, Clone)]
pub(crate) struct Guesser {
    languages: Vec<Language>,
    words: std::collections::HashMap<String, Vec<u16>>,
    letters: std::collections::HashMap<char, Vec<u16>>,
    trigrams: whatlang::Detector,
}

impl Guesser {
    pub(crate) fn new(marks: &[Marks]) -> Self {
        let mut words: std::collections::HashMap<String, Vec<u16>> = Default::default();
        let mut letters: std::collections::HashMap<char, Vec<u16>> = Default::default();
        for (at, mark) in marks.iter().enumerate() {
            let at = u16::try_from(at).unwrap_or(u16::MAX);
            for word in &mark.words {
                words.entry(word.clone()).or_default().push(at);
            }
            for letter in &mark.letters {
                letters.entry(*letter).or_default().push(at);
            }
        }
        let languages: Vec<Language> = marks.iter().map(|mark| mark.language).collect();
        let known = languages.iter().filter_map(|language| trigram_language(*language));
        let trigrams = whatlang::Detector::with_allowlist(known.collect());
        Self { languages, words, letters, trigrams }
    }

    pub(crate) fn languages(&self) -> impl Iterator<Item = Language> {
        self.languages.iter().copied()
    }

    /// The likeliest language, or the known one where nothing speaks for any.
    pub(crate) fn guess(
        &self,
        text: &str,
        tokens: &Tokens,
        known: Option<Language>,
    ) -> Option<Language> {
        let mut scores = self.word_scores(text, tokens);
        let mut add = |places: &[u16], weight: u32| add(&mut scores, places, weight);
        let at = |wanted: Option<Language>| {
            let found = self.languages.iter().position(|one| Some(*one) == wanted);
            found.and_then(|at| u16::try_from(at).ok())
        };
        // Numbers and amounts are no words of any language.
        let is_word = |text: &str| text.chars().all(char::is_alphabetic);
        let words = tokens.iter().filter(|token| is_word(token.text)).count();
        let is_short = words <= SHORT_WORDS_MAX && at(known).is_some();
        if let Some(info) = self.trigrams.detect(text).filter(|_| !is_short) {
            let weight = if info.is_reliable() { TRIGRAM_WEIGHT } else { WEIGHT / 3 };
            // A short text's letters cannot tell Danish from Norwegian: its words decide.
            let places: Vec<u16> = match info.lang() {
                whatlang::Lang::Dan | whatlang::Lang::Nob => [Language(*b"da"), Language(*b"nb")]
                    .map(Some)
                    .into_iter()
                    .filter_map(at)
                    .collect(),
                lang => at(language_of_trigrams(lang)).into_iter().collect(),
            };
            add(&places, weight);
            // Where the words tie as well, the letters break the tie.
            add(at(language_of_trigrams(info.lang())).as_slice(), 1);
        }
        add(at(known).as_slice(), if is_short { KNOWN_WEIGHT_SHORT } else { KNOWN_WEIGHT });
        let best = scores.iter().copied().max().filter(|best| *best > 0);
        let Some(best) = best else { return known };
        let place = scores.iter().position(|score| *score == best);
        place.and_then(|place| self.languages.get(place)).copied().or(known)
    }

    /// What the function words and letters of a text say of each language.
    fn word_scores(&self, text: &str, tokens: &Tokens) -> Vec<u32> {
        let mut scores = vec![0_u32; self.languages.len()];
        for token in tokens.iter() {
            if let Some(places) = self.words.get(token.text) {
                add(&mut scores, places, WEIGHT);
            }
        }
        for letter in text.chars().take(TEXT_CHARS_MAX).filter(|letter| !letter.is_ascii()) {
            let lower = letter.to_lowercase().next().unwrap_or(letter);
            if let Some(places) = self.letters.get(&lower) {
                add(&mut scores, places, WEIGHT / 2);
            }
        }
        scores
    }

    /// All that is said of languages: the likeliest, another that is mixed in, or one that has no file.
    pub(crate) fn spoken(&self, text: &str, tokens: &Tokens, known: Option<Language>) -> Spoken {
        let main = self.guess(text, tokens, known);
        let ours = tokens.iter().filter(|token| self.words.contains_key(token.text)).count();
        let says_nothing = ours * STRAY_WORDS_SHARE <= tokens.len();
        let head = text.get(..text.floor_char_boundary(FOREIGN_BYTES_MAX)).unwrap_or(text);
        // Folded letters of other scripts may look like words: `мой` is no `moi`.
        let is_latin =
            matches!(whatlang::detect_script(head), None | Some(whatlang::Script::Latin));
        let foreign = if (says_nothing && known.is_none()) || !is_latin {
            foreign(head, is_latin)
        } else {
            None
        };
        if let Some(foreign) = foreign.filter(|one| !self.languages.contains(one)) {
            return Spoken { main: Some(foreign), also: None, is_served: false };
        }
        Spoken {
            main,
            also: main.and_then(|main| self.mixed_in(tokens, main)),
            is_served: main.is_some(),
        }
    }

    /// A second language: words of its own that the first does not have.
    fn mixed_in(&self, tokens: &Tokens, main: Language) -> Option<Language> {
        let mut own: Vec<usize> = vec![0; self.languages.len()];
        let mut of_main = 0_usize;
        let main = self.languages.iter().position(|one| *one == main)?;
        for token in tokens.iter() {
            let Some(places) = self.words.get(token.text) else { continue };
            if places.iter().any(|place| usize::from(*place) == main) {
                of_main += 1;
            } else if let [only] = places.as_slice()
                && let Some(count) = own.get_mut(usize::from(*only))
            {
                *count += 1;
            }
        }
        let most = own.iter().copied().max().unwrap_or_default();
        let is_mixed = most >= MIXED_WORDS_MIN && most.saturating_mul(MIXED_SHARE) >= of_main;
        let place = own.iter().position(|count| *count == most)?;
        self.languages.get(place).copied().filter(|_| is_mixed)
    }
}

fn add(scores: &mut [u32], places: &[u16], weight: u32) {
    let share = weight / u32::try_from(places.len().max(1)).unwrap_or(u32::MAX);
    for place in places {
        if let Some(score) = scores.get_mut(usize::from(*place)) {
            *score = score.saturating_add(share);
        }
    }
}

/// Up to one word in five that is also a word of ours leaves a message foreign.
const STRAY_WORDS_SHARE: usize = 5;
/// Fewest words of a second language, which the first does not share: one may be a name.
const MIXED_WORDS_MIN: usize = 2;
/// A second language has at least a third as many words as the first.
const MIXED_SHARE: usize = 3;

/// What languages a message is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spoken {
    /// The likeliest; none where nothing speaks for any.
    pub main: Option<Language>,
    /// Another that is mixed in.
    pub also: Option<Language>,
    /// Whether the likeliest has rules.
    pub is_served: bool,
}

/// The language of a text that the trigrams of all languages are sure of, or that its script tells.
fn foreign(head: &str, is_latin: bool) -> Option<Language> {
    let info = whatlang::detect(head).filter(|info| info.is_reliable() || !is_latin)?;
    let other = FOREIGN.iter().find(|(_, lang)| *lang == info.lang());
    other.map(|(code, _)| Language(**code)).or_else(|| language_of_trigrams(info.lang()))
}

/// So much of a text says which foreign language it is.
const FOREIGN_BYTES_MAX: usize = 2_000;

/// Languages with no rules that customers are likeliest to write in.
const FOREIGN: [(&[u8; 2], whatlang::Lang); 16] = {
    use whatlang::Lang;
    [
        (b"ar", Lang::Ara),
        (b"bg", Lang::Bul),
        (b"el", Lang::Ell),
        (b"fa", Lang::Pes),
        (b"he", Lang::Heb),
        (b"hi", Lang::Hin),
        (b"ja", Lang::Jpn),
        (b"ko", Lang::Kor),
        (b"ru", Lang::Rus),
        (b"sr", Lang::Srp),
        (b"th", Lang::Tha),
        (b"tr", Lang::Tur),
        (b"uk", Lang::Ukr),
        (b"ur", Lang::Urd),
        (b"vi", Lang::Vie),
        (b"zh", Lang::Cmn),
    ]
};

/// `whatlang` speaks ISO 639-3.
const TRIGRAM_LANGUAGES: [(&[u8; 2], whatlang::Lang); 20] = {
    use whatlang::Lang;
    [
        (b"en", Lang::Eng),
        (b"sv", Lang::Swe),
        (b"de", Lang::Deu),
        (b"es", Lang::Spa),
        (b"fi", Lang::Fin),
        (b"nb", Lang::Nob),
        (b"da", Lang::Dan),
        (b"nl", Lang::Nld),
        (b"fr", Lang::Fra),
        (b"it", Lang::Ita),
        (b"pl", Lang::Pol),
        (b"pt", Lang::Por),
        (b"cs", Lang::Ces),
        (b"sk", Lang::Slk),
        (b"hu", Lang::Hun),
        (b"ro", Lang::Ron),
        (b"et", Lang::Est),
        (b"lv", Lang::Lav),
        (b"lt", Lang::Lit),
        (b"hr", Lang::Hrv),
    ]
};

fn trigram_language(language: Language) -> Option<whatlang::Lang> {
    TRIGRAM_LANGUAGES.iter().find(|(code, _)| **code == language.0).map(|(_, lang)| *lang)
}

fn language_of_trigrams(lang: whatlang::Lang) -> Option<Language> {
    TRIGRAM_LANGUAGES.iter().find(|(_, known)| *known == lang).map(|(code, _)| Language(**code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_by_its_language() {
        let cases = [
            ("sv", Some("sv")),
            ("sv-SE", Some("sv")),
            ("DE_at", Some("de")),
            ("no", Some("nb")),
            ("nn-NO", Some("nb")),
            ("swe", None),
            ("", None),
            ("1a", None),
            ("å", None),
        ];
        for (tag, expected) in cases {
            let language = Language::parse(tag);
            assert_eq!(language.as_ref().map(Language::code), expected, "{tag}");
        }
    }
}
