//! The scripts of all tasks against the benchmark's data, when `OMBUD_TEST_DATA` names the folder that
//! holds `tau2-banking/`; and a bank of our own without it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "tests; and where the data are is the machine's business"
)]

use std::path::{Path, PathBuf};

use tau2::measure::{self, Data};
use tau2::{Script, Task, World, run, score, task};

/// Tasks that are solved four times out of four.
const SOLVED_MIN: usize = 55;

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn world() -> World {
    measure::world(&here().join("../../policy/tau2-banking")).unwrap()
}

fn scripts() -> Vec<Script> {
    measure::scripts(&here().join("tests/scripts")).unwrap()
}

fn data() -> Option<Data> {
    let data = std::env::var("OMBUD_TEST_DATA").ok();
    if data.is_none() {
        eprintln!("skipped: OMBUD_TEST_DATA is not set");
    }
    Some(Data::read(&PathBuf::from(data?).join("tau2-banking")).unwrap())
}

#[test]
fn the_procedures_pass_the_checker() {
    assert_eq!(world().book.problems(), []);
}

#[test]
fn gold_actions_are_reproduced_four_times_out_of_four() {
    let Some(data) = data() else { return };
    let all = measure::measure(&world(), &scripts(), &data).unwrap();
    for (family, (solved, of)) in measure::by_family(&all) {
        println!("{family}: {solved} of {of}");
    }
    let solved = all.iter().filter(|measured| measured.is_solved()).count();
    assert_eq!(all.len(), 61);
    assert!(solved >= SOLVED_MIN, "{solved} solved");
}

/// A script holds no id of the bank's that the task's customer was not told.
#[test]
fn scripts_hold_no_ids_that_the_customer_does_not_know() {
    let Some(data) = data() else { return };
    for script in scripts() {
        let content = data.content(&script.task).unwrap();
        let content: serde_json::Value = serde_json::from_str(content).unwrap();
        let told = content["user_scenario"].to_string();
        let text = format!("{script:?}");
        let starts = ["txn_", "btxn_", "dbc_", "cc_", "chk_", "sav_", "biz_"];
        for word in text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_') {
            let is_id = starts.iter().any(|start| word.starts_with(start));
            assert!(!is_id || told.contains(word), "{}: {word}", script.task);
        }
    }
}

/// What a customer says of themselves, and the amounts of what they dispute, is in the task's instructions.
#[test]
fn scripts_say_what_the_customer_was_told() {
    let Some(data) = data() else { return };
    for script in scripts() {
        let content: serde_json::Value =
            serde_json::from_str(data.content(&script.task).unwrap()).unwrap();
        let told = content["user_scenario"]["instructions"].as_str().unwrap().to_owned();
        for (key, said) in &script.me {
            assert!(told.contains(said.as_str()), "{}: {key} {said}", script.task);
        }
        let lists = ["disputed_charges", "disputed_entries"];
        let forms = lists.into_iter().filter_map(|form| script.form.get(form)).flatten();
        let items = forms.flat_map(|form| form["items"].as_array().unwrap());
        for item in items {
            let amount = item["amount"].as_f64().unwrap();
            let plain = format!("{amount:.2}");
            let written = [plain.trim_end_matches(".00").to_owned(), plain];
            let plain_told = told.replace(',', "");
            // "like $500 at some electronics store".
            let about = format!("${}", amount.round());
            let is_told = written.iter().any(|one| plain_told.contains(one.as_str()));
            let read_out = script.task == "task_088";
            assert!(
                is_told || plain_told.contains(&about) || read_out,
                "{}: {amount}",
                script.task
            );
        }
    }
}

/// Procedures and tables speak of no customer and no task of the benchmark.
#[test]
fn procedures_know_no_customer_and_no_task() {
    let Some(data) = data() else { return };
    let policy = measure::files(&here().join("../../policy/tau2-banking")).unwrap();
    let names: Vec<String> =
        scripts().iter().filter_map(|script| script.me.get("name").cloned()).collect();
    for (path, text) in policy {
        for name in &names {
            assert!(!text.contains(name.as_str()), "{path}: {name}");
        }
        assert!(!text.contains("task_"), "{path} names a task");
        let ids = ["txn_", "dbc_", "cc_a", "cc_e", "chk_k", "sav_"];
        assert!(ids.iter().all(|id| !text.contains(id)), "{path} holds an id");
    }
    assert!(data.content("task_003").is_some());
}

/// Every row of a table names the documents it comes from.
#[test]
fn tables_name_their_sources() {
    for (table, rows) in world().terms {
        for row in rows {
            let sources = row["sources"].as_array().map_or(0, Vec::len);
            assert!(sources > 0, "{table}: {}", row["name"]);
        }
    }
}

/// A bank of one customer with one card.
const OWN_BANK: &str = r#"{"users": {"data": {"u1": {"name": "Ada Berg", "user_id": "u1",
      "email": "ada@example.org", "phone_number": "555-0100", "address": "1 Main Street",
      "date_of_birth": "02/03/1990"}}},
    "credit_card_accounts": {"data": {"cc_1": {"account_id": "cc_1", "user_id": "u1",
      "card_type": "Gold Rewards Card", "date_of_account_open": "01/15/2024",
      "current_balance": "$100.00", "credit_limit": "$4,000.00"}}},
    "payment_history": {"data": {
      "a": {"credit_card_account_id": "cc_1", "payment_date": "10/15/2025", "status": "ON_TIME"},
      "b": {"credit_card_account_id": "cc_1", "payment_date": "2025-09-15", "status": "ON_TIME"},
      "c": {"credit_card_account_id": "cc_1", "payment_date": "08/15/2025", "status": "ON_TIME"}}}}"#;

/// The tools that a script of ours leads to, in turn.
fn tools(world: &World, script: &str) -> Vec<String> {
    let head = r#"task = "own"
        family = "H"
        me = { name = "Ada Berg", email = "ada@example.org", phone = "555-0100" }"#;
    let script = Script::parse(&format!("{head}\n{script}")).unwrap();
    let task = r#"{"id": "own", "initial_state": null,
        "evaluation_criteria": {"reward_basis": ["DB"], "actions": []}}"#;
    let bank = Task::parse("own", task).unwrap().bank(&task::tables(OWN_BANK).unwrap());
    let ran = run(world, &script, 0, bank);
    assert_eq!(ran.broke, None, "{:#?}", ran.log);
    ran.bank.calls.into_iter().map(|call| call.tool).collect()
}

#[test]
fn what_stands_in_the_way_of_another_wish_comes_after_it() {
    let script = r#"[[wish]]
        intent = "replace_card"
        also = ["credit_limit"]
        answers = { amount = 1000, replace_reason = "lost", address = "on file" }"#;
    let expected = [
        "log_verification",
        "submit_credit_limit_increase_request_7392",
        "approve_credit_limit_increase_5847",
        "order_replacement_credit_card_7291",
    ];
    assert_eq!(tools(&world(), script), expected);
}

#[test]
fn a_person_comes_at_the_wish_that_the_rules_say() {
    let wish = r#"[[wish]]
        intent = "talk_to_person"
        person = true
        answers = { matter = "card_declined" }
        "#;
    let mut world = world();
    let queue = "initial_transfer_to_human_agent_0218";
    let person = "transfer_to_human_agents";
    assert_eq!(tools(&world, &wish.repeat(5)), [queue, queue, queue, person]);
    world.rules.person_at_wish = 1;
    assert_eq!(tools(&world, &wish.repeat(5)), [person]);
}

/// Without the data: a bank of one customer, whose limit is raised, in every way of saying it.
#[test]
fn a_bank_of_our_own() {
    let world = world();
    let tables = task::tables(OWN_BANK).unwrap();
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
