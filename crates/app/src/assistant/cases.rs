//! What came of each conversation that the assistant was asked in, noted with every turn.

use assistant::control::Mode;
use assistant::turn::{Heard, Next, State};
use kernel::ConversationId;
use serde_json::json;
use store::assistant_cases::AssistantCaseRow;
use support::conversation::Conversation;

use super::control::Drawn;
use super::helper::Asked;
use super::quality::TurnDoc;
use crate::error::word;
use crate::{AppError, Session};

/// What a person takes over for where the assistant does not answer.
const NOT_ITS: &str = "mode";

/// A turn, as its case takes it in.
pub(super) struct Noted<'a> {
    pub(super) conversation: &'a Conversation,
    pub(super) market: &'a str,
    pub(super) drawn: &'a Drawn,
    pub(super) heard: &'a Heard,
    pub(super) state: &'a State,
    pub(super) next: &'a Next,
    /// What a language model was asked in this turn.
    pub(super) asked: &'a [Asked],
}

/// Takes a turn into the case of its conversation.
pub(super) fn note(s: &mut Session<'_, '_>, noted: &Noted<'_>) -> Result<(), AppError> {
    let (tenant, now, id) = (s.tenant().clone(), s.now(), noted.conversation.id);
    let known = store::assistant_cases::get(s.tx(), &tenant, id)?;
    let row = match known {
        Some(row) => row,
        None => begun(s, noted)?,
    };
    let resolves = matches!(noted.next, Next::Resolve);
    let handed_why = match noted.next {
        _ if noted.drawn.mode != Mode::Act => NOT_ITS.to_owned(),
        Next::HandOver { why, .. } => word(why)?,
        Next::Wait | Next::Call(_) | Next::Resolve => String::new(),
    };
    let at_work = procedure(noted.state, noted.next);
    let likely = noted.heard.intents.first().map_or(0.0, |top| top.likely);
    let has_intent = !row.intent.is_empty();
    let row = with_cost(row, noted.asked);
    let row = AssistantCaseRow {
        last_at: now,
        // What they came with first.
        intent: if has_intent { row.intent } else { noted.drawn.intent.clone() },
        likely: if has_intent { row.likely } else { thousandths(likely) },
        procedure: at_work.as_ref().map_or(row.procedure, |(name, _)| name.clone()),
        procedure_version: at_work.map_or(row.procedure_version, |(_, version)| version),
        mode: noted.drawn.mode.as_str().to_owned(),
        handed_why,
        // Whoever goes on after saying that it was all came again.
        reopened: row.reopened || (row.confirmed && !resolves),
        confirmed: resolves,
        left_open: noted.state.is_left_open(),
        turns: row.turns + 1,
        ..row
    };
    Ok(store::assistant_cases::put(s.tx(), row)?)
}

/// Takes in what a turn's questions to a model cost. Where prices change their currency in between, what
/// the other currency adds stands in the turns alone.
fn with_cost(mut row: AssistantCaseRow, asked: &[Asked]) -> AssistantCaseRow {
    let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
    for Asked { report, .. } in asked {
        let currency = report.cost.currency.code();
        if row.cost_currency.is_empty() {
            currency.clone_into(&mut row.cost_currency);
        }
        if row.cost_currency != currency {
            continue;
        }
        row.tokens_in = row.tokens_in.saturating_add(number(report.tokens_in));
        row.tokens_out = row.tokens_out.saturating_add(number(report.tokens_out));
        row.cost_micros = row.cost_micros.saturating_add(number(report.cost.micros));
    }
    row
}

/// How many thousandths a share is.
pub(super) fn thousandths(share: f32) -> i64 {
    (f64::from(share.clamp(0.0, 1.0)) * 1_000.0).round() as i64
}

fn begun(s: &mut Session<'_, '_>, noted: &Noted<'_>) -> Result<AssistantCaseRow, AppError> {
    let (app, tenant, now) = (s.app().clone(), s.tenant().clone(), s.now());
    let day = app.desk_rules(s.tx(), &tenant)?.hours().day(now);
    Ok(AssistantCaseRow {
        tenant,
        conversation: noted.conversation.id,
        customer: noted.conversation.customer.clone(),
        day,
        at: now,
        last_at: now,
        intent: String::new(),
        market: noted.market.to_owned(),
        language: noted.conversation.language.clone(),
        procedure: String::new(),
        procedure_version: 0,
        mode: noted.drawn.mode.as_str().to_owned(),
        settings_version: i64::try_from(noted.drawn.version).unwrap_or(i64::MAX),
        handed_why: String::new(),
        confirmed: false,
        reopened: false,
        left_open: false,
        turns: 0,
        likely: 0,
        score: None,
        scored_at: None,
        likeness: None,
        acts: String::new(),
        tokens_in: 0,
        tokens_out: 0,
        cost_micros: 0,
        cost_currency: String::new(),
        reviewed_at: None,
        doc: json!({}).to_string(),
    })
}

/// The procedure at work, or the last one that came to its end, with its version.
fn procedure(state: &State, next: &Next) -> Option<(String, i64)> {
    let frame = state.frames.last().map(|one| (one.procedure.clone(), one.version));
    let named = match next {
        Next::Call(call) => Some((call.procedure.clone(), call.version)),
        _ => None,
    };
    let done = || state.done.last().map(|one| (one.procedure.clone(), one.version));
    let (name, version) = named.or(frame).or_else(done)?;
    Some((name, i64::from(version)))
}

/// The draft of the last turn of a conversation in which a person answers and the assistant suggests.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    pub turn: i64,
    pub at: kernel::Timestamp,
    /// The customer's message that it answers.
    pub message_seq: i64,
    pub procedure: Option<String>,
    pub says: Vec<String>,
    /// The tool that it would call first.
    pub tool: Option<String>,
    /// How likely the first intent is, 0 to 1.
    pub likely: Option<f32>,
}

/// What the assistant would say, where it suggests: the last turn, if it is a draft.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`] for who does not work at the desk.
pub fn suggestion(
    s: &mut Session<'_, '_>,
    id: ConversationId,
) -> Result<Option<Suggestion>, AppError> {
    crate::conversations::worked(s, id)?;
    let tenant = s.tenant().clone();
    let last = store::assistant_turns::last(s.tx(), &tenant, id)?;
    let Some(row) = last.filter(|row| row.outcome == super::turn::SUGGESTED) else {
        return Ok(None);
    };
    let doc: TurnDoc = serde_json::from_str(&row.doc)?;
    Ok(Some(Suggestion {
        turn: row.turn,
        at: row.at,
        message_seq: row.message_seq,
        procedure: row.procedure,
        likely: doc.intents.first().map(|top| top.likely),
        says: doc.said.into_iter().map(|one| one.text).collect(),
        tool: doc.called.into_iter().next().map(|one| one.call.tool),
    }))
}
