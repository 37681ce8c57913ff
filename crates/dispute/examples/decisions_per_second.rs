//! How many full decisions one core makes a second: evaluation, canonical bytes, inputs hash and
//! trace. `cargo run --release -p dispute --example decisions_per_second`.

use std::time::{Duration, Instant};

use dispute::decide::DecisionTables;
use dispute::model::{self as facts, Authenticity, Facts, Framework, Kind, Reason, SubIssue};
use kernel::Rng;

const CASES: usize = 4_096;
const DECISIONS: usize = 1_000_000;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let tables = DecisionTables::shipped()?;
    let mut rng = Rng::seeded(1);
    let cases: Vec<Facts> = (0..CASES).filter_map(|_| random_facts(&mut rng)).collect();
    let mut took: Vec<Duration> = Vec::with_capacity(DECISIONS);
    let mut without_person = 0_usize;
    let start = now();
    for facts in cases.iter().cycle().take(DECISIONS) {
        let begin = now();
        let (verdict, trace) = tables.decide(facts);
        took.push(begin.elapsed());
        without_person += usize::from(verdict.then.is_final());
        std::hint::black_box(trace);
    }
    let seconds = start.elapsed().as_secs_f64();
    took.sort_unstable();
    let at = |share: usize| took.get(DECISIONS * share / 100).copied().unwrap_or_default();
    println!("decisions      {DECISIONS}");
    println!("per second     {:.0}", DECISIONS as f64 / seconds);
    println!("p50            {:?}", at(50));
    println!("p99            {:?}", at(99));
    println!("without person {without_person} (of random facts: says nothing about real cases)");
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
fn now() -> Instant {
    Instant::now()
}

/// Facts drawn evenly from every column; `None` never happens, as no column is empty.
fn random_facts(rng: &mut Rng) -> Option<Facts> {
    Some(Facts {
        stage: facts::Stage::Review,
        round: *rng.pick(facts::EvidenceRound::ALL)?,
        framework: Framework::Framework2026,
        kind: Kind::ConsumerClaim,
        reason: *rng.pick(&Reason::ALL)?,
        sub_issue: *rng.pick(&[
            SubIssue::NeverArrived,
            SubIssue::Damaged,
            SubIssue::Unspecified,
        ])?,
        goods: facts::Goods::Physical,
        amount: *rng.pick(facts::AmountBand::ALL)?,
        merchant_answer: *rng.pick(facts::MerchantAnswer::ALL)?,
        merchant_evidence: *rng.pick(facts::Completeness::ALL)?,
        consumer_evidence: *rng.pick(facts::Completeness::ALL)?,
        proof_of_delivery: *rng.pick(facts::ProofOfDelivery::ALL)?,
        carrier: *rng.pick(&[
            commerce::TrackingState::NotShipped,
            commerce::TrackingState::InTransit,
            commerce::TrackingState::Delivered,
        ])?,
        delivery: *rng.pick(facts::DeliveryTiming::ALL)?,
        delivery_place: *rng.pick(facts::DeliveryPlace::ALL)?,
        days_past_promise: rng.between(-10, 60),
        days_since_scan: rng.between(-1, 60),
        returned: *rng.pick(facts::ReturnFact::ALL)?,
        refunded: *rng.pick(facts::RefundFact::ALL)?,
        arithmetic: *rng.pick(facts::Arithmetic::ALL)?,
        identity: *rng.pick(facts::Identity::ALL)?,
        stop_request: *rng.pick(facts::StopRequest::ALL)?,
        proposal: *rng.pick(facts::Proposal::ALL)?,
        earlier_claims: rng.between(0, 6),
        authenticity: Authenticity::Unchecked,
        abuse: *rng.pick(facts::ScoreBin::ALL)?,
        wrong_risk: *rng.pick(facts::ScoreBin::ALL)?,
    })
}
