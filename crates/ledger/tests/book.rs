//! The rules of entries and books, each by an example that breaks it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use kernel::{Currency, DecisionId, EntryId, MerchantId, Timestamp};
use ledger::{
    Account, Applied, Balance, Book, Cause, Entry, EntryBuilder, EntryError, Journal, LedgerError,
};

fn id(number: u128) -> EntryId {
    format!("00000000-0000-7000-8000-{number:012x}").parse().unwrap()
}

fn cause() -> Cause {
    let decision: DecisionId = "00000000-0000-7000-8000-0000000000aa".parse().unwrap();
    Cause::Decision(decision)
}

fn build(number: u128, key: &str) -> EntryBuilder {
    Entry::builder(id(number), key, Currency::GBP, Timestamp::from_millis(1_000), cause())
}

fn shop() -> Account {
    Account::MerchantPayable(MerchantId::new("shop-1").unwrap())
}

fn hold(number: u128, key: &str, minor: i64) -> EntryBuilder {
    build(number, key).debit(shop(), minor).credit(Account::DisputeFeeIncome, minor)
}

#[test]
fn an_entry_that_is_wrong_cannot_be_built() {
    let many = (0..17).fold(build(1, "k"), |b, _| b.debit(Account::Cash, 1).credit(shop(), 1));
    let big = build(1, "k").debit(Account::Cash, i64::MAX).credit(shop(), i64::MAX);
    let bigger = big.debit(Account::Goodwill, 1).credit(Account::MdrIncome, 1);
    let key = || "k".to_owned();
    let table = [
        (build(1, "").debit(Account::Cash, 1).credit(shop(), 1), EntryError::Key(0)),
        (build(1, &"k".repeat(201)).debit(Account::Cash, 1), EntryError::Key(201)),
        (build(1, "k"), EntryError::Legs { key: key(), legs: 0 }),
        (build(1, "k").debit(Account::Cash, 1), EntryError::Legs { key: key(), legs: 1 }),
        (many, EntryError::Legs { key: key(), legs: 34 }),
        (
            build(1, "k").debit(Account::Cash, 0).credit(shop(), 0),
            EntryError::ZeroLeg { key: key(), account: Account::Cash },
        ),
        (
            build(1, "k").debit(Account::Cash, -1).credit(shop(), -1),
            EntryError::Negative { key: key(), account: Account::Cash },
        ),
        (
            build(1, "k").debit(Account::Cash, 5).credit(shop(), 4),
            EntryError::Unbalanced { key: key(), currency: Currency::GBP, sum: 1 },
        ),
        (bigger, EntryError::Overflow { key: key() }),
        (hold(1, "k", 1).memo("m".repeat(501)), EntryError::Memo { key: key(), bytes: 501 }),
    ];
    for (builder, expected) in table {
        assert_eq!(builder.build(), Err(expected));
    }
}

#[test]
fn stored_entries_are_checked_too() {
    let entry = hold(1, "dispute/1/hold", 12_000).memo("hold").build().unwrap();
    let json = serde_json::to_string(&entry).unwrap();
    assert_eq!(serde_json::from_str::<Entry>(&json).unwrap(), entry);
    let broken = json.replace("-12000", "-11999");
    assert_ne!(broken, json);
    let error = serde_json::from_str::<Entry>(&broken).unwrap_err().to_string();
    assert!(error.contains("does not balance"), "{error}");
}

#[test]
fn zero_parts_may_be_left_out_on_purpose() {
    let entry = build(1, "k")
        .debit(Account::Goodwill, 7)
        .credit(shop(), 7)
        .credit_unless_zero(Account::Cash, 0)
        .debit_unless_zero(Account::CreditLoss, 0)
        .build()
        .unwrap();
    assert_eq!(entry.legs().len(), 2);
    assert_eq!(entry.minor_on(&shop()), -7);
}

#[test]
fn a_reservation_is_settled_once_in_part_and_the_rest_is_released() {
    let mut book = Book::new();
    book.apply(&hold(1, "reserve", 100).pending().build().unwrap()).unwrap();
    assert_eq!(book.balance(&shop(), Currency::GBP), Balance { posted: 0, pending: 100 });
    assert_eq!(book.balance(&shop(), Currency::GBP).expected(), 100);
    assert!(book.is_balanced());
    assert_eq!(book.open_pendings().collect::<Vec<_>>(), [id(1)]);

    let over = hold(2, "settle", 101).settles(id(1)).build().unwrap();
    assert!(matches!(book.apply(&over), Err(LedgerError::BeyondReserved { minor: 101, .. })));
    let elsewhere = build(2, "settle")
        .debit(Account::Cash, 1)
        .credit(Account::DisputeFeeIncome, 1)
        .settles(id(1))
        .build()
        .unwrap();
    assert!(matches!(book.apply(&elsewhere), Err(LedgerError::BeyondReserved { .. })));

    book.apply(&hold(2, "settle", 60).settles(id(1)).build().unwrap()).unwrap();
    assert_eq!(book.balance(&shop(), Currency::GBP), Balance { posted: 60, pending: 0 });
    for again in [hold(3, "again", 1).settles(id(1)), hold(3, "again", 100).voids(id(1))] {
        let refused = book.apply(&again.build().unwrap());
        let key = "again".to_owned();
        assert_eq!(refused, Err(LedgerError::NotPending { key, pending: id(1) }));
    }
}

#[test]
fn a_void_repeats_the_reservation_and_leaves_nothing() {
    let mut book = Book::new();
    book.apply(&hold(1, "reserve", 100).pending().build().unwrap()).unwrap();
    let part = hold(2, "void", 60).voids(id(1)).build().unwrap();
    assert!(matches!(book.apply(&part), Err(LedgerError::BeyondReserved { reserved: 100, .. })));
    book.apply(&hold(2, "void", 100).voids(id(1)).build().unwrap()).unwrap();
    assert_eq!(book, Book::new());
    assert_eq!(serde_json::to_string(&book).unwrap(), "{}");
}

#[test]
fn a_reservation_keeps_its_currency_and_its_id() {
    let mut book = Book::new();
    book.apply(&hold(1, "reserve", 100).pending().build().unwrap()).unwrap();
    let euros = Entry::builder(id(2), "s", Currency::EUR, Timestamp::EPOCH, cause())
        .debit(shop(), 1)
        .credit(Account::DisputeFeeIncome, 1)
        .settles(id(1))
        .build()
        .unwrap();
    assert!(matches!(book.apply(&euros), Err(LedgerError::OtherCurrency { .. })));
    let twice = hold(1, "reserve-2", 5).pending().build().unwrap();
    assert!(matches!(book.apply(&twice), Err(LedgerError::PendingTwice { .. })));
}

#[test]
fn an_overflow_changes_nothing() {
    let mut book = Book::new();
    book.apply(&hold(1, "a", i64::MAX).build().unwrap()).unwrap();
    let before = book.clone();
    let refused = book.apply(&hold(2, "b", 1).build().unwrap());
    assert!(matches!(refused, Err(LedgerError::Overflow { .. })));
    assert_eq!(book, before);
}

#[test]
fn a_journal_takes_a_key_once() {
    let mut journal = Journal::new();
    let first = hold(1, "k", 100).build().unwrap();
    // A retry makes a new id and memo; the movement is the same.
    let retry = hold(2, "k", 100).effective_at(first.effective_at()).memo("retry").build().unwrap();
    let other = hold(3, "k", 101).build().unwrap();
    assert_eq!(journal.apply(&first), Ok(Applied::Applied));
    assert_eq!(journal.apply(&retry), Ok(Applied::Duplicate));
    assert_eq!(journal.apply(&other), Err(LedgerError::KeyReused { key: "k".to_owned() }));
    assert_eq!(journal.book().posted(&shop(), Currency::GBP), 100);
    assert_eq!(journal.entries().count(), 1);
    assert_eq!(journal.entry("k").unwrap().id(), id(1));
}

#[test]
fn a_book_is_small_and_is_checked_when_read() {
    let mut book = Book::new();
    book.apply(&hold(1, "a", 9).build().unwrap()).unwrap();
    let json = serde_json::to_string(&book).unwrap();
    assert_eq!(json, r#"{"b":[["m_pay:shop-1","GBP",9],["inc:dispute_fee","GBP",-9]]}"#);
    book.apply(&hold(2, "b", 4).pending().build().unwrap()).unwrap();
    let json = serde_json::to_string(&book).unwrap();
    assert_eq!(serde_json::from_str::<Book>(&json).unwrap(), book);
    for bad in [
        r#"{"b":[["cash","GBP",9]]}"#,
        r#"{"b":[["cash","GBP",9],["cash","GBP",-9]]}"#,
        r#"{"b":[["cash","GBP",9],["inc:mdr","EUR",-9]]}"#,
        r#"{"b":[["cash","GBP",0,9]]}"#,
    ] {
        assert!(serde_json::from_str::<Book>(bad).is_err(), "{bad}");
    }
}
