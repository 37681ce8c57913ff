//! Facts in plain words, and who may read which. Data only.
//!
//! A column that is not for someone's eyes is never told to them, whatever the rule: scores and
//! doubts about a document stay at the desk, a merchant learns nothing of a customer's past, and a
//! customer is not told that a purchase was stopped as risky.

use super::Audience;
use super::column::{Column, Domain};

/// Who may read a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Readers {
    Desk,
    DeskAndCustomer,
    DeskAndMerchant,
    Everyone,
}

impl Readers {
    fn include(self, audience: Audience) -> bool {
        match self {
            Self::Everyone => true,
            Self::Desk => audience == Audience::Agent,
            Self::DeskAndCustomer => audience != Audience::Merchant,
            Self::DeskAndMerchant => audience != Audience::Customer,
        }
    }
}

struct Words {
    column: &'static str,
    readers: Readers,
    /// One phrase per name of the column; for an integer the words around the number.
    phrases: &'static [&'static str],
}

const fn words(column: &'static str, readers: Readers, phrases: &'static [&'static str]) -> Words {
    Words { column, readers, phrases }
}

/// Columns not listed here are of use to nobody but the desk, which reads raw names.
const WORDS: &[Words] = &[
    words(
        "sub_issue",
        Readers::Everyone,
        &[
            "the claim names no particular problem",
            "the claim says that it never arrived",
            "the claim says that a part never arrived",
            "the claim says that it went to a wrong address",
            "the claim says that it was not at the pick-up point",
            "the claim says that the pick-up was missed",
            "the claim says that the delivery was refused",
            "the claim says that it came damaged",
            "the claim says that a wrong item came",
            "the claim says that it is counterfeit",
            "the claim says that it does not work",
            "the claim says that a return was not credited",
            "the claim says that a cancellation was not credited",
            "the claim says that the price is wrong",
            "the claim says that a discount is missing",
            "the claim says that the shop was paid directly",
        ],
    ),
    words(
        "goods",
        Readers::Everyone,
        &[
            "the goods are physical",
            "the goods are digital",
            "it is a service",
            "the order is mixed",
        ],
    ),
    words(
        "amount",
        Readers::Everyone,
        &[
            "the amount is very small",
            "the amount is small",
            "the amount is of medium size",
            "the amount is large",
        ],
    ),
    words(
        "merchant_answer",
        Readers::Everyone,
        &["the shop did not answer", "the shop accepted the claim", "the shop contested the claim"],
    ),
    words(
        "merchant_evidence",
        Readers::Everyone,
        &[
            "the shop gave none of the evidence asked for",
            "the shop gave a part of the evidence asked for",
            "the shop gave all the evidence asked for",
        ],
    ),
    words(
        "consumer_evidence",
        Readers::Everyone,
        &[
            "the customer gave none of the evidence asked for",
            "the customer gave a part of the evidence asked for",
            "the customer gave all the evidence asked for",
        ],
    ),
    words(
        "proof_of_delivery",
        Readers::Everyone,
        &[
            "the shop gave no proof of delivery",
            "the shop gave a tracking number or link, without a document",
            "the shop's proof of delivery shows another address",
            "the shop's proof of delivery lacks the time, the address or the recipient",
            "the carrier's own record contradicts the shop's proof of delivery",
            "the shop's proof of delivery shows the approved address, the time and the recipient",
        ],
    ),
    words(
        "carrier",
        Readers::Everyone,
        &[
            "no shipment was registered",
            "the carrier has not taken over the parcel",
            "the carrier says the parcel is on its way",
            "the carrier says the parcel waits at the pick-up point",
            "the carrier says the parcel was delivered",
            "the carrier says the parcel went back to the sender",
            "the carrier says the parcel was lost or damaged",
        ],
    ),
    words(
        "delivery",
        Readers::Everyone,
        &[
            "no delivery is recorded",
            "it was delivered before the claim was made",
            "it was delivered after the claim was made",
        ],
    ),
    words(
        "delivery_place",
        Readers::Everyone,
        &[
            "the carrier did not record the postal code of delivery",
            "it was delivered at the postal code of the approved address",
            "it was delivered at another postal code than that of the approved address",
        ],
    ),
    words("days_past_promise", Readers::Everyone, &["days since the promised delivery date: "]),
    words("days_since_scan", Readers::Everyone, &["days since the carrier's last record: "]),
    words(
        "returned",
        Readers::Everyone,
        &[
            "no return is on record",
            "a return was reported",
            "the carrier has the return",
            "the carrier delivered the return to the shop",
            "the shop registered the return",
            "the shop refused the return",
            "the shop gave store credit",
        ],
    ),
    words(
        "refunded",
        Readers::Everyone,
        &["no refund is on record", "a part was refunded", "the whole amount was refunded"],
    ),
    words(
        "arithmetic",
        Readers::Everyone,
        &[
            "the amounts could not be checked",
            "the documents bear out the customer's amount",
            "the documents bear out the shop's amount",
            "the documents bear out a part of the claim",
        ],
    ),
    words(
        "proposal",
        Readers::Everyone,
        &[
            "the shop made no offer",
            "the shop's offer is open",
            "the shop's offer was not taken up",
        ],
    ),
    words(
        "stop_request",
        Readers::DeskAndMerchant,
        &[
            "the shop was not asked to stop the order",
            "the shop did not answer the request to stop the order",
            "the shop cancelled the order",
            "the order had been shipped before the request to stop it",
            "the order was shipped after the request to stop it",
        ],
    ),
    words("earlier_claims", Readers::DeskAndCustomer, &["other claims in the last 180 days: "]),
    words(
        "identity",
        Readers::Desk,
        &[
            "the device was not checked",
            "the order came from a device the customer uses",
            "the order came from a device the customer has not used before",
        ],
    ),
];

/// Whether a column is for the other party's eyes and not for this reader's.
pub(super) fn told_to_the_other_only(column: &str, audience: Audience) -> bool {
    let found = WORDS.iter().find(|words| words.column == column);
    found.is_some_and(|words| match words.readers {
        Readers::DeskAndCustomer => audience == Audience::Merchant,
        Readers::DeskAndMerchant => audience == Audience::Customer,
        Readers::Desk | Readers::Everyone => false,
    })
}

/// A value in words for a reader; nothing when the column is not for their eyes.
pub(super) fn phrase(column: &Column, value: i64, audience: Audience) -> Option<String> {
    let words = WORDS.iter().find(|words| words.column == column.name)?;
    if !words.readers.include(audience) {
        return None;
    }
    match column.domain {
        // Counts from the words' point of view begin at zero; a promise ahead is no lateness.
        Domain::Integer { .. } if value < 0 => None,
        Domain::Integer { .. } => words.phrases.first().map(|before| format!("{before}{value}")),
        Domain::Names(_) => {
            let phrase = usize::try_from(value).ok().and_then(|at| words.phrases.get(at))?;
            Some((*phrase).to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::column::{COLUMN, SCORE_BINS};

    #[test]
    fn there_is_a_phrase_for_every_name() {
        for words in WORDS {
            let column = COLUMN.iter().find(|column| column.name == words.column).unwrap();
            let expected = match column.domain {
                Domain::Names(names) => names.len(),
                Domain::Integer { .. } => 1,
            };
            assert_eq!(words.phrases.len(), expected, "{}", words.column);
        }
    }

    #[test]
    fn scores_and_doubts_are_told_to_nobody_outside() {
        for name in ["abuse", "wrong_risk", "authenticity", "identity", "kind"] {
            let column = COLUMN.iter().find(|column| column.name == name).unwrap();
            for value in 0..i64::try_from(SCORE_BINS.len()).unwrap() {
                assert_eq!(phrase(column, value, Audience::Customer), None, "{name}");
                assert_eq!(phrase(column, value, Audience::Merchant), None, "{name}");
            }
        }
    }
}
