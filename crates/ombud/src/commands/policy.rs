//! `ombud policy`: read, check and prove policy files; show what is in force.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use app::Bundle;
use clap::{Args, Subcommand};
use kernel::TenantId;

use crate::config::Config;
use crate::node;

/// Most files of a policy.
const FILES_MAX: usize = 200;

#[derive(Debug, Subcommand)]
pub(crate) enum Policy {
    /// Check a folder laid out like `policy/`: files that are not there are those that ship; a file
    /// that a policy cannot have is refused
    Check(CheckOptions),
    /// Show the policy in force, its tables in words
    Show(ShowOptions),
}

#[derive(Debug, Args)]
pub(crate) struct CheckOptions {
    /// The folder; the policy that ships when absent
    pub(super) dir: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct ShowOptions {
    #[arg(long)]
    tenant: TenantId,
}

pub(crate) fn check(options: &CheckOptions) -> Result<()> {
    let (bundle, own) = match &options.dir {
        None => (Bundle::shipped(), 0),
        Some(dir) => {
            let mut files = Vec::new();
            collect(dir, dir, &mut files)?;
            Bundle::of_folder(files).with_context(|| dir.display().to_string())?
        }
    };
    let rules = bundle.load()?;
    println!(
        "good: {} files ({own} of your own), version {}, rules {}",
        bundle.names().count(),
        rules.pack.version,
        rules.hash
    );
    println!("every decision table is proved to have no gap and no overlap");
    Ok(())
}

/// Every file below a folder, but for notes to its readers and what begins with a dot.
fn collect(root: &Path, dir: &Path, files: &mut Vec<(String, String)>) -> Result<()> {
    let shown = || format!("cannot read {}", dir.display());
    for entry in std::fs::read_dir(dir).with_context(shown)? {
        let path = entry.with_context(shown)?.path();
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        let note = path.extension().is_some_and(|ending| ending == "md" || ending == "txt");
        if hidden || (note && path.is_file()) {
            continue;
        }
        if path.is_dir() {
            collect(root, &path, files)?;
        } else {
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("cannot read {}", path.display()))?;
            let name = path.strip_prefix(root).unwrap_or(&path);
            files.push((name.display().to_string(), text));
        }
        if files.len() > FILES_MAX {
            bail!("more than {FILES_MAX} files below {}: is it the right folder?", root.display());
        }
    }
    Ok(())
}

pub(crate) fn show(config: &Config, options: &ShowOptions) -> Result<()> {
    let app = node::open_existing_app(config)?;
    let info = app.read_blocking(&super::keys::operator(&options.tenant)?, app::policies::active);
    app.store().close();
    let info = info?;
    println!(
        "version {}\nbundle  {}\nrules   {}\n\n{}",
        info.version, info.bundle, info.rules, info.tables
    );
    Ok(())
}
