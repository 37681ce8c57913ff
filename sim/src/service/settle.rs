//! The end of a run: no more faults, every client gets its answer, every clock runs out, every
//! payout is settled or shown as unknown, and everybody is told.

use kernel::Duration;
use psp::FaultRates;
use psp::simulator::Fault as ProviderFault;

use super::calls::Answer;
use super::{Checked, Service, broken};

/// Rounds in which every request must be answered.
const ANSWER_ROUNDS_MAX: usize = 20;
/// How long the clocks run on.
const LAST_CLOCKS: Duration = Duration::from_days(250);
/// Clocks lead to payouts, and what becomes of these to clocks.
const CLOCK_RUNS: usize = 3;
/// Rounds of workers at most.
const ROUNDS_MAX: usize = 5_000;
/// Rounds in which every payout must be settled, and shown to a person where it cannot be: first
/// every minute or so, then every hour, over more than the days after which a person is asked.
const PAYOUT_ROUNDS_MAX: usize = 200;

impl Service<'_> {
    pub(super) fn settle(&mut self) -> Checked<()> {
        self.calm = true;
        self.tell(|| "calm".to_owned());
        let rates = if self.outage {
            FaultRates::only(ProviderFault::LookupFails)
        } else {
            FaultRates::NONE
        };
        self.provider.with(|core| core.set_rates(rates));
        self.answer_everybody()?;
        for _ in 0..CLOCK_RUNS {
            self.run_clocks_out()?;
            self.settle_payouts()?;
        }
        self.tell_everybody()
    }

    fn answer_everybody(&mut self) -> Checked<()> {
        for _ in 0..ANSWER_ROUNDS_MAX {
            let open = |(_, call): &(usize, &super::calls::Call)| call.answer == Answer::None;
            let waiting: Vec<usize> =
                self.calls.iter().enumerate().filter(open).map(|(index, _)| index).collect();
            if waiting.is_empty() {
                self.agenda.clear();
                return Ok(());
            }
            for call in waiting {
                self.send(call)?;
            }
        }
        broken("I10: requests are not answered in calm weather", String::new())
    }

    fn all_work(&mut self) -> Checked<()> {
        for node in 0..self.nodes.len() {
            self.work(node)?;
        }
        Ok(())
    }

    fn run_clocks_out(&mut self) -> Checked<()> {
        let end = self.now().plus(LAST_CLOCKS);
        for _ in 0..ROUNDS_MAX {
            let next = self.ground.look(store::timers::next_due)?;
            let Some(next) = next.filter(|due| *due <= end) else { return Ok(()) };
            // No node's clock is so far behind that the timer is not due for it.
            self.ground.clock.set(next.plus(Duration::HOUR).max(self.now()));
            self.all_work()?;
            self.check_along_the_way()?;
        }
        broken("I10: the clocks do not run out", format!("{ROUNDS_MAX} rounds"))
    }

    fn settle_payouts(&mut self) -> Checked<()> {
        for round in 0..PAYOUT_ROUNDS_MAX {
            let wait = if round < 10 { Duration::from_secs(90) } else { Duration::HOUR };
            self.ground.clock.advance(wait);
            self.all_work()?;
            if self.open_payouts()?.is_empty() {
                return Ok(());
            }
        }
        // What is open still is found by the checks.
        Ok(())
    }

    fn tell_everybody(&mut self) -> Checked<()> {
        for _ in 0..ROUNDS_MAX {
            let (waiting, _) = self.ground.look(store::outbox::backlog)?;
            let now = self.now();
            let due = self
                .ground
                .look(move |tx| store::webhooks::due_endpoints(tx, now.plus(Duration::DAY), 1))?;
            if waiting == 0 && due.is_empty() {
                return Ok(());
            }
            self.ground.clock.advance(Duration::from_secs(700));
            self.all_work()?;
        }
        broken("I7: events are not delivered in calm weather", String::new())
    }
}
