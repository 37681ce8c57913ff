//! What the rules say of a dispute as it stands: for the desk, before anything is decided. Of a dispute
//! that was decided it is the decision that was kept, under the policy of its own time.

use compliance::authority::Action;
use dispute::decide::{FactSeen, RuleSeen};
use dispute::{Decision, Foreseen};
use kernel::{DisputeId, Money};

use super::{explain, read};
use crate::languages::{self, Tongue};
use crate::order::{self, Work};
use crate::{AppError, Session};

/// What the rules say.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    pub facts: Vec<FactSeen>,
    pub rules: Vec<RuleSeen>,
    /// `consumer_full`, `consumer_partial`, `merchant`, `more_information` or `person`.
    pub outcome: String,
    /// What the customer would get; `None` where nothing would be settled.
    pub amount: Option<Money>,
    /// It was decided: this is the decision.
    pub decided: bool,
}

/// What the rules say of a dispute now, each rule in the reader's language where it has its words: a
/// company's own rules are told as they are written.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`] for whoever is not of the desk.
pub fn outlook(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
    tongue: Tongue,
) -> Result<Outlook, AppError> {
    let mut outlook = in_english(s, dispute)?;
    let words = languages::words(tongue)?;
    for rule in &mut outlook.rules {
        if let Some(told) = words.reason(&rule.text) {
            rule.text = told.to_owned();
        }
    }
    Ok(outlook)
}

fn in_english(s: &mut Session<'_, '_>, dispute: DisputeId) -> Result<Outlook, AppError> {
    let work = read::visible(s, dispute)?;
    let case = order::resource(s, &work.file, work.file.dispute(dispute), None);
    s.check(Action::DisputeOutlook, &case)?;
    let kept = explain::decisions(s, dispute)?;
    let stands = work.file.dispute(dispute).is_some_and(|dispute| {
        // An appeal or a review opens it again: then the rules are asked anew.
        !dispute.state.is_open() || dispute.state == dispute::State::Preliminary
    });
    match kept.iter().rfind(|decision| !decision.lets_stand()) {
        Some(decision) if stands => decided(s, &work, decision),
        _ => foreseen(s, work, dispute),
    }
}

fn foreseen(
    s: &mut Session<'_, '_>,
    mut work: Work,
    dispute: DisputeId,
) -> Result<Outlook, AppError> {
    let currency = work.file.currency();
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    let Foreseen { facts, outcome, amount_minor } = work.foresee(s, dispute)?;
    let policy = app.policy(s.tx(), &tenant)?;
    let seen = policy.rules.tables.outlook(&facts);
    Ok(Outlook {
        facts: seen.facts,
        rules: seen.rules,
        outcome: outcome.to_owned(),
        amount: amount_minor.map(|minor| Money { minor, currency }),
        decided: false,
    })
}

fn decided(s: &mut Session<'_, '_>, work: &Work, decision: &Decision) -> Result<Outlook, AppError> {
    let tenant = s.tenant().clone();
    let row = store::decisions::get(s.tx(), &tenant, decision.id)?;
    let row = row.ok_or_else(|| AppError::not_found("the decision", &decision.id))?;
    let app = s.app().clone();
    let policy = app.policies().get(s.tx(), &tenant, &row.policy_hash)?;
    let seen = decision.facts.as_ref().map(|facts| policy.rules.tables.outlook(facts));
    let (facts, mut rules) = seen.map(|seen| (seen.facts, seen.rules)).unwrap_or_default();
    // What fired is what the decision says fired: a person may have decided otherwise.
    for rule in &mut rules {
        rule.fires = decision.rules.iter().any(|id| id == rule.id.as_str());
    }
    let minor = decision.amount_minor;
    Ok(Outlook {
        facts,
        rules,
        outcome: crate::error::word(&decision.outcome)?,
        amount: Some(Money { minor, currency: work.file.currency() }),
        decided: true,
    })
}
