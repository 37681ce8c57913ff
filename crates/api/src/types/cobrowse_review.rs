//! Reviews of recordings as the API shows them.

use std::collections::BTreeMap;

use app::cobrowse::reviews;
use serde::{Deserialize, Serialize};
use support::review::{Agreement, Criterion, Finding, Findings, Kind, Mark};
use utoipa::ToSchema;

use crate::wire::{CobrowseId, Moment, PrincipalId, ScorecardId};

/// What recordings are scored by.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CobrowseCard {
    /// Of the company's scorecards.
    #[schema(example = "2026-11-2")]
    pub version: String,
    pub criteria: Vec<CobrowseCriterion>,
}

/// How a criterion is answered.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CobrowseCriterionKind {
    YesNo,
    /// From 1 to 5.
    Scale,
}

/// One thing that is looked at.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CobrowseCriterion {
    #[schema(example = "in_control")]
    pub id: String,
    pub text: String,
    pub kind: CobrowseCriterionKind,
    /// How much it counts beside the others.
    pub weight: u32,
    /// A no, or the lowest score, fails the whole.
    pub critical: bool,
}

impl From<(String, Vec<Criterion>)> for CobrowseCard {
    fn from((version, criteria): (String, Vec<Criterion>)) -> Self {
        let criterion = |one: Criterion| CobrowseCriterion {
            id: one.id,
            text: one.text,
            kind: match one.kind {
                Kind::YesNo => CobrowseCriterionKind::YesNo,
                Kind::Scale => CobrowseCriterionKind::Scale,
            },
            weight: one.weight,
            critical: one.critical,
        };
        Self { version, criteria: criteria.into_iter().map(criterion).collect() }
    }
}

/// What was found of one criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CobrowseMark {
    Yes,
    No,
    /// From 1 to 5.
    Score(u8),
    /// There was no occasion for it: it counts nothing.
    NotApplicable,
}

/// What a reviewer says of one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CobrowseFinding {
    pub mark: CobrowseMark,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 2_000)]
    pub comment: Option<String>,
    /// The moment of the recording that shows it. Milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = 12_400)]
    pub at_ms: Option<u32>,
}

impl From<&CobrowseFinding> for Finding {
    fn from(from: &CobrowseFinding) -> Self {
        let mark = match from.mark {
            CobrowseMark::Yes => Mark::Yes,
            CobrowseMark::No => Mark::No,
            CobrowseMark::Score(score) => Mark::Score(score),
            CobrowseMark::NotApplicable => Mark::NotApplicable,
        };
        Self { mark, comment: from.comment.clone(), at_ms: from.at_ms }
    }
}

impl From<Finding> for CobrowseFinding {
    fn from(from: Finding) -> Self {
        let mark = match from.mark {
            Mark::Yes => CobrowseMark::Yes,
            Mark::No => CobrowseMark::No,
            Mark::Score(score) => CobrowseMark::Score(score),
            Mark::NotApplicable => CobrowseMark::NotApplicable,
        };
        Self { mark, comment: from.comment, at_ms: from.at_ms }
    }
}

/// A review to write.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"findings": {"said_why": {"mark": "yes"}, "only_needed": {"mark": "yes"},
    "no_secrets": {"mark": "yes"}, "in_control": {"mark": "not_applicable"},
    "led_well": {"mark": {"score": 4}, "comment": "Slower here.", "at_ms": 12_400},
    "solved": {"mark": {"score": 5}}}}))]
pub(crate) struct ReviewCobrowseRecording {
    /// Every criterion of the card, by its id.
    pub findings: BTreeMap<String, CobrowseFinding>,
}

impl ReviewCobrowseRecording {
    pub(crate) fn findings(&self) -> Findings {
        self.findings.iter().map(|(id, finding)| (id.clone(), finding.into())).collect()
    }
}

/// What whoever's work it is says to a review.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"text": "I asked at 0:12."}))]
pub(crate) struct AnswerCobrowseReview {
    #[schema(min_length = 1, max_length = 2_000)]
    pub text: String,
}

/// One version of a review.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CobrowseReview {
    pub id: ScorecardId,
    pub cobrowse_id: CobrowseId,
    /// Whose work it is about.
    pub user_id: PrincipalId,
    pub agent_name: String,
    pub reviewer_id: PrincipalId,
    pub by_name: String,
    /// From 1, per recording and reviewer.
    pub version: i64,
    pub at: Moment,
    /// The version of the scorecard it was written by.
    #[schema(example = "2026-11-2")]
    pub card: String,
    /// From 0 to 100; 0 where a critical criterion failed.
    #[schema(example = 88)]
    pub points: u32,
    /// The critical criteria that failed.
    pub failed: Vec<String>,
    pub findings: BTreeMap<String, CobrowseFinding>,
    /// What whoever's work it is said to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer: Option<CobrowseReviewAnswer>,
}

/// The answer to a review.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CobrowseReviewAnswer {
    pub at: Moment,
    pub text: String,
}

impl From<reviews::Review> for CobrowseReview {
    fn from(from: reviews::Review) -> Self {
        let written = from.written;
        let answer = |answer: reviews::Answer| CobrowseReviewAnswer {
            at: answer.at.into(),
            text: answer.text,
        };
        Self {
            id: from.id.into(),
            cobrowse_id: from.cobrowse.into(),
            user_id: from.agent.into(),
            agent_name: written.agent_name,
            reviewer_id: from.reviewer.into(),
            by_name: written.reviewer_name,
            version: from.version,
            at: from.at.into(),
            card: written.rubric,
            points: written.outcome.points,
            failed: written.outcome.failed,
            findings: written.findings.into_iter().map(|(id, one)| (id, one.into())).collect(),
            answer: from.answer.map(answer),
        }
    }
}

/// How far two reviewers of the same recordings agree on one criterion.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CobrowseAgreement {
    #[schema(example = "in_control")]
    pub criterion: String,
    /// Recordings of which both said something of it.
    pub both: usize,
    /// 1 for full agreement, 0 for that of chance; null where all was judged alike.
    #[schema(required = true)]
    pub kappa: Option<f64>,
}

impl From<Agreement> for CobrowseAgreement {
    fn from(from: Agreement) -> Self {
        Self { criterion: from.criterion, both: from.both, kappa: from.kappa }
    }
}
