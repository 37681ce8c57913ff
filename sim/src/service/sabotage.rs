//! Faults put in on purpose, to show that the checks find them. No run has one unless told so.

use kernel::{EffectId, EntryId, EventId};
use ledger::{Account, Cause, Entry};
use psp::RefundRequest;
use store::ledger::{EntryRow, Phase, PostingLine};
use store::{StoreError, Tx};

use super::{Broken, Checked, Service};

/// A service that breaks a promise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sabotage {
    /// Payouts are sent once more under another key.
    PayTwice,
    /// Answers are not kept with what they tell about.
    ForgetAnswers,
    /// Records are acknowledged and thrown away.
    LoseRecords,
    /// Events leave the outbox, and nobody is told.
    DropEvents,
    /// Money is booked behind an order's back.
    BookBehind,
    /// Somebody adds to the audit trail by hand.
    ForgeTrail,
}

impl Sabotage {
    /// With how the promise begins that it breaks.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::PayTwice, "I4"),
        (Self::ForgetAnswers, "I1"),
        (Self::LoseRecords, "I1"),
        (Self::DropEvents, "I7"),
        (Self::BookBehind, "I6"),
        (Self::ForgeTrail, "I6"),
    ];
}

/// The same payout as another one.
pub(super) fn another(request: &RefundRequest) -> RefundRequest {
    let (high, low) = request.effect.uuid().as_u64_pair();
    let effect = EffectId::from_uuid(uuid::Uuid::from_u64_pair(high, low ^ 1));
    RefundRequest { effect, ..request.clone() }
}

impl Service<'_> {
    /// What is done behind the service's back.
    pub(super) fn meddle(&mut self, node: usize) -> Checked<()> {
        let Some(node) = self.nodes.get(node) else { return Ok(()) };
        let store = node.app.store();
        let meddled = match self.setup.sabotage {
            Some(Sabotage::DropEvents) => store.write_blocking(drop_event),
            Some(Sabotage::BookBehind) => {
                let Some(entry) = self.false_entry()? else { return Ok(()) };
                store.write_blocking(move |tx| store::ledger::post(tx, vec![entry.clone()]))
            }
            Some(Sabotage::ForgeTrail) => {
                let tenant = self.tenant.clone();
                store.write_blocking(move |tx| {
                    let rows = store::audit::list(tx, &tenant, (-1, 0), 1_000)?;
                    let last = rows.into_iter().next_back();
                    let forged = last.map(|row| store::audit::AuditRow { seq: row.seq + 1, ..row });
                    store::audit::append(tx, forged.into_iter().collect())
                })
            }
            _ => return Ok(()),
        };
        match meddled {
            // A node that was fenced off cannot do even this.
            Ok(()) | Err(StoreError::Fenced { .. } | StoreError::Unique { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// A balanced entry that no step of its order made.
    fn false_entry(&self) -> Checked<Option<EntryRow>> {
        let Some(row) = self.order_rows()?.into_iter().next() else { return Ok(None) };
        let now = self.now();
        let mut rng = self.rng.clone();
        let cause = Cause::Feed(EventId::generate(now, &mut rng));
        let (id, currency) = (EntryId::generate(now, &mut rng), kernel::Currency::EUR);
        let entry = Entry::builder(id, format!("false/{id}"), currency, now, cause)
            .debit(Account::MerchantPayable(row.merchant.clone()), 100)
            .credit(Account::Cash, 100)
            .build()
            .map_err(|error| Broken { what: "no false entry", detail: error.to_string() })?;
        let lines = entry.legs().iter().map(|leg| PostingLine {
            account: leg.account.to_string(),
            currency,
            amount: leg.minor,
        });
        Ok(Some(EntryRow {
            tenant: self.tenant.clone(),
            entry: id,
            key: entry.key().to_owned(),
            order: row.order,
            dispute: None,
            phase: Phase::Posted,
            pending_entry: None,
            cause: "event:none".to_owned(),
            at: now,
            effective_at: now,
            lane: 0,
            doc: serde_json::to_string(&entry)?,
            lines: lines.collect(),
        }))
    }
}

fn drop_event(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    match store::outbox::peek(tx, 1)?.first() {
        Some(event) => store::outbox::delete(tx, event),
        None => Ok(()),
    }
}
