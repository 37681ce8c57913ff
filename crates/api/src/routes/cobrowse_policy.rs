//! What co-browsing releases: the signed policy file, and what is taken away from it at once.

use app::cobrowse::{policy, proposals};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use cobrowse::policy::{Diff, Effect, ExtraHide, Narrowing, RuleDiff, Turn};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, Nothing, read};
use crate::wire::{Date, Moment, PathParam, TaskId};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(read_redaction_policy, propose_redaction_policy))
        .routes(routes!(narrow_redaction_policy))
        .routes(routes!(read_redaction_history))
        .routes(routes!(decline_redaction_policy))
}

/// The redaction policy in force.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RedactionPolicy {
    /// `redaction.toml`, as docs/cobrowse-policy.md describes it.
    pub file: String,
    /// `redaction.sig`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    pub narrowing: RedactionNarrowing,
    /// With which captures begin: of the file and what was taken away from it.
    #[schema(example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    pub hash: String,
    #[schema(example = 7)]
    pub version: u32,
    #[schema(example = "acme")]
    pub company: String,
    /// The company's key that signed the file; absent where the company has no keys.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "1f0a9c3d")]
    pub signed_by: Option<String>,
    pub rules: Vec<RedactionRule>,
}

/// A rule of the file in force.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RedactionRule {
    pub id: u32,
    /// `show`, `hide`, `write` or `confirm`.
    #[schema(example = "show", value_type = String)]
    pub effect: Effect,
    #[schema(example = ".order-summary")]
    pub selector: String,
    /// Everywhere when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paths: Option<Vec<String>>,
    /// For whom; for all when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<String>>,
    pub reason: String,
    pub owner: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Date>,
    /// Shows pictures and drawings too.
    pub pixels: bool,
    /// `in_force`, `off` (taken away since) or `expired`.
    #[schema(example = "in_force")]
    pub state: &'static str,
}

/// What is taken away from a policy file.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(example = json!({"off": [4], "hide": [{"selector": ".address", "paths": ["/orders/*"]}]}))]
pub(crate) struct RedactionNarrowing {
    /// Rules that show, or let agents type, and do so no more.
    pub off: Vec<u32>,
    /// What is hidden, whatever shows it.
    pub hide: Vec<HiddenPlace>,
}

/// Something that is hidden besides.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct HiddenPlace {
    #[schema(example = ".address")]
    pub selector: String,
    /// Paths of the site, `*` for any run of characters; everywhere when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paths: Option<Vec<String>>,
}

impl From<Narrowing> for RedactionNarrowing {
    fn from(from: Narrowing) -> Self {
        let hide = from.hide.into_iter();
        let hide = hide.map(|ExtraHide { selector, paths }| HiddenPlace { selector, paths });
        Self { off: from.off, hide: hide.collect() }
    }
}

impl From<RedactionNarrowing> for Narrowing {
    fn from(from: RedactionNarrowing) -> Self {
        let hide = from.hide.into_iter();
        let hide = hide.map(|HiddenPlace { selector, paths }| ExtraHide { selector, paths });
        Self { off: from.off, hide: hide.collect() }
    }
}

impl From<policy::Shown> for RedactionPolicy {
    fn from(from: policy::Shown) -> Self {
        let policy::Shown { file, signature, narrowing, hash, policy, signed_by, expired } = from;
        let state = |id: u32| match (narrowing.off.contains(&id), expired.contains(&id)) {
            (true, _) => "off",
            (false, true) => "expired",
            (false, false) => "in_force",
        };
        let rules = policy.rules.into_iter().map(|rule| RedactionRule {
            state: state(rule.id),
            id: rule.id,
            effect: rule.effect,
            selector: rule.selector,
            paths: rule.paths,
            roles: rule.roles,
            reason: rule.reason,
            owner: rule.owner,
            expires: rule.expires.map(Into::into),
            pixels: rule.pixels,
        });
        Self {
            rules: rules.collect(),
            file,
            signature,
            hash: hash.to_string(),
            version: policy.version,
            company: policy.company,
            signed_by,
            narrowing: narrowing.into(),
        }
    }
}

/// Read the redaction policy in force; null where pages release by attributes.
#[utoipa::path(get, path = "/v1/cobrowse/policy", tag = "co-browsing",
    responses((status = 200, body = Option<RedactionPolicy>)),
    extensions(("x-ombud-action" = json!("cobrowse.lead"))))]
async fn read_redaction_policy(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<Option<RedactionPolicy>>, Problem> {
    read(&state, &principal, |s| Ok(policy::read(s)?.map(RedactionPolicy::from))).await
}

/// A policy file.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProposeRedactionPolicy {
    /// `redaction.toml`.
    #[schema(max_length = 1_000_000)]
    pub file: String,
    /// `redaction.sig`.
    #[serde(default)]
    #[schema(max_length = 1_000)]
    pub signature: Option<String>,
}

/// What a policy file changes.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RedactionProposed {
    /// It shows no more than the one before, and is in force. Otherwise it waits for another person, as a
    /// task.
    pub in_force: bool,
    /// `same`, `narrower` or `wider`.
    #[schema(example = "wider")]
    pub turn: &'static str,
    pub rules: Vec<RedactionRuleDiff>,
    /// Under which it waits for another person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task_id: Option<TaskId>,
}

/// What became of a rule.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RedactionRuleDiff {
    pub id: u32,
    #[schema(example = "wider")]
    pub turn: &'static str,
    /// What agents see or may do now and could not before.
    pub gained: Vec<String>,
    pub lost: Vec<String>,
}

pub(super) const fn word(turn: Turn) -> &'static str {
    match turn {
        Turn::Same => "same",
        Turn::Narrower => "narrower",
        Turn::Wider => "wider",
    }
}

impl From<policy::Proposed> for RedactionProposed {
    fn from(from: policy::Proposed) -> Self {
        Self {
            in_force: from.in_force,
            turn: word(from.diff.turn),
            rules: rule_diffs(from.diff),
            task_id: from.task.map(Into::into),
        }
    }
}

pub(super) fn rule_diffs(diff: Diff) -> Vec<RedactionRuleDiff> {
    let rule = |RuleDiff { id, turn, gained, lost }: RuleDiff| RedactionRuleDiff {
        id,
        turn: word(turn),
        gained,
        lost,
    };
    diff.rules.into_iter().map(rule).collect()
}

/// Propose the policy file that follows the one in force. Where it lets agents see no more it is in force
/// at once; otherwise another person approves the task (`POST /v1/policies/proposals/{task_id}/activate`).
#[utoipa::path(post, path = "/v1/cobrowse/policy", tag = "co-browsing",
    request_body = ProposeRedactionPolicy, responses((status = 200, body = RedactionProposed)),
    extensions(("x-ombud-action" = json!("cobrowse.lead"))))]
async fn propose_redaction_policy(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<ProposeRedactionPolicy>,
) -> Result<Response, Problem> {
    let answer = command
        .run(&state, &principal, StatusCode::OK, |s, body| {
            let proposed = policy::propose(s, &body.file, body.signature.as_deref())?;
            Ok(RedactionProposed::from(proposed))
        })
        .await?;
    if answer.status().is_success() {
        state.together.adopt(&state, &principal.tenant).await;
    }
    Ok(answer)
}

/// Take something away from the policy, at once: it is hidden in sessions that are open too. To give
/// something back, propose a file.
#[utoipa::path(post, path = "/v1/cobrowse/policy/narrow", tag = "co-browsing",
    request_body = RedactionNarrowing, responses((status = 200, body = RedactionPolicy)),
    extensions(("x-ombud-action" = json!("cobrowse.lead"))))]
async fn narrow_redaction_policy(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<RedactionNarrowing>,
) -> Result<Response, Problem> {
    let answer = command
        .run(&state, &principal, StatusCode::OK, |s, body| {
            policy::narrow(s, body.clone().into()).map(RedactionPolicy::from)
        })
        .await?;
    if answer.status().is_success() {
        state.together.adopt(&state, &principal.tenant).await;
    }
    Ok(answer)
}

/// What is on its way to be released, and what was changed before.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RedactionHistory {
    /// Files are taken with a signature only.
    pub must_sign: bool,
    pub waiting: Vec<RedactionWaiting>,
    /// The newest first, 50 at most.
    pub changes: Vec<RedactionChange>,
}

/// A policy file that waits for another person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RedactionWaiting {
    pub task_id: TaskId,
    pub proposed_at: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Sam Lind")]
    pub proposed_by_name: Option<String>,
    /// You proposed it: another person approves it.
    pub is_own: bool,
    pub version: u32,
    /// `redaction.toml` as it would be.
    pub file: String,
    /// False where another file came before it: it can never be put in force.
    pub follows: bool,
    pub rules: Vec<RedactionRuleDiff>,
}

impl From<proposals::Waiting> for RedactionWaiting {
    fn from(from: proposals::Waiting) -> Self {
        Self {
            task_id: from.task.into(),
            proposed_at: from.at.into(),
            proposed_by_name: from.by,
            is_own: from.is_own,
            version: from.version,
            file: from.file,
            follows: from.diff.is_some(),
            rules: from.diff.map(rule_diffs).unwrap_or_default(),
        }
    }
}

/// A change of what is released.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RedactionChange {
    pub at: Moment,
    /// Of the file that was in force from then on.
    pub version: u32,
    /// `file`: a file was put in force. `narrowing`: something was taken away from it.
    #[schema(example = "file")]
    pub kind: &'static str,
    /// Who put it in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Cleo Berg")]
    pub by_name: Option<String>,
    /// Who proposed it, where it needed another person.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Sam Lind")]
    pub proposed_by_name: Option<String>,
    /// The rules of the file that showed no more from then on.
    pub off: Vec<u32>,
    /// How many places were hidden besides.
    pub hidden: usize,
}

impl From<proposals::Past> for RedactionChange {
    fn from(from: proposals::Past) -> Self {
        let kind = if from.narrowed.is_some() { "narrowing" } else { "file" };
        let (off, hidden) = from.narrowed.unwrap_or_default();
        Self {
            at: from.at.into(),
            version: from.version,
            kind,
            by_name: from.by,
            proposed_by_name: from.proposed_by,
            off,
            hidden,
        }
    }
}

/// Read what waits for another person before it is released, and who released what before.
#[utoipa::path(get, path = "/v1/cobrowse/policy/history", tag = "co-browsing",
    responses((status = 200, body = RedactionHistory)),
    extensions(("x-ombud-action" = json!("cobrowse.lead"))))]
async fn read_redaction_history(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<RedactionHistory>, Problem> {
    read(&state, &principal, |s| {
        let history = proposals::history(s)?;
        Ok(RedactionHistory {
            must_sign: history.must_sign,
            waiting: history.waiting.into_iter().map(Into::into).collect(),
            changes: history.changes.into_iter().map(Into::into).collect(),
        })
    })
    .await
}

/// Decline a policy file that waits for another person, or take back one's own. What is in force stays.
#[utoipa::path(post, path = "/v1/cobrowse/policy/proposals/{task_id}/decline", tag = "co-browsing",
    params(("task_id" = TaskId, Path)),
    responses((status = 200, body = RedactionDeclined)),
    extensions(("x-ombud-action" = json!("cobrowse.lead"))))]
async fn decline_redaction_policy(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(task): PathParam<TaskId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    command
        .run(&state, &principal, StatusCode::OK, move |s, _| {
            proposals::decline(s, task.0)?;
            Ok(RedactionDeclined { task_id: task })
        })
        .await
}

/// A policy file that waits no more.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct RedactionDeclined {
    pub task_id: TaskId,
}
