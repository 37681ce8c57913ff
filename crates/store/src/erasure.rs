//! What erasing takes out of rows: of a conversation and what stands beside it, and of a customer.
//! Whether it may be erased is decided elsewhere.

use kernel::canonical::Sha256Hex;
use kernel::{
    AttachmentId, ConversationId, CustomerId, PrincipalId, ScorecardId, TenantId, Timestamp,
};

use crate::attachments::AttachmentRow;
use crate::scorecards::ScorecardRow;
use crate::{Cursor, StoreError, Tx, mail};

const REWRITE_EVENT: &str = "UPDATE conversation_events SET doc = $4 \
    WHERE tenant_id = $1 AND conversation_id = $2 AND seq = $3";
const ERASED: &str =
    "UPDATE conversations SET erased_at = $3 WHERE tenant_id = $1 AND conversation_id = $2";
const OLD: &str = "SELECT updated_at, conversation_id FROM conversations WHERE tenant_id = $1 \
    AND state = 'resolved' AND erased_at IS NULL AND updated_at < $2 \
    AND (updated_at, conversation_id) > ($3, $4) ORDER BY updated_at, conversation_id LIMIT $5";
/// Of the rows that stand beside a conversation: what is counted of them, and what they cost, stays.
pub(crate) const FORGET_BESIDE: &[&str] = &[
    "DELETE FROM calls WHERE tenant_id = $1 AND conversation_id = $2",
    "DELETE FROM assistant_turns WHERE tenant_id = $1 AND conversation_id = $2",
    "DELETE FROM assistant_cases WHERE tenant_id = $1 AND conversation_id = $2",
    "DELETE FROM assistant_reviews WHERE tenant_id = $1 AND conversation_id = $2",
    "UPDATE suggestions SET doc = '{}' WHERE tenant_id = $1 AND conversation_id = $2",
    "UPDATE translations SET doc = '{}' WHERE tenant_id = $1 AND conversation_id = $2",
    // The index holds no answer that tells of no conversation, and is used where the condition says so.
    "DELETE FROM idempotency WHERE tenant_id = $1 AND about = $2 AND about <> '' AND state = 'done'",
];
const LETTERS: &str = "SELECT message_id, direction FROM mail_messages \
    WHERE tenant_id = $1 AND conversation_id = $2 ORDER BY at, message_id LIMIT $3";
const LETTERS_FROM: &str = "SELECT message_id, direction FROM mail_messages \
    WHERE tenant_id = $1 AND sender = $2 ORDER BY at, message_id LIMIT $3";
const FORGET_LETTER: &str = "UPDATE mail_messages SET message_id = $3, sender = '', why = NULL \
    WHERE tenant_id = $1 AND message_id = $2 AND direction = $4";
const FORGET_OLD_LETTERS: &str =
    "DELETE FROM mail_messages WHERE tenant_id = $1 AND conversation_id IS NULL AND at < $2";
const FILES: &str = "SELECT tenant_id, attachment_id, uploader, conversation_id, sha256, name, \
    media_type, size_bytes, created_at FROM attachments \
    WHERE tenant_id = $1 AND conversation_id = $2 ORDER BY attachment_id LIMIT $3";
const FORGET_FILE: &str = "DELETE FROM attachments WHERE tenant_id = $1 AND attachment_id = $2";
const SCORECARDS: &str = "SELECT tenant_id, scorecard_id, conversation_id, agent, reviewer, \
    created_at, doc FROM scorecards WHERE tenant_id = $1 AND conversation_id = $2 \
    ORDER BY reviewer LIMIT $3";
const REWRITE_SCORECARD: &str =
    "UPDATE scorecards SET doc = $3 WHERE tenant_id = $1 AND scorecard_id = $2";
const FORGET_LINKS: &str =
    "DELETE FROM customer_links WHERE tenant_id = $1 AND customer_id = $2 AND kind = $3";
const FORGET_ANSWERS: &str =
    "DELETE FROM idempotency WHERE tenant_id = $1 AND principal = $2 AND state = 'done'";

pub(crate) const STATEMENTS: &[&str] = &[
    REWRITE_EVENT,
    ERASED,
    OLD,
    LETTERS,
    LETTERS_FROM,
    FORGET_LETTER,
    FORGET_OLD_LETTERS,
    FILES,
    FORGET_FILE,
    SCORECARDS,
    REWRITE_SCORECARD,
    FORGET_LINKS,
    FORGET_ANSWERS,
];

/// Puts what is left of an event in its place.
///
/// # Errors
/// [`StoreError::Conflict`] when there is no such event.
pub fn rewrite_event(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (conversation, seq): (ConversationId, i64),
    doc: String,
) -> Result<(), StoreError> {
    let params = vec![tenant.into(), conversation.into(), seq.into(), doc.into()];
    tx.exec_one(REWRITE_EVENT, params, "the event")
}

/// Notes that a conversation holds nothing personal, until it is saved again.
///
/// # Errors
/// [`StoreError::Conflict`] when there is no such conversation.
pub fn erased(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    conversation: ConversationId,
    at: Timestamp,
) -> Result<(), StoreError> {
    tx.exec_one(ERASED, vec![tenant.into(), conversation.into(), at.into()], "the conversation")
}

/// Resolved conversations that nobody touched since `before` and that were not erased, the oldest
/// first, starting after `after`.
///
/// # Errors
/// As [`Tx::query`].
pub fn old(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    before: Timestamp,
    after: &Cursor,
    limit: u32,
) -> Result<Vec<(Timestamp, ConversationId)>, StoreError> {
    let params = [tenant.into(), before.into(), after.at.into(), (&after.id).into(), limit.into()];
    tx.rows(OLD, &params)
}

/// Forgets what stands beside a conversation: its calls, what the assistant understood and said in it, what
/// people said of that, suggested and translated words, and the kept answers that tell of it, whoever got
/// them.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn forget_beside(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    conversation: ConversationId,
) -> Result<(), StoreError> {
    for sql in FORGET_BESIDE {
        tx.exec_deferred(sql, vec![tenant.into(), conversation.into()])?;
    }
    Ok(())
}

/// The ids of a conversation's letters, and whether each came in.
///
/// # Errors
/// As [`Tx::query`].
pub fn letters(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    conversation: ConversationId,
    limit: u32,
) -> Result<Vec<(String, bool)>, StoreError> {
    let rows = tx.rows(LETTERS, &[tenant.into(), conversation.into(), limit.into()])?;
    Ok(by_way(rows))
}

/// As [`letters`], of those that somebody sent.
///
/// # Errors
/// As [`Tx::query`].
pub fn letters_from(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    sender: &str,
    limit: u32,
) -> Result<Vec<(String, bool)>, StoreError> {
    let rows = tx.rows(LETTERS_FROM, &[tenant.into(), sender.into(), limit.into()])?;
    Ok(by_way(rows))
}

fn by_way(rows: Vec<(String, String)>) -> Vec<(String, bool)> {
    rows.into_iter().map(|(id, direction)| (id, direction == mail::way(true))).collect()
}

/// Forgets whom a letter was from and what a mail server said of it, and keeps it under another id.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn forget_letter(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (message_id, incoming): (&str, bool),
    kept_as: &str,
) -> Result<(), StoreError> {
    tx.exec_deferred(
        FORGET_LETTER,
        vec![tenant.into(), message_id.into(), kept_as.into(), mail::way(incoming).into()],
    )
}

/// Forgets letters of no conversation from before an instant; how many.
///
/// # Errors
/// As [`Tx::exec`].
pub fn forget_old_letters(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    before: Timestamp,
) -> Result<u64, StoreError> {
    tx.exec(FORGET_OLD_LETTERS, &[tenant.into(), before.into()])
}

/// The files of a conversation.
///
/// # Errors
/// As [`Tx::query`].
pub fn files(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    conversation: ConversationId,
    limit: u32,
) -> Result<Vec<AttachmentRow>, StoreError> {
    tx.rows(FILES, &[tenant.into(), conversation.into(), limit.into()])
}

/// Forgets a file of a conversation. Its bytes are another matter.
///
/// # Errors
/// As [`Tx::exec`].
pub fn forget_file(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    file: AttachmentId,
) -> Result<(), StoreError> {
    tx.exec(FORGET_FILE, &[tenant.into(), file.into()]).map(|_| ())
}

/// What was written of how a conversation was held.
///
/// # Errors
/// As [`Tx::query`].
pub fn scorecards(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    conversation: ConversationId,
    limit: u32,
) -> Result<Vec<ScorecardRow>, StoreError> {
    tx.rows(SCORECARDS, &[tenant.into(), conversation.into(), limit.into()])
}

/// Puts what is left of a scorecard in its place.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn rewrite_scorecard(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    scorecard: ScorecardId,
    doc: String,
) -> Result<(), StoreError> {
    tx.exec_deferred(REWRITE_SCORECARD, vec![tenant.into(), scorecard.into(), doc.into()])
}

/// Forgets by what of one kind a customer was known.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn forget_links(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    customer: &CustomerId,
    kind: &str,
) -> Result<(), StoreError> {
    tx.exec_deferred(FORGET_LINKS, vec![tenant.into(), customer.into(), kind.into()])
}

/// Forgets the answers that somebody was given, which are kept a day for repeated requests.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn forget_answers(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    principal: &PrincipalId,
) -> Result<(), StoreError> {
    tx.exec_deferred(FORGET_ANSWERS, vec![tenant.into(), principal.into()])
}

/// How such an id begins.
pub const ERASED_ID: &str = "erased.";

/// The id that a letter is kept under once it is erased: it tells nothing, and the same letter is
/// still known.
pub fn erased_id(message_id: &str) -> String {
    format!("{ERASED_ID}{}", Sha256Hex::of(message_id.as_bytes()))
}
