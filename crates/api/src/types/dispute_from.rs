//! From a dispute to what its reader may see of it.

use app::Role;
use app::disputes::{CODE_OF_A_HIDDEN_REASON, DisputeView};
use store::disputes::DisputeRow;

use super::dispute::*;
use crate::wire::{DisputeState, Framework, Money, Outcome, Reason};

impl Dispute {
    /// Whether the reader may not learn that the provider suspected the purchase.
    pub(crate) fn hides_risk(role: Role, dispute: &dispute::Dispute) -> bool {
        role.is_of_one_customer() && dispute.kind.is_hidden_from_customer()
    }

    /// What a reader sees: a customer not what is held from the merchant, nor that the provider
    /// suspected the purchase; neither party a suspicion of fraud by the customer.
    pub(crate) fn seen_by(role: Role, view: DisputeView) -> Self {
        let DisputeView { mut dispute, currency, .. } = view;
        let money = |minor| Money::new(minor, currency);
        let is_customer = role.is_of_one_customer();
        let is_party = is_customer || role.is_of_one_merchant() || role == Role::Network;
        if is_party {
            // What the provider noted for itself stays there.
            dispute.evidence.retain(|item| item.party != dispute::Party::Provider);
        }
        let hides_risk = Self::hides_risk(role, &dispute);
        let (kind, reason) = if hides_risk {
            (dispute::Kind::AccountError, dispute::Reason::Other)
        } else {
            (dispute.kind, dispute.reason)
        };
        if hides_risk {
            // Rules, codes and the shop's answer would all tell what the reason does not.
            dispute.decisions.clear();
            dispute.evidence.retain(|item| item.party == dispute::Party::Consumer);
            // So would the length of its clocks.
            dispute.timers.clear();
            if let Some(closing) = &mut dispute.closing {
                CODE_OF_A_HIDDEN_REASON.clone_into(&mut closing.code);
            }
        }
        let stop = Some(dispute.stop).filter(|stop| *stop != dispute::StopState::None);
        let mut clocks: Vec<Clock> = dispute.timers.into_iter().map(Into::into).collect();
        clocks.sort_by_key(|clock| clock.due_at);
        Self {
            id: dispute.id.into(),
            order_id: view.order.into(),
            merchant_id: view.merchant.into(),
            merchant_name: view.merchant_name,
            customer_id: view.customer.into(),
            kind: kind.into(),
            reason: reason.into(),
            sub_issue: dispute.sub_issue.into(),
            framework: dispute.framework.into(),
            state: dispute.state.into(),
            needs_person: dispute.needs_person,
            opened_by: dispute.opened_by.into(),
            opened_at: dispute.opened_at.into(),
            updated_at: dispute.updated_at.into(),
            claimed: money(dispute.claimed_minor),
            amount: money(dispute.amount_minor),
            lines: dispute.lines.into_iter().map(Into::into).collect(),
            statement: dispute.statement.into(),
            evidence: dispute.evidence.into_iter().map(Into::into).collect(),
            clocks,
            decisions: dispute.decisions.into_iter().map(Into::into).collect(),
            proposal: dispute.proposal.map(|offer| Offer {
                amount: money(offer.amount_minor),
                made_at: offer.made_at.into(),
                expires_at: offer.expires_at.into(),
                state: offer.state.into(),
            }),
            appeal: dispute.appeal.map(|appeal| Appeal {
                at: appeal.at.into(),
                by: appeal.by.into(),
                text: appeal.text,
            }),
            granted: dispute.granted_minor.map(money),
            held: (!is_customer).then(|| Held {
                amount: money(dispute.held.amount_minor),
                fee: money(dispute.held.fee_minor),
                appeal_fee: money(dispute.held.appeal_fee_minor),
            }),
            provisional: money(dispute.provisional_minor),
            exemption: dispute.exemption.filter(|_| !is_party).map(Into::into),
            stop_request: stop.filter(|_| !is_customer).map(Into::into),
            exceptions: dispute.exceptions.into_iter().map(Into::into).collect(),
            linked: dispute.linked.into_iter().map(Into::into).collect(),
            reopened: dispute.reopened,
            closing: dispute.closing.map(|closing| Closing {
                outcome: closing.outcome.into(),
                at: closing.at.into(),
                code: closing.code,
                liable: closing.liable.into(),
                returned: money(closing.returned_minor),
                automatic: closing.automatic,
            }),
            customer_missing: view.consumer_missing.into_iter().map(Into::into).collect(),
            merchant_missing: if hides_risk {
                Vec::new()
            } else {
                view.merchant_missing.into_iter().map(Into::into).collect()
            },
            version: view.version,
        }
    }
}

impl DisputeSummary {
    /// What a reader of a list sees; `None` when the stored words are not ours.
    pub(crate) fn seen_by(
        role: Role,
        row: DisputeRow,
        merchant_name: Option<String>,
    ) -> Option<Self> {
        let reason = Reason::read(&row.reason)?;
        let hides_risk = role.is_of_one_customer() && reason.0 == dispute::Reason::HighRisk;
        let beside: ListedBeside = serde_json::from_str(&row.doc).ok()?;
        let action = match row.merchant_action.as_deref() {
            None => None,
            Some("respond") => Some(MerchantAction::Respond),
            Some("appeal") => Some(MerchantAction::Appeal),
            Some(_) => return None,
        };
        let action = action.filter(|_| !role.is_of_one_customer());
        let outcome = match &row.outcome {
            Some(text) => Some(Outcome::read(text)?),
            None => None,
        };
        Some(Self {
            id: row.dispute.into(),
            order_id: row.order.into(),
            merchant_id: row.merchant.into(),
            merchant_name,
            title: beside.title,
            customer_id: row.customer.into(),
            reason: if hides_risk { dispute::Reason::Other.into() } else { reason },
            framework: Framework::read(&row.framework)?,
            state: DisputeState::read(&row.state)?,
            outcome,
            needs_person: row.needs_person,
            claimed: Money::new(row.amount, row.currency),
            amount: Money::new(row.amount_open, row.currency),
            opened_at: row.created_at.into(),
            updated_at: row.updated_at.into(),
            closed_at: row.closed_at.map(Into::into),
            next_deadline_at: row.next_deadline_at.map(Into::into),
            merchant_action: action,
            respond_by: beside.respond_by.filter(|_| action.is_some()),
            merchant_completeness: beside.merchant_completeness.filter(|_| action.is_some()),
            merchant_missing: action.map(|_| beside.merchant_missing).unwrap_or_default(),
            assignee: row
                .assignee
                .filter(|_| !role.is_of_one_customer())
                .map(|id| Assignee { user_id: id.into() }),
        })
    }
}

impl From<dispute::evidence::Missing> for MissingEvidence {
    fn from(from: dispute::evidence::Missing) -> Self {
        Self { any_of: from.any_of.into_iter().map(Into::into).collect(), words: from.words }
    }
}

impl From<dispute::Statement> for Statement {
    fn from(from: dispute::Statement) -> Self {
        Self {
            text: from.text,
            merchant_contacted_at: from.merchant_contacted_at.map(Into::into),
            merchant_said: from.merchant_said,
            right_amount_minor: from.right_amount_minor,
            declared: from.declared,
        }
    }
}

impl From<Statement> for dispute::Statement {
    fn from(from: Statement) -> Self {
        Self {
            text: from.text,
            merchant_contacted_at: from.merchant_contacted_at.map(|at| at.0),
            merchant_said: from.merchant_said,
            right_amount_minor: from.right_amount_minor,
            declared: from.declared,
        }
    }
}

impl From<dispute::EvidenceItem> for EvidenceItem {
    fn from(from: dispute::EvidenceItem) -> Self {
        let (media_type, name) = (from.media_type, from.file_name);
        let file = from.sha256.map(|sha256| FileMark { sha256: sha256.into(), media_type, name });
        let extracted = Some(from.extracted).filter(|extracted| !extracted.is_empty());
        Self {
            id: from.id.into(),
            party: from.party.into(),
            r#type: from.kind.into(),
            received_at: from.received_at.into(),
            by: from.by.into(),
            text: from.text,
            file,
            extracted: extracted.map(Into::into),
            late: from.late,
            authenticity: from.authenticity.into(),
        }
    }
}

impl From<dispute::Extracted> for Extracted {
    fn from(from: dispute::Extracted) -> Self {
        Self {
            carrier: from.carrier,
            tracking_id: from.tracking_id,
            shipped_at: from.shipped_at.map(Into::into),
            delivered_at: from.delivered_at.map(Into::into),
            address: from.address.map(Into::into),
            recipient: from.recipient,
            amount_minor: from.amount_minor,
            refunded_minor: from.refunded_minor,
            returned_at: from.returned_at.map(Into::into),
            confirmed: from.confirmed.map(Into::into),
            model: from.model,
        }
    }
}

impl From<dispute::Timer> for Clock {
    fn from(from: dispute::Timer) -> Self {
        Self { id: from.id.into(), kind: from.kind.into(), due_at: from.due.into() }
    }
}

impl From<dispute::DecisionMark> for DecisionMark {
    fn from(from: dispute::DecisionMark) -> Self {
        Self {
            id: from.id.into(),
            stage: from.stage.into(),
            at: from.at.into(),
            by: from.by.into(),
            for_party: from.for_party.into(),
            rule: from.rule,
        }
    }
}

impl From<dispute::Exemption> for Exemption {
    fn from(from: dispute::Exemption) -> Self {
        Self {
            notice_reference: from.notice_reference,
            claimed_by: from.claimed_by.into(),
            claimed_at: from.claimed_at.into(),
            approved_by: from.approved_by.map(Into::into),
        }
    }
}

impl From<dispute::Exception> for Exception {
    fn from(from: dispute::Exception) -> Self {
        Self {
            kind: from.kind.into(),
            ground: from.ground.into(),
            at: from.at.into(),
            by: from.by.into(),
        }
    }
}

impl From<dispute::LinkedCase> for LinkedCase {
    fn from(from: dispute::LinkedCase) -> Self {
        match from {
            dispute::LinkedCase::Dispute(id) => Self::Dispute(id.into()),
            dispute::LinkedCase::NetworkDispute(id) => Self::NetworkDispute(id.into()),
        }
    }
}
