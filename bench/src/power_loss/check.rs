//! After the cut: the database is whole, every acknowledged write is there, the books balance and
//! the audit trail verifies.

use std::collections::HashMap;
use std::io::BufReader;
use std::path::Path;

use anyhow::{Result, bail, ensure};
use app::{App, Role};
use kernel::canonical::Sha256Hex;
use kernel::{DisputeId, OrderId};

use super::journal::Journal;
use crate::server::seed::{self, Seeded};
use crate::server::{NodeOptions, open_app};

/// What was found beyond what had to be.
#[derive(Debug)]
pub(super) struct Found {
    /// Disputes committed whose answer never reached the client: allowed.
    pub(super) unacknowledged: u64,
    pub(super) audit_entries: u64,
}

pub(super) fn check(node: &NodeOptions, seeded: &Seeded, journal: &Journal) -> Result<Found> {
    integrity(Path::new(&node.database))?;
    let app = open_app(node)?;
    let disputes = orders(&app, seeded, journal)?;
    if let Some(folder) = &node.blobs {
        files(folder, journal)?;
    }
    let auditor = seed::principal(&seeded.tenant, Role::Auditor, "auditor")?;
    let books = app.read_blocking(&auditor, app::ledger::verify_books)?;
    ensure!(books.is_sound(), "the books: {:#?}", books.violations);
    let export = app::audit::export(&app, &seeded.tenant, Vec::new())?;
    let trail = compliance::audit::verify(BufReader::new(export.as_slice()), &[], &[])?;
    ensure!(trail.is_intact(), "the audit trail: {:?}", trail.findings);
    app.store().close();
    let unacknowledged = books.disputes.saturating_sub(disputes);
    Ok(Found { unacknowledged, audit_entries: trail.entries })
}

/// SQLite's own opinion of the file.
fn integrity(file: &Path) -> Result<()> {
    let connection = rusqlite::Connection::open(file)?;
    let said: String = connection.query_row("PRAGMA integrity_check", (), |row| row.get(0))?;
    ensure!(said == "ok", "integrity_check: {said}");
    Ok(())
}

/// Every acknowledged order, dispute and piece of evidence; returns how many disputes these are.
fn orders(app: &App, seeded: &Seeded, journal: &Journal) -> Result<u64> {
    let disputes: HashMap<u32, DisputeId> = journal.disputes.iter().copied().collect();
    let files: HashMap<DisputeId, Sha256Hex> =
        journal.files.iter().map(|(_, dispute, sha256)| (*dispute, *sha256)).collect();
    let auditor = seed::principal(&seeded.tenant, Role::Auditor, "auditor")?;
    for number in &journal.orders {
        let id = OrderId::new(seed::order_id(*number))?;
        let view = app.read_blocking(&auditor, move |s| app::feed::order(s, &id))?;
        let paid = view.file.payments().len();
        ensure!(paid == 1, "order {number} was acknowledged and has {paid} payments");
        let Some(dispute) = disputes.get(number) else { continue };
        let Some(kept) = view.file.dispute(*dispute) else {
            bail!("dispute {dispute} of order {number} was acknowledged and is gone");
        };
        let handed_in = files.get(dispute);
        let there = |sha256| kept.evidence.iter().any(|item| item.sha256 == Some(sha256));
        ensure!(
            handed_in.is_none_or(|sha256| there(*sha256)),
            "the evidence of {dispute} was acknowledged and is gone"
        );
    }
    Ok(disputes.len() as u64)
}

/// Every acknowledged file, with its own bytes in it.
fn files(folder: &Path, journal: &Journal) -> Result<()> {
    let mut kept = HashMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Some(name) = path.file_name().and_then(|name| name.to_str()) {
                kept.insert(name.to_owned(), path.clone());
            }
        }
    }
    for (_, _, file) in &journal.files {
        let Some(path) = kept.get(&file.to_string()) else {
            bail!("the file {file} was acknowledged and is gone");
        };
        let found = Sha256Hex::of(&std::fs::read(path)?);
        ensure!(found == *file, "the file {file} holds other bytes now");
    }
    Ok(())
}
