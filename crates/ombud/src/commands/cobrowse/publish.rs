//! Proposing a policy file to a server, as `POST /v1/cobrowse/policy` takes it.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use kernel::canonical::Sha256Hex;
use serde_json::{Value, json};

use super::files::{read, read_policy};
use super::keys::signature_of;
use crate::commands::serve::runtime;
use crate::host;

const ANSWER_SECONDS_MAX: u64 = 30;

#[derive(Debug, Args)]
pub(crate) struct Options {
    /// redaction.toml; its signature is taken from redaction.sig beside it, where there is one
    file: PathBuf,
    /// Where Ombud is, such as https://desk.example.com
    #[arg(long, value_name = "URL")]
    server: String,
    /// A file with the API key of somebody who leads the desk
    #[arg(long, value_name = "FILE")]
    api_key_file: PathBuf,
}

pub(super) fn run(options: &Options) -> Result<()> {
    let (file, policy) = read_policy(&options.file)?;
    let beside = signature_of(&options.file);
    let signature = if beside.exists() { Some(read("signature", &beside)?) } else { None };
    let key = read("--api-key-file", &options.api_key_file)?;
    let body = json!({ "file": file, "signature": signature });
    let (status, answer) = runtime()?.block_on(post(options, key.trim(), &body))?;
    if status != 200 {
        let why = answer.get("detail").or(answer.get("title")).and_then(Value::as_str);
        bail!("{} answers {status}: {}", options.server, why.unwrap_or("no reason"));
    }
    if answer.get("in_force") == Some(&Value::Bool(true)) {
        println!("version {} is in force: it lets agents see no more than before", policy.version);
        return Ok(());
    }
    for rule in answer.get("rules").and_then(Value::as_array).into_iter().flatten() {
        let gained = rule.get("gained").and_then(Value::as_array).into_iter().flatten();
        for words in gained.filter_map(Value::as_str) {
            println!("  + {words}");
        }
    }
    println!(
        "version {} lets agents see more: it waits for another person. Somebody else who leads the desk \
         approves the task in the console, or with POST /v1/policies/proposals/TASK/activate",
        policy.version
    );
    Ok(())
}

async fn post(options: &Options, key: &str, body: &Value) -> Result<(u16, Value)> {
    // Another part of the program may have chosen already; it is the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder().timeout(Duration::from_secs(ANSWER_SECONDS_MAX));
    let client = client.build().context("the client for --server")?;
    let url = format!("{}/v1/cobrowse/policy", options.server.trim_end_matches('/'));
    let asked = client
        .post(&url)
        .bearer_auth(key)
        .header("Idempotency-Key", Sha256Hex::from_bytes(host::entropy()?).to_string())
        .json(body)
        .send();
    let answer = asked.await.with_context(|| format!("--server: {url} cannot be reached"))?;
    let status = answer.status().as_u16();
    Ok((status, answer.json().await.unwrap_or(Value::Null)))
}
