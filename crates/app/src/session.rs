//! One unit of work: a transaction, who acts, and when. Every use case takes one.
//!
//! A session never opens or commits a transaction itself: [`crate::App`] does, and may run the same
//! work again after a conflict. So whatever a use case makes (ids, instants) comes from the
//! session's own seed and clock.

use compliance::audit::{self, Draft, Head, LaneId};
use compliance::authority::{Action, Principal, Resource, Role, Verdict};
use dispute::{Effect, OrderFile};
use kernel::{Actor, ActorKind, AuditId, Money, PrincipalId, Rng, TenantId, Timestamp};
use store::Tx;
use store::audit::AuditRow;

use crate::after::After;
use crate::runtime::TenantClock;
use crate::{App, AppError};

/// A transaction in the hands of a use case.
#[derive(Debug)]
pub struct Session<'s, 't> {
    tx: &'s mut Tx<'t>,
    app: App,
    principal: Principal,
    clock: TenantClock,
    rng: Rng,
    keeps: bool,
    trail: Vec<Draft>,
    after: Vec<After>,
    preview: Option<Box<Watched>>,
}

/// What an act that is tried out brought about; none of it is committed.
#[derive(Debug, Default)]
pub(crate) struct Watched {
    /// The order's file after it.
    pub(crate) file: Option<OrderFile>,
    pub(crate) effects: Vec<Effect>,
    /// Why a second person would have to agree.
    pub(crate) approval: Option<String>,
}

/// What a check of authority looks at beside principal and action.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Ask<'a> {
    pub(crate) amount: Option<Money>,
    /// The decision goes against the customer.
    pub(crate) adverse: bool,
    /// It reviews an earlier decision.
    pub(crate) review: bool,
    /// Redress above what the order cost the customer.
    pub(crate) above_order: bool,
    pub(crate) approved_by: Option<&'a PrincipalId>,
}

impl<'s, 't> Session<'s, 't> {
    pub(crate) fn open(
        app: &App,
        tx: &'s mut Tx<'t>,
        principal: &Principal,
        seed: u64,
    ) -> Result<Self, AppError> {
        let clock = app.clock_of(tx, &principal.tenant)?;
        Ok(Self {
            tx,
            app: app.clone(),
            principal: principal.clone(),
            clock,
            rng: Rng::seeded(seed),
            keeps: false,
            trail: Vec::new(),
            after: Vec::new(),
            preview: None,
        })
    }

    pub fn tx(&mut self) -> &mut Tx<'t> {
        self.tx
    }

    pub fn app(&self) -> &App {
        &self.app
    }

    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    pub fn tenant(&self) -> &TenantId {
        &self.principal.tenant
    }

    /// The tenant's own now: its test clock's, or the real one.
    pub fn now(&self) -> Timestamp {
        self.clock.now
    }

    /// Whether the tenant was made as a sandbox.
    pub fn is_sandbox(&self) -> bool {
        self.clock.sandbox
    }

    /// Whether the tenant's time stands until it is advanced.
    pub(crate) fn is_on_test_clock(&self) -> bool {
        self.clock.test
    }

    pub fn rng(&mut self) -> &mut Rng {
        &mut self.rng
    }

    /// Who acts, as events and audit entries name them.
    pub fn actor(&self) -> Actor {
        Actor { kind: actor_kind(self.principal.role), id: self.principal.id.clone() }
    }

    /// Whether an error that was just returned must be committed with what led to it: the clocks a
    /// refused input let run out, late evidence, the trace of a denial.
    pub fn keeps(&self) -> bool {
        self.keeps
    }

    /// From here on, an error no longer takes back what was written.
    pub(crate) fn keep(&mut self) {
        self.keeps = true;
    }

    /// May the principal do this? A denial is audited, and is `NotFound` where the principal may
    /// not know that it exists.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] or [`AppError::NotFound`].
    pub fn check(&mut self, action: Action, on: &Resource) -> Result<(), AppError> {
        self.check_with(action, on, Ask::default())
    }

    pub(crate) fn check_with(
        &mut self,
        action: Action,
        on: &Resource,
        ask: Ask<'_>,
    ) -> Result<(), AppError> {
        let verdict = self.verdict(action, on, ask);
        self.granted(action, verdict)
    }

    /// Goes on where a verdict allows it; anything else becomes the refusal, and is audited.
    pub(crate) fn granted(&mut self, action: Action, verdict: Verdict) -> Result<(), AppError> {
        match verdict {
            Verdict::Allow { .. } => Ok(()),
            Verdict::NeedsSecondPerson { .. } => {
                let why = "this needs a second, different person";
                Err(self.denied(action, why, false))
            }
            Verdict::Deny { reason, conceal, .. } => Err(self.denied(action, &reason, conceal)),
        }
    }

    pub(crate) fn verdict(&self, action: Action, on: &Resource, ask: Ask<'_>) -> Verdict {
        self.verdict_of(&self.principal, action, on, ask)
    }

    /// May somebody else do it? For requests that the principal approves.
    pub(crate) fn verdict_of(
        &self,
        principal: &Principal,
        action: Action,
        on: &Resource,
        ask: Ask<'_>,
    ) -> Verdict {
        let request = compliance::authority::Request {
            amount: ask.amount,
            adverse: ask.adverse,
            review: ask.review,
            above_order: ask.above_order,
            approved_by: ask.approved_by,
            ..compliance::authority::Request::new(principal, action, on)
        };
        self.app.authority().check(&request)
    }

    /// Something of the tenant that belongs to no party.
    pub(crate) fn of_tenant(&self) -> Resource {
        Resource::of_tenant(self.tenant().clone())
    }

    /// The error of a denial. What was denied is audited, so the error is kept with it.
    pub(crate) fn denied(&mut self, action: Action, reason: &str, conceal: bool) -> AppError {
        if conceal {
            return AppError::NotFound { what: "what was asked for".to_owned() };
        }
        self.keep();
        let body = serde_json::json!({ "reason": reason });
        self.audit("authority.denied", action.as_str().to_owned(), Some(body));
        AppError::Forbidden { why: reason.to_owned() }
    }

    /// From here on, what is done is watched: the caller rolls it back.
    pub(crate) fn watch(&mut self) {
        self.preview = Some(Box::default());
    }

    /// Where what is done is noted, while an act is tried out.
    pub(crate) fn watched(&mut self) -> Option<&mut Watched> {
        self.preview.as_deref_mut()
    }

    /// What was watched; nothing of it is committed, whatever came of it.
    pub(crate) fn unwatch(&mut self) -> Watched {
        self.keeps = false;
        self.preview.take().map(|watched| *watched).unwrap_or_default()
    }

    /// Notes one mutation for the audit chain; written when the session ends. `body` holds nothing
    /// personal.
    pub(crate) fn audit(&mut self, action: &str, object: String, body: Option<serde_json::Value>) {
        let (at, actor) = (self.clock.now, self.actor());
        let body = body.map(|body| body.to_string());
        let action = action.to_owned();
        self.trail.push(Draft { at, actor, action, object, body, personal: None });
    }

    /// Notes what happens once the transaction stands.
    pub(crate) fn after(&mut self, one: After) {
        self.after.push(one);
    }

    pub(crate) fn take_after(&mut self) -> Vec<After> {
        std::mem::take(&mut self.after)
    }

    /// Writes what was noted to the end of this node's lane.
    pub(crate) fn finish(mut self) -> Result<(), AppError> {
        if self.trail.is_empty() {
            return Ok(());
        }
        let tenant = self.principal.tenant.clone();
        let lane = u16::try_from(self.tx.lease().lane)
            .map(LaneId)
            .map_err(|error| AppError::internal("there are too many lanes", error))?;
        let mut head = match store::audit::head(self.tx, &tenant)? {
            Some((seq, hash)) => {
                Head { tenant: tenant.clone(), lane, size: seq.unsigned_abs(), hash }
            }
            None => Head::genesis(&tenant, lane),
        };
        let mut rows = Vec::with_capacity(self.trail.len());
        for draft in std::mem::take(&mut self.trail) {
            let (entry, next) = audit::append(&head, draft)
                .map_err(|error| AppError::internal("the audit entry does not fit", error))?;
            rows.push(AuditRow {
                tenant: tenant.clone(),
                lane: i64::from(lane.0),
                seq: i64::try_from(entry.seq).unwrap_or(i64::MAX),
                audit: AuditId::generate(entry.at, &mut self.rng),
                at: entry.at,
                body: serde_json::to_string(&entry)?,
                hash: entry.hash,
            });
            head = next;
        }
        Ok(store::audit::append(self.tx, rows)?)
    }
}

/// The seat a role speaks from.
pub(crate) const fn actor_kind(role: Role) -> ActorKind {
    match role {
        Role::Consumer => ActorKind::Consumer,
        Role::Merchant | Role::MerchantAdmin => ActorKind::Merchant,
        Role::Agent
        | Role::Supervisor
        | Role::ComplianceOfficer
        | Role::Auditor
        | Role::Operator => ActorKind::Agent,
        Role::Ai | Role::OutsideAgent => ActorKind::Ai,
        Role::System => ActorKind::System,
        Role::Company => ActorKind::Company,
        Role::Network => ActorKind::Network,
    }
}
