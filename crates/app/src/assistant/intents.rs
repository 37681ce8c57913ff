//! Recognising intents by the classifier that learns from `policy/assistant/intents`.

use assistant::turn::Intent;
use models::classify::{Example, Options, TextClassifier};
use models::linear::TrainError;
use serde::Deserialize;

use super::Intents;

/// Joins two intents of one message.
pub(super) const AND: char = '+';
/// What a person must get: hearing one too many is better than missing one.
pub const FOR_A_PERSON: [&str; 11] = [
    "talk_to_person",
    "complaint",
    "legal_threat",
    "bereavement",
    "vulnerability",
    "self_harm",
    "cannot_pay",
    "debt_collection",
    "unknown_purchase",
    "appeal_decision",
    "account_takeover",
];
/// Intents that are told of a text, at most.
const TOLD_MAX: usize = 10;

/// One message, as the files have it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Labelled {
    pub text: String,
    /// BCP 47.
    pub lang: String,
    /// Its intents, joined with `+`.
    pub intent: String,
}

impl Labelled {
    /// Its intents, in the order in which they come.
    pub fn intents(&self) -> impl Iterator<Item = &str> {
        self.intent.split(AND)
    }
}

/// Why nothing was learnt.
#[derive(Debug, thiserror::Error)]
pub enum LearnError {
    #[error("{file}, line {line}: {problem}; a line is text,lang,intent")]
    Line { file: String, line: u64, problem: String },
    #[error(transparent)]
    Train(#[from] TrainError),
}

/// Reads a file of messages: `text,lang,intent` with a header.
///
/// # Errors
/// [`LearnError::Line`] with the first line that is not so.
pub fn read(file: &str, text: &str) -> Result<Vec<Labelled>, LearnError> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut all = Vec::new();
    for row in reader.deserialize::<Labelled>() {
        let row = row.map_err(|error| LearnError::Line {
            file: file.to_owned(),
            line: error.position().map_or(0, csv::Position::line),
            problem: error.to_string(),
        })?;
        all.push(row);
    }
    Ok(all)
}

/// Recognises intents by n-grams alone: it works everywhere, with nothing to fetch.
#[derive(Debug, Clone)]
pub struct Learnt(TextClassifier);

impl Learnt {
    /// Learns from messages.
    ///
    /// # Errors
    /// [`LearnError::Train`] where they have fewer than two intents.
    pub fn from(messages: &[Labelled], options: &Options) -> Result<Self, LearnError> {
        let mut labels: Vec<String> =
            messages.iter().flat_map(Labelled::intents).map(str::to_owned).collect();
        labels.sort_unstable();
        labels.dedup();
        let place = |intent: &str| labels.iter().position(|label| label == intent);
        let examples: Vec<Example<'_>> = messages
            .iter()
            .map(|message| Example {
                text: &message.text,
                labels: message.intents().filter_map(place).collect(),
                vector: None,
            })
            .collect();
        Ok(Self(TextClassifier::train(&examples, labels.clone(), options)?))
    }

    /// Learns from the messages that ship with Ombud.
    ///
    /// # Errors
    /// As [`read`] and [`Learnt::from`]; a test rules them out.
    pub fn shipped(options: &Options) -> Result<Self, LearnError> {
        let mut messages = Vec::new();
        for (file, text) in super::shipped::messages() {
            messages.extend(read(&file, &text)?);
        }
        Self::from(&messages, options)
    }
}

impl Intents for Learnt {
    fn of(&self, text: &str) -> Vec<Intent> {
        let guesses = self.0.guess(text, None);
        let told = guesses.iter().take(TOLD_MAX).filter_map(|guess| {
            let label = self.0.labels().get(guess.label)?.clone();
            Some(Intent { label, likely: guess.likely })
        });
        told.collect()
    }
}
