//! Simulations: the examples of every procedure, run through the machine with made-up customers in every
//! language; and again with messages that people wrote for the same wish in place of the first.
//!
//! A version goes live only where [`all`] finds nothing. Nothing real is touched: customers are data beside
//! the procedures (`customers/<name>.toml`), and tools are answered from `customers/tools.toml`.

mod customers;
mod play;
mod read;

use std::fmt;

use kernel::{Currency, Date};

use crate::book::Book;
use crate::turn::Heard;

pub use customers::{Customer, Customers, CustomersError};
use play::{First, Play};

/// Understands a message as the program does.
pub trait Ear {
    /// The clues of a message; of its intents only those that are `known`.
    fn clues(&self, text: &str, setting: &Setting<'_>) -> Heard;

    /// All that is understood of it, by what was learnt. `None` where nothing was learnt.
    fn whole(&self, text: &str, setting: &Setting<'_>) -> Option<Heard>;
}

/// Where a message is heard.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// BCP 47.
    pub language: &'a str,
    pub today: Date,
    /// What the customer pays in.
    pub currency: Option<Currency>,
}

/// A message that somebody wrote for one wish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paraphrase {
    pub text: String,
    /// BCP 47.
    pub language: String,
    pub intent: String,
}

/// What did not come as it had to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The file of the example, below `policy/assistant`.
    pub file: String,
    pub example: String,
    pub language: String,
    /// Where the procedure stood.
    pub step: Option<String>,
    pub expected: String,
    pub got: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, example, language, step, expected, got } = self;
        write!(f, "{file}: example `{example}` in {language}")?;
        if let Some(step) = step {
            write!(f, ", at step `{step}`")?;
        }
        write!(f, ": expected {expected}, got {got}")
    }
}

/// What came of all simulations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Examples that were run, each once a language, and again with its tools refusing.
    pub examples: usize,
    /// Examples that did not come as they had to.
    pub failures: Vec<Failure>,
    /// Conversations that began with a paraphrase.
    pub paraphrases: usize,
    /// Those that came as their example does.
    pub alike: usize,
    /// Those in which something was done that the example does not do.
    pub wrong: Vec<Failure>,
}

/// Least share of conversations that must come as their example does when they begin with a paraphrase, in
/// percent. The rest are asked what they mean, or get a person.
pub const ALIKE_PERCENT_MIN: usize = 80;
/// Most of them in which something else may be done, in percent. The simulated customer says yes to whatever
/// is asked; a real one reads what is to be confirmed.
pub const WRONG_PERCENT_MAX: usize = 1;

impl Report {
    /// Whether the version may go live.
    pub fn is_good(&self) -> bool {
        let enough = self.alike * 100 >= self.paraphrases * ALIKE_PERCENT_MIN;
        let few_wrong = self.wrong.len() * 100 <= self.paraphrases * WRONG_PERCENT_MAX;
        self.failures.is_empty() && few_wrong && enough
    }
}

/// Runs every example in every language, with tools that do what they are asked and with tools that refuse;
/// then each wish's own example again, begun with each of its paraphrases.
pub fn all(
    book: &Book,
    customers: &Customers,
    ear: &dyn Ear,
    paraphrases: &[Paraphrase],
    today: Date,
) -> Report {
    let mut report = Report::default();
    let play = Play { book, customers, ear, today };
    for procedure in book.procedures.values() {
        for example in &procedure.examples {
            for language in &book.catalogue.languages {
                report.examples += 1;
                report.failures.extend(play.example(procedure, example, language).err());
            }
            if !example.calls.is_empty() {
                report.examples += 1;
                report.failures.extend(play.refused(procedure, example).err());
            }
        }
    }
    for paraphrase in paraphrases {
        let found = book.by_intent.get(&paraphrase.intent);
        let procedure = found.and_then(|name| book.procedures.get(name));
        let Some(procedure) = procedure else { continue };
        let Some(example) = procedure.examples.first() else { continue };
        report.paraphrases += 1;
        let first = First::Paraphrase(&paraphrase.text);
        match play.came(procedure, example, &paraphrase.language, first) {
            Ok(came) if came.is(example) => report.alike += 1,
            Ok(came) if came.did_other(example) => {
                report.wrong.push(came.failure(procedure, example, &paraphrase.language));
            }
            Ok(_) => {}
            Err(failure) => report.wrong.push(failure),
        }
    }
    report
}
