//! A scripted HTTP/1.1 server on a local socket: one reply per connection, in order.

#![allow(dead_code, reason = "each test file uses a part of it")]

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// What the server does once it has read the whole request.
#[derive(Debug)]
pub(crate) enum Reply {
    Answer(u16, String),
    /// Promises a longer body than it sends, then closes.
    HalfBody(String),
    /// Bytes as they are, then closes.
    Raw(String),
    /// Closes without a word.
    Close,
    /// Resets the connection (RST).
    Reset,
    /// Never answers.
    Hang,
}

/// A running server; it ends with the test's runtime.
#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) base_url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) async fn start(replies: Vec<Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base_url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = requests.clone();
        tokio::spawn(async move {
            for reply in replies {
                let (mut socket, _) = listener.accept().await.unwrap();
                let request = read_request(&mut socket).await;
                seen.lock().unwrap().push(request);
                respond(socket, reply).await;
            }
        });
        Self { base_url, requests }
    }

    /// An address where nothing listens.
    pub(crate) async fn nobody_listens() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    }

    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn read_request(socket: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let wanted = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .map_or(0, |length| length.parse().unwrap());
            if body.len() >= wanted {
                return text;
            }
        }
        let mut buffer = [0u8; 4096];
        let read = socket.read(&mut buffer).await.unwrap();
        assert!(read > 0, "the client closed early");
        bytes.extend_from_slice(&buffer[..read]);
    }
}

async fn respond(mut socket: TcpStream, reply: Reply) {
    let head = |status: u16, length: usize| {
        format!(
            "HTTP/1.1 {status} Scripted\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
        )
    };
    let bytes = match reply {
        Reply::Answer(status, body) => head(status, body.len()) + &body,
        Reply::HalfBody(body) => head(200, body.len() * 2) + &body,
        Reply::Raw(text) => text,
        Reply::Close => return,
        Reply::Reset => {
            socket.set_zero_linger().unwrap();
            return;
        }
        Reply::Hang => {
            // Holds the connection until the client gives up and closes it.
            let mut buffer = [0u8; 1];
            let _ = socket.read(&mut buffer).await;
            return;
        }
    };
    // The client may hang up early when an answer is too long for it.
    let _ = socket.write_all(bytes.as_bytes()).await;
    let _ = socket.shutdown().await;
}
