//! The connection to NATS: what it takes, what it sends, and the proof that both work.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use async_nats::connection::State;
use async_nats::{Client, Event, Message, Subscriber};
use futures_util::StreamExt as _;

use crate::message::{self, From, Told};
use crate::options::{BusError, NatsOptions};
use crate::{Bus, Counts};

/// Between two pulses. One that is not back before the next goes out is missed.
const PULSE_EVERY: Duration = Duration::from_secs(1);
/// The least time between two rounds of wake-ups that are sent.
const SENDS_APART: Duration = Duration::from_millis(2);
/// A connection that takes no message for so long does not get it.
const SEND_TIME_MAX: Duration = Duration::from_millis(200);
/// Before a link that ended is made anew.
const AGAIN_AFTER: Duration = Duration::from_secs(1);

/// Links a bus to other nodes.
#[derive(Debug, Clone)]
pub struct Link {
    bus: Bus,
    options: NatsOptions,
}

/// Wake-ups do not come any more, however it ended.
struct Linked<'a>(&'a Bus);

impl Drop for Linked<'_> {
    fn drop(&mut self) {
        self.0.set_live(false);
    }
}

/// The messages that this node sends.
struct Sender<'a> {
    link: &'a Link,
    client: &'a Client,
    number: AtomicU64,
    /// The number of its last pulse, until that is back; then 0.
    pulse: AtomicU64,
}

impl Link {
    pub(crate) const fn new(bus: Bus, options: NatsOptions) -> Self {
        Self { bus, options }
    }

    /// Keeps the link for ever: NATS may come, go and come back. Run it once at a time; dropping it ends it.
    pub async fn run(&self) {
        loop {
            if let Err(error) = self.once().await {
                tracing::warn!(%error, "there is no link to NATS: this node looks by itself");
            }
            tokio::time::sleep(AGAIN_AFTER).await;
        }
    }

    /// Waits until wake-ups come, at most so long: for whoever asks whether the options are right.
    ///
    /// # Errors
    /// With what NATS said, or that it said nothing.
    pub async fn probe(&self, time_max: Duration) -> Result<Counts, BusError> {
        let mut is_live = self.bus.0.is_live.subscribe();
        let live = async { is_live.wait_for(|is_live| *is_live).await.is_ok() };
        tokio::select! {
            ended = self.once() => ended.map(|()| self.bus.counts()),
            _ = live => Ok(self.bus.counts()),
            () = tokio::time::sleep(time_max) => {
                let why = "no server answers, or none lets this node publish and subscribe to ombud.*.v1.*";
                Err(BusError::Connect(why.to_owned()))
            }
        }
    }

    /// Until the subscription ends, which a lost connection alone does not do.
    async fn once(&self) -> Result<(), BusError> {
        // A process has one provider of cryptography; the first to name it wins, and all name the same.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let _linked = Linked(&self.bus);
        let bus = self.bus.clone();
        let options = self.options.connect_options()?.event_callback(move |event| {
            happened(&bus, &event);
            std::future::ready(())
        });
        let client = options.connect(self.options.servers()).await;
        let client = client.map_err(|error| BusError::Connect(error.to_string()))?;
        let messages = client.subscribe(message::ALL).await;
        let messages = messages.map_err(|error| BusError::Subscribe(error.to_string()))?;
        let [number, pulse] = [0, 0].map(AtomicU64::new);
        let sender = Sender { link: self, client: &client, number, pulse };
        tokio::select! {
            () = self.take(messages, &sender) => {}
            () = sender.wake_ups() => {}
            () = sender.pulses() => {}
        }
        Ok(())
    }

    async fn take(&self, mut messages: Subscriber, sender: &Sender<'_>) {
        while let Some(message) = messages.next().await {
            self.taken(&message, sender);
        }
    }

    fn taken(&self, message: &Message, sender: &Sender<'_>) {
        let counts = &self.bus.0;
        let Some((told, from)) = message::read(&message.subject, &message.payload) else {
            counts.odd.fetch_add(1, Ordering::Relaxed);
            return;
        };
        match (told, from.node == self.options.node) {
            (Told::Pulse, true) => {
                let pulse = &sender.pulse;
                let is_last =
                    pulse.compare_exchange(from.number, 0, Ordering::AcqRel, Ordering::Acquire);
                if is_last.is_ok() {
                    self.bus.set_live(true);
                }
            }
            (Told::Stored(kind), false) => {
                counts.of_others.fetch_add(1, Ordering::Relaxed);
                self.bus.wake(kind);
            }
            (Told::Pulse, false) | (Told::Stored(_), true) => {}
        }
    }
}

impl Sender<'_> {
    async fn wake_ups(&self) {
        loop {
            self.link.bus.0.due.notified().await;
            for kind in self.link.bus.take_waiting() {
                let counts = &self.link.bus.0;
                let is_sent = self.send(Told::Stored(kind)).await.is_some();
                let count = if is_sent { &counts.sent } else { &counts.unsent };
                count.fetch_add(1, Ordering::Relaxed);
            }
            tokio::time::sleep(SENDS_APART).await;
        }
    }

    async fn pulses(&self) {
        loop {
            let is_sent = self.send(Told::Pulse).await.is_some();
            tokio::time::sleep(PULSE_EVERY).await;
            if !is_sent || self.pulse.load(Ordering::Acquire) != 0 {
                self.link.bus.set_live(false);
            }
        }
    }

    /// Sends a message; none where the connection does not take it. What NATS lost is not known.
    async fn send(&self, told: Told) -> Option<()> {
        if self.client.connection_state() != State::Connected {
            return None;
        }
        let number = self.number.fetch_add(1, Ordering::Relaxed) + 1;
        if told == Told::Pulse {
            self.pulse.store(number, Ordering::Release);
        }
        let subject = message::subject(&self.link.options.region, told);
        let payload = message::payload(From { node: self.link.options.node, number });
        let sent = self.client.publish(subject, payload.into());
        tokio::time::timeout(SEND_TIME_MAX, sent).await.ok()?.ok()
    }
}

/// What the client says of its connection.
fn happened(bus: &Bus, event: &Event) {
    match event {
        Event::Connected => tracing::debug!("connected to NATS"),
        Event::Disconnected | Event::Closed => bus.set_live(false),
        // Wake-ups were dropped: whoever waits for one looks.
        Event::SlowConsumer(_) => bus.wake_all(),
        Event::ServerError(error) => tracing::warn!(%error, "NATS refused something"),
        other => tracing::debug!(event = %other, "NATS"),
    }
}
