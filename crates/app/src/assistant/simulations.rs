//! Simulations with the ears of the program: what must pass before a version of procedures goes live.

use std::sync::Arc;

use assistant::book::{Book, BookFile};
use assistant::simulate::{
    self, Customers, CustomersError, Ear, Paraphrase, Report, Setting as Heard,
};
use assistant::turn;
use kernel::Date;

use super::hear::{self, Setting};
use super::help::HelpCentre;
use super::{Assistant, Intents};

/// The day on which simulations play: any would do, and one that stands still always gives the same.
const TODAY: Date = Date::constant(2026, 11, 23);
/// Where simulated customers live: the day is written before the month.
const COUNTRY: &str = "GB";
/// Every so many of the measured messages of a wish is played; all of them would take minutes.
const EVERY: usize = 4;

/// Why nothing was simulated.
#[derive(Debug, thiserror::Error)]
pub enum SimulationError {
    #[error(transparent)]
    Customers(#[from] CustomersError),
    /// Examples are about customers that are not there.
    #[error("customers/: no file for {}", .0.join(", "))]
    Missing(Vec<String>),
    #[error(transparent)]
    Articles(#[from] knowledge::ArticleError),
}

/// Runs everything that a book's own examples say, with the customers of the same files; with what was
/// learnt, begun with paraphrases as well.
///
/// # Errors
/// [`SimulationError`] where a customer cannot be read.
pub fn run(
    book: &Arc<Book>,
    files: &[BookFile<'_>],
    intents: Option<&Arc<dyn Intents>>,
    paraphrases: &[Paraphrase],
) -> Result<Report, SimulationError> {
    let customers = Customers::parse(files, &book.catalogue, TODAY)?;
    let missing = customers.missing(book);
    if !missing.is_empty() {
        let missing = missing.into_iter().map(str::to_owned).collect();
        return Err(SimulationError::Missing(missing));
    }
    let help = Arc::new(HelpCentre::shipped()?);
    let learnt = intents.map(|intents| Assistant {
        book: Arc::clone(book),
        intents: Arc::clone(intents),
        rules: turn::Rules::default(),
        help,
    });
    let played = if learnt.is_some() { paraphrases } else { &[] };
    Ok(simulate::all(book, &customers, &Ears { learnt }, played, TODAY))
}

/// A share of the messages that measure understanding, each of one wish alone: nothing was learnt from
/// them.
pub fn paraphrases() -> Vec<Paraphrase> {
    let files = super::shipped::measuring();
    let rows = files.iter().filter_map(|(file, text)| super::intents::read(file, text).ok());
    let alone = rows.flatten().filter(|row| row.intents().count() == 1);
    let all =
        alone.map(|row| Paraphrase { text: row.text, language: row.lang, intent: row.intent });
    all.step_by(EVERY).collect()
}

/// Ears of the program: the clues always, the wishes where they were learnt.
#[derive(Debug)]
struct Ears {
    learnt: Option<Assistant>,
}

fn setting(heard: &Heard<'_>) -> Setting {
    Setting {
        language: heard.language.to_owned(),
        today: heard.today,
        currency: heard.currency,
        country: COUNTRY.to_owned(),
    }
}

impl Ear for Ears {
    fn clues(&self, text: &str, heard: &Heard<'_>) -> turn::Heard {
        hear::known(text, &setting(heard))
    }

    fn whole(&self, text: &str, heard: &Heard<'_>) -> Option<turn::Heard> {
        Some(hear::hear(self.learnt.as_ref()?, text, &setting(heard)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assistant::shipped;

    /// Every example of every shipped procedure comes as it says, in four languages.
    #[test]
    fn every_example_comes_as_it_says() {
        let book = Arc::new(shipped::book().unwrap());
        let files = shipped::files();
        let files: Vec<BookFile<'_>> =
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let report = run(&book, &files, None, &[]).unwrap();
        let wrong: Vec<String> = report.failures.iter().map(ToString::to_string).collect();
        assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), report.examples, wrong.join("\n"));
        assert!(report.is_good() && report.examples > 4 * book.procedures.len());
    }
}
