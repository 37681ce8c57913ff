//! The count afterwards: every clock, every payout, the books and the audit trail.

use std::collections::{BTreeMap, HashSet};
use std::io::BufReader;

use anyhow::Result;
use app::{App, AppError, Role};
use dispute::State;
use kernel::OrderId;
use store::effects::{EffectState, EffectSum};

use super::load::Outcome;
use crate::server::provider::Refunded;
use crate::server::seed::{self, ORDER_MINOR, Seeded};

/// Events of one order that are read.
const EVENTS_MAX: u32 = 100;
/// Examples kept of what went wrong.
const EXAMPLES_MAX: usize = 20;

/// What is there.
#[derive(Debug, Default)]
pub(super) struct Counted {
    pub(super) disputes: u64,
    /// Acknowledged and not there.
    pub(super) lost: u64,
    pub(super) fired: u64,
    pub(super) fired_wrong: u64,
    pub(super) paid: u64,
    pub(super) paid_wrong: u64,
    pub(super) provider_calls: u64,
    pub(super) books_wrong: u64,
    pub(super) audit_entries: u64,
    pub(super) audit_wrong: u64,
    pub(super) examples: Vec<String>,
}

impl Counted {
    fn example(&mut self, text: String) {
        if self.examples.len() < EXAMPLES_MAX {
            self.examples.push(text);
        }
    }
}

/// Payouts that succeeded, as the store has them, and the sums of all.
pub(super) async fn paid(app: &App, seeded: &Seeded) -> Result<(u64, Vec<EffectSum>)> {
    let operator = seed::principal(&seeded.tenant, Role::Auditor, "auditor")?;
    let sums = app.read(&operator, app::payouts::sums).await?;
    let succeeded = sums.iter().filter(|sum| sum.state == EffectState::Succeeded.as_str());
    let paid = succeeded.map(|sum| sum.count.unsigned_abs()).sum();
    Ok((paid, sums))
}

pub(super) fn count(
    app: &App,
    seeded: &Seeded,
    outcome: &Outcome,
    calls: &BTreeMap<String, Refunded>,
) -> Result<Counted> {
    let mut counted = Counted::default();
    let acknowledged: HashSet<u32> = outcome.orders.iter().copied().collect();
    let mut by_instrument: BTreeMap<&str, Vec<&Refunded>> = BTreeMap::new();
    for refunded in calls.values() {
        counted.provider_calls += refunded.calls;
        by_instrument.entry(&refunded.instrument).or_default().push(refunded);
    }
    for number in &acknowledged {
        order(app, seeded, *number, &mut counted)?;
        let instrument = seed::instrument(*number);
        let refunds = by_instrument.remove(instrument.as_str()).unwrap_or_default();
        match refunds.as_slice() {
            [one] if one.minor == ORDER_MINOR && !one.contradicted => counted.paid += 1,
            wrong => {
                counted.paid_wrong += 1;
                counted.example(format!("order {number} was paid as {wrong:?}"));
            }
        }
    }
    for (instrument, refunds) in by_instrument {
        counted.paid_wrong += 1;
        counted.example(format!("{instrument} was paid for nothing: {refunds:?}"));
    }
    books(app, seeded, &mut counted)?;
    trail(app, seeded, &mut counted)?;
    Ok(counted)
}

/// One dispute, closed by the one clock it had, at that clock's own time.
fn order(app: &App, seeded: &Seeded, number: u32, counted: &mut Counted) -> Result<()> {
    let id = OrderId::new(seed::order_id(number))?;
    let tenant = seeded.tenant.clone();
    let asked = id.clone();
    let events = app.store().read_blocking(move |tx| {
        Ok::<_, AppError>(store::orders::events(tx, &tenant, &asked, 0, EVENTS_MAX)?)
    })?;
    let auditor = seed::principal(&seeded.tenant, Role::Auditor, "auditor")?;
    let view = app.read_blocking(&auditor, move |s| app::feed::order(s, &id))?;
    let disputes = view.file.disputes();
    counted.disputes += disputes.len() as u64;
    let [dispute] = disputes else {
        counted.lost += 1;
        counted.example(format!("order {number} has {} disputes", disputes.len()));
        return Ok(());
    };
    let fired: Vec<_> = events.iter().filter(|event| event.kind == "timer").collect();
    counted.fired += fired.len() as u64;
    let closed_at = dispute.closing.as_ref().map(|closing| closing.at);
    let in_time = match fired.as_slice() {
        [once] => once.at >= dispute.opened_at && closed_at == Some(dispute.opened_at),
        _ => false,
    };
    if dispute.state != State::Closed || !in_time {
        counted.fired_wrong += 1;
        let kinds: Vec<&str> = events.iter().map(|event| event.kind.as_str()).collect();
        counted.example(format!("order {number}: {:?}, {kinds:?}", dispute.state));
    }
    Ok(())
}

fn books(app: &App, seeded: &Seeded, counted: &mut Counted) -> Result<()> {
    let auditor = seed::principal(&seeded.tenant, Role::Auditor, "auditor")?;
    let report = app.read_blocking(&auditor, app::ledger::verify_books)?;
    counted.books_wrong = report.violations.len() as u64;
    for violation in report.violations {
        counted.example(format!("{}: {}", violation.invariant, violation.what));
    }
    Ok(())
}

fn trail(app: &App, seeded: &Seeded, counted: &mut Counted) -> Result<()> {
    let export = app::audit::export(app, &seeded.tenant, Vec::new())?;
    let report = compliance::audit::verify(BufReader::new(export.as_slice()), &[], &[])?;
    counted.audit_entries = report.entries;
    counted.audit_wrong = report.findings_total;
    for finding in report.findings {
        counted.example(finding.to_string());
    }
    Ok(())
}
