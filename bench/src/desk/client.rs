//! A client of the socket, as cheap as can be: it shares the cores with the server.

use std::net::SocketAddr;

use anyhow::{Context as _, Result, bail};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::json::text_at;
use crate::server::http::{Client, Request};

/// What one socket of ours reads at once: ten thousand of them are held.
const BUFFER_BYTES: usize = 4 << 10;

/// An open socket.
#[derive(Debug)]
pub(super) struct Socket(WebSocketStream<TcpStream>);

impl Socket {
    /// Connects and says hello.
    ///
    /// # Errors
    /// When the server does not welcome it.
    pub(super) async fn open(address: SocketAddr, key: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let config = WebSocketConfig::default().read_buffer_size(BUFFER_BYTES).write_buffer_size(0);
        let url = format!("ws://{address}/v1/socket");
        let (socket, _) = client_async_with_config(url, stream, Some(config)).await?;
        let mut socket = Self(socket);
        socket.say(&json!({"t": "hello", "protocol": 1, "token": key})).await?;
        let welcome = socket.hear().await?.context("no welcome")?;
        let welcome: Value = serde_json::from_str(&welcome)?;
        if text_at(&welcome, "/t")? != "welcome" {
            bail!("not welcome: {welcome}");
        }
        Ok(socket)
    }

    pub(super) async fn say(&mut self, frame: &Value) -> Result<()> {
        Ok(self.0.send(Message::text(frame.to_string())).await?)
    }

    /// The next text; `None` at the end.
    ///
    /// # Errors
    /// When the connection breaks.
    pub(super) async fn hear(&mut self) -> Result<Option<Utf8Bytes>> {
        loop {
            match self.0.next().await {
                Some(Ok(Message::Text(text))) => return Ok(Some(text)),
                Some(Ok(Message::Close(_))) | None => return Ok(None),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(error.into()),
            }
        }
    }

    /// The next frame of a kind; others are passed over.
    ///
    /// # Errors
    /// When the socket ends before it.
    pub(super) async fn hear_kind(&mut self, kind: &str) -> Result<Value> {
        loop {
            let text = self.hear().await?.with_context(|| format!("no {kind} before the end"))?;
            let frame: Value = serde_json::from_str(&text)?;
            match text_at(&frame, "/t")? {
                "bye" | "refused" => bail!("instead of {kind}: {frame}"),
                other if other == kind => return Ok(frame),
                _ => {}
            }
        }
    }

    /// Looks at a thread from an event on.
    ///
    /// # Errors
    /// When it is refused.
    pub(super) async fn watch(&mut self, conversation: &str, after: u64) -> Result<()> {
        let view = json!({"kind": "thread", "conversation": conversation, "after": after});
        self.say(&json!({"t": "subscribe", "id": conversation, "view": view})).await?;
        self.hear_kind("snapshot").await?;
        Ok(())
    }
}

/// Opens a conversation as its customer; the answer.
///
/// # Errors
/// When it is refused.
pub(super) async fn open_conversation(
    http: &mut Client,
    customer: &str,
    unique: &str,
    text: &str,
) -> Result<Value> {
    let body = json!({"message": {"client_id": "first", "text": text}});
    let request = Request::post("/v1/conversations", customer, Some(unique), &body);
    http.send(&request).await?.expect(201)?.json()
}

/// The id of a conversation.
///
/// # Errors
/// When there is none.
pub(super) fn id_of(conversation: &Value) -> Result<String> {
    Ok(text_at(conversation, "/id")?.to_owned())
}
