//! One open socket: what it asks for, and what it is sent.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use app::Principal;
use app::conversations::{self, NewMessage};
use app::keys::{HeldKey, KeyEnded};
use app::sign_in::{EndReason, SessionEnded, SessionInfo, Who};
use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use kernel::ConversationId;
use realtime::{Audience, Connection, Delivery, Doing, Inbox, Topic, Watcher};
use support::conversation::Speaker;
use tokio::sync::broadcast;
use tokio::time::Instant;

use super::protocol::{FromClient, FromServer, PROTOCOL, SessionFrame};
use super::thread::{Thread, Turn};
use super::views::Trouble;
use super::{SocketPlace, audience_of, frames, hello};
use crate::AppState;
use crate::problem::Problem;

/// A key that lives longer is looked at again then: the client comes again.
const KEY_LOOK_MAX: Duration = Duration::from_secs(24 * 60 * 60);
/// A client that said nothing for so long is gone.
const SILENCE_MAX: Duration = Duration::from_secs(75);
/// How often a client is told to say something.
const HEARTBEAT_S: u64 = 30;

/// Frames that a client may send in a row, and how many more each second.
struct Pace {
    burst: u32,
    per_second: u32,
}

const CUSTOMER: Pace = Pace { burst: 60, per_second: 20 };
/// Who walks through a list with a key held down looks at thirty threads a second, at three frames each.
const DESK: Pace = Pace { burst: 600, per_second: 100 };

const fn pace_of(audience: Audience) -> Pace {
    match audience {
        Audience::Customer => CUSTOMER,
        Audience::Desk => DESK,
    }
}

/// Serves a socket until it ends.
pub(crate) async fn open(
    mut ws: WebSocket,
    state: AppState,
    by_request: Option<Who>,
    mut place: SocketPlace,
) {
    let reason = match hello::hello(&mut ws, &state, by_request).await {
        Ok(who) if !place.claim(&who.principal) => "too_many",
        Ok(who) => serve(&mut ws, state, who).await,
        Err(reason) => reason,
    };
    if let Some(bye) = frames::bye(reason) {
        // It may be gone already.
        let _ = ws.send(Message::Text(bye)).await;
    }
    let _ = ws.send(Message::Close(None)).await;
}

/// The socket is over; why.
pub(super) struct Ended(pub(super) &'static str);

async fn serve(ws: &mut WebSocket, state: AppState, who: Who) -> &'static str {
    // Heard from before the session was looked at a last time, so that no end falls between.
    let ends = Ends { sessions: state.app.session_ends(), keys: state.app.key_ends() };
    let (connection, inbox) = state.live.connect();
    let mut socket = Socket::new(state, who, connection);
    let ended = match socket.welcome(ws).await {
        Ok(()) => socket.run(ws, inbox, ends).await,
        unserved => unserved,
    };
    match ended {
        Ok(()) => "gone",
        Err(Ended(reason)) => reason,
    }
}

/// What is heard of sessions and keys that end.
struct Ends {
    sessions: broadcast::Receiver<SessionEnded>,
    keys: broadcast::Receiver<KeyEnded>,
}

/// Waits until the service stops.
async fn stopped(stop: &mut tokio::sync::watch::Receiver<bool>) {
    // An error means that the service is gone, which is a stop too.
    let _ = stop.wait_for(|stopping| *stopping).await;
}

pub(super) struct Socket {
    pub(super) state: AppState,
    pub(super) principal: Principal,
    session: Option<Arc<SessionInfo>>,
    key: Option<HeldKey>,
    /// When the key is over by itself; a session's end is told.
    key_until: Option<Instant>,
    pub(super) audience: Audience,
    pub(super) connection: Connection<Utf8Bytes>,
    /// By the client's own name of the view.
    pub(super) views: HashMap<String, Topic>,
    pub(super) threads: HashMap<ConversationId, Thread>,
    heard_at: Instant,
    /// Frames that the client may still send now.
    allowance: u32,
    refilled_at: Instant,
}

impl Socket {
    fn new(state: AppState, who: Who, connection: Connection<Utf8Bytes>) -> Self {
        let Who { principal, session, key } = who;
        let now = Instant::now();
        let end = key.as_ref().and_then(|key| key.expires_at);
        let key_until = end.map(|end| {
            let left = end.since(state.app.now()).as_millis();
            now + Duration::from_millis(u64::try_from(left).unwrap_or(0)).min(KEY_LOOK_MAX)
        });
        let audience = audience_of(&principal);
        Self {
            audience,
            state,
            principal,
            session,
            key,
            key_until,
            connection,
            views: HashMap::new(),
            threads: HashMap::new(),
            heard_at: now,
            allowance: pace_of(audience).burst,
            refilled_at: now,
        }
    }

    async fn welcome(&mut self, ws: &mut WebSocket) -> Result<(), Ended> {
        let Principal { tenant, role, id, customer, .. } = self.principal.clone();
        let unserved = |error| {
            tracing::warn!(%error, "a socket was not served");
            Ended("stopping")
        };
        let app = self.state.app.clone();
        let read = |s: &mut app::Session<'_, '_>| Ok((s.now(), conversations::hears_of_work(s)));
        let (now, hears) = app.read(&self.principal, read).await.map_err(unserved)?;
        // Offers, calls and mentions bring conversations. They are heard of from before what is offered
        // is read, so that nothing falls between.
        if let (true, Some(user)) = (hears, &id) {
            self.connection.subscribe(Topic::Person { tenant: tenant.clone(), user: user.clone() });
        }
        let own = self.session.as_ref();
        let session = SessionFrame {
            id: own.map(|own| own.session.to_string()),
            kind: own.map_or("key", |own| own.kind.as_str()),
            name: own.map(|own| own.name.clone()),
            tenant: tenant.into(),
            role: role.to_string(),
            user_id: id.map(Into::into),
            customer_id: customer.map(Into::into),
        };
        let (protocol, heartbeat_s, now) = (PROTOCOL, HEARTBEAT_S, now.into());
        self.say(ws, &FromServer::Welcome { protocol, session, heartbeat_s, now }).await?;
        if hears {
            let offered = app.read(&self.principal, conversations::offered).await;
            for kept in offered.map_err(unserved)? {
                if let Some(offer) = frames::offer(kept) {
                    Self::put(ws, offer).await?;
                }
            }
        }
        Ok(())
    }

    async fn run(
        &mut self,
        ws: &mut WebSocket,
        mut inbox: Inbox<Utf8Bytes>,
        mut ends: Ends,
    ) -> Result<(), Ended> {
        let mut stop = self.state.stop.clone();
        loop {
            let silence = tokio::time::sleep_until(self.heard_at + SILENCE_MAX);
            tokio::select! {
                message = ws.recv() => match message {
                    Some(Ok(Message::Text(text))) => self.heard(ws, text.as_str()).await?,
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {
                        self.heard_at = Instant::now();
                    }
                    Some(Ok(Message::Binary(_))) => return Err(Ended("protocol")),
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(()),
                },
                delivery = inbox.next() => match delivery {
                    Some(delivery) => self.delivered(ws, delivery).await?,
                    None => return Err(Ended("slow")),
                },
                ended = ends.sessions.recv() => self.session_ended(ended)?,
                ended = ends.keys.recv() => self.key_ended(ended)?,
                () = tokio::time::sleep_until(self.key_until.unwrap_or(self.heard_at)),
                    if self.key_until.is_some() => return Err(Ended("expired")),
                () = silence => return Ok(()),
                () = stopped(&mut stop) => return Err(Ended("stopping")),
            }
        }
    }

    /// A session ended somewhere: this one?
    fn session_ended(
        &self,
        ended: Result<SessionEnded, broadcast::error::RecvError>,
    ) -> Result<(), Ended> {
        let Some(own) = &self.session else { return Ok(()) };
        match ended {
            Ok(ended) if ended.session != own.session => Ok(()),
            Ok(SessionEnded { reason: EndReason::Expired, .. }) => Err(Ended("expired")),
            // With other rights, another socket.
            Ok(SessionEnded { reason: EndReason::RightsChanged, .. }) => Err(Ended("stopping")),
            Ok(_) => Err(Ended("revoked")),
            // Too many ended at once to hear of each: come again, and be looked at anew.
            Err(_) => Err(Ended("stopping")),
        }
    }

    /// A key was revoked somewhere: the one that this socket was opened with?
    fn key_ended(&self, ended: Result<KeyEnded, broadcast::error::RecvError>) -> Result<(), Ended> {
        let Some(own) = &self.key else { return Ok(()) };
        match ended {
            Ok(ended) if ended.key != own.id || ended.tenant != own.tenant => Ok(()),
            Ok(_) => Err(Ended("revoked")),
            // Too many ended at once to hear of each: come again, and be looked at anew.
            Err(_) => Err(Ended("stopping")),
        }
    }

    /// A frame of the client.
    async fn heard(&mut self, ws: &mut WebSocket, text: &str) -> Result<(), Ended> {
        self.heard_at = Instant::now();
        self.spend()?;
        let Ok(frame) = serde_json::from_str::<FromClient>(text) else {
            return Err(Ended("protocol"));
        };
        match frame {
            FromClient::Hello { .. } => Err(Ended("protocol")),
            FromClient::Ping {} => self.say(ws, &FromServer::Pong {}).await,
            FromClient::Subscribe { id, view } => match self.subscribe(ws, &id, view).await {
                Ok(()) => Ok(()),
                Err(Trouble::Ended(ended)) => Err(ended),
                Err(Trouble::Refused(problem)) => self.refuse(ws, Some(&id), None, &problem).await,
            },
            FromClient::Unsubscribe { id } => {
                self.unsubscribe(&id);
                Ok(())
            }
            FromClient::Typing { conversation, on } => {
                self.typing(conversation.0, on);
                Ok(())
            }
            FromClient::Seen { conversation, seq } => {
                let (app, principal) = (self.state.app.clone(), self.principal.clone());
                let work =
                    move |s: &mut app::Session<'_, '_>| conversations::seen(s, conversation.0, seq);
                // What is read is read again; nobody waits for this.
                if let Err(error) = app.write(&principal, work).await {
                    tracing::debug!(%error, "a reading was not noted");
                }
                Ok(())
            }
            FromClient::Send { .. } => self.send(ws, frame).await,
        }
    }

    /// A bucket of frames: a client that floods is cut off.
    fn spend(&mut self) -> Result<(), Ended> {
        let Pace { burst, per_second } = pace_of(self.audience);
        let since = self.refilled_at.elapsed();
        let more = (since.as_secs_f64() * f64::from(per_second)).floor();
        if more >= 1.0 {
            // At most the burst, which fits.
            let more = more.min(f64::from(burst)) as u32;
            self.allowance = self.allowance.saturating_add(more).min(burst);
            self.refilled_at = Instant::now();
        }
        // Programs of the company itself speak for many: only people and customers are held back.
        if self.principal.role.is_person() {
            self.allowance = self.allowance.checked_sub(1).ok_or(Ended("slow"))?;
        }
        Ok(())
    }

    async fn send(&mut self, ws: &mut WebSocket, frame: FromClient) -> Result<(), Ended> {
        let FromClient::Send {
            conversation,
            client_id,
            text,
            private,
            attachments,
            mentions,
            in_reply_to,
            epoch,
            send_at,
        } = frame
        else {
            return Err(Ended("protocol"));
        };
        let id = conversation.0;
        let new = NewMessage {
            client_id: client_id.clone(),
            text,
            attachments,
            in_reply_to,
            epoch,
            send_at: send_at.map(|at| at.0),
        };
        let mentions: Vec<_> = mentions.into_iter().map(|id| id.0).collect();
        let lookups = conversations::lookups(&self.principal.tenant, id, &client_id);
        let work = move |s: &mut app::Session<'_, '_>| match private {
            true => conversations::note(s, id, new.clone(), mentions.clone()),
            false => conversations::say(s, id, new.clone()),
        };
        match self.state.app.clone().write_after(lookups, &self.principal, work).await {
            Ok(said) => {
                let seq = said.event.as_ref().map(|event| event.seq);
                let discarded = said.discarded;
                let client_id = client_id.as_str();
                self.say(ws, &FromServer::Sent { conversation, client_id, seq, discarded }).await
            }
            Err(error) => self.refuse(ws, None, Some(&client_id), &error.into()).await,
        }
    }

    /// A frame of the hub.
    async fn delivered(
        &mut self,
        ws: &mut WebSocket,
        delivery: Delivery<Utf8Bytes>,
    ) -> Result<(), Ended> {
        let thread = delivery.topic.thread().zip(delivery.seq);
        if let Some((conversation, seq)) = thread {
            let Some(thread) = self.threads.get_mut(&conversation) else { return Ok(()) };
            match thread.turn(seq) {
                Turn::Old => return Ok(()),
                Turn::Next => thread.advance(seq),
                Turn::Gap => {
                    return match self.catch_up(ws, conversation).await {
                        Ok(()) => Ok(()),
                        Err(Trouble::Ended(ended)) => Err(ended),
                        // The client comes again and reads from where it was.
                        Err(Trouble::Refused(_)) => Err(Ended("slow")),
                    };
                }
            }
        }
        match delivery.frame {
            Some(frame) => Self::put(ws, frame).await,
            None => Ok(()),
        }
    }

    /// Says that the other side types; of people at the desk also that they are there.
    fn typing(&mut self, conversation: ConversationId, on: bool) {
        if !self.threads.contains_key(&conversation) {
            return;
        }
        let (by, to) = match self.audience {
            Audience::Customer => (Speaker::Customer, Audience::Desk),
            Audience::Desk if self.principal.role.is_person() => {
                self.be_there(conversation, if on { Doing::Typing } else { Doing::Viewing });
                (Speaker::Person, Audience::Customer)
            }
            Audience::Desk => (Speaker::Ai, Audience::Customer),
        };
        let topic = Topic::of_thread(&self.principal.tenant, conversation, to);
        if self.connection.hub().is_watched(&topic) {
            let frame = frames::typing(conversation, by, on);
            self.connection.hub().publish(&topic, None, frame);
        }
    }

    pub(super) fn be_there(&mut self, conversation: ConversationId, doing: Doing) {
        if self.audience != Audience::Desk || !self.principal.role.is_person() {
            return;
        }
        let Some(user) = self.principal.id.clone() else { return };
        let name = self.session.as_ref().map_or_else(|| user.to_string(), |own| own.name.clone());
        let watcher = Watcher { user, name, doing };
        let tenant = self.principal.tenant.clone();
        if let Some(who) = self.connection.watch(&tenant, conversation, watcher) {
            self.tell_presence(conversation, who);
        }
    }

    pub(super) fn tell_presence(&self, conversation: ConversationId, who: Vec<Watcher>) {
        let topic = Topic::of_thread(&self.principal.tenant, conversation, Audience::Desk);
        let frame = frames::presence(conversation, who);
        self.connection.hub().publish(&topic, None, frame);
    }

    async fn refuse(
        &self,
        ws: &mut WebSocket,
        id: Option<&str>,
        client_id: Option<&str>,
        problem: &Problem,
    ) -> Result<(), Ended> {
        let problem = problem.body("");
        self.say(ws, &FromServer::Refused { id, client_id, problem }).await
    }

    pub(super) async fn say(
        &self,
        ws: &mut WebSocket,
        frame: &FromServer<'_>,
    ) -> Result<(), Ended> {
        match frames::text(frame) {
            Some(text) => Self::put(ws, text).await,
            None => Err(Ended("slow")),
        }
    }

    pub(super) async fn put(ws: &mut WebSocket, frame: Utf8Bytes) -> Result<(), Ended> {
        ws.send(Message::Text(frame)).await.map_err(|_| Ended("gone"))
    }
}

impl Drop for Socket {
    /// Those who stay see that the person left.
    fn drop(&mut self) {
        let watched: Vec<_> = self.connection.watched().to_vec();
        for (tenant, conversation) in watched {
            if let Some(left) = self.connection.unwatch(&tenant, conversation) {
                self.tell_presence(conversation, left);
            }
        }
    }
}
