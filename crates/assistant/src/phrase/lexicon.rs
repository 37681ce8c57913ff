//! The words of one language: those that are harmless, and those that are counted.

use std::collections::HashSet;

use super::tokens::{Kind, Token, read};

/// Codes and signs of currencies, in small letters.
const CURRENCIES: &[&str] =
    &["€", "£", "$", "kr", "eur", "gbp", "sek", "usd", "dkk", "nok", "chf", "pln", "jpy"];
/// Classes whose word after a number is a part of it.
const UNITS: &str = "unit_";
const CURRENCY: &str = "currency";
/// Pieces that join number words to one.
const JOINERS: &[&str] = &["und", "och", "y", "ein", "en", "ett", "e", "and"];

/// How a class's words are found.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Pattern {
    Is(String),
    Begins(String),
    Ends(String),
    Has(String),
}

impl Pattern {
    fn of(word: &str) -> Self {
        let core = word.trim_matches('*').to_lowercase();
        match (word.starts_with('*'), word.ends_with('*')) {
            (false, false) => Self::Is(core),
            (false, true) => Self::Begins(core),
            (true, false) => Self::Ends(core),
            (true, true) => Self::Has(core),
        }
    }

    fn fits(&self, word: &str) -> bool {
        match self {
            Self::Is(core) => word == core,
            Self::Begins(core) => word.starts_with(core.as_str()),
            Self::Ends(core) => word.len() > core.len() && word.ends_with(core.as_str()),
            Self::Has(core) => word.contains(core.as_str()),
        }
    }
}

/// The words of one language.
#[derive(Debug, Clone, Default)]
pub(super) struct Lexicon {
    pub(super) courtesies: Vec<Vec<String>>,
    /// In small letters.
    harmless: HashSet<String>,
    /// Those that may have a capital within a sentence.
    capitals: HashSet<String>,
    classes: Vec<(String, Vec<Pattern>)>,
    negations: HashSet<String>,
    /// Negations that only strengthen another one of the sentence.
    weak: HashSet<String>,
    numbers: HashSet<String>,
    dates: HashSet<String>,
}

impl Lexicon {
    /// The list that ships for a language.
    pub(super) fn of(language: &str) -> Option<Self> {
        let file = match language {
            "en" => include_str!("words/en.txt"),
            "sv" => include_str!("words/sv.txt"),
            "de" => include_str!("words/de.txt"),
            "es" => include_str!("words/es.txt"),
            _ => return None,
        };
        let mut lexicon = Self::default();
        let mut section = "";
        for line in file.lines().map(str::trim).filter(|line| !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                section = name;
            } else if !line.is_empty() {
                lexicon.add(section, line);
            }
        }
        Some(lexicon)
    }

    fn add(&mut self, section: &str, line: &str) {
        let words = || line.split_whitespace();
        let low = || words().map(str::to_lowercase);
        match section {
            "courtesies" => self.courtesies.push(low().collect()),
            "neutral" => {
                self.harmless.extend(low());
                let capital = |word: &&str| word.starts_with(char::is_uppercase);
                self.capitals.extend(words().filter(capital).map(str::to_lowercase));
            }
            "loaded" => {
                let (name, list) = line.split_once(':').unwrap_or((line, ""));
                let list = list.split_whitespace().map(Pattern::of).collect();
                self.classes.push((name.trim().to_owned(), list));
            }
            "negations" => self.negations.extend(low()),
            "weak negations" => self.weak.extend(low()),
            "numbers" => self.numbers.extend(low()),
            "dates" => self.dates.extend(low()),
            _ => {}
        }
    }

    /// Learns the words of a text of our own. A word that only ever has a capital is a name, and is not
    /// learnt but in German.
    pub(super) fn learn(&mut self, text: &str) {
        let nouns = self.capitals.len() > 1;
        for token in read(text).into_iter().filter(|token| token.kind == Kind::Word) {
            if token.capital && !token.opens {
                if nouns && !token.all_capitals {
                    self.capitals.insert(token.low.clone());
                    self.harmless.insert(token.low);
                }
                continue;
            }
            self.harmless.insert(token.low);
        }
    }

    pub(super) fn is_harmless(&self, word: &str) -> bool {
        self.harmless.contains(word) || self.is_counted(word)
    }

    /// Words that are counted one by one are judged there.
    fn is_counted(&self, word: &str) -> bool {
        self.is_negation(word) || self.weak.contains(word)
    }

    pub(super) fn may_be_capital(&self, word: &str) -> bool {
        self.capitals.contains(word) || matches!(word, "i" | "i'm" | "i've" | "i'd" | "i'll")
    }

    /// The classes that a word is of.
    pub(super) fn classes<'l>(&'l self, word: &'l str) -> impl Iterator<Item = &'l str> {
        let fits = move |patterns: &[Pattern]| patterns.iter().any(|one| one.fits(word));
        self.classes.iter().filter(move |(_, list)| fits(list)).map(|(name, _)| name.as_str())
    }

    pub(super) fn is_negation(&self, word: &str) -> bool {
        self.negations.contains(word) || word.ends_with("n't")
    }

    pub(super) fn is_weak_negation(&self, word: &str) -> bool {
        self.weak.contains(word)
    }

    pub(super) fn is_date(&self, word: &str) -> bool {
        self.dates.contains(word)
    }

    /// Whether it is a number word, or one put together of them: `dreihundertfünfzig`.
    pub(super) fn is_number(&self, word: &str) -> bool {
        if self.numbers.contains(word) {
            return true;
        }
        // How many number words lead to each place; a joiner counts for none.
        let mut reached = vec![None; word.len() + 1];
        if let Some(first) = reached.first_mut() {
            *first = Some(0_usize);
        }
        for at in 0..word.len() {
            let (Some(count), Some(rest)) = (reached.get(at).copied().flatten(), word.get(at..))
            else {
                continue;
            };
            let pieces = self.numbers.iter().map(|piece| (piece.as_str(), 1));
            for (piece, worth) in pieces.chain(JOINERS.iter().map(|piece| (*piece, 0))) {
                if rest.starts_with(piece)
                    && let Some(place) = reached.get_mut(at + piece.len())
                {
                    *place = Some(place.unwrap_or(0).max(count + worth));
                }
            }
        }
        reached.last().copied().flatten().is_some_and(|count| count >= 2)
            || JOINERS.iter().any(|one| {
                word.strip_prefix(one)
                    .is_some_and(|rest| !rest.is_empty() && self.numbers.contains(rest))
            })
    }

    /// What a word makes of the number beside it; empty for most.
    pub(super) fn unit(&self, token: &Token) -> String {
        if self.is_date(&token.low) {
            return token.low.clone();
        }
        let classes = self.classes(&token.low).find(|name| name.starts_with(UNITS));
        classes.map(str::to_owned).unwrap_or_default()
    }

    pub(super) fn is_currency(&self, token: &Token) -> bool {
        CURRENCIES.contains(&token.low.as_str())
            || self.classes(&token.low).any(|name| name == CURRENCY)
    }
}
