//! Drives a sandbox's disputes by the flags of their customer: the sandbox plays the merchant, the
//! customer, the bank or the person at the desk, one input at a time.

use ::connectors::Trigger;
use commerce::{Record, Refund};
use dispute::{
    Confirmation, Decide, Dispute, EvidenceType, Extracted, Input, Kind, NewEvidence, OpenDispute,
    OrderFile, Party, Reason, Represent, State, Statement, SubIssue,
};
use kernel::canonical::Sha256Hex;
use kernel::{
    Actor, ActorKind, DisputeId, Duration, NetworkDisputeId, PrincipalId, RefundId, Timestamp,
};
use store::evidence::{BlobContent, BlobRow};
use world::FileDraft;

use super::flags_of;
use crate::order::Work;
use crate::{AppError, Session};

/// Inputs played in a row for one order.
const PLAYED_MAX: usize = 16;
/// Who plays.
const PLAYER: &str = "sandbox";

/// Plays what the customer's flags ask for, as far as the order's state lets it.
pub(crate) fn drive(s: &mut Session<'_, '_>, work: &mut Work) -> Result<(), AppError> {
    let flags = flags_of(s, &work.file.order().customer_id.clone())?;
    if flags.is_empty() {
        return Ok(());
    }
    for _ in 0..PLAYED_MAX {
        let Some((kind, input)) = next(s, &work.file, &flags)? else { break };
        let id = PrincipalId::new(PLAYER)
            .map_err(|error| AppError::internal("the sandbox's own name", error))?;
        if work.step_as(s, input, &Actor::new(kind, id))?.is_some() {
            break;
        }
    }
    Ok(())
}

/// The next input a flag asks for, and who it comes from.
fn next(
    s: &mut Session<'_, '_>,
    file: &OrderFile,
    flags: &[Trigger],
) -> Result<Option<(ActorKind, Input)>, AppError> {
    if let Some(input) = opens(s, file, flags) {
        return Ok(Some((ActorKind::Consumer, input)));
    }
    let Some(dispute) = file.disputes().iter().find(|dispute| dispute.state.is_open()) else {
        return Ok(None);
    };
    if let Some(input) = chargeback(file, flags) {
        return Ok(Some((ActorKind::Network, input)));
    }
    for flag in flags {
        if let Some(step) = answer(s, file, dispute, *flag)? {
            return Ok(Some(step));
        }
    }
    Ok(None)
}

/// A dispute opens by itself on the first capture.
fn opens(s: &mut Session<'_, '_>, file: &OrderFile, flags: &[Trigger]) -> Option<Input> {
    let reason = flags.iter().find_map(|flag| match flag {
        Trigger::Opens(reason) => Some(*reason),
        _ => None,
    })?;
    if file.captures().is_empty() || !file.disputes().is_empty() {
        return None;
    }
    let kind = match reason {
        Reason::Unauthorised => Kind::Unauthorised,
        Reason::HighRisk => Kind::RiskStop,
        Reason::NonCompliance | Reason::NonGuaranteedProgram => Kind::Program,
        _ => Kind::ConsumerClaim,
    };
    let statement = Statement {
        text: "Opened by the sandbox.".to_owned(),
        merchant_contacted_at: Some(s.now()),
        declared: kind == Kind::Unauthorised,
        ..Statement::default()
    };
    Some(Input::Open(OpenDispute {
        dispute: DisputeId::generate(s.now(), s.rng()),
        kind,
        reason,
        sub_issue: SubIssue::Unspecified,
        amount_minor: None,
        lines: Vec::new(),
        statement,
        items: Vec::new(),
        late_ground: None,
    }))
}

fn chargeback(file: &OrderFile, flags: &[Trigger]) -> Option<Input> {
    if !flags.contains(&Trigger::NetworkChargeback) || !file.network_disputes().is_empty() {
        return None;
    }
    let payment = file.payments().iter().find(|payment| payment.kept_minor() > 0)?;
    let id = NetworkDisputeId::new(format!("sandbox:{}", payment.id)).ok()?;
    Some(Input::NetworkChargeback {
        id,
        amount_minor: payment.kept_minor(),
        fee_minor: 0,
        reason_code: "13.1".to_owned(),
    })
}

fn answer(
    s: &mut Session<'_, '_>,
    file: &OrderFile,
    dispute: &Dispute,
    flag: Trigger,
) -> Result<Option<(ActorKind, Input)>, AppError> {
    let id = dispute.id;
    let merchant = |input| Ok(Some((ActorKind::Merchant, input)));
    let asked = dispute.state == State::Evidence && dispute.answered_at.is_none();
    let early = matches!(dispute.state, State::Dialogue | State::Evidence);
    match flag {
        Trigger::MerchantAccepts if early => merchant(Input::AcceptLoss { dispute: id }),
        Trigger::AcceptsPreliminary if dispute.state == State::Preliminary => {
            merchant(Input::AcceptLoss { dispute: id })
        }
        Trigger::RepresentValidPod if asked => {
            let proof = proof(s, file, dispute, file.order().approved_address.clone())?;
            merchant(represent(id, proof, None))
        }
        Trigger::RepresentOtherAddress if asked => {
            let elsewhere = file.order().approved_address.clone().map(|mut address| {
                address.line1 = "1 Somewhere Else".to_owned();
                address.postal_code = "00000".to_owned();
                address
            });
            let proof = proof(s, file, dispute, elsewhere)?;
            merchant(represent(id, proof, None))
        }
        Trigger::RepresentLinkOnly if asked => merchant(represent(id, link(), None)),
        Trigger::Proposal { percent } if asked => {
            let offer = dispute.amount_minor.saturating_mul(i64::from(percent)) / 100;
            merchant(represent(id, link(), Some(offer.max(1))))
        }
        Trigger::RefundInDialogue if early => Ok(refund(file, dispute)),
        Trigger::Withdraw if early => {
            Ok(Some((ActorKind::Consumer, Input::Withdraw { dispute: id })))
        }
        Trigger::Appeal if dispute.state == State::Preliminary && dispute.appeal.is_none() => {
            let text = "Appealed by the sandbox.".to_owned();
            merchant(Input::Appeal { dispute: id, text, items: Vec::new() })
        }
        Trigger::AppealLost if dispute.state == State::FinalReview => {
            let decide = Decide {
                dispute: id,
                for_party: Party::Consumer,
                amount_minor: None,
                code: None,
                liable: None,
                reasons: "Decided by the sandbox.".to_owned(),
            };
            Ok(Some((ActorKind::Agent, Input::Decide(decide))))
        }
        _ => Ok(None),
    }
}

fn represent(id: DisputeId, item: NewEvidence, proposal_minor: Option<i64>) -> Input {
    let text = "Answered by the sandbox.".to_owned();
    Input::Represent(Represent { dispute: id, text, items: vec![item], proposal_minor })
}

fn refund(file: &OrderFile, dispute: &Dispute) -> Option<(ActorKind, Input)> {
    let refund = Refund {
        id: RefundId::new(format!("sandbox-{}", dispute.id)).ok()?,
        at: dispute.updated_at,
        order_id: file.order().id.clone(),
        amount_minor: dispute.amount_minor,
        capture_id: None,
        return_id: None,
    };
    Some((ActorKind::Company, Input::Feed { record: Box::new(Record::Refund(refund)) }))
}

fn link() -> NewEvidence {
    let extracted = Extracted {
        carrier: Some("sandbox".to_owned()),
        tracking_id: Some("SANDBOX-1".to_owned()),
        ..Extracted::default()
    };
    NewEvidence {
        kind: EvidenceType::TrackingLink,
        sha256: None,
        media_type: None,
        file_name: None,
        text: "https://carrier.example/SANDBOX-1".to_owned(),
        extracted,
    }
}

/// A proof of delivery to an address, as a document with its typed facts.
fn proof(
    s: &mut Session<'_, '_>,
    file: &OrderFile,
    dispute: &Dispute,
    address: Option<commerce::Address>,
) -> Result<NewEvidence, AppError> {
    let delivered_at: Timestamp =
        dispute.opened_at.minus(Duration::DAY).max(file.order().at.plus(Duration::HOUR));
    let lines = vec![format!("Delivered {delivered_at}"), "Signed: Sandbox Customer".to_owned()];
    let draft = FileDraft { file_name: "proof-of-delivery.pdf".to_owned(), lines };
    let bytes = draft.bytes();
    let sha256 = Sha256Hex::of(&bytes);
    let row = BlobRow {
        tenant: s.tenant().clone(),
        sha256,
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        media_type: FileDraft::MEDIA_TYPE.to_owned(),
        content: BlobContent::Bytes(bytes),
        created_at: s.now(),
    };
    crate::evidence::keep(s, row)?;
    let extracted = Extracted {
        carrier: Some("sandbox".to_owned()),
        tracking_id: Some("SANDBOX-1".to_owned()),
        delivered_at: Some(delivered_at),
        address,
        recipient: Some("Sandbox Customer".to_owned()),
        confirmed: Some(Confirmation::Stated),
        ..Extracted::default()
    };
    Ok(NewEvidence {
        kind: EvidenceType::ProofOfDelivery,
        sha256: Some(sha256),
        media_type: Some(FileDraft::MEDIA_TYPE.to_owned()),
        file_name: Some(draft.file_name),
        text: String::new(),
        extracted,
    })
}
