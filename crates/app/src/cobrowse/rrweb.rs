//! A recording as events of rrweb, for players and tools of others.

use cobrowse::export::Export;
use cobrowse::recording::Kind;
use cobrowse::wire;
use serde_json::Value;

use super::recordings::Opened;

impl Opened {
    /// The recording as a list of events of rrweb 2; what happened beside the page is there as custom ones. What of it
    /// cannot be drawn is left out, up to the next whole page.
    pub fn rrweb(&self) -> Vec<Value> {
        let mut export = Export::default();
        let mut events = Vec::new();
        for record in &self.records {
            let at_ms = self.started_at.as_millis().saturating_add(i64::from(record.ms));
            if record.kind == Kind::Event {
                let event = String::from_utf8_lossy(&record.bytes);
                events.extend(Export::happened(at_ms, &event));
                continue;
            }
            let Ok(frame) = wire::decode(&record.bytes) else { continue };
            events.extend(export.take(at_ms, &frame).unwrap_or_default());
        }
        events
    }
}
