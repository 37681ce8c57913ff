//! How well the assistant that runs understands: measured on the messages that ship for it and on those
//! that people marked, and kept for each version.

use std::collections::BTreeMap;
use std::sync::Arc;

use compliance::authority::Action;
use kernel::Timestamp;
use kernel::canonical::Sha256Hex;
use serde::{Deserialize, Serialize};
use store::assistant_reviews::{self, AssistantEvaluationRow};
use tokio::sync::Semaphore;

use super::hear::NO_SUBJECT;
use super::intents::{self, Labelled};
use super::reviews::ANSWERS_QUESTION;
use super::{Assistant, Intents, reviews, shipped};
use crate::{App, AppError, Principal, Session};

/// Most evaluations that are told of.
const TOLD_MAX: u32 = 100;
/// Most pairs of intents that are told of.
const CONFUSED_MAX: usize = 50;
/// Letters of a version.
const VERSION_CHARS: usize = 12;

/// How many were right.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Right {
    pub right: u64,
    pub of: u64,
}

impl Right {
    fn note(&mut self, right: bool) {
        self.of += 1;
        self.right += u64::from(right);
    }

    /// The share, 0 to 1.
    pub fn share(self) -> Option<f64> {
        (self.of > 0).then(|| self.right as f64 / self.of as f64)
    }
}

/// What was taken for something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confused {
    pub meant: String,
    pub taken_for: String,
    pub times: u64,
}

/// One measurement. A message is right where its likeliest intent is one of those that it has; a bare
/// answer also where it is taken for nothing that has a procedure.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evaluation {
    /// The messages that ship.
    pub shipped: Right,
    /// Those that people marked.
    pub reviewed: Right,
    pub languages: BTreeMap<String, Right>,
    pub intents: BTreeMap<String, Right>,
    /// The most frequent first.
    pub confused: Vec<Confused>,
}

/// A measurement that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    pub at: Timestamp,
    /// Of what was learnt: the beginning of a hash.
    pub version: String,
    pub evaluation: Evaluation,
    /// Intents that were understood less often than by the measurement before.
    pub worse: Vec<(String, Right, Right)>,
}

/// What the assistant learnt, as a version.
fn version() -> String {
    let mut text = String::new();
    for (file, content) in shipped::messages() {
        text.push_str(&file);
        text.push_str(&content);
    }
    Sha256Hex::of(text.as_bytes()).to_string().chars().take(VERSION_CHARS).collect()
}

/// One measurement at a time: each keeps a core busy.
static MEASURING: Semaphore = Semaphore::const_new(1);

/// Measures the assistant that runs, and keeps it. It takes a second or two by n-grams and half a minute
/// with the encoder. It goes on where nobody waits for it any more.
///
/// # Errors
/// [`AppError::Forbidden`]; [`AppError::Unprocessable`] with `no_assistant`; [`AppError::Conflict`] with
/// `measuring` while another one is made.
pub async fn evaluate(app: &App, principal: &Principal) -> Result<Kept, AppError> {
    let reviewed = app.write(principal, |s| {
        let on = s.of_tenant();
        s.check(Action::AssistantControl, &on)?;
        reviews::rows(s)
    });
    let reviewed = reviewed.await?;
    let Some(assistant) = app.assistant().map(Arc::clone) else {
        let why = "there is no assistant: the configuration has it off, or it learns still";
        return Err(AppError::unprocessable("no_assistant", why));
    };
    let Ok(one) = MEASURING.try_acquire() else {
        let why = "it is being measured already: look at the list in a moment";
        return Err(AppError::conflict("measuring", why));
    };
    let (app, principal) = (app.clone(), principal.clone());
    let work = tokio::spawn(async move {
        let measured = tokio::task::spawn_blocking(move || measured(&assistant, &reviewed)).await;
        let evaluation =
            measured.map_err(|error| AppError::internal("nothing was measured", error))??;
        drop(one);
        app.write(&principal, move |s| keep(s, version(), &evaluation)).await
    });
    work.await.map_err(|error| AppError::internal("nothing was measured", error))?
}

fn measured(assistant: &Assistant, reviewed: &[Labelled]) -> Result<Evaluation, AppError> {
    let mut shipped = Vec::new();
    for (file, text) in shipped::measuring() {
        let rows = intents::read(&file, &text);
        shipped
            .extend(rows.map_err(|error| AppError::internal("a shipped file is broken", error))?);
    }
    Ok(evaluation(assistant.intents.as_ref(), &shipped, reviewed))
}

/// Measures a classifier on messages.
pub fn evaluation(
    classifier: &dyn Intents,
    shipped: &[Labelled],
    reviewed: &[Labelled],
) -> Evaluation {
    let mut found = Evaluation::default();
    let mut confused: BTreeMap<(String, String), u64> = BTreeMap::new();
    let all = shipped.iter().map(|row| (row, false)).chain(reviewed.iter().map(|row| (row, true)));
    for (row, is_reviewed) in all {
        let guesses = classifier.of(&row.text);
        let top = guesses.first().map_or("", |top| top.label.as_str());
        let is_answer = row.intents().any(|meant| meant == ANSWERS_QUESTION);
        let is_none = top.is_empty() || NO_SUBJECT.contains(&top);
        let right = row.intents().any(|meant| meant == top) || (is_answer && is_none);
        let sum = if is_reviewed { &mut found.reviewed } else { &mut found.shipped };
        sum.note(right);
        found.languages.entry(row.lang.clone()).or_default().note(right);
        let Some(first) = row.intents().next() else { continue };
        found.intents.entry(first.to_owned()).or_default().note(right);
        if !right {
            *confused.entry((first.to_owned(), top.to_owned())).or_default() += 1;
        }
    }
    let pair = |((meant, taken_for), times)| Confused { meant, taken_for, times };
    found.confused = confused.into_iter().map(pair).collect();
    found.confused.sort_by_key(|one| std::cmp::Reverse(one.times));
    found.confused.truncate(CONFUSED_MAX);
    found
}

fn keep(
    s: &mut Session<'_, '_>,
    version: String,
    evaluation: &Evaluation,
) -> Result<Kept, AppError> {
    let (tenant, at) = (s.tenant().clone(), s.now());
    let before = assistant_reviews::evaluations(s.tx(), &tenant, 1)?;
    let before = before.first().map(parsed).transpose()?;
    let doc = serde_json::to_string(evaluation)?;
    let row = AssistantEvaluationRow { tenant, at, version: version.clone(), doc };
    assistant_reviews::put_evaluation(s.tx(), row)?;
    let share = |right: Right| serde_json::json!([right.right, right.of]);
    let body = serde_json::json!({
        "version": version, "shipped": share(evaluation.shipped),
        "reviewed": share(evaluation.reviewed),
    });
    s.audit("assistant.evaluated", "assistant/evaluations".to_owned(), Some(body));
    let worse = before.map(|before| worse(&before, evaluation)).unwrap_or_default();
    Ok(Kept { at, version, evaluation: evaluation.clone(), worse })
}

fn parsed(row: &AssistantEvaluationRow) -> Result<Evaluation, AppError> {
    Ok(serde_json::from_str(&row.doc)?)
}

/// Intents that are understood less often than before, with both.
pub fn worse(before: &Evaluation, after: &Evaluation) -> Vec<(String, Right, Right)> {
    let fell = after.intents.iter().filter_map(|(intent, is)| {
        let was = before.intents.get(intent)?;
        (is.share()? < was.share()?).then(|| (intent.clone(), *was, *is))
    });
    fell.collect()
}

/// What was measured, from new to old, each held against the one before.
///
/// # Errors
/// [`AppError::Forbidden`], or the store's error.
pub fn list(s: &mut Session<'_, '_>) -> Result<Vec<Kept>, AppError> {
    let on = s.of_tenant();
    s.check(Action::AssistantRead, &on)?;
    let tenant = s.tenant().clone();
    let rows = assistant_reviews::evaluations(s.tx(), &tenant, TOLD_MAX)?;
    let all: Vec<Evaluation> = rows.iter().map(parsed).collect::<Result<_, _>>()?;
    let before = all.iter().skip(1).map(Some).chain(std::iter::once(None));
    let kept = rows.into_iter().zip(&all).zip(before).map(|((row, evaluation), before)| Kept {
        at: row.at,
        version: row.version,
        evaluation: evaluation.clone(),
        worse: before.map(|before| worse(before, evaluation)).unwrap_or_default(),
    });
    Ok(kept.collect())
}
