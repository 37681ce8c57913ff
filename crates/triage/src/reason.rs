//! Which reason of a dispute a customer's words speak of.

use dispute::Reason;

/// Intents of `policy/assistant/intents` whose messages are examples of a reason. What customers also write
/// and what is about something else teaches what no reason is.
const EXAMPLES: &[(&str, Reason)] = &[
    ("not_received", Reason::NotReceived),
    ("where_is_my_order", Reason::NotReceived),
    ("not_as_described", Reason::NotAsDescribed),
    ("damaged_or_defective", Reason::NotAsDescribed),
    ("refund_status", Reason::RefundNotProcessed),
    ("return_status", Reason::RefundNotProcessed),
    ("store_credit_refused", Reason::RefundNotProcessed),
    ("subscription_not_cancelled", Reason::RefundNotProcessed),
    ("incorrect_amount", Reason::IncorrectAmount),
    ("refund_wrong_amount", Reason::IncorrectAmount),
    ("paid_twice", Reason::Duplicate),
    ("payment_not_registered", Reason::AlreadyPaid),
    ("unknown_purchase", Reason::Unauthorised),
    ("account_takeover", Reason::Unauthorised),
    ("merchant_insolvent", Reason::Other),
    ("late_fee_question", Reason::Other),
    ("product_feedback", Reason::Other),
];

/// The reasons that words can be told to speak of, in the order of their places.
pub const REASONS: [Reason; 8] = [
    Reason::NotReceived,
    Reason::NotAsDescribed,
    Reason::RefundNotProcessed,
    Reason::IncorrectAmount,
    Reason::AlreadyPaid,
    Reason::Unauthorised,
    Reason::Duplicate,
    Reason::Other,
];

/// The reason that messages of an intent are examples of.
pub fn of_intent(intent: &str) -> Option<Reason> {
    EXAMPLES.iter().find(|(known, _)| *known == intent).map(|(_, reason)| *reason)
}

/// A reason that the words speak of.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    pub reason: Reason,
    /// 0 to 1; calibrated on messages that were not learnt from.
    pub likely: f32,
    /// The words that speak for it most, the strongest first.
    pub because: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_examples_and_no_intent_has_two() {
        for reason in REASONS {
            assert!(EXAMPLES.iter().any(|(_, known)| *known == reason), "{reason:?}");
        }
        for (place, (intent, _)) in EXAMPLES.iter().enumerate() {
            assert!(EXAMPLES[..place].iter().all(|(other, _)| other != intent), "{intent}");
        }
    }
}
