//! How many decisions one core makes, with full trace: facts, table, canonical bytes, hashes.
//!
//! The facts are drawn evenly from every column, so every rule of every table is reached; which
//! share a person gets says nothing about real cases. The peer is Cedar, the policy engine that
//! Ombud itself uses for authority: the same rules, translated condition by condition (see
//! [`cedar`]), the same facts, the same trace written afterwards. Beside both stands the floor: the
//! canonical bytes and their hash alone, without which no decision could be replayed.

mod cedar;

use std::hint::black_box;
use std::time::Duration;

use anyhow::{Result, ensure};
use commerce::TrackingState;
use dispute::decide::{DecisionTables, Trace, canonical_facts};
use dispute::model::facts::{self, Facts};
use dispute::{Authenticity, Framework, Kind, Reason, SubIssue};
use kernel::Rng;
use kernel::canonical::Sha256Hex;

use crate::latency::Latencies;
use crate::machine::Machine;
use crate::report::{Figure, Report};
use crate::rules;
use crate::stopwatch::{Stopwatch, per_second};

/// Different cases; they are decided round and round.
const CASES: usize = 16_384;
/// Cedar is asked this share of the decisions, as it takes longer.
const CEDAR_EVERY: u64 = 10;

/// What to run.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// How many decisions to time
    #[arg(long, default_value_t = 2_000_000)]
    pub decisions: u64,
    /// Seed of the cases
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

/// Measures, and checks that every case replays byte for byte and that Cedar agrees.
///
/// # Errors
/// When a replay differs, Cedar disagrees, or the shipped rules are broken.
pub fn run(options: &Options, machine: &Machine) -> Result<Report> {
    let book = rules::shipped()?;
    let tables = &book.tables;
    let cases = cases(options.seed, CASES);
    let (rate, without_person) = throughput(tables, &cases, options.decisions);
    let latencies = latencies(tables, &cases, options.decisions);
    let replayed = replay_all(tables, &cases)?;
    let evaluate = timed(&cases, options.decisions, |facts| {
        black_box(tables.evaluate(facts));
    });
    let floor = timed(&cases, options.decisions, |facts| {
        black_box(Sha256Hex::of(canonical_facts(facts).as_bytes()));
    });
    let translated = cedar::Policies::translate()?;
    let agreed = cedar::agreement(&translated, tables, &cases)?;
    let few = (options.decisions / CEDAR_EVERY).max(1);
    let cedar_traced = timed(&cases, few, |facts| {
        let _ = black_box(translated.decide(facts));
        black_box(Sha256Hex::of(canonical_facts(facts).as_bytes()));
    });
    let cedar_alone = cedar_alone(&translated, &cases, few)?;

    let about = "facts to verdict on one core, with the trace that replays it";
    let mut report = Report::new("decisions", about, machine);
    report.add(
        Figure::new("decisions with full trace", rate, "/s")
            .at_least(200_000.0)
            .beside("Cedar, same rules, facts and trace", cedar_traced)
            .beside("canonical bytes and SHA-256 alone (floor)", floor),
    );
    report.add(Figure::new("latency p50", latencies.micros_at(0.50), "µs"));
    report.add(Figure::new("latency p99", latencies.micros_at(0.99), "µs").at_most(20.0));
    report.add(
        Figure::new("evaluations without trace", evaluate, "/s")
            .beside("Cedar, same rules and facts", cedar_alone),
    );
    report.add(Figure::count("cases replayed byte for byte", replayed).at_least(CASES as f64));
    report.add(Figure::count("cases in which Cedar names the same rule", agreed));
    report.add(Figure::count("decisions timed", options.decisions));
    report.add(Figure::new("of them without a person (of drawn facts)", without_person, "%"));
    Ok(report)
}

/// Decisions per second, and the share in percent that a rule settles.
fn throughput(tables: &DecisionTables, cases: &[Facts], count: u64) -> (f64, f64) {
    let (watch, mut settled) = (Stopwatch::start(), 0_u64);
    for facts in cases.iter().cycle().take(usize::try_from(count).unwrap_or(usize::MAX)) {
        let (verdict, trace) = tables.decide(facts);
        settled += u64::from(verdict.then.is_final());
        black_box(trace);
    }
    (per_second(count, watch.elapsed()), 100.0 * settled as f64 / count.max(1) as f64)
}

/// A pass of its own: reading the clock around each decision would slow the throughput down.
fn latencies(tables: &DecisionTables, cases: &[Facts], count: u64) -> Latencies {
    let count = usize::try_from(count).unwrap_or(usize::MAX);
    let mut all: Vec<Duration> = Vec::with_capacity(count);
    for facts in cases.iter().cycle().take(count) {
        let watch = Stopwatch::start();
        black_box(tables.decide(facts));
        all.push(watch.elapsed());
    }
    Latencies::new(all)
}

fn timed(cases: &[Facts], count: u64, mut work: impl FnMut(&Facts)) -> f64 {
    let watch = Stopwatch::start();
    let count_usize = usize::try_from(count).unwrap_or(usize::MAX);
    cases.iter().cycle().take(count_usize).for_each(&mut work);
    per_second(count, watch.elapsed())
}

/// Cedar's evaluation with its requests made beforehand.
fn cedar_alone(policies: &cedar::Policies, cases: &[Facts], count: u64) -> Result<f64> {
    let asked = cases
        .iter()
        .map(|facts| Ok((facts.reason, policies.request(facts)?)))
        .collect::<Result<Vec<_>>>()?;
    let watch = Stopwatch::start();
    for (reason, request) in asked.iter().cycle().take(usize::try_from(count)?) {
        black_box(policies.ask(*reason, request));
    }
    Ok(per_second(count, watch.elapsed()))
}

/// Each trace goes through its stored bytes and a freshly loaded set of tables.
fn replay_all(tables: &DecisionTables, cases: &[Facts]) -> Result<u64> {
    let fresh = rules::shipped()?.tables;
    let mut same = 0;
    for facts in cases {
        let (verdict, trace) = tables.decide(facts);
        let stored = serde_json::to_vec(&trace)?;
        let read: Trace = serde_json::from_slice(&stored)?;
        let again = fresh.replay(&read)?;
        let (_, retraced) = fresh.decide(&read.read_facts()?);
        ensure!(again == verdict, "the replay of {read:?} gives {again:?}");
        ensure!(serde_json::to_vec(&retraced)? == stored, "the bytes of {read:?} changed");
        same += 1;
    }
    Ok(same)
}

/// Facts drawn evenly from every column.
pub(crate) fn cases(seed: u64, count: usize) -> Vec<Facts> {
    let mut rng = Rng::seeded(seed);
    std::iter::repeat_with(|| draw(&mut rng)).take(count).flatten().collect()
}

/// `None` never happens, as no column is empty.
fn draw(rng: &mut Rng) -> Option<Facts> {
    const KINDS: [Kind; 3] = [Kind::ConsumerClaim, Kind::AccountError, Kind::Program];
    const SUB_ISSUES: [SubIssue; 6] = [
        SubIssue::Unspecified,
        SubIssue::NeverArrived,
        SubIssue::NotAtPickupPoint,
        SubIssue::Damaged,
        SubIssue::ReturnNotCredited,
        SubIssue::PaidMerchantDirectly,
    ];
    const CARRIER: [TrackingState; 7] = [
        TrackingState::NotShipped,
        TrackingState::LabelOnly,
        TrackingState::InTransit,
        TrackingState::AtPickupPoint,
        TrackingState::Delivered,
        TrackingState::ReturnedToSender,
        TrackingState::LostOrDamaged,
    ];
    let reason = *rng.pick(&Reason::ALL)?;
    let kind = match reason {
        Reason::Unauthorised => Kind::Unauthorised,
        Reason::HighRisk => Kind::RiskStop,
        _ => *rng.pick(&KINDS)?,
    };
    Some(Facts {
        stage: facts::Stage::Review,
        round: *rng.pick(facts::EvidenceRound::ALL)?,
        framework: *rng.pick(&[Framework::Framework2020, Framework::Framework2026])?,
        kind,
        reason,
        sub_issue: *rng.pick(&SUB_ISSUES)?,
        goods: *rng.pick(facts::Goods::ALL)?,
        amount: *rng.pick(facts::AmountBand::ALL)?,
        merchant_answer: *rng.pick(facts::MerchantAnswer::ALL)?,
        merchant_evidence: *rng.pick(facts::Completeness::ALL)?,
        consumer_evidence: *rng.pick(facts::Completeness::ALL)?,
        proof_of_delivery: *rng.pick(facts::ProofOfDelivery::ALL)?,
        carrier: *rng.pick(&CARRIER)?,
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
        authenticity: *rng.pick(&[Authenticity::Unchecked, Authenticity::Clean])?,
        abuse: *rng.pick(facts::ScoreBin::ALL)?,
        wrong_risk: *rng.pick(facts::ScoreBin::ALL)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_drawn_case_replays_and_cedar_agrees() {
        let book = rules::shipped().unwrap();
        let cases = cases(7, 400);
        assert_eq!(replay_all(&book.tables, &cases).unwrap(), 400);
        let translated = cedar::Policies::translate().unwrap();
        assert_eq!(cedar::agreement(&translated, &book.tables, &cases).unwrap(), 400);
    }
}
