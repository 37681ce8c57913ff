//! Balances and open reservations: the part of the ledger that lives inside an aggregate.
//!
//! A book is written as JSON with every change of its aggregate, so it holds no history: a balance
//! of zero is left out, and only *open* reservations are kept. **It does not remember keys.** That
//! an entry is applied once is promised by the store, whose unique index on (tenant, key) is
//! written in the same transaction; a set of keys in here would grow for ever, and a set of hashes
//! could drop a real movement of money on a collision. [`crate::Journal`] adds the keys for tests
//! and simulation.
//!
//! A book must never take part of an entry: it applies all legs or none.

use std::collections::BTreeMap;

use kernel::{Currency, EntryId};
use serde::{Deserialize, Serialize};

use crate::{Account, Entry, Leg, Phase};

/// Most reservations open at once in one book.
pub const OPEN_PENDINGS_MAX: usize = 10_000;

/// One account's money in one currency, in minor units; debit +, credit −.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Balance {
    pub posted: i64,
    /// Reserved by open pending entries; not part of `posted`.
    pub pending: i64,
}

impl Balance {
    const ZERO: Self = Self { posted: 0, pending: 0 };

    /// Posted and pending together: the balance if every reservation settles in full.
    pub const fn expected(self) -> i64 {
        self.posted.saturating_add(self.pending)
    }
}

/// A reservation that is neither settled nor voided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct OpenPending {
    #[serde(rename = "c")]
    currency: Currency,
    #[serde(rename = "l")]
    legs: Vec<(Account, i64)>,
}

/// Why an entry cannot be applied.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    #[error(
        "entry {key} ends reservation {pending}, which is not open: it was never made, or was settled or voided before"
    )]
    NotPending { key: String, pending: EntryId },
    #[error("entry {key} is in {currency}, its reservation {pending} is not")]
    OtherCurrency { key: String, pending: EntryId, currency: Currency },
    #[error("entry {key} moves {minor} on {account}, reservation {pending} allows {reserved}")]
    BeyondReserved { key: String, pending: EntryId, account: Account, minor: i64, reserved: i64 },
    #[error("entry {key} reserves under id {id}, which is already an open reservation")]
    PendingTwice { key: String, id: EntryId },
    #[error("entry {key} would make more than {OPEN_PENDINGS_MAX} open reservations")]
    TooManyPending { key: String },
    #[error("entry {key} would take {account} out of the range of 64-bit minor units")]
    Overflow { key: String, account: Account },
    #[error("key {key} was used before with other content: a key names one movement of money")]
    KeyReused { key: String },
}

/// Balances by account and currency, and open reservations.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "BookJson", into = "BookJson")]
pub struct Book {
    /// Never holds [`Balance::ZERO`].
    balances: BTreeMap<(Account, Currency), Balance>,
    pendings: BTreeMap<EntryId, OpenPending>,
}

/// What an entry does to one account before it is applied.
type Changes = BTreeMap<Account, (i128, i128)>;

impl Book {
    pub fn new() -> Self {
        Self::default()
    }

    /// Applies all legs of an entry, or none.
    ///
    /// The caller has made sure that the entry's key is new (see the module's text).
    ///
    /// # Errors
    /// [`LedgerError`] when it ends a reservation that is not open or does not fit it, or when a
    /// balance would overflow. The book is unchanged then.
    pub fn apply(&mut self, entry: &Entry) -> Result<(), LedgerError> {
        let mut changes = Changes::new();
        match entry.phase() {
            Phase::Posted => add(&mut changes, entry.legs(), |minor| (minor, 0)),
            Phase::Pending => {
                self.check_new_pending(entry)?;
                add(&mut changes, entry.legs(), |minor| (0, minor));
            }
            Phase::Settles(id) => {
                let pending = self.open_pending(entry, id)?;
                check_within(entry, id, pending)?;
                release(&mut changes, pending);
                add(&mut changes, entry.legs(), |minor| (minor, 0));
            }
            Phase::Voids(id) => {
                let pending = self.open_pending(entry, id)?;
                check_within(entry, id, pending)?;
                check_whole(entry, id, pending)?;
                release(&mut changes, pending);
            }
        }
        let updated = self.updated(entry, changes)?;
        for (account, balance) in updated {
            self.set(account, entry.currency(), balance);
        }
        if entry.phase() == Phase::Pending {
            let legs = entry.legs().iter().map(|leg| (leg.account.clone(), leg.minor)).collect();
            self.pendings.insert(entry.id(), OpenPending { currency: entry.currency(), legs });
        } else if let Some(id) = entry.phase().ends() {
            self.pendings.remove(&id);
        }
        Ok(())
    }

    /// The balance of an account; zero when it was never touched.
    pub fn balance(&self, account: &Account, currency: Currency) -> Balance {
        self.balances.get(&(account.clone(), currency)).copied().unwrap_or(Balance::ZERO)
    }

    /// The posted balance of an account, in minor units.
    pub fn posted(&self, account: &Account, currency: Currency) -> i64 {
        self.balance(account, currency).posted
    }

    /// Every balance that is not zero, in order of account and currency.
    pub fn balances(&self) -> impl Iterator<Item = (&Account, Currency, Balance)> {
        self.balances.iter().map(|((account, currency), balance)| (account, *currency, *balance))
    }

    /// The sum of all posted balances per currency. Always 0 (invariant I1); kept as a check.
    pub fn posted_sums(&self) -> BTreeMap<Currency, i128> {
        let mut sums = BTreeMap::new();
        for (_, currency, balance) in self.balances() {
            *sums.entry(currency).or_insert(0) += i128::from(balance.posted);
        }
        sums
    }

    /// Whether posted and pending balances sum to 0 in every currency.
    pub fn is_balanced(&self) -> bool {
        let mut pending: BTreeMap<Currency, i128> = BTreeMap::new();
        for (_, currency, balance) in self.balances() {
            *pending.entry(currency).or_insert(0) += i128::from(balance.pending);
        }
        self.posted_sums().values().chain(pending.values()).all(|sum| *sum == 0)
    }

    /// The reservations that are neither settled nor voided, oldest id first.
    pub fn open_pendings(&self) -> impl Iterator<Item = EntryId> {
        self.pendings.keys().copied()
    }

    /// The legs and currency of an open reservation, so that it can be settled or voided.
    pub fn pending_legs(&self, id: EntryId) -> Option<(Currency, &[(Account, i64)])> {
        self.pendings.get(&id).map(|pending| (pending.currency, pending.legs.as_slice()))
    }

    fn check_new_pending(&self, entry: &Entry) -> Result<(), LedgerError> {
        if self.pendings.contains_key(&entry.id()) {
            return Err(LedgerError::PendingTwice { key: entry.key().to_owned(), id: entry.id() });
        }
        if self.pendings.len() >= OPEN_PENDINGS_MAX {
            return Err(LedgerError::TooManyPending { key: entry.key().to_owned() });
        }
        Ok(())
    }

    fn open_pending(&self, entry: &Entry, id: EntryId) -> Result<&OpenPending, LedgerError> {
        let key = || entry.key().to_owned();
        let pending = self
            .pendings
            .get(&id)
            .ok_or_else(|| LedgerError::NotPending { key: key(), pending: id })?;
        if pending.currency != entry.currency() {
            let currency = entry.currency();
            return Err(LedgerError::OtherCurrency { key: key(), pending: id, currency });
        }
        Ok(pending)
    }

    /// The balances after the changes, or an error before any of them is written.
    fn updated(
        &self,
        entry: &Entry,
        changes: Changes,
    ) -> Result<Vec<(Account, Balance)>, LedgerError> {
        changes
            .into_iter()
            .map(|(account, (posted, pending))| {
                let old = self.balance(&account, entry.currency());
                let sum = |old: i64, change: i128| i64::try_from(i128::from(old) + change).ok();
                match (sum(old.posted, posted), sum(old.pending, pending)) {
                    (Some(posted), Some(pending)) => Ok((account, Balance { posted, pending })),
                    _ => Err(LedgerError::Overflow { key: entry.key().to_owned(), account }),
                }
            })
            .collect()
    }

    fn set(&mut self, account: Account, currency: Currency, balance: Balance) {
        if balance == Balance::ZERO {
            self.balances.remove(&(account, currency));
        } else {
            self.balances.insert((account, currency), balance);
        }
    }
}

fn add(changes: &mut Changes, legs: &[Leg], parts: impl Fn(i128) -> (i128, i128)) {
    for leg in legs {
        let (posted, pending) = parts(i128::from(leg.minor));
        let change = changes.entry(leg.account.clone()).or_default();
        change.0 += posted;
        change.1 += pending;
    }
}

fn release(changes: &mut Changes, pending: &OpenPending) {
    for (account, minor) in &pending.legs {
        changes.entry(account.clone()).or_default().1 -= i128::from(*minor);
    }
}

fn reserved_on(pending: &OpenPending, account: &Account) -> i64 {
    pending
        .legs
        .iter()
        .filter(|(on, _)| on == account)
        .fold(0, |sum: i64, (_, minor)| sum.saturating_add(*minor))
}

/// An account may move at most what was reserved on it, in the same direction.
fn check_within(entry: &Entry, id: EntryId, pending: &OpenPending) -> Result<(), LedgerError> {
    for leg in entry.legs() {
        let (minor, reserved) = (entry.minor_on(&leg.account), reserved_on(pending, &leg.account));
        let inside = if reserved >= 0 { 0..=reserved } else { reserved..=0 };
        if !inside.contains(&minor) {
            return Err(beyond(entry, id, &leg.account, minor, reserved));
        }
    }
    Ok(())
}

/// A void repeats the reservation, so that a reader of one row sees what was released.
fn check_whole(entry: &Entry, id: EntryId, pending: &OpenPending) -> Result<(), LedgerError> {
    for (account, _) in &pending.legs {
        let (minor, reserved) = (entry.minor_on(account), reserved_on(pending, account));
        if minor != reserved {
            return Err(beyond(entry, id, account, minor, reserved));
        }
    }
    Ok(())
}

fn beyond(entry: &Entry, id: EntryId, account: &Account, minor: i64, reserved: i64) -> LedgerError {
    LedgerError::BeyondReserved {
        key: entry.key().to_owned(),
        pending: id,
        account: account.clone(),
        minor,
        reserved,
    }
}

/// The compact JSON of a book: `{"b":[["cash","GBP",4000],["m_pay:a","GBP",0,-5]],"p":{…}}`.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct BookJson {
    #[serde(rename = "b", default, skip_serializing_if = "Vec::is_empty")]
    balances: Vec<Row>,
    #[serde(rename = "p", default, skip_serializing_if = "BTreeMap::is_empty")]
    pendings: BTreeMap<EntryId, OpenPending>,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Row {
    Posted(Account, Currency, i64),
    Both(Account, Currency, i64, i64),
}

impl From<Book> for BookJson {
    fn from(book: Book) -> Self {
        let row = |((account, currency), balance): ((Account, Currency), Balance)| {
            if balance.pending == 0 {
                Row::Posted(account, currency, balance.posted)
            } else {
                Row::Both(account, currency, balance.posted, balance.pending)
            }
        };
        Self { balances: book.balances.into_iter().map(row).collect(), pendings: book.pendings }
    }
}

/// Why stored balances are not a book.
#[derive(Debug, thiserror::Error)]
enum BookJsonError {
    #[error("{0} in {1} has two balances in the stored book")]
    Twice(Account, Currency),
    #[error("the stored book does not sum to 0 in every currency")]
    Unbalanced,
}

impl TryFrom<BookJson> for Book {
    type Error = BookJsonError;

    fn try_from(json: BookJson) -> Result<Self, BookJsonError> {
        let mut book = Self { balances: BTreeMap::new(), pendings: json.pendings };
        for row in json.balances {
            let (account, currency, posted, pending) = match row {
                Row::Posted(account, currency, posted) => (account, currency, posted, 0),
                Row::Both(account, currency, posted, pending) => {
                    (account, currency, posted, pending)
                }
            };
            if book.balances.contains_key(&(account.clone(), currency)) {
                return Err(BookJsonError::Twice(account, currency));
            }
            book.set(account, currency, Balance { posted, pending });
        }
        if book.is_balanced() { Ok(book) } else { Err(BookJsonError::Unbalanced) }
    }
}
