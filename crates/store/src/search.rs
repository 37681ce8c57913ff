//! The words that conversations are found by: one row per word and conversation.
//!
//! Words are written behind the log, not with it, so that nobody who speaks waits for them; a cursor
//! per lane says how far. Which words a text has is for the caller to say.

use kernel::{ConversationId, TenantId};

use crate::conversations::{ConversationFilter, ConversationRow, ConversationsOf, select};
use crate::insert::{Insert, SameKey};
use crate::tx::Cursor;
use crate::{StoreError, Tx, Value};

/// What is searched for: conversations with every word, and one that begins with `prefix`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// At most [`WORDS_MAX`], the prefix among them; later ones are left out.
    pub words: Vec<String>,
    pub prefix: Option<String>,
}

/// Most words of one search.
pub const WORDS_MAX: usize = 6;
/// A word that more conversations have is common: they are not gathered by it. As the beginning of
/// words it would be too many rows to look at for each conversation, so it stands for itself then.
const RARE_ROWS_MAX: u32 = 2_000;
/// No lane: its number counts how often words were taken back.
const FORGOTTEN: i64 = -1;
/// After every word that begins with what stands before it: words are ASCII letters and digits.
const END: char = '~';

const PUT: &str = "INSERT INTO conversation_words (tenant_id, word, conversation_id) VALUES";
const FORGET: &str = "DELETE FROM conversation_words \
    WHERE tenant_id = $1 AND word = $2 AND conversation_id = $3";
const CURSOR: &str = "SELECT lane, lane_seq FROM search_cursors WHERE lane = $1 OR lane = $2";
const START: &str = "INSERT INTO search_cursors (lane, lane_seq) VALUES ($1, 0) \
    ON CONFLICT (lane) DO NOTHING";
const FORGOT: &str = "UPDATE search_cursors SET lane_seq = lane_seq + 1 WHERE lane = $1";
const ADVANCE: &str = "UPDATE search_cursors SET lane_seq = $3 WHERE lane = $1 AND lane_seq = $2";
const COUNT: &str = "SELECT COUNT(*) FROM (SELECT word FROM conversation_words \
    WHERE tenant_id = $1 AND word >= $2 AND word < $3 LIMIT $4) AS counted";
/// A conversation has the word that a parameter says, or the parameter says none.
macro_rules! has_word {
    ($param:literal) => {
        concat!(
            "AND (CAST(",
            $param,
            " AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM conversation_words w \
             WHERE w.tenant_id = $1 AND w.word = ",
            $param,
            " AND w.conversation_id = conversations.conversation_id)) "
        )
    };
}

/// A page of what the filter and up to six words leave, with a condition more.
macro_rules! found {
    ($also:expr) => {
        select!(
            "AND (updated_at, conversation_id) < ($2, $3) \
             AND (CAST($4 AS TEXT) IS NULL OR state = $4) \
             AND (CAST($5 AS TEXT) IS NULL OR owner = $5) \
             AND level >= $6 AND (NOT $7 OR complaint_id IS NOT NULL) \
             AND (CAST($8 AS TEXT) IS NULL OR customer_id = $8) \
             AND (CAST($9 AS TEXT) IS NULL OR assignee = $9) \
             AND (CAST($17 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM conversation_mentions m \
             WHERE m.tenant_id = $1 AND m.user_id = $17 \
             AND m.conversation_id = conversations.conversation_id)) ",
            has_word!("$10"),
            has_word!("$11"),
            has_word!("$12"),
            has_word!("$13"),
            has_word!("$14"),
            has_word!("$15"),
            $also,
            "ORDER BY updated_at DESC, conversation_id DESC LIMIT $16"
        )
    };
}

/// From the newest on: words that so many have are soon found.
const WALKED: &str = found!("");
/// Gathered by the range of the rarest word, the others looked up for each.
const FOUND: &str = found!(
    "AND conversation_id IN (SELECT conversation_id FROM conversation_words \
     WHERE tenant_id = $1 AND word >= $18 AND word < $19) \
     AND (CAST($20 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM conversation_words w \
     WHERE w.tenant_id = $1 AND w.word >= $20 AND w.word < $21 \
     AND w.conversation_id = conversations.conversation_id)) "
);

pub(crate) const STATEMENTS: &[&str] =
    &[FORGET, FORGOT, CURSOR, START, ADVANCE, COUNT, FOUND, WALKED];
/// The insert of many rows.
const ROWS: Insert = Insert::keyed(
    PUT,
    "ON CONFLICT (tenant_id, word, conversation_id) DO NOTHING",
    3,
    SameKey::Last { key: 3 },
);
pub(crate) const INSERTS: &[Insert] = &[ROWS];

/// Makes conversations found by words, beside those that they are found by already.
///
/// # Errors
/// As [`Tx::insert_many`].
pub fn put(
    tx: &mut Tx<'_>,
    rows: impl IntoIterator<Item = (TenantId, String, ConversationId)>,
) -> Result<(), StoreError> {
    let values = |(tenant, word, conversation): (TenantId, String, ConversationId)| {
        vec![tenant.into(), word.into(), conversation.into()]
    };
    tx.insert_many(&ROWS, rows.into_iter().map(values).collect())
}

/// A conversation is no longer found by these words. Whoever remembers what was put learns of it by
/// [`Progress::forgotten`].
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn forget(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    conversation: ConversationId,
    words: impl IntoIterator<Item = String>,
) -> Result<(), StoreError> {
    for word in words {
        tx.exec_deferred(FORGET, vec![tenant.into(), word.into(), conversation.into()])?;
    }
    tx.exec_deferred(START, vec![FORGOTTEN.into()])?;
    tx.exec_deferred(FORGOT, vec![FORGOTTEN.into()])
}

/// How far the words of a lane are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The number of the last event that was read.
    pub lane_seq: i64,
    /// How often words were taken back, of any lane.
    pub forgotten: i64,
}

/// Up to where the events of a lane were read.
///
/// # Errors
/// As [`Tx::query`].
pub fn progress(tx: &mut Tx<'_>, lane: i64) -> Result<Progress, StoreError> {
    let mut progress = Progress { lane_seq: 0, forgotten: 0 };
    for row in tx.query(CURSOR, &[lane.into(), FORGOTTEN.into()])? {
        let (of, number): (i64, i64) = (row.get(0)?, row.get(1)?);
        *if of == lane { &mut progress.lane_seq } else { &mut progress.forgotten } = number;
    }
    Ok(progress)
}

/// Notes that a lane was read from one number to another.
///
/// # Errors
/// [`StoreError::Conflict`] when somebody else has read it meanwhile.
pub fn advance(tx: &mut Tx<'_>, lane: i64, from: i64, to: i64) -> Result<(), StoreError> {
    if from == 0 {
        tx.exec_deferred(START, vec![lane.into()])?;
    }
    tx.exec_one(ADVANCE, vec![lane.into(), from.into(), to.into()], "the search's cursor")
}

/// A range of words.
#[derive(Debug, Clone)]
struct Range {
    low: String,
    high: String,
    is_prefix: bool,
    rows: u32,
}

impl Range {
    fn of(
        tx: &mut Tx<'_>,
        tenant: &TenantId,
        low: &str,
        is_prefix: bool,
    ) -> Result<Self, StoreError> {
        // The least text after a word, and the greatest that begins with it.
        let high = if is_prefix { format!("{low}{END}") } else { format!("{low}\u{1}") };
        let limit = RARE_ROWS_MAX + 1;
        let params = [tenant.into(), low.into(), high.as_str().into(), limit.into()];
        let rows: i64 = tx.query_one(COUNT, &params)?.into_columns().take()?;
        let rows = u32::try_from(rows).unwrap_or(limit);
        Ok(Self { low: low.to_owned(), high, is_prefix, rows })
    }

    const fn is_rare(&self) -> bool {
        self.rows <= RARE_ROWS_MAX
    }
}

/// Conversations with the words, by their last change, the newest first, after `after`.
///
/// # Errors
/// As [`Tx::query`].
pub fn list(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    filter: &ConversationFilter,
    words: &Words,
    after: &Cursor,
    limit: u32,
) -> Result<Vec<ConversationRow>, StoreError> {
    let mut ranges = Vec::with_capacity(WORDS_MAX);
    if let Some(prefix) = &words.prefix {
        let range = Range::of(tx, tenant, prefix, true)?;
        ranges.push(if range.is_rare() { range } else { Range::of(tx, tenant, prefix, false)? });
    }
    for word in words.words.iter().take(WORDS_MAX - ranges.len()) {
        ranges.push(Range::of(tx, tenant, word, false)?);
    }
    // The rarest first.
    ranges.sort_by_key(|range| range.rows);
    let Some(rarest) = ranges.first() else { return Ok(Vec::new()) };
    if rarest.rows == 0 {
        return Ok(Vec::new());
    }
    let [mut customer, mut assignee, mut mentioned] = [Value::Null, Value::Null, Value::Null];
    match &filter.of {
        ConversationsOf::All => {}
        ConversationsOf::Customer(id) => customer = id.into(),
        ConversationsOf::Assignee(id) => assignee = id.into(),
        ConversationsOf::Mentioned(id) => mentioned = id.into(),
    }
    let mut params: Vec<Value> = vec![
        tenant.into(),
        after.at.into(),
        (&after.id).into(),
        filter.state.as_ref().into(),
        filter.owner.as_ref().into(),
        filter.level.into(),
        filter.complaints.into(),
        customer,
        assignee,
    ];
    if !rarest.is_rare() {
        params.extend(padded(ranges.iter().map(|range| range.low.as_str())));
        params.extend([limit.into(), mentioned]);
        return tx.rows(WALKED, &params);
    }
    let others = ranges.iter().skip(1);
    let exact = others.clone().filter(|range| !range.is_prefix).map(|range| range.low.as_str());
    params.extend(padded(exact));
    params.extend([limit.into(), mentioned]);
    params.extend([rarest.low.as_str().into(), rarest.high.as_str().into()]);
    let prefix = others.clone().find(|range| range.is_prefix);
    params.extend([prefix.map(|range| &range.low).into(), prefix.map(|range| &range.high).into()]);
    tx.rows(FOUND, &params)
}

/// Words, and nothing in the places that are left.
fn padded<'a>(words: impl Iterator<Item = &'a str>) -> Vec<Value> {
    let mut values: Vec<Value> = words.map(Value::from).collect();
    values.resize(WORDS_MAX, Value::Null);
    values
}
