//! Reading the books, and proving that they hold: invariants I1 to I5 and I7 over a whole tenant.
//! (I6, replay, is in [`crate::replay`].)

use std::collections::{BTreeMap, HashSet};

use ::ledger::Account;
use compliance::authority::{Action, Resource};
use dispute::OrderFile;
use kernel::{Currency, MerchantId, OrderId, Timestamp};
use store::Cursor;
use store::ledger::{BalanceRow, EntryRow, SettlementRow, StatementCursor, StatementRow};
use store::orders::OrdersOf;

use crate::order::{Work, may_see, resource};
use crate::{AppError, Page, Session};

/// Most entries of one order that are read.
const ENTRIES_MAX: u32 = 10_000;
/// Accounts read at once.
const ACCOUNTS_MAX: u32 = 1_000_000;
/// Orders read at once while checking.
const ORDERS_AT_ONCE: u32 = 500;
/// Most violations that are listed.
const VIOLATIONS_MAX: usize = 1_000;

/// Balances of the accounts whose name begins with `prefix` (empty: all). A merchant sees its own.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn balances(
    s: &mut Session<'_, '_>,
    prefix: &str,
    limit: u32,
) -> Result<Vec<BalanceRow>, AppError> {
    let merchant = s.principal().merchant.clone();
    let case = Resource { merchant: merchant.clone(), ..s.of_tenant() };
    s.check(Action::LedgerRead, &case)?;
    let tenant = s.tenant().clone();
    let limit = Page::new(None, limit)?.limit;
    let Some(merchant) = merchant else {
        return Ok(store::ledger::balances(s.tx(), &tenant, prefix, limit)?);
    };
    let mut own = Vec::new();
    for account in
        [Account::MerchantPayable(merchant.clone()), Account::MerchantReceivable(merchant)]
    {
        let name = account.to_string();
        let rows = store::ledger::balances(s.tx(), &tenant, &name, limit)?;
        let exact = rows.into_iter().filter(|row| row.account == name);
        own.extend(exact.filter(|row| row.account.starts_with(prefix)));
    }
    Ok(own)
}

/// The lines of one account, oldest first. A merchant reads its own accounts.
///
/// # Errors
/// [`AppError::Invalid`] for a text that is no account, [`AppError::Forbidden`].
pub fn statement(
    s: &mut Session<'_, '_>,
    account: &str,
    after: &StatementCursor,
    limit: u32,
) -> Result<Vec<StatementRow>, AppError> {
    let parsed: Account = account
        .parse()
        .map_err(|error: ::ledger::AccountError| AppError::invalid("account", error.to_string()))?;
    let merchant = match &parsed {
        Account::MerchantPayable(merchant) | Account::MerchantReceivable(merchant) => {
            Some(merchant.clone())
        }
        _ => None,
    };
    let case = Resource { merchant, ..s.of_tenant() };
    s.check(Action::LedgerRead, &case)?;
    let limit = Page::new(None, limit)?.limit;
    let tenant = s.tenant().clone();
    Ok(store::ledger::statement(s.tx(), &tenant, account, after, limit)?)
}

/// What a merchant was paid between two instants, the newest first; a merchant reads its own.
///
/// # Errors
/// [`AppError::Invalid`] where the desk names no merchant, [`AppError::Forbidden`],
/// [`AppError::NotFound`] for another merchant than the principal's own.
pub fn settlements(
    s: &mut Session<'_, '_>,
    merchant: Option<&MerchantId>,
    between: (Timestamp, Timestamp),
    page: &Page,
) -> Result<Vec<SettlementRow>, AppError> {
    let own = s.principal().merchant.clone();
    let merchant = merchant.cloned().or(own);
    let case = Resource { merchant: merchant.clone(), ..s.of_tenant() };
    s.check(Action::LedgerRead, &case)?;
    let merchant = merchant.ok_or_else(|| AppError::invalid("merchant_id", "name the merchant"))?;
    let account = Account::MerchantPayable(merchant).to_string();
    let tenant = s.tenant().clone();
    let after = page.after_newest();
    Ok(store::ledger::settlements(s.tx(), &tenant, &account, between, &after, page.limit)?)
}

/// The entries of one order with their lines, oldest first.
///
/// # Errors
/// [`AppError::NotFound`], also for an order of somebody else.
pub fn entries(s: &mut Session<'_, '_>, order: &OrderId) -> Result<Vec<EntryRow>, AppError> {
    let work = Work::get(s, order)?;
    may_see(s, &work.file, None)?;
    let case = resource(s, &work.file, None, None);
    s.check(Action::LedgerRead, &case)?;
    let tenant = s.tenant().clone();
    let entries = store::ledger::of_order(s.tx(), &tenant, order, ENTRIES_MAX)?;
    if s.principal().merchant.is_none() {
        return Ok(entries);
    }
    // A merchant is shown its own lines, not what the customer owes.
    let own = |line: &store::ledger::PostingLine| {
        line.account.starts_with("m_pay:")
            || line.account.starts_with("m_recv:")
            || line.account.starts_with("hold:")
    };
    let narrowed = entries.into_iter().map(|mut entry| {
        entry.lines.retain(own);
        entry.doc = String::new();
        entry
    });
    Ok(narrowed.filter(|entry| !entry.lines.is_empty()).collect())
}

/// The sum over all accounts per currency: all zero.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn trial_balance(s: &mut Session<'_, '_>) -> Result<Vec<BalanceRow>, AppError> {
    let case = s.of_tenant();
    s.check(Action::LedgerRead, &case)?;
    let tenant = s.tenant().clone();
    Ok(store::ledger::totals(s.tx(), &tenant)?)
}

/// Something in the books that must not be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// `I1` to `I7`.
    pub invariant: &'static str,
    pub what: String,
}

/// What checking the books of a tenant came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BooksReport {
    pub orders: u64,
    pub disputes: u64,
    pub entries: u64,
    /// The first [`VIOLATIONS_MAX`].
    pub violations: Vec<Violation>,
}

impl BooksReport {
    pub fn is_sound(&self) -> bool {
        self.violations.is_empty()
    }

    fn found(&mut self, invariant: &'static str, what: impl Into<String>) {
        if self.violations.len() < VIOLATIONS_MAX {
            self.violations.push(Violation { invariant, what: what.into() });
        }
    }
}

/// Checks the books of the whole tenant, from the entries up.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn verify_books(s: &mut Session<'_, '_>) -> Result<BooksReport, AppError> {
    let case = s.of_tenant();
    s.check(Action::LedgerRead, &case)?;
    let mut report = BooksReport::default();
    let kept = sums(s, &mut report)?;
    let mut of_orders: BTreeMap<(String, Currency), i64> = BTreeMap::new();
    let mut after = Cursor::newest();
    loop {
        let tenant = s.tenant().clone();
        let rows = store::orders::list(s.tx(), &tenant, &OrdersOf::Tenant, &after, ORDERS_AT_ONCE)?;
        let Some(last) = rows.last() else { break };
        after = Cursor { at: last.created_at, id: last.order.to_string() };
        for row in rows {
            let file: OrderFile = serde_json::from_str(&row.doc)?;
            check_file(&file, &mut report);
            check_causes(s, &file, &mut report)?;
            for (account, currency, balance) in file.book().balances() {
                *of_orders.entry((account.to_string(), currency)).or_default() += balance.posted;
            }
        }
    }
    compare(&kept, &of_orders, &mut report);
    Ok(report)
}

/// I1, from the entries: each balances, and the kept balances are their sums.
fn sums(s: &mut Session<'_, '_>, report: &mut BooksReport) -> Result<Vec<BalanceRow>, AppError> {
    let tenant = s.tenant().clone();
    let listed = u32::try_from(VIOLATIONS_MAX).unwrap_or(u32::MAX);
    for (entry, currency) in store::ledger::unbalanced(s.tx(), &tenant, listed)? {
        report.found("I1", format!("entry {entry} does not balance in {currency}"));
    }
    for total in store::ledger::totals(s.tx(), &tenant)? {
        if total.posted != 0 || total.pending != 0 {
            let sums = (total.posted, total.pending);
            report.found("I1", format!("the balances of {} sum to {sums:?}", total.currency));
        }
    }
    let kept = store::ledger::balances(s.tx(), &tenant, "", ACCOUNTS_MAX)?;
    let replayed = store::ledger::replayed_balances(s.tx(), &tenant)?;
    let keyed = |rows: &[BalanceRow]| -> BTreeMap<(String, Currency), (i64, i64)> {
        let rows = rows.iter();
        rows.map(|row| ((row.account.clone(), row.currency), (row.posted, row.pending)))
            .filter(|(_, amounts)| *amounts != (0, 0))
            .collect()
    };
    let (kept_sums, entry_sums) = (keyed(&kept), keyed(&replayed));
    for (account, amounts) in &kept_sums {
        if entry_sums.get(account) != Some(amounts) {
            report.found("I1", format!("{account:?} is kept as {amounts:?}, its entries differ"));
        }
    }
    for account in entry_sums.keys().filter(|account| !kept_sums.contains_key(*account)) {
        report.found("I1", format!("{account:?} has entries and no balance"));
    }
    Ok(kept)
}

/// I2 to I5, from one order's file.
fn check_file(file: &OrderFile, report: &mut BooksReport) {
    report.orders += 1;
    report.disputes += file.disputes().len() as u64;
    let order = &file.order().id;
    if file.returned_minor() > file.captured_minor() {
        let what = format!(
            "order {order}: {} returned of {} captured",
            file.returned_minor(),
            file.captured_minor()
        );
        report.found("I2", what);
    }
    for dispute in file.disputes().iter().filter(|dispute| !dispute.state.is_open()) {
        let hold = file.balance(&Account::Hold(dispute.id));
        let ahead = file.balance(&Account::ProvisionalCredit(dispute.id));
        if hold != 0 || ahead != 0 || dispute.held.total() != 0 {
            let what = format!("dispute {} is closed with {hold} held, {ahead} ahead", dispute.id);
            report.found("I3", what);
        }
    }
    for plan in file.plans() {
        let owed = plan.outstanding();
        let booked = file.balance(&Account::PlanReceivable(plan.id()));
        if owed != booked || owed < 0 {
            report.found("I4", format!("plan {}: {owed} unpaid, {booked} booked", plan.id()));
        }
        if let Err(error) = plan.check() {
            report.found("I5", format!("plan {}: {error}", plan.id()));
        }
    }
    if !file.book().is_balanced() {
        report.found("I1", format!("the books of order {order} do not balance"));
    }
}

/// I7: every entry names something that exists.
fn check_causes(
    s: &mut Session<'_, '_>,
    file: &OrderFile,
    report: &mut BooksReport,
) -> Result<(), AppError> {
    let (tenant, order) = (s.tenant().clone(), file.order().id.clone());
    let entries = store::ledger::of_order(s.tx(), &tenant, &order, ENTRIES_MAX)?;
    report.entries += entries.len() as u64;
    let events = store::orders::events(s.tx(), &tenant, &order, 0, ENTRIES_MAX)?;
    let mut known: HashSet<String> =
        events.iter().map(|event| format!("event:{}", event.event)).collect();
    let decisions = store::decisions::of_order(s.tx(), &tenant, &order, ENTRIES_MAX)?;
    known.extend(decisions.iter().map(|decision| format!("decision:{}", decision.decision)));
    let timers = store::timers::of_order(s.tx(), &tenant, &order)?;
    known.extend(timers.iter().map(|timer| format!("timer:{}", timer.timer)));
    let effects = store::effects::of_order(s.tx(), &tenant, &order)?;
    known.extend(effects.iter().map(|effect| format!("effect:{}", effect.effect)));
    for entry in entries {
        let other = entry.cause.starts_with("complaint:");
        if !other && !known.contains(&entry.cause) {
            let what = format!("entry {} names {}, which is not there", entry.entry, entry.cause);
            report.found("I7", what);
        }
    }
    Ok(())
}

/// What belongs to orders is exactly what their files say.
fn compare(
    kept: &[BalanceRow],
    of_orders: &BTreeMap<(String, Currency), i64>,
    report: &mut BooksReport,
) {
    // Settlements and redress are booked outside orders, on these accounts.
    let outside = ["cash", "m_pay:", "m_recv:", "cust_ref:", "exp:goodwill"];
    for row in kept {
        if outside.iter().any(|prefix| row.account.starts_with(prefix)) {
            continue;
        }
        let expected = of_orders.get(&(row.account.clone(), row.currency)).copied().unwrap_or(0);
        if row.posted != expected {
            let what =
                format!("{} is {} in the ledger, {expected} in its order", row.account, row.posted);
            report.found("I6", what);
        }
    }
}
