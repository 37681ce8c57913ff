//! Whose webhooks are believed: the secrets by which Stripe, Adyen and PayPal sign what they send to
//! a tenant. Set by whoever runs the program; never shown.

use std::collections::HashMap;

use axum::http::HeaderMap;
use connectors::Source;
use connectors::inbound::adyen::BasicAuth;
use connectors::inbound::paypal::{PaypalTrust, Transmission};
use connectors::inbound::signature::SignatureError;
use connectors::inbound::{adyen, paypal, stripe};
use kernel::{Secret, TenantId, Timestamp};

/// How one source proves itself to one tenant.
#[derive(Debug, Clone)]
pub enum Proof {
    /// The endpoint's secret (`whsec_…`).
    Stripe { secret: Secret },
    /// Hexadecimal HMAC keys, two while one is rolled; user and password where Adyen sends them.
    Adyen { keys: Vec<Secret>, basic: Option<BasicAuth> },
    /// The webhook's id, the roots, and PayPal's certificate chain (PEM, leaf first). The chain is
    /// configured and not fetched: a service that fetches what a header names can be led anywhere.
    Paypal { trust: PaypalTrust, chain_pem: Vec<u8> },
}

/// The proofs that are configured.
#[derive(Debug, Clone, Default)]
pub struct Inbound(HashMap<(TenantId, Source), Proof>);

impl Inbound {
    pub fn insert(&mut self, tenant: TenantId, proof: Proof) {
        let source = match proof {
            Proof::Stripe { .. } => Source::Stripe,
            Proof::Adyen { .. } => Source::Adyen,
            Proof::Paypal { .. } => Source::Paypal,
        };
        self.0.insert((tenant, source), proof);
    }

    pub(crate) fn proof(&self, tenant: &TenantId, source: Source) -> Option<&Proof> {
        self.0.get(&(tenant.clone(), source))
    }
}

impl Proof {
    /// The signed id of the transmission, where the provider signs one: to be taken once.
    ///
    /// # Errors
    /// When the signature is absent, malformed, stale or of somebody else.
    pub(crate) fn verify(
        &self,
        headers: &HeaderMap,
        body: &[u8],
        now: Timestamp,
    ) -> Result<Option<String>, SignatureError> {
        let header = |name: &str| {
            headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
        };
        match self {
            Self::Stripe { secret } => {
                let signature = header("stripe-signature");
                stripe::verify_signature(secret, signature, body, now, stripe::TOLERANCE)?;
                Ok(None)
            }
            Self::Adyen { keys, basic } => {
                if let Some(basic) = basic {
                    basic.verify(header("authorization"))?;
                }
                adyen::verify_signature(keys, body).map(|()| None)
            }
            Self::Paypal { trust, chain_pem } => {
                let transmission = Transmission {
                    id: header("paypal-transmission-id"),
                    time: header("paypal-transmission-time"),
                    signature: header("paypal-transmission-sig"),
                    algorithm: header("paypal-auth-algo"),
                };
                let within = paypal::TOLERANCE;
                paypal::verify_signature(trust, transmission, chain_pem, body, now, within)?;
                Ok(Some(transmission.id.to_owned()))
            }
        }
    }
}
