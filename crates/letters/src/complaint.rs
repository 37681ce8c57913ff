//! The letters that law asks for when somebody complains: what each must contain is a rule of the statute
//! (such as DISP 1.6.2R), how it is said is a template.

use std::collections::BTreeMap;

use compliance::statutes::ComplaintLetter;
use kernel::Date;

/// What a letter on a complaint is written from.
#[derive(Debug, Clone, Copy)]
pub struct ComplaintFacts<'a> {
    pub company: &'a str,
    pub received_on: Date,
    /// What we came to: `upheld`, `partly_upheld` or `rejected`; absent in a letter of delay.
    pub finding: Option<&'a str>,
    /// Why, in the words of whoever answers, in the customer's language.
    pub reasons: Option<&'a str>,
    /// What is paid, in minor units.
    pub redress_minor: Option<i64>,
    /// When an answer is expected, in a letter of delay.
    pub expected_on: Option<Date>,
    /// Who decides when the customer does not agree, and where to find them.
    pub ombudsman: Option<(&'a str, &'a str)>,
}

impl ComplaintFacts<'_> {
    pub(crate) fn common(&self) -> BTreeMap<&'static str, String> {
        let mut common = BTreeMap::from([("company", self.company.to_owned())]);
        if let Some(reasons) = self.reasons {
            common.insert("reasons", reasons.trim().to_owned());
        }
        if let Some((name, address)) = self.ombudsman {
            common.insert("ombudsman", name.to_owned());
            common.insert("ombudsman_address", address.to_owned());
        }
        common
    }

    pub(crate) fn data(&self) -> serde_json::Value {
        serde_json::json!({
            "received_on": self.received_on, "finding": self.finding,
            "redress_minor": self.redress_minor, "expected_on": self.expected_on,
        })
    }
}

/// The names that templates of these letters may use.
pub(crate) const NAMES: &[&str] = &[
    "company",
    "received_on",
    "finding",
    "reasons",
    "redress",
    "expected_on",
    "ombudsman",
    "ombudsman_address",
];

/// The letters, with the parts that any statute asks of them.
pub(crate) const LETTERS: &[(ComplaintLetter, &str, &[&str])] = &[
    (
        ComplaintLetter::SummaryResolution,
        "summary_resolution",
        &["complaint_received", "considered_resolved", "ombudsman_right", "ombudsman_address"],
    ),
    (
        ComplaintLetter::FinalResponse,
        "final_response",
        &[
            "decision",
            "reasons",
            "ombudsman_address",
            "ombudsman_leaflet",
            "six_month_line",
            "waiver_wording",
        ],
    ),
    (
        ComplaintLetter::Delay,
        "delay",
        &[
            "reasons_for_delay",
            "expected_date",
            "ombudsman_address",
            "ombudsman_leaflet",
            "six_month_line",
            "waiver_wording",
        ],
    ),
];
