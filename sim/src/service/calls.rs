//! The clients: each request has a key, is sent until it is answered, and its answer is kept, so
//! that it can be held against the store at the end.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use app::{AppError, Principal, Session};
use dispute::OrderFile;
use engine::inbox::{self, KeyedRequest, Reserved};
use kernel::canonical::Sha256Hex;
use kernel::{Duration, OrderId, PrincipalId, Timestamp};
use store::Fault;
use store::idempotency::{KeyScope, StoredResponse};

use super::act::{Act, Said};
use super::{Checked, NODES, Sabotage, Service, Step, broken};

/// How long after its answer a request may still come once more: well inside the time for which
/// the service keeps answers.
const AGAIN_HOURS_MAX: i64 = 12;
/// The longest a client waits before it tries again.
const RETRY_MINUTES_MAX: i64 = 120;
/// Most events one request adds to an order.
const EVENTS_MAX: u32 = 100;

/// One request of one client.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) principal: Principal,
    pub(super) act: Act,
    pub(super) answer: Answer,
    /// It was committed, though the client may not know.
    durable: bool,
}

/// What the client knows.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Answer {
    None,
    /// Refused, with nothing kept: the same request may be sent again and fare better.
    Refused(&'static str),
    /// Done, and kept for replay.
    Kept(StoredResponse, Body),
}

/// The body of an answer.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Body {
    pub(super) said: Said,
    /// The events that the request added to its order.
    pub(super) events: Vec<Claimed>,
}

/// An event that a client was told of.
#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Claimed {
    pub(super) seq: i64,
    pub(super) kind: String,
}

struct Reply {
    stored: StoredResponse,
    replayed: bool,
}

impl Service<'_> {
    /// A new request, to be sent at an instant, and perhaps more than once.
    pub(super) fn ask(&mut self, at: Timestamp, principal: Principal, act: Act) {
        let index = self.calls.len();
        self.calls.push(Call { principal, act, answer: Answer::None, durable: false });
        self.counts.requests += 1;
        self.plan(at, Step::Send(index));
        if self.rng.chance(0.15) {
            let minutes = self.rng.between(0, AGAIN_HOURS_MAX * 60);
            self.plan(at.plus(Duration::from_secs(minutes * 60)), Step::Send(index));
        }
    }

    pub(super) fn send(&mut self, index: usize) -> Checked<()> {
        let number = self.rng.below(NODES as u64) as usize;
        let fault = self.draw_fault();
        let (Some(call), Some(node)) = (self.calls.get(index), self.nodes.get_mut(number)) else {
            return Ok(());
        };
        let again = matches!(call.answer, Answer::Kept(..));
        let misused = again && self.rng.chance(0.1);
        let request = keyed(index, call, misused)?;
        let (principal, act) = (call.principal.clone(), call.act.clone());
        let name = act.name();
        if let Some(fault) = fault {
            node.arm(0, fault);
        }
        let sabotage = self.setup.sabotage;
        let wrote = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&wrote);
        let result = node.app.write_blocking(&principal, move |s| {
            wrote.store(false, Ordering::Relaxed);
            let reply = attempt(s, &request, &act, sabotage)?;
            wrote.store(true, Ordering::Relaxed);
            Ok(reply)
        });
        let struck = node.struck();
        self.counts.sent += 1;
        let outcome = result.as_ref().map_or_else(AppError::code, |_| "ok");
        self.tell(|| {
            format!("call {index} by {} to node {number}: {name}: {outcome}", principal.role)
        });
        if struck == Some(Fault::CrashAfterCommit)
            && seen.load(Ordering::Relaxed)
            && let Some(call) = self.calls.get_mut(index)
        {
            call.durable = true;
        }
        self.aftermath(number, struck, result.as_ref().err())?;
        match result {
            Err(AppError::Unprocessable { code: "idempotency_key_reused", .. }) if misused => {
                Ok(())
            }
            Ok(_) if misused => broken("I12: a key was good for two requests", name),
            Ok(reply) => self.answered(index, reply),
            Err(AppError::Overloaded { .. }) => {
                // The client heard nothing, or "try again": it tries again.
                let minutes = self.rng.between(0, RETRY_MINUTES_MAX);
                let at = self.now().plus(Duration::from_secs(minutes * 60 + 1));
                self.plan(at, Step::Send(index));
                Ok(())
            }
            Err(error @ AppError::Internal { .. }) => {
                broken("a use case failed", format!("{name}: {error:?}"))
            }
            Err(error) => self.refused(index, &error),
        }
    }

    fn answered(&mut self, index: usize, reply: Reply) -> Checked<()> {
        let Some(call) = self.calls.get_mut(index) else { return Ok(()) };
        let name = || format!("call {index}, {}", call.act.name());
        if reply.replayed != call.durable {
            let what = if call.durable {
                "I1: an acknowledged request was forgotten, and done again"
            } else {
                "I12: an answer was replayed to a request that was never done"
            };
            return broken(what, name());
        }
        if let Answer::Kept(known, _) = &call.answer
            && *known != reply.stored
        {
            return broken("I12: the same request was answered differently", name());
        }
        self.counts.replayed += u64::from(reply.replayed);
        let body: Body = serde_json::from_slice(&reply.stored.body)?;
        call.durable = true;
        if call.answer == Answer::None && body.said.status == "refused" {
            self.counts.refused += 1;
        }
        call.answer = Answer::Kept(reply.stored, body);
        Ok(())
    }

    fn refused(&mut self, index: usize, error: &AppError) -> Checked<()> {
        let Some(call) = self.calls.get_mut(index) else { return Ok(()) };
        if call.durable {
            let detail = format!("call {index}, {}: {error}", call.act.name());
            return broken("I1: a request that was done is refused when sent again", detail);
        }
        if call.answer == Answer::None {
            self.counts.refused += 1;
        }
        call.answer = Answer::Refused(error.code());
        Ok(())
    }
}

fn keyed(index: usize, call: &Call, misused: bool) -> Checked<KeyedRequest> {
    let role = || PrincipalId::new(call.principal.role.as_str());
    let principal = call.principal.id.clone().map_or_else(role, Ok)?;
    let scope =
        KeyScope { tenant: call.principal.tenant.clone(), principal, key: format!("call-{index}") };
    let mut text = format!("{:?}", call.act);
    if misused {
        text.push('!');
    }
    let request_hash = Sha256Hex::of(text.as_bytes());
    let operation = "POST /v1/simulated".to_owned();
    Ok(KeyedRequest { scope, operation, request_hash, about: String::new() })
}

/// One try, as the API does it: the key, the work, and the answer in one transaction.
fn attempt(
    s: &mut Session<'_, '_>,
    request: &KeyedRequest,
    act: &Act,
    sabotage: Option<Sabotage>,
) -> Result<Reply, AppError> {
    let now = s.app().now();
    if let Reserved::Replay(stored) = inbox::reserve(s.tx(), request, now)? {
        return Ok(Reply { stored, replayed: true });
    }
    let before = act.order().map(|order| last_event(s, order)).transpose()?;
    let performed = match act {
        Act::Feed(records) if sabotage == Some(Sabotage::LoseRecords) => Ok(Said::taken(records)),
        act => act.perform(s),
    };
    let said = match performed {
        Ok(said) => said,
        // What led to the refusal is committed, and so is the answer.
        Err(error) if s.keeps() => Said::refused(error.code()),
        Err(error) => return Err(error),
    };
    let mut events = Vec::new();
    if let (Some(order), Some(before)) = (act.order(), before) {
        let tenant = s.tenant().clone();
        let rows = store::orders::events(s.tx(), &tenant, order, before, EVENTS_MAX)?;
        events = rows.into_iter().map(|row| Claimed { seq: row.seq, kind: row.kind }).collect();
    }
    let stored = StoredResponse {
        status: 200,
        headers: "{}".to_owned(),
        body: serde_json::to_vec(&Body { said, events })?,
    };
    if sabotage != Some(Sabotage::ForgetAnswers) {
        inbox::complete(s.tx(), request, stored.clone(), now)?;
    }
    Ok(Reply { stored, replayed: false })
}

fn last_event(s: &mut Session<'_, '_>, order: &OrderId) -> Result<i64, AppError> {
    let tenant = s.tenant().clone();
    let Some(row) = store::orders::load(s.tx(), &tenant, order)? else { return Ok(0) };
    let file: OrderFile = serde_json::from_str(&row.doc)?;
    Ok(i64::try_from(file.version()).unwrap_or(i64::MAX))
}
