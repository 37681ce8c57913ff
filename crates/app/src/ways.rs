//! By which way a letter of the desk goes: as the customer chose, and where law demands writing whatever
//! they chose.

use dispute::{NoticeTemplate, Party};
use kernel::CustomerId;

use crate::settings::{self, Notifications, Told};
use crate::{AppError, Session};

/// The way that is always there.
pub(crate) const EMAIL: &str = "email";
const SMS: &str = "sms";

/// Of what a letter tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// In writing by law or contract: decisions and rights against them, what is asked for by a
    /// deadline, missed payments and charges, changes to what is owed.
    Statutory,
    PaymentDue,
    CaseUpdate,
}

const fn about(template: NoticeTemplate) -> About {
    match template {
        NoticeTemplate::DisputeReceived
        | NoticeTemplate::EvidenceRequested
        | NoticeTemplate::ProposalMade
        | NoticeTemplate::DecisionPreliminary
        | NoticeTemplate::Decision
        | NoticeTemplate::ProvisionalCredit
        | NoticeTemplate::AccountLocked
        | NoticeTemplate::ReviewStarted
        | NoticeTemplate::InstalmentReinstated
        | NoticeTemplate::PlanChanged
        | NoticeTemplate::MissedPayment
        | NoticeTemplate::LateFeeCharged
        | NoticeTemplate::HardshipStarted
        | NoticeTemplate::PaymentDeclined => About::Statutory,
        NoticeTemplate::LateFeeReversed
        | NoticeTemplate::ReturnPauseEnded
        | NoticeTemplate::PaymentReceived => About::PaymentDue,
        NoticeTemplate::EvidenceShared
        | NoticeTemplate::RefundSent
        | NoticeTemplate::RefundPending
        | NoticeTemplate::DisputeWithdrawn
        | NoticeTemplate::ReturnReported
        | NoticeTemplate::StoreCreditGiven
        | NoticeTemplate::GoodwillGiven
        | NoticeTemplate::OverpaymentReleased => About::CaseUpdate,
    }
}

/// What one customer chose, read once for all letters of a change.
#[derive(Debug, Default)]
pub(crate) struct Chosen(Option<Notifications>);

impl Chosen {
    /// The ways of one letter, in the order of their names; empty where it is only shown.
    pub(crate) fn ways(
        &mut self,
        s: &mut Session<'_, '_>,
        to: Party,
        customer: &CustomerId,
        template: NoticeTemplate,
    ) -> Result<String, AppError> {
        if to != Party::Consumer {
            return Ok(EMAIL.to_owned());
        }
        let chosen = match self.0.take() {
            Some(chosen) => chosen,
            None => settings::stored(s, customer)?,
        };
        let ways = ways(&chosen, about(template));
        self.0 = Some(chosen);
        Ok(ways)
    }
}

fn ways(chosen: &Notifications, about: About) -> String {
    let wants = |told: &Told| match about {
        About::Statutory => told.payment_due || told.case_updates,
        About::PaymentDue => told.payment_due,
        About::CaseUpdate => told.case_updates,
    };
    let email = about == About::Statutory || wants(&chosen.email);
    let sms = wants(&chosen.sms) && chosen.phone.is_some();
    let ways: Vec<&str> = [(email, EMAIL), (sms, SMS)]
        .into_iter()
        .filter(|(on, _)| *on)
        .map(|(_, way)| way)
        .collect();
    ways.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_chosen_counts_except_where_law_demands_writing() {
        let told = |payment_due, case_updates| Told { payment_due, case_updates, messages: true };
        let nothing = told(false, false);
        let phone = Some("+46701234567".to_owned());
        let table = [
            (told(true, true), nothing, None, ["email", "email", "email"]),
            (nothing, nothing, None, ["email", "", ""]),
            (told(true, false), nothing, None, ["email", "email", ""]),
            (nothing, told(false, true), phone.clone(), ["email sms", "", "sms"]),
            (told(true, true), told(true, true), phone, ["email sms", "email sms", "email sms"]),
            // Without a number there is no text message.
            (nothing, told(true, true), None, ["email", "", ""]),
        ];
        for (email, sms, phone, expected) in table {
            let chosen = Notifications { email, sms, phone };
            let found = [About::Statutory, About::PaymentDue, About::CaseUpdate]
                .map(|about| ways(&chosen, about));
            assert_eq!(found, expected, "{chosen:?}");
        }
    }
}
