//! The process dies before or after any commit, and everything is simply sent again: nothing is
//! lost, nothing happens twice.

use std::sync::Arc;

use crate::common::*;
use app::feed;
use dispute::{Outcome, Reason};
use kernel::{Clock, ManualClock};
use store::{Fault, FaultPlan, testkit};

/// Runs S1 with a fault at its `skip`-th write; what was cut off is sent again.
fn silent_merchant(skip: u64, fault: Fault) -> Desk {
    let clock = Arc::new(ManualClock::at(at(D0)));
    let faults = FaultPlan::default();
    let store = testkit::inline(Arc::clone(&clock), faults.clone()).unwrap();
    let desk = Desk::new(store, clock);
    faults.arm(skip, fault);
    for record in base_records(desk.day0, FEE_1500, None) {
        let again = record.clone();
        if desk.feed(record).is_err() {
            desk.must_feed(again);
        }
    }
    desk.day(10);
    let new = new_claim(desk.clock.now(), "o1", Reason::NotReceived);
    let open = |desk: &Desk| {
        let new = new.clone();
        desk.write(&desk.customer(), move |s| app::disputes::open(s, new.clone()))
    };
    if open(&desk).is_err() {
        // What was opened before the crash is in dispute already: the second is refused.
        if let Err(error) = open(&desk) {
            assert_eq!(error.code(), "duplicate_dispute");
        }
    }
    desk.day(31);
    for _ in 0..3 {
        desk.clock.advance(kernel::Duration::MINUTE);
        let (app, now) = (desk.app.clone(), desk.clock.now());
        // A crash here is a timer that fires again.
        let _ = desk.app.store().write_blocking(move |tx| {
            engine::timers::run_due(tx, now, 100, |tx, timer| app::timers::fire(&app, tx, timer))
        });
        desk.pay();
    }
    desk
}

#[test]
fn a_crash_at_any_write_changes_nothing() {
    for fault in [Fault::CrashBeforeCommit, Fault::CrashAfterCommit, Fault::Conflict] {
        for skip in 0..16 {
            let desk = silent_merchant(skip, fault);
            let file = desk.read(&desk.company(), |s| feed::order(s, &"o1".parse().unwrap())).file;
            let closed = file.disputes()[0].closing.as_ref();
            assert_eq!(closed.unwrap().outcome, Outcome::ConsumerFull, "{fault:?} at {skip}");
            assert_eq!(desk.provider.effects_seen().len(), 1, "{fault:?} at {skip}");
            desk.balances_are(&[
                ("cash", 100_000),
                ("m_pay", -98_140),
                ("inc:mdr", -360),
                ("inc:dispute_fee", -1_500),
            ]);
        }
    }
}
