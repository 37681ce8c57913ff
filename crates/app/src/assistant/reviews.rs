//! What people say that messages meant. Their rows are an evaluation set in the format of
//! `policy/assistant/intents`: somebody may move them there, and the next training learns from them.

use assistant::turn::Intent;
use compliance::authority::Action;
use kernel::{ConversationId, PrincipalId, Timestamp};
use serde::{Deserialize, Serialize};
use store::assistant_cases::{self, AssistantCaseRow};
use store::assistant_reviews::{self, AssistantReviewRow};
use store::assistant_turns;

use super::intents::{AND, Labelled};
use super::procedures;
use super::quality::{self, TURNS_MAX, TurnDoc};
use crate::conversations::Kept;
use crate::order::scrub;
use crate::{AppError, Session, conversations, names, sheets};

/// Longest note, in characters.
pub const NOTE_CHARS_MAX: usize = 2_000;
/// Most intents of one message.
pub const INTENTS_MAX: usize = 3;
/// Most rows of an evaluation set.
pub const ROWS_MAX: u32 = 20_000;
/// What a message about something else altogether is.
const OUT_OF_SCOPE: &str = "out_of_scope";
/// The mark of a message that answers what the assistant asked and has no subject of its own, such as
/// `the first one`. It stands in place of intents, and is none: no procedure is of it.
pub const ANSWERS_QUESTION: &str = "answers_question";

/// What a person said of a message, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The message, without personal data.
    pub text: String,
    /// BCP 47.
    pub language: String,
    /// What it meant.
    pub intents: Vec<String>,
    /// What the assistant took it for, where it took it for anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guessed: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    pub reviewer_name: String,
}

impl Review {
    /// Whether the assistant took it for what it meant.
    pub fn is_right(&self) -> bool {
        self.guessed.as_ref().is_some_and(|guessed| self.intents.contains(guessed))
    }
}

/// A turn to look at.
#[derive(Debug, Clone, PartialEq)]
pub struct TurnSeen {
    pub turn: i64,
    pub at: Timestamp,
    /// What the customer wrote, without personal data.
    pub text: String,
    /// What it was taken for, the likeliest first.
    pub intents: Vec<Intent>,
    pub procedure: Option<String>,
    pub outcome: String,
    pub said: Vec<String>,
    /// The tools that were called, or would have been.
    pub tools: Vec<String>,
    pub review: Option<(PrincipalId, Timestamp, Review)>,
}

/// A conversation to look at: its case, and every turn.
///
/// # Errors
/// [`AppError::NotFound`] where the assistant was not asked; [`AppError::Forbidden`].
pub fn look(
    s: &mut Session<'_, '_>,
    id: ConversationId,
) -> Result<(AssistantCaseRow, Vec<TurnSeen>), AppError> {
    may(s, id, Action::AssistantRead)?;
    let case = case(s, id)?;
    let tenant = s.tenant().clone();
    let events = quality::events(s, id)?;
    let reviews: Vec<AssistantReviewRow> = assistant_reviews::of(s.tx(), &tenant, id, TURNS_MAX)?;
    let mut turns = Vec::new();
    for row in assistant_turns::of(s.tx(), &tenant, id, TURNS_MAX)? {
        let doc: TurnDoc = serde_json::from_str(&row.doc)?;
        let said = quality::message(&events, row.message_seq).map_or("", |(_, text)| text);
        let own = reviews.iter().find(|review| review.turn == row.turn);
        let review = own.map(|one| -> Result<_, AppError> {
            Ok((one.reviewer.clone(), one.at, serde_json::from_str(&one.doc)?))
        });
        turns.push(TurnSeen {
            turn: row.turn,
            at: row.at,
            text: understanding::pii::redact(said).text.into_owned(),
            intents: doc.intents,
            procedure: row.procedure,
            outcome: row.outcome,
            said: doc.said.into_iter().map(|one| one.text).collect(),
            tools: doc.called.into_iter().map(|one| one.call.tool).collect(),
            review: review.transpose()?,
        });
    }
    Ok((case, turns))
}

/// Who may see the conversation is told that they may not; to others it is not there.
fn may(s: &mut Session<'_, '_>, id: ConversationId, action: Action) -> Result<(), AppError> {
    let Kept { conversation, .. } = conversations::stored(s, id)?;
    let on = conversations::case(s, &conversation);
    s.check(action, &on)
}

fn case(s: &mut Session<'_, '_>, id: ConversationId) -> Result<AssistantCaseRow, AppError> {
    let tenant = s.tenant().clone();
    let row = assistant_cases::get(s.tx(), &tenant, id)?;
    row.ok_or_else(|| AppError::not_found("the assistant's conversation", &id))
}

/// Says what the message of a turn meant. It is looked at no more.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`], [`AppError::Invalid`].
pub fn review(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    turn: i64,
    intents: Vec<String>,
    note: Option<String>,
) -> Result<Review, AppError> {
    may(s, id, Action::AssistantControl)?;
    let Some(reviewer) = s.principal().id.clone() else {
        return Err(AppError::Forbidden { why: "nobody sits here".to_owned() });
    };
    check_intents(s, &intents)?;
    let note = note.filter(|note| !note.trim().is_empty()).map(|mut note| {
        scrub::text(&mut note);
        note
    });
    if note.as_ref().is_some_and(|note| note.chars().count() > NOTE_CHARS_MAX) {
        return Err(AppError::invalid("note", format!("at most {NOTE_CHARS_MAX} characters")));
    }
    let (case, turns) = look(s, id)?;
    let guessed = guessed(&turns, turn, &intents);
    let seen = turns.into_iter().find(|one| one.turn == turn);
    let seen = seen.ok_or_else(|| AppError::not_found("the turn", &turn))?;
    let language = conversations::stored(s, id)?.conversation.language;
    let review = Review {
        text: seen.text,
        language: language.split('-').next().unwrap_or_default().to_owned(),
        guessed,
        intents,
        note,
        reviewer_name: names::name(s, &reviewer)?,
    };
    let (tenant, now) = (s.tenant().clone(), s.now());
    let doc = serde_json::to_string(&review)?;
    let row = AssistantReviewRow { tenant, conversation: id, turn, reviewer, at: now, doc };
    assistant_reviews::put(s.tx(), row)?;
    assistant_cases::put(s.tx(), AssistantCaseRow { reviewed_at: Some(now), ..case })?;
    let body = serde_json::json!({ "turn": turn, "right": review.is_right() });
    s.audit("assistant.reviewed", format!("conversation/{id}"), Some(body));
    Ok(review)
}

/// What the assistant took a message for. An answer it took for one where it stayed with the procedure
/// that had asked.
fn guessed(turns: &[TurnSeen], turn: i64, meant: &[String]) -> Option<String> {
    let place = turns.iter().position(|one| one.turn == turn)?;
    let seen = turns.get(place)?;
    let before = place.checked_sub(1).and_then(|before| turns.get(before));
    let asked = before.and_then(|before| before.procedure.as_ref());
    let is_answer = meant.iter().any(|one| one == ANSWERS_QUESTION);
    if is_answer && asked.is_some() && asked == seen.procedure.as_ref() {
        return Some(ANSWERS_QUESTION.to_owned());
    }
    seen.intents.first().map(|top| top.label.clone())
}

fn check_intents(s: &mut Session<'_, '_>, intents: &[String]) -> Result<(), AppError> {
    if intents.is_empty() || intents.len() > INTENTS_MAX {
        return Err(AppError::invalid("intents", format!("1 to {INTENTS_MAX}")));
    }
    if intents.iter().any(|one| one == ANSWERS_QUESTION) {
        let problem = format!("{ANSWERS_QUESTION} stands alone: a message with a subject has that");
        return if intents.len() == 1 {
            Ok(())
        } else {
            Err(AppError::invalid("intents", problem))
        };
    }
    let known = known_intents(s)?;
    match intents.iter().find(|intent| !known.contains(intent)) {
        Some(intent) => Err(AppError::invalid("intents", format!("there is no intent {intent:?}"))),
        None => Ok(()),
    }
}

/// Every intent that a message may have; [`ANSWERS_QUESTION`] is none.
///
/// # Errors
/// The store's.
pub fn known_intents(s: &mut Session<'_, '_>) -> Result<Vec<String>, AppError> {
    let book = procedures::in_force(s)?;
    let procedures = book.iter().flat_map(|book| book.by_intent.keys().cloned());
    let small_talk = ["greeting", "thanks", "goodbye", "talk_to_person", OUT_OF_SCOPE];
    let mut known: Vec<String> = procedures.chain(small_talk.map(str::to_owned)).collect();
    known.sort_unstable();
    known.dedup();
    Ok(known)
}

/// The rows that people marked, as they are learnt from.
pub(super) fn rows(s: &mut Session<'_, '_>) -> Result<Vec<Labelled>, AppError> {
    let tenant = s.tenant().clone();
    let all = assistant_reviews::list(s.tx(), &tenant, ROWS_MAX)?;
    let labelled = all.iter().map(|row| -> Result<Labelled, AppError> {
        let review: Review = serde_json::from_str(&row.doc)?;
        let intent = review.intents.join(&AND.to_string());
        Ok(Labelled { text: review.text, lang: review.language, intent })
    });
    labelled.collect()
}

/// The rows that people marked as a file of `policy/assistant/intents`: `text,lang,intent`.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn export(s: &mut Session<'_, '_>) -> Result<String, AppError> {
    let on = s.of_tenant();
    s.check(Action::AssistantControl, &on)?;
    let rows = rows(s)?;
    let count = rows.len();
    let broken = |error| AppError::internal("the reviewed rows cannot be written", error);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["text", "lang", "intent"]).map_err(broken)?;
    for row in &rows {
        let one_line = row.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let one_line = sheets::harmless(&one_line);
        writer.write_record([&*one_line, &row.lang, &row.intent]).map_err(broken)?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| AppError::internal("the reviewed rows cannot be written", error))?;
    let body = serde_json::json!({ "rows": count });
    s.audit("assistant.reviews_exported", "assistant/reviews".to_owned(), Some(body));
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
