//! Late fees on the machine's own clock: a notice, the grace, one fee per missed payment.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use commerce::FeeTerms;
use common::*;

#[test]
fn each_missed_payment_bears_one_fee_after_its_notice_and_grace() {
    let mut desk = Desk::base("2026-12-01T10:00:00Z", FeeTerms::None);
    let mut charged = Vec::new();
    for day in 1..=120 {
        desk.day(day).tick();
        let fees = desk.file.plans()[0].fees().len();
        if fees > charged.len() {
            charged.push(day);
        }
    }
    // Due on days 30 and 60; seven days of grace; never more than two (Klarna UK, scenario S12).
    assert_eq!(charged, [38, 68]);
    desk.invariants();
}

#[test]
fn a_clock_that_was_never_read_charges_the_same() {
    let mut desk = Desk::base("2026-12-01T10:00:00Z", FeeTerms::None);
    desk.day(120).tick();
    assert_eq!(desk.balances().get("inc:late_fee"), Some(&-1_000));
    desk.invariants();
}
