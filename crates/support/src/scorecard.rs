//! Reviewing how conversations were held: the rubric, and which conversations to look at.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{ConversationId, Duration, Rng, Timestamp};
use serde::{Deserialize, Serialize};

use crate::critical::Level;

/// Lowest and highest score.
pub const SCORE_MIN: u8 = 1;
pub const SCORE_MAX: u8 = 5;
/// Longest comment, in characters.
pub const COMMENT_CHARS_MAX: usize = 2_000;

/// Why a rubric does not load.
#[derive(Debug, thiserror::Error)]
pub enum RubricError {
    #[error("policy/support/scorecard.toml: {0}")]
    Toml(#[from] toml::de::Error),
    #[error("policy/support/scorecard.toml: {field} {must}")]
    Value { field: &'static str, must: &'static str },
    #[error("policy/support/scorecard.toml: {0}")]
    Recordings(#[from] crate::review::CardError),
}

/// Why scores are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScoreError {
    #[error("give {}: each from {SCORE_MIN} to {SCORE_MAX}", .0.join(", "))]
    Criteria(Vec<String>),
    #[error("{0} is from {SCORE_MIN} to {SCORE_MAX}")]
    Range(String),
}

/// One thing that is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    pub id: String,
    pub text: String,
}

/// What is looked at, and which conversations are put before a reviewer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rubric {
    pub version: String,
    pub criteria: Vec<Criterion>,
    /// What is looked at in recordings of co-browsing.
    pub recordings: Vec<crate::review::Criterion>,
    suggest: Suggest,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Suggest {
    days: u32,
    csat_max: u8,
    wait_s_min: u32,
    random_per_day: usize,
}

/// Why a conversation is worth a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhyReview {
    /// The decision of its dispute was reversed.
    Overturned,
    Critical,
    LowCsat,
    Complaint,
    LongWait,
    /// Drawn by lot.
    Random,
}

/// A conversation that could be reviewed.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    pub conversation: ConversationId,
    pub resolved_at: Timestamp,
    /// The local day on which it ended, in days since 1970-01-01.
    pub day: i64,
    pub level: Level,
    pub csat: Option<u8>,
    pub waited: Option<Duration>,
    pub complaint: bool,
    pub overturned: bool,
}

/// A conversation to look at, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    pub conversation: ConversationId,
    pub resolved_at: Timestamp,
    pub why: Vec<WhyReview>,
}

impl Rubric {
    /// The rubric that is shipped.
    ///
    /// # Errors
    /// [`RubricError`], which a test rules out.
    pub fn shipped() -> Result<Self, RubricError> {
        Self::from_toml(include_str!("../../../policy/support/scorecard.toml"))
    }

    /// # Errors
    /// [`RubricError`] with the field.
    pub fn from_toml(text: &str) -> Result<Self, RubricError> {
        let rubric: Self = toml::from_str(text)?;
        let wrong = |field, must| Err(RubricError::Value { field, must });
        let ids: BTreeSet<&str> = rubric.criteria.iter().map(|one| one.id.as_str()).collect();
        if rubric.version.trim().is_empty() {
            return wrong("version", "must not be empty: scorecards keep it");
        }
        if ids.is_empty() || ids.len() != rubric.criteria.len() || ids.contains("") {
            return wrong("criteria", "needs at least one, each with an id of its own");
        }
        if !(1..=90).contains(&rubric.suggest.days) {
            return wrong("suggest.days", "must be from 1 to 90");
        }
        crate::review::check_card(&rubric.recordings)?;
        Ok(rubric)
    }

    /// How far back conversations are suggested.
    pub fn suggests_since(&self, now: Timestamp) -> Timestamp {
        now.minus(Duration::from_days(i64::from(self.suggest.days)))
    }

    /// Every criterion is scored, once, and nothing else.
    ///
    /// # Errors
    /// [`ScoreError`] with what to give.
    pub fn check(&self, scores: &BTreeMap<String, u8>) -> Result<(), ScoreError> {
        let ids: BTreeSet<&String> = self.criteria.iter().map(|one| &one.id).collect();
        if scores.keys().collect::<BTreeSet<_>>() != ids {
            let ids = self.criteria.iter().map(|one| one.id.clone()).collect();
            return Err(ScoreError::Criteria(ids));
        }
        let outside = scores.iter().find(|(_, score)| !(SCORE_MIN..=SCORE_MAX).contains(score));
        outside.map_or(Ok(()), |(id, _)| Err(ScoreError::Range(id.clone())))
    }

    /// The conversations to look at: what went wrong first, then a draw of each day. The same seed
    /// draws the same, whatever order the candidates come in.
    pub fn suggest(&self, candidates: &[Candidate], seed: u64) -> Vec<Suggestion> {
        let mut drawn: BTreeMap<i64, Vec<(u64, ConversationId)>> = BTreeMap::new();
        for candidate in candidates {
            let ticket = ticket(seed, candidate);
            drawn.entry(candidate.day).or_default().push((ticket, candidate.conversation));
        }
        let mut lucky = BTreeSet::new();
        for mut day in drawn.into_values() {
            day.sort_unstable();
            lucky.extend(day.into_iter().take(self.suggest.random_per_day).map(|(_, id)| id));
        }
        let mut suggestions: Vec<Suggestion> = candidates
            .iter()
            .filter_map(|candidate| {
                let mut why = self.faults(candidate);
                if lucky.contains(&candidate.conversation) {
                    why.push(WhyReview::Random);
                }
                let Candidate { conversation, resolved_at, .. } = *candidate;
                (!why.is_empty()).then_some(Suggestion { conversation, resolved_at, why })
            })
            .collect();
        suggestions.sort_by(|a, b| {
            let place = |one: &Suggestion| {
                (one.why.clone(), std::cmp::Reverse(one.resolved_at), one.conversation.uuid())
            };
            place(a).cmp(&place(b))
        });
        suggestions
    }

    fn faults(&self, candidate: &Candidate) -> Vec<WhyReview> {
        let wait = Duration::from_secs(i64::from(self.suggest.wait_s_min));
        [
            (WhyReview::Overturned, candidate.overturned),
            (WhyReview::Critical, candidate.level >= Level::Critical),
            (WhyReview::LowCsat, candidate.csat.is_some_and(|csat| csat <= self.suggest.csat_max)),
            (WhyReview::Complaint, candidate.complaint),
            (WhyReview::LongWait, candidate.waited.is_some_and(|waited| waited >= wait)),
        ]
        .into_iter()
        .filter_map(|(why, holds)| holds.then_some(why))
        .collect()
    }
}

/// A candidate's lot: its own draw from the seed, the day and its id.
fn ticket(seed: u64, candidate: &Candidate) -> u64 {
    let id = candidate.conversation.uuid().as_u64_pair();
    let mixed = seed ^ id.0.rotate_left(17) ^ id.1 ^ candidate.day.unsigned_abs().rotate_left(41);
    Rng::seeded(mixed).next_u64()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(number: u128) -> Candidate {
        Candidate {
            conversation: ConversationId::from_uuid(uuid::Uuid::from_u128(number)),
            resolved_at: Timestamp::from_millis(number as i64),
            day: 20_000 + (number as i64) % 3,
            level: Level::Normal,
            csat: None,
            waited: None,
            complaint: false,
            overturned: false,
        }
    }

    #[test]
    fn what_went_wrong_comes_first_and_the_draw_is_the_same_for_the_same_seed() {
        let rubric = Rubric::shipped().unwrap();
        let mut all: Vec<Candidate> = (1..=300).map(candidate).collect();
        all[7].overturned = true;
        all[8].level = Level::Danger;
        all[9].csat = Some(2);
        all[10].csat = Some(3);
        all[11].waited = Some(Duration::from_secs(900));
        all[12].waited = Some(Duration::from_secs(899));
        let first = rubric.suggest(&all, 1);
        let mut turned = all.clone();
        turned.reverse();
        assert_eq!(rubric.suggest(&turned, 1), first);
        assert_ne!(rubric.suggest(&all, 2), first);
        let whys: Vec<WhyReview> = first.iter().map(|one| one.why[0]).collect();
        use WhyReview::{Critical, LongWait, LowCsat, Overturned, Random};
        assert_eq!(whys[..4], [Overturned, Critical, LowCsat, LongWait]);
        assert!(whys[4..].iter().all(|why| *why == Random));
        let drawn = first.iter().filter(|one| one.why.contains(&Random)).count();
        assert_eq!(drawn, 15, "five of each of three days");
    }

    #[test]
    fn every_criterion_is_scored_from_one_to_five() {
        let rubric = Rubric::shipped().unwrap();
        let scores = |score: u8| -> BTreeMap<String, u8> {
            rubric.criteria.iter().map(|one| (one.id.clone(), score)).collect()
        };
        assert_eq!(rubric.check(&scores(1)), Ok(()));
        for wrong in [0, 6] {
            assert!(matches!(rubric.check(&scores(wrong)), Err(ScoreError::Range(_))));
        }
        let mut fewer = scores(3);
        fewer.remove("tone");
        let error = rubric.check(&fewer).unwrap_err().to_string();
        assert!(error.contains("no_repeat") && error.contains("1 to 5"), "{error}");
        let mut more = scores(3);
        more.insert("speed".to_owned(), 3);
        assert!(rubric.check(&more).is_err());
        assert!(Rubric::from_toml("version = \"\"\ncriteria = []").is_err());
    }
}
