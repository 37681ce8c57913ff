//! The Klarna-compatible seat of one merchant: what that merchant sees and does, on top of the use
//! cases of [`crate::disputes`].

use ::connectors::MerchantSeat;
use ::connectors::Source;
use ::connectors::klarna::{
    AppealRequest, AppealView, AttachmentRef, AttachmentView, ClosingView, Cursor, DisputeView,
    EvidenceView, ExceptionView, ListFilter, MerchantAnswer, Pagination, PreliminaryView,
    RepresentRequest, Sort,
};
use ::connectors::mapping::Hold;
use commerce::{DisputeTerms, HoldTerms};
use compliance::authority::{Action, Resource};
use dispute::{
    Dispute, EvidenceItem, EvidenceType, Extracted, Framework, NewEvidence, OrderFile, Party,
    Represent, State, TimerKind,
};
use kernel::canonical::Sha256Hex;
use kernel::{Currency, DisputeId, MerchantId, Money, Timestamp};
use store::connector::KlarnaSettingsRow;
use store::disputes::{DisputeFilter, DisputeRow};

use crate::order::{Work, may_see, order_of};
use crate::{AppError, Session, disputes};

/// Rows read at once while a list is filtered.
const ROWS_AT_ONCE: u32 = 200;
/// Most rows looked at for one page: filters that match little end with a page that is not full.
const ROWS_LOOKED_AT_MAX: usize = 5_000;
/// The rule that a dispute under the merchant's own threshold is closed by.
const THRESHOLD_RULE: &str = "BELOW-THRESHOLD";

/// One page of the merchant's disputes.
#[derive(Debug, Clone, PartialEq)]
pub struct ListPage {
    pub disputes: Vec<DisputeView>,
    pub pagination: Pagination,
}

/// The merchant's disputes, filtered and ordered as asked.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever is no merchant.
pub fn list(s: &mut Session<'_, '_>, filter: &ListFilter) -> Result<ListPage, AppError> {
    let merchant = merchant(s)?;
    let mut rows = matching(s, &merchant, filter)?;
    let has_more = rows.len() > filter.size;
    rows.truncate(filter.size);
    let cursors: Vec<Cursor> = rows
        .iter()
        .map(|row| Cursor { sort: filter.sort, at: sort_value(row, filter.sort), id: row.dispute })
        .collect();
    let mut disputes = Vec::with_capacity(rows.len());
    for row in &rows {
        disputes.push(get(s, row.dispute)?);
    }
    Ok(ListPage { disputes, pagination: Pagination::of(&cursors, has_more) })
}

/// Reads enough of the merchant's disputes to fill a page, and one more.
fn matching(
    s: &mut Session<'_, '_>,
    merchant: &MerchantId,
    filter: &ListFilter,
) -> Result<Vec<DisputeRow>, AppError> {
    let tenant = s.tenant().clone();
    let store_filter = DisputeFilter {
        merchant: Some(merchant.clone()),
        created: between(filter.created.start, filter.created.end),
        updated: between(filter.updated.start, filter.updated.end),
        closed: between(filter.closed.start, filter.closed.end),
        ..DisputeFilter::default()
    };
    let mut found = Vec::new();
    let mut after = store::Cursor::newest();
    let mut looked_at = 0;
    // The store lists by creation, newest first; any other order needs all that match.
    let streams = filter.sort == Sort::CreatedDescending;
    while looked_at < ROWS_LOOKED_AT_MAX {
        let rows = store::disputes::list(s.tx(), &tenant, &store_filter, &after, ROWS_AT_ONCE)?;
        let Some(last) = rows.last() else { break };
        after = store::Cursor { at: last.created_at, id: last.dispute.to_string() };
        looked_at += rows.len();
        found.extend(rows.into_iter().filter(|row| wanted(row, filter)));
        let past = found.iter().filter(|row| is_after(row, filter)).count();
        if streams && past > filter.size {
            break;
        }
    }
    found.sort_by(|a, b| {
        let key = |row: &DisputeRow| (sort_value(row, filter.sort), row.dispute);
        match filter.sort {
            Sort::CreatedAscending | Sort::ClosedAscending => key(a).cmp(&key(b)),
            Sort::CreatedDescending | Sort::ClosedDescending => key(b).cmp(&key(a)),
        }
    });
    found.retain(|row| is_after(row, filter));
    found.truncate(filter.size + 1);
    Ok(found)
}

fn wanted(row: &DisputeRow, filter: &ListFilter) -> bool {
    let one_of = |list: &[String], value: &str| list.is_empty() || list.iter().any(|v| v == value);
    let state =
        filter.states.is_empty() || filter.states.iter().any(|state| state.as_str() == row.state);
    let reason = filter.reasons.is_empty()
        || filter.reasons.iter().any(|reason| reason.as_str() == row.reason);
    state
        && reason
        && one_of(&filter.order_ids, row.order.as_str())
        && one_of(&filter.purchase_references, row.order.as_str())
        && row.state != State::Draft.as_str()
}

fn is_after(row: &DisputeRow, filter: &ListFilter) -> bool {
    let Some(cursor) = filter.after else { return true };
    let (own, last) = ((sort_value(row, filter.sort), row.dispute), (cursor.at, cursor.id));
    match filter.sort {
        Sort::CreatedAscending | Sort::ClosedAscending => own > last,
        Sort::CreatedDescending | Sort::ClosedDescending => own < last,
    }
}

/// Disputes that are open sort as if they closed at the end of time.
fn sort_value(row: &DisputeRow, sort: Sort) -> Timestamp {
    match sort {
        Sort::CreatedAscending | Sort::CreatedDescending => row.created_at,
        Sort::ClosedAscending | Sort::ClosedDescending => row.closed_at.unwrap_or(Timestamp::MAX),
    }
}

fn between(start: Option<Timestamp>, end: Option<Timestamp>) -> Option<(Timestamp, Timestamp)> {
    if start.is_none() && end.is_none() {
        return None;
    }
    Some((start.unwrap_or(Timestamp::EPOCH), end.unwrap_or(Timestamp::MAX)))
}

/// One dispute from the merchant's seat.
///
/// # Errors
/// [`AppError::NotFound`], also for another merchant's.
pub fn get(s: &mut Session<'_, '_>, id: DisputeId) -> Result<DisputeView, AppError> {
    merchant(s)?;
    let order = order_of(s, id)?;
    let work = Work::get(s, &order)?;
    may_see(s, &work.file, Some(id))?;
    let dispute = work.file.dispute(id).ok_or_else(|| AppError::not_found("the dispute", &id))?;
    Ok(view_of(&work.file, dispute, &work.terms()))
}

/// Contests, with uploaded attachments (their ids are the hashes the upload returned).
///
/// # Errors
/// As [`disputes::represent`].
pub fn represent(
    s: &mut Session<'_, '_>,
    id: DisputeId,
    request: RepresentRequest,
) -> Result<DisputeView, AppError> {
    let represent = Represent {
        dispute: id,
        text: request.additional_information.unwrap_or_default(),
        items: items(s, id, &request.attachments)?,
        proposal_minor: request.partner_proposed_refund_amount,
    };
    disputes::represent(s, represent)?;
    get(s, id)
}

/// Appeals the preliminary decision.
///
/// # Errors
/// As [`disputes::appeal`].
pub fn appeal(
    s: &mut Session<'_, '_>,
    id: DisputeId,
    request: AppealRequest,
) -> Result<DisputeView, AppError> {
    let attachments = items(s, id, &request.attachments)?;
    disputes::appeal(s, id, request.additional_information, attachments)?;
    get(s, id)
}

/// Accepts the loss.
///
/// # Errors
/// As [`disputes::accept_loss`].
pub fn accept_loss(s: &mut Session<'_, '_>, id: DisputeId) -> Result<DisputeView, AppError> {
    disputes::accept_loss(s, id)?;
    get(s, id)
}

/// The merchant's settings of this seat.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn settings(s: &mut Session<'_, '_>) -> Result<Option<KlarnaSettingsRow>, AppError> {
    let merchant = merchant(s)?;
    let tenant = s.tenant().clone();
    Ok(store::connector::klarna_settings(s.tx(), &tenant, &merchant)?)
}

/// Enrols the merchant: from now on its webhooks come in this shape too, and disputes up to the
/// threshold are accepted without a question.
///
/// # Errors
/// [`AppError::Forbidden`] for whoever does not look after the merchant's integration.
pub fn enrol(
    s: &mut Session<'_, '_>,
    auto_accept: Option<(Currency, i64)>,
    frameworks: &[Framework],
) -> Result<KlarnaSettingsRow, AppError> {
    let merchant = merchant(s)?;
    let case = Resource { merchant: Some(merchant.clone()), ..s.of_tenant() };
    s.check(Action::WebhookManage, &case)?;
    let settings = KlarnaSettingsRow {
        merchant: merchant.clone(),
        auto_accept,
        frameworks: serde_json::to_string(frameworks)?,
        updated_at: s.now(),
    };
    let tenant = s.tenant().clone();
    store::connector::put_klarna_settings(s.tx(), &tenant, settings.clone())?;
    s.app().merchants().forget(&tenant, &merchant);
    s.audit("klarna.enrolled", format!("merchant/{merchant}"), None);
    Ok(settings)
}

fn merchant(s: &mut Session<'_, '_>) -> Result<MerchantId, AppError> {
    s.principal().merchant.clone().ok_or_else(|| AppError::Forbidden {
        why: "this seat is a merchant's: use a key of the role merchant".to_owned(),
    })
}

/// Attachments as evidence: what they prove, the type says; here it is what the reason asks for.
fn items(
    s: &mut Session<'_, '_>,
    id: DisputeId,
    attachments: &[AttachmentRef],
) -> Result<Vec<NewEvidence>, AppError> {
    let view = disputes::get(s, id)?;
    let mut wanted = view.merchant_missing.iter().flat_map(|missing| missing.any_of.clone());
    attachments
        .iter()
        .map(|attachment| {
            let sha256: Sha256Hex =
                attachment.payment_dispute_attachment_id.parse().map_err(|_| {
                    AppError::invalid("attachments", "use the id that the upload returned")
                })?;
            Ok(NewEvidence {
                kind: wanted.next().unwrap_or(EvidenceType::Other),
                sha256: Some(sha256),
                media_type: None,
                file_name: None,
                text: attachment.description.clone().unwrap_or_default(),
                extracted: Extracted::default(),
            })
        })
        .collect()
}

/// The source of this seat's words.
pub const SOURCE: Source = Source::KlarnaV4;

/// A dispute as the merchant's seat may see it.
pub(crate) fn view_of(file: &OrderFile, dispute: &Dispute, terms: &DisputeTerms) -> DisputeView {
    let due = |kind| dispute.timer(kind).map(|timer| timer.due);
    let answered = dispute.evidence_of(Party::Merchant).next().is_some();
    let preliminary = dispute.decisions.iter().find(|_| {
        matches!(dispute.state, State::Preliminary | State::FinalReview) || dispute.appeal.is_some()
    });
    DisputeView {
        id: dispute.id,
        framework: dispute.framework,
        reason: dispute.reason,
        state: dispute.state,
        previous_state: previous_state(dispute),
        order_id: file.order().id.to_string(),
        merchant_id: file.order().merchant_id.to_string(),
        capture_id: file.captures().first().map(|capture| capture.id.to_string()),
        purchase_reference: None,
        merchant_reference: None,
        amount: Money { minor: dispute.amount_minor, currency: file.currency() },
        opened_by: dispute.opened_by.kind,
        opened_at: dispute.opened_at,
        updated_at: dispute.updated_at,
        hold: match terms.hold {
            HoldTerms::None => Hold::None,
            HoldTerms::OnOpen => Hold::OnOpen,
        },
        asked_at: dispute.opened_at,
        asked: asked(dispute),
        evidence_due: due(TimerKind::EvidenceDue).or_else(|| due(TimerKind::DialogueEnds)),
        answer: answer(dispute, answered),
        merchant_evidence: answered.then(|| merchant_evidence(dispute)),
        customer_evidence: attachments(dispute, Party::Consumer),
        preliminary: preliminary.map(|decision| PreliminaryView {
            seat: match decision.for_party {
                Party::Consumer => MerchantSeat::Lost,
                Party::Merchant | Party::Provider => MerchantSeat::Won,
            },
            code: decision.rule.clone(),
        }),
        appeal_due: due(TimerKind::AppealDue),
        appeal: dispute.appeal.as_ref().map(|appeal| AppealView {
            at: appeal.at,
            text: appeal.text.clone(),
            attachments: Vec::new(),
        }),
        closing: dispute.closing.as_ref().filter(|_| !dispute.state.is_open()).map(|closing| {
            ClosingView {
                outcome: closing.outcome,
                liable: closing.liable,
                code: closing.code.clone(),
                at: closing.at,
            }
        }),
        exceptions: dispute
            .exceptions
            .iter()
            .map(|exception| ExceptionView { kind: exception.kind, ground: exception.ground })
            .collect(),
    }
}

fn asked(dispute: &Dispute) -> String {
    format!("Evidence for the reason {} is needed.", dispute.reason.as_str())
}

fn answer(dispute: &Dispute, answered: bool) -> MerchantAnswer {
    let last = dispute.decisions.last().map(|decision| decision.rule.as_str());
    match last {
        Some("ACCEPTED") => MerchantAnswer::Waived,
        Some("EVIDENCE-OVERDUE") => MerchantAnswer::Expired,
        Some(THRESHOLD_RULE) => MerchantAnswer::BelowThreshold,
        _ if answered => MerchantAnswer::Received,
        _ => MerchantAnswer::Open,
    }
}

/// What can be told from the dispute alone: the state its course comes from.
fn previous_state(dispute: &Dispute) -> Option<State> {
    let asked = Some(State::Evidence);
    match dispute.state {
        State::Draft | State::Dialogue => None,
        State::Evidence => {
            (dispute.framework == Framework::Framework2020).then_some(State::Dialogue)
        }
        State::Review => asked,
        State::Preliminary => Some(State::Review),
        State::FinalReview => Some(State::Preliminary),
        State::Closed if dispute.appeal.is_some() => Some(State::FinalReview),
        State::Closed if dispute.review_since.is_some() => Some(State::Review),
        State::Closed => asked,
    }
}

fn merchant_evidence(dispute: &Dispute) -> EvidenceView {
    let texts: Vec<&str> = dispute
        .evidence_of(Party::Merchant)
        .filter(|item| item.sha256.is_none())
        .map(|item| item.text.as_str())
        .collect();
    EvidenceView {
        at: dispute.answered_at.unwrap_or(dispute.updated_at),
        text: texts.join("\n"),
        attachments: attachments(dispute, Party::Merchant),
    }
}

fn attachments(dispute: &Dispute, party: Party) -> Vec<AttachmentView> {
    let with_file = dispute.evidence_of(party).filter(|item| item.sha256.is_some());
    with_file.map(|item| attachment(dispute, item)).collect()
}

fn attachment(dispute: &Dispute, item: &EvidenceItem) -> AttachmentView {
    AttachmentView {
        id: item.id.to_string(),
        description: item.text.clone(),
        media_type: item.media_type.clone(),
        url: format!("/v4/payment/disputes/{}/attachments/{}", dispute.id, item.id),
    }
}
