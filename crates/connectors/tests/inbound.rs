//! Webhooks of Stripe, Adyen and PayPal: what is read from them, and that nothing is dropped.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test's helpers may panic"
)]

use std::sync::LazyLock;

use connectors::inbound::{self, BODY_BYTES_MAX, ConnectorError, adyen, paypal, stripe};
use connectors::mapping::{EventKind, Mapped, Mappings, Source};
use dispute::{Outcome, Reason, State, SubIssue};
use proptest::prelude::*;
use serde_json::{Value, json};

fn mappings() -> &'static Mappings {
    static SHIPPED: LazyLock<Mappings> =
        LazyLock::new(|| Mappings::shipped().expect("the shipped files are right"));
    &SHIPPED
}

fn stripe_event() -> Value {
    json!({
        "id": "evt_1", "type": "charge.dispute.created", "created": 1_760_000_000, "livemode": false,
        "data": {"object": {
            "id": "du_1", "object": "dispute", "amount": 5_000, "currency": "eur",
            "charge": "ch_1", "payment_intent": "pi_1", "reason": "product_not_received",
            "status": "needs_response", "metadata": {"order_id": "order-1"},
            "evidence_details": {"due_by": 1_761_000_000},
            "balance_transactions": [{"fee": 1_500, "currency": "eur"}, {"fee": 500, "currency": "eur"}],
            "payment_method_details": {"type": "card", "card": {"brand": "visa", "network_reason_code": "13.1"}},
        }},
    })
}

fn adyen_body(patch: Value) -> Value {
    let mut item = json!({
        "pspReference": "DISPUTE1", "originalReference": "PAYMENT1", "merchantReference": "order-1",
        "merchantAccountCode": "Shop", "eventCode": "NOTIFICATION_OF_CHARGEBACK",
        "eventDate": "2026-06-01T10:00:00+02:00", "success": "true", "paymentMethod": "visa",
        "reason": "Merchandise/Services Not Received",
        "amount": {"value": 5_000, "currency": "EUR"},
        "additionalData": {
            "disputeStatus": "Undefended", "defensePeriodEndsAt": "2026-06-19T10:00:00+02:00",
            "chargebackReasonCode": "13.1", "chargebackSchemeCode": "visa",
        },
    });
    merge(&mut item, patch);
    json!({"live": "false", "notificationItems": [{"NotificationRequestItem": item}]})
}

fn merge(target: &mut Value, patch: Value) {
    match (target, patch) {
        (Value::Object(target), Value::Object(patch)) => {
            for (key, value) in patch {
                merge(target.entry(key).or_insert(Value::Null), value);
            }
        }
        (target, patch) => *target = patch,
    }
}

fn paypal_event() -> Value {
    serde_json::from_str(include_str!("fixtures/paypal_created.json")).unwrap()
}

fn read_stripe(patch: Value) -> inbound::InboundDispute {
    let mut event = stripe_event();
    merge(&mut event, patch);
    stripe::parse(event.to_string().as_bytes(), mappings()).unwrap()
}

fn read_paypal(patch: Value) -> inbound::InboundDispute {
    let mut event = paypal_event();
    merge(&mut event, patch);
    paypal::parse(event.to_string().as_bytes(), mappings()).unwrap()
}

fn read_adyen(patch: Value) -> inbound::InboundDispute {
    adyen::parse(adyen_body(patch).to_string().as_bytes(), mappings()).unwrap().remove(0)
}

#[test]
fn a_stripe_dispute_is_read_whole() {
    let read = read_stripe(json!({}));
    assert_eq!((read.event_id.as_str(), read.dispute_id.as_str()), ("evt_1", "du_1"));
    assert_eq!(read.event, Mapped::Known(EventKind::Opened));
    assert_eq!(read.payment_reference.as_deref(), Some("pi_1"));
    assert_eq!(read.order_reference.as_deref(), Some("order-1"));
    assert_eq!(read.amount.unwrap().to_string(), "EUR 50.00");
    assert_eq!(read.fee.unwrap().to_string(), "EUR 20.00");
    assert_eq!((read.reason, read.sub_issue), (Reason::NotReceived, SubIssue::Unspecified));
    assert_eq!(read.network, Some(Source::Visa));
    assert_eq!(read.network_reason_code.as_deref(), Some("13.1"));
    assert_eq!(read.state, Some(Mapped::Known(State::Evidence)));
    assert_eq!(read.outcome, None);
    assert_eq!(read.due_by.unwrap().to_string(), "2025-10-20T22:40:00.000Z");
    assert_eq!(read.live, Some(false));
    assert!(read.unknowns.is_empty() && !read.needs_person());
}

#[test]
fn stripe_states_reasons_and_currencies() {
    let object = |patch: Value| read_stripe(json!({"data": {"object": patch}}));
    for (status, state, outcome) in [
        ("warning_needs_response", State::Dialogue, None),
        ("under_review", State::Review, None),
        ("won", State::Closed, Some(Outcome::Merchant)),
        ("lost", State::Closed, Some(Outcome::ConsumerFull)),
        ("prevented", State::Closed, Some(Outcome::SettledByRefund)),
    ] {
        let read = object(json!({"status": status}));
        assert_eq!(read.state, Some(Mapped::Known(state)), "{status}");
        assert_eq!(read.outcome, outcome, "{status}");
    }
    let card = |brand: &str, code: &str, reason: &str| {
        let card = json!({"brand": brand, "network_reason_code": code});
        object(json!({"reason": reason, "payment_method_details": {"card": card}}))
    };
    for (brand, code, reason, expected) in [
        ("visa", "10.4", "fraudulent", Reason::Unauthorised),
        ("visa", "12.6.2", "duplicate", Reason::AlreadyPaid),
        // 4853 covers every complaint: Stripe's category says more.
        ("mastercard", "4853", "product_unacceptable", Reason::NotAsDescribed),
        ("mastercard", "4855", "general", Reason::NotReceived),
        ("amex", "P08", "duplicate", Reason::Duplicate),
        ("diners", "A02", "general", Reason::Other),
    ] {
        assert_eq!(card(brand, code, reason).reason, expected, "{brand} {code} {reason}");
    }
    let klarna = object(json!({
        "payment_method_details": {"card": null, "klarna": {"reason_code": "already_paid"}},
        "reason": "duplicate",
    }));
    assert_eq!(
        (klarna.reason, klarna.sub_issue),
        (Reason::AlreadyPaid, SubIssue::PaidMerchantDirectly)
    );
    let yen = object(json!({"amount": 500, "currency": "jpy", "balance_transactions": []}));
    assert_eq!(yen.amount.unwrap().to_string(), "JPY 500");
    assert_eq!(yen.fee, None);
    let expanded = object(json!({"payment_intent": null, "charge": {"id": "ch_9"}}));
    assert_eq!(expanded.payment_reference.as_deref(), Some("ch_9"));
}

#[test]
fn adyen_events_follow_the_dispute_through_its_life() {
    use State::{Closed, Dialogue, Evidence, FinalReview, Preliminary, Review};
    let known = |state| Some(Mapped::Known(state));
    let table = [
        ("REQUEST_FOR_INFORMATION", "Unresponded", "visa", known(Evidence), None),
        ("NOTIFICATION_OF_CHARGEBACK", "Undefended", "visa", known(Evidence), None),
        ("NOTIFICATION_OF_CHARGEBACK", "Undefended", "klarna_paynow", known(Dialogue), None),
        ("REQUEST_FOR_INFORMATION", "Unresponded", "klarna", known(Evidence), None),
        ("INFORMATION_SUPPLIED", "Pending", "visa", known(Review), None),
        ("CHARGEBACK", "Undefended", "visa", known(Evidence), None),
        ("CHARGEBACK", "Pending", "visa", known(Review), None),
        ("CHARGEBACK", "Lost", "visa", known(Closed), Some(Outcome::ConsumerFull)),
        ("CHARGEBACK_REVERSED", "Won", "visa", known(Review), None),
        ("SECOND_CHARGEBACK", "Lost", "visa", known(Preliminary), None),
        ("PREARBITRATION_OPEN", "Pending", "visa", known(FinalReview), None),
        ("PREARBITRATION_WON", "Won", "visa", known(Closed), Some(Outcome::Merchant)),
        ("PREARBITRATION_LOST", "Lost", "visa", known(Closed), Some(Outcome::ConsumerFull)),
        (
            "ISSUER_RESPONSE_TIMEFRAME_EXPIRED",
            "Won",
            "visa",
            known(Closed),
            Some(Outcome::Merchant),
        ),
        (
            "DISPUTE_DEFENSE_PERIOD_ENDED",
            "Expired",
            "visa",
            known(Closed),
            Some(Outcome::ConsumerFull),
        ),
        ("NOTIFICATION_OF_FRAUD", "Pending", "visa", None, None),
    ];
    for (event, status, method, state, outcome) in table {
        let read = read_adyen(json!({
            "eventCode": event, "paymentMethod": method, "additionalData": {"disputeStatus": status},
        }));
        let told = read.outcome.or(read.hearsay_outcome);
        assert_eq!((read.state, told), (state, outcome), "{event} {status} {method}");
        assert!(read.event_id.starts_with(&format!("DISPUTE1/{event}/")), "{}", read.event_id);
    }
    let read = read_adyen(json!({}));
    assert_eq!(read.payment_reference.as_deref(), Some("PAYMENT1"));
    assert_eq!(read.amount.unwrap().to_string(), "EUR 50.00");
    assert_eq!(read.due_by.unwrap().to_string(), "2026-06-19T08:00:00.000Z");
    assert_eq!((read.network, read.reason), (Some(Source::Visa), Reason::NotReceived));
}

#[test]
fn what_adyen_did_not_sign_names_no_event_and_ends_no_dispute() {
    let patch = |status: &str| {
        read_adyen(json!({"eventCode": "CHARGEBACK", "additionalData": {"disputeStatus": status}}))
    };
    let (open, lost) = (patch("Undefended"), patch("Lost"));
    assert_eq!(open.event_id, lost.event_id);
    assert_eq!((open.outcome, open.hearsay_outcome), (None, None));
    assert_eq!((lost.outcome, lost.hearsay_outcome), (None, Some(Outcome::ConsumerFull)));
    assert!(lost.needs_person() && !open.needs_person());
    let signed = read_adyen(json!({"eventCode": "PREARBITRATION_LOST"}));
    assert_eq!((signed.outcome, signed.hearsay_outcome), (Some(Outcome::ConsumerFull), None));
    let other = read_adyen(json!({"eventCode": "CHARGEBACK", "amount": {"value": 4_999}}));
    assert_ne!(other.event_id, open.event_id);
}

#[test]
fn an_adyen_body_may_hold_several_items() {
    let mut body = adyen_body(json!({}));
    let other = adyen_body(json!({"eventCode": "AUTHORISATION", "additionalData": null}));
    let second = adyen_body(json!({"pspReference": "DISPUTE2"}));
    let items = body["notificationItems"].as_array_mut().unwrap();
    items.push(other["notificationItems"][0].clone());
    items.push(second["notificationItems"][0].clone());
    let read = adyen::parse(body.to_string().as_bytes(), mappings()).unwrap();
    let ids: Vec<_> = read.iter().map(|dispute| dispute.dispute_id.as_str()).collect();
    assert_eq!(ids, ["DISPUTE1", "DISPUTE2"]);
    let only_other = other.to_string();
    let refused = adyen::parse(only_other.as_bytes(), mappings());
    assert!(
        matches!(refused, Err(ConnectorError::NotADispute { event }) if event == "AUTHORISATION")
    );
}

#[test]
fn a_paypal_dispute_is_read_whole() {
    let read = read_paypal(json!({}));
    assert_eq!(read.dispute_id, "PP-000-042-663-135");
    assert_eq!(read.payment_reference.as_deref(), Some("00D10444LD479031K"));
    assert_eq!(read.order_reference.as_deref(), Some("order-4711"));
    assert_eq!(read.amount.unwrap().to_string(), "USD 86.36");
    assert_eq!(
        (read.reason, read.state),
        (Reason::NotReceived, Some(Mapped::Known(State::Dialogue)))
    );
    assert_eq!(read.due_by.unwrap().to_string(), "2026-07-01T13:35:44.000Z");
    assert!(read.unknowns.is_empty());
}

#[test]
fn paypal_states_are_told_by_three_fields() {
    use State::{Closed, Dialogue, Evidence, FinalReview, Preliminary, Review};
    for (status, stage, seat, expected) in [
        ("OPEN", "INQUIRY", "OPEN_INQUIRIES", Dialogue),
        ("WAITING_FOR_SELLER_RESPONSE", "INQUIRY", "REQUIRED_ACTION", Dialogue),
        ("WAITING_FOR_SELLER_RESPONSE", "CHARGEBACK", "REQUIRED_ACTION", Evidence),
        ("OPEN", "CHARGEBACK", "REQUIRED_ACTION", Evidence),
        ("WAITING_FOR_BUYER_RESPONSE", "CHARGEBACK", "REQUIRED_OTHER_PARTY_ACTION", Review),
        ("UNDER_REVIEW", "CHARGEBACK", "UNDER_PAYPAL_REVIEW", Review),
        ("UNDER_REVIEW", "PRE_ARBITRATION", "UNDER_PAYPAL_REVIEW", FinalReview),
        ("UNDER_REVIEW", "ARBITRATION", "UNDER_PAYPAL_REVIEW", FinalReview),
        ("RESOLVED", "CHARGEBACK", "APPEALABLE", Preliminary),
        ("RESOLVED", "CHARGEBACK", "RESOLVED", Closed),
        ("RESOLVED", "ARBITRATION", "RESOLVED", Closed),
    ] {
        let read = read_paypal(json!({"resource": {
            "status": status, "dispute_life_cycle_stage": stage, "dispute_state": seat,
            "dispute_outcome": {"outcome_code": "RESOLVED_BUYER_FAVOUR"},
        }}));
        assert_eq!(read.state, Some(Mapped::Known(expected)), "{status} {stage} {seat}");
        let closed = expected == Closed;
        assert_eq!(read.outcome, closed.then_some(Outcome::ConsumerFull), "{status} {stage}");
    }
    let fees = read_paypal(json!({"resource": {"money_movements": [
        {"affected_party": "SELLER", "type": "DEBIT", "reason": "DISPUTE_FEE", "amount": {"currency_code": "USD", "value": "15.00"}},
        {"affected_party": "SELLER", "type": "DEBIT", "reason": "DISPUTE_SETTLEMENT", "amount": {"currency_code": "USD", "value": "86.36"}},
        {"affected_party": "BUYER", "type": "CREDIT", "reason": "DISPUTE_SETTLEMENT", "amount": {"currency_code": "USD", "value": "86.36"}},
    ]}}));
    assert_eq!(fees.fee.unwrap().to_string(), "USD 15.00");
}

#[test]
fn an_unknown_value_is_a_task_and_never_a_drop() {
    let object = |patch: Value| read_stripe(json!({"data": {"object": patch}}));
    let strange = [
        object(json!({"reason": "martians", "payment_method_details": null})),
        object(json!({"status": "somewhere_else"})),
        read_stripe(json!({"type": "charge.dispute.teleported"})),
        read_adyen(json!({"eventCode": "THIRD_CHARGEBACK"})),
        read_adyen(json!({"additionalData": {"disputeStatus": "Undecidable"}})),
        read_adyen(json!({"success": "false"})),
        read_paypal(json!({"event_type": "CUSTOMER.DISPUTE.VANISHED"})),
        read_paypal(json!({"resource": {"status": "DREAMING"}})),
        read_paypal(json!({"resource": {"reason": "BAD_KARMA"}})),
    ];
    for read in &strange {
        assert_eq!(read.unknowns.len(), 1, "{read:?}");
        assert!(read.needs_person(), "{read:?}");
    }
    assert_eq!(strange[0].reason, Reason::Other);
    assert_eq!(strange[0].unknowns[0].raw, "martians");
    assert_eq!(strange[1].state, Some(Mapped::Unknown { raw: "somewhere_else".into() }));
    assert_eq!(strange[2].event, Mapped::Unknown { raw: "charge.dispute.teleported".into() });
}

#[test]
fn what_is_no_dispute_is_said_to_be_none() {
    let mappings = mappings();
    for (source, body) in [
        (
            Source::Stripe,
            json!({"id": "evt_1", "type": "charge.refunded", "data": {"object": {"id": "x"}}}),
        ),
        (
            Source::Paypal,
            json!({"id": "WH", "event_type": "PAYMENT.CAPTURE.COMPLETED", "resource": {}}),
        ),
    ] {
        let read = inbound::parse(source, body.to_string().as_bytes(), mappings);
        assert!(matches!(read, Err(ConnectorError::NotADispute { .. })), "{read:?}");
    }
    let read = inbound::parse(Source::Affirm, b"{}", mappings);
    assert!(matches!(read, Err(ConnectorError::NoParser(Source::Affirm))));
    let large = vec![b' '; BODY_BYTES_MAX + 1];
    let read = inbound::parse(Source::Stripe, &large, mappings);
    assert!(matches!(read, Err(ConnectorError::TooLarge { .. })));
    let mut long = stripe_event();
    long["data"]["object"]["id"] = json!("d".repeat(256));
    let read = stripe::parse(long.to_string().as_bytes(), mappings);
    assert!(matches!(read, Err(ConnectorError::IdTooLong { field: "data.object.id" })));
}

/// Any JSON, to be put anywhere.
fn any_json() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(|number| json!(number)),
        "\\PC{0,40}".prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([{"fee": i64::MAX, "currency": "isk"}, {"fee": 1, "currency": "usd"}])),
        Just(json!([{"NotificationRequestItem": null}])),
    ]
}

fn pointers(value: &Value, at: String, found: &mut Vec<String>) {
    found.push(at.clone());
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                pointers(value, format!("{at}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                pointers(value, format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_bytes_give_a_result(body in proptest::collection::vec(any::<u8>(), 0..600)) {
        let mappings = mappings();
        for source in Source::ALL {
            let _ = inbound::parse(source, &body, mappings);
        }
    }

    #[test]
    fn a_document_with_anything_anywhere_gives_a_result(
        source in proptest::sample::select(vec![Source::Stripe, Source::Adyen, Source::Paypal]),
        place in any::<proptest::sample::Index>(),
        value in any_json(),
    ) {
        let mut document = match source {
            Source::Stripe => stripe_event(),
            Source::Adyen => adyen_body(json!({})),
            _ => paypal_event(),
        };
        let mut places = Vec::new();
        pointers(&document, String::new(), &mut places);
        let place: &String = place.get(&places);
        *document.pointer_mut(place).unwrap() = value;
        // Whatever is read keeps its identity; whatever is refused says why.
        match inbound::parse(source, document.to_string().as_bytes(), mappings()) {
            Ok(read) => prop_assert!(read.iter().all(|one| !one.dispute_id.is_empty())),
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }
}
