//! The invariants, checked from outside the machine (`dispute-scenarios.md`, I1–I7), and a count of
//! the customer's money that knows only what came in and what went out.

use std::collections::BTreeMap;

use dispute::*;
use kernel::{EffectId, PaymentId};
use ledger::{Account, Journal};

/// A broken promise, with the seed that replays it.
#[derive(Debug, thiserror::Error)]
#[error("seed {seed}: {what}: {detail}{}", input.as_deref().map(|i| format!("\n  after {i}")).unwrap_or_default())]
pub struct Violation {
    pub seed: u64,
    pub what: &'static str,
    pub detail: String,
    pub input: Option<String>,
}

impl Violation {
    pub const fn new(seed: u64, what: &'static str, detail: String) -> Self {
        Self { seed, what, detail, input: None }
    }

    pub fn at(mut self, seed: u64, input: &Input) -> Self {
        self.seed = seed;
        self.input = serde_json::to_string(input).ok();
        self
    }
}

/// What an outsider saw of the customer's money, in minor units.
#[derive(Debug, Default)]
pub struct Oracle {
    /// Intents and whether the provider sent them.
    payouts: BTreeMap<EffectId, (i64, Sent)>,
    payments: BTreeMap<PaymentId, i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sent {
    Pending,
    Yes,
    No,
}

impl Oracle {
    pub fn see(&mut self, effect: &Effect) {
        if let Effect::Pay(payout) = effect {
            self.payouts.insert(payout.id, (payout.amount_minor, Sent::Pending));
        }
    }

    /// An input that was accepted.
    pub fn accept(&mut self, input: &Input) {
        match input {
            Input::ProviderAnswer { effect, answer } => {
                if let Some((_, sent)) = self.payouts.get_mut(effect)
                    && *sent == Sent::Pending
                {
                    *sent = match answer {
                        ProviderAnswer::Succeeded { .. } => Sent::Yes,
                        ProviderAnswer::Failed { .. } => Sent::No,
                        ProviderAnswer::Unknown { .. } | ProviderAnswer::AsksCustomer { .. } => {
                            Sent::Pending
                        }
                    };
                }
            }
            Input::Feed { record } => {
                if let commerce::Record::Payment(payment) = record.as_ref() {
                    self.payments.entry(payment.id.clone()).or_insert(payment.amount_minor);
                }
            }
            _ => {}
        }
    }

    /// Checks every invariant against the file and the provider's books.
    pub fn check(&self, file: &OrderFile, books: &Journal) -> Result<(), Violation> {
        let broken = |what, detail| Err(Violation::new(0, what, detail));
        if !books.book().is_balanced() || !file.book().is_balanced() {
            return broken("I1", "the books do not balance".to_owned());
        }
        if file.returned_minor() > file.captured_minor() {
            let detail = format!("{} of {}", file.returned_minor(), file.captured_minor());
            return broken("I2: more returned than captured", detail);
        }
        for dispute in file.disputes() {
            let held = file.balance(&Account::Hold(dispute.id));
            if held != -dispute.held.total() {
                return broken("I3: the hold differs from its account", format!("{held}"));
            }
            if !dispute.state.is_open() && held != 0 {
                return broken("I3: held after closing", format!("{held}"));
            }
            if file.balance(&Account::ProvisionalCredit(dispute.id)) != dispute.provisional_minor {
                return broken("provisional credit differs from its account", String::new());
            }
        }
        for plan in file.plans() {
            let owed = file.balance(&Account::PlanReceivable(plan.id()));
            if owed != plan.outstanding() || owed < 0 {
                return broken("I4", format!("recv {owed}, unpaid {}", plan.outstanding()));
            }
            if !plan.fees_inside_pauses().is_empty() {
                return broken("I5: a fee inside a pause", format!("{:?}", plan.fees()));
            }
            plan.check().or_else(|e| broken("the plan is not consistent", e.to_string()))?;
        }
        self.money(file)
    }

    /// The customer never gets more than they paid, beyond what they owe again: what came in, less
    /// what went out over every channel, is never below what the accounts say is still theirs.
    fn money(&self, file: &OrderFile) -> Result<(), Violation> {
        let paid: i64 = self.payments.values().sum::<i64>() - parked(file);
        let sent: i64 = self.payouts.values().filter(|p| p.1 == Sent::Yes).map(|p| p.0).sum();
        let taken: i64 = file
            .network_disputes()
            .iter()
            .filter(|network| network.state != NetworkState::Reversed)
            .map(|network| network.amount_minor)
            .sum();
        let scheme_fees: i64 = file.network_disputes().iter().map(|n| n.fee_minor).sum();
        let cash = file.balance(&Account::Cash);
        if cash != paid - sent - taken - scheme_fees {
            return Err(Violation::new(
                0,
                "cash differs from what came in and went out",
                format!("cash {cash}, paid {paid}, sent {sent}, taken {taken}, fees {scheme_fees}"),
            ));
        }
        let owed: i64 = file.plans().iter().map(plan::Plan::outstanding).sum();
        let leaked = sent + taken - paid - owed;
        if leaked > 0 {
            return Err(Violation::new(
                0,
                "leakage",
                format!("{leaked}: paid {paid}, sent {sent}, taken {taken}, owed {owed}"),
            ));
        }
        Ok(())
    }
}

fn parked(file: &OrderFile) -> i64 {
    file.parked()
        .iter()
        .filter_map(|record| match record {
            commerce::Record::Payment(payment) => Some(payment.amount_minor),
            _ => None,
        })
        .sum()
}
