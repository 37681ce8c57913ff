//! Disputes: opened, listed, read, explained.

use app::disputes::{self, NewDispute};
use app::{AppError, Role, Session, beside};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::response::Response;
use kernel::Timestamp;
use serde::{Deserialize, Serialize};
use store::disputes::{Between, DisputeFilter, DisputeRow};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::AppState;
use crate::auth::Caller;
use crate::files;
use crate::limits::EVIDENCE_BODY_BYTES_MAX;
use crate::problem::{Problem, ProblemBody};
use crate::reply::{Command, Json, read};
use crate::types::decision::Decision;
use crate::types::dispute::{Dispute, DisputeSummary, MerchantAction};
use crate::types::dispute_requests::OpenDispute;
use crate::types::explanation::Explanation;
use crate::types::letter::{self, Letter, MailedNotice, TextedNotice};
use crate::types::outlook::Outlook;
use crate::wire::{
    Accepted, Audience, CustomerId, DecisionId, DisputeId, DisputeState, LanguageQuery, MerchantId,
    Moment, NoticeId, OrderId, Page, PageQuery, PathParam, PrincipalId, QueryParams, Reason,
};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    let with_files = OpenApiRouter::new()
        .routes(routes!(open_dispute, list_disputes))
        .layer(DefaultBodyLimit::max(EVIDENCE_BODY_BYTES_MAX));
    OpenApiRouter::new()
        .merge(with_files)
        .routes(routes!(get_dispute))
        .routes(routes!(assign_dispute))
        .routes(routes!(list_dispute_decisions))
        .routes(routes!(explain_dispute))
        .routes(routes!(outlook_of_dispute))
        .routes(routes!(list_dispute_notices))
        .routes(routes!(explain_decision))
}

/// Open a dispute. The plan is paused at once, and whatever policy decides by itself is decided.
#[utoipa::path(post, path = "/v1/disputes", tag = "disputes", request_body = OpenDispute,
    responses((status = 201, body = Dispute)),
    extensions(("x-ombud-action" = json!("dispute.open"))))]
async fn open_dispute(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<OpenDispute>,
) -> Result<Response, Problem> {
    let items =
        files::take(&state, &principal, "evidence", command.value().evidence.clone()).await?;
    let command = command.map(|open| Ok(new_dispute(open, items)))?;
    let order = command.value().order.clone();
    let role = principal.role;
    command
        .on_order(&principal, &order)
        .run(&state, &principal, StatusCode::CREATED, move |session, new| {
            Ok(Dispute::seen_by(role, disputes::open(session, new.clone())?))
        })
        .await
}

/// The kind of a claim that names none.
pub(super) const fn usual_kind(reason: dispute::Reason) -> dispute::Kind {
    match reason {
        dispute::Reason::Unauthorised => dispute::Kind::Unauthorised,
        dispute::Reason::HighRisk => dispute::Kind::RiskStop,
        _ => dispute::Kind::ConsumerClaim,
    }
}

fn new_dispute(open: OpenDispute, items: Vec<dispute::NewEvidence>) -> NewDispute {
    let reason = open.reason.0;
    let usual = usual_kind(reason);
    NewDispute {
        order: open.order_id.0,
        kind: open.kind.map_or(usual, |kind| kind.0),
        reason,
        sub_issue: open.sub_issue.map(|issue| issue.0).unwrap_or_default(),
        amount_minor: open.amount_minor,
        lines: open.lines.into_iter().map(|line| line.0).collect(),
        statement: open.statement.into(),
        items,
        late_ground: open.late_ground.map(|ground| ground.0),
    }
}

/// Which disputes.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DisputeQuery {
    #[param(inline)]
    state: Option<DisputeState>,
    #[param(inline)]
    reason: Option<Reason>,
    #[param(inline)]
    merchant_id: Option<MerchantId>,
    #[param(inline)]
    customer_id: Option<CustomerId>,
    /// Only those that wait for a person.
    needs_person: Option<bool>,
    /// Opened at or after.
    #[param(inline)]
    opened_from: Option<Moment>,
    /// Opened before.
    #[param(inline)]
    opened_until: Option<Moment>,
    /// Changed at or after.
    #[param(inline)]
    updated_from: Option<Moment>,
    /// Changed before.
    #[param(inline)]
    updated_until: Option<Moment>,
    /// Closed at or after; shows closed disputes only.
    #[param(inline)]
    closed_from: Option<Moment>,
    /// Closed before; shows closed disputes only.
    #[param(inline)]
    closed_until: Option<Moment>,
    /// Only those with a deadline before.
    #[param(inline)]
    deadline_before: Option<Moment>,
    /// Only where the merchant can do this now.
    #[param(inline)]
    merchant_action: Option<MerchantAction>,
    /// Only those that somebody at the shop looks after.
    #[param(inline)]
    assignee: Option<PrincipalId>,
    /// Only those of one order.
    #[param(inline)]
    q: Option<OrderId>,
    /// The newest first when absent.
    #[param(inline)]
    order_by: Option<DisputeOrder>,
    /// The `next_cursor` of the page before.
    #[param(max_length = 512)]
    cursor: Option<String>,
    /// Items of a page, 50 when absent.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
}

/// How a list of disputes runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum DisputeOrder {
    Newest,
    /// Open ones with a deadline, the soonest first; `opened_…`, `updated_…`, `closed_…` and `q` are
    /// not looked at.
    Deadline,
}

fn between(from: Option<Moment>, until: Option<Moment>) -> Option<Between> {
    if from.is_none() && until.is_none() {
        return None;
    }
    let (first, last) = (Timestamp::EPOCH, Timestamp::MAX);
    Some((from.map_or(first, |at| at.0), until.map_or(last, |at| at.0)))
}

/// List disputes, the newest first. A merchant or customer sees only their own.
#[utoipa::path(get, path = "/v1/disputes", tag = "disputes", params(DisputeQuery),
    responses((status = 200, body = Page<DisputeSummary>)),
    extensions(("x-ombud-action" = json!("dispute.read"))))]
async fn list_disputes(
    State(state): State<AppState>,
    Caller(principal): Caller,
    QueryParams(query): QueryParams<DisputeQuery>,
) -> Result<Json<Page<DisputeSummary>>, Problem> {
    let filter = DisputeFilter {
        state: query.state.map(|state| state.text()),
        reason: query.reason.map(|reason| reason.text()),
        merchant: query.merchant_id.map(|id| id.0),
        customer: query.customer_id.map(|id| id.0),
        created: between(query.opened_from, query.opened_until),
        updated: between(query.updated_from, query.updated_until),
        closed: between(query.closed_from, query.closed_until),
        needs_person: query.needs_person.unwrap_or(false),
        merchant_action: query.merchant_action.map(|action| action.as_str().to_owned()),
        assignee: query.assignee.map(|id| id.0),
        order: query.q.map(|id| id.0),
        deadline_before: query.deadline_before.map(|at| at.0),
    };
    let by_deadline = query.order_by == Some(DisputeOrder::Deadline);
    let asked = PageQuery { cursor: query.cursor, limit: query.limit }.ask()?;
    let role = principal.role;
    read(&state, &principal, move |session| {
        let rows = if by_deadline {
            disputes::urgent(session, &filter, &asked)?
        } else {
            disputes::list(session, &filter, &asked)?
        };
        let place = |row: &DisputeRow| {
            let deadline = row.next_deadline_at.filter(|_| by_deadline);
            store::Cursor { at: deadline.unwrap_or(row.created_at), id: row.dispute.to_string() }
        };
        let Page { items, next_cursor } = Page::of(rows, &asked, place, |row| row);
        Ok(Page { items: summaries(session, role, items)?, next_cursor })
    })
    .await
}

pub(super) fn summaries(
    session: &mut Session<'_, '_>,
    role: Role,
    rows: Vec<DisputeRow>,
) -> Result<Vec<DisputeSummary>, AppError> {
    let broken = || AppError::broken("a stored dispute has a word that is not known");
    let names = beside::merchant_names(session, rows.iter().map(|row| &row.merchant))?;
    let shown = |row: DisputeRow| {
        let name = names.get(&row.merchant).cloned();
        DisputeSummary::seen_by(role, row, name).ok_or_else(broken)
    };
    rows.into_iter().map(shown).collect()
}

/// Who looks after it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AssignDispute {
    /// The merchant's own user; null for nobody.
    pub user_id: Option<PrincipalId>,
}

/// Say who at the shop looks after a dispute.
#[utoipa::path(put, path = "/v1/disputes/{dispute_id}/assignee", tag = "disputes",
    params(("dispute_id" = DisputeId, Path)), request_body = AssignDispute,
    responses((status = 200, body = DisputeSummary)),
    extensions(("x-ombud-action" = json!("dispute.assign"))))]
async fn assign_dispute(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<DisputeId>,
    command: Command<AssignDispute>,
) -> Result<Response, Problem> {
    let role = principal.role;
    command
        .run_with_or_without_key(&state, &principal, StatusCode::OK, move |session, body| {
            let assignee = body.user_id.as_ref().map(|id| id.0.clone());
            let row = disputes::assign(session, id.0, assignee)?;
            let shown = summaries(session, role, vec![row])?.into_iter().next();
            shown.ok_or_else(|| AppError::not_found("the dispute", &id.0))
        })
        .await
}

/// Read a dispute, as far as the reader may see it.
#[utoipa::path(get, path = "/v1/disputes/{dispute_id}", tag = "disputes",
    params(("dispute_id" = DisputeId, Path), LanguageQuery), responses((status = 200, body = Dispute)),
    extensions(("x-ombud-action" = json!("dispute.read"))))]
async fn get_dispute(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<DisputeId>,
    accepted: Accepted,
    QueryParams(query): QueryParams<LanguageQuery>,
) -> Result<Json<Dispute>, Problem> {
    let role = principal.role;
    let tongue = accepted.of(&query)?;
    read(&state, &principal, move |session| {
        let mut view = disputes::get(session, id.0)?;
        view.consumer_missing = disputes::missing_in(view.consumer_missing, tongue)?;
        view.merchant_missing = disputes::missing_in(view.merchant_missing, tongue)?;
        Ok(Dispute::seen_by(role, view))
    })
    .await
}

/// List the decisions on a dispute, the oldest first, each whole: facts, rules and hashes.
#[utoipa::path(get, path = "/v1/disputes/{dispute_id}/decisions", tag = "decisions",
    params(("dispute_id" = DisputeId, Path)), responses((status = 200, body = Vec<Decision>)),
    extensions(("x-ombud-action" = json!("dispute.read"))))]
async fn list_dispute_decisions(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<DisputeId>,
) -> Result<Json<Vec<Decision>>, Problem> {
    let role = principal.role;
    read(&state, &principal, move |session| {
        let view = disputes::get(session, id.0)?;
        if Dispute::hides_risk(role, &view.dispute) {
            return Ok(Vec::new());
        }
        let decisions = disputes::decisions(session, id.0)?;
        let shown = |decision| Decision::seen_by(role, view.currency, decision);
        Ok(decisions.into_iter().map(shown).collect())
    })
    .await
}

/// For whom.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AudienceQuery {
    /// The desk may ask what another would be told; a party is told what concerns it.
    #[param(inline)]
    audience: Option<Audience>,
    /// Of the customer's text: `en`, `sv`, `de` or `es`; `Accept-Language` where it is absent.
    #[param(max_length = 35)]
    language: Option<String>,
}

impl AudienceQuery {
    fn audience(&self) -> dispute::decide::Audience {
        self.audience.map_or(dispute::decide::Audience::Agent, |word| word.0)
    }
}

/// Explain the newest decision on a dispute in plain words.
#[utoipa::path(get, path = "/v1/disputes/{dispute_id}/explanation", tag = "decisions",
    params(("dispute_id" = DisputeId, Path), AudienceQuery),
    responses((status = 200, body = Explanation),
        (status = 409, body = ProblemBody, content_type = "application/problem+json",
            description = "There is no decision yet: `detail` says where it stands.")),
    extensions(("x-ombud-action" = json!("decision.explain"))))]
async fn explain_dispute(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<DisputeId>,
    accepted: Accepted,
    QueryParams(query): QueryParams<AudienceQuery>,
) -> Result<Json<Explanation>, Problem> {
    let role = principal.role;
    let tongue = accepted.or(query.language.as_deref())?;
    read(&state, &principal, move |session| {
        let view = disputes::get(session, id.0)?;
        let newest = view.dispute.decisions.last().map(|mark| mark.id);
        let newest = newest.filter(|_| !Dispute::hides_risk(role, &view.dispute));
        let newest = newest.ok_or_else(|| not_decided_yet(role, &view))?;
        let explanation = disputes::explain_in(session, newest, query.audience(), tongue)?;
        Ok(Explanation::seen_by(role, view.currency, explanation))
    })
    .await
}

/// What the rules say of a dispute as it stands: the facts known and unknown, which rule would fire, what
/// each other lacks, and what would come of it. By the very function that decides; nothing changes. Of a
/// decided dispute it is the decision that was kept. What a rule says is in your language where it has been
/// translated. For the desk alone.
#[utoipa::path(get, path = "/v1/disputes/{dispute_id}/outlook", tag = "decisions",
    params(("dispute_id" = DisputeId, Path), LanguageQuery),
    responses((status = 200, body = Outlook)),
    extensions(("x-ombud-action" = json!("dispute.outlook"))))]
async fn outlook_of_dispute(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<DisputeId>,
    accepted: Accepted,
    QueryParams(query): QueryParams<LanguageQuery>,
) -> Result<Json<Outlook>, Problem> {
    let tongue = accepted.of(&query)?;
    read(&state, &principal, move |session| Ok(disputes::outlook(session, id.0, tongue)?.into()))
        .await
}

/// There is nothing to explain yet: where it stands, and when something happens next.
fn not_decided_yet(role: Role, view: &disputes::DisputeView) -> AppError {
    let state = view.dispute.state;
    if !state.is_open() {
        // Closed without a decision: withdrawn, or settled by a refund.
        return AppError::not_found("a decision on", &view.dispute.id);
    }
    // What a customer is not told of a risk stop includes its clocks.
    let due = view.dispute.next_due().filter(|_| !Dispute::hides_risk(role, &view.dispute));
    let next = due
        .map_or_else(|| "no deadline runs".to_owned(), |due| format!("the next deadline is {due}"));
    let why = format!("no decision was made yet: the dispute is in {}, and {next}", state.as_str());
    AppError::conflict("not_decided_yet", why)
}

/// Explain one decision in plain words.
#[utoipa::path(get, path = "/v1/decisions/{decision_id}/explanation", tag = "decisions",
    params(("decision_id" = DecisionId, Path), AudienceQuery),
    responses((status = 200, body = Explanation)),
    extensions(("x-ombud-action" = json!("decision.explain"))))]
async fn explain_decision(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<DecisionId>,
    accepted: Accepted,
    QueryParams(query): QueryParams<AudienceQuery>,
) -> Result<Json<Explanation>, Problem> {
    let role = principal.role;
    let tongue = accepted.or(query.language.as_deref())?;
    read(&state, &principal, move |session| {
        let explanation = disputes::explain_in(session, id.0, query.audience(), tongue)?;
        let view = disputes::get(session, explanation.decision.dispute)?;
        if Dispute::hides_risk(role, &view.dispute) {
            return Err(AppError::not_found("the decision", &id.0));
        }
        Ok(Explanation::seen_by(role, view.currency, explanation))
    })
    .await
}

/// A letter to a party: a template and the values it is filled with.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Notice {
    pub id: NoticeId,
    pub order_id: OrderId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dispute_id: Option<DisputeId>,
    /// Set when it is for the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    /// Set when it is for the merchant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant_id: Option<MerchantId>,
    #[schema(example = "dispute_received")]
    pub template: String,
    pub at: Moment,
    /// By which ways it is sent beside being shown here: `email`, `sms`. What the customer turned off is
    /// not sent, except where law demands writing.
    pub ways: Vec<String>,
    /// Set when it goes by e-mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<MailedNotice>,
    /// Set when it goes by text message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sms: Option<TextedNotice>,
    #[schema(value_type = Object)]
    pub data: serde_json::Value,
    /// As its reader gets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letter: Option<Letter>,
}

/// In which language letters are written.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct NoticesQuery {
    /// A BCP 47 tag such as `sv` or `en-GB`; the reader's own language when absent.
    #[param(min_length = 2, max_length = 35, example = "sv")]
    language: Option<String>,
}

/// List what the parties were told about a dispute, the oldest first. A party sees its own letters.
#[utoipa::path(get, path = "/v1/disputes/{dispute_id}/notices", tag = "disputes",
    params(("dispute_id" = DisputeId, Path), NoticesQuery), responses((status = 200, body = Vec<Notice>)),
    extensions(("x-ombud-action" = json!("dispute.read"))))]
async fn list_dispute_notices(
    State(state): State<AppState>,
    Caller(principal): Caller,
    PathParam(id): PathParam<DisputeId>,
    QueryParams(query): QueryParams<NoticesQuery>,
) -> Result<Json<Vec<Notice>>, Problem> {
    read(&state, &principal, move |session| {
        let told = disputes::notices(session, id.0, query.language.as_deref())?;
        let notice = |disputes::Told { row, letter }: disputes::Told| {
            let (email, sms) = letter::sent(row.sending);
            Ok(Notice {
                email,
                sms,
                id: row.notice.into(),
                order_id: row.order.into(),
                dispute_id: row.dispute.map(Into::into),
                customer_id: row.customer.map(Into::into),
                merchant_id: row.merchant.map(Into::into),
                template: row.kind,
                at: row.created_at.into(),
                ways: row.ways.split_whitespace().map(str::to_owned).collect(),
                data: serde_json::from_str(&row.doc)?,
                letter: letter.map(Into::into),
            })
        };
        told.into_iter().map(notice).collect()
    })
    .await
}
