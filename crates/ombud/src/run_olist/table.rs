//! The result as text for a terminal.

use std::fmt::{self, Write as _};

use kernel::Currency;
use world::backtest::stats::Rate;
use world::backtest::{Behaviour, Group};

use super::report::{Report, account_words};

/// The goals the figures are held against.
pub(super) const AUTO_GOAL: f64 = 0.70;
pub(super) const WRONG_GOAL: f64 = 0.010;
pub(super) const WRONG_BOUND_GOAL: f64 = 0.015;
/// Characters of a line of words.
const LINE_CHARS: usize = 96;

pub(super) fn text(report: &Report) -> Result<String, fmt::Error> {
    let mut out = String::new();
    head(&mut out, report)?;
    outcomes(&mut out, report)?;
    groups(&mut out, report)?;
    figures(&mut out, report)?;
    money(&mut out, report)?;
    writeln!(out, "\nHow truth is known")?;
    wrapped(&mut out, report.truth)?;
    writeln!(out, "\nAssumed behaviour (docs/backtest.md)")?;
    wrapped(&mut out, &rates(&report.summary.behaviour))?;
    Ok(out)
}

fn head(out: &mut String, report: &Report) -> fmt::Result {
    let (summary, work) = (&report.summary, &report.work);
    writeln!(
        out,
        "{} orders, {} records, {} disputes; seed {}, {}",
        summary.orders, work.records, summary.disputes, report.seed, report.framework
    )?;
    writeln!(
        out,
        "{:.1} s to run with the store {} ({:.0} disputes/s, {} timers fired), {:.1} s to read, {:.1} s to check the books",
        work.seconds_running,
        store_words(work.store_is_durable),
        summary.disputes_per_s,
        work.timers_fired,
        work.seconds_reading,
        work.seconds_checking
    )
}

/// Where the store lay, for what its speed is worth.
pub(super) const fn store_words(durable: bool) -> &'static str {
    if durable { "on disk" } else { "in memory" }
}

/// Outcomes as columns, reasons as rows.
fn outcomes(out: &mut String, report: &Report) -> fmt::Result {
    let by_reason = &report.summary.by_reason;
    let mut columns: Vec<&String> = by_reason.values().flat_map(|row| row.keys()).collect();
    columns.sort();
    columns.dedup();
    writeln!(out, "\nDisputes by reason and outcome")?;
    write!(out, "  {:<22}", "")?;
    for column in &columns {
        write!(out, "{:>18}", words(column))?;
    }
    writeln!(out, "{:>8}", "all")?;
    for (reason, row) in by_reason {
        write!(out, "  {:<22}", words(reason))?;
        for column in &columns {
            write!(out, "{:>18}", row.get(*column).copied().unwrap_or(0))?;
        }
        writeln!(out, "{:>8}", row.values().sum::<u64>())?;
    }
    Ok(())
}

fn groups(out: &mut String, report: &Report) -> fmt::Result {
    writeln!(out, "\nWhere they come from and who closed them")?;
    writeln!(
        out,
        "  {:<24}{:>7}{:>9}{:>9}{:>9}{:>7} │{:>8}{:>7}{:>10}",
        "", "cases", "rules", "parties", "people", "open", "judged", "wrong", "flag wrong"
    )?;
    for (group, row) in &report.summary.by_group {
        writeln!(
            out,
            "  {:<24}{:>7}{:>9}{:>9}{:>9}{:>7} │{:>8}{:>7}{:>10}",
            group_words(*group),
            row.cases,
            row.by_rule,
            row.by_parties,
            row.by_person,
            row.open,
            row.judged,
            row.wrong,
            row.baseline_wrong
        )?;
    }
    Ok(())
}

fn figures(out: &mut String, report: &Report) -> fmt::Result {
    let summary = &report.summary;
    let wrong = &summary.wrong;
    let days = &summary.time_to_resolve_days;
    writeln!(out)?;
    line(
        out,
        "Resolved with no person",
        &format!(
            "{} (goal: at least {})",
            percent(summary.auto_resolution_rate),
            percent(AUTO_GOAL)
        ),
    )?;
    line(
        out,
        "Wrong decisions of rules",
        &format!(
            "{} (goal: at most {}, bound {})",
            share(&wrong.all),
            percent(WRONG_GOAL),
            percent(WRONG_BOUND_GOAL)
        ),
    )?;
    line(out, "  refused what was owed", &wrong.false_denials.to_string())?;
    line(out, "  gave what was not", &wrong.false_payments.to_string())?;
    line(out, "  where the data shows truth", &share(&wrong.from_data))?;
    line(out, "  problems no scan shows", &share(&wrong.from_draws))?;
    line(out, "  weighted to all of Olist", &share(&wrong.all_weighted))?;
    line(out, "Rules and people together", &share(&wrong.decided))?;
    line(out, "Delivered flag alone", &share(&wrong.baseline_decided))?;
    line(out, "  on the cases of the rules", &share(&wrong.baseline_all))?;
    line(out, "  where the data shows truth", &share(&wrong.baseline_from_data))?;
    line(out, "  problems no scan shows", &share(&wrong.baseline_from_draws))?;
    line(
        out,
        "Denials by rule, no review",
        &summary.automated_denials_without_review_right.to_string(),
    )?;
    line(
        out,
        "Reviewed by a person",
        &format!("{}, {} overturned", summary.resolved.reopened, summary.resolved.overturned),
    )?;
    line(
        out,
        "Time to resolve",
        &format!("p50 {:.1} days, p90 {:.1}, longest {:.1}", days.p50, days.p90, days.max),
    )?;
    let fairness = &summary.fairness;
    if let (Some(ratio), Some(gap)) = (fairness.outcome_ratio, fairness.false_denial_gap) {
        let text = format!("outcome ratio {ratio:.2}, gap of false denials {}", percent(gap));
        line(out, "Fairness by region", &text)?;
    }
    Ok(())
}

fn money(out: &mut String, report: &Report) -> fmt::Result {
    let money = &report.money;
    writeln!(out, "\nMoney by account, {} (debit positive)", report.currency)?;
    for (kind, minor) in &money.by_account {
        let amount = major(*minor, report.currency);
        writeln!(out, "  {:<18}{amount:>18}  {}", kind, account_words(kind))?;
    }
    let balanced = if report.summary.ledger_balanced { "balanced" } else { "NOT BALANCED" };
    writeln!(
        out,
        "  {balanced}: {} entries, trial balance {}, {} violations of I1 to I7",
        money.entries,
        major(money.trial_balance, report.currency),
        money.violations.len()
    )?;
    for violation in money.violations.iter().take(5) {
        writeln!(out, "    {violation}")?;
    }
    writeln!(
        out,
        "  {} payouts: {} by the books, {} by the provider, {} of unknown fate",
        money.payouts,
        major(money.paid_out, report.currency),
        major(money.paid_out_by_provider, report.currency),
        money.payouts_open
    )
}

fn line(out: &mut String, what: &str, value: &str) -> fmt::Result {
    writeln!(out, "{what:<29}{value}")
}

/// A share with what it is of, and its upper bound.
pub(super) fn share(rate: &Rate) -> String {
    format!(
        "{}: {:.0} of {:.0}, at most {} (95 %)",
        percent(rate.rate),
        rate.hits,
        rate.of,
        percent(rate.upper_95)
    )
}

pub(super) fn percent(share: f64) -> String {
    format!("{:.2} %", share * 100.0)
}

/// Minor units as an amount with its decimals.
pub(super) fn major(minor: i64, currency: Currency) -> String {
    let decimals = currency.exponent();
    let unit = 10u64.pow(decimals);
    let (whole, rest) = (minor.unsigned_abs() / unit, minor.unsigned_abs() % unit);
    let sign = if minor < 0 { "-" } else { "" };
    match decimals {
        0 => format!("{sign}{}", grouped(whole)),
        _ => format!("{sign}{}.{rest:0width$}", grouped(whole), width = decimals as usize),
    }
}

/// `1234567` as `1,234,567`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

pub(super) fn words(name: &str) -> String {
    name.replace('_', " ")
}

pub(super) const fn group_words(group: Group) -> &'static str {
    match group {
        Group::Undelivered => "undelivered",
        Group::Unavailable => "unavailable",
        Group::Cancelled => "cancelled",
        Group::Late => "late",
        Group::DeliveredNotReceived => "delivered, not received",
        Group::StatedProblem => "stated problem",
    }
}

/// All rates on one line, by their names.
pub(super) fn rates(behaviour: &Behaviour) -> String {
    let Ok(value) = serde_json::to_value(behaviour) else { return String::new() };
    let of = |who: &serde_json::Value| -> Vec<String> {
        let rates = who.as_object().into_iter().flatten();
        rates.map(|(name, rate)| format!("{} {rate}", words(name))).collect()
    };
    let parts = value.as_object().into_iter().flatten();
    let parts: Vec<String> =
        parts.map(|(who, rates)| format!("{who}: {}", of(rates).join(", "))).collect();
    parts.join("; ")
}

fn wrapped(out: &mut String, text: &str) -> fmt::Result {
    let mut column = 0;
    for word in text.split_whitespace() {
        if column > 0 && column + 1 + word.chars().count() > LINE_CHARS {
            writeln!(out)?;
            column = 0;
        }
        column += word.chars().count() + 2;
        write!(out, "{}{word}", if column == word.chars().count() + 2 { "  " } else { " " })?;
    }
    writeln!(out)
}
