//! `[[cobrowse_tool]]`: the company's own tools, whose people take seats in co-browsing sessions.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use app::cobrowse::tools::{self, AUDIENCE};
use identity::jwt::{Algorithm, Key};
use serde::Deserialize;

use super::Config;

/// Most sites of one tool.
const ORIGINS_MAX: usize = 20;
const NAME_CHARS_MAX: usize = 32;

/// A tool that signs tokens for the people who work in it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CobrowseTool {
    tenant: String,
    /// In the audit trail: lower-case letters, digits and `-`.
    name: String,
    issuer: String,
    #[serde(default)]
    audience: Option<String>,
    /// `EdDSA`, `RS256` or `ES256`.
    algorithm: String,
    #[serde(default)]
    kid: Option<String>,
    /// The public key as PEM.
    public_key_file: PathBuf,
    /// Whose pages may put the view into a frame, such as `https://crm.example`.
    #[serde(default)]
    origins: Vec<String>,
}

impl CobrowseTool {
    fn read(&self) -> Result<tools::Tool> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let chars = self.name.chars().count();
        if !(1..=NAME_CHARS_MAX).contains(&chars) || !self.name.chars().all(plain) {
            bail!("name must be 1 to {NAME_CHARS_MAX} of lower-case letters, digits and -");
        }
        if self.issuer.is_empty() || self.audience.as_deref() == Some("") {
            bail!("issuer must say who signs; leave audience out for {AUDIENCE:?}");
        }
        let algorithm = match self.algorithm.as_str() {
            "EdDSA" => Algorithm::EdDsa,
            "RS256" => Algorithm::Rs256,
            "ES256" => Algorithm::Es256,
            other => bail!("algorithm = {other:?} is not known; write EdDSA, RS256 or ES256"),
        };
        let pem = super::read_secret("public_key_file", &self.public_key_file)?;
        let key = Key::from_pem(algorithm, &pem).context("public_key_file")?;
        if self.origins.len() > ORIGINS_MAX {
            bail!("origins has {} sites; there may be {ORIGINS_MAX}", self.origins.len());
        }
        api::Origins::new(self.origins.iter().cloned()).context("origins")?;
        Ok(tools::Tool {
            tenant: self.tenant.parse()?,
            name: self.name.clone(),
            issuer: self.issuer.clone(),
            audience: self.audience.clone().unwrap_or_else(|| AUDIENCE.to_owned()),
            kid: self.kid.clone(),
            key,
            origins: self.origins.clone(),
        })
    }
}

impl Config {
    /// The company's own tools.
    ///
    /// # Errors
    /// With the tool and the field at fault.
    pub(crate) fn cobrowse_tools(&self) -> Result<Vec<tools::Tool>> {
        let tools: Vec<tools::Tool> = self
            .cobrowse_tools
            .iter()
            .map(|tool| tool.read().with_context(|| format!("cobrowse_tool {}", tool.name)))
            .collect::<Result<_>>()?;
        for (at, tool) in tools.iter().enumerate() {
            // What two companies' people do must not stand under one name; keys of one tool are renewed.
            let other = tools.iter().take(at).find(|other| other.name == tool.name);
            if other
                .is_some_and(|other| (&other.tenant, &other.issuer) != (&tool.tenant, &tool.issuer))
            {
                bail!("cobrowse_tool {} is there for two companies or issuers", tool.name);
            }
            // A key may sign for several companies; what it signs must say for which.
            let is_taken_for_both = |other: &&tools::Tool| {
                other.tenant != tool.tenant
                    && (&other.issuer, &other.audience) == (&tool.issuer, &tool.audience)
                    && other.key.fingerprint() == tool.key.fingerprint()
            };
            if tools.iter().take(at).any(|other| is_taken_for_both(&other)) {
                bail!(
                    "cobrowse_tool {} has the key, issuer and audience of another company's: give each \
                     company an audience of its own",
                    tool.name
                );
            }
        }
        Ok(tools)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEM: &str = "-----BEGIN PUBLIC KEY-----\n\
        MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END PUBLIC KEY-----\n";

    fn read(text: &str) -> Result<Vec<tools::Tool>> {
        let config: Config = toml::from_str(text).unwrap();
        config.cobrowse_tools()
    }

    #[test]
    fn a_tool_is_read_and_what_is_wrong_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("key.pem");
        std::fs::write(&key, PEM).unwrap();
        let right = format!(
            "[[cobrowse_tool]]\ntenant = \"acme\"\nname = \"crm\"\nissuer = \"https://crm.example\"\n\
             algorithm = \"EdDSA\"\norigins = [\"https://crm.example\"]\n\
             public_key_file = {:?}\n",
            key.display().to_string()
        );
        let tools = read(&right).unwrap();
        assert_eq!((tools.len(), tools[0].audience.as_str()), (1, "ombud-cobrowse"));
        for (from, to, words) in [
            ("\"crm\"", "\"C R M\"", "lower-case"),
            ("EdDSA", "HS256", "algorithm = \"HS256\""),
            ("EdDSA", "RS256", "public_key_file"),
            ("[\"https://crm.example\"]", "[\"https://*.example\"]", "origins"),
            ("[\"https://crm.example\"]", "[\"http://crm.example\"]", "origins"),
            ("\"https://crm.example\"\nalg", "\"\"\nalg", "issuer"),
        ] {
            let wrong = right.replace(from, to);
            assert_ne!(wrong, right, "{from}");
            let error = format!("{:#}", read(&wrong).unwrap_err());
            assert!(error.contains(words) && error.contains("cobrowse_tool"), "{to}: {error}");
        }
        let two = format!("{right}{}", right.replace("\"acme\"", "\"rival\""));
        assert!(read(&two).unwrap_err().to_string().contains("two companies"));
        assert_eq!(read(&format!("{right}{right}")).unwrap().len(), 2, "a key beside the next one");
        let shared = right.replace("\"acme\"", "\"rival\"").replace("\"crm\"", "\"crm-2\"");
        let both = read(&format!("{right}{shared}")).unwrap_err().to_string();
        assert!(both.contains("an audience of its own"), "{both}");
        let told_apart = shared.replace("algorithm", "audience = \"ombud-rival\"\nalgorithm");
        assert_eq!(read(&format!("{right}{told_apart}")).unwrap().len(), 2);
    }
}
