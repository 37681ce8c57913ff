//! A mailbox (RFC 3501) with one folder.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::tcp::OwnedWriteHalf;
use tokio::net::{TcpListener, TcpStream};

use super::lock;

/// The folder, and faults.
#[derive(Debug)]
struct State {
    validity: u32,
    next: u32,
    /// By UID: when it came (as IMAP writes it), and the letter.
    letters: BTreeMap<u32, (String, Vec<u8>)>,
    password: String,
    /// Letters' bodies that were fetched.
    fetched: Vec<u32>,
    connections: usize,
    /// Hangs up instead of sending the next body.
    hang_up: bool,
}

/// A running mailbox; the user is `support`, the password `secret`.
#[derive(Debug)]
pub struct ImapServer {
    pub address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl ImapServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State {
            validity: 1,
            next: 1,
            letters: BTreeMap::new(),
            password: "secret".to_owned(),
            fetched: Vec::new(),
            connections: 0,
            hang_up: false,
        }));
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                lock(&shared).connections += 1;
                tokio::spawn(serve(stream, Arc::clone(&shared)));
            }
        });
        Self { address, state }
    }

    /// As a mailbox's `imap` names it.
    pub fn url(&self) -> String {
        format!("imap://{}", self.address)
    }

    /// A letter comes; `at` as IMAP writes it, such as `01-Dec-2026 10:00:00 +0000`.
    pub fn deliver(&self, at: &str, letter: &[u8]) -> u32 {
        let mut state = lock(&self.state);
        let uid = state.next;
        state.next += 1;
        state.letters.insert(uid, (at.to_owned(), letter.to_vec()));
        uid
    }

    /// All letters get new numbers, as after a restore.
    pub fn renumber(&self) {
        let mut state = lock(&self.state);
        state.validity += 1;
        let letters = std::mem::take(&mut state.letters);
        state.letters =
            letters.into_values().enumerate().map(|(n, one)| (n as u32 + 1, one)).collect();
        state.next = state.letters.len() as u32 + 1;
    }

    pub fn hang_up_at_next_body(&self) {
        lock(&self.state).hang_up = true;
    }

    /// The letters whose bodies were sent, in order.
    pub fn fetched(&self) -> Vec<u32> {
        lock(&self.state).fetched.clone()
    }

    pub fn connections(&self) -> usize {
        lock(&self.state).connections
    }
}

async fn serve(stream: TcpStream, state: Arc<Mutex<State>>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let _ = write.write_all(b"* OK test ready\r\n").await;
    while let Ok(Some(line)) = lines.next_line().await {
        let (tag, command) = line.split_once(' ').unwrap_or((line.as_str(), ""));
        if !answer(&mut write, &state, tag, command).await {
            return;
        }
    }
}

/// Answers one command; `false` to hang up.
async fn answer(
    write: &mut OwnedWriteHalf,
    state: &Mutex<State>,
    tag: &str,
    command: &str,
) -> bool {
    let upper = command.to_uppercase();
    let mut out: Vec<u8> = Vec::new();
    let mut end = "OK done".to_owned();
    if upper.starts_with("LOGIN") {
        let right = format!("LOGIN \"support\" \"{}\"", lock(state).password);
        if command != right {
            end = "NO [AUTHENTICATIONFAILED] who?".to_owned();
        }
    } else if upper.starts_with("EXAMINE") {
        let state = lock(state);
        out = format!(
            "* {} EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Seen)\r\n* OK [UIDVALIDITY {}] v\r\n* OK [UIDNEXT {}] n\r\n",
            state.letters.len(),
            state.validity,
            state.next
        )
        .into_bytes();
        end = "OK [READ-ONLY] done".to_owned();
    } else if let Some(range) = upper.strip_prefix("UID SEARCH UID ") {
        let from: u32 = range.split(':').next().unwrap().parse().unwrap();
        let state = lock(state);
        let last = state.letters.keys().next_back().copied();
        // `n:*` names the last letter also where its number is lower.
        let found = state.letters.keys().filter(|uid| **uid >= from || Some(**uid) == last);
        let found: Vec<String> = found.map(ToString::to_string).collect();
        out = format!("* SEARCH {}\r\n", found.join(" ")).into_bytes();
    } else if let Some(rest) = upper.strip_prefix("UID FETCH ") {
        let uid: u32 = rest.split(' ').next().unwrap().parse().unwrap();
        let mut state = lock(state);
        if let Some((at, letter)) = state.letters.get(&uid).cloned() {
            if rest.contains("BODY.PEEK[]") {
                if std::mem::take(&mut state.hang_up) {
                    return false;
                }
                state.fetched.push(uid);
                out = format!("* 1 FETCH (UID {uid} BODY[] {{{}}}\r\n", letter.len()).into_bytes();
                out.extend_from_slice(&letter);
                out.extend_from_slice(b")\r\n");
            } else {
                let size = letter.len();
                let line =
                    format!("* 1 FETCH (UID {uid} RFC822.SIZE {size} INTERNALDATE \"{at}\")\r\n");
                out = line.into_bytes();
            }
        }
    } else if !["NOOP", "CAPABILITY", "LOGOUT"].iter().any(|known| upper.starts_with(known)) {
        end = "BAD what?".to_owned();
    }
    out.extend_from_slice(format!("{tag} {end}\r\n").as_bytes());
    write.write_all(&out).await.is_ok() && !upper.starts_with("LOGOUT")
}
