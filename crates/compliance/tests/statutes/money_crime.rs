//! R14 and R15.

use compliance::statutes::TippedOff;

use crate::{Row, World, at, no, same, yes};

const CASE_ID: &str = "AML-2026-0042";
const NARRATIVE: &str =
    "The customer moved funds through several newly opened wallets held by relatives in one week.";

fn tips_off(world: &World, text: &str) -> Option<TippedOff> {
    world.statutes.tipping_off.rule.filter([CASE_ID], [NARRATIVE]).check(text).err()
}

pub(crate) const ROWS: &[Row] = &[
    ("R14", "31 CFR 1020.320(b)(3)", "scenario S15: detected 2 November, due 2 December", |w| {
        let rule = &w.statutes.reports_of_suspicion.rule;
        let due = rule.file_by(at("2026-11-02T15:00:00Z"), true, w.calendar("us"));
        same(due, at("2026-12-03T05:00:00Z"))
    }),
    ("R14", "31 CFR 1020.320(b)(3)", "without a suspect, due 1 January", |w| {
        let rule = &w.statutes.reports_of_suspicion.rule;
        let due = rule.file_by(at("2026-11-02T15:00:00Z"), false, w.calendar("us"));
        same(due, at("2027-01-02T05:00:00Z"))
    }),
    (
        "R14",
        "Regulation (EU) 2024/1624 art. 69",
        "the unit is answered in five working days",
        |w| {
            let rule = &w.statutes.reports_of_suspicion.rule;
            let due = rule.answer_by(at("2027-12-22T10:00:00Z"), false, w.calendar("de"));
            // 25 and 26 December fall on the weekend in 2027; nothing else interrupts.
            same(due, at("2027-12-29T23:00:00Z"))
        },
    ),
    ("R14", "Regulation (EU) 2024/1624 art. 69", "in 24 hours when it is urgent", |w| {
        let rule = &w.statutes.reports_of_suspicion.rule;
        let due = rule.answer_by(at("2027-12-24T10:00:00Z"), true, w.calendar("de"));
        same(due, at("2027-12-25T10:00:00Z"))
    }),
    ("R14", "FinCEN SAR XML 1.2", "scenario S15: 9,500 characters become three parts", |w| {
        let narrative = "abcd ".repeat(1_900);
        let parts = w.statutes.reports_of_suspicion.rule.split_narrative(&narrative).unwrap();
        same(parts.len(), 3)?;
        yes(parts.iter().all(|part| part.chars().count() <= 4_000))
    }),
    ("R14", "FinCEN SAR XML 1.2", "parts end at words and lose none", |w| {
        let narrative: Vec<String> = (0..2_000).map(|n| format!("wörd{n}")).collect();
        let narrative = narrative.join(" ");
        let parts = w.statutes.reports_of_suspicion.rule.split_narrative(&narrative).unwrap();
        same(parts.join(" "), narrative)
    }),
    ("R14", "FinCEN SAR XML 1.2", "a word longer than a part is cut, not dropped", |w| {
        let narrative = "x".repeat(9_000);
        let parts = w.statutes.reports_of_suspicion.rule.split_narrative(&narrative).unwrap();
        same(parts.concat(), narrative)?;
        yes(parts.iter().all(|part| part.chars().count() <= 4_000))
    }),
    ("R14", "FinCEN SAR XML 1.2", "more than five parts are refused", |w| {
        let rule = &w.statutes.reports_of_suspicion.rule;
        yes(rule.split_narrative(&"abcd ".repeat(4_001)).is_err())?;
        yes(rule.split_narrative(&"abc ".repeat(5_000)).is_ok())
    }),
    ("R15", "31 U.S.C. 5318(g)(2)", "the id of a case never leaves, however it is written", |w| {
        for text in ["See AML-2026-0042.", "see aml 2026 0042", "A\u{200b}ML-2026-00\u{200b}42"] {
            same(tips_off(w, text), Some(TippedOff::CaseId))?;
        }
        Ok(())
    }),
    ("R15", "Proceeds of Crime Act 2002 s.333A", "no output speaks of a report", |w| {
        for text in [
            "We filed a suspicious activity report.",
            "Your account was flagged for MONEY  LAUNDERING",
            "a money-mule pattern",
            "Tipping-off rules apply",
        ] {
            same(tips_off(w, text), Some(TippedOff::Marker))?;
        }
        Ok(())
    }),
    ("R15", "Regulation (EU) 2024/1624 art. 73", "no output repeats the narrative", |w| {
        let text = "We saw that funds moved: through several newly-opened wallets, it seems.";
        same(tips_off(w, text), Some(TippedOff::Narrative))
    }),
    ("R15", "Regulation (EU) 2024/1624 art. 73", "neutral text passes", |w| {
        let text = "We are looking into your claim and will answer by 4 December. The customer \
                    service is open. Your mulberry jam was delivered in one week.";
        same(tips_off(w, text), None)
    }),
    ("R15", "Regulation (EU) 2024/1624 art. 73", "whoever may not read a case finds none", |w| {
        same(w.statutes.tipping_off.rule.unauthorised_read_status(), 404)
    }),
    ("R15", "31 U.S.C. 5318(g)(2)", "a refusal does not repeat what it stopped", |w| {
        let refusal = tips_off(w, "See AML-2026-0042.").unwrap().to_string();
        no(refusal.contains("0042"))
    }),
];
