//! Recognising intents by the classifier that learns from `policy/assistant/intents`.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use assistant::turn::Intent;
use models::classify::{Example, Options, TextClassifier};
use models::encoder::Encoder;
use models::linear::TrainError;
use serde::Deserialize;

use super::Intents;
use crate::sheets;

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
/// The columns of a file of messages.
const COLUMNS: [&str; 3] = ["text", "lang", "intent"];
/// Most intents of one message.
const INTENTS_MAX: usize = 4;
/// Intents that are told of a text, at most.
const TOLD_MAX: usize = 10;
/// Longest message that is learnt from, in characters: what customers write in one go is shorter.
const MESSAGE_CHARS_MAX: usize = 4_000;
/// Fewest messages of an intent: fewer are most likely a slip of the pen.
const MESSAGES_MIN: usize = 2;
/// Tokens of a message that the encoder reads.
pub const TOKENS_MAX: usize = 96;

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

    /// What is wrong with it, and what to do.
    fn problem(&self) -> Option<String> {
        let is_name = |intent: &str| {
            !intent.is_empty()
                && intent.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        };
        if self.text.trim().is_empty() {
            return Some(
                "there is no text; write what the customer wrote, or remove the line".into(),
            );
        }
        if self.text.chars().count() > MESSAGE_CHARS_MAX {
            return Some(format!(
                "the text has more than {MESSAGE_CHARS_MAX} characters; shorten it"
            ));
        }
        if !(2..=8).contains(&self.lang.len()) || !self.lang.is_ascii() {
            return Some(format!("`{}` is no language; write one such as en or sv", self.lang));
        }
        if let Some(odd) = self.intents().find(|intent| !is_name(intent)) {
            return Some(format!(
                "`{odd}` is no intent; write its name in small letters, two of them joined with +"
            ));
        }
        let count = self.intents().count();
        (count > INTENTS_MAX).then(|| format!("{count} intents; a message has 1 to {INTENTS_MAX}"))
    }
}

/// Why nothing was learnt.
#[derive(Debug, thiserror::Error)]
pub enum LearnError {
    #[error("{file}, line {line}: {problem}; a line is text,lang,intent")]
    Line { file: String, line: u64, problem: String },
    #[error(
        "{file}, line {line}: nothing else is of the intent `{intent}`; is it misspelt? else give it more \
         messages"
    )]
    Alone { file: String, line: u64, intent: String },
    #[error(
        "there is no message to learn from; give files such as policy/assistant/intents/en.csv"
    )]
    NoMessages,
    #[error(transparent)]
    Train(#[from] TrainError),
}

/// Reads a file of messages: `text,lang,intent` with a header.
///
/// # Errors
/// [`LearnError::Line`] with the first line that is not so.
pub fn read(file: &str, text: &str) -> Result<Vec<Labelled>, LearnError> {
    match read_all(file, text) {
        (messages, problems) if problems.is_empty() => {
            Ok(messages.into_iter().map(|(_, one)| one).collect())
        }
        (_, problems) => Err(problems.into_iter().next().unwrap_or(LearnError::NoMessages)),
    }
}

/// Reads a file and tells of every line that is wrong; the others come with the numbers of their lines.
pub fn read_all(file: &str, text: &str) -> (Vec<(u64, Labelled)>, Vec<LearnError>) {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let (mut messages, mut problems) = (Vec::new(), Vec::new());
    let headers = reader.headers().cloned().unwrap_or_default();
    let failed =
        |line: u64, problem: String| LearnError::Line { file: file.to_owned(), line, problem };
    if let Some(missing) = COLUMNS.iter().find(|name| headers.iter().all(|header| header != **name))
    {
        let problem = format!("the header must be `{}`; `{missing}` is missing", COLUMNS.join(","));
        return (messages, vec![failed(1, problem)]);
    }
    for record in reader.records() {
        let line = |position: Option<&csv::Position>| position.map_or(0, csv::Position::line);
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                problems.push(failed(line(error.position()), error.to_string()));
                continue;
            }
        };
        let number = line(record.position());
        match record.deserialize::<Labelled>(Some(&headers)) {
            Err(error) => problems.push(failed(number, error.to_string())),
            Ok(message) => {
                let text = sheets::plain(&message.text).to_owned();
                let message = Labelled { text, ..message };
                match message.problem() {
                    Some(problem) => problems.push(failed(number, problem)),
                    None => messages.push((number, message)),
                }
            }
        }
    }
    (messages, problems)
}

/// The messages that ship with Ombud.
///
/// # Errors
/// As [`read`]; a test rules them out.
pub fn shipped() -> Result<Vec<Labelled>, LearnError> {
    let mut all = Vec::new();
    for (file, text) in super::shipped::messages() {
        all.extend(read(&file, &text)?);
    }
    Ok(all)
}

/// Reads files (name and text), and refuses them with everything that is wrong: lines, and intents that
/// one message alone has.
///
/// # Errors
/// All that is wrong, file by file.
pub fn read_files(files: &[(String, String)]) -> Result<Vec<Labelled>, Vec<LearnError>> {
    let (mut all, mut problems) = (Vec::new(), Vec::new());
    // How many messages have an intent, and where the first is.
    let mut counts: BTreeMap<String, (usize, String, u64)> = BTreeMap::new();
    for (file, text) in files {
        let (messages, wrong) = read_all(file, text);
        problems.extend(wrong);
        for (line, message) in messages {
            for intent in message.intents() {
                let first = || (0, file.clone(), line);
                counts.entry(intent.to_owned()).or_insert_with(first).0 += 1;
            }
            all.push(message);
        }
    }
    let alone = counts.into_iter().filter(|(_, (count, ..))| *count < MESSAGES_MIN);
    problems.extend(alone.map(|(intent, (_, file, line))| LearnError::Alone {
        file,
        line,
        intent,
    }));
    if all.is_empty() {
        problems.push(LearnError::NoMessages);
    }
    if problems.is_empty() { Ok(all) } else { Err(problems) }
}

/// Recognises intents by what was learnt: by n-grams alone, which works everywhere with nothing to fetch,
/// or with an encoder's vectors beside them.
#[derive(Debug, Clone)]
pub struct Learnt {
    classifier: Arc<TextClassifier>,
    encoder: Option<Arc<Encoder>>,
}

/// How intents are learnt with an encoder: docs/adr/0008, 1.
pub fn options(threads: usize) -> Options {
    Options { averaged: true, threads, ..Options::default() }
}

/// Trains on messages; with the vector of each where there is an encoder.
///
/// # Errors
/// [`LearnError::Train`] where they have fewer than two intents.
pub fn train(
    messages: &[Labelled],
    vectors: Option<&[Vec<f32>]>,
    options: &Options,
) -> Result<TextClassifier, LearnError> {
    let mut labels: Vec<String> =
        messages.iter().flat_map(Labelled::intents).map(str::to_owned).collect();
    labels.sort_unstable();
    labels.dedup();
    let place = |intent: &str| labels.iter().position(|label| label == intent);
    let vector = |at: usize| vectors.and_then(|vectors| vectors.get(at)).map(Vec::as_slice);
    let examples: Vec<Example<'_>> = messages
        .iter()
        .enumerate()
        .map(|(at, message)| Example {
            text: &message.text,
            labels: message.intents().filter_map(place).collect(),
            beside: None,
            vector: vector(at),
        })
        .collect();
    Ok(TextClassifier::train(&examples, labels.clone(), options)?)
}

impl Learnt {
    /// By a classifier; one that was trained with vectors needs the encoder that made them, and reads
    /// [`TOKENS_MAX`] tokens with it.
    pub fn new(classifier: TextClassifier, encoder: Option<Encoder>) -> Self {
        let encoder = encoder.map(|encoder| Arc::new(encoder.with_tokens_max(TOKENS_MAX)));
        Self { classifier: Arc::new(classifier), encoder }
    }

    /// Learns from messages by n-grams alone.
    ///
    /// # Errors
    /// [`LearnError::Train`] where they have fewer than two intents.
    pub fn from(messages: &[Labelled], options: &Options) -> Result<Self, LearnError> {
        Ok(Self::new(train(messages, None, options)?, None))
    }

    /// Learns from the messages that ship with Ombud.
    ///
    /// # Errors
    /// As [`read`] and [`Learnt::from`]; a test rules them out.
    pub fn shipped(options: &Options) -> Result<Self, LearnError> {
        Self::from(&shipped()?, options)
    }
}

impl Intents for Learnt {
    fn of(&self, text: &str) -> Vec<Intent> {
        let encoder = self.encoder.as_ref().filter(|_| self.classifier.wants_vector());
        let vector = encoder.map(|encoder| encoder.embed(text));
        let guesses = self.classifier.guess(text, vector.as_deref());
        let told = guesses.iter().take(TOLD_MAX).filter_map(|guess| {
            let label = self.classifier.labels().get(guess.label)?.clone();
            Some(Intent { label, likely: guess.likely })
        });
        told.collect()
    }
}

/// Recognises by the newest of what was learnt: a better model takes the place of another while
/// conversations go on.
#[derive(Debug)]
pub struct Newest(RwLock<Arc<dyn Intents>>);

impl Newest {
    pub fn new(first: Arc<dyn Intents>) -> Self {
        Self(RwLock::new(first))
    }

    /// From here on this one answers.
    pub fn replace(&self, by: Arc<dyn Intents>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = by;
    }
}

impl Intents for Newest {
    fn of(&self, text: &str) -> Vec<Intent> {
        let newest = Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner));
        newest.of(text)
    }
}
