//! The audit trail: it verifies offline with the notes that were kept elsewhere, and has one entry
//! for each mutation and none besides.

use std::collections::{BTreeMap, BTreeSet};

use compliance::audit::{self, Entry};
use kernel::EventId;

use super::act::Act;
use super::calls::Answer;
use super::{Broken, Checked, Service, broken, ground};

/// Most entries of one run.
const ENTRIES_MAX: u32 = 100_000;

impl Service<'_> {
    /// The whole trail, as it is exported.
    pub(super) fn export(&self) -> Checked<Vec<u8>> {
        match self.nodes.first() {
            Some(node) => Ok(app::audit::export(&node.app, &self.tenant, Vec::new())?),
            None => Ok(Vec::new()),
        }
    }

    /// Checks the trail against the events there are; returns how many entries it has.
    pub(super) fn check_trail(&self, events: &BTreeSet<EventId>) -> Checked<u64> {
        let export = self.export()?;
        let report = audit::verify(export.as_slice(), &[ground::verifier()?], &self.notes)
            .map_err(|error| Broken { what: "I6: the trail", detail: error.to_string() })?;
        if !report.is_intact() {
            return broken("I6: the audit trail is not intact", format!("{:?}", report.findings));
        }
        let tenant = self.tenant.clone();
        let rows =
            self.ground.look(move |tx| store::audit::list(tx, &tenant, (-1, 0), ENTRIES_MAX))?;
        let mut unaudited = events.clone();
        let mut others: BTreeMap<String, usize> = BTreeMap::new();
        for row in &rows {
            let entry: Entry = serde_json::from_str(&row.body)?;
            match event_of(&entry)? {
                Some(event) if unaudited.remove(&event) => {}
                Some(event) => {
                    return broken("I6: an entry without its mutation", event.to_string());
                }
                None => *others.entry(entry.action).or_default() += 1,
            }
        }
        if let Some(event) = unaudited.first() {
            return broken("I6: a mutation without its entry", event.to_string());
        }
        let expected = self.expected_entries()?;
        if others != expected {
            let detail = format!("{others:?}, expected {expected:?}");
            return broken("I6: other entries than mutations", detail);
        }
        Ok(rows.len() as u64)
    }

    /// What was done beside the events of orders, by what clients were told.
    fn expected_entries(&self) -> Checked<BTreeMap<String, usize>> {
        let mut expected = BTreeMap::from([("webhook.created".to_owned(), 1)]);
        let mut count = |action: String| *expected.entry(action).or_default() += 1;
        for call in &self.calls {
            let Answer::Kept(_, body) = &call.answer else { continue };
            match (body.said.status.as_str(), &call.act) {
                ("waits", _) => count("approval.requested".to_owned()),
                ("done", Act::Second { approve: true, .. }) => {
                    count("approval.approved".to_owned())
                }
                ("done", Act::Second { .. }) => count("approval.rejected".to_owned()),
                ("refused", _) if body.said.code.as_deref() == Some("forbidden") => {
                    count("authority.denied".to_owned());
                }
                _ => {}
            }
            let Act::Feed(records) = &call.act else { continue };
            for (record, word) in records.iter().zip(&body.said.records) {
                if record.order_id().is_none() && word == "accepted" {
                    count(format!("feed.{}", record.kind()));
                }
            }
        }
        for _ in self.tasks("payout_unknown")? {
            count("payout.unknown".to_owned());
        }
        Ok(expected)
    }
}

/// The event an entry is about.
fn event_of(entry: &Entry) -> Checked<Option<EventId>> {
    let Some(body) = entry.body.as_deref().filter(|_| entry.action.starts_with("order.")) else {
        return Ok(None);
    };
    let body: serde_json::Value = serde_json::from_str(body)?;
    Ok(body.get("event").map(|event| serde_json::from_value(event.clone())).transpose()?)
}
