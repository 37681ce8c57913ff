//! Rows of several closures on their way into the same tables, until a statement names one of them.

use crate::Value;
use crate::insert::{Insert, Rows};

/// Rows of one insert gathered at most; then they must be sent.
const GATHERED_ROWS_MAX: usize = 1_024;

/// Rows by insert, in the order in which the inserts first came.
#[derive(Debug, Default)]
pub(super) struct Gathered(Vec<Rows>);

impl Gathered {
    /// Adds rows; `true` when there are so many that they must be sent.
    pub(super) fn add(&mut self, insert: &Insert, rows: Vec<Vec<Value>>) -> bool {
        let place = self.0.iter().position(|other| other.insert().head == insert.head);
        let mut gathered =
            place.map_or_else(|| Rows::new(insert.clone()), |place| self.0.remove(place));
        rows.into_iter().for_each(|row| gathered.add(row));
        let full = gathered.len() >= GATHERED_ROWS_MAX;
        self.0.push(gathered);
        full
    }

    /// The table of an insert, if rows of *another* insert wait for it: those must go first.
    pub(super) fn other_for_table_of(&self, insert: &Insert) -> Option<String> {
        let table = table_of(insert);
        let other =
            |rows: &Rows| rows.insert().head != insert.head && table_of(rows.insert()) == table;
        self.0.iter().any(other).then(|| table.to_owned())
    }

    /// Takes the rows for these tables (`None`: for all) as statements with their parameters.
    pub(super) fn take(&mut self, tables: Option<&[String]>) -> Vec<(String, Vec<Value>)> {
        let wanted = |rows: &Rows| {
            tables.is_none_or(|tables| tables.iter().any(|table| table == table_of(rows.insert())))
        };
        if !self.0.iter().any(wanted) {
            return Vec::new();
        }
        let (now, later): (Vec<Rows>, Vec<Rows>) =
            std::mem::take(&mut self.0).into_iter().partition(wanted);
        self.0 = later;
        now.into_iter().flat_map(Rows::into_statements).collect()
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

/// The third word of `INSERT INTO table (…`.
fn table_of(insert: &Insert) -> &str {
    insert.head.split_whitespace().nth(2).unwrap_or_default()
}

/// The tables a statement reads or writes: the words after `FROM`, `JOIN`, `INTO` and `UPDATE`.
pub(super) fn tables_of(sql: &str) -> Vec<String> {
    let words: Vec<&str> = sql.split_whitespace().collect();
    let bare =
        |word: &str| word.trim_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_').to_owned();
    let names_one =
        |word: &str| ["FROM", "JOIN", "INTO", "UPDATE"].contains(&word.trim_start_matches('('));
    let pairs = words.iter().zip(words.iter().skip(1));
    pairs.filter(|(first, _)| names_one(first)).map(|(_, second)| bare(second)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_of_every_statement_are_found() {
        let cases: [(&str, &[&str]); 6] = [
            ("SELECT a FROM t WHERE b = $1", &["t"]),
            ("SELECT a FROM t x JOIN u y ON x.a = y.a", &["t", "u"]),
            ("INSERT INTO t (a) VALUES ($1) ON CONFLICT DO NOTHING", &["t"]),
            (
                "UPDATE t SET a = $1 WHERE b IN (SELECT b FROM u FOR UPDATE SKIP LOCKED)",
                &["t", "u", "SKIP"],
            ),
            ("DELETE FROM t WHERE a = $1", &["t"]),
            ("SELECT a FROM (SELECT a FROM t UNION ALL SELECT a FROM u) x", &["SELECT", "t", "u"]),
        ];
        for (sql, tables) in cases {
            assert_eq!(tables_of(sql), tables, "{sql}");
        }
        // Every statement of the crate names a table, or is known to name none.
        let none = crate::statements(crate::Engine::Postgres)
            .into_iter()
            .filter(|sql| tables_of(sql).is_empty())
            .collect::<Vec<_>>();
        assert_eq!(none, Vec::<String>::new());
    }

    #[test]
    fn rows_wait_until_their_table_is_named() {
        let a = Insert::new("INSERT INTO a (x) VALUES", "", 1);
        let again = Insert::new("INSERT INTO a (x, y) VALUES", "", 2);
        let b = Insert::new("INSERT INTO b (x) VALUES", "", 1);
        let mut gathered = Gathered::default();
        gathered.add(&a, vec![vec![Value::I64(1)]]);
        gathered.add(&b, vec![vec![Value::I64(2)]]);
        gathered.add(&a, vec![vec![Value::I64(3)]]);
        assert_eq!(gathered.other_for_table_of(&a), None);
        assert_eq!(gathered.other_for_table_of(&again).as_deref(), Some("a"));
        assert_eq!(gathered.take(Some(&["c".to_owned()])), []);
        let sent = gathered.take(Some(&["a".to_owned()]));
        assert_eq!(
            sent,
            [(
                "INSERT INTO a (x) VALUES ($1), ($2) ".to_owned(),
                vec![Value::I64(1), Value::I64(3)]
            )]
        );
        assert_eq!(gathered.take(None).len(), 1);
    }
}
