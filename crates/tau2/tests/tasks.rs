//! The scripts of all tasks against the benchmark's data, when `OMBUD_TEST_DATA` names the folder that
//! holds `tau2-banking/`; and a bank of our own without it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use tau2::{Script, Task, World, run, score, task};

/// Tasks that are solved four times out of four.
const SOLVED_MIN: usize = 55;

fn read(folder: &Path, under: &str, all: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{under}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            read(&entry.path(), &format!("{name}/"), all);
        } else {
            all.push((name, std::fs::read_to_string(entry.path()).unwrap()));
        }
    }
}

fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn world() -> World {
    let mut files = Vec::new();
    read(&here().join("../../policy/tau2-banking"), "", &mut files);
    let files: Vec<(&str, &str)> = files.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    World::parse(&files, 4).unwrap()
}

fn scripts() -> Vec<Script> {
    let mut files = Vec::new();
    read(&here().join("tests/scripts"), "", &mut files);
    files.sort();
    files.iter().map(|(name, text)| Script::parse(text).expect(name)).collect()
}

fn data() -> Option<PathBuf> {
    let data = std::env::var("OMBUD_TEST_DATA").ok();
    if data.is_none() {
        eprintln!("skipped: OMBUD_TEST_DATA is not set");
    }
    Some(PathBuf::from(data?).join("tau2-banking"))
}

#[test]
fn the_procedures_pass_the_checker() {
    assert_eq!(world().book.problems(), []);
}

#[test]
fn gold_actions_are_reproduced_four_times_out_of_four() {
    let Some(data) = data() else { return };
    let world = world();
    let tables = task::tables(&std::fs::read_to_string(data.join("db.json")).unwrap()).unwrap();
    let mut families: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for script in scripts() {
        let path = data.join(format!("tasks/{}.json", script.task));
        let task = Task::parse(&script.task, &std::fs::read_to_string(path).unwrap()).unwrap();
        let gold = task.replayed(&tables).unwrap();
        let same = |way: &u8| {
            let ran = run(&world, &script, *way, task.bank(&tables));
            ran.broke.is_none() && score::differences(&task, &gold, &ran.bank).is_empty()
        };
        let family = families.entry(script.family.clone()).or_default();
        family.0 += usize::from((0..tau2::customer::WAYS).all(|way| same(&way)));
        family.1 += 1;
    }
    for (family, (solved, of)) in &families {
        println!("{family}: {solved} of {of}");
    }
    let solved: usize = families.values().map(|(solved, _)| solved).sum();
    assert!(solved >= SOLVED_MIN, "{solved} solved");
}

/// A script holds no id of the bank's that the task's customer was not told.
#[test]
fn scripts_hold_no_ids_that_the_customer_does_not_know() {
    let Some(data) = data() else { return };
    for script in scripts() {
        let path = data.join(format!("tasks/{}.json", script.task));
        let content: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let told = content["user_scenario"].to_string();
        let text = format!("{script:?}");
        let starts = ["txn_", "btxn_", "dbc_", "cc_", "chk_", "sav_", "biz_"];
        for word in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
            let is_id = starts.iter().any(|start| word.starts_with(start));
            assert!(!is_id || told.contains(word), "{}: {word}", script.task);
        }
    }
}

/// Without the data: a bank of one customer, whose limit is raised, in every way of saying it.
#[test]
fn a_bank_of_our_own() {
    let world = world();
    let tables = task::tables(
        r#"{"users": {"data": {"u1": {"name": "Ada Berg", "user_id": "u1", "email": "ada@example.org",
              "phone_number": "555-0100", "address": "1 Main Street", "date_of_birth": "02/03/1990"}}},
            "credit_card_accounts": {"data": {"cc_1": {"account_id": "cc_1", "user_id": "u1",
              "card_type": "Gold Rewards Card", "date_of_account_open": "01/15/2024",
              "current_balance": "$100.00", "credit_limit": "$4,000.00"}}},
            "payment_history": {"data": {
              "a": {"credit_card_account_id": "cc_1", "payment_date": "10/15/2025", "status": "ON_TIME"},
              "b": {"credit_card_account_id": "cc_1", "payment_date": "2025-09-15", "status": "ON_TIME"},
              "c": {"credit_card_account_id": "cc_1", "payment_date": "08/15/2025", "status": "ON_TIME"}}}}"#,
    )
    .unwrap();
    let script = Script::parse(
        r#"task = "own"
        family = "H"
        me = { name = "Ada Berg", email = "ada@example.org", phone = "555-0100" }
        [[wish]]
        intent = "credit_limit"
        answers = { amount = [3000, 1500] }"#,
    )
    .unwrap();
    let task = Task::parse(
        "own",
        r#"{"id": "own", "initial_state": null, "evaluation_criteria": {"reward_basis": ["DB"], "actions": [
            {"name": "log_verification", "requestor": "assistant", "arguments": {"name": "Ada Berg",
              "user_id": "u1", "email": "ada@example.org", "phone_number": "555-0100",
              "address": "1 Main Street", "date_of_birth": "02/03/1990",
              "time_verified": "2025-11-14 03:40:00 EST"}},
            {"name": "call_discoverable_agent_tool", "requestor": "assistant", "arguments": {
              "agent_tool_name": "submit_credit_limit_increase_request_7392", "arguments":
              "{\"credit_card_account_id\": \"cc_1\", \"user_id\": \"u1\", \"requested_increase_amount\": 1500}"}},
            {"name": "call_discoverable_agent_tool", "requestor": "assistant", "arguments": {
              "agent_tool_name": "approve_credit_limit_increase_5847", "arguments":
              "{\"credit_card_account_id\": \"cc_1\", \"user_id\": \"u1\", \"new_credit_limit\": 5500}"}}]}}"#,
    )
    .unwrap();
    let gold = task.replayed(&tables).unwrap();
    for way in 0..tau2::customer::WAYS {
        let ran = run(&world, &script, way, task.bank(&tables));
        assert_eq!(ran.broke, None, "{:#?}", ran.log);
        assert_eq!(score::differences(&task, &gold, &ran.bank), Vec::<String>::new());
        // A person who cannot show that it is them changes nothing.
        let mut stranger = script.clone();
        stranger.me.remove("phone");
        let ran = run(&world, &stranger, way, task.bank(&tables));
        assert_eq!(ran.bank.tables, task.bank(&tables).tables);
    }
}
