//! `cargo xtask tidy`: the rules of this repository that no compiler or linter checks.
//!
//! Each rule is a function from text to findings, so each has a test with a sample that breaks it.
//! There is no list of exceptions, here or elsewhere: a rule that needs one is changed.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use crate::shell::Workspace;

mod data;
mod deps;
mod docs;
mod lexer;
mod rust;

/// One thing to mend.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    path: String,
    /// Counted from 1.
    line: usize,
    rule: &'static str,
    what: String,
    fix: &'static str,
}

/// A text file of the repository; its path is relative to the root, with `/` on every system.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl File {
    fn is(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|found| found == extension)
    }

    fn finding(&self, line: usize, rule: &'static str, what: String, fix: &'static str) -> Finding {
        Finding { path: self.path.clone(), line, rule, what, fix }
    }
}

/// Kinds of files that are read; the rest (images, archives, test vectors) is not ours to judge.
const TEXT_EXTENSIONS: &[&str] =
    &["rs", "toml", "md", "sql", "sh", "yml", "yaml", "html", "css", "js", "json"];

/// What a build or a run leaves behind at the root, as `.gitignore` has it.
const ROOT_FOLDERS_LEFT_OUT: &[&str] = &["target", ".git", "data", "ombud-data", "reports"];
/// The same, wherever it is: packages, and what the web build makes.
const FOLDERS_LEFT_OUT: &[&str] = &["node_modules", "dist", "coverage", ".site"];

/// Looks for everything there is to mend.
///
/// # Errors
/// Every finding; when a file cannot be read, or cargo cannot describe the workspace.
pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let files = files(workspace.root())?;
    let mut findings = check_files(workspace.root(), &files);
    findings.extend(deps::check(&deps::Graph::read(workspace)?, &files));
    findings.sort();
    let told = |Finding { path, line, rule, what, fix }: &Finding| {
        format!("{path}:{line}: [{rule}] {what}\n    fix: {fix}")
    };
    let told: Vec<String> = findings.iter().map(told).collect();
    let counts = format!("tidy: {} files, {} findings", files.len(), findings.len());
    ensure!(told.is_empty(), "{counts}\n{}", told.join("\n"));
    println!("{counts}");
    Ok(())
}

fn check_files(root: &Path, files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files {
        findings.extend(white_space(file));
        findings.extend(data::check(file));
        if file.is("rs") {
            findings.extend(rust::check(file));
        }
        if file.is("md") {
            findings.extend(docs::links(file, |target| root.join(target).exists()));
        }
    }
    findings.extend(docs::changelog(files));
    findings
}

/// Every text file below the root, sorted by path.
///
/// # Errors
/// When a folder or a file cannot be read, or a text file is not UTF-8.
pub(crate) fn files(root: &Path) -> Result<Vec<File>> {
    let mut files = Vec::new();
    walk(root, root, &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn walk(root: &Path, dir: &Path, files: &mut Vec<File>) -> Result<()> {
    let cannot_read = || format!("cannot read {}", dir.display());
    for entry in fs::read_dir(dir).with_context(cannot_read)? {
        let entry = entry.with_context(cannot_read)?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        let name = entry.file_name().to_string_lossy().into_owned();
        let left_out = dir == root && ROOT_FOLDERS_LEFT_OUT.contains(&name.as_str());
        if kind.is_dir() && !left_out && !FOLDERS_LEFT_OUT.contains(&name.as_str()) {
            walk(root, &path, files)?;
        }
        let relative = path.strip_prefix(root)?.to_string_lossy().replace('\\', "/");
        let extension = path.extension().unwrap_or_default().to_string_lossy();
        let is_text = TEXT_EXTENSIONS.contains(&extension.as_ref()) || relative == ".ci/run";
        if kind.is_file() && is_text {
            let text = fs::read_to_string(&path)
                .with_context(|| format!("cannot read {} as UTF-8 text", path.display()))?;
            files.push(File { path: relative, text });
        }
    }
    Ok(())
}

/// No tabs, no white space at the end of a line, a newline at the end of the file.
fn white_space(file: &File) -> Vec<Finding> {
    const RULE: &str = "white-space";
    const FIX: &str = "let the formatter or your editor remove it";
    if file.is("json") {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (line, number) in file.text.split('\n').zip(1..) {
        if line.contains('\t') {
            findings.push(file.finding(number, RULE, "a tab".to_owned(), FIX));
        }
        if line.ends_with(char::is_whitespace) {
            findings.push(file.finding(number, RULE, "space at the end".to_owned(), FIX));
        }
    }
    if !file.text.is_empty() && !file.text.ends_with('\n') {
        let last = file.text.lines().count();
        findings.push(file.finding(last, RULE, "no newline at the end".to_owned(), "add one"));
    }
    findings
}

#[cfg(test)]
pub(crate) fn sample(path: &str, text: &str) -> File {
    File { path: path.to_owned(), text: text.to_owned() }
}

/// The findings as `line rule`, for comparison in a table.
#[cfg(test)]
pub(crate) fn brief(findings: &[Finding]) -> Vec<String> {
    findings.iter().map(|finding| format!("{} {}", finding.line, finding.rule)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_found() {
        let found = |text| brief(&white_space(&sample("a.md", text)));
        assert_eq!(found("a\n\tb\nc \n"), ["2 white-space", "3 white-space"]);
        assert_eq!(found("a\r\n"), ["1 white-space"]);
        assert_eq!(found("a"), ["1 white-space"]);
        assert!(found("a\n\nb\n").is_empty() && found("").is_empty());
    }

    #[test]
    fn the_walk_reads_this_file_and_no_build_output() {
        let files = files(Workspace::find().unwrap().root()).unwrap();
        let has = |path: &str| files.iter().any(|file| file.path == path);
        assert!(has("xtask/src/tidy/mod.rs") && has("Cargo.toml"));
        assert!(!files.iter().any(|file| file.path.starts_with("target/")));
    }

    #[test]
    fn all_file_rules_are_wired_in() {
        let files = [
            sample("crates/a/src/lib.rs", "fn f() { dbg!(1) } "),
            sample("policy/a.toml", "= 1\n"),
            sample("README.md", "[x](nowhere.md)\n"),
        ];
        let found = check_files(Path::new("/nowhere"), &files);
        let rules: Vec<_> = found.iter().map(|finding| finding.rule).collect();
        for rule in ["white-space", "forbidden", "module-docs", "data", "link", "changelog"] {
            assert!(rules.contains(&rule), "{rule} is missing in {rules:?}");
        }
    }
}
