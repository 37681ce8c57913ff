//! Reviews of recordings by the company's scorecard (`policy/support/scorecard.toml`).
//!
//! A review is final once written: who changes their mind writes a new version, and both stay. Whoever's
//! work it is about reads it and answers it, once a version.

use std::collections::BTreeMap;

use compliance::authority::Action;
use kernel::{CobrowseId, PrincipalId, ScorecardId, Timestamp};
use serde::{Deserialize, Serialize};
use store::cobrowse::recordings;
use store::cobrowse::reviews::{self, ReviewRow};
use support::review::{
    Agreement, COMMENT_CHARS_MAX, Criterion, Finding, Findings, Outcome, agreement, outcome,
};

use super::claim::own_id;
use super::kept;
use super::recordings::{leads, stored};
use crate::order::scrub;
pub use crate::scorecards::Of;
use crate::{AppError, Page, Session, names};

/// Versions of reviews of one recording.
const OF_RECORDING_MAX: u32 = 1_000;
/// Reviews that agreement is worked out from, the newest.
const AGREEMENT_MAX: u32 = 5_000;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    pub agent_name: String,
    pub reviewer_name: String,
    /// The version of the rubric.
    pub rubric: String,
    pub findings: Findings,
    pub outcome: Outcome,
}

/// What whoever's work it is said to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub at: Timestamp,
    pub text: String,
}

/// One version of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    pub id: ScorecardId,
    pub cobrowse: CobrowseId,
    pub agent: PrincipalId,
    pub reviewer: PrincipalId,
    /// From 1, per recording and reviewer.
    pub version: i64,
    pub at: Timestamp,
    pub written: Written,
    pub answer: Option<Answer>,
}

/// The scorecard in force: the version of the rubric, and what is looked at.
///
/// # Errors
/// [`AppError::Forbidden`].
pub fn card(s: &mut Session<'_, '_>) -> Result<(String, Vec<Criterion>), AppError> {
    let on = s.of_tenant();
    s.check(Action::CobrowseWork, &on)?;
    let rubric = s.app().rubric();
    Ok((rubric.version.clone(), rubric.recordings.clone()))
}

/// Scores a recorded session; a new version where the reviewer did before.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever was in the session; [`AppError::Conflict`]
/// (`recording_shredded`) where nobody can look at it; [`AppError::Unprocessable`] (`nobody_to_score`);
/// [`AppError::Invalid`] with what to give.
pub fn write(
    s: &mut Session<'_, '_>,
    id: CobrowseId,
    mut findings: Findings,
) -> Result<Review, AppError> {
    let on = s.of_tenant();
    s.check(Action::CobrowseLead, &on)?;
    let (session, recording) = (kept::load(s, id)?, stored(s, id)?);
    let reviewer = own_id(s)?;
    if session.machine.seat_of(&reviewer).is_some() {
        let why = "you were in this session: somebody else reviews it".to_owned();
        return Err(AppError::Forbidden { why });
    }
    if recording.wrapped_key.is_none() {
        let why = "the recording was forgotten";
        return Err(AppError::conflict("recording_shredded", why));
    }
    let Some(agent) = session.row.agent else {
        let why = "nobody of the desk was in this session: there is nobody to score";
        return Err(AppError::unprocessable("nobody_to_score", why));
    };
    for finding in findings.values_mut() {
        tidy(finding, recording.length_ms)?;
    }
    let rubric = s.app().rubric();
    let outcome = outcome(&rubric.recordings, &findings)
        .map_err(|error| AppError::invalid("findings", error.to_string()))?;
    let rubric = rubric.version.clone();
    let tenant = s.tenant().clone();
    let before = reviews::of_recording(s.tx(), &tenant, id, OF_RECORDING_MAX)?;
    let last = before.iter().filter(|row| row.reviewer == reviewer).map(|row| row.version).max();
    let points = outcome.points;
    let written = Written {
        agent_name: names::name(s, &agent)?,
        reviewer_name: names::name(s, &reviewer)?,
        rubric,
        findings,
        outcome,
    };
    let row = ReviewRow {
        tenant: tenant.clone(),
        review: ScorecardId::generate(s.now(), s.rng()),
        cobrowse: id,
        agent,
        reviewer,
        version: last.unwrap_or(0) + 1,
        points: i64::from(points),
        created_at: s.now(),
        answered_at: None,
        answer: None,
        doc: serde_json::to_string(&written)?,
    };
    reviews::insert(s.tx(), &row)?;
    recordings::reviewed(s.tx(), &tenant, id, points)?;
    let body = serde_json::json!({
        "review": row.review, "version": row.version, "rubric": written.rubric, "points": points,
    });
    s.audit("cobrowse.reviewed", format!("cobrowse/{id}"), Some(body));
    read(row)
}

/// Takes what names somebody out of a comment, and an empty one away.
fn tidy(finding: &mut Finding, length_ms: i64) -> Result<(), AppError> {
    if finding.at_ms.is_some_and(|at| i64::from(at) > length_ms) {
        let problem = format!("at_ms is within the recording: at most {length_ms}");
        return Err(AppError::invalid("findings", problem));
    }
    finding.comment = finding.comment.take().filter(|comment| !comment.trim().is_empty());
    if let Some(comment) = &mut finding.comment {
        scrub::text(comment);
    }
    Ok(())
}

/// The reviews of one recording, by reviewer, the newest version of each first: all for those who lead
/// the desk, and for whoever's work they are about.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`].
pub fn of_recording(s: &mut Session<'_, '_>, id: CobrowseId) -> Result<Vec<Review>, AppError> {
    let on = s.of_tenant();
    s.check(Action::CobrowseWork, &on)?;
    let session = kept::load(s, id)?;
    if !leads(s) && (session.row.agent.is_none() || session.row.agent != s.principal().id) {
        let why = "reviews are read by those who lead the desk and by whoever they are about";
        return Err(AppError::Forbidden { why: why.to_owned() });
    }
    let tenant = s.tenant().clone();
    let rows = reviews::of_recording(s.tx(), &tenant, id, OF_RECORDING_MAX)?;
    rows.into_iter().map(read).collect()
}

/// Reviews from new to old: those of one's own work, or all for those who lead the desk.
///
/// # Errors
/// [`AppError::Forbidden`].
pub fn list(s: &mut Session<'_, '_>, of: &Of, page: &Page) -> Result<Vec<Review>, AppError> {
    let on = s.of_tenant();
    s.check(Action::CobrowseWork, &on)?;
    let mut agent = of.agent.clone();
    if !leads(s) {
        let own = own_id(s)?;
        if agent.as_ref().is_some_and(|asked| *asked != own) {
            let why =
                "whoever does not lead the desk reads the reviews of their own work".to_owned();
            return Err(AppError::Forbidden { why });
        }
        agent = Some(own);
    }
    let (tenant, since, after) = (s.tenant().clone(), of.since(), of.after(page));
    let rows = reviews::list(s.tx(), &tenant, agent.as_ref(), since, &after, page.limit)?;
    rows.into_iter().map(read).collect()
}

/// Answers a review of one's own work, once.
///
/// # Errors
/// [`AppError::NotFound`] for a review of somebody else's; [`AppError::Conflict`]
/// (`answered_already`); [`AppError::Invalid`].
pub fn answer(
    s: &mut Session<'_, '_>,
    id: ScorecardId,
    mut text: String,
) -> Result<Review, AppError> {
    let on = s.of_tenant();
    s.check(Action::CobrowseWork, &on)?;
    let (own, tenant, at) = (own_id(s)?, s.tenant().clone(), s.now());
    let row = reviews::get(s.tx(), &tenant, id)?.filter(|row| row.agent == own);
    let row = row.ok_or_else(|| AppError::not_found("the review", &id))?;
    if text.trim().is_empty() || text.chars().count() > COMMENT_CHARS_MAX {
        let problem = format!("from 1 to {COMMENT_CHARS_MAX} characters");
        return Err(AppError::invalid("text", problem));
    }
    scrub::text(&mut text);
    if !reviews::answer(s.tx(), &tenant, id, (at, &text))? {
        let why = "this version of the review has an answer already";
        return Err(AppError::conflict("answered_already", why));
    }
    let body = serde_json::json!({ "review": id });
    s.audit("cobrowse.review_answered", format!("cobrowse/{}", row.cobrowse), Some(body));
    read(ReviewRow { answered_at: Some(at), answer: Some(text), ..row })
}

/// How far reviewers agree who scored the same recordings in a period, by criterion: of each recording
/// the newest versions of the two who scored it first.
///
/// # Errors
/// [`AppError::Forbidden`].
pub fn agreed(s: &mut Session<'_, '_>, of: &Of) -> Result<Vec<Agreement>, AppError> {
    let on = s.of_tenant();
    s.check(Action::CobrowseLead, &on)?;
    let page = Page { after: None, limit: AGREEMENT_MAX };
    let reviews = list(s, of, &page)?;
    let rubric = s.app().rubric().clone();
    // From old to new, so that the two who came first are first.
    let mut by_recording: BTreeMap<uuid::Uuid, Vec<Review>> = BTreeMap::new();
    for review in reviews.into_iter().rev().filter(|one| one.written.rubric == rubric.version) {
        let of = by_recording.entry(review.cobrowse.uuid()).or_default();
        match of.iter_mut().find(|one| one.reviewer == review.reviewer) {
            Some(other) if other.version < review.version => *other = review,
            Some(_) => {}
            None => of.push(review),
        }
    }
    let pairs: Vec<(&Findings, &Findings)> = by_recording
        .values()
        .filter_map(|of| Some((&of.first()?.written.findings, &of.get(1)?.written.findings)))
        .collect();
    Ok(agreement(&rubric.recordings, &pairs))
}

fn read(row: ReviewRow) -> Result<Review, AppError> {
    let answer = row.answered_at.zip(row.answer).map(|(at, text)| Answer { at, text });
    Ok(Review {
        id: row.review,
        cobrowse: row.cobrowse,
        agent: row.agent,
        reviewer: row.reviewer,
        version: row.version,
        at: row.created_at,
        written: serde_json::from_str(&row.doc)?,
        answer,
    })
}

/// Takes what was written in words out of the reviews of a session.
pub(super) fn erase_of(s: &mut Session<'_, '_>, id: CobrowseId) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    for row in reviews::of_recording(s.tx(), &tenant, id, OF_RECORDING_MAX)? {
        let mut written: Written = serde_json::from_str(&row.doc)?;
        written.findings.values_mut().for_each(|finding| finding.comment = None);
        reviews::rewrite(s.tx(), &tenant, row.review, serde_json::to_string(&written)?)?;
    }
    Ok(())
}
