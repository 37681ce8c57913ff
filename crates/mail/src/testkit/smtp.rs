//! A relay (RFC 5321) that keeps what it takes.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::lock;

/// What the server took, and what it says next.
#[derive(Debug, Default)]
struct State {
    /// Envelope from, to, and the letter.
    taken: Vec<(String, String, Vec<u8>)>,
    /// Answers to the next letters' RCPT, such as `450 later`; `250` when empty.
    answers: VecDeque<String>,
    /// Takes the next letter and hangs up before saying so.
    deaf: bool,
}

/// A running relay.
#[derive(Debug)]
pub struct SmtpServer {
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl SmtpServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Self { address, state }
    }

    /// As `mail.smtp` names it.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// Says this to the next RCPT.
    pub fn answer_next(&self, answer: &str) {
        lock(&self.state).answers.push_back(answer.to_owned());
    }

    /// Takes the next letter and hangs up before saying so.
    pub fn hang_up_after_next(&self) {
        lock(&self.state).deaf = true;
    }

    /// What was taken: envelope from, to, and the letter.
    pub fn taken(&self) -> Vec<(String, String, Vec<u8>)> {
        lock(&self.state).taken.clone()
    }
}

async fn serve(stream: TcpStream, state: Arc<Mutex<State>>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read);
    write.write_all(b"220 test ESMTP\r\n").await.unwrap();
    let (mut from, mut to) = (String::new(), String::new());
    loop {
        let mut line = String::new();
        if lines.read_line(&mut line).await.unwrap_or(0) == 0 {
            return;
        }
        let line = line.trim_end();
        let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        let path = |line: &str| {
            let inside = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
            inside.map(|(path, _)| path.to_owned()).unwrap_or_default()
        };
        let answer = match word.as_str() {
            "EHLO" => "250-test\r\n250 8BITMIME".to_owned(),
            "MAIL" => {
                from = path(line);
                "250 ok".to_owned()
            }
            "RCPT" => {
                to = path(line);
                lock(&state).answers.pop_front().unwrap_or_else(|| "250 ok".to_owned())
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.unwrap();
                let letter = data(&mut lines).await;
                let mut state = lock(&state);
                state.taken.push((from.clone(), to.clone(), letter));
                if std::mem::take(&mut state.deaf) {
                    return;
                }
                "250 taken".to_owned()
            }
            "RSET" | "NOOP" => "250 ok".to_owned(),
            "QUIT" => {
                let _ = write.write_all(b"221 bye\r\n").await;
                return;
            }
            _ => "502 what?".to_owned(),
        };
        if write.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
            return;
        }
    }
}

/// The letter, up to the line with a dot alone.
async fn data(lines: &mut BufReader<tokio::net::tcp::OwnedReadHalf>) -> Vec<u8> {
    let mut letter = Vec::new();
    loop {
        let mut line = Vec::new();
        lines.read_until(b'\n', &mut line).await.unwrap();
        if line == b".\r\n" || line.is_empty() {
            return letter;
        }
        letter.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
    }
}
