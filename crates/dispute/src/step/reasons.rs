//! Reasons that follow from the policy pack and from no table, in the words that are kept.

pub(super) const ACCEPTED_OFFER: &str = "You accepted the merchant's offer.";
pub(super) const NO_ANSWER: &str = "The merchant did not answer in time.";
pub(super) const BELOW_THRESHOLD: &str =
    "The merchant accepts claims of this size without an answer.";
pub(super) const NOT_THEIR_OWN: &str = "This purchase is treated as not the customer's own.";
pub(super) const ACCEPTED: &str = "The merchant accepted the claim.";
pub(super) const NO_APPEAL: &str = "The merchant did not appeal, so the decision stands.";
pub(super) const AT_ONCE: &str = "The case was resolved at once, outside the normal course.";
pub(super) const SMALL: &str =
    "The amount is small and the carrier has no record of a delivery, so we put it right at once.";

/// All that a customer may be told: what is written in other languages is proved against it.
pub const PACK_REASONS: [&str; 8] = [
    ACCEPTED_OFFER,
    NO_ANSWER,
    BELOW_THRESHOLD,
    NOT_THEIR_OWN,
    ACCEPTED,
    NO_APPEAL,
    AT_ONCE,
    SMALL,
];
