//! Translations by a language model, for whoever has a conversation: a message into their language, words
//! of theirs into the customer's. Nothing is sent by it.
//!
//! Personal data is taken out of what the model is told and put back into what it says, figures are held
//! against the source (`assistant::translation`), and what it cost is kept. A message is shown with a
//! warning where figures differ, because its source stands beside it; words for a customer are not shown
//! at all then.

use std::collections::BTreeSet;

use assistant::translation::{self, Checked, Found, Side};
use kernel::{ConversationId, Duration};
use llm::ModelError;
use serde::{Deserialize, Serialize};
use store::translations as stored;
use store::translations::TranslationRow;
use support::conversation::{Conversation, Event, EventBody};
use understanding::language::Language;

use crate::assistant::draft::{self, Surroundings};
use crate::assistant::helper::{Behalf, ReportKept};
use crate::order::scrub;
use crate::{App, AppError, Principal, Session, Tongue, conversations};

/// Longest text that is translated, in characters.
pub const TRANSLATED_CHARS_MAX: usize = 4_000;
/// Most translations of one conversation within [`WINDOW`].
const TRANSLATIONS_MAX: i64 = 200;
const WINDOW: Duration = Duration::from_days(1);
/// Newest translations of a conversation that are shown again.
const SHOWN_MAX: u32 = 200;

/// What is to be translated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Translate {
    /// A message, by its number: into the reader's language.
    Message(u64),
    /// Words that were not sent: into the customer's language.
    Draft(String),
}

/// A translation, made by a machine.
#[derive(Debug, Clone, PartialEq)]
pub struct Translation {
    /// `None` for words that were not sent.
    pub message_seq: Option<u64>,
    /// `None` where it was refused.
    pub text: Option<String>,
    /// BCP 47.
    pub from: String,
    pub to: String,
    /// In what it is not as its source.
    pub differs: BTreeSet<Found>,
    pub checked: Checked,
    /// The operator's name of the model.
    pub model: String,
}

/// Translations of a conversation's messages.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Translations {
    /// Whether there is a model that translates.
    pub available: bool,
    pub translations: Vec<Translation>,
}

/// A translation as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    text: String,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    differs: BTreeSet<Found>,
    checked: Checked,
}

/// What the model is asked.
#[derive(Debug, Clone)]
struct Asked {
    message_seq: Option<u64>,
    text: String,
    from: String,
    to: String,
    around: Surroundings,
}

/// What there is before a model is asked.
enum Before {
    Known(Translation),
    Ask(Asked),
}

/// The translations of messages into the reader's language that were made before, and whether more can be.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`] for who does not work at the desk.
pub fn translations(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    tongue: Tongue,
) -> Result<Translations, AppError> {
    conversations::worked(s, id)?;
    let translations = known(s, id, tongue.as_str())?;
    Ok(Translations { available: s.app().helper().is_some(), translations })
}

/// Translates. `None` where there is no model. A message that was translated before costs nothing.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Forbidden`] for who does not work at the desk; `same_language`,
/// `translation_too_long`, `not_translated`; [`AppError::TooMany`]; [`AppError::Overloaded`] where the
/// model cannot be had now.
pub async fn translate(
    app: &App,
    principal: &Principal,
    id: ConversationId,
    what: Translate,
    tongue: Tongue,
) -> Result<Option<Translation>, AppError> {
    let asked = match app.read(principal, move |s| before(s, id, &what, tongue)).await? {
        Before::Known(known) => return Ok(Some(known)),
        Before::Ask(asked) => asked,
    };
    let Some(helper) = app.helper() else { return Ok(None) };
    let behalf =
        Behalf { tenant: principal.tenant.clone(), conversation: id, language: asked.to.clone() };
    let (said, report) = helper.translate(&behalf, &asked.from, &asked.text).await;
    let made = app.write(principal, move |s| keep(s, id, &asked, &said, &report)).await?;
    made.map(Some)
}

fn before(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    what: &Translate,
    tongue: Tongue,
) -> Result<Before, AppError> {
    let c = conversations::worked(s, id)?.conversation;
    let own = tongue.as_str();
    let (message_seq, text, (from, to)) = match what {
        Translate::Message(seq) => {
            if let Some(known) =
                known(s, id, own)?.into_iter().find(|k| k.message_seq == Some(*seq))
            {
                return Ok(Before::Known(known));
            }
            let (text, language) = message(s, &c, *seq)?;
            let from = spoken(s, &text, &language);
            (Some(*seq), text, (from, own.to_owned()))
        }
        Translate::Draft(text) => {
            let mut text = text.clone();
            scrub::text(&mut text);
            let from = spoken(s, &text, own);
            (None, text, (from, c.language.clone()))
        }
    };
    if text.trim().is_empty() {
        return Err(AppError::invalid("text", "has no words"));
    }
    if text.chars().nth(TRANSLATED_CHARS_MAX).is_some() {
        let why = format!("at most {TRANSLATED_CHARS_MAX} characters are translated");
        return Err(AppError::unprocessable("translation_too_long", why));
    }
    if Language::parse(&from) == Language::parse(&to) {
        let why = format!("it is in {to} already");
        return Err(AppError::unprocessable("same_language", why));
    }
    may_ask(s, id)?;
    let around = draft::surroundings(s, &c)?;
    Ok(Before::Ask(Asked { message_seq, text, from, to, around }))
}

/// The words of a message, and the language that it is said to be in.
fn message(
    s: &mut Session<'_, '_>,
    c: &Conversation,
    seq: u64,
) -> Result<(String, String), AppError> {
    let missing = || AppError::not_found("the message", &seq);
    let before = i64::try_from(seq).ok().and_then(|seq| seq.checked_sub(1)).ok_or_else(missing)?;
    let tenant = s.tenant().clone();
    let rows = store::conversation_events::after(s.tx(), &tenant, c.id, before, false, 1)?;
    let event: Event = conversations::event(rows.first().ok_or_else(missing)?)?;
    match event.body {
        EventBody::Message { text, language, .. } if event.seq == seq && !text.is_empty() => {
            Ok((text, language.unwrap_or_else(|| c.language.clone())))
        }
        _ => Err(missing()),
    }
}

/// The language of a text, where it can be told; else what it is said to be in.
fn spoken(s: &Session<'_, '_>, text: &str, known: &str) -> String {
    let spoken = s.app().listener().speaks(text, Language::parse(known)).main;
    spoken.map_or_else(|| known.to_owned(), |language| language.code().to_owned())
}

fn may_ask(s: &mut Session<'_, '_>, id: ConversationId) -> Result<(), AppError> {
    let (tenant, since) = (s.tenant().clone(), s.now().minus(WINDOW));
    let (_, lately) = stored::last(s.tx(), &tenant, id, since)?;
    if lately >= TRANSLATIONS_MAX {
        let wait = u32::try_from(WINDOW.as_millis() / 1_000).unwrap_or(u32::MAX);
        return Err(AppError::TooMany { retry_after_s: wait });
    }
    Ok(())
}

fn known(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    to: &str,
) -> Result<Vec<Translation>, AppError> {
    let tenant = s.tenant().clone();
    let rows = stored::of_messages(s.tx(), &tenant, id, to, SHOWN_MAX)?;
    rows.iter()
        .map(|row| {
            let Kept { text, differs, checked } = serde_json::from_str(&row.doc)?;
            Ok(Translation {
                message_seq: row.message_seq.and_then(|seq| u64::try_from(seq).ok()),
                text: Some(text),
                from: row.from_language.clone(),
                to: row.to_language.clone(),
                differs,
                checked,
                model: row.model.clone(),
            })
        })
        .collect()
}

/// Keeps what came of it. The inner error is the model's, after it was kept what it cost.
fn keep(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    asked: &Asked,
    said: &Result<String, ModelError>,
    report: &ReportKept,
) -> Result<Result<Translation, AppError>, AppError> {
    // It may have been erased while the model worked.
    if conversations::worked(s, id)?.conversation.is_erased() {
        return Err(AppError::not_found("the conversation", &id));
    }
    let judged = match said {
        Ok(text) => Ok(judged(asked, text.trim(), &report.model)?),
        Err(error) => Err(failed(error)),
    };
    let outcome = match &judged {
        Err(_) => stored::FAILED,
        Ok(Translation { text: None, .. }) => stored::REFUSED,
        Ok(made) if made.differs.is_empty() => stored::MADE,
        Ok(_) => stored::FLAGGED,
    };
    let doc = match &judged {
        Ok(Translation { text: Some(text), differs, checked, message_seq: Some(_), .. }) => {
            let (text, differs) = (text.clone(), differs.clone());
            serde_json::to_string(&Kept { text, differs, checked: *checked })?
        }
        _ => "{}".to_owned(),
    };
    let (tenant, now) = (s.tenant().clone(), s.now());
    let (last, _) = stored::last(s.tx(), &tenant, id, now)?;
    let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
    let row = TranslationRow {
        tenant,
        conversation: id,
        translation: last + 1,
        at: now,
        asked_by: s.principal().id.clone(),
        message_seq: asked.message_seq.map(number),
        from_language: asked.from.clone(),
        to_language: asked.to.clone(),
        outcome: outcome.to_owned(),
        model: report.model.clone(),
        tokens_in: number(report.tokens_in),
        tokens_out: number(report.tokens_out),
        cost_micros: number(report.cost.micros),
        cost_currency: report.cost.currency.code().to_owned(),
        doc,
    };
    stored::insert(s.tx(), &row)?;
    // No word of anybody.
    let body = serde_json::json!({
        "message": asked.message_seq, "from": asked.from, "to": asked.to, "model": report,
        "differs": judged.as_ref().map(|made| made.differs.clone()).unwrap_or_default(),
        "error": said.as_ref().err().map(ToString::to_string),
    });
    s.audit(&format!("translation.{outcome}"), format!("conversation/{id}"), Some(body));
    Ok(judged)
}

/// What may be shown of what the model said.
fn judged(asked: &Asked, said: &str, model: &str) -> Result<Translation, AppError> {
    let locale = |language: &str| {
        let locale = asked.around.locale(language);
        locale.ok_or_else(|| AppError::broken("no language can be read"))
    };
    let (from, to) = (locale(&asked.from)?, locale(&asked.to)?);
    let source = Side { text: &asked.text, locale: &from };
    let translated = Side { text: said, locale: &to };
    let differs = translation::differences(&source, &translated);
    let is_garbled = differs.contains(&Found::Length) || differs.contains(&Found::Hidden);
    let is_shown = differs.is_empty() || (asked.message_seq.is_some() && !is_garbled);
    Ok(Translation {
        message_seq: asked.message_seq,
        text: is_shown.then(|| said.to_owned()),
        from: asked.from.clone(),
        to: asked.to.clone(),
        differs,
        checked: translation::checked(&source, &translated),
        model: model.to_owned(),
    })
}

fn failed(error: &ModelError) -> AppError {
    let why = error.to_string();
    match error {
        ModelError::Unavailable { .. } | ModelError::Timeout(_) | ModelError::CutOff => {
            AppError::Overloaded { why }
        }
        _ => AppError::unprocessable("not_translated", why),
    }
}
