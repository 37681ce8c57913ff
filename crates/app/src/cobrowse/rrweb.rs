//! A recording as events of rrweb, for players and tools of others.

use cobrowse::export::Export;
use cobrowse::recording::Kind;
use cobrowse::wire;
use serde_json::{Value, json};

use super::recordings::Opened;

/// The kind of an event of one's own in rrweb, and how it is named there.
const CUSTOM: u32 = 5;
const TAG: &str = "ombud";

impl Opened {
    /// The recording as a list of events of rrweb 2. What of it cannot be drawn is left out, up to the next whole page.
    pub fn rrweb(&self) -> Vec<Value> {
        let mut export = Export::default();
        let mut events = Vec::new();
        for record in &self.records {
            let at_ms = self.started_at.as_millis().saturating_add(i64::from(record.ms));
            if record.kind == Kind::Event {
                let said: Value = serde_json::from_slice(&record.bytes).unwrap_or_default();
                let data = json!({ "tag": TAG, "payload": said });
                events.push(json!({ "type": CUSTOM, "data": data, "timestamp": at_ms }));
                continue;
            }
            let Ok(frame) = wire::decode(&record.bytes) else { continue };
            events.extend(export.take(at_ms, &frame).unwrap_or_default());
        }
        events
    }
}
