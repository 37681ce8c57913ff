//! Each limit of a record, just inside and just outside.

use super::*;

fn record(json: serde_json::Value) -> Record {
    serde_json::from_value(json).unwrap()
}

fn order() -> serde_json::Value {
    serde_json::json!({
        "type": "order", "id": "o1", "at": "2026-03-01T10:00:00Z", "merchant_id": "m1",
        "customer_id": "c1", "jurisdiction": "gb", "currency": "GBP", "total_minor": 5490,
        "ip": "192.0.2.7", "promised_by": "2026-03-05T00:00:00Z",
        "lines": [
            {"id": "1", "name": "Wool scarf", "quantity": 2, "amount_minor": 6000},
            {"id": "2", "name": "Post", "quantity": 1, "amount_minor": 490, "kind": "shipping"},
            {"id": "3", "name": "Welcome", "quantity": 1, "amount_minor": -1000, "kind": "discount"}
        ],
        "approved_address": {"postal_code": "ZZ9 9ZZ", "city": "Northholt", "country": "GB"}
    })
}

/// A change to the valid order, and the field it must be reported under.
type Fault = (&'static str, serde_json::Value, &'static str);

#[test]
fn each_fault_of_an_order_is_reported_under_its_field() {
    assert_eq!(record(order()).validate(), Ok(()));
    let long = "x".repeat(NAME_CHARS_MAX + 1);
    let table: [Fault; 15] = [
        ("/at", "1970-01-01T00:00:00Z".into(), "at"),
        ("/at", "2026-03-06T00:00:00Z".into(), "promised_by"),
        ("/total_minor", 5491.into(), "total_minor"),
        ("/total_minor", (-5).into(), "total_minor"),
        ("/ip", "300.1.1.1".into(), "ip"),
        ("/jurisdiction", "zz".into(), "jurisdiction"),
        ("/lines", serde_json::json!([]), "lines"),
        ("/lines/1/id", "1".into(), "lines[1].id"),
        ("/lines/0/name", " ".into(), "lines[0].name"),
        ("/lines/0/name", long.into(), "lines[0].name"),
        ("/lines/0/name", "card 4111 1111 1111 1111".into(), "lines[0].name"),
        ("/lines/0/quantity", 0.into(), "lines[0].quantity"),
        ("/lines/2/amount_minor", 1000.into(), "lines[2].amount_minor"),
        ("/approved_address/country", "UK".into(), "approved_address.country"),
        ("/approved_address/city", "a\nb".into(), "approved_address.city"),
    ];
    for (pointer, value, field) in table {
        let mut json = order();
        *json.pointer_mut(pointer).unwrap() = value.clone();
        let faults = record(json).validate().unwrap_err();
        assert!(faults.iter().any(|fault| fault.field == field), "{pointer} {value}: {faults:?}");
        assert!(faults.iter().all(|fault| !fault.fix.is_empty() && !fault.problem.is_empty()));
    }
}

#[test]
fn a_card_number_is_refused_in_every_disguise() {
    for card in [
        "4111111111111111",
        "4111 - 1111 - 1111 - 1111",
        "4111/1111/1111/1111",
        "４１１１ 1111 1111 1111",
        "٤١١١ ١١١١ ١١١١ ١١١١",
        "4\u{200b}111\u{a0}1111\u{2011}1111\u{2009}1111",
        "2200000000000004",
        "8600000000000007",
    ] {
        for pointer in ["/lines/0/name", "/lines/0/category", "/approved_address/line1"] {
            let mut json = order();
            let at = pointer.rsplit_once('/').unwrap();
            json.pointer_mut(at.0).unwrap()[at.1] = format!("no. {card}").into();
            let faults = record(json).validate().unwrap_err();
            assert!(faults.iter().any(|fault| fault.problem.contains("card number")), "{card}");
        }
    }
    for number in ["4111111111111112", "DE89 3704 0044 0532 0130 00", "00340434161094042557"] {
        let mut json = order();
        json["lines"][0]["name"] = number.into();
        assert_eq!(record(json).validate(), Ok(()), "{number}");
    }
}

#[test]
fn each_other_type_has_its_rules() {
    let at = "2026-03-01T10:00:00Z";
    let customer = |field: &str, value: &str| {
        let mut json = serde_json::json!({
            "type": "customer", "id": "c", "at": at, "jurisdiction": "se", "since": at,
        });
        json[field] = value.into();
        json
    };
    let product = |product: serde_json::Value| {
        serde_json::json!({
            "type": "capture", "id": "p", "at": at, "order_id": "o", "amount_minor": 100,
            "product": product,
        })
    };
    let table = [
        (customer("email", "anna@example.org"), None),
        (customer("email", "anna@localhost"), Some("email")),
        (customer("email", "an na@example.org"), Some("email")),
        (customer("name", "Åsa Öberg"), None),
        (customer("name", ""), Some("name")),
        (customer("name", "Åsa\nÖberg"), Some("name")),
        (customer("name", &"x".repeat(101)), Some("name")),
        (customer("language", "sv-SE"), None),
        (customer("language", "1"), Some("language")),
        (customer("since", "2026-03-02T10:00:00Z"), Some("at")),
        (product(serde_json::json!({"kind": "pay_in_n", "n": 3, "every_days": 30})), None),
        (
            product(serde_json::json!({"kind": "pay_in_n", "n": 1, "every_days": 30})),
            Some("product.n"),
        ),
        (
            product(serde_json::json!({"kind": "financing", "months": 0, "apr_bps": 0})),
            Some("product.months"),
        ),
        (
            serde_json::json!({
                "type": "payment", "id": "p", "at": at, "order_id": "o", "amount_minor": 100,
                "instrument": "5555555555554444",
            }),
            Some("instrument"),
        ),
        (
            serde_json::json!({
                "type": "scan", "shipment_id": "s", "order_id": "o", "at": at,
                "known_at": "2026-02-01T00:00:00Z", "code": "delivered",
            }),
            Some("known_at"),
        ),
        (
            serde_json::json!({
                "type": "refund", "id": "r", "at": at, "order_id": "o", "amount_minor": 0,
            }),
            Some("amount_minor"),
        ),
        (
            serde_json::json!({
                "type": "merchant", "id": "m", "at": at, "name": "Shop", "jurisdiction": "de",
                "dispute_terms": {"fee": {
                    "policy": "non_refundable", "fee_minor": -1, "appeal_fee_minor": 0
                }},
            }),
            Some("dispute_terms.fee.fee_minor"),
        ),
    ];
    for (json, field) in table {
        let result = record(json.clone()).validate();
        match field {
            None => assert_eq!(result, Ok(()), "{json}"),
            Some(field) => {
                let faults = result.unwrap_err();
                assert_eq!(faults.first().unwrap().field, field, "{json}: {faults:?}");
            }
        }
    }
}

#[test]
fn what_has_not_happened_yet_is_refused() {
    let record = record(order());
    let now = record.at();
    assert_eq!(record.validate_at(now), Ok(()));
    assert_eq!(record.validate_at(now.minus(CLOCK_SKEW_MAX)), Ok(()));
    let early = now.minus(CLOCK_SKEW_MAX).minus(Duration::SECOND);
    assert_eq!(record.validate_at(early).unwrap_err().first().unwrap().field, "at");
}
