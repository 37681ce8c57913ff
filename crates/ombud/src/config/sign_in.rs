//! `[sign_in]`, `[[identity_key]]` and `[[oidc]]`: how people come in.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use app::Role;
use app::sign_in::{self, SignInOptions};
use identity::jwt::{Algorithm, Key};
use kernel::{Secret, TenantId};
use serde::Deserialize;

use super::Config;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SignIn {
    pub(crate) default_tenant: String,
}

/// A key by which a company's own app vouches for its customers.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct IdentityKey {
    tenant: String,
    /// `HS256`, `ES256` or `EdDSA`.
    algorithm: String,
    #[serde(default)]
    kid: Option<String>,
    /// For HS256: the shared secret, or a file that holds it.
    #[serde(default)]
    secret: Option<String>,
    #[serde(default)]
    secret_file: Option<PathBuf>,
    /// For the others: the public key as PEM.
    #[serde(default)]
    public_key_file: Option<PathBuf>,
}

/// A provider of single sign-on.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Oidc {
    tenant: String,
    /// In URLs: lower-case letters, digits and `-`.
    id: String,
    name: String,
    issuer: String,
    client_id: String,
    #[serde(default)]
    client_secret: Option<String>,
    #[serde(default)]
    client_secret_file: Option<PathBuf>,
    /// The role of people whom nobody has invited; without one they stay out.
    #[serde(default)]
    role: Option<String>,
    /// Whose addresses may be let in so.
    #[serde(default)]
    domains: Vec<String>,
}

impl std::fmt::Debug for IdentityKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IdentityKey").field("tenant", &self.tenant).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Oidc {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Oidc").field("id", &self.id).finish_non_exhaustive()
    }
}

impl IdentityKey {
    /// A shared secret of one tenant.
    pub(crate) fn shared(tenant: &str, secret: &str) -> Self {
        Self {
            tenant: tenant.to_owned(),
            algorithm: "HS256".to_owned(),
            kid: None,
            secret: Some(secret.to_owned()),
            secret_file: None,
            public_key_file: None,
        }
    }

    fn read(&self) -> Result<sign_in::IdentityKey> {
        let tenant: TenantId = self.tenant.parse()?;
        let algorithm = match self.algorithm.as_str() {
            "HS256" => None,
            "ES256" => Some(Algorithm::Es256),
            "EdDSA" => Some(Algorithm::EdDsa),
            other => bail!("algorithm = {other:?} is not known; write HS256, ES256 or EdDSA"),
        };
        let key = match (algorithm, &self.public_key_file) {
            (None, None) => {
                Key::hs256(one("secret", self.secret.as_deref(), self.secret_file.as_ref())?)?
            }
            (Some(algorithm), Some(path))
                if self.secret.is_none() && self.secret_file.is_none() =>
            {
                Key::from_pem(algorithm, &super::read_secret("public_key_file", path)?)?
            }
            _ => bail!("give secret or secret_file for HS256, and public_key_file for the others"),
        };
        Ok(sign_in::IdentityKey { tenant, kid: self.kid.clone(), key })
    }
}

impl Oidc {
    fn read(&self) -> Result<sign_in::OidcProvider> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.id.is_empty() || !self.id.chars().all(plain) {
            bail!("id must be of lower-case letters, digits and -");
        }
        let role: Option<Role> = self.role.as_deref().map(str::parse).transpose()?;
        // Whoever comes by themselves must not decide over money, people or a merchant's sales.
        if role.is_some_and(|role| !matches!(role, Role::Agent | Role::Auditor)) {
            bail!("role must be agent or auditor; others are invited by name");
        }
        if role.is_some() && self.domains.is_empty() {
            bail!("domains must name whose addresses are let in as {:?}", self.role);
        }
        let secret = (self.client_secret.as_deref(), self.client_secret_file.as_ref());
        Ok(sign_in::OidcProvider {
            id: self.id.clone(),
            name: self.name.clone(),
            tenant: self.tenant.parse()?,
            issuer: self.issuer.clone(),
            client_id: self.client_id.clone(),
            client_secret: one("client_secret", secret.0, secret.1)?,
            provision: role,
            domains: self.domains.clone(),
        })
    }
}

/// A secret that is written here or in a file.
pub(super) fn one(name: &str, text: Option<&str>, file: Option<&PathBuf>) -> Result<Secret> {
    match (text, file) {
        (Some(text), None) => Ok(Secret::new(text)),
        (None, Some(path)) => Ok(Secret::new(super::read_secret(&format!("{name}_file"), path)?)),
        _ => bail!("give {name} or {name}_file"),
    }
}

pub(super) fn options(config: &Config) -> Result<SignInOptions> {
    let url = config.server.public_url.trim_end_matches('/');
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    if host.is_none_or(|host| host.is_empty() || host.contains(['/', '?', '#', '@'])) {
        bail!(
            "server.public_url = {url:?} is no address of a site; write one such as https://desk.example.com"
        );
    }
    let default_tenant = Some(config.sign_in.default_tenant.as_str()).filter(|id| !id.is_empty());
    let default_tenant = default_tenant.map(str::parse).transpose();
    let keys = config
        .identity_keys
        .iter()
        .map(|key| key.read().with_context(|| format!("identity_key of {}", key.tenant)));
    let providers = config
        .oidc
        .iter()
        .map(|provider| provider.read().with_context(|| format!("oidc {}", provider.id)));
    let providers: Vec<_> = providers.collect::<Result<_>>()?;
    let twice = |at: usize, id: &str| providers.iter().skip(at + 1).any(|other| other.id == id);
    if let Some((_, provider)) = providers.iter().enumerate().find(|(at, p)| twice(*at, &p.id)) {
        bail!("oidc {} is there twice", provider.id);
    }
    Ok(SignInOptions {
        public_url: url.to_owned(),
        default_tenant: default_tenant.context("sign_in.default_tenant")?,
        identity_keys: keys.collect::<Result<_>>()?,
        providers,
        // It leaves by the same relay as the desk's letters.
        mailer: None,
    })
}

pub(super) fn redacted(config: &Config) -> String {
    let keys = config.identity_keys.iter();
    let keys = keys.map(|key| format!("identity_key.{} = \"[set]\"\n", key.tenant));
    let providers = config.oidc.iter();
    let providers = providers.map(|one| format!("oidc.{}.{} = \"[set]\"\n", one.tenant, one.id));
    keys.chain(providers).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<SignInOptions> {
        let config: Config = toml::from_str(text).unwrap();
        options(&config)
    }

    const KEY: &str = "[[identity_key]]\ntenant = \"acme\"\nalgorithm = \"HS256\"\n";
    const OIDC: &str = "[[oidc]]\ntenant = \"acme\"\nid = \"okta\"\nname = \"Okta\"\n\
        issuer = \"https://x.example\"\nclient_id = \"a\"\n";

    #[test]
    fn what_is_wrong_is_named() {
        for (text, words) in [
            ("[server]\npublic_url = \"desk.example\"".to_owned(), "server.public_url"),
            ("[server]\npublic_url = \"https://a.example/x\"".to_owned(), "no address of a site"),
            ("[sign_in]\ndefault_tenant = \"a b\"".to_owned(), "sign_in.default_tenant"),
            (KEY.to_owned(), "give secret or secret_file"),
            (format!("{KEY}secret = \"short\""), "at least 32 bytes"),
            (KEY.replace("HS256", "none"), "algorithm = \"none\""),
            (KEY.replace("HS256", "ES256"), "public_key_file"),
            (OIDC.to_owned(), "client_secret"),
            (format!("{OIDC}client_secret = \"s\"\nrole = \"operator\""), "agent or auditor"),
            (format!("{OIDC}client_secret = \"s\"\nrole = \"agent\""), "domains"),
            (format!("{OIDC}client_secret = \"s\"\n{OIDC}client_secret = \"s\""), "twice"),
        ] {
            let error = format!("{:#}", read(&text).unwrap_err());
            assert!(error.contains(words), "{text}: {error}");
        }
    }

    #[test]
    fn what_is_right_is_taken_and_not_shown() {
        let secret = "a secret of more than thirty-two bytes";
        let text = format!("{KEY}secret = {secret:?}\n{OIDC}client_secret = \"hunter2\"");
        let options = read(&text).unwrap();
        assert_eq!((options.identity_keys.len(), options.providers.len()), (1, 1));
        let config: Config = toml::from_str(&text).unwrap();
        for shown in [format!("{options:?}"), format!("{config:?}"), redacted(&config)] {
            assert!(!shown.contains("hunter2") && !shown.contains(secret), "{shown}");
        }
    }
}
