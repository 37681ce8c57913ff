#![allow(clippy::unwrap_used)]
use app::{App, AppOptions};
use kernel::*;
use std::sync::Arc;
use store::testkit;
fn main() {
    let clock = Arc::new(ManualClock::at("2018-12-01T00:00:00Z".parse().unwrap()));
    let store = testkit::inline(Arc::clone(&clock), store::FaultPlan::default()).unwrap();
    let app = App::new(store, AppOptions::new([1; 32])).unwrap();
    let tenant: TenantId = "olist".parse().unwrap();
    app.create_tenant_blocking(app::tenants::NewTenant {
        id: tenant.clone(),
        name: "O".into(),
        sandbox: false,
    })
    .unwrap();
    let mut rejects = Vec::new();
    let row = app::import::olist(
        &app,
        &tenant,
        std::path::Path::new("/tmp/olist"),
        &mut rejects,
        &mut |_| {},
    )
    .unwrap();
    println!("{row:?}");
    let text = String::from_utf8(rejects).unwrap();
    let mut counts = std::collections::BTreeMap::new();
    for line in text.lines() {
        let v: serde_json::Value = serde_json::from_str(line).unwrap();
        *counts
            .entry(format!(
                "{}: {}",
                v["field"],
                v["reason"].as_str().unwrap().chars().take(90).collect::<String>()
            ))
            .or_insert(0) += 1;
    }
    let mut c: Vec<_> = counts.into_iter().collect();
    c.sort_by_key(|(_, n)| -n);
    for (k, n) in c.iter().take(15) {
        println!("{n} {k}");
    }
    let sys = app.system(&tenant);
    let report = app.read_blocking(&sys, app::ledger::verify_books).unwrap();
    println!(
        "{} orders {} violations {:?}",
        report.orders,
        report.violations.len(),
        report.violations.first()
    );
    println!("{:?}", app::replay::all(&app, &tenant).unwrap().differences.len());
}
