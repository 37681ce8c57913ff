//! What a long benchmark is doing, on stderr: figures alone go to stdout.

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

/// Says what begins now.
pub fn say(what: &str) {
    eprintln!("· {what}");
}

/// A bar of this many, or nothing where stderr is no terminal.
///
/// # Errors
/// When the bar's template does not parse.
pub fn bar(count: u64, what: &str) -> Result<ProgressBar> {
    let template = format!("{{bar:40}} {{pos}}/{{len}} {what}, {{eta}} left");
    Ok(ProgressBar::new(count).with_style(ProgressStyle::with_template(&template)?))
}
