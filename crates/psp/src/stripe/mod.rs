//! Stripe: refunds by `POST /v1/refunds` under the effect's key, and `GET /v1/refunds` to find one
//! again; what customers pay ahead by `PaymentIntent`s. Written from Stripe's public API
//! reference (refunds, payment intents, errors, idempotent requests).
//!
//! Nothing here logs, follows a redirect or retries by itself; the secret key leaves only in the
//! `Authorization` header.

mod classify;
mod collect;
mod wire;

use std::time::Duration as StdDuration;

use async_trait::async_trait;
use kernel::{Currency, Duration, Money, Secret};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, RequestBuilder, Response};

pub use classify::{CLASSIFICATION, ClassificationRow, Verdict, classify};

use crate::{
    CollectOutcome, CollectRequest, KeyLimits, Lookup, PaymentProvider, ProviderKey,
    ProviderOutcome, RefundRequest,
};
use wire::{Keyed, ObjectPage, RefundObject};

/// How long one request may take from start to the last byte of the answer.
pub const REQUEST_TIMEOUT_SECONDS: u64 = 15;
/// The largest answer that is read.
pub const ANSWER_BYTES_MAX: usize = 1 << 20;
/// A look-up reads at most this many pages of 100; a payment, or a customer, with more is for a person.
pub const LOOKUP_PAGES_MAX: usize = 10;
/// The API version the documents below were written against.
pub const API_VERSION: &str = "2025-09-30.clover";
/// Stripe's own address.
pub const BASE_URL: &str = "https://api.stripe.com";

/// Currencies whose smallest unit at Stripe is not ISO 4217's: the number is Stripe's exponent.
/// Source: docs.stripe.com/currencies, "Special cases".
const STRIPE_EXPONENTS: &[(&str, u32)] = &[("ISK", 2), ("UGX", 2), ("MGA", 0)];

/// How to reach Stripe.
#[derive(Debug, Clone)]
pub struct StripeConfig {
    /// Without a slash at the end.
    pub base_url: String,
    pub secret_key: Secret,
    pub timeout: StdDuration,
}

impl StripeConfig {
    pub fn new(secret_key: Secret) -> Self {
        Self {
            base_url: BASE_URL.to_owned(),
            secret_key,
            timeout: StdDuration::from_secs(REQUEST_TIMEOUT_SECONDS),
        }
    }
}

/// Why the adapter cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum StripeError {
    #[error("the Stripe secret key has characters that cannot stand in a header")]
    SecretKey,
    #[error("the HTTP client for Stripe could not be made")]
    Client(#[source] reqwest::Error),
}

/// The adapter.
#[derive(Debug)]
pub struct Stripe {
    client: Client,
    base_url: String,
}

impl Stripe {
    /// # Errors
    /// When the key cannot be a header or the TLS client cannot be made.
    pub fn new(config: &StripeConfig) -> Result<Self, StripeError> {
        // Another part of the process may have chosen its provider first: that one is used then.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let bearer = format!("Bearer {}", config.secret_key.expose());
        let mut authorization =
            HeaderValue::from_str(&bearer).map_err(|_| StripeError::SecretKey)?;
        authorization.set_sensitive(true);
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, authorization);
        headers.insert(
            HeaderName::from_static("stripe-version"),
            HeaderValue::from_static(API_VERSION),
        );
        let client = Client::builder()
            .default_headers(headers)
            .timeout(config.timeout)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .build()
            .map_err(StripeError::Client)?;
        Ok(Self { client, base_url: config.base_url.clone() })
    }

    /// Sends a request and reads the whole answer, or says what is known without one.
    async fn exchange(&self, request: RequestBuilder) -> Result<(u16, Vec<u8>), ProviderOutcome> {
        let response = request.send().await.map_err(|error| without_answer(&error))?;
        let status = response.status().as_u16();
        Ok((status, read_bounded(response).await?))
    }

    fn url(&self, path: &str) -> String {
        format!("{}/v1/{path}", self.base_url)
    }

    async fn page<T: Keyed>(
        &self,
        path: &str,
        (field, value): (&str, &str),
        after: Option<&str>,
    ) -> Result<ObjectPage<T>, Lookup> {
        let unknown = |why: String| Lookup::Unknown { why };
        let mut query = vec![(field, value), ("limit", "100")];
        query.extend(after.map(|id| ("starting_after", id)));
        let url = reqwest::Url::parse_with_params(&self.url(path), &query)
            .map_err(|error| unknown(format!("the look-up has no valid address: {error}")))?;
        let (status, body) = self.exchange(self.client.get(url)).await.map_err(|outcome| {
            unknown(match outcome {
                ProviderOutcome::Unknown { why } => why,
                other => format!("{other:?}"),
            })
        })?;
        if status != 200 {
            return Err(unknown(format!("the look-up was answered with status {status}")));
        }
        serde_json::from_slice(&body)
            .map_err(|error| unknown(format!("the look-up's answer is no such list: {error}")))
    }

    /// Finds what bears a key among all of a kind that belong to something.
    async fn find<T: Keyed>(&self, path: &str, of: (&str, &str), key: &ProviderKey) -> Lookup {
        let mut found: Vec<T> = Vec::new();
        let mut after: Option<String> = None;
        for _ in 0..LOOKUP_PAGES_MAX {
            let page: ObjectPage<T> = match self.page(path, of, after.as_deref()).await {
                Ok(page) => page,
                Err(lookup) => return lookup,
            };
            after = page.data.last().map(|one| one.id().to_owned());
            found.extend(page.data.into_iter().filter(|one| one.has_key(key)));
            if !page.has_more || after.is_none() {
                return merge(&found);
            }
        }
        Lookup::Unknown { why: format!("more than {LOOKUP_PAGES_MAX} pages of {path}") }
    }
}

#[async_trait]
impl PaymentProvider for Stripe {
    async fn refund(&self, request: &RefundRequest, key: &ProviderKey) -> ProviderOutcome {
        let Some(field) = payment_field(&request.instrument) else {
            return ProviderOutcome::failed("instrument_not_refundable");
        };
        let Some(amount) = stripe_amount(request.amount) else {
            return ProviderOutcome::failed("amount_not_expressible");
        };
        let (amount, effect) = (amount.to_string(), request.effect.to_string());
        let dispute = request.dispute.map(|id| id.to_string());
        let mut form = vec![
            (field, request.instrument.as_str()),
            ("amount", amount.as_str()),
            ("metadata[ombud_key]", key.as_str()),
            ("metadata[ombud_effect]", effect.as_str()),
        ];
        form.extend(dispute.as_deref().map(|id| ("metadata[ombud_dispute]", id)));
        let post = self.client.post(self.url("refunds"));
        let post = post.header("Idempotency-Key", key.as_str()).form(&form);
        match self.exchange(post).await {
            Ok((status, body)) => classify(status, &body),
            Err(outcome) => outcome,
        }
    }

    async fn lookup(&self, request: &RefundRequest, key: &ProviderKey) -> Lookup {
        let Some(field) = payment_field(&request.instrument) else {
            return Lookup::NotFound;
        };
        self.find::<RefundObject>("refunds", (field, &request.instrument), key).await
    }

    async fn collect(&self, request: &CollectRequest, key: &ProviderKey) -> CollectOutcome {
        self.take(request, key).await.into()
    }

    async fn lookup_collection(&self, request: &CollectRequest, key: &ProviderKey) -> Lookup {
        self.taken(request, key).await
    }

    fn name(&self) -> &'static str {
        "stripe"
    }

    /// Stripe keeps keys "for at least 24 hours": 23 leave room for clocks that differ. Twice the
    /// request's time-out is long enough for a request to have arrived.
    fn key_limits(&self) -> KeyLimits {
        KeyLimits {
            in_flight_max: Duration::from_secs(2 * REQUEST_TIMEOUT_SECONDS.cast_signed()),
            honoured_for: Duration::from_hours(23),
        }
    }
}

/// Which parameter names the payment: an instrument is a PaymentIntent or a charge.
fn payment_field(instrument: &str) -> Option<&'static str> {
    match instrument.split_once('_')?.0 {
        "pi" => Some("payment_intent"),
        "ch" | "py" => Some("charge"),
        _ => None,
    }
}

/// The amount in Stripe's smallest unit; `None` when it is not positive or cannot be expressed.
fn stripe_amount(amount: Money) -> Option<i64> {
    let currency: Currency = amount.currency;
    let minor = amount.minor;
    let ours = currency.exponent();
    let theirs = STRIPE_EXPONENTS
        .iter()
        .find_map(|(code, exponent)| (*code == currency.code()).then_some(*exponent))
        .unwrap_or(ours);
    let scaled = if theirs >= ours {
        minor.checked_mul(10_i64.checked_pow(theirs - ours)?)?
    } else {
        let divisor = 10_i64.checked_pow(ours - theirs)?;
        (minor % divisor == 0).then_some(minor / divisor)?
    };
    (scaled > 0).then_some(scaled)
}

/// One bears a key, or none does: two that stand are a double payment, for a person.
fn merge<T: Keyed>(found: &[T]) -> Lookup {
    let standing = found.iter().filter(|one| one.stands()).count();
    if standing > 1 {
        return Lookup::Unknown { why: format!("{standing} payments bear this key") };
    }
    let best = found.iter().find(|one| one.stands()).or(found.first());
    best.map_or(Lookup::NotFound, |one| Lookup::Found(one.outcome()))
}

/// What is known when no whole answer came: only a connection that was never made proves that
/// nothing was sent.
fn without_answer(error: &reqwest::Error) -> ProviderOutcome {
    if error.is_connect() {
        ProviderOutcome::retryable("not_sent")
    } else if error.is_builder() {
        ProviderOutcome::failed("request_not_buildable")
    } else if error.is_timeout() {
        ProviderOutcome::unknown("no answer in time after the request was sent")
    } else {
        ProviderOutcome::unknown("the connection broke after the request was sent")
    }
}

async fn read_bounded(mut response: Response) -> Result<Vec<u8>, ProviderOutcome> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if body.len() + chunk.len() <= ANSWER_BYTES_MAX => {
                body.extend_from_slice(&chunk);
            }
            Ok(Some(_)) => {
                return Err(ProviderOutcome::unknown("the answer is larger than is read"));
            }
            Ok(None) => return Ok(body),
            Err(_) => return Err(ProviderOutcome::unknown("the answer broke off")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn amounts_are_in_stripes_smallest_unit() {
        for (minor, code, expected) in [
            (1_234, "EUR", Some(1_234)),
            (12, "JPY", Some(12)),
            (12, "ISK", Some(1_200)),
            (1_200, "MGA", Some(12)),
            (1_250, "MGA", None),
            (1_234, "KWD", Some(1_234)),
            (0, "EUR", None),
            (-5, "EUR", None),
            (i64::MAX, "ISK", None),
        ] {
            let amount = Money::new(minor, Currency::new(code).unwrap());
            assert_eq!(stripe_amount(amount), expected, "{minor} {code}");
        }
    }

    #[test]
    fn the_secret_is_nowhere_in_the_debug_text() {
        let config = StripeConfig::new(Secret::new("sk_test_planted"));
        let adapter = Stripe::new(&config).unwrap();
        assert!(!format!("{adapter:?} {config:?}").contains("planted"));
        let bad = StripeConfig::new(Secret::new("sk\n"));
        assert!(matches!(Stripe::new(&bad), Err(StripeError::SecretKey)));
    }
}
