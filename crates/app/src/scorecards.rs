//! Scorecards: how well conversations were held, by somebody who had no part in them.
//!
//! What is looked at is policy (`policy/support/scorecard.toml`); a scorecard keeps the version it
//! was written by. Whoever's work it is reads it.

use std::collections::BTreeMap;

use compliance::authority::{Action, Resource, Verdict};
use kernel::{ConversationId, PrincipalId, ScorecardId, Timestamp};
use serde::{Deserialize, Serialize};
use store::figures::FiguresRow;
use store::scorecards::ScorecardRow;
use support::conversation::Level;
use support::scorecard::{COMMENT_CHARS_MAX, Candidate, Criterion, WhyReview};

use crate::order::scrub;
use crate::session::Ask;
use crate::{AppError, Page, Session, conversations, names};

/// Most conversations that suggestions are drawn from, the newest.
const CANDIDATES_MAX: u32 = 2_000;
/// Most suggestions.
const SUGGESTIONS_MAX: usize = 100;
/// Most people who reviewed one conversation.
const REVIEWERS_MAX: u32 = 1_000;

/// A scorecard to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewScorecard {
    /// By the ids of the rubric, each from 1 to 5.
    pub scores: BTreeMap<String, u8>,
    pub comment: Option<String>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    pub number: String,
    pub agent_name: String,
    pub reviewer_name: String,
    /// The version of the rubric.
    pub rubric: String,
    pub scores: BTreeMap<String, u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// A scorecard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scorecard {
    pub id: ScorecardId,
    pub conversation: ConversationId,
    pub agent: PrincipalId,
    pub reviewer: PrincipalId,
    pub at: Timestamp,
    pub written: Written,
}

/// Whose scorecards or reviews, of when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Of {
    pub agent: Option<PrincipalId>,
    pub from: Option<Timestamp>,
    /// Not included.
    pub to: Option<Timestamp>,
}

impl Of {
    pub(crate) fn since(&self) -> Timestamp {
        self.from.unwrap_or(Timestamp::EPOCH)
    }

    /// Where a page of them begins.
    pub(crate) fn after(&self, page: &Page) -> store::Cursor {
        let after = page.after_newest();
        match self.to {
            Some(to) if to <= after.at => store::Cursor { at: to, id: String::new() },
            _ => after,
        }
    }
}

/// A conversation worth a look.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggested {
    pub row: FiguresRow,
    pub resolved_at: Timestamp,
    pub why: Vec<WhyReview>,
}

/// The rubric in force: its version and what is looked at.
///
/// # Errors
/// [`AppError::Forbidden`].
pub fn rubric(s: &mut Session<'_, '_>) -> Result<(String, Vec<Criterion>), AppError> {
    let on = s.of_tenant();
    s.check(Action::ScorecardRead, &on)?;
    let rubric = s.app().rubric();
    Ok((rubric.version.clone(), rubric.criteria.clone()))
}

/// Scores how a conversation was held by whoever had it last.
///
/// # Errors
/// [`AppError::Forbidden`] for one's own; [`AppError::Unprocessable`] with `nobody_to_score`;
/// [`AppError::Conflict`] with `scored_already`; [`AppError::Invalid`].
pub fn write(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    new: NewScorecard,
) -> Result<Scorecard, AppError> {
    let conversation = conversations::get(s, id)?.conversation;
    let on = Resource { customer: Some(conversation.customer.clone()), ..s.of_tenant() };
    s.check(Action::ScorecardWrite, &on)?;
    let Some(reviewer) = s.principal().id.clone() else {
        return Err(AppError::Forbidden { why: "nobody sits here".to_owned() });
    };
    if conversation.figures.is_work_of(&reviewer) {
        let why = "you had a part in this conversation: somebody else reviews it".to_owned();
        return Err(AppError::Forbidden { why });
    }
    let Some((agent, agent_name)) = conversation.figures.had_by.clone() else {
        let why = "no person had this conversation: there is nobody to score";
        return Err(AppError::unprocessable("nobody_to_score", why));
    };
    let rubric = s.app().rubric();
    rubric.check(&new.scores).map_err(|error| AppError::invalid("scores", error.to_string()))?;
    let rubric = rubric.version.clone();
    let comment = new.comment.filter(|comment| !comment.trim().is_empty());
    let comment = comment.map(|mut comment| {
        scrub::text(&mut comment);
        comment
    });
    if comment.as_ref().is_some_and(|comment| comment.chars().count() > COMMENT_CHARS_MAX) {
        let problem = format!("at most {COMMENT_CHARS_MAX} characters");
        return Err(AppError::invalid("comment", problem));
    }
    let written = Written {
        number: conversation.number,
        agent_name,
        reviewer_name: names::name(s, &reviewer)?,
        rubric,
        scores: new.scores,
        comment,
    };
    let row = ScorecardRow {
        tenant: s.tenant().clone(),
        scorecard: ScorecardId::generate(s.now(), s.rng()),
        conversation: id,
        agent,
        reviewer,
        created_at: s.now(),
        doc: serde_json::to_string(&written)?,
    };
    let card = kept(row.clone())?;
    if !store::scorecards::insert(s.tx(), row)? {
        let why = "you have scored this conversation already";
        return Err(AppError::conflict("scored_already", why));
    }
    let body = serde_json::json!({ "conversation": id, "rubric": card.written.rubric });
    s.audit("scorecard.written", format!("scorecard/{}", card.id), Some(body));
    Ok(card)
}

/// Scorecards from new to old. Whoever does not review reads those of their own work.
///
/// # Errors
/// [`AppError::Forbidden`] for somebody else's.
pub fn list(s: &mut Session<'_, '_>, of: &Of, page: &Page) -> Result<Vec<Scorecard>, AppError> {
    let on = s.of_tenant();
    s.check(Action::ScorecardRead, &on)?;
    let all = s.verdict(Action::ScorecardReadAll, &on, Ask::default());
    let me = s.principal().id.clone();
    let agent = match (all, &of.agent) {
        (Verdict::Allow { .. }, agent) => agent.clone(),
        (_, None) => me,
        (_, agent) if *agent == me => me,
        _ => {
            let why = "these are the scorecards of somebody else's work".to_owned();
            return Err(AppError::Forbidden { why });
        }
    };
    let tenant = s.tenant().clone();
    let (since, after) = (of.since(), of.after(page));
    let agent = agent.as_ref();
    let rows = store::scorecards::list(s.tx(), &tenant, agent, since, &after, page.limit)?;
    rows.into_iter().map(kept).collect()
}

fn kept(row: ScorecardRow) -> Result<Scorecard, AppError> {
    Ok(Scorecard {
        id: row.scorecard,
        conversation: row.conversation,
        agent: row.agent,
        reviewer: row.reviewer,
        at: row.created_at,
        written: serde_json::from_str(&row.doc)?,
    })
}

/// Conversations worth a look: what went wrong first, and some of each day drawn by lot. The same
/// all day long.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn suggested(s: &mut Session<'_, '_>) -> Result<Vec<Suggested>, AppError> {
    let on = s.of_tenant();
    s.check(Action::ScorecardWrite, &on)?;
    let (app, tenant, now) = (s.app().clone(), s.tenant().clone(), s.now());
    let since = app.rubric().suggests_since(now);
    let me = s.principal().id.clone();
    let rows = store::figures::unreviewed(s.tx(), &tenant, since, CANDIDATES_MAX)?;
    let mut candidates = Vec::new();
    let rules = app.desk_rules(s.tx(), &tenant)?;
    let hours = rules.hours();
    let others = |row: &&FiguresRow| row.assignee != me && row.answered_by != me;
    for row in rows.iter().filter(others) {
        let Some(resolved_at) = row.resolved_at else { continue };
        let overturned = match row.dispute {
            Some(dispute) => store::figures::is_reversed(s.tx(), &tenant, dispute)?,
            None => false,
        };
        candidates.push(Candidate {
            conversation: row.conversation,
            resolved_at,
            day: hours.day(resolved_at),
            level: level_of(row.level),
            csat: row.csat.and_then(|csat| u8::try_from(csat).ok()),
            waited: row.response_ms.map(kernel::Duration::from_millis),
            complaint: row.complaint.is_some(),
            overturned,
        });
    }
    let seed = hours.day(now).unsigned_abs();
    let suggestions = app.rubric().suggest(&candidates, seed);
    let mut by_id: BTreeMap<_, FiguresRow> =
        rows.into_iter().map(|row| (row.conversation.uuid(), row)).collect();
    let found = suggestions.into_iter().take(SUGGESTIONS_MAX).filter_map(|one| {
        let row = by_id.remove(&one.conversation.uuid())?;
        Some(Suggested { row, resolved_at: one.resolved_at, why: one.why })
    });
    Ok(found.collect())
}

fn level_of(number: i64) -> Level {
    let place = usize::try_from(number).ok();
    place.and_then(|place| Level::ALL.get(place)).copied().unwrap_or_default()
}

/// Takes what was written in words out of the scorecards of a conversation.
pub(crate) fn erase_of(
    s: &mut Session<'_, '_>,
    conversation: ConversationId,
) -> Result<(), AppError> {
    let tenant = s.tenant().clone();
    for row in store::erasure::scorecards(s.tx(), &tenant, conversation, REVIEWERS_MAX)? {
        let written: Written = serde_json::from_str(&row.doc)?;
        let doc = serde_json::to_string(&Written { comment: None, ..written })?;
        store::erasure::rewrite_scorecard(s.tx(), &tenant, row.scorecard, doc)?;
    }
    Ok(())
}
