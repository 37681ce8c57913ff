//! What a socket looks at: threads, lists, a customer's own conversations.

use app::conversations::{self, Kept, View};
use app::{AppError, Page};
use axum::extract::ws::WebSocket;
use kernel::ConversationId;
use realtime::{Audience, Doing, Topic};

use super::protocol::{self, FromServer};
use super::socket::{Ended, Socket};
use super::thread::Thread;
use super::{frames, teller};
use crate::problem::Problem;
use crate::types::conversation_from as wire;

/// Most views of one socket.
const VIEWS_MAX: usize = 32;
/// Longest name of a view.
const VIEW_ID_CHARS_MAX: usize = 64;
/// Conversations of a list that are sent at first; more are read with `GET /v1/conversations`.
const ROWS_AT_FIRST: u32 = 100;

impl Socket {
    /// Looks at something. The hub is asked first and the store then, so nothing falls between.
    pub(super) async fn subscribe(
        &mut self,
        ws: &mut WebSocket,
        id: &str,
        view: protocol::View,
    ) -> Result<(), Trouble> {
        if id.is_empty() || id.chars().count() > VIEW_ID_CHARS_MAX {
            let said = format!("1 to {VIEW_ID_CHARS_MAX} characters");
            return Err(Problem::new("invalid_parameter", said).field("id").into());
        }
        self.unsubscribe(id);
        if self.views.len() >= VIEWS_MAX {
            let said = format!("a socket has at most {VIEWS_MAX} views; unsubscribe one");
            return Err(Problem::new("invalid_parameter", said).field("id").into());
        }
        match view {
            protocol::View::Thread { conversation, after } => {
                self.subscribe_thread(ws, id, conversation.0, after).await
            }
            protocol::View::List { name } => {
                let view = View::parse(&name).ok_or_else(|| {
                    let names: Vec<_> = View::ALL.into_iter().map(View::as_str).collect();
                    let said = format!("there is no list {name:?}; there are {}", names.join(", "));
                    Problem::new("invalid_parameter", said).field("name")
                })?;
                let me = self.principal.id.clone();
                let topic = teller::list(&self.principal.tenant, view, me.as_ref());
                if self.audience != Audience::Desk {
                    let said = "lists are for the desk; look at `customer`";
                    return Err(Problem::new("forbidden", said).into());
                }
                self.subscribe_list(ws, id, topic, view).await
            }
            protocol::View::Customer {} => {
                let customer = self.principal.customer.clone().ok_or_else(|| {
                    Problem::new("forbidden", "only a customer has conversations of their own")
                })?;
                let tenant = self.principal.tenant.clone();
                let topic = Topic::Customer { tenant, customer };
                self.subscribe_list(ws, id, topic, View::All).await
            }
        }
    }

    async fn subscribe_list(
        &mut self,
        ws: &mut WebSocket,
        id: &str,
        topic: Topic,
        view: View,
    ) -> Result<(), Trouble> {
        self.connection.subscribe(topic.clone());
        self.views.insert(id.to_owned(), topic);
        let page = Page::new(None, ROWS_AT_FIRST)?;
        let read = self.state.app.read(&self.principal, move |session| {
            conversations::list(session, view, None, None, &page)
        });
        let rows = match read.await {
            Ok(rows) => rows,
            Err(error) => {
                self.unsubscribe(id);
                return Err(error.into());
            }
        };
        let audience = self.audience;
        let row = |kept: Kept| wire::conversation(kept, audience);
        let rows = Some(rows.into_iter().map(row).collect());
        self.say(ws, &FromServer::Snapshot { id, conversation: None, rows }).await?;
        Ok(())
    }

    async fn subscribe_thread(
        &mut self,
        ws: &mut WebSocket,
        id: &str,
        conversation: ConversationId,
        after: u64,
    ) -> Result<(), Trouble> {
        let topic = Topic::of_thread(&self.principal.tenant, conversation, self.audience);
        self.connection.subscribe(topic.clone());
        self.views.insert(id.to_owned(), topic);
        let read = self
            .state
            .app
            .read(&self.principal, move |session| conversations::get(session, conversation));
        let kept = match read.await {
            Ok(kept) => kept,
            Err(error) => {
                self.unsubscribe(id);
                return Err(error.into());
            }
        };
        // A number from a later life of the log is none.
        let after = after.min(kept.conversation.seq);
        let shown = Some(Box::new(wire::conversation(kept, self.audience)));
        self.say(ws, &FromServer::Snapshot { id, conversation: shown, rows: None }).await?;
        self.threads.insert(conversation, Thread::new(conversation, self.audience, after));
        self.catch_up(ws, conversation).await?;
        self.be_there(conversation, Doing::Viewing);
        self.tell_place(ws, conversation).await?;
        if self.audience == Audience::Desk {
            let who = self.connection.hub().watchers(&self.principal.tenant, conversation);
            if let Some(frame) = frames::presence(conversation, who) {
                Self::put(ws, frame).await?;
            }
        }
        Ok(())
    }

    /// Where the customer stands who waits.
    async fn tell_place(
        &self,
        ws: &mut WebSocket,
        conversation: ConversationId,
    ) -> Result<(), Ended> {
        match self.state.queue.place(&self.principal.tenant, conversation) {
            Some(place) => {
                let frame = FromServer::Queue { conversation: conversation.into(), place };
                self.say(ws, &frame).await
            }
            None => Ok(()),
        }
    }

    pub(super) fn unsubscribe(&mut self, id: &str) {
        let Some(topic) = self.views.remove(id) else { return };
        if self.views.values().any(|other| *other == topic) {
            return;
        }
        self.connection.unsubscribe(&topic);
        if let Some(conversation) = topic.thread() {
            self.threads.remove(&conversation);
            let tenant = self.principal.tenant.clone();
            if let Some(left) = self.connection.unwatch(&tenant, conversation) {
                self.tell_presence(conversation, left);
            }
        }
    }

    /// Sends what is in the log and was not sent.
    pub(super) async fn catch_up(
        &mut self,
        ws: &mut WebSocket,
        conversation: ConversationId,
    ) -> Result<(), Trouble> {
        loop {
            let Some(thread) = self.threads.get_mut(&conversation) else { return Ok(()) };
            let (frames, more) = thread.catch_up(&self.state, &self.principal).await?;
            for frame in frames {
                Self::put(ws, frame).await?;
            }
            if !more {
                return Ok(());
            }
        }
    }
}

/// Why a view cannot be shown.
pub(super) enum Trouble {
    Refused(Problem),
    Ended(Ended),
}

impl From<Ended> for Trouble {
    fn from(ended: Ended) -> Self {
        Self::Ended(ended)
    }
}

impl From<Problem> for Trouble {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

impl From<AppError> for Trouble {
    fn from(error: AppError) -> Self {
        Self::Refused(error.into())
    }
}
