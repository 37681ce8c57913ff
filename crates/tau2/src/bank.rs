//! The bank of the benchmark: its tables, and what each tool does to them.
//!
//! The benchmark publishes no tool code. What a tool does was read from the documents and the tables;
//! ids that gold actions name are functions of their arguments, found from the tasks. Every row a tool
//! makes is called by a hash of what made it, so the order of calls leaves no trace.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::json::{Row, alike, amount, cents, text, us_date};

/// The environment's clock, as its tools write it.
pub const NOW: &str = "2025-11-14 03:40:00 EST";
/// The same day, for reckoning.
pub const TODAY: Date = Date::constant(2025, 11, 14);

/// The code that a supervisor gives, as `special_support_codes_001` holds it.
pub const BYPASS_CODE: &str = "9K2X7M4P1N8Q3R5T6A";

/// Who calls a tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Caller {
    Assistant,
    Customer,
}

/// A call that changes something, as it is compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    pub caller: Caller,
    pub tool: String,
    pub args: Row,
}

/// A call that cannot be carried out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BankError {
    #[error("there is no tool `{0}`")]
    NoTool(String),
    #[error("`{tool}`: there is no `{id}` in {table}")]
    NoRow { tool: String, table: &'static str, id: String },
}

/// Rows by table and key.
pub type Tables = BTreeMap<String, BTreeMap<String, Row>>;

/// The bank in one conversation.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Bank {
    pub tables: Tables,
    /// Disputes of cash back are decided as soon as they are filed.
    pub resolves_at_once: bool,
    /// What changed something, in turn.
    pub calls: Vec<Call>,
    given: BTreeSet<String>,
}

/// Tools that file a row made of their arguments: tool, table, the row's status.
const FILED: [(&str, &str, &str); 11] = [
    ("submit_transaction", "credit_card_transaction_history", "COMPLETED"),
    ("submit_referral", "referrals", "NO_PROGRESS"),
    ("get_referral_link", "referrals", "NO_PROGRESS"),
    ("apply_for_credit_card", "credit_card_applications", "PENDING"),
    ("order_replacement_credit_card_7291", "credit_card_orders", "ORDERED"),
    ("file_credit_card_transaction_dispute_4829", "transaction_disputes", "SUBMITTED"),
    ("file_debit_card_transaction_dispute_6281", "debit_card_disputes", "OPEN"),
    ("log_credit_card_closure_reason_4521", "credit_card_closure_reasons", "LOGGED"),
    ("apply_credit_card_account_flag_6147", "credit_card_account_flags", "ACTIVE"),
    ("submit_interest_discrepancy_report_7294", "interest_reports", "SUBMITTED"),
    ("submit_credit_limit_increase_request_7392", "credit_limit_increase_requests", "SUBMITTED"),
];

/// Tools that set the status of a row: tool, table, parameter, status.
const SET: [(&str, &str, &str, &str); 8] = [
    ("freeze_debit_card_3892", "debit_cards", "card_id", "FROZEN"),
    ("unfreeze_debit_card_3893", "debit_cards", "card_id", "ACTIVE"),
    ("close_debit_card_4721", "debit_cards", "card_id", "CLOSED"),
    ("activate_debit_card_8291", "debit_cards", "card_id", "ACTIVE"),
    ("activate_debit_card_8292", "debit_cards", "card_id", "ACTIVE"),
    ("activate_debit_card_8293", "debit_cards", "card_id", "ACTIVE"),
    ("close_bank_account_7392", "accounts", "account_id", "CLOSED"),
    ("close_credit_card_account_7834", "credit_card_accounts", "credit_card_account_id", "CLOSED"),
];

impl Bank {
    /// Hands a tool to the customer; a second time changes nothing.
    pub fn give(&mut self, tool: &str) {
        if self.given.insert(tool.to_owned()) {
            let args = Row::from_iter([("discoverable_tool_name".to_owned(), json!(tool))]);
            self.record(Caller::Assistant, "give_discoverable_user_tool", args);
        }
    }

    fn record(&mut self, caller: Caller, tool: &str, args: Row) {
        self.calls.push(Call { caller, tool: tool.to_owned(), args });
    }

    fn table(&mut self, table: &str) -> &mut BTreeMap<String, Row> {
        self.tables.entry(table.to_owned()).or_default()
    }

    fn row(
        &mut self,
        tool: &str,
        table: &'static str,
        args: &Row,
        key: &str,
    ) -> Result<&mut Row, BankError> {
        let id = text(args, key).to_owned();
        let missing = BankError::NoRow { tool: tool.to_owned(), table, id: id.clone() };
        self.table(table).get_mut(&id).ok_or(missing)
    }

    /// Carries a tool out. What it answers is the new or changed row's id, where it has one.
    ///
    /// # Errors
    /// [`BankError`] for a tool nobody wrote, and for rows that are not there.
    pub fn call(&mut self, caller: Caller, tool: &str, args: &Row) -> Result<String, BankError> {
        let id = self.effect(tool, args)?;
        if !tool.starts_with("get_") || tool == "get_referral_link" {
            self.record(caller, tool, args.clone());
        }
        Ok(id)
    }

    fn effect(&mut self, tool: &str, args: &Row) -> Result<String, BankError> {
        if let Some((_, table, status)) = FILED.iter().find(|(name, ..)| *name == tool) {
            return Ok(self.file(table, status, args));
        }
        if let Some((_, table, key, status)) = SET.iter().find(|(name, ..)| *name == tool) {
            let row = self.row(tool, table, args, key)?;
            row.insert("status".to_owned(), json!(status));
            if let Some(reason) = args.get("reason") {
                row.insert("closed_for".to_owned(), reason.clone());
            }
            return Ok(text(args, key).to_owned());
        }
        match tool {
            LAST_FOUR => Ok(last_four(text(args, "credit_card_account_id"))),
            "log_verification" => Ok(self.file("verification_history", "", args)),
            "submit_cash_back_dispute_0589" => {
                let status = if self.resolves_at_once { "APPROVED" } else { "SUBMITTED" };
                Ok(self.file("cash_back_disputes", status, args))
            }
            "change_user_email" => {
                let row = self.row(tool, "users", args, "user_id")?;
                row.insert("email".to_owned(), args.get("new_email").cloned().unwrap_or_default());
                Ok(text(args, "user_id").to_owned())
            }
            // They change nothing in the tables.
            "transfer_to_human_agents"
            | "request_human_agent_transfer"
            | "initial_transfer_to_human_agent_0218"
            | "initial_transfer_to_human_agent_1822" => Ok(String::new()),
            _ if tool.starts_with("get_") => Ok(String::new()),
            _ => self.money_or_card(tool, args),
        }
    }

    fn money_or_card(&mut self, tool: &str, args: &Row) -> Result<String, BankError> {
        match tool {
            "open_bank_account_4821" => Ok(self.open_account(args)),
            "order_debit_card_5739" => self.order_debit_card(args),
            "clear_debit_card_fraud_alert_4892" => {
                let row = self.row(tool, "debit_cards", args, "card_id")?;
                row.insert("fraud_alert_active".to_owned(), json!(false));
                row.insert("velocity_blocked".to_owned(), json!(false));
                Ok(text(args, "card_id").to_owned())
            }
            "reset_debit_card_pin_6284" => {
                let row = self.row(tool, "debit_cards", args, "card_id")?;
                row.insert("pin_locked".to_owned(), json!(false));
                Ok(text(args, "card_id").to_owned())
            }
            "update_transaction_rewards_3847" => {
                let table = "credit_card_transaction_history";
                let row = self.row(tool, table, args, "transaction_id")?;
                let rewards = args.get("new_rewards_earned").cloned().unwrap_or_default();
                row.insert("rewards_earned".to_owned(), rewards);
                Ok(text(args, "transaction_id").to_owned())
            }
            "approve_credit_limit_increase_5847" => {
                let key = "credit_card_account_id";
                let row = self.row(tool, "credit_card_accounts", args, key)?;
                let limit = args.get("new_credit_limit").and_then(cents).unwrap_or_default();
                row.insert("credit_limit".to_owned(), amount(limit));
                self.decide(args, "APPROVED");
                Ok(text(args, key).to_owned())
            }
            "deny_credit_limit_increase_5848" => {
                self.decide(args, "DENIED");
                Ok(text(args, "credit_card_account_id").to_owned())
            }
            _ => self.moves(tool, args),
        }
    }

    /// Tools that move an amount: which rows, and with which sign.
    fn moves(&mut self, tool: &str, args: &Row) -> Result<String, BankError> {
        let (card, account) = ("credit_card_account_id", "account_id");
        match tool {
            "pay_credit_card_from_checking_9182" => {
                self.adjust(tool, "credit_card_accounts", args, card, "amount", -1)?;
                self.adjust(tool, "accounts", args, "checking_account_id", "amount", -1)?;
            }
            "apply_statement_credit_8472" => {
                self.adjust(tool, "credit_card_accounts", args, card, "amount", -1)?;
                self.file("statement_credits", "POSTED", args);
            }
            "apply_checking_account_credit_5829" | "apply_savings_account_credit_6831" => {
                self.adjust(tool, "accounts", args, account, "amount", 1)?;
                self.file("bank_account_transaction_history", "posted", args);
            }
            "transfer_funds_between_bank_accounts_7291" => {
                self.adjust(tool, "accounts", args, "source_account_id", "amount", -1)?;
                self.adjust(tool, "accounts", args, "destination_account_id", "amount", 1)?;
            }
            "deposit_check_3847" => {
                self.adjust(tool, "accounts", args, account, "check_amount", 1)?;
            }
            _ => return Err(BankError::NoTool(tool.to_owned())),
        }
        Ok(String::new())
    }

    fn adjust(
        &mut self,
        tool: &str,
        table: &'static str,
        args: &Row,
        key: &str,
        by: &str,
        sign: i64,
    ) -> Result<(), BankError> {
        let by = args.get(by).and_then(cents).unwrap_or_default();
        let row = self.row(tool, table, args, key)?;
        let field = if table == "accounts" { "current_holdings" } else { "current_balance" };
        let old = row.get(field).and_then(cents).unwrap_or_default();
        row.insert(field.to_owned(), amount(old + sign * by));
        Ok(())
    }

    /// A row of the arguments; what it is called follows from them and how often they were filed.
    fn file(&mut self, table: &str, status: &str, args: &Row) -> String {
        let mut row = args.clone();
        if !status.is_empty() {
            row.insert("status".to_owned(), json!(status));
            row.insert("date".to_owned(), json!(us_date(TODAY)));
        }
        let same = alike(&Value::Object(row.clone()));
        let known = self.table(table).values();
        let count = known.filter(|known| alike(&Value::Object((*known).clone())) == same).count();
        let id = hash(&format!("{table}:{same}:{count}"), 16);
        self.table(table).insert(id.clone(), row);
        id
    }

    fn decide(&mut self, args: &Row, status: &str) {
        let key = "credit_card_account_id";
        let card = text(args, key).to_owned();
        let open = self.table("credit_limit_increase_requests").values_mut();
        for row in open.filter(|row| text(row, key) == card && text(row, "status") == "SUBMITTED") {
            row.insert("status".to_owned(), json!(status));
            if let Some(reason) = args.get("denial_reason") {
                row.insert("denial_reason".to_owned(), reason.clone());
            }
        }
    }

    fn open_account(&mut self, args: &Row) -> String {
        let (user, kind) = (text(args, "user_id"), text(args, "account_type"));
        let class = text(args, "account_class");
        let id = hash(&format!("account:{user}:{kind}:{class}"), 16);
        let row = json!({
            "account_id": id, "user_id": user, "level": class, "status": "OPEN",
            "class": if kind == "savings" { "saving" } else { kind },
            "date_opened": us_date(TODAY), "current_holdings": "0",
        });
        self.table("accounts").insert(id.clone(), row.as_object().cloned().unwrap_or_default());
        id
    }

    fn order_debit_card(&mut self, args: &Row) -> Result<String, BankError> {
        let fees = ["delivery_fee", "design_fee"].map(|fee| args.get(fee).and_then(cents));
        let fees: i64 = fees.into_iter().flatten().sum();
        let account = self.row("order_debit_card_5739", "accounts", args, "account_id")?;
        let old = account.get("current_holdings").and_then(cents).unwrap_or_default();
        account.insert("current_holdings".to_owned(), amount(old - fees));
        let (account, user) = (text(args, "account_id"), text(args, "user_id"));
        let today = us_date(TODAY);
        let id = format!("dbc_{}", hash(&format!("debit_card:{account}:{user}:{today}"), 12));
        let closed = self
            .table("debit_cards")
            .values()
            .rev()
            .find(|row| text(row, "account_id") == account && row.contains_key("closed_for"));
        let reason = closed.map_or("first_card", |row| text(row, "closed_for"));
        let row = json!({
            "card_id": id, "account_id": account, "user_id": user, "status": "PENDING",
            "issue_date": today, "issue_reason": reason.replace("_suspected", ""),
        });
        let row = row.as_object().cloned().unwrap_or_default();
        self.table("debit_cards").insert(id.clone(), row);
        self.file("debit_card_orders", "PENDING", args);
        Ok(id)
    }
}

const LAST_FOUR: &str = "get_card_last_4_digits";

/// The first hex digits of a text's SHA-256.
fn hash(text: &str, digits: usize) -> String {
    let sum = Sha256::digest(text.as_bytes());
    let hex: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    hex.chars().take(digits).collect()
}

/// The last four digits of a credit card: the first four decimal digits of a hash.
pub fn last_four(account: &str) -> String {
    let hex = hash(&format!("card_last4:{account}"), 64);
    hex.chars().filter(char::is_ascii_digit).take(4).collect()
}
