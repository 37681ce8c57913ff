//! Complaints against the provider itself: clocks, letters, redress.

use app::complaints::{self, ComplaintView, FeeToReturn, NewComplaint};
use app::disputes::Acted;
use app::{AppError, Session};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json, Nothing, read};
use crate::types::letter::Letter;
use crate::types::task::Task;
use crate::wire::{
    ComplaintId, ComplaintLetter, CustomerId, Date, DisputeId, Finding, Jurisdiction, Moment,
    OrderId, Page, PageQuery, PathParam, PlanId, QueryParams,
};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(open_complaint, list_complaints))
        .routes(routes!(get_complaint))
        .routes(routes!(acknowledge_complaint))
        .routes(routes!(answer_complaint))
        .routes(routes!(delay_complaint))
        .routes(routes!(close_complaint))
        .routes(routes!(withdraw_complaint))
}

/// A complaint as it comes in.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"customer_id": "cus-204", "order_id": "ord-1001",
    "text": "You charged me while I disputed."}))]
pub(crate) struct OpenComplaint {
    pub customer_id: CustomerId,
    #[serde(default)]
    pub order_id: Option<OrderId>,
    #[serde(default)]
    pub dispute_id: Option<DisputeId>,
    #[schema(min_length = 1, max_length = 10_000)]
    pub text: String,
    /// It is about payment services: the shorter period applies.
    #[serde(default)]
    pub about_payment_services: bool,
    /// When it reached the provider; now when absent.
    #[serde(default)]
    pub received_at: Option<Moment>,
}

/// A complaint with its clocks and letters.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Complaint {
    pub id: ComplaintId,
    pub customer_id: CustomerId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispute_id: Option<DisputeId>,
    pub jurisdiction: Jurisdiction,
    pub text: String,
    /// `open`, `answered`, `closed` or `withdrawn`.
    #[schema(example = "open")]
    pub state: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding: Option<Finding>,
    pub received_at: Moment,
    pub about_payment_services: bool,
    /// The first instant that is late.
    pub acknowledge_by: Moment,
    /// Until when a summary resolution communication will do.
    pub summary_until: Moment,
    /// The first instant that is late.
    pub respond_by: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged_at: Option<Moment>,
    pub letters: Vec<SentLetter>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redress: Option<Redress>,
}

/// A letter that was sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SentLetter {
    pub letter: ComplaintLetter,
    pub at: Moment,
    /// As the customer got it, where it was written here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written: Option<Letter>,
}

/// What is given to put it right.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Redress {
    /// Late fees of the order that are given back.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub fees: Vec<ReturnedFee>,
    /// For distress and inconvenience, in minor units of the order's currency.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000_000_000i64)]
    pub distress_minor: i64,
}

/// A late fee that is given back.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReturnedFee {
    pub plan_id: PlanId,
    /// Its number on the plan.
    #[schema(minimum = 1)]
    pub number: u16,
}

impl From<ComplaintView> for Complaint {
    fn from(view: ComplaintView) -> Self {
        use compliance::complaint::State as At;
        let complaint = view.complaint;
        let (state, finding) = match complaint.state {
            At::Open => ("open", None),
            At::Answered { finding, .. } => ("answered", Some(finding)),
            At::Closed { .. } => ("closed", None),
            At::Withdrawn { .. } => ("withdrawn", None),
        };
        let written = view.written;
        let letter = |sent: compliance::complaint::SentLetter| SentLetter {
            letter: sent.letter.into(),
            at: sent.at.into(),
            written: written
                .iter()
                .find(|written| written.letter == sent.letter && written.at == sent.at)
                .map(|written| written.text.clone().into()),
        };
        Self {
            id: complaint.id.into(),
            customer_id: view.customer.into(),
            order_id: view.order.map(Into::into),
            dispute_id: complaint.dispute.map(Into::into),
            jurisdiction: view.jurisdiction.into(),
            text: view.text,
            state: state.to_owned(),
            finding: finding.map(Into::into),
            received_at: complaint.received_at.into(),
            about_payment_services: complaint.about_payment_services,
            acknowledge_by: complaint.acknowledge_by.into(),
            summary_until: complaint.summary_until.into(),
            respond_by: complaint.respond_by.into(),
            acknowledged_at: complaint.acknowledged_at.map(Into::into),
            letters: complaint.letters.into_iter().map(letter).collect(),
            redress: view.redress.map(Into::into),
        }
    }
}

impl From<complaints::Redress> for Redress {
    fn from(from: complaints::Redress) -> Self {
        let fee = |fee: FeeToReturn| ReturnedFee { plan_id: fee.plan.into(), number: fee.no };
        Self { fees: from.fees.into_iter().map(fee).collect(), distress_minor: from.distress_minor }
    }
}

impl From<Redress> for complaints::Redress {
    fn from(from: Redress) -> Self {
        let fee = |fee: ReturnedFee| FeeToReturn { plan: fee.plan_id.0, no: fee.number };
        Self { fees: from.fees.into_iter().map(fee).collect(), distress_minor: from.distress_minor }
    }
}

/// Take a complaint in; its clocks start.
#[utoipa::path(post, path = "/v1/complaints", tag = "complaints", request_body = OpenComplaint,
    responses((status = 201, body = Complaint)),
    extensions(("x-ombud-action" = json!("complaint.open"))))]
async fn open_complaint(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<OpenComplaint>,
) -> Result<Response, Problem> {
    command
        .run(&state, &principal, StatusCode::CREATED, |session, body| {
            let new = NewComplaint {
                customer: body.customer_id.0.clone(),
                order: body.order_id.clone().map(|id| id.0),
                dispute: body.dispute_id.map(|id| id.0),
                text: body.text.clone(),
                about_payment_services: body.about_payment_services,
                received_at: body.received_at.map(|at| at.0),
            };
            complaints::open(session, new).map(Complaint::from)
        })
        .await
}

/// The states of a complaint.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum ComplaintState {
    Open,
    Answered,
    Closed,
    Withdrawn,
}

/// Which complaints.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ComplaintQuery {
    #[param(inline)]
    state: Option<ComplaintState>,
    #[param(inline)]
    customer_id: Option<CustomerId>,
    /// The `next_cursor` of the page before.
    #[param(max_length = 512)]
    cursor: Option<String>,
    /// Items of a page, 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// List complaints, the newest first. A customer sees only their own.
#[utoipa::path(get, path = "/v1/complaints", tag = "complaints", params(ComplaintQuery),
    responses((status = 200, body = Page<Complaint>)),
    extensions(("x-ombud-action" = json!("complaint.read"))))]
async fn list_complaints(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<ComplaintQuery>,
) -> Result<Json<Page<Complaint>>, Problem> {
    let in_state = query.state.map(|state| match state {
        ComplaintState::Open => "open",
        ComplaintState::Answered => "answered",
        ComplaintState::Closed => "closed",
        ComplaintState::Withdrawn => "withdrawn",
    });
    let asked = PageQuery { cursor: query.cursor, limit: query.limit }.ask()?;
    read(&state, &principal, move |session| {
        let customer = query.customer_id.as_ref().map(|id| &id.0);
        let rows = complaints::list(session, in_state, customer, &asked)?;
        let place = |view: &ComplaintView| store::Cursor {
            at: view.complaint.received_at,
            id: view.complaint.id.to_string(),
        };
        Ok(Page::of(rows, &asked, place, Complaint::from))
    })
    .await
}

/// Read a complaint.
#[utoipa::path(get, path = "/v1/complaints/{complaint_id}", tag = "complaints",
    params(("complaint_id" = ComplaintId, Path)), responses((status = 200, body = Complaint)),
    extensions(("x-ombud-action" = json!("complaint.read"))))]
async fn get_complaint(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<ComplaintId>,
) -> Result<Json<Complaint>, Problem> {
    read(&state, &principal, move |session| complaints::get(session, id.0).map(Complaint::from))
        .await
}

/// Runs one step of a complaint, and shows it.
async fn step<T, W>(
    state: &AppState,
    caller: Caller,
    command: Command<T>,
    mut work: W,
) -> Result<Response, Problem>
where
    T: Send + Sync + 'static,
    W: FnMut(&mut Session<'_, '_>, &T) -> Result<ComplaintView, AppError> + Send + 'static,
{
    command
        .run(state, &caller.0, StatusCode::OK, move |session, body| {
            work(session, body).map(Complaint::from)
        })
        .await
}

/// Tell the customer that the complaint was received.
#[utoipa::path(post, path = "/v1/complaints/{complaint_id}/acknowledge", tag = "complaints",
    params(("complaint_id" = ComplaintId, Path)), responses((status = 200, body = Complaint)),
    extensions(("x-ombud-action" = json!("complaint.answer"))))]
async fn acknowledge_complaint(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ComplaintId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    step(&state, caller, command, move |session, _| complaints::acknowledge(session, id.0)).await
}

/// An answer.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AnswerComplaint {
    pub letter: ComplaintLetter,
    /// What a letter that is written elsewhere contains, by the names of the rule: one that is missing is
    /// named.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub contents: Vec<String>,
    pub finding: Finding,
    #[serde(default)]
    pub redress: Option<Redress>,
    /// Why, to the customer and in their language. With it the letter is written here, from the template
    /// of their language, with everything law asks for; `contents` is then not needed.
    #[serde(default)]
    #[schema(max_length = 10_000)]
    pub reasons: Option<String>,
}

impl From<AnswerComplaint> for complaints::Answer {
    fn from(from: AnswerComplaint) -> Self {
        Self {
            letter: from.letter.0,
            contents: from.contents,
            finding: from.finding.0,
            redress: from.redress.map(Into::into),
            reasons: from.reasons,
        }
    }
}

/// Answered, or waiting for somebody else's approval.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(tag = "result", rename_all = "snake_case")]
pub(crate) enum AnsweredComplaint {
    Done {
        complaint: Box<Complaint>,
    },
    /// The redress is above what one person may give, or above what the order cost the customer: a
    /// second person approves it under `/v1/requests`. Until then nothing is sent or paid, and the
    /// clocks of the complaint run on.
    AwaitsApproval {
        task: Box<Task>,
    },
}

/// Answer a complaint; a letter that lacks what law wants is not sent. Redress is paid with it, once
/// a second person approved it where that is needed.
#[utoipa::path(post, path = "/v1/complaints/{complaint_id}/answer", tag = "complaints",
    params(("complaint_id" = ComplaintId, Path)), request_body = AnswerComplaint,
    responses((status = 200, body = AnsweredComplaint)),
    extensions(("x-ombud-action" = json!("complaint.answer"))))]
async fn answer_complaint(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ComplaintId>,
    command: Command<AnswerComplaint>,
) -> Result<Response, Problem> {
    let work = move |session: &mut Session<'_, '_>, body: &AnswerComplaint| {
        let answer = body.clone().into();
        Ok(match complaints::respond(session, id.0, &answer)? {
            Acted::Done(view) => {
                AnsweredComplaint::Done { complaint: Box::new(Complaint::from(view)) }
            }
            Acted::AwaitsApproval(task) => {
                AnsweredComplaint::AwaitsApproval { task: Box::new((*task).into()) }
            }
        })
    };
    command.run(&state, &caller.0, StatusCode::OK, work).await
}

/// A delay letter.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DelayComplaint {
    /// What a letter that is written elsewhere contains, by the names of the rule.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub contents: Vec<String>,
    /// Why it takes longer, to the customer and in their language: with it the letter is written here.
    #[serde(default)]
    #[schema(max_length = 10_000)]
    pub reasons: Option<String>,
    /// When an answer is expected.
    #[serde(default)]
    pub expected_on: Option<Date>,
}

impl From<DelayComplaint> for complaints::Delay {
    fn from(from: DelayComplaint) -> Self {
        Self {
            contents: from.contents,
            reasons: from.reasons,
            expected_on: from.expected_on.map(|date| date.0),
        }
    }
}

/// Tell the customer that it takes longer, and of the ombudsman.
#[utoipa::path(post, path = "/v1/complaints/{complaint_id}/delay", tag = "complaints",
    params(("complaint_id" = ComplaintId, Path)), request_body = DelayComplaint,
    responses((status = 200, body = Complaint)),
    extensions(("x-ombud-action" = json!("complaint.answer"))))]
async fn delay_complaint(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ComplaintId>,
    command: Command<DelayComplaint>,
) -> Result<Response, Problem> {
    step(&state, caller, command, move |session, body| {
        complaints::delay(session, id.0, &body.clone().into())
    })
    .await
}

/// Why it is closed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CloseComplaint {
    /// Because the customer did not reply, which is no reason: it is refused.
    #[serde(default)]
    pub no_reply: bool,
}

/// Close a complaint after it was answered.
#[utoipa::path(post, path = "/v1/complaints/{complaint_id}/close", tag = "complaints",
    params(("complaint_id" = ComplaintId, Path)), request_body = CloseComplaint,
    responses((status = 200, body = Complaint)),
    extensions(("x-ombud-action" = json!("complaint.answer"))))]
async fn close_complaint(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ComplaintId>,
    command: Command<CloseComplaint>,
) -> Result<Response, Problem> {
    step(&state, caller, command, move |session, body| {
        complaints::close(session, id.0, body.no_reply)
    })
    .await
}

/// Take a complaint back, as the customer did in writing.
#[utoipa::path(post, path = "/v1/complaints/{complaint_id}/withdraw", tag = "complaints",
    params(("complaint_id" = ComplaintId, Path)), responses((status = 200, body = Complaint)),
    extensions(("x-ombud-action" = json!("complaint.answer"))))]
async fn withdraw_complaint(
    State(state): State<AppState>,
    caller: Caller,
    PathParam(id): PathParam<ComplaintId>,
    command: Command<Nothing>,
) -> Result<Response, Problem> {
    step(&state, caller, command, move |session, _| complaints::withdraw(session, id.0)).await
}
