//! The policy of a tenant: which is in force, which there were, and putting another in force.

use std::collections::BTreeMap;

use app::{Bundle, policies};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, Nothing, read};
use crate::types::task::Task;
use crate::wire::{Digest, Moment, PathParam, TaskId};

/// Largest body that proposes a policy: all its files.
const POLICY_BODY_BYTES_MAX: usize = 4 * 1024 * 1024;

pub(super) fn routes() -> OpenApiRouter<AppState> {
    let large = OpenApiRouter::new()
        .routes(routes!(propose_policy, list_policies))
        .layer(DefaultBodyLimit::max(POLICY_BODY_BYTES_MAX));
    OpenApiRouter::new()
        .merge(large)
        .routes(routes!(read_active_policy))
        .routes(routes!(activate_policy))
}

/// The policy in force.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ActivePolicy {
    /// Of all its texts: what events refer to.
    pub hash: Digest,
    /// Of the rules as they were read: what decisions refer to.
    pub rules_hash: Digest,
    #[schema(example = "bnpl.2026")]
    pub version: String,
    /// Every decision table in words, as Markdown.
    pub tables: String,
}

/// Read the policy in force, with its decision tables in words.
#[utoipa::path(get, path = "/v1/policies/active", tag = "policies",
    responses((status = 200, body = ActivePolicy)),
    extensions(("x-ombud-action" = json!("policy.read"))))]
async fn read_active_policy(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<ActivePolicy>, Problem> {
    read(&state, &principal, |session| {
        let info = policies::active(session)?;
        Ok(ActivePolicy {
            hash: info.bundle.into(),
            rules_hash: info.rules.into(),
            version: info.version,
            tables: info.tables,
        })
    })
    .await
}

/// A policy that is kept.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PolicySummary {
    pub hash: Digest,
    pub name: String,
    pub kept_since: Moment,
}

/// List every policy ever kept.
#[utoipa::path(get, path = "/v1/policies", tag = "policies",
    responses((status = 200, body = Vec<PolicySummary>)),
    extensions(("x-ombud-action" = json!("policy.read"))))]
async fn list_policies(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<Vec<PolicySummary>>, Problem> {
    read(&state, &principal, |session| {
        let rows = policies::list(session)?.into_iter();
        let summary = |(hash, name, at): (kernel::canonical::Sha256Hex, String, _)| PolicySummary {
            hash: hash.into(),
            name,
            kept_since: crate::wire::Text(at),
        };
        Ok(rows.map(summary).collect())
    })
    .await
}

/// A policy to put in force.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProposePolicy {
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// File name and text; files that are not given are those that ship with Ombud.
    pub files: BTreeMap<String, String>,
}

/// Propose a policy: it is read, checked and proved now, and waits for another person.
#[utoipa::path(post, path = "/v1/policies", tag = "policies", request_body = ProposePolicy,
    responses((status = 201, body = Task)),
    extensions(("x-ombud-action" = json!("policy.propose"))))]
async fn propose_policy(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<ProposePolicy>,
) -> Result<Response, Problem> {
    command
        .run(&state, &principal, StatusCode::CREATED, |session, body| {
            // No file at all is the way back to what ships.
            let bundle = match body.files.is_empty() {
                true => Bundle::shipped(),
                false => Bundle::of_folder(body.files.clone())?.0,
            };
            policies::propose(session, &body.name, &bundle).map(Task::from)
        })
        .await
}

/// The policy that is now in force.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Activated {
    pub hash: Digest,
}

/// Put a proposed policy in force, as another person than whoever proposed it.
#[utoipa::path(post, path = "/v1/policies/proposals/{task_id}/activate", tag = "policies",
    params(("task_id" = TaskId, Path)), responses((status = 200, body = Activated)),
    extensions(("x-ombud-action" = json!("policy.activate"))))]
async fn activate_policy(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(task): PathParam<TaskId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    let answer = command
        .run(&state, &principal, StatusCode::OK, move |session, _| {
            Ok(Activated { hash: policies::activate(session, task.0)?.into() })
        })
        .await?;
    // It may be what co-browsing releases.
    if answer.status().is_success() {
        state.together.adopt(&state, &principal.tenant).await;
    }
    Ok(answer)
}
