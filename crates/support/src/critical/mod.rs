//! How urgent a contact is, and why: the critical-moment score.
//!
//! Transparent and additive: each sign that applies adds its points and says its reason, so an agent
//! sees why a contact stands where it stands. Signs only ever raise: one more never lowers the
//! score, the level, or what follows from it. Points, levels, skills and scripts are data
//! (`policy/support/critical.toml`), proved when loaded.
//!
//! It never reads a message (that is [`crate::listen`]), never looks at protected characteristics,
//! and never makes a customer wait longer for having spoken.
//!
//! Sources: FCA FG21/1 (vulnerable customers), DISP 1 (complaints), CONC 7.3 (arrears).

mod labels;
mod policy;
mod script;
mod sign;
mod signpost;

#[cfg(test)]
mod tests;

use kernel::Duration;
use serde::{Deserialize, Serialize};

use crate::listen::{Anger, Language, Signal, SignalKind};

pub use labels::{LANGUAGES, Label, LabelError, Labels};
pub use policy::{Critical, CriticalError};
pub use script::{Moves, SCRIPT_STEPS_MAX, Script};
pub use sign::Sign;
pub use signpost::{Acknowledgement, SIGNPOST_CHARS_MAX, Signpost};

/// How urgent a contact is.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    #[default]
    Normal,
    High,
    Critical,
    /// Somebody may come to harm: a person now. Never reached by points alone.
    Danger,
}

impl Level {
    pub const ALL: [Self; 4] = [Self::Normal, Self::High, Self::Critical, Self::Danger];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::High => "high",
            Self::Critical => "critical",
            Self::Danger => "danger",
        }
    }
}

/// Money in dispute, beside what this customer usually has in dispute; both in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stake {
    pub at_stake_minor: i64,
    pub norm_minor: i64,
}

/// What went wrong with the AI in this conversation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AiTrouble {
    pub unsure: bool,
    pub policy_gap: bool,
    pub failed_turns: u32,
    pub contradiction: bool,
    /// Its next step would deny, charge, or be final.
    pub would_deny: bool,
}

/// Everything that is known about a contact.
#[derive(Debug, Clone, Copy, Default)]
pub struct Moment<'m> {
    /// Of the newest message.
    pub signals: &'m [Signal],
    /// Of the messages before it.
    pub signals_before: &'m [SignalKind],
    /// What the register of support needs holds of this customer, as the signal it stands for.
    pub registered: &'m [SignalKind],
    pub wants_person: bool,
    pub complaint: bool,
    pub anger: Anger,
    pub stake: Option<Stake>,
    /// Until the nearest deadline; negative where it is over.
    pub deadline_in: Option<Duration>,
    /// About the same case within seven days, this one included.
    pub contacts: u32,
    pub ai: AiTrouble,
    /// The contact's dispute is about a purchase that the customer did not make.
    pub unauthorised_dispute: bool,
    pub arrears: bool,
    /// The customer's: it becomes the skill `language:sv`.
    pub language: Option<Language>,
}

/// Why a contact is as urgent as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    pub signal: Sign,
    pub points: u32,
    /// For the agent.
    pub because: String,
}

/// How urgent a contact is, and what follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Priority {
    pub score: u32,
    pub level: Level,
    /// Most points first.
    pub reasons: Vec<Reason>,
    /// Names for [`crate::routing::SkillTable::set`], sorted, each once.
    pub skills: Vec<String>,
    /// The AI says nothing but a [`Signpost`]; its drafts are notes for the agent.
    pub quiet_ai: bool,
    pub pause_collections: bool,
    /// Freeze the account or the plan before talking.
    pub freeze_first: bool,
    /// What the agent is shown.
    pub script: Option<Script>,
}

impl Critical {
    /// The priority of a contact.
    pub fn priority(&self, moment: &Moment<'_>) -> Priority {
        let signs = self.signs(moment);
        let mut reasons = Vec::new();
        let mut level = Level::Normal;
        let (mut pause_collections, mut freeze_first) = (false, false);
        let mut skills: Vec<String> = Vec::new();
        let mut script = None;
        for row in self.rows().filter(|row| signs.contains(&row.sign)) {
            reasons.push(Reason {
                signal: row.sign,
                points: row.points,
                because: row.because.clone(),
            });
            level = level.max(row.level);
            pause_collections |= row.pause_collections;
            freeze_first |= row.freeze_first;
            skills.extend(row.skills.iter().cloned());
            script = script.or(row.script.as_deref());
        }
        // A need that the register holds takes the same skill as one that was just spoken of.
        let registered = moment.registered.iter().map(|kind| Sign::of(*kind));
        for row in registered.filter_map(|sign| self.row(sign)) {
            skills.extend(row.skills.iter().cloned());
        }
        skills.extend(moment.language.map(|language| format!("language:{language}")));
        skills.sort();
        skills.dedup();
        let score = reasons.iter().fold(0_u32, |sum, reason| sum.saturating_add(reason.points));
        let level = level.max(self.level_of(score));
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.points));
        Priority {
            score,
            level,
            reasons,
            skills,
            quiet_ai: level >= self.quiet_ai_from(),
            pause_collections,
            freeze_first,
            script: script.and_then(|name| self.script(name)).cloned(),
        }
    }

    fn signs(&self, moment: &Moment<'_>) -> Vec<Sign> {
        let limits = self.limits();
        let mut signs: Vec<Sign> =
            moment.signals.iter().map(|signal| Sign::of(signal.kind)).collect();
        signs.extend(moment.signals_before.iter().map(|kind| Sign::of(*kind)));
        let deadline = Duration::from_hours(i64::from(limits.deadline_hours_max));
        let far_above = moment.stake.is_some_and(|stake| {
            let share = i128::from(stake.at_stake_minor) * 100;
            let least = i128::from(stake.norm_minor) * i128::from(limits.stake_percent_of_norm_min);
            stake.at_stake_minor > 0 && stake.norm_minor > 0 && share >= least
        });
        let ai = &moment.ai;
        let known = [
            (Sign::HumanRequested, moment.wants_person),
            (Sign::Complaint, moment.complaint),
            (Sign::Anger, moment.anger.turns > 0),
            (Sign::AngerLasting, moment.anger.turns >= limits.angry_turns_min),
            (Sign::MoneyAtStake, far_above),
            (Sign::DeadlineSoon, moment.deadline_in.is_some_and(|left| left <= deadline)),
            (Sign::RepeatContact, moment.contacts >= limits.contacts_min),
            (Sign::UnauthorisedDispute, moment.unauthorised_dispute),
            (Sign::Arrears, moment.arrears),
            (Sign::RegisteredNeed, !moment.registered.is_empty()),
            (Sign::AiUnsure, ai.unsure),
            (Sign::AiPolicyGap, ai.policy_gap),
            (Sign::AiFailedTurns, ai.failed_turns >= limits.ai_failed_turns_min),
            (Sign::AiContradiction, ai.contradiction),
            (Sign::AiWouldDeny, ai.would_deny),
        ];
        signs.extend(known.iter().filter(|(_, holds)| *holds).map(|(sign, _)| *sign));
        signs
    }
}
