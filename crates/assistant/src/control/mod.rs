//! What the assistant may do where: off, shadow, suggest or act, for a share of conversations, by intent
//! and market; and how that falls by itself when what comes of it leaves its band.
//!
//! It never climbs by itself: only a person raises it. Pure: settings and what was measured go in,
//! decisions come out.

mod fall;
mod resolution;
mod settings;

use kernel::canonical::Sha256Hex;
use kernel::{ConversationId, TenantId};
use serde::{Deserialize, Serialize};

pub use fall::{Fall, FallWhy, Measured, Sum};
pub use resolution::{Case, GOOD_RATING_MIN, Resolution, SETTLED_AFTER, resolution};
pub use settings::{Band, CASES_MIN, ROWS_MAX, Row, Settings, SettingsError, WINDOW_DAYS_MAX};

/// What the assistant does, from least to most.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Nothing: a person answers.
    #[default]
    Off,
    /// A person answers; what it would have said is kept, and held against what the person said.
    Shadow,
    /// A person answers, and sees what it would say.
    Suggest,
    /// It answers.
    Act,
}

impl Mode {
    pub const ALL: [Self; 4] = [Self::Off, Self::Shadow, Self::Suggest, Self::Act];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Shadow => "shadow",
            Self::Suggest => "suggest",
            Self::Act => "act",
        }
    }

    /// The mode of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.as_str() == name)
    }
}

/// Where a conversation falls among 100: it takes part where the share is above it. One conversation
/// stays where it is for as long as it names the same version of the settings.
pub fn bucket(tenant: &TenantId, conversation: ConversationId, version: u64) -> u8 {
    let hash = Sha256Hex::of(format!("{tenant}/{conversation}/{version}").as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(hash.bytes().first_chunk::<8>().unwrap_or(&[0; 8]));
    u8::try_from(u64::from_be_bytes(first) % 100).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_of_conversations_is_that_share_and_stays() {
        let tenant: TenantId = "acme".parse().unwrap();
        let mut rng = kernel::Rng::seeded(7);
        let now = kernel::Timestamp::EPOCH;
        let all: Vec<_> = (0..4_000).map(|_| ConversationId::generate(now, &mut rng)).collect();
        let share = |version, percent| {
            all.iter().filter(|id| bucket(&tenant, **id, version) < percent).count()
        };
        for percent in [0, 10, 50, 100_u8] {
            let found = share(1, percent);
            let expected = all.len() * usize::from(percent) / 100;
            assert!(found.abs_diff(expected) < 120, "{percent}: {found} of {}", all.len());
        }
        assert!(all.iter().all(|id| bucket(&tenant, *id, 3) == bucket(&tenant, *id, 3)));
        let moved = all.iter().filter(|id| bucket(&tenant, **id, 1) != bucket(&tenant, **id, 2));
        assert!(moved.count() > all.len() / 2, "another version draws anew");
    }

    #[test]
    fn modes_are_ordered_and_named() {
        assert!(
            Mode::Off < Mode::Shadow && Mode::Shadow < Mode::Suggest && Mode::Suggest < Mode::Act
        );
        for mode in Mode::ALL {
            assert_eq!(Mode::parse(mode.as_str()), Some(mode));
        }
        assert_eq!(Mode::parse("on"), None);
    }
}
