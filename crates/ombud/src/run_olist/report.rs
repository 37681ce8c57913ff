//! The result of a run: the score, the money, what it took, and how it is printed as JSON.

use std::collections::BTreeMap;

use app::ledger::BooksReport;
use kernel::Currency;
use serde::Serialize;
use store::effects::EffectSum;
use store::ledger::BalanceRow;
use world::backtest::{Backtest, CaseOutcome, ClosedBy, Group, Summary, judge};

use super::course::Course;

/// How truth is known, in one paragraph; `docs/backtest.md` has the whole of it.
pub(super) const TRUTH: &str = "Truth is read from the untouched data before anything is taken out \
    of it: when a parcel reached the customer, or that an order was cancelled or unavailable and its \
    goods never came. A decision sees only what was known at its own time: the feed, in which scans \
    go missing, come late or are false, the customer's claim, and the merchant's answer, which is \
    late, wrong or false at the stated rates. A decision is wrong if it refuses what was owed at \
    that time, or gives what was not. Where no scan can show what is true (a broken item), truth is \
    drawn at a stated rate; it counts, and is shown apart too. What the parties settle themselves is no decision. \
    The baseline is the delivered flag, at the same instants, on every case that needed a decision.";

/// Days of one bar of the histogram of times to resolve.
pub(super) const HISTOGRAM_DAYS: i64 = 3;

/// Everything a run came to. Amounts in minor units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Report {
    #[serde(flatten)]
    pub(super) summary: Summary,
    pub(super) seed: u64,
    /// The rules disputes were opened under: by their date, unless one was asked for.
    pub(super) framework: String,
    pub(super) currency: Currency,
    pub(super) money: Money,
    pub(super) rules: BTreeMap<String, RuleRow>,
    pub(super) opened_by_month: BTreeMap<String, BTreeMap<Group, u64>>,
    /// Days to resolve, in steps of `HISTOGRAM_DAYS`, by who closed it.
    pub(super) days_to_resolve: BTreeMap<i64, BTreeMap<ClosedBy, u64>>,
    pub(super) work: Work,
    pub(super) truth: &'static str,
}

/// What a rule settled, and how much of it wrongly as far as that can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub(super) struct RuleRow {
    pub(super) cases: u64,
    pub(super) judged: u64,
    pub(super) wrong: u64,
}

/// The books at the end.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub(super) struct Money {
    /// Posted balances, by kind of account: debit is positive.
    pub(super) by_account: BTreeMap<String, i64>,
    /// The sum of all balances: 0.
    pub(super) trial_balance: i64,
    pub(super) entries: u64,
    /// What is wrong with the books: nothing.
    pub(super) violations: Vec<String>,
    /// Sent to customers' own instruments, by our books and by the payment provider's.
    pub(super) payouts: i64,
    pub(super) paid_out: i64,
    pub(super) paid_out_by_provider: i64,
    /// Payouts whose fate is not known.
    pub(super) payouts_open: i64,
}

/// What the run did and how long it took.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub(super) struct Work {
    /// Every step was flushed to a disk; otherwise the store was in memory.
    pub(super) store_is_durable: bool,
    /// Usable rows of the file of orders; `orders` is how many of them came in with all they need.
    pub(super) orders_in_files: u64,
    pub(super) records: u64,
    pub(super) records_refused_by_reader: u64,
    pub(super) timers_fired: u64,
    pub(super) deeds: u64,
    /// What the desk refused, by who did what and why.
    pub(super) refused: BTreeMap<String, u64>,
    /// Wall-clock seconds: reading the files and deriving the cases, running, checking the books.
    pub(super) seconds_reading: f64,
    pub(super) seconds_running: f64,
    pub(super) seconds_checking: f64,
}

impl Money {
    pub(super) fn new(
        balances: &[BalanceRow],
        books: &BooksReport,
        payouts: &[EffectSum],
        paid_out_by_provider: i64,
    ) -> Self {
        let mut by_account: BTreeMap<String, i64> = BTreeMap::new();
        for row in balances {
            *by_account.entry(kind_of(&row.account).to_owned()).or_default() += row.posted;
        }
        by_account.retain(|_, minor| *minor != 0);
        let sent = payouts.iter().filter(|sum| sum.state == "succeeded");
        let open = payouts.iter().filter(|sum| sum.state != "succeeded" && sum.state != "failed");
        Self {
            trial_balance: balances.iter().map(|row| row.posted + row.pending).sum(),
            by_account,
            entries: books.entries,
            violations: books
                .violations
                .iter()
                .map(|violation| format!("{}: {}", violation.invariant, violation.what))
                .collect(),
            payouts: payouts.iter().map(|sum| sum.count).sum(),
            paid_out: sent.map(|sum| sum.amount).sum(),
            paid_out_by_provider,
            payouts_open: open.map(|sum| sum.count).sum(),
        }
    }

    /// Debits are credits, every invariant holds, and the provider sent what the books say.
    pub(super) fn is_balanced(&self) -> bool {
        self.trial_balance == 0
            && self.violations.is_empty()
            && self.paid_out == self.paid_out_by_provider
            && self.payouts_open == 0
    }
}

/// Plans, holds and merchants are summed; income and expenses are kept apart.
fn kind_of(account: &str) -> &str {
    match account.split_once(':') {
        Some(("inc" | "exp", _)) | None => account,
        Some((kind, _)) => kind,
    }
}

/// What an account is, for people.
pub(super) fn account_words(kind: &str) -> &'static str {
    match kind {
        "cash" => "cash at the provider",
        "recv" => "owed by customers on their plans",
        "fees_recv" => "late fees owed by customers",
        "m_pay" => "owed to merchants",
        "m_recv" => "owed by merchants",
        "hold" => "held for open disputes",
        "cust_ref" => "owed to customers, not yet sent",
        "prov" => "credited ahead of a decision",
        "net_disp" => "taken back by card networks",
        "inc:mdr" => "income: merchant fees",
        "inc:dispute_fee" => "income: dispute fees",
        "inc:late_fee" => "income: late fees",
        "inc:interest" => "income: interest",
        "exp:goodwill" => "expense: goodwill",
        "exp:dispute_loss" => "expense: disputes borne by the provider",
        "exp:fraud_loss" => "expense: fraud",
        _ => "other",
    }
}

impl Course {
    /// How every case ended that has ended.
    pub(super) fn outcomes(&self) -> Vec<CaseOutcome> {
        self.lives.iter().filter_map(|life| life.outcome.clone()).collect()
    }

    /// What each rule settled: the decisions of policy code alone.
    pub(super) fn rules(&self) -> BTreeMap<String, RuleRow> {
        let mut rows: BTreeMap<String, RuleRow> = BTreeMap::new();
        for (life, case) in self.lives.iter().zip(self.backtest.cases()) {
            let (Some(rule), Some(end)) = (&life.rule, &life.outcome) else { continue };
            if end.closed_by != ClosedBy::Rule {
                continue;
            }
            let judgement = judge(case, end.outcome, end.closed_at);
            let row = rows.entry(rule.clone()).or_default();
            row.cases += 1;
            row.judged += u64::from(judgement.is_scored());
            row.wrong += u64::from(judgement.is_wrong());
        }
        rows
    }
}

pub(super) fn opened_by_month(backtest: &Backtest) -> BTreeMap<String, BTreeMap<Group, u64>> {
    let mut months: BTreeMap<String, BTreeMap<Group, u64>> = BTreeMap::new();
    for case in backtest.cases() {
        let month: String = case.claim.at.to_string().chars().take("2018-01".len()).collect();
        *months.entry(month).or_default().entry(case.group).or_default() += 1;
    }
    months
}

pub(super) fn days_to_resolve(
    backtest: &Backtest,
    outcomes: &[CaseOutcome],
) -> BTreeMap<i64, BTreeMap<ClosedBy, u64>> {
    let mut days: BTreeMap<i64, BTreeMap<ClosedBy, u64>> = BTreeMap::new();
    for end in outcomes {
        let Some(case) = backtest.cases().get(end.case) else { continue };
        let took = end.closed_at.since(case.claim.at).whole_days();
        let bar = took / HISTOGRAM_DAYS * HISTOGRAM_DAYS;
        *days.entry(bar).or_default().entry(end.closed_by).or_default() += 1;
    }
    days
}
