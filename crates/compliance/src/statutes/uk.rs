//! R4, R5, R6: the United Kingdom's pay-later regime, complaints, unauthorised payments.

use kernel::{Calendar, Currency, Date, Money, PrincipalId, Timestamp};
use serde::Deserialize;

use super::term::{Contents, Term};

/// The terms of a credit agreement that decide whether R4 covers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreement {
    pub instalments: u32,
    pub months: u32,
    pub has_interest_or_charges: bool,
    /// The lender is not the seller.
    pub third_party_lender: bool,
}

/// R4: deferred payment credit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeferredPaymentCredit {
    currency: Currency,
    instalments_max: u32,
    months_max: u32,
    pub agreement_requires: Contents,
    pub missed_payment_notice: Contents,
    section_75_price_above_minor: i64,
    section_75_price_minor_max: i64,
}

impl DeferredPaymentCredit {
    pub fn covers(&self, agreement: Agreement) -> bool {
        agreement.third_party_lender
            && !agreement.has_interest_or_charges
            && agreement.instalments <= self.instalments_max
            && agreement.months <= self.months_max
    }

    /// What is missing before an agreement may be made.
    pub fn agreement_missing<S: AsRef<str>>(&self, present: &[S]) -> Vec<&str> {
        self.agreement_requires.missing(present)
    }

    /// Whether a fee may be charged, or a missed payment reported: only after a complete notice.
    pub fn may_act_on_missed_payment<S: AsRef<str>>(&self, notice_sent: Option<&[S]>) -> bool {
        notice_sent.is_some_and(|present| self.missed_payment_notice.missing(present).is_empty())
    }

    /// Whether an item of this cash price gives a claim against the lender too (section 75).
    pub fn section_75_covers(&self, price: Money) -> bool {
        price.currency == self.currency
            && price.minor > self.section_75_price_above_minor
            && price.minor <= self.section_75_price_minor_max
    }
}

/// A letter that answers a complaint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintLetter {
    /// Resolved by the close of the third business day.
    SummaryResolution,
    FinalResponse,
    /// Eight weeks are over and there is no final response.
    Delay,
}

/// The clocks of one complaint: each the first instant that is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ComplaintClocks {
    pub acknowledge_by: Timestamp,
    /// Until when a summary resolution communication will do.
    pub summary_until: Timestamp,
    pub respond_by: Timestamp,
}

/// R5: complaints (DISP 1).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Complaints {
    acknowledge: Term,
    summary_resolution: Term,
    final_response: Term,
    payment_services_response: Term,
    payment_services_exceptional: Term,
    ombudsman_referral: Term,
    final_response_contents: Contents,
    delay_letter_contents: Contents,
    summary_resolution_contents: Contents,
}

impl Complaints {
    pub fn clocks(
        &self,
        received: Timestamp,
        about_payment_services: bool,
        calendar: &Calendar,
    ) -> ComplaintClocks {
        let respond = if about_payment_services {
            self.payment_services_response
        } else {
            self.final_response
        };
        ComplaintClocks {
            acknowledge_by: self.acknowledge.from(received, calendar),
            summary_until: self.summary_resolution.from(received, calendar),
            respond_by: respond.from(received, calendar),
        }
    }

    /// The end of a payment-service complaint in exceptional circumstances, after a holding reply.
    pub fn exceptional_respond_by(&self, received: Timestamp, calendar: &Calendar) -> Timestamp {
        self.payment_services_exceptional.from(received, calendar)
    }

    /// Until when the consumer may go to the ombudsman.
    pub fn ombudsman_until(&self, letter_sent: Timestamp, calendar: &Calendar) -> Timestamp {
        self.ombudsman_referral.from(letter_sent, calendar)
    }

    pub fn contents(&self, letter: ComplaintLetter) -> &Contents {
        match letter {
            ComplaintLetter::SummaryResolution => &self.summary_resolution_contents,
            ComplaintLetter::FinalResponse => &self.final_response_contents,
            ComplaintLetter::Delay => &self.delay_letter_contents,
        }
    }
}

/// A claim that the user acted fraudulently, so that no refund is due yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exemption<'a> {
    /// The reference of the written notice to the authority.
    pub notice_reference: Option<&'a str>,
    pub claimed_by: &'a PrincipalId,
    pub approved_by: Option<&'a PrincipalId>,
}

/// Why the exemption does not hold; the refund stays due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExemptionRefusal {
    #[error("the authority must be told in writing first: give the reference of the notice")]
    NoNotice,
    #[error("a second person must approve")]
    NoApprover,
    #[error("the approver must not be who claimed the exemption")]
    SamePerson,
}

/// R6: unauthorised payments (regulation 76).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnauthorisedPayments {
    refund: Term,
    notify_within: Term,
}

impl UnauthorisedPayments {
    /// The end of the next business day after becoming aware.
    pub fn refund_by(&self, aware: Timestamp, calendar: &Calendar) -> Timestamp {
        self.refund.from(aware, calendar)
    }

    /// Whether the consumer told in time, counted from the debit.
    pub fn is_in_time(&self, debited: Timestamp, told: Timestamp, calendar: &Calendar) -> bool {
        told < self.notify_within.from(debited, calendar)
    }

    /// The value date of the refund: no later than the day of the debit.
    pub fn value_date(&self, debited: Timestamp, calendar: &Calendar) -> Date {
        calendar.local_date(debited)
    }

    /// # Errors
    /// [`ExemptionRefusal`]: without both a notice and a second person, the refund is due.
    pub fn check_exemption(&self, exemption: &Exemption<'_>) -> Result<(), ExemptionRefusal> {
        if exemption.notice_reference.is_none_or(|reference| reference.trim().is_empty()) {
            return Err(ExemptionRefusal::NoNotice);
        }
        match exemption.approved_by {
            None => Err(ExemptionRefusal::NoApprover),
            Some(approver) if approver == exemption.claimed_by => Err(ExemptionRefusal::SamePerson),
            Some(_) => Ok(()),
        }
    }
}
