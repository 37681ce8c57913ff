//! The plan itself: its instalments, what it asks of them, and the errors of all operations.
//!
//! Fields are changed only by the operations of this crate, so that the invariants in the crate's
//! text hold. It must never hold an instalment whose parts exceed its amount.

use kernel::{CaptureId, Currency, Date, OrderId, PlanId};
use serde::{Deserialize, Serialize};

use crate::change::Hardship;
use crate::fee::{FeeState, LateFee};
use crate::instalment::{Instalment, is_zero};
use crate::interest::PRINCIPAL_MINOR_MAX;
use crate::pause::Pause;
use crate::product::Product;

/// Most instalments of a plan over its whole life, re-plans included.
pub const INSTALMENTS_MAX: usize = 240;
/// Most pauses kept on a plan.
pub const PAUSES_MAX: usize = 200;
/// Most fees kept on a plan.
pub const FEES_MAX: usize = 200;

/// Where a plan stands. Worked out from its parts, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanStatus {
    Active,
    /// Due dates stand still.
    Paused,
    /// Nothing may be collected.
    Frozen,
    /// Nothing is outstanding, and the customer paid at least a part.
    Settled,
    /// Nothing is outstanding, and nothing of it was kept.
    Cancelled,
    WrittenOff,
}

/// What is needed to open a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPlan {
    pub id: PlanId,
    pub order: OrderId,
    pub capture: CaptureId,
    pub product: Product,
    pub currency: Currency,
    /// Minor units, more than 0.
    pub principal: i64,
    /// The version of the policy it is opened under, such as `gb.2026-07`; kept for life.
    pub policy: String,
    /// The local date of the capture.
    pub opened: Date,
}

/// One capture's payment plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    pub(crate) id: PlanId,
    pub(crate) order: OrderId,
    pub(crate) capture: CaptureId,
    pub(crate) product: Product,
    pub(crate) currency: Currency,
    pub(crate) principal: i64,
    pub(crate) policy: String,
    pub(crate) opened: Date,
    /// In order of `seq`.
    pub(crate) instalments: Vec<Instalment>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) pauses: Vec<Pause>,
    /// Days of ended pauses by which due dates have moved.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub(crate) days_moved: i64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) fees: Vec<LateFee>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) hardship: Option<Hardship>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) frozen: bool,
}

/// Why an operation on a plan is refused. The plan is unchanged then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    #[error("product field {field} must be inside its bound of {max}, got {got}")]
    Product { field: &'static str, got: i64, max: i64 },
    #[error("a principal of {principal} minor units is too small for {instalments} instalments")]
    TooSmall { principal: i64, instalments: u16 },
    #[error("the principal must be 1 to {PRINCIPAL_MINOR_MAX} minor units, got {0}")]
    Principal(i64),
    #[error("{what} must be more than 0 minor units, got {minor}")]
    NotPositive { what: &'static str, minor: i64 },
    #[error("{what} of {minor} minor units is more than the {max} there is")]
    TooMuch { what: &'static str, minor: i64, max: i64 },
    #[error("the plan has no instalment {0}")]
    NoInstalment(u16),
    #[error("instalment {0} is closed")]
    InstalmentClosed(u16),
    #[error("the due date of instalment {0} was extended before: once is the rule")]
    ExtendedBefore(u16),
    #[error("instalment {seq} was due on {due}: only a due date still to come can be extended")]
    TooLateToExtend { seq: u16, due: Date },
    #[error("the new due date {due} is too soon: the first that is allowed is {earliest}")]
    DueTooSoon { due: Date, earliest: Date },
    #[error("the plan is not paused for {0}")]
    NotPaused(String),
    #[error("{what} on {on} is before {earliest}, when it began")]
    BeforeStart { what: &'static str, on: Date, earliest: Date },
    #[error("the plan has no fee {0} that stands")]
    NoFee(u16),
    #[error("a fee dated {on} falls inside a pause")]
    FeeInPause { on: Date },
    #[error("a fee was charged before for this missed payment (instalment {seq}, number {nth})")]
    FeeTwice { seq: u16, nth: u16 },
    #[error("nothing is outstanding")]
    NothingOutstanding,
    #[error("the plan already has {max} {what}, the most it may have")]
    TooMany { what: &'static str, max: usize },
    #[error("the stored plan is not consistent: {0}")]
    Inconsistent(String),
}

impl Plan {
    /// Opens a plan with the schedule of its product.
    ///
    /// # Errors
    /// [`PlanError::Principal`], [`PlanError::Product`] or [`PlanError::TooSmall`].
    pub fn open(new: NewPlan) -> Result<Self, PlanError> {
        let NewPlan { id, order, capture, product, currency, principal, policy, opened } = new;
        if !(1..=PRINCIPAL_MINOR_MAX).contains(&principal) {
            return Err(PlanError::Principal(principal));
        }
        let instalments = product.schedule(principal, opened)?;
        Ok(Self {
            id,
            order,
            capture,
            product,
            currency,
            principal,
            policy,
            opened,
            instalments,
            pauses: Vec::new(),
            days_moved: 0,
            fees: Vec::new(),
            hardship: None,
            frozen: false,
        })
    }

    pub const fn id(&self) -> PlanId {
        self.id
    }
    pub const fn order(&self) -> &OrderId {
        &self.order
    }
    pub const fn capture(&self) -> &CaptureId {
        &self.capture
    }
    pub const fn product(&self) -> Product {
        self.product
    }
    pub const fn currency(&self) -> Currency {
        self.currency
    }
    /// Minor units, as captured; never changes.
    pub const fn principal(&self) -> i64 {
        self.principal
    }
    /// The version of the policy it was opened under.
    pub fn policy(&self) -> &str {
        &self.policy
    }
    /// The local date of the capture.
    pub const fn opened(&self) -> Date {
        self.opened
    }
    pub fn instalments(&self) -> &[Instalment] {
        &self.instalments
    }
    pub fn instalment(&self, seq: u16) -> Option<&Instalment> {
        self.instalments.iter().find(|instalment| instalment.seq == seq)
    }
    pub fn pauses(&self) -> &[Pause] {
        &self.pauses
    }
    pub fn fees(&self) -> &[LateFee] {
        &self.fees
    }
    pub const fn hardship(&self) -> Option<&Hardship> {
        self.hardship.as_ref()
    }
    /// Whether nothing may be collected, as after a report of an unauthorised purchase.
    pub const fn frozen(&self) -> bool {
        self.frozen
    }

    /// Unpaid principal, in minor units: the balance of `recv:{plan}` (invariant I4).
    pub fn outstanding(&self) -> i64 {
        self.instalments.iter().map(Instalment::open).sum()
    }

    /// Interest scheduled and not paid, in minor units.
    pub fn interest_outstanding(&self) -> i64 {
        self.instalments.iter().map(Instalment::interest_open).sum()
    }

    /// Principal the customer paid and we kept, in minor units.
    pub fn paid_total(&self) -> i64 {
        self.instalments.iter().map(|instalment| instalment.paid).sum()
    }

    /// What the customer got back or no longer owes: off the plan, to the card, or through a card
    /// network, in minor units (for invariant I2).
    pub fn relieved_total(&self) -> i64 {
        let relieved = |i: &Instalment| i.refunded + i.returned + i.charged_back;
        self.instalments.iter().map(relieved).sum()
    }

    /// Principal given up as a credit loss, in minor units.
    pub fn written_off_total(&self) -> i64 {
        self.instalments.iter().map(|instalment| instalment.written_off).sum()
    }

    /// Fees charged and not paid, in minor units: the late-fee part of `fees_recv:{plan}`.
    pub fn fees_outstanding(&self) -> i64 {
        let standing = self.fees.iter().filter(|fee| fee.state == FeeState::Charged);
        standing.map(|fee| fee.minor - fee.paid).sum()
    }

    /// Open instalments, earliest due first.
    pub fn open_instalments(&self) -> Vec<&Instalment> {
        let mut open: Vec<_> = self.instalments.iter().filter(|i| i.open() > 0).collect();
        open.sort_by_key(|instalment| (instalment.due, instalment.seq));
        open
    }

    /// The instalment to pay next.
    pub fn next_due(&self) -> Option<&Instalment> {
        self.open_instalments().into_iter().next()
    }

    pub fn status(&self) -> PlanStatus {
        if self.outstanding() > 0 {
            if self.frozen {
                PlanStatus::Frozen
            } else if self.is_paused() {
                PlanStatus::Paused
            } else {
                PlanStatus::Active
            }
        } else if self.written_off_total() > 0 {
            PlanStatus::WrittenOff
        } else if self.paid_total() > 0 {
            PlanStatus::Settled
        } else {
            PlanStatus::Cancelled
        }
    }

    /// Whether a credit bureau may be told that this customer got worse: never while the debt is
    /// disputed, paused, frozen or in hardship.
    pub fn may_report_worsening(&self) -> bool {
        !self.frozen && !self.is_paused() && !self.in_hardship()
    }

    /// Checks what every operation keeps: for plans that come from outside.
    ///
    /// # Errors
    /// [`PlanError::Inconsistent`] with the first thing found.
    pub fn check(&self) -> Result<(), PlanError> {
        let wrong = |what: String| Err(PlanError::Inconsistent(what));
        let total: i64 = self.instalments.iter().map(|instalment| instalment.amount).sum();
        if total != self.principal {
            return wrong(format!(
                "instalments sum to {total}, the principal is {}",
                self.principal
            ));
        }
        for i in &self.instalments {
            let parts = [i.paid, i.refunded, i.returned, i.charged_back, i.written_off, i.open()];
            if parts.iter().any(|part| *part < 0) || !(0..=i.interest).contains(&i.interest_paid) {
                return wrong(format!("instalment {} has a part below 0 or above it", i.seq));
            }
        }
        if self.instalments.windows(2).any(|w| matches!(w, [a, b] if a.seq >= b.seq)) {
            return wrong("instalments are not in order of seq".to_owned());
        }
        let mut standing = self.fees.iter().filter(|fee| fee.state == FeeState::Charged);
        match standing.find(|fee| self.pauses.iter().any(|pause| pause.covers(fee.on))) {
            Some(fee) => wrong(format!("fee {} is dated inside a pause", fee.no)),
            None => Ok(()),
        }
    }

    pub(crate) fn instalment_mut(&mut self, seq: u16) -> Result<&mut Instalment, PlanError> {
        let found = self.instalments.iter_mut().find(|instalment| instalment.seq == seq);
        found.ok_or(PlanError::NoInstalment(seq))
    }

    /// The `seq` of every open instalment, earliest due first.
    pub(crate) fn open_order(&self) -> Vec<u16> {
        self.open_instalments().into_iter().map(|instalment| instalment.seq).collect()
    }
}

/// Refuses an amount of 0 or less.
pub(crate) fn positive(what: &'static str, minor: i64) -> Result<i64, PlanError> {
    if minor > 0 { Ok(minor) } else { Err(PlanError::NotPositive { what, minor }) }
}
