//! What is heard, in types.

use serde::{Deserialize, Serialize};

/// What a rule listens for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Hears {
    /// A wish to deal with a person.
    Person,
    /// A "no" to what the assistant said or did.
    Refusal,
    Complaint,
    Anger,
    Worry,
    Sadness,
    /// Thanks and relief.
    Thanks,
    Urgency,
    SelfHarm,
    Bereavement,
    SeriousIllness,
    Abuse,
    FraudVictim,
    Hardship,
    Minor,
    Interpreter,
    Accessibility,
    LegalThreat,
}

impl Hears {
    /// Those that are signals by themselves, gravest first.
    pub(super) const SIGNALS: [Self; 10] = [
        Self::SelfHarm,
        Self::Abuse,
        Self::Bereavement,
        Self::FraudVictim,
        Self::SeriousIllness,
        Self::Hardship,
        Self::Minor,
        Self::Interpreter,
        Self::Accessibility,
        Self::LegalThreat,
    ];

    /// Whether rules for it say their points.
    pub(super) const fn is_feeling(self) -> bool {
        matches!(self, Self::Anger | Self::Worry | Self::Sadness | Self::Thanks | Self::Urgency)
    }

    pub(super) const fn signal(self) -> Option<SignalKind> {
        Some(match self {
            Self::Person | Self::Refusal | Self::Complaint => return None,
            Self::Anger | Self::Worry | Self::Sadness | Self::Thanks | Self::Urgency => {
                return None;
            }
            Self::SelfHarm => SignalKind::SelfHarm,
            Self::Bereavement => SignalKind::Bereavement,
            Self::SeriousIllness => SignalKind::SeriousIllness,
            Self::Abuse => SignalKind::Abuse,
            Self::FraudVictim => SignalKind::FraudVictim,
            Self::Hardship => SignalKind::Hardship,
            Self::Minor => SignalKind::Minor,
            Self::Interpreter => SignalKind::Interpreter,
            Self::Accessibility => SignalKind::Accessibility,
            Self::LegalThreat => SignalKind::LegalThreat,
        })
    }
}

/// A sign that this is a critical moment. The list is that of the FCA's four drivers of
/// vulnerability (FG21/1: health, life events, resilience, capability), of fraud, and of anger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignalKind {
    /// Talk of suicide or of harming oneself.
    SelfHarm,
    /// Somebody died.
    Bereavement,
    SeriousIllness,
    /// Domestic or financial abuse.
    Abuse,
    /// Account takeover, stolen identity, unauthorised purchase, scam.
    FraudVictim,
    /// Cannot pay; debt collection.
    Hardship,
    /// The customer is under age.
    Minor,
    /// Needs another language than ours, or a sign language.
    Interpreter,
    /// Cannot see, hear, read or write well.
    Accessibility,
    /// Lawyers, courts, regulators, the press.
    LegalThreat,
    Anger,
}

impl SignalKind {
    pub const ALL: [Self; 11] = [
        Self::SelfHarm,
        Self::Bereavement,
        Self::SeriousIllness,
        Self::Abuse,
        Self::FraudVictim,
        Self::Hardship,
        Self::Minor,
        Self::Interpreter,
        Self::Accessibility,
        Self::LegalThreat,
        Self::Anger,
    ];

    /// Its name in data: `self_harm`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SelfHarm => "self_harm",
            Self::Bereavement => "bereavement",
            Self::SeriousIllness => "serious_illness",
            Self::Abuse => "abuse",
            Self::FraudVictim => "fraud_victim",
            Self::Hardship => "hardship",
            Self::Minor => "minor",
            Self::Interpreter => "interpreter",
            Self::Accessibility => "accessibility",
            Self::LegalThreat => "legal_threat",
            Self::Anger => "anger",
        }
    }
}

/// How plainly something was said. A `Likely` one is still acted on: these rules are written so as
/// to miss nothing, and a person puts right what was overheard.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    Likely,
    #[default]
    Clear,
}

/// Words of the message, as bytes of its text: `text[start..end]` is what was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub start: usize,
    pub end: usize,
}

/// Something heard, and why: the words, and the rule (`en/person.ask`) that an operations person
/// finds in its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signal {
    pub kind: SignalKind,
    pub strength: Strength,
    pub because: Vec<Words>,
    pub rule: String,
}

/// How a customer asked for a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    Words,
    RepeatedNo,
}

/// A request for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WantsPerson {
    pub how: How,
    pub words: Vec<Words>,
    pub rule: String,
}

/// An expression of dissatisfaction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Complaint {
    pub strength: Strength,
    pub because: Vec<Words>,
    pub rule: String,
}

/// How angry a message is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anger {
    /// 0 to [`super::ANGER_POINTS_MAX`].
    pub points: u8,
    /// Angry messages in a row, this one included.
    pub turns: u32,
}

/// One feeling of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Feeling {
    /// 0 to [`super::ANGER_POINTS_MAX`]: what its rules add up to.
    pub points: u8,
    /// The words that show it. Anger may be shown by the way of typing alone.
    pub because: Vec<Words>,
}

impl Feeling {
    /// From 0, none, to 1.
    pub fn strength(&self) -> f32 {
        f32::from(self.points.min(super::ANGER_POINTS_MAX)) / f32::from(super::ANGER_POINTS_MAX)
    }
}

/// How somebody feels who writes so. It colours an answer and orders a queue; it decides nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Mood {
    pub anger: Feeling,
    pub worry: Feeling,
    pub sadness: Feeling,
    /// Thanks and relief.
    pub thanks: Feeling,
    pub urgency: Feeling,
}

/// What of the conversation so far matters to the next message. Kept by the caller, given back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// Messages in which the customer said no to the assistant.
    pub refusals: u32,
    pub anger: Anger,
}
