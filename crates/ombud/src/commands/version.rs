//! `ombud version`.

use anyhow::Result;
use clap::Args;
use kernel::canonical::Sha256Hex;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// As JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let version = env!("CARGO_PKG_VERSION");
    if !options.json {
        println!("ombud {version}");
        return Ok(());
    }
    let openapi = Sha256Hex::of(api::openapi_json()?.as_bytes());
    let policy = Sha256Hex::of(app::Bundle::shipped().to_text()?.as_bytes());
    let told = serde_json::json!({
        "version": version,
        "openapi_sha256": openapi,
        "shipped_policy_sha256": policy,
        "engines": ["sqlite", "postgres"],
    });
    println!("{told:#}");
    Ok(())
}
