//! What is kept about a person, incidents, the law as data, and imports under way.

use app::{Action, Resource, data, incidents};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use compliance::statutes::{Meta, Status};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, Nothing, read};
use crate::types::task::Task;
use crate::wire::{CustomerId, Date, Moment, Page, PageQuery, PathParam, QueryParams};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(export_customer))
        .routes(routes!(erase_customer))
        .routes(routes!(open_incident, list_incidents))
        .routes(routes!(list_statutes))
        .routes(routes!(read_import))
}

/// Export everything that is kept about a customer and may be told (GDPR article 15).
#[utoipa::path(get, path = "/v1/customers/{customer_id}/export", tag = "records",
    params(("customer_id" = CustomerId, Path)),
    responses((status = 200, body = Object, description = "The customer's records, by kind.")),
    extensions(("x-ombud-action" = json!("data.export"))))]
async fn export_customer(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<CustomerId>,
) -> Result<Json<serde_json::Value>, Problem> {
    read(&state, &principal, move |session| data::export(session, &id.0)).await
}

/// What became of the records about a person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Erasure {
    /// For each record: erased, or kept on which ground and until when.
    #[schema(value_type = Vec<Object>)]
    pub answers: Vec<serde_json::Value>,
}

/// Erase what nothing holds about a customer, and answer for each record (GDPR article 17).
#[utoipa::path(post, path = "/v1/customers/{customer_id}/erase", tag = "records",
    params(("customer_id" = CustomerId, Path)), responses((status = 200, body = Erasure)),
    extensions(("x-ombud-action" = json!("data.erase"))))]
async fn erase_customer(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<CustomerId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    command
        .run(&state, &principal, StatusCode::OK, move |session, _| {
            let answers = data::erase(session, &id.0)?;
            let answers: Result<Vec<_>, _> = answers.iter().map(serde_json::to_value).collect();
            Ok(Erasure { answers: answers? })
        })
        .await
}

/// How bad an incident is.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Severity {
    Minor,
    /// The authority must be told (DORA article 19).
    Major,
}

/// An incident to write down.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenIncident {
    pub severity: Severity,
    #[schema(min_length = 1, max_length = 5000)]
    pub what: String,
}

/// Write an incident down; its clock starts.
#[utoipa::path(post, path = "/v1/incidents", tag = "records", request_body = OpenIncident,
    responses((status = 201, body = Task)),
    extensions(("x-ombud-action" = json!("incident.write"))))]
async fn open_incident(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<OpenIncident>,
) -> Result<Response, Problem> {
    command
        .run(&state, &principal, StatusCode::CREATED, |session, body| {
            let severity = match body.severity {
                Severity::Minor => incidents::Severity::Minor,
                Severity::Major => incidents::Severity::Major,
            };
            incidents::open(session, severity, body.what.clone()).map(Task::from)
        })
        .await
}

/// List the incidents that are open, the most urgent first.
#[utoipa::path(get, path = "/v1/incidents", tag = "records", params(PageQuery),
    responses((status = 200, body = Page<Task>)),
    extensions(("x-ombud-action" = json!("incident.read"))))]
async fn list_incidents(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<PageQuery>,
) -> Result<Json<Page<Task>>, Problem> {
    let asked = query.ask()?;
    read(&state, &principal, move |session| {
        let rows = incidents::list(session, &asked)?;
        Ok(Page::of(rows, &asked, super::tasks::place, Task::from))
    })
    .await
}

/// A rule of law that the service keeps.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Statute {
    /// `R1` to `R18`.
    #[schema(example = "R6")]
    pub id: String,
    pub title: String,
    pub citations: Vec<String>,
    pub scopes: Vec<Scope>,
    /// On where it applies, or only where a deployment opts in.
    pub default_on: bool,
    /// Every figure was read in a source.
    pub confirmed: bool,
    pub unconfirmed: Vec<String>,
}

/// How firm a rule is.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum StatuteStatus {
    InForce,
    /// Law, with a later day of application.
    Adopted,
    /// A proposal of an authority that may adopt it.
    Proposed,
    /// A legislative text that is not passed or not published.
    NotAdopted,
    /// Was in force once.
    Withdrawn,
}

impl From<Status> for StatuteStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::InForce => Self::InForce,
            Status::Adopted => Self::Adopted,
            Status::Proposed => Self::Proposed,
            Status::NotAdopted => Self::NotAdopted,
            Status::Withdrawn => Self::Withdrawn,
        }
    }
}

/// Where a rule applies, and from when.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Scope {
    /// A country or part, `eu` for every member state, `any` for everywhere.
    #[schema(example = "gb")]
    pub jurisdiction: String,
    pub status: StatuteStatus,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The first day on which it no longer applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

impl From<&Meta> for Statute {
    fn from(meta: &Meta) -> Self {
        let scope = |scope: &compliance::statutes::Scope| Scope {
            jurisdiction: scope.jurisdiction.clone(),
            status: scope.status.into(),
            from: scope.from.map(Into::into),
            until: scope.until.map(Into::into),
        };
        Self {
            id: meta.id.clone(),
            title: meta.title.clone(),
            citations: meta.citations.clone(),
            scopes: meta.scopes.iter().map(scope).collect(),
            default_on: meta.default_on,
            confirmed: meta.confirmed,
            unconfirmed: meta.unconfirmed.clone(),
        }
    }
}

/// List the rules of law that the service keeps, each with its citation.
#[utoipa::path(get, path = "/v1/statutes", tag = "policies",
    responses((status = 200, body = Vec<Statute>)),
    extensions(("x-ombud-action" = json!("policy.read"))))]
async fn list_statutes(
    State(state): State<AppState>,
    Caller(principal): Caller,
) -> Result<Json<Vec<Statute>>, Problem> {
    read(&state, &principal, |session| {
        let tenant = Resource::of_tenant(session.tenant().clone());
        session.check(Action::PolicyRead, &tenant)?;
        Ok(session.app().statutes().all().into_iter().map(Statute::from).collect())
    })
    .await
}

/// Which import.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ImportQuery {
    /// The name of its source, such as `jsonl:orders.jsonl`.
    #[param(min_length = 1, max_length = 1000)]
    source: String,
}

/// How far an import has come.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Import {
    pub source: String,
    pub accepted: i64,
    /// The same content came before.
    pub unchanged: i64,
    pub rejected: i64,
    pub started_at: Moment,
    pub updated_at: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Moment>,
}

/// Read how far an import has come.
#[utoipa::path(get, path = "/v1/imports", tag = "feed", params(ImportQuery),
    responses((status = 200, body = Import)),
    extensions(("x-ombud-action" = json!("feed.read"))))]
async fn read_import(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<ImportQuery>,
) -> Result<Json<Import>, Problem> {
    read(&state, &principal, move |session| {
        let tenant = session.tenant().clone();
        session.check(Action::FeedRead, &Resource::of_tenant(tenant.clone()))?;
        let row = store::feed::import(session.tx(), &tenant, &query.source)?;
        let row = row.ok_or_else(|| app::AppError::not_found("the import", &query.source))?;
        Ok(Import {
            source: row.source,
            accepted: row.accepted,
            unchanged: row.unchanged,
            rejected: row.rejected,
            started_at: row.started_at.into(),
            updated_at: row.updated_at.into(),
            finished_at: row.finished_at.map(Into::into),
        })
    })
    .await
}
