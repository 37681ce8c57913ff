//! The suggestions themselves: from procedures, the help centre and macros. Each is a text that somebody wrote beforehand,
//! with facts of the books in its places; no figure, date or promise is made up.

use assistant::turn::Heard;
use compliance::authority::{Action, Verdict};
use serde::{Deserialize, Serialize};
use support::brief::NextAct;
use support::conversation::Conversation;
use support::suggest::in_common;

use super::{Act, Basis, Kind, Source};
use crate::assistant::draft::{self, Draft, Understood};
use crate::assistant::help::HelpCentre;
use crate::languages;
use crate::session::Ask;
use crate::{AppError, Session, Tongue, macros};

/// Most passages that are suggested at a time.
const PASSAGES_MAX: usize = 2;
/// A passage with less in common with the message is not worth a look: about what `docs/knowledge.md`
/// measured, lowered for a person who reads before they send.
const COVERAGE_MIN: f64 = 0.15;
/// Most macros that are suggested at a time.
const MACROS_MAX: usize = 2;
/// Macros that are filled, the best first, until enough have all their facts.
const MACROS_TRIED_MAX: usize = 6;
/// A macro with less in common with the message does not fit.
const IN_COMMON_MIN: f64 = 0.15;

/// A suggestion as it is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Made {
    pub(super) text: String,
    pub(super) language: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) confidence: Option<f64>,
    pub(super) basis: Basis,
    pub(super) sources: Vec<Source>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) act: Option<Act>,
}

/// A suggestion with its kind and what it is known by in figures.
pub(super) type Sourced = (Kind, String, Made);

/// Everything that fits, the best first.
pub(super) fn all(
    s: &mut Session<'_, '_>,
    c: &Conversation,
    text: &str,
    understood: &Understood,
    tongue: Tongue,
) -> Result<Vec<Sourced>, AppError> {
    let mut all = Vec::new();
    if let (Some(assistant), Some(heard)) = (s.app().assistant().cloned(), &understood.heard)
        && let Some(draft) = draft::draft(s, &assistant, c, heard)?
    {
        let language = assistant.book.language(&c.language).to_owned();
        all.extend(of_procedure(draft, language, tongue)?);
    }
    if let (Some(assistant), Some(heard)) = (s.app().assistant(), &understood.heard) {
        all.extend(of_articles(&assistant.help, c, heard, &understood.market));
    }
    all.extend(of_macros(s, c, text)?);
    Ok(all)
}

fn of_procedure(
    draft: Draft,
    language: String,
    tongue: Tongue,
) -> Result<Option<Sourced>, AppError> {
    let act = draft.tool.as_deref().and_then(act_of);
    let act = act
        .map(|act| {
            let what = languages::words(tongue)?.brief.next(act).to_owned();
            Ok::<_, AppError>(Act { act, what, order: draft.order.clone() })
        })
        .transpose()?;
    if draft.text.is_empty() && act.is_none() {
        return Ok(None);
    }
    let source = format!("{}@{}", draft.procedure, draft.version);
    let made = Made {
        text: draft.text,
        language,
        confidence: draft.likely.map(rounded),
        basis: if draft.likely.is_some() { Basis::Calibrated } else { Basis::AtWork },
        sources: vec![Source { label: draft.title, reference: source.clone() }],
        act,
    };
    Ok(Some((Kind::Procedure, source, made)))
}

/// Passages of the help centre, word for word: the one that surely answers, else those that have most in
/// common with the message.
fn of_articles(help: &HelpCentre, c: &Conversation, heard: &Heard, market: &str) -> Vec<Sourced> {
    let found = help.search(&heard.text, &c.language, market, PASSAGES_MAX);
    let coverage = (found.confidence * 100.0).round() / 100.0;
    let made = |id: String, title: String, text: String, confidence: Option<f64>| {
        let made = Made {
            text,
            language: HelpCentre::language(&c.language).to_owned(),
            confidence,
            basis: Basis::Coverage,
            sources: vec![Source { label: title, reference: id.clone() }],
            act: None,
        };
        (Kind::Article, id, made)
    };
    let mut all = Vec::new();
    if let Some(sure) = &heard.passage {
        let first = found.hits.first().is_some_and(|hit| hit.quote.id.to_string() == sure.id);
        let confidence = Some(coverage).filter(|_| first);
        all.push(made(sure.id.clone(), sure.title.clone(), sure.text.clone(), confidence));
    }
    if found.confidence < COVERAGE_MIN {
        return all;
    }
    for (place, hit) in found.hits.into_iter().enumerate() {
        let id = hit.quote.id.to_string();
        if all.len() < PASSAGES_MAX && !all.iter().any(|(_, known, _)| *known == id) {
            // The figure is that of the first one.
            let confidence = Some(coverage).filter(|_| place == 0);
            all.push(made(id, hit.quote.title, hit.quote.text, confidence));
        }
    }
    all
}

/// Two digits: more would say more than is known, and would make a new suggestion of the same one.
fn rounded(share: f32) -> f64 {
    (f64::from(share) * 100.0).round() / 100.0
}

/// What a person of the desk would do where the assistant would call a tool.
fn act_of(tool: &str) -> Option<NextAct> {
    Some(match tool {
        "plan.extend" => NextAct::ExtendPlan,
        "plan.pause" => NextAct::PausePlan,
        "fee.waive" => NextAct::WaiveFee,
        "dispute.open" => NextAct::OpenDispute,
        _ => return None,
    })
}

/// The macros of the customer's language that have most in common with the message, and all their facts.
fn of_macros(
    s: &mut Session<'_, '_>,
    c: &Conversation,
    text: &str,
) -> Result<Vec<Sourced>, AppError> {
    let may = s.verdict(Action::MacroUse, &s.of_tenant(), Ask::default());
    if s.principal().id.is_none() || !matches!(may, Verdict::Allow { .. }) {
        return Ok(Vec::new());
    }
    let base = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let mut fitting: Vec<(f64, store::macros::MacroRow)> = macros::list(s)?
        .into_iter()
        .filter(|row| base(&row.language) == base(&c.language))
        .map(|row| (in_common(text, &format!("{} {}", row.name, row.text)), row))
        .filter(|(fit, _)| *fit >= IN_COMMON_MIN)
        .collect();
    fitting.sort_by(|(a, own), (b, other)| b.total_cmp(a).then_with(|| own.id.cmp(&other.id)));
    let mut all = Vec::new();
    for (fit, row) in fitting.into_iter().take(MACROS_TRIED_MAX) {
        let filled = macros::render(s, row.id, c.id)?;
        if !filled.filled.missing.is_empty() || all.len() == MACROS_MAX {
            continue;
        }
        let source = row.id.to_string();
        let made = Made {
            text: filled.filled.text,
            language: filled.language,
            confidence: Some((fit * 100.0).round() / 100.0),
            basis: Basis::Words,
            sources: vec![Source { label: row.name, reference: source.clone() }],
            act: None,
        };
        all.push((Kind::Macro, source, made));
    }
    Ok(all)
}
