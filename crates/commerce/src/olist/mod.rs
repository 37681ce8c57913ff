//! Reads the public "Olist" folder of Brazilian marketplace orders into records of the feed.
//!
//! | Olist | here |
//! |---|---|
//! | seller | merchant, in jurisdiction `br`, with an assumed fee of [`MERCHANT_FEE_BPS`] |
//! | `customer_unique_id` | customer, as of the first purchase, letters in `pt-BR` |
//! | order with items of *n* sellers | *n* orders: the first keeps Olist's id, the others get `:s2`, `:s3` … (the dates of Olist are of the whole order, so all parts share them) |
//! | item | one line of quantity 1, its price; the freight of a part is one line of its own |
//! | order without items (most *unavailable* ones) | one line with what was paid, merchant [`MARKETPLACE`] |
//! | `order_approved_at` | capture of the part's whole amount, with the first payment; no capture when empty |
//! | payment by credit card in *n* > 1 instalments | `pay_in_n`, at most 12, every [`INSTALMENT_EVERY_DAYS`] days; the largest payment of the order decides |
//! | boleto, debit, voucher, one instalment | `pay_now` |
//! | `order_delivered_carrier_date` | shipment and its `handed_over` scan |
//! | `order_delivered_customer_date` | `delivered` scan at the approved postal code prefix |
//! | status `canceled` | cancellation [`CANCELLED_AFTER`] the last event: Olist records no instant for it |
//! | `order_estimated_delivery_date` | `promised_by`: the *end* of that local day |
//! | reviews, final status | not in the feed at all: [`OlistTruth`] |
//!
//! Times are of `America/Sao_Paulo`, amounts reais in centavos. Interest that a card company put
//! on top of instalments is left out: amounts are of items and freight. Later instalments are not
//! in the data and are not invented.
//!
//! It must never bring rows of the data into this repository: the licence (CC BY-NC-SA 4.0) lets
//! it be measured on, not shipped. The fixtures are invented.

mod convert;
mod rows;
mod table;
mod truth;

use std::path::Path;

use kernel::canonical::Sha256Hex;
use kernel::{Duration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Record, Reject};
use rows::Rows;
pub use truth::{FinalStatus, OlistTruth, Region, Review};

/// The merchant of orders whose items, and so whose seller, are not in the data.
pub const MARKETPLACE: &str = "marketplace";
/// The assumed merchant fee (3 %): Olist publishes none.
pub const MERCHANT_FEE_BPS: u32 = 300;
/// Brazilian card instalments fall due monthly.
pub const INSTALMENT_EVERY_DAYS: u32 = 30;
/// How long after an order's last recorded event a cancellation is taken to have happened.
pub const CANCELLED_AFTER: Duration = Duration::from_days(3);

/// Why the folder cannot be read at all. A bad row is a [`Reject`] instead.
#[derive(Debug, thiserror::Error)]
pub enum OlistError {
    #[error("{file} is missing in {dir}: give the folder with the eight CSV files of Olist")]
    Missing { file: &'static str, dir: String },
    #[error("{file} cannot be read")]
    Read { file: &'static str, source: std::io::Error },
    #[error("{file} is not a CSV file: {message}")]
    Malformed { file: &'static str, message: String },
    #[error("{file} has no column {column}; it has {found}")]
    Column { file: &'static str, column: &'static str, found: String },
    #[error("{zone} is not in the time zone database")]
    Zone { zone: &'static str },
    #[error("the files changed since the import began: start it again, repeats do no harm")]
    Changed,
}

/// Where an import stands. It only fits the files it was made for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Digest of the files.
    pub input: Sha256Hex,
    /// Units already taken.
    pub done: u64,
}

/// One unit of the feed (a merchant, a customer, or an order with all that belongs to it), and
/// where the import stands once it is taken.
#[derive(Debug)]
pub struct Unit {
    pub after: Cursor,
    pub records: Result<Vec<Record>, Reject>,
}

/// The folder, read into memory (about 1 KB an order).
#[derive(Debug)]
pub struct Olist {
    rows: Rows,
    parties: Vec<Result<Record, Reject>>,
    ends_at: Timestamp,
}

impl Olist {
    /// Reads the folder.
    ///
    /// # Errors
    /// [`OlistError`] when a file is missing, unreadable or lacks a column.
    pub fn open(dir: &Path) -> Result<Self, OlistError> {
        let rows = Rows::read(dir)?;
        let instants = |row: &rows::OrderRow| {
            [Some(row.purchased_at), row.approved_at, row.carrier_at, row.delivered_at]
        };
        let all = || rows.orders.iter().flat_map(instants).flatten();
        let ends_at = all().max().unwrap_or(Timestamp::EPOCH);
        let begins_at = rows.orders.first().map_or(Timestamp::EPOCH, |row| row.purchased_at);
        let mut parties = convert::merchants(&rows, begins_at);
        parties.extend(convert::customers(&rows));
        Ok(Self { rows, parties, ends_at })
    }

    /// Rows refused while reading. Those refused while converting come with their [`Unit`].
    pub fn rejects(&self) -> &[Reject] {
        &self.rows.rejects
    }

    /// Usable rows of the orders file.
    pub fn orders_total(&self) -> u64 {
        self.rows.orders.len() as u64
    }

    /// Units of the whole feed: the total of a progress bar.
    pub fn units_total(&self) -> u64 {
        (self.parties.len() + self.rows.orders.len()) as u64
    }

    /// The last event of any order: nothing is known after it.
    pub fn ends_at(&self) -> Timestamp {
        self.ends_at
    }

    /// The beginning of the feed.
    pub fn start(&self) -> Cursor {
        Cursor { input: self.rows.fingerprint, done: 0 }
    }

    /// The feed from a cursor on: merchants, customers, then orders by instant of purchase. The
    /// same files give the same feed.
    ///
    /// # Errors
    /// [`OlistError::Changed`] when the cursor was made for other files.
    pub fn units(&self, from: &Cursor) -> Result<impl Iterator<Item = Unit> + '_, OlistError> {
        if from.input != self.rows.fingerprint {
            return Err(OlistError::Changed);
        }
        let input = from.input;
        Ok((from.done..self.units_total()).map(move |index| Unit {
            after: Cursor { input, done: index + 1 },
            records: self.unit(usize::try_from(index).unwrap_or(usize::MAX)),
        }))
    }

    fn unit(&self, index: usize) -> Result<Vec<Record>, Reject> {
        if let Some(party) = self.parties.get(index) {
            return party.clone().map(|record| vec![record]);
        }
        match self.rows.orders.get(index - self.parties.len()) {
            Some(row) => convert::order(&self.rows, row).map(|converted| converted.records),
            None => Ok(Vec::new()),
        }
    }

    /// Every good record by the instant it became true; at one instant, in the order in which
    /// records need each other.
    pub fn records_by_time(&self) -> Vec<Record> {
        let units = self.units(&self.start()).into_iter().flatten();
        let mut records: Vec<Record> =
            units.filter_map(|unit| unit.records.ok()).flatten().collect();
        records.sort_by_cached_key(|record| (record.at(), rank(record), record.key()));
        records
    }

    /// How each good order ended, by instant of purchase. Never show it to a decision.
    pub fn truths(&self) -> impl Iterator<Item = OlistTruth> + '_ {
        self.rows.orders.iter().filter_map(|row| {
            let converted = convert::order(&self.rows, row).ok()?;
            let mut reviews = self.rows.reviews.get(&row.id).cloned().unwrap_or_default();
            reviews.sort_by_key(|review| review.answered_at);
            Some(OlistTruth {
                olist_order_id: row.id.clone(),
                order_ids: converted.order_ids,
                customer_id: converted.customer_id,
                state: self.rows.customers.get(&row.customer_id)?.place.state.clone(),
                final_status: row.status,
                purchased_at: row.purchased_at,
                approved_at: row.approved_at,
                handed_over_at: row.carrier_at,
                delivered_at: row.delivered_at,
                promised_by: row.promised_by,
                total_minor: converted.total_minor,
                reviews,
            })
        })
    }
}

const fn rank(record: &Record) -> u8 {
    match record {
        Record::Merchant(_) => 0,
        Record::Customer(_) => 1,
        Record::Device(_) => 2,
        Record::Order(_) => 3,
        Record::Capture(_) => 4,
        Record::Payment(_) => 5,
        Record::Shipment(_) => 6,
        Record::Scan(_) => 7,
        Record::Return(_) => 8,
        Record::Refund(_) => 9,
        Record::Cancellation(_) => 10,
        Record::Settlement(_) => 11,
    }
}

#[cfg(test)]
mod tests;
