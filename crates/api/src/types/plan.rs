//! A payment plan as the API shows it.

use std::collections::BTreeMap;

use app::beside::Beside;
use serde::Serialize;
use utoipa::ToSchema;

use super::feed::Product;
use crate::wire::*;

/// The instalments of one capture.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Plan {
    pub id: PlanId,
    pub order_id: OrderId,
    pub capture_id: CaptureId,
    pub product: Product,
    pub status: PlanStatus,
    /// What was captured.
    pub principal: Money,
    /// Principal still to be paid.
    pub outstanding: Money,
    pub interest_outstanding: Money,
    pub fees_outstanding: Money,
    /// Paid by the customer and kept.
    pub paid: Money,
    /// The policy it was opened under; kept for life.
    #[schema(example = "gb.2026-07")]
    pub policy: String,
    pub opened_on: Date,
    pub instalments: Vec<Instalment>,
    pub pauses: Vec<Pause>,
    /// While it stands still: the first day on which a payment may fall due again; later where a
    /// case stays open for longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused_until: Option<Date>,
    pub fees: Vec<LateFee>,
    /// Nothing may be collected.
    pub frozen: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hardship: Option<Hardship>,
    /// A payment ahead of the due dates: the newest, until it has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payment: Option<EarlyPayment>,
}

/// How a payment ahead of the due dates stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EarlyPaymentState {
    /// The payment provider decides.
    Pending,
    /// The payment provider asks the customer: go to `redirect_url`.
    AsksCustomer,
    /// Nothing was paid.
    Declined,
}

/// A payment ahead of the due dates that has not come.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct EarlyPayment {
    #[schema(value_type = String, format = "uuid")]
    pub id: kernel::EffectId,
    pub state: EarlyPaymentState,
    pub amount: Money,
    pub asked_at: Moment,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect_url: Option<String>,
    /// The provider's own word for why not, such as `insufficient_funds`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declined_because: Option<String>,
}

impl EarlyPayment {
    /// `None` once it has come: then it is in the instalments.
    fn new(mark: &dispute::CollectionMark) -> Option<Self> {
        use dispute::CollectionState as Is;
        let (state, redirect_url, declined_because) = match &mark.state {
            Is::Succeeded => return None,
            Is::Intended | Is::Unknown => (EarlyPaymentState::Pending, None, None),
            Is::AsksCustomer { redirect_url } => {
                (EarlyPaymentState::AsksCustomer, Some(redirect_url.clone()), None)
            }
            Is::Declined { code } => (EarlyPaymentState::Declined, None, Some(code.clone())),
        };
        let dispute::Collection { id, amount_minor, currency, at, .. } = &mark.collection;
        Some(Self {
            id: *id,
            state,
            amount: Money::new(*amount_minor, *currency),
            asked_at: Text(*at),
            redirect_url,
            declined_because,
        })
    }
}

/// One instalment. `amount = paid + refunded + returned + charged_back + written_off + open`, all
/// minor units of the plan's currency.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Instalment {
    /// From 1, in the order they were made.
    #[schema(minimum = 1)]
    pub seq: u16,
    pub due_on: Date,
    pub state: InstalmentState,
    pub amount_minor: i64,
    /// Still to be paid.
    pub open_minor: i64,
    pub paid_minor: i64,
    /// Taken off before it was paid.
    pub refunded_minor: i64,
    /// Paid, then given back to the payment that brought it.
    pub returned_minor: i64,
    /// Paid, then taken back by a card network.
    pub charged_back_minor: i64,
    pub written_off_minor: i64,
    pub interest_minor: i64,
    pub interest_paid_minor: i64,
    /// The one extension of the due date was used.
    pub extended: bool,
}

/// A time in which due dates stand still.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Pause {
    #[schema(example = "dispute 01930d1c-8f00-7000-8000-000000000000")]
    pub reason: String,
    pub from: Date,
    /// When it is planned to end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// When it did end, that day included; absent while it lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<Date>,
}

/// A fee for a missed payment.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct LateFee {
    /// From 1, in the order they were charged.
    #[schema(minimum = 1)]
    pub number: u16,
    /// The instalment that was missed.
    pub instalment: u16,
    pub on: Date,
    pub amount_minor: i64,
    pub paid_minor: i64,
    pub state: FeeState,
}

/// A re-plan for a customer in difficulty.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Hardship {
    pub since: Date,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<Date>,
}

impl Plan {
    /// A plan of an order.
    pub(crate) fn of(file: &dispute::OrderFile, plan: &plan::Plan, beside: &Beside) -> Self {
        let payment = file.last_collection(plan.id()).and_then(EarlyPayment::new);
        Self { payment, ..Self::new(plan, &beside.paused_until) }
    }

    fn new(plan: &plan::Plan, paused_until: &BTreeMap<kernel::PlanId, kernel::Date>) -> Self {
        let money = |minor| Money::new(minor, plan.currency());
        Self {
            id: plan.id().into(),
            order_id: plan.order().clone().into(),
            capture_id: plan.capture().clone().into(),
            product: plan.product().into(),
            status: plan.status().into(),
            principal: money(plan.principal()),
            outstanding: money(plan.outstanding()),
            interest_outstanding: money(plan.interest_outstanding()),
            fees_outstanding: money(plan.fees_outstanding()),
            paid: money(plan.paid_total()),
            policy: plan.policy().to_owned(),
            opened_on: plan.opened().into(),
            instalments: plan.instalments().iter().map(Into::into).collect(),
            pauses: plan.pauses().iter().map(Into::into).collect(),
            paused_until: paused_until.get(&plan.id()).copied().map(Into::into),
            fees: plan.fees().iter().map(Into::into).collect(),
            frozen: plan.frozen(),
            hardship: plan.hardship().map(|hardship| Hardship {
                since: hardship.since.into(),
                ended: hardship.ended.map(Into::into),
            }),
            payment: None,
        }
    }
}

impl From<&plan::Instalment> for Instalment {
    fn from(from: &plan::Instalment) -> Self {
        Self {
            seq: from.seq,
            due_on: from.due.into(),
            state: from.state().into(),
            amount_minor: from.amount,
            open_minor: from.open(),
            paid_minor: from.paid,
            refunded_minor: from.refunded,
            returned_minor: from.returned,
            charged_back_minor: from.charged_back,
            written_off_minor: from.written_off,
            interest_minor: from.interest,
            interest_paid_minor: from.interest_paid,
            extended: from.extended,
        }
    }
}

impl From<&plan::Pause> for Pause {
    fn from(from: &plan::Pause) -> Self {
        Self {
            reason: from.reason.to_string(),
            from: from.from.into(),
            until: from.until.map(Into::into),
            ended: from.ended.map(Into::into),
        }
    }
}

impl From<&plan::LateFee> for LateFee {
    fn from(from: &plan::LateFee) -> Self {
        Self {
            number: from.no,
            instalment: from.seq,
            on: from.on.into(),
            amount_minor: from.minor,
            paid_minor: from.paid,
            state: from.state.into(),
        }
    }
}
