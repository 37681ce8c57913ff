//! What makes a record of the feed valid by itself, with each fault named by field and fix.
//!
//! It looks at one record at a time and never at storage: whether the order of a capture exists is
//! for the use case that keeps it. It must never change a record.

mod check;
mod countries;
mod rules;

use kernel::{Duration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::Record;
use check::Check;

/// Largest amount of one record, in minor units (10 thousand million of a currency's unit with two
/// decimals): sums of a million of them still fit 64 bits.
pub const AMOUNT_MINOR_MAX: i64 = 1_000_000_000_000;
pub const LINES_MAX: usize = 500;
pub const QUANTITY_MAX: u32 = 1_000_000;
pub const DEVICES_MAX: usize = 64;
pub const NAME_CHARS_MAX: usize = 200;
pub const PERSON_NAME_CHARS_MAX: usize = 100;
pub const CATEGORY_CHARS_MAX: usize = 500;
pub const ADDRESS_LINE_CHARS_MAX: usize = 200;
pub const POSTAL_CODE_CHARS_MAX: usize = 16;
pub const EMAIL_CHARS_MAX: usize = 254;
pub const LANGUAGE_CHARS_MAX: usize = 35;
pub const FINGERPRINT_CHARS_MAX: usize = 256;
pub const IP_CHARS_MAX: usize = 45;
pub const CARRIER_CHARS_MAX: usize = 100;
pub const TRACKING_ID_CHARS_MAX: usize = 128;
pub const RECIPIENT_CHARS_MAX: usize = 200;
pub const REASON_CHARS_MAX: usize = 1_000;
pub const INSTRUMENT_CHARS_MAX: usize = 128;
pub const MERCHANT_FEE_BPS_MAX: u32 = 10_000;
pub const INSTALMENTS_MIN: u32 = 2;
// What a plan can be made of: the same bounds as `plan::product` and `plan::interest`.
pub const INSTALMENTS_MAX: u32 = 12;
pub const INSTALMENT_EVERY_DAYS_MAX: u32 = 62;
pub const FINANCING_MONTHS_MAX: u32 = 60;
pub const FINANCING_APR_BPS_MAX: u32 = 10_000;
/// 2000-01-01T00:00:00Z: earlier instants are clerical errors (an epoch of 1970, a year 0018).
pub const AT_MIN: Timestamp = Timestamp::from_millis(946_684_800_000);
/// 2100-01-01T00:00:00Z.
pub const AT_MAX: Timestamp = Timestamp::from_millis(4_102_444_800_000);
/// How far ahead of the provider's clock a sender's clock may be.
pub const CLOCK_SKEW_MAX: Duration = Duration::HOUR;

/// What is wrong with one field, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{field}: {problem}; {fix}")]
pub struct FieldError {
    /// Path of the field in the record's JSON: `lines[2].amount_minor`.
    pub field: String,
    pub problem: String,
    pub fix: String,
}

impl FieldError {
    pub fn new(
        field: impl Into<String>,
        problem: impl Into<String>,
        fix: impl Into<String>,
    ) -> Self {
        Self { field: field.into(), problem: problem.into(), fix: fix.into() }
    }
}

impl Record {
    /// Whether the record can be taken as it is.
    ///
    /// # Errors
    /// Every fault found, in the order of the record's fields.
    pub fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut check = Check::default();
        rules::record(self, &mut check);
        check.finish()
    }

    /// As [`Record::validate`], and that it did not become true after `now`, give or take
    /// [`CLOCK_SKEW_MAX`].
    ///
    /// # Errors
    /// Every fault found.
    pub fn validate_at(&self, now: Timestamp) -> Result<(), Vec<FieldError>> {
        let mut check = Check::default();
        rules::record(self, &mut check);
        if self.at() > now.plus(CLOCK_SKEW_MAX) {
            check.fault(
                "at",
                format!("{} is in the future", self.at()),
                "send what has happened, and check the sender's clock",
            );
        }
        check.finish()
    }
}

#[cfg(test)]
mod tests;
