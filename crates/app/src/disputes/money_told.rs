//! What a decision did to the money, for one reader: read off the order's file, never worked out anew.
//!
//! A merchant is told nothing of how the customer pays, a customer nothing of what the merchant was
//! charged; the desk is told both.

use dispute::decide::Audience;
use dispute::{Closing, Decision, Dispute, Liable, OrderFile, Party, PayoutState, TimerKind};
use kernel::{EffectId, Money, PaymentId, PlanId, Timestamp};
use letters::Locale;

/// Where a decision stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It ended the dispute.
    Final,
    /// Nothing moves before this instant, until when the merchant may appeal.
    Preliminary { appeal_until: Timestamp },
    /// Another decision was made after it, or the case was opened again.
    Replaced,
}

/// What a decision did to the money.
#[derive(Debug, Clone, PartialEq)]
pub struct MoneyTold {
    /// What was claimed at open.
    pub claimed: Money,
    /// What the decision grants the customer; nothing where the claim was refused.
    pub granted: Money,
    pub standing: Standing,
    /// What the customer got back by it over all ways together; only of a final decision.
    pub returned: Option<Money>,
    /// For the customer and the desk.
    pub customer: Option<CustomerSide>,
    /// For the merchant and the desk.
    pub merchant: Option<MerchantSide>,
}

/// The customer's side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerSide {
    /// Instalments that were cancelled or reduced.
    pub instalments: Vec<LessToPay>,
    /// Taken off a debt that had been written off.
    pub written_off: Money,
    /// What was sent, or is on its way.
    pub paid_back: Vec<PaidBack>,
    /// Had through the bank's chargeback already.
    pub by_bank: Money,
    /// Credited ahead of the decision, and owed again.
    pub owed_again: Money,
    /// Late fees taken back with it.
    pub late_fees: Money,
}

/// One instalment that asks for less.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LessToPay {
    pub plan: PlanId,
    pub instalment: u16,
    pub less: Money,
    /// Still to be paid of it when the decision was made.
    pub left: Money,
}

/// Money to the card or account a payment came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidBack {
    pub payout: EffectId,
    pub payment: PaymentId,
    pub amount: Money,
    pub state: PayoutState,
}

/// The merchant's side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MerchantSide {
    /// What the merchant bears of what the customer got.
    pub borne: Money,
    /// Dispute fees beside it.
    pub fee: Money,
    pub liable: Liable,
}

impl MoneyTold {
    pub(super) fn of(
        file: &OrderFile,
        dispute: &Dispute,
        decision: &Decision,
        audience: Audience,
    ) -> Self {
        let money = |minor| Money { minor, currency: file.currency() };
        let standing = standing(dispute, decision);
        let closing = dispute.closing.as_ref().filter(|_| standing == Standing::Final);
        let for_customer = decision.for_party == Party::Consumer;
        let to_customer = audience != Audience::Merchant;
        Self {
            claimed: money(dispute.claimed_minor),
            granted: money(if for_customer { decision.amount_minor } else { 0 }),
            standing,
            returned: closing.map(|closing| money(closing.returned_minor)),
            customer: closing
                .filter(|_| to_customer)
                .map(|closing| customer_side(file, dispute, closing)),
            merchant: closing.filter(|_| audience != Audience::Customer).map(|closing| {
                let settled = &closing.settlement;
                MerchantSide {
                    borne: money(settled.merchant_minor),
                    fee: money(settled.fee_minor),
                    liable: closing.liable,
                }
            }),
        }
    }
}

fn standing(dispute: &Dispute, decision: &Decision) -> Standing {
    if dispute.decisions.last().is_none_or(|last| last.id != decision.id) {
        return Standing::Replaced;
    }
    if let Some(timer) = dispute.timer(TimerKind::AppealDue) {
        return Standing::Preliminary { appeal_until: timer.due };
    }
    if dispute.state.is_open() { Standing::Replaced } else { Standing::Final }
}

fn customer_side(file: &OrderFile, dispute: &Dispute, closing: &Closing) -> CustomerSide {
    let money = |minor| Money { minor, currency: file.currency() };
    let settled = &closing.settlement;
    let off = settled.off.iter().map(|off| LessToPay {
        plan: off.plan,
        instalment: off.seq,
        less: money(off.minor),
        left: money(off.left_minor),
    });
    let own = file.payouts().iter().filter(|mark| mark.payout.dispute == Some(dispute.id));
    let paid_back = own.map(|mark| PaidBack {
        payout: mark.payout.id,
        payment: mark.payout.payment.clone(),
        amount: money(mark.payout.amount_minor),
        state: mark.state,
    });
    CustomerSide {
        instalments: off.collect(),
        written_off: money(settled.recovered_minor),
        paid_back: paid_back.collect(),
        by_bank: money(settled.covered_minor),
        owed_again: money(settled.taken_back_minor),
        late_fees: money(settled.late_fees_minor),
    }
}

// In words. The same input gives the same text.

impl MoneyTold {
    /// What was claimed and for how much it was decided.
    pub(super) fn opening(
        &self,
        for_party: Party,
        reason: &str,
        audience: Audience,
        locale: &Locale,
    ) -> String {
        let (claimed, granted) = (locale.money(self.claimed), locale.money(self.granted));
        let (who, whose) = match audience {
            Audience::Customer => ("You", "your"),
            Audience::Merchant | Audience::Agent => ("The customer", "the customer's"),
        };
        let claimed = format!("{who} claimed {claimed} (reason: {reason}).");
        let decided = match for_party {
            Party::Consumer if self.granted.minor < self.claimed.minor => {
                format!("It was decided in {whose} favour for {granted} of this.")
            }
            Party::Consumer => format!("It was decided in {whose} favour, for {granted}."),
            Party::Merchant | Party::Provider => "The claim was refused.".to_owned(),
        };
        format!("{claimed} {decided}")
    }

    /// What follows for the money, line by line.
    pub(super) fn lines(&self, audience: Audience, locale: &Locale) -> Vec<String> {
        match self.standing {
            Standing::Replaced => {
                return vec!["A later step took this decision's place.".to_owned()];
            }
            Standing::Preliminary { appeal_until } => {
                let appeal_until = appeal_until.to_minute();
                let may = if audience == Audience::Merchant { "you" } else { "the shop" };
                return vec![format!(
                    "Nothing moves by this decision yet: {may} may appeal until {appeal_until}."
                )];
            }
            Standing::Final => {}
        }
        let mut lines = Vec::new();
        if let Some(side) = &self.customer {
            side.say(locale, &mut lines);
        }
        if let Some(side) = &self.merchant {
            side.say(audience, locale, &mut lines);
        }
        lines
    }
}

impl CustomerSide {
    fn say(&self, locale: &Locale, lines: &mut Vec<String>) {
        let before = lines.len();
        for part in &self.instalments {
            let (no, less) = (part.instalment, locale.money(part.less));
            lines.push(if part.left.minor == 0 {
                format!("Instalment {no} is cancelled: {less} less to pay.")
            } else {
                let left = locale.money(part.left);
                format!("Instalment {no} is reduced by {less}: {left} of it is left to pay.")
            });
        }
        if self.written_off.minor > 0 {
            let settled = locale.money(self.written_off);
            lines.push(format!("{settled} of a debt given up before is settled."));
        }
        for paid in &self.paid_back {
            let state = match paid.state {
                PayoutState::Intended => "it is on its way",
                PayoutState::Unknown => "it was sent, and is not confirmed yet",
                PayoutState::Succeeded => "it was paid",
                PayoutState::Failed => "it could not be paid, and a person looks after it",
            };
            lines.push(format!(
                "{} back to the card or account of payment {}: {state}.",
                locale.money(paid.amount),
                paid.payment
            ));
        }
        if self.by_bank.minor > 0 {
            let came = locale.money(self.by_bank);
            lines.push(format!("{came} came through the bank's chargeback already."));
        }
        if self.owed_again.minor > 0 {
            let owed = locale.money(self.owed_again);
            lines.push(format!("{owed} was credited before the decision, and is owed again."));
        }
        if self.late_fees.minor > 0 {
            lines.push(format!("Late fees of {} are taken back.", locale.money(self.late_fees)));
        }
        if lines.len() == before {
            lines.push("Nothing is paid back, and what is owed stays as it was.".to_owned());
        }
    }
}

impl MerchantSide {
    fn say(self, audience: Audience, locale: &Locale, lines: &mut Vec<String>) {
        let (you, pays) =
            if audience == Audience::Merchant { ("You", "pay") } else { ("The shop", "pays") };
        let bears = if audience == Audience::Merchant { "bear" } else { "bears" };
        lines.push(match self.liable {
            _ if self.borne.minor > 0 => {
                let borne = locale.money(self.borne);
                format!("{you} {bears} {borne}: it was taken from the payout of the sale.")
            }
            Liable::Provider => format!("{you} {bears} nothing of it: the provider does."),
            _ => format!("{you} {bears} nothing; what was held back is released."),
        });
        if self.fee.minor > 0 {
            lines.push(format!("{you} {pays} a dispute fee of {}.", locale.money(self.fee)));
        }
    }
}
