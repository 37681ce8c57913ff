//! The ledger's rows: whatever is posted, running balances equal a replay of the entries.

use std::collections::BTreeMap;

use kernel::{Currency, EntryId, Rng, Timestamp};
use proptest::prelude::*;
use store::ledger::{self, BalanceRow, EntryRow, Phase, PostingLine, StatementCursor};
use store::testkit::{clock, inline, on_both_engines};
use store::{FaultPlan, Store, StoreError, StoreOptions};

use crate::common::{NOW, order, tenant};

/// One thing that happens to the ledger.
#[derive(Debug, Clone)]
enum Step {
    Post {
        from: u8,
        to: u8,
        amount: i64,
    },
    Reserve {
        from: u8,
        to: u8,
        amount: i64,
    },
    /// Posts this share (in percent) of the oldest open reservation.
    Settle {
        percent: i64,
    },
    Void,
}

fn step() -> impl Strategy<Value = Step> {
    let move_money = (0..4u8, 0..4u8, 1..10_000i64);
    prop_oneof![
        move_money.clone().prop_map(|(from, to, amount)| Step::Post { from, to, amount }),
        move_money.prop_map(|(from, to, amount)| Step::Reserve { from, to, amount }),
        (0..=100i64).prop_map(|percent| Step::Settle { percent }),
        Just(Step::Void),
    ]
}

fn lines(from: u8, to: u8, amount: i64) -> Vec<PostingLine> {
    let line = |account: u8, amount| PostingLine {
        account: format!("account:{account}"),
        currency: Currency::EUR,
        amount,
    };
    vec![line(to, amount), line(from, -amount)]
}

fn entry(rng: &mut Rng, n: i64, phase: Phase, lines: Vec<PostingLine>) -> EntryRow {
    let at = Timestamp::from_millis(NOW.as_millis() + n);
    EntryRow {
        tenant: tenant(),
        entry: EntryId::generate(at, rng),
        key: format!("key-{n}"),
        order: order(1),
        dispute: None,
        phase,
        pending_entry: None,
        cause: "test".to_owned(),
        at,
        effective_at: at,
        lane: 0,
        doc: "{}".to_owned(),
        lines,
    }
}

/// An entry that moves an amount to `account:1`.
pub(crate) fn posting(n: i64, amount: i64) -> EntryRow {
    entry(&mut Rng::seeded(n as u64), n, Phase::Posted, lines(0, 1, amount))
}

/// The entries of a list of steps; settling and voiding end the oldest open reservation.
fn entries(steps: &[Step]) -> Vec<EntryRow> {
    let mut rng = Rng::seeded(1);
    let mut open: Vec<(EntryId, (u8, u8, i64))> = Vec::new();
    let mut entries = Vec::new();
    for (n, step) in (1..).zip(steps) {
        let made = match step {
            Step::Post { from, to, amount } => {
                entry(&mut rng, n, Phase::Posted, lines(*from, *to, *amount))
            }
            Step::Reserve { from, to, amount } => {
                let made = entry(&mut rng, n, Phase::Pending, lines(*from, *to, *amount));
                open.push((made.entry, (*from, *to, *amount)));
                made
            }
            Step::Settle { .. } | Step::Void if open.is_empty() => continue,
            Step::Settle { percent } => {
                let (pending, (from, to, amount)) = open.remove(0);
                let lines = lines(from, to, amount * percent / 100);
                let made = entry(&mut rng, n, Phase::PostPending, lines);
                EntryRow { pending_entry: Some(pending), ..made }
            }
            Step::Void => {
                let (pending, (from, to, amount)) = open.remove(0);
                let made = entry(&mut rng, n, Phase::VoidPending, lines(from, to, amount));
                EntryRow { pending_entry: Some(pending), ..made }
            }
        };
        entries.push(made);
    }
    entries
}

fn post_in_groups(store: &Store, entries: &[EntryRow], group: usize) {
    for group in entries.chunks(group) {
        let group = group.to_vec();
        store.write_blocking(move |tx| ledger::post(tx, group.clone())).unwrap();
    }
}

type Rows = Vec<BalanceRow>;

fn balances(store: &Store) -> (Rows, Rows, Rows) {
    store
        .read_blocking(|tx| {
            Ok::<_, StoreError>((
                ledger::balances(tx, &tenant(), "", 1_000)?,
                ledger::replayed_balances(tx, &tenant())?,
                ledger::totals(tx, &tenant())?,
            ))
        })
        .unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn balances_equal_their_replay_however_entries_are_grouped(
        steps in prop::collection::vec(step(), 1..40),
        group in 1..6usize,
    ) {
        let store = inline(clock(), FaultPlan::default()).unwrap();
        let entries = entries(&steps);
        post_in_groups(&store, &entries, group);
        let (kept, replayed, totals) = balances(&store);
        prop_assert_eq!(&kept, &replayed);
        prop_assert!(totals.iter().all(|row| row.posted == 0 && row.pending == 0));
        // An oracle of its own: what each open reservation still holds.
        let mut pending: BTreeMap<String, i64> = BTreeMap::new();
        for made in entries.iter().filter(|made| made.phase == Phase::Pending) {
            if !entries.iter().any(|other| other.pending_entry == Some(made.entry)) {
                for line in &made.lines {
                    *pending.entry(line.account.clone()).or_default() += line.amount;
                }
            }
        }
        for row in kept {
            prop_assert_eq!(row.pending, pending.get(&row.account).copied().unwrap_or(0));
        }
    }
}

#[test]
fn closures_of_one_batch_add_to_the_same_balance() {
    on_both_engines(|database| {
        let store = crate::common::open(database);
        let threads: Vec<_> = (1..=60)
            .map(|n| {
                let store = store.clone();
                std::thread::spawn(move || {
                    let made = posting(n, n);
                    store.write_blocking(move |tx| {
                        ledger::post(tx, vec![made.clone()])?;
                        // Every tenth changes its mind after it wrote.
                        if n % 10 == 0 { Err(StoreError::Closed) } else { Ok(()) }
                    })
                })
            })
            .collect();
        let kept: i64 = threads
            .into_iter()
            .zip(1..)
            .filter_map(|(thread, n)| thread.join().unwrap().is_ok().then_some(n))
            .sum();
        assert_eq!(kept, (1..=60).sum::<i64>() - (1..=6).map(|n| n * 10).sum::<i64>());
        let (balances, replayed, totals) = balances(&store);
        assert_eq!(balances, replayed);
        assert_eq!((balances[1].posted, totals[0].posted), (kept, 0));
    })
    .unwrap();
}

#[test]
fn nodes_add_in_their_own_lanes_and_readers_see_the_sum() {
    on_both_engines(|database| {
        let clock = clock();
        let nodes =
            ["a", "b"].map(|name| database.open(StoreOptions::new(name, clock.clone())).unwrap());
        let mut rng = Rng::seeded(1);
        for n in 1..=20 {
            let made = entry(&mut rng, n, Phase::Posted, lines(0, 1, n));
            let node = &nodes[(n % 2) as usize];
            node.write_blocking(move |tx| ledger::post(tx, vec![made.clone()])).unwrap();
        }
        let (kept, replayed, totals) = balances(&nodes[0]);
        assert_eq!(kept, replayed);
        assert_eq!(kept[1].posted, 210);
        assert_eq!(totals[0].posted, 0);
        let one = nodes[1]
            .read_blocking(|tx| ledger::balance(tx, &tenant(), "account:1", Currency::EUR))
            .unwrap();
        assert_eq!(one, kept[1]);
        let empty = nodes[1]
            .read_blocking(|tx| ledger::balance(tx, &tenant(), "account:", Currency::EUR))
            .unwrap();
        assert_eq!((empty.posted, empty.pending), (0, 0));
    })
    .unwrap();
}

#[test]
fn a_key_is_posted_once_and_statements_page_without_gaps() {
    on_both_engines(|database| {
        let store = crate::common::open(database);
        let mut rng = Rng::seeded(1);
        // All at one instant: only entry and line tell them apart.
        let made: Vec<EntryRow> = (1..=25)
            .map(|n| EntryRow { at: NOW, ..entry(&mut rng, n, Phase::Posted, lines(0, 1, n)) })
            .collect();
        post_in_groups(&store, &made, 4);
        let again = made[3].clone();
        let twice = store.write_blocking(move |tx| {
            let fresh = EntryId::generate(NOW, &mut Rng::seeded(99));
            ledger::post(tx, vec![EntryRow { entry: fresh, ..again.clone() }])
        });
        assert!(matches!(twice, Err(StoreError::Unique { .. })), "{twice:?}");
        let mut after = StatementCursor::start();
        let mut amounts = Vec::new();
        loop {
            let from = after.clone();
            let page = store
                .read_blocking(move |tx| ledger::statement(tx, &tenant(), "account:1", &from, 7))
                .unwrap();
            let Some(last) = page.last() else { break };
            let (at, line) = (last.at, last.line);
            after = StatementCursor { at, entry: last.entry.to_string(), line };
            amounts.extend(page.iter().map(|row| row.amount));
        }
        amounts.sort_unstable();
        assert_eq!(amounts, (1..=25).collect::<Vec<i64>>());
        let read =
            store.read_blocking(|tx| ledger::of_order(tx, &tenant(), &order(1), 100)).unwrap();
        assert_eq!(read.len(), 25);
        assert!(read.iter().all(|entry| entry.lines.len() == 2 && entry.lane == 1));
    })
    .unwrap();
}
