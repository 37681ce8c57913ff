//! A person says whether a fact was read rightly and is to count.

use compliance::authority::Action;
use dispute::Input;
use documents::facts::Field;
use kernel::{DisputeId, EvidenceId};
use serde_json::json;
use store::readings::ReadingRow;

use super::{Reading, Status, books};
use crate::order::{self, Act, Work, may_see};
use crate::{AppError, Session};

/// What a person says to a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It counts.
    Confirm,
    /// It does not.
    Reject,
}

/// Confirms or rejects a fact that was read from an item. What has a typed fact of the dispute's own
/// becomes one, or is taken out of it; in review the rules look again.
///
/// # Errors
/// [`AppError::NotFound`], also for a dispute of somebody else; [`AppError::Forbidden`], the machine's
/// refusals.
pub fn answer(
    s: &mut Session<'_, '_>,
    dispute: DisputeId,
    evidence: EvidenceId,
    (field, verdict): (Field, Verdict),
) -> Result<Reading, AppError> {
    let missing = || AppError::not_found("the fact", field.as_str());
    let id = order::order_of(s, dispute)?;
    let work = Work::get(s, &id)?;
    may_see(s, &work.file, Some(dispute))?;
    let act = Act { dispute: Some(dispute), ..Act::new(Action::EvidenceConfirmFact) };
    order::check(s, &work.file, &act)?;
    let tenant = s.tenant().clone();
    let row = store::readings::get(s.tx(), &tenant, evidence)?;
    let row = row.filter(|row| row.dispute == dispute).ok_or_else(missing)?;
    let mut reading: Reading = serde_json::from_str(&row.doc)?;
    let (actor, now) = (s.actor(), s.now());
    let kept = reading.facts.iter_mut().find(|kept| kept.fact.field == field);
    let kept = kept.ok_or_else(missing)?;
    let counted = kept.status.counts();
    kept.status = match verdict {
        Verdict::Confirm => Status::ConfirmedByPerson,
        Verdict::Reject => Status::Rejected,
    };
    (kept.by, kept.at) = (Some(actor), Some(now));
    store::readings::put(s.tx(), ReadingRow { doc: serde_json::to_string(&reading)?, ..row })?;
    let word = match verdict {
        Verdict::Confirm => "confirmed",
        Verdict::Reject => "rejected",
    };
    let body = json!({ "field": field.as_str(), "verdict": word });
    s.audit("evidence.fact_answered", format!("evidence/{evidence}"), Some(body));

    let item = work
        .file
        .dispute(dispute)
        .and_then(|dispute| dispute.evidence.iter().find(|item| item.id == evidence));
    let item = item.ok_or_else(missing)?;
    let (before, authenticity) = (item.extracted.clone(), item.authenticity);
    let app = s.app().clone();
    let policy = app.policy(s.tx(), &tenant)?;
    let calendar = policy.rules.calendar(&work.file.order().jurisdiction);
    let calendar = calendar.map_err(|error| AppError::internal("a calendar is missing", error))?;
    let mut base = before.clone();
    if counted {
        books::take_out(&mut base, field);
    }
    let extracted = books::extracted(&base, &reading, &work.file, calendar);
    if extracted != before {
        let extracted = Box::new(extracted);
        order::finish(s, work, Input::ConfirmFact { dispute, evidence, extracted, authenticity })?;
    }
    Ok(reading)
}
