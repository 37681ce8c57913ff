//! The evaluation on small made-up data, and on the real folder where there is one.

use super::*;

fn document(id: &str, title: &str, content: &str) -> String {
    serde_json::json!({ "id": id, "title": title, "content": content }).to_string()
}

fn task(id: &str, said: &str, required: &[&str]) -> String {
    serde_json::json!({
        "id": id,
        "user_scenario": { "instructions": said },
        "required_documents": required,
    })
    .to_string()
}

#[test]
fn wrong_data_is_told_apart() {
    let good = document("doc_credit_cards_gold_card_001", "Gold", "text");
    let asks = task("task_1", "I want the gold card.", &["doc_credit_cards_gold_card_001"]);
    let table = [
        (vec!["{".to_owned()], vec![asks.clone()], "document 0"),
        (vec![document("doc_zebra_001", "", "")], vec![asks.clone()], "no kind of product"),
        (vec![good.clone()], vec!["{}".to_owned()], "task 0"),
        (vec![good.clone()], vec![], "no tasks"),
        (vec![good], vec![task("task_1", "Hello there", &["doc_x"])], "`doc_x` is not there"),
    ];
    for (documents, tasks, expected) in table {
        let error = tau2_retrieval(&documents, &tasks).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn directions_are_not_heard() {
    let said = said::Said::new().unwrap();
    let table = [
        (
            "Say: \"My card was stolen! Please help me.\"",
            vec!["My card was stolen!", "Please help me."],
        ),
        (
            "You lost the **wallet** yesterday; it is blue.",
            vec!["You lost the wallet yesterday;", "it is blue."],
        ),
        ("Never tell the agent your name. Your card is gold.", vec!["Your card is gold."]),
        ("- If asked: the purchase was $12.", vec!["the purchase was $12."]),
        ("ok", vec![]),
    ];
    for (text, expected) in table {
        assert_eq!(said.sentences(text), expected, "{text}");
    }
}

#[test]
fn products_are_named_the_longest_first() {
    let documents = Documents::read(&[
        document("doc_credit_cards_gold_rewards_card_001", "Gold", "text"),
        document("doc_business_credit_cards_business_gold_rewards_card_001", "Business", "text"),
        document("doc_checking_accounts_bluest_account_001", "Bluest", "text"),
    ])
    .unwrap();
    let table = [
        ("My Business Gold Rewards Card", vec!["business gold rewards card"]),
        ("a gold-rewards card, and Bluest", vec!["bluest account", "gold rewards card"]),
        ("gold", vec![]),
    ];
    for (text, expected) in table {
        assert_eq!(documents.named(text).into_iter().collect::<Vec<_>>(), expected, "{text}");
    }
}

#[test]
fn recall_counts_the_first_twenty() {
    let scores: Vec<f64> = (0..40).map(|n| -f64::from(n)).collect();
    assert!((recall(&scores, &BTreeSet::from([0, 19, 20, 39])) - 0.5).abs() < 1e-12);
}

/// On the real folder, when `OMBUD_TEST_DATA` names the directory that holds `tau2-banking/`.
#[test]
#[expect(clippy::disallowed_methods, reason = "where the data are is the machine's business")]
fn the_banks_documents_are_found() {
    let Ok(data) = std::env::var("OMBUD_TEST_DATA") else {
        eprintln!("skipped: OMBUD_TEST_DATA is not set");
        return;
    };
    let folder = std::path::Path::new(&data).join("tau2-banking");
    let read = |name: &str| -> Vec<String> {
        let files = std::fs::read_dir(folder.join(name)).expect("a folder");
        files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect()
    };
    let report = tau2_retrieval(&read("documents"), &read("tasks")).expect("the data is read");
    println!("{report}");
    assert!(report.task_left_out >= 60.0, "{report}");
    assert!(report.family_left_out >= 55.0, "{report}");
    assert!(report.task_left_out > report.bm25 + 20.0, "{report}");
}
