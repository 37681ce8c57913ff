//! How the assistant comes to recognise intents: from which messages, with which weights, and where what
//! was learnt is kept. `ombud assistant train` and the server do the same.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use app::assistant::intents::{self, Labelled, Learnt};
use app::assistant::model::{self, ModelError, Origin};
use app::assistant::shipped;
use app::assistant::vectors::Vectors;
use app::assistant::weights::{Pinned, Weights};
use models::classify::Options;

use crate::config::{AssistantSection, Config, EncoderMode};

/// Wrong lines that are told; more are only counted.
const PROBLEMS_TOLD_MAX: usize = 20;

/// What is learnt from and where it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Learning {
    pub(crate) messages: Vec<Labelled>,
    pub(crate) encoder: EncoderMode,
    pub(crate) weights: Weights,
    pub(crate) model_file: PathBuf,
}

/// How far learning is: what is done, how much of it, of how much.
pub(crate) type Progress<'p> = dyn FnMut(&str, u64, Option<u64>) + 'p;

impl Learning {
    /// As configured.
    ///
    /// # Errors
    /// When messages cannot be read: all wrong lines, with what to do.
    pub(crate) fn read(config: &Config) -> Result<Self> {
        let files = match config.assistant.messages() {
            Some(folder) => files(folder)?,
            None => shipped::messages(),
        };
        let messages = match intents::read_files(&files) {
            Ok(messages) => messages,
            Err(problems) => {
                let mut told: Vec<String> =
                    problems.iter().take(PROBLEMS_TOLD_MAX).map(ToString::to_string).collect();
                let more = problems.len().saturating_sub(told.len());
                if more > 0 {
                    told.push(format!("and {more} more"));
                }
                bail!("the messages cannot be learnt from:\n{}", told.join("\n"));
            }
        };
        let data_dir = &config.store.data_dir;
        Ok(Self {
            messages,
            encoder: config.assistant.encoder,
            weights: config.assistant.weights(data_dir),
            model_file: AssistantSection::model_file(data_dir),
        })
    }

    /// What a model with the encoder is learnt from.
    fn origin(&self) -> Origin {
        Origin::of(&self.messages, Some(Weights::multilingual_hash()))
    }

    /// By n-grams alone: quick, and needs nothing.
    ///
    /// # Errors
    /// When there are too few intents.
    pub(crate) fn by_ngrams(&self, threads: usize) -> Result<Learnt> {
        Ok(Learnt::from(&self.messages, &Options { threads, ..Options::default() })?)
    }

    /// What was learnt before with the encoder, where it is kept, fits, and its weights are here.
    ///
    /// # Errors
    /// When there is a model that cannot be read.
    pub(crate) fn kept(&self) -> Result<Option<Learnt>> {
        let is_kept = self.model_file.is_file() && self.weights.has_multilingual();
        if self.encoder == EncoderMode::Off || !is_kept {
            return Ok(None);
        }
        match model::load(&self.model_file, self.origin()) {
            Ok(classifier) => {
                let encoder = self.weights.kept_multilingual()?.encoder;
                Ok(Some(Learnt::new(classifier, Some(encoder))))
            }
            // It is learnt anew.
            Err(ModelError::Other(_)) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Learns with the encoder and keeps what was learnt.
    ///
    /// # Errors
    /// When something cannot be written.
    pub(crate) fn with_encoder(
        &self,
        pinned: Pinned,
        threads: usize,
        progress: &mut Progress<'_>,
    ) -> Result<Learnt> {
        let encoder = pinned.encoder.clone();
        let mut vectors = Vectors::open(&self.weights.cache, pinned, intents::TOKENS_MAX);
        let texts: Vec<&str> = self.messages.iter().map(|one| one.text.as_str()).collect();
        let of = vectors
            .of(&texts, threads, &mut |done, all| {
                progress("encoding messages", done as u64, Some(all as u64));
            })
            .with_context(|| self.weights.cache.display().to_string())?;
        progress("training classifiers", 0, None);
        let options = intents::options(threads);
        let classifier = intents::train(&self.messages, Some(&of), &options)?;
        model::save(&self.model_file, self.origin(), &classifier)?;
        Ok(Learnt::new(classifier, Some(encoder)))
    }
}

/// The CSV files of a folder, by name.
fn files(folder: &Path) -> Result<Vec<(String, String)>> {
    let shown = || format!("assistant.messages = {}: the folder cannot be read", folder.display());
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(shown)? {
        let path = entry.with_context(shown)?.path();
        if path.extension().is_some_and(|ending| ending == "csv") {
            paths.push(path);
        }
    }
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(&path).with_context(|| format!("cannot read {name}"))?;
        Ok((name, text))
    };
    paths.into_iter().map(read).collect()
}
