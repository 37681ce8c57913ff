//! Cards by their last four digits.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::Slot;
use super::read::head;

/// The last four digits of a card's number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LastFour(String);

impl LastFour {
    pub fn digits(&self) -> &str {
        &self.0
    }
}

/// A word or a mask before four digits; the digits stand alone.
static PATTERN: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)(?:",
        r"\b(?:ending|ends|last (?:four|4)|final (?:four|4)|slutar|slutsiffror\w*|sista(?: (?:fyra|4))?|slutnummer|endet|enden|endend\w*|endung|endziffern|letzten? (?:vier|4)|endnummer|termina\w*|acaba\w*|[uú]ltim[oa]s(?: (?:cuatro|4))?)\b[^0-9\n]{0,24}",
        r"|[*•·xX]{2,}[ -]?",
        r"|\b(?:card|visa|mastercard|amex|maestro|kort(?:et)?|karte|kreditkarte|tarjeta|debit|mc)\b[ :.,(#-]{1,3}(?:no|nr|number|nummer|n[uú]mero)?[ :.]{0,2}",
        r")(?P<four>[0-9]{4})(?P<after>[^0-9]|$)",
    ))
    .ok()
});

/// The cards that a text names.
pub fn cards(text: &str) -> Vec<Slot<LastFour>> {
    let text = head(text);
    let all = PATTERN.iter().flat_map(|pattern| pattern.captures_iter(text));
    let found = all.filter_map(|one| {
        let four = one.name("four")?;
        // `card 4111 1111 …` is a whole number, and `card 2026-11-30` a date.
        let after = text.get(four.end()..).unwrap_or_default();
        let mut after = after.chars();
        let (next, beyond) = (after.next(), after.next());
        let goes_on = matches!(next, Some(' ' | '-' | '.' | '/' | ','))
            && beyond.is_some_and(|char| char.is_ascii_digit());
        if goes_on {
            return None;
        }
        Slot::at(text, four.range(), vec![LastFour(four.as_str().to_owned())])
    });
    found.collect()
}
