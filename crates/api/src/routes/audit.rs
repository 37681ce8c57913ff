//! The audit trail and the replay of decisions.

use app::{audit, replay};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use compliance::audit::Entry;
use kernel::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, Nothing, read};
use crate::types::common::Actor;
use crate::wire::{Digest, Moment, OrderId, Page, PageQuery, PathParam, QueryParams};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_audit_entries))
        .routes(routes!(make_checkpoint))
        .routes(routes!(replay_order))
}

/// One mutation, in the hash chain of its lane.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AuditEntry {
    pub lane: u16,
    /// The place in the lane, from 1.
    #[schema(minimum = 1)]
    pub seq: u64,
    pub at: Moment,
    pub actor: Actor,
    #[schema(example = "dispute.opened")]
    pub action: String,
    #[schema(example = "dispute/01930d1c-8f00-7000-8000-000000000000")]
    pub object: String,
    /// The hash of the body, also when the body is not here.
    pub detail: Digest,
    /// Canonical JSON, nothing personal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The hash of the entry before, or of the lane's beginning.
    pub previous: Digest,
    pub hash: Digest,
}

impl From<Entry> for AuditEntry {
    fn from(entry: Entry) -> Self {
        Self {
            lane: entry.lane.0,
            seq: entry.seq,
            at: entry.at.into(),
            actor: entry.actor.into(),
            action: entry.action,
            object: entry.object,
            detail: entry.detail.into(),
            body: entry.body,
            previous: entry.prev.into(),
            hash: entry.hash.into(),
        }
    }
}

/// List the entries of the audit trail, lane by lane, the oldest first.
#[utoipa::path(get, path = "/v1/audit/entries", tag = "audit", params(PageQuery),
    responses((status = 200, body = Page<AuditEntry>)),
    extensions(("x-ombud-action" = json!("audit.read"))))]
async fn list_audit_entries(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<PageQuery>,
) -> Result<Json<Page<AuditEntry>>, Problem> {
    let asked = query.ask()?;
    let after = match &asked.after {
        // Lanes begin at 0, and sequences at 1.
        None => (-1, 0),
        Some(cursor) => place_in_trail(cursor)?,
    };
    read(&state, &principal, move |session| {
        let rows = audit::entries(session, after, asked.limit)?;
        let place = |entry: &Entry| store::Cursor {
            at: Timestamp::EPOCH,
            id: format!("{}.{}", entry.lane.0, entry.seq),
        };
        Ok(Page::of(rows, &asked, place, AuditEntry::from))
    })
    .await
}

fn place_in_trail(cursor: &store::Cursor) -> Result<(i64, i64), Problem> {
    let read = || {
        let (lane, seq) = cursor.id.split_once('.')?;
        Some((lane.parse().ok()?, seq.parse().ok()?))
    };
    let wrong = || Problem::new("invalid_cursor", "it is of another list").field("cursor");
    read().ok_or_else(wrong)
}

/// A signed note: how long each lane is and what its head is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Checkpoint {
    /// Publish it, or keep it elsewhere: it is what shows a cut or rewritten trail.
    pub note: String,
}

/// Sign a checkpoint of the audit trail.
#[utoipa::path(post, path = "/v1/audit/checkpoints", tag = "audit",
    responses((status = 201, body = Checkpoint)),
    extensions(("x-ombud-action" = json!("audit.export"))))]
async fn make_checkpoint(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    command
        .run(&state, &principal, StatusCode::CREATED, |session, _| {
            Ok(Checkpoint { note: audit::checkpoint(session)? })
        })
        .await
}

/// What a replay came to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Replay {
    /// State, books and decisions came out the same, byte by byte.
    pub same: bool,
    pub events: u64,
    pub entries: u64,
    pub decisions: u64,
    pub differences: Vec<String>,
}

/// Replay an order from its events, each under the policy of its own time, and compare every byte.
#[utoipa::path(get, path = "/v1/orders/{order_id}/replay", tag = "decisions",
    params(("order_id" = OrderId, Path)), responses((status = 200, body = Replay)),
    extensions(("x-ombud-action" = json!("decision.replay"))))]
async fn replay_order(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(order): PathParam<OrderId>,
) -> Result<Json<Replay>, Problem> {
    read(&state, &principal, move |session| {
        let report = replay::order(session, &order.0)?;
        Ok(Replay {
            same: report.is_same(),
            events: report.events,
            entries: report.entries,
            decisions: report.decisions,
            differences: report.differences,
        })
    })
    .await
}
