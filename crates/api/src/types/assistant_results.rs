//! What came of the assistant's conversations, as the API shows it.

use app::assistant::figures;
use app::report::Share;
use serde::Serialize;
use utoipa::ToSchema;

use crate::types::report::ShareInterval;
use crate::wire::Date;

/// What came of some conversations. A share of no cases is null.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AssistantFigures {
    /// In which the assistant was asked.
    pub asked: i64,
    /// In which it answered; in which it drafted, seen by a person or not.
    pub acted: i64,
    pub suggested: i64,
    pub shadowed: i64,
    /// Of those that it answered; and of these, as the procedure says.
    pub handed_over: i64,
    pub handed_over_by_procedure: i64,
    /// The customer said that it was resolved.
    pub confirmed: i64,
    /// Nobody came again for seven days.
    pub silent: i64,
    /// The customer left a question of the assistant's without an answer, and nothing had been done.
    pub abandoned: i64,
    /// The customer came again about it within seven days.
    pub again: i64,
    /// The customer rated it 1 or 2.
    pub denied: i64,
    /// Too early to say.
    pub pending: i64,
    pub complaints: i64,
    /// Answers of the assistant, drafts with them.
    pub turns: i64,
    /// Confirmed and silent, of all that it answered and that is decided.
    #[schema(required = true)]
    pub resolved_share: Option<f64>,
    #[schema(required = true)]
    pub resolved_interval: Option<ShareInterval>,
    #[schema(required = true)]
    pub hand_over_share: Option<f64>,
    #[schema(required = true)]
    pub complaint_share: Option<f64>,
    #[schema(required = true)]
    pub complaint_interval: Option<ShareInterval>,
    /// The mean score, 0 to 100.
    #[schema(required = true)]
    pub score: Option<f64>,
    /// How alike drafts were to what people then said, 0 to 1; and of how many.
    #[schema(required = true)]
    pub likeness: Option<f64>,
    pub compared: i64,
    /// What drafts would have done, held against what people did.
    pub acts: ComparedActs,
    /// What a language model cost, by currency; empty where none was asked.
    pub cost: Vec<ModelCost>,
}

/// What drafts would have done to the customer's orders, held against what people did in their place.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ComparedActs {
    /// The same to the same, with the same values.
    pub same: i64,
    /// The same to the same order, with other values.
    pub other_values: i64,
    /// Something else.
    pub other: i64,
    /// The person acted, and the draft had come to no tool: it told, or asked something first.
    pub person_only: i64,
    /// The draft had come to a tool, and the person did nothing.
    pub assistant_only: i64,
    pub neither: i64,
    /// The same, of all in which either acted.
    #[schema(required = true)]
    pub same_share: Option<f64>,
    #[schema(required = true)]
    pub same_interval: Option<ShareInterval>,
}

/// What a language model used and cost in one currency. Micros are millionths of its minor unit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ModelCost {
    #[schema(example = "EUR")]
    pub currency: String,
    pub tokens_in: i64,
    pub tokens_out: i64,
    pub micros: i64,
    /// What was spent on all conversations that it answered and that are decided, for each one that was
    /// resolved; null where none was.
    #[schema(required = true)]
    pub micros_per_resolved: Option<f64>,
}

/// What translations cost in one currency.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct TranslationCost {
    #[schema(example = "EUR")]
    pub currency: String,
    /// How often a model was asked; of it, how often what it said was shown with a warning, or not shown, or
    /// there was nothing.
    pub asked: i64,
    pub flagged: i64,
    pub refused: i64,
    pub failed: i64,
    pub tokens_in: i64,
    pub tokens_out: i64,
    /// Millionths of the currency's minor unit.
    pub micros: i64,
}

impl From<figures::Acts> for ComparedActs {
    fn from(from: figures::Acts) -> Self {
        let agreed = from.agreed();
        Self {
            same: from.same,
            other_values: from.other_values,
            other: from.other,
            person_only: from.person_only,
            assistant_only: from.assistant_only,
            neither: from.neither,
            same_share: agreed.map(|share| share.share),
            same_interval: agreed.map(Into::into),
        }
    }
}

fn cost(line: &figures::Line) -> Vec<ModelCost> {
    let one = |(currency, spent): (&String, &figures::Spent)| ModelCost {
        currency: currency.clone(),
        tokens_in: spent.tokens_in,
        tokens_out: spent.tokens_out,
        micros: spent.micros,
        micros_per_resolved: line.micros_per_resolved(spent),
    };
    line.spent.iter().map(one).collect()
}

impl From<figures::Translated> for TranslationCost {
    fn from(from: figures::Translated) -> Self {
        Self {
            currency: from.currency,
            asked: from.asked,
            flagged: from.flagged,
            refused: from.refused,
            failed: from.failed,
            tokens_in: from.tokens_in,
            tokens_out: from.tokens_out,
            micros: from.micros,
        }
    }
}

impl From<figures::Line> for AssistantFigures {
    fn from(from: figures::Line) -> Self {
        let value = |share: Option<Share>| share.map(|share| share.share);
        let (likeness, compared) = from.likeness().unzip();
        Self {
            asked: from.asked,
            acted: from.acted,
            suggested: from.suggested,
            shadowed: from.shadowed,
            handed_over: from.handed_over,
            handed_over_by_procedure: from.by_procedure,
            confirmed: from.confirmed,
            silent: from.silent,
            abandoned: from.abandoned,
            again: from.again,
            denied: from.denied,
            pending: from.pending,
            complaints: from.complaints,
            turns: from.turns,
            resolved_share: value(from.resolved()),
            resolved_interval: from.resolved().map(Into::into),
            hand_over_share: value(from.hand_over()),
            complaint_share: value(from.complained()),
            complaint_interval: from.complained().map(Into::into),
            score: from.score(),
            likeness,
            compared: compared.unwrap_or(0),
            acts: from.acts.into(),
            cost: cost(&from),
        }
    }
}

/// What came of the conversations that began on a day of the desk.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AssistantDay {
    pub date: Date,
    #[serde(flatten)]
    pub figures: AssistantFigures,
}

/// What came of the conversations of one intent, market, language, or procedure.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AssistantPart {
    /// Empty where it is not known.
    pub name: String,
    /// Of a procedure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    #[serde(flatten)]
    pub figures: AssistantFigures,
}

/// What came of the assistant's conversations.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AssistantResults {
    /// From old to new.
    pub days: Vec<AssistantDay>,
    pub totals: AssistantFigures,
    pub intents: Vec<AssistantPart>,
    pub markets: Vec<AssistantPart>,
    pub languages: Vec<AssistantPart>,
    pub procedures: Vec<AssistantPart>,
    /// What translations for people of the desk cost, by currency, as they were asked for in the period.
    pub translations: Vec<TranslationCost>,
}

impl From<figures::Results> for AssistantResults {
    fn from(from: figures::Results) -> Self {
        let day = |(date, line): (kernel::Date, figures::Line)| AssistantDay {
            date: date.into(),
            figures: line.into(),
        };
        let part = |(name, line): (String, figures::Line)| AssistantPart {
            name,
            version: None,
            figures: line.into(),
        };
        let parts = |lines: Vec<(String, figures::Line)>| lines.into_iter().map(part).collect();
        let of_version = |((name, version), line): ((String, i64), figures::Line)| AssistantPart {
            name,
            version: Some(version),
            figures: line.into(),
        };
        Self {
            days: from.days.into_iter().map(day).collect(),
            totals: from.totals.into(),
            intents: parts(from.intents),
            markets: parts(from.markets),
            languages: parts(from.languages),
            procedures: from.procedures.into_iter().map(of_version).collect(),
            translations: from.translations.into_iter().map(Into::into).collect(),
        }
    }
}
