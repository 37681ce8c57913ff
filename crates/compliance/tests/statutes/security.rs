//! R16, R17, R18.

use compliance::retention::Class;
use compliance::statutes::CardData;
use kernel::scrub::{self, scrub};

use crate::{Row, at, no, same, yes};

pub(crate) const ROWS: &[Row] = &[
    ("R16", "PCI DSS 4.0.1 req. 3.4", "the scrubber is built to the rule's figures", |w| {
        let built = CardData {
            pan_digits_min: scrub::PAN_DIGITS_MIN,
            pan_digits_max: scrub::PAN_DIGITS_MAX,
            separators_max: scrub::SEPARATORS_MAX,
            shown_first_digits: scrub::BIN_DIGITS,
            shown_last_digits: scrub::LAST_DIGITS,
        };
        same(w.statutes.card_data.rule, built)
    }),
    ("R16", "PCI DSS 4.0.1 req. 3.4", "a card number shows its BIN and last four", |_| {
        same(scrub("4111 1111 1111 1111").text.into_owned(), "411111******1111".to_owned())
    }),
    ("R16", "PCI DSS 4.0.1 req. 3.3", "a card code is not stored", |_| {
        no(scrub("4111 1111 1111 1111 cvv 123").text.contains("123"))
    }),
    ("R16", "PCI DSS 4.0.1 req. 3.5", "text with card data may not be stored as it is", |w| {
        let rule = w.statutes.card_data.rule;
        no(rule.may_store("my card is 4111-1111-1111-1111"))?;
        no(rule.may_store("the cvc is 987"))?;
        yes(rule.may_store(&scrub("my card is 4111-1111-1111-1111, cvc 987").text))
    }),
    ("R16", "PCI DSS 4.0.1 req. 3.4", "an IBAN is not card data", |w| {
        yes(w.statutes.card_data.rule.may_store("DE89 3704 0044 0532 0130 00"))
    }),
    ("R17", "Regulation (EU) 2022/2554 art. 19(4)", "four hours after classification", |w| {
        let rule = &w.statutes.incident_reports.rule;
        let (aware, major) = (at("2026-11-21T08:00:00Z"), Some(at("2026-11-21T10:00:00Z")));
        let clocks = rule.clocks(aware, major, None, None, w.calendar("se"));
        same(clocks.initial_by, Some(at("2026-11-21T14:00:00Z")))
    }),
    ("R17", "Regulation (EU) 2025/301 art. 5", "and at most 24 hours after awareness", |w| {
        let rule = &w.statutes.incident_reports.rule;
        let (aware, major) = (at("2026-11-21T08:00:00Z"), Some(at("2026-11-22T06:00:00Z")));
        let clocks = rule.clocks(aware, major, None, None, w.calendar("se"));
        same(clocks.initial_by, Some(at("2026-11-22T08:00:00Z")))
    }),
    (
        "R17",
        "Regulation (EU) 2025/301 art. 5",
        "classified later, it is four hours from then",
        |w| {
            let rule = &w.statutes.incident_reports.rule;
            let (aware, major) = (at("2026-11-21T08:00:00Z"), Some(at("2026-11-24T08:00:00Z")));
            let clocks = rule.clocks(aware, major, None, None, w.calendar("se"));
            same(clocks.initial_by, Some(at("2026-11-24T12:00:00Z")))
        },
    ),
    ("R17", "Regulation (EU) 2022/2554 art. 19(4)", "no report before it is classified", |w| {
        let rule = &w.statutes.incident_reports.rule;
        let clocks = rule.clocks(at("2026-11-21T08:00:00Z"), None, None, None, w.calendar("se"));
        same((clocks.initial_by, clocks.intermediate_by, clocks.final_by), (None, None, None))
    }),
    ("R17", "Regulation (EU) 2025/301 art. 5", "intermediate 72 hours after the first", |w| {
        let rule = &w.statutes.incident_reports.rule;
        let start = at("2026-11-21T08:00:00Z");
        let clocks = rule.clocks(start, Some(start), Some(start), None, w.calendar("se"));
        same(clocks.intermediate_by, Some(at("2026-11-24T08:00:00Z")))
    }),
    ("R17", "Regulation (EU) 2025/301 art. 5", "final a month after the intermediate", |w| {
        let rule = &w.statutes.incident_reports.rule;
        let start = at("2026-11-21T08:00:00Z");
        let clocks = rule.clocks(start, Some(start), Some(start), Some(start), w.calendar("se"));
        same(clocks.final_by, Some(at("2026-12-21T23:00:00Z")))
    }),
    ("R17", "Regulation (EU) 2022/2554 art. 19(4)", "the register has every clock", |w| {
        let fields = &w.statutes.incident_reports.rule.register_fields;
        yes(["initial_due", "intermediate_due", "final_due"].iter().all(|f| fields.contains(f)))
    }),
    ("R18", "DISP 1.9.1R", "complaints three years", |w| {
        let records = &w.statutes.records.rule;
        let until =
            records.keep_until(Class::Complaint, at("2026-11-21T12:00:00Z"), w.calendar("gb"));
        same(until, Some(at("2029-11-22T00:00:00Z")))
    }),
    (
        "R18",
        "Regulation (EU) 2024/1624 art. 77",
        "suspicions five years after the relationship",
        |w| {
            let records = &w.statutes.records.rule;
            let until =
                records.keep_until(Class::Suspicion, at("2026-11-21T12:00:00Z"), w.calendar("de"));
            same(until, Some(at("2031-11-21T23:00:00Z")))
        },
    ),
    ("R18", "12 CFR 1026.25(a)", "credit under Regulation Z two years", |w| {
        let records = &w.statutes.records.rule;
        let until =
            records.keep_until(Class::CreditUs, at("2026-11-21T15:00:00Z"), w.calendar("us"));
        same(until, Some(at("2028-11-22T05:00:00Z")))
    }),
    ("R18", "12 CFR 1002.12(b)", "applications under Regulation B 25 months", |w| {
        let records = &w.statutes.records.rule;
        let until =
            records.keep_until(Class::ApplicationUs, at("2026-11-21T15:00:00Z"), w.calendar("us"));
        same(until, Some(at("2028-12-22T05:00:00Z")))
    }),
    ("R18", "GDPR art. 5(1)(e)", "what has no ground is kept no time at all", |w| {
        let (records, now) = (&w.statutes.records.rule, at("2026-11-21T12:00:00Z"));
        for class in [Class::Marketing, Class::Derived] {
            same(records.keep_until(class, now, w.calendar("gb")), Some(now))?;
        }
        Ok(())
    }),
    ("R18", "GDPR art. 5(1)(e)", "every class has a period and a ground", |w| {
        let all = [
            Class::Marketing,
            Class::Conversation,
            Class::Derived,
            Class::Complaint,
            Class::Dispute,
            Class::CreditUs,
            Class::ApplicationUs,
            Class::Accounting,
            Class::Suspicion,
        ];
        let records = &w.statutes.records.rule;
        yes(all.iter().all(|class| records.of(*class).is_some_and(|rule| !rule.ground.is_empty())))
    }),
];
