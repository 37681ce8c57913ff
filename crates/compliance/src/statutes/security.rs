//! R16 and R17: card data, and reports of major incidents.

use kernel::{Calendar, Timestamp};
use serde::Deserialize;

use super::term::{Contents, Term};
use kernel::scrub::scrub;

/// R16: card data (PCI DSS 4.0.1). The figures are those that [`kernel::scrub`] is built to; a test
/// compares them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardData {
    pub pan_digits_min: usize,
    pub pan_digits_max: usize,
    pub separators_max: usize,
    pub shown_first_digits: usize,
    pub shown_last_digits: usize,
}

impl CardData {
    /// Whether a text may be stored as it is.
    pub fn may_store(&self, text: &str) -> bool {
        let scrubbed = scrub(text);
        scrubbed.cards == 0 && scrubbed.codes == 0
    }
}

/// The clocks of one incident: each the first instant that is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IncidentClocks {
    /// `None` until it is classified as major, or while nobody is aware of it.
    pub initial_by: Option<Timestamp>,
    pub intermediate_by: Option<Timestamp>,
    pub final_by: Option<Timestamp>,
}

/// R17: major ICT incidents (DORA article 19).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentReports {
    initial_after_classification: Term,
    initial_after_awareness: Term,
    intermediate_after_initial: Term,
    final_after_intermediate: Term,
    pub initial_contents: Contents,
    pub register_fields: Contents,
}

impl IncidentReports {
    /// The clocks, given what has happened so far.
    pub fn clocks(
        &self,
        aware: Timestamp,
        classified_major: Option<Timestamp>,
        initial_sent: Option<Timestamp>,
        intermediate_sent: Option<Timestamp>,
        calendar: &Calendar,
    ) -> IncidentClocks {
        let initial_by = classified_major.map(|classified| {
            let after_awareness = self.initial_after_awareness.from(aware, calendar);
            let after_class = self.initial_after_classification.from(classified, calendar);
            // Classified later than a day after awareness: four hours from the classification.
            if classified < after_awareness {
                after_class.min(after_awareness)
            } else {
                after_class
            }
        });
        IncidentClocks {
            initial_by,
            intermediate_by: initial_sent
                .map(|sent| self.intermediate_after_initial.from(sent, calendar)),
            final_by: intermediate_sent
                .map(|sent| self.final_after_intermediate.from(sent, calendar)),
        }
    }
}
