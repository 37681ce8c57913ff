//! A relay with a clock that is moved by hand, a sink that keeps everything, and a session that is stepped.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use cobrowse::consent::{Grant, Grants, Wish, Words};
use cobrowse::control::{CustomerTold, FromCustomer, ToCustomer, ToViewer};
use cobrowse::page::Page;
use cobrowse::policy::Permit;
use cobrowse::recording::{self, Head, RecordingKey, Sealed};
use cobrowse::session::{Input, Moment, Role, Session, State};
use cobrowse::wire::{self, Body, Frame, Kind, Line, Node, Op, Said};
use kernel::canonical::Sha256Hex;
use kernel::{Clock, CobrowseId, Duration, ManualClock, PrincipalId, Rng, TenantId, Timestamp};
use relay::{Event, Of, Opening, Out, Relay, Room, Sink, Viewer, Writer};

#[derive(Debug, Default)]
pub struct Kept {
    pub chunks: Mutex<Vec<(Sealed, Head)>>,
    pub events: Mutex<Vec<Event>>,
}

impl Sink for Kept {
    fn chunk(&self, _: &Of, chunk: Sealed, head: Head) {
        self.chunks.lock().unwrap().push((chunk, head));
    }

    fn event(&self, _: &Of, event: Event) {
        self.events.lock().unwrap().push(event);
    }
}

pub struct World {
    pub clock: Arc<ManualClock>,
    pub kept: Arc<Kept>,
    pub relay: Relay,
    pub room: Arc<Room>,
    pub session: Session,
}

pub const ALL: [Grant; 5] = Grant::ALL;

fn words() -> Words {
    let hash = Sha256Hex::of(b"words");
    Words { version: "1".to_owned(), language: "en".to_owned(), hash }
}

pub fn ask(seat: u32, wants: &[Grant]) -> Input {
    let wish = Wish {
        agent: "Ana".to_owned(),
        company: "Acme".to_owned(),
        wants: wants.iter().copied().collect(),
        text: words(),
        purpose: "support".to_owned(),
    };
    Input::Ask { seat, wish }
}

pub fn accept(ask: u32, grants: &[Grant]) -> Input {
    Input::Accept { ask, grants: grants.iter().copied().collect(), hash: words().hash }
}

pub fn join(name: &str, role: Role) -> Input {
    Input::Join {
        principal: PrincipalId::new(name).unwrap(),
        name: name.to_owned(),
        role,
        may: Grants::ALL,
    }
}

pub fn key() -> RecordingKey {
    RecordingKey::generate(&mut Rng::seeded(5))
}

impl World {
    /// A session in which everything is allowed, with an agent in seat 1 and a supervisor in seat 2, without sockets.
    pub fn new() -> Self {
        let clock = Arc::new(ManualClock::at(Timestamp::from_millis(1_800_000_000_000)));
        let kept = Arc::new(Kept::default());
        let relay = Relay::new(Arc::clone(&clock) as _, Arc::clone(&kept) as _);
        let id = CobrowseId::generate(clock.now(), &mut Rng::seeded(1));
        let mut session = Session::begin(id, clock.now());
        let shown = Input::Shown { ask: 1 };
        let inputs = [
            join("ana", Role::Agent),
            join("bo", Role::Supervisor),
            ask(1, &ALL),
            shown,
            accept(1, &ALL),
        ];
        for input in inputs {
            let step = session.step(input, Moment::at(clock.now()));
            assert_eq!(step.refusal, None);
            session = step.session;
        }
        let room = open(&relay, &session);
        clock.advance(Duration::from_secs(10));
        Self { clock, kept, relay, room, session }
    }

    /// Steps, stores and tells, as the application does.
    pub fn step(&mut self, input: Input) {
        let moment = Moment::at(self.clock.now());
        self.session = self.session.clone().step(input, moment).session;
        self.room.set(&self.session);
    }

    pub fn pass(&self, ms: i64) {
        self.clock.advance(Duration::from_millis(ms));
    }

    pub fn writer(&self) -> Writer {
        self.room.writer(None, welcome_customer).unwrap()
    }

    pub fn tab(&self, name: &str) -> Writer {
        self.room.writer(Some(name.to_owned()), welcome_customer).unwrap()
    }

    pub fn viewer(&self, seat: u32) -> Viewer {
        self.room.viewer(seat, |session| welcome_viewer(session, seat)).unwrap()
    }

    pub fn record(&self) {
        let id = self.session.id();
        let writer = recording::Writer::new(id, &key(), self.clock.now(), 0, Head::NONE).unwrap();
        self.room.record(writer);
    }

    pub fn events(&self) -> Vec<Event> {
        self.kept.events.lock().unwrap().clone()
    }
}

pub fn open(relay: &Relay, session: &Session) -> Arc<Room> {
    let of = Of { tenant: TenantId::new("acme").unwrap(), session: session.id() };
    let opening =
        Opening { session: session.clone(), permit: Permit::attributes(), may_write: true };
    relay.open(of, opening)
}

pub fn welcome_customer(session: &Session) -> ToCustomer {
    ToCustomer::Welcome {
        session: session.id(),
        state: session.state(),
        grants: session.grants(),
        now: 0,
        policy: None,
        people: session.people_told(),
        ask: session.ask().cloned(),
        idle_s: 300,
    }
}

pub fn welcome_viewer(session: &Session, seat: u32) -> ToViewer {
    ToViewer::Welcome {
        session: session.id(),
        seat,
        state: session.state(),
        grants: session.grants(),
        now: 0,
        people: session.people_told(),
        customer: CustomerTold::default(),
    }
}

/// What is there now, without waiting.
pub async fn drain_viewer(viewer: &mut Viewer) -> Vec<Out> {
    let mut all = Vec::new();
    loop {
        tokio::select! {
            biased;
            out = viewer.next() => match out {
                Some(out) => all.push(out),
                None => return all,
            },
            () = std::future::ready(()) => return all,
        }
    }
}

pub async fn drain_writer(writer: &mut Writer) -> Vec<Out> {
    let mut all = Vec::new();
    loop {
        tokio::select! {
            biased;
            out = writer.next() => match out {
                Some(out) => all.push(out),
                None => return all,
            },
            () = std::future::ready(()) => return all,
        }
    }
}

pub fn frames(all: &[Out]) -> Vec<Bytes> {
    let frame = |out: &Out| match out {
        Out::Frame(frame) => Some(frame.clone()),
        _ => None,
    };
    all.iter().filter_map(frame).collect()
}

/// The names of the text messages, and of the ends.
pub fn names(all: &[Out]) -> Vec<String> {
    let name = |out: &Out| match out {
        Out::Text(text) => {
            let message: serde_json::Value = serde_json::from_str(text).unwrap();
            Some(message["t"].as_str().unwrap().to_owned())
        }
        Out::Bye(bye) => Some(format!("bye {bye:?}").to_lowercase()),
        Out::Frame(_) => None,
    };
    all.iter().filter_map(name).collect()
}

pub fn texts(all: &[Out]) -> Vec<serde_json::Value> {
    let text = |out: &Out| match out {
        Out::Text(text) => Some(serde_json::from_str(text).unwrap()),
        _ => None,
    };
    all.iter().filter_map(text).collect()
}

pub fn words_node(kind: Kind, rule: u32, text: &str) -> Op {
    let line = Line { x: 0, y: 0, w: 40, h: 40, text: text.to_owned() };
    let body = Some(Body::Lines { rule, look: 0, lines: vec![line] });
    Op::Node(Node { kind, flags: 0, x: 0, below: 0, narrower: 0, h: 40, look: 0, state: 0, body })
}

fn box_node() -> Op {
    let kind = Kind::Box;
    Op::Node(Node {
        kind,
        flags: 0,
        x: 0,
        below: 0,
        narrower: -4_000,
        h: 4_000,
        look: 0,
        state: 0,
        body: None,
    })
}

/// A browser's capture.
#[derive(Default)]
pub struct Capture {
    sequence: u32,
}

impl Capture {
    /// The beginning, and a page of a box (1) with a button (2) and a text (3).
    pub fn begin(&mut self) -> Vec<Bytes> {
        self.sequence = 0;
        let start = Frame { sequence: 0, said: Said::Start { policy: [0; 32] } };
        let ops = vec![
            box_node(),
            Op::Enter,
            words_node(Kind::Button, 1, "Dispute"),
            words_node(Kind::Text, 1, "Order"),
            Op::Ready,
        ];
        vec![wire::encode(&start).into(), self.next(ops)]
    }

    pub fn next(&mut self, ops: Vec<Op>) -> Bytes {
        self.sequence += 1;
        wire::encode(&Frame { sequence: self.sequence, said: Said::Ops(ops) }).into()
    }

    /// A small change.
    pub fn change(&mut self) -> Bytes {
        let (x, y) = (0, self.sequence);
        self.next(vec![Op::Scroll { node: 1, x, y }])
    }

    pub fn sequence(&self) -> u32 {
        self.sequence
    }
}

pub fn send(writer: &Writer, frames: Vec<Bytes>) {
    frames.into_iter().for_each(|frame| writer.take_frame(frame).unwrap());
}

/// The page that a viewer has drawn, as bytes.
pub fn drawn(frames: &[Bytes]) -> Vec<u8> {
    let mut page = Page::default();
    for frame in frames {
        page.take(&wire::decode(frame).unwrap()).unwrap();
    }
    wire::encode(&page.checkpoint().unwrap())
}

/// What the application does with a message of the customer.
pub fn input(message: FromCustomer) -> Input {
    match message {
        FromCustomer::Pause {} => Input::Pause,
        FromCustomer::Resume {} => Input::Resume,
        FromCustomer::Revoke { grant } => Input::Revoke { grant },
        FromCustomer::End { reason } => Input::End { reason },
        other => panic!("{other:?}"),
    }
}

pub const ENDED: State = State::Ended;
