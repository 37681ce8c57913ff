//! What may make a contact urgent.

use serde::{Deserialize, Serialize};

use crate::listen::SignalKind;

/// A sign, by its name in `policy/support/critical.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sign {
    SelfHarm,
    Abuse,
    Bereavement,
    FraudVictim,
    UnauthorisedDispute,
    SeriousIllness,
    Hardship,
    Arrears,
    Minor,
    Interpreter,
    Accessibility,
    RegisteredNeed,
    HumanRequested,
    Complaint,
    LegalThreat,
    MoneyAtStake,
    DeadlineSoon,
    RepeatContact,
    Anger,
    AngerLasting,
    AiUnsure,
    AiPolicyGap,
    AiFailedTurns,
    AiContradiction,
    AiWouldDeny,
}

impl Sign {
    pub const ALL: [Self; 25] = [
        Self::SelfHarm,
        Self::Abuse,
        Self::Bereavement,
        Self::FraudVictim,
        Self::UnauthorisedDispute,
        Self::SeriousIllness,
        Self::Hardship,
        Self::Arrears,
        Self::Minor,
        Self::Interpreter,
        Self::Accessibility,
        Self::RegisteredNeed,
        Self::HumanRequested,
        Self::Complaint,
        Self::LegalThreat,
        Self::MoneyAtStake,
        Self::DeadlineSoon,
        Self::RepeatContact,
        Self::Anger,
        Self::AngerLasting,
        Self::AiUnsure,
        Self::AiPolicyGap,
        Self::AiFailedTurns,
        Self::AiContradiction,
        Self::AiWouldDeny,
    ];

    /// The sign that a heard signal is.
    pub const fn of(kind: SignalKind) -> Self {
        match kind {
            SignalKind::SelfHarm => Self::SelfHarm,
            SignalKind::Abuse => Self::Abuse,
            SignalKind::Bereavement => Self::Bereavement,
            SignalKind::FraudVictim => Self::FraudVictim,
            SignalKind::SeriousIllness => Self::SeriousIllness,
            SignalKind::Hardship => Self::Hardship,
            SignalKind::Minor => Self::Minor,
            SignalKind::Interpreter => Self::Interpreter,
            SignalKind::Accessibility => Self::Accessibility,
            SignalKind::LegalThreat => Self::LegalThreat,
            SignalKind::Anger => Self::Anger,
        }
    }
}
