//! One conversation as one socket reads it: every event that it may see, once, in order.

use app::{AppError, Principal};
use axum::extract::ws::Utf8Bytes;
use kernel::ConversationId;
use realtime::Audience;

use super::frames;
use crate::AppState;

/// Events that are read from the log at once.
const EVENTS_PER_READ: u32 = 200;

/// How far a socket has read.
#[derive(Debug)]
pub(super) struct Thread {
    pub(super) conversation: ConversationId,
    audience: Audience,
    /// Number of the last event that was sent or passed over.
    last: u64,
}

/// What a frame of the hub means to a thread.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// It was sent before.
    Old,
    /// It is the next one.
    Next,
    /// Some before it are missing here: read the log.
    Gap,
}

impl Thread {
    pub(super) const fn new(conversation: ConversationId, audience: Audience, after: u64) -> Self {
        Self { conversation, audience, last: after }
    }

    /// Commits are told by whoever made them, so two may come in the wrong order, and one may be
    /// told twice.
    pub(super) const fn turn(&self, seq: u64) -> Turn {
        if seq <= self.last {
            Turn::Old
        } else if seq == self.last + 1 {
            Turn::Next
        } else {
            Turn::Gap
        }
    }

    /// The frame of this number was sent, or is not for this audience.
    pub(super) const fn advance(&mut self, seq: u64) {
        self.last = seq;
    }

    /// The next part of what is in the log and was not sent; `true` where there may be more.
    pub(super) async fn catch_up(
        &mut self,
        state: &AppState,
        principal: &Principal,
    ) -> Result<(Vec<Utf8Bytes>, bool), AppError> {
        let (id, after, audience) = (self.conversation, self.last, self.audience);
        let (events, head) = state
            .app
            .read(principal, move |session| {
                let head = app::conversations::get(session, id)?.conversation.seq;
                let events = app::conversations::events(session, id, after, EVENTS_PER_READ)?;
                Ok((events, head))
            })
            .await?;
        let more = events.len() >= EVENTS_PER_READ as usize;
        // What is for others has numbers too: at the end of the log they are passed over.
        self.last = match (more, events.last()) {
            (true, Some(event)) => event.seq,
            _ => head.max(after),
        };
        let frame = |event| frames::event(id, event, audience);
        Ok((events.into_iter().filter_map(frame).collect(), more))
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Rng, Timestamp};

    use super::*;

    #[test]
    fn numbers_are_taken_once_and_in_order() {
        let id = ConversationId::generate(Timestamp::EPOCH, &mut Rng::seeded(1));
        let mut thread = Thread::new(id, Audience::Desk, 4);
        assert_eq!(thread.turn(4), Turn::Old);
        assert_eq!(thread.turn(6), Turn::Gap);
        assert_eq!(thread.turn(5), Turn::Next);
        thread.advance(5);
        assert_eq!((thread.turn(5), thread.turn(6)), (Turn::Old, Turn::Next));
    }
}
