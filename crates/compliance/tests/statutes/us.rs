//! R1, R2, R3, R11, R12, R13.

use compliance::statutes::{AuFees, DebtAct, ReasonsRefusal, Status, Tradeline};
use kernel::{Currency, Date, Money};

use crate::{Row, at, no, same, yes};

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

pub(crate) const ROWS: &[Row] = &[
    ("R1", "90 FR 20084", "the interpretive rule is withdrawn", |w| {
        same(w.statutes.card_like_credit.meta.scopes[0].status, Status::Withdrawn)
    }),
    ("R1", "90 FR 20084", "its profile is off by default", |w| {
        no(w.statutes.card_like_credit.meta.default_on)
    }),
    ("R1", "12 CFR 1026.2(a)(17)", "four instalments without a charge are not covered", |w| {
        no(w.statutes.card_like_credit.rule.covers(4, false))
    }),
    ("R1", "12 CFR 1026.2(a)(17)", "five instalments are covered", |w| {
        yes(w.statutes.card_like_credit.rule.covers(5, false))
    }),
    ("R1", "12 CFR 1026.2(a)(17)", "a finance charge is covered, however short", |w| {
        yes(w.statutes.card_like_credit.rule.covers(1, true))
    }),
    ("R2", "12 CFR 1026.13(b)(1)", "a notice on the 60th day after the statement counts", |w| {
        let (rule, ny) = (&w.statutes.billing_errors.rule, w.calendar("us"));
        yes(rule.is_in_time(at("2026-03-01T15:00:00Z"), at("2026-05-01T03:59:59Z"), ny))
    }),
    ("R2", "12 CFR 1026.13(b)(1)", "a notice on the 61st day does not", |w| {
        let (rule, ny) = (&w.statutes.billing_errors.rule, w.calendar("us"));
        no(rule.is_in_time(at("2026-03-01T15:00:00Z"), at("2026-05-01T04:00:00Z"), ny))
    }),
    ("R2", "12 CFR 1026.13(c)(1)", "acknowledge within 30 days", |w| {
        let due = w
            .statutes
            .billing_errors
            .rule
            .acknowledge_by(at("2026-02-10T15:00:00Z"), w.calendar("us"));
        same(due, at("2026-03-13T04:00:00Z"))
    }),
    ("R2", "12 CFR 1026.13(c)(2)", "two complete cycles, when shorter than 90 days", |w| {
        let ends = ["2026-02-15T05:00:00Z", "2026-03-15T04:00:00Z", "2026-04-15T04:00:00Z"].map(at);
        let due = w.statutes.billing_errors.rule.resolve_by(
            at("2026-02-10T15:00:00Z"),
            &ends,
            w.calendar("us"),
        );
        same(due, ends[2])
    }),
    ("R2", "12 CFR 1026.13(c)(2)", "90 days, when the cycles are longer or unknown", |w| {
        let due = w.statutes.billing_errors.rule.resolve_by(
            at("2026-02-10T15:00:00Z"),
            &[],
            w.calendar("us"),
        );
        same(due, at("2026-05-12T04:00:00Z"))
    }),
    ("R2", "12 CFR 1026.13(d)(1)", "the disputed part is not collected, the rest stays due", |w| {
        same(w.statutes.billing_errors.rule.collectable(8_000, 3_000), 5_000)
    }),
    ("R2", "12 CFR 1026.13(d)(1)", "a dispute above the balance leaves nothing to collect", |w| {
        same(w.statutes.billing_errors.rule.collectable(2_000, 3_000), 0)
    }),
    (
        "R2",
        "12 CFR 1026.13(d)(2)",
        "no adverse report, collection or acceleration meanwhile",
        |w| {
            let rule = &w.statutes.billing_errors.rule;
            let acts = [
                DebtAct::Collect,
                DebtAct::ReportAdversely,
                DebtAct::Accelerate,
                DebtAct::RestrictAccount,
            ];
            no(acts.into_iter().any(|act| rule.may(act, true, true)))
        },
    ),
    ("R2", "12 CFR 1026.13(d)(4)", "the undisputed part may be collected", |w| {
        yes(w.statutes.billing_errors.rule.may(DebtAct::Collect, false, true))
    }),
    ("R3", "23 NYCRR Part 423 (proposed)", "it is a proposal and applies nowhere yet", |w| {
        same(w.statutes.new_york_bnpl.meta.scopes[0].status, Status::Proposed)?;
        same(w.statutes.new_york_bnpl.rule.applies_from(None), None)
    }),
    ("R3", "N.Y. Banking Law art. 14-B", "it applies 180 days after adoption", |w| {
        let adopted = Some(Date::constant(2026, 12, 1));
        let expected = Some(Date::constant(2027, 5, 30));
        same(w.statutes.new_york_bnpl.rule.applies_from(adopted), expected)
    }),
    ("R3", "23 NYCRR Part 423 (proposed)", "a late fee of 8.00 is allowed", |w| {
        yes(w.statutes.new_york_bnpl.rule.allows_late_fee(usd(800), 0))
    }),
    ("R3", "23 NYCRR Part 423 (proposed)", "a late fee of 8.01 is not", |w| {
        no(w.statutes.new_york_bnpl.rule.allows_late_fee(usd(801), 0))
    }),
    ("R3", "23 NYCRR Part 423 (proposed)", "fees for one violation do not stack", |w| {
        no(w.statutes.new_york_bnpl.rule.allows_late_fee(usd(100), 1))
    }),
    ("R3", "23 NYCRR Part 423 (proposed)", "a rate of 16 % is allowed, 16.01 % is not", |w| {
        let rule = &w.statutes.new_york_bnpl.rule;
        same((rule.allows_rate(1_600), rule.allows_rate(1_601)), (true, false))
    }),
    ("R3", "23 NYCRR Part 423 (proposed)", "attempts to collect are limited", |w| {
        let rule = &w.statutes.new_york_bnpl.rule;
        same((rule.allows_attempt(1), rule.allows_attempt(2)), (true, false))
    }),
    ("R11", "12 CFR 1002.9(a)(1)", "notice within 30 days of the application", |w| {
        let due =
            w.statutes.adverse_action.rule.notice_by(at("2026-11-02T16:00:00Z"), w.calendar("us"));
        same(due, at("2026-12-03T05:00:00Z"))
    }),
    ("R11", "12 CFR 1002.9(b)(2)", "four specific reasons are enough", |w| {
        let reasons = ["late payments", "income", "length of history", "number of accounts"];
        same(w.statutes.adverse_action.rule.check_reasons(&reasons), Ok(()))
    }),
    ("R11", "12 CFR 1002.9(b)(2)", "five are too many, none is too few", |w| {
        let rule = &w.statutes.adverse_action.rule;
        let five = ["a", "b", "c", "d", "e"];
        same(rule.check_reasons(&five), Err(ReasonsRefusal::Count { given: 5, max: 4 }))?;
        same(rule.check_reasons::<&str>(&[]), Err(ReasonsRefusal::Count { given: 0, max: 4 }))
    }),
    ("R11", "12 CFR 1002.9(b)(2)", "internal standards are not a reason", |w| {
        yes(w
            .statutes
            .adverse_action
            .rule
            .check_reasons(&["Did not meet our internal standards"])
            .is_err())
    }),
    ("R11", "Regulation B as amended", "disparate impact ends on 21 July 2026", |w| {
        let rule = &w.statutes.adverse_action.rule;
        let (before, on) = (Date::constant(2026, 7, 20), Date::constant(2026, 7, 21));
        same((rule.knows_disparate_impact(before), rule.knows_disparate_impact(on)), (true, false))
    }),
    ("R11", "12 CFR 1002.9(b)(1)", "the notice names the creditor, the act and the agency", |w| {
        let missing =
            w.statutes.adverse_action.rule.notice_contents.missing(&["principal_reasons"]);
        same(missing.len(), 4)
    }),
    ("R12", "15 U.S.C. 1681i(a)(1)", "investigate within 30 days", |w| {
        let due = w.statutes.credit_reports.rule.answer_by(
            at("2026-11-02T16:00:00Z"),
            None,
            w.calendar("us"),
        );
        same(due, at("2026-12-03T05:00:00Z"))
    }),
    ("R12", "15 U.S.C. 1681i(a)(1)(B)", "15 more when the consumer adds within the period", |w| {
        let more = Some(at("2026-11-20T16:00:00Z"));
        let due = w.statutes.credit_reports.rule.answer_by(
            at("2026-11-02T16:00:00Z"),
            more,
            w.calendar("us"),
        );
        same(due, at("2026-12-18T05:00:00Z"))
    }),
    ("R12", "15 U.S.C. 1681i(a)(1)(B)", "but not when it comes after the period", |w| {
        let more = Some(at("2026-12-03T05:00:00Z"));
        let due = w.statutes.credit_reports.rule.answer_by(
            at("2026-11-02T16:00:00Z"),
            more,
            w.calendar("us"),
        );
        same(due, at("2026-12-03T05:00:00Z"))
    }),
    ("R12", "15 U.S.C. 1681s-2(a)(3)", "while it is open, the debt is marked as disputed", |w| {
        same(w.statutes.credit_reports.rule.tradeline(true, None), Tradeline::Annotated)
    }),
    ("R12", "15 U.S.C. 1681s-2(b)(1)(E)", "what could not be verified is suppressed", |w| {
        let rule = &w.statutes.credit_reports.rule;
        same(rule.tradeline(false, Some(false)), Tradeline::Suppressed)?;
        same(rule.tradeline(false, Some(true)), Tradeline::AsItIs)
    }),
    ("R13", "F2025L00303", "other fees: 200.00 in the first year", |w| {
        let room = w.statutes.low_cost_credit.rule.room(true, false, AuFees::default());
        same(room, AuFees { default: 12_000, other: 20_000 })
    }),
    ("R13", "F2025L00303", "other fees: 125.00 in a later year", |w| {
        let room = w.statutes.low_cost_credit.rule.room(false, false, AuFees::default());
        same(room, AuFees { default: 12_000, other: 12_500 })
    }),
    ("R13", "F2025L00303", "default fees alone: 320.00, then 245.00", |w| {
        let rule = &w.statutes.low_cost_credit.rule;
        same(rule.room(true, true, AuFees::default()).default, 32_000)?;
        same(rule.room(false, true, AuFees::default()).default, 24_500)
    }),
    ("R13", "F2025L00303", "caps run over all contracts of one consumer", |w| {
        let charged = AuFees { default: 11_500, other: 20_500 };
        let room = w.statutes.low_cost_credit.rule.room(true, false, charged);
        same(room, AuFees { default: 500, other: 0 })
    }),
    ("R13", "ASIC RG 271.56", "a complaint is answered within 30 days", |w| {
        let due = w
            .statutes
            .low_cost_credit
            .rule
            .complaint_answer_by(at("2026-09-20T00:00:00Z"), w.calendar("au"));
        // Daylight saving began on 4 October.
        same(due, at("2026-10-20T13:00:00Z"))
    }),
    ("R13", "National Credit Code s.72", "a hardship notice is answered within 21 days", |w| {
        let due = w
            .statutes
            .low_cost_credit
            .rule
            .hardship_answer_by(at("2026-06-01T00:00:00Z"), w.calendar("au"));
        same(due, at("2026-06-22T14:00:00Z"))
    }),
];
