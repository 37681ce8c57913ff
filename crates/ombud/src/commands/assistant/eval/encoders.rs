//! The sentence encoders that texts are measured with, and what they make of texts.

use std::borrow::Cow;

use anyhow::{Context as _, Result};
use app::assistant::vectors::Vectors;
use app::assistant::weights::{MINILM_HEADS, Pinned, Weights, WeightsError};
use models::encoder::{Encoder, LayerTensors, Tensors};
use models::parallel;
use models::tune::{self, Text, Tuned};

use super::read::Row;
use crate::commands::meter::Meter;
use crate::commands::serve;
use crate::config::{Config, EncoderMode};
use crate::host;

/// Layers that stay as they are when the others are fine-tuned.
const FROZEN_LAYERS: usize = 3;
/// Texts that are encoded between two words about how far it is.
const BLOCK: usize = 512;

/// Where encoders come from; or why there are none.
#[derive(Debug)]
pub(super) struct Encoders {
    weights: Weights,
    mode: EncoderMode,
    /// What the report says of them.
    pub(super) told: String,
}

/// all-MiniLM-L6-v2, for English.
#[derive(Debug)]
pub(super) struct English {
    pinned: Pinned,
    tensors: Tensors,
    weights: Weights,
}

impl Encoders {
    pub(super) fn new(config: &Config, mode: Option<EncoderMode>) -> Self {
        Self {
            weights: config.assistant.weights(&config.store.data_dir),
            mode: mode.unwrap_or(config.assistant.encoder),
            told: String::new(),
        }
    }

    /// What fetches its weights, or nothing where they cannot be had: n-grams alone serve then, and both
    /// the report and the standard error stream say so.
    fn fetched<T>(
        &mut self,
        name: &str,
        fetch: impl AsyncFnOnce(&Weights) -> Result<T, WeightsError>,
    ) -> Result<Option<T>> {
        if self.mode == EncoderMode::Off {
            "none (off)".clone_into(&mut self.told);
            return Ok(None);
        }
        match serve::runtime()?.block_on(fetch(&self.weights)) {
            Ok(encoder) => {
                if !self.told.is_empty() {
                    self.told.push_str(", ");
                }
                self.told.push_str(name);
                Ok(Some(encoder))
            }
            Err(error) => {
                let why = format!("{:#}", anyhow::Error::from(error));
                eprintln!("the weights of {name} cannot be had, n-grams alone serve: {why}");
                self.told = format!("none ({why})");
                Ok(None)
            }
        }
    }

    pub(super) fn english(&mut self) -> Result<Option<English>> {
        let found = self.fetched("all-MiniLM-L6-v2", async |weights| weights.english().await)?;
        let weights = self.weights.clone();
        Ok(found.map(|(pinned, tensors)| English { pinned, tensors, weights }))
    }

    /// The vectors of multilingual-e5-small.
    pub(super) fn multilingual(&mut self, tokens_max: usize) -> Result<Option<Vectors>> {
        let found =
            self.fetched("multilingual-e5-small", async |weights| weights.multilingual().await)?;
        Ok(found.map(|pinned| Vectors::open(&self.weights.cache, pinned, tokens_max)))
    }
}

impl English {
    /// Its vectors, of at most so many tokens of a text each.
    pub(super) fn vectors(&self, tokens_max: usize) -> Vectors {
        Vectors::open(&self.weights.cache, self.pinned.clone(), tokens_max)
    }

    /// Gives rows what is fine-tuned on, and, where they have none, vectors of as many tokens.
    pub(super) fn fill<'r>(
        &self,
        rows: impl Iterator<Item = &'r mut Row>,
        tokens_max: usize,
        text: impl Fn(&Row) -> Cow<'_, str> + Sync,
    ) -> Result<()> {
        let encoder: Encoder = self.pinned.encoder.clone().with_tokens_max(tokens_max);
        let mut rows: Vec<&mut Row> = rows.collect();
        let mut meter = Meter::new("encoding texts")?;
        let count = rows.len() as u64;
        let mut done = 0;
        for block in rows.chunks_mut(BLOCK) {
            let made = parallel::map(block, host::threads(), |row| {
                encoder.states(&text(row), FROZEN_LAYERS)
            });
            for (row, states) in block.iter_mut().zip(made) {
                row.encoded.states = states.rows;
                row.encoded.vector.get_or_insert(states.vector);
            }
            done += block.len() as u64;
            meter.at(done, Some(count), &format!("{done} of {count}"));
        }
        meter.end();
        Ok(())
    }

    /// Fine-tunes the layers above on rows that were filled.
    pub(super) fn tuned(
        &self,
        rows: &[(&Row, usize)],
        classes: usize,
        options: &tune::Options,
    ) -> Result<Tuned> {
        let texts: Vec<Text<'_>> = rows
            .iter()
            .map(|(row, label)| Text { states: &row.encoded.states, label: *label })
            .collect();
        let layers: &[LayerTensors] =
            self.tensors.layers.get(FROZEN_LAYERS..).context("an encoder of too few layers")?;
        let mut meter = Meter::new("fine-tuning")?;
        let options = tune::Options { threads: host::threads(), ..*options };
        let tuned = tune::tune(layers, MINILM_HEADS, &texts, classes, &options, &mut |at| {
            let words = format!("step {} of {}, loss {:.3}", at.done, at.steps, at.loss);
            meter.at(at.done as u64, Some(at.steps as u64), &words);
        })?;
        meter.end();
        Ok(tuned)
    }
}

/// The vector of each row's text.
pub(super) fn vectors_of<'r>(
    vectors: &mut Vectors,
    rows: impl Iterator<Item = &'r Row>,
) -> Result<Vec<Vec<f32>>> {
    let texts: Vec<&str> = rows.map(|row| row.text.as_str()).collect();
    let mut meter = Meter::new("encoding texts")?;
    let made = vectors.of(&texts, host::threads(), &mut |done, all| {
        meter.at(done as u64, Some(all as u64), &format!("{done} of {all}"));
    })?;
    meter.end();
    Ok(made)
}
