//! Every conversation that the assistant had a part in is scored when it ended, and once more when it is
//! sure that nobody came again; and those worth a look are found.

use assistant::control::{Mode, SETTLED_AFTER};
use assistant::quality::{self, Held, Score};
use assistant::turn::{Asked, Intent, State, ToolCall, Utterance};
use compliance::authority::Action;
use kernel::{ConversationId, Duration};
use serde::Deserialize;
use store::assistant_cases::{self, AssistantCaseRow};
use store::assistant_turns::{self, AssistantTurnRow};
use support::conversation::{Conversation, Event, EventBody, Speaker};
use support::listen;

use super::cases::thousandths;
use super::{acts, figures};
use crate::{AppError, Session, conversations};

/// Whoever was silent for so long has gone.
const ENDED_AFTER: Duration = Duration::from_hours(1);
/// What is older is not scored any more, nor reviewed.
const SCORED_WITHIN: Duration = Duration::from_days(30);
const REVIEWED_WITHIN: Duration = Duration::from_days(14);
/// Conversations that are scored in one transaction.
const SCORED_AT_ONCE: u32 = 50;
/// Most turns and events of one conversation that are looked at.
pub(super) const TURNS_MAX: u32 = 500;
/// Most conversations that those worth a look are found among, the lowest scores first.
const CANDIDATES_MAX: u32 = 2_000;
/// Most that are told of.
const WORTH_MAX: usize = 200;
/// Below this a score is low.
const LOW_SCORE: i64 = 70;
/// Below this it was not sure what was wanted, in thousandths.
const UNSURE: i64 = 500;
/// Below this a draft was another answer than the person's, in thousandths.
const UNLIKE: i64 = 200;
/// One of so many is drawn by lot.
const LOT_OF: u8 = 20;
/// What says that nothing was understood.
const MISSES: [&str; 3] = ["texts/not_understood", "texts/which_of_these", "texts/again"];

/// A turn's document, as far as it is read again.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct TurnDoc {
    pub(super) intents: Vec<Intent>,
    pub(super) said: Vec<Utterance>,
    pub(super) called: Vec<CalledDoc>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct CalledDoc {
    pub(super) call: ToolCall,
    #[serde(default)]
    pub(super) refused: Option<String>,
}

/// Scores what ended since; how many.
///
/// # Errors
/// The store's.
pub(super) fn score_ended(s: &mut Session<'_, '_>) -> Result<usize, AppError> {
    let (tenant, now) = (s.tenant().clone(), s.now());
    let ended = (now.minus(SCORED_WITHIN), now.minus(ENDED_AFTER));
    let over = (now.minus(SETTLED_AFTER), SETTLED_AFTER.as_millis());
    let rows = assistant_cases::to_score(s.tx(), &tenant, ended, over, SCORED_AT_ONCE)?;
    let count = rows.len();
    for row in rows {
        let row = scored(s, row)?;
        assistant_cases::put(s.tx(), row)?;
    }
    Ok(count)
}

fn scored(s: &mut Session<'_, '_>, row: AssistantCaseRow) -> Result<AssistantCaseRow, AppError> {
    let (tenant, now, id) = (s.tenant().clone(), s.now(), row.conversation);
    let conversation = conversations::stored(s, id)?.conversation;
    let turns = assistant_turns::of(s.tx(), &tenant, id, TURNS_MAX)?;
    let events = events(s, id)?;
    let is_draft = matches!(Mode::parse(&row.mode), Some(Mode::Shadow | Mode::Suggest));
    let draft = turns.last().filter(|_| is_draft);
    let likeness = draft.map(|turn| likeness(turn, &events)).transpose()?.flatten();
    let acts = draft.map(|turn| acts::compare(s, &conversation, turn)).transpose()?.flatten();
    let acts = acts.map_or("", acts::Alike::as_str).to_owned();
    let (points, doc) = match row.mode == Mode::Act.as_str() {
        true => {
            let score = quality::score(&held(s, &row, &conversation, (&turns, &events))?);
            (Some(i64::from(score.points)), serde_json::to_string(&score)?)
        }
        false => (None, row.doc.clone()),
    };
    let likeness = likeness.map(thousandths);
    Ok(AssistantCaseRow { score: points, scored_at: Some(now), likeness, acts, doc, ..row })
}

pub(super) fn events(s: &mut Session<'_, '_>, id: ConversationId) -> Result<Vec<Event>, AppError> {
    let tenant = s.tenant().clone();
    let rows = store::conversation_events::after(s.tx(), &tenant, id, 0, false, TURNS_MAX)?;
    rows.iter().map(|row| Ok(serde_json::from_str(&row.doc)?)).collect()
}

/// What was said in a message, by its number.
pub(super) fn message(events: &[Event], seq: i64) -> Option<(&Event, &str)> {
    let seq = u64::try_from(seq).ok()?;
    let event = events.iter().find(|event| event.seq == seq)?;
    match &event.body {
        EventBody::Message { text, .. } => Some((event, text)),
        _ => None,
    }
}

fn held(
    s: &mut Session<'_, '_>,
    row: &AssistantCaseRow,
    conversation: &Conversation,
    (turns, events): (&[AssistantTurnRow], &[Event]),
) -> Result<Held, AppError> {
    let began = (row.at, row.at.plus(Duration::from_millis(1)));
    let counts = figures::counts(s, began, Some(row.conversation))?;
    let after = counts.first();
    let mut before: Option<State> = None;
    let mut judged = Vec::new();
    for turn in turns {
        judged.push(judge(s, turn, before.as_ref(), events)?);
        before = Some(serde_json::from_str(&turn.state)?);
    }
    Ok(Held {
        turns: judged,
        identity: super::turn::identity(conversation),
        anger: anger(s, conversation, events),
        complaint: after.is_some_and(figures::is_complaint),
        again: after.is_some_and(|counts| counts.again),
        rating: conversation.csat.as_ref().map(|csat| csat.score),
    })
}

fn judge(
    s: &Session<'_, '_>,
    turn: &AssistantTurnRow,
    before: Option<&State>,
    events: &[Event],
) -> Result<quality::Turn, AppError> {
    let doc: TurnDoc = serde_json::from_str(&turn.doc)?;
    let asked = before.and_then(|state| match &state.asked {
        Some(Asked::Confirm(args)) => Some(args),
        _ => None,
    });
    let call = |one: &CalledDoc| quality::Call {
        power: one.call.power,
        confirmed: asked.is_some_and(|args| *args == one.call.args),
        failed: one.refused.is_some(),
    };
    let assistant = s.app().assistant();
    let procedure =
        turn.procedure.as_deref().or(doc.called.first().map(|one| &*one.call.procedure));
    let procedure = assistant.and_then(|one| one.book.procedures.get(procedure?));
    let asked_in = message(events, turn.message_seq);
    let answered = asked_in.map(|(event, _)| turn.at.since(event.at));
    // By the rules that a wish for a person is honoured by; what a classifier takes an answer for is no wish.
    let wants = asked_in.is_some_and(|(_, text)| heard(s, text, None).wants_person.is_some());
    Ok(quality::Turn {
        missed: doc.said.iter().any(|one| MISSES.contains(&one.source.as_str())),
        said: doc.said.into_iter().map(|one| format!("{}: {}", one.source, one.text)).collect(),
        wants_person: wants,
        handed_over: turn.outcome == "handed_over",
        needs: procedure.map(|one| one.identity),
        calls: doc.called.iter().map(call).collect(),
        took: answered.unwrap_or_default(),
    })
}

fn heard(
    s: &Session<'_, '_>,
    text: &str,
    known_language: Option<listen::Language>,
) -> listen::Understanding {
    let earlier = listen::Earlier::default();
    s.app().listener().hear(&listen::Heard { text, known_language, earlier })
}

/// Anger of the customer's first and of their last message.
fn anger(s: &Session<'_, '_>, conversation: &Conversation, events: &[Event]) -> (u8, u8) {
    let of = |event: &Event| match &event.body {
        EventBody::Message { text, .. } if event.by.kind == Speaker::Customer => {
            let known = listen::Language::parse(&conversation.language);
            Some(heard(s, text, known).anger.points)
        }
        _ => None,
    };
    let first = events.iter().find_map(of).unwrap_or_default();
    (first, events.iter().rev().find_map(of).unwrap_or_default())
}

/// How alike a draft was to what a person said next.
fn likeness(turn: &AssistantTurnRow, events: &[Event]) -> Result<Option<f32>, AppError> {
    let doc: TurnDoc = serde_json::from_str(&turn.doc)?;
    let draft: Vec<&str> = doc.said.iter().map(|one| one.text.as_str()).collect();
    let answer = events.iter().find_map(|event| match &event.body {
        EventBody::Message { text, .. }
            if event.by.kind == Speaker::Person
                && i64::try_from(event.seq).is_ok_and(|seq| seq > turn.message_seq) =>
        {
            Some(text)
        }
        _ => None,
    });
    let compared = answer.filter(|_| !draft.is_empty());
    Ok(compared.map(|answer| quality::likeness(&draft.join(" "), answer)))
}

/// Why a conversation is worth a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum WhyLook {
    LowScore,
    /// It was not sure what was wanted.
    Unsure,
    /// A person answered otherwise than it would have.
    Unlike,
    /// Drawn by lot.
    Lot,
}

/// A conversation worth a look.
#[derive(Debug, Clone, PartialEq)]
pub struct Worth {
    pub row: AssistantCaseRow,
    pub number: String,
    pub score: Option<Score>,
    pub why: Vec<WhyLook>,
}

/// Conversations worth a look that nobody reviewed yet, the lowest scores first.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn worth_a_look(s: &mut Session<'_, '_>) -> Result<Vec<Worth>, AppError> {
    let on = s.of_tenant();
    s.check(Action::AssistantRead, &on)?;
    let (tenant, since) = (s.tenant().clone(), s.now().minus(REVIEWED_WITHIN));
    let rows = assistant_cases::to_review(s.tx(), &tenant, since, CANDIDATES_MAX)?;
    let mut found = Vec::new();
    for row in rows {
        let why = why(&row);
        if why.is_empty() || found.len() >= WORTH_MAX {
            continue;
        }
        let number = conversations::stored(s, row.conversation)?.conversation.number;
        let score = row.score.and_then(|_| serde_json::from_str(&row.doc).ok());
        found.push(Worth { row, number, score, why });
    }
    Ok(found)
}

fn why(row: &AssistantCaseRow) -> Vec<WhyLook> {
    // The same lot for as long as the conversation is there.
    let lot = assistant::control::bucket(&row.tenant, row.conversation, 0);
    let all = [
        (WhyLook::LowScore, row.score.is_some_and(|score| score < LOW_SCORE)),
        (WhyLook::Unsure, row.likely < UNSURE),
        (WhyLook::Unlike, row.likeness.is_some_and(|likeness| likeness < UNLIKE)),
        (WhyLook::Lot, lot.is_multiple_of(LOT_OF)),
    ];
    all.into_iter().filter(|(_, is)| *is).map(|(why, _)| why).collect()
}
