//! Decisions explained in plain words, to the customer, the merchant or a person at the desk.

use compliance::authority::{Action, Role};
use dispute::Decision;
use dispute::decide::Audience;
use kernel::{DecisionId, DisputeId};
use store::decisions::DecisionRow;

use super::read;
use crate::order::{self, Work, may_see};
use crate::{AppError, Session};

/// Most decisions of one order that are read.
const DECISIONS_MAX: u32 = 500;

/// Why something was decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    pub audience: Audience,
    /// The reason, the facts it rests on, and what can be done about it.
    pub text: String,
    pub decision: Decision,
}

/// Every decision on a dispute, oldest first.
///
/// # Errors
/// [`AppError::NotFound`], also for a dispute of somebody else.
pub fn decisions(s: &mut Session<'_, '_>, dispute: DisputeId) -> Result<Vec<Decision>, AppError> {
    let work = read::visible(s, dispute)?;
    let (tenant, order) = (s.tenant().clone(), work.file.order().id.clone());
    let rows = store::decisions::of_order(s.tx(), &tenant, &order, DECISIONS_MAX)?;
    let own = rows.into_iter().filter(|row| row.dispute == Some(dispute));
    own.map(|row| Ok(serde_json::from_str(&row.doc)?)).collect()
}

/// Explains one decision with the policy of its own time. Customers and merchants are told what
/// concerns them, whatever they ask for.
///
/// # Errors
/// [`AppError::NotFound`], also for a decision about somebody else.
pub fn explain(
    s: &mut Session<'_, '_>,
    decision: DecisionId,
    audience: Audience,
) -> Result<Explanation, AppError> {
    let tenant = s.tenant().clone();
    let missing = || AppError::not_found("the decision", &decision);
    let row = store::decisions::get(s.tx(), &tenant, decision)?.ok_or_else(missing)?;
    let work = Work::get(s, &row.order)?;
    may_see(s, &work.file, row.dispute).map_err(|_| missing())?;
    let case = order::resource(s, &work.file, None, None);
    s.check(Action::DecisionExplain, &case)?;
    let audience = match s.principal().role {
        Role::Consumer | Role::Ai => Audience::Customer,
        Role::Merchant | Role::MerchantAdmin => Audience::Merchant,
        _ => audience,
    };
    let decision: Decision = serde_json::from_str(&row.doc)?;
    let mut text = words(s, &row, audience)?;
    if decision.lets_stand()
        && let Some(standing) = standing(s, &row)?
    {
        text = format!("{}\n\n{}", decision.because(audience), words(s, &standing, audience)?);
    }
    Ok(Explanation { audience, text, decision })
}

/// The decision that another one, made later, lets stand.
fn standing(s: &mut Session<'_, '_>, later: &DecisionRow) -> Result<Option<DecisionRow>, AppError> {
    let tenant = s.tenant().clone();
    let rows = store::decisions::of_order(s.tx(), &tenant, &later.order, DECISIONS_MAX)?;
    let before = rows.into_iter().take_while(|row| row.decision != later.decision);
    Ok(before.filter(|row| row.dispute == later.dispute).last())
}

fn words(
    s: &mut Session<'_, '_>,
    row: &DecisionRow,
    audience: Audience,
) -> Result<String, AppError> {
    let decision: Decision = serde_json::from_str(&row.doc)?;
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    // The row names the bundle the decision was made under.
    let policy = app.policies().get(s.tx(), &tenant, &row.policy_hash)?;
    let tables = &policy.rules.tables;
    let by_table = decision.facts.as_ref().filter(|facts| {
        let rule = tables.evaluate(facts).rule;
        decision.rules.first().is_some_and(|first| first == rule.as_str())
    });
    let mut text = match by_table {
        Some(facts) => tables.explain_facts(facts, audience),
        None => plain(&decision, audience),
    };
    if audience == Audience::Agent {
        text.push_str(&format!(
            "\nDecided {} by {}, policy {} ({}).",
            decision.at, decision.actor, decision.policy_version, row.policy_hash
        ));
    }
    Ok(text)
}

/// A decision that no table made: by a clock, by the pack, or by a person.
fn plain(decision: &Decision, audience: Audience) -> String {
    let reason = decision.because(audience);
    let how = if decision.automatic {
        "This was decided by fixed rules, without a person."
    } else {
        "A person decided this."
    };
    let mut text = format!("{reason}\n\n{how}");
    if decision.review_right && audience == Audience::Customer {
        text.push_str(" You can have a person look at it again; you need to give no reason.");
    }
    if audience == Audience::Agent {
        text.push_str(&format!("\nRules: {}. Code: {}.", decision.rules.join(", "), decision.code));
    }
    text
}
