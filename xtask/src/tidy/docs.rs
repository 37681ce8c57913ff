//! Rules for prose: links lead somewhere, and changes are told.
//!
//! It looks at links inside the repository only; the network is never asked.

use super::{File, Finding};

/// Links to files that are not there. `exists` is asked for paths relative to the root.
pub(super) fn links(file: &File, exists: impl Fn(&str) -> bool) -> Vec<Finding> {
    let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut findings = Vec::new();
    let mut in_code = false;
    for (line, number) in file.text.lines().zip(1..) {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        if in_code {
            continue;
        }
        for target in targets(&without_code(line)) {
            let Some(path) = local_path(folder, target) else { continue };
            if !exists(&path) {
                let what = format!("`{target}` leads to no file");
                findings.push(file.finding(
                    number,
                    "link",
                    what,
                    "correct the path, or drop the link",
                ));
            }
        }
    }
    findings
}

/// The changelog has a place for the next change.
pub(super) fn changelog(files: &[File]) -> Option<Finding> {
    const PATH: &str = "CHANGELOG.md";
    const FIX: &str = "add `## [Unreleased]` at the top, as keepachangelog.com has it";
    let finding = |what: &str| Finding {
        path: PATH.to_owned(),
        line: 1,
        rule: "changelog",
        what: what.to_owned(),
        fix: FIX,
    };
    let Some(file) = files.iter().find(|file| file.path == PATH) else {
        return Some(finding("there is no changelog"));
    };
    let first = file.text.lines().find(|line| line.starts_with("## "));
    let is_unreleased = first.is_some_and(|line| line.trim_end() == "## [Unreleased]");
    (!is_unreleased).then(|| finding("the first section is not Unreleased"))
}

/// A line with its `code spans` taken out.
fn without_code(line: &str) -> String {
    line.split('`').step_by(2).collect::<Vec<_>>().join("`")
}

/// Where the links `[text](target)` and definitions `[name]: target` of a line lead.
fn targets(line: &str) -> Vec<&str> {
    let inline = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let definition = line
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("]: "))
        .filter(|(name, _)| !name.contains(']'))
        .map(|(_, target)| target);
    inline
        .chain(definition)
        .filter_map(|target| target.split_whitespace().next())
        .map(|target| target.trim_start_matches('<').trim_end_matches('>'))
        .collect()
}

/// The path a link means, from the root; none for other sites and for places in the same file.
fn local_path(folder: &str, target: &str) -> Option<String> {
    let path = target.split('#').next().unwrap_or_default();
    if path.is_empty() || path.contains("://") || path.starts_with("mailto:") {
        return None;
    }
    let (start, path) = match path.strip_prefix('/') {
        Some(path) => ("", path),
        None => (folder, path),
    };
    let mut parts: Vec<&str> = start.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            // One `..` too many leaves the repository: nothing there exists for a reader.
            ".." => match parts.pop() {
                Some(_) => {}
                None => return Some("..".repeat(2)),
            },
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::super::{brief, sample};
    use super::*;

    fn broken(path: &str, text: &str) -> Vec<String> {
        let there = ["README.md", "docs", "docs/adr/0001-dependencies.md"];
        brief(&links(&sample(path, text), |target| there.contains(&target)))
    }

    #[test]
    fn links_to_nothing_are_found() {
        let cases = [
            ("README.md", "see [a](docs/none.md)\n", "1 link"),
            ("README.md", "ok\n[b](README.md) and [c](./gone#here)\n", "2 link"),
            ("docs/adr/0001-dependencies.md", "[up](../README.md)\n", "1 link"),
            ("README.md", "[out](../other/README.md)\n", "1 link"),
            ("README.md", "[name]: gone.md\n", "1 link"),
            ("README.md", "```\n[in code](x)\n```\n[after](x)\n", "4 link"),
        ];
        for (path, text, expected) in cases {
            assert_eq!(broken(path, text), [expected], "{text}");
        }
    }

    #[test]
    fn links_that_lead_somewhere_are_left_alone() {
        for text in [
            "[a](docs/adr/0001-dependencies.md#why \"title\") [b](<docs/>) [c](#below)\n",
            "[web](https://example.org/x) [mail](mailto:a@example.org)\n",
            "`[code](x)` and a [table][0](docs) and [x]: not a definition in prose\n",
        ] {
            assert!(broken("README.md", text).is_empty(), "{text}");
        }
        assert!(broken("docs/adr/0001-dependencies.md", "[up](../../README.md)\n").is_empty());
    }

    #[test]
    fn a_changelog_begins_with_what_is_next() {
        let found = |text: &str| changelog(&[sample("CHANGELOG.md", text)]).is_some();
        assert!(changelog(&[]).is_some());
        assert!(found("# Changelog\n\n## [0.1.0]\n\n## [Unreleased]\n"));
        assert!(!found("# Changelog\n\n## [Unreleased]\n\n## [0.1.0]\n"));
    }
}
