//! Outcome detail codes: the words partners already know. Data only.
//!
//! Klarna publishes an open list; what it has no word for carries Ombud's own prefix.

/// The published values of `dispute_outcome_detailed` (Klarna Disputes API V4, "Payment Dispute
/// State Change Closed"). The list is open: a receiver must tolerate values it does not know.
pub const KLARNA_CODES: [&str; 44] = [
    "partner_did_not_reply_to_dispute_request",
    "partner_did_not_follow_klarnas_shipping_policy",
    "partner_did_not_adjust_statement_on_klarnas_request",
    "shipped_stop_requested_order",
    "invoice_incorrectly_activated",
    "order_missing_consumer_details",
    "shipped_to_non_approved_address",
    "incorrect_invalid_delivery_in_physical_store",
    "service_digital_goods_klarna_does_not_take_risk",
    "partner_provided_valid_shipping_details",
    "partner_informed_about_invalid_return",
    "partner_informs_that_invoice_is_correct",
    "partner_has_not_received_payment_or_payment_to_3rd_party",
    "partner_has_refunded_payment_to_customer",
    "partner_solved_the_dispute_with_the_customer",
    "partner_informed_about_invalid_dispute",
    "reactivated_invoice_statement",
    "customer_cancelled_dispute",
    "incorrect_payment_details_used_refunded",
    "fully_paid_after_escalation",
    "refund_issued_by_partner_after_escalation",
    "partner_accepted_the_loss",
    "non_approved_address_recipient",
    "insufficient_proof_of_delivery",
    "non_physical_goods",
    "insufficient_recipient_check_at_pickup_delivery",
    "partner_did_not_respond_to_stop_request",
    "no_proof_of_delivery",
    "partner_successfully_canceled_full_order",
    "partner_successfully_canceled_partial_order",
    "partner_did_not_respond_but_provided_full_shipping_information_when_order_was_captured",
    "partner_did_not_respond_but_provided_partial_shipping_information_when_order_was_captured",
    "partner_did_not_respond_and_did_not_provide_shipping_information_when_order_was_captured",
    "partner_captured_full_order_but_provided_full_shipping_information_via_response",
    "partner_captured_full_order_but_provided_partial_shipping_information_via_response",
    "partner_responded_but_the_order_was_sent_without_shipping_information",
    "partner_claimed_they_would_cancel_the_order_but_did_not",
    "partner_captured_partial_order_but_provided_shipping_information_via_response",
    "partner_did_not_perform_promised_refund",
    "klarna_resolved_dispute_in_partner_favor",
    "could_not_send_another_request",
    "klarna_resolved_due_wrong_dispute_reason_chosen",
    "dispute_opened_under_wrong_dispute_reason",
    "partner_did_not_update_order_as_requested",
];

/// What our own codes begin with.
pub const OWN_CODE_PREFIX: &str = "ombud_";

/// Whether a policy file may use this code: a published one, or one of ours. It catches typing
/// errors; it is no filter for codes that come in from elsewhere.
pub fn is_known_code(code: &str) -> bool {
    let own = code.strip_prefix(OWN_CODE_PREFIX).is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
    });
    own || KLARNA_CODES.contains(&code)
}
