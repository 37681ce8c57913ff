//! Rules for Rust files: short, documented, no leftovers, SQL in its place.
//!
//! It looks at lines and words, never at types; what needs types is a clippy lint.

use super::lexer::{code, literals};
use super::{File, Finding};

/// Aim for 400. A file above this has two subjects.
const FILE_LINES_MAX: usize = 500;

/// Words that must not be in any code, with the reason as the fix.
const FORBIDDEN: &[(&str, &str)] = &[
    ("todo!", "write the code, or leave the whole feature for a later change"),
    ("unimplemented!", "write the code, or leave the whole feature for a later change"),
    ("dbg!", "use `tracing`, or delete it"),
    ("#[ignore", "make the test pass everywhere, or make it say why it was skipped"),
];

/// Words that begin a statement of SQL. The next word is the statement's own.
const SQL: &[&[&str]] = &[
    &["SELECT"],
    &["INSERT", "INTO"],
    &["DELETE", "FROM"],
    &["CREATE", "TABLE"],
    &["CREATE", "INDEX"],
    &["CREATE", "UNIQUE", "INDEX"],
    &["ALTER", "TABLE"],
    &["DROP", "TABLE"],
    &["PRAGMA"],
    &["BEGIN", "IMMEDIATE"],
];

pub(super) fn check(file: &File) -> Vec<Finding> {
    let code = code(&file.text);
    let mut findings = Vec::new();
    findings.extend(length(file));
    findings.extend(module_docs(file));
    findings.extend(forbidden(file, &code));
    findings.extend(sleeping_tests(file, &code));
    findings.extend(sql(file));
    findings
}

fn length(file: &File) -> Option<Finding> {
    let lines = file.text.lines().count();
    (lines > FILE_LINES_MAX).then(|| {
        let what = format!("{lines} lines, {FILE_LINES_MAX} are the limit");
        file.finding(lines, "file-length", what, "move one subject into a module of its own")
    })
}

/// Every module begins with `//!`: what it is, and what it must never do.
fn module_docs(file: &File) -> Option<Finding> {
    if !file.path.contains("/src/") {
        return None;
    }
    let mut open_brackets = 0_i32;
    for line in file.text.lines().map(str::trim) {
        if let Some(doc) = line.strip_prefix("//!") {
            if !doc.trim().is_empty() {
                return None;
            }
        } else if open_brackets > 0 || line.starts_with("#![") {
            for c in line.chars() {
                open_brackets += i32::from(c == '[') - i32::from(c == ']');
            }
        } else if !line.is_empty() && !line.starts_with("//") {
            break;
        }
    }
    let what = "the module does not say what it is".to_owned();
    Some(file.finding(
        1,
        "module-docs",
        what,
        "begin with `//!`: what it is, what it must never do",
    ))
}

fn forbidden(file: &File, code: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (line, number) in code.lines().zip(1..) {
        for (word, fix) in FORBIDDEN {
            let found = line.match_indices(word).any(|(at, _)| {
                let before = line.get(..at).and_then(|text| text.chars().next_back());
                !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
            });
            if found {
                findings.push(file.finding(number, "forbidden", format!("`{word}`"), fix));
            }
        }
    }
    findings
}

/// A test that sleeps is slow when it passes and wrong when the machine is busy.
fn sleeping_tests(file: &File, code: &str) -> Vec<Finding> {
    const FIX: &str = "wait on a condition: a channel, a join, a virtual clock";
    let all_tests = file.path.contains("/tests/") || file.path.ends_with("/tests.rs");
    let mut in_tests = all_tests;
    let mut findings = Vec::new();
    for (line, number) in code.lines().zip(1..) {
        in_tests |= line.trim_start().starts_with("#[cfg(test)]");
        if in_tests && line.contains("thread::sleep") {
            findings.push(file.finding(number, "sleep", "a test that sleeps".to_owned(), FIX));
        }
    }
    findings
}

/// SQL is written in `store`, and in `bench`, which compares it with a bare loop.
fn sql(file: &File) -> Vec<Finding> {
    const FIX: &str = "make it a function of the `store` crate";
    let subject = file.path.starts_with("crates/") || file.path.starts_with("sim/");
    if !subject || file.path.starts_with("crates/store/") {
        return Vec::new();
    }
    let found = |(line, literal): (usize, &str)| {
        let statement = statement(literal)?;
        Some(file.finding(line, "sql", format!("SQL outside `store`: {statement}"), FIX))
    };
    literals(&file.text).into_iter().filter_map(found).collect()
}

fn statement(literal: &str) -> Option<String> {
    let words: Vec<&str> = literal
        .split(|c: char| c.is_whitespace() || "\"#()\\".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    (0..words.len()).find_map(|start| {
        let tail = words.get(start..)?;
        let updates = tail.first() == Some(&"UPDATE") && tail.get(2) == Some(&"SET");
        let begins = |sql: &&&[&str]| tail.starts_with(sql) && tail.len() > sql.len();
        let known = SQL.iter().find(begins).map(|sql| sql.join(" "));
        known.or_else(|| updates.then(|| "UPDATE … SET".to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::super::{brief, sample};
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        brief(&check(&sample(path, text)))
    }

    #[test]
    fn each_rule_finds_its_violation() {
        let library = "crates/app/src/lib.rs";
        let long = format!("//! Doc.\n{}", "fn f() {}\n".repeat(500));
        let cases = [
            ("crates/app/src/long.rs", long.as_str(), "501 file-length"),
            (library, "use std::fmt;\n//! Too late.\n", "1 module-docs"),
            (library, "//!\n//!   \nuse std::fmt;\n", "1 module-docs"),
            (library, "//! D.\nfn f() { todo!() }\n", "2 forbidden"),
            (library, "//! D.\nfn f() { std::dbg!(1); }\n", "2 forbidden"),
            ("crates/app/tests/a.rs", "#[test]\n#[ignore = \"slow\"]\nfn f() {}\n", "2 forbidden"),
            ("crates/app/tests/a.rs", "fn f() {\n std::thread::sleep(d) }\n", "2 sleep"),
            (library, "//! D.\n#[cfg(test)]\nmod t { use std::thread::sleep; }\n", "3 sleep"),
            (library, "//! D.\nlet q = \"SELECT 1\";\n", "2 sql"),
            (library, "//! D.\nlet q = \"\\\n  INSERT\n  INTO t\";\n", "2 sql"),
            ("sim/src/lib.rs", "//! D.\nlet q = r#\"UPDATE t SET a = 1\"#;\n", "2 sql"),
        ];
        for (path, text, expected) in cases {
            assert_eq!(found(path, text), [expected], "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_a_violation_is_left_alone() {
        let cases = [
            ("crates/app/src/a.rs", "#![cfg_attr(\n    test,\n    allow(x)\n)]\n//! D.\n"),
            ("crates/app/src/a.rs", "// todo!\n//! D.\nlet a = \"dbg!(1) #[ignore]\";\n"),
            ("crates/app/src/a.rs", "//! D.\nmacro_rules! my_todo { () => {} }\nmy_todo!();\n"),
            ("crates/app/src/a.rs", "//! D.\nlet a = \"DELETE /v1/keys or SELECT\";\n"),
            ("crates/app/src/a.rs", "//! D. SELECT x FROM y\nlet a = \"Select one\";\n"),
            ("crates/store/src/a.rs", "//! D.\nlet q = \"SELECT 1\";\n"),
            ("bench/src/a.rs", "//! D.\nlet q = \"SELECT 1\";\n"),
            ("crates/app/tests/a.rs", "fn f() {}\n"),
        ];
        for (path, text) in cases {
            assert!(found(path, text).is_empty(), "{text}");
        }
    }
}
