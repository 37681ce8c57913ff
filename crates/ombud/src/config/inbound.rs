//! `[[connector]]`: the secrets by which other companies sign their webhooks.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use api::inbound::{Inbound, Proof};
use connectors::inbound::adyen::BasicAuth;
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
    /// User and password that Adyen sends beside (basic authentication), or a file with the password.
    #[serde(default)]
    user: Option<String>,
    #[serde(default)]
    password: Option<String>,
    #[serde(default)]
    password_file: Option<PathBuf>,
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
                let keys = keys.into_iter().map(Secret::new).collect();
                Ok(Proof::Adyen { keys, basic: self.basic_auth()? })
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

impl Connector {
    /// # Errors
    /// When half of it is given: nobody must believe that it is checked.
    fn basic_auth(&self) -> Result<Option<BasicAuth>> {
        let password = match (&self.password, &self.password_file) {
            (Some(_), Some(_)) => bail!("give password or password_file"),
            (Some(password), None) => Some(password.clone()),
            (None, Some(path)) => Some(super::read_secret("password_file", path)?),
            (None, None) => None,
        };
        match (&self.user, password) {
            (None, None) => Ok(None),
            (Some(user), Some(password)) if user.contains(':') || password.is_empty() => {
                bail!("user must hold no colon, and password or password_file must not be empty")
            }
            (Some(user), Some(password)) => {
                let (user, password) = (Secret::new(user.clone()), Secret::new(password));
                Ok(Some(BasicAuth { user, password }))
            }
            _ => {
                bail!("user and password (or password_file) belong together: give both or neither")
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn proof(extra: &str) -> Result<Proof> {
        let text = format!("tenant = \"acme\"\nsource = \"adyen\"\nkeys = [\"00ff\"]\n{extra}");
        toml::from_str::<Connector>(&text).unwrap().proof()
    }

    #[test]
    fn basic_authentication_is_configured_whole_or_not_at_all() {
        assert!(matches!(proof("").unwrap(), Proof::Adyen { basic: None, .. }));
        let whole = "user = \"adyen\"\npassword = \"hunter2\"";
        let proof_of = proof(whole).unwrap();
        assert!(!format!("{proof_of:?}").contains("hunter2"));
        let Proof::Adyen { basic: Some(basic), .. } = proof_of else { panic!("{proof_of:?}") };
        assert_eq!((basic.user.expose(), basic.password.expose()), ("adyen", "hunter2"));
        for (half, why) in [
            ("user = \"adyen\"", "belong together"),
            ("password = \"x\"", "belong together"),
            ("user = \"a:b\"\npassword = \"x\"", "no colon"),
            ("user = \"a\"\npassword = \"\"", "not be empty"),
            ("user = \"a\"\npassword = \"x\"\npassword_file = \"y\"", "or password_file"),
        ] {
            let error = proof(half).unwrap_err().to_string();
            assert!(error.contains(why), "{half}: {error}");
        }
    }
}
