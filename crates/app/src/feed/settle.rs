//! The provider pays a merchant what it owes: an entry of its own, outside any order.

use commerce::Settlement;
use kernel::{EntryId, EventId, OrderId};
use ledger::{Account, Cause, Entry};
use store::ledger::{EntryRow, PostingLine};

use crate::{AppError, Session};

/// What entries outside any order are filed under.
pub(crate) const NO_ORDER: &str = "-";

/// Books a settlement: `m_pay` is debited, `cash` credited.
pub(super) fn settle(s: &mut Session<'_, '_>, settlement: &Settlement) -> Result<(), AppError> {
    let now = s.now();
    let event = EventId::generate(now, s.rng());
    let entry = Entry::builder(
        EntryId::generate(now, s.rng()),
        format!("settlement/{}", settlement.id),
        settlement.currency,
        now,
        Cause::Feed(event),
    )
    .debit(Account::MerchantPayable(settlement.merchant_id.clone()), settlement.amount_minor)
    .credit(Account::Cash, settlement.amount_minor)
    .effective_at(settlement.at)
    .memo("settled with the merchant")
    .build()
    .map_err(|error| AppError::unprocessable("books_refuse", error.to_string()))?;
    let lines = entry.legs().iter().map(|leg| PostingLine {
        account: leg.account.to_string(),
        currency: entry.currency(),
        amount: leg.minor,
    });
    let order = OrderId::new(NO_ORDER)
        .map_err(|error| AppError::internal("the place for entries without order", error))?;
    let row = EntryRow {
        tenant: s.tenant().clone(),
        entry: entry.id(),
        key: entry.key().to_owned(),
        order,
        dispute: None,
        phase: store::ledger::Phase::Posted,
        pending_entry: None,
        cause: format!("settlement:{}", settlement.id),
        at: entry.at(),
        effective_at: entry.effective_at(),
        lane: 0,
        doc: serde_json::to_string(&entry)?,
        lines: lines.collect(),
    };
    Ok(store::ledger::post(s.tx(), vec![row])?)
}
