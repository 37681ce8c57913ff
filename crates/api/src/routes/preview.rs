//! What an act of the console would do, before anybody does it.

use std::collections::BTreeMap;

use app::disputes::NewDispute;
use app::preview::{self, Act};
use axum::extract::State;
use kernel::Currency;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::disputes::usual_kind;
use crate::AppState;
use crate::auth::Caller;
use crate::problem::Problem;
use crate::reply::{Command, Json};
use crate::types::dispute::Statement;
use crate::types::dispute_requests::Decide;
use crate::types::letter::Letter;
use crate::wire::{
    Date, Digest, DisputeId, DisputeKind, ExceptionGround, LineId, Money, OrderId, Party,
    PaymentId, PlanId, PlanStatus, Reason, SubIssue,
};

pub(super) fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(preview_act))
}

/// An act, as its own operation takes it.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(tag = "action", rename_all = "snake_case")]
pub(crate) enum PreviewAct {
    PausePlan {
        order_id: OrderId,
        plan_id: PlanId,
        days: u32,
        why: String,
    },
    ExtendPlan {
        order_id: OrderId,
        plan_id: PlanId,
        instalment: u32,
    },
    StartHardship {
        order_id: OrderId,
        plan_id: PlanId,
        parts: u32,
    },
    WaiveFee {
        order_id: OrderId,
        plan_id: PlanId,
        fee: u32,
    },
    GiveGoodwill {
        order_id: OrderId,
        amount_minor: i64,
        note: String,
    },
    GiveRefund {
        order_id: OrderId,
        amount_minor: i64,
        note: String,
    },
    OpenDispute(Box<PreviewDispute>),
    Decide {
        dispute_id: DisputeId,
        #[serde(flatten)]
        decide: Box<Decide>,
    },
}

/// A dispute to open, without its files.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub(crate) struct PreviewDispute {
    pub order_id: OrderId,
    pub reason: Reason,
    #[serde(default)]
    pub kind: Option<DisputeKind>,
    #[serde(default)]
    pub sub_issue: Option<SubIssue>,
    #[serde(default)]
    pub amount_minor: Option<i64>,
    #[serde(default)]
    pub lines: Vec<LineId>,
    #[serde(default)]
    pub statement: Statement,
    #[serde(default)]
    pub late_ground: Option<ExceptionGround>,
}

/// What an act would do. Nothing was done.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Preview {
    pub order_id: OrderId,
    /// The plans that would change.
    pub plans: Vec<PlanChange>,
    /// Accounts of the order that would change; debit +, credit −.
    pub balances: Vec<BalanceChange>,
    /// What the customer got back over all channels.
    pub returned: MoneyChange,
    /// What open disputes claim.
    pub in_dispute: MoneyChange,
    /// Money that would be sent to the customer's own instrument.
    pub payouts: Vec<PreviewPayout>,
    pub cost: PreviewCost,
    pub policy: PreviewPolicy,
    pub approval: PreviewApproval,
    pub undo: PreviewUndo,
    /// What the parties would be sent.
    pub messages: Vec<PreviewMessage>,
    /// What would be decided at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<PreviewDecision>,
    /// What a person would be asked for.
    pub tasks: Vec<String>,
}

/// A plan, before and after.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PlanChange {
    pub plan_id: PlanId,
    /// Absent for a plan that would be new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<PlanState>,
    pub after: PlanState,
}

/// How a plan stands.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct PlanState {
    pub status: PlanStatus,
    pub outstanding: Money,
    pub interest_outstanding: Money,
    pub fees_outstanding: Money,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused_until: Option<Date>,
    /// What is still to be paid, by day.
    pub dues: Vec<PreviewDue>,
}

/// A payment that is still to be made.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(crate) struct PreviewDue {
    #[schema(minimum = 1)]
    pub instalment: u16,
    pub due_on: Date,
    pub open: Money,
}

/// An account, before and after.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct BalanceChange {
    #[schema(example = "exp:goodwill")]
    pub account: String,
    pub before: Money,
    pub after: Money,
}

/// An amount, before and after.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct MoneyChange {
    pub before: Money,
    pub after: Money,
}

/// Money that would be sent.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PreviewPayout {
    pub payment_id: PaymentId,
    pub amount: Money,
}

/// Who would bear what.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PreviewCost {
    pub borne_by: BorneBy,
    pub provider: Money,
    /// What is only held back is no cost yet.
    pub merchant: Money,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BorneBy {
    Nobody,
    Provider,
    Merchant,
    Both,
}

/// The rule it would be done by.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PreviewPolicy {
    #[schema(example = "plan.extension")]
    pub rule: String,
    #[schema(example = "gb.2026-07")]
    pub version: String,
    pub hash: Digest,
    /// The law, guidance or choice it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Whether somebody else has to agree first.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PreviewApproval {
    pub needed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// Whether it can be taken back.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PreviewUndo {
    pub possible: bool,
    pub how: String,
}

/// A letter: a template and the values it is filled with.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PreviewMessage {
    pub to: Party,
    #[schema(example = "plan_changed")]
    pub template: String,
    #[schema(value_type = Object)]
    pub data: serde_json::Value,
    /// As its reader gets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letter: Option<Letter>,
}

/// What would be decided.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct PreviewDecision {
    pub for_party: Party,
    pub amount: Money,
    #[schema(example = "NR-01")]
    pub rule: String,
    /// The reasons, to the customer.
    pub because: String,
}

/// Show what an act would do: on plans and balances, by which rule, at whose cost, who has to agree,
/// and what would be sent. The act itself runs and is rolled back, so what is shown is what happens;
/// what the act would be refused for is refused here. The act's own authority counts.
#[utoipa::path(post, path = "/v1/preview", tag = "desk", request_body = PreviewAct,
    responses((status = 200, body = Preview)),
    extensions(("x-ombud-action" = json!("any")), ("x-ombud-idempotency" = json!("optional"))))]
async fn preview_act(
    State(state): State<AppState>,
    Caller(principal): Caller,
    command: Command<PreviewAct>,
) -> Result<Json<Preview>, Problem> {
    let found = state.app.preview(&principal, command.value().clone().into()).await?;
    Ok(Json(found.try_into()?))
}

impl From<PreviewAct> for Act {
    fn from(from: PreviewAct) -> Self {
        match from {
            PreviewAct::PausePlan { order_id, plan_id, days, why } => {
                Self::PausePlan { order: order_id.0, plan: plan_id.0, days, why }
            }
            PreviewAct::ExtendPlan { order_id, plan_id, instalment } => {
                Self::ExtendPlan { order: order_id.0, plan: plan_id.0, instalment }
            }
            PreviewAct::StartHardship { order_id, plan_id, parts } => {
                Self::StartHardship { order: order_id.0, plan: plan_id.0, parts }
            }
            PreviewAct::WaiveFee { order_id, plan_id, fee } => {
                Self::WaiveFee { order: order_id.0, plan: plan_id.0, fee }
            }
            PreviewAct::GiveGoodwill { order_id, amount_minor, note } => {
                Self::GiveGoodwill { order: order_id.0, amount_minor, note }
            }
            PreviewAct::GiveRefund { order_id, amount_minor, note } => {
                Self::GiveRefund { order: order_id.0, amount_minor, note }
            }
            PreviewAct::OpenDispute(open) => Self::OpenDispute(Box::new(NewDispute {
                order: open.order_id.0,
                kind: open.kind.map_or(usual_kind(open.reason.0), |kind| kind.0),
                reason: open.reason.0,
                sub_issue: open.sub_issue.map(|issue| issue.0).unwrap_or_default(),
                amount_minor: open.amount_minor,
                lines: open.lines.into_iter().map(|line| line.0).collect(),
                statement: open.statement.into(),
                items: Vec::new(),
                late_ground: open.late_ground.map(|ground| ground.0),
            })),
            PreviewAct::Decide { dispute_id, decide } => {
                Self::Decide(Box::new(decide.of(dispute_id.0)))
            }
        }
    }
}

fn state_of(
    plan: &plan::Plan,
    paused_until: &BTreeMap<kernel::PlanId, kernel::Date>,
    currency: Currency,
) -> PlanState {
    let money = |minor| Money::new(minor, currency);
    let dues = plan.open_instalments().into_iter().map(|part| PreviewDue {
        instalment: part.seq,
        due_on: part.due.into(),
        open: money(part.open() + part.interest_open()),
    });
    PlanState {
        status: plan.status().into(),
        outstanding: money(plan.outstanding()),
        interest_outstanding: money(plan.interest_outstanding()),
        fees_outstanding: money(plan.fees_outstanding()),
        paused_until: paused_until.get(&plan.id()).copied().map(Into::into),
        dues: dues.collect(),
    }
}

/// The accounts whose balance differs.
fn balances(before: &dispute::OrderFile, after: &dispute::OrderFile) -> Vec<BalanceChange> {
    let currency = after.currency();
    let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    for (account, of, balance) in before.book().balances() {
        if of == currency {
            sums.entry(account.to_string()).or_default().0 = balance.posted;
        }
    }
    for (account, of, balance) in after.book().balances() {
        if of == currency {
            sums.entry(account.to_string()).or_default().1 = balance.posted;
        }
    }
    let moved = sums.into_iter().filter(|(_, (before, after))| before != after);
    moved
        .map(|(account, (before, after))| BalanceChange {
            account,
            before: Money::new(before, currency),
            after: Money::new(after, currency),
        })
        .collect()
}

impl TryFrom<preview::Preview> for Preview {
    type Error = app::AppError;

    fn try_from(from: preview::Preview) -> Result<Self, app::AppError> {
        let currency = from.after.currency();
        let money = |minor| Money::new(minor, currency);
        let plans = from.after.plans().iter().filter_map(|plan| {
            let known = from.before.plan(plan.id());
            let before =
                known.map(|plan| state_of(plan, &from.before_beside.paused_until, currency));
            let after = state_of(plan, &from.after_beside.paused_until, currency);
            let changed = before.as_ref() != Some(&after);
            changed.then(|| PlanChange { plan_id: plan.id().into(), before, after })
        });
        let borne_by = match (from.cost.provider_minor > 0, from.cost.merchant_minor > 0) {
            (true, true) => BorneBy::Both,
            (true, false) => BorneBy::Provider,
            (false, true) => BorneBy::Merchant,
            (false, false) => BorneBy::Nobody,
        };
        let word = |value: serde_json::Value| value.as_str().map(str::to_owned).unwrap_or_default();
        let messages = from.notices.into_iter().map(|(notice, letter)| {
            Ok(PreviewMessage {
                to: notice.to.into(),
                template: word(serde_json::to_value(notice.template)?),
                data: notice.data,
                letter: letter.map(Into::into),
            })
        });
        let messages: Vec<_> = messages.collect::<Result<_, serde_json::Error>>()?;
        let tasks = from.tasks.into_iter().map(|kind| Ok(word(serde_json::to_value(kind)?)));
        let tasks: Vec<_> = tasks.collect::<Result<_, serde_json::Error>>()?;
        Ok(Self {
            order_id: from.after.order().id.clone().into(),
            plans: plans.collect(),
            balances: balances(&from.before, &from.after),
            returned: MoneyChange {
                before: money(from.before.returned_minor()),
                after: money(from.after.returned_minor()),
            },
            in_dispute: MoneyChange {
                before: money(from.before.in_dispute_minor()),
                after: money(from.after.in_dispute_minor()),
            },
            payouts: from
                .payouts
                .into_iter()
                .map(|payout| PreviewPayout {
                    payment_id: payout.payment.into(),
                    amount: money(payout.amount_minor),
                })
                .collect(),
            cost: PreviewCost {
                borne_by,
                provider: money(from.cost.provider_minor),
                merchant: money(from.cost.merchant_minor),
            },
            policy: PreviewPolicy {
                rule: from.rule.name,
                version: from.rule.version,
                hash: from.rule.hash.into(),
                source: from.rule.source,
            },
            approval: PreviewApproval { needed: from.approval.is_some(), why: from.approval },
            undo: PreviewUndo { possible: from.undo.possible, how: from.undo.how.to_owned() },
            messages,
            decision: from.decision.map(|decision| PreviewDecision {
                for_party: decision.for_party.into(),
                amount: money(decision.amount_minor),
                rule: decision.rules.into_iter().next().unwrap_or_default(),
                because: decision.because,
            }),
            tasks,
        })
    }
}
