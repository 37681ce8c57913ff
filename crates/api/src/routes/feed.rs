//! The commerce feed: records in, one at a time or many; merchants, customers and devices out.

use app::feed::{self, Ingested};
use app::{AppError, Page as AppPage, Session};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::response::Response;
use commerce::{FieldError, Record as DomainRecord};
use kernel::{CustomerId, DeviceId, MerchantId};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::limits::BATCH_BODY_BYTES_MAX;
use crate::problem::{FieldProblem, Problem};
use crate::reply::{Command, Json, Received, read};
use crate::types::feed::{Customer, Device, Merchant, Record};
use crate::wire::{Page, PageQuery, PathParam, QueryParams, Text};

/// The media type of JSON Lines.
const NDJSON: &str = "application/x-ndjson";

pub(super) fn routes() -> OpenApiRouter<AppState> {
    let batch = OpenApiRouter::new()
        .routes(routes!(post_batch))
        .layer(DefaultBodyLimit::max(BATCH_BODY_BYTES_MAX));
    OpenApiRouter::new()
        .routes(routes!(post_record))
        .merge(batch)
        .routes(routes!(list_merchants))
        .routes(routes!(get_merchant))
        .routes(routes!(get_customer))
        .routes(routes!(get_device))
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FeedOutcome {
    Accepted,
    /// The same content came before: nothing was done.
    Duplicate,
    /// It waits for the order (or the merchant) it builds on.
    Parked,
    /// Refused: mend it and send it again.
    Rejected,
}

/// A record that was taken in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TakenRecord {
    pub outcome: FeedOutcome,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<crate::wire::OrderId>,
}

/// What became of each record of a batch, in the order they came.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BatchResult {
    pub accepted: usize,
    pub duplicate: usize,
    pub parked: usize,
    pub rejected: usize,
    pub results: Vec<LineResult>,
}

/// What became of one line.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct LineResult {
    /// From 1; of an array, the place of the item.
    #[schema(minimum = 1)]
    pub line: u64,
    pub outcome: FeedOutcome,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<crate::wire::OrderId>,
    /// Why it was rejected: a code of `/problems`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The fault, or the first of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<FieldProblem>,
}

impl From<feed::Outcome> for FeedOutcome {
    fn from(outcome: feed::Outcome) -> Self {
        match outcome {
            feed::Outcome::Accepted => Self::Accepted,
            feed::Outcome::Duplicate => Self::Duplicate,
            feed::Outcome::Parked => Self::Parked,
        }
    }
}

impl From<Ingested> for TakenRecord {
    fn from(taken: Ingested) -> Self {
        Self { outcome: taken.outcome.into(), order_id: taken.order.map(Into::into) }
    }
}

/// Take in one record of the feed. Records may come in any order and any number of times.
#[utoipa::path(post, path = "/v1/feed", tag = "feed",
    request_body(content = Record, example = json!({"type": "refund", "id": "ref-1",
        "at": "2026-11-21T09:30:00Z", "order_id": "ord-1001", "amount_minor": 500})),
    responses((status = 200, body = TakenRecord)),
    extensions(("x-ombud-action" = json!("feed.write")), ("x-ombud-idempotency" = json!("optional"))))]
async fn post_record(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<Value>,
) -> Result<Response, Problem> {
    let command = command.map(|value| record(value).map_err(|faults| not_valid(&faults)))?;
    command
        .run_with_or_without_key(&state, &principal, StatusCode::OK, |session, record| {
            feed::ingest(session, record.clone()).map(TakenRecord::from)
        })
        .await
}

/// Take in up to 1,000 records, as a JSON array or as JSON Lines. Each is taken or refused on its own.
#[utoipa::path(post, path = "/v1/feed/batch", tag = "feed",
    request_body(content((Vec<Record> = "application/json"), (String = "application/x-ndjson"))),
    responses((status = 200, body = BatchResult)),
    extensions(("x-ombud-action" = json!("feed.write")), ("x-ombud-idempotency" = json!("optional"))))]
async fn post_batch(
    State(state): State<AppState>,
    Caller(principal): Caller,
    received: Received,
) -> Result<Response, Problem> {
    let lines = match received.media_type.as_str() {
        "application/json" => array(&received.bytes)?,
        NDJSON => json_lines(&received.bytes)?,
        _ => {
            let said = format!("the header Content-Type must say application/json or {NDJSON}");
            return Err(Problem::new("unsupported_media_type", said).field("Content-Type"));
        }
    };
    if lines.len() > feed::BATCH_RECORDS_MAX {
        let detail = format!("{} records; at most {}", lines.len(), feed::BATCH_RECORDS_MAX);
        return Err(Problem::new("too_large", detail));
    }
    received
        .command(lines)
        .run_with_or_without_key(&state, &principal, StatusCode::OK, |session, lines| {
            take(session, lines)
        })
        .await
}

/// A line, and the record in it or what is wrong with it.
type Line = (u64, Result<DomainRecord, FieldProblem>);

fn take(session: &mut Session<'_, '_>, lines: &[Line]) -> Result<BatchResult, AppError> {
    let good = lines.iter().filter_map(|(_, line)| line.as_ref().ok().cloned()).collect();
    let mut taken = feed::ingest_batch(session, good)?.into_iter();
    let mut result =
        BatchResult { accepted: 0, duplicate: 0, parked: 0, rejected: 0, results: Vec::new() };
    for (line, record) in lines {
        let one = match record {
            Err(problem) => rejected(*line, "invalid_record", problem.clone()),
            Ok(_) => match taken.next() {
                Some(Ok(ingested)) => LineResult {
                    line: *line,
                    outcome: ingested.outcome.into(),
                    order_id: ingested.order.map(Into::into),
                    code: None,
                    problem: None,
                },
                Some(Err(error)) => refused(*line, error),
                None => return Err(AppError::broken("a record of a batch has no outcome")),
            },
        };
        *match one.outcome {
            FeedOutcome::Accepted => &mut result.accepted,
            FeedOutcome::Duplicate => &mut result.duplicate,
            FeedOutcome::Parked => &mut result.parked,
            FeedOutcome::Rejected => &mut result.rejected,
        } += 1;
        result.results.push(one);
    }
    Ok(result)
}

fn rejected(line: u64, code: &str, problem: FieldProblem) -> LineResult {
    LineResult {
        line,
        outcome: FeedOutcome::Rejected,
        order_id: None,
        code: Some(code.to_owned()),
        problem: Some(problem),
    }
}

fn refused(line: u64, error: AppError) -> LineResult {
    let problem = Problem::from(error);
    let body = problem.body("");
    let field =
        FieldProblem { field: body.field.unwrap_or_default(), problem: body.detail, fix: body.fix };
    rejected(line, problem.code(), field)
}

fn array(bytes: &[u8]) -> Result<Vec<Line>, Problem> {
    let values: Vec<Value> = crate::wire::body::parse(bytes)?;
    let one = |(index, value)| {
        let faults_to_first = |faults: Vec<FieldError>| first(&faults);
        (index, record(value).map_err(faults_to_first))
    };
    Ok((1..).zip(values).map(one).collect())
}

fn json_lines(bytes: &[u8]) -> Result<Vec<Line>, Problem> {
    let rows = commerce::jsonl::Reader::new(bytes);
    rows.map(|row| {
        let row = row.map_err(|error| Problem::new("bad_request", error.to_string()))?;
        Ok(match row {
            Ok(row) => (row.line, Ok(row.record)),
            Err(reject) => {
                let fix = "mend the line and send it again".to_owned();
                (
                    reject.line,
                    Err(FieldProblem { field: reject.field, problem: reject.reason, fix }),
                )
            }
        })
    })
    .collect()
}

/// A valid record from its JSON.
fn record(value: Value) -> Result<DomainRecord, Vec<FieldError>> {
    let record = commerce::jsonl::record_from_value(value).map_err(|fault| vec![fault])?;
    record.validate()?;
    Ok(record)
}

fn not_valid(faults: &[FieldError]) -> Problem {
    let first = first(faults);
    Problem::new("invalid_record", format!("{} {}", first.field, first.problem).trim().to_owned())
        .field(first.field)
        .fix(first.fix)
        .errors(faults.iter().map(field_problem).collect())
}

fn first(faults: &[FieldError]) -> FieldProblem {
    faults.first().map_or_else(
        || FieldProblem {
            field: String::new(),
            problem: "is not valid".to_owned(),
            fix: "see the description of the record".to_owned(),
        },
        field_problem,
    )
}

fn field_problem(fault: &FieldError) -> FieldProblem {
    FieldProblem {
        field: fault.field.clone(),
        problem: fault.problem.clone(),
        fix: fault.fix.clone(),
    }
}

/// List merchants in the order of their ids.
#[utoipa::path(get, path = "/v1/merchants", tag = "feed", params(PageQuery),
    responses((status = 200, body = Page<Merchant>)),
    extensions(("x-ombud-action" = json!("feed.read"))))]
async fn list_merchants(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<PageQuery>,
) -> Result<Json<Page<Merchant>>, Problem> {
    let asked = query.ask()?;
    read(&state, &principal, move |session| {
        let AppPage { after, limit } = asked.clone();
        let after = after.map(|cursor| cursor.id).unwrap_or_default();
        let rows = feed::merchants(session, &after, limit)?;
        let place = |merchant: &commerce::Merchant| store::Cursor {
            at: kernel::Timestamp::EPOCH,
            id: merchant.id.to_string(),
        };
        Ok(Page::of(rows, &asked, place, Merchant::from))
    })
    .await
}

/// Read a merchant.
#[utoipa::path(get, path = "/v1/merchants/{merchant_id}", tag = "feed",
    params(("merchant_id" = crate::wire::MerchantId, Path)),
    responses((status = 200, body = Merchant)),
    extensions(("x-ombud-action" = json!("feed.read"))))]
async fn get_merchant(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(Text(id)): PathParam<Text<MerchantId>>,
) -> Result<Json<Merchant>, Problem> {
    read(&state, &principal, move |session| feed::merchant(session, &id).map(Merchant::from)).await
}

/// Read a customer: what they are called, their language, and how they are reached. People at the desk
/// read neither address nor devices, and the e-mail address is masked; where the feed has no name, it
/// is the one that the company's app said when it signed the customer in.
#[utoipa::path(get, path = "/v1/customers/{customer_id}", tag = "feed",
    params(("customer_id" = crate::wire::CustomerId, Path)),
    responses((status = 200, body = Customer)),
    extensions(("x-ombud-action" = json!("customer.read"))))]
async fn get_customer(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(Text(id)): PathParam<Text<CustomerId>>,
) -> Result<Json<Customer>, Problem> {
    read(&state, &principal, move |session| app::customers::get(session, &id).map(Customer::from))
        .await
}

/// Read a device.
#[utoipa::path(get, path = "/v1/devices/{device_id}", tag = "feed",
    params(("device_id" = crate::wire::DeviceId, Path)),
    responses((status = 200, body = Device)),
    extensions(("x-ombud-action" = json!("feed.read"))))]
async fn get_device(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(Text(id)): PathParam<Text<DeviceId>>,
) -> Result<Json<Device>, Problem> {
    read(&state, &principal, move |session| feed::device(session, &id).map(Device::from)).await
}
