//! What a review complains of, by a list of Portuguese phrases: transparent, countable, and good
//! enough to derive cases from. It must never be used to decide one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::words::WordsError;

const FILE: &str = "pt-problems.toml";

/// What a text complains of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Complaint {
    PartlyReceived,
    Damaged,
    NotWorking,
    Counterfeit,
    WrongItem,
    /// Wants money back, or speaks of a cancellation or return.
    Refund,
    NotReceived,
    NotAsDescribed,
    /// Only of the time it took.
    Late,
    /// Words, but none that say what is wrong.
    Unclear,
    NoText,
}

impl Complaint {
    /// Whether it can only be said by someone who has (some of) the goods.
    pub const fn has_goods(self) -> bool {
        matches!(
            self,
            Self::PartlyReceived
                | Self::Damaged
                | Self::NotWorking
                | Self::Counterfeit
                | Self::WrongItem
                | Self::NotAsDescribed
        )
    }
}

/// The phrases, in the order in which they are tried.
#[derive(Debug, Clone)]
pub struct Lexicon {
    classes: Vec<(Complaint, Vec<String>)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    class: Vec<Class>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Class {
    name: Complaint,
    phrases: Vec<String>,
}

impl Lexicon {
    /// The list that ships.
    ///
    /// # Errors
    /// [`WordsError`] when it is not valid: a mistake of ours, met by a test.
    pub fn shipped() -> Result<Self, WordsError> {
        let text = include_str!("../../words/pt-problems.toml");
        let fail = |message| WordsError { file: FILE, message };
        let file: File = toml::from_str(text).map_err(|error| fail(error.to_string()))?;
        let mut classes = Vec::with_capacity(file.class.len());
        for class in file.class {
            if let Some(bad) = class.phrases.iter().find(|phrase| !is_normal(phrase)) {
                return Err(fail(format!("{bad:?} is not in the form that texts are brought to")));
            }
            classes.push((class.name, class.phrases.iter().map(|phrase| needle(phrase)).collect()));
        }
        Ok(Self { classes })
    }

    /// The first class with a phrase in the text.
    pub fn classify(&self, text: &str) -> Complaint {
        let text = normal(text);
        if text.trim().is_empty() {
            return Complaint::NoText;
        }
        let hit = self
            .classes
            .iter()
            .find(|(_, phrases)| phrases.iter().any(|phrase| text.contains(phrase.as_str())));
        hit.map_or(Complaint::Unclear, |(complaint, _)| *complaint)
    }

    /// How many of the texts fall into each class.
    pub fn count<'t>(&self, texts: impl Iterator<Item = &'t str>) -> BTreeMap<Complaint, u64> {
        let mut counts = BTreeMap::new();
        for text in texts {
            *counts.entry(self.classify(text)).or_default() += 1;
        }
        counts
    }
}

/// A phrase between spaces; without the last one where a star lets the word go on.
fn needle(phrase: &str) -> String {
    match phrase.strip_suffix('*') {
        Some(stem) => format!(" {stem}"),
        None => format!(" {phrase} "),
    }
}

fn is_normal(phrase: &str) -> bool {
    let stem = phrase.strip_suffix('*').unwrap_or(phrase);
    !stem.is_empty() && normal(stem).trim() == stem
}

/// Lower case, no accents, single spaces for everything that is no letter or digit, and one at each
/// end.
fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(' ');
    for character in text.chars().flat_map(char::to_lowercase) {
        let plain = match character {
            'á' | 'à' | 'â' | 'ã' | 'ä' => 'a',
            'é' | 'è' | 'ê' | 'ë' => 'e',
            'í' | 'ì' | 'î' | 'ï' => 'i',
            'ó' | 'ò' | 'ô' | 'õ' | 'ö' => 'o',
            'ú' | 'ù' | 'û' | 'ü' => 'u',
            'ç' => 'c',
            'ñ' => 'n',
            other => other,
        };
        if plain.is_ascii_alphanumeric() {
            out.push(plain);
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Invented sentences.
    #[test]
    fn texts_fall_into_the_first_class_that_matches() {
        let lexicon = Lexicon::shipped().unwrap();
        let table = [
            ("Ainda NÃO recebi o meu pedido!!", Complaint::NotReceived),
            ("Nao chegou", Complaint::NotReceived),
            ("Comprei dois e só veio um.", Complaint::PartlyReceived),
            ("A caixa chegou amassada, copos quebrados", Complaint::Damaged),
            ("não liga, acho que é defeito", Complaint::NotWorking),
            ("É uma réplica, não é original", Complaint::Counterfeit),
            ("Veio errado: pedi azul", Complaint::WrongItem),
            ("Cancelei e quero o estorno", Complaint::Refund),
            ("Não recebi e quero meu dinheiro de volta", Complaint::Refund),
            ("péssima qualidade", Complaint::NotAsDescribed),
            ("Demorou muito", Complaint::Late),
            ("Nunca mais compro", Complaint::Unclear),
            (" ... ", Complaint::NoText),
            // A phrase matches whole words only.
            ("recebi sozinho", Complaint::Unclear),
        ];
        for (text, complaint) in table {
            assert_eq!(lexicon.classify(text), complaint, "{text}");
        }
        assert_eq!(lexicon.count(["", "nao chegou"].into_iter()).len(), 2);
    }
}
