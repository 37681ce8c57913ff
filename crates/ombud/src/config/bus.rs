//! `[bus]`: NATS, over which nodes that share a database wake each other.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use bus::{NatsOptions, Proof};
use kernel::Secret;
use serde::Deserialize;

/// Nodes look by themselves where no server is named.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct BusSection {
    nats: Servers,
    token: String,
    credentials: String,
    tls: bool,
    root_certificates: Option<PathBuf>,
}

/// Servers: a list, or one text with commas, as the environment has it.
#[derive(Debug, Clone, Deserialize)]
#[serde(
    untagged,
    expecting = "neither an address such as \"nats://nats.example.com:4222\" nor a list of such"
)]
enum Servers {
    Text(String),
    List(Vec<String>),
}

impl Default for Servers {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl std::fmt::Debug for BusSection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BusSection").field("tls", &self.tls).finish_non_exhaustive()
    }
}

impl BusSection {
    fn addresses(&self) -> Vec<String> {
        match &self.nats {
            Servers::Text(text) => {
                let all = text.split(',').map(str::trim);
                all.filter(|address| !address.is_empty()).map(str::to_owned).collect()
            }
            Servers::List(all) => all.clone(),
        }
    }

    /// Whether servers are named.
    pub(crate) fn is_on(&self) -> bool {
        !self.addresses().is_empty()
    }

    /// How this node reaches NATS; none where no server is named.
    ///
    /// # Errors
    /// With the key at fault and what to write instead.
    pub(crate) fn options(&self, region: &str, node: u64) -> Result<Option<NatsOptions>> {
        let (token, credentials) = (&self.token, &self.credentials);
        if !self.is_on() {
            let has_more = !token.is_empty() || !credentials.is_empty() || self.tls;
            if has_more || self.root_certificates.is_some() {
                bail!(
                    "bus.nats names no server, but other keys of [bus] are set: name one, or leave them out"
                );
            }
            return Ok(None);
        }
        if !token.is_empty() && !credentials.is_empty() {
            bail!(
                "bus.token and bus.credentials are both set: a node proves itself with one of them"
            );
        }
        if let Some(path) = &self.root_certificates {
            std::fs::File::open(path).with_context(|| {
                format!("bus.root_certificates names {}, which cannot be read", path.display())
            })?;
        }
        let mut options = NatsOptions::new(&self.addresses()).context("bus.nats")?;
        options.proof = match (token.as_str(), credentials.as_str()) {
            ("", "") => Proof::Nothing,
            ("", credentials) => Proof::Credentials(Secret::new(credentials)),
            (token, _) => Proof::Token(Secret::new(token)),
        };
        options.tls = self.tls;
        options.root_certificates.clone_from(&self.root_certificates);
        region.clone_into(&mut options.region);
        options.node = node;
        options.check().context("bus.credentials")?;
        Ok(Some(options))
    }

    /// Every key with its value; secrets are only said to be set.
    pub(super) fn redacted(&self) -> [(&'static str, String); 5] {
        let secret = |value: &str| if value.is_empty() { "" } else { "[set]" }.to_owned();
        let certificates = self.root_certificates.as_ref();
        [
            ("bus.nats", self.addresses().join(", ")),
            ("bus.token", secret(&self.token)),
            ("bus.credentials", secret(&self.credentials)),
            ("bus.tls", self.tls.to_string()),
            (
                "bus.root_certificates",
                certificates.map(|path| path.display().to_string()).unwrap_or_default(),
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Option<NatsOptions>> {
        let section: BusSection = toml::from_str(text)?;
        section.options("eu", 7)
    }

    #[test]
    fn servers_are_a_list_or_a_text_with_commas() {
        assert!(read("").unwrap().is_none());
        assert!(read("nats = \"\"").unwrap().is_none());
        let cases = [
            ("nats = \"nats://a:4222\"", "nats://a:4222"),
            ("nats = [\"nats://a:4222\", \"tls://b\"]", "nats://a:4222, tls://b"),
            ("nats = \"nats://a:4222, tls://b,\"", "nats://a:4222, tls://b"),
        ];
        for (text, shown) in cases {
            let section: BusSection = toml::from_str(text).unwrap();
            assert_eq!(section.redacted()[0].1, shown);
            let options = section.options("eu", 7).unwrap().unwrap();
            assert_eq!((options.region.as_str(), options.node, options.tls), ("eu", 7, false));
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_what_to_write() {
        let cases = [
            ("nats = 4222", "nats://nats.example.com:4222"),
            ("nats = \"nats.example.com\"", "begins with neither nats:// nor tls://"),
            ("nats = [\"nats://u:hunter2@a\"]", "use token or credentials"),
            ("token = \"hunter2\"", "bus.nats names no server"),
            ("tls = true", "bus.nats names no server"),
            (
                "nats = \"nats://a\"\ntoken = \"hunter2\"\ncredentials = \"x\"",
                "bus.token and bus.credentials are both set",
            ),
            (
                "nats = \"nats://a\"\ncredentials = \"hunter2\"",
                "bus.credentials: these are no credentials",
            ),
            (
                "nats = \"nats://a\"\nroot_certificates = \"/no/such\"",
                "bus.root_certificates names /no/such, which cannot be read",
            ),
        ];
        for (text, expected) in cases {
            let error = format!("{:#}", read(text).unwrap_err());
            assert!(error.contains(expected), "{expected}: {error}");
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn secrets_are_not_shown() {
        let section: BusSection =
            toml::from_str("nats = \"tls://a\"\ntoken = \"hunter2\"").unwrap();
        let options = section.options("eu", 7).unwrap();
        let shown = format!("{section:?} {options:?} {:?}", section.redacted());
        assert!(!shown.contains("hunter2"), "{shown}");
        assert!(shown.contains("[set]"));
    }
}
