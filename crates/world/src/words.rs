//! The word lists that names, addresses and sentences are put together from, one file a language.
//! They must hold no real firm and no real place.

use std::collections::BTreeMap;

use kernel::Rng;
use serde::{Deserialize, Serialize};

use crate::event::Trouble;

/// A language of the word lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    English,
    Swedish,
    German,
    Spanish,
}

impl Language {
    pub const ALL: [Self; 4] = [Self::English, Self::Swedish, Self::German, Self::Spanish];

    const fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::English => ("en.toml", include_str!("../words/en.toml")),
            Self::Swedish => ("sv.toml", include_str!("../words/sv.toml")),
            Self::German => ("de.toml", include_str!("../words/de.toml")),
            Self::Spanish => ("es.toml", include_str!("../words/es.toml")),
        }
    }
}

/// What a shop sells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sector {
    Fashion,
    Electronics,
    Home,
    Beauty,
    Sports,
    Toys,
    Digital,
    Service,
}

impl Sector {
    pub const ALL: [Self; 8] = [
        Self::Fashion,
        Self::Electronics,
        Self::Home,
        Self::Beauty,
        Self::Sports,
        Self::Toys,
        Self::Digital,
        Self::Service,
    ];
}

/// What a merchant says in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    Delivered,
    OnItsWay,
    AsDescribed,
    Refunded,
    NotOwed,
    Accepts,
}

impl Reply {
    pub const ALL: [Self; 6] = [
        Self::Delivered,
        Self::OnItsWay,
        Self::AsDescribed,
        Self::Refunded,
        Self::NotOwed,
        Self::Accepts,
    ];
}

/// Why the word lists that ship with the crate cannot be used: a mistake of ours, met by a test.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("word list {file} is not valid: {message}")]
pub struct WordsError {
    pub file: &'static str,
    pub message: String,
}

/// The list of one language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    first: Vec<String>,
    last: Vec<String>,
    town_a: Vec<String>,
    town_b: Vec<String>,
    street_a: Vec<String>,
    street_b: Vec<String>,
    shop_a: Vec<String>,
    shop_b: Vec<String>,
    hardship: Vec<String>,
    nouns: BTreeMap<Sector, Vec<String>>,
    says: BTreeMap<Trouble, Vec<String>>,
    replies: BTreeMap<Reply, Vec<String>>,
}

impl Words {
    /// The list that ships for a language.
    ///
    /// # Errors
    /// [`WordsError`] when it lacks an entry.
    pub fn shipped(language: Language) -> Result<Self, WordsError> {
        let (file, text) = language.file();
        let fail = |message: String| WordsError { file, message };
        let words: Self = toml::from_str(text).map_err(|error| fail(error.to_string()))?;
        words.check().map_err(|what| fail(format!("{what} is missing or empty")))?;
        Ok(words)
    }

    fn check(&self) -> Result<(), String> {
        let lists = [
            ("first", &self.first),
            ("last", &self.last),
            ("town_a", &self.town_a),
            ("town_b", &self.town_b),
            ("street_a", &self.street_a),
            ("street_b", &self.street_b),
            ("shop_a", &self.shop_a),
            ("shop_b", &self.shop_b),
            ("hardship", &self.hardship),
        ];
        let empty = lists.iter().find(|(_, list)| list.is_empty()).map(|(name, _)| *name);
        let lacks = |list: Option<&Vec<String>>| list.is_none_or(Vec::is_empty);
        let missing = empty
            .map(str::to_owned)
            .or_else(|| lacking(&Sector::ALL, |key| lacks(self.nouns.get(key))))
            .or_else(|| lacking(&Trouble::ALL, |key| lacks(self.says.get(key))))
            .or_else(|| lacking(&Reply::ALL, |key| lacks(self.replies.get(key))));
        missing.map_or(Ok(()), Err)
    }

    pub fn first_name(&self, rng: &mut Rng) -> &str {
        pick(&self.first, rng)
    }

    pub fn last_name(&self, rng: &mut Rng) -> &str {
        pick(&self.last, rng)
    }

    pub fn town(&self, rng: &mut Rng) -> String {
        format!("{}{}", pick(&self.town_a, rng), pick(&self.town_b, rng))
    }

    pub fn street(&self, rng: &mut Rng) -> String {
        format!("{}{}", pick(&self.street_a, rng), pick(&self.street_b, rng))
    }

    pub fn shop(&self, rng: &mut Rng) -> String {
        format!("{}{}", pick(&self.shop_a, rng), pick(&self.shop_b, rng))
    }

    /// A product's name: a noun and an invented brand.
    pub fn product(&self, sector: Sector, rng: &mut Rng) -> String {
        let noun = self.nouns.get(&sector).map_or("", |nouns| pick(nouns, rng));
        format!("{noun} {}", brand(rng))
    }

    /// What a customer writes about a problem.
    pub fn says(
        &self,
        trouble: Trouble,
        product: &str,
        shop: &str,
        days: i64,
        rng: &mut Rng,
    ) -> String {
        let template = self.says.get(&trouble).map_or("", |says| pick(says, rng));
        template
            .replace("{product}", product)
            .replace("{shop}", shop)
            .replace("{days}", &days.max(1).to_string())
    }

    pub fn hardship(&self, rng: &mut Rng) -> &str {
        pick(&self.hardship, rng)
    }

    pub fn reply(&self, reply: Reply, rng: &mut Rng) -> &str {
        self.replies.get(&reply).map_or("", |replies| pick(replies, rng))
    }
}

fn lacking<T: std::fmt::Debug>(keys: &[T], lacks: impl Fn(&T) -> bool) -> Option<String> {
    keys.iter().find(|key| lacks(key)).map(|key| format!("{key:?}"))
}

fn pick<'a>(list: &'a [String], rng: &mut Rng) -> &'a str {
    rng.pick(list).map_or("", String::as_str)
}

/// Two or three syllables that are a word of no language on purpose.
fn brand(rng: &mut Rng) -> String {
    const ONSETS: [&str; 10] = ["Ny", "Ta", "Vo", "Ke", "Lu", "Pra", "Sil", "Mo", "Dri", "Fe"];
    const ENDS: [&str; 10] =
        ["ral", "vio", "nta", "kko", "lis", "mar", "zen", "dor", "pex", "lumi"];
    let onset = rng.pick(&ONSETS).copied().unwrap_or_default();
    let end = rng.pick(&ENDS).copied().unwrap_or_default();
    format!("{onset}{end}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_language_has_every_entry() {
        for language in Language::ALL {
            let words = Words::shipped(language).unwrap();
            let said = words.says(Trouble::NeverArrived, "P", "S", 3, &mut Rng::seeded(1));
            assert!(!said.is_empty() && !said.contains('{'), "{said}");
        }
    }

    #[test]
    fn a_market_has_many_names_of_its_own() {
        for language in Language::ALL {
            let words = Words::shipped(language).unwrap();
            let distinct = |list: &[String]| list.iter().collect::<BTreeSet<_>>().len();
            let (first, last) = (distinct(&words.first), distinct(&words.last));
            assert_eq!((first, last), (words.first.len(), words.last.len()), "each once");
            assert!(first * last >= 4_000, "{language:?}: {first} by {last}");
            let draw = |seed| {
                let mut rng = Rng::seeded(seed);
                (words.first_name(&mut rng).to_owned(), words.last_name(&mut rng).to_owned())
            };
            let drawn: BTreeSet<_> = (0..500).map(draw).collect();
            assert!(drawn.len() > 400, "{language:?}: {} of 500", drawn.len());
            assert_eq!(draw(7), draw(7));
        }
    }
}
