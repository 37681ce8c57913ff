//! What the terminal says once the demo runs: commands that work as they are, on cases that exist.

use std::path::Path;

use anyhow::{Context as _, Result};
use app::{App, Page};
use kernel::{DisputeId, Duration, MerchantId, TenantId, Timestamp};
use store::disputes::{DisputeFilter, DisputeRow};

use crate::host;

/// A shop, a customer whose merchant stays silent, and an order: a dispute opens by itself.
const SANDBOX_ORDER: &str = include_str!("sandbox-order.jsonl");
/// How long ago that order was placed. Long ago is too late to dispute it.
const ORDERED_BEFORE: Duration = Duration::from_days(20);
const MET_BEFORE: Duration = Duration::from_days(21);

/// The order to play with, as the feed takes it.
pub(super) fn sandbox_order(now: Timestamp) -> String {
    SANDBOX_ORDER
        .replace("{met}", &now.minus(MET_BEFORE).to_string())
        .replace("{ordered}", &now.minus(ORDERED_BEFORE).to_string())
}

/// Cases worth looking at.
#[derive(Debug, Default)]
pub(super) struct Found {
    disputes: Vec<(String, i64)>,
    /// Decided by policy code, against the customer if there is such a one.
    decided: Option<DisputeId>,
    waiting: Option<DisputeId>,
    tasks: i64,
}

/// Looks for cases in the demo world.
///
/// # Errors
/// The store's.
pub(super) fn look(app: &App, tenant: &TenantId) -> Result<Found> {
    let list = |state: Option<&str>, needs_person: bool| -> Result<Vec<DisputeRow>> {
        let filter = DisputeFilter {
            state: state.map(str::to_owned),
            needs_person,
            ..DisputeFilter::default()
        };
        let page = Page::new(None, app::PAGE_ROWS_MAX)?;
        let system = app.system(tenant);
        Ok(app
            .read_blocking(&system, move |session| app::disputes::list(session, &filter, &page))?)
    };
    let closed = list(Some("closed"), false)?;
    let against = closed.iter().find(|row| row.outcome.as_deref() == Some("merchant"));
    let of = tenant.clone();
    let counts: Result<_, store::StoreError> =
        app.store().read_blocking(move |tx| store::disputes::count_by_state(tx, &of));
    let (of, now) = (tenant.clone(), app.now());
    let tasks: Result<_, store::StoreError> =
        app.store().read_blocking(move |tx| store::tasks::counts(tx, &of, store::tasks::OPEN, now));
    Ok(Found {
        disputes: counts?,
        decided: against.or_else(|| closed.first()).map(|row| row.dispute),
        waiting: list(None, true)?.first().map(|row| row.dispute),
        tasks: tasks?.iter().map(|(_, open, _)| open).sum(),
    })
}

/// The shop with the most disputes: whose seat is worth taking.
///
/// # Errors
/// When the world has no shop.
pub(super) fn busiest_merchant(app: &App, tenant: &TenantId) -> Result<MerchantId> {
    let page = Page::new(None, app::PAGE_ROWS_MAX)?;
    let rows = app.read_blocking(&app.system(tenant), move |session| {
        app::disputes::list(session, &DisputeFilter::default(), &page)
    })?;
    let mut counts = std::collections::BTreeMap::<&MerchantId, usize>::new();
    for row in &rows {
        *counts.entry(&row.merchant).or_default() += 1;
    }
    let busiest = counts.into_iter().max_by_key(|(_, count)| *count).map(|(id, _)| id.clone());
    match busiest {
        Some(merchant) => Ok(merchant),
        // A world of a few orders may have no dispute yet.
        None => {
            let first = app.read_blocking(&app.system(tenant), |session| {
                app::feed::merchants(session, "", 1)
            })?;
            Ok(first.into_iter().next().context("the world has no shop")?.id)
        }
    }
}

/// Writes the address of this start into the file of keys.
///
/// # Errors
/// When it cannot be read or written.
pub(super) fn set_address(keys_file: &Path, base: &str) -> Result<()> {
    let shown = || format!("cannot read {}", keys_file.display());
    let text = std::fs::read_to_string(keys_file).with_context(shown)?;
    let line = |line: &str| match line.starts_with("export OMBUD=") {
        true => format!("export OMBUD={base}\n"),
        false => format!("{line}\n"),
    };
    host::write_private(keys_file, &text.lines().map(line).collect::<String>())
}

/// The whole text.
pub(super) fn text(base: &str, data: &Path, found: &Found) -> String {
    let data = data.display();
    let states: Vec<String> =
        found.disputes.iter().map(|(state, count)| format!("{count} {state}")).collect();
    let mut text = format!(
        "\nOmbud runs at {base} (stop it with Ctrl-C).\n\
         The demo world has disputes: {}; {} tasks wait for a person.\n\n\
         Try it in a second terminal. First the keys, one for each role:\n\n  \
         source {data}/keys.env\n\n",
        if states.is_empty() { "none yet".to_owned() } else { states.join(", ") },
        found.tasks,
    );
    let mut add = |words: &str, command: String| {
        text.push_str(&format!("{words}\n\n  {command}\n\n"));
    };
    if let Some(id) = found.decided {
        add("Why a dispute was decided as it was, in words:", explanation(&data.to_string(), &id));
    }
    if let Some(id) = found.waiting {
        add("One that waits for a person:", get("AGENT_KEY", &format!("/v1/disputes/{id}")));
        add(
            "Decide it, as a person (above your limit it becomes a request to a second one):",
            post(
                "AGENT_KEY",
                &format!("/v1/disputes/{id}/decide"),
                r#"{"for_party": "consumer", "reasons": "Checked by hand: …"}"#,
            ),
        );
    }
    add(
        "What a shop sees, in the shape of Klarna's API:",
        get("MERCHANT_KEY", "/v4/payment/disputes?size=2"),
    );
    add("Whether debits equal credits:", get("AUDITOR_KEY", "/v1/ledger/trial-balance"));
    add(
        "A month in a second, on the demo's own clock:",
        post("OPERATOR_KEY", "/v1/sandbox/clock/advance", r#"{"by_days": 30}"#),
    );
    add(
        "A life of your own, in the empty sandbox: an order whose shop stays silent …",
        format!(
            "curl -s -H \"Authorization: Bearer $SANDBOX_COMPANY_KEY\" \
             -H 'Content-Type: application/x-ndjson' \\\n    \
             --data-binary @{data}/{} \"$OMBUD/v1/feed/batch\"; echo",
            super::ORDER_FILE
        ),
    );
    add(
        "… 22 days later …",
        post("SANDBOX_KEY", "/v1/sandbox/clock/advance", r#"{"by_days": 22}"#),
    );
    add("… is closed, for the customer:", get("SANDBOX_AGENT_KEY", "/v1/disputes"));
    text.push_str(&format!(
        "Everything there is: {base}/v1/openapi.json. To begin again: --fresh.\n"
    ));
    text
}

/// The text of the explanation alone, which needs a program that takes it out of the JSON.
fn explanation(data: &str, id: &DisputeId) -> String {
    if host::has_program("jq") {
        let path = format!("/v1/disputes/{id}/explanation?audience=customer");
        return format!(
            "curl -s -H \"Authorization: Bearer $AGENT_KEY\" \"$OMBUD{path}\" | jq -r .text"
        );
    }
    format!(
        "OMBUD__STORE__DATA_DIR={data} ombud explain {id} --tenant {} --audience customer",
        super::DEMO
    )
}

fn get(key: &str, path: &str) -> String {
    format!("curl -s -H \"Authorization: Bearer ${key}\" \"$OMBUD{path}\"; echo")
}

fn post(key: &str, path: &str, body: &str) -> String {
    format!(
        "curl -s -H \"Authorization: Bearer ${key}\" -H 'Content-Type: application/json' \
         -H \"Idempotency-Key: $RANDOM$RANDOM\" \\\n    -d '{body}' \"$OMBUD{path}\"; echo"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_to_play_with_is_as_young_in_every_year() {
        for now in ["2026-11-22T12:00:00Z", "2031-03-01T00:00:00Z"] {
            let now: Timestamp = now.parse().unwrap();
            let text = sandbox_order(now);
            let rows: Vec<_> = commerce::jsonl::Reader::new(text.as_bytes())
                .map(|row| row.unwrap().unwrap().record)
                .collect();
            assert_eq!(rows.len(), 5);
            for record in rows {
                let at = serde_json::to_value(&record).unwrap()["at"].clone();
                let at: Timestamp = serde_json::from_value(at).unwrap();
                assert!(at < now && now.since(at) <= MET_BEFORE, "{at}");
            }
        }
    }
}
