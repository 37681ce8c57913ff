//! The relay on sockets, as the product has them (`api::together::socket`), with TLS in the same process. What is left out
//! is what happens when somebody comes or goes: places and sessions are in no store here.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use cobrowse::control::{CustomerTold, Hello, ToCustomer, ToViewer};
use cobrowse::recording::{self, Head, RecordingKey, Sealed};
use cobrowse::session::Session;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use kernel::{Clock, CobrowseId, Rng, TenantId, Timestamp};
use relay::{Event, Of, Out, Relay, Room, Sink, Viewer, Writer};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::rooms;
use crate::silence::Silence;

/// As the product's (`api::limits`).
const SOCKET_BUFFER_BYTES: usize = 1024;
const MESSAGE_BYTES_MAX: usize = 4 << 20;

#[derive(Debug)]
struct RealClock;

impl Clock for RealClock {
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        Timestamp::from_millis(since.as_millis() as i64)
    }
}

/// Writes chunks to a folder, on a thread of its own.
#[derive(Debug)]
struct Files(std::sync::mpsc::Sender<(PathBuf, Vec<u8>)>);

impl Files {
    fn start(folder: &Path) -> Self {
        let (send, receive) = std::sync::mpsc::channel::<(PathBuf, Vec<u8>)>();
        let folder = folder.to_owned();
        std::thread::spawn(move || {
            for (name, bytes) in receive {
                let path = folder.join(name);
                let _ = std::fs::create_dir_all(path.parent().unwrap());
                std::fs::write(path, bytes).unwrap();
            }
        });
        Self(send)
    }
}

impl Sink for Files {
    fn chunk(&self, of: &Of, chunk: Sealed, _: Head) {
        let name = format!("{}/{}", of.session, chunk.entry.number);
        self.0.send((name.into(), chunk.bytes)).unwrap();
    }

    fn event(&self, _: &Of, event: Event) {
        let is_end = matches!(event, Event::CustomerGone | Event::ViewerGone { .. });
        assert!(is_end, "the frames are not as a browser sends them: {event:?}");
    }
}

#[derive(Clone)]
struct Node {
    relay: Relay,
    begun: Timestamp,
}

/// Serves until it is killed; says its port first.
pub(crate) fn run(folder: &Path) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(serve(folder));
}

async fn serve(folder: &Path) {
    let tls = tls(folder);
    let sink = Files::start(&folder.join("recordings"));
    let relay = Relay::new(Arc::new(RealClock), Arc::new(sink));
    let node = Node { relay: relay.clone(), begun: RealClock.now() };
    let router =
        Router::new().route("/v1/cobrowse/socket", axum::routing::get(open)).with_state(node);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("{}", listener.local_addr().unwrap().port());
    tokio::spawn(async move {
        let mut seconds = tokio::time::interval(Duration::from_secs(1));
        loop {
            seconds.tick().await;
            relay.tick();
        }
    });
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let (tls, service) = (tls.clone(), TowerToHyperService::new(router.clone()));
        tokio::spawn(async move {
            stream.set_nodelay(true).unwrap();
            let Ok(stream) = tls.accept(stream).await else { return };
            let protocol = auto::Builder::new(TokioExecutor::new()).http1_only();
            let served = protocol.serve_connection_with_upgrades(TokioIo::new(stream), service);
            let _ = served.await;
        });
    }
}

fn tls(folder: &Path) -> TlsAcceptor {
    let certificate = CertificateDer::from_pem_file(folder.join("certificate.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_file(folder.join("key.pem")).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    TlsAcceptor::from(Arc::new(config))
}

async fn open(State(node): State<Node>, upgrade: WebSocketUpgrade) -> Response {
    upgrade
        .read_buffer_size(SOCKET_BUFFER_BYTES)
        .write_buffer_size(0)
        .max_message_size(MESSAGE_BYTES_MAX)
        .max_frame_size(MESSAGE_BYTES_MAX)
        .on_upgrade(move |mut ws| async move {
            begin(&mut ws, &node).await;
            let _ = ws.send(Message::Close(None)).await;
        })
}

/// The token says which session and which side: `w12` writes in the twelfth, `r12` looks.
async fn begin(ws: &mut WebSocket, node: &Node) -> Option<()> {
    let Some(Ok(Message::Text(first))) = ws.recv().await else { return None };
    let hello = Hello::read(first.as_str()).unwrap();
    let (side, number) = hello.token.split_at(1);
    let number: u64 = number.parse().unwrap();
    let id = CobrowseId::generate(node.begun, &mut Rng::seeded(number));
    let of = Of { tenant: TenantId::new("acme").unwrap(), session: id };
    let room = node.relay.room(&of).unwrap_or_else(|| new_room(node, of, number));
    if side == "w" { customer(ws, room).await } else { viewer(ws, room).await }
}

fn new_room(node: &Node, of: Of, number: u64) -> Arc<Room> {
    let (id, now) = (of.session, RealClock.now());
    let room = node.relay.open(of, rooms::opening(rooms::active(id, node.begun)));
    let key = RecordingKey::generate(&mut Rng::seeded(number));
    room.record(recording::Writer::new(id, &key, now, 0, Head::NONE).unwrap());
    room
}

async fn customer(ws: &mut WebSocket, room: Arc<Room>) -> Option<()> {
    let told = |session: &Session| ToCustomer::Welcome {
        session: session.id(),
        state: session.state(),
        grants: session.grants(),
        now: 0,
        policy: None,
        people: session.people_told(),
        ask: None,
        idle_s: 300,
    };
    let mut writer: Writer = room.writer(None, told).ok()?;
    let mut silence = Silence::new();
    loop {
        tokio::select! {
            () = silence.is_too_long() => return None,
            message = ws.recv() => {
                let message = message?.ok()?;
                silence.heard();
                match message {
                    Message::Binary(bytes) => writer.take_frame(bytes).ok()?,
                    Message::Text(said) => drop(writer.take_text(said.as_str()).ok()?),
                    _ => return None,
                }
            }
            out = writer.next() => send(ws, out?).await?,
        }
    }
}

async fn viewer(ws: &mut WebSocket, room: Arc<Room>) -> Option<()> {
    let told = |session: &Session| ToViewer::Welcome {
        session: session.id(),
        seat: 1,
        state: session.state(),
        grants: session.grants(),
        now: 0,
        people: session.people_told(),
        customer: CustomerTold::default(),
    };
    let mut viewer: Viewer = room.viewer(1, told).ok()?;
    let mut silence = Silence::new();
    loop {
        tokio::select! {
            () = silence.is_too_long() => return None,
            message = ws.recv() => {
                let message = message?.ok()?;
                silence.heard();
                match message {
                    Message::Text(said) => drop(viewer.take_text(said.as_str()).ok()?),
                    _ => return None,
                }
            }
            out = viewer.next() => send(ws, out?).await?,
        }
    }
}

async fn send(ws: &mut WebSocket, out: Out) -> Option<()> {
    let message = match out {
        Out::Text(said) => Message::Text(Utf8Bytes::from(&*said)),
        Out::Frame(bytes) => Message::Binary(bytes),
        Out::Bye(_) => return None,
    };
    ws.send(message).await.ok()
}
