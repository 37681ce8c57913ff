//! What came of each conversation that the assistant was asked in, and what is counted of them.

use kernel::{ConversationId, CustomerId, TenantId, Timestamp};

use crate::figures::Period;
use crate::value::{Columns, FromRow};
use crate::{StoreError, Tx, Value};

/// One conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct AssistantCaseRow {
    pub tenant: TenantId,
    pub conversation: ConversationId,
    pub customer: CustomerId,
    /// The local day of the desk, in days since 1970-01-01.
    pub day: i64,
    /// The first turn, and the last one.
    pub at: Timestamp,
    pub last_at: Timestamp,
    /// Empty where nothing was recognised.
    pub intent: String,
    /// Empty where it is not known.
    pub market: String,
    pub language: String,
    /// Empty where there was none.
    pub procedure: String,
    pub procedure_version: i64,
    pub mode: String,
    pub settings_version: i64,
    /// Why a person took over; empty where none did.
    pub handed_why: String,
    pub confirmed: bool,
    pub reopened: bool,
    /// The last word is a question of ours, and nothing was done or told.
    pub left_open: bool,
    pub turns: i64,
    /// Thousandths.
    pub likely: i64,
    pub score: Option<i64>,
    pub scored_at: Option<Timestamp>,
    /// Thousandths.
    pub likeness: Option<i64>,
    /// How what a draft would have done compares with what a person did; empty where it was not compared.
    pub acts: String,
    /// Of a language model, over all turns.
    pub tokens_in: i64,
    pub tokens_out: i64,
    /// In millionths of the currency's minor unit.
    pub cost_micros: i64,
    /// Empty where no model was asked.
    pub cost_currency: String,
    pub reviewed_at: Option<Timestamp>,
    pub doc: String,
}

impl FromRow for AssistantCaseRow {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            tenant: columns.take()?,
            conversation: columns.take()?,
            customer: columns.take()?,
            day: columns.take()?,
            at: columns.take()?,
            last_at: columns.take()?,
            intent: columns.take()?,
            market: columns.take()?,
            language: columns.take()?,
            procedure: columns.take()?,
            procedure_version: columns.take()?,
            mode: columns.take()?,
            settings_version: columns.take()?,
            handed_why: columns.take()?,
            confirmed: columns.take()?,
            reopened: columns.take()?,
            left_open: columns.take()?,
            turns: columns.take()?,
            likely: columns.take()?,
            score: columns.take()?,
            scored_at: columns.take()?,
            likeness: columns.take()?,
            acts: columns.take()?,
            tokens_in: columns.take()?,
            tokens_out: columns.take()?,
            cost_micros: columns.take()?,
            cost_currency: columns.take()?,
            reviewed_at: columns.take()?,
            doc: columns.take()?,
        })
    }
}

/// How many conversations are alike in everything that is counted of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseCounts {
    pub day: i64,
    pub intent: String,
    pub market: String,
    pub language: String,
    pub procedure: String,
    pub procedure_version: i64,
    pub mode: String,
    pub settings_version: i64,
    pub handed_why: String,
    pub confirmed: bool,
    /// The last word is a question of ours, and nothing was done or told.
    pub left_open: bool,
    pub rating: Option<i64>,
    /// The customer came again about it.
    pub again: bool,
    pub complaint: bool,
    /// Nothing was said for as long as silence says something.
    pub quiet: bool,
    pub acts: String,
    pub cost_currency: String,
    pub cases: i64,
    pub turns: i64,
    /// How many were scored, and the sum of it.
    pub scored: i64,
    pub scores: i64,
    /// How many drafts were held against a person's words, and the sum of it in thousandths.
    pub compared: i64,
    pub likeness: i64,
    /// Of a language model, in millionths of the currency's minor unit.
    pub tokens_in: i64,
    pub tokens_out: i64,
    pub cost_micros: i64,
}

impl FromRow for CaseCounts {
    fn from_row(columns: &mut Columns) -> Result<Self, StoreError> {
        Ok(Self {
            day: columns.take()?,
            intent: columns.take()?,
            market: columns.take()?,
            language: columns.take()?,
            procedure: columns.take()?,
            procedure_version: columns.take()?,
            mode: columns.take()?,
            settings_version: columns.take()?,
            handed_why: columns.take()?,
            confirmed: columns.take()?,
            left_open: columns.take()?,
            rating: columns.take()?,
            again: columns.take()?,
            complaint: columns.take()?,
            quiet: columns.take()?,
            acts: columns.take()?,
            cost_currency: columns.take()?,
            cases: columns.take()?,
            turns: columns.take()?,
            scored: columns.take()?,
            scores: columns.take()?,
            compared: columns.take()?,
            likeness: columns.take()?,
            tokens_in: columns.take()?,
            tokens_out: columns.take()?,
            cost_micros: columns.take()?,
        })
    }
}

const PUT: &str = "INSERT INTO assistant_cases (tenant_id, conversation_id, customer_id, day, at, \
    last_at, intent, market, language, procedure_name, procedure_version, mode, settings_version, \
    handed_why, confirmed, reopened, left_open, turns, likely, score, scored_at, likeness, acts, tokens_in, \
    tokens_out, cost_micros, cost_currency, reviewed_at, doc) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, \
    $20, $21, $22, $23, $24, $25, $26, $27, $28, $29) ON CONFLICT (tenant_id, conversation_id) DO UPDATE SET \
    last_at = excluded.last_at, intent = excluded.intent, market = excluded.market, \
    language = excluded.language, procedure_name = excluded.procedure_name, \
    procedure_version = excluded.procedure_version, mode = excluded.mode, \
    handed_why = excluded.handed_why, confirmed = excluded.confirmed, \
    reopened = excluded.reopened, left_open = excluded.left_open, turns = excluded.turns, likely = excluded.likely, \
    score = excluded.score, scored_at = excluded.scored_at, likeness = excluded.likeness, \
    acts = excluded.acts, tokens_in = excluded.tokens_in, tokens_out = excluded.tokens_out, \
    cost_micros = excluded.cost_micros, cost_currency = excluded.cost_currency, \
    reviewed_at = excluded.reviewed_at, doc = excluded.doc";
const GET: &str = "SELECT tenant_id, conversation_id, customer_id, day, at, last_at, intent, \
    market, language, procedure_name, procedure_version, mode, settings_version, handed_why, \
    confirmed, reopened, left_open, turns, likely, score, scored_at, likeness, acts, tokens_in, tokens_out, \
    cost_micros, cost_currency, reviewed_at, doc \
    FROM assistant_cases WHERE tenant_id = $1 AND conversation_id = $2";
// Quiet since before $2, and not scored since; or over since $4, and scored before it was.
const TO_SCORE: &str = "SELECT tenant_id, conversation_id, customer_id, day, at, last_at, intent, \
    market, language, procedure_name, procedure_version, mode, settings_version, handed_why, \
    confirmed, reopened, left_open, turns, likely, score, scored_at, likeness, acts, tokens_in, tokens_out, \
    cost_micros, cost_currency, reviewed_at, doc \
    FROM assistant_cases WHERE tenant_id = $1 AND last_at < $2 AND last_at >= $3 \
    AND mode <> 'off' AND (scored_at IS NULL OR scored_at < last_at OR (last_at <= $4 \
    AND scored_at < last_at + $5)) ORDER BY last_at, conversation_id LIMIT $6";
const TO_REVIEW: &str = "SELECT tenant_id, conversation_id, customer_id, day, at, last_at, intent, \
    market, language, procedure_name, procedure_version, mode, settings_version, handed_why, \
    confirmed, reopened, left_open, turns, likely, score, scored_at, likeness, acts, tokens_in, tokens_out, \
    cost_micros, cost_currency, reviewed_at, doc \
    FROM assistant_cases WHERE tenant_id = $1 AND last_at >= $2 AND scored_at IS NOT NULL \
    AND reviewed_at IS NULL ORDER BY score, last_at DESC, conversation_id LIMIT $3";
// Whoever comes again about something else did not come again about this.
const COUNTS: &str = "SELECT day, intent, market, language, procedure_name, procedure_version, \
    mode, settings_version, handed_why, confirmed, left_open, csat, again, complaint, quiet, acts, \
    cost_currency, COUNT(*), \
    CAST(SUM(turns) AS BIGINT), COUNT(score), CAST(COALESCE(SUM(score), 0) AS BIGINT), \
    COUNT(likeness), CAST(COALESCE(SUM(likeness), 0) AS BIGINT), \
    CAST(SUM(tokens_in) AS BIGINT), CAST(SUM(tokens_out) AS BIGINT), \
    CAST(SUM(cost_micros) AS BIGINT) FROM (SELECT c.day, c.intent, \
    c.market, c.language, c.procedure_name, c.procedure_version, c.mode, c.settings_version, \
    c.handed_why, c.confirmed, c.left_open, f.csat, c.turns, c.score, c.likeness, \
    c.acts, c.tokens_in, c.tokens_out, c.cost_micros, c.cost_currency, \
    (c.reopened OR EXISTS (SELECT 1 FROM conversation_figures g WHERE g.tenant_id = c.tenant_id \
    AND g.customer_id = c.customer_id AND g.conversation_id <> c.conversation_id \
    AND g.contact_at > c.last_at AND g.contact_at <= c.last_at + $4 AND NOT g.merged \
    AND NOT EXISTS (SELECT 1 FROM assistant_cases o WHERE o.tenant_id = g.tenant_id \
    AND o.conversation_id = g.conversation_id AND o.intent <> c.intent AND o.intent <> ''))) \
    AS again, (f.complaint_id IS NOT NULL OR EXISTS (SELECT 1 FROM complaints p \
    WHERE p.tenant_id = c.tenant_id AND p.customer_id = c.customer_id AND p.created_at >= c.at \
    AND p.created_at <= c.last_at + $4)) AS complaint, (c.last_at <= $5) AS quiet \
    FROM assistant_cases c LEFT JOIN conversation_figures f ON f.tenant_id = c.tenant_id \
    AND f.conversation_id = c.conversation_id WHERE c.tenant_id = $1 AND c.at >= $2 \
    AND c.at < $3 AND (CAST($6 AS TEXT) IS NULL OR c.conversation_id = $6)) counted \
    GROUP BY day, intent, market, language, procedure_name, procedure_version, mode, \
    settings_version, handed_why, confirmed, left_open, csat, again, complaint, quiet, acts, cost_currency \
    ORDER BY day, intent, market";

pub(crate) const STATEMENTS: &[&str] = &[PUT, GET, TO_SCORE, TO_REVIEW, COUNTS];

/// Inserts or replaces a row; customer, day, beginning and version of the settings never change.
///
/// # Errors
/// As [`Tx::exec_deferred`].
pub fn put(tx: &mut Tx<'_>, row: AssistantCaseRow) -> Result<(), StoreError> {
    let params = vec![
        row.tenant.into(),
        row.conversation.into(),
        row.customer.into(),
        row.day.into(),
        row.at.into(),
        row.last_at.into(),
        row.intent.into(),
        row.market.into(),
        row.language.into(),
        row.procedure.into(),
        row.procedure_version.into(),
        row.mode.into(),
        row.settings_version.into(),
        row.handed_why.into(),
        row.confirmed.into(),
        row.reopened.into(),
        row.left_open.into(),
        row.turns.into(),
        row.likely.into(),
        row.score.into(),
        row.scored_at.into(),
        row.likeness.into(),
        row.acts.into(),
        row.tokens_in.into(),
        row.tokens_out.into(),
        row.cost_micros.into(),
        row.cost_currency.into(),
        row.reviewed_at.into(),
        row.doc.into(),
    ];
    tx.exec_deferred(PUT, params)
}

/// The row of a conversation.
///
/// # Errors
/// As [`Tx::query`].
pub fn get(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    conversation: ConversationId,
) -> Result<Option<AssistantCaseRow>, StoreError> {
    tx.row(GET, &[tenant.into(), conversation.into()])
}

/// Conversations of a period that were quiet since its end and were not scored since, from old to new;
/// once more those that are over, because nobody came again for `settled_ms`.
///
/// # Errors
/// As [`Tx::query`].
pub fn to_score(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (from, quiet_since): Period,
    (over_since, settled_ms): (Timestamp, i64),
    limit: u32,
) -> Result<Vec<AssistantCaseRow>, StoreError> {
    let params: [Value; 6] = [
        tenant.into(),
        quiet_since.into(),
        from.into(),
        over_since.into(),
        settled_ms.into(),
        limit.into(),
    ];
    tx.rows(TO_SCORE, &params)
}

/// Scored conversations since an instant that nobody has reviewed, the lowest score first.
///
/// # Errors
/// As [`Tx::query`].
pub fn to_review(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    since: Timestamp,
    limit: u32,
) -> Result<Vec<AssistantCaseRow>, StoreError> {
    tx.rows(TO_REVIEW, &[tenant.into(), since.into(), limit.into()])
}

/// What is counted of the conversations that began in a period, or of one of them. Whoever came within
/// `settled_ms` after the last turn came again; what was quiet since `quiet_since` is over.
///
/// # Errors
/// As [`Tx::query`].
pub fn counts(
    tx: &mut Tx<'_>,
    tenant: &TenantId,
    (from, to): Period,
    settled_ms: i64,
    quiet_since: Timestamp,
    of: Option<ConversationId>,
) -> Result<Vec<CaseCounts>, StoreError> {
    let params: [Value; 6] =
        [tenant.into(), from.into(), to.into(), settled_ms.into(), quiet_since.into(), of.into()];
    tx.rows(COUNTS, &params)
}
