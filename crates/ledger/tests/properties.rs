//! What holds for every sequence of entries.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use kernel::{Currency, EntryId, EventId, Timestamp};
use ledger::{Account, Applied, Balance, Book, Cause, Entry, Journal};
use proptest::prelude::*;

const ACCOUNTS: [Account; 5] =
    [Account::Cash, Account::MdrIncome, Account::Goodwill, Account::FraudLoss, Account::SchemeFee];

fn id(number: usize) -> EntryId {
    format!("00000000-0000-7000-8000-{number:012x}").parse().unwrap()
}

#[derive(Debug, Clone)]
struct Step {
    key: usize,
    debit: usize,
    credit: usize,
    minor: i64,
    euros: bool,
    /// 0 posted, 1 pending, 2 settles, 3 voids.
    phase: u8,
    target: usize,
}

fn step() -> impl Strategy<Value = Step> {
    (0..40usize, 0..5usize, 1..5usize, 1..1_000_000i64, any::<bool>(), 0..4u8, 0..40usize).prop_map(
        |(key, debit, offset, minor, euros, phase, target)| {
            let credit = (debit + offset) % 5;
            Step { key, debit, credit, minor, euros, phase, target }
        },
    )
}

fn entry(number: usize, step: &Step) -> Entry {
    let currency = if step.euros { Currency::EUR } else { Currency::GBP };
    let event: EventId = "00000000-0000-7000-8000-0000000000bb".parse().unwrap();
    let at = Timestamp::from_millis(5);
    let key = format!("k{}", step.key);
    let builder = Entry::builder(id(number), key, currency, at, Cause::Feed(event))
        .debit(ACCOUNTS[step.debit].clone(), step.minor)
        .credit(ACCOUNTS[step.credit].clone(), step.minor);
    let builder = match step.phase {
        0 => builder,
        1 => builder.pending(),
        2 => builder.settles(id(step.target)),
        _ => builder.voids(id(step.target)),
    };
    builder.build().unwrap()
}

/// The entry that ends a reservation in full.
fn ending(pending: &Entry, number: usize, void: bool) -> Entry {
    let key = format!("end-{number}");
    let at = pending.at();
    let builder = Entry::builder(id(10_000 + number), key, pending.currency(), at, pending.cause());
    let builder =
        pending.legs().iter().fold(builder, |b, leg| b.leg(leg.account.clone(), leg.minor));
    if void { builder.voids(pending.id()) } else { builder.settles(pending.id()) }.build().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn sums_are_zero_and_a_refused_entry_changes_nothing(steps in prop::collection::vec(step(), 1..60)) {
        let mut journal = Journal::new();
        for (number, step) in steps.iter().enumerate() {
            let before = journal.clone();
            let entry = entry(number, step);
            match journal.apply(&entry) {
                Ok(Applied::Applied) => {
                    // The same again is a duplicate and moves nothing.
                    let after = journal.clone();
                    prop_assert_eq!(journal.apply(&entry), Ok(Applied::Duplicate));
                    prop_assert_eq!(&journal, &after);
                }
                Ok(Applied::Duplicate) | Err(_) => prop_assert_eq!(&journal, &before),
            }
            prop_assert!(journal.book().is_balanced());
            prop_assert!(journal.book().posted_sums().values().all(|sum| *sum == 0));
        }
        let json = serde_json::to_string(journal.book()).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Book>(&json).unwrap(), journal.book());
    }

    #[test]
    fn reservations_that_end_leave_only_what_was_settled(
        steps in prop::collection::vec((step(), any::<bool>()), 1..30)
    ) {
        let mut book = Book::new();
        let mut expected: BTreeMap<(Account, Currency), i64> = BTreeMap::new();
        let mut pendings = Vec::new();
        for (number, (step, void)) in steps.iter().enumerate() {
            let pending = entry(number, &Step { phase: 1, ..step.clone() });
            book.apply(&pending).unwrap();
            pendings.push((number, pending, *void));
        }
        for (number, pending, void) in pendings {
            book.apply(&ending(&pending, number, void)).unwrap();
            if !void {
                for leg in pending.legs() {
                    *expected.entry((leg.account.clone(), pending.currency())).or_default() += leg.minor;
                }
            }
        }
        prop_assert_eq!(book.open_pendings().count(), 0);
        for ((account, currency), minor) in expected {
            let balance = book.balance(&account, currency);
            prop_assert_eq!(balance, Balance { posted: minor, pending: 0 });
        }
        prop_assert!(book.balances().all(|(_, _, balance)| balance.pending == 0));
    }

    #[test]
    fn order_of_posted_entries_does_not_matter(steps in prop::collection::vec(step(), 1..30)) {
        let entries: Vec<Entry> = steps
            .iter()
            .enumerate()
            .map(|(number, step)| entry(number, &Step { phase: 0, ..step.clone() }))
            .collect();
        let (mut forward, mut backward) = (Book::new(), Book::new());
        entries.iter().for_each(|entry| forward.apply(entry).unwrap());
        entries.iter().rev().for_each(|entry| backward.apply(entry).unwrap());
        prop_assert_eq!(forward, backward);
    }
}
