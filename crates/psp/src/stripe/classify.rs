//! Which answer of Stripe means what: a table, first hit wins.
//!
//! Only an answer that proves that nothing moved is a failure. A server error proves nothing:
//! Stripe's own words are to treat a 500 as indeterminate.

use std::ops::RangeInclusive;

use super::wire::{ErrorBody, Keyed, RefundObject};
use crate::ProviderOutcome;

/// What an answer proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Nothing moved, and the same request will not succeed.
    FailedForGood,
    /// Nothing moved; the same request under the same key may succeed later.
    FailedForNow,
    /// Nobody knows yet.
    Unknown,
}

/// A row: a status, and where it matters Stripe's error `type` and `code`.
#[derive(Debug, Clone)]
pub struct ClassificationRow {
    pub status: RangeInclusive<u16>,
    pub kind: Option<&'static str>,
    pub code: Option<&'static str>,
    pub verdict: Verdict,
    pub why: &'static str,
}

const fn row(
    status: RangeInclusive<u16>,
    kind: Option<&'static str>,
    code: Option<&'static str>,
    verdict: Verdict,
    why: &'static str,
) -> ClassificationRow {
    ClassificationRow { status, kind, code, verdict, why }
}

/// Everything that is not a 2xx. The last rows catch what is not named.
pub const CLASSIFICATION: &[ClassificationRow] = &{
    use Verdict::{FailedForGood as Good, FailedForNow as Now, Unknown};
    const INVALID: Option<&str> = Some("invalid_request_error");
    const KEY: Option<&str> = Some("idempotency_error");
    [
        row(409..=409, None, None, Unknown, "a request with this key is still running"),
        row(400..=499, KEY, None, Unknown, "this key was used with another payload"),
        row(400..=499, INVALID, Some("charge_already_refunded"), Good, "refunded before"),
        row(400..=499, INVALID, Some("charge_disputed"), Good, "the card network has it"),
        row(400..=499, INVALID, Some("refund_disputed_payment"), Good, "the network has it"),
        row(400..=499, INVALID, Some("amount_too_large"), Good, "more than is left"),
        row(400..=499, INVALID, Some("amount_too_small"), Good, "below the minimum"),
        row(400..=499, INVALID, Some("resource_missing"), Good, "no such payment"),
        row(400..=499, INVALID, Some("balance_insufficient"), Now, "no money at the provider"),
        row(400..=499, INVALID, Some("insufficient_funds"), Now, "no money at the provider"),
        row(400..=499, INVALID, Some("lock_timeout"), Now, "the payment was locked"),
        row(401..=401, None, None, Now, "the secret key is wrong: fix it, then it is sent again"),
        row(403..=403, None, None, Now, "the secret key lacks the permission"),
        row(402..=402, None, None, Good, "it was refused"),
        row(404..=404, None, None, Good, "no such payment"),
        row(424..=424, None, None, Unknown, "a system behind the provider failed"),
        row(408..=408, None, None, Unknown, "the provider gave up waiting"),
        row(425..=425, None, None, Now, "too early"),
        row(429..=429, None, None, Now, "too many requests"),
        row(400..=499, None, None, Good, "the request is not acceptable"),
        row(500..=599, None, None, Unknown, "a server error proves nothing"),
        row(100..=199, None, None, Unknown, "no final answer"),
        row(300..=399, None, None, Unknown, "redirects are not followed"),
        row(600..=u16::MAX, None, None, Unknown, "no status of HTTP"),
        row(0..=99, None, None, Unknown, "no status of HTTP"),
    ]
};

/// Reads an answer to `POST /v1/refunds`.
pub fn classify(status: u16, body: &[u8]) -> ProviderOutcome {
    classify_as::<RefundObject>(status, body)
}

/// Reads an answer that holds an object of some kind where it is no refusal.
pub(super) fn classify_as<T: Keyed>(status: u16, body: &[u8]) -> ProviderOutcome {
    if (200..=299).contains(&status) {
        return match serde_json::from_slice::<T>(body) {
            Ok(object) => object.outcome(),
            Err(_) => {
                ProviderOutcome::unknown(format!("answered {status} with another kind of body"))
            }
        };
    }
    let error = serde_json::from_slice::<ErrorBody>(body).unwrap_or_default().error;
    let matches = |wanted: Option<&str>, got: &Option<String>| {
        wanted.is_none_or(|wanted| got.as_deref() == Some(wanted))
    };
    let hit = CLASSIFICATION.iter().find(|row| {
        row.status.contains(&status)
            && matches(row.kind, &error.kind)
            && matches(row.code, &error.code)
    });
    let code = error.reason().map_or_else(|| format!("http_{status}"), str::to_owned);
    match hit.map(|row| (row.verdict, row.why)) {
        Some((Verdict::FailedForGood, _)) => ProviderOutcome::failed(code),
        Some((Verdict::FailedForNow, _)) => ProviderOutcome::retryable(code),
        Some((Verdict::Unknown, why)) => {
            ProviderOutcome::unknown(format!("answered {status} ({code}): {why}"))
        }
        None => ProviderOutcome::unknown(format!("answered {status} ({code})")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_a_row() {
        for status in (0..200).chain(300..=u16::MAX) {
            assert!(
                CLASSIFICATION.iter().any(|row| row.kind.is_none()
                    && row.code.is_none()
                    && row.status.contains(&status)),
                "{status}"
            );
        }
    }

    #[test]
    fn every_row_is_reachable() {
        for (index, row) in CLASSIFICATION.iter().enumerate() {
            let shadowed = CLASSIFICATION.iter().take(index).any(|earlier| {
                earlier.status.contains(row.status.start())
                    && earlier.status.contains(row.status.end())
                    && (earlier.kind.is_none() || earlier.kind == row.kind)
                    && (earlier.code.is_none() || earlier.code == row.code)
            });
            assert!(!shadowed, "row {index} is never reached: {row:?}");
        }
    }

    #[test]
    fn no_body_makes_a_server_error_a_failure() {
        let lying =
            br#"{"error":{"type":"invalid_request_error","code":"charge_already_refunded"}}"#;
        for status in 500..=599 {
            assert!(matches!(classify(status, lying), ProviderOutcome::Unknown { .. }), "{status}");
        }
    }
}
