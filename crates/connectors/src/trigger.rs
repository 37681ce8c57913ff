//! Sandbox flags: parts of a sample customer's e-mail address that drive a dispute through a life,
//! such as `jane+dispute_merchant_silent@example.com`. Klarna's sandbox has the same idea, and its
//! own flags are understood too.
//!
//! A flag stands in the local part after a `+`; several may be given. Whoever runs them must check
//! that the tenant is a sandbox: nothing here knows.

use dispute::Reason;
use serde::{Deserialize, Serialize};

/// Addresses longer than this carry no flags (RFC 5321 allows 254).
pub const EMAIL_BYTES_MAX: usize = 254;
/// More flags than this in one address are not read.
pub const TRIGGERS_MAX: usize = 8;

/// What the sandbox does to the customer's next dispute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// A dispute opens by itself on each capture, for this reason.
    Opens(Reason),
    /// The merchant never answers; the deadline decides.
    MerchantSilent,
    /// The merchant accepts the loss at once.
    MerchantAccepts,
    /// The merchant sends a proof of delivery that matches.
    RepresentValidPod,
    /// The merchant sends a tracking link and no document.
    RepresentLinkOnly,
    /// The merchant sends a proof for another address.
    RepresentOtherAddress,
    /// The merchant offers to refund this share, 1 to 99 per cent.
    Proposal { percent: u8 },
    /// The merchant appeals the preliminary decision.
    Appeal,
    /// The merchant lets the time to appeal run out.
    AppealWindowExpires,
    /// The merchant accepts the preliminary decision.
    AcceptsPreliminary,
    /// The appeal is decided against the merchant.
    AppealLost,
    /// The merchant refunds everything during the dialogue.
    RefundInDialogue,
    /// The customer withdraws.
    Withdraw,
    /// The payment provider applies the refund and its answer is lost.
    ProviderUnknown,
    /// The payment provider refuses the refund for good.
    ProviderDecline,
    /// The customer's bank charges the payment back as well.
    NetworkChargeback,
}

/// The flags of an address, in order, each once. Never fails: what is no flag is not one.
pub fn triggers(email: &str) -> Vec<Trigger> {
    let mut found = Vec::new();
    let Some((local, _)) = email.rsplit_once('@') else { return found };
    if email.len() > EMAIL_BYTES_MAX {
        return found;
    }
    for part in local.split('+').skip(1) {
        let part = part.to_ascii_lowercase();
        let read = match part.strip_prefix("disputed-") {
            Some(reason) => opening(reason).map(|trigger| vec![trigger]),
            None => part.strip_prefix("dispute_").and_then(lifecycle),
        };
        for trigger in read.unwrap_or_default() {
            if !found.contains(&trigger) && found.len() < TRIGGERS_MAX {
                found.push(trigger);
            }
        }
    }
    found
}

/// Klarna's `disputed-<reason>` flags.
fn opening(flag: &str) -> Option<Trigger> {
    let reason = match flag {
        "return" => Reason::RefundNotProcessed,
        "goods_not_received" => Reason::NotReceived,
        "already_paid" => Reason::AlreadyPaid,
        "faulty_goods" => Reason::NotAsDescribed,
        "incorrect_invoice" => Reason::IncorrectAmount,
        "high_risk_order" => Reason::HighRisk,
        "unauthorized_purchase" => Reason::Unauthorised,
        "non_compliance" => Reason::NonCompliance,
        "non_guaranteed_payment_program" => Reason::NonGuaranteedProgram,
        _ => return None,
    };
    Some(Trigger::Opens(reason))
}

fn lifecycle(flag: &str) -> Option<Vec<Trigger>> {
    let one = |trigger| Some(vec![trigger]);
    match flag {
        "merchant_silent" => one(Trigger::MerchantSilent),
        "merchant_accepts" => one(Trigger::MerchantAccepts),
        "represent_valid_pod" => one(Trigger::RepresentValidPod),
        "represent_link_only" => one(Trigger::RepresentLinkOnly),
        "represent_other_address" => one(Trigger::RepresentOtherAddress),
        "appeal" => one(Trigger::Appeal),
        "refund_in_dialogue" => one(Trigger::RefundInDialogue),
        "withdraw" => one(Trigger::Withdraw),
        "provider_unknown" => one(Trigger::ProviderUnknown),
        "provider_decline" => one(Trigger::ProviderDecline),
        "network_chargeback" => one(Trigger::NetworkChargeback),
        // Klarna's own names. Where hers wait for the partner to act, ours act for it.
        "win_on_evidence" => one(Trigger::RepresentValidPod),
        "lose_on_expiry" => one(Trigger::MerchantSilent),
        "pre_arb_accept_loss" => {
            Some(vec![Trigger::RepresentLinkOnly, Trigger::AcceptsPreliminary])
        }
        "pre_arb_window_expired" => {
            Some(vec![Trigger::RepresentLinkOnly, Trigger::AppealWindowExpires])
        }
        "pre_arb_lose_after_arbitration" => {
            Some(vec![Trigger::RepresentLinkOnly, Trigger::Appeal, Trigger::AppealLost])
        }
        _ => {
            let percent = flag.strip_prefix("proposal_")?.strip_suffix("_percent")?.parse().ok()?;
            (1..=99).contains(&percent).then(|| vec![Trigger::Proposal { percent }])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn flags_are_read_from_the_local_part() {
        use Trigger::*;
        let table: &[(&str, &[Trigger])] = &[
            ("jane+dispute_merchant_silent@example.com", &[MerchantSilent]),
            ("jane+dispute_merchant_accepts@example.com", &[MerchantAccepts]),
            ("jane+DISPUTE_Represent_Valid_POD@example.com", &[RepresentValidPod]),
            ("jane+dispute_represent_link_only@example.com", &[RepresentLinkOnly]),
            ("jane+dispute_represent_other_address@example.com", &[RepresentOtherAddress]),
            ("jane+dispute_proposal_30_percent@example.com", &[Proposal { percent: 30 }]),
            ("jane+dispute_refund_in_dialogue@example.com", &[RefundInDialogue]),
            ("jane+dispute_withdraw@example.com", &[Withdraw]),
            ("jane+dispute_provider_unknown@example.com", &[ProviderUnknown]),
            ("jane+dispute_provider_decline@example.com", &[ProviderDecline]),
            ("jane+dispute_network_chargeback@example.com", &[NetworkChargeback]),
            (
                "customer+us+dispute_represent_link_only+dispute_appeal@example.com",
                &[RepresentLinkOnly, Appeal],
            ),
            ("customer+us+dispute_win_on_evidence@klarna.com", &[RepresentValidPod]),
            ("customer+us+dispute_lose_on_expiry@klarna.com", &[MerchantSilent]),
            (
                "customer+de+dispute_pre_arb_accept_loss@klarna.com",
                &[RepresentLinkOnly, AcceptsPreliminary],
            ),
            (
                "customer+de+dispute_pre_arb_window_expired@klarna.com",
                &[RepresentLinkOnly, AppealWindowExpires],
            ),
            (
                "customer+de+dispute_pre_arb_lose_after_arbitration@klarna.com",
                &[RepresentLinkOnly, Appeal, AppealLost],
            ),
            ("customer+se+disputed-goods_not_received@klarna.com", &[Opens(Reason::NotReceived)]),
            ("jane+dispute_withdraw+dispute_withdraw@example.com", &[Withdraw]),
            ("jane@dispute_withdraw.example", &[]),
            ("dispute_withdraw@example.com", &[]),
            ("jane+dispute_proposal_0_percent@example.com", &[]),
            ("jane+dispute_proposal_100_percent@example.com", &[]),
            ("jane+dispute_proposal_999_percent@example.com", &[]),
            ("jane+dispute_@example.com", &[]),
            ("jane+dispute_fly_to_the_moon@example.com", &[]),
            ("jane", &[]),
            ("", &[]),
        ];
        for (email, expected) in table {
            assert_eq!(triggers(email), *expected, "{email}");
        }
        let long = format!("{}+dispute_withdraw@example.com", "j".repeat(EMAIL_BYTES_MAX));
        assert_eq!(triggers(&long), []);
    }

    proptest! {
        #[test]
        fn any_text_gives_a_bounded_list(email in "\\PC{0,300}") {
            prop_assert!(triggers(&email).len() <= TRIGGERS_MAX);
        }
    }
}
