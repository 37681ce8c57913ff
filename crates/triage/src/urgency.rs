//! How soon somebody should look.

use dispute::AmountBand;
use kernel::{Duration, Timestamp};
use serde::{Deserialize, Serialize};
use understanding::listen::SignalKind;

/// A deadline this near is urgent today …
pub const TODAY: Duration = Duration::from_hours(24);
/// … and one this near soon.
pub const SOON: Duration = Duration::from_hours(72);

/// What makes a case urgent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pressure<'p> {
    pub now: Timestamp,
    /// When something happens by itself, or becomes late.
    pub deadline: Option<Timestamp>,
    pub amount: AmountBand,
    /// What is heard in the customer's words.
    pub heard: &'p [SignalKind],
    /// How many needs of support are registered for the customer.
    pub needs: usize,
    pub waits_for_person: bool,
}

/// How urgent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    Normal,
    Soon,
    Urgent,
}

/// Why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    Overdue,
    DueToday,
    DueSoon,
    Vulnerable,
    SupportNeed,
    LegalThreat,
    LargeAmount,
    WaitsForPerson,
}

impl Cause {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Overdue => "overdue",
            Self::DueToday => "due_today",
            Self::DueSoon => "due_soon",
            Self::Vulnerable => "vulnerable",
            Self::SupportNeed => "support_need",
            Self::LegalThreat => "legal_threat",
            Self::LargeAmount => "large_amount",
            Self::WaitsForPerson => "waits_for_person",
        }
    }

    const fn level(self) -> Level {
        match self {
            Self::Overdue | Self::DueToday | Self::Vulnerable => Level::Urgent,
            Self::DueSoon
            | Self::SupportNeed
            | Self::LegalThreat
            | Self::LargeAmount
            | Self::WaitsForPerson => Level::Soon,
        }
    }
}

/// How urgent a case is, and all that makes it so, the gravest first.
pub fn urgency(pressure: &Pressure<'_>) -> (Level, Vec<Cause>) {
    let mut causes = Vec::new();
    if let Some(deadline) = pressure.deadline {
        let left = deadline.since(pressure.now);
        if left <= Duration::from_millis(0) {
            causes.push(Cause::Overdue);
        } else if left <= TODAY {
            causes.push(Cause::DueToday);
        } else if left <= SOON {
            causes.push(Cause::DueSoon);
        }
    }
    let is_vulnerable = |signal: &SignalKind| {
        !matches!(signal, SignalKind::Anger | SignalKind::LegalThreat | SignalKind::Interpreter)
    };
    if pressure.heard.iter().any(is_vulnerable) {
        causes.push(Cause::Vulnerable);
    }
    if pressure.needs > 0 {
        causes.push(Cause::SupportNeed);
    }
    if pressure.heard.contains(&SignalKind::LegalThreat) {
        causes.push(Cause::LegalThreat);
    }
    if pressure.amount == AmountBand::High {
        causes.push(Cause::LargeAmount);
    }
    if pressure.waits_for_person {
        causes.push(Cause::WaitsForPerson);
    }
    causes.sort_unstable();
    let level = causes.iter().map(|cause| cause.level()).max().unwrap_or(Level::Normal);
    (level, causes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gravest_cause_says_how_urgent() {
        use Cause::*;
        let now = Timestamp::from_millis(1_000_000_000);
        let calm = Pressure {
            now,
            deadline: Some(now.plus(Duration::from_days(20))),
            amount: AmountBand::Low,
            heard: &[],
            needs: 0,
            waits_for_person: false,
        };
        let due = |hours| Some(now.plus(Duration::from_hours(hours)));
        let cases = [
            (calm.clone(), Level::Normal, vec![]),
            (Pressure { deadline: due(-1), ..calm.clone() }, Level::Urgent, vec![Overdue]),
            (Pressure { deadline: due(24), ..calm.clone() }, Level::Urgent, vec![DueToday]),
            (Pressure { deadline: due(72), ..calm.clone() }, Level::Soon, vec![DueSoon]),
            (
                Pressure { heard: &[SignalKind::Hardship], ..calm.clone() },
                Level::Urgent,
                vec![Vulnerable],
            ),
            (Pressure { heard: &[SignalKind::Anger], ..calm.clone() }, Level::Normal, vec![]),
            (
                Pressure {
                    heard: &[SignalKind::LegalThreat],
                    amount: AmountBand::High,
                    needs: 1,
                    waits_for_person: true,
                    ..calm
                },
                Level::Soon,
                vec![SupportNeed, LegalThreat, LargeAmount, WaitsForPerson],
            ),
        ];
        for (pressure, level, causes) in cases {
            assert_eq!(urgency(&pressure), (level, causes), "{pressure:?}");
        }
    }
}
