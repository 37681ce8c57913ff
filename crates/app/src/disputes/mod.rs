//! Disputes: opened by customers, answered by merchants, decided by policy or by people.
//!
//! Nothing is decided here: authority is checked, the machine steps, and what followed is stored.

mod decide;
mod explain;
mod money_told;
mod outlook;
mod read;

use commerce::Record;
use compliance::authority::{Action, Role};
use dispute::evidence::Missing;
use dispute::{
    Authenticity, Dispute, ExceptionGround, Extracted, Input, Kind, NewEvidence, OpenDispute,
    Reason, Represent, ReviewGround, Statement, SubIssue,
};
use kernel::{Currency, CustomerId, DisputeId, EvidenceId, LineId, MerchantId, OrderId, Timestamp};

pub(crate) use decide::Pending;
pub use decide::{Acted, decide, resolve_at_once};
pub use explain::{Explanation, FactTold, Right, RightKind, decisions, explain, explain_in};
pub use money_told::{CustomerSide, LessToPay, MerchantSide, MoneyTold, PaidBack, Standing};
pub use outlook::{Outlook, outlook};
pub use read::{Told, assign, events, get, list, missing_in, notices, of_order, urgent};
pub(crate) use read::{is_of, must_be_of};

use crate::order::{self, Act, OrderView};
use crate::{AppError, Session, evidence};

/// Told to a customer for the code of a dispute that [`Kind::is_hidden_from_customer`].
pub const CODE_OF_A_HIDDEN_REASON: &str = "closed_by_provider";

/// A dispute with what is known of its order.
#[derive(Debug, Clone, PartialEq)]
pub struct DisputeView {
    pub order: OrderId,
    pub merchant: MerchantId,
    /// `None` for a shop that the feed has not brought.
    pub merchant_name: Option<String>,
    pub customer: CustomerId,
    pub currency: Currency,
    /// Of the order's file: rises with every change of anything about the order.
    pub version: u64,
    pub dispute: Dispute,
    /// What the customer could still hand in.
    pub consumer_missing: Vec<Missing>,
    /// What the merchant could still hand in.
    pub merchant_missing: Vec<Missing>,
}

/// A claim as it is made.
#[derive(Debug, Clone, PartialEq)]
pub struct NewDispute {
    pub order: OrderId,
    pub kind: Kind,
    pub reason: Reason,
    pub sub_issue: SubIssue,
    /// Everything that is left of the order when absent; minor units.
    pub amount_minor: Option<i64>,
    pub lines: Vec<LineId>,
    pub statement: Statement,
    pub items: Vec<NewEvidence>,
    /// Why it may be opened after the window, by a person at the desk.
    pub late_ground: Option<ExceptionGround>,
}

impl NewDispute {
    /// The claim of a demo world or of the backtest, with its evidence as it was uploaded.
    pub fn of_claim(claim: &world::Claim, items: Vec<NewEvidence>) -> Self {
        Self {
            order: claim.order_id.clone(),
            kind: claim.kind,
            reason: claim.reason,
            sub_issue: claim.sub_issue,
            amount_minor: Some(claim.amount_minor),
            lines: claim.lines.clone(),
            statement: Statement {
                text: claim.statement.clone(),
                merchant_contacted_at: claim.merchant_contacted_at,
                merchant_said: None,
                right_amount_minor: claim.right_amount_minor,
                declared: claim.declared,
            },
            items,
            late_ground: None,
        }
    }
}

/// Opens a dispute.
///
/// # Errors
/// [`AppError::NotFound`] for an order that is not the principal's, the machine's refusals.
pub fn open(s: &mut Session<'_, '_>, mut new: NewDispute) -> Result<DisputeView, AppError> {
    may_open(s, &new)?;
    evidence::fill_files(s, &mut new.items)?;
    let dispute = DisputeId::generate(s.now(), s.rng());
    let input = Input::Open(OpenDispute {
        dispute,
        kind: new.kind,
        reason: new.reason,
        sub_issue: new.sub_issue,
        amount_minor: new.amount_minor,
        lines: new.lines,
        statement: new.statement,
        items: new.items,
        late_ground: new.late_ground,
    });
    let act = Act::new(Action::DisputeOpen);
    let view = order::apply(s, &new.order, &act, input)?;
    crate::report::count_own(s, &dispute.to_string(), view.file.order())?;
    read::view(s, view, dispute)
}

/// What only the desk opens: cases that are not the customer's own, and late ones.
fn may_open(s: &mut Session<'_, '_>, new: &NewDispute) -> Result<(), AppError> {
    let customers = matches!(s.principal().role, Role::Consumer | Role::Ai);
    let own = matches!(new.kind, Kind::ConsumerClaim | Kind::Unauthorised | Kind::AccountError);
    if customers && (!own || new.late_ground.is_some()) {
        let why = "only a person at the desk opens this kind of case, or one after its window";
        return Err(AppError::Forbidden { why: why.to_owned() });
    }
    Ok(())
}

/// Hands in evidence, as the party the principal is.
///
/// # Errors
/// As [`open`].
pub fn add_evidence(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
    mut items: Vec<NewEvidence>,
) -> Result<DisputeView, AppError> {
    evidence::fill_files(s, &mut items)?;
    act(s, dispute, Action::EvidenceAdd, Input::AddEvidence { dispute, items })
}

/// Confirms or corrects a fact that was read from an item.
///
/// # Errors
/// As [`open`].
pub fn confirm_fact(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
    evidence: EvidenceId,
    extracted: Extracted,
    authenticity: Authenticity,
) -> Result<DisputeView, AppError> {
    let extracted = Box::new(extracted);
    let input = Input::ConfirmFact { dispute, evidence, extracted, authenticity };
    act(s, dispute, Action::EvidenceConfirmFact, input)
}

/// The customer takes it back.
///
/// # Errors
/// As [`open`].
pub fn withdraw(s: &mut Session<'_, '_>, dispute: DisputeId) -> Result<DisputeView, AppError> {
    act(s, dispute, Action::DisputeWithdraw, Input::Withdraw { dispute })
}

/// The customer answers the merchant's offer.
///
/// # Errors
/// As [`open`].
pub fn answer_proposal(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
    accept: bool,
) -> Result<DisputeView, AppError> {
    act(s, dispute, Action::ProposalAnswer, Input::AnswerProposal { dispute, accept })
}

/// Asks for a person to look at a decision. The customer needs no reason; other grounds reopen the
/// case and are for the desk.
///
/// # Errors
/// As [`open`].
pub fn request_review(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
    ground: ReviewGround,
) -> Result<DisputeView, AppError> {
    let action = match ground {
        ReviewGround::HumanReview => Action::ReviewRequest,
        ReviewGround::Ombudsman | ReviewGround::MisHandled | ReviewGround::Regulatory => {
            Action::DisputeReopen
        }
    };
    act(s, dispute, action, Input::RequestReview { dispute, ground })
}

/// The merchant contests, perhaps with an offer for a part.
///
/// # Errors
/// As [`open`]; late evidence is kept, and refused with `deadline_passed`.
pub fn represent(
    s: &mut Session<'_, '_>,
    mut represent: Represent,
) -> Result<DisputeView, AppError> {
    evidence::fill_files(s, &mut represent.items)?;
    let dispute = represent.dispute;
    act(s, dispute, Action::DisputeRepresent, Input::Represent(represent))
}

/// The merchant gives in.
///
/// # Errors
/// As [`open`].
pub fn accept_loss(s: &mut Session<'_, '_>, dispute: DisputeId) -> Result<DisputeView, AppError> {
    act(s, dispute, Action::DisputeAcceptLoss, Input::AcceptLoss { dispute })
}

/// The merchant appeals a preliminary decision.
///
/// # Errors
/// As [`represent`].
pub fn appeal(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
    text: String,
    mut items: Vec<NewEvidence>,
) -> Result<DisputeView, AppError> {
    evidence::fill_files(s, &mut items)?;
    act(s, dispute, Action::DisputeAppeal, Input::Appeal { dispute, text, items })
}

/// A person asks the merchant once more.
///
/// # Errors
/// As [`open`].
pub fn ask_more(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
    what: String,
) -> Result<DisputeView, AppError> {
    act(s, dispute, Action::DeadlineExtend, Input::AskMore { dispute, what })
}

/// Gives the merchant more time.
///
/// # Errors
/// As [`open`].
pub fn extend_deadline(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
    until: Timestamp,
    ground: ExceptionGround,
) -> Result<DisputeView, AppError> {
    act(s, dispute, Action::DeadlineExtend, Input::ExtendDeadline { dispute, until, ground })
}

/// Claims that the user committed the fraud: one half of what stops the provisional credit.
///
/// # Errors
/// As [`open`].
pub fn claim_exemption(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
    notice_reference: String,
) -> Result<DisputeView, AppError> {
    let input = Input::ClaimExemption { dispute, notice_reference };
    act(s, dispute, Action::ExemptionClaim, input)
}

/// The other half: a second, different person agrees.
///
/// # Errors
/// As [`open`]; approving one's own claim is forbidden and audited.
pub fn approve_exemption(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
) -> Result<DisputeView, AppError> {
    let order = order::order_of(s, dispute)?;
    let work = order::Work::get(s, &order)?;
    let exemption = work.file.dispute(dispute).and_then(|dispute| dispute.exemption.as_ref());
    let requester = exemption.and_then(|exemption| exemption.claimed_by.id.clone());
    let act = Act {
        dispute: Some(dispute),
        requester: requester.as_ref(),
        ..Act::new(Action::ExemptionApprove)
    };
    order::check(s, &work.file, &act)?;
    let view = order::finish(s, work, Input::ApproveExemption { dispute })?;
    read::view(s, view, dispute)
}

/// The merchant refunds of its own accord, from the seat of the desk or the API: a record of the
/// feed like any other.
///
/// # Errors
/// As [`open`].
pub fn merchant_refund(
    s: &mut Session<'_, '_>,
    refund: commerce::Refund,
) -> Result<OrderView, AppError> {
    let order = refund.order_id.clone();
    crate::feed::ingest(s, Record::Refund(refund))?;
    crate::feed::order(s, &order)
}

fn act(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
    action: Action,
    input: Input,
) -> Result<DisputeView, AppError> {
    let view = order::apply_to_dispute(s, dispute, &Act::new(action), input)?;
    read::view(s, view, dispute)
}
