//! Ombud's side of the stage: customers and agents on sockets, as the portal and the console are.

use std::net::SocketAddr;

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::client::{Socket, id_of, open_conversation};
use super::load::{Seen, Stage};
use super::words::Writer;
use super::{Cast, SOCKETS_OF_ONE};
use crate::server::http::Client;

/// Sockets that are opened at the same time.
const OPENED_AT_ONCE: usize = 64;
/// Conversations that one agent's socket looks at: it may have 32 views.
const WATCHED_PER_SOCKET: usize = 30;

/// Opens a conversation for each customer, and lets `watchers` agents look at each.
///
/// # Errors
/// When the server refuses one.
pub(super) async fn stage(address: SocketAddr, cast: &Cast, watchers: usize) -> Result<Stage> {
    let mut stage = Stage::new(watchers);
    let mut http = Client::connect(address).await?;
    let mut conversations = Vec::new();
    for (number, customer) in cast.customers.iter().enumerate() {
        let unique = format!("stage-{watchers}-{number}");
        let opened =
            open_conversation(&mut http, customer, &unique, &Writer::new(number).message()).await?;
        conversations.push(id_of(&opened)?);
    }
    let sockets = (conversations.len() * watchers).div_ceil(WATCHED_PER_SOCKET).max(watchers);
    let mut watching = Vec::new();
    for number in 0..sockets {
        let key = cast.agents.get(number % cast.agents.len()).context("an agent")?;
        watching.push(Socket::open(address, key).await?);
    }
    for (number, conversation) in conversations.iter().enumerate() {
        for place in 0..watchers {
            let socket = (number * watchers + place) % sockets;
            let socket = watching.get_mut(socket).context("a socket")?;
            socket.watch(conversation, u64::MAX).await?;
        }
    }
    for socket in watching {
        stage.watcher(|seen| watch(socket, seen));
    }
    for (number, (customer, conversation)) in cast.customers.iter().zip(conversations).enumerate() {
        let socket = Socket::open(address, customer).await?;
        stage.sender(|ids| speak(socket, conversation, Writer::new(number), ids));
    }
    Ok(stage)
}

/// A customer who sends what they are given.
async fn speak(
    mut socket: Socket,
    conversation: String,
    mut writer: Writer,
    mut ids: mpsc::Receiver<String>,
) {
    loop {
        tokio::select! {
            next = ids.recv() => {
                let Some(id) = next else { return };
                let frame = json!({"t": "send", "conversation": conversation, "client_id": id,
                    "text": writer.message()});
                if socket.say(&frame).await.is_err() {
                    return;
                }
            }
            heard = socket.hear() => match heard {
                Ok(Some(text)) if text.contains("\"t\":\"refused\"") => {
                    eprintln!("refused: {text}");
                    return;
                }
                Ok(Some(_)) => {}
                Ok(None) | Err(_) => return,
            },
        }
    }
}

/// An agent who sees messages come.
async fn watch(mut socket: Socket, seen: Seen) {
    while let Ok(Some(text)) = socket.hear().await {
        // Parsed by hand: the reader must cost less than what is read.
        let rest = text.split("\"client_id\":\"").nth(1);
        if let Some(id) = rest.and_then(|rest| rest.split('"').next()) {
            seen.note(id);
        }
    }
}

/// So many sockets that say nothing.
///
/// # Errors
/// When one is not let in.
pub(super) async fn idle(address: SocketAddr, cast: &Cast, count: usize) -> Result<Vec<Socket>> {
    let mut opening = JoinSet::new();
    let mut open = Vec::with_capacity(count);
    for number in 0..count {
        let key = cast.lookers.get(number / SOCKETS_OF_ONE).context("a customer")?.clone();
        opening.spawn(async move { Socket::open(address, &key).await });
        if opening.len() >= OPENED_AT_ONCE {
            open.push(opening.join_next().await.context("a socket")???);
        }
    }
    while let Some(socket) = opening.join_next().await {
        open.push(socket??);
    }
    ensure!(open.len() == count, "{} of {count} sockets are open", open.len());
    Ok(open)
}
