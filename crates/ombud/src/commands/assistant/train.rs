//! `ombud assistant train`: learns intents from messages and keeps the model for the server.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use clap::Args;

use super::super::meter::Meter;
use super::super::serve;
use crate::config::{Config, EncoderMode};
use crate::host;
use crate::learning::Learning;
use crate::run_olist::Stopwatch;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// Only read the messages and say which lines are wrong; nothing is learnt
    #[arg(long)]
    check: bool,
    /// Threads to learn with; all cores when absent
    #[arg(long, value_name = "COUNT")]
    threads: Option<usize>,
}

pub(super) fn run(config: &Config, options: &Options) -> Result<()> {
    let watch = Stopwatch::start();
    let learning = Learning::read(config)?;
    tell(&learning);
    if options.check {
        return Ok(());
    }
    let threads = options.threads.unwrap_or_else(host::threads);
    if learning.encoder == EncoderMode::Off {
        // A server does the same at its start, in seconds: there is nothing to keep.
        learning.by_ngrams(threads)?;
        println!(
            "learnt by n-grams alone in {:.0} s; a server learns this at its start, nothing is kept \
             (assistant.encoder = off)",
            watch.seconds()
        );
        return Ok(());
    }
    let mut meter = Meter::new("learning")?;
    meter.say(&format!("weights are kept in {}", learning.weights.cache.display()));
    let pinned = serve::runtime()?.block_on(learning.weights.multilingual()).context(
        "the encoder's weights are not here; without them, n-grams alone serve \
         (assistant.encoder = off)",
    )?;
    host::make_private_folder(&config.store.data_dir)?;
    learning.with_encoder(pinned, threads, &mut |what, done, all| meter.at(done, all, what))?;
    meter.end();
    println!("learnt in {:.0} s, kept in {}", watch.seconds(), learning.model_file.display());
    Ok(())
}

fn tell(learning: &Learning) {
    let mut languages: BTreeMap<&str, usize> = BTreeMap::new();
    let mut intents: BTreeMap<&str, usize> = BTreeMap::new();
    for message in &learning.messages {
        *languages.entry(&message.lang).or_default() += 1;
        message.intents().for_each(|intent| *intents.entry(intent).or_default() += 1);
    }
    let languages: Vec<String> =
        languages.iter().map(|(language, count)| format!("{language} {count}")).collect();
    let count = learning.messages.len();
    println!("{count} messages ({}), {} intents", languages.join(", "), intents.len());
    if let Some((intent, least)) = intents.iter().min_by_key(|(_, count)| **count) {
        println!("fewest messages: {intent}, {least}");
    }
}
