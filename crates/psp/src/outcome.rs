//! What a provider said, in three words: succeeded, failed, unknown.

use serde::{Deserialize, Serialize};

/// The answer to a refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum ProviderOutcome {
    /// The provider took it on; `reference` is its own id of the refund.
    Succeeded { reference: String },
    /// The provider refused: no money moved. `code` is stable text for machines.
    Failed {
        code: String,
        /// The same request under the same key may succeed later (rate limit, not sent at all).
        may_retry: bool,
    },
    /// Sent, and nobody here knows what became of it. Never repeated under another key.
    Unknown { why: String },
}

impl ProviderOutcome {
    pub fn failed(code: impl Into<String>) -> Self {
        Self::Failed { code: code.into(), may_retry: false }
    }

    pub fn retryable(code: impl Into<String>) -> Self {
        Self::Failed { code: code.into(), may_retry: true }
    }

    pub fn unknown(why: impl Into<String>) -> Self {
        Self::Unknown { why: why.into() }
    }

    /// Whether the provider will not change its mind about this key.
    pub const fn is_final(&self) -> bool {
        matches!(self, Self::Succeeded { .. } | Self::Failed { may_retry: false, .. })
    }

    /// A final refusal is looked up once before it is believed: providers have been seen to answer
    /// "failed" and to pay all the same.
    pub const fn needs_confirmation(&self) -> bool {
        matches!(self, Self::Failed { may_retry: false, .. })
    }

    /// The outcome after that look-up.
    pub fn confirmed_by(self, lookup: Lookup) -> Self {
        match (&self, lookup) {
            (Self::Failed { code, .. }, Lookup::Found(Self::Succeeded { reference })) => {
                Self::unknown(format!(
                    "the provider answered \"failed\" ({code}) and its record says succeeded ({reference})"
                ))
            }
            (Self::Failed { code, .. }, Lookup::Found(Self::Unknown { why })) => Self::unknown(
                format!("the provider answered \"failed\" ({code}) and its record is open: {why}"),
            ),
            (Self::Failed { code, .. }, Lookup::Unknown { why }) => Self::unknown(format!(
                "the provider answered \"failed\" ({code}) and could not be asked again: {why}"
            )),
            _ => self,
        }
    }
}

/// What a provider's own record says of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "lookup", rename_all = "snake_case")]
pub enum Lookup {
    Found(ProviderOutcome),
    /// Nothing under this key *yet*: a request still on its way can arrive after this answer.
    NotFound,
    /// The record could not be read.
    Unknown {
        why: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_believed_only_when_the_record_agrees() {
        let refused = || ProviderOutcome::failed("card_closed");
        let paid = Lookup::Found(ProviderOutcome::Succeeded { reference: "re_1".into() });
        let open = Lookup::Found(ProviderOutcome::unknown("pending"));
        let down = Lookup::Unknown { why: "down".into() };
        for lookup in [paid, open, down] {
            assert!(matches!(refused().confirmed_by(lookup), ProviderOutcome::Unknown { .. }));
        }
        for lookup in [Lookup::NotFound, Lookup::Found(ProviderOutcome::failed("card_closed"))] {
            assert_eq!(refused().confirmed_by(lookup), refused());
        }
        let paid = ProviderOutcome::Succeeded { reference: "re_1".into() };
        assert!(!paid.needs_confirmation() && paid.is_final());
        assert!(!ProviderOutcome::retryable("busy").needs_confirmation());
    }
}
