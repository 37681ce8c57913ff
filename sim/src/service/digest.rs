//! One hash of everything a run leaves behind: two runs of one seed must agree on every byte.

use kernel::canonical::Sha256Hex;

use super::{Checked, Service};

/// Most accounts and entries of one run.
const ROWS_MAX: u32 = 100_000;

impl Service<'_> {
    pub(super) fn digest(&self) -> Checked<Sha256Hex> {
        let mut all = String::new();
        for row in self.order_rows()? {
            let (tenant, order) = (self.tenant.clone(), row.order.clone());
            all.push_str(&format!("{row:?}\n"));
            all.push_str(&self.ground.look(move |tx| {
                let events = store::orders::events(tx, &tenant, &order, 0, ROWS_MAX)?;
                let entries = store::ledger::of_order(tx, &tenant, &order, ROWS_MAX)?;
                let decisions = store::decisions::of_order(tx, &tenant, &order, ROWS_MAX)?;
                let timers = store::timers::of_order(tx, &tenant, &order)?;
                let effects = store::effects::of_order(tx, &tenant, &order)?;
                Ok(format!("{events:?}\n{entries:?}\n{decisions:?}\n{timers:?}\n{effects:?}\n"))
            })?);
        }
        let tenant = self.tenant.clone();
        let balances =
            self.ground.look(move |tx| store::ledger::balances(tx, &tenant, "", ROWS_MAX))?;
        let now = self.now();
        let moved = self.provider.with(|core| core.effects_seen(now).to_vec());
        all.push_str(&format!("{balances:?}\n{moved:?}\n{:?}\n", self.receiver.events()));
        all.push_str(&String::from_utf8_lossy(&self.export()?));
        all.push_str(&format!("{:?} at {now}", self.counts));
        Ok(Sha256Hex::of(all.as_bytes()))
    }
}
