//! The same seed gives the same world, and every record of it is valid.

use std::collections::{BTreeMap, BTreeSet};

use commerce::Record;
use kernel::canonical::Sha256Hex;

use super::*;
use crate::event::{Answer, Problem, Right};

const SEED: u64 = 11;

fn size(orders: u64) -> WorldSize {
    WorldSize::of_orders(orders, "2026-01-05T00:00:00Z".parse().unwrap(), 120)
}

fn events(seed: u64, orders: u64) -> Vec<WorldEvent> {
    World::generate(seed, size(orders)).unwrap().map(Result::unwrap).collect()
}

fn digest(events: &[WorldEvent]) -> Sha256Hex {
    let lines: Vec<String> = events.iter().map(|e| serde_json::to_string(e).unwrap()).collect();
    Sha256Hex::of(lines.join("\n").as_bytes())
}

fn problems(events: &[WorldEvent]) -> Vec<&Problem> {
    events
        .iter()
        .filter_map(|event| match &event.what {
            What::Problem(problem) => Some(problem.as_ref()),
            _ => None,
        })
        .collect()
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    assert_eq!(digest(&events(SEED, 400)), digest(&events(SEED, 400)));
    assert_ne!(digest(&events(SEED, 400)), digest(&events(SEED + 1, 400)));
}

#[test]
fn events_come_in_order_and_every_record_is_valid_and_known_before_it_is_used() {
    let events = events(SEED, 3_000);
    assert!(events.is_sorted_by_key(|event| event.at));
    let mut seen: BTreeSet<(&str, String)> = BTreeSet::new();
    for event in &events {
        let What::Record(record) = &event.what else { continue };
        assert_eq!(record.validate(), Ok(()), "{record:?}");
        let needs: Vec<(&str, String)> = match record.as_ref() {
            Record::Order(order) => vec![
                ("merchant", order.merchant_id.to_string()),
                ("customer", order.customer_id.to_string()),
                ("device", order.device_id.as_ref().unwrap().to_string()),
            ],
            Record::Scan(scan) => vec![("order", scan.order_id.to_string())],
            other => other.order_id().map(|id| ("order", id.to_string())).into_iter().collect(),
        };
        for need in needs {
            assert!(seen.contains(&need), "{need:?} is not known before {record:?}");
        }
        let news = matches!(record.as_ref(), Record::Scan(_)) || event.at == record.at();
        assert!(news, "{record:?} is told at {}", event.at);
        seen.insert((record.kind(), record.key()));
    }
    assert_eq!(seen.iter().filter(|(kind, _)| *kind == "order").count(), 3_000);
}

#[test]
fn problems_are_of_many_kinds_and_each_has_one_answer_after_it() {
    let events = events(SEED, 20_000);
    let problems = problems(&events);
    let share = problems.len() as f64 / 20_000.0;
    assert!((0.02..0.08).contains(&share), "{share}");
    let kinds: BTreeSet<_> = problems.iter().map(|problem| problem.claim.sub_issue).collect();
    assert!(kinds.len() >= 12, "{kinds:?}");
    let merchant_right = problems.iter().filter(|p| p.truth == Right::Merchant).count();
    assert!((5..50).contains(&(merchant_right * 100 / problems.len())));
    let mut answers: BTreeMap<&str, (&Answer, Timestamp)> = BTreeMap::new();
    for event in &events {
        if let What::Answer(answer) = &event.what {
            let id = answer.order_id.as_str();
            assert!(answers.insert(id, (&answer.answer, answer.at)).is_none(), "{id}");
        }
    }
    for problem in &problems {
        let (answer, at) = answers[problem.claim.order_id.as_str()];
        assert!(at > problem.claim.at);
        if let Answer::Represent { evidence, proposal_minor, .. } = answer {
            assert!(!evidence.is_empty());
            let inside = |minor: i64| 0 < minor && minor < problem.claim.amount_minor;
            assert!(proposal_minor.is_none_or(inside));
        }
        assert!(problem.claim.amount_minor > 0 && !problem.claim.statement.is_empty());
        assert!(problem.claim.evidence.len() <= 2);
    }
    assert_eq!(answers.len(), problems.len());
}

#[test]
fn hardship_the_ring_and_all_markets_appear() {
    let events = events(SEED, 20_000);
    let of_ring = problems(&events).iter().filter(|problem| problem.claim.declared).count();
    assert!(of_ring > 5, "{of_ring}");
    assert!(events.iter().any(|event| matches!(event.what, What::Hardship(_))));
    let mut currencies: BTreeMap<String, u32> = BTreeMap::new();
    for event in &events {
        if let What::Record(record) = &event.what
            && let Record::Order(order) = record.as_ref()
        {
            *currencies.entry(order.currency.to_string()).or_default() += 1;
        }
    }
    assert_eq!(currencies.len(), 4, "{currencies:?}");
    assert!(currencies.values().all(|count| *count > 2_000), "{currencies:?}");
}

#[test]
fn nobody_pays_more_than_they_owe() {
    let events = events(SEED, 5_000);
    let mut balance: BTreeMap<String, i64> = BTreeMap::new();
    for event in &events {
        let What::Record(record) = &event.what else { continue };
        match record.as_ref() {
            Record::Capture(capture) => {
                balance.insert(capture.order_id.to_string(), capture.amount_minor);
            }
            Record::Payment(payment) => {
                *balance.get_mut(payment.order_id.as_str()).unwrap() -= payment.amount_minor;
            }
            _ => {}
        }
    }
    // Financing pays interest on top of what was captured.
    let overpaid = balance.values().filter(|left| **left < 0).count();
    assert!(overpaid < balance.len() / 10);
    assert!(balance.values().all(|left| *left > -100_000));
}

#[test]
fn no_text_looks_like_a_card_number() {
    for event in events(SEED, 2_000) {
        let line = serde_json::to_string(&event).unwrap();
        let numbers_of_parcels = line.contains("TRK") || line.contains("RET");
        assert!(numbers_of_parcels || !kernel::scrub::has_card_number(&line), "{line}");
    }
}

#[test]
fn sizes_out_of_bounds_are_refused() {
    let start = Timestamp::EPOCH;
    for bad in [
        WorldSize { orders: 0, ..WorldSize::of_orders(10, start, 10) },
        WorldSize { shops: SHOPS_MAX + 1, ..WorldSize::of_orders(10, start, 10) },
        WorldSize { days: 0, ..WorldSize::of_orders(10, start, 10) },
    ] {
        assert!(matches!(World::generate(1, bad), Err(WorldError::Size { .. })), "{bad:?}");
    }
    let rates = Rates { lost: 1.5, ..Rates::default() };
    assert!(World::with_rates(1, WorldSize::of_orders(10, start, 10), rates).is_err());
}
