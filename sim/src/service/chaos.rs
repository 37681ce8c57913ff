//! What nobody expects: any input on any order by anybody, second pairs of eyes, and old records
//! told once more.

use app::Role;
use dispute::{Input, OrderFile};
use kernel::OrderId;
use store::Cursor;
use store::tasks::TaskFilter;

use super::act::{self, Act};
use super::{Checked, Service};
use crate::draw;
use crate::sequence::Mix;

/// Most waiting requests that are looked at.
const REQUESTS_MAX: u32 = 20;

impl Service<'_> {
    pub(super) fn chaos(&mut self) -> Checked<()> {
        match self.rng.below(20) {
            0..=14 => self.any_input(),
            15..=16 => self.second_eyes(),
            17 => self.checkpoint(),
            _ => self.old_news(),
        }
    }

    /// An order's file, as the store has it.
    pub(super) fn file(&self, order: &OrderId) -> Checked<Option<OrderFile>> {
        let (tenant, order) = (self.tenant.clone(), order.clone());
        let row = self.ground.look(move |tx| store::orders::load(tx, &tenant, &order))?;
        Ok(row.map(|row| serde_json::from_str(&row.doc)).transpose()?)
    }

    fn any_input(&mut self) -> Checked<()> {
        let Some(order) = self.rng.pick(&self.orders).cloned() else { return Ok(()) };
        let Some(file) = self.file(&order)? else { return Ok(()) };
        let (now, mix) = (self.now(), if self.rng.chance(0.5) { Mix::All } else { Mix::Money });
        let (actor, input) = draw::draw(&mut self.rng, &file, now, mix, &mut self.fresh);
        if matches!(input, Input::Timer { .. } | Input::ProviderAnswer { .. }) {
            return Ok(());
        }
        let who = act::seat(&self.tenant, &actor, &file)?;
        let act = match input {
            Input::Feed { record } => Act::Feed(vec![*record]),
            input => Act::Input { order, input: Box::new(input), refund: self.rng.chance(0.3) },
        };
        self.ask(now, who, act);
        Ok(())
    }

    /// Somebody looks at what waits for a second person.
    fn second_eyes(&mut self) -> Checked<()> {
        let tenant = self.tenant.clone();
        let waiting = self.ground.look(move |tx| {
            let filter =
                TaskFilter { kind: Some(app::desk::REQUEST.to_owned()), ..TaskFilter::default() };
            let (open, from) = (store::tasks::OPEN, Cursor::oldest());
            store::tasks::queue(tx, &tenant, open, &filter, &from, REQUESTS_MAX)
        })?;
        let Some(task) = self.rng.pick(&waiting).cloned() else { return Ok(()) };
        let Some(order) = task.order else { return Ok(()) };
        let (role, name) = match self.rng.below(3) {
            0 => (Role::Agent, "a1"),
            1 => (Role::Supervisor, "a3"),
            _ => (Role::Supervisor, "a4"),
        };
        let who = self.person(role, name)?;
        let approve = self.rng.chance(0.7);
        self.ask(self.now(), who, Act::Second { order, task: task.task, approve });
        Ok(())
    }

    /// Somebody signs the audit trail, and keeps the note elsewhere.
    fn checkpoint(&mut self) -> Checked<()> {
        let officer = self.person(Role::ComplianceOfficer, "c9")?;
        let number = self.rng.below(self.nodes.len() as u64) as usize;
        let Some(node) = self.nodes.get(number) else { return Ok(()) };
        let signed = node.app.write_blocking(&officer, app::audit::checkpoint);
        if self.aftermath(number, None, signed.as_ref().err())? {
            self.notes.push(signed?);
        }
        Ok(())
    }

    /// A record that was told before, under a new key.
    fn old_news(&mut self) -> Checked<()> {
        let told = self.calls.iter().filter_map(|call| match &call.act {
            Act::Feed(records) => Some(records),
            _ => None,
        });
        let told: Vec<_> = told.flatten().filter(|record| record.at() <= self.now()).collect();
        let Some(record) = self.rng.pick(&told).copied().cloned() else { return Ok(()) };
        let company = act::company(&self.tenant)?;
        self.ask(self.now(), company, Act::Feed(vec![record]));
        Ok(())
    }
}
