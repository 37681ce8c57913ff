//! What co-browsing releases: the signed policy file, and what is taken away from it at once.

use app::cobrowse::policy;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use cobrowse::policy::{ExtraHide, Narrowing, RuleDiff, Turn};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, read};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(read_redaction_policy, propose_redaction_policy))
        .routes(routes!(narrow_redaction_policy))
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
        let policy::Shown { file, signature, narrowing, hash } = from;
        Self { file, signature, narrowing: narrowing.into(), hash: hash.to_string() }
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

const fn word(turn: Turn) -> &'static str {
    match turn {
        Turn::Same => "same",
        Turn::Narrower => "narrower",
        Turn::Wider => "wider",
    }
}

impl From<policy::Proposed> for RedactionProposed {
    fn from(from: policy::Proposed) -> Self {
        let rule = |RuleDiff { id, turn, gained, lost }: RuleDiff| RedactionRuleDiff {
            id,
            turn: word(turn),
            gained,
            lost,
        };
        Self {
            in_force: from.in_force,
            turn: word(from.diff.turn),
            rules: from.diff.rules.into_iter().map(rule).collect(),
        }
    }
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
    state.together.adopt(&state, &principal.tenant).await;
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
    state.together.adopt(&state, &principal.tenant).await;
    Ok(answer)
}
