//! The simulated provider keeps its promises, and a caller that follows the rule of `reconcile`
//! moves money exactly once whatever goes wrong on the way.

use std::sync::Arc;

use kernel::{Currency, Duration, EffectId, ManualClock, Money, Rng, Timestamp};
use proptest::prelude::*;
use psp::simulator::Fault;
use psp::{
    FaultRates, Lookup, NextStep, PaymentProvider as _, ProviderOutcome, RefundRequest, Simulator,
    SimulatorCore, reconcile, send,
};

const START: Timestamp = Timestamp::from_millis(1_760_000_000_000);

fn request(rng: &mut Rng, minor: i64) -> RefundRequest {
    RefundRequest {
        effect: EffectId::generate(START, rng),
        instrument: "pi_1".into(),
        amount: Money::new(minor, Currency::EUR),
        dispute: None,
    }
}

/// Drives one intent to its end as the engine does; returns the outcome, or why a person is needed.
fn drive(core: &mut SimulatorCore, request: &RefundRequest) -> Result<ProviderOutcome, String> {
    let key = request.key();
    let mut now = START;
    let mut send = true;
    for _ in 0..10_000 {
        if send {
            let outcome = core.refund(now, request, &key).seen_by_client();
            match outcome {
                outcome @ ProviderOutcome::Succeeded { .. } => return Ok(outcome),
                outcome @ ProviderOutcome::Failed { may_retry: false, .. } => {
                    let lookup = core.lookup(now, &key);
                    if let done @ ProviderOutcome::Failed { .. } = outcome.confirmed_by(lookup) {
                        return Ok(done);
                    }
                }
                ProviderOutcome::Failed { .. } | ProviderOutcome::Unknown { .. } => {}
            }
        }
        now = now.plus(Duration::from_secs(30));
        let lookup = core.lookup(now, &key);
        match reconcile(lookup, START, now, SimulatorCore::KEY_LIMITS) {
            NextStep::Record { outcome } => return Ok(outcome),
            NextStep::SendAgain => send = true,
            NextStep::Wait { .. } => send = false,
            NextStep::AskPerson { why } => return Err(why),
        }
    }
    Err("no end".into())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn money_moves_exactly_once_or_not_at_all(seed in any::<u64>()) {
        let mut rng = Rng::seeded(seed);
        let mut core = SimulatorCore::new(rng.fork(), FaultRates::HOSTILE);
        for minor in 1..=20 {
            let request = request(&mut rng, minor);
            let outcome = drive(&mut core, &request);
            // Whatever is still under way arrives; then the books are compared.
            let seen = core.counts_by_key(START.plus(Duration::from_days(30)));
            let moved = seen.get(&request.key()).copied().unwrap_or(0);
            match outcome {
                Ok(ProviderOutcome::Succeeded { .. }) => prop_assert_eq!(moved, 1),
                Ok(_) => prop_assert_eq!(moved, 0),
                Err(why) => prop_assert!(moved <= 1, "a person is asked: {}", why),
            }
        }
    }
}

#[test]
fn the_oracle_sees_a_caller_that_changes_its_key() {
    let mut rng = Rng::seeded(1);
    let mut core = SimulatorCore::new(rng.fork(), FaultRates::only(Fault::AnswerLost));
    let (first, second) = (request(&mut rng, 500), request(&mut rng, 500));
    core.refund(START, &first, &first.key());
    core.refund(START, &second, &second.key());
    let total: i64 = core.effects_seen(START).iter().map(|moved| moved.amount.minor).sum();
    assert_eq!(total, 1_000, "two keys are two payments, and the oracle says so");
}

#[test]
fn each_fault_does_what_it_says() {
    use ProviderOutcome::{Failed, Succeeded, Unknown};
    // Per fault: what the caller sees, how much moved at once, and how much a minute later.
    type Case = (Fault, fn(&ProviderOutcome) -> bool, usize, usize);
    let table: &[Case] = &[
        (Fault::AnswerLost, |o| matches!(o, Unknown { .. }), 1, 1),
        (Fault::RequestLost, |o| matches!(o, Unknown { .. }), 0, 0),
        (Fault::ErrorThenApplied, |o| matches!(o, Unknown { .. }), 0, 1),
        (Fault::Contradicts, |o| matches!(o, Failed { may_retry: false, .. }), 1, 1),
        (Fault::DeliveredTwice, |o| matches!(o, Succeeded { .. }), 1, 1),
        (Fault::Declines, |o| matches!(o, Failed { may_retry: false, .. }), 0, 0),
        (Fault::Busy, |o| matches!(o, Failed { may_retry: true, .. }), 0, 0),
        (Fault::Slow, |o| matches!(o, Succeeded { .. } | Unknown { .. }), 1, 1),
        (Fault::LookupFails, |o| matches!(o, Succeeded { .. }), 1, 1),
    ];
    for (fault, expected, at_once, later) in table {
        let mut rng = Rng::seeded(7);
        let mut core = SimulatorCore::new(rng.fork(), FaultRates::only(*fault));
        let request = request(&mut rng, 500);
        let outcome = core.refund(START, &request, &request.key()).seen_by_client();
        assert!(expected(&outcome), "{fault:?}: {outcome:?}");
        assert_eq!(core.effects_seen(START).len(), *at_once, "{fault:?}");
        let after = START.plus(Duration::MINUTE);
        assert_eq!(core.effects_seen(after).len(), *later, "{fault:?} later");
    }
}

#[test]
fn a_key_stands_for_one_payload() {
    let mut rng = Rng::seeded(3);
    let mut core = SimulatorCore::new(rng.fork(), FaultRates::NONE);
    let first = request(&mut rng, 500);
    let other = RefundRequest { amount: Money::new(501, Currency::EUR), ..first.clone() };
    let paid = core.refund(START, &first, &first.key()).outcome;
    assert_eq!(core.refund(START, &first, &first.key()).outcome, paid, "replayed");
    let refused = core.refund(START, &other, &first.key()).outcome;
    assert_eq!(refused, ProviderOutcome::failed("idempotency_key_reused"));
    assert_eq!(core.effects_seen(START).len(), 1);
}

#[test]
fn a_seed_repeats_itself() {
    let run = || {
        let mut rng = Rng::seeded(99);
        let mut core = SimulatorCore::new(rng.fork(), FaultRates::HOSTILE);
        (0..200)
            .map(|minor| {
                let request = request(&mut rng, minor + 1);
                format!("{:?}", core.refund(START, &request, &request.key()))
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(run(), run());
}

#[tokio::test]
async fn the_shared_simulator_confirms_refusals() {
    let clock = Arc::new(ManualClock::at(START));
    let rates = FaultRates::only(Fault::Contradicts);
    let simulator = Simulator::new(clock.clone(), Rng::seeded(5), rates);
    let request = request(&mut Rng::seeded(6), 500);
    let outcome = send(&simulator, &request).await;
    assert!(matches!(outcome, ProviderOutcome::Unknown { .. }), "{outcome:?}");
    let lookup = simulator.lookup(&request, &request.key()).await;
    assert!(matches!(lookup, Lookup::Found(ProviderOutcome::Succeeded { .. })));
    assert_eq!(simulator.effects_seen().len(), 1);
    assert_eq!(simulator.name(), "simulator");
}
