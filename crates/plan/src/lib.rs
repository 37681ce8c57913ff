//! What a customer owes, when, and what changes it: instalments, refunds, pauses, late fees,
//! hardship, per market as policy data.
//!
//! Pure. A plan never posts money: each operation says what changed, and the caller posts the
//! ledger entry in the same transaction. Days are local dates of the plan's market; the caller
//! turns instants into dates with the market's calendar.
//!
//! Kept at every step:
//! * an instalment's amount is what was paid, refunded, returned, charged back, written off and is
//!   still open; the amounts sum to the principal;
//! * what is outstanding is the sum of the open parts and never negative (invariant I4);
//! * no standing fee is dated inside a pause (invariant I5).

pub mod arith;
pub mod caps;
pub mod change;
mod dates;
pub mod fee;
pub mod instalment;
pub mod interest;
pub mod pause;
pub mod pay;
pub mod policy;
pub mod policy_file;
pub mod product;
pub mod refund;
pub mod schedule;

pub use caps::{ConsumerCaps, ConsumerCharge, ConsumerFacts, ConsumerRoom};
pub use change::{Extension, Hardship, Moved, Reinstated, Replanned};
pub use fee::{FeeFacts, FeePayment, FeeReversal, FeeState, LateFee, NoFee, assess_late_fee};
pub use instalment::{Instalment, InstalmentState};
pub use pause::{Pause, PauseChange, PauseReason, Resumed};
pub use pay::{Allocation, EarlySettlement, PaymentLeg};
pub use policy::{
    ExtensionRule, FinancingRule, HardshipRule, LateFeeRule, PauseRule, PlanPolicies, PlanPolicy,
    RefundAllocation, RefundRule,
};
pub use policy_file::{Ceiling, Ceilings, PolicyError};
pub use product::Product;
pub use refund::RefundSplit;
pub use schedule::{NewPlan, Plan, PlanError, PlanStatus};
