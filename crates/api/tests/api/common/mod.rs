//! The base order of the scenarios: 120.00 in three parts, the first paid at once.

#![allow(dead_code, reason = "each test file uses a part of it")]

pub(crate) mod socket;

use serde_json::{Value, json};

pub(crate) const DAY0: &str = "2026-12-01T10:00:00Z";

pub(crate) fn address() -> Value {
    json!({"line1": "12 Mill Lane", "postal_code": "SW1A 1AA", "city": "London", "country": "GB"})
}

/// Merchant m1, customer c1, order o1 with its capture and first payment.
pub(crate) fn base() -> Vec<Value> {
    vec![
        json!({"type": "merchant", "id": "m1", "at": DAY0, "name": "A shop", "jurisdiction": "gb",
            "merchant_fee_bps": 300,
            "dispute_terms": {"fee": {"policy": "reverse_on_win", "fee_minor": 1500,
                "appeal_fee_minor": 1000}}}),
        json!({"type": "customer", "id": "c1", "at": DAY0, "jurisdiction": "gb",
            "since": "2025-10-01T00:00:00Z", "address": address()}),
        json!({"type": "order", "id": "o1", "at": DAY0, "merchant_id": "m1", "customer_id": "c1",
            "jurisdiction": "gb", "currency": "GBP", "total_minor": 12000,
            "lines": [{"id": "1", "name": "Boots", "quantity": 1, "amount_minor": 12000}],
            "approved_address": address()}),
        json!({"type": "capture", "id": "cap1", "at": DAY0, "order_id": "o1", "amount_minor": 12000,
            "product": {"kind": "pay_in_n", "n": 3, "every_days": 30}}),
        json!({"type": "payment", "id": "p1", "at": DAY0, "order_id": "o1", "amount_minor": 4000,
            "instrument": "tok_visa_1"}),
    ]
}

pub(crate) fn claim() -> Value {
    json!({"order_id": "o1", "reason": "not_received", "sub_issue": "never_arrived",
        "statement": {"text": "It never came.", "merchant_contacted_at": "2026-11-29T10:00:00Z"}})
}
