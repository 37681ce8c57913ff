//! The languages of the articles: their words, stems and pieces of words.

use rust_stemmers::{Algorithm, Stemmer};
use serde::{Deserialize, Serialize};

/// Letters of a piece of a word.
const PIECE_LETTERS: usize = 4;

/// A language that articles are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Language {
    #[serde(rename = "en")]
    English,
    #[serde(rename = "sv")]
    Swedish,
    #[serde(rename = "de")]
    German,
    #[serde(rename = "es")]
    Spanish,
}

impl Language {
    pub const ALL: [Self; 4] = [Self::English, Self::Swedish, Self::German, Self::Spanish];

    /// ISO 639-1.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Swedish => "sv",
            Self::German => "de",
            Self::Spanish => "es",
        }
    }

    /// The language of an ISO 639-1 code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }

    /// The stems of the words of a text, in order, without words that are in every text.
    #[must_use]
    pub fn stems(self, text: &str) -> Vec<String> {
        let stemmer = Stemmer::create(self.algorithm());
        self.content_words(text).iter().map(|word| stemmer.stem(word).into_owned()).collect()
    }

    /// Runs of four letters inside the words of a text, without accents: they find a word inside a
    /// compound (Mahngebühr, Zahlungsgebühr) and through a typing mistake.
    #[must_use]
    pub fn pieces(self, text: &str) -> Vec<String> {
        let mut pieces = Vec::new();
        for word in self.content_words(text) {
            let letters: Vec<char> = word.chars().map(without_accent).collect();
            pieces.extend(letters.windows(PIECE_LETTERS).map(|run| run.iter().collect()));
        }
        pieces
    }

    fn content_words(self, text: &str) -> Vec<String> {
        let stop = self.stop_words();
        let mut text = text.to_lowercase().replace('’', "'");
        if self == Self::English {
            text = text.replace("'s", "");
        }
        let mut found = words(&text);
        found.retain(|word| word.chars().nth(1).is_some() && !stop.contains(&word.as_str()));
        found
    }

    const fn algorithm(self) -> Algorithm {
        match self {
            Self::English => Algorithm::English,
            Self::Swedish => Algorithm::Swedish,
            Self::German => Algorithm::German,
            Self::Spanish => Algorithm::Spanish,
        }
    }

    const fn stop_words(self) -> &'static [&'static str] {
        match self {
            Self::English => ENGLISH,
            Self::Swedish => SWEDISH,
            Self::German => GERMAN,
            Self::Spanish => SPANISH,
        }
    }
}

/// Runs of letters and digits; a number keeps its decimals (`2.5`).
fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut in_decimals = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let decimals_follow = letters.peek().is_some_and(char::is_ascii_digit);
        if letter == '.' && !word.is_empty() && !in_decimals && decimals_follow {
            in_decimals = true;
            word.push(letter);
        } else if in_decimals && !letter.is_ascii_digit() || !letter.is_alphanumeric() {
            words.push(std::mem::take(&mut word));
            in_decimals = false;
            if letter.is_alphanumeric() {
                word.push(letter);
            }
        } else {
            word.push(letter);
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

const fn without_accent(letter: char) -> char {
    match letter {
        'á' | 'à' | 'â' | 'ä' | 'å' => 'a',
        'é' | 'è' | 'ê' | 'ë' => 'e',
        'í' | 'ì' | 'î' | 'ï' => 'i',
        'ó' | 'ò' | 'ô' | 'ö' => 'o',
        'ú' | 'ù' | 'û' | 'ü' => 'u',
        'ñ' => 'n',
        other => other,
    }
}

/// The sentences of a text, by its punctuation and lines.
pub(crate) fn sentences(text: &str) -> Vec<&str> {
    text.split(['.', '!', '?', ';', '\n']).map(str::trim).filter(|s| !s.is_empty()).collect()
}

const ENGLISH: &[&str] = &[
    "a", "an", "the", "and", "or", "of", "to", "in", "on", "for", "with", "is", "are", "was",
    "were", "be", "been", "it", "its", "this", "that", "these", "those", "i", "i'm", "i've", "you",
    "your", "my", "me", "we", "our", "they", "them", "he", "she", "his", "her", "as", "at", "by",
    "from", "if", "do", "does", "did", "not", "no", "can", "could", "would", "should", "will",
    "just", "so", "but", "have", "has", "had", "what", "which", "who", "when", "how", "about",
    "there", "any", "all", "some", "more", "than", "then", "into", "out", "up", "also", "want",
    "need", "like", "please", "don", "re", "ve", "ll",
];
const SWEDISH: &[&str] = &[
    "och", "att", "det", "i", "en", "ett", "jag", "hon", "han", "som", "på", "den", "med", "var",
    "sig", "för", "så", "till", "är", "men", "de", "om", "hade", "du", "dig", "din", "ditt",
    "dina", "min", "mitt", "mina", "mig", "vi", "oss", "vår", "vårt", "våra", "har", "ha", "av",
    "icke", "inte", "vad", "vem", "vilken", "vilket", "vilka", "hur", "när", "där", "här", "då",
    "nu", "kan", "kunde", "ska", "skulle", "vill", "ni", "er", "ert", "era", "eller", "från",
    "vid", "under", "efter", "ut", "in", "upp", "även", "bara", "mycket", "alla", "allt", "man",
    "sin", "sitt", "sina", "blir", "bli", "blev", "hej", "tack", "ju", "väl", "nog", "ja", "nej",
    "varför", "detta", "denna",
];
const GERMAN: &[&str] = &[
    "der", "die", "das", "und", "oder", "in", "im", "den", "dem", "des", "ein", "eine", "einen",
    "einem", "einer", "eines", "ich", "du", "er", "sie", "es", "wir", "ihr", "mein", "meine",
    "meinen", "meinem", "meiner", "mir", "mich", "uns", "unser", "unsere", "ihre", "ihren",
    "ihrem", "ihrer", "ihnen", "ist", "sind", "war", "waren", "sein", "bin", "habe", "hat",
    "haben", "hatte", "wird", "werden", "wurde", "kann", "können", "könnte", "muss", "müssen",
    "soll", "will", "möchte", "auf", "an", "am", "zu", "zum", "zur", "von", "vom", "mit", "bei",
    "für", "über", "aus", "nach", "als", "auch", "aber", "nicht", "kein", "keine", "wenn", "dass",
    "daß", "was", "wer", "wie", "wo", "wann", "warum", "welche", "welcher", "so", "dann", "da",
    "denn", "nur", "noch", "schon", "mal", "man", "sich", "diese", "dieser", "dieses", "bitte",
    "hallo", "danke", "ja", "nein", "hier", "jetzt", "um", "bis", "durch", "alle", "etwas", "mehr",
    "guten", "tag",
];
const SPANISH: &[&str] = &[
    "el", "la", "los", "las", "un", "una", "unos", "unas", "de", "del", "al", "a", "y", "o", "u",
    "e", "en", "con", "por", "para", "sin", "que", "qué", "se", "su", "sus", "mi", "mis", "me",
    "yo", "tu", "tus", "te", "ti", "tú", "nos", "nuestro", "nuestra", "lo", "le", "les", "es",
    "son", "era", "fue", "ser", "está", "estoy", "están", "estar", "esta", "este", "esto", "ese",
    "esa", "eso", "estos", "estas", "he", "ha", "han", "has", "hay", "había", "haber", "si", "sí",
    "no", "ni", "como", "cómo", "cuando", "cuándo", "donde", "dónde", "quien", "quién", "cual",
    "cuál", "pero", "porque", "más", "mas", "muy", "ya", "también", "solo", "sólo", "todo", "toda",
    "todos", "todas", "puedo", "puede", "pueden", "quiero", "quiere", "tengo", "tiene", "tienen",
    "hola", "gracias", "favor", "buenas", "buenos", "días", "aquí", "ahora", "algo", "desde",
    "hasta", "entre",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_stems() {
        let table = [
            (
                Language::English,
                "What's the late fee on 2.5 payments?",
                vec!["late", "fee", "2.5", "payment"],
            ),
            (Language::Swedish, "Varför fick jag en förseningsavgift?", vec!["fick", "försening"]),
            (Language::German, "Warum die Mahngebühren?", vec!["mahngebuhr"]),
            (Language::Spanish, "¿Cuándo llegan los reembolsos?", vec!["lleg", "reembols"]),
        ];
        for (language, text, stems) in table {
            let found = language.stems(text);
            assert_eq!(found.len(), stems.len(), "{found:?}");
            for (found, expected) in found.iter().zip(stems) {
                assert!(found.starts_with(expected), "{found} {expected}");
            }
        }
    }

    #[test]
    fn numbers_keep_one_run_of_decimals() {
        assert_eq!(words("1.2.3 a.5b end."), ["1.2", "3", "a.5", "b", "end"]);
    }

    #[test]
    fn pieces_find_a_word_in_a_compound() {
        let compound = Language::German.pieces("Mahngebühr");
        assert!(Language::German.pieces("Gebühr").iter().all(|piece| compound.contains(piece)));
    }
}
