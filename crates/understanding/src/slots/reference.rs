//! Numbers of orders, disputes, conversations, invoices and returns.
//!
//! A number is known by a word before it (`Bestellnummer 71-2290`, `case 55-A`), by `#`, by the form of
//! our own ids, or because the message is nothing else. What it belongs to is looked up elsewhere; where
//! no word says what it is of, it is of something unknown.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::Slot;
use super::read::head;
use crate::pii;

/// What a number is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceKind {
    Order,
    Dispute,
    Conversation,
    Invoice,
    Return,
    /// No word says.
    Unknown,
}

/// A number, and what it is said to be of.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Reference {
    pub kind: ReferenceKind,
    /// As written, without a leading `#`. An id of a company's own: 1 to 40 characters of ASCII.
    pub id: String,
}

/// Most characters of a number.
const ID_CHARS_MAX: usize = 40;

/// A word that announces a number, then the number.
static SPOKEN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(?:",
        r"(?P<order>orders?|ordern|ordernummer|ordernr|best[aä]llning(?:en|s)?|bestell(?:ung(?:en)?)?|auftrag|pedido|orden|compra|k[oö]p(?:et)?|einkauf|purchase)|",
        r"(?P<dispute>disputes?|case|claim|[aä]rende(?:t)?|tvist(?:en)?|reklamation(?:en)?|fall|vorgang|aktenzeichen|disputa|caso|expediente|reclamaci[oó]n|incidencia)|",
        r"(?P<conversation>conversation|chat|ticket|thread|samtal(?:et)?|konversation(?:en)?|gespr[aä]ch|conversaci[oó]n|consulta)|",
        r"(?P<invoice>invoices?|bill|faktura(?:n)?|r[aä]kning(?:en)?|rechnung|factura|recibo|kvitto(?:t)?|kvitto)|",
        r"(?P<return>returns?|retur(?:en)?|r[uü]cksendung|retoure|r[uü]ckgabe|devoluci[oó]n)",
        r")-?(?:s?nummer|nr|no|number|n[uú]mero|id|ref|snr)?",
        r"(?:[ .:]{0,2}(?:number|nummer|no|nr|num|n[uú]mero|n[º°]|id|ref|med nummer|mit der nummer|con n[uú]mero|is|[aä]r|ist|es)\b){0,2}[ .:]{0,3}",
        r"[#№]?\s?(?P<id>[A-Za-z]{0,6}[-_]?[0-9][A-Za-z0-9._/-]*)",
    ))
    .ok()
});
static HASHED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[#№]\s?(?P<id>[A-Za-z]{0,6}[-_]?[0-9][A-Za-z0-9._/-]*)").ok());
/// An order of the feed's usual form.
static OWN: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\bord(?:er)?[-_][a-z0-9][a-z0-9._-]*").ok());
static UUID: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b").ok()
});
/// `88213-A`, `71-2290`, `7730-X`, `ABC-12345`: letters and digits in groups.
static GROUPED: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\b(?:[0-9]{2,8}-[0-9A-Z]{1,8}|[A-Z]{1,5}-?[0-9]{4,12})(?:-[0-9A-Z]{1,6})?\b").ok()
});
static BARE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^\W{0,3}(?P<id>[0-9]{4,20})\W{0,3}$").ok());

/// The numbers of orders and the like in a text.
pub fn references(text: &str) -> Vec<Slot<Reference>> {
    let text = head(text);
    let mut found = Found { text, taken: Vec::new(), slots: Vec::new() };
    for one in captures(&SPOKEN, text) {
        let Some(id) = one.name("id") else { continue };
        found.add(id.range(), spoken_kind(&one));
    }
    for one in captures(&HASHED, text) {
        if let Some(id) = one.name("id") {
            found.add(id.range(), &[ReferenceKind::Order, ReferenceKind::Unknown]);
        }
    }
    for one in matches(&OWN, text) {
        found.add(one, &[ReferenceKind::Order]);
    }
    for one in matches(&UUID, text) {
        found
            .add(one, &[ReferenceKind::Dispute, ReferenceKind::Conversation, ReferenceKind::Order]);
    }
    // What may be somebody's telephone or identity number is not taken for an order.
    found.taken.extend(super::trackings(text).into_iter().map(|slot| slot.place));
    let personal = pii::find(text);
    found.taken.extend(personal.into_iter().map(|pii| pii.place));
    for one in matches(&GROUPED, text) {
        let written = text.get(one.clone()).unwrap_or_default();
        if !is_year_range(written) {
            found.add(one, &[ReferenceKind::Unknown]);
        }
    }
    for one in captures(&BARE, text) {
        if let Some(id) = one.name("id") {
            found.add(id.range(), &[ReferenceKind::Unknown]);
        }
    }
    found.slots.sort_by_key(|slot| slot.place.start);
    found.slots
}

struct Found<'t> {
    text: &'t str,
    taken: Vec<Range<usize>>,
    slots: Vec<Slot<Reference>>,
}

impl Found<'_> {
    fn add(&mut self, place: Range<usize>, kinds: &[ReferenceKind]) {
        let written = self.text.get(place.clone()).unwrap_or_default();
        let id = written.trim_end_matches(['.', '-', '/', '_']);
        let place = place.start..place.start + id.len();
        let free = self.taken.iter().all(|one| place.end <= one.start || one.end <= place.start);
        let digits = id.bytes().filter(u8::is_ascii_digit).count();
        let is_id =
            free && id.len() <= ID_CHARS_MAX && digits > 0 && !is_other(id, self.after(place.end));
        if !is_id {
            return;
        }
        let values = kinds.iter().map(|kind| Reference { kind: *kind, id: id.to_owned() });
        if let Some(slot) = Slot::at(self.text, place.clone(), values.collect()) {
            self.taken.push(place);
            self.slots.push(slot);
        }
    }

    fn after(&self, at: usize) -> &str {
        self.text.get(at..).unwrap_or_default()
    }
}

/// `order 2 weeks ago`, `order 300 kr`, `case 3.5`, `invoice 3/11`: a count, an amount, a date.
fn is_other(id: &str, after: &str) -> bool {
    let digits = id.bytes().filter(u8::is_ascii_digit).count();
    let is_plain = id.bytes().all(|byte| byte.is_ascii_digit());
    let is_decimal = id.contains(['.', '/'])
        && id.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'/'));
    let small = is_plain && digits < 3;
    let iso = id.len() == 10
        && id.bytes().filter(|byte| *byte == b'-').count() == 2
        && id.starts_with("20");
    let next = after.trim_start().chars().next();
    let next_word: String =
        after.trim_start().chars().take_while(|char| char.is_alphabetic()).collect();
    let is_money = matches!(next, Some('€' | '$' | '£' | '%'))
        || matches!(
            next_word.to_lowercase().as_str(),
            "kr" | "kronor"
                | "eur"
                | "euro"
                | "euros"
                | "sek"
                | "usd"
                | "pesos"
                | "pounds"
                | "dollars"
                | "gbp"
        );
    let comma = after.starts_with(',')
        && after.get(1..).is_some_and(|rest| rest.starts_with(|char: char| char.is_ascii_digit()));
    small || iso || is_decimal || (is_plain && (is_money || comma))
}

/// `2019-2024` are years.
fn is_year_range(written: &str) -> bool {
    let year = |part: &str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    written.split_once('-').is_some_and(|(one, other)| {
        year(one)
            && (year(other) || other.len() == 2 && other.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

fn spoken_kind(one: &regex::Captures<'_>) -> &'static [ReferenceKind] {
    let said = |name: &str| one.name(name).is_some();
    match () {
        () if said("order") => &[ReferenceKind::Order],
        () if said("dispute") => &[ReferenceKind::Dispute],
        () if said("conversation") => &[ReferenceKind::Conversation],
        () if said("invoice") => &[ReferenceKind::Invoice],
        () => &[ReferenceKind::Return],
    }
}

fn captures<'t>(
    pattern: &'static LazyLock<Option<Regex>>,
    text: &'t str,
) -> impl Iterator<Item = regex::Captures<'t>> {
    pattern.iter().flat_map(move |pattern| pattern.captures_iter(text))
}

fn matches<'t>(
    pattern: &'static LazyLock<Option<Regex>>,
    text: &'t str,
) -> impl Iterator<Item = Range<usize>> + 't {
    pattern.iter().flat_map(move |pattern| pattern.find_iter(text)).map(|one| one.range())
}
