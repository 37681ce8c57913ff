//! The report of the desk, and one row for each conversation.

use app::report;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;
use store::figures::{FiguresRow, Period};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Json, read};
use crate::types::report::{Report, ReportRow, csv};
use crate::wire::{Moment, Page, PageQuery, QueryParams};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(read_report))
        .routes(routes!(list_report_rows))
        .routes(routes!(export_report))
}

/// Which period.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct PeriodQuery {
    #[param(inline)]
    from: Moment,
    /// Not included; at most 366 days after `from`.
    #[param(inline)]
    to: Moment,
}

impl PeriodQuery {
    pub(super) const fn period(&self) -> Period {
        (self.from.0, self.to.0)
    }
}

/// Which period, and which page of it.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct RowsQuery {
    #[param(inline)]
    from: Moment,
    /// Not included; at most 366 days after `from`.
    #[param(inline)]
    to: Moment,
    /// The `next_cursor` of the page before.
    #[param(max_length = 512)]
    cursor: Option<String>,
    /// Items of a page, 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// Read how the desk did: waits, promises, what was settled and stayed settled, decisions that did not
/// stand, ratings. Of what was opened, and decided, in the period.
#[utoipa::path(get, path = "/v1/desk/report", tag = "desk", params(PeriodQuery),
    responses((status = 200, body = Report)),
    extensions(("x-ombud-action" = json!("desk.report"))))]
async fn read_report(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<PeriodQuery>,
) -> Result<Json<Report>, Problem> {
    let period = query.period();
    read(&state, &principal, move |session| report::report(session, period).map(Report::from)).await
}

/// List one row for each conversation opened in the period, from old to new.
#[utoipa::path(get, path = "/v1/desk/report/rows", tag = "desk", params(RowsQuery),
    responses((status = 200, body = Page<ReportRow>)),
    extensions(("x-ombud-action" = json!("desk.report"))))]
async fn list_report_rows(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<RowsQuery>,
) -> Result<Json<Page<ReportRow>>, Problem> {
    let asked = PageQuery { cursor: query.cursor, limit: query.limit }.ask()?;
    let period: Period = (query.from.0, query.to.0);
    read(&state, &principal, move |session| {
        let rows = report::rows(session, period, &asked)?;
        let place = |row: &FiguresRow| store::Cursor {
            at: row.opened_at,
            id: row.conversation.to_string(),
        };
        Ok(Page::of(rows, &asked, place, ReportRow::from))
    })
    .await
}

/// Download one row for each conversation opened in the period as comma-separated values, at most
/// 100,000. The audit trail notes it.
#[utoipa::path(get, path = "/v1/desk/report.csv", tag = "desk", params(PeriodQuery),
    responses((status = 200, body = String, content_type = "text/csv")),
    extensions(("x-ombud-action" = json!("desk.report"))))]
async fn export_report(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<PeriodQuery>,
) -> Result<Response, Problem> {
    let period = query.period();
    let rows = state.app.read(&principal, move |session| report::export(session, period)).await?;
    let count = rows.len();
    let noted =
        move |session: &mut app::Session<'_, '_>| report::note_export(session, period, count);
    state.app.write(&principal, noted).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"conversations.csv\""),
    ];
    Ok((headers, csv(rows)?).into_response())
}
