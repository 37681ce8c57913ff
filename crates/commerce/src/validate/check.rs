//! Collects the faults of one record. Each method names the field, the problem and the fix; none
//! of them stops at the first fault.

use std::net::IpAddr;

use kernel::Timestamp;
use kernel::scrub::has_card_number;

use super::countries::is_country;
use super::{
    ADDRESS_LINE_CHARS_MAX, AMOUNT_MINOR_MAX, AT_MAX, AT_MIN, EMAIL_CHARS_MAX, FieldError,
    IP_CHARS_MAX, LANGUAGE_CHARS_MAX, POSTAL_CODE_CHARS_MAX,
};
use crate::Address;

#[derive(Debug, Default)]
pub(super) struct Check {
    faults: Vec<FieldError>,
}

impl Check {
    pub(super) fn finish(self) -> Result<(), Vec<FieldError>> {
        if self.faults.is_empty() { Ok(()) } else { Err(self.faults) }
    }

    pub(super) fn fault(
        &mut self,
        field: impl Into<String>,
        problem: impl Into<String>,
        fix: impl Into<String>,
    ) {
        self.faults.push(FieldError::new(field, problem, fix));
    }

    /// An amount that moves money: above zero and within bounds.
    pub(super) fn positive(&mut self, field: &str, minor: i64) {
        if !(1..=AMOUNT_MINOR_MAX).contains(&minor) {
            self.fault(
                field,
                format!("{minor} is not an amount"),
                format!("give minor units from 1 to {AMOUNT_MINOR_MAX} (12.34 EUR is 1234)"),
            );
        }
    }

    pub(super) fn within(&mut self, field: &str, value: i64, low: i64, high: i64) {
        if !(low..=high).contains(&value) {
            self.fault(
                field,
                format!("{value} is out of range"),
                format!("give a whole number from {low} to {high}"),
            );
        }
    }

    pub(super) fn instant(&mut self, field: &str, at: Timestamp) {
        if !(AT_MIN..AT_MAX).contains(&at) {
            self.fault(
                field,
                format!("{at} is not a plausible date"),
                "give an instant of the years 2000 to 2099 in RFC 3339",
            );
        }
    }

    /// `later` may not come before `earlier`.
    pub(super) fn in_order(
        &mut self,
        field: &str,
        later: Timestamp,
        earlier_field: &str,
        earlier: Timestamp,
    ) {
        if later < earlier {
            self.fault(
                field,
                format!("{later} is before {earlier_field} ({earlier})"),
                format!("give an instant at or after {earlier_field}"),
            );
        }
    }

    /// A text that must say something, on one line, of bounded length, with no card number.
    pub(super) fn text(&mut self, field: &str, text: &str, chars_max: usize) {
        if text.trim().is_empty() {
            self.fault(field, "is empty", "write it, or leave an optional field out");
        }
        self.optional_text(field, text, chars_max);
    }

    /// As [`Check::text`], where nothing at all is fine too.
    pub(super) fn optional_text(&mut self, field: &str, text: &str, chars_max: usize) {
        self.length(field, text, chars_max);
        if text.chars().any(char::is_control) {
            self.fault(field, "has control characters", "send printable text on one line");
        }
        // What is too long is refused as it is, and not looked through.
        if text.chars().nth(chars_max).is_none() && has_card_number(text) {
            self.fault(
                field,
                "looks like it has a card number",
                "never send card numbers: send the payment provider's token, or leave it out",
            );
        }
    }

    /// A machine's own text (a tracking number, a fingerprint): bounded and printable, and free to
    /// be a long number.
    pub(super) fn code(&mut self, field: &str, text: &str, chars_max: usize) {
        self.length(field, text, chars_max);
        if text.is_empty() || text.chars().any(|c| c.is_control() || c.is_whitespace()) {
            self.fault(field, "is empty or has spaces", "send it as the carrier or device gave it");
        }
    }

    fn length(&mut self, field: &str, text: &str, chars_max: usize) {
        let chars = text.chars().count();
        if chars > chars_max {
            self.fault(
                field,
                format!("has {chars} characters"),
                format!("shorten it to {chars_max} characters"),
            );
        }
    }

    pub(super) fn country(&mut self, field: &str, code: &str) {
        if !is_country(code) {
            self.fault(
                field,
                format!("{code:?} is not a country"),
                "give two capital letters of ISO 3166-1, such as SE",
            );
        }
    }

    pub(super) fn address(&mut self, field: &str, address: &Address) {
        for (part, text) in
            [("line1", &address.line1), ("line2", &address.line2), ("region", &address.region)]
        {
            self.optional_text(&format!("{field}.{part}"), text, ADDRESS_LINE_CHARS_MAX);
        }
        self.text(&format!("{field}.city"), &address.city, ADDRESS_LINE_CHARS_MAX);
        self.text(&format!("{field}.postal_code"), &address.postal_code, POSTAL_CODE_CHARS_MAX);
        self.country(&format!("{field}.country"), &address.country);
    }

    /// The shape of an address of RFC 5321: one `@`, a local part of at most 64 bytes, a domain
    /// with a dot. Whether it exists, only a letter can tell.
    pub(super) fn email(&mut self, field: &str, email: &str) {
        let shaped = email.chars().count() <= EMAIL_CHARS_MAX
            && !email.chars().any(|c| c.is_control() || c.is_whitespace())
            && email.split_once('@').is_some_and(|(local, domain)| {
                (1..=64).contains(&local.len())
                    && !domain.contains('@')
                    && domain.contains('.')
                    && domain.split('.').all(|label| !label.is_empty())
            });
        if !shaped {
            self.fault(
                field,
                "is not an e-mail address",
                "give one such as name@example.org, or leave it out",
            );
        }
    }

    /// The shape of a language tag of BCP 47: subtags of 1–8 letters or digits, the first of
    /// letters only.
    pub(super) fn language(&mut self, field: &str, tag: &str) {
        let shaped = tag.len() <= LANGUAGE_CHARS_MAX
            && tag.split('-').enumerate().all(|(index, part)| {
                (1..=8).contains(&part.len())
                    && part.bytes().all(|b| b.is_ascii_alphanumeric())
                    && (index > 0
                        || part.len() >= 2 && part.bytes().all(|b| b.is_ascii_alphabetic()))
            });
        if !shaped {
            self.fault(
                field,
                format!("{tag:?} is not a language tag"),
                "give a tag of BCP 47, such as en-GB",
            );
        }
    }

    pub(super) fn ip(&mut self, field: &str, ip: &str) {
        if ip.len() > IP_CHARS_MAX || ip.parse::<IpAddr>().is_err() {
            self.fault(
                field,
                "is not an IP address",
                "give an IPv4 or IPv6 address such as 192.0.2.7, or leave it out",
            );
        }
    }
}
