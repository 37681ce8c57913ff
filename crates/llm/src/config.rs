//! The operator's list of models, and models from it.
//!
//! Keys are named, not written: `key` is a reference that the caller resolves, so that this part of the
//! configuration may be shown.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Deserialize;

use crate::anthropic::{self, Structured};
use crate::{
    About, Auth, Endpoint, EndpointError, LanguageModel, Price, Region, Remote, google, openai,
};

/// Calls to one model at once, where nothing else is said.
const CALLS_AT_ONCE: usize = 8;
/// Most models.
const MODELS_MAX: usize = 32;

/// Who makes the model, or what serves it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    OpenAi,
    Azure,
    /// A llama.cpp, vLLM or Ollama server.
    Local,
    Anthropic,
    Gemini,
    Vertex,
}

/// One model. Beside `name`, `kind`, `region` and `price`:
///
/// | kind | needs | may have |
/// |---|---|---|
/// | `open_ai` | `base_url`, `model` | `key` |
/// | `azure` | `base_url`, `deployment`, `api_version`, `key` | |
/// | `local` | `base_url`, `model` | `key`, `schemas` |
/// | `anthropic` | `model`, `key` | `base_url`, `structured` |
/// | `gemini` | `model`, `key` | `base_url` |
/// | `vertex` | `model`, `project`, `location`, `key` | `base_url` |
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelSettings {
    /// The operator's name for it, in reports.
    pub name: String,
    pub kind: Kind,
    /// Where it is; the maker's own address when absent. For `open_ai` and `local` it ends in `/v1`.
    pub base_url: Option<String>,
    /// The maker's name for it.
    pub model: Option<String>,
    /// Azure: the deployment, and the version of its API.
    pub deployment: Option<String>,
    pub api_version: Option<String>,
    /// Vertex AI: the project and the location.
    pub project: Option<String>,
    pub location: Option<String>,
    /// Where it processes what it is sent. A tenant allows regions by this name.
    pub region: Region,
    pub price: Price,
    /// A reference to the key or the source of tokens; none for a server that asks nobody.
    pub key: Option<String>,
    /// Whether it takes a temperature: reasoning models, and Claude from Opus 4.7 on, take none.
    #[serde(default = "yes")]
    pub temperature: bool,
    /// `local`: whether it holds answers to a schema.
    pub schemas: Option<bool>,
    /// `anthropic`: `tool` (the default) or `format`.
    pub structured: Option<Structured>,
    /// Allows `http://` to a host that is not this one.
    #[serde(default)]
    pub plain_http: bool,
    #[serde(default = "calls_at_once")]
    pub calls_at_once: usize,
}

const fn yes() -> bool {
    true
}

const fn calls_at_once() -> usize {
    CALLS_AT_ONCE
}

/// What is wrong in the list; names the model and the field, never a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("model {model:?}: {what}")]
pub struct ConfigError {
    pub model: String,
    pub what: String,
}

/// A model of the list, with nothing around it yet.
#[derive(Debug, Clone)]
pub struct Built {
    pub model: Arc<dyn LanguageModel>,
    pub calls_at_once: usize,
}

/// Makes the models, in the order of the list. `keys` turns a reference into what it stands for.
///
/// # Errors
/// [`ConfigError`] for the first model that is wrong.
pub fn build(
    list: &[ModelSettings],
    keys: &dyn Fn(&str) -> Option<Auth>,
) -> Result<Vec<Built>, ConfigError> {
    let mut names = BTreeSet::new();
    let mut built = Vec::new();
    for settings in list {
        let wrong = |what: String| ConfigError { model: settings.name.clone(), what };
        if !names.insert(settings.name.as_str()) {
            return Err(wrong("name is given twice; names are how models are told apart".into()));
        }
        if names.len() > MODELS_MAX {
            return Err(wrong(format!("there are more than {MODELS_MAX} models; remove some")));
        }
        let first = list.first().map(|first| first.price.currency);
        if first.is_some_and(|currency| currency != settings.price.currency) {
            return Err(wrong(
                "price.currency differs from the first model's; budgets add up one currency".into(),
            ));
        }
        settings.check().map_err(wrong)?;
        let model = settings.remote(keys).map_err(wrong)?;
        built.push(Built { model: Arc::new(model), calls_at_once: settings.calls_at_once });
    }
    Ok(built)
}

impl ModelSettings {
    /// Whether the fields are those of the kind.
    fn check(&self) -> Result<(), String> {
        if self.name.trim().is_empty() {
            return Err("name is empty; give one".to_owned());
        }
        if self.calls_at_once == 0 {
            return Err("calls_at_once must be 1 or more; remove the model to use none".to_owned());
        }
        let (needed, allowed): (&[&str], &[&str]) = match self.kind {
            Kind::OpenAi => (&["model", "base_url"], &["key"]),
            Kind::Azure => (&["base_url", "deployment", "api_version", "key"], &[]),
            Kind::Local => (&["base_url", "model"], &["key", "schemas"]),
            Kind::Anthropic => (&["model", "key"], &["base_url", "structured"]),
            Kind::Gemini => (&["model", "key"], &["base_url"]),
            Kind::Vertex => (&["model", "project", "location", "key"], &["base_url"]),
        };
        for (field, given) in self.given() {
            if needed.contains(&field) && !given {
                return Err(format!("{field} is missing; kind {:?} needs it", self.kind));
            }
            if given && !needed.contains(&field) && !allowed.contains(&field) {
                return Err(format!("{field} is not for kind {:?}; remove it", self.kind));
            }
        }
        Ok(())
    }

    /// Which of the fields that only some kinds have are there.
    fn given(&self) -> [(&'static str, bool); 9] {
        let text = |field: &Option<String>| field.as_ref().is_some_and(|text| !text.is_empty());
        [
            ("base_url", text(&self.base_url)),
            ("model", text(&self.model)),
            ("deployment", text(&self.deployment)),
            ("api_version", text(&self.api_version)),
            ("project", text(&self.project)),
            ("location", text(&self.location)),
            ("key", text(&self.key)),
            ("schemas", self.schemas.is_some()),
            ("structured", self.structured.is_some()),
        ]
    }

    fn remote(&self, keys: &dyn Fn(&str) -> Option<Auth>) -> Result<Remote, String> {
        let auth = match &self.key {
            None => Auth::Open,
            Some(reference) => keys(reference)
                .ok_or("key leads to nothing; check the reference and that its secret is set")?,
        };
        self.connect(auth).map_err(|error| error.to_string())
    }

    fn connect(&self, auth: Auth) -> Result<Remote, EndpointError> {
        let about =
            About { name: self.name.clone(), region: self.region.clone(), price: self.price };
        let base_url = match (&self.base_url, self.kind) {
            (Some(url), _) => url.clone(),
            (None, Kind::Vertex) => google::vertex_base_url(text(&self.location))?,
            (None, Kind::Gemini) => google::GEMINI_BASE_URL.to_owned(),
            (None, _) => anthropic::BASE_URL.to_owned(),
        };
        let endpoint = Endpoint::new(&base_url, self.plain_http)?;
        let (model, temperature) = (text(&self.model), self.temperature);
        match self.kind {
            Kind::OpenAi => openai::open_ai(about, endpoint, model, auth, temperature),
            Kind::Azure => {
                let place = (text(&self.deployment), text(&self.api_version));
                openai::azure(about, endpoint, place, auth, temperature)
            }
            Kind::Local => {
                openai::local(about, endpoint, model, auth, self.schemas.unwrap_or(true))
            }
            Kind::Anthropic => {
                let structured = self.structured.unwrap_or(Structured::Tool);
                anthropic::model(about, endpoint, model, auth, (structured, temperature))
            }
            Kind::Gemini => google::gemini(about, endpoint, model, auth, temperature),
            Kind::Vertex => {
                let place = (text(&self.project), text(&self.location), model);
                google::vertex(about, endpoint, place, auth, temperature)
            }
        }
    }
}

fn text(field: &Option<String>) -> &str {
    field.as_deref().unwrap_or_default()
}

#[cfg(test)]
mod tests;
