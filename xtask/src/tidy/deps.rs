//! The dependency direction, as a table.
//!
//! It sees normal and build dependencies of this machine's platform; tests may use what they like.
//! To change the direction, write an ADR and change the table with it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use anyhow::{Context, Result};
use serde_json::Value;

use super::{File, Finding};
use crate::shell::{self, Workspace};

/// What one of our crates may depend on.
struct Row {
    name: &'static str,
    may_use: &'static [&'static str],
    /// Decides and never acts: none of [`IMPURE`], directly or through others.
    pure: bool,
}

const fn pure(name: &'static str, may_use: &'static [&'static str]) -> Row {
    Row { name, may_use, pure: true }
}

const fn edge(name: &'static str, may_use: &'static [&'static str]) -> Row {
    Row { name, may_use, pure: false }
}

/// Everything below the binary, for the programs that put it all together.
const ALL: &[&str] = &[
    "kernel",
    "ledger",
    "plan",
    "commerce",
    "dispute",
    "documents",
    "triage",
    "ocr",
    "connectors",
    "compliance",
    "support",
    "cobrowse",
    "understanding",
    "assistant",
    "knowledge",
    "tau2",
    "models",
    "llm",
    "simd",
    "wheels",
    "letters",
    "importers",
    "world",
    "realtime",
    "relay",
    "bus",
    "store",
    "engine",
    "psp",
    "identity",
    "mail",
    "app",
    "api",
];

const TABLE: &[Row] = &[
    pure("kernel", &[]),
    pure("ledger", &["kernel"]),
    pure("plan", &["kernel", "ledger"]),
    pure("commerce", &["kernel"]),
    pure("dispute", &["kernel", "ledger", "plan", "commerce"]),
    pure("connectors", &["kernel", "dispute"]),
    pure("compliance", &["kernel"]),
    pure("understanding", &["kernel"]),
    pure("support", &["kernel", "understanding"]),
    pure("cobrowse", &["kernel", "understanding"]),
    pure("assistant", &["kernel", "understanding"]),
    pure("documents", &["kernel", "commerce", "dispute", "understanding"]),
    pure("triage", &["kernel", "dispute", "understanding"]),
    edge("ocr", &[]),
    pure("knowledge", &[]),
    pure("tau2", &["kernel", "assistant"]),
    pure("letters", &["kernel", "dispute", "compliance"]),
    pure("importers", &["kernel"]),
    pure("world", &["kernel", "ledger", "plan", "commerce", "dispute"]),
    edge("llm", &["kernel"]),
    pure("simd", &[]),
    edge("models", &["kernel", "simd"]),
    edge("wheels", &["kernel"]),
    edge("realtime", &["kernel"]),
    edge("relay", &["kernel", "cobrowse"]),
    edge("bus", &["kernel"]),
    edge("store", &["kernel"]),
    edge("engine", &["kernel", "store"]),
    edge("psp", &["kernel"]),
    edge("identity", &["kernel"]),
    edge("mail", &["kernel"]),
    edge(
        "app",
        &[
            "kernel",
            "ledger",
            "plan",
            "commerce",
            "dispute",
            "documents",
            "triage",
            "ocr",
            "connectors",
            "compliance",
            "support",
            "understanding",
            "cobrowse",
            "assistant",
            "knowledge",
            "models",
            "wheels",
            "llm",
            "letters",
            "importers",
            "world",
            "store",
            "engine",
            "psp",
            "identity",
            "mail",
        ],
    ),
    edge(
        "api",
        &[
            "kernel",
            "ledger",
            "plan",
            "commerce",
            "dispute",
            "documents",
            "triage",
            "connectors",
            "compliance",
            "support",
            "cobrowse",
            "relay",
            "bus",
            "assistant",
            "letters",
            "realtime",
            "store",
            "engine",
            "psp",
            "identity",
            "mail",
            "app",
        ],
    ),
    edge("ombud", ALL),
    edge("sim", ALL),
    edge("bench", ALL),
    edge("xtask", &[]),
];

/// What waits, talks or stores.
const IMPURE: &[&str] = &["tokio", "axum", "hyper", "rusqlite", "tokio-postgres", "reqwest"];

/// Crates from outside that only some of ours may name.
const HELD: &[(&str, &[&str], &[&str])] = &[
    ("SQL drivers", &["rusqlite", "tokio-postgres"], &["store", "bench"]),
    ("messages between nodes", &["async-nats"], &["bus"]),
    (
        "HTTP",
        &["axum", "hyper", "hyper-util", "tower-http", "reqwest"],
        &["api", "psp", "engine", "identity", "llm", "wheels", "ombud", "bench"],
    ),
];

/// The packages of a build and who depends on whom.
#[derive(Debug, Default)]
pub(super) struct Graph {
    packages: BTreeMap<String, Package>,
}

#[derive(Debug, Default)]
struct Package {
    name: String,
    /// Whether it is one of ours, a member of the workspace.
    ours: bool,
    depends_on: Vec<String>,
}

impl Graph {
    /// Asks cargo, for this machine's platform: others' crates need not be fetched for that.
    ///
    /// # Errors
    /// When cargo fails or answers in a shape we do not know.
    pub(super) fn read(workspace: &Workspace) -> Result<Self> {
        let version = shell::stdout(std::process::Command::new("rustc").arg("-vV"))?;
        let host = version.lines().find_map(|line| line.strip_prefix("host: "));
        let host = host.context("`rustc -vV` names no host")?;
        let args = ["metadata", "--quiet", "--format-version", "1", "--filter-platform", host];
        let text = shell::stdout(&mut workspace.cargo(&args))?;
        Self::parse(&serde_json::from_str(&text)?).context("cargo metadata has an unknown shape")
    }

    fn parse(metadata: &Value) -> Option<Self> {
        let texts = |value: &Value| -> Option<BTreeSet<String>> {
            value.as_array()?.iter().map(|id| Some(id.as_str()?.to_owned())).collect()
        };
        let members = texts(metadata.get("workspace_members")?)?;
        let mut graph = Self::default();
        for package in metadata.get("packages")?.as_array()? {
            let id = package.get("id")?.as_str()?.to_owned();
            let name = package.get("name")?.as_str()?.to_owned();
            let ours = members.contains(&id);
            graph.packages.insert(id, Package { name, ours, depends_on: Vec::new() });
        }
        for node in metadata.get("resolve")?.get("nodes")?.as_array()? {
            let package = graph.packages.get_mut(node.get("id")?.as_str()?)?;
            for dependency in node.get("deps")?.as_array()? {
                let kinds = dependency.get("dep_kinds")?.as_array()?;
                let of_tests =
                    |kind: &Value| kind.get("kind").and_then(Value::as_str) == Some("dev");
                if !kinds.iter().all(of_tests) {
                    package.depends_on.push(dependency.get("pkg")?.as_str()?.to_owned());
                }
            }
        }
        Some(graph)
    }

    fn dependencies<'a>(&'a self, package: &'a Package) -> impl Iterator<Item = &'a Package> {
        package.depends_on.iter().filter_map(|id| self.packages.get(id))
    }

    /// The shortest way from a package to one with this name, as names.
    fn way_to<'a>(&'a self, from: &'a Package, name: &str) -> Option<Vec<&'a str>> {
        let mut ways = VecDeque::from([(from, Vec::new())]);
        let mut seen = BTreeSet::new();
        while let Some((package, way)) = ways.pop_front() {
            for next in self.dependencies(package) {
                let mut longer = way.clone();
                longer.push(next.name.as_str());
                if next.name == name {
                    return Some(longer);
                }
                if seen.insert(&next.name) {
                    ways.push_back((next, longer));
                }
            }
        }
        None
    }
}

/// Every edge that the tables do not allow.
pub(super) fn check(graph: &Graph, files: &[File]) -> Vec<Finding> {
    let ours = graph.packages.values().filter(|package| package.ours);
    ours.flat_map(|package| check_package(graph, package, files)).collect()
}

fn check_package(graph: &Graph, package: &Package, files: &[File]) -> Vec<Finding> {
    let Package { name, .. } = package;
    let manifest = manifest(name, files);
    let finding = |dependency: &str, what: String, fix: &'static str| Finding {
        path: manifest.map_or_else(|| format!("{name}/Cargo.toml"), |file| file.path.clone()),
        line: manifest.map_or(1, |file| line_naming(file, dependency)),
        rule: "direction",
        what,
        fix,
    };
    let Some(row) = TABLE.iter().find(|row| row.name == name) else {
        const FIX: &str = "give it a row in xtask/src/tidy/deps.rs and a line in ARCHITECTURE.md";
        return vec![finding("name", format!("crate `{name}` is not in the table"), FIX)];
    };
    let mut findings = Vec::new();
    for dependency in graph.dependencies(package) {
        let used = dependency.name.as_str();
        if dependency.ours && !row.may_use.contains(&used) {
            const FIX: &str = "move what is needed down, or write an ADR and change the table";
            findings.push(finding(used, format!("`{name}` may not depend on `{used}`"), FIX));
        }
        for (what, held, holders) in HELD {
            if held.contains(&used) && !holders.contains(&name.as_str()) {
                const FIX: &str = "ask one of the crates that hold it";
                let holders = holders.join(", ");
                let what = format!("`{name}` names `{used}`, but {what} is for {holders} only");
                findings.push(finding(used, what, FIX));
            }
        }
    }
    for impure in IMPURE.iter().filter(|_| row.pure) {
        if let Some(way) = graph.way_to(package, impure) {
            const FIX: &str =
                "take the value as a parameter; if it awaits, it is in the wrong crate";
            let first = way.first().copied().unwrap_or(impure);
            let what = format!("pure `{name}` reaches `{impure}`: {name} → {}", way.join(" → "));
            findings.push(finding(first, what, FIX));
        }
    }
    findings
}

/// The manifest of one of our packages, known by its folder.
fn manifest<'a>(name: &str, files: &'a [File]) -> Option<&'a File> {
    let end = format!("{name}/Cargo.toml");
    files.iter().find(|file| file.path == end || file.path == format!("crates/{end}"))
}

fn line_naming(manifest: &File, dependency: &str) -> usize {
    let names = |line: &str| {
        let rest = line.trim_start().strip_prefix(dependency);
        rest.is_some_and(|rest| rest.starts_with([' ', '.', '=']))
    };
    manifest.text.lines().position(names).map_or(1, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::sample;
    use super::*;

    /// A graph from `crate: dependency dependency`; names in the table are ours.
    fn graph(lines: &[&str]) -> Graph {
        let mut graph = Graph::default();
        for line in lines {
            let (name, dependencies) = line.split_once(':').unwrap();
            let depends_on = dependencies.split_whitespace().map(str::to_owned).collect();
            let ours = name == "newcomer" || TABLE.iter().any(|row| row.name == name);
            let package = Package { name: name.to_owned(), ours, depends_on };
            graph.packages.insert(name.to_owned(), package);
        }
        graph
    }

    #[test]
    fn each_forbidden_edge_is_found() {
        let cases: &[(&[&str], &str)] = &[
            (&["kernel: ledger", "ledger:"], "`kernel` may not depend on `ledger`"),
            (&["store: app", "app:"], "`store` may not depend on `app`"),
            (&["app: rusqlite", "rusqlite:"], "SQL drivers is for store, bench only"),
            (
                &["app: axum", "axum:"],
                "HTTP is for api, psp, engine, identity, llm, wheels, ombud, bench only",
            ),
            (
                &["plan: helper", "helper: runtime", "runtime: tokio", "tokio:"],
                "pure `plan` reaches `tokio`: plan → helper → runtime → tokio",
            ),
            (&["newcomer:"], "crate `newcomer` is not in the table"),
        ];
        for (lines, expected) in cases {
            let found = check(&graph(lines), &[]);
            assert_eq!(found.len(), 1, "{found:?}");
            assert!(found[0].what.contains(expected), "{found:?}");
        }
    }

    #[test]
    fn allowed_edges_pass() {
        let lines =
            ["kernel: jiff", "jiff:", "plan: kernel", "store: kernel rusqlite", "rusqlite:"];
        assert_eq!(check(&graph(&lines), &[]), []);
    }

    #[test]
    fn a_finding_points_at_the_line_of_the_dependency() {
        let manifest = "[package]\nname = \"kernel\"\n\n[dependencies]\nledger.workspace = true\n";
        let files = [sample("crates/kernel/Cargo.toml", manifest)];
        let found = check(&graph(&["kernel: ledger", "ledger:"]), &files);
        assert_eq!((found[0].path.as_str(), found[0].line), ("crates/kernel/Cargo.toml", 5));
    }

    #[test]
    fn the_table_has_no_cycle_and_pure_stays_on_pure() {
        for (at, row) in TABLE.iter().enumerate() {
            for used in row.may_use {
                let above = TABLE[..at].iter().find(|above| above.name == *used);
                let above = above.unwrap_or_else(|| panic!("{} uses {used} below it", row.name));
                assert!(above.pure || !row.pure, "{} is pure, {used} is not", row.name);
            }
        }
    }

    #[test]
    fn dependencies_of_tests_do_not_count() {
        let metadata = json!({
            "workspace_members": ["k"],
            "packages": [{"id": "k", "name": "kernel"}, {"id": "t", "name": "tokio"}],
            "resolve": {"nodes": [
                {"id": "k", "deps": [{"pkg": "t", "dep_kinds": [{"kind": "dev"}]}]},
                {"id": "t", "deps": []},
            ]},
        });
        assert_eq!(check(&Graph::parse(&metadata).unwrap(), &[]), []);
        let normal = metadata.to_string().replace("\"dev\"", "null");
        let found = check(&Graph::parse(&serde_json::from_str(&normal).unwrap()).unwrap(), &[]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(Graph::parse(&json!({})).is_none());
    }
}
