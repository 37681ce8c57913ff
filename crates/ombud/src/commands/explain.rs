//! `ombud explain`: why a dispute was decided as it was, in plain words.

use anyhow::{Context as _, Result};
use clap::{Args, ValueEnum};
use dispute::decide::Audience;
use kernel::{DisputeId, TenantId};

use crate::config::Config;
use crate::node;

#[derive(Debug, Args)]
pub(crate) struct Options {
    dispute: DisputeId,
    #[arg(long)]
    tenant: TenantId,
    /// For whom
    #[arg(long, value_enum, default_value_t = For::Agent)]
    audience: For,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum For {
    Customer,
    Merchant,
    Agent,
}

pub(crate) fn run(config: &Config, options: &Options) -> Result<()> {
    let audience = match options.audience {
        For::Customer => Audience::Customer,
        For::Merchant => Audience::Merchant,
        For::Agent => Audience::Agent,
    };
    let app = node::open_existing_app(config)?;
    let dispute = options.dispute;
    let explained = app.read_blocking(&app.system(&options.tenant), move |session| {
        let view = app::disputes::get(session, dispute)?;
        let newest = view.dispute.decisions.last().map(|mark| mark.id);
        let newest = newest.ok_or_else(|| app::AppError::not_found("a decision on", &dispute))?;
        app::disputes::explain(session, newest, audience)
    });
    app.store().close();
    println!("{}", explained.context("it cannot be explained")?.text);
    Ok(())
}
