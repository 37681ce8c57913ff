//! Paying early: what is asked of the provider, what is booked when, what stands in the way, and that
//! money is never taken twice.

use crate::common::*;
use app::{AppError, collections, plans};
use commerce::FeeTerms;
use dispute::{CollectionState, PayEarly, Reason};
use kernel::{Clock as _, Duration, EffectId, OrderId, PlanId};
use psp::simulator::{Direction, Fault};
use psp::{CollectRequest, FaultRates};

fn order() -> OrderId {
    "o1".parse().unwrap()
}

fn plan(desk: &Desk) -> PlanId {
    desk.read(&desk.customer(), |s| plans::get(s, &order()))[0].id()
}

fn all(plan: PlanId) -> PayEarly {
    PayEarly { plan, instalments: Vec::new(), amount_minor: None }
}

fn ask(desk: &Desk, asked: PayEarly) -> Result<EffectId, AppError> {
    desk.write(&desk.customer(), move |s| Ok(collections::intend(s, &order(), &asked)?.1))
}

fn standing(desk: &Desk, effect: EffectId) -> CollectionState {
    desk.read(&desk.customer(), move |s| Ok(collections::standing(s, &order(), effect)?.2))
}

fn owed(desk: &Desk) -> i64 {
    desk.read(&desk.customer(), |s| plans::get(s, &order()))[0].outstanding()
}

/// What the provider itself took from customers.
fn taken(desk: &Desk) -> Vec<i64> {
    let moved = desk.provider.effects_seen().into_iter();
    moved.filter(|moved| moved.direction == Direction::In).map(|moved| moved.amount.minor).collect()
}

fn code(error: &AppError) -> &'static str {
    error.code()
}

#[test]
fn nothing_is_booked_before_the_provider_has_confirmed_it() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None).day(5);
        let before = desk.balances();
        let plan = plan(&desk);
        let two = PayEarly { instalments: vec![3], ..all(plan) };
        let effect = ask(&desk, two.clone()).unwrap();
        assert_eq!((standing(&desk, effect), owed(&desk)), (CollectionState::Intended, 8_000));
        assert_eq!(desk.balances(), before);
        assert_eq!(code(&ask(&desk, two).unwrap_err()), "payment_pending");
        desk.pay();
        assert_eq!((standing(&desk, effect), owed(&desk)), (CollectionState::Succeeded, 4_000));
        let after = desk.balances();
        assert_eq!(after["cash"] - before["cash"], 4_000);
        assert_eq!(before["recv"] - after["recv"], 4_000);
        // A part, then all the rest: to the unit.
        let some = PayEarly { amount_minor: Some(1_500), ..all(plan) };
        ask(&desk, some).unwrap();
        desk.pay();
        assert_eq!(owed(&desk), 2_500);
        ask(&desk, all(plan)).unwrap();
        desk.pay();
        assert_eq!((owed(&desk), taken(&desk)), (0, vec![4_000, 1_500, 2_500]));
        assert_eq!(code(&ask(&desk, all(plan)).unwrap_err()), "plan_closed");
        let payouts = desk.read(&desk.customer(), |s| app::payouts::list(s, &order()));
        assert!(payouts.is_empty(), "what a customer pays is no payout: {payouts:?}");
        desk.sound();
    });
}

#[test]
fn what_was_paid_early_goes_back_to_where_it_came_from() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None).day(5);
        let plan = plan(&desk);
        ask(&desk, all(plan)).unwrap();
        desk.pay();
        desk.day(6);
        desk.must_feed(refund("r1", "o1", 12_000, desk.clock.now()));
        desk.pay();
        let out: Vec<(String, i64)> = desk
            .provider
            .effects_seen()
            .into_iter()
            .filter(|moved| moved.direction == Direction::Out)
            .map(|moved| (moved.instrument, moved.amount.minor))
            .collect();
        // Newest first: the provider's own token of the early payment, then the first instalment's.
        assert_eq!(out, [("sim_pi_1".to_owned(), 8_000), ("pi_1".to_owned(), 4_000)]);
        desk.sound();
    });
}

#[test]
fn a_plan_that_stands_still_is_not_paid() {
    type Before = fn(&Desk, PlanId);
    let cases: [(&str, Before); 4] = [
        ("plan_in_dispute", |desk, _| drop(desk.claim(Reason::NotReceived))),
        ("plan_paused", |desk, plan| {
            let pause = move |s: &mut app::Session<'_, '_>| {
                plans::pause(s, &order(), plan, 10, "ill".to_owned())
            };
            desk.write(&desk.agent("a1"), pause).unwrap();
        }),
        ("plan_in_hardship", |desk, plan| {
            let arrange = move |s: &mut app::Session<'_, '_>| plans::hardship(s, &order(), plan, 4);
            desk.write(&desk.agent("a1"), arrange).unwrap();
        }),
        ("plan_closed", |desk, _| {
            desk.must_feed(refund("r1", "o1", 12_000, desk.clock.now()));
        }),
    ];
    for (expected, happens) in cases {
        let desk = in_memory();
        desk.base(FeeTerms::None, None).day(10);
        let plan = plan(&desk);
        happens(&desk, plan);
        let refused = ask(&desk, all(plan)).unwrap_err();
        assert_eq!(code(&refused), expected, "{refused}");
        desk.pay();
        assert_eq!(taken(&desk), Vec::<i64>::new(), "{expected}");
    }
    let desk = in_memory();
    desk.base(FeeTerms::None, None).day(10);
    let plan = plan(&desk);
    for wrong in [
        PayEarly { amount_minor: Some(8_001), ..all(plan) },
        PayEarly { amount_minor: Some(0), ..all(plan) },
        PayEarly { instalments: vec![1], ..all(plan) },
        PayEarly { instalments: vec![9], ..all(plan) },
        PayEarly { instalments: vec![2], amount_minor: Some(1), ..all(plan) },
    ] {
        let refused = ask(&desk, wrong.clone()).unwrap_err();
        assert_eq!(code(&refused), "invalid_field", "{wrong:?}: {refused}");
    }
}

#[test]
fn a_decline_changes_nothing_and_says_why() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None).day(5);
        let (plan, before) = (plan(&desk), desk.balances());
        desk.provider.with(|core| core.set_rates(FaultRates::only(Fault::Declines)));
        let effect = ask(&desk, all(plan)).unwrap();
        desk.pay();
        let declined = CollectionState::Declined { code: "instrument_closed".to_owned() };
        assert_eq!((standing(&desk, effect), owed(&desk)), (declined, 8_000));
        assert_eq!(desk.balances(), before);
        desk.provider.with(|core| core.set_rates(FaultRates::NONE));
        ask(&desk, all(plan)).unwrap();
        desk.pay();
        assert_eq!((owed(&desk), taken(&desk)), (0, vec![8_000]));
        desk.sound();
    });
}

#[test]
fn a_customer_who_is_asked_first_decides_it() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None).day(5);
        let plan = plan(&desk);
        for (yes, left) in [(false, 8_000), (true, 0)] {
            desk.provider.with(|core| core.set_rates(FaultRates::only(Fault::AsksCustomer)));
            let effect = ask(&desk, all(plan)).unwrap();
            desk.pay();
            let CollectionState::AsksCustomer { redirect_url } = standing(&desk, effect) else {
                panic!("{:?}", standing(&desk, effect));
            };
            assert!(redirect_url.starts_with("https://"), "{redirect_url}");
            // Looked up before they have answered: they are still asked.
            desk.clock.set(desk.clock.now().plus(Duration::from_secs(90)));
            desk.pay();
            assert!(matches!(standing(&desk, effect), CollectionState::AsksCustomer { .. }));
            let (key, now) = (psp::ProviderKey::of_collection(effect), desk.clock.now());
            desk.provider.with(|core| core.customer_answers(now, &key, yes));
            desk.clock.set(now.plus(Duration::from_secs(90)));
            desk.pay();
            assert_eq!(owed(&desk), left, "{yes}");
        }
        assert_eq!(taken(&desk), [8_000]);
        desk.sound();
    });
}

#[test]
fn two_who_press_at_once_pay_once() {
    on_every_store(|desk| {
        desk.base(FeeTerms::None, None).day(5);
        let plan = plan(&desk);
        let outcomes: Vec<Result<EffectId, &'static str>> = std::thread::scope(|scope| {
            let press = || scope.spawn(|| ask(&desk, all(plan)).map_err(|error| code(&error)));
            let pressed: Vec<_> = (0..8).map(|_| press()).collect();
            pressed.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let made = outcomes.iter().filter(|one| one.is_ok()).count();
        assert_eq!(made, 1, "{outcomes:?}");
        assert!(
            outcomes.iter().flat_map(|one| one.as_ref().err()).all(|c| *c == "payment_pending")
        );
        // Two workers at once, and once more.
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| desk.pay());
            }
        });
        desk.pay();
        assert_eq!((taken(&desk), owed(&desk)), (vec![8_000], 0));
        desk.sound();
    });
}

/// Whatever goes wrong on the way: what the provider took is what is booked, once.
#[test]
fn a_hostile_provider_takes_nothing_twice() {
    for seed in 0..25 {
        let desk = in_memory();
        desk.base(FeeTerms::None, None).day(5);
        let hostile = FaultRates { asks_customer: 150, ..FaultRates::HOSTILE };
        desk.provider
            .with(|core| *core = psp::SimulatorCore::new(kernel::Rng::seeded(seed), hostile));
        let plan = plan(&desk);
        let mut rng = kernel::Rng::seeded(seed);
        for round in 0..4 {
            let minor = rng.between(1, 3_000);
            let asked = PayEarly { amount_minor: Some(minor), ..all(plan) };
            let Ok(effect) = ask(&desk, asked) else { break };
            for _ in 0..600 {
                desk.pay();
                let state = standing(&desk, effect);
                if !state.is_open() {
                    break;
                }
                let now = desk.clock.now();
                if let CollectionState::AsksCustomer { .. } = state {
                    let key = psp::ProviderKey::of_collection(effect);
                    desk.provider.with(|core| core.customer_answers(now, &key, round % 2 == 0));
                }
                desk.clock.set(now.plus(Duration::from_secs(70)));
            }
        }
        let now = desk.clock.now();
        let counts = desk.provider.with(|core| core.counts_by_key(now));
        assert!(counts.values().all(|count| *count == 1), "seed {seed}: {counts:?}");
        let booked = 8_000 - owed(&desk);
        let open = desk
            .read(&desk.customer(), |s| app::feed::order(s, &order()))
            .file
            .collections()
            .iter()
            .any(|mark| mark.state.is_open());
        if !open {
            assert_eq!(taken(&desk).iter().sum::<i64>(), booked, "seed {seed}");
        }
        desk.sound();
    }
}

#[test]
fn a_collection_has_a_key_of_its_own() {
    let effect: EffectId = "0190b8a0-5c3e-7d44-8a7b-3f2c1d0e9f88".parse().unwrap();
    let amount = kernel::Money::new(1, kernel::Currency::GBP);
    let request = CollectRequest { effect, instrument: "pi_1".to_owned(), amount };
    assert_ne!(request.key(), psp::ProviderKey::of(effect));
}
