//! The bus on a real nats-server: wake-ups come, their loss is noticed, and what others send does no harm.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::time::Duration;

use bus::testkit::NatsServer;
use bus::{Bus, BusError, Ear, Kind, Link, NatsOptions, Pace, Proof};
use kernel::Secret;
use tokio::task::JoinHandle;

/// Nothing takes so long.
const PATIENCE: Duration = Duration::from_secs(60);
const LOOK_EVERY: Duration = Duration::from_millis(5);
/// No look is due but those that wake-ups ask for.
const NEVER: Duration = Duration::from_secs(100_000);
const ONLY_TOLD: Pace = Pace { alone: NEVER, told: NEVER };

/// A node, as far as the bus goes.
struct Node {
    bus: Bus,
    running: JoinHandle<()>,
}

impl Drop for Node {
    fn drop(&mut self) {
        self.running.abort();
    }
}

fn options(server: &NatsServer, node: u64) -> NatsOptions {
    NatsOptions { node, pace: ONLY_TOLD, ..NatsOptions::new(&[server.url()]).unwrap() }
}

impl Node {
    fn start(options: NatsOptions) -> Self {
        let bus = Bus::default();
        let link: Link = bus.link(options).unwrap();
        let running = tokio::spawn(async move { link.run().await });
        Self { bus, running }
    }

    async fn live(options: NatsOptions) -> Self {
        let node = Self::start(options);
        until(|| node.bus.is_live()).await;
        node
    }
}

async fn until(is_so: impl Fn() -> bool) {
    let waiting = async {
        while !is_so() {
            tokio::time::sleep(LOOK_EVERY).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.expect("it happens in time");
}

async fn heard(ear: &mut Ear) {
    tokio::time::timeout(PATIENCE, ear.look_is_due()).await.expect("a wake-up comes in time");
}

/// Hears what there is to hear before a test begins: everybody looks when a link comes.
async fn settled(ear: &mut Ear) {
    while tokio::time::timeout(Duration::from_millis(50), ear.told()).await.is_ok() {}
}

#[tokio::test]
async fn a_wake_up_comes_to_every_other_node_in_every_region_and_not_back() {
    let Some(server) = NatsServer::start(&[]) else { return };
    let region =
        |region: &str, node| NatsOptions { region: region.to_owned(), ..options(&server, node) };
    let one = Node::live(region("eu", 1)).await;
    let two = Node::live(region("eu", 2)).await;
    let three = Node::live(region("us.west", 3)).await;
    for kind in Kind::ALL {
        let mut own = one.bus.ear(kind);
        let [mut second, mut third] = [&two, &three].map(|node| node.bus.ear(kind));
        one.bus.tell(kind);
        heard(&mut second).await;
        heard(&mut third).await;
        let back = tokio::time::timeout(Duration::from_millis(50), own.told()).await;
        assert!(back.is_err(), "{kind:?} came back");
    }
    assert_eq!(one.bus.counts().sent, 4);
    assert_eq!([&two, &three].map(|node| node.bus.counts().heard), [4, 4]);
    assert_eq!([&one, &two, &three].map(|node| node.bus.counts().odd), [0; 3]);
}

#[tokio::test]
async fn a_server_that_is_lost_is_noticed_and_one_that_comes_back_is_found() {
    let Some(mut server) = NatsServer::start(&[]) else { return };
    let (one, two) = (Node::live(options(&server, 1)).await, Node::live(options(&server, 2)).await);
    let mut ear = two.bus.ear(Kind::Calls);
    server.kill();
    until(|| !one.bus.is_live() && !two.bus.is_live()).await;
    heard(&mut ear).await;
    assert_eq!(two.bus.counts().heard, 0, "the loss itself made a look due");
    one.bus.tell(Kind::Calls);
    until(|| one.bus.counts().unsent == 1).await;

    server.again();
    until(|| one.bus.is_live() && two.bus.is_live()).await;
    heard(&mut ear).await;
    settled(&mut ear).await;
    one.bus.tell(Kind::Calls);
    heard(&mut ear).await;
    assert_eq!((one.bus.counts().sent, two.bus.counts().heard), (1, 1));
    assert_eq!([&one, &two].map(|node| node.bus.counts().lost), [1, 1]);
}

#[tokio::test]
async fn a_node_that_starts_before_the_server_finds_it() {
    let Some(mut server) = NatsServer::start(&[]) else { return };
    server.kill();
    let node = Node::start(options(&server, 1));
    node.bus.tell(Kind::News);
    until(|| node.bus.counts().unsent == 1).await;
    assert!(!node.bus.is_live());
    server.again();
    until(|| node.bus.is_live()).await;
}

#[tokio::test]
async fn what_is_forged_odd_or_too_much_asks_for_looks_at_most() {
    let Some(server) = NatsServer::start(&[]) else { return };
    let (one, two) = (Node::live(options(&server, 1)).await, Node::live(options(&server, 2)).await);
    let mut ear = two.bus.ear(Kind::Calls);
    let stranger = async_nats::connect(server.url()).await.unwrap();
    let huge = bytes::Bytes::from(vec![b'x'; 1_000_000]);
    let small = |text: &'static str| bytes::Bytes::from_static(text.as_bytes());
    // Garbage, other versions, unknown words, and a pulse of somebody else.
    let odd = [
        ("ombud.eu.v1.calls", huge.clone()),
        ("ombud.eu.v1.calls", small("")),
        ("ombud.eu.v1.calls", small("{\"lane\":1}")),
        ("ombud.eu.v1.calls", bytes::Bytes::from_static(b"\xff\x00\xfe")),
        ("ombud.eu.v1.later", small("0000000000000009 1")),
    ];
    for (subject, payload) in odd.clone() {
        stranger.publish(subject, payload).await.unwrap();
    }
    for subject in ["ombud.eu.v2.calls", "ombud.eu.v1", "ombud.eu.v1.calls.more"] {
        stranger.publish(subject, small("0000000000000009 1")).await.unwrap();
    }
    stranger.publish("ombud.eu.v1.pulse", small("0000000000000002 99999")).await.unwrap();
    until(|| two.bus.counts().odd == odd.len() as u64).await;
    assert_eq!(two.bus.counts().heard, 0);
    assert!(tokio::time::timeout(Duration::from_millis(50), ear.told()).await.is_err());

    // A flood, of which the last is heard as well as the first.
    for number in 0..20_000_u32 {
        let payload = format!("0000000000000009 {number}").into();
        stranger.publish("ombud.eu.v1.calls", payload).await.unwrap();
        if number % 5_000 == 0 {
            stranger.publish("ombud.eu.v1.calls", huge.clone()).await.unwrap();
        }
    }
    stranger.flush().await.unwrap();
    heard(&mut ear).await;
    settled(&mut ear).await;
    until(|| one.bus.is_live() && two.bus.is_live()).await;
    settled(&mut ear).await;
    one.bus.tell(Kind::Calls);
    heard(&mut ear).await;
}

#[tokio::test]
async fn who_may_not_hear_is_not_live() {
    let Some(server) = NatsServer::start(&["--auth", "right"]) else { return };
    let with = |token: &str, node| NatsOptions {
        proof: Proof::Token(Secret::new(token)),
        ..options(&server, node)
    };
    let one = Node::live(with("right", 1)).await;
    let wrong = Bus::default().link(with("wrong", 2)).unwrap();
    let error = wrong.probe(Duration::from_millis(500)).await.unwrap_err();
    assert!(matches!(error, BusError::Connect(_)), "{error}");
    assert!(!error.to_string().contains("wrong"), "{error}");
    let right = Bus::default().link(with("right", 3)).unwrap();
    right.probe(PATIENCE).await.unwrap();
    assert!(one.bus.is_live());
}

#[tokio::test]
async fn tls_is_asked_for_or_there_is_no_connection() {
    let Some(server) = NatsServer::start(&[]) else { return };
    let link = Bus::default().link(NatsOptions { tls: true, ..options(&server, 1) }).unwrap();
    link.probe(Duration::from_millis(500)).await.unwrap_err();
}
