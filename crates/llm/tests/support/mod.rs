//! A provider on a local socket, which says what a test wrote down, and the question that all tests ask.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use kernel::{Currency, Duration, TenantId};
use llm::guard::budget::Limits;
use llm::{
    About, Ask, Auth, Endpoint, LanguageModel, Part, Price, Prompt, Region, Remote, Reply, Schema,
    Speaker, Turn, Want, openai,
};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// How a stub answers one request.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    /// Status, further header lines (each ended by `\r\n`), body; closes.
    Whole(u16, &'static str, String),
    /// A stream of events in one piece.
    Events(String),
    /// The same, each byte in a chunk of its own.
    EachByte(String),
    /// Begins a stream so, then breaks the connection inside a chunk.
    CutOff(String),
    /// Begins a stream so, then says no more and does not close.
    Hangs(String),
    /// Says this again and again, for ever.
    Endless(String),
    /// Bytes as they are, then closes.
    Raw(String),
    /// Closes without a word.
    Nothing,
}

/// A provider; it ends with the test's runtime.
#[derive(Debug)]
pub(crate) struct Stub {
    pub(crate) base_url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Stub {
    /// Answers one connection after the other, the last answer for ever.
    pub(crate) async fn start(answers: Vec<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = requests.clone();
        tokio::spawn(async move {
            for at in 0.. {
                let answer = answers.get(at).or(answers.last()).unwrap().clone();
                let (mut socket, _) = listener.accept().await.unwrap();
                let request = read_request(&mut socket).await;
                seen.lock().unwrap().push(request);
                tokio::spawn(respond(socket, answer));
            }
        });
        Self { base_url, requests }
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// The body of the only request.
    pub(crate) fn body(&self) -> serde_json::Value {
        let requests = self.requests();
        assert_eq!(requests.len(), 1);
        serde_json::from_str(requests[0].split_once("\r\n\r\n").unwrap().1).unwrap()
    }

    pub(crate) fn endpoint(&self) -> Endpoint {
        Endpoint::new(&self.base_url, false).unwrap()
    }

    /// The model that most tests use: a server of one's own.
    pub(crate) fn local(&self) -> Remote {
        openai::local(about(), self.endpoint(), "smol", Auth::Open, true).unwrap()
    }
}

async fn read_request(socket: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                return text;
            }
        }
        let mut buffer = [0_u8; 4096];
        let read = socket.read(&mut buffer).await.unwrap();
        assert!(read > 0, "the client closed early");
        bytes.extend_from_slice(&buffer[..read]);
    }
}

const STREAM: &str = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream; charset=utf-8\r\n\
                      transfer-encoding: chunked\r\n\r\n";

fn chunk(bytes: &[u8]) -> Vec<u8> {
    let mut chunk = format!("{:x}\r\n", bytes.len()).into_bytes();
    chunk.extend_from_slice(bytes);
    chunk.extend_from_slice(b"\r\n");
    chunk
}

async fn respond(mut socket: TcpStream, answer: Answer) {
    socket.set_nodelay(true).unwrap();
    // The client may hang up early when it has read enough: no write is sure to succeed.
    let mut bytes = STREAM.as_bytes().to_vec();
    match answer {
        Answer::Whole(status, headers, body) => {
            let length = body.len();
            bytes =
                format!("HTTP/1.1 {status} X\r\n{headers}content-length: {length}\r\n\r\n{body}")
                    .into();
        }
        Answer::Events(events) => {
            bytes.extend(chunk(events.as_bytes()));
            bytes.extend_from_slice(b"0\r\n\r\n");
        }
        Answer::EachByte(events) => {
            let _ = socket.write_all(&bytes).await;
            for byte in events.as_bytes() {
                let _ = socket.write_all(&chunk(&[*byte])).await;
                tokio::task::yield_now().await;
            }
            bytes = b"0\r\n\r\n".to_vec();
        }
        Answer::CutOff(events) => {
            bytes.extend(chunk(events.as_bytes()));
            bytes.extend_from_slice(b"ff\r\nda");
        }
        Answer::Hangs(events) => {
            bytes.extend(chunk(events.as_bytes()));
            let _ = socket.write_all(&bytes).await;
            // Until the client closes.
            let _ = socket.read(&mut [0_u8; 1]).await;
            return;
        }
        Answer::Endless(events) => {
            let _ = socket.write_all(&bytes).await;
            while socket.write_all(&chunk(events.as_bytes())).await.is_ok() {}
            return;
        }
        Answer::Raw(text) => bytes = text.into_bytes(),
        Answer::Nothing => return,
    }
    let _ = socket.write_all(&bytes).await;
    let _ = socket.shutdown().await;
    // Closing with bytes unread would reset the connection and lose what is on its way.
    let _ = socket.read_to_end(&mut Vec::new()).await;
}

pub(crate) fn about() -> About {
    About {
        name: "test".to_owned(),
        region: Region::new("eu").unwrap(),
        price: Price { currency: Currency::EUR, million_in_minor: 100, million_out_minor: 1_000 },
    }
}

pub(crate) fn schema() -> Schema {
    Schema::from_json(&json!({
        "type": "object",
        "properties": {
            "intent": { "type": "string", "enum": ["refund_status", "pause_plan"] },
            "amount": { "type": "number", "minimum": 0 },
        },
        "required": ["intent"],
    }))
    .unwrap()
}

pub(crate) fn ask(want: Want) -> Ask {
    let parts = vec![
        Part::Ours("What does the customer want?".to_owned()),
        Part::Untrusted { label: "customer message", text: "Please pause my plan".to_owned() },
    ];
    Ask {
        tenant: TenantId::new("shop").unwrap(),
        conversation: None,
        regions: BTreeSet::from([Region::new("eu").unwrap()]),
        limits: Limits::default(),
        prompt: Prompt {
            system: "You sort messages.".to_owned(),
            turns: vec![Turn { speaker: Speaker::User, parts }],
            tokens_out_max: 200,
            temperature: Some(0.5),
            within: Duration::from_secs(20),
        },
        want,
    }
}

pub(crate) fn text() -> Want {
    Want::Text { chars_max: 200 }
}

/// Asks, and keeps the pieces.
pub(crate) async fn propose(model: &dyn LanguageModel, ask: &Ask) -> (Reply, Vec<String>) {
    let mut pieces = Vec::new();
    let reply = model.propose(ask, &mut |piece| pieces.push(piece.to_owned())).await;
    (reply, pieces)
}
