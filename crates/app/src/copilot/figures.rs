//! How often suggestions are used, by what they were made of and by what the customer wanted.

use std::collections::BTreeMap;

use store::figures::Period;
use store::suggestions::{self, SuggestionCounts};

use super::{Kind, Outcome};
use crate::report::{self, Share};
use crate::{AppError, Session};

/// What became of the suggestions of one kind for one intent.
#[derive(Debug, Clone, PartialEq)]
pub struct SuggestionFigure {
    pub kind: Kind,
    /// `None` where it was not recognised.
    pub intent: Option<String>,
    pub shown: i64,
    pub accepted: i64,
    pub edited: i64,
    pub rejected: i64,
    /// Sent, as it was or edited, of all that were shown.
    pub used: Option<Share>,
    /// Words changed of an edited one, on average.
    pub words_changed: Option<f64>,
}

/// The figures of a period, by kind and intent.
///
/// # Errors
/// As [`report::report`].
pub fn figures(s: &mut Session<'_, '_>, period: Period) -> Result<Vec<SuggestionFigure>, AppError> {
    report::may(s, period)?;
    let tenant = s.tenant().clone();
    let counts = suggestions::counts(s.tx(), &tenant, period)?;
    let mut of: BTreeMap<(Kind, Option<String>), Vec<SuggestionCounts>> = BTreeMap::new();
    for count in counts {
        let kind = Kind::parse(&count.kind);
        let kind = kind.ok_or_else(|| AppError::broken("a suggestion of an unknown kind"))?;
        of.entry((kind, count.intent.clone())).or_default().push(count);
    }
    Ok(of.into_iter().map(|((kind, intent), counts)| figure(kind, intent, &counts)).collect())
}

fn figure(kind: Kind, intent: Option<String>, counts: &[SuggestionCounts]) -> SuggestionFigure {
    let of = |outcome: Outcome| -> (i64, i64) {
        let of = counts.iter().find(|one| one.outcome == outcome.as_str());
        of.map_or((0, 0), |one| (one.count, one.words_changed))
    };
    let (accepted, (edited, changed)) = (of(Outcome::Accepted).0, of(Outcome::Edited));
    let shown = counts.iter().map(|one| one.count).sum();
    SuggestionFigure {
        kind,
        intent,
        shown,
        accepted,
        edited,
        rejected: of(Outcome::Rejected).0,
        used: Share::of(accepted + edited, shown),
        words_changed: (edited > 0).then(|| changed as f64 / edited as f64),
    }
}
