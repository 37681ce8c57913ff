//! Facts of documents: what a careful reader takes from each, and what is read.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};
use app::readings::{self, Letters, Market};
use dispute::EvidenceType;
use documents::facts::Field;
use documents::measure::{Counts, Document, Kind, Set, compare};
use kernel::{Currency, Date};
use understanding::listen::Listener;

use super::read;
use super::report::{Part, Report};

/// When the documents are read: after all their dates.
const TODAY: Date = Date::constant(2026, 6, 30);

pub(super) fn run(options: &super::Options) -> Result<Report> {
    if options.test.is_empty() {
        bail!("--test FILE is missing: facts are read by rules, which learn nothing");
    }
    let listener = Listener::shipped()?;
    let mut report = Report::new("rules", "test");
    let mut all = Counts::default();
    let mut parts: BTreeMap<String, Counts> = BTreeMap::new();
    for path in &options.test {
        let set: Set = toml::from_str(&read::text(path)?)
            .with_context(|| format!("{} is no set of documents", path.display()))?;
        let market =
            Market { currency: Currency::new(&set.currency)?, is_month_first: false, today: TODAY };
        let mut of_language = Counts::default();
        for document in &set.documents {
            let (counts, wrong) = measure(document, (&listener, &market));
            for (field, counts) in counts {
                of_language.add(counts);
                parts.entry(field.as_str().to_owned()).or_default().add(counts);
            }
            for wrong in wrong {
                eprintln!("{wrong}");
            }
        }
        report.texts += set.documents.len();
        parts.entry(set.language).or_default().add(of_language);
        all.add(of_language);
    }
    report.parts = parts.into_iter().map(|(name, counts)| (name, part(counts))).collect();
    report.recall = Some(all.recall());
    report.precision = Some(all.precision());
    Ok(report)
}

fn part(counts: Counts) -> Part {
    Part {
        texts: counts.meant,
        recall: Some(counts.recall()),
        precision: Some(counts.precision()),
        ..Part::default()
    }
}

fn measure(
    document: &Document,
    context: (&Listener, &Market),
) -> (BTreeMap<Field, Counts>, Vec<String>) {
    let bytes = document.bytes();
    let media_type = match document.kind {
        Kind::Pdf => "application/pdf",
        Kind::Email => "message/rfc822",
        Kind::Ocr => {
            let read = readings::of_words(&String::from_utf8_lossy(&bytes), context);
            return compare(document, &read.facts);
        }
    };
    let read = readings::read(&bytes, media_type, EvidenceType::Other, Letters::NoProgram, context);
    compare(document, &read.facts)
}
