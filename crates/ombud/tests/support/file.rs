//! The format of a scenario file (`tests/scenarios/*.toml`), and the words in it that stand for
//! values: `{D10}` (an instant), `{POD}` (a proof of delivery), `{name}` (a saved value).

use std::collections::BTreeMap;

use kernel::{Duration, Timestamp};
use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Scenario {
    pub(crate) title: String,
    pub(crate) day0: Timestamp,
    /// The feed that the scenario begins with.
    pub(crate) setup: String,
    /// The dispute clauses of the merchant's contract, as JSON.
    #[serde(default)]
    pub(crate) terms: Option<String>,
    #[serde(default)]
    pub(crate) variant: Vec<Variant>,
    pub(crate) step: Vec<Step>,
}

/// The same steps with a difference.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Variant {
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) terms: Option<String>,
    #[serde(default)]
    pub(crate) balances: Option<BTreeMap<String, i64>>,
    /// Steps left out, by key.
    #[serde(default)]
    pub(crate) skip: Vec<String>,
    /// Two steps that change places, by key, in the order they shall have.
    #[serde(default)]
    pub(crate) order: Vec<String>,
    #[serde(default)]
    pub(crate) item: Option<String>,
    #[serde(default)]
    pub(crate) open_at: Option<String>,
    #[serde(default)]
    pub(crate) framework: Option<String>,
}

/// Something that is done, and what must be true afterwards.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Step {
    #[serde(default)]
    pub(crate) note: String,
    #[serde(default)]
    pub(crate) key: String,
    /// Moves the clock first: `D10`, `D21-1ms`, `D0+20h`, or an instant.
    #[serde(default)]
    pub(crate) at: Option<String>,
    #[serde(default, rename = "as")]
    pub(crate) seat: Option<String>,
    #[serde(default)]
    pub(crate) post: Option<String>,
    #[serde(default)]
    pub(crate) get: Option<String>,
    #[serde(default)]
    pub(crate) body: Option<String>,
    #[serde(default)]
    pub(crate) status: Option<u16>,
    #[serde(default)]
    pub(crate) status_in: Vec<u16>,
    /// Keeps values of the answer: name → JSON pointer.
    #[serde(default)]
    pub(crate) save: BTreeMap<String, String>,
    /// JSON pointer → value.
    #[serde(default)]
    pub(crate) want: BTreeMap<String, toml::Value>,
    #[serde(default)]
    pub(crate) not: BTreeMap<String, toml::Value>,
    #[serde(default)]
    pub(crate) contains: Vec<String>,
    /// Clocks of the answered dispute: kind → instant.
    #[serde(default)]
    pub(crate) clocks: BTreeMap<String, String>,
    /// Sums of balances by kind of account; none other may be there.
    #[serde(default)]
    pub(crate) balances: Option<BTreeMap<String, i64>>,
    #[serde(default)]
    pub(crate) balances_of_variant: bool,
    /// Unpaid instalments: minor units and days after day 0.
    #[serde(default)]
    pub(crate) schedule: Option<Vec<(i64, i64)>>,
    #[serde(default)]
    pub(crate) amounts: Option<Vec<i64>>,
    #[serde(default)]
    pub(crate) paused: Option<bool>,
    #[serde(default)]
    pub(crate) frozen: Option<bool>,
    /// Letters of the dispute that must have been written.
    #[serde(default)]
    pub(crate) notices: Vec<String>,
    /// The order that schedules and replays are read of; `o1` when absent.
    #[serde(default)]
    pub(crate) order: Option<String>,
    /// Replays the order and compares every byte.
    #[serde(default)]
    pub(crate) replay: bool,
    /// Decides by a person, unless policy code has decided already.
    #[serde(default)]
    pub(crate) decide_if_open: Option<String>,
    #[serde(default)]
    pub(crate) hardship: Option<u32>,
}

impl Scenario {
    pub(crate) fn variants(&self) -> Vec<Variant> {
        if self.variant.is_empty() { vec![Variant::default()] } else { self.variant.clone() }
    }

    pub(crate) fn steps(&self, variant: &Variant) -> Vec<Step> {
        let mut steps: Vec<Step> =
            self.step.iter().filter(|step| !variant.skip.contains(&step.key)).cloned().collect();
        if let [first, second] = variant.order.as_slice() {
            let place = |key: &str| steps.iter().position(|step| step.key == key).unwrap();
            let (a, b) = (place(first), place(second));
            if a > b {
                steps.swap(a, b);
            }
        }
        steps
    }
}

/// Replaces the words in braces.
pub(crate) fn fill(text: &str, day0: Timestamp, saved: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        out.push_str(before);
        let end = from.find('}');
        let word = end.map(|end| &from[1..end]).filter(|word| is_word(word));
        match word {
            Some(word) => {
                out.push_str(&value_of(word, day0, saved));
                rest = &from[word.len() + 2..];
            }
            None => {
                out.push('{');
                rest = &from[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn is_word(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || "_+-".contains(c))
}

fn value_of(word: &str, day0: Timestamp, saved: &BTreeMap<String, String>) -> String {
    if let Some(value) = saved.get(word) {
        return fill(value, day0, saved);
    }
    instant(word, day0).unwrap_or_else(|| panic!("nothing is called {word}")).to_string()
}

/// `D10`, `D0-30`, `D21-1ms`, `D0+20h`, or an RFC 3339 instant.
pub(crate) fn instant(text: &str, day0: Timestamp) -> Option<Timestamp> {
    let Some(rest) = text.strip_prefix('D') else { return text.parse().ok() };
    let split = rest.find(['+', '-']).unwrap_or(rest.len());
    let (days, offset) = rest.split_at(split);
    let at = day0.plus(Duration::from_days(days.parse().ok()?));
    if offset.is_empty() {
        return Some(at);
    }
    let by = if let Some(ms) = offset.strip_suffix("ms") {
        Duration::from_millis(ms.parse().ok()?)
    } else if let Some(hours) = offset.strip_suffix('h') {
        Duration::from_hours(hours.parse().ok()?)
    } else {
        Duration::from_days(offset.parse().ok()?)
    };
    Some(at.plus(by))
}
