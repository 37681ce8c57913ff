//! Cases with and without co-browsing as the API shows them.

use app::cobrowse::figures::{OfPeriod, Topic};
use cobrowse::figures::{COMPARED_MIN, Differences, Group, OfTopic};
use kernel::stats::Estimate;
use serde::Serialize;
use utoipa::ToSchema;

/// Cases with and without co-browsing.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CobrowseFigures {
    pub with: CobrowseGroup,
    pub without: CobrowseGroup,
    /// The groups compared as they are: what they were about may differ.
    pub as_they_are: CobrowseDifferences,
    /// Cases compared with those of the same topic (Mantel and Haenszel's weights).
    pub within_topics: CobrowseDifferences,
    /// The topics with most cases with co-browsing first.
    pub topics: Vec<CobrowseTopic>,
    /// Groups of fewer cases are not compared.
    #[schema(example = 20)]
    pub compared_min: u64,
    /// Cases of the period that were opened less than 7 days ago: they are not counted yet.
    pub too_young: u64,
    /// Sessions that stand beside no conversation: their cases count as without.
    pub beside_none: u64,
    /// Seven days have not passed since the last one was resolved: what is resolved may still fall.
    pub provisional: bool,
}

/// A figure, and where the true one lies with 95 % confidence.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct CobrowseEstimate {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

/// One of the two groups.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CobrowseGroup {
    pub cases: u64,
    /// The share that was resolved: not reopened, and the customer did not come back within 7 days
    /// (Wilson).
    #[schema(required = true)]
    pub resolved: Option<CobrowseEstimate>,
    pub handled: u64,
    /// From a person's first answer to the end: the median (order statistics). Seconds.
    #[schema(required = true)]
    pub handled_s: Option<CobrowseEstimate>,
    pub rated: u64,
    /// The mean rating, from 1 to 5 (Student).
    #[schema(required = true)]
    pub csat: Option<CobrowseEstimate>,
}

/// Cases with co-browsing against those without; null where there are too few.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CobrowseDifferences {
    /// The share with less the share without.
    #[schema(required = true)]
    pub resolved: Option<CobrowseEstimate>,
    /// How many times as long (geometric means, Welch).
    #[schema(required = true)]
    pub handled_ratio: Option<CobrowseEstimate>,
    /// The mean with less the mean without (Welch).
    #[schema(required = true)]
    pub csat: Option<CobrowseEstimate>,
}

/// What a topic is.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CobrowseTopicKind {
    /// Of a dispute: its reason.
    Reason,
    Complaint,
    /// What the customer wanted, as it was recognised.
    Intent,
    Unknown,
}

/// Both groups of one topic.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CobrowseTopic {
    pub kind: CobrowseTopicKind,
    /// The reason or the intent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "not_received")]
    pub topic: Option<String>,
    pub with: CobrowseGroup,
    pub without: CobrowseGroup,
    /// The share with less the share without (Newcombe).
    #[schema(required = true)]
    pub resolved: Option<CobrowseEstimate>,
}

impl From<OfPeriod> for CobrowseFigures {
    fn from(from: OfPeriod) -> Self {
        let figures = from.figures;
        Self {
            with: figures.with.into(),
            without: figures.without.into(),
            as_they_are: figures.as_they_are.into(),
            within_topics: figures.within_topics.into(),
            topics: figures.topics.into_iter().map(CobrowseTopic::from).collect(),
            compared_min: COMPARED_MIN,
            too_young: from.too_young,
            beside_none: from.beside_none,
            provisional: from.provisional,
        }
    }
}

impl From<Estimate> for CobrowseEstimate {
    fn from(from: Estimate) -> Self {
        Self { value: from.value, low: from.low, high: from.high }
    }
}

impl From<Group> for CobrowseGroup {
    fn from(from: Group) -> Self {
        Self {
            cases: from.cases,
            resolved: from.resolved.map(Into::into),
            handled: from.handled,
            handled_s: from.handled_s.map(Into::into),
            rated: from.rated,
            csat: from.csat.map(Into::into),
        }
    }
}

impl From<Differences> for CobrowseDifferences {
    fn from(from: Differences) -> Self {
        Self {
            resolved: from.resolved.map(Into::into),
            handled_ratio: from.handled_ratio.map(Into::into),
            csat: from.csat.map(Into::into),
        }
    }
}

impl From<OfTopic<Topic>> for CobrowseTopic {
    fn from(from: OfTopic<Topic>) -> Self {
        let (kind, topic) = match from.topic {
            Topic::Reason(reason) => (CobrowseTopicKind::Reason, Some(reason)),
            Topic::Complaint => (CobrowseTopicKind::Complaint, None),
            Topic::Intent(intent) => (CobrowseTopicKind::Intent, Some(intent)),
            Topic::Unknown => (CobrowseTopicKind::Unknown, None),
        };
        Self {
            kind,
            topic,
            with: from.with.into(),
            without: from.without.into(),
            resolved: from.resolved.map(Into::into),
        }
    }
}
