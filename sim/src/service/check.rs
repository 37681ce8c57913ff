//! What must hold, whatever went wrong: the clients' journal, the provider's own book and the
//! receivers' memory against the store, and the store against itself.
//!
//! The numbers are those of `reliability-security.md`, 2.2 (I1 no acknowledged request lost, I2
//! nothing nobody asked for, I3 the books, I4 each payout exactly once, I5 timers, I6 audit trail
//! and replay, I7 events to others, I12 replayed answers), beside those of each order's oracle.

use std::collections::{BTreeMap, BTreeSet};

use app::Role;
use commerce::Record;
use dispute::{Input, ProviderAnswer};
use kernel::{DisputeId, EffectId, OrderId};
use store::Cursor;
use store::effects::{EffectRow, EffectState};
use store::tasks::{TaskFilter, TaskRow};

use super::act::Act;
use super::calls::Answer;
use super::orders::Replayed;
use super::{Broken, Checked, Service, broken};

/// Most tasks of one run.
const TASKS_MAX: u32 = 10_000;
/// Most accounts of one run.
const ACCOUNTS_MAX: u32 = 100_000;

type Orders = BTreeMap<OrderId, Replayed>;

impl Service<'_> {
    /// Cheap, after every step: debits equal credits in every currency.
    pub(super) fn check_along_the_way(&mut self) -> Checked<()> {
        let tenant = self.tenant.clone();
        let totals = self.ground.look(move |tx| store::ledger::totals(tx, &tenant))?;
        match totals.iter().find(|total| total.posted != 0 || total.pending != 0) {
            Some(total) => broken("I3: the books do not balance", format!("{total:?}")),
            None => Ok(()),
        }
    }

    /// Everything, at the end.
    pub(super) fn check_all(&mut self) -> Checked<()> {
        let mut orders = Orders::new();
        for row in self.order_rows()? {
            orders.insert(row.order.clone(), self.replay(&row)?);
        }
        self.check_records(&orders)?;
        self.check_requests(&orders)?;
        self.check_payouts(&orders)?;
        self.check_told(&orders)?;
        self.check_timers(&orders)?;
        self.check_books()?;
        self.check_own_replay()?;
        let events = orders.values().flat_map(|order| &order.events).map(|seen| seen.event);
        self.counts.audit_entries = self.check_trail(&events.collect())?;
        self.counts.orders = orders.len() as u64;
        for order in orders.values() {
            self.counts.events += order.events.len() as u64;
            self.counts.disputes += order.file.disputes().len() as u64;
            self.counts.decisions += order.decisions;
        }
        self.counts.provider_calls = self.provider.with(|core| core.calls());
        Ok(())
    }

    /// Each record that was taken in is there once, and none that nobody sent.
    fn check_records(&self, orders: &Orders) -> Checked<()> {
        let mut applied: BTreeMap<(&str, String), &Record> = BTreeMap::new();
        for seen in orders.values().flat_map(|order| &order.events) {
            let Input::Feed { record } = &seen.input else { continue };
            let key = (record.kind(), record.key());
            if !seen.refused && applied.insert(key, record).is_some() {
                let detail = format!("{} {}", record.kind(), record.key());
                return broken("I2: a record was applied twice", detail);
            }
        }
        let mut sent = Vec::new();
        for call in &self.calls {
            let Act::Feed(records) = &call.act else { continue };
            sent.extend(records);
            let Answer::Kept(_, body) = &call.answer else { continue };
            for (record, word) in records.iter().zip(&body.said.records) {
                let Some(order) = record.order_id() else { continue };
                let key = (record.kind(), record.key());
                let there = applied.get(&key).is_some_and(|known| *known == record);
                let kept = match word.as_str() {
                    "accepted" => there,
                    "parked" => there || !orders.contains_key(order) || self.is_refused(record)?,
                    _ => true,
                };
                if !kept {
                    let detail = format!("{} {}, {word}", record.kind(), record.key());
                    return broken("I1: an acknowledged record is lost", detail);
                }
            }
        }
        match applied.values().find(|record| !sent.contains(*record)) {
            Some(record) => {
                let detail = format!("{} {}", record.kind(), record.key());
                broken("I2: a record that nobody sent", detail)
            }
            None => Ok(()),
        }
    }

    /// Whether a person was told that a record which had waited did not fit.
    fn is_refused(&self, record: &Record) -> Checked<bool> {
        let name = format!("{} {} waited", record.kind(), record.key());
        Ok(self.tasks("feed_record_refused")?.iter().any(|task| task.doc.contains(&name)))
    }

    pub(super) fn tasks(&self, kind: &str) -> Checked<Vec<TaskRow>> {
        let (tenant, kind) = (self.tenant.clone(), kind.to_owned());
        self.ground.look(move |tx| {
            let filter = TaskFilter { kind: Some(kind.clone()), assignee: None };
            let from = Cursor::oldest();
            store::tasks::queue(tx, &tenant, store::tasks::OPEN, &filter, &from, TASKS_MAX)
        })
    }

    /// Each event that a client was told of is there, each event belongs to one client (or to a
    /// clock, the feed or the provider), and the disputes are those that were acknowledged.
    fn check_requests(&self, orders: &Orders) -> Checked<()> {
        let mut owed: BTreeMap<(&OrderId, i64), &str> = BTreeMap::new();
        for (order, replayed) in orders {
            for seen in &replayed.events {
                let others = ["timer", "provider_answer"].contains(&seen.kind.as_str());
                if !others && !seen.kind.starts_with("feed.") {
                    owed.insert((order, seen.seq), &seen.kind);
                }
            }
        }
        let mut opened: BTreeSet<DisputeId> = BTreeSet::new();
        for (index, call) in self.calls.iter().enumerate() {
            let Answer::Kept(_, body) = &call.answer else { continue };
            opened.extend(body.said.opened);
            let Some(order) = call.act.order() else { continue };
            for claimed in &body.events {
                if owed.remove(&(order, claimed.seq)) != Some(claimed.kind.as_str()) {
                    let detail = format!("call {index}, {} {}", order, claimed.seq);
                    return broken("I1: an acknowledged request is lost", detail);
                }
            }
        }
        if let Some(((order, seq), kind)) = owed.first_key_value() {
            return broken("I2: an event that nobody asked for", format!("{order} {seq} {kind}"));
        }
        let files = orders.values().flat_map(|order| order.file.disputes());
        let there: BTreeSet<DisputeId> = files.map(|dispute| dispute.id).collect();
        if there != opened {
            return broken("I1, I2: other disputes than acknowledged", format!("{there:?}"));
        }
        Ok(())
    }

    pub(super) fn effects(&self) -> Checked<Vec<EffectRow>> {
        let mut effects = Vec::new();
        for row in self.order_rows()? {
            let (tenant, order) = (self.tenant.clone(), row.order);
            let of_order =
                self.ground.look(move |tx| store::effects::of_order(tx, &tenant, &order))?;
            effects.extend(of_order);
        }
        Ok(effects)
    }

    /// Payouts that are neither settled nor shown to a person.
    pub(super) fn open_payouts(&self) -> Checked<Vec<EffectId>> {
        let shown = self.tasks("payout_unknown")?;
        let is_shown = |effect: EffectId| {
            let name = effect.to_string();
            shown.iter().any(|task| task.doc.contains(&name))
        };
        let open = |row: &EffectRow| match row.state {
            EffectState::Succeeded | EffectState::Failed => false,
            EffectState::Intent | EffectState::Sent => true,
            EffectState::Unknown => !is_shown(row.effect),
        };
        Ok(self.effects()?.iter().filter(|row| open(row)).map(|row| row.effect).collect())
    }

    /// Each decided payout moved exactly once by the provider's own book, or not at all and is
    /// shown as failed, or is shown to a person as unknown; and nothing else moved.
    fn check_payouts(&mut self, orders: &Orders) -> Checked<()> {
        let open = self.open_payouts()?;
        if !open.is_empty() {
            return broken("I4: payouts are neither settled nor shown", format!("{open:?}"));
        }
        let now = self.now();
        let moved = self.provider.with(|core| core.effects_seen(now).to_vec());
        let mut by_key: BTreeMap<String, Vec<psp::MovedMoney>> = BTreeMap::new();
        for money in moved {
            *self.counts.moved_minor.entry(money.amount.currency).or_default() +=
                money.amount.minor;
            by_key.entry(money.key.to_string()).or_default().push(money);
        }
        let mut decided: BTreeMap<EffectId, i64> = orders
            .values()
            .flat_map(|order| &order.payouts)
            .map(|payout| (payout.id, payout.amount_minor))
            .collect();
        for row in self.effects()? {
            if decided.remove(&row.effect) != Some(row.amount) {
                return broken("I2: a payout that was not decided", format!("{row:?}"));
            }
            let moved = by_key.remove(&row.provider_key).unwrap_or_default();
            check_payout(&row, &moved)?;
            self.counts.payouts += 1;
            self.counts.payouts_failed += u64::from(row.state == EffectState::Failed);
            self.counts.payouts_unknown += u64::from(row.state == EffectState::Unknown);
        }
        if let Some((effect, amount)) = decided.first_key_value() {
            return broken("I1: a decided payout is lost", format!("{effect} over {amount}"));
        }
        if let Some((key, money)) = by_key.first_key_value() {
            return broken("I4: money moved that nobody decided", format!("{key}: {money:?}"));
        }
        check_answers(orders)
    }

    /// Every event reached the receiver, each once under its own id.
    fn check_told(&self, orders: &Orders) -> Checked<()> {
        for (order, replayed) in orders {
            let told = self.receiver.told_of(order);
            if told != replayed.announced {
                let detail = format!("{order}: {told} of {}", replayed.announced);
                return broken("I7: others were not told of everything", detail);
            }
        }
        Ok(())
    }

    /// No clock was missed, and none ran out before its time.
    fn check_timers(&self, orders: &Orders) -> Checked<()> {
        let now = self.now();
        for order in orders.keys() {
            let (tenant, of) = (self.tenant.clone(), order.clone());
            let timers = self.ground.look(move |tx| store::timers::of_order(tx, &tenant, &of))?;
            for timer in timers {
                let missed = timer.state == "pending" && timer.due_at <= now;
                let early = timer.state == "fired"
                    && timer.ended_at.is_none_or(|ended_at| ended_at < timer.due_at);
                if missed || early || timer.state == "dead" {
                    return broken("I5: a timer was missed or early", format!("{timer:?}"));
                }
            }
        }
        Ok(())
    }

    /// Kept balances are the sums of the entries, every entry balances, and the service's own
    /// checker agrees.
    fn check_books(&self) -> Checked<()> {
        let tenant = self.tenant.clone();
        let (kept, replayed, unbalanced) = self.ground.look(move |tx| {
            let kept = store::ledger::balances(tx, &tenant, "", ACCOUNTS_MAX)?;
            let replayed = store::ledger::replayed_balances(tx, &tenant)?;
            Ok((kept, replayed, store::ledger::unbalanced(tx, &tenant, 1)?))
        })?;
        let sums = |rows: Vec<store::ledger::BalanceRow>| -> BTreeMap<_, _> {
            let rows = rows.into_iter().filter(|row| row.posted != 0 || row.pending != 0);
            rows.map(|row| ((row.account, row.currency), (row.posted, row.pending))).collect()
        };
        let (kept, replayed) = (sums(kept), sums(replayed));
        if kept != replayed || !unbalanced.is_empty() {
            let detail = format!("{kept:?}, {replayed:?}, {unbalanced:?}");
            return broken("I3: balances differ from their entries", detail);
        }
        let auditor = self.person(Role::Auditor, "aud1")?;
        let Some(node) = self.nodes.first() else { return Ok(()) };
        let report = node.app.read_blocking(&auditor, app::ledger::verify_books)?;
        if report.is_sound() {
            Ok(())
        } else {
            broken("I3: the books are not sound", format!("{:?}", report.violations))
        }
    }

    /// The service's own replay, byte for byte.
    fn check_own_replay(&self) -> Checked<()> {
        let Some(node) = self.nodes.first() else { return Ok(()) };
        let report = app::replay::all(&node.app, &self.tenant)?;
        if report.is_same() {
            Ok(())
        } else {
            broken("I6: a replay differs", format!("{:?}", report.differences))
        }
    }
}

fn check_payout(row: &EffectRow, moved: &[psp::MovedMoney]) -> Checked<()> {
    let times = match row.state {
        EffectState::Succeeded => moved.len() == 1,
        EffectState::Failed => moved.is_empty(),
        _ => moved.len() <= 1,
    };
    let same = |money: &psp::MovedMoney| {
        let reference = row.provider_ref.as_ref();
        money.amount.minor == row.amount
            && money.amount.currency == row.currency
            && reference.is_none_or(|known| *known == money.reference)
    };
    if times && moved.iter().all(same) {
        return Ok(());
    }
    Err(Broken {
        what: "I4: the provider's book differs",
        detail: format!("{row:?}; it has {moved:?}"),
    })
}

/// The machine heard of each success and each failure once.
fn check_answers(orders: &Orders) -> Checked<()> {
    let mut heard: BTreeMap<EffectId, u32> = BTreeMap::new();
    for seen in orders.values().flat_map(|order| &order.events) {
        if let Input::ProviderAnswer { effect, answer } = &seen.input
            && !matches!(answer, ProviderAnswer::Unknown { .. })
        {
            *heard.entry(*effect).or_default() += 1;
        }
    }
    match heard.into_iter().find(|(_, times)| *times != 1) {
        Some((effect, times)) => {
            broken("I4: an answer was booked more than once", format!("{effect}: {times}"))
        }
        None => Ok(()),
    }
}
