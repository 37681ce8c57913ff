//! Keeping conversations findable: the words of what is said are written behind the log.
//!
//! Whoever speaks does not wait for it, so what was just said is found a moment later. Nothing is lost
//! by a crash: how far each lane was read is kept with the words, in the same transaction.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use kernel::{ConversationId, TenantId};
use store::Tx;
use store::conversation_events::ConversationEventRow;
use support::conversation::{Conversation, Event, EventBody};
use support::search::words;

use super::persist;
use crate::{App, AppError};

/// Kinds of events in which people wrote something.
const WRITTEN: [&str; 4] = ["message", "note", "human_requested", "csat"];
/// Events of one round: what else is written meanwhile waits for it, some milliseconds.
const ROUND_EVENTS: u32 = 25;
/// Rounds until what silent nodes left behind is looked at.
pub const OTHERS_ROUNDS: u32 = 60;

/// Words that are remembered, of all conversations together; 16 bytes each.
const KNOWN_WORDS_MAX: usize = 500_000;

/// Writes the words of conversations, and remembers what it wrote lately: most words of a message stand in
/// an earlier one of the same conversation.
#[derive(Debug, Clone, Default)]
pub struct Indexer {
    known: Arc<Mutex<Known>>,
}

impl Indexer {
    /// Writes the words of what this node has appended since the last time; with `others`, of what any
    /// node has. Returns how many events that were.
    ///
    /// # Errors
    /// The store's.
    pub async fn catch_up(&self, app: &App, others: bool) -> Result<u64, AppError> {
        let own = app.store().lane();
        let lanes = match others {
            true => app.store().read(store::conversation_events::heads).await?,
            false => Vec::new(),
        };
        let lanes = lanes.into_iter().map(|(lane, _)| lane).filter(|lane| *lane != own);
        let mut all = 0;
        for lane in std::iter::once(own).chain(lanes) {
            loop {
                let known = self.known.clone();
                let written = app.store().write(move |tx| round(tx, lane, &known)).await?;
                all += u64::from(written.events);
                let is_last = written.events < ROUND_EVENTS;
                // Only what is committed is known.
                locked(&self.known).learn(written);
                if is_last {
                    break;
                }
            }
        }
        Ok(all)
    }
}

/// What one round wrote.
#[derive(Debug)]
struct Written {
    events: u32,
    forgotten: i64,
    rows: Vec<Found>,
}

/// A word that a conversation is found by.
type Found = (TenantId, String, ConversationId);

#[derive(Debug, Default)]
struct Known {
    /// The hashes of words, with keys of this process: nobody can choose words that look alike.
    words: HashMap<(TenantId, ConversationId), HashSet<u64>>,
    hasher: RandomState,
    count: usize,
    /// How often words had been taken back when these were written.
    forgotten: i64,
}

impl Known {
    fn has(&self, forgotten: i64, (tenant, word, conversation): &Found) -> bool {
        forgotten == self.forgotten
            && self
                .words
                .get(&(tenant.clone(), *conversation))
                .is_some_and(|words| words.contains(&self.hasher.hash_one(word)))
    }

    fn learn(&mut self, written: Written) {
        if written.forgotten != self.forgotten || self.count > KNOWN_WORDS_MAX {
            self.words.clear();
            self.count = 0;
            self.forgotten = written.forgotten;
        }
        for (tenant, word, conversation) in written.rows {
            let word = self.hasher.hash_one(word);
            let is_new = self.words.entry((tenant, conversation)).or_default().insert(word);
            self.count += usize::from(is_new);
        }
    }
}

fn locked(known: &Mutex<Known>) -> MutexGuard<'_, Known> {
    known.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One round of a lane.
fn round(tx: &mut Tx<'_>, lane: i64, known: &Mutex<Known>) -> Result<Written, AppError> {
    let store::search::Progress { lane_seq: from, forgotten } = store::search::progress(tx, lane)?;
    let events = store::conversation_events::of_lane(tx, lane, from, ROUND_EVENTS)?;
    let read = u32::try_from(events.len()).unwrap_or(ROUND_EVENTS);
    if read == 0 {
        return Ok(Written { events: 0, forgotten, rows: Vec::new() });
    }
    let mut rows: BTreeSet<Found> = BTreeSet::new();
    let mut heads: HashSet<(TenantId, ConversationId)> = HashSet::new();
    for event in &events {
        let of = (event.tenant.clone(), event.conversation);
        // What is only said changes nothing else that a conversation is found by.
        let only_said = event.seq > 1 && WRITTEN.contains(&event.kind.as_str());
        if !only_said
            && heads.insert(of.clone())
            && let Some(row) = store::conversations::get(tx, &of.0, of.1)?
        {
            let conversation = persist::kept(&row)?.conversation;
            rows.extend(
                head_words(&conversation).into_iter().map(|word| (of.0.clone(), word, of.1)),
            );
        }
        rows.extend(said(event)?.into_iter().map(|word| (of.0.clone(), word, of.1)));
    }
    let known = locked(known);
    let rows: Vec<Found> = rows.into_iter().filter(|row| !known.has(forgotten, row)).collect();
    store::search::put(tx, rows.iter().cloned())?;
    store::search::advance(tx, lane, from, from.saturating_add(i64::from(read)))?;
    Ok(Written { events: read, forgotten, rows })
}

/// What a conversation is found by, with some of its events.
pub(super) fn words_of(conversation: &Conversation, events: &[Event]) -> BTreeSet<String> {
    let mut all = head_words(conversation);
    all.extend(events.iter().flat_map(|event| written(&event.body)));
    all
}

/// What a conversation is found by whatever is said in it.
pub(super) fn head_words(conversation: &Conversation) -> BTreeSet<String> {
    let mut all = words(&conversation.subject);
    all.extend(words(&conversation.number));
    all.extend(words(conversation.customer.as_str()));
    all.extend(words(&conversation.customer_name));
    if let Some(order) = &conversation.order {
        all.extend(words(order.as_str()));
    }
    for tag in &conversation.tags {
        all.extend(words(tag));
    }
    all
}

/// The words of an event as it was stored.
fn said(row: &ConversationEventRow) -> Result<BTreeSet<String>, AppError> {
    if !WRITTEN.contains(&row.kind.as_str()) {
        return Ok(BTreeSet::new());
    }
    Ok(written(&persist::event(row)?.body))
}

/// What people wrote in an event.
pub(super) fn written(body: &EventBody) -> BTreeSet<String> {
    match body {
        EventBody::Message { text, email, .. } => {
            let mut all = words(text);
            all.extend(email.iter().flat_map(|email| words(&email.from)));
            all
        }
        EventBody::Note { text, .. } => words(text),
        EventBody::HumanRequested { words: Some(text), .. }
        | EventBody::Csat { comment: Some(text), .. } => words(text),
        _ => BTreeSet::new(),
    }
}
