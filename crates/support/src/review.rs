//! Reviewing a recorded session: criteria of several kinds, each with its weight, and some that decide
//! alone.

use std::collections::{BTreeMap, BTreeSet};

use kernel::stats::{Disagreement, kappa};
use serde::{Deserialize, Serialize};

use crate::scorecard::{SCORE_MAX, SCORE_MIN};

/// Longest comment of one criterion, and longest answer of the agent. Characters.
pub const COMMENT_CHARS_MAX: usize = 2_000;
/// A criterion weighs at most so much.
const WEIGHT_MAX: u32 = 100;

/// How a criterion is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Yes or no.
    YesNo,
    /// From 1 to 5.
    Scale,
}

/// One thing that is looked at in a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    pub id: String,
    pub text: String,
    pub kind: Kind,
    /// How much it counts beside the others.
    pub weight: u32,
    /// A no, or the lowest score, fails the whole.
    #[serde(default)]
    pub critical: bool,
}

/// What was found of one criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    Yes,
    No,
    Score(u8),
    /// There was no occasion for it: it counts nothing.
    NotApplicable,
}

/// What a reviewer says of one criterion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub mark: Mark,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The moment of the recording that shows it. Milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_ms: Option<u32>,
}

/// By criterion.
pub type Findings = BTreeMap<String, Finding>;

/// What a review comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// From 0 to 100; 0 where a critical criterion failed.
    pub points: u32,
    /// The critical criteria that failed.
    pub failed: Vec<String>,
}

/// Why criteria are no scorecard.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CardError {
    #[error("recordings needs at least one criterion, each with an id of its own")]
    Ids,
    #[error("weight of {0} must be from 1 to {WEIGHT_MAX}")]
    Weight(String),
}

/// Why findings are refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FindingError {
    #[error("give {}, and nothing else", .0.join(", "))]
    Criteria(Vec<String>),
    #[error("{0} is answered by yes, no or not applicable")]
    YesNo(String),
    #[error("{0} is from {SCORE_MIN} to {SCORE_MAX}, or not applicable")]
    Scale(String),
    #[error("{0}: at most {COMMENT_CHARS_MAX} characters")]
    Comment(String),
    #[error("at least one criterion must be applicable")]
    Nothing,
}

/// Whether criteria make a scorecard.
///
/// # Errors
/// [`CardError`] with what to give.
pub fn check_card(criteria: &[Criterion]) -> Result<(), CardError> {
    let ids: BTreeSet<&str> = criteria.iter().map(|one| one.id.as_str()).collect();
    if ids.is_empty() || ids.len() != criteria.len() || ids.contains("") {
        return Err(CardError::Ids);
    }
    let wrong = criteria.iter().find(|one| !(1..=WEIGHT_MAX).contains(&one.weight));
    wrong.map_or(Ok(()), |one| Err(CardError::Weight(one.id.clone())))
}

/// What findings come to: the weighted mean of the criteria that apply, on a scale from 0 to 100.
///
/// # Errors
/// [`FindingError`] with what to give: every criterion has a finding of its kind.
pub fn outcome(criteria: &[Criterion], findings: &Findings) -> Result<Outcome, FindingError> {
    let ids: BTreeSet<&String> = criteria.iter().map(|one| &one.id).collect();
    if findings.keys().collect::<BTreeSet<_>>() != ids {
        let ids = criteria.iter().map(|one| one.id.clone()).collect();
        return Err(FindingError::Criteria(ids));
    }
    let (mut sum, mut weights, mut failed) = (0_u64, 0_u64, Vec::new());
    for one in criteria {
        let Some(finding) = findings.get(&one.id) else { continue };
        let long = |comment: &String| comment.chars().count() > COMMENT_CHARS_MAX;
        if finding.comment.as_ref().is_some_and(long) {
            return Err(FindingError::Comment(one.id.clone()));
        }
        let Some(percent) = percent(one, finding.mark)? else { continue };
        sum += u64::from(percent) * u64::from(one.weight);
        weights += u64::from(one.weight);
        if one.critical && percent == 0 {
            failed.push(one.id.clone());
        }
    }
    if weights == 0 {
        return Err(FindingError::Nothing);
    }
    let points = if failed.is_empty() { (sum + weights / 2) / weights } else { 0 };
    Ok(Outcome { points: u32::try_from(points).unwrap_or(100), failed })
}

/// Of one criterion, from 0 to 100; `None` where it does not apply.
fn percent(criterion: &Criterion, mark: Mark) -> Result<Option<u32>, FindingError> {
    match (criterion.kind, mark) {
        (_, Mark::NotApplicable) => Ok(None),
        (Kind::YesNo, Mark::Yes) => Ok(Some(100)),
        (Kind::YesNo, Mark::No) => Ok(Some(0)),
        (Kind::Scale, Mark::Score(score)) if (SCORE_MIN..=SCORE_MAX).contains(&score) => {
            let steps = u32::from(SCORE_MAX - SCORE_MIN);
            Ok(Some(u32::from(score - SCORE_MIN) * 100 / steps))
        }
        (Kind::YesNo, _) => Err(FindingError::YesNo(criterion.id.clone())),
        (Kind::Scale, _) => Err(FindingError::Scale(criterion.id.clone())),
    }
}

/// How far two reviewers of the same recordings agree on one criterion.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    pub criterion: String,
    /// Recordings of which both said something of it.
    pub both: usize,
    /// Cohen's kappa, of scores with squared weights; `None` where all was judged alike.
    pub kappa: Option<f64>,
}

/// How far pairs of reviews of the same recording agree, by criterion.
pub fn agreement(criteria: &[Criterion], pairs: &[(&Findings, &Findings)]) -> Vec<Agreement> {
    let of = |criterion: &Criterion| {
        let number = |findings: &Findings| match findings.get(&criterion.id)?.mark {
            Mark::Yes => Some(1),
            Mark::No => Some(0),
            Mark::Score(score) => Some(score),
            Mark::NotApplicable => None,
        };
        let both: Vec<(u8, u8)> =
            pairs.iter().filter_map(|(one, other)| number(one).zip(number(other))).collect();
        let counts = match criterion.kind {
            Kind::YesNo => Disagreement::Any,
            Kind::Scale => Disagreement::Squared,
        };
        let kappa = kappa(&both, counts);
        Agreement { criterion: criterion.id.clone(), both: both.len(), kappa }
    };
    criteria.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card() -> Vec<Criterion> {
        let criterion = |id: &str, kind, weight, critical| Criterion {
            id: id.to_owned(),
            text: id.to_owned(),
            kind,
            weight,
            critical,
        };
        vec![
            criterion("asked", Kind::YesNo, 2, false),
            criterion("clear", Kind::Scale, 1, false),
            criterion("safe", Kind::YesNo, 3, true),
        ]
    }

    fn findings(marks: [Mark; 3]) -> Findings {
        let finding = |mark| Finding { mark, comment: None, at_ms: None };
        let ids = card().into_iter().map(|one| one.id);
        ids.zip(marks.map(finding)).collect()
    }

    #[test]
    fn points_are_weighed_and_what_is_critical_decides_alone() {
        use Mark::{No, NotApplicable, Score, Yes};
        let table = [
            ([Yes, Score(5), Yes], 100, false),
            ([No, Score(1), Yes], 50, false),
            ([Yes, Score(2), Yes], 88, false),
            ([Yes, Score(5), No], 0, true),
            ([Yes, NotApplicable, NotApplicable], 100, false),
            ([No, Score(3), NotApplicable], 17, false),
        ];
        for (marks, points, fails) in table {
            let found = outcome(&card(), &findings(marks)).unwrap();
            assert_eq!((found.points, !found.failed.is_empty()), (points, fails), "{marks:?}");
        }
    }

    #[test]
    fn every_criterion_has_a_finding_of_its_kind() {
        use Mark::{NotApplicable, Score, Yes};
        let refused = |marks| outcome(&card(), &findings(marks)).unwrap_err();
        assert_eq!(refused([Score(3), Score(3), Yes]), FindingError::YesNo("asked".to_owned()));
        for wrong in [Yes, Score(0), Score(6)] {
            assert_eq!(refused([Yes, wrong, Yes]), FindingError::Scale("clear".to_owned()));
        }
        assert_eq!(refused([NotApplicable; 3]), FindingError::Nothing);
        let mut fewer = findings([Yes, Score(3), Yes]);
        fewer.remove("safe");
        let told = outcome(&card(), &fewer).unwrap_err().to_string();
        assert_eq!(told, "give asked, clear, safe, and nothing else");
        let mut long = findings([Yes, Score(3), Yes]);
        long.get_mut("safe").unwrap().comment = Some("ä".repeat(COMMENT_CHARS_MAX + 1));
        assert!(matches!(outcome(&card(), &long), Err(FindingError::Comment(_))));
    }

    #[test]
    fn a_card_has_ids_and_weights() {
        assert_eq!(check_card(&card()), Ok(()));
        assert_eq!(check_card(&[]), Err(CardError::Ids));
        let mut twice = card();
        twice[1].id = "asked".to_owned();
        assert_eq!(check_card(&twice), Err(CardError::Ids));
        let mut heavy = card();
        heavy[1].weight = 0;
        assert_eq!(check_card(&heavy), Err(CardError::Weight("clear".to_owned())));
    }

    #[test]
    fn two_reviewers_agree_beyond_chance_or_not() {
        use Mark::{No, NotApplicable, Score, Yes};
        let all = [
            (findings([Yes, Score(1), Yes]), findings([Yes, Score(2), Yes])),
            (findings([No, Score(5), Yes]), findings([No, Score(4), Yes])),
            (findings([Yes, Score(4), Yes]), findings([No, NotApplicable, Yes])),
        ];
        let pairs: Vec<_> = all.iter().map(|(one, other)| (one, other)).collect();
        let told = agreement(&card(), &pairs);
        assert_eq!(told.iter().map(|one| one.both).collect::<Vec<_>>(), [3, 2, 3]);
        // Two of three alike; by chance 2/3 · 1/3 + 1/3 · 2/3.
        assert!((told[0].kappa.unwrap() - 0.4).abs() < 1e-12, "{told:?}");
        // Squares 1 and 1 of 1, 9, 16 − … : 1 − 2 / ((1 + 9 + 9 + 1) / 2).
        assert!((told[1].kappa.unwrap() - 0.8).abs() < 1e-12, "{told:?}");
        assert_eq!(told[2].kappa, None, "everything alike");
    }
}
