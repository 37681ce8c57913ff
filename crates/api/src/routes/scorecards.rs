//! Scorecards: how well conversations were held.

use std::collections::BTreeMap;

use app::scorecards::{self, NewScorecard, Of};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use support::scorecard::WhyReview;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, read};
use crate::wire::{
    ConversationId, Moment, Page, PageQuery, PathParam, PrincipalId, QueryParams, ScorecardId,
};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_scorecards))
        .routes(routes!(read_rubric))
        .routes(routes!(suggest_reviews))
        .routes(routes!(write_scorecard))
}

/// How well a conversation was held.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Scorecard {
    pub id: ScorecardId,
    pub conversation_id: ConversationId,
    /// What people call the conversation.
    #[schema(example = "7F3K-9QDM")]
    pub number: String,
    /// Whose work it is about.
    pub user_id: PrincipalId,
    pub agent_name: String,
    pub at: Moment,
    /// By criterion, from 1 to 5.
    #[schema(example = json!({"acknowledged": 4, "correct": 5, "no_repeat": 5, "next_step": 3, "tone": 4}))]
    pub scores: BTreeMap<String, u8>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    pub by_name: String,
    /// The version of the rubric it was written by.
    pub rubric: String,
}

impl From<scorecards::Scorecard> for Scorecard {
    fn from(from: scorecards::Scorecard) -> Self {
        Self {
            id: from.id.into(),
            conversation_id: from.conversation.into(),
            number: from.written.number,
            user_id: from.agent.into(),
            agent_name: from.written.agent_name,
            at: from.at.into(),
            scores: from.written.scores,
            comment: from.written.comment,
            by_name: from.written.reviewer_name,
            rubric: from.written.rubric,
        }
    }
}

/// A scorecard to write.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"scores": {"acknowledged": 4, "correct": 5, "no_repeat": 5, "next_step": 3,
    "tone": 4}, "comment": "Say by when the money is there."}))]
pub(crate) struct WriteScorecard {
    /// Every criterion of the rubric, each from 1 to 5.
    pub scores: BTreeMap<String, u8>,
    #[serde(default)]
    #[schema(max_length = 2_000)]
    pub comment: Option<String>,
}

/// Which scorecards, or reviews of recordings.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct WorkQuery {
    /// Of whose work; of yours, or of everybody's where you may read those, when absent.
    #[param(inline)]
    user_id: Option<PrincipalId>,
    #[param(inline)]
    from: Option<Moment>,
    /// Not included.
    #[param(inline)]
    to: Option<Moment>,
    /// The `next_cursor` of the page before.
    #[param(max_length = 512)]
    cursor: Option<String>,
    /// Items of a page, 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

impl WorkQuery {
    pub(super) fn asked(self) -> Result<(Of, app::Page), Problem> {
        let page = PageQuery { cursor: self.cursor, limit: self.limit }.ask()?;
        let of = Of {
            agent: self.user_id.map(|id| id.0),
            from: self.from.map(|at| at.0),
            to: self.to.map(|at| at.0),
        };
        Ok((of, page))
    }
}

/// List scorecards, the newest first. Whoever does not lead the desk reads those of their own work.
#[utoipa::path(get, path = "/v1/scorecards", tag = "desk", params(WorkQuery),
    responses((status = 200, body = Page<Scorecard>)),
    extensions(("x-ombud-action" = json!("scorecard.read"))))]
async fn list_scorecards(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<WorkQuery>,
) -> Result<Json<Page<Scorecard>>, Problem> {
    let (of, asked) = query.asked()?;
    read(&state, &principal, move |session| {
        let cards = scorecards::list(session, &of, &asked)?;
        let place =
            |card: &scorecards::Scorecard| store::Cursor { at: card.at, id: card.id.to_string() };
        Ok(Page::of(cards, &asked, place, Scorecard::from))
    })
    .await
}

/// What is looked at.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Rubric {
    pub version: String,
    pub criteria: Vec<RubricCriterion>,
}

/// One thing that is looked at.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RubricCriterion {
    #[schema(example = "no_repeat")]
    pub id: String,
    pub text: String,
}

/// Read what conversations are scored by.
#[utoipa::path(get, path = "/v1/scorecards/rubric", tag = "desk",
    responses((status = 200, body = Rubric)),
    extensions(("x-ombud-action" = json!("scorecard.read"))))]
async fn read_rubric(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<Rubric>, Problem> {
    read(&state, &principal, |session| {
        let (version, criteria) = scorecards::rubric(session)?;
        let criterion =
            |one: support::scorecard::Criterion| RubricCriterion { id: one.id, text: one.text };
        Ok(Rubric { version, criteria: criteria.into_iter().map(criterion).collect() })
    })
    .await
}

/// Why a conversation is worth a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReviewReason {
    /// The decision of its dispute was reversed.
    Overturned,
    Critical,
    LowCsat,
    Complaint,
    LongWait,
    /// Drawn by lot: the same all day long.
    Random,
}

impl From<WhyReview> for ReviewReason {
    fn from(why: WhyReview) -> Self {
        match why {
            WhyReview::Overturned => Self::Overturned,
            WhyReview::Critical => Self::Critical,
            WhyReview::LowCsat => Self::LowCsat,
            WhyReview::Complaint => Self::Complaint,
            WhyReview::LongWait => Self::LongWait,
            WhyReview::Random => Self::Random,
        }
    }
}

/// A conversation worth a look.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SuggestedReview {
    pub conversation_id: ConversationId,
    #[schema(example = "7F3K-9QDM")]
    pub number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<PrincipalId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_name: Option<String>,
    pub resolved_at: Moment,
    pub why: Vec<ReviewReason>,
}

/// List conversations worth a review that nobody reviewed yet: what went wrong first, and some of each
/// day drawn by lot. At most 100, none of your own.
#[utoipa::path(get, path = "/v1/scorecards/suggested", tag = "desk",
    responses((status = 200, body = Vec<SuggestedReview>)),
    extensions(("x-ombud-action" = json!("scorecard.write"))))]
async fn suggest_reviews(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<Vec<SuggestedReview>>, Problem> {
    read(&state, &principal, |session| {
        let review = |one: scorecards::Suggested| SuggestedReview {
            conversation_id: one.row.conversation.into(),
            number: one.row.number,
            user_id: one.row.assignee.map(Into::into),
            agent_name: one.row.assignee_name,
            resolved_at: one.resolved_at.into(),
            why: one.why.into_iter().map(Into::into).collect(),
        };
        Ok(scorecards::suggested(session)?.into_iter().map(review).collect())
    })
    .await
}

/// Score how a conversation was held by whoever had it last. Nobody scores what they had a part in.
#[utoipa::path(post, path = "/v1/conversations/{conversation_id}/scorecard", tag = "desk",
    params(("conversation_id" = ConversationId, Path)), request_body = WriteScorecard,
    responses((status = 201, body = Scorecard)),
    extensions(("x-ombud-action" = json!("scorecard.write")),
        ("x-ombud-idempotency" = json!("optional"))))]
async fn write_scorecard(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<ConversationId>,
    command: Command<WriteScorecard>,
) -> Result<Response, Problem> {
    command
        .run_with_or_without_key(&state, &principal, StatusCode::CREATED, move |session, body| {
            let new = NewScorecard { scores: body.scores.clone(), comment: body.comment.clone() };
            scorecards::write(session, id.0, new).map(Scorecard::from)
        })
        .await
}
