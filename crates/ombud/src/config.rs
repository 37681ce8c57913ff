//! Configuration: a TOML file, then `OMBUD__SECTION__KEY`, then `DATABASE_URL`; secrets also from files
//! (`…_FILE`). Everything has a default. A wrong key is named, with what to write instead.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use kernel::Secret;
use serde::Deserialize;
use toml::{Table, Value};

mod assistant;
mod bus;
mod cobrowse;
mod inbound;
mod keys;
mod mail;
mod sign_in;
mod tools;

pub(crate) use assistant::{AssistantMode, AssistantSection, EncoderMode, Model as AssistantModel};
pub(crate) use keys::describe;
use keys::{apply_environment, read_secret, secrets_from_files};
pub(crate) use mail::Mailbox;
pub(crate) use sign_in::IdentityKey;

/// Most sites whose pages may call.
const ORIGINS_MAX: usize = 100;

/// The configuration, whole.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[derive(Default)]
pub(crate) struct Config {
    pub(crate) server: Server,
    pub(crate) store: StoreSection,
    pub(crate) assistant: AssistantSection,
    pub(crate) mcp: Mcp,
    pub(crate) node: Node,
    pub(crate) log: Log,
    pub(crate) audit: Audit,
    pub(crate) bus: bus::BusSection,
    pub(crate) cobrowse: cobrowse::CobrowseSection,
    pub(crate) payments: Payments,
    pub(crate) sign_in: sign_in::SignIn,
    pub(crate) mail: mail::MailSection,
    #[serde(rename = "mailbox")]
    pub(crate) mailboxes: Vec<mail::Mailbox>,
    pub(crate) web: Web,
    #[serde(rename = "identity_key")]
    pub(crate) identity_keys: Vec<sign_in::IdentityKey>,
    #[serde(rename = "cobrowse_tool")]
    pub(crate) cobrowse_tools: Vec<tools::CobrowseTool>,
    #[serde(rename = "oidc")]
    pub(crate) oidc: Vec<sign_in::Oidc>,
    #[serde(rename = "connector")]
    pub(crate) connectors: Vec<inbound::Connector>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Server {
    pub(crate) listen: String,
    pub(crate) metrics_listen: String,
    pub(crate) metrics_public: bool,
    pub(crate) development_webhooks: bool,
    pub(crate) public_url: String,
    pub(crate) behind_proxy: bool,
}

/// Agents of other companies.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Mcp {
    /// Whether they are served at `/mcp`.
    pub(crate) enabled: bool,
}

/// Pages of others that may call from a browser.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Web {
    /// Such as `https://shop.example`: the sites that the chat widget is on.
    origins: Vec<String>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct StoreSection {
    pub(crate) data_dir: PathBuf,
    database_url: String,
    pub(crate) root_certificates: Option<PathBuf>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Node {
    pub(crate) name: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Log {
    pub(crate) level: String,
    pub(crate) format: String,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Audit {
    pub(crate) origin: String,
    signing_key: String,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Payments {
    pub(crate) provider: String,
    stripe_secret_key: String,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            metrics_listen: String::new(),
            metrics_public: false,
            development_webhooks: false,
            public_url: "http://localhost:8080".to_owned(),
            behind_proxy: false,
        }
    }
}

impl Default for StoreSection {
    fn default() -> Self {
        let data_dir = PathBuf::from("ombud-data");
        Self { data_dir, database_url: String::new(), root_certificates: None }
    }
}

impl Default for Node {
    fn default() -> Self {
        Self { name: "ombud".to_owned() }
    }
}

impl Default for Log {
    fn default() -> Self {
        Self { level: "info".to_owned(), format: "json".to_owned() }
    }
}

impl Default for Audit {
    fn default() -> Self {
        Self { origin: "ombud.local/audit".to_owned(), signing_key: String::new() }
    }
}

impl Default for Payments {
    fn default() -> Self {
        Self { provider: "none".to_owned(), stripe_secret_key: String::new() }
    }
}

impl std::fmt::Debug for StoreSection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("StoreSection").field("data_dir", &self.data_dir).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Audit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Audit").field("origin", &self.origin).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Payments {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Payments").field("provider", &self.provider).finish_non_exhaustive()
    }
}

impl Config {
    /// Reads the file, if one is named, and the environment.
    ///
    /// # Errors
    /// With the key at fault and what to write instead.
    pub(crate) fn load(file: Option<&Path>) -> Result<Self> {
        let text = match file {
            Some(path) => std::fs::read_to_string(path).with_context(|| {
                format!("--config {}: cannot read the configuration", path.display())
            })?,
            None => String::new(),
        };
        let name =
            file.map_or_else(|| "the configuration".to_owned(), |path| path.display().to_string());
        Self::read(&name, &text, std::env::vars())
    }

    fn read(
        name: &str,
        text: &str,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self> {
        let mut table: Table = text.parse().with_context(|| format!("{name} is not TOML"))?;
        let environment: BTreeMap<String, String> = environment.into_iter().collect();
        secrets_from_files(&mut table)?;
        apply_environment(&mut table, &environment)?;
        let mut config: Self =
            serde_path_to_error::deserialize(Value::Table(table)).map_err(|error| {
                let (path, what) = (error.path().to_string(), error.inner().message().to_owned());
                anyhow::anyhow!("{name}: {path}: {what}; `ombud config keys` lists what there is")
            })?;
        config.assistant.fill(&environment);
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<()> {
        for (key, value) in [
            ("server.listen", &self.server.listen),
            ("server.metrics_listen", &self.server.metrics_listen),
        ] {
            let may_be_empty = key == "server.metrics_listen" && value.is_empty();
            if !may_be_empty && value.parse::<std::net::SocketAddr>().is_err() {
                bail!("{key} = {value:?} is no address; write one such as 127.0.0.1:8080");
            }
        }
        self.check_metrics()?;
        if !["simulator", "stripe", "none"].contains(&self.payments.provider.as_str()) {
            let found = &self.payments.provider;
            bail!("payments.provider = {found:?} is not known; write simulator, stripe or none");
        }
        if self.payments.provider == "stripe" && self.payments.stripe_secret_key.is_empty() {
            bail!("payments.stripe_secret_key is needed for payments.provider = \"stripe\"");
        }
        if self.mcp.enabled && self.assistant.mode != Some(AssistantMode::Act) {
            bail!(
                "mcp.enabled = true offers the assistant's tools, and there is no assistant: write \
                 assistant.mode = \"act\", or leave mcp.enabled out"
            );
        }
        self.signing_seed()?;
        self.cobrowse.check()?;
        self.bus(0)?;
        self.cobrowse_tools()?;
        self.origins()?;
        self.sign_in_options()?;
        self.mail()?;
        Ok(())
    }

    /// The sites whose pages may call.
    ///
    /// # Errors
    /// When one of them is no origin.
    pub(crate) fn origins(&self) -> Result<api::Origins> {
        let origins = &self.web.origins;
        if origins.len() > ORIGINS_MAX {
            bail!("web.origins has {} sites; there may be {ORIGINS_MAX}", origins.len());
        }
        if let Some(wide) = origins.iter().find(|origin| origin.contains('*')) {
            bail!("web.origins: {wide:?} stands for many sites; name each one");
        }
        api::Origins::new(origins.iter().cloned()).context("web.origins")
    }

    /// Metrics ask for no key, so they leave the machine only where somebody said so.
    fn check_metrics(&self) -> Result<()> {
        let listen = &self.server.metrics_listen;
        let address: Option<std::net::SocketAddr> = listen.parse().ok();
        if !self.server.metrics_public && address.is_some_and(|at| !at.ip().is_loopback()) {
            bail!(
                "server.metrics_listen = {listen:?} is no loopback address, and the metrics ask for no \
                 key; write one such as 127.0.0.1:9090, or server.metrics_public = true where only \
                 those who may read them reach it"
            );
        }
        Ok(())
    }

    /// The PostgreSQL to use; the embedded SQLite when there is none.
    pub(crate) fn database_url(&self) -> Option<&str> {
        Some(self.store.database_url.as_str()).filter(|url| !url.is_empty())
    }

    pub(crate) fn stripe_secret_key(&self) -> Secret {
        Secret::new(self.payments.stripe_secret_key.clone())
    }

    /// How this node, which drew this number, reaches the bus of nodes; none where there is none, or no other
    /// node can be.
    ///
    /// # Errors
    /// With the key at fault and what to write instead.
    pub(crate) fn bus(&self, node: u64) -> Result<Option<::bus::NatsOptions>> {
        let options = self.bus.options(&self.cobrowse.node().region, node)?;
        Ok(options.filter(|_| self.database_url().is_some()))
    }

    /// The seed that checkpoints are signed with.
    ///
    /// # Errors
    /// When it is not 64 hexadecimal digits.
    pub(crate) fn signing_seed(&self) -> Result<Option<[u8; 32]>> {
        if self.audit.signing_key.is_empty() {
            return Ok(None);
        }
        let seed: Result<kernel::canonical::Sha256Hex, _> = self.audit.signing_key.parse();
        match seed {
            Ok(seed) => Ok(Some(*seed.bytes())),
            Err(_) => bail!(
                "audit.signing_key must be 64 hexadecimal digits; make one with `openssl rand -hex 32`"
            ),
        }
    }

    /// Whether several nodes may share the database while each has a key of its own for co-browsing.
    pub(crate) fn has_own_cobrowse_key(&self) -> bool {
        self.database_url().is_some() && self.cobrowse.key.is_empty()
    }

    /// Whether several nodes may share the database while browsers cannot be sent to this one.
    pub(crate) fn has_no_cobrowse_address(&self) -> bool {
        self.database_url().is_some() && self.cobrowse.address.is_empty()
    }

    /// Which webhooks are believed.
    ///
    /// # Errors
    /// With the connector and the field at fault.
    pub(crate) fn inbound(&self) -> Result<api::inbound::Inbound> {
        inbound::proofs(&self.connectors)
    }

    /// How people sign in.
    ///
    /// # Errors
    /// With the key or provider and the field at fault.
    pub(crate) fn sign_in_options(&self) -> Result<app::sign_in::SignInOptions> {
        sign_in::options(self)
    }

    /// How letters leave and come.
    ///
    /// # Errors
    /// With the section and the field at fault.
    pub(crate) fn mail(&self) -> Result<mail::Mail> {
        mail::read(self)
    }

    /// Every key with its value; secrets are only said to be set.
    pub(crate) fn redacted(&self) -> String {
        let secret = |value: &str| if value.is_empty() { "" } else { "[set]" }.to_owned();
        let certificates = self.store.root_certificates.as_ref();
        let values = [
            ("server.listen", self.server.listen.clone()),
            ("server.metrics_listen", self.server.metrics_listen.clone()),
            ("server.metrics_public", self.server.metrics_public.to_string()),
            ("server.development_webhooks", self.server.development_webhooks.to_string()),
            ("server.public_url", self.server.public_url.clone()),
            ("server.behind_proxy", self.server.behind_proxy.to_string()),
            ("sign_in.default_tenant", self.sign_in.default_tenant.clone()),
            ("mail.sender", self.mail.sender.clone()),
            ("mail.smtp", self.mail.smtp.clone()),
            ("mail.from", self.mail.from.clone()),
            ("mail.user", self.mail.user.clone()),
            ("mail.password", secret(&self.mail.password)),
            ("mail.key", secret(&self.mail.key)),
            ("store.data_dir", self.store.data_dir.display().to_string()),
            ("store.database_url", secret(&self.store.database_url)),
            (
                "store.root_certificates",
                certificates.map(|path| path.display().to_string()).unwrap_or_default(),
            ),
            ("assistant.mode", self.assistant.mode.map_or("", AssistantMode::as_str).to_owned()),
            ("assistant.model", self.assistant.model_name().to_owned()),
            ("assistant.model_key", if self.assistant.has_key() { "[set]" } else { "" }.to_owned()),
            ("assistant.regions", self.assistant.region_names()),
            ("assistant.budget", self.assistant.budget_told()),
            ("assistant.within_ms", self.assistant.within_ms.to_string()),
            ("assistant.rephrase", self.assistant.rephrase.to_string()),
            ("assistant.encoder", self.assistant.encoder.as_str().to_owned()),
            ("assistant.messages", self.assistant.messages.clone()),
            ("assistant.index", self.assistant.index.clone()),
            ("assistant.cache", self.assistant.cache.clone()),
            ("mcp.enabled", self.mcp.enabled.to_string()),
            ("node.name", self.node.name.clone()),
            ("log.level", self.log.level.clone()),
            ("log.format", self.log.format.clone()),
            ("audit.origin", self.audit.origin.clone()),
            ("audit.signing_key", secret(&self.audit.signing_key)),
            ("cobrowse.key", secret(&self.cobrowse.key)),
            ("cobrowse.page", self.cobrowse.page.clone()),
            ("cobrowse.region", self.cobrowse.region.clone()),
            ("cobrowse.address", self.cobrowse.address.clone()),
            ("cobrowse.policy_keys", self.cobrowse.policy_key_ids()),
            ("cobrowse.assets_dir", self.cobrowse.assets_dir.display().to_string()),
            ("payments.provider", self.payments.provider.clone()),
            ("payments.stripe_secret_key", secret(&self.payments.stripe_secret_key)),
        ];
        let values = values.into_iter().chain(self.bus.redacted());
        let mut text: String = values.map(|(key, value)| format!("{key} = {value:?}\n")).collect();
        for connector in &self.connectors {
            text.push_str(&connector.redacted());
        }
        text.push_str(&sign_in::redacted(self));
        text.push_str(&mail::redacted(self));
        text
    }
}

#[cfg(test)]
mod tests;
