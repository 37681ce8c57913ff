//! Erasure: what is left of a conversation once nothing personal of it may be kept.
//!
//! The log keeps its numbers, kinds and instants, so that whoever reads on finds no gap and reports
//! count what they counted. Words, names, addresses, numbers of phones and what was heard of somebody's
//! life go; so does what people of the desk wrote, who may have written of the customer. Their own names
//! stay, and tags: they are the desk's labels. A new kind of event does not compile until it is said
//! here what is erased of it.

use kernel::Timestamp;
use serde::{Deserialize, Serialize};

use super::event::{Event, EventBody, Speaker};
use super::state::{Contact, Conversation};
use crate::listen::Earlier;

/// What stands where something was said.
pub const ERASED: &str = "[erased]";
/// The tag of what is neither erased nor pruned: a court, an authority or a claim needs it.
pub const LEGAL_HOLD: &str = "legal-hold";

/// Why it was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErasedWhy {
    /// The customer asked (GDPR article 17).
    Asked,
    /// It was kept as long as it may be (GDPR article 5(1)(e)).
    Retention,
}

/// That it was erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erased {
    pub at: Timestamp,
    pub why: ErasedWhy,
    /// The last event that was; what came after it is there.
    pub up_to: u64,
}

impl Conversation {
    /// Whether anything is left to erase.
    pub fn is_erased(&self) -> bool {
        self.erased.is_some_and(|erased| erased.up_to == self.seq)
    }

    /// Whether it must be kept, whoever asks.
    pub fn is_on_hold(&self) -> bool {
        self.tags.iter().any(|tag| tag == LEGAL_HOLD)
    }

    /// Without anything personal. Where it stands, who has it and what was counted stays.
    #[must_use]
    pub fn erased(mut self, at: Timestamp, why: ErasedWhy) -> Self {
        self.customer_name.clear();
        self.contact = Contact::default();
        self.subject = ERASED.to_owned();
        // Why a moment was urgent may tell of an illness or a death.
        self.priority.reasons.clear();
        self.priority.skills.clear();
        self.priority.script = None;
        self.earlier = Earlier::default();
        self.signals.clear();
        self.call_back = None;
        self.cobrowse = None;
        self.scheduled.clear();
        if let Some(csat) = &mut self.csat {
            csat.comment = None;
        }
        if let Some(last) = &mut self.last {
            last.preview = ERASED.to_owned();
        }
        self.erased = Some(Erased { at, why, up_to: self.seq });
        self
    }
}

impl Event {
    /// Without anything personal.
    #[must_use]
    pub fn erased(mut self) -> Self {
        if self.by.kind == Speaker::Customer {
            self.by.name.clear();
        }
        self.body.erase();
        self
    }
}

impl EventBody {
    fn erase(&mut self) {
        let wipe = |text: &mut String| {
            if !text.is_empty() {
                *text = ERASED.to_owned();
            }
        };
        match self {
            Self::Message { text, attachments, email, .. } => {
                wipe(text);
                attachments.clear();
                *email = None;
            }
            Self::Note { text, .. }
            | Self::DraftDiscarded { text, .. }
            | Self::Signpost { text }
            | Self::Scheduled { text, .. } => wipe(text),
            Self::Complaint { words, .. } => wipe(words),
            Self::Released { why } => wipe(why),
            Self::Transferred { note, skills, .. } => {
                wipe(note);
                skills.clear();
            }
            Self::Delivery { why, .. } => *why = None,
            Self::HumanRequested { words, .. } => *words = None,
            Self::HandedOver { brief, why, known } => {
                *brief = serde_json::json!({});
                wipe(why);
                *known = None;
            }
            Self::Priority { reasons, .. } => reasons.clear(),
            Self::Call { call, from, to, .. } => {
                call.clear();
                from.clear();
                to.clear();
            }
            Self::CallBack { phone_end, note, .. } => {
                phone_end.clear();
                *note = None;
            }
            Self::Csat { comment, .. } => *comment = None,
            Self::Floor { .. }
            | Self::Cobrowse { .. }
            | Self::Offered { .. }
            | Self::Accepted { .. }
            | Self::Declined { .. }
            | Self::OfferExpired { .. }
            | Self::Taken { .. }
            | Self::Resolved
            | Self::Reopened
            | Self::Snoozed { .. }
            | Self::Woken
            | Self::MergedInto { .. }
            | Self::MergedFrom { .. }
            | Self::Tagged { .. }
            | Self::Linked { .. }
            | Self::ScheduledCancelled { .. }
            | Self::Imported { .. }
            | Self::Breach { .. } => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Every event that holds words, with words that must go and what must stay.
    #[test]
    fn words_go_and_numbers_stay() {
        let secret = "Anna of Mill Lane";
        let bodies = [
            json!({"kind": "message", "text": secret, "language": "en", "email":
                {"from": secret, "verified": true, "quoted": secret}, "attachments": [{"id":
                "0190b8a0-5c3e-7d44-8a7b-3f2c1d0e9f88", "name": secret, "media_type": "image/png",
                "bytes": 1}]}),
            json!({"kind": "note", "text": secret}),
            json!({"kind": "delivery", "message": 1, "state": "failed", "why": secret}),
            json!({"kind": "draft_discarded", "text": secret, "epoch": 1}),
            json!({"kind": "human_requested", "how": "words", "words": secret, "task":
                "0190b8a0-5c3e-7d44-8a7b-3f2c1d0e9f88", "due_at": "2026-12-01T10:00:00Z"}),
            json!({"kind": "handed_over", "brief": {"why": secret}, "why": secret}),
            json!({"kind": "released", "why": secret}),
            json!({"kind": "transferred", "skills": [secret], "note": secret}),
            json!({"kind": "priority", "score": 1, "level": "normal", "reasons":
                [{"signal": "hardship", "points": 1, "because": secret}]}),
            json!({"kind": "complaint", "complaint": "0190b8a0-5c3e-7d44-8a7b-3f2c1d0e9f88",
                "words": secret}),
            json!({"kind": "signpost", "text": secret}),
            json!({"kind": "call", "state": "ended", "call": secret, "from": secret, "to": secret}),
            json!({"kind": "call_back", "state": "asked", "phone_end": secret, "note": secret}),
            json!({"kind": "csat", "score": 1, "comment": secret}),
            json!({"kind": "scheduled", "client_id": "a", "text": secret, "send_at":
                "2026-12-01T10:00:00Z"}),
        ];
        for body in bodies {
            let event = json!({"seq": 7, "prev_public": 3, "at": "2026-12-01T10:00:00Z",
                "by": {"kind": "customer", "name": secret}, "client_id": "x", "body": body});
            let event: Event =
                serde_json::from_value(event).unwrap_or_else(|e| panic!("{body}: {e}"));
            let erased = event.clone().erased();
            let text = serde_json::to_string(&erased).unwrap();
            assert!(!text.contains("Anna"), "{text}");
            assert_eq!(
                (erased.seq, erased.prev_public, erased.at, erased.body.kind()),
                (event.seq, event.prev_public, event.at, event.body.kind())
            );
            assert_eq!(erased.client_id, event.client_id);
            assert_eq!(erased.clone().erased(), erased, "once is enough");
            // Whoever reads a hand-over counts on a brief with nothing in it, not on none.
            if let EventBody::HandedOver { brief, .. } = &erased.body {
                assert_eq!(*brief, json!({}));
            }
        }
    }
}
