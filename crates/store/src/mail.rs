//! Letters that came and went, by the id that e-mail knows them by; and how far mailboxes were read.

use kernel::{ConversationId, TenantId, Timestamp};

use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx};

const IN: &str = "in";
const OUT: &str = "out";

/// Which way a letter went. Ids are whatever a sender says, so each way has its own.
pub(crate) const fn way(incoming: bool) -> &'static str {
    if incoming { IN } else { OUT }
}

/// One letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailRow {
    pub tenant: TenantId,
    /// Without brackets.
    pub message_id: String,
    /// It came; otherwise it is ours.
    pub incoming: bool,
    pub conversation: Option<ConversationId>,
    /// The event that holds it.
    pub seq: Option<i64>,
    /// A hash of whom it came from; of ours, of whom it went to where such letters are counted.
    pub sender: String,
    /// A word of the caller's.
    pub state: String,
    pub why: Option<String>,
    pub at: Timestamp,
}

impl FromRow for MailRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            message_id: columns.take()?,
            incoming: columns.take::<String>()? == IN,
            conversation: columns.take()?,
            seq: columns.take()?,
            sender: columns.take()?,
            state: columns.take()?,
            why: columns.take()?,
            at: columns.take()?,
        })
    }
}

/// How far a mailbox was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailCursor {
    pub tenant: TenantId,
    pub mailbox: String,
    /// Under which the numbers count.
    pub uid_validity: i64,
    /// The last letter that was taken.
    pub uid: i64,
    /// The letter that was begun last, and how often: one that ends the process each time it is read
    /// is passed over.
    pub begun_uid: i64,
    pub begun: i64,
    /// Letters that the server got before are none of ours.
    pub since: Timestamp,
    pub updated_at: Timestamp,
}

impl FromRow for MailCursor {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            mailbox: columns.take()?,
            uid_validity: columns.take()?,
            uid: columns.take()?,
            begun_uid: columns.take()?,
            begun: columns.take()?,
            since: columns.take()?,
            updated_at: columns.take()?,
        })
    }
}

const INSERT: &str = "INSERT INTO mail_messages (tenant_id, message_id, direction, conversation_id, \
    seq, sender, state, why, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
    ON CONFLICT (tenant_id, message_id, direction) DO NOTHING";
const GET: &str = "SELECT tenant_id, message_id, direction, conversation_id, seq, sender, state, \
    why, at FROM mail_messages WHERE tenant_id = $1 AND message_id = $2 AND direction = $3";
const OF_CONVERSATION: &str = "SELECT tenant_id, message_id, direction, conversation_id, seq, \
    sender, state, why, at FROM mail_messages WHERE tenant_id = $1 AND conversation_id = $2 \
    ORDER BY at DESC, message_id DESC LIMIT $3";
const SET_STATE: &str = "UPDATE mail_messages SET state = $3, why = $4 \
    WHERE tenant_id = $1 AND message_id = $2 AND direction = 'out'";
const BELONGS_TO: &str = "UPDATE mail_messages SET conversation_id = $3 \
    WHERE tenant_id = $1 AND message_id = $2 AND direction = 'out'";
const COUNT_FROM: &str =
    "SELECT COUNT(*) FROM mail_messages WHERE tenant_id = $1 AND sender = $2 AND at >= $3";
const CURSOR: &str = "SELECT tenant_id, mailbox, uid_validity, uid, begun_uid, begun, since, \
    updated_at FROM mail_cursors WHERE tenant_id = $1 AND mailbox = $2";
const PUT_CURSOR: &str = "INSERT INTO mail_cursors (tenant_id, mailbox, uid_validity, uid, \
    begun_uid, begun, since, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
    ON CONFLICT (tenant_id, mailbox) DO UPDATE SET uid_validity = excluded.uid_validity, \
    uid = excluded.uid, begun_uid = excluded.begun_uid, begun = excluded.begun, \
    updated_at = excluded.updated_at";

pub(crate) const STATEMENTS: &[&str] =
    &[INSERT, GET, OF_CONVERSATION, SET_STATE, BELONGS_TO, COUNT_FROM, CURSOR, PUT_CURSOR];

/// Keeps a letter; `false` when one of its id went the same way already.
///
/// # Errors
/// As [`Tx::exec`].
pub fn insert(tx: &mut Tx<'_>, row: &MailRow) -> Result<bool, StoreError> {
    let params = [
        (&row.tenant).into(),
        (&row.message_id).into(),
        way(row.incoming).into(),
        row.conversation.into(),
        row.seq.into(),
        (&row.sender).into(),
        (&row.state).into(),
        row.why.as_ref().into(),
        row.at.into(),
    ];
    Ok(tx.exec(INSERT, &params)? == 1)
}

/// The letter of this id that came in, or that is ours.
///
/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    message_id: &str,
    incoming: bool,
) -> Result<Option<MailRow>, StoreError> {
    tx.row(GET, &[tenant.into(), message_id.into(), way(incoming).into()])
}

/// The letters of a conversation, the newest first.
///
/// # Errors
/// As [`Tx::query`].
pub fn of_conversation(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    conversation: ConversationId,
    limit: u32,
) -> Result<Vec<MailRow>, StoreError> {
    tx.rows(OF_CONVERSATION, &[tenant.into(), conversation.into(), limit.into()])
}

/// Says what became of a letter of ours.
///
/// # Errors
/// [`StoreError::Conflict`] when there is none.
pub fn set_state(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    message_id: &str,
    state: &str,
    why: Option<&String>,
) -> Result<(), StoreError> {
    let params = vec![tenant.into(), message_id.into(), state.into(), why.into()];
    tx.exec_one(SET_STATE, params, "the letter")
}

/// Says which conversation answers to a letter go on in; nothing where there is no such letter.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn belongs_to(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    message_id: &str,
    conversation: ConversationId,
) -> Result<(), StoreError> {
    tx.exec_deferred(BELONGS_TO, vec![tenant.into(), message_id.into(), conversation.into()])
}

/// How many letters came from somebody since.
///
/// # Errors
/// As [`Tx::query`].
pub fn count_from(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    sender: &str,
    since: Timestamp,
) -> Result<i64, StoreError> {
    Ok(tx.row(COUNT_FROM, &[tenant.into(), sender.into(), since.into()])?.unwrap_or(0))
}

/// # Errors
/// As [`Tx::query`].
pub fn cursor(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    mailbox: &str,
) -> Result<Option<MailCursor>, StoreError> {
    tx.row(CURSOR, &[tenant.into(), mailbox.into()])
}

/// Moves on in a mailbox; since when it counts stays as it was.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn put_cursor(tx: &mut Tx<'_>, cursor: MailCursor) -> Result<(), StoreError> {
    let params = vec![
        cursor.tenant.into(),
        cursor.mailbox.into(),
        cursor.uid_validity.into(),
        cursor.uid.into(),
        cursor.begun_uid.into(),
        cursor.begun.into(),
        cursor.since.into(),
        cursor.updated_at.into(),
    ];
    tx.exec_deferred(PUT_CURSOR, params)
}
