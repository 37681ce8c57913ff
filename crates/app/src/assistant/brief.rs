//! What the assistant leaves for whoever takes over.

use assistant::Value;
use assistant::turn::{HandOverWhy, State};
use serde_json::json;

use super::turn::Called;

/// What the assistant leaves: what it was about, what it knows, what it did, what is open.
pub(super) fn of(
    state: &State,
    why: HandOverWhy,
    procedure: Option<&str>,
    called: &[Called],
) -> serde_json::Value {
    let frame = state.frames.last();
    let known = frame.map(|frame| {
        let told = frame.values.iter().filter_map(|(name, value)| {
            let value = match value {
                Value::Record(_) => value.record_id().map(|id| json!(id))?,
                Value::List(_) | Value::None => return None,
                other => json!(other),
            };
            Some((name.clone(), value))
        });
        told.collect::<serde_json::Map<_, _>>()
    });
    let did: Vec<_> = called
        .iter()
        .map(|one| json!({ "tool": one.call.tool, "amount": one.call.amount, "refused": one.refused }))
        .collect();
    let done: Vec<_> = state
        .done
        .iter()
        .map(|one| json!({ "procedure": one.procedure, "end": one.end, "tools": one.tools }))
        .collect();
    json!({
        "why": why, "procedure": procedure, "step": frame.map(|frame| frame.step.clone()),
        "known": known, "did": did, "done": done, "waiting": state.waiting,
    })
}

/// Why, for whoever takes it, in one line, with the title of the procedure that it was about.
pub(super) fn words(why: HandOverWhy, title: Option<&str>) -> String {
    let about = title.map_or(String::new(), |title| format!(" ({title})"));
    match why {
        HandOverWhy::Asked => format!("The customer asked for a person{about}"),
        HandOverWhy::Procedure => format!("The procedure ends with a person{about}"),
        HandOverWhy::NotUnderstood => format!("The assistant did not understand{about}"),
        HandOverWhy::Failed => format!("Something did not work{about}"),
    }
}
