//! Plays a generated world into a sandbox: its feed, the problems its customers report, and what its
//! merchants answer, each at its own instant on the sandbox's clock.
//!
//! Who is right is known to the world alone and never handed in.

use compliance::authority::{Principal, Role};
use dispute::{NewEvidence, Represent, State};
use kernel::canonical::Sha256Hex;
use kernel::{CustomerId, DisputeId, MerchantId, OrderId, PrincipalId, TenantId};
use store::evidence::{BlobContent, BlobRow};
use world::WorldEvent;
use world::{Answer, EvidenceDraft, FileDraft, HardshipRequest, MerchantAnswer, Problem, What};

use crate::disputes::{self, NewDispute};
use crate::{App, AppError, Session, feed, plans, sandbox};

/// What playing came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Played {
    pub records: u64,
    pub disputes: u64,
    pub answers: u64,
    pub hardships: u64,
    /// What did not fit any more, such as an answer to a dispute that was closed before.
    pub refused: u64,
}

impl Played {
    /// With what came after.
    pub const fn and(&self, more: &Self) -> Self {
        Self {
            records: self.records + more.records,
            disputes: self.disputes + more.disputes,
            answers: self.answers + more.answers,
            hardships: self.hardships + more.hardships,
            refused: self.refused + more.refused,
        }
    }
}

/// Plays events, which come in the order of their instants.
///
/// # Errors
/// The store's, or a tenant that is no sandbox. What an order does not take is counted.
pub async fn play(
    app: &App,
    tenant: &TenantId,
    events: impl Iterator<Item = WorldEvent>,
    mut progress: impl FnMut(&Played),
) -> Result<Played, AppError> {
    let operator = seat(tenant, Role::Operator, "world", None, None)?;
    let mut played = Played::default();
    let mut clock = None;
    for event in events {
        if clock.is_none_or(|now| event.at > now) {
            if clock.is_none() {
                let at = event.at;
                app.write(&operator, move |s| sandbox::set_clock(s, at)).await?;
            }
            sandbox::advance(app, &operator, event.at).await?;
            clock = Some(event.at);
        }
        match one(app, tenant, event.what, &mut played).await {
            Ok(()) => {}
            Err(error @ (AppError::Internal { .. } | AppError::Overloaded { .. })) => {
                return Err(error);
            }
            Err(_) => played.refused += 1,
        }
        progress(&played);
    }
    Ok(played)
}

async fn one(
    app: &App,
    tenant: &TenantId,
    what: What,
    played: &mut Played,
) -> Result<(), AppError> {
    match what {
        What::Record(record) => {
            let company = seat(tenant, Role::Company, "world", None, None)?;
            let record = *record;
            app.write(&company, move |s| feed::ingest(s, record.clone())).await?;
            played.records += 1;
        }
        What::Problem(problem) => {
            let who = problem.claim.customer_id.clone();
            let customer = seat(tenant, Role::Consumer, who.as_str(), Some(who.clone()), None)?;
            app.write(&customer, move |s| report(s, &problem)).await?;
            played.disputes += 1;
        }
        What::Answer(answer) => {
            let order = answer.order_id.clone();
            let company = seat(tenant, Role::Company, "world", None, None)?;
            let merchant = app
                .read(&company, move |s| {
                    Ok(feed::order(s, &order)?.file.order().merchant_id.clone())
                })
                .await?;
            let name = merchant.to_string();
            let seat = seat(tenant, Role::Merchant, &name, None, Some(merchant))?;
            app.write(&seat, move |s| reply(s, &answer)).await?;
            played.answers += 1;
        }
        What::Hardship(request) => {
            let who = request.customer_id.clone();
            let customer = seat(tenant, Role::Consumer, who.as_str(), Some(who.clone()), None)?;
            app.write(&customer, move |s| hardship(s, &request)).await?;
            played.hardships += 1;
        }
    }
    Ok(())
}

fn seat(
    tenant: &TenantId,
    role: Role,
    id: &str,
    customer: Option<CustomerId>,
    merchant: Option<MerchantId>,
) -> Result<Principal, AppError> {
    let id =
        PrincipalId::new(id).map_err(|error| AppError::internal("the name of a seat", error))?;
    Ok(Principal {
        tenant: tenant.clone(),
        role,
        id: Some(id),
        merchant,
        customer,
        withheld: Default::default(),
    })
}

fn report(s: &mut Session<'_, '_>, problem: &Problem) -> Result<(), AppError> {
    let claim = &problem.claim;
    let items = items(s, &claim.evidence)?;
    disputes::open(s, NewDispute::of_claim(claim, items))?;
    Ok(())
}

fn reply(s: &mut Session<'_, '_>, answer: &MerchantAnswer) -> Result<(), AppError> {
    let Some(dispute) = waiting(s, &answer.order_id)? else {
        let why = "no dispute of this order waits for an answer";
        return Err(AppError::conflict("nothing_asked", why));
    };
    match &answer.answer {
        Answer::Silent => Ok(()),
        Answer::Accept => disputes::accept_loss(s, dispute).map(|_| ()),
        Answer::Represent { text, evidence, proposal_minor } => {
            let items = items(s, evidence)?;
            let represent =
                Represent { dispute, text: text.clone(), items, proposal_minor: *proposal_minor };
            disputes::represent(s, represent).map(|_| ())
        }
    }
}

/// The dispute of an order that asks its merchant for evidence.
fn waiting(s: &mut Session<'_, '_>, order: &OrderId) -> Result<Option<DisputeId>, AppError> {
    let file = feed::order(s, order)?.file;
    let asked = file
        .disputes()
        .iter()
        .rev()
        .find(|dispute| matches!(dispute.state, State::Evidence | State::Dialogue));
    Ok(asked.map(|dispute| dispute.id))
}

fn hardship(s: &mut Session<'_, '_>, request: &HardshipRequest) -> Result<(), AppError> {
    let owed = plans::get(s, &request.order_id)?;
    let plan = owed.iter().find(|plan| plan.outstanding() > 0).map(plan::Plan::id);
    match plan {
        Some(plan) => plans::hardship(s, &request.order_id, plan, request.parts).map(|_| ()),
        None => Err(AppError::conflict("nothing_owed", "nothing is owed on this order")),
    }
}

/// Drafts as evidence, with their files kept.
fn items(s: &mut Session<'_, '_>, drafts: &[EvidenceDraft]) -> Result<Vec<NewEvidence>, AppError> {
    drafts
        .iter()
        .map(|draft| {
            let sha256 = draft.file.as_ref().map(|file| keep(s, file)).transpose()?;
            Ok(NewEvidence {
                kind: draft.kind,
                sha256,
                media_type: None,
                file_name: draft.file.as_ref().map(|file| file.file_name.clone()),
                text: draft.text.clone(),
                extracted: draft.extracted.clone(),
            })
        })
        .collect()
}

fn keep(s: &mut Session<'_, '_>, file: &FileDraft) -> Result<Sha256Hex, AppError> {
    let bytes = file.bytes();
    let sha256 = Sha256Hex::of(&bytes);
    let row = BlobRow {
        tenant: s.tenant().clone(),
        sha256,
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        media_type: FileDraft::MEDIA_TYPE.to_owned(),
        content: BlobContent::Bytes(bytes),
        created_at: s.now(),
    };
    crate::evidence::keep(s, row)?;
    Ok(sha256)
}
