//! One balanced entry: what moved, when it counts, and why.
//!
//! An [`Entry`] exists only if it balances: its builder and its deserialiser make the same checks.
//! It must never be changed once built; a mistake is undone by another entry.

use kernel::{Currency, DecisionId, EffectId, EntryId, EventId, TimerId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Account;

/// Most legs of one entry.
pub const LEGS_MAX: usize = 32;
/// Longest idempotency key, in bytes.
pub const KEY_BYTES_MAX: usize = 200;
/// Longest memo, in bytes.
pub const MEMO_BYTES_MAX: usize = 500;

/// Why an entry was made (invariant I7: no money moves without a named reason).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A decision of a table, a model's advice that policy accepted, or a person.
    Decision(DecisionId),
    /// A deadline that passed.
    Timer(TimerId),
    /// A fact from the commerce feed: a capture, a payment, a merchant's refund.
    Feed(EventId),
    /// The outcome of an effect at the payment provider.
    Effect(EffectId),
}

/// Whether an entry counts now, reserves, or ends a reservation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Counts at once.
    #[default]
    Posted,
    /// Reserves: shown as pending until it is settled or voided.
    Pending,
    /// Posts its own legs and ends the reservation it names. The legs may be smaller than what
    /// was reserved, never larger and never on other accounts; what is left over is released.
    Settles(EntryId),
    /// Cancels the reservation it names. Its legs repeat the reserved ones.
    Voids(EntryId),
}

impl Phase {
    /// The reservation that this phase ends.
    pub const fn ends(self) -> Option<EntryId> {
        match self {
            Self::Settles(id) | Self::Voids(id) => Some(id),
            Self::Posted | Self::Pending => None,
        }
    }
}

/// One side of an entry.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leg {
    pub account: Account,
    /// Minor units: debit +, credit −; never 0.
    pub minor: i64,
}

/// A balanced entry in one currency. Read it through its methods; make it with
/// [`Entry::builder`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Draft")]
pub struct Entry {
    id: EntryId,
    key: String,
    #[serde(skip_serializing_if = "is_posted")]
    phase: Phase,
    currency: Currency,
    at: Timestamp,
    effective_at: Timestamp,
    cause: Cause,
    legs: Vec<Leg>,
    #[serde(skip_serializing_if = "String::is_empty")]
    memo: String,
}

fn is_posted(phase: &Phase) -> bool {
    *phase == Phase::Posted
}

/// The fields of an entry before they are checked.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Draft {
    id: EntryId,
    key: String,
    #[serde(default)]
    phase: Phase,
    currency: Currency,
    at: Timestamp,
    effective_at: Timestamp,
    cause: Cause,
    legs: Vec<Leg>,
    #[serde(default)]
    memo: String,
}

/// Why an entry cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    #[error("entry key must have 1 to {KEY_BYTES_MAX} bytes, this one has {0}")]
    Key(usize),
    #[error("memo of entry {key} must have at most {MEMO_BYTES_MAX} bytes, this one has {bytes}")]
    Memo { key: String, bytes: usize },
    #[error("entry {key} must have 2 to {LEGS_MAX} legs, this one has {legs}")]
    Legs { key: String, legs: usize },
    #[error("entry {key} has a leg of 0 on {account}: leave it out")]
    ZeroLeg { key: String, account: Account },
    #[error("entry {key} debits or credits a negative amount on {account}: use the other side")]
    Negative { key: String, account: Account },
    #[error("entry {key} does not balance: its legs sum to {sum} minor units of {currency}, not 0")]
    Unbalanced { key: String, currency: Currency, sum: i128 },
    #[error("entry {key} moves more than 64-bit minor units can hold")]
    Overflow { key: String },
}

impl Entry {
    /// Starts an entry that is posted and effective at `at`.
    ///
    /// `key` is the idempotency key, unique per tenant, such as `dispute/{id}/hold`.
    pub fn builder(
        id: EntryId,
        key: impl Into<String>,
        currency: Currency,
        at: Timestamp,
        cause: Cause,
    ) -> EntryBuilder {
        let draft = Draft {
            id,
            key: key.into(),
            phase: Phase::Posted,
            currency,
            at,
            effective_at: at,
            cause,
            legs: Vec::new(),
            memo: String::new(),
        };
        EntryBuilder { draft, negative: None }
    }

    pub const fn id(&self) -> EntryId {
        self.id
    }
    /// The idempotency key, unique per tenant.
    pub fn key(&self) -> &str {
        &self.key
    }
    pub const fn phase(&self) -> Phase {
        self.phase
    }
    pub const fn currency(&self) -> Currency {
        self.currency
    }
    /// When it was recorded.
    pub const fn at(&self) -> Timestamp {
        self.at
    }
    /// When it counts: a deadline found late counts from the deadline.
    pub const fn effective_at(&self) -> Timestamp {
        self.effective_at
    }
    pub const fn cause(&self) -> Cause {
        self.cause
    }
    pub fn legs(&self) -> &[Leg] {
        &self.legs
    }
    pub fn memo(&self) -> &str {
        &self.memo
    }

    /// The sum of the legs on one account, in minor units.
    pub fn minor_on(&self, account: &Account) -> i64 {
        // Debits of an entry sum to at most `i64::MAX`, so any part of them fits.
        self.legs.iter().filter(|leg| leg.account == *account).map(|leg| leg.minor).sum()
    }

    /// Whether two entries move the same money for the same reason. The id, the recording time
    /// and the memo may differ: a retry makes them anew.
    pub fn same_content(&self, other: &Self) -> bool {
        self.phase == other.phase
            && self.currency == other.currency
            && self.effective_at == other.effective_at
            && self.cause == other.cause
            && self.legs == other.legs
    }
}

impl TryFrom<Draft> for Entry {
    type Error = EntryError;

    fn try_from(draft: Draft) -> Result<Self, EntryError> {
        let Draft { id, key, phase, currency, at, effective_at, cause, legs, memo } = draft;
        if key.is_empty() || key.len() > KEY_BYTES_MAX {
            return Err(EntryError::Key(key.len()));
        }
        if memo.len() > MEMO_BYTES_MAX {
            return Err(EntryError::Memo { key, bytes: memo.len() });
        }
        if !(2..=LEGS_MAX).contains(&legs.len()) {
            return Err(EntryError::Legs { key, legs: legs.len() });
        }
        if let Some(leg) = legs.iter().find(|leg| leg.minor == 0) {
            return Err(EntryError::ZeroLeg { key, account: leg.account.clone() });
        }
        let sum: i128 = legs.iter().map(|leg| i128::from(leg.minor)).sum();
        if sum != 0 {
            return Err(EntryError::Unbalanced { key, currency, sum });
        }
        let debits: i128 = legs.iter().map(|leg| i128::from(leg.minor.max(0))).sum();
        if i64::try_from(debits).is_err() {
            return Err(EntryError::Overflow { key });
        }
        Ok(Self { id, key, phase, currency, at, effective_at, cause, legs, memo })
    }
}

/// Collects the legs of an entry; [`EntryBuilder::build`] checks them.
#[derive(Debug, Clone)]
#[must_use]
pub struct EntryBuilder {
    draft: Draft,
    /// The first account that was debited or credited with a negative amount.
    negative: Option<Account>,
}

impl EntryBuilder {
    /// Adds minor units, which must be positive, to the debit side.
    pub fn debit(self, account: Account, minor: i64) -> Self {
        self.side(account, minor, 1)
    }

    /// Adds minor units, which must be positive, to the credit side.
    pub fn credit(self, account: Account, minor: i64) -> Self {
        self.side(account, minor, -1)
    }

    /// As [`Self::debit`], but leaves out an amount of 0.
    pub fn debit_unless_zero(self, account: Account, minor: i64) -> Self {
        if minor == 0 { self } else { self.debit(account, minor) }
    }

    /// As [`Self::credit`], but leaves out an amount of 0.
    pub fn credit_unless_zero(self, account: Account, minor: i64) -> Self {
        if minor == 0 { self } else { self.credit(account, minor) }
    }

    /// Adds a signed leg: debit +, credit −.
    pub fn leg(mut self, account: Account, minor: i64) -> Self {
        self.draft.legs.push(Leg { account, minor });
        self
    }

    /// The instant it counts from, when that is not the recording time.
    pub const fn effective_at(mut self, at: Timestamp) -> Self {
        self.draft.effective_at = at;
        self
    }

    /// Reserves instead of posting.
    pub const fn pending(mut self) -> Self {
        self.draft.phase = Phase::Pending;
        self
    }

    /// Posts these legs and ends the reservation.
    pub const fn settles(mut self, pending: EntryId) -> Self {
        self.draft.phase = Phase::Settles(pending);
        self
    }

    /// Cancels the reservation; the legs must repeat the reserved ones.
    pub const fn voids(mut self, pending: EntryId) -> Self {
        self.draft.phase = Phase::Voids(pending);
        self
    }

    /// A line for people who read the books.
    pub fn memo(mut self, memo: impl Into<String>) -> Self {
        self.draft.memo = memo.into();
        self
    }

    /// # Errors
    /// [`EntryError`] when the legs are too few, too many, zero, do not sum to 0 or overflow, or
    /// the key or memo has the wrong length.
    pub fn build(self) -> Result<Entry, EntryError> {
        match self.negative {
            Some(account) => Err(EntryError::Negative { key: self.draft.key, account }),
            None => Entry::try_from(self.draft),
        }
    }

    fn side(mut self, account: Account, minor: i64, sign: i64) -> Self {
        if minor < 0 && self.negative.is_none() {
            self.negative = Some(account.clone());
        }
        self.leg(account, minor.saturating_mul(sign))
    }
}
