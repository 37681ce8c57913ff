//! The facts of the bank's customer, as its catalogue names them. Rows are renamed and joined here;
//! nothing is decided.

use assistant::catalogue::Catalogue;
use assistant::value::Fields;
use serde_json::{Value as Json, json};

use crate::bank::{Bank, TODAY};
use crate::convert;
use crate::entries;
use crate::json::{Row, cents, date, flag, text, us_date};

/// Tables of facts, by the name of the fact: the rows of `tables/<name>.toml`.
pub type Terms = std::collections::BTreeMap<String, Vec<Json>>;

/// All facts of the catalogue.
///
/// # Errors
/// The fact and the path in it that is not of its type.
pub fn facts(
    bank: &Bank,
    user: Option<&str>,
    terms: &Terms,
    person_asks: u8,
    catalogue: &Catalogue,
) -> Result<Fields, String> {
    let of = Of { bank, user: user.unwrap_or_default(), terms };
    let mut fields = Fields::new();
    for (name, kind) in &catalogue.facts {
        let json = match name.as_str() {
            "today" => json!(us_date(TODAY)),
            "customer" => of.customer(),
            "dollar" => json!("1.00"),
            "cent" => json!("0.01"),
            "zero" => json!("0"),
            "person_asks" => json!(person_asks),
            // The conversation knows.
            "refused_offers" => json!(0),
            "cards" => of.cards(),
            "transactions" => of.transactions(),
            "disputes" => of.disputes(),
            "accounts" => of.accounts(),
            "lines" => of.lines(),
            "debit_cards" => of.debit_cards(""),
            "referrals" => of.referrals(),
            table => json!(terms.get(table).cloned().unwrap_or_default()),
        };
        let value = convert::value(&json, kind, catalogue);
        fields.insert(name.clone(), value.map_err(|why| format!("{name}{why}"))?);
    }
    Ok(fields)
}

pub(crate) struct Of<'a> {
    pub(crate) bank: &'a Bank,
    pub(crate) user: &'a str,
    pub(crate) terms: &'a Terms,
}

impl<'a> Of<'a> {
    /// Rows of a table, with their keys, whose field is the value.
    pub(crate) fn rows(
        &self,
        table: &str,
        key: &str,
        value: &str,
    ) -> impl Iterator<Item = (&'a String, &'a Row)> {
        let rows = self.bank.tables.get(table);
        let (key, value) = (key.to_owned(), value.to_owned());
        rows.into_iter().flatten().filter(move |(_, row)| text(row, &key) == value)
    }

    fn mine(&self, table: &str) -> impl Iterator<Item = (&'a String, &'a Row)> {
        let nobody = self.user.is_empty();
        self.rows(table, "user_id", self.user).filter(move |_| !nobody)
    }

    /// The row of a table of facts by its name.
    pub(crate) fn terms(&self, table: &str, name: &str) -> Json {
        let rows = self.terms.get(table).into_iter().flatten();
        let mut same = rows.filter(|row| row.get("name").and_then(Json::as_str) == Some(name));
        same.next().cloned().unwrap_or_default()
    }

    /// Some rows call the crypto card a card, most do not.
    fn card_terms(&self, name: &str) -> Json {
        match self.terms("card_terms", name) {
            Json::Null => self.terms("card_terms", name.trim_end_matches(" Card")),
            found => found,
        }
    }

    fn customer(&self) -> Json {
        let row = self.bank.tables.get("users").and_then(|users| users.get(self.user));
        let Some(row) = row else { return Json::Null };
        let accounts = self.mine("accounts").map(|(_, row)| text(row, "date_opened"));
        let cards = self.mine("credit_card_accounts");
        let cards = cards.map(|(_, row)| text(row, "date_of_account_open"));
        let since = accounts.chain(cards).filter_map(date).min().map(us_date);
        json!({ "id": self.user, "birth_date": text(row, "date_of_birth"), "since": since })
    }

    fn cards(&self) -> Json {
        self.mine("credit_card_accounts").map(|(id, row)| self.card(id, row)).collect()
    }

    fn card(&self, id: &str, row: &Row) -> Json {
        let of_card = |table| self.rows(table, "credit_card_account_id", id).map(|(_, row)| row);
        let waits = ["ORDERED", "PROCESSING", "SHIPPED"];
        let mut orders = of_card("credit_card_orders");
        let status = [text(row, "status"), text(row, "account_status")];
        let on = |key: &'static str| move |row: &Row| json!({ "on": text(row, key) });
        let filed = |row: &Row| {
            let known = ["submitted_date", "date"].map(|key| text(row, key));
            let on = known.into_iter().find(|on| !on.is_empty()).unwrap_or_default();
            json!({ "on": on, "status": text(row, "status") })
        };
        let paid = |row: &Row| json!({ "on": text(row, "payment_date"), "on_time": text(row, "status") == "ON_TIME" });
        let closed = |row: &Row| {
            let key = if row.contains_key("logged_at") { "logged_at" } else { "date" };
            on(key)(row)
        };
        json!({
            "id": id,
            "name": text(row, "card_type"),
            "terms": self.card_terms(text(row, "card_type")),
            "opened": text(row, "date_of_account_open"),
            "balance": row.get("current_balance"),
            "limit": row.get("credit_limit"),
            "past_due": row.get("past_due_amount").unwrap_or(&json!("0")),
            "closed": status.contains(&"CLOSED"),
            "digits_known": row.contains_key("card_last_4_digits"),
            "replacement_pending": orders.any(|row| waits.contains(&text(row, "status"))),
            "closures": of_card("credit_card_closure_reasons").map(closed).collect::<Vec<_>>(),
            "increases": of_card("credit_limit_increase_requests").map(filed).collect::<Vec<_>>(),
            "payments": of_card("payment_history").map(paid).collect::<Vec<_>>(),
        })
    }

    fn transactions(&self) -> Json {
        let all = self.mine("credit_card_transaction_history");
        all.map(|(id, row)| self.transaction(id, row)).collect()
    }

    fn transaction(&self, id: &str, row: &Row) -> Json {
        let kind = text(row, "credit_card_type");
        let mut cards = self.mine("credit_card_accounts");
        let card = cards.find(|(_, card)| text(card, "card_type") == kind);
        let mut claims = self.rows("cash_back_disputes", "transaction_id", id);
        let mut disputes = self.rows("transaction_disputes", "transaction_id", id);
        let terms = self.card_terms(kind);
        let points: i64 = {
            let digits = text(row, "rewards_earned").chars().filter(char::is_ascii_digit);
            digits.collect::<String>().parse().unwrap_or_default()
        };
        json!({
            "id": id,
            "card": card.map(|(id, _)| id),
            "card_name": kind,
            "card_opened": card.map(|(_, card)| text(card, "date_of_account_open")),
            "excluded": excluded(&terms, text(row, "merchant_name")),
            "terms": terms,
            "merchant": text(row, "merchant_name"),
            "amount": row.get("transaction_amount").or_else(|| row.get("amount")),
            "date": row.get("transaction_date").or_else(|| row.get("date")),
            "category": text(row, "category"),
            "rewards": format!("{}.{:02}", points / 100, points % 100),
            "cash_back": claims.next().map(|(_, row)| text(row, "status")),
            "disputed": disputes.next().is_some(),
        })
    }

    fn disputes(&self) -> Json {
        let one = |(id, row): (&String, &Row)| {
            let on = ["submitted_at", "date"].map(|key| text(row, key));
            let on = on.into_iter().find(|on| !on.is_empty());
            let pending = ["SUBMITTED", "UNDER_REVIEW"].contains(&text(row, "status"));
            json!({ "id": id, "on": on, "pending": pending })
        };
        self.mine("transaction_disputes").map(one).collect()
    }

    fn lines(&self) -> Json {
        let lines = self.mine("accounts").map(|(id, _)| entries::entries(self, id));
        lines.flat_map(|lines| lines.as_array().cloned().unwrap_or_default()).collect()
    }

    fn accounts(&self) -> Json {
        self.mine("accounts").map(|(id, row)| self.account(id, row)).collect()
    }

    fn account(&self, id: &str, row: &Row) -> Json {
        let name = text(row, "level");
        let class = match text(row, "class") {
            "savings" => "saving",
            other => other,
        };
        let open = ["OPEN", "SUBMITTED", "UNDER_REVIEW", "IN_PROGRESS"];
        let disputes = self.rows("debit_card_disputes", "account_id", id);
        let disputes = disputes.filter(|(_, row)| open.contains(&text(row, "status")));
        json!({
            "id": id,
            "name": name,
            "class": class,
            "open": text(row, "status") == "OPEN",
            "opened": text(row, "date_opened"),
            "balance": row.get("current_holdings"),
            "tier": self.tier(name),
            "savings": if class == "saving" { self.terms("savings_terms", name) } else { Json::Null },
            "checking": if class == "checking" { self.terms("checking_terms", name) } else { Json::Null },
            "entries": entries::entries(self, id),
            "open_disputes": disputes.count(),
            "reported": self.rows("interest_reports", "account_id", id).next().is_some(),
            "cards": self.debit_cards(id),
        })
    }

    pub(crate) fn tier(&self, account: &str) -> String {
        let terms = self.terms("checking_terms", account);
        terms.get("tier").and_then(Json::as_str).unwrap_or("none").to_owned()
    }

    /// Of one account, or of all where none is named.
    fn debit_cards(&self, account: &str) -> Json {
        let all = self.mine("debit_cards");
        let all = all.filter(|(_, row)| account.is_empty() || text(row, "account_id") == account);
        all.map(|(id, row)| self.debit_card(id, row)).collect()
    }

    fn debit_card(&self, id: &str, row: &Row) -> Json {
        let account = text(row, "account_id");
        let accounts = self.bank.tables.get("accounts");
        let Some(held) = accounts.and_then(|all| all.get(account)) else { return Json::Null };
        let year = TODAY.checked_sub(jiff::Span::new().years(1)).unwrap_or(TODAY);
        let counts = ["lost", "stolen", "fraud", "damaged"];
        let replaced = self.rows("debit_cards", "account_id", account).filter(|(_, row)| {
            let issued = date(text(row, "issue_date"));
            counts.contains(&text(row, "issue_reason")) && issued.is_some_and(|day| day > year)
        });
        let waits = |refund: bool| {
            let mut lines = self.rows("bank_account_transaction_history", "account_id", account);
            lines.any(|(_, row)| {
                let credit = row.get("amount").and_then(cents).unwrap_or_default() > 0;
                text(row, "status") == "pending" && credit == refund
            })
        };
        let reason = text(row, "issue_reason");
        json!({
            "id": id,
            "account": account,
            "account_name": text(held, "level"),
            "account_open": text(held, "status") == "OPEN",
            "tier": self.tier(text(held, "level")),
            "status": text(row, "status"),
            "issued": text(row, "issue_date"),
            "closed_now": row.contains_key("closed_for"),
            "reason": if reason.is_empty() { "new_account" } else { reason },
            "replaced_in_year": replaced.count(),
            "pending": waits(false),
            "pending_refund": waits(true),
            "fraud_alert": flag(row, "fraud_alert_active"),
            "alert_source": row.get("alert_source"),
            "velocity_blocked": flag(row, "velocity_blocked"),
            "chip_failures": row.get("chip_verification_failures").unwrap_or(&json!(0)),
            "reported_stolen": row.contains_key("stolen_reported_by"),
            "pin_locked": flag(row, "pin_locked"),
            "security_hold": text(row, "pin_lock_reason") == "security_hold",
            "locks_before": row.get("pin_locks_last_90_days").unwrap_or(&json!(0)),
            "flags": crate::pin::flags(self, id, row, held),
        })
    }

    fn referrals(&self) -> Json {
        let all = self.rows("referrals", "referrer_id", self.user);
        let mut all: Vec<Json> = all
            .filter(|_| !self.user.is_empty())
            .map(|(id, row)| {
                let kind = text(row, "referred_account_type");
                json!({
                    "id": id, "kind": kind, "on": text(row, "date"),
                    "terms": self.terms("referral_programmes", kind),
                    "status": text(row, "referral_status"),
                })
            })
            .collect();
        let day = |one: &Json| one.get("on").and_then(Json::as_str).and_then(date);
        all.sort_by_key(|one| std::cmp::Reverse(day(one)));
        Json::Array(all)
    }
}

/// Whether a card's terms leave a shop out of its bonus: by name, or as a charging network that is not one
/// of those they name.
fn excluded(terms: &Json, merchant: &str) -> bool {
    let names = |key: &str| {
        let names = terms.get(key).and_then(Json::as_array).into_iter().flatten();
        let shop = merchant.to_lowercase();
        names.filter_map(Json::as_str).any(|name| shop.contains(&name.to_lowercase()))
    };
    names("excluded_shops") || (names("charging_words") && !names("charging_networks"))
}
