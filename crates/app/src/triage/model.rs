//! Which reason a customer's words speak of: a classifier that learns from the messages that ship for the
//! assistant's intents.

use dispute::Reason;
use models::classify::{Example, Options, TextClassifier};
use triage::reason::{REASONS, Suggestion, of_intent};

pub use crate::assistant::intents::LearnError;
use crate::assistant::intents::{self, Labelled};

/// Words that are told for a reason.
const WORDS_TOLD: usize = 5;

/// Tells reasons from words.
#[derive(Debug, Clone)]
pub struct Reasons(TextClassifier);

impl Reasons {
    /// Learns from messages of intents; those that are examples of no reason are left out.
    ///
    /// # Errors
    /// [`LearnError::Train`] where fewer than two reasons have examples.
    pub fn learn(messages: &[Labelled], options: &Options) -> Result<Self, LearnError> {
        let place = |reason: Reason| REASONS.iter().position(|known| *known == reason);
        let examples: Vec<Example<'_>> = messages
            .iter()
            .filter_map(|message| {
                let mut labels: Vec<usize> =
                    message.intents().filter_map(of_intent).filter_map(place).collect();
                labels.sort_unstable();
                labels.dedup();
                (!labels.is_empty()).then_some(Example {
                    text: &message.text,
                    labels,
                    beside: None,
                    vector: None,
                })
            })
            .collect();
        let labels = REASONS.iter().map(|reason| reason.as_str().to_owned()).collect();
        Ok(Self(TextClassifier::train(&examples, labels, options)?))
    }

    /// Learns from the messages that ship with Ombud, which takes seconds.
    ///
    /// # Errors
    /// As [`Reasons::learn`]; a test rules them out.
    pub fn shipped(options: &Options) -> Result<Self, LearnError> {
        Self::learn(&intents::shipped()?, options)
    }

    /// The likeliest reasons of a text with the words that speak for each; nothing for a text without
    /// words.
    pub fn of(&self, text: &str, most: usize) -> Vec<Suggestion> {
        if text.trim().is_empty() {
            return Vec::new();
        }
        let guesses = self.0.guess(text, None);
        let told = guesses.iter().take(most).filter_map(|guess| {
            Some(Suggestion {
                reason: *REASONS.get(guess.label)?,
                likely: guess.likely,
                because: self.0.because(text, guess.label, WORDS_TOLD),
            })
        });
        told.collect()
    }
}
