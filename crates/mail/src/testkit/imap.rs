//! A mailbox (RFC 3501) with one folder, which tells of new letters (RFC 2177).

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

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
    /// Tells of new letters.
    idle: bool,
    /// How many letters there are, as those who wait hear of it.
    count: watch::Sender<usize>,
    /// How often a wait began.
    waits: watch::Sender<usize>,
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
            idle: true,
            count: watch::channel(0).0,
            waits: watch::channel(0).0,
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
        state.count.send_replace(state.letters.len());
        uid
    }

    /// As a server that can only be asked.
    pub fn without_idle(&self) {
        lock(&self.state).idle = false;
    }

    /// Returns once somebody has begun to wait for new letters for the `nth` time.
    pub async fn waited_for(&self, nth: usize) {
        let mut waits = lock(&self.state).waits.subscribe();
        waits.wait_for(|waits| *waits >= nth).await.unwrap();
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
    // How many letters this connection knows of.
    let mut known = 0;
    while let Ok(Some(line)) = lines.next_line().await {
        let (tag, command) = line.split_once(' ').unwrap_or((line.as_str(), ""));
        if command.eq_ignore_ascii_case("IDLE") && lock(&state).idle {
            if !idle(&mut lines, &mut write, &state, (tag, &mut known)).await {
                return;
            }
            continue;
        }
        if command.to_uppercase().starts_with("EXAMINE") {
            known = lock(&state).letters.len();
        }
        if !answer(&mut write, &state, tag, command).await {
            return;
        }
    }
}

/// Tells of letters until the client has heard enough; `false` when it is gone.
async fn idle(
    lines: &mut Lines<BufReader<OwnedReadHalf>>,
    write: &mut OwnedWriteHalf,
    state: &Mutex<State>,
    (tag, known): (&str, &mut usize),
) -> bool {
    let mut count = lock(state).count.subscribe();
    let mut out = String::new();
    // What came meanwhile is told before the wait has begun: a client must not miss it.
    let now = *count.borrow_and_update();
    if now != *known {
        out = format!("* {now} EXISTS\r\n");
        *known = now;
    }
    out.push_str("+ idling\r\n");
    if write.write_all(out.as_bytes()).await.is_err() {
        return false;
    }
    lock(state).waits.send_modify(|waits| *waits += 1);
    loop {
        let told = tokio::select! {
            line = lines.next_line() => {
                let done = matches!(&line, Ok(Some(line)) if line.eq_ignore_ascii_case("DONE"));
                let end = format!("{tag} OK idle\r\n");
                return done && write.write_all(end.as_bytes()).await.is_ok();
            }
            Ok(()) = count.changed() => *count.borrow_and_update(),
        };
        *known = told;
        if write.write_all(format!("* {told} EXISTS\r\n").as_bytes()).await.is_err() {
            return false;
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
    } else if upper.starts_with("CAPABILITY") {
        let idle = if lock(state).idle { " IDLE" } else { "" };
        out = format!("* CAPABILITY IMAP4rev1{idle}\r\n").into_bytes();
    } else if !["NOOP", "LOGOUT"].iter().any(|known| upper.starts_with(known)) {
        end = "BAD what?".to_owned();
    }
    out.extend_from_slice(format!("{tag} {end}\r\n").as_bytes());
    write.write_all(&out).await.is_ok() && !upper.starts_with("LOGOUT")
}
