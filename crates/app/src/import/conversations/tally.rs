//! The account of an import: every row that was read came over, was there, or was lost for a reason.

use std::collections::BTreeMap;

use importers::{Loss, Rows, What};
use serde::{Deserialize, Serialize};

use super::is_row;
use crate::conversations::{Came, Outcome};

/// Conversations by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversations {
    pub read: u64,
    pub imported: u64,
    /// They were there, and something came to them.
    pub changed: u64,
    pub already: u64,
    pub lost: u64,
}

/// Messages and notes by what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Messages {
    pub read: u64,
    pub imported: u64,
    pub already: u64,
    pub lost: u64,
}

/// The account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    pub conversations: Conversations,
    pub messages: Messages,
    /// Rows that were lost, and parts of rows that came over, by `what/reason`.
    pub lost: BTreeMap<String, u64>,
    pub parts: BTreeMap<String, u64>,
    /// Texts out of which card data were taken.
    pub masked: u64,
    /// How many losses were told, of rows and parts.
    pub losses: u64,
}

impl Tally {
    pub(super) fn read(&mut self, rows: Rows) {
        self.conversations.read += rows.conversations;
        self.messages.read += rows.messages;
    }

    pub(super) fn lost(&mut self, loss: &Loss) {
        self.losses += 1;
        match loss.what {
            What::Conversation => self.conversations.lost += 1,
            What::Message => self.messages.lost += 1,
            What::Part => {}
        }
        let reasons = if is_row(loss.what) { &mut self.lost } else { &mut self.parts };
        let reason = format!("{}/{}", loss.what.as_str(), loss.reason.as_str());
        *reasons.entry(reason).or_default() += 1;
    }

    /// What came of a conversation. `second`: its id came before, in a run that writes nothing; that
    /// one brought it in.
    pub(super) fn outcome(&mut self, outcome: &Outcome, second: bool) {
        let (came, imported, already) = match (outcome.came, second) {
            (Came::New, true) => (Came::Same, 0, outcome.imported),
            (came, _) => (came, outcome.imported, outcome.already),
        };
        match came {
            Came::New => self.conversations.imported += 1,
            Came::Changed => self.conversations.changed += 1,
            Came::Same => self.conversations.already += 1,
        }
        self.messages.imported += imported;
        self.messages.already += already;
        self.masked += outcome.masked;
        outcome.losses.iter().for_each(|loss| self.lost(loss));
    }

    /// Whether what was read is what came of it.
    pub fn is_balanced(&self) -> bool {
        let Conversations { read, imported, changed, already, lost } = self.conversations;
        let all = imported + changed + already + lost;
        let said = &self.messages;
        let by_reason: u64 = self.lost.values().sum();
        read == all
            && said.read == said.imported + said.already + said.lost
            && by_reason == lost + said.lost
    }

    /// Whether something came over with this.
    pub const fn brought_something(&self) -> bool {
        self.conversations.imported + self.conversations.changed > 0
    }
}
