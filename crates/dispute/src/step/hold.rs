//! What is held back from a merchant for a dispute, and its fees.
//!
//! Signs are the ledger's: debit +, credit −. Merchant money is taken from what the provider owes
//! the merchant and, where that is short, becomes a claim against the merchant; money given back to
//! a merchant repays that claim first.

use kernel::DisputeId;
use ledger::Account;

use super::Stepper;
use crate::Refusal;
use crate::model::Held;
use crate::pack::{Fee, FeePolicy};

/// Where money for the customer comes from, as debits.
pub(super) type Sources = Vec<(Account, i64)>;

impl Stepper<'_> {
    pub(super) fn fee_terms(&self) -> Fee {
        self.cx.rules.pack.fee(&self.cx.outside.terms, self.file.currency())
    }

    /// Debits of merchant money: payable first, a claim for the rest.
    pub(super) fn debit_merchant(&mut self, minor: i64) -> Sources {
        let merchant = &self.file.order.merchant_id;
        let from_payable = minor.min(self.payable_minor.max(0));
        let claim = minor - from_payable;
        self.payable_minor -= from_payable;
        self.receivable_minor += claim;
        vec![
            (Account::MerchantPayable(merchant.clone()), from_payable),
            (Account::MerchantReceivable(merchant.clone()), claim),
        ]
    }

    /// Credits to a merchant: what it owes is repaid first.
    pub(super) fn credit_merchant(&mut self, minor: i64) -> Sources {
        let merchant = &self.file.order.merchant_id;
        let repaid = minor.min(self.receivable_minor.max(0));
        self.receivable_minor -= repaid;
        self.payable_minor = self.payable_minor.saturating_add(minor - repaid);
        vec![
            (Account::MerchantReceivable(merchant.clone()), -repaid),
            (Account::MerchantPayable(merchant.clone()), -(minor - repaid)),
        ]
    }

    /// Holds an amount back from the merchant for a dispute.
    pub(super) fn hold(
        &mut self,
        id: DisputeId,
        part: HeldPart,
        minor: i64,
    ) -> Result<(), Refusal> {
        if minor <= 0 {
            return Ok(());
        }
        *part.of(&mut self.dispute_mut(id)?.held) += minor;
        let mut legs = self.debit_merchant(minor);
        legs.push((Account::Hold(id), -minor));
        self.post(part.name(), "held for a dispute", legs)?;
        Ok(())
    }

    /// Gives a held part back to the merchant.
    pub(super) fn release(
        &mut self,
        id: DisputeId,
        part: HeldPart,
        minor: i64,
    ) -> Result<(), Refusal> {
        let held = part.of(&mut self.dispute_mut(id)?.held);
        let minor = minor.min(*held);
        if minor <= 0 {
            return Ok(());
        }
        *held -= minor;
        let mut legs = self.credit_merchant(minor);
        legs.push((Account::Hold(id), minor));
        self.post("release", "held no longer", legs)?;
        Ok(())
    }

    /// Ends the fees of a dispute: kept as income, or given back. Says what was kept.
    pub(super) fn settle_fees(
        &mut self,
        id: DisputeId,
        merchant_lost: bool,
    ) -> Result<i64, Refusal> {
        let keep = match self.fee_terms().policy {
            FeePolicy::None => false,
            FeePolicy::ReverseOnWin => merchant_lost,
            FeePolicy::NonRefundable => true,
        };
        let mut kept = 0;
        for part in [HeldPart::Fee, HeldPart::AppealFee] {
            let minor = *part.of(&mut self.dispute_mut(id)?.held);
            if minor == 0 {
                continue;
            }
            if keep {
                *part.of(&mut self.dispute_mut(id)?.held) = 0;
                let legs = [(Account::Hold(id), minor), (Account::DisputeFeeIncome, -minor)];
                self.post("fee", "dispute fee", legs)?;
                kept += minor;
            } else {
                self.release(id, part, minor)?;
            }
        }
        Ok(kept)
    }

    /// Debits for what the merchant bears: the hold first, then directly.
    pub(super) fn take_hold(&mut self, id: DisputeId, minor: i64) -> Result<Sources, Refusal> {
        let held = &mut self.dispute_mut(id)?.held.amount_minor;
        let from_hold = minor.min(*held);
        *held -= from_hold;
        let mut sources = self.debit_merchant(minor - from_hold);
        sources.push((Account::Hold(id), from_hold));
        Ok(sources)
    }
}

/// Which part of a hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HeldPart {
    Amount,
    Fee,
    AppealFee,
}

impl HeldPart {
    const fn name(self) -> &'static str {
        match self {
            Self::Amount => "hold",
            Self::Fee => "hold-fee",
            Self::AppealFee => "hold-appeal-fee",
        }
    }

    const fn of(self, held: &mut Held) -> &mut i64 {
        match self {
            Self::Amount => &mut held.amount_minor,
            Self::Fee => &mut held.fee_minor,
            Self::AppealFee => &mut held.appeal_fee_minor,
        }
    }
}
