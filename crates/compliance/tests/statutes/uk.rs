//! R4, R5, R6.

use compliance::statutes::{Agreement, ComplaintLetter, Exemption, ExemptionRefusal};
use kernel::{Currency, Date, Money, PrincipalId};

use crate::{Row, World, at, no, same, yes};

const PAY_IN_3: Agreement = Agreement {
    instalments: 3,
    months: 2,
    has_interest_or_charges: false,
    third_party_lender: true,
};

fn covers(world: &World, agreement: Agreement) -> bool {
    world.statutes.deferred_payment_credit.rule.covers(agreement)
}

fn section_75(world: &World, minor: i64) -> bool {
    let price = Money::new(minor, Currency::GBP);
    world.statutes.deferred_payment_credit.rule.section_75_covers(price)
}

const FINAL_RESPONSE: [&str; 6] = [
    "decision",
    "reasons",
    "ombudsman_address",
    "ombudsman_leaflet",
    "six_month_line",
    "waiver_wording",
];

pub(crate) const ROWS: &[Row] = &[
    ("R4", "PS26/1", "pay in 3 by a third party, free of interest, is covered", |w| {
        yes(covers(w, PAY_IN_3))
    }),
    ("R4", "PS26/1", "twelve instalments in twelve months are the most", |w| {
        yes(covers(w, Agreement { instalments: 12, months: 12, ..PAY_IN_3 }))?;
        no(covers(w, Agreement { instalments: 13, ..PAY_IN_3 }))?;
        no(covers(w, Agreement { months: 13, ..PAY_IN_3 }))
    }),
    ("R4", "PS26/1", "interest, or the seller's own credit, is another regime", |w| {
        no(covers(w, Agreement { has_interest_or_charges: true, ..PAY_IN_3 }))?;
        no(covers(w, Agreement { third_party_lender: false, ..PAY_IN_3 }))
    }),
    ("R4", "PS26/1", "no agreement without an affordability record and a receipt", |w| {
        let rule = &w.statutes.deferred_payment_credit.rule;
        let expected = vec!["key_product_information_receipt"];
        same(rule.agreement_missing(&["affordability_record"]), expected)?;
        let both = ["affordability_record", "key_product_information_receipt"];
        yes(rule.agreement_missing(&both).is_empty())
    }),
    ("R4", "CONC 7.20.1R", "no fee and no report without a notice", |w| {
        no(w.statutes.deferred_payment_credit.rule.may_act_on_missed_payment::<&str>(None))
    }),
    ("R4", "CONC 7.20.1R", "no fee and no report after an incomplete notice", |w| {
        let rule = &w.statutes.deferred_payment_credit.rule;
        no(rule.may_act_on_missed_payment(Some(&["amount_missed", "due_date"])))
    }),
    ("R4", "CONC 7.20.1R", "after a complete notice they may follow", |w| {
        let rule = &w.statutes.deferred_payment_credit.rule;
        let all: Vec<&str> = rule.missed_payment_notice.iter().collect();
        yes(rule.may_act_on_missed_payment(Some(&all)))
    }),
    ("R4", "Consumer Credit Act 1974 s.75(3)", "100.00 is not covered, 100.01 is", |w| {
        same((section_75(w, 10_000), section_75(w, 10_001)), (false, true))
    }),
    ("R4", "Consumer Credit Act 1974 s.75(3)", "30,000.00 is covered, 30,000.01 is not", |w| {
        same((section_75(w, 3_000_000), section_75(w, 3_000_001)), (true, false))
    }),
    ("R5", "DISP 1.6.2R", "scenario S13: final response by Tuesday 27 October", |w| {
        let clocks =
            w.statutes.complaints.rule.clocks(at("2026-09-01T09:00:00Z"), false, w.calendar("gb"));
        // The clocks go back on 25 October, so the local day ends at midnight UTC.
        same(clocks.respond_by, at("2026-10-28T00:00:00Z"))
    }),
    (
        "R5",
        "DISP 1.5.4R",
        "scenario S13: summary resolution by the close of Friday 4 September",
        |w| {
            let clocks = w.statutes.complaints.rule.clocks(
                at("2026-09-01T09:00:00Z"),
                false,
                w.calendar("gb"),
            );
            same(clocks.summary_until, at("2026-09-04T23:00:00Z"))
        },
    ),
    ("R5", "DISP 1.5.4R", "the third business day steps over a bank holiday", |w| {
        let clocks =
            w.statutes.complaints.rule.clocks(at("2026-08-28T09:00:00Z"), false, w.calendar("gb"));
        // Saturday, Sunday and the summer bank holiday of 31 August do not count.
        same(clocks.summary_until, at("2026-09-03T23:00:00Z"))
    }),
    ("R5", "DISP 1.6.2AR", "payment-service complaints: 15 business days", |w| {
        let clocks =
            w.statutes.complaints.rule.clocks(at("2026-09-01T09:00:00Z"), true, w.calendar("gb"));
        same(clocks.respond_by, at("2026-09-22T23:00:00Z"))
    }),
    ("R5", "DISP 1.6.2AR", "35 business days in exceptional circumstances", |w| {
        let rule = &w.statutes.complaints.rule;
        let due = rule.exceptional_respond_by(at("2026-09-01T09:00:00Z"), w.calendar("gb"));
        same(due, at("2026-10-20T23:00:00Z"))
    }),
    ("R5", "DISP 1.6.2R", "a final response with all its parts may be sent", |w| {
        let contents = w.statutes.complaints.rule.contents(ComplaintLetter::FinalResponse);
        yes(contents.missing(&FINAL_RESPONSE).is_empty())
    }),
    ("R5", "DISP 1.6.2R", "without the ombudsman's details it may not", |w| {
        let contents = w.statutes.complaints.rule.contents(ComplaintLetter::FinalResponse);
        let expected =
            vec!["ombudsman_address", "ombudsman_leaflet", "six_month_line", "waiver_wording"];
        same(contents.missing(&["decision", "reasons"]), expected)
    }),
    ("R5", "DISP 1.6.2R(2)", "a delay letter refers to the ombudsman too", |w| {
        let contents = w.statutes.complaints.rule.contents(ComplaintLetter::Delay);
        let missing = contents.missing(&["reasons_for_delay", "expected_date"]);
        yes(missing.contains(&"ombudsman_address"))
    }),
    ("R5", "DISP 1.5.4R", "a summary resolution tells of the ombudsman", |w| {
        let contents = w.statutes.complaints.rule.contents(ComplaintLetter::SummaryResolution);
        yes(contents.contains("ombudsman_right"))
    }),
    ("R5", "DISP 2.8.2R", "six months to go to the ombudsman", |w| {
        let until = w
            .statutes
            .complaints
            .rule
            .ombudsman_until(at("2026-08-31T12:00:00Z"), w.calendar("gb"));
        // February has no 31st: the last day of the month stands for it.
        same(until, at("2027-03-01T00:00:00Z"))
    }),
    ("R6", "PSRs 2017 reg. 76(1)", "scenario S6: aware on Friday, due at the end of Monday", |w| {
        let rule = &w.statutes.unauthorised_payments.rule;
        let due = rule.refund_by(at("2026-11-20T16:00:00Z"), w.calendar("gb"));
        same(due, at("2026-11-24T00:00:00Z"))
    }),
    ("R6", "PSRs 2017 reg. 76(1)", "over Christmas the next business day is the 29th", |w| {
        let rule = &w.statutes.unauthorised_payments.rule;
        let due = rule.refund_by(at("2026-12-24T12:00:00Z"), w.calendar("gb"));
        same(due, at("2026-12-30T00:00:00Z"))
    }),
    ("R6", "Directive (EU) 2015/2366 art. 73", "the same in Germany, by its own holidays", |w| {
        let rule = &w.statutes.unauthorised_payments.rule;
        let due = rule.refund_by(at("2026-04-02T12:00:00Z"), w.calendar("de"));
        // Good Friday and Easter Monday do not count.
        same(due, at("2026-04-07T22:00:00Z"))
    }),
    ("R6", "PSRs 2017 reg. 76(2)", "the refund carries the day of the debit", |w| {
        let rule = &w.statutes.unauthorised_payments.rule;
        let date = rule.value_date(at("2026-10-20T23:30:00Z"), w.calendar("gb"));
        same(date, Date::constant(2026, 10, 21))
    }),
    ("R6", "PSRs 2017 reg. 76(3)", "no exemption without a written notice", |w| {
        let (ann, bob) = (PrincipalId::new("ann").unwrap(), PrincipalId::new("bob").unwrap());
        let rule = &w.statutes.unauthorised_payments.rule;
        for reference in [None, Some(" ")] {
            let exemption = Exemption {
                notice_reference: reference,
                claimed_by: &ann,
                approved_by: Some(&bob),
            };
            same(rule.check_exemption(&exemption), Err(ExemptionRefusal::NoNotice))?;
        }
        Ok(())
    }),
    ("R6", "PSRs 2017 reg. 76(3)", "no exemption without a second, different person", |w| {
        let ann = PrincipalId::new("ann").unwrap();
        let rule = &w.statutes.unauthorised_payments.rule;
        let exemption =
            Exemption { notice_reference: Some("FCA-1"), claimed_by: &ann, approved_by: None };
        same(rule.check_exemption(&exemption), Err(ExemptionRefusal::NoApprover))?;
        let alone = Exemption { approved_by: Some(&ann), ..exemption };
        same(rule.check_exemption(&alone), Err(ExemptionRefusal::SamePerson))
    }),
    ("R6", "PSRs 2017 reg. 76(3)", "with both it holds", |w| {
        let (ann, bob) = (PrincipalId::new("ann").unwrap(), PrincipalId::new("bob").unwrap());
        let exemption = Exemption {
            notice_reference: Some("FCA-1"),
            claimed_by: &ann,
            approved_by: Some(&bob),
        };
        same(w.statutes.unauthorised_payments.rule.check_exemption(&exemption), Ok(()))
    }),
    ("R6", "PSRs 2017 reg. 74(1)", "the consumer has 13 months from the debit", |w| {
        let rule = &w.statutes.unauthorised_payments.rule;
        let debited = at("2025-10-20T12:00:00Z");
        yes(rule.is_in_time(debited, at("2026-11-20T12:00:00Z"), w.calendar("gb")))?;
        no(rule.is_in_time(debited, at("2026-11-21T00:00:00Z"), w.calendar("gb")))
    }),
];
