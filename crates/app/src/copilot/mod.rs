//! Beside whoever has a conversation: replies that they may send, each with where it comes from and how
//! sure it is, and what became of each.
//!
//! A suggestion is put together from what procedures, articles and macros say and from facts of the books;
//! nothing is sent or done here. It is kept when it is shown, so that it can be said later what a person
//! was shown, and how often such suggestions are used.

mod asked;
mod figures;
mod made;
mod outcome;
mod translate;

use kernel::ConversationId;
use serde::{Deserialize, Serialize};
use store::suggestions as stored;
use store::suggestions::SuggestionRow;
use support::brief::NextAct;

pub use figures::{SuggestionFigure, figures};
pub use outcome::{Became, settle};
pub use translate::{
    TRANSLATED_CHARS_MAX, Translate, Translation, Translations, translate, translations,
};

use crate::assistant::draft::{self, Understood};
use crate::conversations;
use crate::{App, AppError, Principal, Session, Tongue};
use asked::Asked;
use made::Made;

/// Newest suggestions of a conversation among which one that was shown is looked for.
const KNOWN_MAX: u32 = 50;

/// What a suggestion was made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// What the assistant would have said.
    Procedure,
    /// A passage of the help centre, word for word.
    Article,
    /// A block of text of the desk, filled with facts.
    Macro,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Procedure, Self::Article, Self::Macro];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Procedure => "procedure",
            Self::Article => "article",
            Self::Macro => "macro",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// What stands behind the figure of a suggestion's confidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The classifier's calibrated probability that the customer wants this.
    Calibrated,
    /// How much of the customer's words the passage holds, and its lead over the next: no probability.
    Coverage,
    /// How many words the text and the message have in common: no probability.
    Words,
    /// The procedure was at work already: there is no figure.
    AtWork,
}

/// Where a suggestion comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    pub label: String,
    /// The procedure with its version, the passage's id, the macro's id.
    pub reference: String,
}

/// Something that may be done with it, by whoever may do it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    pub act: NextAct,
    /// In the reader's language.
    pub what: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<String>,
}

/// What became of a suggestion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Shown,
    Accepted,
    Edited,
    Rejected,
}

impl Outcome {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Shown => stored::SHOWN,
            Self::Accepted => stored::ACCEPTED,
            Self::Edited => stored::EDITED,
            Self::Rejected => stored::REJECTED,
        }
    }

    fn parse(text: &str) -> Self {
        let known = [Self::Accepted, Self::Edited, Self::Rejected];
        known.into_iter().find(|one| one.as_str() == text).unwrap_or(Self::Shown)
    }
}

/// A suggested reply.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// From 1, per conversation.
    pub number: i64,
    /// The customer's message that it answers.
    pub message_seq: u64,
    pub kind: Kind,
    pub text: String,
    /// BCP 47: the customer's.
    pub language: String,
    /// 0 to 1, by `basis`.
    pub confidence: Option<f64>,
    pub basis: Basis,
    pub sources: Vec<Source>,
    pub act: Option<Act>,
    pub outcome: Outcome,
    /// Words changed before it was sent.
    pub words_changed: Option<i64>,
}

/// The suggestions for where a conversation stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Suggested {
    /// The customer's message that they answer; `None` where a person answered all.
    pub message_seq: Option<u64>,
    pub suggestions: Vec<Suggestion>,
    /// An assistant is connected: without one, only macros are suggested.
    pub has_assistant: bool,
}

/// Suggests replies to what the customer wrote and no person answered. The same ones keep their numbers
/// while nothing new was said.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`] for who does not work at the desk.
pub async fn suggest(
    app: &App,
    principal: &Principal,
    id: ConversationId,
    tongue: Tongue,
) -> Result<Suggested, AppError> {
    let has_assistant = app.has_assistant();
    let Some(asked) = app.read(principal, move |s| asked::asked(s, id)).await? else {
        return Ok(Suggested { has_assistant, ..Suggested::default() });
    };
    let understood = draft::understand(app, asked.text.clone(), asked.around.clone()).await?;
    app.write(principal, move |s| offer(s, id, &asked, &understood, tongue)).await
}

fn offer(
    s: &mut Session<'_, '_>,
    id: ConversationId,
    asked: &Asked,
    understood: &Understood,
    tongue: Tongue,
) -> Result<Suggested, AppError> {
    let c = conversations::worked(s, id)?.conversation;
    let made = made::all(s, &c, &asked.text, understood, tongue)?;
    let tenant = s.tenant().clone();
    let known = stored::newest(s.tx(), &tenant, id, KNOWN_MAX)?;
    let mut number = known.first().map_or(0, |row| row.suggestion);
    let intent = understood.intent().map(|intent| intent.label.clone());
    let (mut suggestions, mut news) = (Vec::new(), Vec::new());
    for (kind, source, made) in made {
        let doc = serde_json::to_string(&made)?;
        let message_seq = i64::try_from(asked.seq).unwrap_or(i64::MAX);
        let same = known.iter().find(|row| {
            (row.message_seq, row.kind.as_str(), &row.source, &row.doc)
                == (message_seq, kind.as_str(), &source, &doc)
        });
        let row = match same {
            Some(row) => row.clone(),
            None => {
                number += 1;
                let row = SuggestionRow {
                    tenant: tenant.clone(),
                    conversation: id,
                    suggestion: number,
                    at: s.now(),
                    message_seq,
                    kind: kind.as_str().to_owned(),
                    source,
                    intent: intent.clone(),
                    outcome: stored::SHOWN.to_owned(),
                    words_changed: None,
                    settled_at: None,
                    settled_by: None,
                    doc,
                };
                stored::insert(s.tx(), &row)?;
                news.push(serde_json::json!({ "suggestion": number, "source": row.source }));
                row
            }
        };
        suggestions.push(read(&row, made)?);
    }
    if !news.is_empty() {
        let body = serde_json::json!({ "message": asked.seq, "shown": news });
        s.audit("suggestion.shown", format!("conversation/{id}"), Some(body));
    }
    let has_assistant = s.app().has_assistant();
    Ok(Suggested { message_seq: Some(asked.seq), suggestions, has_assistant })
}

fn read(row: &SuggestionRow, made: Made) -> Result<Suggestion, AppError> {
    let kind = Kind::parse(&row.kind);
    Ok(Suggestion {
        number: row.suggestion,
        message_seq: u64::try_from(row.message_seq).unwrap_or(0),
        kind: kind.ok_or_else(|| AppError::broken("a suggestion of an unknown kind"))?,
        text: made.text,
        language: made.language,
        confidence: made.confidence,
        basis: made.basis,
        sources: made.sources,
        act: made.act,
        outcome: Outcome::parse(&row.outcome),
        words_changed: row.words_changed,
    })
}
