//! The frames of the socket, version 1: JSON texts with the kind in `t`.

use serde::{Deserialize, Serialize};

use crate::problem::ProblemBody;
use crate::types::conversation::Speaker;
use crate::types::conversation::{Conversation, ConversationEvent, QueuePlace};
use crate::wire::{CobrowseId, ConversationId, CustomerId, Moment, PrincipalId, TenantId};

/// The version spoken here.
pub(super) const PROTOCOL: u32 = 1;

/// What a client says.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "t", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum FromClient {
    /// First of all: who it is. Without a token the session's cookie counts.
    Hello {
        protocol: u32,
        #[serde(default)]
        token: Option<String>,
    },
    Subscribe {
        id: String,
        view: View,
    },
    Unsubscribe {
        id: String,
    },
    Send {
        conversation: ConversationId,
        client_id: String,
        text: String,
        /// A note, that only the desk sees.
        #[serde(default)]
        private: bool,
        #[serde(default)]
        attachments: Vec<String>,
        #[serde(default)]
        mentions: Vec<PrincipalId>,
        #[serde(default)]
        in_reply_to: Option<u64>,
        #[serde(default)]
        epoch: Option<u64>,
        #[serde(default)]
        send_at: Option<Moment>,
    },
    Typing {
        conversation: ConversationId,
        on: bool,
    },
    Seen {
        conversation: ConversationId,
        seq: u64,
    },
    Ping {},
}

/// What a client looks at.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum View {
    /// A conversation, from the event after `after` on.
    Thread {
        conversation: ConversationId,
        #[serde(default)]
        after: u64,
    },
    /// A list of the desk, by its name.
    List { name: String },
    /// One's own conversations, as a customer.
    Customer {},
}

/// What the server says.
#[derive(Debug, Serialize)]
#[serde(tag = "t", rename_all = "snake_case")]
pub(super) enum FromServer<'a> {
    Welcome {
        protocol: u32,
        session: SessionFrame,
        heartbeat_s: u64,
        /// The tenant's clock; a sandbox's may have been moved.
        now: Moment,
    },
    /// The view as it is; a thread's events follow.
    Snapshot {
        id: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        conversation: Option<Box<Conversation>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        rows: Option<Vec<Conversation>>,
    },
    /// Something was said or done.
    Event {
        conversation: ConversationId,
        seq: u64,
        /// Number of the event before it that this reader may see; 0 for none.
        prev: u64,
        event: Box<ConversationEvent>,
    },
    /// A conversation of a list changed. It may belong to the list no longer: look at its state.
    Row {
        conversation: Box<Conversation>,
    },
    /// What was sent is stored.
    Sent {
        conversation: ConversationId,
        client_id: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        seq: Option<u64>,
        discarded: bool,
    },
    Refused {
        #[serde(skip_serializing_if = "Option::is_none")]
        id: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        client_id: Option<&'a str>,
        problem: ProblemBody,
    },
    /// Who of the desk is there.
    Presence {
        conversation: ConversationId,
        who: Vec<Present>,
    },
    /// The other side types.
    Typing {
        conversation: ConversationId,
        by: Speaker,
        on: bool,
    },
    /// A conversation is offered to you.
    Offer {
        conversation: Box<Conversation>,
        until: Moment,
    },
    /// A colleague calls you in a note.
    Mention {
        conversation: Box<Conversation>,
        seq: u64,
        /// Who: their name.
        by: &'a str,
        text: &'a str,
    },
    /// A call rings at your line.
    Call {
        conversation: Box<Conversation>,
        call_id: &'a str,
        from: &'a str,
    },
    /// A co-browsing session is handed to you.
    CobrowseHanded {
        session: CobrowseId,
        /// The customer's name, where it is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        customer: Option<&'a str>,
        /// Who of the desk hands it on.
        by: &'a str,
    },
    /// An offer to you is over.
    OfferGone {
        conversation: ConversationId,
    },
    /// Where the customer stands who waits.
    Queue {
        conversation: ConversationId,
        #[serde(flatten)]
        place: QueuePlace,
    },
    Pong {},
    /// The last frame. Connect again, except after `revoked`, `expired` and `protocol`.
    Bye {
        reason: &'static str,
    },
}

/// Who the socket belongs to.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SessionFrame {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `user`, `customer`, `visitor`, or `key` where no session is.
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub tenant: TenantId,
    pub role: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<PrincipalId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
}

/// Somebody who is there.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Present {
    pub user_id: PrincipalId,
    pub name: String,
    pub doing: &'static str,
}
