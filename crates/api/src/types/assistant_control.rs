//! What the assistant may do where, and what came of it, as the API shows it.

use std::collections::BTreeMap;

use app::assistant::control as rules;
use app::desk_policy::Published;
use assistant::control as domain;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::report::ShareInterval;
use crate::wire::{Moment, PrincipalId};

/// What the assistant does: nothing; drafts that nobody sees, to be held against what people say; drafts
/// that the person who answers sees; or it answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AssistantMode {
    Off,
    Shadow,
    Suggest,
    Act,
}

impl From<domain::Mode> for AssistantMode {
    fn from(from: domain::Mode) -> Self {
        match from {
            domain::Mode::Off => Self::Off,
            domain::Mode::Shadow => Self::Shadow,
            domain::Mode::Suggest => Self::Suggest,
            domain::Mode::Act => Self::Act,
        }
    }
}

impl From<AssistantMode> for domain::Mode {
    fn from(from: AssistantMode) -> Self {
        match from {
            AssistantMode::Off => Self::Off,
            AssistantMode::Shadow => Self::Shadow,
            AssistantMode::Suggest => Self::Suggest,
            AssistantMode::Act => Self::Act,
        }
    }
}

/// What is expected: shares from 0 to 1.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AssistantBand {
    /// At least so much is resolved.
    #[schema(minimum = 0, maximum = 1)]
    pub resolved_min: f64,
    /// At most so much is complained of.
    #[schema(minimum = 0, maximum = 1)]
    pub complaints_max: f64,
}

impl From<domain::Band> for AssistantBand {
    fn from(from: domain::Band) -> Self {
        Self { resolved_min: from.resolved_min, complaints_max: from.complaints_max }
    }
}

impl From<AssistantBand> for domain::Band {
    fn from(from: AssistantBand) -> Self {
        Self { resolved_min: from.resolved_min, complaints_max: from.complaints_max }
    }
}

/// A row of the table that is to be.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ControlRowChange {
    /// Every intent where absent.
    #[serde(default)]
    #[schema(max_length = 64, example = "pause_payment")]
    pub intent: Option<String>,
    /// A country; every one where absent.
    #[serde(default)]
    #[schema(max_length = 64, example = "SE")]
    pub market: Option<String>,
    pub mode: AssistantMode,
    /// Of how many of a hundred conversations; the others go to people.
    #[schema(maximum = 100)]
    pub percent: u8,
    #[serde(default)]
    pub band: Option<AssistantBand>,
}

/// The settings that are to be.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeControl {
    /// The version that was seen.
    pub version: u64,
    /// One without intent and market: it counts where no other does.
    #[schema(min_items = 1, max_items = 500)]
    pub rows: Vec<ControlRowChange>,
    pub band: AssistantBand,
    #[schema(minimum = 1, maximum = 90)]
    pub window_days: u16,
    #[schema(minimum = 10)]
    pub cases_min: u32,
}

impl From<&ChangeControl> for domain::Settings {
    fn from(from: &ChangeControl) -> Self {
        let row = |row: &ControlRowChange| domain::Row {
            intent: row.intent.clone(),
            market: row.market.clone(),
            mode: row.mode.into(),
            percent: row.percent,
            band: row.band.map(Into::into),
            ..domain::Row::default()
        };
        Self {
            rows: from.rows.iter().map(row).collect(),
            band: from.band.into(),
            window_days: from.window_days,
            cases_min: from.cases_min,
        }
    }
}

/// Which band was left.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ControlFallReason {
    Resolved,
    Complaints,
}

/// Why a row fell by itself from act to suggest.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ControlFall {
    pub at: Moment,
    pub why: ControlFallReason,
    pub share: f64,
    /// Of so many cases.
    pub of: u64,
    pub limit: f64,
}

/// A row of the table.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ControlRow {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intent: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub market: Option<String>,
    pub mode: AssistantMode,
    pub percent: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub band: Option<AssistantBand>,
    /// Who made it so; nobody where it fell by itself, or ships.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<PrincipalId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Moment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fell: Option<ControlFall>,
}

impl From<domain::Row> for ControlRow {
    fn from(from: domain::Row) -> Self {
        let fall = |fell: domain::Fall| ControlFall {
            at: fell.at.into(),
            why: match fell.why {
                domain::FallWhy::Resolved => ControlFallReason::Resolved,
                domain::FallWhy::Complaints => ControlFallReason::Complaints,
            },
            share: fell.share,
            of: fell.of,
            limit: fell.limit,
        };
        Self {
            intent: from.intent,
            market: from.market,
            mode: from.mode.into(),
            percent: from.percent,
            band: from.band.map(Into::into),
            by: from.by.map(Into::into),
            at: from.at.map(Into::into),
            fell: from.fell.map(fall),
        }
    }
}

/// A version of the settings.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ControlSettings {
    /// 1, 2, 3 … as they were changed; 0 is what ships.
    pub version: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<PrincipalId>,
    /// What `by` is called: in the list of versions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Moment>,
    pub rows: Vec<ControlRow>,
    pub band: AssistantBand,
    /// Over how many days it is measured.
    pub window_days: u16,
    /// How many cases a fall follows from at least.
    pub cases_min: u32,
}

impl From<Published<domain::Settings>> for ControlSettings {
    fn from(from: Published<domain::Settings>) -> Self {
        Self {
            version: from.version,
            by: from.by.map(Into::into),
            by_name: None,
            at: from.at.map(Into::into),
            rows: from.text.rows.into_iter().map(Into::into).collect(),
            band: from.text.band.into(),
            window_days: from.text.window_days,
            cases_min: from.text.cases_min,
        }
    }
}

impl From<rules::Version> for ControlSettings {
    fn from((from, by_name): rules::Version) -> Self {
        Self { by_name, ..Self::from(from) }
    }
}

/// What was measured of an intent in a market, since its setting is as it is.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct ControlMeasured {
    /// Empty where nothing was recognised.
    pub intent: String,
    /// Empty where it is not known.
    pub market: String,
    pub mode: AssistantMode,
    /// Conversations that the assistant answered.
    pub answered: u64,
    pub complaints: u64,
    #[schema(required = true)]
    pub complaints_interval: Option<ShareInterval>,
    /// What is decided of them, without what its procedure gives to a person.
    pub settled: u64,
    pub resolved: u64,
    #[schema(required = true)]
    pub resolved_interval: Option<ShareInterval>,
}

fn interval(hits: u64, of: u64) -> Option<ShareInterval> {
    kernel::stats::wilson(hits, of).map(|(low, high)| ShareInterval { low, high, of })
}

impl From<rules::RowMeasured> for ControlMeasured {
    fn from(from: rules::RowMeasured) -> Self {
        let sum = from.sum;
        Self {
            intent: from.intent,
            market: from.market,
            mode: from.mode.into(),
            answered: sum.answered,
            complaints: sum.complaints,
            complaints_interval: interval(sum.complaints, sum.answered),
            settled: sum.settled,
            resolved: sum.resolved,
            resolved_interval: interval(sum.resolved, sum.settled),
        }
    }
}

/// What the assistant may do where, and what came of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct AssistantControl {
    /// Whether there is an assistant: the configuration may have it off, or it learns still.
    pub connected: bool,
    pub settings: ControlSettings,
    pub measured: Vec<ControlMeasured>,
    /// What those are called who made the rows what they are, by their ids.
    pub people: BTreeMap<String, String>,
    /// The intents that procedures know.
    pub intents: Vec<String>,
    /// The countries that rows may name (ISO 3166-1, in lower case): those with a policy for plans.
    pub markets: Vec<String>,
}

impl From<rules::Controlled> for AssistantControl {
    fn from(from: rules::Controlled) -> Self {
        Self {
            connected: from.connected,
            settings: from.settings.into(),
            measured: from.measured.into_iter().map(Into::into).collect(),
            people: from.people.into_iter().map(|(id, name)| (id.to_string(), name)).collect(),
            intents: from.intents,
            markets: from.markets,
        }
    }
}
