//! What a template is filled with: recorded data, written as the language writes it.

use std::collections::BTreeMap;

use kernel::{Calendar, Currency, Date, Duration, Money, Timestamp};
use serde_json::Value;

use crate::Locale;

/// Longest text that is taken over from a record.
const TEXT_CHARS_MAX: usize = 2_000;

/// Words of a language for the codes of a field: `reason` → `not_received` → "never arrived".
pub(crate) type Words = BTreeMap<String, BTreeMap<String, String>>;

/// How values are written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Writing<'a> {
    pub(crate) locale: &'a Locale,
    pub(crate) words: &'a Words,
    /// Where the record names none.
    pub(crate) currency: Currency,
    pub(crate) calendar: &'a Calendar,
}

/// One record, and the facts that every letter has.
#[derive(Debug, Clone)]
pub(crate) struct Values<'a> {
    data: &'a Value,
    common: &'a BTreeMap<&'static str, String>,
    writing: Writing<'a>,
}

impl<'a> Values<'a> {
    pub(crate) const fn new(
        data: &'a Value,
        common: &'a BTreeMap<&'static str, String>,
        writing: Writing<'a>,
    ) -> Self {
        Self { data, common, writing }
    }

    /// The value as text; `None` where there is none, or it is no text, number or amount.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        if let Some(minor) = self.data.get(format!("{name}_minor")).and_then(Value::as_i64) {
            return Some(self.writing.locale.money(Money::new(minor, self.currency())));
        }
        match self.data.get(name) {
            Some(Value::String(text)) => Some(self.written(name, text)),
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => self.common.get(name).cloned(),
        }
    }

    /// Whether it is there, and is not false, null or an empty list.
    pub(crate) fn holds(&self, name: &str) -> bool {
        let amount = self.data.get(format!("{name}_minor")).and_then(Value::as_i64);
        match (amount, self.data.get(name)) {
            (Some(minor), _) => minor != 0,
            (None, None | Some(Value::Null)) => self.common.contains_key(name),
            (None, Some(Value::Bool(on))) => *on,
            (None, Some(Value::Array(list))) => !list.is_empty(),
            (None, Some(_)) => true,
        }
    }

    pub(crate) fn is(&self, name: &str, word: &str) -> bool {
        self.data.get(name).and_then(Value::as_str) == Some(word)
    }

    /// The elements of a list.
    pub(crate) fn each(&self, name: &str) -> Vec<Self> {
        let list = self.data.get(name).and_then(Value::as_array);
        list.into_iter().flatten().map(|data| Self { data, ..self.clone() }).collect()
    }

    fn currency(&self) -> Currency {
        let named = self.data.get("currency").and_then(Value::as_str);
        named.and_then(|code| Currency::new(code).ok()).unwrap_or(self.writing.currency)
    }

    fn written(&self, name: &str, text: &str) -> String {
        if let Some(word) = self.writing.words.get(name).and_then(|words| words.get(text)) {
            return word.clone();
        }
        if let Ok(date) = text.parse::<Date>()
            && text.len() == "2026-12-01".len()
        {
            return self.writing.locale.date(date);
        }
        if let Ok(at) = text.parse::<Timestamp>() {
            return self.writing.locale.date(self.day(name, at));
        }
        text.chars().take(TEXT_CHARS_MAX).collect()
    }

    /// The local day of an instant. A deadline is the first instant that is late: its day is the last
    /// on which one is in time.
    fn day(&self, name: &str, at: Timestamp) -> Date {
        let deadline = name == "due" || name.ends_with("_by");
        let at = if deadline { at.minus(Duration::from_millis(1)) } else { at };
        self.writing.calendar.local_date(at)
    }
}

#[cfg(test)]
pub(crate) mod testkit {
    use std::sync::LazyLock;

    use super::*;

    static ENGLISH: LazyLock<Locale> = LazyLock::new(|| Locale::parse("en").unwrap());
    static UTC: LazyLock<Calendar> = LazyLock::new(Calendar::utc);
    static NOTHING: LazyLock<BTreeMap<&'static str, String>> = LazyLock::new(BTreeMap::new);
    static WORDS: LazyLock<Words> = LazyLock::new(|| {
        let reasons = BTreeMap::from([("not_received".to_owned(), "never came".to_owned())]);
        BTreeMap::from([("reason".to_owned(), reasons)])
    });

    /// Values in English, by UTC, in euro.
    pub(crate) fn of(data: &Value) -> Values<'_> {
        let currency = Currency::new("EUR").unwrap();
        let writing = Writing { locale: &ENGLISH, words: &WORDS, currency, calendar: &UTC };
        Values::new(data, &NOTHING, writing)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::testkit::of;

    #[test]
    fn records_are_written_for_people() {
        let data = json!({"amount_minor": 1_250, "currency": "SEK", "fee_minor": 0, "n": 3,
            "on": "2026-12-01", "at": "2026-12-02T00:00:00.000Z", "due": "2026-12-02T00:00:00.000Z",
            "answer_by": "2026-12-02T10:00:00.000Z", "reason": "not_received", "text": "as it is",
            "list": [], "null": null});
        let values = of(&data);
        for (name, written) in [
            ("amount", Some("SEK\u{a0}12.50")),
            ("on", Some("December 1, 2026")),
            ("at", Some("December 2, 2026")),
            ("due", Some("December 1, 2026")),
            ("answer_by", Some("December 2, 2026")),
            ("reason", Some("never came")),
            ("text", Some("as it is")),
            ("n", Some("3")),
            ("null", None),
            ("absent", None),
        ] {
            assert_eq!(values.text(name).as_deref(), written, "{name}");
        }
        assert!(values.holds("amount") && !values.holds("fee"), "nothing is no amount");
        assert!(!values.holds("list") && !values.holds("null") && !values.holds("absent"));
    }
}
