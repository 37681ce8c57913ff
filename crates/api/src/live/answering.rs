//! The assistant's own clockwork on this node: what customers write is answered as soon as it is
//! committed. What is lost here, by a node that dies or too much at once, a person answers: the
//! conversation asks for one when the assistant has been silent for too long.

use std::sync::{Arc, Mutex, PoisonError};

use app::assistant::{self, Assistant};
use engine::Shutdown;
use kernel::{ConversationId, TenantId};
use support::conversation::{EventBody, Holder, Speaker};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use crate::AppState;

/// Most messages that wait to be answered on this node.
const WAITING_MAX: usize = 10_000;
/// Most messages that are answered at once.
const AT_ONCE_MAX: usize = 8;

type Asked = (TenantId, ConversationId);

/// What waits for the assistant of this node.
#[derive(Debug, Clone)]
pub(crate) struct Answering {
    send: mpsc::Sender<Asked>,
    receive: Arc<Mutex<Option<mpsc::Receiver<Asked>>>>,
}

impl Default for Answering {
    fn default() -> Self {
        let (send, receive) = mpsc::channel(WAITING_MAX);
        Self { send, receive: Arc::new(Mutex::new(Some(receive))) }
    }
}

impl Answering {
    /// Notes what the assistant has to answer.
    pub(crate) fn tell(&self, news: &app::News) {
        let conversation = &news.conversation;
        if conversation.floor.holder != Holder::Ai || !conversation.waits_for_us() {
            return;
        }
        let is_customers = |event: &support::conversation::Event| {
            event.by.kind == Speaker::Customer && matches!(event.body, EventBody::Message { .. })
        };
        if news.events.iter().any(is_customers)
            && self.send.try_send((news.tenant.clone(), conversation.id)).is_err()
        {
            tracing::warn!("the assistant has too much to do: people answer");
        }
    }
}

/// Answers until it is told to stop.
pub async fn answering(state: AppState, assistant: Arc<Assistant>, mut shutdown: Shutdown) {
    let receive = state.answering.receive.lock().unwrap_or_else(PoisonError::into_inner).take();
    // Somebody else answers already.
    let Some(mut receive) = receive else { return };
    let mut under_way = JoinSet::new();
    loop {
        tokio::select! {
            () = shutdown.triggered() => break,
            Some(_) = under_way.join_next(), if under_way.len() >= AT_ONCE_MAX => {}
            asked = receive.recv(), if under_way.len() < AT_ONCE_MAX => {
                let Some((tenant, id)) = asked else { break };
                let (app, assistant) = (state.app.clone(), Arc::clone(&assistant));
                under_way.spawn(async move { one(&app, &assistant, &tenant, id).await });
            }
        }
    }
    // What has begun is finished: a turn is one transaction.
    while under_way.join_next().await.is_some() {}
}

async fn one(app: &app::App, assistant: &Assistant, tenant: &TenantId, id: ConversationId) {
    if let Err(error) = assistant::answer(app, assistant, tenant, id).await {
        tracing::warn!(%error, conversation = %id, "a message was not answered: a person will be asked");
    }
}
