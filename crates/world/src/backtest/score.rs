//! From outcomes to the figures of the report. `docs/backtest.md` defines each.

use std::collections::BTreeMap;

use dispute::Outcome;
use kernel::{OrderId, Timestamp};
use serde::{Deserialize, Serialize};

use super::behaviour::Behaviour;
use super::fairness::{Fairness, fairness};
use super::stats::{Rate, quantile};
use super::{Backtest, Case, Complaint, Exclusion, Group, Judgement, judge};

/// Most wrong cases that are listed by name.
pub const WRONG_LISTED_MAX: usize = 200;

/// How a case ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseOutcome {
    /// [`Case::number`].
    pub case: usize,
    pub outcome: Outcome,
    pub closed_at: Timestamp,
    pub closed_by: ClosedBy,
    /// A later review opened it again within 30 days: it was not resolved by the first decision,
    /// which is the one that is scored.
    pub reopened: bool,
    /// The review ended otherwise than the first decision.
    pub overturned: bool,
    /// The customer was told that a person can be asked for.
    pub review_right: bool,
}

/// Who ended it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosedBy {
    /// Policy code, silence of a party included.
    Rule,
    /// A person at the desk.
    Person,
    /// The parties: the merchant conceded or refunded, the customer withdrew or took an offer.
    Parties,
}

/// What only the runner knows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct RunFacts {
    /// Orders imported.
    pub orders: u64,
    pub ledger_balanced: bool,
    /// Wall-clock seconds from the first dispute's intake to the last one's end.
    pub seconds: f64,
}

/// The figures, as `--json` prints them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    pub orders: u64,
    pub disputes: u64,
    /// Closed without a person and not reopened, of all disputes.
    pub auto_resolution_rate: f64,
    /// Of all that rules decided and that can be judged, by the data or by a draw: `wrong.all`.
    pub wrong_decision_rate: f64,
    /// The naive delivered flag at the same instants, on every case that needed a decision: it
    /// leaves none to people. `wrong.baseline_all` is on the cases that rules decided alone.
    pub baseline_wrong_decision_rate: f64,
    pub automated_denials_without_review_right: u64,
    pub ledger_balanced: bool,
    pub disputes_per_s: f64,
    pub resolved: Resolved,
    pub wrong: Wrong,
    pub time_to_resolve_days: Spread,
    pub by_reason: BTreeMap<String, BTreeMap<String, u64>>,
    pub by_group: BTreeMap<Group, GroupRow>,
    pub fairness: Fairness,
    pub excluded: BTreeMap<Exclusion, u64>,
    pub complaints: BTreeMap<Complaint, u64>,
    pub behaviour: Behaviour,
    pub wrong_cases: Vec<WrongCase>,
}

/// How the disputes ended.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Resolved {
    pub by_rule: u64,
    pub by_parties: u64,
    pub by_person: u64,
    /// Not ended, or still with a person, when the run ended.
    pub open: u64,
    pub reopened: u64,
    pub overturned: u64,
    /// Weighted to the whole Olist set.
    pub auto_weighted: Rate,
}

/// Wrong decisions, each with its upper bound.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Wrong {
    /// Truth from the data alone.
    pub from_data: Rate,
    /// Weighted to the whole Olist set.
    pub from_data_weighted: Rate,
    /// Refused what was owed; gave what was not. Of both kinds.
    pub false_denials: u64,
    pub false_payments: u64,
    /// Truth drawn by a stated rate: says how rules treat problems that no scan can show.
    pub from_draws: Rate,
    /// Both kinds together: the headline.
    pub all: Rate,
    pub all_weighted: Rate,
    pub baseline_from_data: Rate,
    pub baseline_from_data_weighted: Rate,
    pub baseline_from_draws: Rate,
    pub baseline_all: Rate,
    /// Rules and people together: every case that needed a decision.
    pub decided: Rate,
    /// The baseline on those.
    pub baseline_decided: Rate,
    /// The baseline on every closed case, those that the parties settled included.
    pub baseline_every_case: Rate,
    /// Decided by people, and wrong.
    pub by_people: Rate,
    /// Decided after the data ends: not judged.
    pub unknown: u64,
    /// `from_data` if every customer who says nothing came, although a scan says it did, were right:
    /// how much hangs on the scans being true.
    pub if_scans_lie: Rate,
}

/// Quantiles in days.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Spread {
    pub p50: f64,
    pub p90: f64,
    pub max: f64,
}

#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct GroupRow {
    pub cases: u64,
    pub by_rule: u64,
    pub by_parties: u64,
    pub by_person: u64,
    pub open: u64,
    pub judged: u64,
    pub wrong: u64,
    pub baseline_wrong: u64,
}

/// A wrong decision, to look into.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WrongCase {
    pub order_id: OrderId,
    pub group: Group,
    pub outcome: Outcome,
    pub closed_at: Timestamp,
    pub judgement: Judgement,
}

/// One case with its end.
pub(super) struct Ended<'a> {
    pub(super) case: &'a Case,
    pub(super) end: &'a CaseOutcome,
    pub(super) judgement: Judgement,
    baseline: Judgement,
}

impl Ended<'_> {
    pub(super) fn is_rule(&self) -> bool {
        self.end.closed_by == ClosedBy::Rule
    }
    pub(super) fn is_scored(&self) -> bool {
        self.judgement.is_scored()
    }
    fn is_from_data(&self) -> bool {
        self.case.truth.is_from_data()
    }
    pub(super) fn for_consumer(&self) -> bool {
        !matches!(self.end.outcome, Outcome::Merchant | Outcome::Invalid)
    }
}

/// Scores a run. A case without an outcome counts as open.
pub fn score(backtest: &Backtest, outcomes: &[CaseOutcome], run: RunFacts) -> Summary {
    let ended: Vec<Ended<'_>> = outcomes
        .iter()
        .filter_map(|end| {
            let case = backtest.cases().get(end.case)?;
            let judgement = judge(case, end.outcome, end.closed_at);
            let naive = backtest.baseline(case, end.closed_at);
            let baseline = judge(case, naive, end.closed_at);
            Some(Ended { case, end, judgement, baseline })
        })
        .collect();
    let disputes = backtest.cases().len() as u64;
    let resolved = resolved(backtest, &ended);
    let wrong = wrong(&ended);
    let kept = |one: &&Ended<'_>| one.end.closed_by != ClosedBy::Person && !one.end.reopened;
    let auto = ended.iter().filter(kept).count() as u64;
    Summary {
        orders: run.orders,
        disputes,
        auto_resolution_rate: Rate::of(auto, disputes).rate,
        wrong_decision_rate: wrong.all.rate,
        baseline_wrong_decision_rate: wrong.baseline_decided.rate,
        automated_denials_without_review_right: denials_without_right(&ended),
        ledger_balanced: run.ledger_balanced,
        disputes_per_s: if run.seconds > 0.0 { disputes as f64 / run.seconds } else { 0.0 },
        resolved,
        wrong,
        time_to_resolve_days: spread(&ended),
        by_reason: by_reason(backtest, &ended),
        by_group: by_group(backtest, &ended),
        fairness: fairness(&ended),
        excluded: backtest.excluded().clone(),
        complaints: backtest.complaints().clone(),
        behaviour: *backtest.behaviour(),
        wrong_cases: wrong_cases(&ended),
    }
}

fn resolved(backtest: &Backtest, ended: &[Ended<'_>]) -> Resolved {
    let by = |who| ended.iter().filter(|one| one.end.closed_by == who).count() as u64;
    let mut closed: BTreeMap<usize, bool> = BTreeMap::new();
    for one in ended {
        let alone = one.end.closed_by != ClosedBy::Person && !one.end.reopened;
        closed.insert(one.case.number, alone);
    }
    let alone = |case: &Case| closed.get(&case.number).copied().unwrap_or(false);
    Resolved {
        by_rule: by(ClosedBy::Rule),
        by_parties: by(ClosedBy::Parties),
        by_person: by(ClosedBy::Person),
        open: (backtest.cases().len() as u64).saturating_sub(closed.len() as u64),
        reopened: ended.iter().filter(|one| one.end.reopened).count() as u64,
        overturned: ended.iter().filter(|one| one.end.overturned).count() as u64,
        auto_weighted: Rate::of_weighted(
            backtest.cases().iter().map(|case| (alone(case), case.weight)),
        ),
    }
}

fn wrong(ended: &[Ended<'_>]) -> Wrong {
    let decided = || ended.iter().filter(|one| one.is_rule() && one.is_scored());
    let data = || decided().filter(|one| one.is_from_data());
    let draws = || decided().filter(|one| !one.is_from_data());
    let count = |judgement| decided().filter(|one| one.judgement == judgement).count() as u64;
    let closed = || ended.iter().filter(|one| one.is_scored());
    let people = closed().filter(|one| one.end.closed_by == ClosedBy::Person);
    let needed = || {
        let by_parties = |one: &&Ended<'_>| one.end.closed_by == ClosedBy::Parties;
        closed().filter(move |one| !by_parties(one))
    };
    let doubted = |one: &Ended<'_>| match one.case.group {
        Group::DeliveredNotReceived => !one.for_consumer(),
        _ => one.judgement.is_wrong(),
    };
    Wrong {
        from_data: engine(data()),
        from_data_weighted: Rate::of_weighted(
            data().map(|one| (one.judgement.is_wrong(), one.case.weight)),
        ),
        false_denials: count(Judgement::FalseDenial),
        false_payments: count(Judgement::FalsePayment),
        from_draws: engine(draws()),
        all: engine(decided()),
        all_weighted: Rate::of_weighted(
            decided().map(|one| (one.judgement.is_wrong(), one.case.weight)),
        ),
        baseline_from_data: naive(data()),
        baseline_from_data_weighted: Rate::of_weighted(
            data().map(|one| (one.baseline.is_wrong(), one.case.weight)),
        ),
        baseline_from_draws: naive(draws()),
        baseline_all: naive(decided()),
        decided: engine(needed()),
        baseline_decided: naive(needed()),
        baseline_every_case: naive(closed()),
        by_people: engine(people),
        unknown: ended.iter().filter(|one| one.judgement == Judgement::Unknown).count() as u64,
        if_scans_lie: share(data().map(doubted)),
    }
}

fn engine<'a>(ended: impl Iterator<Item = &'a Ended<'a>>) -> Rate {
    share(ended.map(|one| one.judgement.is_wrong()))
}

fn naive<'a>(ended: impl Iterator<Item = &'a Ended<'a>>) -> Rate {
    share(ended.map(|one| one.baseline.is_wrong()))
}

fn share(hits: impl Iterator<Item = bool>) -> Rate {
    Rate::of_weighted(hits.map(|hit| (hit, 1.0)))
}

fn denials_without_right(ended: &[Ended<'_>]) -> u64 {
    let denied =
        |one: &&Ended<'_>| one.is_rule() && one.end.outcome.is_denial() && !one.end.review_right;
    ended.iter().filter(denied).count() as u64
}

fn spread(ended: &[Ended<'_>]) -> Spread {
    let mut millis: Vec<i64> =
        ended.iter().map(|one| one.end.closed_at.since(one.case.claim.at).as_millis()).collect();
    millis.sort_unstable();
    let days = |share| quantile(&millis, share).map_or(0.0, |value| value as f64 / 86_400_000.0);
    Spread { p50: days(0.5), p90: days(0.9), max: days(1.0) }
}

fn by_reason(backtest: &Backtest, ended: &[Ended<'_>]) -> BTreeMap<String, BTreeMap<String, u64>> {
    let outcomes: BTreeMap<usize, Outcome> =
        ended.iter().map(|one| (one.case.number, one.end.outcome)).collect();
    let mut table: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
    for case in backtest.cases() {
        let outcome = outcomes.get(&case.number).map_or("open", |outcome| outcome.as_str());
        let row = table.entry(case.claim.reason.as_str().to_owned()).or_default();
        *row.entry(outcome.to_owned()).or_default() += 1;
    }
    table
}

fn by_group(backtest: &Backtest, ended: &[Ended<'_>]) -> BTreeMap<Group, GroupRow> {
    let mut table: BTreeMap<Group, GroupRow> = BTreeMap::new();
    for case in backtest.cases() {
        let row = table.entry(case.group).or_default();
        row.cases += 1;
        row.open += 1;
    }
    for one in ended {
        let row = table.entry(one.case.group).or_default();
        row.open = row.open.saturating_sub(1);
        match one.end.closed_by {
            ClosedBy::Rule => row.by_rule += 1,
            ClosedBy::Parties => row.by_parties += 1,
            ClosedBy::Person => row.by_person += 1,
        }
        if one.is_rule() && one.is_scored() {
            row.judged += 1;
            row.wrong += u64::from(one.judgement.is_wrong());
            row.baseline_wrong += u64::from(one.baseline.is_wrong());
        }
    }
    table
}

fn wrong_cases(ended: &[Ended<'_>]) -> Vec<WrongCase> {
    ended
        .iter()
        .filter(|one| one.is_rule() && one.judgement.is_wrong())
        .take(WRONG_LISTED_MAX)
        .map(|one| WrongCase {
            order_id: one.case.claim.order_id.clone(),
            group: one.case.group,
            outcome: one.end.outcome,
            closed_at: one.end.closed_at,
            judgement: one.judgement,
        })
        .collect()
}
