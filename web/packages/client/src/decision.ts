// What a decision is told by.

/** Codes of decisions that the pages have a sentence for. The list of codes is open: what is new is read in the record. */
export const DECISION_CODES = [
  'partner_did_not_reply_to_dispute_request',
  'partner_did_not_perform_promised_refund',
  'no_proof_of_delivery',
  'insufficient_proof_of_delivery',
  'partner_provided_valid_shipping_details',
  'partner_did_not_adjust_statement_on_klarnas_request',
  'shipped_to_non_approved_address',
  'partner_has_refunded_payment_to_customer',
  'service_digital_goods_klarna_does_not_take_risk',
  'ombud_goods_not_as_described',
  'ombud_damaged_in_transit',
  'invoice_incorrectly_activated',
  'partner_informs_that_invoice_is_correct',
  'partner_informed_about_invalid_return',
  'partner_did_not_appeal',
  'partner_accepted_the_loss',
] as const;
