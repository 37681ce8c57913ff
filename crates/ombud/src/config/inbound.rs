//! `[[connector]]`: the secrets by which other companies sign their webhooks.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use api::inbound::{Inbound, Proof};
use connectors::inbound::paypal::PaypalTrust;
use kernel::{Secret, TenantId};
use serde::Deserialize;

/// One connector of one tenant.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Connector {
    tenant: String,
    /// `stripe`, `adyen` or `paypal`.
    source: String,
    /// Stripe's endpoint secret, or a file that holds it.
    #[serde(default)]
    secret: Option<String>,
    #[serde(default)]
    secret_file: Option<PathBuf>,
    /// Adyen's HMAC keys, two while one is rolled, or a file with one on each line.
    #[serde(default)]
    keys: Vec<String>,
    #[serde(default)]
    keys_file: Option<PathBuf>,
    /// PayPal's id of the webhook.
    #[serde(default)]
    webhook_id: Option<String>,
    /// PEM files: the roots, and PayPal's certificate chain, leaf first.
    #[serde(default)]
    roots_file: Option<PathBuf>,
    #[serde(default)]
    chain_file: Option<PathBuf>,
}

impl std::fmt::Debug for Connector {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Connector")
            .field("tenant", &self.tenant)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

impl Connector {
    pub(crate) fn redacted(&self) -> String {
        format!("connector.{}.{} = \"[set]\"\n", self.tenant, self.source)
    }

    fn proof(&self) -> Result<Proof> {
        match self.source.as_str() {
            "stripe" => {
                let secret = match (&self.secret, &self.secret_file) {
                    (Some(secret), None) => secret.clone(),
                    (None, Some(path)) => super::read_secret("secret_file", path)?,
                    _ => bail!("give secret or secret_file"),
                };
                Ok(Proof::Stripe { secret: Secret::new(secret) })
            }
            "adyen" => {
                let mut keys = self.keys.clone();
                if let Some(path) = &self.keys_file {
                    let text = super::read_secret("keys_file", path)?;
                    keys.extend(text.lines().map(str::to_owned));
                }
                if keys.is_empty() {
                    bail!("give keys or keys_file");
                }
                Ok(Proof::Adyen { keys: keys.into_iter().map(Secret::new).collect() })
            }
            "paypal" => {
                let read = |key: &str, path: &Option<PathBuf>| {
                    let path = path.as_ref().with_context(|| format!("{key} is needed"))?;
                    std::fs::read(path).with_context(|| format!("{key} cannot be read"))
                };
                let webhook_id = self.webhook_id.clone().context("webhook_id is needed")?;
                let roots_pem = read("roots_file", &self.roots_file)?;
                let trust = PaypalTrust { webhook_id, roots_pem };
                Ok(Proof::Paypal { trust, chain_pem: read("chain_file", &self.chain_file)? })
            }
            other => bail!("source = {other:?} is not known; write stripe, adyen or paypal"),
        }
    }
}

/// The proofs of all connectors.
pub(super) fn proofs(connectors: &[Connector]) -> Result<Inbound> {
    let mut inbound = Inbound::default();
    for connector in connectors {
        let name = || format!("connector of {} for {}", connector.source, connector.tenant);
        let tenant: TenantId = connector.tenant.parse().with_context(name)?;
        inbound.insert(tenant, connector.proof().with_context(name)?);
    }
    Ok(inbound)
}
