//! Erasure plans: what goes, what stays, and what the person may hear.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use compliance::retention::{Answer, Class, ErasurePlan, Hold, Item, plan_erasure};
use compliance::statutes::Statutes;
use kernel::calendar::Calendars;
use kernel::{Jurisdiction, Timestamp};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn item(id: &str, class: Class, closed: Option<&str>) -> Item {
    Item { id: id.to_owned(), class, closed_at: closed.map(at) }
}

fn hold(item: &str, until: Option<&str>, confidential: bool) -> Hold {
    Hold {
        item: item.to_owned(),
        ground: if confidential { "suspicion under review" } else { "court order 12/26" }
            .to_owned(),
        citation: "order".to_owned(),
        until: until.map(at),
        confidential,
    }
}

fn plan(items: &[Item], holds: &[Hold], now: &str) -> ErasurePlan {
    let calendars = Calendars::shipped().unwrap();
    let london = calendars.get(&Jurisdiction::new("gb").unwrap()).unwrap();
    let records = Statutes::shipped().unwrap().records.rule;
    plan_erasure(&records, items, holds, at(now), london)
}

/// Scenario S15: a consumer with an open dispute and, unknown to them, a case of suspicion.
fn scenario() -> Vec<Item> {
    vec![
        item("marketing", Class::Marketing, None),
        item("embeddings", Class::Derived, None),
        item("dispute", Class::Dispute, None),
        item("order", Class::Accounting, Some("2026-10-01T12:00:00Z")),
        item("chat", Class::Conversation, Some("2025-11-01T12:00:00Z")),
        item("aml", Class::Suspicion, None),
    ]
}

#[test]
fn erasure_in_the_middle_of_a_dispute() {
    let plan = plan(&scenario(), &[], "2026-11-21T12:00:00Z");
    assert_eq!(plan.erase_now, ["marketing", "embeddings", "chat"]);
    let kept: Vec<&str> = plan.keep.iter().map(|kept| kept.id.as_str()).collect();
    assert_eq!(kept, ["dispute", "order", "aml"]);
    assert!(plan.keep.iter().all(|kept| !kept.ground.is_empty() && !kept.citation.is_empty()));
    assert_eq!(plan.keep[1].until, Some(at("2033-10-01T23:00:00Z")));
    assert_eq!(plan.shred_key_at(at("2026-11-21T12:00:00Z")), None, "a record still runs");
}

#[test]
fn the_person_never_hears_of_a_suspicion() {
    let holds = [hold("chat", None, true), hold("order", None, true)];
    let plan = plan(&scenario(), &holds, "2026-11-21T12:00:00Z");
    assert!(plan.keep.iter().any(|kept| kept.id == "chat"), "the hold keeps it");
    let told = serde_json::to_string(&plan.answers()).unwrap();
    assert!(!told.contains("aml") && !told.contains("suspicion"), "{told}");
    let answers = plan.answers();
    let of = |wanted: &str| {
        answers
            .iter()
            .find_map(|answer| match answer {
                Answer::Kept { id, until, ground, .. } if id == wanted => {
                    Some((*until, ground.as_str()))
                }
                _ => None,
            })
            .unwrap()
    };
    // What is kept anyway keeps its own ground and end; what is not gets the neutral one.
    assert_eq!(of("order"), (Some(at("2033-10-01T23:00:00Z")), "book-keeping"));
    assert_eq!(of("chat"), (None, "legal obligation"));
}

#[test]
fn the_longest_hold_decides_and_the_key_goes_last() {
    let items = [
        item("complaint", Class::Complaint, Some("2023-11-21T12:00:00Z")),
        item("order", Class::Accounting, Some("2019-12-01T12:00:00Z")),
    ];
    let now = "2026-11-21T12:00:00Z";
    let holds = [
        hold("complaint", Some("2027-06-01T00:00:00Z"), false),
        hold("complaint", Some("2026-11-21T12:00:00Z"), false),
    ];
    let plan_now = plan(&items, &holds, now);
    assert!(plan_now.erase_now.is_empty());
    assert_eq!(plan_now.keep[0].until, Some(at("2027-06-01T00:00:00Z")));
    assert_eq!(plan_now.keep[0].ground, "court order 12/26");
    assert_eq!(plan_now.shred_key_at(at(now)), Some(at("2027-06-01T00:00:00Z")));
    let later = plan(&items, &holds, "2027-06-01T00:00:00Z");
    assert_eq!(later.erase_now, ["complaint", "order"]);
    let then = at("2027-06-01T00:00:00Z");
    assert_eq!(later.shred_key_at(then), Some(then), "nothing is kept any longer");
}

#[test]
fn a_period_ends_at_its_instant() {
    let items = [item("complaint", Class::Complaint, Some("2023-11-21T12:00:00Z"))];
    assert_eq!(plan(&items, &[], "2026-11-21T23:59:59Z").keep.len(), 1);
    assert_eq!(plan(&items, &[], "2026-11-22T00:00:00Z").erase_now, ["complaint"]);
}
