//! The columns: every field of [`Facts`], in its order. A rule may look at all of them but the
//! reason, which picks the table.
//!
//! A value of a column is a number: an enum's position in its declaration, or the integer itself.
//! This is the one place that knows the order and the names; a new field of [`Facts`] does not
//! compile until it has its line here.

use crate::model::facts::Facts;

/// How many columns there are.
pub(super) const COLUMNS: usize = 27;

/// One value per column, in the order of [`COLUMN`].
pub(super) type Values = [i64; COLUMNS];

/// What a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Domain {
    /// The names of an enum, in order of declaration, as JSON and TOML write them.
    Names(&'static [&'static str]),
    /// Whole numbers from `least` up; what is below counts as `least`.
    Integer { least: i64 },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) name: &'static str,
    pub(super) domain: Domain,
    /// Advice of a model: it may move a case to a person or to the customer, never to a denial.
    pub(super) is_score: bool,
}

const fn names(name: &'static str, names: &'static [&'static str]) -> Column {
    Column { name, domain: Domain::Names(names), is_score: false }
}

const fn score(name: &'static str) -> Column {
    Column { name, domain: Domain::Names(SCORE_BINS), is_score: true }
}

const fn integer(name: &'static str, least: i64) -> Column {
    Column { name, domain: Domain::Integer { least }, is_score: false }
}

/// The bins of a score; the order is the order of [`crate::model::facts::ScoreBin`].
pub(super) const SCORE_BINS: &[&str] = &["unknown", "low", "medium", "high"];

/// A promise cannot be missed by less than this many days: ten years ahead.
const DAYS_PAST_PROMISE_LEAST: i64 = -3_650;
/// No scan at all is −1.
const DAYS_SINCE_SCAN_LEAST: i64 = -1;

/// All columns, in the order in which [`Facts`] declares its fields.
pub(super) const COLUMN: [Column; COLUMNS] = [
    names("stage", &["review", "final"]),
    names("round", &["first", "last"]),
    names("framework", &["framework_2020", "framework_2026"]),
    names(
        "kind",
        &[
            "consumer_claim",
            "risk_stop",
            "network_chargeback",
            "account_error",
            "unauthorised",
            "credit_report",
            "program",
        ],
    ),
    names(
        "reason",
        &[
            "not_received",
            "not_as_described",
            "refund_not_processed",
            "incorrect_amount",
            "already_paid",
            "unauthorised",
            "high_risk",
            "non_compliance",
            "non_guaranteed_program",
            "duplicate",
            "other",
        ],
    ),
    names(
        "sub_issue",
        &[
            "unspecified",
            "never_arrived",
            "partly_arrived",
            "wrong_address",
            "not_at_pickup_point",
            "missed_pickup",
            "refused_delivery",
            "damaged",
            "wrong_item",
            "counterfeit",
            "not_working",
            "return_not_credited",
            "cancelled_not_credited",
            "wrong_price",
            "discount_missing",
            "paid_merchant_directly",
        ],
    ),
    names("goods", &["physical", "digital", "service", "mixed"]),
    names("amount", &["micro", "low", "medium", "high"]),
    names("merchant_answer", &["none", "accepted", "contested"]),
    names("merchant_evidence", &["none", "partial", "complete"]),
    names("consumer_evidence", &["none", "partial", "complete"]),
    names(
        "proof_of_delivery",
        &["none", "link_only", "address_mismatch", "incomplete", "contradicted", "match"],
    ),
    names(
        "carrier",
        &[
            "not_shipped",
            "label_only",
            "in_transit",
            "at_pickup_point",
            "delivered",
            "returned_to_sender",
            "lost_or_damaged",
        ],
    ),
    names("delivery", &["not_delivered", "before_claim", "after_claim"]),
    names("delivery_place", &["unknown", "approved", "elsewhere"]),
    integer("days_past_promise", DAYS_PAST_PROMISE_LEAST),
    integer("days_since_scan", DAYS_SINCE_SCAN_LEAST),
    names(
        "returned",
        &["none", "reported", "shipped", "received", "registered", "rejected", "store_credit"],
    ),
    names("refunded", &["none", "partial", "full"]),
    names("arithmetic", &["not_checked", "consumer_right", "merchant_right", "partly_right"]),
    names("identity", &["not_checked", "known_device", "unknown_device"]),
    names("stop_request", &["none", "unanswered", "cancelled", "shipped_before", "shipped_after"]),
    names("proposal", &["none", "open", "rejected"]),
    integer("earlier_claims", 0),
    names("authenticity", &["unchecked", "clean", "suspicious"]),
    score("abuse"),
    score("wrong_risk"),
];

/// The column's place; the reason is no column of a rule.
pub(super) fn index_of(name: &str) -> Option<usize> {
    COLUMN.iter().position(|column| column.name == name && name != "reason")
}

/// The facts as numbers.
pub(super) fn values(facts: &Facts) -> Values {
    let Facts {
        stage,
        round,
        framework,
        kind,
        reason,
        sub_issue,
        goods,
        amount,
        merchant_answer,
        merchant_evidence,
        consumer_evidence,
        proof_of_delivery,
        carrier,
        delivery,
        delivery_place,
        days_past_promise,
        days_since_scan,
        returned,
        refunded,
        arithmetic,
        identity,
        stop_request,
        proposal,
        earlier_claims,
        authenticity,
        abuse,
        wrong_risk,
    } = facts;
    [
        *stage as i64,
        *round as i64,
        *framework as i64,
        *kind as i64,
        *reason as i64,
        *sub_issue as i64,
        *goods as i64,
        *amount as i64,
        *merchant_answer as i64,
        *merchant_evidence as i64,
        *consumer_evidence as i64,
        *proof_of_delivery as i64,
        *carrier as i64,
        *delivery as i64,
        *delivery_place as i64,
        *days_past_promise,
        *days_since_scan,
        *returned as i64,
        *refunded as i64,
        *arithmetic as i64,
        *identity as i64,
        *stop_request as i64,
        *proposal as i64,
        *earlier_claims,
        *authenticity as i64,
        *abuse as i64,
        *wrong_risk as i64,
    ]
}

/// How a value of a column is written.
pub(super) fn name_of(column: &Column, value: i64) -> String {
    match column.domain {
        Domain::Integer { .. } => value.to_string(),
        Domain::Names(names) => usize::try_from(value)
            .ok()
            .and_then(|index| names.get(index))
            .map_or_else(|| value.to_string(), |name| (*name).to_owned()),
    }
}
