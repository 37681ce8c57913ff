//! What runs count: how much went wrong, and how much was done all the same.

use std::collections::BTreeMap;

use kernel::Currency;

/// What a run counts.
#[derive(Debug, Default, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    pub seeds: u64,
    /// Different requests, and how often they were sent.
    pub requests: u64,
    pub sent: u64,
    pub replayed: u64,
    pub refused: u64,
    pub crashes_before_commit: u64,
    pub crashes_after_commit: u64,
    pub crashes_around_the_provider: u64,
    pub lost_races: u64,
    pub restarts: u64,
    /// Commits refused because another node had taken the lane.
    pub fenced: u64,
    pub timers_fired: u64,
    /// Timers handed over again after they fired.
    pub timers_repeated: u64,
    pub provider_calls: u64,
    /// Answers of the provider that left open what became of the money.
    pub lost_answers: u64,
    pub events: u64,
    pub orders: u64,
    pub disputes: u64,
    pub decisions: u64,
    pub payouts: u64,
    pub payouts_failed: u64,
    /// Shown as unknown, with a task for a person.
    pub payouts_unknown: u64,
    pub webhooks: u64,
    pub webhooks_repeated: u64,
    pub audit_entries: u64,
    /// What the provider's own book says it sent, in minor units.
    pub moved_minor: BTreeMap<Currency, i64>,
}

impl Counts {
    pub fn add(&mut self, other: &Self) {
        self.seeds += other.seeds;
        self.requests += other.requests;
        self.sent += other.sent;
        self.replayed += other.replayed;
        self.refused += other.refused;
        self.crashes_before_commit += other.crashes_before_commit;
        self.crashes_after_commit += other.crashes_after_commit;
        self.crashes_around_the_provider += other.crashes_around_the_provider;
        self.lost_races += other.lost_races;
        self.restarts += other.restarts;
        self.fenced += other.fenced;
        self.timers_fired += other.timers_fired;
        self.timers_repeated += other.timers_repeated;
        self.provider_calls += other.provider_calls;
        self.lost_answers += other.lost_answers;
        self.events += other.events;
        self.orders += other.orders;
        self.disputes += other.disputes;
        self.decisions += other.decisions;
        self.payouts += other.payouts;
        self.payouts_failed += other.payouts_failed;
        self.payouts_unknown += other.payouts_unknown;
        self.webhooks += other.webhooks;
        self.webhooks_repeated += other.webhooks_repeated;
        self.audit_entries += other.audit_entries;
        for (currency, minor) in &other.moved_minor {
            *self.moved_minor.entry(*currency).or_default() += minor;
        }
    }
}
