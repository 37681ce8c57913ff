//! From a tool call of the assistant to a call of the bank: typed values become the bank's, and what the
//! bank knows of its customer is filled in.

use assistant::Value;
use serde_json::{Value as Json, json};

use crate::bank::{Bank, NOW, last_four};
use crate::json::{Row, amount, text, us_date};

/// Arguments as the bank takes them.
pub(crate) fn args(tool: &str, given: &std::collections::BTreeMap<String, Value>) -> Row {
    given.iter().map(|(name, value)| (name.clone(), argument(tool, name, value))).collect()
}

fn argument(tool: &str, name: &str, value: &Value) -> Json {
    match value {
        Value::Money(money) if name == "new_rewards_earned" => {
            json!(format!("{} points", money.minor))
        }
        Value::Money(money) => amount(money.minor),
        // Thousandths of a percent.
        Value::Int(thousandths) if tool == "submit_interest_discrepancy_report_7294" => {
            #[allow(clippy::cast_precision_loss)]
            let percent = *thousandths as f64 / 1000.0;
            json!(percent)
        }
        Value::Int(number) => json!(number),
        Value::Bool(is) => json!(is),
        Value::Date(date) => json!(us_date(*date)),
        other => {
            let plain = other.as_str().unwrap_or_default();
            match name {
                "delivery_option" | "card_design" => json!(plain.to_uppercase()),
                _ => json!(plain),
            }
        }
    }
}

/// What a customer writes who means the address of their record.
const ON_FILE: &str = "on file";

/// Tools that take the customer's id.
const OF_CUSTOMER: [&str; 12] = [
    "submit_cash_back_dispute_0589",
    "submit_referral",
    "get_referral_link",
    "order_replacement_credit_card_7291",
    "file_debit_card_transaction_dispute_6281",
    "log_credit_card_closure_reason_4521",
    "apply_credit_card_account_flag_6147",
    "apply_statement_credit_8472",
    "close_credit_card_account_7834",
    "submit_interest_discrepancy_report_7294",
    "open_bank_account_4821",
    "order_debit_card_5739",
];

/// Fills in what the bank's record of the customer holds.
pub(crate) fn fill(bank: &Bank, user: &str, tool: &str, args: &mut Row) {
    let Some(record) = bank.tables.get("users").and_then(|users| users.get(user)) else { return };
    let of = |key: &str| record.get(key).cloned().unwrap_or_default();
    let mut put = |key: &str, value: Json| {
        args.entry(key.to_owned()).or_insert(value);
    };
    let credit = tool.contains("credit_limit") || tool == "pay_credit_card_from_checking_9182";
    if OF_CUSTOMER.contains(&tool) || credit || tool == "change_user_email" {
        put("user_id", json!(user));
    }
    match tool {
        "order_replacement_credit_card_7291" | "order_debit_card_5739" => {
            put("shipping_address", of("address"));
            if text(args, "shipping_address").eq_ignore_ascii_case(ON_FILE) {
                args.insert("shipping_address".to_owned(), of("address"));
            }
        }
        "file_credit_card_transaction_dispute_4829" => {
            put("user_id", json!(user));
            put("full_name", of("name"));
            put("phone", of("phone_number"));
            put("email", of("email"));
            put("address", of("address"));
            let card = text(args, "card").to_owned();
            let cards = bank.tables.get("credit_card_accounts");
            let known = cards.and_then(|all| all.get(&card));
            let digits = known.map(|row| text(row, "card_last_4_digits")).unwrap_or_default();
            let digits = if digits.is_empty() { last_four(&card) } else { digits.to_owned() };
            args.remove("card");
            args.insert("card_last_4_digits".to_owned(), json!(digits));
        }
        "reset_debit_card_pin_6284" => {
            let cards = bank.tables.get("debit_cards");
            let card = cards.and_then(|all| all.get(text(args, "card_id")));
            let digits = card.map(|row| text(row, "last_4_digits")).unwrap_or_default();
            args.insert("last_4_digits".to_owned(), json!(digits));
        }
        _ => {}
    }
}

/// What is logged of a customer who was verified.
pub(crate) fn verification(bank: &Bank, user: &str) -> Row {
    let record = bank.tables.get("users").and_then(|users| users.get(user));
    let keys = ["name", "user_id", "address", "email", "phone_number", "date_of_birth"];
    let of = |key: &str| record.and_then(|row| row.get(key)).cloned().unwrap_or_default();
    let mut row: Row = keys.map(|key| (key.to_owned(), of(key))).into_iter().collect();
    row.insert("time_verified".to_owned(), json!(NOW));
    row
}

/// The same where a code of the bank stands for the customer.
pub(crate) fn bypass(code: &str) -> Row {
    let keys = ["name", "user_id", "address", "email", "phone_number", "date_of_birth"];
    let mut row: Row = keys.map(|key| (key.to_owned(), json!(code))).into_iter().collect();
    row.insert("time_verified".to_owned(), json!(NOW));
    row
}
