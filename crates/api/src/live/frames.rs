//! Frames as texts, made once for everybody who gets them.

use axum::extract::ws::Utf8Bytes;
use kernel::ConversationId;
use realtime::{Audience, Watcher};
use support::conversation::{Event, Owner, Speaker};

use super::protocol::{FromServer, Present};
use crate::types::conversation_from as wire;

/// A frame as text. What cannot be written is a fault of ours, and logged.
pub(super) fn text(frame: &FromServer<'_>) -> Option<Utf8Bytes> {
    match serde_json::to_string(frame) {
        Ok(text) => Some(text.into()),
        Err(error) => {
            tracing::error!(%error, "a frame cannot be written");
            None
        }
    }
}

/// An event for one audience; `None` where it is not for it.
pub(super) fn event(of: ConversationId, event: Event, audience: Audience) -> Option<Utf8Bytes> {
    let seq = event.seq;
    let prev = match audience {
        Audience::Desk => seq.saturating_sub(1),
        Audience::Customer => event.prev_public,
    };
    let event = Box::new(wire::event(of, event, audience)?);
    text(&FromServer::Event { conversation: of.into(), seq, prev, event })
}

/// A conversation of a list.
pub(super) fn row(kept: app::conversations::Kept, audience: Audience) -> Option<Utf8Bytes> {
    let conversation = Box::new(wire::conversation(kept, audience));
    text(&FromServer::Row { conversation })
}

/// Who of the desk is there.
pub(super) fn presence(of: ConversationId, who: Vec<Watcher>) -> Option<Utf8Bytes> {
    let present = |watcher: Watcher| Present {
        user_id: watcher.user.into(),
        name: watcher.name,
        doing: watcher.doing.as_str(),
    };
    let who = who.into_iter().map(present).collect();
    text(&FromServer::Presence { conversation: of.into(), who })
}

/// One side types.
pub(super) fn typing(of: ConversationId, by: Speaker, on: bool) -> Option<Utf8Bytes> {
    text(&FromServer::Typing { conversation: of.into(), by: by.into(), on })
}

/// Work for one person of the desk, while it is offered to somebody.
pub(super) fn offer(kept: app::conversations::Kept) -> Option<Utf8Bytes> {
    let Owner::Offered { until, .. } = kept.conversation.assignment.owner else { return None };
    let conversation = Box::new(wire::conversation(kept, Audience::Desk));
    text(&FromServer::Offer { conversation, until: until.into() })
}

/// The last frame.
pub(super) fn bye(reason: &'static str) -> Option<Utf8Bytes> {
    text(&FromServer::Bye { reason })
}
