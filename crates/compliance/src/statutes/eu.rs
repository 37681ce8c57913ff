//! R7, R8, R9, R10: payment services, consumer credit, data protection, artificial intelligence.

use std::collections::BTreeMap;

use kernel::{Calendar, Date, Timestamp};
use serde::Deserialize;

use super::term::{Contents, Term};

/// R7: not adopted; what a deployment would have to offer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentServicesRegulation {
    applies_after_entry_into_force: Term,
    pub requires: Contents,
}

impl PaymentServicesRegulation {
    /// The first day it applies, once it has entered into force.
    pub fn applies_from(&self, entry_into_force: Option<Date>) -> Option<Date> {
        entry_into_force.map(|day| self.applies_after_entry_into_force.after(day))
    }
}

/// R8: consumer credit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsumerCredit {
    withdrawal: Term,
    pub automated_assessment_disclosures: Contents,
    forbearance_measures: Contents,
}

impl ConsumerCredit {
    /// Until when the consumer may withdraw without a reason.
    pub fn withdraw_until(&self, concluded: Timestamp, calendar: &Calendar) -> Timestamp {
        self.withdrawal.from(concluded, calendar)
    }

    /// What is still owed once goods of this value are given back: linked credit falls with them.
    pub fn linked_credit_after(&self, owed: i64, value_of_fallen_contract: i64) -> i64 {
        owed.saturating_sub(value_of_fallen_contract.max(0)).max(0)
    }

    /// Whether enforcement may begin: only after a real measure of forbearance was offered.
    pub fn may_enforce<S: AsRef<str>>(&self, offered: &[S]) -> bool {
        offered.iter().any(|measure| self.forbearance_measures.contains(measure.as_ref()))
    }
}

/// Who would review an automated decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reviewer {
    pub is_person: bool,
    pub acted_before: bool,
    /// May change the decision, not only confirm it.
    pub may_overturn: bool,
}

/// Why a review is none in the sense of article 22(3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReviewRefusal {
    #[error("a review is made by a person")]
    NotAPerson,
    #[error("the reviewer acted on the case before")]
    ActedBefore,
    #[error("the reviewer has no authority to change the decision")]
    NoAuthority,
}

/// R9: data protection.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataProtection {
    answer: Term,
    extension: Term,
    pub access_contents: Contents,
    portable_formats: Contents,
    pub adverse_decision_notice: Contents,
}

impl DataProtection {
    /// When a request must be answered; `extended` when the person was told of the extension within
    /// the first month.
    pub fn answer_by(&self, received: Timestamp, extended: bool, calendar: &Calendar) -> Timestamp {
        if !extended {
            return self.answer.from(received, calendar);
        }
        // The months are added together: the 31st plus one plus two is the 30th of April, not of
        // the day that February cut it to.
        let months = match (self.answer, self.extension) {
            (Term::Months(first), Term::Months(more)) => Term::Months(first.saturating_add(more)),
            (first, _) => first,
        };
        months.from(received, calendar)
    }

    /// Whether data may be handed over in this form as portable.
    pub fn is_portable(&self, format: &str) -> bool {
        self.portable_formats.contains(format)
    }

    /// # Errors
    /// [`ReviewRefusal`] when it would not be human intervention (article 22(3)).
    pub fn check_review(&self, reviewer: Reviewer) -> Result<(), ReviewRefusal> {
        match reviewer {
            Reviewer { is_person: false, .. } => Err(ReviewRefusal::NotAPerson),
            Reviewer { acted_before: true, .. } => Err(ReviewRefusal::ActedBefore),
            Reviewer { may_overturn: false, .. } => Err(ReviewRefusal::NoAuthority),
            Reviewer { .. } => Ok(()),
        }
    }
}

/// R10: the AI Act.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AiAct {
    credit_scoring_from: Date,
    pub scoring_log_fields: Contents,
    disclosures: BTreeMap<String, Vec<String>>,
}

impl AiAct {
    /// Whether the first turn says that one talks with a machine, in its own language. A language
    /// we have no words for is not disclosed.
    pub fn discloses(&self, language: &str, first_turn: &str) -> bool {
        let turn = first_turn.to_lowercase();
        self.disclosures
            .get(language)
            .is_some_and(|phrases| phrases.iter().any(|phrase| turn.contains(phrase)))
    }

    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.disclosures.keys().map(String::as_str)
    }

    /// Whether credit scoring is high-risk on that day.
    pub fn covers_credit_scoring(&self, day: Date) -> bool {
        self.credit_scoring_from <= day
    }
}
