//! Who carried a parcel, by the names of carriers.

use std::sync::LazyLock;

use regex::Regex;

use super::{Confidence, Fact, Field, Found, Value};
use crate::text::Line;

/// The name that is told, and how it is written. Names that are words too count only in capitals.
const CARRIERS: &[(&str, &str)] = &[
    ("PostNord", r"(?i)\bpost\s?nord\b"),
    ("DHL", r"\bDHL\b"),
    ("UPS", r"\bUPS\b|(?i)\bunited parcel service\b"),
    ("FedEx", r"(?i)\bfed\s?ex\b"),
    ("DPD", r"\bDPD\b"),
    ("GLS", r"\bGLS\b"),
    ("Hermes", r"\bHermes\b|\bHERMES\b"),
    ("Evri", r"\bEvri\b|\bEVRI\b"),
    ("Royal Mail", r"(?i)\broyal mail\b"),
    ("USPS", r"\bUSPS\b"),
    ("Correos", r"(?i)\bcorreos\b"),
    ("SEUR", r"\bSEUR\b"),
    ("MRW", r"\bMRW\b"),
    ("Deutsche Post", r"(?i)\bdeutsche post\b"),
    ("DB Schenker", r"(?i)\b(?:db )?schenker\b"),
    ("Bring", r"\bBring\b|\bBRING\b"),
    ("Instabox", r"(?i)\binsta(?:box|bee)\b"),
    ("Budbee", r"(?i)\bbudbee\b"),
    ("Early Bird", r"(?i)\bearly bird\b"),
    ("Amazon Logistics", r"(?i)\bamazon logistics\b"),
    ("TNT", r"\bTNT\b"),
];

const LABEL: &str = concat!(
    r"(?i)\b(?:carrier|courier|shipped (?:with|by|via)|delivered by|delivery company|shipping (?:company|method)|",
    r"transport[oö]r|fraktbolag|fraktf[oö]rare|speditör|skicka[dt] med|levererad av|",
    r"versand(?:dienstleister|art|unternehmen|dienst)|zusteller|paketdienst|frachtf[uü]hrer|versandt mit|versendet mit|",
    r"transportista|empresa de transporte|mensajer[ií]a|enviado (?:con|por)|agencia)\b",
);

static COMPILED: LazyLock<Vec<(&str, Regex)>> = LazyLock::new(|| {
    let all = CARRIERS.iter().filter_map(|(name, words)| Some((*name, Regex::new(words).ok()?)));
    all.collect()
});
static LABELS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(LABEL).ok());

/// The carrier after a label; else the first that is named.
pub(super) fn find(lines: &[Line], found: &mut Found) {
    for (at, line) in lines.iter().enumerate() {
        let label = LABELS.as_ref().and_then(|label| label.find(&line.text));
        let after = label.and_then(|label| line.text.get(label.end()..));
        if let Some(name) = after.and_then(first) {
            let value = Value::Words(name.to_owned());
            found.add(Fact::at(line, Field::Carrier, value, Confidence::Labelled));
        } else if let Some(next) = lines.get(at + 1)
            && after.is_some_and(|after| !after.chars().any(char::is_alphanumeric))
            && let Some(name) = first(&next.text)
        {
            let value = Value::Words(name.to_owned());
            found.add(Fact::at(next, Field::Carrier, value, Confidence::Labelled));
        } else if let Some(name) = first(&line.text) {
            let value = Value::Words(name.to_owned());
            found.add(Fact::at(line, Field::Carrier, value, Confidence::Likely));
        }
    }
}

fn first(words: &str) -> Option<&'static str> {
    let places = COMPILED.iter().filter_map(|(name, carrier)| {
        carrier.find(words).map(|place| (place.start(), std::cmp::Reverse(place.end()), *name))
    });
    places.min().map(|(.., name)| name)
}
