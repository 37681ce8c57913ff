//! What people of the desk could not see in co-browsing, and what becomes of it.

use app::cobrowse::blind::{self, Asked, Decided, Decision, Entry, Standing};
use app::cobrowse::proposals;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use cobrowse::policy::NewShow;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::cobrowse_policy::{RedactionRuleDiff, rule_diffs, word};
use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, read};
use crate::wire::{Date, Digest, Moment, PathParam, QueryParams, TaskId};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_blind_spots))
        .routes(routes!(propose_blind_spot))
        .routes(routes!(dismiss_blind_spot))
}

/// A box that people of the desk could not see.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BlindSpot {
    /// The same for the same box of every session.
    pub id: Digest,
    /// What the page is called, by the policy file or by its developers; absent where nobody said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "/orders/*")]
    pub page: Option<String>,
    /// Where in the page it is, from outside: what developers call it (`@order-summary`), elements of HTML
    /// and their number (`dd:2`), or kinds of boxes and their number (`text.1`).
    #[schema(example = "@order-summary > dl:1 > dd:2")]
    pub place: String,
    /// In how many sessions it was asked for.
    pub sessions: i64,
    /// How many times, each person of a session once.
    pub asked: i64,
    pub last_asked_at: Moment,
    /// What people wrote beside it, the newest first: three at most.
    pub notes: Vec<String>,
    /// `open`, `proposed`, `released` or `dismissed`.
    #[schema(example = "open")]
    pub state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<BlindSpotDecision>,
    /// A selector that names the box in the policy file, where its developers named something around it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "[data-ombud-id=\"order-summary\"] > dl > dd")]
    pub selector: Option<String>,
}

/// What was decided last about a box.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BlindSpotDecision {
    pub at: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Sam Lind")]
    pub by_name: Option<String>,
    /// Why it stays hidden.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The rule that was proposed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<u32>,
    /// Of the file that holds the rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// Under which the file waits for another person; absent while it is to be signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task_id: Option<TaskId>,
}

impl From<Entry> for BlindSpot {
    fn from(from: Entry) -> Self {
        let Entry { count, notes, standing, decided, decided_by, selector } = from;
        let decision = decided.map(|Decided { at, what, .. }| {
            let by_name = decided_by;
            match what {
                Decision::Dismissed { reason } => BlindSpotDecision {
                    at: at.into(),
                    by_name,
                    reason: Some(reason),
                    rule: None,
                    version: None,
                    task_id: None,
                },
                Decision::Proposed { rule, version, task, .. } => BlindSpotDecision {
                    at: at.into(),
                    by_name,
                    reason: None,
                    rule: Some(rule),
                    version: Some(version),
                    task_id: task.map(Into::into),
                },
            }
        });
        Self {
            id: count.place_hash.into(),
            page: Some(count.page).filter(|page| !page.is_empty()),
            place: count.place,
            sessions: count.sessions,
            asked: count.asked,
            last_asked_at: count.last_at.into(),
            notes,
            state: standing.as_str(),
            decision,
            selector,
        }
    }
}

/// Which boxes.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct BlindSpotsQuery {
    /// Asked for from then on; 90 days ago when absent.
    #[param(inline)]
    from: Option<Moment>,
    /// Asked for before then.
    #[param(inline)]
    to: Option<Moment>,
    /// Of this page.
    #[param(max_length = 120)]
    page: Option<String>,
    /// `open`, `proposed`, `released` or `dismissed`.
    #[param(max_length = 16)]
    state: Option<String>,
}

/// List what people of the desk could not see: 100 boxes at most, first those that were missed in most
/// sessions.
#[utoipa::path(get, path = "/v1/cobrowse/blind-spots", tag = "co-browsing",
    params(BlindSpotsQuery), responses((status = 200, body = Vec<BlindSpot>)),
    extensions(("x-ombud-action" = json!("cobrowse.lead"))))]
async fn list_blind_spots(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<BlindSpotsQuery>,
) -> Result<Json<Vec<BlindSpot>>, Problem> {
    let known = |name: &str| Standing::ALL.into_iter().find(|one| one.as_str() == name);
    let unknown =
        || app::AppError::invalid("state", "must be open, proposed, released or dismissed");
    let standing =
        query.state.as_deref().map(|name| known(name).ok_or_else(unknown)).transpose()?;
    let asked = Asked {
        from: query.from.map(|from| from.0),
        to: query.to.map(|to| to.0),
        page: query.page,
        standing,
    };
    read(&state, &principal, move |s| {
        Ok(blind::board(s, &asked)?.into_iter().map(BlindSpot::from).collect())
    })
    .await
}

/// A rule that shows a box.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"selector": "[data-ombud-id=\"order-summary\"] > dl > dd", "paths": ["/orders/*"], "reason": "agents are asked about amounts", "owner": "payments-web", "expires": "2027-06-30", "preview": true}))]
pub(crate) struct ProposeBlindSpot {
    #[schema(max_length = 1_000)]
    pub selector: String,
    /// Paths of the site, `*` for any run of characters; everywhere when absent.
    #[serde(default)]
    pub paths: Option<Vec<String>>,
    #[schema(max_length = 500)]
    pub reason: String,
    /// The team that answers for it.
    #[schema(max_length = 64)]
    pub owner: String,
    /// The last day (UTC) on which it shows.
    pub expires: Date,
    /// Shows pictures and drawings too.
    #[serde(default)]
    pub pixels: bool,
    /// Only shows what the file would be.
    #[serde(default)]
    pub preview: bool,
}

/// The policy file with the rule.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RedactionDraft {
    pub rule: u32,
    /// `redaction.toml` as it is in force; empty where there is none.
    pub before: String,
    /// `redaction.toml` as it would be.
    pub file: String,
    /// `same`, `narrower` or `wider`.
    #[schema(example = "wider")]
    pub turn: &'static str,
    pub rules: Vec<RedactionRuleDiff>,
    /// The company signs its files: sign this one, and propose it with its signature.
    pub must_sign: bool,
    /// Under which it waits for another person, where it was proposed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task_id: Option<TaskId>,
}

impl From<proposals::Draft> for RedactionDraft {
    fn from(from: proposals::Draft) -> Self {
        Self {
            rule: from.rule,
            before: from.before,
            file: from.file,
            turn: word(from.diff.turn),
            rules: rule_diffs(from.diff),
            must_sign: from.must_sign,
            task_id: from.task.map(Into::into),
        }
    }
}

/// Propose that a box be shown: the policy file with one rule more. Another person puts it in force
/// (`POST /v1/policies/proposals/{task_id}/activate`), as every file that shows more.
#[utoipa::path(post, path = "/v1/cobrowse/blind-spots/{blind_spot_id}/propose", tag = "co-browsing",
    params(("blind_spot_id" = Digest, Path)), request_body = ProposeBlindSpot,
    responses((status = 200, body = RedactionDraft)),
    extensions(("x-ombud-action" = json!("cobrowse.lead"))))]
async fn propose_blind_spot(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<Digest>,
    command: Command<ProposeBlindSpot>,
) -> Result<Response, Problem> {
    command
        .run(&state, &principal, StatusCode::OK, move |s, body| {
            let new = NewShow {
                selector: body.selector.clone(),
                paths: body.paths.clone().filter(|paths| !paths.is_empty()),
                reason: body.reason.clone(),
                owner: body.owner.clone(),
                expires: body.expires.0,
                pixels: body.pixels,
            };
            proposals::show(s, &id.0, new, body.preview).map(RedactionDraft::from)
        })
        .await
}

/// Why a box stays hidden.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "The customer's own notes."}))]
pub(crate) struct DismissBlindSpot {
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// Decide that a box stays hidden.
#[utoipa::path(post, path = "/v1/cobrowse/blind-spots/{blind_spot_id}/dismiss", tag = "co-browsing",
    params(("blind_spot_id" = Digest, Path)), request_body = DismissBlindSpot,
    responses((status = 200, body = BlindSpot)),
    extensions(("x-ombud-action" = json!("cobrowse.lead"))))]
async fn dismiss_blind_spot(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<Digest>,
    command: Command<DismissBlindSpot>,
) -> Result<Response, Problem> {
    command
        .run(&state, &principal, StatusCode::OK, move |s, body| {
            blind::dismiss(s, &id.0, &body.reason).map(BlindSpot::from)
        })
        .await
}
