//! Sandboxes: tenants whose time is moved by hand, whose money never leaves, and whose disputes can
//! be driven through a given life by flags in a sample customer's e-mail address.
//!
//! Only tenants made as sandboxes have any of this; nothing here touches another tenant.

mod drive;

use ::connectors::{Trigger, triggers};
use compliance::authority::{Action, Principal};
use kernel::{CustomerId, TenantId, Timestamp};
use psp::{FaultRates, ProviderOutcome, Simulator};
use store::Tx;
use store::effects::{EffectRow, EffectState};

pub(crate) use drive::drive;

use crate::payouts::{self, PayoutRun};
use crate::{App, AppError, Session, feed, timers};

/// Timers fired in one transaction.
const BATCH_TIMERS: u32 = 256;
/// Steps of one advance: more means that clocks start each other without end.
const ADVANCE_STEPS_MAX: usize = 200_000;
/// Payouts looked at for one tenant.
const PAYOUTS_MAX: u32 = 10_000;

/// What moving the clock did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Advanced {
    /// Where the clock stands.
    pub now: Timestamp,
    pub timers_fired: u64,
    pub payouts: PayoutRun,
}

/// The sandbox's now.
///
/// # Errors
/// [`AppError::NotFound`] for a tenant that is no sandbox.
pub fn clock(s: &mut Session<'_, '_>) -> Result<Timestamp, AppError> {
    allowed(s)?;
    Ok(s.now())
}

/// Puts the sandbox on a test clock at an instant. Time only moves forward: to an instant before
/// now only while nothing has happened yet.
///
/// # Errors
/// [`AppError::NotFound`] for a tenant that is no sandbox, [`AppError::Conflict`] for going back.
pub fn set_clock(s: &mut Session<'_, '_>, to: Timestamp) -> Result<(), AppError> {
    allowed(s)?;
    let tenant = s.tenant().clone();
    if to < s.now() && store::orders::count(s.tx(), &tenant)? > 0 {
        let why = "time moves forward only: something has happened already";
        return Err(AppError::conflict("clock_back", why));
    }
    store::tenants::set_test_clock(s.tx(), &tenant, Some(to))?;
    s.audit("sandbox.clock_set", format!("tenant/{tenant}"), None);
    Ok(())
}

/// Lets the sandbox live by the real clock from here on. A clock that was moved into the future waits
/// there until the real one has come so far.
///
/// # Errors
/// [`AppError::NotFound`] for a tenant that is no sandbox, [`AppError::Conflict`] for a sandbox whose
/// clock is ahead.
pub fn run_clock(s: &mut Session<'_, '_>) -> Result<(), AppError> {
    allowed(s)?;
    let (tenant, real_now) = (s.tenant().clone(), s.app().now());
    if s.now() > real_now {
        let why = format!("the sandbox's clock stands at {}, which is later than now", s.now());
        return Err(AppError::conflict("clock_back", why));
    }
    store::tenants::set_test_clock(s.tx(), &tenant, None)?;
    s.audit("sandbox.clock_runs", format!("tenant/{tenant}"), None);
    Ok(())
}

/// Moves the clock forward: everything that falls due on the way happens at its own instant, and
/// payouts are made by the sandbox's own provider.
///
/// # Errors
/// [`AppError::NotFound`] for a tenant that is no sandbox, [`AppError::Conflict`] for going back.
pub async fn advance(
    app: &App,
    principal: &Principal,
    to: Timestamp,
) -> Result<Advanced, AppError> {
    let mut advanced =
        Advanced { now: Timestamp::EPOCH, timers_fired: 0, payouts: PayoutRun::default() };
    for _ in 0..ADVANCE_STEPS_MAX {
        let (now, fired) = app.write(principal, move |s| one_step(s, to)).await?;
        advanced.now = now;
        advanced.timers_fired += fired;
        let system = app.system(&principal.tenant);
        let woken = app.write(&system, crate::conversations::wake_all).await?;
        let run = run_payouts(app, &principal.tenant).await?;
        advanced.payouts.sent += run.sent;
        advanced.payouts.succeeded += run.succeeded;
        advanced.payouts.failed += run.failed;
        advanced.payouts.unknown += run.unknown;
        advanced.payouts.looked_up += run.looked_up;
        if now >= to && fired == 0 && woken == 0 {
            return Ok(advanced);
        }
    }
    Err(AppError::broken("the sandbox's clocks start each other without end"))
}

/// To the next instant at which something is due, and what is due then.
fn one_step(s: &mut Session<'_, '_>, to: Timestamp) -> Result<(Timestamp, u64), AppError> {
    allowed(s)?;
    let (tenant, now) = (s.tenant().clone(), s.now());
    if to < now {
        let why = format!("the sandbox's clock stands at {now}, which is later");
        return Err(AppError::conflict("clock_back", why));
    }
    let timer = store::timers::next_due_of_tenant(s.tx(), &tenant)?;
    let conversation = store::conversations::next_wake_of(s.tx(), &tenant)?;
    let next = timer.into_iter().chain(conversation).min();
    let at = next.filter(|next| *next <= to).unwrap_or(to).max(now);
    store::tenants::set_test_clock(s.tx(), &tenant, Some(at))?;
    if at > now {
        let body = serde_json::json!({ "to": at });
        s.audit("sandbox.clock_advanced", format!("tenant/{tenant}"), Some(body));
    }
    let app = s.app().clone();
    Ok((at, fire_due(&app, s.tx(), &tenant, at)?))
}

fn fire_due(app: &App, tx: &mut Tx<'_>, tenant: &TenantId, at: Timestamp) -> Result<u64, AppError> {
    let mut fired = 0;
    for timer in store::timers::due_of_tenant(tx, tenant, at, BATCH_TIMERS)? {
        if store::timers::fire(tx, &timer)? {
            timers::fire(app, tx, &timer)?;
            fired += 1;
        }
    }
    Ok(fired)
}

/// Makes the payouts of a sandbox that are due.
async fn run_payouts(app: &App, tenant: &TenantId) -> Result<PayoutRun, AppError> {
    let (of, now) = (tenant.clone(), app.now());
    let due = app
        .store()
        .read(move |tx| -> Result<Vec<EffectRow>, AppError> {
            let mut due = Vec::new();
            for state in [EffectState::Intent, EffectState::Sent, EffectState::Unknown] {
                due.extend(store::effects::due(tx, state, now, PAYOUTS_MAX)?);
            }
            due.retain(|row| row.tenant == of);
            Ok(due)
        })
        .await?;
    let mut run = PayoutRun::default();
    let nobody = nobody(app);
    for row in due {
        // Another node may be making the same payout: it is found done next time.
        match payouts::one(app, &nobody, row, &mut run).await {
            Ok(()) | Err(AppError::Overloaded { .. } | AppError::Conflict { .. }) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(run)
}

/// A provider that is never asked: a sandbox plays its own.
pub(crate) fn nobody(app: &App) -> Simulator {
    Simulator::new(app.clock().clone(), kernel::Rng::seeded(0), FaultRates::NONE)
}

/// Whether a tenant's money is play money.
pub(crate) async fn is_sandbox(app: &App, tenant: &TenantId) -> Result<bool, AppError> {
    app.read(&app.system(tenant), |s| Ok(s.is_sandbox())).await
}

fn allowed(s: &mut Session<'_, '_>) -> Result<(), AppError> {
    let merchant = s.principal().merchant.clone();
    let case = compliance::authority::Resource { merchant, ..s.of_tenant() };
    s.check(Action::SandboxUse, &case)?;
    if s.is_sandbox() {
        return Ok(());
    }
    Err(AppError::NotFound { what: "a sandbox of this tenant".to_owned() })
}

/// What the sandbox's own provider says of a payout; `None` for a tenant whose money is real.
pub(crate) async fn plays_provider(
    app: &App,
    row: &EffectRow,
) -> Result<Option<ProviderOutcome>, AppError> {
    let system = app.system(&row.tenant);
    let payout = row.clone();
    app.read(&system, move |s| {
        if !s.is_sandbox() {
            return Ok(None);
        }
        let tenant = s.tenant().clone();
        let order = store::orders::load(s.tx(), &tenant, &payout.order)?;
        let flags = match order {
            Some(order) => flags_of(s, &order.customer)?,
            None => Vec::new(),
        };
        Ok(Some(outcome(&flags, &payout)))
    })
    .await
}

fn outcome(flags: &[Trigger], row: &EffectRow) -> ProviderOutcome {
    if flags.contains(&Trigger::ProviderDecline) {
        return ProviderOutcome::failed("sandbox_declined");
    }
    if flags.contains(&Trigger::ProviderUnknown) && row.attempts <= 1 {
        return ProviderOutcome::unknown("the sandbox lost the answer");
    }
    paid(row)
}

/// The sandbox's own record of a payout.
pub(crate) fn paid(row: &EffectRow) -> ProviderOutcome {
    ProviderOutcome::Succeeded { reference: format!("sandbox_{}", row.effect) }
}

/// The flags of a customer of a sandbox.
fn flags_of(s: &mut Session<'_, '_>, customer: &CustomerId) -> Result<Vec<Trigger>, AppError> {
    let email = feed::contact_email(s, customer)?;
    Ok(email.map(|email| triggers(&email)).unwrap_or_default())
}
