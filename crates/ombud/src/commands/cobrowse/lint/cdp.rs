//! The Chrome DevTools Protocol, as little of it as is needed: calls, frames that a page hands out, and when one has loaded.
//! <https://chromedevtools.github.io/devtools-protocol/>

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// No call takes so long.
const CALL_SECONDS_MAX: u64 = 60;
/// The function by which a page hands out a frame, in Base64.
pub(super) const HAND_OUT: &str = "ombudLintFrame";

pub(super) struct Cdp {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    next: u64,
    /// By session, as they came.
    frames: HashMap<String, Vec<Vec<u8>>>,
    loaded: HashSet<String>,
}

impl Cdp {
    pub(super) async fn connect(url: &str) -> Result<Self> {
        let (socket, _) = tokio_tungstenite::connect_async(url)
            .await
            .with_context(|| format!("the browser does not answer at {url}"))?;
        Ok(Self { socket, next: 1, frames: HashMap::new(), loaded: HashSet::new() })
    }

    /// Calls a method, of a session or of the browser itself, and gives its result.
    pub(super) async fn call(
        &mut self,
        session: Option<&str>,
        method: &str,
        params: Value,
    ) -> Result<Value> {
        let id = self.next;
        self.next += 1;
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let (Some(session), Some(fields)) = (session, message.as_object_mut()) {
            fields.insert("sessionId".to_owned(), session.into());
        }
        self.socket.send(Message::text(message.to_string())).await?;
        let answered = async {
            loop {
                let heard = self.hear().await?;
                if heard.get("id").and_then(Value::as_u64) == Some(id) {
                    return Ok::<Value, anyhow::Error>(heard);
                }
            }
        };
        let answer = timeout(Duration::from_secs(CALL_SECONDS_MAX), answered).await;
        let mut answer = answer.with_context(|| format!("{method}: the browser is silent"))??;
        if let Some(error) = answer.get("error") {
            bail!("{method}: {}", error.get("message").and_then(Value::as_str).unwrap_or("failed"));
        }
        Ok(answer.get_mut("result").map(Value::take).unwrap_or_default())
    }

    /// Lets the pages go on for so long.
    pub(super) async fn wait(&mut self, long: Duration) -> Result<()> {
        let heard = async {
            loop {
                self.hear().await?;
            }
        };
        timeout(long, heard).await.unwrap_or(Ok(()))
    }

    /// Waits until a session's page has loaded; false where it takes longer.
    pub(super) async fn wait_loaded(&mut self, session: &str, long: Duration) -> Result<bool> {
        let loaded = async {
            while !self.loaded.remove(session) {
                self.hear().await?;
            }
            Ok(true)
        };
        timeout(long, loaded).await.unwrap_or(Ok(false))
    }

    /// How many frames a session handed out.
    pub(super) fn count(&self, session: &str) -> usize {
        self.frames.get(session).map_or(0, Vec::len)
    }

    /// The frames that a session handed out since they were last taken.
    pub(super) fn take(&mut self, session: &str) -> Vec<Vec<u8>> {
        self.frames.remove(session).unwrap_or_default()
    }

    async fn hear(&mut self) -> Result<Value> {
        loop {
            let message = self.socket.next().await.context("the browser is gone")??;
            let Message::Text(text) = message else { continue };
            let heard: Value = serde_json::from_str(&text)?;
            self.note(&heard);
            return Ok(heard);
        }
    }

    fn note(&mut self, heard: &Value) {
        let text = |value: &Value, field: &str| value.get(field)?.as_str().map(str::to_owned);
        let Some(session) = text(heard, "sessionId") else { return };
        match heard.get("method").and_then(Value::as_str) {
            Some("Page.loadEventFired") => {
                self.loaded.insert(session);
            }
            Some("Runtime.bindingCalled") => {
                let params =
                    heard.get("params").filter(|it| it.get("name") == Some(&HAND_OUT.into()));
                let payload = params.and_then(|params| text(params, "payload"));
                if let Some(Ok(bytes)) = payload.map(|payload| BASE64.decode(payload)) {
                    self.frames.entry(session).or_default().push(bytes);
                }
            }
            _ => {}
        }
    }
}
