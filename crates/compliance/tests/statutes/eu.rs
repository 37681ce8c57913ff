//! R7, R8, R9, R10.

use compliance::statutes::{ReviewRefusal, Reviewer, Status};
use kernel::Date;

use crate::{Row, at, no, same, yes};

const REVIEWER: Reviewer = Reviewer { is_person: true, acted_before: false, may_overturn: true };

pub(crate) const ROWS: &[Row] = &[
    ("R7", "COM(2023) 367", "it is not adopted and applies nowhere", |w| {
        same(w.statutes.payment_services_regulation.meta.scopes[0].status, Status::NotAdopted)?;
        same(w.statutes.payment_services_regulation.rule.applies_from(None), None)
    }),
    ("R7", "Council compromise text of 23 April 2026", "21 months after entry into force", |w| {
        let entry = Some(Date::constant(2027, 1, 31));
        let expected = Some(Date::constant(2028, 10, 31));
        same(w.statutes.payment_services_regulation.rule.applies_from(entry), expected)
    }),
    ("R7", "Council compromise text of 23 April 2026", "a person must be reachable", |w| {
        let missing = w
            .statutes
            .payment_services_regulation
            .rule
            .requires
            .missing(&["impersonation_refund", "adr_participation"]);
        same(missing, vec!["human_support_channel"])
    }),
    ("R8", "Directive (EU) 2023/2225 art. 26", "14 days to withdraw", |w| {
        let rule = &w.statutes.consumer_credit.rule;
        let until = rule.withdraw_until(at("2026-11-21T09:00:00Z"), w.calendar("de"));
        same(until, at("2026-12-05T23:00:00Z"))
    }),
    ("R8", "Directive (EU) 2023/2225 art. 26", "the 14 days end with the local day", |w| {
        let rule = &w.statutes.consumer_credit.rule;
        // 23:30 UTC is already the next day in Stockholm.
        let until = rule.withdraw_until(at("2026-11-21T23:30:00Z"), w.calendar("se"));
        same(until, at("2026-12-06T23:00:00Z"))
    }),
    (
        "R8",
        "Directive (EU) 2023/2225 art. 27",
        "if the contract for goods falls, the credit falls",
        |w| same(w.statutes.consumer_credit.rule.linked_credit_after(12_000, 12_000), 0),
    ),
    ("R8", "Directive (EU) 2023/2225 art. 27", "in part, where it falls in part", |w| {
        let rule = &w.statutes.consumer_credit.rule;
        same(
            (rule.linked_credit_after(12_000, 5_000), rule.linked_credit_after(4_000, 5_000)),
            (7_000, 0),
        )
    }),
    ("R8", "Directive (EU) 2023/2225 art. 18(8)", "an automated assessment is disclosed", |w| {
        let rule = &w.statutes.consumer_credit.rule;
        let missing = rule.automated_assessment_disclosures.missing(&["automated_processing_used"]);
        same(missing, vec!["right_to_human_review", "logic_and_risks"])
    }),
    (
        "R8",
        "Directive (EU) 2023/2225 art. 35",
        "no enforcement before forbearance was offered",
        |w| {
            let rule = &w.statutes.consumer_credit.rule;
            no(rule.may_enforce::<&str>(&[]))?;
            no(rule.may_enforce(&["a reminder"]))?;
            yes(rule.may_enforce(&["deferral"]))
        },
    ),
    ("R9", "GDPR art. 12(3)", "a request is answered within one month", |w| {
        let rule = &w.statutes.data_protection.rule;
        let due = rule.answer_by(at("2026-11-21T09:00:00Z"), false, w.calendar("de"));
        same(due, at("2026-12-21T23:00:00Z"))
    }),
    ("R9", "GDPR art. 12(3)", "from the 31st of January it is the end of February", |w| {
        let rule = &w.statutes.data_protection.rule;
        let due = rule.answer_by(at("2027-01-31T09:00:00Z"), false, w.calendar("de"));
        same(due, at("2027-02-28T23:00:00Z"))
    }),
    ("R9", "GDPR art. 12(3)", "two further months, counted from the request", |w| {
        let rule = &w.statutes.data_protection.rule;
        let due = rule.answer_by(at("2027-01-31T09:00:00Z"), true, w.calendar("de"));
        same(due, at("2027-04-30T22:00:00Z"))
    }),
    ("R9", "GDPR art. 15(1)", "access includes the inputs of decisions", |w| {
        yes(w.statutes.data_protection.rule.access_contents.contains("decision_inputs"))
    }),
    ("R9", "GDPR art. 15(1)(h)", "and that decisions were automated", |w| {
        yes(w.statutes.data_protection.rule.access_contents.contains("automated_decisions"))
    }),
    ("R9", "GDPR art. 20(1)", "JSON is portable, a PDF is not", |w| {
        let rule = &w.statutes.data_protection.rule;
        same((rule.is_portable("json"), rule.is_portable("pdf")), (true, false))
    }),
    ("R9", "CJEU C-634/21", "an adverse automated decision tells how to contest it", |w| {
        let notice = &w.statutes.data_protection.rule.adverse_decision_notice;
        let missing = notice.missing(&["outcome", "principal_reasons", "procedure_applied"]);
        let expected = vec!["right_to_express_view", "right_to_contest", "right_to_human_review"];
        same(missing, expected)
    }),
    ("R9", "CJEU C-203/22", "it explains the procedure that was really applied", |w| {
        yes(w.statutes.data_protection.rule.adverse_decision_notice.contains("procedure_applied"))
    }),
    ("R9", "GDPR art. 22(3)", "a review is made by a person", |w| {
        let reviewer = Reviewer { is_person: false, ..REVIEWER };
        let refused = w.statutes.data_protection.rule.check_review(reviewer);
        same(refused, Err(ReviewRefusal::NotAPerson))
    }),
    ("R9", "GDPR art. 22(3)", "by another than the first decider", |w| {
        let reviewer = Reviewer { acted_before: true, ..REVIEWER };
        let refused = w.statutes.data_protection.rule.check_review(reviewer);
        same(refused, Err(ReviewRefusal::ActedBefore))
    }),
    ("R9", "GDPR art. 22(3)", "who may change the outcome", |w| {
        let rule = &w.statutes.data_protection.rule;
        let rubber_stamp = Reviewer { may_overturn: false, ..REVIEWER };
        same(rule.check_review(rubber_stamp), Err(ReviewRefusal::NoAuthority))?;
        same(rule.check_review(REVIEWER), Ok(()))
    }),
    ("R10", "Regulation (EU) 2024/1689 art. 50(1)", "the first turn says it is a machine", |w| {
        let rule = &w.statutes.ai_act.rule;
        yes(rule.discloses("en", "Hello! I am an AI assistant of Acme."))?;
        no(rule.discloses("en", "Hello! I am Anna from Acme."))
    }),
    ("R10", "Regulation (EU) 2024/1689 art. 50(1)", "in the language that is spoken", |w| {
        let rule = &w.statutes.ai_act.rule;
        yes(rule.discloses("sv", "Hej! Jag är en AI-assistent."))?;
        no(rule.discloses("sv", "Hi! I am artificial intelligence."))
    }),
    (
        "R10",
        "Regulation (EU) 2024/1689 art. 50(1)",
        "a language without words is not disclosed",
        |w| no(w.statutes.ai_act.rule.discloses("xx", "AI assistant")),
    ),
    (
        "R10",
        "Regulation (EU) 2024/1689 annex III 5(b)",
        "credit scoring from 2 December 2027",
        |w| {
            let rule = &w.statutes.ai_act.rule;
            let (before, on) = (Date::constant(2027, 12, 1), Date::constant(2027, 12, 2));
            same(
                (rule.covers_credit_scoring(before), rule.covers_credit_scoring(on)),
                (false, true),
            )
        },
    ),
    (
        "R10",
        "Regulation (EU) 2024/1689 annex III 5(b)",
        "a score's log names model and overseer",
        |w| {
            let fields = &w.statutes.ai_act.rule.scoring_log_fields;
            same(
                fields.missing(&["inputs", "output", "time"]),
                vec!["model_version", "human_overseer"],
            )
        },
    ),
];
