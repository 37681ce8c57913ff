//! What is asked of the service, and by whom: requests as values, carried out over a session as the
//! API would.

use app::disputes::{self, Acted, NewDispute};
use app::order::OrderView;
use app::{AppError, Principal, Role, Session, desk, feed, network, plans};
use commerce::Record;
use dispute::{Input, NewEvidence, OpenDispute, OrderFile, Represent, State};
use kernel::canonical::Sha256Hex;
use kernel::{
    Actor, ActorKind, DisputeId, MerchantId, OrderId, PrincipalId, TaskId, TenantId, Timestamp,
};
use store::evidence::{BlobContent, BlobRow};
use world::{Answer, EvidenceDraft, HardshipRequest, MerchantAnswer, Problem};

use super::Checked;

/// One request.
#[derive(Debug, Clone)]
pub(super) enum Act {
    /// One record, or a batch.
    Feed(Vec<Record>),
    Report(Box<Problem>),
    Reply(Box<MerchantAnswer>),
    Hardship(HardshipRequest),
    /// Anything the machine knows. A gesture may also be asked for as a refund by the desk.
    Input {
        order: OrderId,
        input: Box<Input>,
        refund: bool,
    },
    /// The second pair of eyes.
    Second {
        order: OrderId,
        task: TaskId,
        approve: bool,
    },
}

/// What a request came to, beside its events.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct Said {
    /// `done`, `waits` for a second person, or `refused` with what led to it kept.
    pub(super) status: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) code: Option<String>,
    /// The dispute that was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) opened: Option<DisputeId>,
    /// Of each record: `accepted`, `duplicate`, `parked`, or why not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) records: Vec<String>,
}

impl Said {
    fn done() -> Self {
        Self { status: "done".to_owned(), ..Self::default() }
    }

    pub(super) fn refused(code: &str) -> Self {
        Self { status: "refused".to_owned(), code: Some(code.to_owned()), ..Self::default() }
    }

    /// What is said of records that were all taken in.
    pub(super) fn taken(records: &[Record]) -> Self {
        Self { records: vec!["accepted".to_owned(); records.len()], ..Self::done() }
    }

    fn acted<T>(acted: &Acted<T>) -> Self {
        match acted {
            Acted::Done(_) => Self::done(),
            Acted::AwaitsApproval(_) => Self { status: "waits".to_owned(), ..Self::default() },
        }
    }
}

impl Act {
    /// The order whose events tell what was done; records tell it by their own keys.
    pub(super) fn order(&self) -> Option<&OrderId> {
        match self {
            Self::Feed(_) => None,
            Self::Report(problem) => Some(&problem.claim.order_id),
            Self::Reply(answer) => Some(&answer.order_id),
            Self::Hardship(request) => Some(&request.order_id),
            Self::Input { order, .. } | Self::Second { order, .. } => Some(order),
        }
    }

    /// A few words for the list of last steps.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Feed(records) => {
                let names =
                    records.iter().map(|record| format!("{} {}", record.kind(), record.key()));
                format!("feed {}", names.collect::<Vec<_>>().join(", "))
            }
            Self::Report(problem) => format!("problem on {}", problem.claim.order_id),
            Self::Reply(answer) => format!("merchant's answer on {}", answer.order_id),
            Self::Hardship(request) => format!("hardship on {}", request.order_id),
            Self::Input { order, input, .. } => {
                let text = format!("{input:?}");
                let name = text.split([' ', '(', '{']).next().unwrap_or_default();
                format!("{name} on {order}")
            }
            Self::Second { order, approve, .. } => format!("approve={approve} on {order}"),
        }
    }

    /// Carries it out.
    pub(super) fn perform(&self, s: &mut Session<'_, '_>) -> Result<Said, AppError> {
        match self {
            Self::Feed(records) => take(s, records),
            Self::Report(problem) => report(s, problem),
            Self::Reply(answer) => reply(s, answer),
            Self::Hardship(request) => hardship(s, request),
            Self::Input { order, input, refund } => match input.as_ref() {
                Input::Goodwill { amount_minor, note } if *refund => {
                    Ok(Said::acted(&desk::refund(s, order, *amount_minor, note.clone())?))
                }
                input => {
                    upload_shared_file(s, input)?;
                    on_order(s, order, input.clone())
                }
            },
            Self::Second { task, approve: true, .. } => desk::approve(s, *task).map(done),
            Self::Second { task, .. } => desk::reject(s, *task, "no").map(|_| Said::done()),
        }
    }
}

fn done(_: OrderView) -> Said {
    Said::done()
}

fn take(s: &mut Session<'_, '_>, records: &[Record]) -> Result<Said, AppError> {
    let word = |taken: feed::Ingested| match taken.outcome {
        feed::Outcome::Accepted => "accepted".to_owned(),
        feed::Outcome::Duplicate => "duplicate".to_owned(),
        feed::Outcome::Parked => "parked".to_owned(),
    };
    let words = match records {
        [record] => vec![word(feed::ingest(s, record.clone())?)],
        records => feed::ingest_batch(s, records.to_vec())?
            .into_iter()
            .map(|taken| taken.map_or_else(|error| error.code().to_owned(), word))
            .collect(),
    };
    Ok(Said { records: words, ..Said::done() })
}

fn report(s: &mut Session<'_, '_>, problem: &Problem) -> Result<Said, AppError> {
    let claim = &problem.claim;
    let new = NewDispute::of_claim(claim, items(s, &claim.evidence)?);
    opened(disputes::open(s, new)?)
}

fn opened(view: disputes::DisputeView) -> Result<Said, AppError> {
    Ok(Said { opened: Some(view.dispute.id), ..Said::done() })
}

fn reply(s: &mut Session<'_, '_>, answer: &MerchantAnswer) -> Result<Said, AppError> {
    let file = feed::order(s, &answer.order_id)?.file;
    let asked = |state| matches!(state, State::Evidence | State::Dialogue);
    let Some(dispute) = file.disputes().iter().rev().find(|dispute| asked(dispute.state)) else {
        return Err(AppError::conflict("nothing_asked", "no dispute waits for an answer"));
    };
    match &answer.answer {
        Answer::Silent => Ok(Said::done()),
        Answer::Accept => disputes::accept_loss(s, dispute.id).map(|_| Said::done()),
        Answer::Represent { text, evidence, proposal_minor } => {
            let represent = Represent {
                dispute: dispute.id,
                text: text.clone(),
                items: items(s, evidence)?,
                proposal_minor: *proposal_minor,
            };
            disputes::represent(s, represent).map(|_| Said::done())
        }
    }
}

fn hardship(s: &mut Session<'_, '_>, request: &HardshipRequest) -> Result<Said, AppError> {
    let owed = plans::get(s, &request.order_id)?;
    let Some(plan) = owed.iter().find(|plan| plan.outstanding() > 0).map(plan::Plan::id) else {
        return Err(AppError::conflict("nothing_owed", "nothing is owed on this order"));
    };
    plans::hardship(s, &request.order_id, plan, request.parts).map(done)
}

/// An input of the machine as the use case that leads to it.
fn on_order(s: &mut Session<'_, '_>, order: &OrderId, input: Input) -> Result<Said, AppError> {
    match input {
        Input::Feed { record } => take(s, &[*record]),
        Input::Open(open) => opened(disputes::open(s, claim(order, open))?),
        Input::Goodwill { amount_minor, note } => {
            Ok(Said::acted(&desk::goodwill(s, order, amount_minor, note)?))
        }
        Input::NetworkChargeback { id, amount_minor, fee_minor, reason_code } => {
            network::chargeback(s, order, id, amount_minor, fee_minor, reason_code).map(done)
        }
        Input::NetworkOutcome { id, stands } => network::outcome(s, order, id, stands).map(done),
        Input::PausePlan { plan, days, why } => plans::pause(s, order, plan, days, why).map(done),
        Input::ExtendDueDate { plan, seq } => plans::extend_due_date(s, order, plan, seq).map(done),
        Input::Hardship { plan, parts } => plans::hardship(s, order, plan, parts).map(done),
        Input::WaiveFee { plan, fee } => plans::waive_fee(s, order, plan, fee).map(done),
        Input::Decide(decide) => Ok(Said::acted(&disputes::decide(s, decide)?)),
        Input::ResolveAtOnce { dispute, for_party, ground } => {
            Ok(Said::acted(&disputes::resolve_at_once(s, dispute, for_party, ground)?))
        }
        other => on_dispute(s, other).map(|_| Said::done()),
    }
}

fn on_dispute(s: &mut Session<'_, '_>, input: Input) -> Result<disputes::DisputeView, AppError> {
    match input {
        Input::AddEvidence { dispute, items } => disputes::add_evidence(s, dispute, items),
        Input::Withdraw { dispute } => disputes::withdraw(s, dispute),
        Input::AnswerProposal { dispute, accept } => disputes::answer_proposal(s, dispute, accept),
        Input::RequestReview { dispute, ground } => disputes::request_review(s, dispute, ground),
        Input::Represent(represent) => disputes::represent(s, represent),
        Input::AcceptLoss { dispute } => disputes::accept_loss(s, dispute),
        Input::Appeal { dispute, text, items } => disputes::appeal(s, dispute, text, items),
        Input::AskMore { dispute, what } => disputes::ask_more(s, dispute, what),
        Input::ExtendDeadline { dispute, until, ground } => {
            disputes::extend_deadline(s, dispute, until, ground)
        }
        Input::ClaimExemption { dispute, notice_reference } => {
            disputes::claim_exemption(s, dispute, notice_reference)
        }
        Input::ApproveExemption { dispute } => disputes::approve_exemption(s, dispute),
        other => Err(AppError::invalid("input", format!("nobody asks for {other:?}"))),
    }
}

fn claim(order: &OrderId, open: OpenDispute) -> NewDispute {
    NewDispute {
        order: order.clone(),
        kind: open.kind,
        reason: open.reason,
        sub_issue: open.sub_issue,
        amount_minor: open.amount_minor,
        lines: open.lines,
        statement: open.statement,
        items: open.items,
        late_ground: open.late_ground,
    }
}

/// Drafts as evidence, with their files kept.
fn items(s: &mut Session<'_, '_>, drafts: &[EvidenceDraft]) -> Result<Vec<NewEvidence>, AppError> {
    let mut items = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let mut sha256 = None;
        if let Some(file) = &draft.file {
            let row = blob(s.tenant(), file.bytes(), s.now());
            sha256 = Some(row.sha256);
            app::evidence::keep(s, row)?;
        }
        items.push(NewEvidence {
            kind: draft.kind,
            sha256,
            media_type: None,
            file_name: draft.file.as_ref().map(|file| file.file_name.clone()),
            text: draft.text.clone(),
            extracted: draft.extracted.clone(),
        });
    }
    Ok(items)
}

fn blob(tenant: &TenantId, bytes: Vec<u8>, at: Timestamp) -> BlobRow {
    BlobRow {
        tenant: tenant.clone(),
        sha256: Sha256Hex::of(&bytes),
        size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        media_type: "application/pdf".to_owned(),
        content: BlobContent::Bytes(bytes),
        created_at: at,
    }
}

/// Uploads the one file that random inputs hand in ([`crate::draw`]), for whoever names it.
fn upload_shared_file(s: &mut Session<'_, '_>, input: &Input) -> Result<(), AppError> {
    let items = match input {
        Input::Open(open) => &open.items,
        Input::Represent(represent) => &represent.items,
        Input::AddEvidence { items, .. } | Input::Appeal { items, .. } => items,
        _ => return Ok(()),
    };
    if items.iter().all(|item| item.sha256.is_none()) {
        return Ok(());
    }
    let row = blob(s.tenant(), b"file".to_vec(), s.now());
    app::evidence::keep(s, row)
}

/// Who speaks for an actor of the machine.
pub(super) fn seat(tenant: &TenantId, actor: &Actor, file: &OrderFile) -> Checked<Principal> {
    let order = file.order();
    let (customer, merchant) = (order.customer_id.clone(), order.merchant_id.clone());
    let name = actor.id.as_ref().map_or("x", PrincipalId::as_str);
    Ok(match actor.kind {
        ActorKind::Consumer => consumer(tenant, customer)?,
        ActorKind::Merchant => shop(tenant, merchant)?,
        ActorKind::Ai => {
            let spoken_with = Some(customer);
            Principal { customer: spoken_with, ..plain(tenant, Role::Ai, name)? }
        }
        ActorKind::Agent if name == "a3" => plain(tenant, Role::Supervisor, name)?,
        ActorKind::Network => plain(tenant, Role::Network, name)?,
        ActorKind::Company => company(tenant)?,
        _ => plain(tenant, Role::Agent, name)?,
    })
}

pub(super) fn consumer(tenant: &TenantId, customer: kernel::CustomerId) -> Checked<Principal> {
    let plain = plain(tenant, Role::Consumer, customer.as_str())?;
    Ok(Principal { customer: Some(customer), ..plain })
}

pub(super) fn shop(tenant: &TenantId, merchant: MerchantId) -> Checked<Principal> {
    let plain = plain(tenant, Role::Merchant, merchant.as_str())?;
    Ok(Principal { merchant: Some(merchant), ..plain })
}

pub(super) fn company(tenant: &TenantId) -> Checked<Principal> {
    plain(tenant, Role::Company, "feed")
}

fn plain(tenant: &TenantId, role: Role, id: &str) -> Checked<Principal> {
    let (tenant, id) = (tenant.clone(), Some(PrincipalId::new(id)?));
    Ok(Principal { tenant, role, id, merchant: None, customer: None, withheld: Default::default() })
}
