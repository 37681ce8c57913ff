//! What a desk decides about its conversations: data, edited by operations people.

use kernel::{Duration, Timestamp};
use serde::{Deserialize, Serialize};

use super::clock::ClockKind;
use crate::critical::Level;
use crate::hours::{BusinessHours, Hours, HoursError};

const AGEING_MAX: u32 = 1_000;
const CRITICAL_FROM_MAX: u32 = 10_000;
const RESERVED_SEATS_MAX: u32 = 1_000;
/// A day.
const HANDLE_TIME_S_MAX: u32 = 86_400;
const CALL_BACK_FROM_S_MAX: u32 = 86_400;
const CRITICAL_SKILLS_MAX: usize = 20;
const SKILL_CHARS_MAX: usize = 40;

/// Who speaks first in a new conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum First {
    /// The assistant, where one is connected.
    Assistant,
    People,
}

/// Service levels of one urgency, in seconds of business time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Targets {
    pub first_response_s: u32,
    pub next_response_s: u32,
    pub resolution_s: u32,
    /// Runs day and night, not only while the desk is open.
    #[serde(default)]
    pub around_the_clock: bool,
}

impl Targets {
    const fn of(&self, kind: ClockKind) -> u32 {
        match kind {
            ClockKind::FirstResponse => self.first_response_s,
            ClockKind::NextResponse => self.next_response_s,
            ClockKind::Resolution => self.resolution_s,
        }
    }
}

/// Why rules do not load.
#[derive(Debug, thiserror::Error)]
pub enum DeskRulesError {
    #[error("policy/support/desk.toml: {0}")]
    Toml(#[from] toml::de::Error),
    #[error("policy/support/desk.toml: hours: {0}")]
    Hours(#[from] HoursError),
    #[error("{field} is {is}; it must be {must}")]
    Value { field: &'static str, is: u32, must: &'static str },
    #[error("{field} is {is}; it must be at most {max}")]
    Above { field: &'static str, is: u32, max: u32 },
    #[error(
        "critical_skills has at most {CRITICAL_SKILLS_MAX} names of 1 to {SKILL_CHARS_MAX} characters"
    )]
    Skills,
    #[error("policy/support/desk.toml: [sla.{slower}] is faster than [sla.{faster}] in {field}")]
    Order { slower: &'static str, faster: &'static str, field: &'static str },
}

/// The rules of one desk.
#[derive(Debug, Clone)]
pub struct DeskRules {
    pub first: First,
    /// How long a person has to accept an offer.
    pub offer: Duration,
    /// How long a person keeps a conversation that waits for them without a sign of life.
    pub lease: Duration,
    /// How long the assistant may be without an answer before a person is asked for.
    pub ai_answer: Duration,
    /// Within which a person answers who was asked for, of time that the desk is open.
    pub human_request: Duration,
    pub routing: RoutingRules,
    /// As they were written.
    written: Written,
    hours: BusinessHours,
    targets: [Targets; 4],
}

/// The parts that a tenant may write for itself.
#[derive(Debug, Clone)]
struct Written {
    routing: RoutingText,
    hours: Hours,
}

/// How contacts are offered to seats ([`crate::routing`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoutingRules {
    /// Points that a contact gains for each minute it waits.
    pub ageing_points_per_minute: i64,
    /// Points from which a contact is critical.
    pub critical_from_points: i64,
    /// Skills that mark a seat as one for critical work.
    pub critical_skills: Vec<String>,
    /// Seats for critical work that are kept free for it.
    pub reserved_seats: u32,
    /// How long a conversation takes a person, on average: what waits are told from.
    pub handle_time: Duration,
    /// Whoever is told to wait this long is offered to be called back.
    pub call_back_from: Duration,
}

/// Routing as it is written: the section `[routing]` of a file, or what a tenant publishes instead.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoutingText {
    pub ageing_points_per_minute: u32,
    pub critical_from_points: u32,
    pub critical_skills: Vec<String>,
    pub reserved_seats: u32,
    pub handle_time_s: u32,
    pub call_back_from_s: u32,
}

impl RoutingText {
    /// # Errors
    /// [`DeskRulesError`] with the field.
    pub fn rules(&self) -> Result<RoutingRules, DeskRulesError> {
        let bounds = [
            ("ageing_points_per_minute", self.ageing_points_per_minute, AGEING_MAX),
            ("critical_from_points", self.critical_from_points, CRITICAL_FROM_MAX),
            ("reserved_seats", self.reserved_seats, RESERVED_SEATS_MAX),
            ("handle_time_s", self.handle_time_s, HANDLE_TIME_S_MAX),
            ("call_back_from_s", self.call_back_from_s, CALL_BACK_FROM_S_MAX),
        ];
        for (field, is, max) in bounds {
            if is > max {
                return Err(DeskRulesError::Above { field, is, max });
            }
        }
        if self.handle_time_s == 0 {
            let field = "handle_time_s";
            return Err(DeskRulesError::Value { field, is: 0, must: "at least 1" });
        }
        let fits = |skill: &String| (1..=SKILL_CHARS_MAX).contains(&skill.chars().count());
        if self.critical_skills.len() > CRITICAL_SKILLS_MAX
            || !self.critical_skills.iter().all(fits)
        {
            return Err(DeskRulesError::Skills);
        }
        Ok(RoutingRules {
            ageing_points_per_minute: self.ageing_points_per_minute.into(),
            critical_from_points: self.critical_from_points.into(),
            critical_skills: self.critical_skills.clone(),
            reserved_seats: self.reserved_seats,
            handle_time: Duration::from_secs(self.handle_time_s.into()),
            call_back_from: Duration::from_secs(self.call_back_from_s.into()),
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    first: First,
    offer_s: u32,
    lease_s: u32,
    ai_answer_s: u32,
    human_request_s: u32,
    routing: RoutingText,
    hours: Hours,
    sla: Sla,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sla {
    normal: Targets,
    high: Targets,
    critical: Targets,
    danger: Targets,
}

impl DeskRules {
    /// The rules that are shipped.
    ///
    /// # Errors
    /// [`DeskRulesError`], which a test rules out.
    pub fn shipped() -> Result<Self, DeskRulesError> {
        Self::from_toml(include_str!("../../../../policy/support/desk.toml"))
    }

    /// # Errors
    /// [`DeskRulesError`] with the field.
    pub fn from_toml(text: &str) -> Result<Self, DeskRulesError> {
        let file: File = toml::from_str(text)?;
        let positive = [
            ("offer_s", file.offer_s),
            ("lease_s", file.lease_s),
            ("ai_answer_s", file.ai_answer_s),
            ("human_request_s", file.human_request_s),
        ];
        for (field, is) in positive {
            if is == 0 {
                return Err(DeskRulesError::Value { field, is, must: "at least 1" });
            }
        }
        let Sla { normal, high, critical, danger } = file.sla;
        let targets = [normal, high, critical, danger];
        prove_order(&targets)?;
        let seconds = |count: u32| Duration::from_secs(i64::from(count));
        Ok(Self {
            first: file.first,
            offer: seconds(file.offer_s),
            lease: seconds(file.lease_s),
            ai_answer: seconds(file.ai_answer_s),
            human_request: seconds(file.human_request_s),
            routing: file.routing.rules()?,
            hours: BusinessHours::new(file.hours.clone())?,
            written: Written { routing: file.routing, hours: file.hours },
            targets,
        })
    }

    /// The same rules with a tenant's own routing.
    ///
    /// # Errors
    /// [`DeskRulesError`] with the field.
    pub fn with_routing(self, text: RoutingText) -> Result<Self, DeskRulesError> {
        let routing = text.rules()?;
        Ok(Self { routing, written: Written { routing: text, ..self.written }, ..self })
    }

    /// The same rules with a tenant's own hours.
    ///
    /// # Errors
    /// [`HoursError`] with the day.
    pub fn with_hours(self, text: Hours) -> Result<Self, HoursError> {
        let hours = BusinessHours::new(text.clone())?;
        Ok(Self { hours, written: Written { hours: text, ..self.written }, ..self })
    }

    /// Routing as it is written.
    pub const fn routing_text(&self) -> &RoutingText {
        &self.written.routing
    }

    /// The hours as they are written.
    pub const fn hours_text(&self) -> &Hours {
        &self.written.hours
    }

    pub const fn hours(&self) -> &BusinessHours {
        &self.hours
    }

    /// When a promise made at `from` is broken.
    pub fn due_at(&self, kind: ClockKind, level: Level, from: Timestamp) -> Timestamp {
        let [normal, high, critical, danger] = &self.targets;
        let targets = match level {
            Level::Normal => normal,
            Level::High => high,
            Level::Critical => critical,
            Level::Danger => danger,
        };
        let length = Duration::from_secs(i64::from(targets.of(kind)));
        if targets.around_the_clock { from.plus(length) } else { self.hours.add(from, length) }
    }

    /// When a person must have answered who was asked for at `from`.
    pub fn human_due_at(&self, level: Level, from: Timestamp) -> Timestamp {
        self.hours.add(from, self.human_request).min(self.due_at(
            ClockKind::FirstResponse,
            level,
            from,
        ))
    }
}

/// What is more urgent is never answered later.
fn prove_order(targets: &[Targets; 4]) -> Result<(), DeskRulesError> {
    type Field = (&'static str, fn(&Targets) -> u32);
    let fields: [Field; 3] = [
        ("first_response_s", |targets| targets.first_response_s),
        ("next_response_s", |targets| targets.next_response_s),
        ("resolution_s", |targets| targets.resolution_s),
    ];
    for (pair, levels) in targets.windows(2).zip(Level::ALL.windows(2)) {
        let ([slow, fast], [slower, faster]) = (pair, levels) else { continue };
        for (field, of) in fields {
            if of(slow) < of(fast) {
                let (slower, faster) = (slower.as_str(), faster.as_str());
                return Err(DeskRulesError::Order { slower, faster, field });
            }
        }
    }
    Ok(())
}
