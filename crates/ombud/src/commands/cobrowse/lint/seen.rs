//! What viewers see of a capture: its frames held against the policy, as the server holds them.

use std::collections::{BTreeMap, BTreeSet};

use cobrowse::page::{Shown, What};
use cobrowse::policy::Permit;
use cobrowse::verify::{Dropped, Outcome, Verifier, Why};
use serde::Serialize;

/// The most characters of a text that are printed.
const TEXT_CHARS_MAX: usize = 60;
const UNITS_PER_PX: i64 = 4;

/// Something that the server refuses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Refused {
    pub(super) why: String,
    /// An honest page may cause it: a telephone number, say. It is taken out and nothing else.
    pub(super) doubtful: bool,
}

#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Each thing that was shown, wherever it stood at once.
    pub(super) things: BTreeMap<What, Vec<Shown>>,
    /// All words, in the order of the document, frame after frame.
    pub(super) texts: Vec<String>,
    pub(super) refused: BTreeSet<Refused>,
}

/// Something that is newly visible, for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Visible {
    pub(super) rule: u32,
    /// `words`, `picture`, `pixels`, `drawing` or `level`.
    pub(super) kind: &'static str,
    /// The words, shortened; of others their hash, of a level thousandths.
    pub(super) what: String,
    /// Corners in CSS pixels.
    pub(super) places: Vec<(i64, i64)>,
}

impl Seen {
    /// Holds frames against a permit, one after the other.
    pub(super) fn of(frames: &[Vec<u8>], permit: Permit) -> Self {
        let mut verifier = Verifier::new(permit);
        let mut seen = Self::default();
        for frame in frames {
            let verdict = verifier.verify(frame);
            seen.refused.extend(verdict.dropped.iter().map(refused));
            if let Outcome::Refused(why) = &verdict.outcome {
                let why = format!("a frame is refused: {why}");
                seen.refused.insert(Refused { why, doubtful: false });
            }
            seen.note(verifier.page().shown());
        }
        seen
    }

    fn note(&mut self, shown: Vec<Shown>) {
        let mut now: BTreeMap<What, Vec<Shown>> = BTreeMap::new();
        for one in shown {
            if let What::Words(words) = &one.what {
                self.texts.push(words.clone());
            }
            now.entry(one.what.clone()).or_default().push(one);
        }
        for (what, places) in now {
            let known = self.things.entry(what).or_default();
            if places.len() > known.len() {
                *known = places;
            }
        }
    }

    /// What is shown here and was not there, or in fewer places.
    pub(super) fn beyond(&self, before: &Self) -> Vec<Visible> {
        let more = |(what, places): (&What, &Vec<Shown>)| {
            let known = before.things.get(what).map_or(&[][..], Vec::as_slice);
            if places.len() <= known.len() {
                return None;
            }
            let was_there = |one: &&Shown| known.iter().any(|old| old.at == one.at);
            let new: Vec<&Shown> = places.iter().filter(|one| !was_there(one)).collect();
            // Where all moved, nobody knows which are new.
            let new = if new.is_empty() { places.iter().collect() } else { new };
            let rule = new.first()?.rule;
            let (kind, what) = described(what);
            let px = |one: &&Shown| (one.at.0 / UNITS_PER_PX, one.at.1 / UNITS_PER_PX);
            Some(Visible { rule, kind, what, places: new.iter().map(px).collect() })
        };
        let mut all: Vec<Visible> = self.things.iter().filter_map(more).collect();
        all.sort_by(|one, other| (one.rule, &one.places).cmp(&(other.rule, &other.places)));
        all
    }
}

fn described(what: &What) -> (&'static str, String) {
    match what {
        What::Words(words) if words.chars().count() > TEXT_CHARS_MAX => {
            let short: String = words.chars().take(TEXT_CHARS_MAX).collect();
            ("words", format!("{short}…"))
        }
        What::Words(words) => ("words", words.clone()),
        What::Picture(sha256) => ("picture", sha256.to_string()),
        What::Pixels(sha256) => ("pixels", sha256.to_string()),
        What::Drawing(sha256) => ("drawing", sha256.to_string()),
        What::Level(thousandths) => ("level", thousandths.to_string()),
    }
}

fn refused(dropped: &Dropped) -> Refused {
    let why = match dropped.why {
        Why::Rule(rule) => format!("rule {rule} is not in force for agents"),
        Why::Pixels(rule) => format!("rule {rule} releases words, and no pixels or drawings"),
        Why::Words(kind) => format!("words look like something that is never shown: {kind:?}"),
        Why::Size => "the page shows more than it may".to_owned(),
    };
    Refused { why, doubtful: dropped.is_doubtful }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(words: &[(&str, u32, i64)]) -> Seen {
        let mut seen = Seen::default();
        let shown = words.iter().map(|(text, rule, x)| Shown {
            node: 1,
            rule: *rule,
            at: (x * UNITS_PER_PX, 0),
            what: What::Words((*text).to_owned()),
        });
        seen.note(shown.collect());
        seen
    }

    #[test]
    fn what_is_new_is_told_with_its_rule_and_its_places() {
        let long = "x".repeat(100);
        let old = seen(&[("a", 2, 0), ("b", 2, 10), ("gone", 2, 20)]);
        let new = seen(&[("a", 2, 0), ("b", 2, 10), ("b", 3, 50), (long.as_str(), 4, 5)]);
        let told = new.beyond(&old);
        assert_eq!(told.len(), 2, "{told:?}");
        assert_eq!(
            (told[0].rule, told[0].what.as_str(), &told[0].places),
            (3, "b", &vec![(50, 0)])
        );
        assert_eq!((told[1].rule, told[1].what.chars().count()), (4, TEXT_CHARS_MAX + 1));
        assert_eq!(new.beyond(&new), []);
        // What stands elsewhere now is not more.
        assert_eq!(seen(&[("a", 2, 7)]).beyond(&old), []);
    }
}
