//! Whether the assistant answers.

use serde::Deserialize;

/// The assistant.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct AssistantSection {
    /// Off where nothing is said, but for the demo.
    pub(crate) mode: Option<AssistantMode>,
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
