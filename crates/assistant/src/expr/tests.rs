//! Expressions, as people write them, and what they come to.

use std::collections::BTreeMap;

use kernel::{Currency, Date, Money};

use super::{Env, Scope, eval, parse, type_of};
use crate::value::{Type, Value};

type Records = BTreeMap<String, BTreeMap<String, Type>>;

fn usd(minor: i64) -> Value {
    Value::Money(Money { minor, currency: Currency::USD })
}

fn day(month: i8, day: i8) -> Date {
    Date::new(2025, month, day).unwrap()
}

/// Two shops' bills, and what is known of shops.
fn known() -> (Records, BTreeMap<String, Type>, Env) {
    let kind = |text: &str| Type::parse(text).unwrap();
    let record = |fields: &[(&str, &str)]| {
        fields.iter().map(|(name, text)| ((*name).to_owned(), kind(text))).collect()
    };
    let records = BTreeMap::from([
        ("bill".to_owned(), record(&[("shop", "text"), ("amount", "money"), ("on", "date")])),
        ("shop".to_owned(), record(&[("name", "text"), ("rate", "int")])),
    ]);
    let types = [("bills", "[bill]"), ("shops", "[shop]"), ("when", "date"), ("fast", "bool")];
    let types = types.map(|(name, text)| (name.to_owned(), kind(text)));
    let bill = |shop: &str, minor, on| {
        Value::record([
            ("shop", Value::text(shop)),
            ("amount", usd(minor)),
            ("on", Value::Date(on)),
        ])
    };
    let shop =
        |name: &str, rate| Value::record([("name", Value::text(name)), ("rate", Value::Int(rate))]);
    let names = [
        ("bills", Value::list(vec![bill("A", 1_000, day(1, 31)), bill("B", 3_333, day(11, 2))])),
        ("shops", Value::list(vec![shop("B", 40), shop("A", 25)])),
        ("when", Value::Date(day(1, 31))),
        ("fast", Value::Bool(true)),
    ];
    let names = names.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    (records, BTreeMap::from(types), Env { today: day(11, 14), names })
}

#[test]
fn each_comes_to_its_value_and_has_its_type() {
    let (records, types, env) = known();
    let scope = Scope { records: &records, names: types };
    let cases = [
        // A list in a list, each entry by its own name.
        (
            "sum(bills as b, share(b.amount, first(shops as s, s.name == b.shop).rate, 1000))",
            "money?",
            usd(25 + 133),
        ),
        (
            "count(bills as b, any(shops as s, s.name == b.shop and s.rate > 30))",
            "int",
            Value::Int(1),
        ),
        ("highest(bills, it.amount)", "money?", usd(3_333)),
        ("lowest(bills, it.on)", "date?", Value::Date(day(1, 31))),
        ("if(fast, 'rush', 'standard')", "rush|standard", Value::word("rush")),
        ("if(not fast, when, none)", "date?", Value::None),
        ("add_months(when, 1)", "date", Value::Date(day(2, 28))),
        ("month_end(when)", "date", Value::Date(day(1, 31))),
        ("year_start(when)", "date", Value::Date(day(1, 1))),
        ("share(5, 1, 2)", "int?", Value::Int(3)),
        ("share(-5, 1, 2)", "int?", Value::Int(-3)),
        ("share_down(-5, 1, 2)", "int?", Value::Int(-3)),
        ("share_down(5, 1, 2)", "int?", Value::Int(2)),
        ("share(5, 1, 0)", "int?", Value::None),
        ("share(100, first(bills).amount, last(bills).amount)", "int?", Value::Int(30)),
    ];
    for (text, kind, value) in cases {
        let expr = parse(text).unwrap();
        assert_eq!(type_of(&expr, text, &scope).unwrap().to_string(), kind, "{text}");
        assert_eq!(eval(&expr, &env), value, "{text}");
    }
}

#[test]
fn what_goes_wrong_says_what_is_wrong() {
    let (records, types, _) = known();
    let scope = Scope { records: &records, names: types };
    let cases = [
        ("add_days(when as day, 1)", "goes through no list"),
        ("any(bills as, it.amount == it.amount)", "must follow `as`"),
        ("any(bills as when, true)", "`when` is known here already"),
        ("highest(bills, it.shop)", "have a highest"),
        ("if(when, 1, 2)", "If does not take"),
        ("if(fast, 1, when)", "If does not take"),
        ("share(when, 1, 2)", "Share does not take"),
    ];
    for (text, expected) in cases {
        let problem = match parse(text) {
            Ok(expr) => type_of(&expr, text, &scope).unwrap_err().problem,
            Err(error) => error.problem,
        };
        assert!(problem.contains(expected), "{text}: {problem}");
    }
}
