//! Reasons of disputes: the first suggestion for messages whose intents are examples of a reason.

use std::collections::BTreeMap;

use anyhow::{Result, bail};
use app::assistant::intents::read;
use app::triage::Reasons;
use models::classify::Options as Learning;
use triage::reason::{REASONS, of_intent};

use super::report::{Part, Report};

pub(super) fn run(options: &super::Options) -> Result<Report> {
    if options.test.is_empty() {
        bail!("--test FILE is missing: it learns from the messages that ship");
    }
    let reasons = Reasons::shipped(&Learning::default())?;
    let mut report = Report::new("n-grams", "test");
    // Measured and right, by reason.
    let mut parts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut right = 0;
    for path in &options.test {
        let text = super::read::text(path)?;
        for message in read(&path.display().to_string(), &text)? {
            let meant: Vec<_> = message.intents().filter_map(of_intent).collect();
            let Some(first) = meant.first() else { continue };
            let told = reasons.of(&message.text, 1);
            let is_right = told.first().is_some_and(|told| meant.contains(&told.reason));
            let (texts, hits) = parts.entry(first.as_str()).or_default();
            *texts += 1;
            *hits += usize::from(is_right);
            right += usize::from(is_right);
            report.texts += 1;
        }
    }
    report.labels = Some(REASONS.len());
    report.accuracy = Some(right as f64 / report.texts.max(1) as f64);
    report.parts = parts
        .into_iter()
        .map(|(reason, (texts, hits))| {
            let accuracy = Some(hits as f64 / texts.max(1) as f64);
            (reason.to_owned(), Part { texts, accuracy, ..Part::default() })
        })
        .collect();
    Ok(report)
}
