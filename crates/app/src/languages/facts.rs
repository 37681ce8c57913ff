//! What a hand-off brief calls the facts, in one language: reasons of disputes, and what ends with a clock.

use std::collections::BTreeMap;

use dispute::{Reason, TimerKind};
use serde::Deserialize;

/// The words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FactWords {
    reasons: BTreeMap<Reason, String>,
    pub(crate) clocks: Clocks,
}

/// What ends, or is due, when a clock runs out.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Clocks {
    pub(crate) instalment_due: String,
    dialogue_ends: String,
    evidence_due: String,
    decide_due: String,
    review_due: String,
    appeal_due: String,
    final_review_due: String,
    proposal_due: String,
    provisional_credit_due: String,
    return_pause_ends: String,
    pub(crate) complaint_summary: String,
    pub(crate) complaint_answer: String,
    pub(crate) complaint_acknowledgement: String,
}

impl FactWords {
    /// The first reason without words.
    pub(super) fn lacking(&self) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| !self.reasons.contains_key(reason))
    }

    pub(crate) fn reason(&self, reason: Reason) -> &str {
        self.reasons.get(&reason).map_or_else(|| reason.as_str(), String::as_str)
    }

    /// `None` for a clock that is no deadline of anybody.
    pub(crate) fn clock(&self, kind: TimerKind) -> Option<&str> {
        let clocks = &self.clocks;
        Some(match kind {
            TimerKind::DialogueEnds => &clocks.dialogue_ends,
            TimerKind::EvidenceDue => &clocks.evidence_due,
            TimerKind::DecideDue => &clocks.decide_due,
            TimerKind::ReviewDue => &clocks.review_due,
            TimerKind::AppealDue => &clocks.appeal_due,
            TimerKind::FinalReviewDue => &clocks.final_review_due,
            TimerKind::ProposalDue => &clocks.proposal_due,
            TimerKind::ProvisionalCreditDue => &clocks.provisional_credit_due,
            TimerKind::ReturnPauseEnds => &clocks.return_pause_ends,
            TimerKind::Instalment => return None,
        })
    }
}
