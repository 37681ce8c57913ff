//! An explanation of a decision, in words and as data: each reader is told what concerns them.

use app::Role;
use app::disputes::{self, RightKind, Standing};
use serde::Serialize;
use utoipa::ToSchema;

use super::decision::Decision;
use crate::wire::*;

/// Why something was decided, what it does to the money, and what can be done about it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Explanation {
    /// Whom it is written for.
    pub audience: Audience,
    /// What was claimed and decided, the reason, the facts, the money and the rights, in words.
    pub text: String,
    /// What `text` is written in.
    #[schema(example = "sv")]
    pub language: String,
    /// The English text, which is the record, where `text` is in another language.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    pub decision: Decision,
    pub money: MoneyTold,
    /// What it rests on, less what the reader may not see.
    pub facts: Vec<FactTold>,
    /// The law or the scheme's rule that the rule follows.
    pub sources: Vec<String>,
    /// Ways to have it looked at again.
    pub rights: Vec<Right>,
}

/// What a decision did to the money.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MoneyTold {
    /// What was claimed at open.
    pub claimed: Money,
    /// What the decision grants the customer; nothing where the claim was refused.
    pub granted: Money,
    /// `final`; `preliminary` while the merchant may appeal and nothing moves; `replaced` where a
    /// later step took its place.
    #[schema(example = "final")]
    pub standing: String,
    /// What the customer got back by it over all ways together; only of a final decision.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returned: Option<Money>,
    /// Not shown to the merchant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerSide>,
    /// Not shown to the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub merchant: Option<MerchantSide>,
}

/// How it reached the customer.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct CustomerSide {
    /// Instalments that were cancelled or reduced.
    pub instalments: Vec<LessToPay>,
    /// Taken off a debt that had been given up.
    pub written_off: Money,
    /// To the card or account a payment came from.
    pub paid_back: Vec<PaidBack>,
    /// Had through the bank's chargeback already.
    pub by_bank: Money,
    /// Credited before the decision, and owed again.
    pub owed_again: Money,
    /// Late fees taken back with it.
    pub late_fees: Money,
}

/// One instalment that asks for less.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct LessToPay {
    pub plan_id: PlanId,
    #[schema(minimum = 1)]
    pub instalment: u16,
    pub less: Money,
    /// Still to be paid of it when the decision was made; 0 when it was cancelled.
    pub left: Money,
}

/// Money on its way back.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PaidBack {
    pub payout_id: EffectId,
    pub payment_id: PaymentId,
    pub amount: Money,
    pub state: PayoutState,
}

/// What the merchant bears.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MerchantSide {
    pub borne: Money,
    /// Dispute fees beside it.
    pub fee: Money,
    pub liable: Liable,
}

/// A fact that decided.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct FactTold {
    pub text: String,
    /// When the newest record of it came; absent where no record stands behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_since: Option<Moment>,
}

/// A way to have a decision looked at again.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Right {
    /// `review`, by the customer, or `appeal`, by the merchant.
    #[schema(example = "review")]
    pub kind: String,
    /// The first instant that is too late.
    pub until: Moment,
    pub is_over: bool,
}

impl Explanation {
    pub(crate) fn seen_by(
        role: Role,
        currency: kernel::Currency,
        from: disputes::Explanation,
    ) -> Self {
        let fact = |fact: disputes::FactTold| FactTold {
            text: fact.text,
            known_since: fact.known_since.map(Into::into),
        };
        let right = |right: disputes::Right| Right {
            kind: match right.kind {
                RightKind::Review => "review".to_owned(),
                RightKind::Appeal => "appeal".to_owned(),
            },
            until: right.until.into(),
            is_over: right.is_over,
        };
        Self {
            audience: from.audience.into(),
            text: from.text,
            language: from.language.as_str().to_owned(),
            record: from.record,
            decision: Decision::seen_by(role, currency, from.decision),
            money: from.money.into(),
            facts: from.facts.into_iter().map(fact).collect(),
            sources: from.sources,
            rights: from.rights.into_iter().map(right).collect(),
        }
    }
}

impl From<disputes::MoneyTold> for MoneyTold {
    fn from(from: disputes::MoneyTold) -> Self {
        let standing = match from.standing {
            Standing::Final => "final",
            Standing::Preliminary { .. } => "preliminary",
            Standing::Replaced => "replaced",
        };
        Self {
            claimed: from.claimed.into(),
            granted: from.granted.into(),
            standing: standing.to_owned(),
            returned: from.returned.map(Into::into),
            customer: from.customer.map(Into::into),
            merchant: from.merchant.map(|side| MerchantSide {
                borne: side.borne.into(),
                fee: side.fee.into(),
                liable: side.liable.into(),
            }),
        }
    }
}

impl From<disputes::CustomerSide> for CustomerSide {
    fn from(from: disputes::CustomerSide) -> Self {
        let instalment = |part: disputes::LessToPay| LessToPay {
            plan_id: part.plan.into(),
            instalment: part.instalment,
            less: part.less.into(),
            left: part.left.into(),
        };
        let paid = |paid: disputes::PaidBack| PaidBack {
            payout_id: paid.payout.into(),
            payment_id: paid.payment.into(),
            amount: paid.amount.into(),
            state: paid.state.into(),
        };
        Self {
            instalments: from.instalments.into_iter().map(instalment).collect(),
            written_off: from.written_off.into(),
            paid_back: from.paid_back.into_iter().map(paid).collect(),
            by_bank: from.by_bank.into(),
            owed_again: from.owed_again.into(),
            late_fees: from.late_fees.into(),
        }
    }
}
