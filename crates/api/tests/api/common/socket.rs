//! A client of the socket, as small as can be.

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// No frame takes so long.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Connects and says hello.
    pub(crate) async fn open(address: SocketAddr, key: &str) -> Self {
        let (mut socket, welcome) =
            Self::knock(address, json!({"t": "hello", "protocol": 1, "token": key})).await;
        assert_eq!(welcome["t"], "welcome", "{welcome}");
        socket.say(json!({"t": "ping"})).await;
        // What is told at once, such as an offer, may come before.
        socket.hear_kind("pong").await;
        socket
    }

    /// Connects and says something first; what comes back.
    pub(crate) async fn knock(address: SocketAddr, first: Value) -> (Self, Value) {
        let url = format!("ws://{address}/v1/socket");
        let (stream, _) = tokio_tungstenite::connect_async(url).await.unwrap();
        let mut socket = Self(stream);
        socket.say(first).await;
        let answer = socket.hear().await;
        (socket, answer)
    }

    pub(crate) async fn say(&mut self, frame: Value) {
        self.0.send(Message::text(frame.to_string())).await.unwrap();
    }

    /// The next frame; null once the socket is closed.
    pub(crate) async fn hear(&mut self) -> Value {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.0.next()).await;
            match next.expect("a frame comes in time") {
                Some(Ok(Message::Text(text))) => return serde_json::from_str(&text).unwrap(),
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Value::Null,
                Some(Ok(_)) => {}
            }
        }
    }

    /// The next frame of a kind; others are passed over.
    pub(crate) async fn hear_kind(&mut self, kind: &str) -> Value {
        loop {
            let frame = self.hear().await;
            assert!(!frame.is_null(), "the socket closed before {kind}");
            if frame["t"] == kind {
                return frame;
            }
        }
    }

    /// The next event of a kind in a thread.
    pub(crate) async fn hear_event(&mut self, kind: &str) -> Value {
        loop {
            let frame = self.hear_kind("event").await;
            if frame["event"]["kind"] == kind {
                return frame["event"].clone();
            }
        }
    }

    pub(crate) async fn look(&mut self, id: &str, view: Value) -> Value {
        self.say(json!({"t": "subscribe", "id": id, "view": view})).await;
        loop {
            let frame = self.hear().await;
            if frame["id"] == id || frame.is_null() {
                return frame;
            }
        }
    }
}
