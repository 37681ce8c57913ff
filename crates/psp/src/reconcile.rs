//! What to do with an effect whose fate is unknown: pure, so that the engine and the simulation
//! follow the same rule.
//!
//! The one way to pay twice is to repeat a request the provider no longer recognises. So a request
//! is repeated only under its old key, only when the provider has no record of it, only when the
//! first can no longer be under way, and only while the provider still honours the key. Past that,
//! a person looks.

use kernel::{Duration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Lookup, ProviderOutcome};

/// For how long unknown effects are looked up before a person is asked.
pub const ASK_PERSON_AFTER: Duration = Duration::from_days(3);

/// How a provider treats keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyLimits {
    /// A request sent this long ago has arrived or never will.
    pub in_flight_max: Duration,
    /// Repeating under the same key is safe until this long after the first send.
    pub honoured_for: Duration,
}

/// The next step for an effect of unknown fate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum NextStep {
    /// Settled: write the outcome down.
    Record {
        outcome: ProviderOutcome,
    },
    /// Send the same request again under the same key.
    SendAgain,
    /// Look again later.
    Wait {
        why: String,
    },
    AskPerson {
        why: String,
    },
}

/// Decides from a look-up at `now` for a request first sent at `first_sent_at`.
pub fn reconcile(
    lookup: Lookup,
    first_sent_at: Timestamp,
    now: Timestamp,
    limits: KeyLimits,
) -> NextStep {
    let age = now.since(first_sent_at);
    let wait_or_ask = |why: String| {
        if age < ASK_PERSON_AFTER { NextStep::Wait { why } } else { NextStep::AskPerson { why } }
    };
    match lookup {
        Lookup::Found(outcome) if outcome.is_final() => NextStep::Record { outcome },
        Lookup::Found(ProviderOutcome::Unknown { why }) | Lookup::Unknown { why } => {
            wait_or_ask(why)
        }
        // A retryable failure on record means that nothing moved: as if it were not there.
        Lookup::Found(_) | Lookup::NotFound => {
            if age < limits.in_flight_max {
                NextStep::Wait { why: "the first request may still be under way".to_owned() }
            } else if age < limits.honoured_for {
                NextStep::SendAgain
            } else {
                NextStep::AskPerson {
                    why: "the provider has no record of it and no longer honours its key"
                        .to_owned(),
                }
            }
        }
    }
}

/// Whether what was written down agrees with the provider's record: the daily comparison.
pub fn agrees(recorded: &ProviderOutcome, found: &Lookup) -> bool {
    use ProviderOutcome::{Failed, Succeeded};
    match (recorded, found) {
        (Succeeded { reference: ours }, Lookup::Found(Succeeded { reference: theirs })) => {
            ours == theirs
        }
        (Succeeded { .. }, Lookup::Found(Failed { .. }) | Lookup::NotFound)
        | (Failed { .. }, Lookup::Found(Succeeded { .. })) => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: KeyLimits =
        KeyLimits { in_flight_max: Duration::MINUTE, honoured_for: Duration::DAY };

    fn step(lookup: Lookup, age: Duration) -> &'static str {
        let sent = Timestamp::from_millis(1_000_000_000);
        match reconcile(lookup, sent, sent.plus(age), LIMITS) {
            NextStep::Record { .. } => "record",
            NextStep::SendAgain => "send",
            NextStep::Wait { .. } => "wait",
            NextStep::AskPerson { .. } => "ask",
        }
    }

    #[test]
    fn every_case_has_one_step() {
        let paid = || Lookup::Found(ProviderOutcome::Succeeded { reference: "r".into() });
        let refused = || Lookup::Found(ProviderOutcome::failed("x"));
        let busy = || Lookup::Found(ProviderOutcome::retryable("x"));
        let pending = || Lookup::Found(ProviderOutcome::unknown("pending"));
        let down = || Lookup::Unknown { why: "down".into() };
        let (soon, later) = (Duration::SECOND, Duration::HOUR);
        let (stale, old) = (Duration::DAY, Duration::from_days(3));
        let table: &[(&str, Lookup, [&str; 4])] = &[
            ("paid", paid(), ["record", "record", "record", "record"]),
            ("refused", refused(), ["record", "record", "record", "record"]),
            ("busy", busy(), ["wait", "send", "ask", "ask"]),
            ("pending", pending(), ["wait", "wait", "wait", "ask"]),
            ("down", down(), ["wait", "wait", "wait", "ask"]),
            ("not found", Lookup::NotFound, ["wait", "send", "ask", "ask"]),
        ];
        for (name, lookup, expected) in table {
            for (age, want) in [soon, later, stale, old].into_iter().zip(expected) {
                assert_eq!(step(lookup.clone(), age), *want, "{name} after {age:?}");
            }
        }
    }

    #[test]
    fn a_difference_with_the_providers_record_is_seen() {
        let paid = |r: &str| ProviderOutcome::Succeeded { reference: r.into() };
        assert!(agrees(&paid("a"), &Lookup::Found(paid("a"))));
        assert!(!agrees(&paid("a"), &Lookup::Found(paid("b"))));
        assert!(!agrees(&paid("a"), &Lookup::NotFound));
        assert!(!agrees(&ProviderOutcome::failed("x"), &Lookup::Found(paid("a"))));
        assert!(agrees(&ProviderOutcome::failed("x"), &Lookup::NotFound));
        assert!(agrees(&paid("a"), &Lookup::Unknown { why: "down".into() }));
    }
}
