//! Which configurations are taken, and what is said of the others.

use super::keys::{KEYS, OF_THE_FILE, describe, is_table};
use super::*;

fn read(text: &str, environment: &[(&str, &str)]) -> Result<Config> {
    let environment = environment.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
    Config::read("ombud.toml", text, environment)
}

#[test]
fn the_environment_wins_over_the_file() {
    let file = "[server]\nlisten = \"127.0.0.1:1\"\n[log]\nlevel = \"warn\"\n";
    let config = read(file, &[("OMBUD__SERVER__LISTEN", "127.0.0.1:2")]).unwrap();
    assert_eq!((config.server.listen.as_str(), config.log.level.as_str()), ("127.0.0.1:2", "warn"));
    let config = read("", &[("DATABASE_URL", "postgres://x")]).unwrap();
    assert_eq!(config.database_url(), Some("postgres://x"));
}

#[test]
fn a_wrong_key_is_named() {
    #[expect(clippy::type_complexity, reason = "a table of cases reads best as it is written")]
    let table: &[(&str, &[(&str, &str)], &str)] = &[
        ("[server]\nlisten = \"here\"", &[], "server.listen = \"here\" is no address"),
        ("[server]\nport = 1", &[], "port"),
        ("[[[", &[], "is not TOML"),
        ("[web]\norigins = [\"shop.example\"]", &[], "\"shop.example\" is no origin"),
        ("[web]\norigins = [\"https://shop.example/\"]", &[], "no path"),
        ("[web]\norigins = [\"http://shop.example\"]", &[], "is no origin"),
        ("[web]\norigins = [\"https://*.example\"]", &[], "stands for many sites"),
        ("[web]\norigins = \"https://shop.example\"", &[], "origins"),
        ("", &[("OMBUD__SERVER__PORT", "1")], "OMBUD__SERVER__PORT sets nothing"),
        ("[mcp]\nenabled = true", &[], "assistant.mode = \"act\""),
        (
            "[assistant]\nmode = \"shadow\"",
            &[],
            "assistant.mode: \"shadow\" is not known; write \"off\" or \"act\"",
        ),
        (
            "",
            &[("OMBUD__ASSISTANT__MODE", "shadow")],
            "set for each intent and market in the console",
        ),
        ("", &[("OMBUD__PAYMENTS__PROVIDER", "cash")], "payments.provider = \"cash\""),
        ("", &[("OMBUD__PAYMENTS__PROVIDER", "stripe")], "payments.stripe_secret_key is needed"),
        ("", &[("OMBUD__AUDIT__SIGNING_KEY", "abc")], "64 hexadecimal digits"),
        (
            "",
            &[("OMBUD__SERVER__DEVELOPMENT_WEBHOOKS", "yes")],
            "OMBUD__SERVER__DEVELOPMENT_WEBHOOKS = \"yes\" is neither true nor false",
        ),
        (
            "[server]\nmetrics_listen = \"0.0.0.0:9090\"",
            &[],
            "server.metrics_listen = \"0.0.0.0:9090\" is no loopback address",
        ),
        ("[server]\nmetrics_listen = \"[::]:9090\"", &[], "server.metrics_public = true"),
        ("", &[("OMBUD__STORE__DATABASE_URL_FILE", "/no/such")], "/no/such, which cannot be read"),
    ];
    for (file, environment, expected) in table {
        let error = format!("{:#}", read(file, environment).unwrap_err());
        assert!(error.contains(expected), "{expected}: {error}");
    }
}

#[test]
fn what_is_dangerous_is_off_until_it_is_asked_for() {
    let config = read("[server]\nmetrics_listen = \"[::1]:9090\"", &[]).unwrap();
    assert!(!config.server.metrics_public && !config.server.development_webhooks);
    let environment = [
        ("OMBUD__SERVER__METRICS_LISTEN", "0.0.0.0:9090"),
        ("OMBUD__SERVER__METRICS_PUBLIC", "true"),
        ("OMBUD__SERVER__DEVELOPMENT_WEBHOOKS", "true"),
    ];
    let config = read("", &environment).unwrap();
    assert!(config.server.metrics_public && config.server.development_webhooks);
}

#[test]
fn secrets_are_read_from_files_and_never_shown() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("url");
    std::fs::write(&path, "postgres://ombud:hunter2@db/x\n").unwrap();
    let file = format!("[store]\ndatabase_url_file = \"{}\"\n", path.display());
    let config = read(&file, &[]).unwrap();
    assert_eq!(config.database_url(), Some("postgres://ombud:hunter2@db/x"));
    for shown in [config.redacted(), format!("{config:?}")] {
        assert!(!shown.contains("hunter2"), "{shown}");
    }
    assert!(config.redacted().contains("store.database_url = \"[set]\""));
}

#[test]
fn every_key_is_one_of_the_configuration() {
    for (section, key, _, _) in KEYS {
        let shown = Config::default().redacted();
        assert!(shown.contains(&format!("{section}.{key} = ")), "{section}.{key}");
    }
}

#[test]
fn every_key_of_the_file_alone_is_listed_with_an_example_that_is_taken() {
    let (listed, shown) = (describe(), Config::default().redacted());
    for (key, example, _) in OF_THE_FILE {
        let (section, name) = key.split_once('.').unwrap();
        let file = if is_table(key, example) {
            format!("[{key}]\n{example}")
        } else {
            format!("[{section}]\n{name} = {example}")
        };
        assert!(read(&file, &[]).is_ok(), "{file}: {:#}", read(&file, &[]).unwrap_err());
        assert!(listed.contains(&format!("{key}\n")), "{key}");
    }
    // Whatever of the assistant is shown can be set.
    for line in shown.lines().filter(|line| line.starts_with("assistant.")) {
        let key = line.split(' ').next().unwrap();
        assert!(listed.contains(&format!("{key}\n")), "{key}");
    }
}
