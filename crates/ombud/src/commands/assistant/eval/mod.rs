//! `ombud assistant eval`: how well texts are understood, measured on labelled ones.
//!
//! With `--test` it learns from `--train` and is measured on texts that it never saw. Without, the texts of
//! `--train` are dealt into folds, and each is measured by what was learnt from the others.

mod classes;
mod clinc;
mod documents;
mod encoders;
mod intents;
mod learner;
mod pii;
mod products;
mod read;
mod reasons;
mod report;

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use clap::{Args, ValueEnum};

use crate::config::{Config, EncoderMode};
use crate::run_olist::Stopwatch;
use encoders::Encoders;
use report::Report;

/// Folds of a cross-validation when none are said.
const FOLDS: usize = 5;
/// Fewest and most folds: more only take longer.
const FOLDS_MIN: usize = 2;
const FOLDS_MAX: usize = 20;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Task {
    /// Questions of a bank's customers, 77 intents: CSV `text,category`
    Banking77,
    /// 150 intents and texts out of scope, told by one threshold: JSON lists by split
    Clinc150,
    /// Complaints by one of five products: CSV with `narrative`, `product`
    CfpbProducts,
    /// Complaints about loans by the ten most frequent issues: CSV as the CFPB publishes it
    CfpbIssues,
    /// Personal data: card, IBAN, e-mail, phone, SSN, IP address; JSON as Presidio's
    Pii,
    /// Our own intents in every language: CSV `text,lang,intent`
    Intents,
    /// Reasons of disputes that messages speak of: CSV `text,lang,intent`
    Reasons,
    /// Facts of documents: TOML as in `policy/triage/documents`
    Documents,
}

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// What is measured
    task: Task,
    /// What is learnt from; the messages that ship for `intents` when absent. `pii`, `reasons` and `documents`
    /// take none
    #[arg(long, value_name = "FILE")]
    train: Option<PathBuf>,
    /// What is measured on; may be given more than once
    #[arg(long, value_name = "FILE")]
    test: Vec<PathBuf>,
    /// Without a test file: how many parts to cross-validate in (5)
    #[arg(long, value_name = "COUNT", conflicts_with = "test")]
    folds: Option<usize>,
    /// Whether sentence encoders take part: `auto`, where their weights are here or can be fetched, or `off`
    /// (assistant.encoder)
    #[arg(long, value_name = "MODE")]
    encoder: Option<EncoderMode>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Options {
    /// The folds to cross-validate in, unless there is something to test on.
    fn folds(&self) -> Result<Option<usize>> {
        let folds = self.folds.unwrap_or(FOLDS);
        if !(FOLDS_MIN..=FOLDS_MAX).contains(&folds) {
            bail!("--folds {folds}: it must be {FOLDS_MIN} to {FOLDS_MAX}");
        }
        Ok(self.test.is_empty().then_some(folds))
    }

    /// Says which option names a file that is not there, before anything is learnt.
    fn check_files(&self) -> Result<()> {
        let train = self.train.iter().map(|path| ("--train", path));
        for (option, path) in train.chain(self.test.iter().map(|path| ("--test", path))) {
            if path.is_dir() {
                bail!("{option} {}: this is a folder; name a file", path.display());
            }
            if !path.exists() {
                bail!("{option} {}: there is no such file", path.display());
            }
        }
        Ok(())
    }

    fn train(&self) -> Result<&PathBuf> {
        self.train.as_ref().context("--train FILE is missing: this task has to learn first")
    }
}

pub(super) fn run(config: &Config, options: &Options) -> Result<()> {
    options.check_files()?;
    let watch = Stopwatch::start();
    let mut encoders = Encoders::new(config, options.encoder);
    let mut report = measure(options, &mut encoders)?;
    report.encoder = encoders.told;
    report.seconds = watch.seconds();
    if options.json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        print!("{report}");
    }
    Ok(())
}

fn measure(options: &Options, encoders: &mut Encoders) -> Result<Report> {
    let mut report = match options.task {
        Task::Banking77 => classes::banking77(options, encoders),
        Task::Clinc150 => clinc::run(options, encoders),
        Task::CfpbProducts => products::run(options, encoders),
        Task::CfpbIssues => classes::issues(options, encoders),
        Task::Pii => pii::run(options),
        Task::Intents => intents::run(options, encoders),
        Task::Reasons => reasons::run(options),
        Task::Documents => documents::run(options),
    }?;
    let name = options.task.to_possible_value();
    report.task = name.map(|name| name.get_name().to_owned()).unwrap_or_default();
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_option_of_a_missing_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let (there, not) = (folder.path().join("a.csv"), folder.path().join("b.csv"));
        std::fs::write(&there, "text,lang,intent\n").unwrap();
        let of = |train: &PathBuf, test: &PathBuf| {
            let options = Options {
                task: Task::Intents,
                train: Some(train.clone()),
                test: vec![test.clone()],
                folds: None,
                encoder: None,
                json: false,
            };
            options.check_files().map_err(|error| error.to_string())
        };
        assert_eq!(of(&there, &there), Ok(()));
        assert!(of(&not, &there).unwrap_err().starts_with("--train "));
        assert!(of(&there, &not).unwrap_err().starts_with("--test "));
        assert!(of(&there, &folder.path().to_owned()).unwrap_err().contains("a folder"));
    }
}
