//! Do two postal addresses name the same door?
//!
//! Deterministic, without a register of addresses: case, accents, punctuation, the usual abbreviations,
//! the order of street and number, and the formats of postal codes make no difference; another postal
//! code, street, house number or flat does. A misprint in a long street name is forgiven, because the
//! postal code and the house number agree; in a short one it is another street.

use commerce::Address;
use serde::{Deserialize, Serialize};

use super::street::{Street, single_vowels};

/// The answer to "is it the same address?".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressMatch {
    Same,
    Different,
    /// What is there agrees, but too little is there to tell.
    Insufficient,
}

/// One misprint is forgiven in a name of at least this length …
const MISPRINT_NAME_CHARS_MIN: usize = 8;
/// … and two in one of at least this.
const MISPRINTS_NAME_CHARS_MIN: usize = 16;

/// Compares the address that was approved with the one a document shows. Where only a postal code and
/// a city were approved, no more can be asked of the document.
pub fn compare_addresses(approved: &Address, shown: &Address) -> AddressMatch {
    let country = approved.country.trim().to_uppercase();
    let shown_country = shown.country.trim().to_uppercase();
    if !country.is_empty() && !shown_country.is_empty() && country != shown_country {
        return AddressMatch::Different;
    }
    match same_place(approved, shown, &country) {
        AddressMatch::Same => {}
        other => return other,
    }
    let wanted = streets(approved, &country);
    if wanted.is_empty() {
        return AddressMatch::Same;
    }
    let found = streets(shown, &country);
    let mut best =
        if found.is_empty() { AddressMatch::Insufficient } else { AddressMatch::Different };
    for one in &wanted {
        for other in &found {
            match compare_streets(one, other) {
                AddressMatch::Same => return AddressMatch::Same,
                AddressMatch::Insufficient => best = AddressMatch::Insufficient,
                AddressMatch::Different => {}
            }
        }
    }
    best
}

/// A postal code without spaces, hyphens and country prefix, in capitals: equal keys, equal codes.
pub fn postal_code_key(code: &str) -> String {
    let key: String = deunicode::deunicode(code)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let digits = key.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let prefix = key.len() - digits.len();
    let numeric = digits.len() >= 4 && digits.bytes().all(|b| b.is_ascii_digit());
    if prefix <= 2 && numeric { digits.to_owned() } else { key }
}

/// Whether two postal codes of one country are the same, where one of them may be the short form:
/// a United States ZIP without its +4, a Brazilian CEP without its suffix, a Portuguese code without
/// its extension. `country` is the ISO 3166-1 alpha-2 code.
pub fn same_postal_code(one: &str, other: &str, country: &str) -> bool {
    let (one, other) = (postal_code_key(one), postal_code_key(other));
    let short = match country.to_uppercase().as_str() {
        "US" | "BR" => 5,
        "PT" => 4,
        _ => return one == other,
    };
    if one.len() == other.len() {
        return one == other;
    }
    let either_short = one.len() == short || other.len() == short;
    either_short && one.len() >= short && one.get(..short) == other.get(..short)
}

/// Postal code, or the city where a code is missing.
fn same_place(approved: &Address, shown: &Address, country: &str) -> AddressMatch {
    let (wanted, found) = (approved.postal_code.trim(), shown.postal_code.trim());
    if !wanted.is_empty() && !found.is_empty() {
        let same = same_postal_code(wanted, found, country);
        return if same { AddressMatch::Same } else { AddressMatch::Different };
    }
    let (wanted, found) = (city_key(&approved.city), city_key(&shown.city));
    if wanted.is_empty() || found.is_empty() {
        AddressMatch::Insufficient
    } else if wanted == found {
        AddressMatch::Same
    } else {
        AddressMatch::Different
    }
}

fn city_key(city: &str) -> String {
    let letters: String = deunicode::deunicode(city)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    single_vowels(&letters)
}

/// Every way to read the street out of an address: either line alone, or both as one. A line for the
/// attention of someone is no street.
fn streets(address: &Address, country: &str) -> Vec<Street> {
    let is_street = |line: &&str| {
        let start = line.trim().to_lowercase();
        !start.is_empty()
            && !["c/o", "co/", "att", "z. hd", "z.hd", "a/c"]
                .iter()
                .any(|mark| start.starts_with(mark))
    };
    let lines: Vec<&str> =
        [address.line1.as_str(), &address.line2].into_iter().filter(is_street).collect();
    let joined = (lines.len() > 1).then(|| lines.join(", "));
    // Both as one comes first: it alone sees a flat on the second line.
    joined
        .iter()
        .map(String::as_str)
        .chain(lines)
        .map(|line| Street::of(line, country))
        .filter(|street| !street.is_empty())
        .collect()
}

fn compare_streets(wanted: &Street, found: &Street) -> AddressMatch {
    let kinds_differ = !wanted.kinds.is_empty()
        && !found.kinds.is_empty()
        && wanted.kinds.is_disjoint(&found.kinds);
    if kinds_differ || !same_name(&wanted.name, &found.name) {
        return AddressMatch::Different;
    }
    let units_differ = !wanted.units.is_empty()
        && !found.units.is_empty()
        && wanted.units.is_disjoint(&found.units);
    if units_differ {
        return AddressMatch::Different;
    }
    match (wanted.numbers.first(), found.numbers.first()) {
        // Approved without a number ("s/n"): there is none to compare.
        (None, _) => AddressMatch::Same,
        (Some(_), None) => AddressMatch::Insufficient,
        (Some(one), Some(other)) => {
            // "12" and "12–14", or "12" and "12, 3º B": one may say more than the other.
            let within = |some: &[String], all: &[String]| some.iter().all(|n| all.contains(n));
            let nested =
                within(&wanted.numbers, &found.numbers) || within(&found.numbers, &wanted.numbers);
            if one == other && nested { AddressMatch::Same } else { AddressMatch::Different }
        }
    }
}

fn same_name(one: &str, other: &str) -> bool {
    let shorter = one.len().min(other.len());
    let forgiven = if shorter >= MISPRINTS_NAME_CHARS_MIN {
        2
    } else {
        usize::from(shorter >= MISPRINT_NAME_CHARS_MIN)
    };
    one == other || edits(one.as_bytes(), other.as_bytes(), forgiven) <= forgiven
}

/// Levenshtein distance of two names, or more than `limit` when it is more. The names are ASCII.
fn edits(one: &[u8], other: &[u8], limit: usize) -> usize {
    if one.len().abs_diff(other.len()) > limit {
        return limit + 1;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (b, above) in other.iter().zip(row.iter().skip(1)) {
            left = (left + 1).min(above + 1).min(diagonal + usize::from(a != b));
            diagonal = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
