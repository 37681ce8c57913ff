//! Personal data: what is marked and what the rules find, matched where they overlap and are of one kind.

use std::collections::BTreeMap;
use std::ops::Range;

use anyhow::{Result, bail};
use models::measure::Counts;
use understanding::pii::{self, PiiKind};

use super::read::{self, Marked};
use super::report::{Part, Report};

/// Which marks count, and what they are called in Presidio's sets.
const KINDS: [(&str, PiiKind); 6] = [
    ("CREDIT_CARD", PiiKind::CardNumber),
    ("IBAN_CODE", PiiKind::Iban),
    ("EMAIL_ADDRESS", PiiKind::Email),
    ("PHONE_NUMBER", PiiKind::Phone),
    ("US_SSN", PiiKind::Ssn),
    ("IP_ADDRESS", PiiKind::IpAddress),
];

pub(super) fn run(options: &super::Options) -> Result<Report> {
    if options.test.is_empty() {
        bail!("--test FILE is missing: personal data is found by rules, which learn nothing");
    }
    let mut texts = Vec::new();
    for path in &options.test {
        texts.extend(read::presidio(path)?);
    }
    let by_kind = count(&texts);
    let mut all = Counts::default();
    let mut report = Report { texts: texts.len(), ..Report::new("rules", "test") };
    for (name, counts) in by_kind {
        all.meant += counts.meant;
        all.guessed += counts.guessed;
        all.found += counts.found;
        all.right += counts.right;
        let part = Part {
            texts: counts.meant,
            recall: counts.recall(),
            precision: counts.precision(),
            ..Part::default()
        };
        report.parts.insert(name.to_owned(), part);
    }
    report.recall = all.recall();
    report.precision = all.precision();
    Ok(report)
}

fn count(texts: &[Marked]) -> BTreeMap<&'static str, Counts> {
    let mut by_kind: BTreeMap<&'static str, Counts> = BTreeMap::new();
    for text in texts {
        let found = pii::find(&text.full_text);
        for (name, kind) in KINDS {
            let marked: Vec<Range<usize>> = places(text, name);
            let own: Vec<&Range<usize>> =
                found.iter().filter(|pii| pii.kind == kind).map(|pii| &pii.place).collect();
            let counts = by_kind.entry(name).or_default();
            counts.meant += marked.len();
            counts.guessed += own.len();
            let is_met = |mark: &&Range<usize>| own.iter().any(|place| overlap(mark, place));
            counts.found += marked.iter().filter(is_met).count();
            let is_marked = |place: &&&Range<usize>| marked.iter().any(|mark| overlap(mark, place));
            counts.right += own.iter().filter(is_marked).count();
        }
    }
    by_kind
}

/// Where the marks of a kind stand, in bytes.
fn places(text: &Marked, kind: &str) -> Vec<Range<usize>> {
    let byte = |character: usize| {
        text.full_text.char_indices().nth(character).map_or(text.full_text.len(), |(at, _)| at)
    };
    let own = text.spans.iter().filter(|span| span.entity_type == kind);
    own.map(|span| byte(span.start_position)..byte(span.end_position)).collect()
}

const fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_in_characters_and_meet_what_overlaps() {
        let text = "Müller's address is åsa@example.se, call 070-123 45 67.";
        let start = text.chars().position(|char| char == 'å').unwrap();
        let marked = |entity_type: &str, start_position, end_position| read::Span {
            entity_type: entity_type.to_owned(),
            start_position,
            end_position,
        };
        let spans = vec![
            marked("EMAIL_ADDRESS", start + 2, start + 30),
            marked("US_SSN", 0, 3),
            marked("PERSON", 0, 6),
        ];
        let counts = count(&[Marked { full_text: text.to_owned(), spans }]);
        let one = Counts { meant: 1, guessed: 1, found: 1, right: 1 };
        assert_eq!(counts["EMAIL_ADDRESS"], one);
        assert_eq!(counts["US_SSN"], Counts { meant: 1, ..Counts::default() });
        assert_eq!(counts["PHONE_NUMBER"], Counts { guessed: 1, ..Counts::default() });
        assert_eq!(counts.len(), KINDS.len());
    }
}
