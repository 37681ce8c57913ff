//! Conversations of other desks, brought in: each once, and what came to it since.

use std::collections::{BTreeMap, HashMap};

use compliance::authority::Action;
use importers::{Author, Loss, Reason, Source, Status, What};
use kernel::canonical::Sha256Hex;
use kernel::{ConversationId, Timestamp};
use serde::{Deserialize, Serialize};
use store::conversation_events::ConversationEventRow;
use store::conversations::ConversationRow;
use store::imported::ImportedRow;
use support::conversation::{
    By, Channel, Conversation, Csat, Event, History, More, Origin, Past, Speaker, Standing,
};

use super::persist;
use crate::order::scrub;
use crate::{AppError, Session};
use customers::Customers;

mod customers;

/// Longest id of a message, as ours are; a longer one is told by its hash.
const CLIENT_ID_CHARS_MAX: usize = 64;
/// How much of a hash tells one text of a message from another.
const SHORT_HASH_CHARS: usize = 16;
/// How an author without a name is called.
const NAMELESS: [(Author, &str); 4] = [
    (Author::Customer, "Customer"),
    (Author::Agent, "Agent"),
    (Author::Bot, "Assistant"),
    (Author::System, ""),
];

/// A conversation that is to be brought in.
#[derive(Debug, Clone)]
pub(crate) struct Due {
    pub(crate) conversation: importers::Conversation,
    /// Of all of it.
    pub(crate) digest: Sha256Hex,
    /// The file and line where it stands.
    pub(crate) place: (String, u64),
}

/// What a conversation was to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Came {
    New,
    /// Something was added to one that was there.
    Changed,
    Same,
}

/// What came of one conversation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) came: Came,
    /// Messages that were brought in, and that were there.
    pub(crate) imported: u64,
    pub(crate) already: u64,
    pub(crate) losses: Vec<Loss>,
    /// Texts out of which card data were taken.
    pub(crate) masked: u64,
}

/// What is known of a conversation that came over before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Known {
    /// When it had last changed at its source.
    updated: Option<Timestamp>,
    /// Its last event when it was last brought in: a later one is work that was done here.
    seq: u64,
    /// The hash of each message, as it came over.
    messages: BTreeMap<String, String>,
    /// Those that were changed at the source since.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    edited: Vec<String>,
}

/// What a batch writes at its end.
#[derive(Default)]
struct Rows {
    conversations: Vec<ConversationRow>,
    /// What they are found by.
    words: Vec<(String, ConversationId)>,
    events: Vec<ConversationEventRow>,
    links: Vec<ImportedRow>,
}

/// Brings in some conversations of one source, no id twice among them. With `dry`, it only says what
/// would come of it.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub(crate) fn bring_in(
    s: &mut Session<'_, '_>,
    source: Source,
    batch: &[Due],
    dry: bool,
) -> Result<Vec<Outcome>, AppError> {
    let on = s.of_tenant();
    s.check(Action::ConversationImport, &on)?;
    let tenant = s.tenant().clone();
    let ids: Vec<&str> = batch.iter().map(|due| due.conversation.id.as_str()).collect();
    let links = store::imported::some(s.tx(), &tenant, source.as_str(), &ids)?;
    let links: HashMap<String, ImportedRow> =
        links.into_iter().map(|row| (row.source_id.clone(), row)).collect();
    let (mut customers, mut rows) = (Customers::default(), Rows::default());
    let mut outcomes = Vec::with_capacity(batch.len());
    for due in batch {
        outcomes.push(match links.get(&due.conversation.id) {
            Some(link) => again(s, due, link, dry, &mut rows)?,
            None if dry => first_outcome(due, 0),
            None => first(s, due, &mut customers, &mut rows)?,
        });
    }
    if dry {
        return Ok(outcomes);
    }
    let found = rows.words.into_iter().map(|(word, id)| (tenant.clone(), word, id));
    store::search::put(s.tx(), found)?;
    store::conversations::insert_many(s.tx(), rows.conversations)?;
    store::conversation_events::append_history(s.tx(), rows.events)?;
    store::imported::insert_many(s.tx(), rows.links)?;
    let count = |came: Came| outcomes.iter().filter(|outcome| outcome.came == came).count();
    let (new, changed) = (count(Came::New), count(Came::Changed));
    if new + changed > 0 {
        let messages: u64 = outcomes.iter().map(|outcome| outcome.imported).sum();
        let body = serde_json::json!({ "new": new, "changed": changed, "messages": messages });
        s.audit("conversation.imported", format!("import/{source}"), Some(body));
    }
    Ok(outcomes)
}

fn first_outcome(due: &Due, masked: u64) -> Outcome {
    let imported = due.conversation.messages.len() as u64;
    Outcome { came: Came::New, imported, already: 0, losses: Vec::new(), masked }
}

/// A conversation that comes over for the first time.
fn first(
    s: &mut Session<'_, '_>,
    due: &Due,
    customers: &mut Customers,
    rows: &mut Rows,
) -> Result<Outcome, AppError> {
    let (told, now) = (&due.conversation, s.now());
    let customer = customers.of(s, told)?;
    let mut masked = 0;
    let said = past(&told.messages, told.source, &customer.name, &mut masked);
    let history = History {
        id: ConversationId::generate(now, s.rng()),
        number: number(told),
        channel: channel(told.channel),
        customer: customer.id,
        language: told.language.clone().unwrap_or(customer.language),
        customer_name: customer.name,
        subject: clean(&told.subject, &mut masked),
        tags: told.tags.iter().map(|tag| clean(tag, &mut masked)).collect(),
        origin: Origin { from: told.source.to_string(), id: told.id.clone() },
        opened_at: told.created,
        csat: told.rating.as_ref().map(|rating| Csat {
            score: rating.score,
            at: told.updated.or(told.created).unwrap_or(now),
            comment: rating.comment.as_ref().map(|comment| clean(comment, &mut masked)),
        }),
        said,
        standing: standing(told.status),
        assignee: told.assignee.as_ref().map(|name| clean(name, &mut masked)),
    };
    let (conversation, events) = Conversation::import(history, now);
    let (at, opened) = (changed_at(&conversation), conversation.opened_at);
    rows.conversations.push(persist::row(s, &conversation, 1, opened, at)?);
    append(s, &conversation, &events, rows)?;
    let known = Known {
        updated: told.updated,
        seq: conversation.seq,
        messages: told.messages.iter().map(hashed).collect(),
        edited: Vec::new(),
    };
    rows.links.push(ImportedRow {
        tenant: s.tenant().clone(),
        source: told.source.to_string(),
        source_id: told.id.clone(),
        conversation: conversation.id,
        content_hash: due.digest,
        doc: serde_json::to_string(&known)?,
    });
    Ok(first_outcome(due, masked))
}

/// A conversation that came over before: what was said since is added. Its state follows its source as
/// long as nobody worked on it here.
fn again(
    s: &mut Session<'_, '_>,
    due: &Due,
    link: &ImportedRow,
    dry: bool,
    rows: &mut Rows,
) -> Result<Outcome, AppError> {
    let told = &due.conversation;
    let mut known: Known = serde_json::from_str(&link.doc)?;
    let (mut fresh, mut losses) = (Vec::new(), Vec::new());
    let place = (due.place.0.as_str(), due.place.1);
    let mut already = 0;
    let is_same = link.content_hash == due.digest;
    for message in &told.messages {
        let (id, hash) = hashed(message);
        match known.messages.get(&id) {
            None => fresh.push(message.clone()),
            Some(_) if is_same && !known.edited.contains(&id) => already += 1,
            Some(before) if *before == hash => already += 1,
            Some(_) => {
                let (what, why) = (What::Message, Reason::EditedLater);
                losses.push(Loss::later(what, why, place, &told.id, Some(&id)));
                if !known.edited.contains(&id) {
                    known.edited.push(id);
                }
            }
        }
    }
    let imported = fresh.len() as u64;
    let same = Outcome { came: Came::Same, imported: 0, already, losses, masked: 0 };
    // An older export, or another row of the same export, says nothing new of the state.
    let is_newer = match (told.updated, known.updated) {
        (Some(told), Some(known)) => told > known,
        _ => true,
    };
    if is_same || (fresh.is_empty() && !is_newer) {
        return Ok(same);
    }
    let kept = persist::load(s, link.conversation)?;
    let untouched = kept.conversation.seq == known.seq;
    let mut outcome = Outcome { came: Came::Changed, imported, ..same };
    if !untouched && is_newer {
        let (what, why) = (What::Part, Reason::StateKept);
        outcome.losses.push(Loss::later(what, why, place, &told.id, None));
    }
    let before = kept.conversation.clone();
    let said = past(&fresh, told.source, &before.customer_name, &mut outcome.masked);
    let now = (untouched && is_newer).then(|| {
        let tags = told.tags.iter().map(|tag| clean(tag, &mut outcome.masked)).collect();
        (standing(told.status), clean(&told.subject, &mut outcome.masked), tags)
    });
    let assignee = told.assignee.as_ref().map(|name| clean(name, &mut outcome.masked));
    let (conversation, events) =
        kept.conversation.import_more(More { said, now, assignee }, s.now());
    let moved = !fresh.is_empty() || has_moved(&before, &conversation);
    if !moved {
        outcome = Outcome { came: Came::Same, masked: 0, ..outcome };
    }
    if dry {
        return Ok(outcome);
    }
    if moved {
        let at = changed_at(&conversation).max(kept.updated_at);
        let row = persist::row(s, &conversation, kept.version, conversation.opened_at, at)?;
        store::conversations::save(s.tx(), row)?;
        append(s, &conversation, &events, rows)?;
    }
    known.messages.extend(fresh.iter().map(hashed));
    if is_newer {
        known.updated = told.updated;
    }
    if untouched && moved {
        known.seq = conversation.seq;
    }
    let doc = serde_json::to_string(&known)?;
    let row = ImportedRow { content_hash: due.digest, doc, ..link.clone() };
    store::imported::save(s.tx(), &link.content_hash, row)?;
    Ok(outcome)
}

/// Whether anything changed but that it was brought in again.
fn has_moved(before: &Conversation, after: &Conversation) -> bool {
    before.subject != after.subject
        || before.tags != after.tags
        || before.state != after.state
        || before.waiting_on != after.waiting_on
        || before.assignment.owner != after.assignment.owner
}

/// When something was last said in it: lists show it there, not at the time of the import.
fn changed_at(conversation: &Conversation) -> Timestamp {
    conversation.last.as_ref().map_or(conversation.opened_at, |last| last.at)
}

fn append(
    s: &Session<'_, '_>,
    conversation: &Conversation,
    events: &[Event],
    rows: &mut Rows,
) -> Result<(), AppError> {
    for event in events {
        rows.events.push(persist::event_row(s, conversation.id, event)?);
    }
    let words = super::search::words_of(conversation, events);
    rows.words.extend(words.into_iter().map(|word| (word, conversation.id)));
    Ok(())
}

/// The short hash under which a message is known.
fn hashed(message: &importers::Message) -> (String, String) {
    let mut hash = message.digest().to_string();
    hash.truncate(SHORT_HASH_CHARS);
    (message.id.clone(), hash)
}

/// What it was called at its source, which is what people ask for.
fn number(told: &importers::Conversation) -> String {
    named(told.source, &told.id)
}

/// An id of a source among those of others; a long one is told by its hash.
fn named(source: Source, id: &str) -> String {
    let name = format!("{source}-{id}");
    if name.chars().count() <= CLIENT_ID_CHARS_MAX {
        return name;
    }
    let mut hash = Sha256Hex::of(id.as_bytes()).to_string();
    hash.truncate(2 * SHORT_HASH_CHARS);
    format!("{source}-{hash}")
}

fn clean(text: &str, masked: &mut u64) -> String {
    let mut words = text.to_owned();
    scrub::text(&mut words);
    *masked += u64::from(words != text);
    words
}

fn past(
    messages: &[importers::Message],
    source: Source,
    customer: &str,
    masked: &mut u64,
) -> Vec<Past> {
    messages.iter().map(|message| one(message, source, customer, masked)).collect()
}

fn one(message: &importers::Message, source: Source, customer: &str, masked: &mut u64) -> Past {
    let mut text = message.text.clone();
    for file in &message.files {
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&format!("[file: {file}]"));
    }
    let nameless = NAMELESS.iter().find(|(author, _)| *author == message.author);
    let nameless = nameless.map_or("", |(_, name)| *name);
    let name = match (&message.author_name, message.author) {
        (Some(name), _) => clean(name, masked),
        (None, Author::Customer) => customer.to_owned(),
        (None, _) => nameless.to_owned(),
    };
    let kind = match message.author {
        Author::Customer => Speaker::Customer,
        Author::Agent => Speaker::Person,
        Author::Bot => Speaker::Ai,
        Author::System => Speaker::System,
    };
    Past {
        at: message.at,
        by: By { kind, id: None, name },
        client_id: named(source, &message.id),
        text: clean(&text, masked),
        private: message.private,
    }
}

const fn channel(channel: importers::Channel) -> Channel {
    match channel {
        importers::Channel::Chat => Channel::Chat,
        importers::Channel::Email => Channel::Email,
        importers::Channel::Phone => Channel::Phone,
        importers::Channel::App => Channel::App,
    }
}

const fn standing(status: Status) -> Standing {
    match status {
        Status::Open => Standing::Open,
        Status::Pending => Standing::Pending,
        Status::Snoozed { until } => Standing::Snoozed { until },
        Status::Resolved => Standing::Resolved,
    }
}
