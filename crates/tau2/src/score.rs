//! What a conversation left, beside what the gold actions leave.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::bank::{Bank, Call};
use crate::json::{Row, alike};
use crate::task::{Action, Basis, Task, Wanted};

/// What is different, in words; nothing for a task that is solved.
pub fn differences(task: &Task, gold: &Bank, ours: &Bank) -> Vec<String> {
    let mut all = calls(task, ours);
    if task.basis == Basis::Database {
        all.extend(tables(gold, ours));
    }
    all
}

/// Rows that only one of two databases has.
fn tables(gold: &Bank, ours: &Bank) -> Vec<String> {
    let plain = |bank: &Bank| -> BTreeMap<String, String> {
        let rows = bank.tables.iter().flat_map(|(table, rows)| {
            rows.iter().map(move |(key, row)| {
                (format!("{table}/{key}"), alike(&Value::Object(row.clone())).to_string())
            })
        });
        rows.collect()
    };
    let (gold, ours) = (plain(gold), plain(ours));
    let missing = gold.iter().filter(|(key, row)| ours.get(*key) != Some(*row));
    let missing = missing.map(|(key, row)| format!("row {key} should be {row}"));
    let extra = ours.keys().filter(|key| !gold.contains_key(*key));
    missing.chain(extra.map(|key| format!("row {key} should not be"))).collect()
}

/// Calls that are missing, and those that are too many where the database counts.
fn calls(task: &Task, ours: &Bank) -> Vec<String> {
    let mut left: Vec<&Call> = ours.calls.iter().collect();
    let mut all = Vec::new();
    for wanted in task.actions.iter().filter_map(Action::wanted).filter(|one| changes(&one.tool)) {
        match left.iter().position(|call| is(call, &wanted)) {
            Some(place) => {
                left.remove(place);
            }
            None => all.push(format!("missing {} {}", wanted.tool, Value::Object(wanted.args))),
        }
    }
    if task.basis == Basis::Database {
        let extra = left
            .into_iter()
            .map(|call| format!("extra {} {}", call.tool, Value::Object(call.args.clone())));
        all.extend(extra);
    }
    all
}

/// Whether a tool does more than look something up.
fn changes(tool: &str) -> bool {
    !tool.starts_with("get_") || tool == "get_referral_link"
}

fn is(call: &Call, wanted: &Wanted) -> bool {
    let compared = |args: &Row| -> Value {
        let kept = args.iter().filter(|(key, _)| match &wanted.only {
            // What a transfer is summed up with is the assistant's own.
            None => !(*key == "summary" && wanted.tool == "transfer_to_human_agents"),
            Some(only) => only.contains(key),
        });
        alike(&Value::Object(kept.map(|(key, value)| (key.clone(), value.clone())).collect()))
    };
    call.tool == wanted.tool
        && call.caller == wanted.caller
        && compared(&call.args) == compared(&wanted.args)
}
