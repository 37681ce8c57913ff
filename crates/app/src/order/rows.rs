//! Domain values as rows of the store.

use dispute::evidence::EvidenceRules;
use dispute::{
    Collection, Completeness, Decision, Dispute, EvidenceItem, Input, Notice, OrderFile, Party,
    Payout, State, Task, TimerKind,
};
use kernel::canonical::Sha256Hex;
use kernel::{ActorKind, DisputeId, Duration, EffectId, Money, TenantId, Timestamp};
use ledger::{Account, Cause, Entry, Phase};
use store::decisions::DecisionRow;
use store::disputes::DisputeRow;
use store::effects::{EffectRow, EffectState};
use store::evidence::EvidenceRow;
use store::figures::DecisionFiguresRow;
use store::ledger::{EntryRow, PostingLine};
use store::notices::NoticeRow;
use store::tasks::TaskRow;

use super::PROVIDER;
use crate::AppError;
use crate::error::word;
use crate::payouts::PayoutDoc;

/// When a task is due that names no time itself.
const TASK_DUE_AFTER: Duration = Duration::from_days(3);

/// What an event is called: the input's own name.
pub(super) const fn input_kind(input: &Input) -> &'static str {
    match input {
        Input::Feed { record } => match **record {
            commerce::Record::Order(_) => "feed.order",
            commerce::Record::Capture(_) => "feed.capture",
            commerce::Record::Shipment(_) => "feed.shipment",
            commerce::Record::Scan(_) => "feed.scan",
            commerce::Record::Return(_) => "feed.return",
            commerce::Record::Payment(_) => "feed.payment",
            commerce::Record::Refund(_) => "feed.refund",
            commerce::Record::Cancellation(_) => "feed.cancellation",
            _ => "feed.other",
        },
        Input::Timer { .. } => "timer",
        Input::Open(_) => "open",
        Input::AddEvidence { .. } => "add_evidence",
        Input::ConfirmFact { .. } => "confirm_fact",
        Input::Withdraw { .. } => "withdraw",
        Input::AnswerProposal { .. } => "answer_proposal",
        Input::RequestReview { .. } => "request_review",
        Input::Represent(_) => "represent",
        Input::AcceptLoss { .. } => "accept_loss",
        Input::Appeal { .. } => "appeal",
        Input::Decide(_) => "decide",
        Input::AskMore { .. } => "ask_more",
        Input::ExtendDeadline { .. } => "extend_deadline",
        Input::ResolveAtOnce { .. } => "resolve_at_once",
        Input::ClaimExemption { .. } => "claim_exemption",
        Input::ApproveExemption { .. } => "approve_exemption",
        Input::Goodwill { .. } => "goodwill",
        Input::ReleaseHeld(_) => "release_held",
        Input::NetworkChargeback { .. } => "network_chargeback",
        Input::NetworkOutcome { .. } => "network_outcome",
        Input::PausePlan { .. } => "pause_plan",
        Input::ExtendDueDate { .. } => "extend_due_date",
        Input::Hardship { .. } => "hardship",
        Input::WaiveFee { .. } => "waive_fee",
        Input::PayEarly(_) => "pay_early",
        Input::ReportReturn(_) => "report_return",
        Input::ProviderAnswer { .. } => "provider_answer",
    }
}

pub(super) fn entry(
    tenant: &TenantId,
    file: &OrderFile,
    entry: &Entry,
) -> Result<EntryRow, AppError> {
    let (phase, pending_entry) = match entry.phase() {
        Phase::Posted => (store::ledger::Phase::Posted, None),
        Phase::Pending => (store::ledger::Phase::Pending, None),
        Phase::Settles(id) => (store::ledger::Phase::PostPending, Some(id)),
        Phase::Voids(id) => (store::ledger::Phase::VoidPending, Some(id)),
    };
    let lines = entry.legs().iter().map(|leg| PostingLine {
        account: leg.account.to_string(),
        currency: entry.currency(),
        amount: leg.minor,
    });
    Ok(EntryRow {
        tenant: tenant.clone(),
        entry: entry.id(),
        key: entry.key().to_owned(),
        order: file.order().id.clone(),
        dispute: dispute_of(entry),
        phase,
        pending_entry,
        cause: cause(entry.cause()),
        at: entry.at(),
        effective_at: entry.effective_at(),
        lane: 0,
        doc: serde_json::to_string(entry)?,
        lines: lines.collect(),
    })
}

/// The dispute whose hold or credit an entry touches.
fn dispute_of(entry: &Entry) -> Option<DisputeId> {
    entry.legs().iter().find_map(|leg| match &leg.account {
        Account::Hold(dispute) | Account::ProvisionalCredit(dispute) => Some(*dispute),
        _ => None,
    })
}

/// `decision:…`, `timer:…`, `event:…` or `effect:…` (invariant I7).
fn cause(cause: Cause) -> String {
    match cause {
        Cause::Decision(id) => format!("decision:{id}"),
        Cause::Timer(id) => format!("timer:{id}"),
        Cause::Feed(id) => format!("event:{id}"),
        Cause::Effect(id) => format!("effect:{id}"),
    }
}

/// What reports count of a decided dispute: by whom it was first decided, and whether that stood.
pub(super) fn decided(
    tenant: &TenantId,
    dispute: &Dispute,
    day_of: impl Fn(Timestamp) -> i64,
) -> Option<DecisionFiguresRow> {
    let (first, last) = (dispute.decisions.first()?, dispute.decisions.last()?);
    let reversed = first.for_party != last.for_party;
    let again = dispute.appeal.is_some() || dispute.reopened > 0;
    let by_person = first.by.kind == ActorKind::Agent;
    Some(DecisionFiguresRow {
        tenant: tenant.clone(),
        dispute: dispute.id,
        day: day_of(first.at),
        decided_at: first.at,
        decided_by: first.by.id.clone().filter(|_| by_person),
        reviewed: reversed || (again && dispute.decisions.len() > 1),
        reversed,
    })
}

pub(super) fn dispute(
    tenant: &TenantId,
    file: &OrderFile,
    dispute: &Dispute,
    version: i64,
    rules: &EvidenceRules,
) -> Result<DisputeRow, AppError> {
    let closing = dispute.closing.as_ref();
    let (action, respond_by) = for_merchant(dispute);
    let (completeness, missing) = match action {
        Some(_) => rules.completeness(dispute.reason, Party::Merchant, &dispute.evidence),
        None => (Completeness::Complete, Vec::new()),
    };
    let missing = missing
        .iter()
        .map(|missing| serde_json::json!({ "any_of": missing.any_of, "words": missing.words }));
    let doc = serde_json::json!({
        "title": title(file, dispute),
        "respond_by": respond_by,
        "merchant_completeness": completeness,
        "merchant_missing": missing.collect::<Vec<_>>(),
        "kind": dispute.kind,
        "sub_issue": dispute.sub_issue,
        "opened_by": dispute.opened_by.kind,
        "closing": closing,
        "proposal": dispute.proposal,
        "reopened": dispute.reopened,
    });
    Ok(DisputeRow {
        tenant: tenant.clone(),
        dispute: dispute.id,
        order: file.order().id.clone(),
        merchant: file.order().merchant_id.clone(),
        customer: file.order().customer_id.clone(),
        state: dispute.state.as_str().to_owned(),
        outcome: closing.map(|closing| closing.outcome.as_str().to_owned()),
        reason: dispute.reason.as_str().to_owned(),
        framework: word(&dispute.framework)?,
        currency: file.currency(),
        amount: dispute.claimed_minor,
        amount_open: if dispute.state.is_open() { dispute.amount_minor } else { 0 },
        needs_person: dispute.needs_person && dispute.state.is_open(),
        next_deadline_at: dispute.next_due(),
        created_at: dispute.opened_at,
        updated_at: dispute.updated_at,
        closed_at: closing.filter(|_| !dispute.state.is_open()).map(|closing| closing.at),
        version,
        doc: doc.to_string(),
        merchant_action: action.map(str::to_owned),
        assignee: None,
    })
}

/// What the merchant can do about a dispute now, and by when.
fn for_merchant(dispute: &Dispute) -> (Option<&'static str>, Option<Timestamp>) {
    let (action, clock) = match dispute.state {
        State::Dialogue => ("respond", TimerKind::DialogueEnds),
        State::Evidence => ("respond", TimerKind::EvidenceDue),
        State::Preliminary if dispute.appeal.is_none() => ("appeal", TimerKind::AppealDue),
        _ => return (None, None),
    };
    (Some(action), dispute.timer(clock).map(|timer| timer.due))
}

/// What a list calls a dispute: the first of its lines, or of the order's.
fn title<'a>(file: &'a OrderFile, dispute: &Dispute) -> &'a str {
    let lines = &file.order().lines;
    let disputed = lines.iter().find(|line| dispute.lines.contains(&line.id));
    disputed.or_else(|| lines.first()).map(|line| line.name.as_str()).unwrap_or_default()
}

pub(super) fn evidence(
    tenant: &TenantId,
    file: &OrderFile,
    dispute: &Dispute,
    item: &EvidenceItem,
) -> Result<EvidenceRow, AppError> {
    Ok(EvidenceRow {
        tenant: tenant.clone(),
        evidence: item.id,
        order: file.order().id.clone(),
        dispute: dispute.id,
        kind: word(&item.kind)?,
        source: word(&item.party)?,
        sha256: item.sha256,
        received_at: item.received_at,
        doc: serde_json::to_string(item)?,
    })
}

pub(super) fn notice(
    tenant: &TenantId,
    file: &OrderFile,
    notice: &Notice,
    ways: String,
    now: Timestamp,
) -> Result<NoticeRow, AppError> {
    let order = file.order();
    Ok(NoticeRow {
        tenant: tenant.clone(),
        notice: notice.id,
        order: order.id.clone(),
        dispute: notice.dispute,
        customer: (notice.to == Party::Consumer).then(|| order.customer_id.clone()),
        merchant: (notice.to == Party::Merchant).then(|| order.merchant_id.clone()),
        kind: word(&notice.template)?,
        created_at: now,
        ways,
        sending: store::notices::Sending::default(),
        doc: notice.data.to_string(),
    })
}

/// Money that is to move, as it is kept before the provider is asked.
struct Intent {
    effect: EffectId,
    dispute: Option<DisputeId>,
    kind: &'static str,
    key: psp::ProviderKey,
    amount: Money,
    doc: PayoutDoc,
}

impl Intent {
    fn row(
        self,
        tenant: &TenantId,
        file: &OrderFile,
        now: Timestamp,
        real_now: Timestamp,
    ) -> Result<EffectRow, AppError> {
        Ok(EffectRow {
            tenant: tenant.clone(),
            effect: self.effect,
            order: file.order().id.clone(),
            dispute: self.dispute,
            kind: self.kind.to_owned(),
            state: EffectState::Intent,
            provider: PROVIDER.to_owned(),
            provider_key: self.key.to_string(),
            provider_ref: None,
            currency: self.amount.currency,
            amount: self.amount.minor,
            attempts: 0,
            // Providers live in real time, whatever a sandbox's clock says.
            next_attempt_at: real_now,
            created_at: now,
            updated_at: now,
            version: 1,
            doc: serde_json::to_string(&self.doc)?,
        })
    }
}

pub(super) fn payout(
    tenant: &TenantId,
    file: &OrderFile,
    payout: &Payout,
    now: Timestamp,
    real_now: Timestamp,
) -> Result<EffectRow, AppError> {
    let intent = Intent {
        effect: payout.id,
        dispute: payout.dispute,
        kind: "refund",
        key: psp::ProviderKey::of(payout.id),
        amount: Money::new(payout.amount_minor, payout.currency),
        doc: PayoutDoc { payout: Some(payout.clone()), ..PayoutDoc::default() },
    };
    intent.row(tenant, file, now, real_now)
}

pub(super) fn collection(
    tenant: &TenantId,
    file: &OrderFile,
    collection: &Collection,
    now: Timestamp,
    real_now: Timestamp,
) -> Result<EffectRow, AppError> {
    let intent = Intent {
        effect: collection.id,
        dispute: None,
        kind: crate::collections::KIND,
        key: psp::ProviderKey::of_collection(collection.id),
        amount: Money::new(collection.amount_minor, collection.currency),
        doc: PayoutDoc { collection: Some(collection.clone()), ..PayoutDoc::default() },
    };
    intent.row(tenant, file, now, real_now)
}

pub(super) fn task(
    tenant: &TenantId,
    file: &OrderFile,
    task: &Task,
    now: Timestamp,
) -> Result<TaskRow, AppError> {
    Ok(TaskRow {
        tenant: tenant.clone(),
        task: task.id,
        kind: word(&task.kind)?,
        state: store::tasks::OPEN.to_owned(),
        order: Some(file.order().id.clone()),
        dispute: task.dispute,
        assignee: None,
        due_at: task.due.unwrap_or_else(|| now.plus(TASK_DUE_AFTER)),
        created_at: now,
        closed_at: None,
        version: 1,
        doc: serde_json::json!({ "why": task.why }).to_string(),
    })
}

pub(super) fn decision(
    tenant: &TenantId,
    file: &OrderFile,
    decision: &Decision,
    bundle: Option<Sha256Hex>,
) -> Result<DecisionRow, AppError> {
    Ok(DecisionRow {
        tenant: tenant.clone(),
        decision: decision.id,
        order: file.order().id.clone(),
        dispute: Some(decision.dispute),
        at: decision.at,
        actor: serde_json::to_string(&decision.actor)?,
        outcome: decision.outcome.as_str().to_owned(),
        rule_ids: serde_json::to_string(&decision.rules)?,
        // The bundle of texts, by which the policy is found again; the decision names its rules.
        policy_hash: bundle.unwrap_or(decision.policy_hash),
        inputs_hash: decision.inputs_hash,
        doc: serde_json::to_string(decision)?,
    })
}
