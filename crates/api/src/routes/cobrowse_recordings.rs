//! Finding recordings of co-browsing, proving and handing them on, who opened them, and what co-browsing does to cases.

use app::cobrowse::{figures, recordings, search};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use store::cobrowse::search::{RecordingFilter, RecordingsOf};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Json, json, read};
use crate::routes::reports::PeriodQuery;
use crate::types::cobrowse::CobrowseRecording;
use crate::types::cobrowse_figures::CobrowseFigures;
use crate::wire::{
    CobrowseId, CustomerId, Digest, Moment, Page, PageQuery, PathParam, PrincipalId, QueryParams,
};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list_cobrowse_recordings))
        .routes(routes!(list_cobrowse_watches))
        .routes(routes!(export_cobrowse_recording))
        .routes(routes!(verify_cobrowse_recording))
        .routes(routes!(read_cobrowse_figures))
}

/// Why a session ended.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum CobrowseEnd {
    Customer,
    Agent,
    LogOut,
    Idle,
    Away,
    Violation,
    Policy,
    Time,
}

impl CobrowseEnd {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Agent => "agent",
            Self::LogOut => "log_out",
            Self::Idle => "idle",
            Self::Away => "away",
            Self::Violation => "violation",
            Self::Policy => "policy",
            Self::Time => "time",
        }
    }
}

/// Which recordings. What was shown is sealed, and the address of a page never leaves the customer's
/// browser: neither can be looked for.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RecordingsQuery {
    #[param(inline)]
    customer_id: Option<CustomerId>,
    /// Who was first to join. Not together with a customer.
    #[param(inline)]
    user_id: Option<PrincipalId>,
    /// Begun then, or later.
    #[param(inline)]
    from: Option<Moment>,
    /// Not included.
    #[param(inline)]
    to: Option<Moment>,
    /// Why the session ended.
    #[param(inline)]
    ended_why: Option<CobrowseEnd>,
    /// Whether anything was done by remote control.
    controlled: Option<bool>,
    /// Whether a legal hold keeps it.
    held: Option<bool>,
    reviewed: Option<bool>,
    /// Of the newest review.
    #[param(minimum = 0, maximum = 100)]
    points_min: Option<u32>,
    #[param(minimum = 0, maximum = 100)]
    points_max: Option<u32>,
    #[param(minimum = 0)]
    length_ms_min: Option<u32>,
    #[param(minimum = 0)]
    length_ms_max: Option<u32>,
    /// Whether it can still be watched.
    readable: Option<bool>,
    /// The `next_cursor` of the page before.
    #[param(max_length = 512)]
    cursor: Option<String>,
    /// Items of a page, 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

impl RecordingsQuery {
    fn wanted(self) -> Result<search::Wanted, Problem> {
        let of = match (self.customer_id, self.user_id) {
            (Some(_), Some(_)) => {
                let problem = "ask by customer or by user, not by both";
                return Err(app::AppError::invalid("user_id", problem).into());
            }
            (Some(customer), None) => RecordingsOf::Customer(customer.0),
            (None, Some(user)) => RecordingsOf::Agent(user.0),
            (None, None) => RecordingsOf::All,
        };
        let filter = RecordingFilter {
            of,
            from: self.from.map(|at| at.0),
            ended_why: self.ended_why.map(|why| why.as_str().to_owned()),
            controlled: self.controlled,
            held: self.held,
            reviewed: self.reviewed,
            points_min: self.points_min,
            points_max: self.points_max,
            length_ms_min: self.length_ms_min,
            length_ms_max: self.length_ms_max,
            readable: self.readable,
        };
        Ok(search::Wanted { filter, to: self.to.map(|at| at.0) })
    }
}

/// Find recordings, the newest first: whoever leads the desk all, others those of sessions that they were
/// first to join.
#[utoipa::path(get, path = "/v1/cobrowse/recordings", tag = "co-browsing", params(RecordingsQuery),
    responses((status = 200, body = Page<CobrowseRecording>)),
    extensions(("x-ombud-action" = json!("cobrowse.work"))))]
async fn list_cobrowse_recordings(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<RecordingsQuery>,
) -> Result<Json<Page<CobrowseRecording>>, Problem> {
    let asked = PageQuery { cursor: query.cursor.clone(), limit: query.limit }.ask()?;
    let wanted = query.wanted()?;
    read(&state, &principal, move |session| {
        let rows = search::search(session, &wanted, &asked)?;
        let place = |recorded: &search::Recorded| store::Cursor {
            at: recorded.row.started_at,
            id: recorded.row.cobrowse.to_string(),
        };
        Ok(Page::of(rows, &asked, place, CobrowseRecording::from))
    })
    .await
}

/// Read a recording as a list of events of rrweb 2, for players and tools of others. That you did is in the
/// audit trail.
#[utoipa::path(get, path = "/v1/cobrowse/sessions/{cobrowse_id}/recording/rrweb", tag = "co-browsing",
    params(("cobrowse_id" = CobrowseId, Path)),
    responses((status = 200, body = Vec<serde_json::Value>)),
    extensions(("x-ombud-action" = json!("cobrowse.lead"))))]
async fn export_cobrowse_recording(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<CobrowseId>,
) -> Result<Response, Problem> {
    let opened = recordings::export(&state.app, &principal, id.0).await?;
    // A whole recording: other requests do not wait for it.
    let mut answer = tokio::task::spawn_blocking(move || json(StatusCode::OK, &opened.rrweb()))
        .await
        .map_err(|error| app::AppError::internal("exporting a recording was cut short", error))??;
    let name = format!("attachment; filename=\"{}.rrweb.json\"", id.0);
    if let Ok(name) = HeaderValue::from_str(&name) {
        answer.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(answer)
}

/// Whether a recording is whole and unchanged.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CobrowseProof {
    pub intact: bool,
    /// What is wrong with it. Absent where it is intact.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "chunk 3: was changed, or is sealed with another key")]
    pub problem: Option<String>,
    /// Sealed parts, of five seconds at most.
    pub chunks: u32,
    /// What is in them: frames and events. 0 where it is not intact.
    pub records: u32,
    /// SHA-256 of the last sealed part, as the audit trail has it once the recording is closed.
    pub sha256: Digest,
    /// Whether it has its end; it goes on while its session does.
    pub closed: bool,
}

/// Verify a recording: every part of it is opened and held against the one before. That you did is in the
/// audit trail.
#[utoipa::path(post, path = "/v1/cobrowse/sessions/{cobrowse_id}/recording/verify",
    tag = "co-browsing", params(("cobrowse_id" = CobrowseId, Path)),
    responses((status = 200, body = CobrowseProof)),
    extensions(("x-ombud-action" = json!("cobrowse.work")),
        ("x-ombud-idempotency" = json!("none"))))]
async fn verify_cobrowse_recording(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<CobrowseId>,
) -> Result<Json<CobrowseProof>, Problem> {
    let proof = recordings::verify(&state.app, &principal, id.0).await?;
    Ok(Json(CobrowseProof {
        intact: proof.broken.is_none(),
        problem: proof.broken,
        chunks: proof.chunks,
        records: proof.records,
        sha256: proof.hash.into(),
        closed: proof.is_closed,
    }))
}

/// What somebody opened a recording for.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CobrowseDeed {
    Watched,
    Exported,
    Verified,
}

/// Somebody's look at a recording.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CobrowseWatch {
    pub at: Moment,
    /// Absent for a key that is nobody's.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Sam Holm")]
    pub name: Option<String>,
    pub deed: CobrowseDeed,
}

impl From<search::Watch> for CobrowseWatch {
    fn from(watch: search::Watch) -> Self {
        let deed = match watch.deed.as_str() {
            "exported" => CobrowseDeed::Exported,
            "verified" => CobrowseDeed::Verified,
            _ => CobrowseDeed::Watched,
        };
        Self { at: watch.at.into(), name: watch.name, deed }
    }
}

/// List who opened a recording, and for what, the last first; at most 1,000. The audit trail proves each.
#[utoipa::path(get, path = "/v1/cobrowse/sessions/{cobrowse_id}/recording/watches",
    tag = "co-browsing", params(("cobrowse_id" = CobrowseId, Path)),
    responses((status = 200, body = Vec<CobrowseWatch>)),
    extensions(("x-ombud-action" = json!("cobrowse.lead"))))]
async fn list_cobrowse_watches(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<CobrowseId>,
) -> Result<Json<Vec<CobrowseWatch>>, Problem> {
    read(&state, &principal, move |s| {
        Ok(search::watched(s, id.0)?.into_iter().map(CobrowseWatch::from).collect())
    })
    .await
}

/// Read how cases went with and without co-browsing: of those opened in the period that a person had.
/// This is no trial: whom an agent asks to co-browse is not drawn by lot.
#[utoipa::path(get, path = "/v1/cobrowse/figures", tag = "co-browsing", params(PeriodQuery),
    responses((status = 200, body = CobrowseFigures)),
    extensions(("x-ombud-action" = json!("desk.report"))))]
async fn read_cobrowse_figures(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<PeriodQuery>,
) -> Result<Json<CobrowseFigures>, Problem> {
    let period = query.period();
    read(&state, &principal, move |s| figures::of_period(s, period).map(CobrowseFigures::from))
        .await
}
