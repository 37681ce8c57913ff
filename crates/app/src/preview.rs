//! What an act would do, before anybody does it: the very same use case runs in a transaction that is
//! rolled back, so that what is shown and what is done cannot differ.

use std::sync::{Arc, Mutex, PoisonError};

use compliance::authority::Principal;
use dispute::{Decide, Decision, Effect, Notice, OrderFile, Payout, TaskKind};
use kernel::canonical::Sha256Hex;
use kernel::{OrderId, PlanId};
use ledger::{Account, AccountClass, Phase};
use letters::Letter;

use crate::beside::{self, Beside};
use crate::disputes::{self, Acted, NewDispute};
use crate::order::{Work, may_see, order_of};
use crate::session::Watched;
use crate::words::Writer;
use crate::{App, AppError, Session, desk, plans};

/// The error by which a tried-out act is rolled back; no caller sees it.
const ROLLED_BACK: &str = "preview_rolled_back";

/// An act of the console.
#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    PausePlan { order: OrderId, plan: PlanId, days: u32, why: String },
    ExtendPlan { order: OrderId, plan: PlanId, instalment: u32 },
    StartHardship { order: OrderId, plan: PlanId, parts: u32 },
    WaiveFee { order: OrderId, plan: PlanId, fee: u32 },
    GiveGoodwill { order: OrderId, amount_minor: i64, note: String },
    GiveRefund { order: OrderId, amount_minor: i64, note: String },
    OpenDispute(Box<NewDispute>),
    Decide(Box<Decide>),
}

/// What it would do.
#[derive(Debug, Clone, PartialEq)]
pub struct Preview {
    pub before: OrderFile,
    pub before_beside: Beside,
    pub after: OrderFile,
    pub after_beside: Beside,
    /// Letters that would be sent, each in its reader's words where there are any.
    pub notices: Vec<(Notice, Option<Letter>)>,
    /// Money that would be sent to the customer's own instrument.
    pub payouts: Vec<Payout>,
    pub decision: Option<Decision>,
    /// What a person would be asked for.
    pub tasks: Vec<TaskKind>,
    pub cost: Cost,
    pub rule: Rule,
    /// Why a second, different person has to agree first; `None` where nobody has to.
    pub approval: Option<String>,
    pub undo: Undo,
}

/// Who bears what, in minor units of the order's currency; a gain is negative.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cost {
    pub provider_minor: i64,
    /// What is only held back is no cost yet.
    pub merchant_minor: i64,
}

/// The rule it would be done by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Such as `plan.extension`, or the rule of a decision table.
    pub name: String,
    pub version: String,
    pub hash: Sha256Hex,
    /// The law, guidance or choice it comes from, where the policy says so.
    pub source: Option<String>,
}

/// Whether it can be taken back, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Undo {
    pub possible: bool,
    pub how: &'static str,
}

impl App {
    /// What an act would do if the principal did it now. Nothing is written.
    ///
    /// # Errors
    /// What the act itself would answer.
    pub async fn preview(&self, principal: &Principal, act: Act) -> Result<Preview, AppError> {
        let found = Arc::new(Mutex::new(None));
        let out = Arc::clone(&found);
        let ran = self.write(principal, move |s| {
            let outcome = try_out(s, &act);
            s.unwatch();
            *out.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
            Err::<(), _>(AppError::conflict(ROLLED_BACK, "an act was only tried out"))
        });
        match ran.await {
            Err(AppError::Conflict { code: ROLLED_BACK, .. }) => {}
            Err(error) => return Err(error),
            Ok(()) => return Err(AppError::broken("an act that was tried out was kept")),
        }
        let found = found.lock().unwrap_or_else(PoisonError::into_inner).take();
        found.unwrap_or_else(|| Err(AppError::broken("an act was not tried out")))
    }
}

fn try_out(s: &mut Session<'_, '_>, act: &Act) -> Result<Preview, AppError> {
    let order = order_named(s, act)?;
    let work = Work::get(s, &order)?;
    may_see(s, &work.file, None)?;
    let before = work.file;
    let before_beside = beside::one(s, &before)?;
    s.watch();
    let asked = run(s, act.clone())?;
    let Watched { file, effects, approval } = s.unwatch();
    let after = file.unwrap_or_else(|| before.clone());
    let after_beside = beside::one(s, &after)?;
    let cost = cost(&effects);
    let mut notices = Vec::new();
    let mut payouts = Vec::new();
    let mut decision = None;
    let mut tasks = Vec::new();
    for effect in effects {
        match effect {
            Effect::Notify(notice) => notices.push(notice),
            Effect::Pay(payout) => payouts.push(payout),
            Effect::Decided(made) => decision = Some(made),
            Effect::Ask(task) => tasks.push(task.kind),
            _ => {}
        }
    }
    let rule = rule(s, act, &after, decision.as_ref())?;
    let writer = Writer::new(s, &after, None)?;
    let in_words = |notice: Notice| {
        let letter = writer.notice(s, &notice);
        (notice, letter)
    };
    let notices = notices.into_iter().map(in_words).collect();
    Ok(Preview {
        before,
        before_beside,
        after,
        after_beside,
        notices,
        payouts,
        decision,
        tasks,
        cost,
        rule,
        approval: approval.or(asked),
        undo: undo(act),
    })
}

fn order_named(s: &mut Session<'_, '_>, act: &Act) -> Result<OrderId, AppError> {
    Ok(match act {
        Act::PausePlan { order, .. }
        | Act::ExtendPlan { order, .. }
        | Act::StartHardship { order, .. }
        | Act::WaiveFee { order, .. }
        | Act::GiveGoodwill { order, .. }
        | Act::GiveRefund { order, .. } => order.clone(),
        Act::OpenDispute(new) => new.order.clone(),
        Act::Decide(decide) => order_of(s, decide.dispute)?,
    })
}

/// Runs the use case. Says why it became a request to somebody else, where it did.
fn run(s: &mut Session<'_, '_>, act: Act) -> Result<Option<String>, AppError> {
    let requested = "a person at the desk has to agree".to_owned();
    match act {
        Act::PausePlan { order, plan, days, why } => {
            plans::pause(s, &order, plan, days, why)?;
        }
        Act::ExtendPlan { order, plan, instalment } => {
            plans::extend_due_date(s, &order, plan, instalment)?;
        }
        Act::StartHardship { order, plan, parts } => {
            plans::hardship(s, &order, plan, parts)?;
        }
        Act::WaiveFee { order, plan, fee } => {
            plans::waive_fee(s, &order, plan, fee)?;
        }
        Act::GiveGoodwill { order, amount_minor, note } => {
            let acted = desk::goodwill(s, &order, amount_minor, note)?;
            return Ok(matches!(acted, Acted::AwaitsApproval(_)).then_some(requested));
        }
        Act::GiveRefund { order, amount_minor, note } => {
            let acted = desk::refund(s, &order, amount_minor, note)?;
            return Ok(matches!(acted, Acted::AwaitsApproval(_)).then_some(requested));
        }
        Act::OpenDispute(new) => {
            disputes::open(s, *new)?;
        }
        Act::Decide(decide) => {
            let acted = disputes::decide(s, *decide)?;
            return Ok(matches!(acted, Acted::AwaitsApproval(_)).then_some(requested));
        }
    }
    Ok(None)
}

/// Who bears what by the entries that would be posted. What is only reserved is no cost.
fn cost(effects: &[Effect]) -> Cost {
    let mut cost = Cost::default();
    for effect in effects {
        let Effect::Post { entry } = effect else { continue };
        if !matches!(entry.phase(), Phase::Posted | Phase::Settles(_)) {
            continue;
        }
        for leg in entry.legs() {
            match (&leg.account, leg.account.class()) {
                (_, AccountClass::Expense | AccountClass::Income) => {
                    cost.provider_minor += leg.minor;
                }
                // What is held and what is owed to the merchant together: holding moves nothing.
                (
                    Account::MerchantPayable(_) | Account::MerchantReceivable(_) | Account::Hold(_),
                    _,
                ) => cost.merchant_minor += leg.minor,
                _ => {}
            }
        }
    }
    cost
}

fn rule(
    s: &mut Session<'_, '_>,
    act: &Act,
    file: &OrderFile,
    decision: Option<&Decision>,
) -> Result<Rule, AppError> {
    let (app, tenant) = (s.app().clone(), s.tenant().clone());
    let policy = app.policy(s.tx(), &tenant)?;
    if let Some(decision) = decision {
        return Ok(Rule {
            name: decision.rules.first().cloned().unwrap_or_default(),
            version: decision.policy_version.clone(),
            hash: decision.policy_hash,
            source: None,
        });
    }
    let pack = &policy.rules.pack;
    let of_pack = |name: &str| Rule {
        name: name.to_owned(),
        version: pack.version.clone(),
        hash: pack.hash(),
        source: None,
    };
    let missing = |error: plan::PolicyError| AppError::internal("a market has no policy", error);
    let market = policy.rules.plans.get(&file.order().jurisdiction).map_err(missing)?;
    let hash = market.hash().map_err(missing)?;
    let of_market = |name: &str, source: Option<&str>| Rule {
        name: name.to_owned(),
        version: market.version.clone(),
        hash,
        source: source.map(str::to_owned),
    };
    Ok(match act {
        Act::PausePlan { .. } => of_market("plan.pause", Some(&market.pause.source)),
        Act::ExtendPlan { .. } => {
            let source = market.extension.as_ref().map(|rule| rule.source.as_str());
            of_market("plan.extension", source)
        }
        Act::StartHardship { .. } => of_market("plan.hardship", Some(&market.hardship.source)),
        Act::WaiveFee { .. } => {
            let source = market.late_fee.as_ref().map(|rule| rule.source.as_str());
            of_market("plan.late_fee", source)
        }
        Act::GiveGoodwill { .. } => of_pack("authority.goodwill"),
        Act::GiveRefund { .. } => of_pack("authority.refund"),
        Act::OpenDispute(_) => of_pack("dispute.open"),
        Act::Decide(_) => of_pack("dispute.decide"),
    })
}

const fn undo(act: &Act) -> Undo {
    let (possible, how) = match act {
        Act::PausePlan { .. } => (false, "It ends by itself on its day; due dates move once."),
        Act::ExtendPlan { .. } => (false, "A due date that moved does not move back."),
        Act::StartHardship { .. } => (true, "Another arrangement can replace it."),
        Act::WaiveFee { .. } => (false, "A fee that was given up is not charged again."),
        Act::GiveGoodwill { .. } | Act::GiveRefund { .. } => {
            (false, "Money that was given is not taken back.")
        }
        Act::OpenDispute(_) => (true, "The customer can withdraw it."),
        Act::Decide(_) => (true, "An appeal or a review by somebody else can change it."),
    };
    Undo { possible, how }
}
