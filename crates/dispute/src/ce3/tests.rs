//! The rule by table, and against an oracle written from its text.

use kernel::Rng;

use super::*;

const DISPUTE: Date = Date::constant(2025, 6, 1);

fn back_from(date: Date, days: i64) -> Date {
    (0..days).fold(date, |day, _| day.yesterday().unwrap())
}

fn before(days: i64) -> Date {
    back_from(DISPUTE, days)
}

fn purchase(on: Date) -> CardPurchase {
    let some = |text: &str| Some(text.to_owned());
    CardPurchase {
        on,
        merchant: MerchantId::new("m1").unwrap(),
        credential: "tok_1".to_owned(),
        user_id: some("u1"),
        ip: None,
        device_id: some("d1"),
        device_fingerprint: None,
        shipping_address: None,
        disputed: false,
        reported_fraud: false,
        visa_secure: false,
    }
}

#[test]
fn the_age_of_a_prior_is_120_to_365_days_with_both_ends() {
    // Scenario S11 (c), and each end by itself.
    let cases = [
        (119, 366, false),
        (120, 365, true),
        (119, 365, false),
        (120, 366, false),
        (121, 364, true),
        (120, 120, true),
        (365, 365, true),
    ];
    for (first, second, qualified) in cases {
        let history = [purchase(before(first)), purchase(before(second))];
        let answer = assess(CONDITION, DISPUTE, &purchase(before(3)), &history);
        assert_eq!(answer.qualified(), qualified, "{first} and {second} days");
    }
}

#[test]
fn visa_secure_qualifies_from_its_day_on() {
    let disputed = CardPurchase { visa_secure: true, ..purchase(Date::constant(2025, 10, 1)) };
    let on = |day| assess(CONDITION, Date::constant(2025, 10, day), &disputed, &[]);
    assert_eq!(on(16), Ce3::NotQualified(vec![Gap::TooFewPriors]));
    assert_eq!(on(17), Ce3::VisaSecure);
    let other = assess("13.1", Date::constant(2025, 10, 17), &disputed, &[]);
    assert_eq!(other, Ce3::NotQualified(vec![Gap::OtherCondition]));
}

#[test]
fn two_elements_without_ip_or_device_are_not_enough() {
    let of = |on| CardPurchase {
        device_id: None,
        shipping_address: Some("oak st 1".to_owned()),
        ..purchase(on)
    };
    let answer = assess(CONDITION, DISPUTE, &of(before(3)), &[of(before(130)), of(before(140))]);
    assert_eq!(answer, Ce3::NotQualified(vec![Gap::NoAnchor]));
}

#[test]
fn the_two_names_of_a_device_do_not_add_up() {
    let both = |on, id: &str, print: &str| CardPurchase {
        device_id: Some(id.to_owned()),
        device_fingerprint: Some(print.to_owned()),
        ..purchase(on)
    };
    // Equal by id with one prior and by fingerprint with the other: no device in all three.
    let history = [both(before(130), "d1", "x"), both(before(140), "y", "f1")];
    let answer = assess(CONDITION, DISPUTE, &both(before(3), "d1", "f1"), &history);
    assert_eq!(answer, Ce3::NotQualified(vec![Gap::TooFewElements]));
}

/// Written from the rule's text with nothing shared: days by counting, subsets by bits.
fn oracle(dispute: Date, disputed: &CardPurchase, history: &[CardPurchase]) -> bool {
    if disputed.visa_secure && (dispute.year(), dispute.month(), dispute.day()) >= (2025, 10, 17) {
        return true;
    }
    let age = |on: Date| {
        let mut day = on;
        let mut count = 0;
        while day < dispute && count < 1_000 {
            day = day.tomorrow().unwrap();
            count += 1;
        }
        count
    };
    let fields = |p: &CardPurchase| {
        [&p.user_id, &p.ip, &p.device_id, &p.device_fingerprint, &p.shipping_address]
            .map(|field| field.clone().unwrap_or_default())
    };
    for (i, a) in history.iter().enumerate() {
        for (j, b) in history.iter().enumerate() {
            let fit = |p: &CardPurchase| {
                p.on < dispute
                    && age(p.on) >= 120
                    && age(p.on) <= 365
                    && p.merchant.as_str() == disputed.merchant.as_str()
                    && p.credential == disputed.credential
                    && !(p.disputed || p.reported_fraud)
            };
            if i == j || !fit(a) || !fit(b) {
                continue;
            }
            let (x, y, z) = (fields(disputed), fields(a), fields(b));
            // Every choice of two or more of the five fields; the two names of a device are
            // one element.
            for choice in 1_u32..32 {
                let chosen = |bit: u32| choice & (1 << bit) != 0;
                let equal = (0..5).filter(|bit| chosen(*bit)).all(|bit| {
                    let k = bit as usize;
                    !x[k].is_empty() && x[k] == y[k] && y[k] == z[k]
                });
                let elements = u32::from(chosen(0))
                    + u32::from(chosen(1))
                    + u32::from(chosen(2) || chosen(3))
                    + u32::from(chosen(4));
                if equal && elements >= 2 && (chosen(1) || chosen(2) || chosen(3)) {
                    return true;
                }
            }
        }
    }
    false
}

fn random_purchase(rng: &mut Rng, on: Date) -> CardPurchase {
    let value = |rng: &mut Rng, name: &str| match rng.below(8) {
        0 => None,
        1 => Some(String::new()),
        2 => Some(format!("{name}2")),
        _ => Some(format!("{name}1")),
    };
    let mut given = purchase(on);
    given.user_id = value(rng, "u");
    given.ip = value(rng, "i");
    given.device_id = value(rng, "d");
    given.device_fingerprint = value(rng, "f");
    given.shipping_address = value(rng, "s");
    if rng.chance(0.05) {
        given.credential = "tok_2".to_owned();
    }
    if rng.chance(0.05) {
        given.merchant = MerchantId::new("m2").unwrap();
    }
    given.disputed = rng.chance(0.05);
    given.reported_fraud = rng.chance(0.05);
    given
}

#[test]
fn it_agrees_with_a_brute_force_oracle_on_100_000_cases() {
    const CASES: u32 = 100_000;
    let mut rng = Rng::seeded(20_250_601);
    let edges = [118, 119, 120, 121, 364, 365, 366, 367];
    let (mut yes, mut at_edge) = (0_u32, 0_u32);
    for case in 0..CASES {
        // Across leap days and the day Visa Secure began to count.
        let dispute = back_from(Date::constant(2026, 6, 1), rng.between(0, 900));
        let back = |days: i64| back_from(dispute, days);
        let mut disputed = random_purchase(&mut rng, back(5));
        disputed.visa_secure = rng.chance(0.02);
        let history: Vec<CardPurchase> = (0..rng.below(5))
            .map(|_| {
                let days = match rng.below(3) {
                    0 => *rng.pick(&edges).unwrap(),
                    1 => rng.between(120, 365),
                    _ => rng.between(0, 500),
                };
                at_edge += u32::from([119, 120, 365, 366].contains(&days));
                random_purchase(&mut rng, back(days))
            })
            .collect();
        let answer = assess(CONDITION, dispute, &disputed, &history);
        let expected = oracle(dispute, &disputed, &history);
        assert_eq!(answer.qualified(), expected, "case {case}: {disputed:?} {history:?}");
        yes += u32::from(expected);
    }
    // The generator reaches both answers and the boundaries often.
    assert!((CASES / 10..CASES * 9 / 10).contains(&yes), "{yes} of {CASES} qualify");
    assert!(at_edge > CASES / 5, "{at_edge} priors at a boundary");
}
