//! The program itself, as a script or a log sees it: what it prints where, without a terminal.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::Path;
use std::process::{Command, Output};

fn ombud(data: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ombud"));
    command.env_clear().env("OMBUD__STORE__DATA_DIR", data).args(arguments);
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

#[test]
fn a_copy_tells_of_each_table_beside_its_result() {
    let dir = tempfile::tempdir().unwrap();
    let made = ombud(dir.path(), &["tenant", "create", "acme"]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let (from, to) = (dir.path().join("ombud.db"), dir.path().join("copy.db"));
    let places = ["--from", from.to_str().unwrap(), "--to", to.to_str().unwrap()];
    let copied = ombud(dir.path(), &[&["migrate-store"], &places[..]].concat());
    let (out, told) = (text(&copied.stdout), text(&copied.stderr));
    assert!(copied.status.success(), "{told}");
    assert_eq!(out, "copied and compared: the stores are equal\n");
    let lines: Vec<&str> = told.lines().filter(|line| line.contains(" rows copied")).collect();
    assert!(lines.len() > 30, "{told}");
    assert!(lines[0].starts_with("tenants: 1 rows copied and compared (1 of "), "{told}");
    assert!(lines.iter().any(|line| line.starts_with("evidence: 0 rows ")), "{told}");
}
