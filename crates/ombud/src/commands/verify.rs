//! `ombud replay` and `ombud verify-books`: proofs over what is stored. They change nothing, and fail
//! when something is not as it must be.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use kernel::{OrderId, TenantId};

use crate::config::Config;
use crate::node;

#[derive(Debug, Args)]
pub(crate) struct ReplayOptions {
    #[arg(long)]
    tenant: TenantId,
    /// One order; all of them when absent
    #[arg(long)]
    order: Option<OrderId>,
}

#[derive(Debug, Args)]
pub(crate) struct BooksOptions {
    #[arg(long)]
    tenant: TenantId,
}

pub(crate) fn replay(config: &Config, options: &ReplayOptions) -> Result<ExitCode> {
    let app = node::open_existing_app(config)?;
    let report = match options.order.clone() {
        Some(order) => app.read_blocking(&app.system(&options.tenant), move |session| {
            app::replay::order(session, &order)
        }),
        None => app::replay::all(&app, &options.tenant),
    };
    app.store().close();
    let report = report?;
    println!(
        "{} orders replayed from {} events: {} entries, {} decisions",
        report.orders, report.events, report.entries, report.decisions
    );
    for difference in &report.differences {
        println!("differs: {difference}");
    }
    Ok(verdict(report.is_same(), "the same, byte by byte"))
}

pub(crate) fn books(config: &Config, options: &BooksOptions) -> Result<ExitCode> {
    let app = node::open_existing_app(config)?;
    let report = app.read_blocking(&app.system(&options.tenant), app::ledger::verify_books);
    app.store().close();
    let report = report?;
    println!(
        "{} orders, {} disputes, {} entries checked",
        report.orders, report.disputes, report.entries
    );
    for violation in &report.violations {
        println!("{}: {}", violation.invariant, violation.what);
    }
    Ok(verdict(report.is_sound(), "the books hold"))
}

fn verdict(holds: bool, words: &str) -> ExitCode {
    if holds {
        println!("{words}");
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
