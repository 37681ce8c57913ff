//! Policy files: what is wrong with one, and what one changes.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use cobrowse::policy::{self, Policy, Turn, faults, line_of};
use kernel::{Clock as _, Duration, Timestamp};
use serde::Serialize;

use super::keys::{public_key, signature_of};
use crate::host::SystemClock;

/// Rules that end within so many days are told.
const SOON_DAYS: i64 = 30;
const DAY_SECONDS: i64 = 86_400;

#[derive(Debug, Args)]
pub(crate) struct CheckOptions {
    /// redaction.toml
    file: PathBuf,
    /// Verify redaction.sig too: a public key, or a file of one; may be repeated
    #[arg(long = "key", value_name = "PUBLIC_KEY")]
    keys: Vec<String>,
    /// The result as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct DiffOptions {
    /// The file in force
    old: PathBuf,
    /// The file that is to follow it
    new: PathBuf,
    /// The result as JSON
    #[arg(long)]
    json: bool,
}

/// Something about a line of a file.
#[derive(Debug, Serialize)]
struct Note {
    line: Option<usize>,
    message: String,
}

#[derive(Debug, Serialize)]
struct Checked {
    good: bool,
    version: Option<u32>,
    hash: Option<String>,
    rules: usize,
    /// The id of the key that signed it.
    signed_by: Option<String>,
    faults: Vec<Note>,
    warnings: Vec<Note>,
}

pub(super) fn read(what: &str, path: &Path) -> Result<String> {
    std::fs::read_to_string(path)
        .with_context(|| format!("{what} {}: the file cannot be read", path.display()))
}

/// A policy file with its text.
///
/// # Errors
/// With the file, and all that is wrong with it.
pub(super) fn read_policy(path: &Path) -> Result<(String, Policy)> {
    let text = read("policy", path)?;
    match Policy::parse(&text) {
        Ok(policy) => Ok((text, policy)),
        Err(_) => {
            let told: Vec<String> = notes(&text).iter().map(|note| shown(path, note)).collect();
            bail!("{}", told.join("\n"))
        }
    }
}

fn notes(text: &str) -> Vec<Note> {
    let note = |fault: policy::Fault| Note { line: fault.line, message: fault.error.to_string() };
    faults(text).into_iter().map(note).collect()
}

fn shown(path: &Path, note: &Note) -> String {
    match note.line {
        Some(line) => format!("{}:{line}: {}", path.display(), note.message),
        None => format!("{}: {}", path.display(), note.message),
    }
}

/// What ends soon, and what is over.
fn warnings(text: &str, policy: &Policy, now: Timestamp) -> Vec<Note> {
    let today = now.utc_date();
    let soon = now.plus(Duration::from_secs(SOON_DAYS * DAY_SECONDS)).utc_date();
    let ending = policy.rules.iter().enumerate().filter_map(|(at, rule)| {
        let last = rule.expires.filter(|last| *last <= soon)?;
        let what = match (rule.effect.releases(), last < today) {
            (true, true) => "it is over: the rule does nothing any more",
            (true, false) => "it ends soon; give it a later day, which a second person approves",
            (false, _) => "a reminder: is the rule still needed? It stays in force",
        };
        let line = line_of(text, Some(at), Some("expires"));
        Some(Note { line, message: format!("rule {}: expires {last}: {what}", rule.id) })
    });
    ending.collect()
}

pub(super) fn check(options: &CheckOptions) -> Result<ExitCode> {
    let text = read("policy", &options.file)?;
    let mut checked = Checked {
        good: false,
        version: None,
        hash: None,
        rules: 0,
        signed_by: None,
        faults: notes(&text),
        warnings: Vec::new(),
    };
    if let Ok(policy) = Policy::parse(&text) {
        checked.version = Some(policy.version);
        checked.hash = Some(policy.hash().to_string());
        checked.rules = policy.rules.len();
        checked.warnings = warnings(&text, &policy, SystemClock.now());
        if !options.keys.is_empty() {
            match signed_by(options, &policy) {
                Ok(id) => checked.signed_by = Some(id),
                Err(error) => {
                    checked.faults.push(Note { line: None, message: format!("{error:#}") });
                }
            }
        }
    }
    checked.good = checked.faults.is_empty();
    print(options, &checked)?;
    Ok(if checked.good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn signed_by(options: &CheckOptions, policy: &Policy) -> Result<String> {
    let keys = options.keys.iter().map(|key| public_key(key)).collect::<Result<Vec<_>>>()?;
    let line = read("signature", &signature_of(&options.file))?;
    Ok(policy.verify(&line, &keys)?.id())
}

fn print(options: &CheckOptions, checked: &Checked) -> Result<()> {
    if options.json {
        println!("{}", serde_json::to_string_pretty(checked)?);
        return Ok(());
    }
    for fault in &checked.faults {
        println!("{}", shown(&options.file, fault));
    }
    for warning in &checked.warnings {
        println!("{} (warning)", shown(&options.file, warning));
    }
    if let (true, Some(version), Some(hash)) = (checked.good, checked.version, &checked.hash) {
        println!("good: version {version}, {}, hash {hash}", rules(checked.rules));
    }
    match &checked.signed_by {
        Some(key) => println!("signed with key {key}"),
        None if checked.good => println!("the signature was not looked at: give --key"),
        None => {}
    }
    Ok(())
}

pub(super) fn diff(options: &DiffOptions) -> Result<()> {
    let (_, old) = read_policy(&options.old)?;
    let (_, new) = read_policy(&options.new)?;
    let diff = policy::diff(&old, &new).context("the new file cannot follow the old one")?;
    if options.json {
        println!("{}", serde_json::to_string_pretty(&diff)?);
        return Ok(());
    }
    for rule in diff.rules.iter().filter(|rule| rule.turn != Turn::Same) {
        let turn = if rule.turn == Turn::Wider { "WIDER" } else { "narrower" };
        println!("rule {}: {turn}", rule.id);
        let more = rule.gained.iter().map(|words| format!("  + {words}"));
        let less = rule.lost.iter().map(|words| format!("  - {words}"));
        more.chain(less).for_each(|line| println!("{line}"));
    }
    println!("{}", verdict(diff.turn));
    Ok(())
}

pub(super) const fn verdict(turn: Turn) -> &'static str {
    match turn {
        Turn::Same => "agents see and may do the same",
        Turn::Narrower => "agents see or may do less: one person puts it in force",
        Turn::Wider => "agents see or may do MORE: a second person must approve it",
    }
}

/// How many rules, in words.
pub(super) fn rules(count: usize) -> String {
    format!("{count} {}", if count == 1 { "rule" } else { "rules" })
}
