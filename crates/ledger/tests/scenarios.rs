//! The postings of the acceptance scenarios S1–S14 and the balances they must end with.
//!
//! A posting is written as its legs, `account amount …`, debit +, credit −; every scenario begins
//! with base order B: GBP 120.00 in three, merchant fee 3 %, the first instalment paid.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;

use kernel::{Currency, EventId, Timestamp};
use ledger::{Account, Applied, Cause, Entry, Journal};

const UUID: &str = "0190b8a0-5c3e-7d44-8a7b-3f2c1d0e9f88";

const BASE: [&str; 3] =
    ["cash 100000 m_pay -100000", "recv 12000 m_pay -11640 inc:mdr -360", "cash 4000 recv -4000"];

const HOLD: &str = "m_pay 12000 hold -12000";
const FEE_HELD: &str = "m_pay 1500 hold -1500";
const PAYOUT: &str = "cust_ref 4000 cash -4000";

/// Name, postings after the base, and every balance that is not 0 at the end.
const SCENARIOS: [(&str, &[&str], &str); 15] = [
    (
        "S1 merchant silent",
        &[
            HOLD,
            FEE_HELD,
            "hold 12000 recv -8000 cust_ref -4000",
            "hold 1500 inc:dispute_fee -1500",
            PAYOUT,
        ],
        "cash 100000 inc:dispute_fee -1500 inc:mdr -360 m_pay -98140",
    ),
    (
        "S2a merchant wins, fee reversed",
        &[HOLD, FEE_HELD, "hold 13500 m_pay -13500"],
        "cash 104000 inc:mdr -360 m_pay -111640 recv 8000",
    ),
    (
        "S2b merchant wins, fee kept",
        &[HOLD, FEE_HELD, "hold 13500 m_pay -12000 inc:dispute_fee -1500"],
        "cash 104000 inc:dispute_fee -1500 inc:mdr -360 m_pay -110140 recv 8000",
    ),
    (
        "S4 refund race",
        &[
            HOLD,
            "hold 5000 m_pay -5000",
            "m_pay 5000 recv -5000",
            "hold 7000 recv -3000 cust_ref -4000",
            PAYOUT,
        ],
        "cash 100000 inc:mdr -360 m_pay -99640",
    ),
    (
        "S5 partial settlement",
        &[HOLD, "hold 12000 recv -3000 m_pay -9000"],
        "cash 104000 inc:mdr -360 m_pay -108640 recv 5000",
    ),
    (
        "S6a unauthorised, provider bears",
        &[
            HOLD,
            "prov 4000 cust_ref -4000",
            PAYOUT,
            "exp:fraud_loss 12000 recv -8000 prov -4000",
            "hold 12000 m_pay -12000",
        ],
        "cash 100000 exp:fraud_loss 12000 inc:mdr -360 m_pay -111640",
    ),
    (
        "S6b unauthorised, merchant bears",
        &[HOLD, "prov 4000 cust_ref -4000", PAYOUT, "hold 12000 recv -8000 prov -4000"],
        "cash 100000 inc:mdr -360 m_pay -99640",
    ),
    (
        "S7a cancelled in time",
        &["m_pay 11640 inc:mdr 360 recv -8000 cust_ref -4000", PAYOUT],
        "cash 100000 m_pay -100000",
    ),
    (
        "S9 goodwill",
        &["recv 1200 m_pay -1164 inc:mdr -36", "exp:goodwill 1200 recv -1200"],
        "cash 104000 exp:goodwill 1200 inc:mdr -396 m_pay -112804 recv 8000",
    ),
    (
        "S10 appeal flips",
        &[HOLD, FEE_HELD, "m_pay 1000 hold -1000", "hold 14500 m_pay -14500"],
        "cash 104000 inc:mdr -360 m_pay -111640 recv 8000",
    ),
    (
        "S11a two routes, consumer wins",
        &[
            HOLD,
            "net_disp 4000 cash -4000",
            "exp:scheme_fee 2000 cash -2000",
            "hold 12000 recv -8000 net_disp -4000",
        ],
        "cash 98000 exp:scheme_fee 2000 inc:mdr -360 m_pay -99640",
    ),
    (
        "S11b two routes, merchant wins",
        &[HOLD, "net_disp 4000 cash -4000", "hold 12000 m_pay -12000", "recv 4000 net_disp -4000"],
        "cash 100000 inc:mdr -360 m_pay -111640 recv 12000",
    ),
    (
        "S12 late fee waived",
        &["fees_recv 500 inc:late_fee -500", "inc:late_fee 500 fees_recv -500"],
        "cash 104000 inc:mdr -360 m_pay -111640 recv 8000",
    ),
    (
        "S13 complaint upheld",
        &[
            "fees_recv 500 inc:late_fee -500",
            "cash 500 fees_recv -500",
            "inc:late_fee 500 exp:goodwill 2500 cust_ref -3000",
            "cust_ref 3000 cash -3000",
        ],
        "cash 101500 exp:goodwill 2500 inc:mdr -360 m_pay -111640 recv 8000",
    ),
    (
        "S14 overturned, merchant balance empty",
        &[
            HOLD,
            "hold 12000 m_pay -12000",
            "m_pay 106640 cash -106640",
            "m_pay 5000 m_recv 7000 hold -12000",
            "hold 12000 recv -8000 cust_ref -4000",
            PAYOUT,
        ],
        "cash -6640 inc:mdr -360 m_recv 7000",
    ),
];

/// `hold` becomes `hold:{dispute}`; what has no id stays as it is.
fn account(short: &str) -> Account {
    let id = match short {
        "recv" | "fees_recv" | "hold" | "prov" => UUID,
        "m_pay" | "m_recv" => "shop-1",
        "cust_ref" => "ann",
        "net_disp" => "visa-1",
        _ => return short.parse().unwrap(),
    };
    format!("{short}:{id}").parse().unwrap()
}

fn parse(legs: &str) -> Vec<(&str, i64)> {
    let words: Vec<&str> = legs.split(' ').collect();
    words.chunks(2).map(|pair| (pair[0], pair[1].parse().unwrap())).collect()
}

fn entry(key: &str, number: usize, legs: &str) -> Entry {
    let id = format!("00000000-0000-7000-8000-{number:012x}").parse().unwrap();
    let event: EventId = UUID.parse().unwrap();
    let at = Timestamp::from_millis(1);
    let builder = Entry::builder(id, key, Currency::GBP, at, Cause::Feed(event));
    let add = |b: ledger::EntryBuilder, (short, minor): (&str, i64)| b.leg(account(short), minor);
    parse(legs).into_iter().fold(builder, add).build().unwrap()
}

#[test]
fn every_scenario_ends_with_its_exact_balances() {
    for (name, postings, expected) in SCENARIOS {
        let mut journal = Journal::new();
        for (number, legs) in BASE.iter().chain(postings).enumerate() {
            let entry = entry(&format!("{name}/{number}"), number, legs);
            assert_eq!(journal.apply(&entry), Ok(Applied::Applied), "{name}: {legs}");
            // Everything is delivered twice.
            assert_eq!(journal.apply(&entry), Ok(Applied::Duplicate), "{name}: {legs}");
        }
        let balances: BTreeMap<&str, i64> = journal
            .book()
            .balances()
            .map(|(account, _, balance)| (account.kind(), balance.posted))
            .collect();
        assert_eq!(balances, parse(expected).into_iter().collect(), "{name}");
        assert!(journal.book().is_balanced());
    }
}
