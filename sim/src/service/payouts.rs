//! A node's payout worker, which dies and stalls around the call to the provider.

use app::payouts::{self, BATCH_PAYOUTS, PayoutRun};
use kernel::Duration;
use psp::PaymentProvider;
use store::Fault;

use super::provider::{Trap, Wire, at_once};
use super::{Checked, NODES, Sabotage, Service, Step, broken};

/// The longest stall, in seconds: longer than the provider may have a request under way.
const STALL_SECONDS_MAX: i64 = 300;

impl Service<'_> {
    pub(super) fn pay(&mut self, number: usize) -> Checked<()> {
        let trap = self.draw_trap(number);
        let fault = if trap.is_none() { self.draw_fault() } else { None };
        let skip = self.rng.below(4);
        let Some(node) = self.nodes.get_mut(number) else { return Ok(()) };
        if let Some(fault) = fault {
            node.arm(skip, fault);
        }
        let twice = self.setup.sabotage == Some(Sabotage::PayTwice);
        let wire = Wire::new(self.provider.clone(), trap, twice);
        let app = node.app.clone();
        let provider: &dyn PaymentProvider = &wire;
        let run = at_once(payouts::run_due(&app, provider, BATCH_PAYOUTS));
        let struck = node.struck();
        let Some(run) = run else {
            return broken("the payout worker waited for something", String::new());
        };
        let run = run?;
        self.tell_of(number, run);
        self.aftermath(number, struck, None)?;
        if wire.died() {
            self.counts.crashes_around_the_provider += 1;
            self.kill(number, "died around the provider")?;
        }
        self.counts.lost_answers += run.unknown as u64;
        if run != PayoutRun::default() && !self.calm {
            let seconds = self.rng.between(5, 150);
            self.plan(self.now().plus(Duration::from_secs(seconds)), Step::Pay(number));
        }
        Ok(())
    }

    fn tell_of(&mut self, number: usize, run: PayoutRun) {
        if run != PayoutRun::default() {
            self.tell(|| format!("node {number} {run:?}"));
        }
    }

    fn draw_trap(&mut self, number: usize) -> Option<Trap> {
        if self.calm || !self.rng.chance(0.25) {
            return None;
        }
        let node = self.nodes.get(number)?;
        let faults = node.faults.clone();
        Some(match self.rng.below(4) {
            0 => Trap::DieUnsent(faults),
            1 => Trap::DieAnswered(faults, Fault::CrashBeforeCommit),
            2 => Trap::DieAnswered(faults, Fault::CrashAfterCommit),
            _ => Trap::Stall {
                clock: self.ground.clock.clone(),
                by: Duration::from_secs(self.rng.between(1, STALL_SECONDS_MAX)),
                other: self.nodes.get((number + 1) % NODES)?.app.clone(),
                sent_before: self.rng.chance(0.5),
            },
        })
    }
}
