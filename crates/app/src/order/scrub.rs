//! Card numbers and card codes are taken out of every text that somebody wrote before it is stored or
//! decided on. Identifiers are left as they are: they name other things, and the edge checks them.

use dispute::{Extracted, Input, NewEvidence};

use crate::AppError;

/// Cleans the texts of an input. Every kind is named, so that a new one has to say what it holds.
pub(crate) fn input(input: &mut Input) {
    match input {
        Input::Open(open) => {
            text(&mut open.statement.text);
            if let Some(said) = &mut open.statement.merchant_said {
                text(said);
            }
            items(&mut open.items);
        }
        Input::AddEvidence { items: added, .. } => items(added),
        Input::Represent(represent) => {
            text(&mut represent.text);
            items(&mut represent.items);
        }
        Input::Appeal { text: words, items: added, .. } => {
            text(words);
            items(added);
        }
        Input::Decide(decide) => {
            text(&mut decide.reasons);
            if let Some(code) = &mut decide.code {
                text(code);
            }
        }
        Input::ConfirmFact { extracted: facts, .. } => extracted(facts),
        Input::ClaimExemption { notice_reference, .. } => text(notice_reference),
        Input::NetworkChargeback { reason_code, .. } => text(reason_code),
        Input::AskMore { what, .. } => text(what),
        Input::Goodwill { note, .. } => text(note),
        Input::ReleaseHeld(release) => text(&mut release.note),
        Input::PausePlan { why, .. } => text(why),
        Input::ReportReturn(report) => {
            [&mut report.tracking_id, &mut report.carrier].into_iter().flatten().for_each(text);
        }
        // Identifiers, amounts and choices alone. Records of the feed are checked as they come in.
        Input::Feed { .. }
        | Input::Timer { .. }
        | Input::Withdraw { .. }
        | Input::AnswerProposal { .. }
        | Input::RequestReview { .. }
        | Input::AcceptLoss { .. }
        | Input::ExtendDeadline { .. }
        | Input::ResolveAtOnce { .. }
        | Input::ApproveExemption { .. }
        | Input::NetworkOutcome { .. }
        | Input::ExtendDueDate { .. }
        | Input::Hardship { .. }
        | Input::WaiveFee { .. }
        | Input::PayEarly(_)
        | Input::ProviderAnswer { .. } => {}
    }
}

fn items(items: &mut [NewEvidence]) {
    for item in items {
        text(&mut item.text);
        if let Some(name) = &mut item.file_name {
            text(name);
        }
        extracted(&mut item.extracted);
    }
}

fn extracted(facts: &mut Extracted) {
    let Extracted { carrier, tracking_id, recipient, model, address, .. } = facts;
    for words in [carrier, tracking_id, recipient, model].into_iter().flatten() {
        text(words);
    }
    if let Some(address) = address {
        let commerce::Address { line1, line2, postal_code, city, region, country } = address;
        for words in [line1, line2, postal_code, city, region, country] {
            text(words);
        }
    }
}

/// Whether an identifier holds a card number: it names something, so that it is refused and not masked.
///
/// # Errors
/// [`AppError::Invalid`] with the field.
pub(crate) fn no_card(field: &str, identifier: &str) -> Result<(), AppError> {
    if kernel::scrub::has_card_number(identifier) {
        return Err(AppError::invalid(field, "holds a card number; send something else"));
    }
    Ok(())
}

/// One text, cleaned in place.
pub(crate) fn text(words: &mut String) {
    if let std::borrow::Cow::Owned(clean) = kernel::scrub::scrub(words).text {
        *words = clean;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CARD: &str = "4111 1111 1111 1111";

    fn evidence() -> NewEvidence {
        let said = || Some(CARD.to_owned());
        NewEvidence {
            kind: dispute::EvidenceType::ProofOfDelivery,
            sha256: None,
            media_type: None,
            file_name: said(),
            text: CARD.to_owned(),
            extracted: Extracted {
                carrier: said(),
                tracking_id: said(),
                recipient: said(),
                model: said(),
                address: Some(commerce::Address {
                    line1: CARD.to_owned(),
                    line2: CARD.to_owned(),
                    postal_code: CARD.to_owned(),
                    city: CARD.to_owned(),
                    region: CARD.to_owned(),
                    country: CARD.to_owned(),
                }),
                ..Extracted::default()
            },
        }
    }

    #[test]
    fn no_text_of_an_input_keeps_a_card_number() {
        let dispute: kernel::DisputeId = "0190b8a0-5c3e-7d44-8a7b-3f2c1d0e9f88".parse().unwrap();
        let words = || CARD.to_owned();
        let mut inputs = vec![
            Input::AddEvidence { dispute, items: vec![evidence()] },
            Input::Represent(dispute::Represent {
                dispute,
                text: words(),
                items: vec![evidence()],
                proposal_minor: None,
            }),
            Input::Appeal { dispute, text: words(), items: vec![evidence()] },
            Input::Decide(dispute::Decide {
                dispute,
                for_party: dispute::Party::Consumer,
                amount_minor: None,
                code: Some(words()),
                liable: None,
                reasons: words(),
            }),
            Input::AskMore { dispute, what: words() },
            Input::ClaimExemption { dispute, notice_reference: words() },
            Input::Goodwill { amount_minor: 1, note: words() },
            Input::ReleaseHeld(dispute::ReleaseHeld {
                payment: "p1".parse().unwrap(),
                to: dispute::ReleaseTo::Instrument,
                amount_minor: None,
                note: words(),
            }),
            Input::NetworkChargeback {
                id: "n1".parse().unwrap(),
                amount_minor: 1,
                fee_minor: 0,
                reason_code: words(),
            },
        ];
        for one in &mut inputs {
            input(one);
            let stored = serde_json::to_string(one).unwrap();
            assert!(
                !stored.contains("1111 1111") && stored.contains("411111******1111"),
                "{stored}"
            );
        }
    }
}
