//! Every order, replayed from its events by the pure machine alone, with the invariants I1–I7 of
//! the [`crate::oracle`] after every event, and compared byte by byte with what the store holds.

use std::collections::BTreeMap;

use commerce::Record;
use dispute::{Context, Effect, Input, OrderFile, Outside, Payout, Step};
use kernel::{Actor, EventId, OrderId, Rng};
use ledger::Journal;
use store::Cursor;
use store::orders::{OrderEventRow, OrderFileRow, OrdersOf};

use super::{Broken, Checked, Service, broken};
use crate::oracle::{Oracle, Violation};

/// Most orders, events and entries of one run.
const ROWS_MAX: u32 = 10_000;

/// One event, as the replay saw it.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) event: EventId,
    pub(super) seq: i64,
    pub(super) kind: String,
    pub(super) input: Input,
    /// The machine refused it; clocks may have run out with it all the same.
    pub(super) refused: bool,
}

/// One order, replayed.
#[derive(Debug)]
pub(super) struct Replayed {
    pub(super) file: OrderFile,
    pub(super) events: Vec<Seen>,
    pub(super) payouts: Vec<Payout>,
    pub(super) announced: usize,
    pub(super) decisions: u64,
    entries: BTreeMap<String, String>,
}

impl From<Violation> for Broken {
    fn from(violation: Violation) -> Self {
        let input = violation.input.unwrap_or_default();
        Self { what: violation.what, detail: format!("{} after {input}", violation.detail) }
    }
}

impl Service<'_> {
    pub(super) fn order_rows(&self) -> Checked<Vec<OrderFileRow>> {
        let tenant = self.tenant.clone();
        self.ground.look(move |tx| {
            store::orders::list(tx, &tenant, &OrdersOf::Tenant, &Cursor::newest(), ROWS_MAX)
        })
    }

    /// Replays one order and holds it against its row.
    pub(super) fn replay(&self, row: &OrderFileRow) -> Checked<Replayed> {
        let (tenant, order) = (self.tenant.clone(), row.order.clone());
        let (events, entries) = self.ground.look(move |tx| {
            let events = store::orders::events(tx, &tenant, &order, 0, ROWS_MAX)?;
            let entries = store::ledger::of_order(tx, &tenant, &order, ROWS_MAX)?;
            Ok((events, entries))
        })?;
        let replayed = self.replay_events(&row.order, &events)?;
        if serde_json::to_string(&replayed.file)? != row.doc {
            return broken("I6: the file differs from its replay", row.order.to_string());
        }
        let stored: BTreeMap<String, String> =
            entries.into_iter().map(|entry| (entry.entry.to_string(), entry.doc)).collect();
        if stored != replayed.entries {
            return broken("I6: the books differ from their replay", row.order.to_string());
        }
        Ok(replayed)
    }

    fn replay_events(&self, order: &OrderId, events: &[OrderEventRow]) -> Checked<Replayed> {
        let Some(file) = events.first().map(first_file).transpose()?.flatten() else {
            return broken("I6: an order does not begin with its record", order.to_string());
        };
        let mut replayed = Replayed {
            file,
            events: Vec::new(),
            payouts: Vec::new(),
            announced: 0,
            decisions: 0,
            entries: BTreeMap::new(),
        };
        let (mut oracle, mut books) = (Oracle::default(), Journal::new());
        for row in events {
            let input: Input = serde_json::from_str(&row.input)?;
            let step = self.step(&replayed.file, row, &input)?;
            replayed.file = step.file;
            for effect in &step.effects {
                oracle.see(effect);
                replayed.follow(effect, &mut books)?;
            }
            let refused = step.refused.is_some();
            if !refused {
                oracle.accept(&input);
            }
            oracle.check(&replayed.file, &books).map_err(|found| found.at(0, &input))?;
            let (event, seq, kind) = (row.event, row.seq, row.kind.clone());
            replayed.events.push(Seen { event, seq, kind, input, refused });
        }
        Ok(replayed)
    }

    fn step(&self, file: &OrderFile, row: &OrderEventRow, input: &Input) -> Checked<Step> {
        let outside: Outside = serde_json::from_str(&row.context)?;
        let actor: Actor = serde_json::from_str(&row.actor)?;
        let context = Context {
            now: row.at,
            event: row.event,
            actor: &actor,
            outside: &outside,
            rules: &self.setup.rules,
            rng: Rng::seeded(row.seed.cast_unsigned()),
        };
        file.step(input, context).map_err(|refusal| Broken {
            what: "I6: an event cannot be replayed",
            detail: format!("{} {}: {refusal}", row.order, row.seq),
        })
    }
}

fn first_file(row: &OrderEventRow) -> Checked<Option<OrderFile>> {
    Ok(match serde_json::from_str(&row.input)? {
        Input::Feed { record } => match *record {
            Record::Order(order) => Some(OrderFile::new(order)),
            _ => None,
        },
        _ => None,
    })
}

impl Replayed {
    fn follow(&mut self, effect: &Effect, books: &mut Journal) -> Checked<()> {
        match effect {
            Effect::Post { entry } => {
                books.apply(entry).map_err(|error| Broken {
                    what: "I1: an entry does not fit the books",
                    detail: error.to_string(),
                })?;
                self.entries.insert(entry.id().to_string(), serde_json::to_string(entry)?);
            }
            Effect::Pay(payout) => self.payouts.push(payout.clone()),
            Effect::Announce(_) => self.announced += 1,
            Effect::Decided(_) => self.decisions += 1,
            _ => {}
        }
        Ok(())
    }
}
