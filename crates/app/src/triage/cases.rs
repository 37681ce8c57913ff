//! Cases around a case: of its order, customer and shop, with its files or words; and decided cases like it.

use std::collections::BTreeMap;

use dispute::{Dispute, OrderFile};
use kernel::{DisputeId, EvidenceId, OrderId};
use store::Cursor;
use store::disputes::{DisputeFilter, DisputeRow};
use triage::linked::{Case, Link, Sign, link};
use triage::past::likest;

use super::PastCase;
use crate::readings::{self, Reading};
use crate::{AppError, Session};

/// Cases of one customer, and of one shop, that are looked at.
const OF_CUSTOMER_MAX: u32 = 20;
const OF_SHOP_MAX: u32 = 40;
/// Decided cases of the same reason that are looked at.
const DECIDED_MAX: u32 = 60;
/// Linked and past cases that are told.
const LINKED_TOLD: usize = 8;
const PAST_TOLD: usize = 5;

/// A candidate, with what its customer wrote.
struct Candidate {
    case: Case,
    words: String,
    row: DisputeRow,
}

/// What is found around a dispute: linked cases, and decided ones that are like it.
pub(super) fn around(
    s: &mut Session<'_, '_>,
    file: &OrderFile,
    dispute: &Dispute,
    readings: &[(EvidenceId, Reading)],
) -> Result<(Vec<Link>, Vec<PastCase>), AppError> {
    let mut files: BTreeMap<DisputeId, Sign> = BTreeMap::new();
    for (evidence, reading) in readings {
        let sha256 = dispute.evidence.iter().find(|item| item.id == *evidence);
        let Some(sha256) = sha256.and_then(|item| item.sha256) else { continue };
        for hit in readings::alike(s, dispute.id, &readings::same_file(&sha256), &reading.likeness)?
        {
            let sign = if hit.is_same { Sign::SameFile } else { Sign::AlikeFile(hit.percent) };
            files.entry(hit.dispute).or_insert(sign);
        }
    }
    let candidates = candidates(s, file, dispute, files.keys().copied().collect())?;
    let texts: Vec<&str> = candidates.iter().map(|one| one.words.as_str()).collect();
    let own = case(file, dispute);
    let like = likest(&dispute.statement.text, &texts, candidates.len());
    let mut linked: Vec<Link> = Vec::new();
    for (place, candidate) in candidates.iter().enumerate() {
        let mut signs: Vec<Sign> =
            files.get(&candidate.case.dispute).cloned().into_iter().collect();
        if let Some(words) = like.iter().find(|like| like.place == place) {
            let percent = (words.likeness * 100.0).round() as u32;
            signs.push(Sign::AlikeWords(percent, words.shared.clone()));
        }
        linked.extend(link(&own, &candidate.case, signs));
    }
    linked.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.dispute.cmp(&b.dispute)));
    linked.truncate(LINKED_TOLD);
    let past = like.iter().filter_map(|like| {
        let candidate = candidates.get(like.place)?;
        Some(PastCase {
            dispute: candidate.case.dispute,
            reason: candidate.case.reason,
            outcome: candidate.row.outcome.clone()?,
            closed_at: candidate.row.closed_at,
            likeness: like.likeness,
            shared: like.shared.clone(),
        })
    });
    Ok((linked, past.take(PAST_TOLD).collect()))
}

fn case(file: &OrderFile, dispute: &Dispute) -> Case {
    let order = file.order();
    Case {
        dispute: dispute.id,
        order: order.id.clone(),
        customer: order.customer_id.clone(),
        merchant: order.merchant_id.clone(),
        reason: dispute.reason,
        currency: file.currency(),
        amount_minor: dispute.claimed_minor,
        lines: dispute.lines.clone(),
        opened_at: dispute.opened_at,
    }
}

/// The cases that may belong to one, each once: those of its order, customer and shop, decided ones of its
/// reason, and those with its files.
fn candidates(
    s: &mut Session<'_, '_>,
    file: &OrderFile,
    dispute: &Dispute,
    named: Vec<DisputeId>,
) -> Result<Vec<Candidate>, AppError> {
    let tenant = s.tenant().clone();
    let order = file.order();
    let mut rows = store::disputes::of_order(s.tx(), &tenant, &order.id)?;
    for id in named {
        rows.extend(store::disputes::get(s.tx(), &tenant, id)?);
    }
    let all = DisputeFilter::default();
    let always = (kernel::Timestamp::EPOCH, kernel::Timestamp::MAX);
    let lists = [
        (
            DisputeFilter { customer: Some(order.customer_id.clone()), ..all.clone() },
            OF_CUSTOMER_MAX,
        ),
        (DisputeFilter { merchant: Some(order.merchant_id.clone()), ..all.clone() }, OF_SHOP_MAX),
        (
            DisputeFilter {
                reason: Some(dispute.reason.as_str().to_owned()),
                closed: Some(always),
                ..all
            },
            DECIDED_MAX,
        ),
    ];
    for (filter, limit) in lists {
        let rows_of = store::disputes::list(s.tx(), &tenant, &filter, &Cursor::newest(), limit)?;
        rows.extend(rows_of);
    }
    let mut files: BTreeMap<OrderId, OrderFile> = BTreeMap::new();
    let mut found: Vec<Candidate> = Vec::new();
    for row in rows {
        let is_known = found.iter().any(|known| known.case.dispute == row.dispute);
        if is_known || row.dispute == dispute.id {
            continue;
        }
        if !files.contains_key(&row.order) {
            let Some(stored) = store::orders::load(s.tx(), &tenant, &row.order)? else { continue };
            files.insert(row.order.clone(), serde_json::from_str(&stored.doc)?);
        }
        let Some(file) = files.get(&row.order) else { continue };
        let Some(other) = file.dispute(row.dispute) else { continue };
        let words = other.statement.text.clone();
        found.push(Candidate { case: case(file, other), words, row });
    }
    Ok(found)
}
