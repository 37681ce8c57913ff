//! Understanding one message, on one thread: personal data taken out, intents recognised, clues read; with
//! the sentence encoder and by n-grams alone. Classifiers learn from some of our messages and hear others.

use anyhow::{Result, ensure};
use app::assistant::Assistant;
use app::assistant::intents::{self, Labelled};
use kernel::Date;

use crate::latency::Latencies;
use crate::learning::Learning;
use crate::machine::Machine;
use crate::report::{Figure, Report};
use crate::stopwatch::Stopwatch;

const ENCODER_P50_MILLIS_MAX: f64 = 10.0;
const ENCODER_P99_MILLIS_MAX: f64 = 30.0;
const NGRAMS_MILLIS_MAX: f64 = 1.0;
/// Messages that are understood before any is timed.
const WARM_UP: usize = 50;

/// What to run.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// How many messages are understood
    #[arg(long, default_value_t = 1_000)]
    pub count: usize,
    #[command(flatten)]
    pub learning: Learning,
}

/// Learns twice and understands the same messages with both.
///
/// # Errors
/// When weights cannot be had, or nothing can be learnt.
pub fn run(options: &Options, machine: &Machine) -> Result<Report> {
    let messages = intents::shipped()?;
    let (heard, learnt) = part(messages, options);
    ensure!(!heard.is_empty(), "there are no messages");
    let mut report = Report::new("understanding", "one message, on one thread", machine);
    report.add(Figure::count("messages", heard.len() as u64));
    report.add(Figure::count("messages learnt from", learnt.len() as u64));

    let times = times(&options.learning.by_ngrams(&learnt)?, &heard)?;
    add(&mut report, "n-grams alone", &times, (NGRAMS_MILLIS_MAX, None));
    let times = self::times(&options.learning.with_encoder(&learnt)?, &heard)?;
    let goals = (ENCODER_P50_MILLIS_MAX, Some(ENCODER_P99_MILLIS_MAX));
    add(&mut report, "with multilingual-e5-small", &times, goals);
    Ok(report)
}

/// Messages to hear, evenly spread, and others to learn from.
fn part(messages: Vec<Labelled>, options: &Options) -> (Vec<Labelled>, Vec<Labelled>) {
    let step = messages.len().div_ceil(options.count.max(1)).max(2);
    let (mut heard, mut rest) = (Vec::new(), Vec::new());
    for (number, message) in messages.into_iter().enumerate() {
        if number % step == 0 {
            heard.push(message);
        } else {
            rest.push(message);
        }
    }
    (heard, options.learning.some(rest))
}

fn times(assistant: &Assistant, messages: &[Labelled]) -> Result<Latencies> {
    let today = Date::new(2026, 11, 23)?;
    let mut times = Vec::new();
    for message in messages.iter().take(WARM_UP).chain(messages) {
        let watch = Stopwatch::start();
        let heard = assistant.understand(&message.text, &message.lang, today);
        times.push(watch.elapsed());
        ensure!(!heard.intents.is_empty(), "{:?}: nothing was recognised", message.text);
    }
    Ok(Latencies::new(times.split_off(WARM_UP.min(messages.len()))))
}

fn add(report: &mut Report, how: &str, times: &Latencies, (p50, p99): (f64, Option<f64>)) {
    let figure = Figure::new(format!("{how}, p50"), times.millis_at(0.5), "ms");
    report.add(figure.at_most(p50));
    let figure = Figure::new(format!("{how}, p99"), times.millis_at(0.99), "ms");
    report.add(match p99 {
        Some(most) => figure.at_most(most),
        None => figure,
    });
}
