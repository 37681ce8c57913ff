//! Postal addresses: a postal code with its city, and the street before it.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::{Confidence, Fact, Field, Found, QUOTE_CHARS_MAX, Value, value};
use crate::text::Line;

/// An address as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Postal {
    /// Street and number.
    pub street: String,
    pub postal_code: String,
    pub city: String,
    /// ISO 3166-1 alpha-2, where the document says it; else empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub country: String,
}

impl std::fmt::Display for Postal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}, {} {}", self.street, self.postal_code, self.city)?;
        if self.country.is_empty() { Ok(()) } else { write!(f, ", {}", self.country) }
    }
}

/// An address further below its label is another's, in lines.
const BELOW_LINES_MAX: usize = 5;

/// Forms of a postal code with its city. Sweden writes 3 and 2 digits, Germany and Spain five, Britain
/// letters and digits, the United States the city first.
const FORMS: [&str; 3] = [
    r"(?:\b(?P<country>SE|S|DE|D|ES|E|AT|A)-)?\b(?P<code>[0-9]{3} [0-9]{2}|[0-9]{5})\s{1,2}(?P<city>\p{Lu}[\p{L}.'’-]+(?:[ -](?:[\p{L}][\p{L}.'’-]*)){0,3})",
    r"(?P<city>\p{Lu}[\p{L}.'’-]+(?: [\p{L}.'’-]+){0,3}),?\s{1,2}(?P<code>(?:[A-Z]{1,2}[0-9][A-Z0-9]?) ?[0-9][A-Z]{2})\b",
    r"(?P<city>\p{Lu}[\p{L}.'’-]+(?: [\p{L}.'’-]+){0,3}),\s?(?P<region>[A-Z]{2})\s{1,2}(?P<code>[0-9]{5}(?:-[0-9]{4})?)\b",
];

const OURS: &str = concat!(
    r"(?i)(?:\b(?:deliver(?:y|ed)(?: address| to| at)|deliver to|ship(?:ping|ped)?(?: address| to)|recipient(?:'s address)?|consignee|address of (?:the )?recipient|place of delivery|",
    r"leveransadress|levererad till|mottagare(?:ns adress)?|utl[aä]mningsadress|adress|",
    r"lieferadresse|lieferanschrift|empf[aä]nger(?:in|adresse)?|zustelladresse|zugestellt an|lieferung an|anschrift|",
    r"direcci[oó]n(?: de (?:la )?entrega| de env[ií]o)?|domicilio|destinatari[oa]|entregado en|lugar de entrega)\b|\baddress\b)",
);
const THEIRS: &str = concat!(
    r"(?i)\b(?:sender|shipper|shipped from|ship from|from|return address|seller|merchant|billing address|invoice address|registered office|",
    r"avs[aä]ndare|fr[aå]n|s[aä]ljare|fakturaadress|returadress|",
    r"absender(?:in)?|von|verk[aä]ufer|rechnungsadresse|rechnungsanschrift|",
    r"remitente|desde|vendedor|direcci[oó]n de facturaci[oó]n)\b",
);
const STREET: &str = r"(?:^|[\s:,])(?P<street>\p{L}[\p{L}.'’ /-]{2,50}?,?\s[0-9]{1,5}\s?[A-Za-z]?(?:[ ,/-]{1,2}(?:\p{L}{0,5}\.?\s?)?[0-9]{0,4}[A-Za-zºª°]{0,4}){0,2}|(?:(?i:flat|apartment|apt\.?|unit|suite) [0-9A-Za-z]{1,5},? )?[0-9]{1,5}[A-Za-z]?,?\s\p{L}[\p{L}.'’ -]{2,50})\s*,?\s*$";

static COMPILED: LazyLock<Vec<Regex>> =
    LazyLock::new(|| FORMS.iter().filter_map(|form| Regex::new(form).ok()).collect());
static LABELS: LazyLock<Option<(Regex, Regex, Regex)>> = LazyLock::new(|| {
    Some((Regex::new(OURS).ok()?, Regex::new(THEIRS).ok()?, Regex::new(STREET).ok()?))
});

/// Whose address stands below a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Whose {
    Recipient,
    Other,
    Unsaid,
}

/// The recipient's address, and the name above it.
pub(super) fn find(lines: &[Line], found: &mut Found) {
    let Some((ours, theirs, street)) = LABELS.as_ref() else { return };
    let mut unsaid = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some((place, country)) = place(&line.text) else { continue };
        let (whose, label_at) = whose(lines, at, (ours, theirs));
        let Some((address, quote, top)) = complete(lines, at, (place, country), street) else {
            continue;
        };
        let fact = |confidence| Fact {
            quote: quote.chars().take(QUOTE_CHARS_MAX).collect(),
            ..Fact::at(line, Field::Address, Value::Address(address.clone()), confidence)
        };
        match whose {
            Whose::Recipient => {
                found.add(fact(Confidence::Labelled));
                above(lines, label_at, top, found);
            }
            Whose::Unsaid => unsaid.push(fact(Confidence::Likely)),
            Whose::Other => {}
        }
    }
    // Of several that nobody says anything of, none is likelier than the others.
    if let [only] = unsaid.as_slice() {
        found.add(only.clone());
    }
}

/// The name between a label and the street below it.
fn above(lines: &[Line], label_at: usize, top: usize, found: &mut Found) {
    if let Some(line) = lines.get(label_at + 1).filter(|_| label_at + 1 < top)
        && let Some(name) = value::name(&line.text)
    {
        found.add(Fact::at(line, Field::Recipient, Value::Words(name), Confidence::Labelled));
    }
}

struct Place {
    start: usize,
    code: String,
    city: String,
}

/// A postal code with its city, and the country where it is said.
fn place(words: &str) -> Option<(Place, String)> {
    let found = COMPILED.iter().find_map(|form| form.captures(words))?;
    let of = |name: &str| found.name(name).map(|found| found.as_str().trim().to_owned());
    let country = match of("country").as_deref() {
        Some("SE" | "S") => "SE",
        Some("DE" | "D") => "DE",
        Some("ES" | "E") => "ES",
        Some("AT" | "A") => "AT",
        _ if of("region").is_some() => "US",
        _ => "",
    };
    let start = found.get(0)?.start();
    Some((Place { start, code: of("code")?, city: of("city")? }, country.to_owned()))
}

/// By the nearest label at or above a line, and where it stands.
fn whose(lines: &[Line], at: usize, (ours, theirs): (&Regex, &Regex)) -> (Whose, usize) {
    let page = lines.get(at).map(|line| line.page);
    for up in 0..=BELOW_LINES_MAX {
        let Some(place) = at.checked_sub(up) else { break };
        let Some(line) = lines.get(place).filter(|line| Some(line.page) == page) else { break };
        let (own, other) = (ours.find(&line.text), theirs.find(&line.text));
        match (own, other) {
            // `Return address: …` names both; the longer says more.
            (Some(own), Some(other)) if other.len() > own.len() || other.start() < own.start() => {
                return (Whose::Other, place);
            }
            (Some(_), _) => return (Whose::Recipient, place),
            (None, Some(_)) => return (Whose::Other, place),
            (None, None) => {}
        }
    }
    (Whose::Unsaid, at)
}

/// With the street, which stands before the place on its line or on the line above. Tells the words, and
/// the first line of them.
fn complete(
    lines: &[Line],
    at: usize,
    (place, country): (Place, String),
    street: &Regex,
) -> Option<(Postal, String, usize)> {
    let line = lines.get(at)?;
    let before = line.text.get(..place.start)?.trim_end();
    let of = |words: &str| Some(street.captures(words)?.name("street")?.as_str().trim().to_owned());
    let address = |street: String| Postal {
        street: street.trim_end_matches(',').to_owned(),
        postal_code: place.code.clone(),
        city: place.city.clone(),
        country: country.clone(),
    };
    if let Some(street) = of(before) {
        return Some((address(street), line.text.clone(), at));
    }
    let up = lines.get(at.checked_sub(1)?).filter(|up| up.page == line.page)?;
    let street = of(&up.text)?;
    Some((address(street), format!("{}, {}", up.text, line.text), at - 1))
}
