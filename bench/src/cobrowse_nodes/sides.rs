//! A customer's page and an agent's view, as their clients behave: a lost socket asks for a new place,
//! at waits that grow and are spread, of whichever node answers.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use cobrowse::wire::{self, Body, Frame, Kind, Line, Node, Op, Said};
use futures_util::{SinkExt as _, StreamExt as _};
use kernel::Rng;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::server::http::{Answer, Client, Request};
use crate::stopwatch::Stopwatch;

/// As `web/packages/cobrowse/src/wait.ts`, in milliseconds.
const WAITS_MS: [u64; 8] = [500, 1_000, 1_000, 1_000, 2_000, 4_000, 8_000, 15_000];
/// Between two frames of a page.
const FRAME_MS: u64 = 50;
/// A request or a socket that says nothing for so long is given up.
const PATIENCE: Duration = Duration::from_secs(4);
/// What frames tell, in front of their number.
const MARK: &str = "number ";

type Socket = WebSocketStream<TcpStream>;

/// The nodes, asked in turn as a proxy in front of them would.
#[derive(Debug)]
pub(super) struct Nodes {
    addresses: Mutex<Vec<SocketAddr>>,
    turn: AtomicUsize,
}

impl Nodes {
    pub(super) fn new(addresses: Vec<SocketAddr>) -> Self {
        Self { addresses: Mutex::new(addresses), turn: AtomicUsize::new(0) }
    }

    fn next(&self) -> Result<SocketAddr> {
        let addresses = self.addresses.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let at = turn.checked_rem(addresses.len()).unwrap_or(0);
        addresses.get(at).copied().context("a node")
    }

    pub(super) async fn post(&self, path: &str, bearer: &str, body: &Value) -> Result<Value> {
        post(self.next()?, path, bearer, body).await
    }
}

/// One request on a connection of its own.
pub(super) async fn post(at: SocketAddr, path: &str, bearer: &str, body: &Value) -> Result<Value> {
    let answer = send(at, &Request::post(path, bearer, None, body)).await?;
    if !(200..300).contains(&answer.status) {
        bail!("{path}: {}: {}", answer.status, answer.text());
    }
    answer.json()
}

pub(super) async fn send(at: SocketAddr, request: &Request) -> Result<Answer> {
    let asked = async { Client::connect(at).await?.send(request).await };
    tokio::time::timeout(PATIENCE, asked).await?
}

/// What is seen of one session, from both sides.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) id: String,
    watch: Stopwatch,
    /// The number of the last frame that the page sent, and of the last that the agent was given.
    pub(super) sent: AtomicU64,
    pub(super) given: AtomicU64,
    /// When the agent was given a frame last. Microseconds since the run began.
    given_us: AtomicU64,
    /// Sockets that were opened anew, of both sides.
    pub(super) returns: AtomicU64,
    /// At which node the page is: the address it was given.
    node: Mutex<Option<SocketAddr>>,
    seat: AtomicU64,
    pub(super) seat_changed: AtomicBool,
    pub(super) is_over: AtomicBool,
}

impl Seen {
    pub(super) fn new(id: String) -> Self {
        Self {
            id,
            watch: Stopwatch::start(),
            sent: AtomicU64::new(0),
            given: AtomicU64::new(0),
            given_us: AtomicU64::new(0),
            returns: AtomicU64::new(0),
            node: Mutex::new(None),
            seat: AtomicU64::new(0),
            seat_changed: AtomicBool::new(false),
            is_over: AtomicBool::new(false),
        }
    }

    pub(super) fn now_us(&self) -> u64 {
        u64::try_from(self.watch.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    pub(super) fn given_us(&self) -> u64 {
        self.given_us.load(Ordering::SeqCst)
    }

    pub(super) fn node(&self) -> Option<SocketAddr> {
        *self.node.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note_given(&self, number: u64) {
        self.given.fetch_max(number, Ordering::SeqCst);
        self.given_us.store(self.now_us(), Ordering::SeqCst);
    }
}

/// A token and where its socket is, as the API tells it.
struct Place {
    token: String,
    at: SocketAddr,
}

impl Place {
    fn read(told: &Value, asked: SocketAddr) -> Result<Self> {
        let text = |name: &str| told.get(name).and_then(Value::as_str).context("a place");
        let socket = text("socket")?;
        let at = match socket.strip_prefix("http://") {
            Some(rest) => rest.split('/').next().unwrap_or_default().parse()?,
            None => asked,
        };
        Ok(Self { token: text("token")?.to_owned(), at })
    }

    async fn open(&self) -> Result<Socket> {
        let opened = async {
            let stream = TcpStream::connect(self.at).await?;
            stream.set_nodelay(true)?;
            let url = format!("ws://{}/v1/cobrowse/socket", self.at);
            let (mut socket, _) = client_async(url, stream).await?;
            let hello = json!({"t": "hello", "protocol": 1, "token": self.token});
            socket.send(Message::text(hello.to_string())).await?;
            anyhow::Ok(socket)
        };
        tokio::time::timeout(PATIENCE, opened).await?
    }
}

async fn rest_a_while(tries: &mut usize, rng: &Mutex<Rng>) {
    let most = WAITS_MS.get(*tries).or(WAITS_MS.last()).copied().unwrap_or(0);
    *tries += 1;
    let wait = {
        let mut rng = rng.lock().unwrap_or_else(PoisonError::into_inner);
        most / 2 + rng.below(most / 2 + 1)
    };
    tokio::time::sleep(Duration::from_millis(wait)).await;
}

/// Who a side is.
#[derive(Debug, Clone)]
pub(super) struct Side {
    pub(super) nodes: Arc<Nodes>,
    pub(super) seen: Arc<Seen>,
    pub(super) key: String,
    pub(super) rng: Arc<Mutex<Rng>>,
}

impl Side {
    async fn place(&self, path: &str, bearer: &str) -> Result<Place> {
        // A proxy asks another where one does not answer.
        let (first, second) = (self.nodes.next()?, self.nodes.next()?);
        let (told, asked) = match post(first, path, bearer, &json!({})).await {
            Ok(told) => (told, first),
            Err(_) => (post(second, path, bearer, &json!({})).await?, second),
        };
        Place::read(&told, asked)
    }

    /// The customer's page, from the token that it began with, until the session is over.
    pub(super) async fn customer(self, token: String) {
        let path = format!("/v1/cobrowse/sessions/{}/place", self.seen.id);
        let (mut token, mut tries) = (token, 0);
        while !self.seen.is_over.load(Ordering::SeqCst) {
            if let Ok(place) = self.place(&path, &token).await {
                token.clone_from(&place.token);
                *self.seen.node.lock().unwrap_or_else(PoisonError::into_inner) = Some(place.at);
                if let Ok(socket) = place.open().await {
                    // However it ended: it is tried again.
                    let _ = self.show(socket, &mut tries).await;
                }
            }
            rest_a_while(&mut tries, &self.rng).await;
            self.seen.returns.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Sends frames whatever the server says of the session, as a page would that does not hear well.
    async fn show(&self, mut socket: Socket, tries: &mut usize) -> Result<()> {
        let mut every = tokio::time::interval(Duration::from_millis(FRAME_MS));
        let mut sequence = None;
        loop {
            tokio::select! {
                message = socket.next() => {
                    let Message::Text(text) = message.context("closed")?? else { continue };
                    let said: Value = serde_json::from_str(&text)?;
                    let word = said.get("t").and_then(Value::as_str).unwrap_or_default();
                    let state = said.get("state").and_then(Value::as_str).unwrap_or_default();
                    match word {
                        "welcome" => *tries = 0,
                        "checkpoint" => sequence = Some(0),
                        "bye" => return Ok(()),
                        _ => {}
                    }
                    // In a message of its own, or in the welcome.
                    if let Some(ask) = said.get("ask").filter(|ask| ask.is_object()) {
                        answer(&mut socket, ask).await?;
                    }
                    if state == "active" {
                        sequence = Some(0);
                    }
                }
                _ = every.tick() => {
                    let Some(next) = sequence.as_mut() else { continue };
                    for frame in self.frames(*next) {
                        socket.send(Message::binary(wire::encode(&frame))).await?;
                        *next += 1;
                    }
                }
            }
        }
    }

    fn frames(&self, sequence: u32) -> Vec<Frame> {
        let number = self.seen.sent.fetch_add(1, Ordering::SeqCst) + 1;
        let line = Line { x: 0, y: 0, w: 400, h: 80, text: format!("{MARK}{number}") };
        let body = Some(Body::Lines { rule: 1, look: 0, lines: vec![line] });
        if sequence > 0 {
            return vec![Frame { sequence, said: Said::Ops(vec![Op::Body { node: 2, body }]) }];
        }
        let node = |kind, body| {
            let (x, below, narrower, h, look, state, flags) = (0, 0, 0, 80, 0, 0, 0);
            Op::Node(Node { kind, flags, x, below, narrower, h, look, state, body })
        };
        let ops = vec![
            Op::View { width: 1_200, height: 800, ratio: 100 },
            Op::At { parent: 0, sibling: 0 },
            node(Kind::Box, None),
            Op::Enter,
            node(Kind::Text, body),
            Op::Ready,
        ];
        let start = Frame { sequence: 0, said: Said::Start { policy: [0; 32] } };
        vec![start, Frame { sequence: 1, said: Said::Ops(ops) }]
    }

    /// Somebody of the desk who looks, until the session is over.
    pub(super) async fn agent(self) {
        let path = format!("/v1/cobrowse/sessions/{}/seat", self.seen.id);
        let mut tries = 0;
        while !self.seen.is_over.load(Ordering::SeqCst) {
            if let Ok(place) = self.place(&path, &self.key).await
                && let Ok(socket) = place.open().await
            {
                let _ = self.look(socket, &mut tries).await;
            }
            rest_a_while(&mut tries, &self.rng).await;
            self.seen.returns.fetch_add(1, Ordering::Relaxed);
        }
    }

    async fn look(&self, mut socket: Socket, tries: &mut usize) -> Result<()> {
        loop {
            match socket.next().await.context("closed")?? {
                Message::Binary(bytes) => {
                    if let Some(number) = number_in(&bytes) {
                        self.seen.note_given(number);
                    }
                }
                Message::Text(text) => {
                    let said: Value = serde_json::from_str(&text)?;
                    if let Some(seat) = said.get("seat").and_then(Value::as_u64)
                        && said.get("t").and_then(Value::as_str) == Some("welcome")
                    {
                        *tries = 0;
                        let before = self.seen.seat.swap(seat, Ordering::SeqCst);
                        let is_other = before != 0 && before != seat;
                        self.seen.seat_changed.fetch_or(is_other, Ordering::SeqCst);
                    }
                }
                _ => {}
            }
        }
    }
}

async fn answer(socket: &mut Socket, ask: &Value) -> Result<()> {
    let (id, text) = (ask.get("id"), ask.get("text").and_then(|text| text.get("hash")));
    let accept = json!({"t": "accept", "ask": id, "grants": ["view", "record"], "hash": text});
    for said in [json!({"t": "shown", "ask": id}), accept] {
        socket.send(Message::text(said.to_string())).await?;
    }
    Ok(())
}

/// The number that a frame tells.
fn number_in(bytes: &[u8]) -> Option<u64> {
    let told = format!("{:?}", wire::decode(bytes).ok()?);
    let digits = told.rsplit_once(MARK)?.1;
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits.get(..end)?.parse().ok()
}
