//! No statement escapes the list that is prepared on both engines.

use std::path::Path;

use store::testkit::{TestDatabase, on_both_engines};
use store::{Engine, StoreError, Value, prepare_all, statements};

use crate::common::open;

#[test]
fn every_statement_prepares_on_both_engines() {
    on_both_engines(|database| {
        let store = open(database);
        let count = store.read_blocking(prepare_all).unwrap();
        assert_eq!(count, statements(store.engine()).len());
        store.close();
    })
    .unwrap();
}

/// SQLite plans without statistics of the tables. What is asked of one order or customer must not
/// begin with everything the tenant has: checking the books of n orders would take n² steps.
#[test]
fn what_is_asked_of_one_order_reads_that_order() {
    let store = open(&TestDatabase::sqlite().unwrap());
    let of_one: Vec<String> = statements(Engine::Sqlite)
        .into_iter()
        .filter(|sql| {
            ["order_id = $", "dispute_id = $", "customer_id = $"].iter().any(|by| sql.contains(by))
        })
        .filter(|sql| sql.starts_with("SELECT"))
        .collect();
    assert!(of_one.len() > 12, "only {} statements of one order", of_one.len());
    for sql in of_one {
        let explain = format!("EXPLAIN QUERY PLAN {sql}");
        let count = (1..).take_while(|n| sql.contains(&format!("${n}"))).count();
        let steps: Vec<String> = store
            .read_blocking(move |tx| {
                let rows = tx.query(&explain, &vec![Value::Null; count])?;
                rows.iter().map(|row| row.get(3)).collect::<Result<_, StoreError>>()
            })
            .unwrap();
        for step in &steps {
            let all_of_tenant = step.ends_with("(tenant_id=?)");
            let whole_table = step.starts_with("SCAN") && !step.contains("SUBQUERY");
            assert!(!all_of_tenant && !whole_table, "{step}: {sql}");
        }
    }
    store.close();
}

/// A report of a month must not read the rows of ten years.
#[test]
fn a_report_reads_its_period_by_an_index() {
    let store = open(&TestDatabase::sqlite().unwrap());
    let reports: Vec<String> = statements(Engine::Sqlite)
        .into_iter()
        .filter(|sql| sql.starts_with("SELECT") && sql.contains("_figures"))
        .collect();
    assert!(reports.len() >= 9, "only {} statements of reports", reports.len());
    for sql in reports {
        let explain = format!("EXPLAIN QUERY PLAN {sql}");
        let count = (1..).take_while(|n| sql.contains(&format!("${n}"))).count();
        let steps: Vec<String> = store
            .read_blocking(move |tx| {
                let rows = tx.query(&explain, &vec![Value::Null; count])?;
                rows.iter().map(|row| row.get(3)).collect::<Result<_, StoreError>>()
            })
            .unwrap();
        let reads = |step: &&String| step.contains("_figures");
        assert!(steps.iter().any(|step| reads(&step)), "{steps:?}: {sql}");
        for step in steps.iter().filter(reads) {
            let by_index = step.starts_with("SEARCH") && !step.ends_with("(tenant_id=?)");
            assert!(by_index, "{step}: {sql}");
        }
    }
    store.close();
}

/// Texts that belong to a driver or are composed at run time, by the file that holds them.
const NOT_LISTED: [&str; 7] =
    ["sqlite.rs", "mod.rs", "pipeline.rs", "wire.rs", "testkit.rs", "tx.rs", "copy.rs"];

#[test]
fn every_statement_in_the_source_is_listed() {
    let listed: Vec<String> =
        [Engine::Sqlite, Engine::Postgres].into_iter().flat_map(statements).collect();
    let mut seen = 0;
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        if NOT_LISTED.contains(&name.as_str()) {
            continue;
        }
        let source = std::fs::read_to_string(&file).unwrap();
        let source = source.split("#[cfg(test)]").next().unwrap();
        for text in literals(source).into_iter().filter(|text| is_statement(text)) {
            assert!(
                listed.iter().any(|known| known.starts_with(&text)),
                "{name}: not in the list: {text}"
            );
            seen += 1;
        }
    }
    assert!(seen > 120, "only {seen} statements found: does this test still read the source?");
}

fn is_statement(text: &str) -> bool {
    ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM "].iter().any(|verb| text.starts_with(verb))
}

fn sources(dir: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The string literals of a source text, with line continuations joined as the compiler does.
fn literals(source: &str) -> Vec<String> {
    let code: Vec<&str> =
        source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let mut found = Vec::new();
    for (index, piece) in code.join("\n").split('"').enumerate() {
        if index % 2 == 1 {
            let mut text = String::new();
            let mut lines = piece.split("\\\n");
            text.push_str(lines.next().unwrap());
            lines.for_each(|line| text.push_str(line.trim_start()));
            found.push(text);
        }
    }
    found
}
