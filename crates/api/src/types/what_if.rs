//! What-if on the wire: a load, rules to try, and what they would do.

use app::routing::{AskedLoad, AskedLog, AskedRules, AskedSurge, AskedTeam, AskedWhatIf, WhatIf};
use serde::{Deserialize, Serialize};
use support::routing::simulate::{ClassResult, Compared, Estimate as Estimated, Figures};
use utoipa::ToSchema;

use crate::wire::Moment;

/// A period of the desk's own log, at most 31 days.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SimulatedLog {
    pub from: Moment,
    pub to: Moment,
}

/// Seats of one sort.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SimulatedTeam {
    #[schema(maximum = 1_000)]
    pub seats: u32,
    /// Such as `fraud` or `language:sv`.
    #[serde(default)]
    #[schema(max_items = 40)]
    pub skills: Vec<String>,
    #[serde(default)]
    #[schema(minimum = 1, maximum = 100)]
    pub capacity_units: Option<u32>,
}

/// More contacts than usual, for a while.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SimulatedSurge {
    #[schema(minimum = 0.1, maximum = 20)]
    pub factor: f64,
    #[schema(minimum = 0)]
    pub begins_hour: f64,
    #[schema(minimum = 1)]
    pub lasts_minutes: f64,
}

/// Who comes, and who is there. With `log`, who comes and how long it takes are the log's: leave out
/// `contacts_per_hour`, `critical_share`, `hours` and `surge`. Without it they are needed.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SimulatedLoad {
    #[serde(default)]
    pub log: Option<SimulatedLog>,
    #[serde(default)]
    #[schema(minimum = 0.01, maximum = 100_000)]
    pub contacts_per_hour: Option<f64>,
    #[serde(default)]
    #[schema(minimum = 0.001, maximum = 0.999)]
    pub critical_share: Option<f64>,
    /// Needed where there are no `teams`.
    #[serde(default)]
    #[schema(maximum = 1_000)]
    pub seats: u32,
    /// So many of the seats can take critical work.
    #[serde(default)]
    #[schema(maximum = 1_000)]
    pub critical_seats: u32,
    /// For a log whose languages and skills matter; without them only critical work needs a skill.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub teams: Vec<SimulatedTeam>,
    /// What a seat can have at once: 1 where the load is drawn, 3 where it is a log.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 100)]
    pub capacity_units: Option<u32>,
    /// With a log: for those whose handling is not known.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 86_400)]
    pub service_mean_s: Option<f64>,
    /// After how long people give up, on average. A log does not say it: it is drawn.
    #[schema(minimum = 1, maximum = 86_400)]
    pub patience_mean_s: f64,
    #[serde(default)]
    #[schema(minimum = 0.1, maximum = 168)]
    pub hours: Option<f64>,
    #[serde(default)]
    pub surge: Option<SimulatedSurge>,
    /// Answered within this is answered in time; 20 s where it is absent.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 86_400)]
    pub in_time_s: Option<u32>,
}

/// Rules to try.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SimulatedRules {
    #[schema(maximum = 1_000)]
    pub ageing_points_per_minute: u32,
    /// Matters in a log, where contacts have the scores they had.
    #[schema(maximum = 10_000)]
    pub critical_from_points: u32,
    #[schema(maximum = 1_000)]
    pub reserved_seats: u32,
}

/// What is to be tried.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SimulateRouting {
    pub load: SimulatedLoad,
    /// Each has its own chance; more runs make the errors smaller.
    #[schema(minimum = 1, maximum = 200)]
    pub runs: u32,
    /// The first are what the others are compared with.
    #[schema(min_items = 1, max_items = 6)]
    pub rules: Vec<SimulatedRules>,
}

/// A mean over the runs, with its standard error.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
pub(crate) struct Estimate {
    pub mean: f64,
    pub standard_error: f64,
}

/// What is told of a class. Waits are of all who were answered or gave up.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SimulatedFigures {
    pub in_time_share: Estimate,
    pub abandoned_share: Estimate,
    pub wait_mean_s: Estimate,
    pub wait_p50_s: Estimate,
    pub wait_p90_s: Estimate,
    pub wait_p99_s: Estimate,
}

/// One hour, by when contacts came.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SimulatedHour {
    /// From 0.
    pub hour: u32,
    /// On average.
    pub contacts: f64,
    pub in_time_share: Estimate,
    pub abandoned_share: Estimate,
    pub wait_mean_s: Estimate,
}

/// One class under one set of rules.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SimulatedClass {
    #[schema(example = "critical")]
    pub name: String,
    #[serde(flatten)]
    pub figures: SimulatedFigures,
    /// From the first rules, run by run over the same contacts; absent for the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<SimulatedFigures>,
    pub hours: Vec<SimulatedHour>,
}

/// One set of rules.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct SimulatedResult {
    pub rules: SimulatedRules,
    /// `critical`, then `other`.
    pub classes: Vec<SimulatedClass>,
}

/// What the rules would do.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct Simulation {
    /// Contacts of all runs of one set of rules.
    pub contacts: u64,
    pub results: Vec<SimulatedResult>,
}

impl From<SimulateRouting> for AskedWhatIf {
    fn from(from: SimulateRouting) -> Self {
        let rules = from.rules.iter().map(|rules| AskedRules {
            ageing_points_per_minute: rules.ageing_points_per_minute,
            critical_from_points: rules.critical_from_points,
            reserved_seats: rules.reserved_seats,
        });
        Self { runs: from.runs, rules: rules.collect(), load: from.load.into() }
    }
}

impl From<SimulatedLoad> for AskedLoad {
    fn from(from: SimulatedLoad) -> Self {
        let team = |team: SimulatedTeam| AskedTeam {
            seats: team.seats,
            skills: team.skills,
            capacity_units: team.capacity_units,
        };
        Self {
            log: from.log.map(|log| AskedLog { from: log.from.0, to: log.to.0 }),
            contacts_per_hour: from.contacts_per_hour,
            critical_share: from.critical_share,
            seats: from.seats,
            critical_seats: from.critical_seats,
            teams: from.teams.into_iter().map(team).collect(),
            capacity_units: from.capacity_units,
            service_mean_s: from.service_mean_s,
            patience_mean_s: from.patience_mean_s,
            hours: from.hours,
            surge: from.surge.map(|surge| AskedSurge {
                factor: surge.factor,
                begins_hour: surge.begins_hour,
                lasts_minutes: surge.lasts_minutes,
            }),
            in_time_s: from.in_time_s,
        }
    }
}

/// The answer, with the rules as they were asked for.
pub(crate) fn told(compared: Compared, rules: &[SimulatedRules]) -> Simulation {
    let results = rules.iter().zip(compared.results).map(|(rules, classes)| {
        let named = WhatIf::CLASSES.iter().zip(classes);
        let classes = named.map(|(name, class)| class_of(name, class)).collect();
        SimulatedResult { rules: *rules, classes }
    });
    Simulation { contacts: compared.contacts, results: results.collect() }
}

fn class_of(name: &str, class: ClassResult) -> SimulatedClass {
    let hours = (0..).zip(class.hours).map(|(hour, of)| SimulatedHour {
        hour,
        contacts: of.contacts,
        in_time_share: of.in_time_share.into(),
        abandoned_share: of.abandoned_share.into(),
        wait_mean_s: of.wait_mean_s.into(),
    });
    SimulatedClass {
        name: name.to_owned(),
        figures: class.figures.into(),
        difference: class.difference.map(SimulatedFigures::from),
        hours: hours.collect(),
    }
}

impl From<Estimated> for Estimate {
    fn from(from: Estimated) -> Self {
        Self { mean: from.mean, standard_error: from.standard_error }
    }
}

impl From<Figures<Estimated>> for SimulatedFigures {
    fn from(from: Figures<Estimated>) -> Self {
        Self {
            in_time_share: from.in_time_share.into(),
            abandoned_share: from.abandoned_share.into(),
            wait_mean_s: from.wait_mean_s.into(),
            wait_p50_s: from.wait_p50_s.into(),
            wait_p90_s: from.wait_p90_s.into(),
            wait_p99_s: from.wait_p99_s.into(),
        }
    }
}
