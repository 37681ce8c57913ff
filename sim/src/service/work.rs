//! A node's workers: timers fired late, twice and by two nodes at once; the outbox; webhooks.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use app::AppError;
use engine::HandlerError;
use kernel::Duration;
use store::Fault;
use store::timers::DueTimer;

use super::{Checked, Service, Step, broken};

/// Timers looked at in one round.
const TIMERS_MAX: u32 = 64;
/// Events handed on in one transaction.
const EVENTS_MAX: u32 = 40;
/// Timers kept to be fired once more.
const SPENT_MAX: usize = 40;
/// The longest a node's workers sleep.
const SLEEP_HOURS_MAX: i64 = 20;

impl Service<'_> {
    /// One round of all workers of a node.
    pub(super) fn work(&mut self, node: usize) -> Checked<()> {
        self.meddle(node)?;
        self.fire_timers(node)?;
        self.fire_again(node)?;
        self.pay(node)?;
        self.hand_on(node)?;
        self.deliver_webhooks(node)?;
        if !self.calm && self.is_busy() {
            let wait = match self.rng.below(3) {
                0 => Duration::from_secs(self.rng.between(20, 180)),
                1 => Duration::from_secs(self.rng.between(180, 3_600)),
                _ => Duration::from_hours(self.rng.between(1, SLEEP_HOURS_MAX)),
            };
            self.plan(self.now().plus(wait), Step::Work(node));
        }
        Ok(())
    }

    fn fire_timers(&mut self, number: usize) -> Checked<()> {
        let due = self.due(number)?;
        // Another node may have looked at the same time, and be faster.
        if self.rng.chance(0.2) {
            let other = (number + 1) % self.nodes.len();
            let seen = self.due(other)?;
            self.fire_all(other, &seen)?;
        }
        self.fire_all(number, &due)
    }

    fn due(&self, number: usize) -> Checked<Vec<DueTimer>> {
        let Some(node) = self.nodes.get(number) else { return Ok(Vec::new()) };
        let (now, store) = (node.now(), node.app.store());
        Ok(store.read_blocking(move |tx| store::timers::due(tx, now, TIMERS_MAX))?)
    }

    fn fire_all(&mut self, number: usize, due: &[DueTimer]) -> Checked<()> {
        for timer in due {
            if !self.fire(number, timer)? {
                break;
            }
        }
        Ok(())
    }

    /// Fires one timer as the engine does; `false` when the node died over it.
    fn fire(&mut self, number: usize, timer: &DueTimer) -> Checked<bool> {
        let fault = self.draw_fault();
        let Some(node) = self.nodes.get_mut(number) else { return Ok(false) };
        if let Some(fault) = fault {
            node.arm(0, fault);
        }
        let handler = app::timers::handler(&node.app);
        let taken = Arc::new(AtomicBool::new(false));
        let (seen, again) = (Arc::clone(&taken), timer.clone());
        let result = node.app.store().write_blocking(move |tx| {
            taken.store(false, Ordering::Relaxed);
            let fired = engine::timers::fire_one(tx, &again, handler.as_ref())?;
            taken.store(fired, Ordering::Relaxed);
            Ok::<_, HandlerError>(fired)
        });
        let result = result.map_err(in_handler);
        let now = node.now();
        let struck = node.struck();
        let committed = result.is_ok() || struck == Some(Fault::CrashAfterCommit);
        if committed && seen.load(Ordering::Relaxed) {
            self.note_fired(timer, now)?;
        }
        let lives = self.aftermath(number, struck, result.as_ref().err())?;
        match result {
            Ok(_) | Err(AppError::Overloaded { .. }) => Ok(lives),
            Err(error) => broken("a timer could not fire", format!("{timer:?}: {error:?}")),
        }
    }

    fn note_fired(&mut self, timer: &DueTimer, now: kernel::Timestamp) -> Checked<()> {
        self.tell(|| format!("fired {} of {}, due {}", timer.kind, timer.order, timer.due_at));
        if timer.due_at > now {
            return broken("I5: a timer fired early", format!("at {now}: {timer:?}"));
        }
        if !self.fired.insert((timer.timer, timer.due_at)) {
            return broken("I5: a timer fired twice", format!("{timer:?}"));
        }
        self.counts.timers_fired += 1;
        if self.spent.len() < SPENT_MAX {
            self.spent.push(timer.clone());
        }
        Ok(())
    }

    /// Hands a timer over that fired long ago: to the engine, which must leave it alone, and past
    /// the engine to the use case, for which it must be harmless (the checks at the end show it).
    fn fire_again(&mut self, number: usize) -> Checked<()> {
        if self.calm || !self.rng.chance(0.3) {
            return Ok(());
        }
        let Some(timer) = self.rng.pick(&self.spent).cloned() else { return Ok(()) };
        self.counts.timers_repeated += 1;
        if self.rng.chance(0.5) {
            self.fire(number, &timer)?;
            return Ok(());
        }
        let Some(node) = self.nodes.get(number) else { return Ok(()) };
        if timer.due_at > node.now() {
            // By this node's clock it has not come yet: no engine hands it over.
            return Ok(());
        }
        let (app, again) = (node.app.clone(), timer.clone());
        let result = node.app.store().write_blocking(move |tx| app::timers::fire(&app, tx, &again));
        self.aftermath(number, None, result.as_ref().err())?;
        match result {
            Ok(()) | Err(AppError::Overloaded { .. }) => Ok(()),
            Err(error) => broken("a timer fired again failed", format!("{timer:?}: {error:?}")),
        }
    }

    /// The outbox, into deliveries.
    fn hand_on(&mut self, number: usize) -> Checked<()> {
        if self.ground.look(store::outbox::backlog)?.0 == 0 {
            return Ok(());
        }
        let (fault, draw) = (self.draw_fault(), self.rng.fork());
        let Some(node) = self.nodes.get_mut(number) else { return Ok(()) };
        if let Some(fault) = fault {
            node.arm(0, fault);
        }
        let now = node.now();
        let result = node.app.store().write_blocking(move |tx| {
            engine::outbox::dispatch(tx, now, &mut draw.clone(), EVENTS_MAX)
        });
        let struck = node.struck();
        let result = result.map_err(AppError::from);
        self.aftermath(number, struck, result.as_ref().err())?;
        match result {
            Ok(_) | Err(AppError::Overloaded { .. }) => Ok(()),
            Err(error) => broken("the outbox could not be handed on", format!("{error:?}")),
        }
    }
}

/// A handler's error as the application's.
fn in_handler(error: HandlerError) -> AppError {
    match error {
        HandlerError::Store(error) => error.into(),
        HandlerError::Failed(why) => AppError::Internal { why, source: None },
    }
}
