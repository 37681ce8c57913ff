//! What became of a suggestion.

use kernel::ConversationId;
use store::suggestions as stored;
use support::conversation::TEXT_CHARS_MAX;
use support::suggest::words_changed;

use super::made::Made;
use super::{Outcome, Suggestion, read};
use crate::{AppError, Session, conversations};

/// What a person made of a suggestion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// They sent this, which may be the suggestion or something they made of it. It is compared and not
    /// kept: it stands in the conversation.
    Sent { text: String },
    /// They do not want it.
    Rejected,
}

/// Keeps what became of a suggestion. What was sent stays sent, whatever is said of it later.
///
/// # Errors
/// [`AppError::NotFound`]; [`AppError::Forbidden`] for who does not work at the desk;
/// [`AppError::Invalid`] for a text that is too long.
pub fn settle(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    number: i64,
    became: &Became,
) -> Result<Suggestion, AppError> {
    conversations::worked(s, id)?;
    let tenant = s.tenant().clone();
    let row = stored::get(s.tx(), &tenant, id, number)?;
    let mut row = row.ok_or_else(|| AppError::not_found("the suggestion", &number))?;
    // The words of an erased one are gone.
    let made: Option<Made> = serde_json::from_str(&row.doc).ok();
    let Some(made) = made else { return Err(AppError::not_found("the suggestion", &number)) };
    if matches!(Outcome::parse(&row.outcome), Outcome::Accepted | Outcome::Edited) {
        return read(&row, made);
    }
    let (outcome, changed) = match became {
        Became::Rejected => (Outcome::Rejected, None),
        Became::Sent { text } if text.chars().count() > TEXT_CHARS_MAX => {
            return Err(AppError::invalid(
                "text",
                format!("has at most {TEXT_CHARS_MAX} characters"),
            ));
        }
        Became::Sent { text } => {
            let words = |text: &str| text.split_whitespace().count();
            let changed = words_changed(&made.text, text);
            let outcome = match changed {
                0 => Outcome::Accepted,
                // Nothing is left of it.
                all if all >= words(&made.text).max(words(text)) => Outcome::Rejected,
                _ => Outcome::Edited,
            };
            (outcome, i64::try_from(changed).ok())
        }
    };
    row.outcome = outcome.as_str().to_owned();
    row.words_changed = changed;
    row.settled_at = Some(s.now());
    row.settled_by = s.principal().id.clone();
    stored::settle(s.tx(), &row)?;
    let body = serde_json::json!({
        "suggestion": number, "source": row.source, "words_changed": changed,
    });
    let action = format!("suggestion.{}", outcome.as_str());
    s.audit(&action, format!("conversation/{id}"), Some(body));
    read(&row, made)
}
