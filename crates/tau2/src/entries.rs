//! The lines of an account's statement.

use serde_json::{Value as Json, json};

use crate::facts::Of;
use crate::json::{Row, cents, text};

const STATES: &str = "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV \
    NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC";

/// The lines of an account, in the order of their ids.
pub(crate) fn entries(of: &Of<'_>, account: &str) -> Json {
    let held = of.bank.tables.get("accounts").and_then(|all| all.get(account));
    let name = held.map(|row| text(row, "level")).unwrap_or_default();
    let rows = of.rows("bank_account_transaction_history", "account_id", account);
    let lines = rows.enumerate().map(|(place, (id, row))| {
        let mut disputes = of.rows("debit_card_disputes", "transaction_id", id);
        let cents = row.get("amount").and_then(cents).unwrap_or_default();
        let kind = match row.get("credit_type") {
            Some(_) => "refund",
            None => text(row, "type"),
        };
        json!({
            "id": id,
            "account": account,
            "account_name": name,
            "row": place,
            "description": text(row, "description"),
            "amount": crate::json::amount(cents.abs()),
            "credit": cents > 0,
            "date": row.get("date"),
            "kind": if kind.is_empty() { "other" } else { kind },
            "posted": text(row, "status") != "pending",
            "network": (kind == "atm_withdrawal").then(|| network(row)),
            "disputed": disputes.next().is_some(),
        })
    });
    lines.collect()
}

/// The bank's own machines say so; those at home name a branch number and end with a state. `BERLIN DE` is
/// not in Delaware.
fn network(row: &Row) -> &'static str {
    let place = text(row, "description");
    let last = place.split_whitespace().last().unwrap_or_default();
    let at_home = STATES.split_whitespace().any(|state| state == last) && place.contains('#');
    if place.contains("RHO-BANK") {
        "own"
    } else if at_home {
        "domestic"
    } else {
        "foreign"
    }
}
